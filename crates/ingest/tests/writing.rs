//! What is written is read by bcftools without a word on its standard error, and holds the values that went in.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests, which may stop and tell

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use marv_ingest::variants::{CallExtra, CallHeader, CallWriter, VariantReader, annotate_file};
use marv_model::{
    call::{AlleleEvidence, Filter, Forced, Posterior, SmallVariantCall},
    genome::{Contig, ContigId, Contigs},
    variant::SmallVariant,
};

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().unwrap_or_else(|e| panic!("{program} cannot be run: {e}"))
}

/// The standard output of a bcftools command that must have nothing to complain of.
fn bcftools(arguments: &[&str]) -> String {
    let output = run("bcftools", arguments);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "bcftools {arguments:?}");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn contigs() -> Contigs {
    Contigs::new([Contig::new("chr17", 83_257_441), Contig::new("chrX", 156_040_895)]).unwrap()
}

fn evidence(reference: u32, alternate: u32, other: u32) -> AlleleEvidence {
    AlleleEvidence {
        reference,
        alternate,
        other,
        reference_strands: [reference, 0],
        alternate_strands: [alternate, 0],
        alternate_orientation: [alternate, 0],
        alternate_base_quality: 37.0,
        mapping_quality: [60.0, 59.5],
        alternate_end_distance: 31.0,
        alternate_starts: alternate,
        raw_depth: reference + alternate + other + 2,
        share: None,
    }
}

fn call(contig: u32, position: u32, reference: &str, alternate: &str) -> SmallVariantCall {
    SmallVariantCall {
        variant: SmallVariant::new(ContigId(contig), position, reference, alternate).unwrap(),
        tandem: None,
        tumour: evidence(30, 10, 0),
        normal: Some(evidence(40, 0, 0)),
        posterior: Posterior { somatic: 0.999, germline: 0.0004, artefact: 0.0006 },
        filters: vec![],
        forced: None,
        seen_in_normal_as_contamination: false,
        phase_set: None,
        ledger: vec![],
    }
}

fn calls() -> Vec<SmallVariantCall> {
    let plain = call(0, 7_675_087, "C", "T");
    let mut filtered = call(0, 7_675_200, "CAG", "C");
    filtered.filters = vec![Filter::StrandBias, Filter::WeakEvidence];
    filtered.forced = Some(Forced::Hotspot);
    filtered.seen_in_normal_as_contamination = true;
    let mut phased = call(1, 99, "AC", "GT");
    phased.phase_set = Some(100);
    phased.normal = Some(evidence(0, 0, 0));
    vec![plain, filtered, phased]
}

fn header<'a>(contigs: &'a Contigs, meta: &'a [String]) -> CallHeader<'a> {
    CallHeader {
        contigs,
        reference_name: "GRCh38.fa",
        tumour: "P1-T",
        normal: Some("P1-N"),
        command: "marv call -t \"t.bam\" -n n.bam",
        version: "0.1.0",
        csq_format: Some("Allele|Consequence|SYMBOL"),
        extra_meta: meta,
    }
}

