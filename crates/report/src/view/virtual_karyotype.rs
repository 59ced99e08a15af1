//! The karyotype that the genome implies: its lines, its clones, each abnormality with what shows it, and what must be said
//! beside it.

use marv_model::{
    case::Case,
    virtual_karyotype::{AbnormalityResult, KaryotypeStatement, VirtualCloneResult, VirtualKaryotypeResult},
};

use super::{LONGEST, Pair, bounded};
use crate::messages::Messages;

/// Abnormalities listed in a table, at most.
const MOST: usize = 100;

/// The section.
#[derive(Debug)]
pub(crate) struct VirtualKaryotypeView {
    /// The clinicians' line; a sentence where nothing was assessed.
    pub(crate) line: String,
    /// Not all of the genome was assessed.
    pub(crate) open: bool,
    pub(crate) sequence: String,
    /// The laboratory's line, to stand beside it.
    pub(crate) laboratory: Option<String>,
    /// Whether guidelines take it.
    pub(crate) used: String,
    pub(crate) facts: Vec<Pair>,
    pub(crate) rows: Vec<AbnormalityRow>,
    pub(crate) cryptic: Vec<AbnormalityRow>,
    /// Rows that are not listed, of both tables.
    pub(crate) more: usize,
    pub(crate) statements: Vec<String>,
}

/// An abnormality of a table.
#[derive(Debug)]
pub(crate) struct AbnormalityRow {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) clone: String,
    pub(crate) cells: String,
    pub(crate) size: String,
    pub(crate) evidence: String,
    pub(crate) uncertain: bool,
}

impl VirtualKaryotypeView {
    pub(crate) fn of(result: &VirtualKaryotypeResult, laboratory: Option<&str>, m: &Messages) -> Self {
        let rows: Vec<AbnormalityRow> = result
            .clones
            .iter()
            .enumerate()
            .flat_map(|(number, clone)| clone.abnormalities.iter().map(move |one| (number, one)))
            .map(|(number, one)| row(one, (number + 1).to_string(), m))
            .collect();
        let cryptic: Vec<AbnormalityRow> = result.cryptic.iter().map(|one| row(one, String::new(), m)).collect();
        let more = rows.len().saturating_sub(MOST) + cryptic.len().saturating_sub(MOST);
        let used = match (result.used_for_guidelines, laboratory) {
            (true, _) => "virtual.used",
            (false, Some(_)) => "virtual.not_used",
            (false, None) => "virtual.used_by_none",
        };
        Self {
            line: line(result, m),
            open: !result.complete,
            sequence: result.seq_line.as_deref().map_or_else(|| "–".to_owned(), |line| bounded(line, 4000)),
            laboratory: laboratory.map(|line| bounded(line, 2000)),
            used: m.text(used).to_owned(),
            facts: facts(result, m),
            rows: rows.into_iter().take(MOST).collect(),
            cryptic: cryptic.into_iter().take(MOST).collect(),
            more,
            statements: result.statements.iter().map(|one| statement(one, m)).collect(),
        }
    }
}

/// The line with its shares of cells, where there is one.
fn line(result: &VirtualKaryotypeResult, m: &Messages) -> String {
    result.clinical_line.as_deref().map_or_else(|| m.text("virtual.nothing").to_owned(), |line| bounded(line, 2000))
}

fn facts(result: &VirtualKaryotypeResult, m: &Messages) -> Vec<Pair> {
    let mut facts = Vec::new();
    for (number, clone) in result.clones.iter().enumerate() {
        facts.push(Pair::new(m.with("virtual.clone", &[("n", &(number + 1).to_string())]), clone_text(clone, m)));
    }
    if result.clinical_line.is_some() {
        let [five, ten] = result.counts.map(|count| m.language.number(u64::from(count)));
        facts.push(Pair::new(m.text("virtual.count"), m.with("virtual.counts", &[("five", &five), ("ten", &ten)])));
    }
    facts
}

fn clone_text(clone: &VirtualCloneResult, m: &Messages) -> String {
    let cells = m.language.percent(clone.cell_fraction, 0);
    let chromosomes = clone.chromosomes.to_string();
    let mut text = match clone.sample_fraction {
        Some(share) => {
            let sample = m.language.percent(share, 0);
            let values = [("cells", cells.as_str()), ("sample", &sample), ("chromosomes", &chromosomes)];
            m.with("virtual.clone_value", &values)
        }
        None => m.with("virtual.clone_value_unknown", &[("cells", &cells), ("chromosomes", &chromosomes)]),
    };
    if let Some(parent) = clone.parent {
        text.push_str(&m.with("virtual.clone_parent", &[("n", &(parent + 1).to_string())]));
    }
    text
}

fn row(one: &AbnormalityResult, clone: String, m: &Messages) -> AbnormalityRow {
    let language = m.language;
    let kind = match &one.cryptic {
        Some(why) => format!("{} ({})", m.word("virtual_kind", &one.kind), m.word("virtual_hidden", why)),
        None => m.word("virtual_kind", &one.kind),
    };
    let mut evidence: Vec<String> = one
        .stretches
        .iter()
        .take(6)
        .map(|stretch| {
            let minor = stretch.minor.map_or_else(String::new, |minor| format!(" ({minor})"));
            format!("{}:{}-{} ×{}{minor}", stretch.chromosome, stretch.start, stretch.end, stretch.total)
        })
        .collect();
    if one.stretches.len() > 6 {
        evidence.push("…".to_owned());
    }
    evidence.extend(one.genes.iter().cloned());
    evidence.extend(one.junctions.iter().take(6).cloned());
    if one.inferred {
        evidence.push(m.text("virtual.inferred").to_owned());
    }
    AbnormalityRow {
        name: bounded(one.item.as_deref().unwrap_or(&one.sequence), LONGEST),
        kind,
        clone,
        cells: language.percent(one.cell_fraction, 0),
        size: if one.bases == 0 { "–".to_owned() } else { language.bases(one.bases) },
        evidence: bounded(&evidence.join("; "), LONGEST),
        uncertain: one.confidence < 0.5,
    }
}

/// The key with its values by name.
fn statement(one: &KaryotypeStatement, m: &Messages) -> String {
    let values: Vec<(&str, &str)> = one.values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let key = format!("virtual_statement.{}", one.key);
    // A single one has words of its own, where its catalogue has them.
    let alone = format!("{key}_single");
    let single = values.contains(&("count", "1")) && m.text(&alone) != alone;
    let key = if single { alone } else { key };
    let text = m.with(&key, &values);
    bounded(if text == key { &one.key } else { &text }, 1000)
}

/// The conclusion's sentence.
pub(super) fn conclusion(case: &Case, m: &Messages) -> Option<String> {
    let result = case.virtual_karyotype.as_ref()?;
    let line = bounded(result.clinical_line.as_deref()?, LONGEST);
    // RULE: of a sample whose share of tumour cells nobody knows, a line without a change stands with its limit.
    let nothing = result.statements.iter().find(|one| one.key == "nothing_changed");
    if let Some((_, share)) = nothing.and_then(|one| one.values.iter().find(|(name, _)| name.as_str() == "share")) {
        return Some(m.with("virtual.conclusion_limit", &[("line", &line), ("share", share)]));
    }
    if result.complete {
        return Some(m.with("virtual.conclusion", &[("line", &line)]));
    }
    // Without an abnormality the line of a part of the genome says nothing.
    let any = result.clones.iter().any(|clone| !clone.abnormalities.is_empty());
    any.then(|| m.with("virtual.conclusion_incomplete", &[("line", &line)]))
}
