//! Files made to break readers, and the real alignment files: the examination ends in a result, soon, for each.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // helpers of tests, which may stop and tell

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use marv_ingest::{
    alignment::CramDecoder,
    doctor::{Diagnosis, DoctorOptions, Kind, Severity, examine},
};

/// The longest that one file may take.
const LIMIT: Duration = Duration::from_secs(10);

fn real() -> Option<PathBuf> {
    let folder = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from)
        .join("real");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("NOT TESTED: the folder of real files is absent; set MARV_SHARED to the folder of shared data");
    None
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    files
}

/// Examines within the limit; the text and the stored form are made, too.
fn within_limit(file: &Path, options: &DoctorOptions) -> Diagnosis {
    let start = Instant::now();
    let diagnosis = examine(file, options);
    let taken = start.elapsed();
    assert!(taken < LIMIT, "{} took {taken:?}", file.display());
    assert!(!diagnosis.to_string().is_empty());
    assert_eq!(diagnosis.usable, diagnosis.findings.iter().all(|f| f.severity != Severity::Error), "{diagnosis}");
    // The readers' own guards turn a decoder's panic into an error of the place; the outermost one is never needed.
    let unguarded = diagnosis.findings.iter().any(|f| f.what == "a decoder gave up on it");
    assert!(!unguarded, "a panic came through the readers: {diagnosis}");
    diagnosis
}

#[test]
fn every_hostile_file_ends_in_a_result_and_labels_are_met() {
    let Some(real) = real() else { return };
    let root = real.join("robust");
    let mut table: BTreeMap<(String, &str), [u32; 3]> = BTreeMap::new();
    let mut refused_passes = Vec::new();
    let all = files(&root);
    for file in &all {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let folder = file.parent().unwrap();
        // The CRAM of the specification's corpus is of the reference beside it.
        let reference = folder
            .parent()
            .map(|up| up.join("ce.fa"))
            .filter(|fa| fa.is_file() && file.extension().is_some_and(|e| e == "cram"));
        let diagnosis = within_limit(file, &DoctorOptions { reference, ..DoctorOptions::default() });
        let label = ["passed", "failed"].into_iter().find(|label| name.contains(&format!("/{label}/")));
        let corpus = name.split('/').next().unwrap_or_default().to_owned();
        let row = table.entry((corpus, label.unwrap_or("no label"))).or_default();
        let silent = diagnosis.findings.iter().all(|f| f.what.starts_with("a run reads BAM"));
        row[if diagnosis.usable { usize::from(!silent) } else { 2 }] += 1;
        if label == Some("passed") && !diagnosis.usable {
            refused_passes.push(format!("{name}: {diagnosis}"));
        }
        if std::env::var_os("MARV_LIST").is_some() {
            println!(
                "{}{}\t{name}\t{}",
                u8::from(diagnosis.usable),
                u8::from(silent),
                diagnosis.findings.first().map_or("", |f| f.what.as_str())
            );
        }
    }
    println!("{} files; corpus, label: read without a word, read with warnings, refused", all.len());
    for ((corpus, label), [clean, warned, refused]) in &table {
        println!("{corpus}, {label}: {clean}, {warned}, {refused}");
    }
    // Refused with reason: packed as bzip2, without a byte, without a contig, or of another reference than the corpus's.
    let reasons = ["packed in a form", "the file is empty", "names no contig", "of different genomes"];
    let unjustified: Vec<&String> =
        refused_passes.iter().filter(|text| !reasons.iter().any(|reason| text.contains(reason))).collect();
    println!("{} refused although labelled passed, {} of them without reason", refused_passes.len(), unjustified.len());
    // The decoder in Rust gives up on one whole CRAM: without HTSlib it cannot be read.
    let alone =
        |text: &str| !cfg!(feature = "htslib") && text.starts_with("hts-specs_cram30/passed/1200_overflow.cram");
    assert!(unjustified.iter().all(|text| alone(text)), "{unjustified:#?}");
    assert!(all.len() > 1_000, "the corpus is not whole: {}", all.len());
}

/// What a finding says, without the names of this file.
fn reason(finding: &str) -> String {
    let mut words: Vec<&str> = finding.split(' ').collect();
    for at in 1..words.len() {
        if ["INFO", "FORMAT", "FILTER"].contains(&words[at - 1]) && words[at].chars().any(|c| c.is_ascii_uppercase()) {
            words[at] = "X";
        }
    }
    let told = words.join(" ");
    told.split(" (").next().unwrap_or_default().split(':').next().unwrap_or_default().to_owned()
}

