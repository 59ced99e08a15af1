//! A verdict as a person would argue it: what decided, what was looked at before it and was not there, what is there
//! beside it, what is not known and whether that matters.

use marv_model::{
    finding::Status,
    verdict::{Comparison, Verdict},
};

use crate::{
    Error, Language,
    messages::Messages,
    text::{item, joined, missing_data, paragraph, scores},
    view::{CriterionView, SideBySide, VerdictView},
};

/// The argument of every verdict, in the order of the decision, with its evidence and its place in the guideline; then
/// what is missing and what it would change; then what the guideline leaves to choose.
pub fn explain(verdicts: &[Verdict], side_by_side: Option<&Comparison>, language: Language) -> Result<String, Error> {
    let m = Messages::of(language)?;
    let mut out = String::new();
    if verdicts.is_empty() {
        paragraph(&mut out, m.text("conclusion.no_verdict"), 0);
    }
    for verdict in verdicts {
        if !out.is_empty() {
            out.push('\n');
        }
        argue(&mut out, verdict, m);
    }
    if let Some(comparison) = side_by_side {
        let view = SideBySide::of(comparison, verdicts, m);
        out.push('\n');
        paragraph(&mut out, &format!("{}: {}", view.schemes, view.says), 0);
        for outcome in &view.outcomes {
            item(&mut out, &format!("{}: {}", outcome.term, outcome.value));
        }
        for difference in &view.differences {
            item(&mut out, &format!("{}: {difference}", m.text("side_by_side.difference")));
        }
    }
    Ok(out)
}

fn argue(out: &mut String, verdict: &Verdict, m: &Messages) {
    let view = VerdictView::of(verdict, false, m);
    paragraph(out, &format!("{}: {}", view.scheme, view.outcome), 0);
    if !view.possible.is_empty() {
        paragraph(out, &view.possible, 2);
    }
    scores(out, &view);
    if !view.applies {
        return;
    }
    let criteria: Vec<(Status, bool, &CriterionView)> = verdict
        .trace
        .iter()
        .zip(&view.trace)
        .map(|(criterion, shown)| (criterion.status, criterion.overridden, shown))
        .collect();
    let of = |wanted: Status, overridden: bool| {
        criteria
            .iter()
            .filter(move |(status, passed, shown)| *status == wanted && *passed == overridden && !shown.decisive)
            .map(|(_, _, shown)| *shown)
            .collect::<Vec<_>>()
    };
    for (_, _, criterion) in criteria.iter().filter(|(_, _, shown)| shown.decisive) {
        sourced(out, m.text("verdict.because"), criterion);
    }
    let decided = criteria.iter().any(|(_, _, shown)| shown.decisive);
    let met = m.text(if decided { "verdict.met_too" } else { "verdict.met" });
    for criterion in of(Status::Present, false) {
        sourced(out, met, criterion);
    }
    // What is not there needs no evidence, and what is not known has none.
    together(out, m.text("verdict.not_there"), &of(Status::Absent, false), false);
    together(out, m.text("verdict.not_known"), &of(Status::Unknown, false), false);
    together(out, m.text("verdict.beside"), &of(Status::Present, true), true);
    missing_data(out, &view, m);
    for flag in &view.flags {
        item(out, &format!("{}: {flag}", m.text("verdict.flags")));
    }
    for policy in &view.policies {
        item(out, &format!("{}: {}: {}", m.text("verdict.policy"), policy.term, policy.value));
    }
    paragraph(out, &format!("{}: {}", m.text("verdict.source"), view.source), 2);
}

/// One criterion with its evidence and its place.
fn sourced(out: &mut String, lead: &str, criterion: &CriterionView) {
    item(out, &format!("{lead}: {}", joined(&criterion.text, &criterion.evidence)));
    if !criterion.source.is_empty() {
        paragraph(out, &format!("[{}]", criterion.source), 4);
    }
}

/// Criteria that share a status, in one sentence.
fn together(out: &mut String, lead: &str, criteria: &[&CriterionView], with_evidence: bool) {
    if criteria.is_empty() {
        return;
    }
    let evidence = |one: &CriterionView| if with_evidence { one.evidence.clone() } else { String::new() };
    let texts: Vec<String> = criteria.iter().map(|one| joined(&one.text, &evidence(one))).collect();
    item(out, &format!("{lead}: {}.", texts.join("; ")));
}
