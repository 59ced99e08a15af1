//! What guidelines say: outcomes by scheme, with the criteria that say otherwise.

use marv_model::{
    case::Case,
    finding::Status,
    verdict::{Criterion, Outcome, Score, Verdict},
};

use super::{Change, change, matched};
use crate::{messages::Messages, view::category};

pub(super) fn of(before: &Case, after: &Case, m: &Messages) -> Vec<Change> {
    matched(&before.verdicts, &after.verdicts, |verdict| verdict.scheme_id.clone())
        .into_iter()
        .filter_map(|(scheme, [was, is])| {
            let words = [was, is].map(|one| one.map(|verdict| outcome(verdict, m)));
            let name = is.or(was).map_or_else(|| scheme.clone(), |verdict| verdict.scheme.clone());
            let mut change = change(&name, words[0].as_deref(), words[1].as_deref())?;
            if let (Some(was), Some(is)) = (was, is) {
                change.why = reasons(was, is, m);
            }
            Some(change)
        })
        .collect()
}

fn outcome(verdict: &Verdict, m: &Messages) -> String {
    let scheme = verdict.scheme_id.as_str();
    let says = match &verdict.outcome {
        Outcome::Decided { category: id } => category(scheme, id, m),
        Outcome::Reachable { categories } => {
            let names: Vec<String> = categories.iter().map(|id| category(scheme, id, m)).collect();
            m.with("verdict.possible", &[("categories", &m.list(&names, "page.or"))])
        }
        Outcome::NotApplicable { reason } => {
            format!("{}: {}", m.text("verdict.not_applicable"), m.word_of("reason", scheme, reason))
        }
    };
    let number = |score: &Score| {
        let value = score.value.map_or_else(|| "?".to_owned(), |value| m.language.decimal(value, 2));
        format!("{} {value}", m.word_of("score", scheme, &score.name))
    };
    [vec![says], verdict.scores.iter().map(number).collect()].concat().join("; ")
}

fn reasons(before: &Verdict, after: &Verdict, m: &Messages) -> Vec<String> {
    let mut list = Vec::new();
    if before.rules_version != after.rules_version {
        list.push(format!("rules {} -> {}", before.rules_version, after.rules_version));
    }
    let status = |one: Option<&Criterion>| {
        m.text(match one.map(|criterion| criterion.status) {
            Some(Status::Present) => "verdict.met",
            Some(Status::Absent) => "verdict.not_met",
            Some(Status::Unknown) | None => "verdict.unknown",
        })
        .to_owned()
    };
    for (id, [was, is]) in matched(&before.trace, &after.trace, |criterion| criterion.id.clone()) {
        if status(was) != status(is) {
            let evidence = is.map(|criterion| criterion.evidence.join("; ")).filter(|text| !text.is_empty());
            let evidence = evidence.map_or_else(String::new, |text| format!(" ({text})"));
            let name = m.word_of("criterion", &after.scheme_id, &id);
            list.push(format!("{name}: {} -> {}{evidence}", status(was), status(is)));
        }
    }
    list
}
