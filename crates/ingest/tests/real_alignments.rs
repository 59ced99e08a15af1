//! Real files, held against what samtools says of them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests

mod support;

use std::path::{Path, PathBuf};

use marv_ingest::{
    alignment::{AlignmentFile, AlignmentFormat, AlignmentOptions, BoundAlignment, CramDecoder, DecodeFloor},
    reference::Reference,
    regions::shards,
};
use marv_model::read::ReadRecord;
use support::{Collector, real, sam, samtools};

/// Bound to its own contigs: every read is handed out.
fn bound(path: &Path, options: &AlignmentOptions) -> BoundAlignment {
    let file = AlignmentFile::open(path, options).unwrap();
    let options = AlignmentOptions { sample: file.samples().first().map(ToString::to_string), ..options.clone() };
    let several = file.samples().len() > 1;
    let file = if several { AlignmentFile::open(path, &options).unwrap() } else { file };
    file.bind(&file.header().contigs.clone()).unwrap()
}

fn by_region(bound: &BoundAlignment, size: u32) -> Vec<ReadRecord> {
    let mut reader = bound.reader().unwrap();
    let mut reads = Vec::new();
    for region in shards(bound.contigs(), size, None) {
        let mut collector = Collector::default();
        reader.scan(region, &mut [&mut collector]).unwrap();
        reads.extend(collector.0.into_iter().filter(|read| read.start >= region.start()));
    }
    reads
}

fn whole(bound: &BoundAlignment) -> Vec<ReadRecord> {
    let mut collector = Collector::default();
    bound.scan_whole(&mut [&mut collector]).unwrap();
    collector.0
}

fn lines(reads: &[ReadRecord], bound: &BoundAlignment, without: &[&str]) -> Vec<String> {
    reads.iter().map(|read| sam::line(read, bound.contigs(), without)).collect()
}

/// Line by line, so that a difference can be read. The position of a mate without a contig says nothing, and is left out.
fn assert_lines(own: &[String], expected: &[String], what: &str) {
    let comparable = |line: &String| {
        let mut fields: Vec<&str> = line.split('\t').collect();
        if fields[6] == "*" {
            fields[7] = "0";
        }
        fields.join("\t")
    };
    for (number, (own, expected)) in own.iter().zip(expected).enumerate() {
        assert_eq!(comparable(own), comparable(expected), "{what}, record {}", number + 1);
    }
    assert_eq!(own.len(), expected.len(), "{what}");
}

