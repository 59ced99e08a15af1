//! Vectors that others made, read where they lie.
#![allow(dead_code, unreachable_pub, clippy::print_stdout, clippy::unwrap_used)]

use std::{collections::BTreeMap, path::PathBuf};

/// The text of a file of the shared folder. Where the folder is absent, says so and gives none.
pub fn read(file: &str) -> Option<String> {
    let folder = std::env::var_os("MARV_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let path = folder.join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(error) => {
            println!("NOT TESTED: {} is absent ({error}); set MARV_SHARED", path.display());
            None
        }
    }
}

/// The rows of a table, each a map from column to value.
pub fn table(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let text = read(file)?;
    let separator = if file.contains(".csv") { ',' } else { '\t' };
    let mut rows = records(&text, separator).into_iter();
    let header = rows.next()?;
    Some(rows.map(|row| header.iter().cloned().zip(row).collect()).collect())
}

/// The values of one column that hold something.
pub fn column(file: &str, column: &str) -> Option<Vec<String>> {
    let missing = ["", "na", "nan", "n/a", "none"];
    Some(
        table(file)?
            .into_iter()
            .filter_map(|mut row| row.remove(column))
            .filter(|value| !missing.contains(&value.trim().to_ascii_lowercase().as_str()))
            .collect(),
    )
}

/// Fields in quotes may hold separators and line breaks (RFC 4180).
fn records(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let record = records.last_mut().unwrap();
        let field = record.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            '"' if quoted || field.is_empty() => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            c if c == separator && !quoted => record.push(String::new()),
            c => field.push(c),
        }
    }
    records.retain(|record| record.len() > 1 || !record[0].is_empty());
    records
}
