//! Copy-number segments, as supplied by a laboratory or another program (and, in a later version, as measured).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::genome::{Interval, Locus};

/// A stretch of the genome with one copy-number state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where.
    pub interval: Interval,
    /// Mean copies a cell of the tumour; none where the source gives only a ratio.
    pub total_copies: Option<f64>,
    /// Copies of the rarer parental allele; none where unknown.
    pub minor_copies: Option<f64>,
    /// log2 of observed over expected depth, where given.
    pub log2_ratio: Option<f64>,
    /// The share of tumour cells in this state, where given.
    pub cell_fraction: Option<f64>,
}

/// What a segment means for one gene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlleleLoss {
    /// Fewer copies than normal, one allele gone.
    Deletion,
    /// Both copies gone.
    HomozygousDeletion,
    /// Normal or more copies, all of one parent's allele.
    CopyNeutralLoh,
}

/// Which bases stay beside a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Those up to and with the base.
    Before,
    /// The base and those behind it.
    From,
}

/// One side of a junction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Breakend {
    /// The last base that is joined.
    pub locus: Locus,
    /// On which side of the break it lies.
    pub kept: Kept,
}

/// Two places of the genome that a rearrangement joins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Junction {
    /// The one side.
    pub one: Breakend,
    /// The other.
    pub other: Breakend,
    /// The share of tumour cells that have it, where given.
    pub cell_fraction: Option<f64>,
}
