//! Exit codes: 1 the input is wrong, 2 usage, 3 the machine failed; each with a message that a person can act on.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

use std::{
    path::Path,
    process::{Command, Stdio},
};

use marv::marv_simulate::{ReferenceChoice, Scenario, Simulated, scenario, simulate};

/// What the program answers: its exit code and its standard error.
fn marv(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_marv")).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn pair(folder: &Path) -> Simulated {
    let interval = scenario::Region {
        contig: Some("chr17".to_owned()),
        start: Some(7_675_000),
        end: Some(7_675_600),
        ..scenario::Region::default()
    };
    let scenario = Scenario { regions: vec![interval], tumour_depth: 5.0, normal_depth: 5.0, ..Scenario::default() };
    simulate(&scenario, &ReferenceChoice::Generated, folder, &|_| ()).unwrap()
}

#[test]
fn what_is_given_beside_a_case_file_is_not_passed_over() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = pair(&scratch.path().join("pair"));
    let case = scratch.path().join("case.toml");
    let lines = format!(
        "reference = {:?}\n[tumour]\nalignment = {:?}\n[normal]\nalignment = {:?}\n",
        text(&pair.reference),
        text(&pair.tumour),
        text(&pair.normal)
    );
    std::fs::write(&case, lines).unwrap();
    let out = scratch.path().join("run");
    for (option, value) in [
        ("--pon", "absent.vcf"),
        ("--pon-structural", "absent.bedpe"),
        ("--population", "absent.vcf"),
        ("--regions", "absent.bed"),
        ("--variants", "absent.vcf"),
    ] {
        let (code, told) = marv(&["run", text(&case), option, value, "--out", text(&out)]);
        assert!(code == Some(1) && told.contains(value), "{option}: {code:?} {told}");
    }
    let (code, told) = marv(&["run", text(&case), "--tumour-in-normal", "2", "--out", text(&out)]);
    assert!(code == Some(2) && told.contains("--tumour-in-normal"), "{told}");
}

#[test]
fn wrong_input_is_named_with_what_to_do() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = pair(&scratch.path().join("pair"));
    let out = scratch.path().join("run");
    let (tumour, normal, reference) = (text(&pair.tumour), text(&pair.normal), text(&pair.reference));
    let run = |tumour: &str, normal: &str, reference: &str| {
        marv(&["run", "--tumour", tumour, "--normal", normal, "--reference", reference, "--out", text(&out)])
    };
    let absent = scratch.path().join("absent.bam");
    let unindexed = scratch.path().join("unindexed.bam");
    std::fs::copy(&pair.tumour, &unindexed).unwrap();
    let truncated = scratch.path().join("truncated.bam");
    let bytes = std::fs::read(&pair.tumour).unwrap();
    std::fs::write(&truncated, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::copy(pair.tumour.with_extension("bam.bai"), truncated.with_extension("bam.bai")).unwrap();
    let table = scratch.path().join("case.toml");
    std::fs::write(&table, "reference = \"r.fa\"\nnorma1 = 1\n").unwrap();
    for (answer, file) in [
        (run(text(&absent), normal, reference), "absent.bam"),
        (run(tumour, normal, text(&scratch.path().join("absent.fa"))), "absent.fa"),
        (run(text(&unindexed), normal, reference), "unindexed.bam"),
        (run(text(&truncated), normal, reference), "truncated.bam"),
        (run(text(&pair.somatic_truth), normal, reference), "truth.somatic.vcf"),
        (run(tumour, tumour, reference), "tumour.bam"),
        (run(tumour, normal, text(&pair.regions)), "regions.bed"),
        (marv(&["run", text(&table), "--out", text(&out)]), "case.toml"),
        (marv(&["verify", text(&out)]), "manifest.json"),
        (marv(&["report", text(&scratch.path().join("absent.json")), "-o", text(&out)]), "absent.json"),
    ] {
        println!("{answer:?}");
        assert_eq!(answer.0, Some(1), "{}", answer.1);
        assert!(answer.1.contains(file), "the message names {file}: {}", answer.1);
        assert!(answer.1.contains("what to do"), "{}", answer.1);
    }
    assert!(!out.join("case.json").exists());
}

#[test]
fn wrong_use_is_told() {
    for arguments in [
        &["run"][..],
        &["run", "--out", "never-made"],
        &["run", "--no-such-option"],
        &["no-such-command"],
        &["why", ".", "no place"],
        &["run", "--tumour", "t.bam", "--reference", "r.fa", "--out", "never-made", "--disease", "no-such-disease"],
        &["call", "--tumour", "t.bam", "--reference", "r.fa", "-o", "-", "--tumour-in-normal", "1.5"],
    ] {
        let (code, message) = marv(arguments);
        println!("{arguments:?}: {message}");
        assert_eq!(code, Some(2), "{arguments:?}: {message}");
        assert!(!message.is_empty());
    }
    assert!(!Path::new("never-made").exists());
}

#[test]
fn a_place_that_cannot_be_written_is_the_machines_failure() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = pair(&scratch.path().join("pair"));
    let file = scratch.path().join("file");
    std::fs::write(&file, "not a folder").unwrap();
    let mut places = vec![file.clone(), file.join("below")];
    if cfg!(target_os = "linux") {
        places.push("/proc/marv-run".into()); // nobody can make a folder there
    }
    for out in places {
        let (code, message) = marv(&[
            "run",
            "--tumour",
            text(&pair.tumour),
            "--normal",
            text(&pair.normal),
            "--reference",
            text(&pair.reference),
            "--regions",
            text(&pair.regions),
            "--out",
            text(&out),
        ]);
        println!("{message}");
        assert_eq!(code, Some(3), "{}: {message}", out.display());
        assert!(message.contains(text(&out)) && message.contains("what to do"), "{message}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not a folder");

    // A folder where the variants should go, and a device that is always full.
    let folder = scratch.path().join("folder.vcf");
    std::fs::create_dir(&folder).unwrap();
    let call = |out: &str, stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_marv"));
        command.args(["call", "--tumour", text(&pair.tumour), "--reference", text(&pair.reference)]);
        command.args(["--regions", text(&pair.regions), "--quiet", "--out", out]);
        let output = command.stdout(stdout).stderr(Stdio::piped()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let mut answers = vec![call(text(&folder), Stdio::null())];
    if let Ok(full) = std::fs::File::options().write(true).open("/dev/full") {
        answers.push(call("-", full.into()));
    }
    for (code, message) in answers {
        println!("{message}");
        assert_eq!(code, Some(3), "{message}");
        assert!(message.contains("what to do"), "{message}");
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}

/// As the user guide writes it: no folder is asked for where none is made.
#[test]
fn the_scenario_is_printed_without_a_folder() {
    let output = Command::new(env!("CARGO_BIN_EXE_marv")).args(["simulate", "--print-scenario"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        Scenario::from_toml(&String::from_utf8(output.stdout).unwrap()).unwrap(),
        marv::marv_simulate::demo_scenario()
    );
    let (code, told) = marv(&["simulate"]);
    assert!(code == Some(2) && told.contains("--out"), "{told}");
}
