//! What the guidelines say, and the argument for it; TP53; the laboratory's karyotype.

use marv_model::{
    case::KaryotypeGiven,
    finding::{Finding, Status},
    tp53::{Tp53Hits, Tp53Report, Tp53State},
    verdict::{Criterion, Outcome, Score, Verdict},
};

use super::{
    LONGEST, Pair, bounded,
    facts::capitalised,
    genes::{status_key, tone},
    reason,
};
use crate::messages::Messages;

/// Categories that an open outcome names before it only counts them.
const MOST_CATEGORIES: usize = 4;
/// Missing inputs that the overview names before it only counts them.
const MOST_MISSING: usize = 3;

/// Missing inputs that stand unfolded.
const MOST_SHOWN: usize = 6;

/// One guideline's verdict.
#[derive(Debug)]
pub(crate) struct VerdictView {
    pub(crate) scheme: String,
    /// The category, or those possible; their number where they are many.
    pub(crate) outcome: String,
    /// Every possible category, where the outcome only counts them.
    pub(crate) possible: String,
    /// What decided; where it is open, what is missing.
    pub(crate) rests_on: String,
    pub(crate) scores: Vec<ScoreView>,
    /// Several are possible.
    pub(crate) open: bool,
    pub(crate) applies: bool,
    /// Why it does not apply; empty where it does.
    pub(crate) not_applicable: String,
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

/// A score in words.
#[derive(Debug)]
pub(crate) struct ScoreView {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The guidelines that were asked: what they say, and which do not apply.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    pub(crate) applying: Vec<VerdictView>,
    /// The others in one sentence; empty where there are none.
    pub(crate) not_applicable: String,
}

impl Verdicts {
    pub(super) fn of(verdicts: &[Verdict], karyotyped: bool, m: &Messages) -> Self {
        let (applying, others): (Vec<_>, Vec<_>) =
            verdicts.iter().map(|verdict| VerdictView::of(verdict, karyotyped, m)).partition(|view| view.applies);
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for view in &others {
            match reasons.iter_mut().find(|(reason, _)| *reason == view.not_applicable) {
                Some((_, schemes)) => schemes.push(&view.scheme),
                None => reasons.push((&view.not_applicable, vec![&view.scheme])),
            }
        }
        let named: Vec<String> =
            reasons.iter().map(|(reason, schemes)| format!("{} ({reason})", schemes.join(", "))).collect();
        let not_applicable = if named.is_empty() {
            String::new()
        } else {
            format!("{}: {}.", m.text("verdict.not_applicable"), named.join("; "))
        };
        Self { applying, not_applicable }
    }
    /// Whether no guideline was asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.applying.is_empty() && self.not_applicable.is_empty()
    }
    /// Whether an overview helps.
    pub(crate) fn are_several(&self) -> bool {
        self.applying.len() > 1
    }
}

/// An unknown input and what it would do.
#[derive(Debug)]
pub(crate) struct Missing {
    pub(crate) datum: String,
    pub(crate) if_present: String,
    pub(crate) if_absent: String,
}

/// The name of a category in one scheme.
pub(crate) fn category(scheme: &str, id: &str, m: &Messages) -> String {
    m.word_of("category", scheme, id)
}

