//! A case as columns of a table, from an unremarkable one.

use std::collections::BTreeSet;

use marv_guidelines::{
    Listed,
    profile::{Marker, Profile},
    scheme,
    table::{Row, TableOptions, profile_from_row},
};
use marv_model::{
    clinical::Circumstance,
    cytogenetics::{CytogeneticFindings, KaryotypeGroups, Lesion},
    verdict::{Outcome, Verdict},
};

pub(crate) fn listed(id: &str) -> &'static Listed {
    scheme(id).unwrap_or_else(|| panic!("{id} is no scheme"))
}

/// No marker, lesion or circumstance, unremarkable numbers; CALR type 1 is there, which scores nothing.
pub(crate) fn unremarkable(id: &str) -> Row {
    let mut row = Row::new();
    let mut set = |column: &str, text: &str| row.insert(column.to_owned(), text.to_owned());
    for (_, name) in Marker::ALL {
        set(name, "0");
    }
    for lesion in Lesion::ALL {
        set(lesion.name(), "0");
    }
    for circumstance in Circumstance::ALL {
        set(circumstance.word(), "0");
    }
    for (column, text) in [
        ("CALR-type1", "1"),
        ("age", "60"),
        ("haemoglobin", "13"),
        ("platelets", "200"),
        ("neutrophils", "3"),
        ("leukocytes", "6"),
        ("marrow_blasts", "1"),
        ("blood_blasts", "0"),
        ("marrow_fibrosis", "0"),
        ("beta2_microglobulin", "2"),
        ("albumin", "42"),
        ("lactate_dehydrogenase", "0.8"),
        ("ipssr_cytogenetics", "Good"),
        ("cpss_cytogenetics", "Low"),
        ("myelofibrosis_karyotype", "Favourable"),
        ("abnormalities", "0"),
        ("disease", listed(id).diseases[0].word()),
    ] {
        set(column, text);
    }
    row
}

/// The unremarkable case with these columns instead: `column=text, column=text`.
pub(crate) fn case(id: &str, changes: &str) -> Row {
    let mut row = unremarkable(id);
    for change in changes.split(", ").filter(|change| !change.is_empty()) {
        let (column, text) = change.split_once('=').unwrap();
        assert!(row.contains_key(column), "{column} is no column");
        row.insert(column.to_owned(), text.to_owned());
    }
    row
}

pub(crate) fn profile(row: &Row) -> Profile {
    let (cytogenetics, groups) = (CytogeneticFindings::unknown(), KaryotypeGroups::unknown());
    profile_from_row(row, &TableOptions::default(), &cytogenetics, &groups).unwrap()
}

pub(crate) fn judge(id: &str, row: &Row) -> Verdict {
    (listed(id).judge)(&profile(row))
}

pub(crate) fn categories(verdict: &Verdict) -> BTreeSet<String> {
    match &verdict.outcome {
        Outcome::Decided { category } => BTreeSet::from([category.clone()]),
        Outcome::Reachable { categories } => categories.iter().cloned().collect(),
        Outcome::NotApplicable { reason } => BTreeSet::from([reason.clone()]),
    }
}

pub(crate) fn told(verdict: &Verdict) -> String {
    match &verdict.outcome {
        Outcome::Decided { category } => category.clone(),
        Outcome::Reachable { categories } => categories.join("|"),
        Outcome::NotApplicable { reason } => reason.clone(),
    }
}
