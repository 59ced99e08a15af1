//! What the tests of the whole job share: real data where it lies, a pair to call, the calls as another program's text.
#![allow(dead_code)] // each test file uses a part
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

pub(crate) mod calls;
pub(crate) mod program;
pub(crate) mod questions;
pub(crate) mod reference;
pub(crate) mod small;

use std::path::{Path, PathBuf};

use marv::{CaseFile, SampleFile, Settings, progress::Silent};

use calls::Row;

/// Real data; none, with a clear line, where it is absent.
pub(crate) fn real(relative: &str) -> Option<PathBuf> {
    shared("real", relative)
}

/// Expected values made by others; none, with a clear line, where they are absent.
pub(crate) fn vectors(relative: &str) -> Option<PathBuf> {
    shared("vectors", relative)
}

fn shared(part: &str, relative: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = shared.join(part).join(relative);
    if path.exists() {
        return Some(path);
    }
    println!("absent: {relative} (set MARV_SHARED to the folder of shared data); nothing was tested with it");
    None
}

/// Two files of reads on one reference, and what else the job is told.
pub(crate) fn pair(reference: &Path, tumour: &Path, normal: Option<&Path>) -> CaseFile {
    let sample = |path: &Path| SampleFile { alignment: path.to_owned(), sample: None };
    CaseFile { id: "case".to_owned(), normal: normal.map(sample), ..CaseFile::new(reference, tumour) }
}

/// Calls a pair into `folder` and reads its VCF.
pub(crate) fn call(case: &CaseFile, settings: &Settings, folder: &Path) -> Result<Vec<Row>, marv::Error> {
    let out = folder.join("calls.vcf");
    let called = marv::call(case, settings, &out, None, &Silent)?;
    let rows = calls::read(&std::fs::read_to_string(out).unwrap());
    let passing = rows.iter().filter(|row| row.passes()).count();
    assert_eq!(
        (called.counts.passed, called.counts.candidates),
        (passing as u64, rows.len() as u64),
        "counts of the VCF"
    );
    Ok(rows)
}
