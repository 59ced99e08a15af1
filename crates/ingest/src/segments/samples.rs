//! Which rows of a table of several samples are the tumour's.

use std::{collections::BTreeSet, path::Path};

use super::{Columns, malformed, shown_name};
use crate::Error;

/// As many names as a message shows.
const SHOWN: usize = 5;

/// The rows of `tumour`, where the table holds several samples; all rows where it holds one, whatever its name: many
/// programs name it after the file.
pub(super) fn of_tumour<'a>(
    path: &Path,
    lines: Vec<(u64, &'a str)>,
    columns: &Columns,
    tumour: Option<&str>,
) -> Result<Vec<(u64, &'a str)>, Error> {
    let Some(column) = columns.sample else { return Ok(lines) };
    let of = |line: &'a str| line.split('\t').nth(column).map_or("", |name| name.trim().trim_matches('"'));
    let names: BTreeSet<&str> = lines.iter().map(|(_, line)| of(line)).collect();
    if names.len() < 2 {
        return Ok(lines);
    }
    if let Some(tumour) = tumour.filter(|tumour| names.contains(tumour)) {
        return Ok(lines.into_iter().filter(|(_, line)| of(line) == tumour).collect());
    }
    let number = lines.iter().find(|(_, line)| of(line) != of(lines[0].1)).map_or(1, |(number, _)| *number);
    let mut shown: Vec<String> = names.iter().take(SHOWN).map(|name| shown_name(name)).collect();
    if names.len() > SHOWN {
        shown.push(format!("and {} more", names.len() - SHOWN));
    }
    let expected = match tumour {
        Some(tumour) => format!("one sample, or rows of the tumour's, {:?}", shown_name(tumour)),
        None => "segments of one sample".to_owned(),
    };
    Err(malformed(path, number, &shown.join(", "), &expected)
        .field("sample")
        .advice("name the tumour's rows as its reads are named, or give a file with them alone"))
}
