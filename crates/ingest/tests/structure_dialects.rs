//! Copy-number segments and junctions as other programs write them: every such file of the shared collection is read, or
//! refused for the reason that stands here.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use marv_ingest::{
    junctions::{self, Unjoined},
    segments,
};
use marv_model::genome::{Contig, Contigs};
use support::real;

/// Lengths of GRCh37 (rounded up), without and with prefix, so that each file's names are found.
fn contigs() -> Contigs {
    let names = (1..=22).map(|number| number.to_string()).chain(["X", "Y", "M"].map(str::to_owned));
    Contigs::new(names.map(|name| Contig::new(&format!("chr{name}"), 250_000_000))).unwrap()
}

/// Rows by `grep -vc '^@' FILE` less the header's.
const SEGMENTS: [(&str, usize); 15] = [
    ("cnvkit/f-on-f.cns", 24),
    ("cnvkit/nv3.cns", 72),
    ("cnvkit/tr95t.cns", 124),
    ("cnvkit/tr95t.segmetrics.cns", 124),
    ("cnvkit/p2-9_2.cns", 313),
    ("cnvkit/p2-9_2.call.cns", 313),
    ("cnvkit/cl_seq.cns", 78),
    ("purecn/issue192_tumor.seg", 6),
    ("purecn/example_seg.txt", 54),
    ("cnvkit/m-on-f.cns", 24),
    ("purecn/example_gatk4_modelfinal.seg.gz", 23),
    ("../vcf_snv/gatk_misc/SM-74NF5.called.seg", 404),
    ("../vcf_snv/gatk_misc/simple.seg", 3),
    ("../maf/maftools/TCGA.AB.3009.hg19.seg.txt", 818),
    ("../vcf_snv/balsamic/tumor.merged.cns", 2),
];

/// What is refused, and a word of the reason.
const REFUSED: [(&str, &str); 7] = [
    ("cnvkit/amplicon.cns", "behind the end"),
    ("ascat/A32.fast.segments.txt", "one sample"),
    ("cnvkit/cw-tr-log2.seg", "one sample"),
    ("cnvkit/p2-9_2.cnr", "bins"),
    ("purecn/issue192_tumor.cnr", "bins"),
    ("gatk_modelsegments/call-copy-ratio-segments-segments.seg", "contig of the reference"),
    ("gatk_modelsegments/model-segments-wes-tumor-1-denoised-copy-ratios-SM-74P4M-v1-chr20.denoisedCR.tsv", "header"),
];

#[test]
fn segments_of_every_program_are_read_or_refused_with_a_reason() {
    let Some(folder) = real("cn") else { return };
    for (file, rows) in SEGMENTS {
        let read = segments::read(folder.join(file), &contigs());
        assert_eq!(read.as_ref().map(Vec::len).map_err(ToString::to_string), Ok(rows), "{file}");
    }
    for (file, reason) in REFUSED {
        let message = segments::read(folder.join(file), &contigs()).unwrap_err().to_string();
        println!("{file}: {message}");
        assert!(message.contains(reason), "{file}: {message}");
    }
    // The first row of each: starts of CNVkit are 0-based, those of SEG 1-based; p2-9_2 calls its first segment one copy.
    let first = |file: &str| segments::read(folder.join(file), &contigs()).unwrap().remove(0);
    let called = first("cnvkit/p2-9_2.call.cns");
    assert_eq!((called.interval.start(), called.interval.end()), (464_423, 3_003_530));
    assert_eq!((called.total_copies, called.log2_ratio), (Some(1.0), Some(-0.505_883)));
    assert_eq!(first("purecn/issue192_tumor.seg").interval.start(), 105_929);
}

