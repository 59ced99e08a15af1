//! Karyotypes in bulk.

use std::path::Path;

use marv_karyotype::batch;

use super::{Answered, TableOutcome, answered_table};
use crate::Error;

/// Reads the karyotypes of a column, and writes the table with the columns of [`batch::COLUMNS`] added. A karyotype that
/// cannot be understood is an answer (`unparsed`), not a refusal.
///
/// `sex` names a column that tells the patient's sex (`m`, `f`, `male`, `female`), for what `45,X` leaves open.
pub fn karyotype_table(input: &Path, out: &Path, column: &str, sex: Option<&str>) -> Result<TableOutcome, Error> {
    let columns = |table: &super::Table| {
        for name in [Some(column), sex].into_iter().flatten() {
            if table.column(name).is_none() {
                let problem = format!("there is no column {name:?}");
                return Err(Error::file(
                    input,
                    Some("line 1"),
                    problem,
                    format!("choose from {}", table.header.join(", ")),
                ));
            }
        }
        Ok(batch::COLUMNS.iter().map(|name| (*name).to_owned()).collect())
    };
    answered_table(input, out, &columns, &|table, cells| {
        let cell = |name: &str| table.column(name).map_or("", |at| cells[at].as_str());
        let male = sex.and_then(|name| match cell(name).trim().to_ascii_lowercase().as_str() {
            "m" | "male" | "mand" => Some(true),
            "f" | "female" | "k" | "kvinde" => Some(false),
            _ => None,
        });
        let patient = marv_karyotype::groups::Patient { male };
        Answered { cells: Ok(batch::row(cell(column), patient).to_vec()), warnings: Vec::new() }
    })
}
