//! The lines of a downloaded text, unpacked where it is gzip, one at a time.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;
use marv_ingest::{
    Error as FileError,
    error::{Place, Problem},
};

/// A line of more bytes than this is no line of a table.
const LONGEST: u64 = 1 << 24;

/// A text, line by line.
pub(super) struct Lines {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    number: u64,
    line: String,
}

impl Lines {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let fail = |error| FileError::new(path, error);
        let mut file = BufReader::with_capacity(1 << 17, File::open(path).map_err(fail)?);
        let packed = file.fill_buf().map_err(fail)?.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn BufRead> = if packed {
            Box::new(BufReader::with_capacity(1 << 17, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        Ok(Self { path: path.to_owned(), reader, number: 0, line: String::new() })
    }

    /// The next line with its number (1-based), without its end.
    pub(super) fn next_line(&mut self) -> Result<Option<(u64, &str)>, FileError> {
        self.line.clear();
        let read = self.reader.by_ref().take(LONGEST).read_line(&mut self.line);
        let read = read.map_err(|error| {
            let problem = match error.kind() {
                std::io::ErrorKind::UnexpectedEof => Problem::Truncated { detail: error.to_string() },
                _ => Problem::Io(error),
            };
            FileError::new(&self.path, problem)
                .at(Place::Line(self.number + 1))
                .advice("download the file again and compare its checksum")
        })?;
        self.number += 1;
        Ok((read > 0).then(|| (self.number, self.line.trim_end_matches(['\n', '\r']))))
    }

    /// What is wrong with a field of the line that was read last.
    pub(super) fn refuse(&self, field: &str, found: &str, expected: &str) -> FileError {
        malformed(&self.path, self.number, field, found, expected)
    }
}

/// A field of a line that cannot be read.
pub(super) fn malformed(path: &Path, line: u64, field: &str, found: &str, expected: &str) -> FileError {
    let shown: String = found.chars().take(60).collect();
    FileError::new(path, Problem::Malformed { found: format!("{shown:?}"), expected: expected.to_owned() })
        .at(Place::Line(line))
        .field(field)
        .advice("give the file as it was downloaded")
}