#[test]
fn other_programs_columns_are_copies_of_the_tumour() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("segments.tsv");
    let one = |text: &str| {
        std::fs::write(&path, text).unwrap();
        let read = segments::read(&path, &contigs()).unwrap().remove(0);
        (read.interval.start(), read.total_copies, read.minor_copies, read.log2_ratio)
    };
    // Headers as the programs' documentation and the shared files have them.
    let purple = "chromosome\tstart\tend\tcopyNumber\tbafCount\tobservedBAF\tbaf\tminorAlleleCopyNumber\n\
                  5\t1001\t2000\t1.02\t40\t0.9\t0.97\t0.03\n";
    assert_eq!(one(purple), (1_000, Some(1.02), Some(0.03), None));
    let ascat = "sample\tchr\tstartpos\tendpos\tnMajor\tnMinor\nS\t5\t1001\t2000\t2\t0\n";
    assert_eq!(one(ascat), (1_000, Some(2.0), Some(0.0), None));
    let facets = "chrom\tseg\tnum.mark\tnhet\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em\n\
                  5\t1\t90\t12\t-0.6\t1001\t2000\t0.7\t1\t0\n";
    assert_eq!(one(facets), (1_000, Some(1.0), Some(0.0), Some(-0.6)));
    // FACETS gives the copies of the cells that are changed, and their share of all: 0.7 is the tumour's, 0.35 half of it,
    // so a loss in half of its cells, 1.5 copies in the mean.
    let clones = "chrom\tcnlr.median\tstart\tend\tcf.em\ttcn.em\tlcn.em\n\
                  5\t-0.6\t1001\t2000\t0.7\t1\t0\n5\t-0.3\t2001\t3000\t0.35\t1\t0\n\
                  5\t0\t3001\t4000\t1\t2\t1\n5\t0\t4001\t5000\t0.35\t2\t0\nX\t-1\t1\t1000\t0.7\t1\t0\n";
    std::fs::write(&path, clones).unwrap();
    let read = segments::read(&path, &contigs()).unwrap();
    let found: Vec<_> = read.iter().map(|one| (one.total_copies, one.minor_copies, one.cell_fraction)).collect();
    let expected = [
        (Some(1.0), Some(0.0), Some(1.0)),
        (Some(1.5), Some(0.5), Some(0.5)),
        (Some(2.0), Some(1.0), None),
        (Some(2.0), Some(0.5), Some(0.5)),
        (Some(1.0), Some(0.0), None),
    ];
    assert_eq!(found, expected);
    let ichor = "chr\tstart\tend\tS1.copy.number\tS1.event\tS1.logR\tS1.Corrected_Copy_Number\n\
                 5\t1001\t2000\t2\tNEUT\t-0.3\t1\n";
    assert_eq!(one(ichor), (1_000, Some(1.0), None, Some(-0.3)));
    let gatk = "@HD\tVN:1.6\n@SQ\tSN:5\tLN:9\nCONTIG\tSTART\tEND\tLOG2_COPY_RATIO_POSTERIOR_50\n5\t1001\t2000\t-0.9\n";
    assert_eq!(one(gatk), (1_000, None, None, Some(-0.9)));
    let sequenza = "\"chromosome\"\t\"start.pos\"\t\"end.pos\"\t\"CNt\"\t\"A\"\t\"B\"\n\"5\"\t1001\t2000\t3\t2\t1\n";
    assert_eq!(one(sequenza), (1_000, Some(3.0), Some(1.0), None));
}

/// Files of structural variants with junctions, records that a filter holds back, and passing records without a second
/// place. Breakends that pass, over two; symbolic alleles that pass; records whose FILTER is neither PASS nor `.`; the rest (awk
/// over the files).
const JUNCTIONS: [(&str, usize, u64, u64); 10] = [
    ("tn/manta_hcc1954/somaticSV.vcf.gz", 3, 0, 0),
    ("vcf_sv/sva/colo829_somatic_gridss.vcf.gz", 79, 51, 12),
    ("vcf_sv/sva/COLO829T.purple.sv.ann.vcf.gz", 70, 30, 8),
    ("cn/hmf_cuppa_tumor_sample/TUMOR_SAMPLE.purple.sv.vcf.gz", 117, 677, 5),
    // 55 pairs of breakends, 57 deletions and duplications of which one is there twice, 5 insertions.
    ("vcf_sv/sva/colo829_somatic_manta.vcf", 111, 259, 5),
    ("vcf_sv/mavis/manta_events.vcf", 12, 0, 0),
    ("vcf_sv/mavis/delly_events.vcf", 26, 5, 0),
    ("vcf_sv/lumpy_svtyper_na12878/example.vcf", 211, 0, 0),
    ("vcf_sv/jabba/junctions.vcf", 15, 149, 0),
    ("scout/manta_vep_94_annotated_sv_cancer_file.vcf.gz", 7, 8, 0),
];

