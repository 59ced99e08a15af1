//! A table of answers as text, written whole.

use std::{io::Write, path::Path};

use super::read::Delimiter;
use crate::{Error, output::write_file};

/// The text in the making.
pub(super) struct Writer(csv::Writer<Vec<u8>>);

impl Writer {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        Self(csv::WriterBuilder::new().delimiter(delimiter.byte()).from_writer(Vec::new()))
    }
    pub(super) fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), Error> {
        self.0.write_record(cells).map_err(|error| in_memory(std::io::Error::other(error)))
    }
    /// Writes it whole to its place, or to stdout for `-`.
    pub(super) fn finish(self, out: &Path) -> Result<(), Error> {
        let text = self.0.into_inner().map_err(|error| in_memory(error.into_error()))?;
        if out == Path::new("-") {
            let mut stdout = std::io::stdout().lock();
            return match stdout.write_all(&text).and_then(|()| stdout.flush()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                    Err(Error::machine(out, "write to stdout", error))
                }
                _ => Ok(()),
            };
        }
        write_file(out, &text)
    }
}

fn in_memory(error: std::io::Error) -> Error {
    Error::machine(Path::new("the table"), "lay it out", error)
}
