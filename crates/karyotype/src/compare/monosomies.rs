//! Monosomies by banding beside monosomies by copies.

use super::genome::{ComparePolicy, Genome, arm_of};
use crate::{
    karyotype::{Arm, Chromosome},
    monosomal::MonosomalPolicy,
    read::Reading,
};

/// What becomes of a monosomy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MonosomyVerdict {
    /// Both see it.
    Confirmed,
    /// Banding calls it, and a part of the chromosome is there in normal number: it stands elsewhere, in a derivative or a
    /// marker.
    Refuted,
    /// Only copies show it.
    OnlySequencing,
    /// The segments do not cover enough of the chromosome.
    NotAssessable,
}

/// One autosome that banding or copies call lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Monosomy {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// Written as lost in a clone.
    pub by_banding: bool,
    /// The share of the short arm that is lost, 0 to 1; none for the short arm of an acrocentric, and where it is not
    /// covered.
    pub short_arm_lost: Option<f64>,
    /// Of the long arm.
    pub long_arm_lost: Option<f64>,
    /// What becomes of it.
    pub verdict: MonosomyVerdict,
}

/// Chromosomes of which segments say nothing of the short arm.
const ACROCENTRIC: [u8; 5] = [13, 14, 15, 21, 22];

pub(super) fn compared(reading: &Reading, genome: &Genome<'_>, policy: &ComparePolicy) -> Vec<Monosomy> {
    let written: Vec<Chromosome> = reading
        .monosomal_evidence(&MonosomalPolicy::EVERY_WRITTEN_LOSS)
        .into_iter()
        .flat_map(|evidence| evidence.monosomies)
        .collect();
    let share = |chromosome, arm| {
        let shares = genome.shares(chromosome, arm_of(chromosome, arm)?, policy);
        (shares.covered >= policy.covered_share).then_some((shares.lost / shares.covered).clamp(0.0, 1.0))
    };
    (1..=22)
        .filter_map(|number| {
            let chromosome = Chromosome::autosome(number)?;
            let acrocentric = ACROCENTRIC.contains(&number);
            let short_arm_lost = if acrocentric { None } else { share(chromosome, Arm::P) };
            let long_arm_lost = share(chromosome, Arm::Q);
            let gone = |lost: Option<f64>| lost.map(|lost| lost >= policy.monosomy_share);
            let by_sequencing = match (gone(short_arm_lost), gone(long_arm_lost)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                (None, Some(true)) if acrocentric => Some(true),
                _ => None,
            };
            let by_banding = written.contains(&chromosome);
            let verdict = match (by_banding, by_sequencing) {
                (true, Some(true)) => MonosomyVerdict::Confirmed,
                (true, Some(false)) => MonosomyVerdict::Refuted,
                (false, Some(true)) => MonosomyVerdict::OnlySequencing,
                (true, None) => MonosomyVerdict::NotAssessable,
                (false, _) => return None,
            };
            Some(Monosomy { chromosome, by_banding, short_arm_lost, long_arm_lost, verdict })
        })
        .collect()
}
