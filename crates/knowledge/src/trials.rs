//! A department's list of trials against a case.
//!
//! The list is TOML. An event is written as in the table of evidence: a gene, then events with `|` between them; a lesion
//! needs no gene.
//!
//! ```toml
//! [[trial]]
//! id = "T-1"
//! title = "A menin inhibitor in relapsed leukaemia"
//! diseases = ["aml", "all"]
//! requires = ["lesion:KMT2A-r|lesion:MLLT3::KMT2A"]
//! excludes = ["TP53 rule:tp53_altering"]
//! [[trial.measures]]
//! name = "age"
//! at_least = 18
//! ```

use marv_annotate::Bundle;
use marv_model::{
    case::{Case, Disease},
    clinical::{Circumstance, Measure},
    finding::{Finding, Status},
    interpretation::{TrialCriterion, TrialMatch},
    tp53::{ELN_2022, Tp53Hits},
};
use serde::Deserialize;

use crate::{
    Error, Evidence,
    copies::{self, Lost, Place},
    evidence::{Event, Fit, Mutation, is_for},
    lesions,
};

/// A department's trials.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trials {
    #[serde(default, rename = "trial")]
    trials: Vec<Trial>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trial {
    id: String,
    title: String,
    /// Any of these; empty for all.
    #[serde(default)]
    diseases: Vec<Disease>,
    /// All of these.
    #[serde(default)]
    requires: Vec<Asked>,
    /// None of these.
    #[serde(default)]
    excludes: Vec<Asked>,
    #[serde(default)]
    measures: Vec<Limits>,
    /// Circumstances that must be so or not so, by name.
    #[serde(default)]
    circumstances: std::collections::BTreeMap<Circumstance, bool>,
}

/// An event, as written and as understood.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Asked {
    text: String,
    gene: Option<String>,
    events: Vec<Event>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    name: Measure,
    #[serde(default)]
    at_least: Option<f64>,
    #[serde(default)]
    at_most: Option<f64>,
}

impl TryFrom<String> for Asked {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let parse = |events: &str| events.split('|').map(Event::parse).collect::<Option<Vec<Event>>>();
        let (gene, events) = match (parse(&text), text.split_once(' ')) {
            (Some(events), _) => (None, Some(events)),
            (None, Some((gene, events))) => (Some(gene.to_owned()), parse(events)),
            (None, None) => (None, None),
        };
        let events = events.ok_or_else(|| {
            format!("{text:?} is no event: expected such as \"IDH1 residue:132\", \"TP53 rule:tp53_altering\", \"lesion:BCR::ABL1\"")
        })?;
        if gene.is_none() && events.iter().any(|event| !matches!(event, Event::Lesion(_))) {
            return Err(format!("{text:?} names no gene: only lesions do without"));
        }
        Ok(Self { text, gene, events })
    }
}

impl Trials {
    /// Reads a list; `file` is its name, for messages.
    pub fn parse(text: &str, file: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].lines().count().max(1));
            Error::Trials { file: file.to_owned(), line, problem: error.message().to_owned() }
        })
    }
    /// Each trial against the case: those that fit first, then those that stay open, each in the list's order.
    pub fn matched(&self, case: &Case) -> Vec<TrialMatch> {
        let mut found: Vec<TrialMatch> = self.trials.iter().map(|trial| matched(trial, case)).collect();
        let rank = |one: &TrialMatch| ["match", "open", "no"].iter().position(|word| *word == one.outcome);
        found.sort_by_key(rank);
        found
    }
}

fn matched(trial: &Trial, case: &Case) -> TrialMatch {
    let mut criteria = Vec::new();
    let mut add = |text: String, status: Status| criteria.push(TrialCriterion { text, status });
    if !trial.diseases.is_empty() {
        let words: Vec<&str> = trial.diseases.iter().map(|disease| disease.word()).collect();
        let status = match case.disease {
            Disease::Unspecified => Status::Unknown,
            disease if is_for(&trial.diseases, disease) => Status::Present,
            _ => Status::Absent,
        };
        add(words.join(", "), status);
    }
    for asked in &trial.requires {
        add(asked.text.clone(), there(asked, case));
    }
    for asked in &trial.excludes {
        add(format!("≠ {}", asked.text), not(there(asked, case)));
    }
    for limits in &trial.measures {
        let bounds = [limits.at_least.map(|low| format!("≥ {low}")), limits.at_most.map(|high| format!("≤ {high}"))];
        let bounds: Vec<String> = bounds.into_iter().flatten().collect();
        let within = |value: f64| {
            limits.at_least.is_none_or(|low| value >= low) && limits.at_most.is_none_or(|high| value <= high)
        };
        let status = case.clinical.value(limits.name).map_or(Status::Unknown, |value| known(within(value)));
        add(format!("{} {} {}", limits.name.word(), bounds.join(", "), limits.name.unit()), status);
    }
    for (circumstance, so) in &trial.circumstances {
        let status = case.clinical.status(*circumstance);
        let text = if *so { circumstance.word().to_owned() } else { format!("≠ {}", circumstance.word()) };
        add(text, if *so { status } else { not(status) });
    }
    let any = |wanted: Status| criteria.iter().any(|one| one.status == wanted);
    let outcome = if any(Status::Absent) {
        "no"
    } else if any(Status::Unknown) {
        "open"
    } else {
        "match"
    };
    TrialMatch { id: trial.id.clone(), title: trial.title.clone(), outcome: outcome.to_owned(), criteria }
}

