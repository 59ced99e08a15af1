//! What the guidelines say, and the argument for it; TP53; the laboratory's karyotype.

use marv_model::{
    case::KaryotypeGiven,
    finding::{Finding, Status},
    tp53::{Tp53Hits, Tp53Report, Tp53State},
    verdict::{Criterion, Outcome, Verdict},
};

use super::{
    LONGEST, Pair, bounded,
    genes::{status_key, tone},
    reason,
};
use crate::messages::Messages;

/// One guideline's verdict.
#[derive(Debug)]
pub(crate) struct VerdictView {
    pub(crate) scheme: String,
    pub(crate) outcome: String,
    /// Several are possible.
    pub(crate) open: bool,
    pub(crate) applies: bool,
    pub(crate) decisive: Vec<CriterionView>,
    pub(crate) missing: Vec<Missing>,
    pub(crate) flags: Vec<String>,
    pub(crate) trace: Vec<CriterionView>,
    pub(crate) trace_summary: String,
    pub(crate) policies: Vec<Pair>,
    pub(crate) rules: String,
    pub(crate) source: String,
}

/// One criterion as it was judged.
#[derive(Debug, Clone)]
pub(crate) struct CriterionView {
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) status: String,
    pub(crate) mark: &'static str,
    pub(crate) class: &'static str,
    pub(crate) decisive: bool,
    pub(crate) evidence: String,
    pub(crate) leads_to: String,
}

/// An unknown input and what it would do.
#[derive(Debug)]
pub(crate) struct Missing {
    pub(crate) datum: String,
    pub(crate) if_present: String,
    pub(crate) if_absent: String,
}

/// The name of a category in one scheme.
pub(super) fn category(scheme: &str, id: &str, m: &Messages) -> String {
    m.word_of("category", scheme, id)
}

impl VerdictView {
    pub(crate) fn of(verdict: &Verdict, m: &Messages) -> Self {
        let scheme = verdict.scheme_id.as_str();
        let names = |ids: &[String]| -> Vec<String> { ids.iter().map(|id| category(scheme, id, m)).collect() };
        let (outcome, open, applies) = match &verdict.outcome {
            Outcome::Decided { category: id } => (category(scheme, id, m), false, true),
            Outcome::Reachable { categories } => {
                let possible = m.list(&names(categories), "page.or");
                (m.with("verdict.possible", &[("categories", &possible)]), true, true)
            }
            Outcome::NotApplicable { reason } => {
                let why = m.word_of("reason", scheme, reason);
                (format!("{}: {why}", m.text("verdict.not_applicable")), false, false)
            }
        };
        let trace: Vec<CriterionView> =
            verdict.trace.iter().map(|criterion| CriterionView::of(criterion, scheme, m)).collect();
        let count = |status: Status| {
            let considered = verdict.trace.iter().filter(|criterion| !criterion.overridden);
            let n = considered.filter(|criterion| criterion.status == status).count();
            m.language.number(u64::try_from(n).unwrap_or(u64::MAX))
        };
        let one_of = |ids: &[String]| {
            if ids.is_empty() { "–".to_owned() } else { m.list(&names(ids), "page.or") }
        };
        Self {
            scheme: bounded(&verdict.scheme, 80),
            outcome,
            open,
            applies,
            decisive: trace.iter().filter(|criterion| criterion.decisive).cloned().collect(),
            missing: verdict
                .missing
                .iter()
                .map(|missing| Missing {
                    datum: m.word("datum", &missing.datum),
                    if_present: one_of(&missing.if_present),
                    if_absent: one_of(&missing.if_absent),
                })
                .collect(),
            flags: verdict.flags.iter().map(|flag| m.word_of("flag", scheme, flag)).collect(),
            trace_summary: m.with(
                "verdict.trace_summary",
                &[
                    ("met", &count(Status::Present)),
                    ("not_met", &count(Status::Absent)),
                    ("unknown", &count(Status::Unknown)),
                ],
            ),
            trace,
            policies: verdict
                .policies
                .iter()
                .map(|policy| {
                    Pair::new(m.word("policy", &policy.option), option(scheme, &policy.option, &policy.value, m))
                })
                .collect(),
            rules: format!("{} {}", bounded(&verdict.scheme_id, 80), bounded(&verdict.rules_version, 80)),
            source: bounded(&verdict.source, LONGEST),
        }
    }
}

/// The value of a choice: by its own words, as a category of the scheme, or as it stands.
fn option(scheme: &str, option: &str, value: &str, m: &Messages) -> String {
    let key = format!("{option}.{value}");
    let word = m.word("option", &key);
    if word == key { category(scheme, &bounded(value, LONGEST), m) } else { word }
}

impl CriterionView {
    fn of(criterion: &Criterion, scheme: &str, m: &Messages) -> Self {
        let (key, mark, class) = match criterion.status {
            // What the decision never comes to is no part of the argument.
            _ if criterion.overridden => ("verdict.overridden", "·", "unmet"),
            Status::Present => ("verdict.met", "✓", "met"),
            Status::Absent => ("verdict.not_met", "–", "unmet"),
            Status::Unknown => ("verdict.unknown", "?", "unknown"),
        };
        Self {
            text: m.word_of("criterion", scheme, &criterion.id),
            source: bounded(&criterion.source, LONGEST),
            status: m.text(key).to_owned(),
            mark,
            class,
            decisive: criterion.decisive,
            evidence: criterion
                .evidence
                .iter()
                .map(|item| m.language.percentages(&bounded(item, LONGEST)))
                .collect::<Vec<_>>()
                .join("; "),
            leads_to: criterion.leads_to.as_deref().map_or_else(String::new, |id| category(scheme, id, m)),
        }
    }
}

