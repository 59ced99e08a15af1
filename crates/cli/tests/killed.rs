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
        random_somatic: scenario::RandomSomatic { snv_per_mb: 800.0, indel_per_mb: 200.0, mnv_per_mb: 0.0, late: 0.0 },
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

/// The files of a folder by name. When a run started is no result: the time is masked, and so are, in the manifest, the
/// hashes of the files that tell it (`verify` holds those).
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    let telling = ["\"case.json\":", "\"report.da.html\":", "\"report.en.html\":"];
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap().to_owned();
            let mut bytes = masked(&std::fs::read(path).unwrap());
            if name == "manifest.json" {
                let text = String::from_utf8(bytes).unwrap();
                let lines = text.lines().filter(|line| !telling.iter().any(|key| line.trim_start().starts_with(key)));
                bytes = lines.collect::<Vec<_>>().join("\n").into_bytes();
            }
            (name, bytes)
        })
        .collect()
}

/// Without what looks like a time (2026-01-31T12:00:00Z).
fn masked(bytes: &[u8]) -> Vec<u8> {
    const LIKE: &[u8] = b"dddd-dd-ddTdd:dd:ddZ";
    let is_time = |window: &[u8]| {
        LIKE.iter().zip(window).all(|(like, byte)| if *like == b'd' { byte.is_ascii_digit() } else { like == byte })
    };
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let window = &bytes[at..bytes.len().min(at + LIKE.len())];
        if window.len() == LIKE.len() && is_time(window) {
            out.extend_from_slice(b"TIME");
            at += LIKE.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
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
        assert!(!bytes.is_empty(), "{when}: {name}");
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
        // Every other one over the folder of another case's run that had ended: nothing of it may lie beside the new.
        if number % 2 == 1 {
            let mut earlier = run(&pair, &out, false);
            earlier.args(["--id", "earlier"]);
            succeed(earlier);
        }
        let earlier = results(&out);
        let when = format!("killed after {number}/{KILLS} of {} ms", whole.as_millis());
        killed += u32::from(kill(&pair, &out, whole * number / KILLS));
        *stages.entry(files(&out).keys().cloned().collect::<Vec<_>>().join(" ")).or_insert(0) += 1;
        let untouched = !earlier.is_empty() && results(&out).iter().all(|(name, own)| earlier.get(name) == Some(own));
        if untouched {
            assert_whole(&out, &earlier, &when);
        } else {
            assert_whole(&out, &undisturbed, &when);
        }
        succeed(run(&pair, &out, number % 4 < 2));
        let next = results(&out);
        let differing: Vec<&String> =
            undisturbed.iter().filter(|(name, own)| next.get(*name) != Some(own)).map(|(name, _)| name).collect();
        assert!(
            differing.is_empty() && next.len() == undisturbed.len(),
            "{when}: the next run gives other {differing:?}"
        );
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

#[test]
fn two_runs_do_not_share_a_folder() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = pair(&scratch.path().join("pair"));
    let out = scratch.path().join("run");
    succeed(run(&pair, &out, false));
    let before = files(&out);
    // What another run holds while it is at work.
    let held = std::fs::File::create(out.join(".evidence.partial")).unwrap();
    held.lock().unwrap();
    for resume in [false, true] {
        let output = run(&pair, &out, resume).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        println!("{message}");
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.contains("another run is at work in this folder") && message.contains("what to do"));
    }
    assert_eq!(results(&out), before, "nothing of the other run was touched");
    drop(held);
    succeed(run(&pair, &out, true));
    assert_eq!(files(&out), before);
}
