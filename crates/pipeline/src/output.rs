//! Whole files at once, and what killed runs left of them.

use std::{fs, path::Path};

use marv_ingest::{output::Output, privacy};

use crate::{Error, error::show};

/// Writes a whole file at once. The folder is made when absent.
///
/// Text is searched first: what holds a civil registration number is not written at all.
pub(crate) fn write_file(target: &Path, content: &[u8]) -> Result<(), Error> {
    refuse_identifiers(target, content)?;
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
    }
    let mut output = Output::create(target).map_err(Error::output)?;
    output.write(content).and_then(|()| output.publish()).map_err(Error::output)
}

fn refuse_identifiers(target: &Path, content: &[u8]) -> Result<(), Error> {
    let Ok(text) = std::str::from_utf8(content) else { return Ok(()) };
    let json = target.extension().is_some_and(|ending| ending == "json");
    let line = match serde_json::from_str::<serde_json::Value>(text) {
        // A count of ten digits is no person's number; a text of them is.
        Ok(value) if json => strings_hold(&value).then_some(0),
        _ => privacy::find(text),
    };
    let Some(line) = line else { return Ok(()) };
    let place = if line == 0 { String::new() } else { format!("line {line}: ") };
    Err(Error::Private { path: show(target), place })
}

fn strings_hold(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => privacy::find(text).is_some(),
        serde_json::Value::Array(list) => list.iter().any(strings_hold),
        serde_json::Value::Object(fields) => {
            fields.iter().any(|(name, value)| privacy::find(name).is_some() || strings_hold(value))
        }
        _ => false,
    }
}

/// Removes what a killed run left: files on their way to their names. Only in a folder that is a run's own.
pub(crate) fn remove_leftovers(folder: &Path) -> Result<(), Error> {
    let fail = |error| Error::machine(folder, "remove what an interrupted run left", error);
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(".marv-") && name.ends_with(".part") {
            fs::remove_file(entry.path()).map_err(fail)?;
        }
    }
    Ok(())
}
