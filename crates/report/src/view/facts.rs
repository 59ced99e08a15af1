//! The values that stand on top of the report.

use marv_model::{
    case::Case,
    finding::{Finding, Status},
};

use super::{
    Fact, bounded,
    conclusion::{Group, enumerated, groups, not_assessable},
    examined,
    findings::matters,
    genes::status_key,
    reason,
    verdicts::{VerdictView, with_fraction},
};
use crate::messages::Messages;

/// Guidelines among the values that stand on top.
const MOST_SCHEMES: usize = 6;

/// The values that a reader looks for first: the guidelines that apply, TP53, the variants, and what is not known.
pub(super) fn facts(case: &Case, m: &Messages) -> Vec<Fact> {
    let mut views: Vec<VerdictView> = case
        .verdicts
        .iter()
        .map(|verdict| VerdictView::of(verdict, case.karyotype.is_some(), m))
        .filter(|view| view.applies)
        .collect();
    let further = if views.len() > MOST_SCHEMES {
        // What is decided stands before what is open; the table of guidelines has them all.
        views.sort_by_key(|view| view.open);
        views.split_off(MOST_SCHEMES - 1)
    } else {
        Vec::new()
    };
    let mut facts: Vec<Fact> = views
        .into_iter()
        .map(|view| Fact {
            term: view.scheme,
            value: capitalised(&view.outcome),
            detail: view
                .missing
                .first()
                .filter(|_| view.open)
                .map_or_else(String::new, |missing| format!("{}: {}", m.text("verdict.datum"), missing.datum)),
            open: view.open,
        })
        .collect();
    if !further.is_empty() {
        let open = further.iter().filter(|view| view.open).count();
        facts.push(Fact {
            term: m.text("heading.classification").to_owned(),
            value: m.count("fact.schemes", further.len()),
            detail: if open > 0 { m.count("fact.undecided", open) } else { String::new() },
            open: open > 0,
        });
    }
    facts.push(tp53_fact(case, m));
    facts.push(variants_fact(case, m));
    let genes = not_assessable(case).len();
    let mut parts = Vec::new();
    if !case.not_assessed.is_empty() {
        parts.push(m.count("fact.analyses", case.not_assessed.len()));
    }
    if genes > 0 {
        parts.push(m.count("fact.genes", genes));
    }
    if !parts.is_empty() {
        facts.push(Fact {
            term: m.text("fact.not_assessed").to_owned(),
            value: m.list(&parts, "page.and"),
            detail: String::new(),
            open: true,
        });
    }
    facts
}

fn tp53_fact(case: &Case, m: &Messages) -> Fact {
    let term = m.text("fact.tp53").to_owned();
    let Some(report) = &case.tp53 else {
        return Fact { term, value: m.text("status.unknown").to_owned(), detail: String::new(), open: true };
    };
    let status = report.mutations.status();
    let detail = match &report.mutations {
        Finding::Present { evidence } => {
            let labels: Vec<String> =
                evidence.iter().map(|one| with_fraction(&one.label, one.fraction.get(), m)).collect();
            enumerated(&labels, m)
        }
        Finding::Absent { limit_of_detection: Some(limit) } => {
            format!("{}: {}", m.text("gene.limit"), m.language.limit(limit.get()))
        }
        Finding::Absent { limit_of_detection: None } => String::new(),
        Finding::NotAssessable { reason: why } => reason(why, m),
    };
    let mut groups = groups(case, report, m);
    if groups.iter().any(|group| !group.own_words) {
        groups.retain(|group| !group.own_words);
    }
    let open = groups.iter().any(|group| group.states.len() != 1) || status == Status::Unknown;
    let words = |group: &Group| match group.states.as_slice() {
        [only] => only.clone(),
        several => m.with("verdict.possible", &[("categories", &m.list(several, "page.or"))]),
    };
    if status == Status::Absent && groups.iter().all(|group| group.none) {
        groups.clear(); // "not detected" says it, with the limit
    }
    let value = match groups.as_slice() {
        [] => m.text(status_key(status)).to_owned(),
        [only] => words(only),
        several => several
            .iter()
            .map(|group| format!("{} ({})", words(group), m.list(&group.definitions, "page.and")))
            .collect::<Vec<_>>()
            .join("; "),
    };
    Fact { term, value: capitalised(&value), detail, open }
}

fn variants_fact(case: &Case, m: &Messages) -> Fact {
    let passed = case.variants.iter().filter(|v| v.filters.is_empty()).count();
    let uncertain = case.variants.iter().filter(|v| !v.filters.is_empty() && v.hotspot).count();
    let mut genes: Vec<String> = Vec::new();
    for gene in case.variants.iter().filter(|v| matters(case, v)).filter_map(|v| v.consequences.first()) {
        let name = bounded(&gene.gene, 40);
        if !genes.contains(&name) {
            genes.push(name);
        }
    }
    let mut detail = enumerated(&genes, m);
    if uncertain > 0 {
        let text = m.count("fact.uncertain", uncertain);
        detail = if detail.is_empty() { text } else { format!("{detail}; {text}") };
    }
    let value = match passed {
        0 if !examined(case) => m.text("status.unknown").to_owned(),
        0 => m.text("status.absent").to_owned(),
        _ => m.count("fact.variants", passed),
    };
    let open = passed == 0 && (uncertain > 0 || !examined(case));
    Fact { term: m.text("fact.findings").to_owned(), value, detail, open }
}

/// With a capital first letter, as a value that stands alone.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
