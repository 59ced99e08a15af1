//! What sequencing measured of a tumour's genome, as the karyotype needs it. Places are of GRCh38, 0-based.

pub use marv_model::structure::Kept;

use crate::karyotype::Chromosome;

/// Copy number and rearrangements of one tumour.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MeasuredGenome {
    /// Inherited sex chromosomes, from the normal; none where they were not seen.
    pub sex: Option<SexChromosomes>,
    /// Share of the sample's cells that are the tumour's, 0 to 1; none where it is not known.
    pub purity: Option<f64>,
    /// Its 95 % interval; none where it is not known.
    pub purity_interval: Option<[f64; 2]>,
    /// Another chromosome number explains the measures nearly as well, and it is not the same clone doubled.
    pub ploidy_ambiguous: bool,
    /// The same clone doubled, or the single form of a doubled one, explains the measures as well.
    pub doubling_ambiguous: bool,
    /// Where the purity is not known and nothing has changed: the share of the sample's cells, 0 to 1, from which a loss or
    /// gain of any chromosome would have been seen; none where that was not measured.
    pub limit: Option<f64>,
    /// Stretches of one copy number, changed or not, in any order. What none covers was not assessed.
    pub segments: Vec<MeasuredSegment>,
    /// Acquired junctions, in any order; none where nobody looked for them.
    pub junctions: Option<Vec<MeasuredJunction>>,
}

/// Inherited copies of X and of Y.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SexChromosomes {
    /// Copies of X.
    pub x: u8,
    /// Copies of Y.
    pub y: u8,
}

/// A stretch of one copy number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredSegment {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// First base.
    pub start: u32,
    /// The base behind the last.
    pub end: u32,
    /// Copies in the cells that differ from the inherited ones, or in all; none where they are not known.
    pub total: Option<u8>,
    /// Copies of the rarer parent's allele; none where they are not known.
    pub minor: Option<u8>,
    /// Share of the tumour's cells with these copies, 0 to 1; none is all.
    pub cell_fraction: Option<f64>,
    /// Inherited copies: 2, or those of X and Y.
    pub inherited: u8,
    /// Probability of these copies, 0 to 1.
    pub confidence: f64,
}

impl MeasuredSegment {
    /// In bases.
    pub fn length(&self) -> u32 {
        self.end.saturating_sub(self.start)
    }
    /// As many copies as inherited or more, all of one parent.
    pub fn is_loh(&self) -> bool {
        self.minor == Some(0) && self.inherited == 2 && self.total.is_some_and(|total| total >= 2)
    }
    /// Whether it is not as inherited.
    pub fn is_changed(&self) -> bool {
        self.total.is_some_and(|total| total != self.inherited) || self.is_loh()
    }
}

/// One side of a junction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct JunctionEnd {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// The last base that is joined.
    pub position: u32,
    /// Which bases stay beside the break.
    pub kept: Kept,
}

/// Two places that the tumour joins.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredJunction {
    /// The one side.
    pub one: JunctionEnd,
    /// The other.
    pub other: JunctionEnd,
    /// Share of the tumour's cells that have it, 0 to 1; none where it is not known.
    pub cell_fraction: Option<f64>,
    /// Fragments of the tumour that show it, which say how exact that share is; none where it is not known.
    pub fragments: Option<u32>,
    /// Whether it is a rearrangement that recurs in blood cancers: listed whatever its size.
    pub recurrent: bool,
    /// The genes that it joins, such as `BCR::ABL1`, where known.
    pub genes: Option<String>,
    /// Junctions of one event share a number, where known.
    pub event: Option<u32>,
    /// What to call it.
    pub id: String,
}

impl MeasuredJunction {
    /// Both sides, the first in the genome's order first.
    pub(super) fn ends(&self) -> [JunctionEnd; 2] {
        if self.one <= self.other { [self.one, self.other] } else { [self.other, self.one] }
    }
    /// Whether it joins two chromosomes.
    pub(super) fn is_between_chromosomes(&self) -> bool {
        self.one.chromosome != self.other.chromosome
    }
}

/// What the rules of writing rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WritingPolicy {
    /// The least that banding shows, in bases: 5,000,000.
    pub banding_limit: u32,
    /// What banding shows under all circumstances, in bases: 10,000,000.
    pub banding_certain: u32,
    /// The share of an arm that segments must cover to say anything of it: 0.8.
    pub covered_share: f64,
    /// How far a segment's border may lie from the junction that makes it, in bases: 500,000.
    pub border_margin: u32,
    /// How far the two junctions of one exchange may lie apart on a chromosome, in bases: 2,000,000.
    pub exchange_margin: u32,
    /// Below this probability of its copies an item is written with a question mark: 0.5.
    pub doubtful_below: f64,
}

impl Default for WritingPolicy {
    // METHOD: 5 Mb is the least that banding shows at 550 bands and 10 Mb what it shows in metaphases of leukaemia;
    // segments that no junction sharpens end within some hundred kilobases; exchanges lose up to a few megabases.
    fn default() -> Self {
        Self {
            banding_limit: 5_000_000,
            banding_certain: 10_000_000,
            covered_share: 0.8,
            border_margin: 500_000,
            exchange_margin: 2_000_000,
            doubtful_below: 0.5,
        }
    }
}