/// Files that are refused, and why: columns too many, a filter where the quality stands, no header, a REF without a base, BEDPE.
const NOT_READ: [(&str, &str); 8] = [
    ("sva/colo829_somatic_novobreak.vcf", "columns"),
    ("sva/manta-1.1.1.vcf", "QUAL"),
    ("sva/manta-0.29.6.vcf", "QUAL"),
    ("sva/tigra-0.3.7.vcf", "REF"),
    ("annotsv/testTRA.vcf", "columns"),
    ("annotsv/testVCFwithoutHeader.vcf", "header"),
    ("sva/gridss.bedpe", "header"),
    ("jabba/junctions.bedpe", "header"),
];

/// What lines of a VCF hold, told without a reader: records; those that a filter holds back; of the others those with a bracket, and
/// those with a symbolic deletion, duplication or inversion.
fn counted(file: &Path) -> [u64; 4] {
    let mut bytes = std::fs::read(file).unwrap();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let packed = std::mem::take(&mut bytes);
        flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    }
    let mut counts = [0; 4];
    for line in String::from_utf8_lossy(&bytes).lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let held = !matches!(fields[6], "PASS" | ".");
        counts[0] += 1;
        counts[1] += u64::from(held);
        counts[2] += u64::from(!held && fields[4].contains(['[', ']']));
        counts[3] += u64::from(!held && ["<DEL", "<DUP", "<INV"].iter().any(|kind| fields[4].starts_with(kind)));
    }
    counts
}

fn structural_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            structural_files(&path, found);
        } else if [".vcf", "sv.vcf.gz"].iter().any(|end| name.ends_with(end)) {
            found.push(path);
        }
    }
}

/// Every record of every file is a junction, again one, held back, or without one for a reason: counted beside a plain reading of
/// the lines.
#[test]
fn no_record_of_any_file_is_lost() {
    let Some(folder) = real("vcf_sv") else { return };
    let mut files = Vec::new();
    structural_files(&folder, &mut files);
    let mut read = 0;
    for file in &files {
        let shown = file.display();
        let Ok(found) = junctions::read(file, &contigs()) else { continue };
        read += 1;
        let [records, held, brackets, symbolic] = counted(file);
        assert_eq!((found.records, found.filtered), (records, held), "{shown}");
        // A record that is none of these gave one junction, or the two of an inversion.
        let giving = records - held - found.again - found.without_place();
        let junctions = found.junctions.len() as u64;
        assert!((giving..=2 * giving).contains(&junctions), "{shown}: {junctions} of {giving}");
        // Brackets and symbolic alleles join two places, but for places that the reference lacks and words that tell too little.
        let told = |why: Unjoined| found.unjoined.get(&why).copied().unwrap_or(0);
        let untold = told(Unjoined::OtherContig) + told(Unjoined::EndsNotTold);
        assert!(giving + found.again + untold >= brackets + symbolic, "{shown}");
        assert!(told(Unjoined::NoJunction) <= records - held - brackets - symbolic, "{shown}");
    }
    assert!(read >= 35, "{read} of {} files", files.len());
}

#[test]
fn junctions_of_every_program_are_read_or_refused_with_a_reason() {
    let Some(folder) = real("") else { return };
    for (file, found, filtered, none) in JUNCTIONS {
        let read = junctions::read(folder.join(file), &contigs()).unwrap();
        assert_eq!((read.junctions.len(), read.filtered, read.without_place()), (found, filtered, none), "{file}");
    }
    for (file, field) in NOT_READ {
        let message = junctions::read(folder.join("vcf_sv").join(file), &contigs()).unwrap_err().to_string();
        assert!(message.contains(field), "{message}");
    }
}
