//! The same bytes, however the genome is cut, on however many threads, from whichever form of the same reads.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::{collections::BTreeMap, path::Path};

use marv::{
    CaseFile, Settings, marv_ingest::alignment::CramDecoder, marv_simulate::ReferenceChoice, progress::Silent, run_case,
};
use support::{pair, program, real, small};

/// Threads and bases a region. Regions of 7,919 and 613 bases (primes) cut genes, repeats and events at odd places.
const CUTS: [(usize, u32); 5] = [(1, 1_000_000), (2, 50_000), (3, 7_919), (2, 613), (2, 1_000_000)];

fn settings((threads, region_size): (usize, u32)) -> Settings {
    Settings { threads, region_size, ..Settings::default() }
}

/// The files of a run, compressed ones as their text: how text is cut into compressed blocks is no finding, and is
/// compared all the same by `of_a_run`.
fn text(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|extension| extension == "gz") {
        return program::run("bgzip", &["-dc", program::text(path)]).map_or(bytes, |(text, _)| text);
    }
    bytes
}

fn of_a_run(case: &CaseFile, settings: &Settings, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let run = run_case(case, settings, folder, &Silent).unwrap();
    run.files.into_iter().map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap())).collect()
}

/// Says where the first difference is.
fn assert_same(own: &[u8], other: &[u8], what: &str) {
    if own != other {
        let at = own.iter().zip(other).position(|(a, b)| a != b).unwrap_or(own.len().min(other.len()));
        let around = |bytes: &[u8]| {
            String::from_utf8_lossy(&bytes[at.saturating_sub(60)..bytes.len().min(at + 60)]).into_owned()
        };
        panic!("{what}: first difference at byte {at}\n  {}\n  {}", around(own), around(other));
    }
}

/// Variants and ledger of a call, as text.
fn of_a_call(case: &CaseFile, settings: &Settings, folder: &Path, name: &str) -> [Vec<u8>; 2] {
    let (out, ledger) = (folder.join(format!("{name}.vcf")), folder.join(format!("{name}.tsv.gz")));
    marv::call(case, settings, &out, Some(&ledger), &Silent).unwrap();
    [text(&out), text(&ledger)]
}

#[test]
fn a_run_is_the_same_for_any_threads_and_regions() {
    let scratch = tempfile::tempdir().unwrap();
    let simulated = small::simulated(&scratch.path().join("pair"));
    let case = small::case(&simulated);
    let mut runs = CUTS
        .iter()
        .enumerate()
        .map(|(number, cut)| (cut, of_a_run(&case, &settings(*cut), &scratch.path().join(format!("run-{number}")))));
    let (_, first) = runs.next().unwrap();
    let calls = support::calls::read(&String::from_utf8(text(&scratch.path().join("run-0/small.vcf.gz"))).unwrap());
    let passing = calls.iter().filter(|row| row.passes()).count();
    println!("{} candidates, {passing} pass; files: {:?}", calls.len(), first.keys());
    assert!(calls.len() >= 40 && passing >= 30, "something to compare");
    for name in ["case.json", "report.da.html", "report.en.html", "small.vcf.gz", "ledger.tsv.gz"] {
        assert!(first.contains_key(name), "{name}");
    }
    for (cut, run) in runs {
        assert_eq!(first.keys().collect::<Vec<_>>(), run.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            assert_same(bytes, &run[name], &format!("{name}, threads and bases {cut:?}"));
        }
    }
}

#[test]
fn real_calls_are_the_same_for_any_threads_and_regions() {
    let Some(folder) = real("tn/strelka_demo") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let case =
        pair(&folder.join("demo20.fa"), &folder.join("NA12891_demo20.bam"), Some(&folder.join("NA12892_demo20.bam")));
    let first = of_a_call(&case, &settings(CUTS[0]), scratch.path(), "first");
    // The contig has 5 kb: the cuts that matter are smaller.
    for (number, cut) in CUTS.into_iter().skip(1).chain([(2, 997), (3, 101)]).enumerate() {
        let other = of_a_call(&case, &settings(cut), scratch.path(), &format!("cut-{number}"));
        for (one, two) in first.iter().zip(&other) {
            assert_same(one, two, &format!("threads and bases {cut:?}"));
        }
    }
}

