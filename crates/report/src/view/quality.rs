//! The samples, and how well the run went.

use marv_model::{
    case::{Case, Estimate, ExpectedFalse, FalseDiscovery, ReadTally, Sample, SampleRole},
    interpretation::{Gate, GateOutcome},
};

use super::{LONGEST, Pair, bounded};
use crate::messages::Messages;

/// What a reader needs to trust the numbers.
#[derive(Debug)]
pub(crate) struct QualityView {
    /// The role of each sample: the heads of the columns.
    pub(crate) roles: Vec<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) gates: Vec<GateRow>,
    /// Exons that could not be read, in words.
    pub(crate) weak_exons: Vec<Pair>,
    pub(crate) pair: Vec<Pair>,
    pub(crate) counts: Vec<Pair>,
    pub(crate) filtered: Vec<Pair>,
}

/// A gate: what was measured, the limit, and what it means.
#[derive(Debug)]
pub(crate) struct GateRow {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) limit: String,
    pub(crate) outcome: String,
    pub(crate) meaning: String,
    /// `absent` (as it should be), `doubt`, `present` (fails) or `unknown`: the mark beside the word.
    pub(crate) mark: &'static str,
}

/// A measure of each sample.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) values: Vec<String>,
}

impl QualityView {
    pub(super) fn of(case: &Case, m: &Messages) -> Self {
        let number = |value: u64| m.language.number(value);
        let mut filtered: Vec<(&String, u64)> = case.counts.filtered.iter().map(|(id, count)| (id, *count)).collect();
        filtered.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        Self {
            roles: case.samples.iter().map(|sample| role(sample.role, m).to_owned()).collect(),
            rows: rows(case, m),
            gates: case.quality.gates.iter().map(|one| gate(one, m)).collect(),
            weak_exons: weak_exons(case, m),
            pair: pair(case, m),
            counts: counts(case, m),
            filtered: filtered.into_iter().map(|(id, count)| Pair::new(m.word("filter", id), number(count))).collect(),
        }
    }
}

fn gate(one: &Gate, m: &Messages) -> GateRow {
    let shown = |value: f64| match one.name.as_str() {
        "tumour_depth" | "normal_depth" | "tumour_fragment" | "normal_fragment" => m.language.decimal(value, 0),
        "sex" => {
            // Copies of X, and of Y behind the point.
            let tenths = (value * 10.0).round();
            format!("{}X {}Y", m.language.decimal((tenths / 10.0).floor(), 0), m.language.decimal(tenths % 10.0, 0))
        }
        _ => m.language.percent(value, 1),
    };
    let dash = || "–".to_owned();
    let (mark, meaning) = match one.outcome {
        GateOutcome::Pass => ("absent", String::new()),
        GateOutcome::Attention => ("doubt", m.word("gate_meaning", &one.name)),
        GateOutcome::Fail => ("present", m.word("gate_meaning", &one.name)),
        GateOutcome::NotAssessed => ("unknown", m.word("gate_meaning", &one.name)),
    };
    GateRow {
        name: m.word("gate", &one.name),
        value: one.value.map_or_else(dash, shown),
        limit: one.limit.map_or_else(dash, shown),
        outcome: m.word("gate_outcome", one.outcome.word()),
        meaning,
        mark,
    }
}

/// The exons of each gene, in one line.
fn weak_exons(case: &Case, m: &Messages) -> Vec<Pair> {
    let mut genes: Vec<(&str, Vec<String>)> = Vec::new();
    for exon in &case.quality.weak_exons {
        let said = format!("{} ({})", exon.exon, m.language.percent(exon.callable, 0));
        match genes.last_mut() {
            Some((gene, exons)) if *gene == exon.gene => exons.push(said),
            _ => genes.push((&exon.gene, vec![said])),
        }
    }
    genes.into_iter().map(|(gene, exons)| Pair::new(bounded(gene, 40), exons.join(", "))).collect()
}

/// Candidates, calls, and how many of these are expected to be false.
fn counts(case: &Case, m: &Messages) -> Vec<Pair> {
    let number = |value: u64| m.language.number(value);
    let mut pairs = vec![
        Pair::new(m.text("quality.candidates"), number(case.counts.candidates)),
        Pair::new(m.text("quality.passed"), number(case.counts.passed)),
    ];
    let expected = |key: &str, of: ExpectedFalse| {
        let value = m.with(
            "quality.expected_false",
            &[
                ("expected", &m.language.decimal(of.expected, 2)),
                ("passed", &number(of.passed)),
                ("line", &m.language.decimal(of.line, 3)),
            ],
        );
        Pair::new(m.text(key), value)
    };
    if let Some(FalseDiscovery { substitutions, indels }) = case.quality.false_discovery {
        pairs.push(expected("quality.false_substitutions", substitutions));
        pairs.push(expected("quality.false_indels", indels));
    }
    pairs
}

