//! Other programs, where they are installed.

use std::{path::Path, process::Command};

/// What a program wrote to standard output and to standard error; none, with a clear line, where it is absent. It must
/// succeed.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Option<(Vec<u8>, String)> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        println!("absent: {program} is not installed; nothing was tested with it");
        return None;
    };
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    Some((output.stdout, errors))
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
