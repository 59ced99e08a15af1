//! Everything else: the stored cases field by field, so that a field of tomorrow is compared without a word of code here.

use std::collections::BTreeSet;

use marv_model::case::Case;
use serde_json::Value;

use super::Change;
use crate::Error;

/// Fields that the other lists speak of, or that a difference of tells nothing.
const SPOKEN_OF: [&str; 10] =
    ["variants", "genes", "tp53", "verdicts", "copy_number", "provenance", "disease", "karyotype", "samples", "counts"];
/// The same within other fields.
const SPOKEN_OF_WITHIN: [&str; 3] =
    ["interpretation.findings", "interpretation.evidence_version", "interpretation.evidence_hash"];
/// Differences told, at most; the last line says that there are more.
const MOST: usize = 200;
/// Characters of a value that are shown.
const LONGEST: usize = 120;

pub(super) fn of(before: &Case, after: &Case) -> Result<Vec<Change>, Error> {
    let value = |case: &Case| serde_json::to_value(case).map_err(crate::stored::unwritable);
    let mut list = Vec::new();
    walk("", &value(before)?, &value(after)?, &mut list);
    let more = list.len().saturating_sub(MOST);
    list.truncate(MOST);
    if more > 0 {
        list.push(Change { what: format!("{more} more fields"), before: None, after: None, why: Vec::new() });
    }
    Ok(list)
}

fn walk(path: &str, before: &Value, after: &Value, into: &mut Vec<Change>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Value::Object(was), Value::Object(is)) => {
            for name in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
                if path.is_empty() && SPOKEN_OF.contains(&name.as_str()) {
                    continue;
                }
                let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                if SPOKEN_OF_WITHIN.contains(&here.as_str()) {
                    continue;
                }
                walk(&here, was.get(name).unwrap_or(&Value::Null), is.get(name).unwrap_or(&Value::Null), into);
            }
        }
        (Value::Array(was), Value::Array(is)) if was.len() == is.len() && was.iter().any(|item| !item.is_string()) => {
            for (at, (one, other)) in was.iter().zip(is).enumerate() {
                walk(&format!("{path}[{at}]"), one, other, into);
            }
        }
        _ => into.push(Change { what: path.to_owned(), before: shown(before), after: shown(after), why: Vec::new() }),
    }
}

/// A value on one line; nothing for what is not there.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    })
}
