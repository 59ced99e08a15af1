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
