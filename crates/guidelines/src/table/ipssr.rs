//! IPSS-R and IPSS-RA with the columns of their calculators.

use marv_model::{
    case::Disease,
    clinical::{Clinical, Measure},
    cytogenetics::Possible,
    verdict::{Outcome, Verdict},
};

use super::{
    Karyotype, Row, RowAnswer, RowErrors, TableOptions,
    read::{Reader, number_text},
};
use crate::{
    ipssr::{ipssr, ipssra},
    profile::Profile,
};

/// The columns that are read. Each may be absent from a table, which is: unknown.
pub const IPSSR_COLUMNS: [&str; 6] = ["AGE", "HB", "PLT", "ANC", "BM_BLAST", "CYTO"];

/// IPSS-R and IPSS-RA of a row. Score and category are NA while the unknown inputs leave several; `IPSSR_reachable` and
/// `IPSSRA_reachable` list the categories, and the lowest and highest score stand beside.
pub fn ipssr_row(row: &Row, options: &TableOptions, karyotype: &Karyotype) -> Result<RowAnswer, RowErrors> {
    let mut reader = Reader::new(row);
    let mut patient = Clinical::unknown();
    for (column, measure) in [
        ("AGE", Measure::Age),
        ("HB", Measure::Haemoglobin),
        ("PLT", Measure::Platelets),
        ("ANC", Measure::Neutrophils),
        ("BM_BLAST", Measure::MarrowBlasts),
    ] {
        let value = if measure == Measure::Haemoglobin {
            reader.haemoglobin(column, options.haemoglobin)
        } else {
            reader.number(column, measure.range(), measure.unit())
        };
        patient = match value.map(|value| patient.clone().measured(measure, value)) {
            Some(Ok(measured)) => measured,
            _ => patient,
        };
    }
    let mut groups = karyotype.groups.clone();
    if let Some(group) = reader.group("CYTO") {
        groups.ipssr = Possible::only(group);
    }
    let (profile, warnings) = reader.done(Profile::unknown().disease(Disease::Mds).clinical(patient).groups(groups))?;
    let (plain, aged) = (ipssr(&profile), ipssra(&profile));
    let mut columns = Vec::new();
    for (verdict, stem) in [(&plain, "IPSSR"), (&aged, "IPSSRA")] {
        columns.push((format!("{stem}_SCORE"), number_text(verdict.scores.first().and_then(|score| score.value))));
        let reachable = reachable(verdict);
        let category = if reachable.len() == 1 { reachable[0] } else { "NA" };
        columns.push((stem.to_owned(), category.to_owned()));
    }
    for (verdict, stem) in [(&plain, "IPSSR"), (&aged, "IPSSRA")] {
        columns.push((format!("{stem}_SCORE_best"), number_text(verdict.scores.first().map(|score| score.best))));
        columns.push((format!("{stem}_SCORE_worst"), number_text(verdict.scores.first().map(|score| score.worst))));
        columns.push((format!("{stem}_reachable"), reachable(verdict).join("|")));
    }
    Ok(RowAnswer { columns, warnings })
}

/// The categories as the cohorts' tables write them.
fn reachable(verdict: &Verdict) -> Vec<&'static str> {
    let words: Vec<&str> = match &verdict.outcome {
        Outcome::Decided { category } => vec![category],
        Outcome::Reachable { categories } => categories.iter().map(String::as_str).collect(),
        Outcome::NotApplicable { .. } => Vec::new(),
    };
    words
        .into_iter()
        .filter_map(|word| {
            [
                ("very_low", "Very-Low"),
                ("low", "Low"),
                ("intermediate", "Int"),
                ("high", "High"),
                ("very_high", "Very-High"),
            ]
            .into_iter()
            .find(|(known, _)| *known == word)
        })
        .map(|(_, text)| text)
        .collect()
}
