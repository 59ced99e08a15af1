//! Tables with a header, of which only some columns are asked for, by any of the names that sources give them.

use std::path::Path;

use marv_ingest::Error as FileError;

use super::lines::Lines;

/// A table, row by row.
pub(super) struct Table {
    lines: Lines,
    header: Vec<String>,
}

impl Table {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let mut lines = Lines::open(path)?;
        let header = lines.next_line()?.map(|(_, line)| line.trim_start_matches(['#', '\u{feff}']).to_owned());
        let header = header.unwrap_or_default().split('\t').map(|name| name.trim().to_owned()).collect();
        Ok(Self { lines, header })
    }
    /// The number of the column that has one of these names.
    pub(super) fn column(&self, names: &[&str]) -> Option<usize> {
        self.header.iter().position(|column| names.iter().any(|name| column.eq_ignore_ascii_case(name)))
    }
    /// The same, which must be there.
    pub(super) fn must(&self, names: &[&str]) -> Result<usize, FileError> {
        let expected = format!("a header with a column {} (tab-separated)", names.join(" or "));
        self.column(names).ok_or_else(|| self.lines.refuse("the header", &self.header.join("\t"), &expected))
    }
    /// The cells of the next row.
    pub(super) fn next_row(&mut self) -> Result<Option<Vec<String>>, FileError> {
        loop {
            let Some((_, line)) = self.lines.next_line()? else { return Ok(None) };
            if !line.trim().is_empty() {
                return Ok(Some(line.split('\t').map(|cell| cell.trim().to_owned()).collect()));
            }
        }
    }
    /// What is wrong with the row that was read last.
    pub(super) fn refuse(&self, field: &str, found: &str, expected: &str) -> FileError {
        self.lines.refuse(field, found, expected)
    }
}
