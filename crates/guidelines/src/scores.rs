//! What the scores share: their choice of a limit of detection, and flags.

use marv_model::{clinical::Measure, finding::Finding, units::AlleleFraction, verdict::Policy};

use crate::{
    choices::ChoiceReader,
    keys::{Key, KeyKind::Flag, key},
    profile::{Marker, Profile},
    rules::{largest_limit, usual_limit},
};

/// Choices that every score makes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScorePolicies {
    /// A gene that is absent only down to a limit above this counts as unknown. 0.10 by default: the scores were made
    /// with panels that see smaller clones, so a coarser negative is none.
    pub largest_limit: AlleleFraction,
}

impl Default for ScorePolicies {
    fn default() -> Self {
        Self { largest_limit: usual_limit() }
    }
}

impl ScorePolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(usual_limit()) }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![largest_limit(self.largest_limit)]
    }
}

pub(crate) const AT_DIAGNOSIS: &str = "scores.flag.at_diagnosis";

/// Flags that do not depend on the score: a negative that is too coarse among these genes.
pub(crate) fn coarse_limits(profile: &Profile, genes: &[Marker], largest_limit: AlleleFraction) -> Option<String> {
    let coarse = genes.iter().any(|marker| {
        matches!(profile.finding(*marker), Finding::Absent { limit_of_detection: Some(limit) } if limit > largest_limit)
    });
    coarse.then(|| "scores.flag.limit_too_high".to_owned())
}

/// RULE: WHO 2022 and ICC 2022: 20 % blasts or more are not MDS.
pub(crate) fn many_blasts(profile: &Profile) -> Option<String> {
    let blasts = profile.patient().value(Measure::MarrowBlasts)?;
    (blasts >= 20.0).then(|| "scores.flag.blasts_twenty_or_more".to_owned())
}

pub(crate) const KEYS: &[Key] = &[
    key(Flag, AT_DIAGNOSIS, "The score was made for patients at diagnosis, before treatment"),
    key(
        Flag,
        "scores.flag.limit_too_high",
        "A gene was not seen, but the limit of detection is above the policy's: it counts as unknown",
    ),
    key(Flag, "scores.flag.blasts_twenty_or_more", "20 % blasts or more in the marrow are AML, not MDS"),
];
