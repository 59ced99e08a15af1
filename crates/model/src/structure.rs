//! Copy-number segments and junctions: supplied by a laboratory or another program, or measured.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    call::{LedgerEntry, Posterior},
    genome::{Interval, Locus},
    sequence::Bases,
    units::AlleleFraction,
};

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

/// What a junction does to the order of the genome, by the sides that it joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JunctionKind {
    /// What lies between is left out.
    Deletion,
    /// What lies between is there twice, head to tail.
    TandemDuplication,
    /// What follows is turned round.
    Inversion,
    /// Neighbours with new bases between them.
    Insertion,
    /// Two chromosomes.
    Translocation,
}

impl Junction {
    /// What it does. The sides may come in either order.
    pub fn kind(&self) -> JunctionKind {
        let (low, high) = if self.one <= self.other { (self.one, self.other) } else { (self.other, self.one) };
        if low.locus.contig != high.locus.contig {
            return JunctionKind::Translocation;
        }
        match (low.kept, high.kept) {
            (Kept::Before, Kept::From) if high.locus.position - low.locus.position <= 1 => JunctionKind::Insertion,
            (Kept::Before, Kept::From) => JunctionKind::Deletion,
            (Kept::From, Kept::Before) => JunctionKind::TandemDuplication,
            _ => JunctionKind::Inversion,
        }
    }
    /// Bases from the one side to the other; none between chromosomes.
    pub fn span(&self) -> Option<u32> {
        (self.one.locus.contig == self.other.locus.contig)
            .then(|| self.one.locus.position.abs_diff(self.other.locus.position))
    }
}

/// What one sample's fragments say of a junction.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct JunctionSupport {
    /// Fragments of which a read crosses the junction.
    pub split: u32,
    /// Further fragments of which the unread middle crosses it.
    pub pairs: u32,
    /// Reads that cross the unbroken place: the mean of both sides.
    pub reference_split: f64,
    /// Fragments of which the unread middle spans the unbroken place: the mean of both sides.
    pub reference_pairs: f64,
    /// The junction's share of the copies at its sides, corrected for how many reads could have shown either. None
    /// without a fragment.
    pub fraction: Option<AlleleFraction>,
    /// Mean mapping quality of the supporting reads, 0 to 60; 0 without one.
    pub mapping_quality: f64,
}

impl JunctionSupport {
    /// Fragments for the junction.
    pub fn fragments(&self) -> u32 {
        self.split + self.pairs
    }
}

/// A soft filter of junctions. The name is what stands in the VCF's FILTER column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JunctionFilter {
    /// Inherited: the normal carries it beyond what tumour in it explains.
    Germline,
    /// Too few fragments, or too doubtful ones.
    WeakEvidence,
    /// The supporting reads map badly.
    MapQual,
    /// Too few fragments in the normal to call it somatic.
    LowNormalDepth,
    /// Share of the copies below the threshold.
    LowAlleleFrac,
    /// A short inversion of few fragments, as libraries make them by themselves.
    FoldBack,
    /// Bases of one or two letters at the break: alignment there is guesswork.
    LowComplexity,
    /// Both sides in one immunoglobulin or T-cell receptor locus: the cells' normal recombination.
    Recombination,
    /// Unrelated normals show it: inherited, or made by the library or the alignment.
    PanelOfNormals,
}

impl JunctionFilter {
    /// All, in the order in which they are applied.
    pub const ALL: [JunctionFilter; 9] = [
        JunctionFilter::WeakEvidence,
        JunctionFilter::MapQual,
        JunctionFilter::LowComplexity,
        JunctionFilter::FoldBack,
        JunctionFilter::Germline,
        JunctionFilter::LowNormalDepth,
        JunctionFilter::LowAlleleFrac,
        JunctionFilter::Recombination,
        JunctionFilter::PanelOfNormals,
    ];
    /// The FILTER identifier in VCF.
    pub fn id(self) -> &'static str {
        match self {
            JunctionFilter::Germline => "germline",
            JunctionFilter::WeakEvidence => "weak_evidence",
            JunctionFilter::MapQual => "map_qual",
            JunctionFilter::LowNormalDepth => "low_normal_depth",
            JunctionFilter::LowAlleleFrac => "low_allele_frac",
            JunctionFilter::FoldBack => "fold_back",
            JunctionFilter::LowComplexity => "low_complexity",
            JunctionFilter::Recombination => "recombination",
            JunctionFilter::PanelOfNormals => "panel_of_normals",
        }
    }
    /// What it says, in a sentence without its full stop.
    pub fn description(self) -> &'static str {
        match self {
            JunctionFilter::Germline => "Inherited",
            JunctionFilter::WeakEvidence => "Too few fragments for it, or too doubtful ones",
            JunctionFilter::MapQual => "The mapping quality of the supporting reads is too low",
            JunctionFilter::LowNormalDepth => "Too few fragments in the normal to call it somatic",
            JunctionFilter::LowAlleleFrac => "The fraction in the tumour is below the threshold",
            JunctionFilter::FoldBack => "A short inversion of few fragments, as libraries make them",
            JunctionFilter::LowComplexity => "The bases at the break are too simple to be aligned with certainty",
            JunctionFilter::Recombination => "Within one immunoglobulin or T-cell receptor locus",
            JunctionFilter::PanelOfNormals => "Two or more unrelated normals of the panel show it",
        }
    }
}

impl std::fmt::Display for JunctionFilter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

/// A junction as judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JunctionCall {
    /// The two sides, the first in the genome's order first; of equal places the leftmost.
    pub junction: Junction,
    /// Bases between the two sides, on the forward strand of the first side's contig. `N` where unread.
    pub inserted: Bases,
    /// Bases that may belong to either side: the first side may lie up to so many bases further on.
    pub homology: Bases,
    /// Bases by which each side may lie on either side of its place; none where reads cross the junction.
    pub uncertainty: Option<[u32; 2]>,
    /// In the tumour.
    pub tumour: JunctionSupport,
    /// In the normal; none in tumour-only work.
    pub normal: Option<JunctionSupport>,
    /// What explains it.
    pub posterior: Posterior,
    /// Filters that apply, in the order of [`JunctionFilter::ALL`]; empty is PASS.
    pub filters: Vec<JunctionFilter>,
    /// Junctions of one event, such as the two of a balanced translocation, share a number.
    pub event: Option<u32>,
    /// Every rule that was applied, in order.
    pub ledger: Vec<LedgerEntry>,
}

impl JunctionCall {
    /// No filter applies.
    pub fn passes(&self) -> bool {
        self.filters.is_empty()
    }
}
