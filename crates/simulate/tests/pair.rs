//! A pair as another program reads it.

use std::{
    path::Path,
    process::{Command, Output},
};

use marv_simulate::{ReferenceChoice, Scenario, demo_scenario, scenario::Region, simulate};

fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(_) => {
            println!("ABSENT: {program} is not installed; nothing was checked with it");
            None
        }
    }
}

fn clean(program: &str, arguments: &[&str]) -> Option<String> {
    let output = run(program, arguments)?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && errors.is_empty(), "{program} {arguments:?}: {errors}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn demo_timing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = std::path::PathBuf::from(std::env::var("SIM_OUT").unwrap_or(text(folder.path()).to_owned()));
    let start = std::time::Instant::now();
    let pair = simulate(&demo_scenario(), &ReferenceChoice::Generated, &folder, &|_| ()).unwrap();
    println!("{:?} {:?}", start.elapsed(), pair.records);
    clean("samtools", &["quickcheck", "-v", text(&pair.tumour), text(&pair.normal)]);
    let _ = (Scenario::default(), Region::default());
}
