//! The quality of a run.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::interpretation::{Gate, WeakExon};

/// How many calls of one kind pass, and how many of them are expected to be false.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedFalse {
    /// Calls without a filter that were searched for, not asked for by name.
    pub passed: u64,
    /// The sum of their probabilities of not being somatic.
    pub expected: f64,
    /// The line that was used: the largest probability of an artefact, among artefact and somatic, that a call may have.
    pub line: f64,
}

/// The calls that are expected to be false, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FalseDiscovery {
    /// Substitutions.
    pub substitutions: ExpectedFalse,
    /// Insertions, deletions and mixtures.
    pub indels: ExpectedFalse,
}

/// The quality of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Quality {
    /// Tumour in the normal, as a share of the normal's DNA: estimate and 95 % interval.
    pub tumour_in_normal: Option<Estimate>,
    /// Whether it was set by the user instead of estimated.
    pub tumour_in_normal_set: bool,
    /// Mismatches a base that no variant explains, tumour and normal.
    pub error_rate: [Option<f64>; 2],
    /// Median fragment length in bases, tumour and normal.
    pub fragment_length: [Option<f64>; 2],
    /// Share of the germline sites, seen in both, where tumour and normal agree: 1 for one person.
    pub identity: Option<f64>,
    /// Germline sites that `identity` rests on.
    pub identity_sites: u64,
    /// Another person's DNA in the tumour, as a share: estimate and 95 % interval; none where too few sites tell.
    #[serde(default)]
    pub another_person: Option<Estimate>,
    /// Another person's DNA in the normal, such as a donor's cells after a transplant: estimate and 95 % interval; none where
    /// too few sites tell.
    #[serde(default)]
    pub another_in_normal: Option<Estimate>,
    /// What each of the two samples shows alone; none without a normal.
    #[serde(default)]
    pub one_sided: Option<OneSided>,
    /// How many of the calls that pass are expected to be false; none where it was not worked out.
    #[serde(default)]
    pub false_discovery: Option<FalseDiscovery>,
    /// What a reader must know, as keys of the message catalogue.
    pub warnings: Vec<String>,
    /// Gates, each with what it means for the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Exons of the panel of which less than 95 % could be read at the gene's limit; the genes that guidelines ask for first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak_exons: Vec<WeakExon>,
}

/// Changes that one sample of the pair shows and the other lacks: acquired ones stand in the tumour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct OneSided {
    /// Substitutions that the tumour, and that the normal alone shows; the normal's without those that a loss explains.
    pub substitutions: [u64; 2],
    /// Known mutations (hotspots) that the tumour, and that the normal alone shows.
    pub hotspots: [u64; 2],
    /// Places that both samples cover.
    pub loci: u64,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The best value.
    pub value: f64,
    /// 95 % interval, lower and upper.
    pub interval: [f64; 2],
    /// Observations it rests on.
    pub observations: u64,
}