fn write(path: &Path) {
    let contigs = contigs();
    let meta = ["##marvSomething=a \"quoted\" word".to_owned()];
    let mut writer = CallWriter::create(path, &header(&contigs, &meta)).unwrap();
    let callers = ["Mutect2".to_owned(), "a,b;c".to_owned()];
    for call in &calls() {
        let extra = CallExtra { csq: Some("T|missense_variant|TP53,T|p.(Arg=) x|TP53"), callers: &callers };
        writer.write(call, &extra).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn each_form_is_read_by_bcftools_and_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut bodies = Vec::new();
    for name in ["calls.vcf", "calls.vcf.gz", "calls.bcf"] {
        let path = folder.path().join(name);
        write(&path);
        bodies.push(bcftools(&["view", "-H", path.to_str().unwrap()]));
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[0], bodies[2]);
    let fields: Vec<&str> = bodies[0].lines().next().unwrap().split('\t').collect();
    // 1-based; QUAL = -10 log10(0.0004 + 0.0006) = 30; AF = 10 / 40.
    assert_eq!(fields[..7], ["chr17", "7675088", ".", "C", "T", "30", "PASS"]);
    assert_eq!(
        fields[7],
        "SOMATIC;SPP=30;PG=0.0004;PA=0.0006;CALLERS=Mutect2,a%2Cb%3Bc;\
         CSQ=T|missense_variant|TP53,T|p.(Arg%3D)%20x|TP53"
    );
    assert_eq!(fields[8], "GT:AD:DP:AF:OD:SB:ALT_F1R2:ALT_F2R1:MBQ:MMQ:MPOS:STARTS:RDP");
    assert_eq!(fields[9], "0/1:30,10:40:0.25:0:30,0,10,0:10:0:37:59.5,60:31:10:42");
    assert_eq!(fields[10], "0/0:40,0:40:0:0:40,0,0,0:0:0:.:59.5,.:.:0:42");
    let second: Vec<&str> = bodies[0].lines().nth(1).unwrap().split('\t').collect();
    assert_eq!(second[6], "strand_bias;weak_evidence");
    assert!(second[7].starts_with("SPP=30;PG=0.0004;PA=0.0006;HOTSPOT;TIN;"), "{}", second[7]);
    let third: Vec<&str> = bodies[0].lines().nth(2).unwrap().split('\t').collect();
    assert!(third[9].starts_with("0|1:") && third[9].ends_with(":100"), "{}", third[9]);
    assert!(third[10].starts_with("./.:0,0:0:.:"), "{}", third[10]);
}

#[test]
fn the_index_finds_a_region() {
    let folder = tempfile::tempdir().unwrap();
    for (name, index) in [("calls.vcf.gz", "calls.vcf.gz.tbi"), ("calls.bcf", "calls.bcf.csi")] {
        let path = folder.path().join(name);
        write(&path);
        assert!(folder.path().join(index).exists());
        let found = bcftools(&["view", "-H", path.to_str().unwrap(), "chr17:7675201-7675203"]);
        assert_eq!(found.lines().count(), 1, "{name}");
        assert!(found.contains("7675201\t.\tCAG\tC"));
        assert_eq!(bcftools(&["view", "-H", path.to_str().unwrap(), "chrX"]).lines().count(), 1, "{name}");
    }
}

#[test]
fn a_contig_too_long_for_tbi_gets_csi() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.vcf.gz");
    let contigs = Contigs::new([Contig::new("1", 600_000_000)]).unwrap();
    let mut writer = CallWriter::create(&path, &header(&contigs, &[])).unwrap();
    writer.write(&call(0, 590_000_000, "C", "T"), &CallExtra::default()).unwrap();
    writer.finish().unwrap();
    assert!(folder.path().join("long.vcf.gz.csi").exists() && !folder.path().join("long.vcf.gz.tbi").exists());
    assert_eq!(bcftools(&["view", "-H", path.to_str().unwrap(), "1:590000001"]).lines().count(), 1);
}

#[test]
fn equal_calls_give_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["calls.vcf", "calls.vcf.gz", "calls.bcf"] {
        let (one, two) = (folder.path().join(format!("1{name}")), folder.path().join(format!("2{name}")));
        write(&one);
        write(&two);
        assert_eq!(fs::read(one).unwrap(), fs::read(two).unwrap());
    }
}

#[test]
fn an_unfinished_file_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let contigs = contigs();
    let mut writer = CallWriter::create(&folder.path().join("calls.vcf.gz"), &header(&contigs, &[])).unwrap();
    writer.write(&calls()[0], &CallExtra::default()).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn calls_out_of_order_and_samples_of_one_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let contigs = contigs();
    let mut writer = CallWriter::create(&folder.path().join("a.vcf.gz"), &header(&contigs, &[])).unwrap();
    writer.write(&calls()[1], &CallExtra::default()).unwrap();
    assert!(writer.write(&calls()[0], &CallExtra::default()).unwrap_err().to_string().contains("not sorted"));
    let same = CallHeader { normal: Some("P1-T"), ..header(&contigs, &[]) };
    assert!(CallWriter::create(&folder.path().join("b.vcf"), &same).is_err());
    assert!(CallWriter::create(&folder.path().join("b.txt"), &header(&contigs, &[])).is_err());
}

#[test]
fn our_own_bcf_is_read_as_our_own_vcf() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| {
        let path = folder.path().join(name);
        write(&path);
        let mut reader = VariantReader::open(&path).unwrap();
        let mut lines = Vec::new();
        while let Some(record) = reader.next_record().unwrap() {
            lines.push(record.to_line());
        }
        lines
    };
    assert_eq!(read("calls.vcf.gz"), read("calls.bcf"));
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    if folder.join("real").is_dir() {
        return Some(folder);
    }
    println!("ABSENT: the shared folder of real files; nothing was tested here.");
    None
}