impl VerdictView {
    /// The outcome as a line begins.
    pub(crate) fn headline(&self) -> String {
        capitalised(&self.outcome)
    }
    /// Whether the missing inputs are shown without being asked for.
    pub(crate) fn few_missing(&self) -> bool {
        self.missing.len() <= MOST_SHOWN
    }
    /// `karyotyped`: the laboratory's karyotype is given.
    pub(crate) fn of(verdict: &Verdict, karyotyped: bool, m: &Messages) -> Self {
        let scheme = verdict.scheme_id.as_str();
        let names = |ids: &[String]| -> Vec<String> { ids.iter().map(|id| category(scheme, id, m)).collect() };
        let (outcome, open, applies) = match &verdict.outcome {
            Outcome::Decided { category: id } => (category(scheme, id, m), false, true),
            Outcome::Reachable { categories } => (undecided(scheme, categories, m), true, true),
            Outcome::NotApplicable { reason } => {
                let why = m.word_of("reason", scheme, reason);
                (format!("{}: {why}", m.text("verdict.not_applicable")), false, false)
            }
        };
        let possible = match &verdict.outcome {
            Outcome::Reachable { categories } if categories.len() > MOST_CATEGORIES => names(categories).join("; "),
            _ => String::new(),
        };
        let not_applicable = match &verdict.outcome {
            Outcome::NotApplicable { reason } => m.word_of("reason", scheme, reason),
            _ => String::new(),
        };
        let trace: Vec<CriterionView> =
            verdict.trace.iter().map(|criterion| CriterionView::of(criterion, scheme, m)).collect();
        let count = |status: Status| {
            let considered = verdict.trace.iter().filter(|criterion| !criterion.overridden);
            let n = considered.filter(|criterion| criterion.status == status).count();
            m.language.number(u64::try_from(n).unwrap_or(u64::MAX))
        };
        let one_of = |ids: &[String]| match ids.len() {
            0 => "–".to_owned(),
            n if n > MOST_CATEGORIES => m.count("conclusion.categories", n),
            _ => m.list(&names(ids), "page.or"),
        };
        Self {
            scheme: scheme_name(verdict, m),
            outcome,
            possible,
            not_applicable,
            rests_on: rests_on(verdict, karyotyped, m),
            scores: verdict.scores.iter().map(|score| ScoreView::of(score, scheme, m)).collect(),
            open,
            applies,
            decisive: trace.iter().filter(|criterion| criterion.decisive).cloned().collect(),
            missing: verdict
                .missing
                .iter()
                .map(|missing| Missing {
                    datum: datum(&missing.datum, karyotyped, m),
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

/// The scheme's name with its version: in the reader's language where a catalogue has it, else as the verdict gives it.
pub(super) fn scheme_name(verdict: &Verdict, m: &Messages) -> String {
    let id = verdict.scheme_id.as_str();
    let name = m.word("scheme", id);
    bounded(if name == id { &verdict.scheme } else { &name }, 80)
}

/// An open outcome: its categories, or how many they are.
pub(super) fn undecided(scheme: &str, categories: &[String], m: &Messages) -> String {
    if categories.len() > MOST_CATEGORIES {
        return m.count("verdict.many", categories.len());
    }
    let names: Vec<String> = categories.iter().map(|id| category(scheme, id, m)).collect();
    m.with("verdict.possible", &[("categories", &m.list(&names, "page.or"))])
}

/// Whether an open outcome names its categories.
pub(super) fn are_named(categories: &[String]) -> bool {
    categories.len() <= MOST_CATEGORIES
}

/// What is missing, by name. Where the laboratory's karyotype is given (`karyotyped`), and cytogenetics is still asked for, it is what that
/// karyotype does not tell: cryptic rearrangements, or unread parts of it.
pub(super) fn datum(name: &str, karyotyped: bool, m: &Messages) -> String {
    if name == "cytogenetics" && karyotyped {
        m.text("verdict.beyond_karyotype").to_owned()
    } else {
        m.word("datum", name)
    }
}

/// What decided, or what is missing, in a line.
fn rests_on(verdict: &Verdict, karyotyped: bool, m: &Messages) -> String {
    if matches!(verdict.outcome, Outcome::Reachable { .. }) {
        let mut named: Vec<String> =
            verdict.missing.iter().take(MOST_MISSING).map(|missing| datum(&missing.datum, karyotyped, m)).collect();
        let more = verdict.missing.len().saturating_sub(MOST_MISSING);
        if more > 0 {
            named.push(m.count("conclusion.and_more", more));
        }
        if named.is_empty() {
            return String::new();
        }
        return format!("{}: {}", m.text("verdict.datum"), m.list(&named, "page.and"));
    }
    let decisive = verdict.trace.iter().filter(|criterion| criterion.decisive);
    decisive.map(|criterion| m.word_of("criterion", &verdict.scheme_id, &criterion.id)).collect::<Vec<_>>().join("; ")
}

impl ScoreView {
    /// The value; where it is open, its bounds with it.
    fn of(score: &Score, scheme: &str, m: &Messages) -> Self {
        let number = |value: f64| m.language.decimal(value, decimals(value));
        let (best, worst) = (number(score.best), number(score.worst));
        let value = match score.value {
            Some(value) if best == worst => number(value),
            Some(value) => {
                m.with("verdict.score_open", &[("value", &number(value)), ("best", &best), ("worst", &worst)])
            }
            None if best == worst => best,
            None => m.with("verdict.score_range", &[("best", &best), ("worst", &worst)]),
        };
        Self { name: m.word_of("score", scheme, &score.name), value }
    }
}

/// As many decimals as a score has, two at most.
fn decimals(value: f64) -> usize {
    let rounded = |decimals: i32| (value * 10f64.powi(decimals)).round() / 10f64.powi(decimals);
    (0..2u8).find(|n| (rounded(i32::from(*n)) - rounded(2)).abs() < 1e-9).map_or(2, usize::from)
}

/// The value of a choice: by its own words, as a category of the scheme, or as it stands.
fn option(scheme: &str, option: &str, value: &str, m: &Messages) -> String {
    let key = format!("{option}.{value}");
    let word = m.word("option", &key);
    if word == key { m.language.measure(&category(scheme, &bounded(value, LONGEST), m)) } else { word }
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
                .map(|item| evidence(&bounded(item, LONGEST), m))
                .collect::<Vec<_>>()
                .join("; "),
            leads_to: criterion.leads_to.as_deref().map_or_else(String::new, |id| category(scheme, id, m)),
        }
    }
}

/// A piece of evidence in the reader's own words and form of numbers. A value (`marrow_blasts: 42 %`) has its datum's name before it; of
/// a count alone and of points it is told what they are.
fn evidence(item: &str, m: &Messages) -> String {
    let digits = |text: &str| text.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let number = |text: &str| m.language.measure(&m.language.percentages(text));
    if item.strip_prefix('+').is_some_and(digits) {
        return m.with("verdict.points", &[("points", &number(item))]);
    }
    if let Some((datum, value)) = item.split_once(": ") {
        let name = m.word("datum", datum);
        if name != datum {
            let value = number(value);
            return match value.split_once(' ') {
                Some((value, unit)) => format!("{name}: {value} {}", m.word("unit", unit)),
                None => format!("{name}: {value}"),
            };
        }
    }
    if digits(item) && item.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("n = {item}");
    }
    number(item)
}

/// TP53: what was examined, and the state under each definition.
#[derive(Debug)]
pub(crate) struct Tp53View {
    pub(crate) examined: Vec<Examined>,
    /// Copies are told in signs that need words.
    pub(crate) copies: bool,
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
        let mut examined = vec![
            examined("tp53.mutations", &mutations, m),
            examined("tp53.deletion", &report.locus.deletion, m),
            examined("tp53.loh", &report.locus.copy_neutral_loh, m),
        ];
        if report.locus.homozygous_deletion.evidence().is_some() {
            examined.insert(2, self::examined("tp53.homozygous", &report.locus.homozygous_deletion, m));
        }
        Self { copies: examined.iter().any(|row| row.detail.contains('×')), examined, states: states(report, m) }
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
pub(crate) fn hits(definition: &str, hits: Tp53Hits, m: &Messages) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    #[test]
    fn each_value_of_a_trace_says_what_it_is() {
        let [english, danish] = [Language::English, Language::Danish].map(|language| Messages::of(language).unwrap());
        for (item, in_english, in_danish) in [
            ("marrow_blasts: 42 %", "blasts in the marrow: 42%", "blaster i knoglemarven: 42\u{a0}%"),
            (
                "abnormalities: 4",
                "the number of unrelated chromosomal abnormalities: 4",
                "antallet af uafhængige kromosomabnormiteter: 4",
            ),
            ("haemoglobin: 8.5 g/dL", "haemoglobin: 8.5 g/dL", "hæmoglobin: 8,5 g/dL"),
            ("age: 72 years", "age: 72 years", "alder: 72 år"),
            ("+1.5", "points: +1.5", "point: +1,5"),
            // As earlier versions wrote it, and what names itself.
            ("3", "n = 3", "n = 3"),
            ("TP53 p.(Arg175His) 46.3 %", "TP53 p.(Arg175His) 46.3%", "TP53 p.(Arg175His) 46,3\u{a0}%"),
        ] {
            assert_eq!(evidence(item, english), in_english);
            assert_eq!(evidence(item, danish), in_danish);
        }
    }
}
