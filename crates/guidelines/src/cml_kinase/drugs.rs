//! What all mutations of a case together say of each drug.

use marv_model::{finding::Status, verdict::Criterion};

use super::table::{Drug, effect};
use crate::{
    Substitution,
    profile::{Asked, Marker},
};

/// What a mutation says of a drug; the later of two is the more cautious.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Remains active.
    Active,
    /// The tables do not say.
    NoStatement,
    /// Reported to be less sensitive.
    LessSensitive,
    /// To be avoided.
    Avoid,
}

impl Effect {
    /// As a verdict names it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::NoStatement => "no_statement",
            Self::LessSensitive => "less_sensitive",
            Self::Avoid => "avoid",
        }
    }
}

/// What is said of a drug in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overall {
    /// The most cautious of what the mutations say.
    pub effect: Effect,
    /// Whether a mutation could not be read, so that it may be worse.
    pub may_be_worse: bool,
}

/// The most cautious of what mutations say of a drug; none where there is no mutation. A change that could not be read is
/// given as none.
pub fn overall(changes: &[Option<Substitution>], compound: Status, drug: Drug) -> Option<Overall> {
    let mut worst = changes.iter().map(|change| change.map_or(Effect::NoStatement, |one| effect(one, drug))).max()?;
    // RULE: guidelines table 6.5, compound: ponatinib is weak, with p.T315I above all, and no drug is listed as active: what each
    // mutation alone leaves active is not shown for both on one molecule.
    let in_compound = if drug == Drug::Ponatinib { Effect::LessSensitive } else { Effect::NoStatement };
    if compound == Status::Present {
        worst = worst.max(in_compound);
    }
    let unread = changes.iter().any(Option::is_none);
    let phase_matters = compound == Status::Unknown && worst < in_compound;
    Some(Overall { effect: worst, may_be_worse: unread && worst < Effect::Avoid || phase_matters })
}

/// The drugs of each effect, as flags with their names, where there is a mutation. A drug that may be worse than what is
/// known of it is not told as active.
pub(super) fn flags(changes: &[Option<Substitution>], compound: Status) -> Vec<String> {
    let of = |wanted: Effect| -> Vec<&'static str> {
        let said = |drug: &&Drug| {
            overall(changes, compound, **drug)
                .is_some_and(|said| said.effect == wanted && !(wanted == Effect::Active && said.may_be_worse))
        };
        Drug::ALL.iter().filter(said).map(|drug| drug.name()).collect()
    };
    [
        (Effect::Avoid, "cml_kinase.flag.avoid"),
        (Effect::LessSensitive, "cml_kinase.flag.less_sensitive"),
        (Effect::Active, "cml_kinase.flag.active"),
    ]
    .into_iter()
    .map(|(effect, flag)| (of(effect), flag))
    .filter(|(drugs, _)| !drugs.is_empty())
    .map(|(drugs, flag)| format!("{flag}: {}", drugs.join(", ")))
    .collect()
}

/// A row a drug: met where a mutation speaks against it, unknown where one may, not met where none does.
pub(super) fn criteria(
    changes: &[Option<Substitution>],
    mutated: Status,
    compound: Status,
    evidence: impl Fn(Asked) -> Vec<String>,
) -> Vec<Criterion> {
    Drug::ALL
        .iter()
        .map(|drug| {
            let said = if mutated == Status::Present { overall(changes, compound, *drug) } else { None };
            let status = match (said, mutated) {
                (Some(said), _) if said.effect >= Effect::LessSensitive => Status::Present,
                (Some(said), _) if said.may_be_worse || said.effect == Effect::NoStatement => Status::Unknown,
                (Some(_), _) | (None, Status::Absent) => Status::Absent,
                (None, _) => Status::Unknown,
            };
            Criterion {
                id: drug.criterion().to_owned(),
                source: "Soverini, Table 1; Front Oncol 2021;11:801779, Table 1; Blood 2009;114:5426".to_owned(),
                leads_to: said.map(|said| said.effect.word().to_owned()),
                status,
                decisive: false,
                overridden: false,
                evidence: if said.is_some() { evidence(Asked::Mutated(Marker::Abl1)) } else { Vec::new() },
            }
        })
        .collect()
}