fn role(role: SampleRole, m: &Messages) -> &str {
    match role {
        SampleRole::Tumour => m.text("head.tumour"),
        SampleRole::Normal => m.text("head.normal"),
    }
}

fn rows(case: &Case, m: &Messages) -> Vec<Row> {
    let missing = || m.text("quality.not_measured").to_owned();
    let slot = |sample: &Sample| usize::from(sample.role == SampleRole::Normal);
    let mut rows = Vec::new();
    let mut add = |key: &str, read: &dyn Fn(&Sample) -> String| {
        rows.push(Row { name: m.text(key).to_owned(), values: case.samples.iter().map(read).collect() });
    };
    add("quality.name", &|sample| bounded(&sample.name, LONGEST));
    add("quality.file", &|sample| {
        sample.file.as_deref().map_or_else(|| m.text("quality.no_alignment").to_owned(), |file| bounded(file, LONGEST))
    });
    add("quality.mean_depth", &|sample| {
        sample.mean_depth.map_or_else(missing, |depth| format!("{}×", m.language.decimal(depth, 1)))
    });
    add("quality.records", &|sample| sample.reads.map_or_else(missing, |tally| m.language.number(tally.records)));
    let parts: [(&str, Part); 7] = [
        ("quality.used", |tally| tally.used),
        ("quality.duplicates", |tally| tally.duplicates),
        ("quality.low_mapping_quality", |tally| tally.low_mapping_quality),
        ("quality.secondary", |tally| tally.secondary),
        ("quality.supplementary", |tally| tally.supplementary),
        ("quality.qc_fail", |tally| tally.qc_fail),
        ("quality.unusable", |tally| tally.unusable),
    ];
    for (key, part) in parts {
        add(key, &|sample| sample.reads.map_or_else(missing, |tally| part_of(part(&tally), tally.records, m)));
    }
    add("quality.error_rate", &|sample| {
        case.quality.error_rate[slot(sample)].map_or_else(missing, |rate| m.language.percent(rate, 3))
    });
    add("quality.fragment_length", &|sample| {
        case.quality.fragment_length[slot(sample)].map_or_else(missing, |length| m.language.decimal(length, 0))
    });
    add("quality.read_groups", &|sample| m.language.number(u64::from(sample.read_groups)));
    rows
}

/// One count of a tally.
type Part = fn(&ReadTally) -> u64;

/// `1,234 (5.6%)`.
fn part_of(part: u64, whole: u64, m: &Messages) -> String {
    let count = m.language.number(part);
    if whole == 0 {
        return count;
    }
    #[allow(clippy::cast_precision_loss)] // a share shown with one decimal
    let share = part as f64 / whole as f64;
    format!("{count} ({})", m.language.percent(share, 1))
}

fn pair(case: &Case, m: &Messages) -> Vec<Pair> {
    let quality = &case.quality;
    let interval = |estimate: Estimate| {
        m.with(
            "quality.estimate",
            &[
                ("value", &m.language.percent(estimate.value, 1)),
                ("low", &m.language.percent(estimate.interval[0], 1)),
                ("high", &m.language.percent(estimate.interval[1], 1)),
                ("n", &m.language.number(estimate.observations)),
            ],
        )
    };
    let contamination = match quality.tumour_in_normal {
        None => m.text("quality.not_estimated").to_owned(),
        Some(estimate) if quality.tumour_in_normal_set => {
            format!("{} ({})", m.language.percent(estimate.value, 1), m.text("quality.set_by_user"))
        }
        Some(estimate) => interval(estimate),
    };
    let another = |estimate: Option<Estimate>, key| estimate.map(|value| Pair::new(m.text(key), interval(value)));
    let identity = quality.identity.map_or_else(
        || m.text("quality.not_estimated").to_owned(),
        |share| {
            m.with(
                "quality.identity_text",
                &[("share", &m.language.percent(share, 1)), ("n", &m.language.number(quality.identity_sites))],
            )
        },
    );
    let first = Pair::new(m.text("quality.tumour_in_normal"), contamination);
    let identity = Pair::new(m.text("quality.identity"), identity);
    let in_tumour = another(quality.another_person, "quality.another_person");
    let in_normal = another(quality.another_in_normal, "quality.another_in_normal");
    [Some(first), in_tumour, in_normal, Some(identity)].into_iter().flatten().collect()
}
