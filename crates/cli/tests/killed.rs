//! A run that is killed leaves no half-written result, and the next run succeeds.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use marv::marv_simulate::{ReferenceChoice, Scenario, Simulated, scenario, simulate};

/// One gene's surroundings, shallow: a run takes about a second.
fn pair(folder: &Path) -> Simulated {
    let region = scenario::Region { gene: Some("TP53".to_owned()), flank: Some(400), ..scenario::Region::default() };
    let scenario = Scenario {
        name: "killed".to_owned(),
        seed: 11,
        regions: vec![region],
        tumour_depth: 30.0,
        normal_depth: 20.0,
        random_somatic: scenario::RandomSomatic { snv_per_mb: 800.0, indel_per_mb: 200.0, mnv_per_mb: 0.0 },
        ..Scenario::default()
    };
    simulate(&scenario, &ReferenceChoice::Generated, folder, &|_| ()).unwrap()
}

fn marv() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marv"));
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn run(pair: &Simulated, out: &Path, resume: bool) -> Command {
    let mut command = marv();
    command.arg("run").arg("--tumour").arg(&pair.tumour).arg("--normal").arg(&pair.normal);
    command.arg("--reference").arg(&pair.reference).arg("--regions").arg(&pair.regions).arg("--out").arg(out);
    command.args(["--disease", "aml", "--karyotype", "46,XX[20]", "--region-size", "499", "--threads", "2", "--quiet"]);
    if resume {
        command.arg("--resume");
    }
    command
}

fn succeed(mut command: Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn verified(out: &Path) -> bool {
    marv().arg("verify").arg(out).status().unwrap().success()
}

/// The files of a folder by name. The manifest says when the run started; that line is no result.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap().to_owned();
            let mut bytes = std::fs::read(path).unwrap();
            if name == "manifest.json" {
                let text = String::from_utf8(bytes).unwrap();
                bytes = text.lines().filter(|line| !line.contains("\"started\"")).collect::<String>().into_bytes();
            }
            (name, bytes)
        })
        .collect()
}

fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| !name.starts_with('.')).collect()
}

/// Starts a run and kills it after `delay` (SIGKILL: it can clean up nothing). Whether it was still running.
fn kill(pair: &Simulated, out: &Path, delay: Duration) -> bool {
    let mut child = run(pair, out, false).spawn().unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

/// Nothing half-written: what has a result's name is the whole result, and a manifest is only there when all are.
fn assert_whole(out: &Path, undisturbed: &BTreeMap<String, Vec<u8>>, when: &str) {
    let found = results(out);
    for (name, bytes) in &found {
        assert!(undisturbed.get(name) == Some(bytes), "{when}: {name} is not what an undisturbed run gives");
    }
    if found.contains_key("manifest.json") {
        assert!(verified(out), "{when}: a manifest, and not all of its files");
        assert_eq!(found.len(), undisturbed.len(), "{when}");
    } else {
        assert!(!verified(out), "{when}: no manifest");
    }
}

#[test]
fn a_killed_run_leaves_nothing_half_written_and_the_next_one_succeeds() {
    const KILLS: u32 = 16;
    let scratch = tempfile::tempdir().unwrap();
    let pair = pair(&scratch.path().join("pair"));
    let at = |name: &str| -> PathBuf { scratch.path().join(name) };
    succeed(run(&pair, &at("undisturbed"), false));
    let started = Instant::now();
    succeed(run(&pair, &at("undisturbed"), false));
    let whole = started.elapsed();
    let undisturbed = results(&at("undisturbed"));
    assert_eq!(files(&at("undisturbed")), undisturbed, "a run that ended leaves no temporary file");
    for name in ["case.json", "report.da.html", "report.en.html", "small.vcf.gz", "ledger.tsv.gz", "manifest.json"] {
        assert!(undisturbed.get(name).is_some_and(|bytes| !bytes.is_empty()), "{name}");
    }

    let mut killed = 0;
    let mut stages = BTreeMap::new();
    for number in 0..KILLS {
        let out = at(&format!("killed-{number}"));
        // Every other one over the folder of a run that had ended: its old results must not pass for the new ones.
        if number % 2 == 1 {
            succeed(run(&pair, &out, false));
        }
        let when = format!("killed after {number}/{KILLS} of {} ms", whole.as_millis());
        killed += u32::from(kill(&pair, &out, whole * number / KILLS));
        *stages.entry(files(&out).keys().cloned().collect::<Vec<_>>().join(" ")).or_insert(0) += 1;
        assert_whole(&out, &undisturbed, &when);
        succeed(run(&pair, &out, number % 4 < 2));
        assert!(results(&out) == undisturbed, "{when}: the next run gives other results");
        assert!(verified(&out), "{when}");
        let left: Vec<String> = files(&out).into_keys().filter(|name| name.starts_with('.')).collect();
        assert!(left.is_empty(), "{when}: the next run leaves {left:?}");
    }
    println!(
        "{killed} of {KILLS} runs were killed; a run takes {} ms; what was in the folder then:",
        whole.as_millis()
    );
    for (stage, count) in stages {
        println!("{count:>4}  {stage}");
    }
    assert!(killed >= KILLS / 2, "only {killed} of {KILLS} were still running");
}
