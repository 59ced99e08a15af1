//! What other examinations of the laboratory found, as given with the case.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{cytogenetics::Lesion, finding::Status, units::AlleleFraction};

/// A FISH result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FishResult {
    /// What the probe looks for.
    pub lesion: Lesion,
    /// Positive, negative, or without a result.
    pub result: Status,
    /// The share of nuclei with the abnormal pattern, 0 to 1, where given.
    pub positive_share: Option<f64>,
    /// Nuclei scored, where given.
    pub cells: Option<u32>,
}

/// A marker's result in the laboratory's gene panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PanelResult {
    /// The marker by the name that guidelines use, such as `NPM1` or `FLT3-ITD`.
    pub marker: String,
    /// Mutated, not mutated, or without a result.
    pub result: Status,
    /// The allele fractions of its mutations, where given.
    pub fractions: Vec<AlleleFraction>,
}

/// A difference between what the laboratory found and what the genome shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Discordance {
    /// The marker or the lesion, by name.
    pub datum: String,
    /// The laboratory's examination: `karyotype`, `fish` or `panel`.
    pub method: String,
    /// What the laboratory says.
    pub laboratory: Status,
    /// What the genome says.
    pub genome: Status,
}

/// The laboratory's karyotype beside the genome's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KaryotypeComparison {
    /// Losses, gains and junctions.
    pub items: Vec<ComparedItem>,
    /// Autosomes that either calls lost whole.
    pub monosomies: Vec<ComparedMonosomy>,
    /// Monosomal by banding (Breems 2008).
    pub monosomal_by_banding: Status,
    /// Monosomal by copies: whole chromosomes lost.
    pub monosomal_by_sequencing: Status,
}

/// One item of the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedItem {
    /// `loss`, `gain` or `junction`.
    pub kind: String,
    /// The arm (`5q`), or the two bands that are joined (`9q34::22q11`).
    pub what: String,
    /// `both`, `only_sequencing` or `only_banding`.
    pub seen: String,
    /// Why only one saw it, as a key of the message catalogue; none where both did.
    pub reason: Option<String>,
    /// Bases that sequencing found lost or gained.
    pub bases: u64,
}

/// One chromosome that banding or copies call lost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparedMonosomy {
    /// Such as `5`.
    pub chromosome: String,
    /// `confirmed`, `refuted`, `only_sequencing` or `not_assessable`.
    pub verdict: String,
    /// The shares of the short and the long arm that are lost, 0 to 1, where covered.
    pub lost: [Option<f64>; 2],
}