#[test]
fn added_fields_change_nothing_else() {
    let Some(shared) = shared() else { return };
    for name in ["vcf_snv/somaticseq_example/MuTect2.vcf.gz", "vcf_snv/gatk_mutect2/cfdna-unfiltered.vcf"] {
        let input = shared.join("real").join(name);
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out.vcf");
        let line = "##INFO=<ID=MARVTEST,Number=1,Type=String,Description=\"x\">".to_owned();
        let appended = annotate_file(&input, &output, std::slice::from_ref(&line), |record| {
            Ok(vec![("MARVTEST".to_owned(), format!("{}", record.position))])
        })
        .unwrap();
        assert!(appended.records > 50 && appended.changed == appended.records);
        let original = if name.ends_with("gz") {
            String::from_utf8(run("gzip", &["-dc", input.to_str().unwrap()]).stdout).unwrap()
        } else {
            fs::read_to_string(&input).unwrap()
        };
        let mut expected = String::new();
        for text in original.lines() {
            if text.starts_with("#CHROM") {
                expected.push_str(&line);
                expected.push('\n');
            }
            let mut columns: Vec<String> = text.split('\t').map(str::to_owned).collect();
            if !text.starts_with('#') {
                columns[7] = format!("{};MARVTEST={}", columns[7], columns[1]);
            }
            expected.push_str(&columns.join("\t"));
            expected.push('\n');
        }
        assert!(fs::read_to_string(&output).unwrap() == expected, "{name}");
        let packed = folder.path().join("out.vcf.gz");
        let appended = annotate_file(&input, &packed, &[line], |_| Ok(vec![])).unwrap();
        assert!(appended.indexed && appended.changed == 0);
        bcftools(&["view", "-h", packed.to_str().unwrap()]);
    }
}

#[test]
fn real_files_become_the_bcf_that_bcftools_reads_back() {
    let Some(shared) = shared() else { return };
    for name in ["vcf_snv/somaticseq_example/MuTect2.vcf.gz", "vcf_snv/somaticseq_example/Strelka.snv.vcf.gz"] {
        let input = shared.join("real").join(name);
        let folder = tempfile::tempdir().unwrap();
        let (bcf, theirs) = (folder.path().join("x.bcf"), folder.path().join("y.bcf"));
        annotate_file(&input, &bcf, &[], |_| Ok(vec![])).unwrap();
        run("bcftools", &["view", "-Ob", "-o", theirs.to_str().unwrap(), input.to_str().unwrap()]);
        let expected = bcftools(&["view", "-H", theirs.to_str().unwrap()]);
        assert!(expected.lines().count() > 50);
        assert!(bcftools(&["view", "-H", bcf.to_str().unwrap()]) == expected, "{name}");
    }
}

#[test]
fn fields_are_added_to_the_bcf_of_bcftools() {
    let Some(shared) = shared() else { return };
    let input = shared.join("real/vcf_snv/somaticseq_example/MuTect2.vcf.gz");
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs.bcf");
    run("bcftools", &["view", "-Ob", "-o", theirs.to_str().unwrap(), input.to_str().unwrap()]);
    let line = "##INFO=<ID=MARVTEST,Number=1,Type=Integer,Description=\"x\">".to_owned();
    let expected = bcftools(&["view", "-H", theirs.to_str().unwrap()]);
    for name in ["ours.bcf", "ours.vcf.gz"] {
        let ours = folder.path().join(name);
        let add = |_: &_| Ok(vec![("MARVTEST".to_owned(), "7".to_owned())]);
        annotate_file(&theirs, &ours, std::slice::from_ref(&line), add).unwrap();
        let added = bcftools(&["view", "-H", ours.to_str().unwrap()]);
        assert_eq!(added.matches(";MARVTEST=7\t").count(), expected.lines().count(), "{name}");
        assert_eq!(added.replace(";MARVTEST=7\t", "\t"), expected, "{name}");
        assert!(!bcftools(&["view", "-h", ours.to_str().unwrap()]).contains("IDX="));
    }
}

#[test]
fn bcf_is_read_as_bcftools_reads_it() {
    let Some(shared) = shared() else { return };
    for name in ["vcf_snv/somaticseq_example/MuTect2.vcf.gz", "vcf_snv/somaticseq_example/Strelka.snv.vcf.gz"] {
        let input = shared.join("real").join(name);
        let folder = tempfile::tempdir().unwrap();
        let bcf = folder.path().join("x.bcf");
        run("bcftools", &["view", "-Ob", "-o", bcf.to_str().unwrap(), input.to_str().unwrap()]);
        let text = String::from_utf8(run("bcftools", &["view", "-H", bcf.to_str().unwrap()]).stdout).unwrap();
        let mut reader = VariantReader::open(&bcf).unwrap();
        for line in text.lines() {
            let ours = reader.next_record().unwrap().expect("as many records").to_line();
            // bcftools prints floats with %g: compared as numbers where the text differs.
            let parts = |text: &str| text.split(['\t', ';', '=', ':', ',']).map(str::to_owned).collect::<Vec<_>>();
            let (ours, theirs) = (parts(&ours), parts(line));
            assert_eq!(ours.len(), theirs.len(), "{line}");
            for (a, b) in ours.iter().zip(&theirs) {
                let same = a == b
                    || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() <= 1e-5 * a.abs());
                assert!(same, "{a} is not {b} in {line}");
            }
        }
        assert!(reader.next_record().unwrap().is_none());
    }
}
