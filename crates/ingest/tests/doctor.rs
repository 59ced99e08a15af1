//! What an examination says of each kind of file: what it is, or what is wrong, where, and what to do.
#![allow(clippy::unwrap_used)] // helpers of tests

use std::{fs, path::PathBuf};

use marv_ingest::{
    doctor::{Diagnosis, DoctorOptions, Kind, Severity, examine},
    variants::{SampleNames, annotate_file},
};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
    fn examine(&self, name: &str, bytes: impl AsRef<[u8]>) -> Diagnosis {
        examine(&self.file(name, bytes), &DoctorOptions::default())
    }
}

fn error(diagnosis: &Diagnosis) -> (Option<&str>, &str) {
    let finding = diagnosis.findings.iter().find(|f| f.severity == Severity::Error).unwrap();
    assert!(!diagnosis.usable);
    (finding.place.as_deref(), &finding.what)
}

const PAIR: &str = "##fileformat=VCFv4.2\n##source=Mutect2\n##normal_sample=N\n##tumor_sample=T\n\
    ##contig=<ID=c1,length=8>\n##FILTER=<ID=PASS,Description=\"a\">\n\
    ##FORMAT=<ID=AD,Number=R,Type=Integer,Description=\"a\">\n\
    #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tN\tT\n";

#[test]
fn a_variant_file_is_told_with_its_caller_and_what_is_used() {
    let text =
        format!("{PAIR}c1\t3\t.\tG\tT\t.\tPASS\t.\tAD\t9,0\t5,4\nc1\t4\t.\tA\t<DEL>\t.\tPASS\t.\tAD\t9,0\t5,4\n");
    let seen = Desk::new().examine("x.vcf", text);
    assert!(seen.usable && seen.kind == Kind::Vcf, "{seen}");
    assert_eq!(seen.fact("caller"), Some("Mutect2"));
    assert_eq!((seen.fact("tumour"), seen.fact("normal")), (Some("T"), Some("N")));
    assert_eq!((seen.fact("records"), seen.fact("used as small variants")), (Some("2"), Some("1")));
    assert_eq!(seen.fact("skipped"), Some("1: a symbolic allele (structural) (first in line 10)"));
    assert!(seen.findings.is_empty(), "{seen}");
}

#[test]
fn a_variant_file_is_compared_with_the_reference() {
    let desk = Desk::new();
    let fasta = desk.file("r.fa", ">c1\nACGTACGT\n");
    desk.file("r.fa.fai", "c1\t8\t4\t8\t9\n");
    let options = DoctorOptions { reference: Some(fasta), ..DoctorOptions::default() };
    let good = desk.file("good.vcf", format!("{PAIR}c1\t3\t.\tG\tT\t.\tPASS\t.\tAD\t9,0\t5,4\n"));
    assert!(examine(&good, &options).usable);
    // The third base is G.
    let other = desk.file("other.vcf", format!("{PAIR}c1\t3\t.\tA\tT\t.\tPASS\t.\tAD\t9,0\t5,4\n"));
    let seen = examine(&other, &options);
    assert!(error(&seen).1.contains("c1:3 has REF A and the reference G"), "{seen}");
    let longer = PAIR.replace("length=8", "length=9");
    let build = desk.file("build.vcf", format!("{longer}c1\t3\t.\tG\tT\t.\tPASS\t.\tAD\t9,0\t5,4\n"));
    assert!(error(&examine(&build, &options)).1.contains("9 bases in its header and 8 in the reference"));
}

#[test]
fn a_broken_record_is_told_by_line_and_field() {
    let seen = Desk::new().examine(
        "x.vcf",
        format!("{PAIR}c1\t3\t.\tG\tT\t.\tPASS\t.\tAD\t9,0\t5,4\nc1\tfive\t.\tG\tT\t.\t.\t.\tAD\t1,1\t1,1\n"),
    );
    let (place, what) = error(&seen);
    assert_eq!(place, Some("line 10"));
    assert!(what.starts_with("POS: found \"five\", expected a position"), "{what}");
}

#[test]
fn a_pair_that_cannot_be_told_is_usable_when_it_is_named() {
    let text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA\tB\nc1\t3\t.\tG\tT\t.\tPASS\t.\tAD\t9,0\t5,4\n";
    let desk = Desk::new();
    let file = desk.file("x.vcf", text);
    let unnamed = examine(&file, &DoctorOptions::default());
    assert!(unnamed.usable && unnamed.findings[0].advice.as_ref().unwrap().contains("--tumour-sample"), "{unnamed}");
    let names = SampleNames { tumour: Some("B".into()), normal: Some("A".into()) };
    let named = examine(&file, &DoctorOptions { names, ..DoctorOptions::default() });
    assert_eq!(named.fact("tumour"), Some("B"));
}

#[test]
fn a_cut_file_is_told() {
    let desk = Desk::new();
    let (input, whole) =
        (desk.file("in.vcf", format!("{PAIR}c1\t3\t.\tG\tT\t.\t.\t.\tAD\t9,0\t5,4\n")), desk.0.path().join("w.vcf.gz"));
    annotate_file(&input, &whole, &[], |_| Ok(vec![])).unwrap();
    let bytes = fs::read(&whole).unwrap();
    // Without its closing block of 28 bytes, and in the middle of a block.
    for length in [bytes.len() - 28, bytes.len() / 2] {
        let seen = desk.examine("cut.vcf.gz", &bytes[..length]);
        assert!(error(&seen).1.contains("truncated"), "{seen}");
    }
}

