//! Tables of patients: a file in, the same rows with answers out.
//!
//! A row that cannot be read does not stop the others: its answers are empty, its column `refused` says why, and the
//! outcome counts it.

mod classify;
mod karyotype;
mod read;
mod write;

use std::path::Path;

pub use classify::{ClassifyTable, classify_table};
pub use karyotype::karyotype_table;

use crate::Error;
use read::{Delimiter, Table};

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableOutcome {
    /// Rows, without the header.
    pub rows: u64,
    /// Rows that were refused, each with its number in the file (the header is line 1) and the reason.
    pub refused: Vec<RowNote>,
    /// What was odd and used all the same.
    pub warnings: Vec<RowNote>,
    /// The columns that answer, in order.
    pub added: Vec<String>,
    /// Columns that nothing was read from, where a misspelt name would else be an unknown value in silence.
    pub unrecognised: Vec<String>,
}

/// Something about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowNote {
    /// The line of the file on which the row starts, 1-based; the header is line 1.
    pub line: u64,
    /// What is to be said, with the column.
    pub note: String,
}

/// The columns that every answered table has at its end.
const LAST_COLUMNS: [&str; 2] = ["warnings_of_row", "refused"];

/// One row's answer: the added columns' cells, or why there is none.
struct Answered {
    cells: Result<Vec<String>, String>,
    warnings: Vec<String>,
}

/// Reads `input`, answers each row, and writes `out` (`-` for stdout) with the input's columns first. A column of the input
/// that has the name of an added one gives way to it.
fn answered_table(
    input: &Path,
    out: &Path,
    added: &dyn Fn(&Table) -> Result<Vec<String>, Error>,
    answer: &dyn Fn(&Table, &[String]) -> Answered,
) -> Result<TableOutcome, Error> {
    let table = Table::read(input)?;
    let added = added(&table)?;
    let mut outcome = TableOutcome { rows: table.rows.len() as u64, ..TableOutcome::default() };
    let kept: Vec<usize> = (0..table.header.len())
        .filter(|at| !added.contains(&table.header[*at]) && !LAST_COLUMNS.contains(&table.header[*at].as_str()))
        .collect();
    let mut writer = write::Writer::new(Delimiter::of(out).unwrap_or(table.delimiter));
    writer.row(
        kept.iter().map(|at| table.header[*at].as_str()).chain(added.iter().map(String::as_str)).chain(LAST_COLUMNS),
    )?;
    for row in &table.rows {
        let Answered { cells, warnings } = match &row.cells {
            Ok(cells) => answer(&table, cells),
            Err(reason) => Answered { cells: Err(reason.clone()), warnings: Vec::new() },
        };
        for note in &warnings {
            outcome.warnings.push(RowNote { line: row.line, note: note.clone() });
        }
        let (cells, refused) = match cells {
            Ok(cells) => (cells, String::new()),
            Err(reason) => {
                outcome.refused.push(RowNote { line: row.line, note: reason.clone() });
                (vec![String::new(); added.len()], reason)
            }
        };
        let given = row.cells.as_deref().unwrap_or_default();
        let shown: Vec<String> = kept
            .iter()
            .map(|at| marv_ingest::privacy::redact(given.get(*at).map_or("", String::as_str)).into_owned())
            .collect();
        let warned = warnings.join("; ");
        writer.row(
            shown.iter().map(String::as_str).chain(cells.iter().map(String::as_str)).chain([warned.as_str(), &refused]),
        )?;
    }
    writer.finish(out)?;
    outcome.added = added;
    Ok(outcome)
}