/// A corpus calls these files faulty, and they are read. Printed by what is said of them; a fault of the columns that a run
/// takes from a variant file (CHROM, POS, REF, ALT) is never passed over in silence.
#[test]
fn what_is_faulty_and_read_all_the_same_is_told_by_reason() {
    let Some(real) = real() else { return };
    let root = real.join("robust");
    // Said of every file without the names of a pair or without counts: no fault.
    let general = ["it does not say which sample", "no count of the alternate allele", "a run reads BAM or CRAM"];
    let (mut table, mut silent): (BTreeMap<(String, String), u32>, Vec<String>) = (BTreeMap::new(), Vec::new());
    let mut read = 0;
    for file in files(&root) {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if !name.contains("/failed/") {
            continue;
        }
        let diagnosis = within_limit(&file, &DoctorOptions::default());
        if !diagnosis.usable {
            continue;
        }
        read += 1;
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        let field = stem.trim_start_matches("failed_").trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        let mut reasons: Vec<String> = diagnosis
            .findings
            .iter()
            .filter(|finding| !general.iter().any(|start| finding.what.starts_with(start)))
            .map(|finding| reason(&finding.what))
            .collect();
        reasons.sort();
        reasons.dedup();
        let told = if reasons.is_empty() { "(nothing)".to_owned() } else { reasons.join("; ") };
        if reasons.is_empty() && field.starts_with("body") {
            silent.push(name.clone());
        }
        let corpus = name.split('/').next().unwrap_or_default();
        let field = if corpus.ends_with("vcf") { field } else { "SAM, which a run does not read" };
        *table.entry((field.to_owned(), told)).or_default() += 1;
    }
    println!("{read} files that a corpus calls faulty are read; files, the corpus's name of the fault, what is said");
    for ((field, told), count) in &table {
        println!("{count:4}  {field}  {told}");
    }
    // What is wrong with an allele itself (no base, no bracket, a contig of no such name) leaves that allele out and is
    // counted so; other columns are not what a run goes by, for the reads are counted anew.
    assert!(silent.is_empty(), "of the records and read without a word: {silent:#?}");
    assert!(read > 500, "the corpus is not whole");
}

#[test]
#[cfg(feature = "htslib")]
fn the_cram_that_one_decoder_gives_up_on_is_read_by_the_other() {
    let Some(real) = real() else { return };
    let folder = real.join("robust/hts-specs_cram30");
    let options = |cram_decoder| DoctorOptions {
        reference: Some(folder.join("ce.fa")),
        cram_decoder,
        ..DoctorOptions::default()
    };
    let file = folder.join("passed/1200_overflow.cram");
    let by_the_other = within_limit(&file, &options(CramDecoder::Noodles));
    assert!(by_the_other.usable, "{by_the_other}");
    assert!(by_the_other.findings.iter().any(|f| f.what.contains("HTSlib reads it whole")), "{by_the_other}");
    let whole = within_limit(&file, &options(CramDecoder::Htslib));
    assert!(whole.usable, "{whole}");
    let records = |diagnosis: &Diagnosis| diagnosis.facts.iter().find(|fact| fact.name == "records").cloned();
    assert!(records(&whole).is_some() && records(&whole) == records(&by_the_other));
}

