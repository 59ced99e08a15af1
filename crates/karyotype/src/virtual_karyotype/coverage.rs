//! What segments cover: only of that anything is said.

use super::{
    chromosomes::{ArmStretch, arms, in_order},
    genome::{MeasuredGenome, MeasuredSegment, WritingPolicy},
};
use crate::karyotype::Chromosome;

/// Arms with and without a known copy number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Coverage {
    pub(super) assessed: Vec<ArmStretch>,
    pub(super) not_assessed: Vec<ArmStretch>,
}

impl Coverage {
    pub(super) fn of(genome: &MeasuredGenome, policy: &WritingPolicy) -> Self {
        let mut coverage = Self::default();
        let no_y = genome.sex.is_some_and(|sex| sex.y == 0);
        for chromosome in in_order().filter(|c| !(no_y && *c == Chromosome::Y)) {
            for arm in arms(chromosome) {
                let covered: u64 = known(genome, chromosome)
                    .map(|segment| u64::from(segment.end.min(arm.end).saturating_sub(segment.start.max(arm.start))))
                    .sum();
                #[expect(clippy::cast_precision_loss, reason = "lengths of chromosomes")]
                let share = covered as f64 / f64::from(arm.length());
                let list =
                    if share >= policy.covered_share { &mut coverage.assessed } else { &mut coverage.not_assessed };
                list.push(arm);
            }
        }
        coverage
    }
    /// Whether nothing of the genome was assessed.
    pub(super) fn is_nothing(&self) -> bool {
        self.assessed.is_empty()
    }
    /// Names of what was not assessed: a chromosome where that is all of it, else the arm.
    pub(super) fn names(&self) -> Vec<String> {
        let missing = |chromosome| self.not_assessed.iter().filter(move |arm| arm.chromosome == chromosome);
        let mut names = Vec::new();
        for chromosome in in_order() {
            let count = missing(chromosome).count();
            if count > 0 && !self.assessed.iter().any(|arm| arm.chromosome == chromosome) {
                names.push(chromosome.to_string());
            } else {
                names.extend(missing(chromosome).map(|arm| format!("{chromosome}{}", arm.arm)));
            }
        }
        names
    }
}

/// Segments of a chromosome whose copies are known, in its order.
pub(super) fn known(genome: &MeasuredGenome, chromosome: Chromosome) -> impl Iterator<Item = MeasuredSegment> {
    let mut own: Vec<MeasuredSegment> = genome
        .segments
        .iter()
        .filter(|s| s.chromosome == chromosome && s.total.is_some() && s.end > s.start)
        .copied()
        .collect();
    own.sort_by_key(|segment| (segment.start, segment.end));
    own.into_iter()
}
