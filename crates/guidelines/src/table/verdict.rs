//! A verdict as columns.

use marv_model::verdict::{Outcome, Verdict};

use super::read::number_text;

/// Columns named after the scheme: `ID` the category, NA while several are reached; `ID_reachable` these, with `|`;
/// `ID_not_applicable` why; `ID_score`, `ID_score_best`, `ID_score_worst` where it scores; `ID_missing` the unknown inputs
/// that matter, the most decisive first, and `ID_flags`, with `|`.
pub fn verdict_columns(verdict: &Verdict) -> Vec<(String, String)> {
    let (category, reachable, reason) = match &verdict.outcome {
        Outcome::Decided { category } => (category.as_str(), category.clone(), "NA"),
        Outcome::Reachable { categories } => ("NA", categories.join("|"), "NA"),
        Outcome::NotApplicable { reason } => ("NA", "NA".to_owned(), reason.as_str()),
    };
    let id = &verdict.scheme_id;
    let listed = |words: Vec<&str>| if words.is_empty() { "NA".to_owned() } else { words.join("|") };
    let mut columns = vec![
        (id.clone(), category.to_owned()),
        (format!("{id}_reachable"), reachable),
        (format!("{id}_not_applicable"), reason.to_owned()),
    ];
    if let Some(score) = verdict.scores.first() {
        columns.push((format!("{id}_score"), number_text(score.value)));
        columns.push((format!("{id}_score_best"), number_text(Some(score.best))));
        columns.push((format!("{id}_score_worst"), number_text(Some(score.worst))));
    }
    let missing = verdict.missing.iter().map(|missing| missing.datum.as_str()).collect();
    columns.push((format!("{id}_missing"), listed(missing)));
    columns.push((format!("{id}_flags"), listed(verdict.flags.iter().map(String::as_str).collect())));
    columns
}