#[test]
fn the_files_that_quickcheck_fails_are_refused_and_the_others_are_not() {
    let Some(real) = real() else { return };
    let folder = real.join("robust/samtools_quickcheck");
    let expected = fs::read_to_string(folder.join("all.expected")).unwrap();
    let mut wrong = Vec::new();
    for file in files(&folder).iter().filter(|f| f.extension().is_some_and(|e| e != "expected")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let diagnosis = within_limit(file, &DoctorOptions::default());
        let fails = expected.lines().any(|line| line.ends_with(&name));
        // CRAM without its reference cannot be decoded: then only the wholeness can be told.
        let reason = diagnosis.findings.first().map(|f| f.what.clone()).unwrap_or_default();
        println!("{name}: quickcheck {}, here {} {reason}", if fails { "fails" } else { "passes" }, diagnosis.usable);
        if fails && diagnosis.usable || !fails && !diagnosis.usable && diagnosis.kind != Kind::Cram {
            wrong.push(diagnosis.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_real_alignment_file_ends_in_a_result() {
    let Some(real) = real() else { return };
    let (mut seen, mut refused) = (0, Vec::new());
    for folder in ["bam", "tn", "scout", "truth"] {
        for file in files(&real.join(folder)) {
            let ending = file.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
            if !matches!(
                ending.as_str(),
                "bam" | "cram" | "sam" | "bai" | "crai" | "csi" | "tbi" | "fai" | "ped" | "bed"
            ) {
                continue;
            }
            seen += 1;
            let diagnosis = within_limit(&file, &DoctorOptions::default());
            if !diagnosis.usable {
                refused.push(format!(
                    "{}: {}",
                    file.strip_prefix(&real).unwrap().display(),
                    diagnosis.findings[0].what
                ));
            }
        }
    }
    println!("{seen} alignment, index and table files, {} refused", refused.len());
    for refused in &refused {
        println!("refused: {refused}");
    }
    assert!(seen > 100, "the corpus is not whole: {seen}");
}

/// A portable stream of numbers (Knuth's MMIX constants).
struct Numbers(u64);
impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn damaged_copies_of_good_files_end_in_a_result() {
    let Some(real) = real() else { return };
    let folder = tempfile::tempdir().unwrap();
    let bcf = folder.path().join("good.bcf");
    let vcf = real.join("vcf_snv/somaticseq_example/MuTect2.vcf.gz");
    marv_ingest::variants::annotate_file(&vcf, &bcf, &[], |_| Ok(vec![])).unwrap();
    let plain = folder.path().join("plain.bcf");
    let unpacked = std::process::Command::new("gzip").args(["-dc", bcf.to_str().unwrap()]).output().unwrap().stdout;
    fs::write(&plain, unpacked).unwrap();
    let good = [
        vcf,
        bcf.clone(),
        plain,
        bcf.with_extension("bcf.csi"),
        real.join("vcf_snv/somaticseq_example/Strelka.snv.vcf.gz"),
        real.join("vcf_snv/muse_colo829/COLO829_illumina_1_100000_1000000.vcf"),
        real.join("vcf_snv/somaticseq_example/tiny_dbsnp.vcf.gz.tbi"),
        real.join("tn/caveman/test_mt.bam"),
        real.join("tn/caveman/test_mt.bam.bai"),
        real.join("tn/caveman/test_mt.cram"),
        real.join("robust/hts-specs_sam/passed").join("aux.pass-B.sam"),
        real.join("robust/hts-specs_cram30/passed/0801_ctr.cram"),
        real.join("robust/hts-specs_cram30/ce.fa.fai"),
    ];
    let (mut numbers, mut examined, mut usable) = (Numbers(5), 0, 0);
    for file in good.iter().filter(|file| file.exists()) {
        let whole = fs::read(file).unwrap();
        for round in 0..60 {
            let mut bytes = whole.clone();
            match round % 3 {
                0 => bytes.truncate(numbers.below(whole.len())),
                1 => (0..=numbers.below(4)).for_each(|_| {
                    let at = numbers.below(whole.len());
                    bytes[at] = u8::try_from(numbers.below(256)).unwrap();
                }),
                _ => {
                    let at = numbers.below(whole.len());
                    let stop = (at + 4).min(whole.len());
                    bytes[at..stop].fill(if round % 2 == 0 { 0xff } else { 0x7f });
                }
            }
            let damaged = folder.path().join(format!("damaged_{}", file.file_name().unwrap().to_string_lossy()));
            fs::write(&damaged, bytes).unwrap();
            let reference =
                Some(real.join("robust/hts-specs_cram30/ce.fa")).filter(|_| file.ends_with("0801_ctr.cram"));
            let diagnosis = within_limit(&damaged, &DoctorOptions { reference, ..DoctorOptions::default() });
            examined += 1;
            usable += u32::from(diagnosis.usable);
        }
    }
    println!("{examined} damaged copies examined, {usable} of them still usable");
    assert!(examined > 500, "{examined}");
}

#[test]
fn every_real_variant_file_ends_in_a_result() {
    let Some(real) = real() else { return };
    let (mut seen, mut warned, mut refused) = (0, 0, Vec::new());
    for folder in ["vcf_snv", "vcf_sv", "annotated", "scout", "truth", "tn", "bam", "cn"] {
        for file in files(&real.join(folder)) {
            let name = file.to_string_lossy().into_owned();
            if ![".vcf", ".vcf.gz", ".bcf", ".gvcf"].iter().any(|ending| name.ends_with(ending)) {
                continue;
            }
            seen += 1;
            let diagnosis = within_limit(&file, &DoctorOptions::default());
            warned += u32::from(diagnosis.usable && diagnosis.findings.iter().any(|f| f.severity < Severity::Note));
            if std::env::var_os("MARV_LIST").is_some() {
                println!("LIST {diagnosis}");
            }
            if !diagnosis.usable {
                let what = &diagnosis.findings[0];
                let name = file.strip_prefix(&real).unwrap().display();
                refused.push(format!("{name}, {}: {}", what.place.as_deref().unwrap_or("whole"), what.what));
            }
        }
    }
    println!("{seen} variant files, {warned} with warnings, {} refused", refused.len());
    for refused in &refused {
        println!("refused: {refused}");
    }
    assert!(seen > 300, "the corpus is not whole: {seen}");
}
