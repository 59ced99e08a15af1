//! How common an allele is, by the fields of a file of frequencies.

use std::path::Path;

use marv_ingest::{Error as FileError, error::Problem, privacy, variants::GenericRecord};

/// A frequency that is no number from 0 to 1: the field and what stands there.
pub(super) struct Wrong {
    field: &'static str,
    found: String,
}

/// RULE: the highest frequency among continental populations (African, East Asian, non-Finnish European, American, South
/// Asian), as the standard asks; where a file does not have them, the highest that it states, else the overall one.
pub(super) fn frequency(record: &GenericRecord, alternate: usize) -> Result<Option<u32>, Wrong> {
    const POPULATIONS: [&str; 5] = ["AF_afr", "AF_eas", "AF_nfe", "AF_amr", "AF_sas"];
    let value = |key: &'static str| -> Result<Option<f32>, Wrong> {
        let given = record.info(key).and_then(|text| text.split(',').nth(alternate));
        let Some(text) = given.filter(|text| !text.is_empty() && *text != ".") else { return Ok(None) };
        match text.parse::<f32>() {
            Ok(number) if (0.0..=1.0).contains(&number) => Ok(Some(number)),
            _ => Err(Wrong { field: key, found: text.to_owned() }),
        }
    };
    let highest = |keys: &[&'static str]| {
        keys.iter().try_fold(None, |most: Option<f32>, key| {
            Ok::<_, Wrong>(value(key)?.map_or(most, |number| Some(most.map_or(number, |most| most.max(number)))))
        })
    };
    for keys in [&POPULATIONS[..], &["AF_grpmax", "AF_popmax"], &["AF"]] {
        if let Some(number) = highest(keys)? {
            return Ok(Some(number.to_bits()));
        }
    }
    Ok(None)
}

/// That a frequency is none, with its place.
pub(super) fn no_frequency(wrong: &Wrong, path: &Path, record: &GenericRecord) -> FileError {
    let found = format!("line {}, INFO/{}: {}", record.line, wrong.field, privacy::redact(&wrong.found));
    FileError::new(path, Problem::Malformed { found, expected: "a number from 0 to 1, or `.`".into() })
        .advice("correct the line, or download the file again")
}