#[test]
fn an_addition_that_fails_leaves_nothing() {
    let desk = Desk::new();
    let input = desk.file("in.vcf", format!("{PAIR}c1\t3\t.\tG\tT\t.\t.\t.\tAD\t9,0\t5,4\nc1\tx\n"));
    assert!(annotate_file(&input, &desk.0.path().join("out.vcf.gz"), &[], |_| Ok(vec![])).is_err());
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 1);
}

#[test]
fn a_pedigree_is_held_to_its_six_columns() {
    let desk = Desk::new();
    let good =
        desk.examine("f.ped", "#fam\tid\tf\tm\tsex\taff\nF1\tC\tD\tM\t1\t2\nF1\tD\t0\t0\t1\t1\nF1\tM\t0\t0\t2\t1\n");
    assert!(good.usable && good.findings.is_empty(), "{good}");
    assert_eq!(good.fact("people"), Some("3"));
    let short = desk.examine("s.ped", "F1\tC\tD\tM\t1\t2\nF1\tD\t0\t0\t1\n");
    assert_eq!(error(&short).0, Some("line 2"));
    let sex = desk.examine("x.ped", "F1\tC\t0\t0\tmale?\t2\n");
    assert!(error(&sex).1.starts_with("sex:"), "{sex}");
    let twice = desk.examine("t.ped", "F1\tC\t0\t0\t1\t2\nF1\tC\t0\t0\t1\t2\n");
    assert_eq!(error(&twice).0, Some("line 2"));
}

#[test]
fn intervals_are_told_by_line() {
    let desk = Desk::new();
    assert_eq!(desk.examine("a.bed", "track x\nc1\t0\t10\nc1\t20\t25\tname\n").fact("bases"), Some("15"));
    let back = desk.examine("b.bed", "c1\t0\t10\nc1\t30\t25\n");
    assert_eq!(error(&back), (Some("line 2"), "end: found \"25\", expected an end that does not lie before the start"));
}

#[test]
fn case_files_are_left_to_who_knows_cases() {
    let desk = Desk::new();
    let toml = desk.examine("case.toml", "id = \"p1\"\n");
    assert!(toml.usable && toml.kind == Kind::CaseFile);
    assert_eq!(toml.fact("form"), Some("TOML"));
    let json = desk.examine("case.json", "{\n \"id\": \n");
    assert_eq!(error(&json).0, Some("line 3"));
}

#[test]
fn what_is_not_read_here_is_named() {
    let desk = Desk::new();
    assert_eq!(desk.examine("x.vcf.bz2", b"BZh91AY&SY").kind, Kind::Packed);
    assert_eq!(desk.examine("x.vcf", b"").kind, Kind::Empty);
    assert_eq!(desk.examine("x.bin", b"\x00\x01\x02").kind, Kind::Unknown);
    assert!(!examine(desk.0.path(), &DoctorOptions::default()).usable);
    assert!(!examine(&desk.0.path().join("absent"), &DoctorOptions::default()).usable);
    let reads = desk.examine("x.fastq", "@r\nACGT\n+\nIIII\n");
    assert!(error(&reads).1.contains("not aligned") && reads.fact("reads") == Some("1"), "{reads}");
    let cut = desk.examine("y.fastq", "@r\nACGT\n+\n");
    assert!(error(&cut).1.contains("truncated"), "{cut}");
}

#[test]
fn a_sequence_file_that_cannot_be_indexed_is_told() {
    let desk = Desk::new();
    let uneven = desk.examine("u.fa", ">c1\nACGT\nAC\nACGT\n");
    assert!(error(&uneven).1.contains("unequal width"), "{uneven}");
    let twice = desk.examine("t.fa", ">c1\nACGT\n>c1\nAC\n");
    assert_eq!(error(&twice).0, Some("line 3"));
    let good = desk.examine("g.fa", ">c1 d\nACGT\nAC\n\n");
    assert!(good.usable && good.fact("bases") == Some("6"), "{good}");
}

#[test]
fn civil_registration_numbers_are_never_repeated() {
    // 010203-1234 has the form of one.
    let text = PAIR.replace("\tT\n", "\t010203-1234\n");
    let seen =
        Desk::new().examine("010203-1234.vcf", format!("{text}c1\t010203-1234\t.\tG\tT\t.\t.\t.\tAD\t1,1\t1,1\n"));
    let stored = serde_json::to_string(&seen).unwrap();
    assert!(!stored.contains("010203-1234") && !seen.to_string().contains("010203-1234"), "{seen}");
}

#[test]
fn lines_that_would_fill_the_memory_are_refused_soon() {
    let desk = Desk::new();
    let many = |unit: &str| unit.repeat(30_000_000 / unit.len());
    let head = "c1\t3\t.\tG\tT\t.\tPASS\t.\t";
    for (name, line) in [
        ("tabs", many("x\t")),
        ("alleles", format!("c1\t3\t.\tG\t{}A\t.\tPASS\t.\tAD\t1\t1", many("A,"))),
        ("filters", format!("c1\t3\t.\tG\tT\t.\t{}a\t.\tAD\t1\t1", many("a;"))),
        ("info", format!("c1\t3\t.\tG\tT\t.\t.\t{}a\tAD\t1\t1", many("a;"))),
        ("keys", format!("{head}{}AD\t1\t1", many("AD:"))),
        ("values", format!("{head}AD\t{}1\t1", many("1:"))),
    ] {
        let start = std::time::Instant::now();
        let seen = desk.examine(&format!("{name}.vcf"), format!("{PAIR}{line}\n"));
        assert!(!seen.usable, "{name}: {seen}");
        assert_eq!(error(&seen).0, Some("line 9"), "{name}");
        assert!(start.elapsed() < std::time::Duration::from_secs(10), "{name} took {:?}", start.elapsed());
    }
}