fn known(so: bool) -> Status {
    if so { Status::Present } else { Status::Absent }
}

fn not(status: Status) -> Status {
    match status {
        Status::Present => Status::Absent,
        Status::Absent => Status::Present,
        Status::Unknown => Status::Unknown,
    }
}

/// RULE: an event is there where a call that passes surely is it; it is open where a call that a filter holds back may be it,
/// where a person must judge the change, or where the gene could not be read.
fn there(asked: &Asked, case: &Case) -> Status {
    let each = asked.events.iter().map(|event| match (event, &asked.gene) {
        (Event::Lesion(lesion), _) => lesions::status(case, *lesion),
        (Event::MultiHit, _) => multi_hit(case),
        (_, None) => Status::Unknown,
        (Event::Loss, Some(gene)) => lost(gene, case, Lost::OneCopy),
        (Event::BiallelicLoss, Some(gene)) => lost(gene, case, Lost::NoCopy),
        (event, Some(gene)) => mutated(event, gene, case),
    });
    each.fold(Status::Absent, |known, one| match (known, one) {
        (Status::Present, _) | (_, Status::Present) => Status::Present,
        (Status::Unknown, _) | (_, Status::Unknown) => Status::Unknown,
        _ => Status::Absent,
    })
}

/// RULE: a loss of the gene as segments tell it, of at least this gravity, at the place of its embedded model or of the target
/// that it is; a gene without a place stays open.
fn lost(gene: &str, case: &Case, least: Lost) -> Status {
    let target = Evidence::embedded().antigens().iter().find(|one| one.gene == gene);
    let model = Bundle::embedded().transcripts().iter().find(|one| one.gene() == gene && one.is_mane_select());
    let place = match (target, model) {
        (Some(target), _) => Place { chrom: &target.chrom, start: target.span.0, end: target.span.1 },
        (None, Some(model)) => Place { chrom: model.chrom(), start: model.span().start + 1, end: model.span().end },
        (None, None) => return Status::Unknown,
    };
    match copies::lost(place, case) {
        Finding::Present { evidence } => known(evidence <= least),
        other => other.status(),
    }
}

/// RULE: TP53 is hit twice where a definition decides it so, and is not where each excludes it; else it is open. ELN 2022 asks
/// for a mutation alone and says nothing of two hits.
fn multi_hit(case: &Case) -> Status {
    let states = case.tp53.iter().flat_map(|report| &report.states).filter(|state| state.definition != ELN_2022);
    let mut outcome = None;
    for state in states {
        match (state.possible.as_slice(), state.possible.contains(&Tp53Hits::Multi)) {
            ([Tp53Hits::Multi], _) => return Status::Present,
            (_, true) => outcome = Some(Status::Unknown),
            (_, false) => outcome = outcome.or(Some(Status::Absent)),
        }
    }
    outcome.unwrap_or(Status::Unknown)
}

fn mutated(event: &Event, gene: &str, case: &Case) -> Status {
    let mut open = false;
    for variant in &case.variants {
        let Some(on) = variant.consequences.first().filter(|on| on.gene == gene) else { continue };
        match event.is_mutation(Mutation { on, oncogenicity: variant.oncogenicity.as_ref() }) {
            Fit::Yes if variant.filters.is_empty() => return Status::Present,
            Fit::Yes | Fit::Perhaps => open = true,
            Fit::No => {}
        }
    }
    let read = case.genes.iter().find(|one| one.gene == gene).map_or(Status::Unknown, |one| one.finding.status());
    if open || read == Status::Unknown { Status::Unknown } else { Status::Absent }
}
