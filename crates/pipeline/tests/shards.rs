//! A run in shards gives the bytes of a run on one machine; and what is no whole run is refused.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::path::{Path, PathBuf};

use marv::{CaseFile, Settings, SweptShard, progress::Silent, run_case, sweep_shard};
use support::small;

struct Bench {
    folder: tempfile::TempDir,
    case: CaseFile,
    /// The lines of the case's BED.
    lines: Vec<String>,
    /// What `marv call` writes on one machine: variants, ledger.
    whole: [Vec<u8>; 2],
}

fn settings(shards: Vec<PathBuf>, region_size: u32) -> Settings {
    Settings { threads: 2, region_size, shards, ..Settings::default() }
}

fn called(case: &CaseFile, settings: &Settings, folder: &Path, name: &str) -> Result<[Vec<u8>; 2], String> {
    let (out, ledger) = (folder.join(format!("{name}.vcf")), folder.join(format!("{name}.tsv.gz")));
    marv::call(case, settings, &out, Some(&ledger), &Silent).map_err(|error| error.to_string())?;
    Ok([std::fs::read(out).unwrap(), std::fs::read(ledger).unwrap()])
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let simulated = small::simulated(&folder.path().join("pair"));
        let case = small::case(&simulated);
        let text = std::fs::read_to_string(case.regions.as_ref().unwrap()).unwrap();
        // Each stretch in pieces of 1,009 bases (a prime), so that shards meet inside of genes.
        let mut lines = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (start, end): (u32, u32) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
            lines.extend((start..end).step_by(1_009).map(|at| format!("{}\t{at}\t{}", fields[0], end.min(at + 1_009))));
        }
        let whole = called(&case, &settings(Vec::new(), 250_000), folder.path(), "whole").unwrap();
        let records = String::from_utf8_lossy(&whole[0]).lines().filter(|line| !line.starts_with('#')).count();
        println!("{records} records, {} pieces", lines.len());
        assert!(records >= 40 && lines.len() >= 10, "something to compare");
        Self { folder, case, lines, whole }
    }
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
    /// The shard of every `of`th piece from the `number`th on, cut at another size in each.
    fn shard(&self, case: &CaseFile, number: usize, of: usize) -> (PathBuf, SweptShard) {
        let own: Vec<&str> = self.lines.iter().skip(number).step_by(of).map(String::as_str).collect();
        let (bed, out) = (self.path(&format!("{number}-{of}.bed")), self.path(&format!("{number}-{of}.evidence")));
        std::fs::write(&bed, own.join("\n") + "\n").unwrap();
        let case = CaseFile { regions: Some(bed), ..case.clone() };
        let size = [250_000, 499, 100][number % 3];
        let swept = sweep_shard(&case, &settings(Vec::new(), size), &out, &Silent).unwrap();
        (out, swept)
    }
    fn refused(&self, shards: &[PathBuf]) -> String {
        let refused = called(&self.case, &settings(shards.to_vec(), 250_000), self.folder.path(), "refused");
        assert!(!self.path("refused.vcf").exists());
        refused.unwrap_err()
    }
}

#[test]
fn shards_give_the_bytes_of_one_machine() {
    let bench = Bench::new();
    for of in [1, 2, 5] {
        let (mut shards, swept): (Vec<PathBuf>, Vec<SweptShard>) =
            (0..of).map(|number| bench.shard(&bench.case, number, of)).unzip();
        shards.reverse(); // in whatever order they are given
        println!("{of} shards: {swept:?}");
        let gathered = called(&bench.case, &settings(shards, 250_000), bench.folder.path(), "gathered").unwrap();
        assert!(gathered == bench.whole, "{of} shards");
    }
}

#[test]
fn a_gathered_run_is_the_whole_run_and_a_shard_is_the_same_on_any_threads() {
    let bench = Bench::new();
    let (first, _) = bench.shard(&bench.case, 0, 2);
    let (second, _) = bench.shard(&bench.case, 1, 2);
    let of_a_run = |settings: &Settings, name: &str| {
        let run = run_case(&bench.case, settings, &bench.path(name), &Silent).unwrap();
        run.files.iter().map(|file| std::fs::read(bench.path(name).join(file)).unwrap()).collect::<Vec<_>>()
    };
    let whole = of_a_run(&settings(Vec::new(), 250_000), "run");
    assert!(of_a_run(&settings(vec![first.clone(), second], 250_000), "gathered-run") == whole);

    let one_thread = Settings { threads: 1, ..settings(Vec::new(), 250_000) };
    let case = CaseFile { regions: Some(bench.path("0-2.bed")), ..bench.case.clone() };
    sweep_shard(&case, &one_thread, &bench.path("again.evidence"), &Silent).unwrap();
    assert!(std::fs::read(bench.path("again.evidence")).unwrap() == std::fs::read(first).unwrap());
}

#[test]
fn what_is_no_whole_run_is_refused() {
    let bench = Bench::new();
    let (first, _) = bench.shard(&bench.case, 0, 2);
    let (second, _) = bench.shard(&bench.case, 1, 2);
    let left_out: Vec<&str> = bench.lines[1].split('\t').collect();
    let from: u32 = left_out[1].parse().unwrap();

    let missing = bench.refused(std::slice::from_ref(&first));
    assert!(missing.contains("in none of the shards"), "{missing}");
    assert!(missing.contains(&format!("{}:{}-{}", left_out[0], from + 1, left_out[2])), "{missing}");
    let twice = bench.refused(&[first.clone(), second.clone(), first.clone()]);
    assert!(twice.contains("0-2.evidence") && twice.contains("is also in"), "{twice}");

    let smaller = CaseFile { regions: Some(bench.path("0-2.bed")), ..bench.case.clone() };
    let both = settings(vec![first.clone(), second.clone()], 250_000);
    let more = called(&smaller, &both, bench.folder.path(), "more").unwrap_err();
    assert!(more.contains("not asked for"), "{more}");

    // Tumour and normal the other way round: other inputs.
    let mut turned = bench.case.clone();
    let normal = turned.normal.take().unwrap();
    turned.normal = Some(std::mem::replace(&mut turned.tumour, normal));
    let (other, _) = bench.shard(&turned, 1, 2);
    let refused = bench.refused(&[first.clone(), other]);
    assert!(refused.contains("another file: the tumour") && refused.contains("another file: the normal"), "{refused}");
    let (second, _) = bench.shard(&bench.case, 1, 2);

    let bytes = std::fs::read(&second).unwrap();
    let changed = |bytes: &[u8]| {
        std::fs::write(bench.path("changed.evidence"), bytes).unwrap();
        bench.refused(&[first.clone(), bench.path("changed.evidence")])
    };
    let version = format!("\"marv_version\":\"{}\"", marv::VERSION);
    let at = bytes.windows(version.len()).position(|there| there == version.as_bytes()).unwrap() + version.len() - 2;
    let mut other_version = bytes.clone();
    other_version[at] = b'9';
    let refused = changed(&other_version);
    assert!(refused.contains("version") && refused.contains(marv::VERSION), "{refused}");
    let mut flipped = bytes.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert!(changed(&flipped).contains("damaged or cut off"));
    assert!(changed(&bytes[..bytes.len() - 7]).contains("damaged or cut off"));
    assert!(changed(b"@HD\tVN:1.6\n").contains("no shard"));
    assert!(bench.refused(&[first, bench.path("absent.evidence")]).contains("absent.evidence"));
}
