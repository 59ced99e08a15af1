//! Whole files at once, and what killed runs left of them.

use std::{fs, path::Path};

use marv_ingest::output::Output;

use crate::Error;

/// Writes a whole file at once. The folder is made when absent.
pub(crate) fn write_file(target: &Path, content: &[u8]) -> Result<(), Error> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| Error::machine(folder, "make the folder", error))?;
    }
    let mut output = Output::create(target).map_err(Error::output)?;
    output.write(content).and_then(|()| output.publish()).map_err(Error::output)
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
