//! What findings mean: tiers, ESCAT, the rows of evidence that count.

use std::collections::BTreeMap;

use marv_model::{
    case::Case,
    interpretation::{AppliedEvidence, InterpretedFinding},
};

use super::{Change, matched};

/// Findings whose meaning differs. A finding that is new, or is no more, is told with its tier.
pub(super) fn of(before: &Case, after: &Case) -> Vec<Change> {
    let findings = |case: &Case| case.interpretation.as_ref().map_or_else(Vec::new, |meaning| meaning.findings.clone());
    let (was, is) = (findings(before), findings(after));
    matched(&was, &is, |one| one.key.clone())
        .into_iter()
        .filter(|(_, [one, other])| one != other)
        .filter_map(|(_, [one, other])| {
            let name = &other.or(one)?.name;
            let (before, after) = (one.map(told), other.map(told));
            let why = one.zip(other).map_or_else(Vec::new, |(one, other)| rows(&one.evidence, &other.evidence));
            let same = before == after;
            let shown = |text: Option<String>| text.filter(|_| !same);
            Some(Change { what: format!("tier of {name}"), before: shown(before), after: shown(after), why })
        })
        .collect()
}

/// The tier in force, the readiest target, and who decided.
fn told(one: &InterpretedFinding) -> String {
    let escat = one.escat.map_or_else(String::new, |escat| format!(", ESCAT {}", escat.word()));
    let by = if one.decision.is_some() { " (the signer's)" } else { "" };
    let unconfirmed = if one.unconfirmed { ", unconfirmed" } else { "" };
    format!("{}{by}{escat}{unconfirmed}", one.tier.word())
}

/// The rows of evidence that count otherwise than before.
fn rows(before: &[AppliedEvidence], after: &[AppliedEvidence]) -> Vec<String> {
    let by_id = |rows: &[AppliedEvidence]| -> BTreeMap<String, String> {
        rows.iter().map(|row| (row.id.clone(), row_told(row))).collect()
    };
    let (was, is) = (by_id(before), by_id(after));
    let ids: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let absent = "no such row".to_owned();
    ids.into_iter()
        .filter(|id| was.get(*id) != is.get(*id))
        .map(|id| format!("evidence {id}: {} -> {}", was.get(id).unwrap_or(&absent), is.get(id).unwrap_or(&absent)))
        .collect()
}

fn row_told(row: &AppliedEvidence) -> String {
    let applies = row.applies.map_or("counts for nothing", |tier| tier.word());
    let escat = row.escat.map_or_else(String::new, |escat| format!(", ESCAT {}", escat.word()));
    format!("level {}, {applies}{escat} ({}, {})", row.level.word(), row.because, row.date)
}
