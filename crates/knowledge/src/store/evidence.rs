//! A department's own rows of evidence, behind the embedded ones.

use std::{fs, path::Path};

use marv_ingest::{
    Error as FileError,
    error::{Place, Problem},
};

use crate::{Error, Evidence};

/// Reads the folder's table.
pub(super) fn open(path: &Path) -> Result<Evidence, FileError> {
    let text = fs::read_to_string(path).map_err(|error| FileError::new(path, error))?;
    read(path, &text)
}

/// The embedded evidence with the rows of a table behind it.
pub(super) fn read(path: &Path, text: &str) -> Result<Evidence, FileError> {
    Evidence::embedded().with_rows(text).map_err(|error| match error {
        Error::Table { line, column, found, expected, .. } => {
            FileError::new(path, Problem::Malformed { found: format!("{found:?}"), expected: expected.to_owned() })
                .at(Place::Line(line as u64))
                .field(column)
                .advice("see docs/BUNDLE.md for the columns")
        }
        other => FileError::new(path, Problem::Malformed { found: other.to_string(), expected: "a table".into() }),
    })
}