fn bams(folder: &str) -> Vec<PathBuf> {
    let Some(folder) = real(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bam"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// What the files really have: some were made without the closing mark, or carry an index of another file.
fn opens(path: &Path) -> bool {
    match AlignmentFile::open(path, &AlignmentOptions::default()) {
        Ok(_) => true,
        Err(error) => {
            println!("{error}");
            false
        }
    }
}

#[test]
fn bams_read_as_samtools_reads_them() {
    let folders = [
        "bam/bam_readcount",
        "bam/freebayes_na12878_chr22",
        "bam/gatk_na12878",
        "bam/iarc_tp53_1000g",
        "bam/nucleus_na12878",
        "bam/vardict",
        "tn/caveman",
        "tn/cgpcaveman_pp",
        "tn/cgppindel",
        "tn/gatk_allelic_counts",
        "tn/gatk_mutect",
        "tn/manta_hcc1954",
        "tn/strelka_demo",
    ];
    let (mut compared, mut refused) = (0, Vec::new());
    for path in folders.into_iter().flat_map(bams) {
        if !opens(&path) {
            refused.push(path);
            continue;
        }
        let bound = bound(&path, &AlignmentOptions::default());
        let shown = path.to_str().unwrap();
        let sample = bound.file().sample().unwrap().map(str::to_owned);
        let several = bound.file().header().samples().len() > 1;
        let own = sample.filter(|_| several).map(|sample| ["-l".to_owned(), sample, "placeholder".to_owned()]);
        if own.is_some() {
            continue; // several samples: compared by the choice of one, below
        }
        let Some(expected) = samtools(&["view", shown]) else { return };
        assert_lines(&lines(&whole(&bound), &bound, &[]), &expected, shown);
        compared += 1;
        if bound.file().require_regions().is_err() {
            continue;
        }
        let placed: Vec<String> = expected.into_iter().filter(|line| line.split('\t').nth(2) != Some("*")).collect();
        for size in [100_000_000, 1000] {
            let small: u64 = bound.contigs().iter().map(|(_, contig)| u64::from(contig.length)).sum();
            if size == 1000 && small > 2_000_000 {
                continue;
            }
            assert_lines(
                &lines(&by_region(&bound, size), &bound, &[]),
                &placed,
                &format!("{shown} in regions of {size}"),
            );
        }
    }
    println!("compared {compared}, refused {refused:?}");
    assert!(compared == 0 && refused.is_empty() || compared > 60, "compared {compared}");
}

#[test]
fn the_floor_counts_what_a_scan_hands_out() {
    for path in bams("bam/nucleus_na12878").into_iter().chain(bams("bam/freebayes_na12878_chr22")) {
        let bound = bound(&path, &AlignmentOptions::default());
        let (mut reader, mut floor) = (bound.reader().unwrap(), DecodeFloor::open(&bound).unwrap());
        for region in shards(bound.contigs(), 10_000_000, None) {
            assert_eq!(reader.scan(region, &mut []).unwrap().records, floor.count(region).unwrap());
        }
    }
}

#[test]
fn one_of_several_samples_is_read_alone() {
    let Some(path) = real("bam/bam_readcount/test.bam") else { return };
    let file = AlignmentFile::open(&path, &AlignmentOptions::default()).unwrap();
    assert_eq!(file.samples(), ["NA12878", "NA12892"]);
    let message = file.bind(&file.header().contigs).unwrap_err().to_string();
    assert!(message.contains("several samples: NA12878, NA12892"), "{message}");
    let mut total = 0;
    for sample in ["NA12878", "NA12892"] {
        let options = AlignmentOptions { sample: Some(sample.to_owned()), ..AlignmentOptions::default() };
        let file = AlignmentFile::open(&path, &options).unwrap();
        let reads = whole(&file.bind(&file.header().contigs.clone()).unwrap());
        let groups = file.header().read_groups.iter().filter(|group| group.sample.as_deref() == Some(sample));
        let mut expected = 0;
        for group in groups {
            let Some(count) = samtools(&["view", "-c", "-r", &group.id, path.to_str().unwrap()]) else { return };
            expected += count[0].parse::<usize>().unwrap();
        }
        assert_eq!(reads.len(), expected, "{sample}");
        total += expected;
    }
    assert_eq!(total, 403, "as counted in the data's own list");
}

fn crams() -> Vec<(PathBuf, PathBuf)> {
    let all = [
        ("bam/freebayes_na12878_chr22/NA12878.chr22.tiny.cram", "bam/freebayes_na12878_chr22/q.fa"),
        ("bam/bam_readcount/twolib.sorted.cram", "bam/bam_readcount/rand1k.fa"),
    ];
    all.into_iter().filter_map(|(cram, fasta)| real(cram).zip(real(fasta))).collect()
}

fn decoders() -> Vec<CramDecoder> {
    if cfg!(feature = "htslib") { vec![CramDecoder::Htslib, CramDecoder::Noodles] } else { vec![CramDecoder::Noodles] }
}

#[test]
fn both_decoders_read_cram_as_samtools_does() {
    for (cram, fasta) in crams() {
        for cram_decoder in decoders() {
            let options =
                AlignmentOptions { cram_decoder, reference: Some(fasta.clone()), ..AlignmentOptions::default() };
            let bound = bound(&cram, &options);
            assert!(matches!(bound.file().format(), AlignmentFormat::Cram { major: 3, .. }));
            let shown = cram.to_str().unwrap();
            let Some(expected) = samtools(&["view", "-T", fasta.to_str().unwrap(), "-x", "MD", "-x", "NM", shown])
            else {
                return;
            };
            // Of several samples one is read: its read groups' lines are expected.
            let file = bound.file();
            let sample = file.sample().unwrap();
            let groups = file.header().read_groups.iter().filter(|group| group.sample.as_deref() == sample);
            let groups: Vec<String> = groups.map(|group| format!("RG:Z:{}", group.id)).collect();
            let of_sample = |line: &String| line.split('\t').any(|field| groups.iter().any(|group| group == field));
            let expected: Vec<String> =
                expected.into_iter().filter(|line| file.header().samples().len() < 2 || of_sample(line)).collect();
            assert!(!expected.is_empty());
            let without = ["MD", "NM"]; // made by HTSlib while it decodes, where the file does not store them
            let own = lines(&whole(&bound), &bound, &without);
            assert_lines(&own, &expected, &format!("{shown} by {cram_decoder:?}"));
            let placed: Vec<String> =
                expected.into_iter().filter(|line| line.split('\t').nth(2) != Some("*")).collect();
            for size in [100_000_000, 1000] {
                assert_lines(
                    &lines(&by_region(&bound, size), &bound, &without),
                    &placed,
                    &format!("{shown} by {cram_decoder:?}, {size}"),
                );
            }
        }
    }
}

/// HTSlib marks its own messages with a level and a function, such as `[E::cram_decode_slice]`. A process of its own reads a
/// container with a reference of other bases, and what stands on its standard error is looked at.
#[cfg(feature = "htslib")]
#[test]
fn htslib_is_not_heard_where_the_reference_has_other_bases() {
    const CHILD: &str = "MARV_TEST_READS_WITH_ANOTHER_REFERENCE";
    let Some((cram, fasta)) = crams().into_iter().next() else { return };
    if let Some(wrong) = std::env::var_os(CHILD) {
        let reference = Some(PathBuf::from(wrong));
        let options = AlignmentOptions { cram_decoder: CramDecoder::Htslib, reference, ..AlignmentOptions::default() };
        let file = AlignmentFile::open(&cram, &options).unwrap();
        let contigs = file.header().contigs.clone();
        assert!(file.bind(&contigs).unwrap().scan_whole(&mut []).is_err());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let wrong = with_other_bases(&fasta, folder.path());
    let witness = std::process::Command::new("samtools").args(["view", "-T"]).arg(&wrong).arg(&cram).output();
    // What HTSlib says of it when nobody keeps it from it.
    let Ok(witness) = witness else { return };
    assert!(String::from_utf8_lossy(&witness.stderr).contains("[E::"));
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "htslib_is_not_heard_where_the_reference_has_other_bases", "--nocapture"])
        .env(CHILD, &wrong)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{told}");
    assert!(!told.contains("::"), "{told}");
}

#[test]
fn cram_and_bam_of_the_same_reads_agree() {
    let (Some(bam), Some(cram), Some(fasta)) = (
        real("bam/freebayes_na12878_chr22/NA12878.chr22.tiny.bam"),
        real("bam/freebayes_na12878_chr22/NA12878.chr22.tiny.cram"),
        real("bam/freebayes_na12878_chr22/q.fa"),
    ) else {
        return;
    };
    let contigs = Reference::open(&fasta).unwrap().contigs().clone();
    let read = |path: &Path, cram_decoder| {
        let options = AlignmentOptions { cram_decoder, reference: Some(fasta.clone()), ..AlignmentOptions::default() };
        let bound = AlignmentFile::open(path, &options).unwrap().bind(&contigs).unwrap();
        let mut reads = by_region(&bound, 5000);
        // Auxiliary fields differ in which the tools kept; the reads do not.
        for read in &mut reads {
            read.tags.clear();
        }
        reads
    };
    let expected = read(&bam, CramDecoder::Noodles);
    assert!(expected.len() > 3000);
    for decoder in decoders() {
        for (own, expected) in read(&cram, decoder).iter().zip(&expected) {
            assert_eq!(own, expected, "{decoder:?}");
        }
    }
}

/// The reference with another base here and there, of the same length.
fn with_other_bases(fasta: &Path, folder: &Path) -> PathBuf {
    let wrong = folder.join("q.fa");
    let text = std::fs::read_to_string(fasta).unwrap();
    let (header, bases) = text.split_once('\n').unwrap();
    std::fs::write(&wrong, format!("{header}\n{}", bases.replace("GATT", "CATT"))).unwrap();
    std::fs::copy(fasta.with_extension("fa.fai"), folder.join("q.fa.fai")).unwrap();
    wrong
}

#[test]
fn cram_with_a_reference_of_other_bases_is_an_error() {
    let Some((cram, fasta)) = crams().into_iter().next() else { return };
    let folder = tempfile::tempdir().unwrap();
    let wrong = with_other_bases(&fasta, folder.path());
    for cram_decoder in decoders() {
        let options = AlignmentOptions { cram_decoder, reference: Some(wrong.clone()), ..AlignmentOptions::default() };
        let file = AlignmentFile::open(&cram, &options).unwrap();
        let bound = file.bind(Reference::open(&wrong).unwrap().contigs()).unwrap();
        let region = bound.contigs().whole(marv_model::genome::ContigId(0));
        let message = bound.reader().unwrap().scan(region, &mut []).unwrap_err().to_string();
        assert!(message.contains("NA12878.chr22.tiny.cram") && message.contains("FASTA"), "{message}");
        let none = AlignmentOptions { cram_decoder, ..AlignmentOptions::default() };
        let file = AlignmentFile::open(&cram, &none).unwrap();
        let message = file.bind(&file.header().contigs).unwrap().reader().unwrap_err().to_string();
        assert!(message.contains("without its reference"), "{message}");
    }
}

/// A CRAM may store the qualities of some bases only. Expected: the SAM that hts-specs has beside it, where a read without
/// any stored quality has none (`*`). The bases of a read that has some, but not theirs, HTSlib (and that SAM) take for 30;
/// noodles gives 0, at which they are no evidence: the one known difference of the two decoders (METHODS, CRAM).
#[test]
fn qualities_that_a_cram_does_not_store_are_missing_by_both_decoders() {
    let Some(folder) = real("robust/hts-specs_cram30") else { return };
    let text = std::fs::read_to_string(folder.join("passed/1003_qual.sam")).unwrap();
    let expected: Vec<Vec<u8>> = text
        .lines()
        .filter(|line| !line.starts_with('@'))
        .map(|line| line.split('\t').nth(10).unwrap())
        .map(|field| if field == "*" { Vec::new() } else { field.bytes().map(|byte| byte - 33).collect() })
        .collect();
    for cram_decoder in decoders() {
        let options =
            AlignmentOptions { cram_decoder, reference: Some(folder.join("ce.fa")), ..AlignmentOptions::default() };
        let own = whole(&bound(&folder.join("passed/1003_qual.cram"), &options));
        assert_eq!(own.len(), expected.len());
        for (read, expected) in own.iter().zip(&expected) {
            let expected: Vec<u8> = match cram_decoder {
                CramDecoder::Htslib => expected.clone(),
                // Quality 30 stands for "not stored" in this file; the file stores no other base's as 30.
                CramDecoder::Noodles => expected.iter().map(|q| if *q == 30 { 0 } else { *q }).collect(),
            };
            assert_eq!(read.qualities, expected, "{cram_decoder:?}, {}", String::from_utf8_lossy(&read.name));
        }
    }
}
