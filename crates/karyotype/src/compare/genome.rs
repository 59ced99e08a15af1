//! Segments as copies of arms and stretches.

use marv_model::{
    genome::{Contigs, Interval, bare_name},
    structure::{Junction, Segment},
};

use crate::{
    karyotype::{Arm, Chromosome},
    projection::{Resolution, table},
};

/// What sequencing found, in GRCh38.
#[derive(Debug, Clone, Copy)]
pub struct Genome<'a> {
    /// The contigs that segments and junctions are of.
    pub contigs: &'a Contigs,
    /// Copy-number segments of the tumour. Where there is none nothing is known.
    pub segments: &'a [Segment],
    /// Junctions of the tumour.
    pub junctions: &'a [Junction],
}

/// What counts as seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComparePolicy {
    /// Below so many copies a stretch is lost: 1.5.
    pub lost_below: f64,
    /// From so many it is gained: 2.5.
    pub gained_from: f64,
    /// The share of each arm that must be lost for a monosomy: 0.9.
    pub monosomy_share: f64,
    /// The share of an arm that must be covered by segments to say anything of it: 0.8.
    pub covered_share: f64,
    /// What banding can see at best, in bases: 5,000,000.
    pub banding_limit: u32,
    /// How far a junction may lie from the bands that banding names for it, in bases: 10,000,000.
    pub junction_margin: u32,
    /// Below this share of cells a clone may escape sequencing: 0.15.
    pub small_clone: f64,
}

impl Default for ComparePolicy {
    // METHOD: 5 Mb is the limit of banding at 550 bands; a break is placed a band or two off; 90 % of each arm is what
    // guidelines.md 4.1 takes for a chromosome that is gone.
    fn default() -> Self {
        Self {
            lost_below: 1.5,
            gained_from: 2.5,
            monosomy_share: 0.9,
            covered_share: 0.8,
            banding_limit: 5_000_000,
            junction_margin: 10_000_000,
            small_clone: 0.15,
        }
    }
}

/// A chromosome of the contigs' table, by name.
pub(super) fn chromosome(contigs: &Contigs, contig: marv_model::genome::ContigId) -> Option<Chromosome> {
    match bare_name(contigs.name(contig)) {
        "X" => Some(Chromosome::X),
        "Y" => Some(Chromosome::Y),
        number => Chromosome::autosome(number.parse().ok()?),
    }
}

/// From where to where an arm reaches, in bases.
pub(super) fn arm_of(chromosome: Chromosome, arm: Arm) -> Option<(u32, u32)> {
    let mut bands = table(Resolution::Bands850).iter().filter(|band| band.chromosome == chromosome && band.arm == arm);
    let first = bands.next()?;
    Some((first.start, bands.next_back().unwrap_or(first).end))
}

/// Copies of a segment: as given, or from the ratio.
pub(super) fn copies(segment: &Segment) -> Option<f64> {
    segment.total_copies.or_else(|| segment.log2_ratio.map(|ratio| 2.0 * ratio.exp2()))
}

/// How much of a stretch is lost, gained and covered, as shares of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Shares {
    pub(super) lost: f64,
    pub(super) gained: f64,
    pub(super) covered: f64,
}

impl Genome<'_> {
    /// The segments that overlap a stretch of a chromosome, with the overlap.
    pub(super) fn within(&self, on: Chromosome, from: u32, to: u32) -> Vec<(&Segment, Interval)> {
        self.segments
            .iter()
            .filter(|segment| chromosome(self.contigs, segment.interval.contig()) == Some(on))
            .filter_map(|segment| {
                let stretch = Interval::new(segment.interval.contig(), from, to.max(from)).ok()?;
                Some((segment, segment.interval.intersection(&stretch)?))
            })
            .collect()
    }
    pub(super) fn shares(&self, on: Chromosome, (from, to): (u32, u32), policy: &ComparePolicy) -> Shares {
        let whole = f64::from(to.saturating_sub(from).max(1));
        let mut shares = Shares::default();
        for (segment, overlap) in self.within(on, from, to) {
            let Some(copies) = copies(segment) else { continue };
            let share = f64::from(overlap.length()) / whole;
            shares.covered += share;
            shares.lost += if copies < policy.lost_below { share } else { 0.0 };
            shares.gained += if copies >= policy.gained_from { share } else { 0.0 };
        }
        shares
    }
}