/// TP53: what was examined, and the state under each definition.
#[derive(Debug)]
pub(crate) struct Tp53View {
    pub(crate) examined: Vec<Examined>,
    pub(crate) states: Vec<StateView>,
}

/// One thing that was looked for.
#[derive(Debug)]
pub(crate) struct Examined {
    pub(crate) name: String,
    pub(crate) tone: &'static str,
    pub(crate) result: String,
    pub(crate) detail: String,
}

/// A state, the definitions under which it holds, and the argument that they share.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StateView {
    pub(crate) definitions: String,
    pub(crate) state: String,
    pub(crate) open: bool,
    pub(crate) reasons: Vec<String>,
    pub(crate) missing: Vec<String>,
}

impl Tp53View {
    pub(super) fn of(report: &Tp53Report, m: &Messages) -> Self {
        let mutations = report.mutations.clone().map(|list| {
            list.iter().map(|one| with_fraction(&one.label, one.fraction.get(), m)).collect::<Vec<_>>().join(", ")
        });
        Self {
            examined: vec![
                examined("tp53.mutations", &mutations, m),
                examined("tp53.deletion", &report.locus.deletion, m),
                examined("tp53.loh", &report.locus.copy_neutral_loh, m),
            ],
            states: states(report, m),
        }
    }
}

/// Definitions with the same state and argument stand together.
fn states(report: &Tp53Report, m: &Messages) -> Vec<StateView> {
    let mut list: Vec<StateView> = Vec::new();
    for view in report.states.iter().map(|state| StateView::of(state, m)) {
        let same = |other: &StateView| {
            (&other.state, &other.reasons, &other.missing) == (&view.state, &view.reasons, &view.missing)
        };
        match list.iter_mut().find(|other| same(other)) {
            Some(other) => other.definitions = format!("{}; {}", other.definitions, view.definitions),
            None => list.push(view),
        }
    }
    list
}

impl StateView {
    fn of(state: &Tp53State, m: &Messages) -> Self {
        let mut names: Vec<String> = state.possible.iter().map(|one| hits(&state.definition, *one, m)).collect();
        names.dedup();
        let open = names.len() != 1;
        Self {
            definitions: m.word("definition", &state.definition),
            state: if open {
                m.with("tp53.possible", &[("states", &m.list(&names, "page.or"))])
            } else {
                names.concat()
            },
            open,
            reasons: state.reasons.iter().map(|step| m.word("tp53_reason", step)).collect(),
            missing: state.missing.iter().map(|datum| m.word("datum", datum)).collect(),
        }
    }
}

fn examined(key: &str, finding: &Finding<String>, m: &Messages) -> Examined {
    let detail = match finding {
        Finding::Present { evidence } => m.language.percentages(&bounded(evidence, LONGEST)),
        Finding::Absent { limit_of_detection: Some(limit) } => {
            format!("{}: {}", m.text("gene.limit"), m.language.limit(limit.get()))
        }
        Finding::Absent { limit_of_detection: None } => String::new(),
        Finding::NotAssessable { reason: why } => reason(why, m),
    };
    let status = finding.status();
    Examined { name: m.text(key).to_owned(), tone: tone(status), result: m.text(status_key(status)).to_owned(), detail }
}

/// `p.(Arg175His) (VAF 46.3%)`.
pub(super) fn with_fraction(label: &str, fraction: f64, m: &Messages) -> String {
    m.with("conclusion.item", &[("label", &bounded(label, 120)), ("fraction", &m.language.percent(fraction, 1))])
}

/// The words of a count of hits under a definition, which may have its own.
pub(super) fn hits(definition: &str, hits: Tp53Hits, m: &Messages) -> String {
    let name = match hits {
        Tp53Hits::None => "none",
        Tp53Hits::Single => "single",
        Tp53Hits::Multi => "multi",
    };
    m.word_of("hits", definition, name)
}

/// The karyotype as given.
#[derive(Debug)]
pub(crate) struct KaryotypeView {
    pub(crate) given: String,
    pub(crate) read_as: String,
    pub(crate) fidelity: String,
    pub(crate) warnings: Vec<String>,
    /// Not read in full.
    pub(crate) partial: bool,
}

impl KaryotypeView {
    pub(super) fn of(given: &KaryotypeGiven, m: &Messages) -> Self {
        Self {
            given: bounded(&given.iscn, 2000),
            read_as: given
                .read_as
                .as_deref()
                .map_or_else(|| m.text("verdict.karyotype_unread").to_owned(), |text| bounded(text, 2000)),
            fidelity: m.word("fidelity", &given.fidelity),
            warnings: given.warnings.iter().map(|warning| m.word("karyotype_warning", warning)).collect(),
            partial: !matches!(given.fidelity.as_str(), "exact" | "repaired"),
        }
    }
}