/// The pair as CRAM of one version, made by samtools.
fn as_cram(case: &CaseFile, version: &str, folder: &Path) -> Option<CaseFile> {
    let mut case = case.clone();
    let reference = case.reference.clone();
    for (name, sample) in [("tumour", Some(&mut case.tumour)), ("normal", case.normal.as_mut())] {
        let sample = sample.unwrap();
        let out = folder.join(format!("{name}.{version}.cram"));
        let option = format!("version={version}");
        let arguments =
            ["view", "-C", "--output-fmt-option", &option, "-T", program::text(&reference), "-o", program::text(&out)];
        program::run("samtools", &[&arguments[..], &[program::text(&sample.alignment)]].concat())?;
        program::run("samtools", &["index", program::text(&out)])?;
        sample.alignment = out;
    }
    Some(case)
}

fn cram_gives_the_same(case: &CaseFile, region_size: u32, folder: &Path) {
    let base = Settings { threads: 2, region_size, ..Settings::default() };
    let bam = of_a_call(case, &base, folder, "bam");
    for version in ["3.0", "3.1"] {
        let Some(cram) = as_cram(case, version, folder) else { return };
        for decoder in [CramDecoder::Htslib, CramDecoder::Noodles] {
            let settings = Settings { cram_decoder: decoder, ..base.clone() };
            let own = of_a_call(&cram, &settings, folder, &format!("{version}-{decoder:?}"));
            for (one, two) in bam.iter().zip(&own) {
                assert_same(one, two, &format!("CRAM {version}, {decoder:?}"));
            }
            println!("CRAM {version} by {decoder:?}: the bytes of BAM");
        }
    }
}

#[test]
fn cram_of_simulated_reads_gives_the_bytes_of_bam() {
    let scratch = tempfile::tempdir().unwrap();
    let mut scenario = small::scenario();
    scenario.regions.truncate(1);
    scenario.somatic.retain(|one| one.allele.gene.as_deref() == Some("TP53"));
    // On chromosome 17 alone: samtools works out the checksum of each contig of the header, and a genome takes it 20 s.
    let whole = small::simulated_of(&scenario, &ReferenceChoice::Generated, &scratch.path().join("whole"));
    let (chr17, _) = small::only(&whole, "chr17").write(scratch.path());
    let pair = small::simulated_of(&scenario, &ReferenceChoice::File(chr17), &scratch.path().join("pair"));
    cram_gives_the_same(&small::case(&pair), 7_919, scratch.path());
}

#[test]
fn cram_of_real_reads_gives_the_bytes_of_bam() {
    let Some(folder) = real("tn/strelka_demo") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let case =
        pair(&folder.join("demo20.fa"), &folder.join("NA12891_demo20.bam"), Some(&folder.join("NA12892_demo20.bam")));
    cram_gives_the_same(&case, 997, scratch.path());
}

#[test]
fn bcftools_reads_what_is_written_without_a_word() {
    let scratch = tempfile::tempdir().unwrap();
    let simulated = small::simulated(&scratch.path().join("pair"));
    let case = small::case(&simulated);
    for name in ["calls.vcf", "calls.vcf.gz", "calls.bcf"] {
        let out = scratch.path().join(name);
        let called = marv::call(&case, &Settings::default(), &out, None, &Silent).unwrap();
        for arguments in [&["view", "-H"][..], &["stats"], &["norm", "-c", "e", "-f", program::text(&case.reference)]] {
            let Some((text, words)) = program::run("bcftools", &[arguments, &[program::text(&out)]].concat()) else {
                return;
            };
            // `norm` always closes with a line of counts.
            let words: Vec<&str> = words.lines().filter(|line| !line.starts_with("Lines")).collect();
            assert!(words.is_empty(), "{name}, {arguments:?}: {words:?}");
            if arguments[0] == "view" {
                assert_eq!(String::from_utf8(text).unwrap().lines().count() as u64, called.counts.candidates);
            }
        }
        if name == "calls.vcf.gz" {
            let (text, words) = program::run("bcftools", &["view", "-H", "-r", "chr17", program::text(&out)]).unwrap();
            assert!(words.is_empty() && !text.is_empty(), "{words}");
        }
    }
}
