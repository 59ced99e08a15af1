//! Chromothripsis: a chromosome in many pieces, of which some are lost and the rest joined anew.

use std::collections::BTreeMap;

use super::{
    abnormality::{AbnormalityKind, StretchEvidence},
    items::{Draft, Written, derivative},
    joined::Work,
    steps::Run,
};
use crate::karyotype::Chromosome;

/// RULE: structure 8 (d): ten changes between two or three copy numbers, and eight interleaved junctions, on one chromosome.
const SEGMENTS: usize = 10;
const STATES: usize = 3;
const JUNCTIONS: usize = 8;

impl Work<'_> {
    /// Takes shattered chromosomes out of what else is explained: each is one abnormality.
    pub(super) fn shatter(&mut self, runs: &BTreeMap<Chromosome, Vec<Run>>) {
        for (chromosome, runs) in runs {
            let interleaved = self.interleaved(*chromosome);
            if interleaved.len() < JUNCTIONS || !oscillates(runs) {
                continue;
            }
            let of_it = |change: &&super::layers::ChromosomeChange| change.chromosome == *chromosome;
            // Of the clone that has most of its changed pieces.
            let clone = runs.iter().filter_map(|run| run.clone).fold(BTreeMap::new(), |mut counts, clone| {
                *counts.entry(clone).or_insert(0u32) += 1;
                counts
            });
            let Some(clone) = clone.into_iter().max_by_key(|(clone, count)| (*count, std::cmp::Reverse(*clone))) else {
                continue;
            };
            let stretches: Vec<StretchEvidence> = runs
                .iter()
                .filter(|run| run.clone.is_some())
                .map(|run| StretchEvidence {
                    chromosome: *chromosome,
                    start: run.start,
                    end: run.end,
                    total: run.total,
                    minor: run.minor,
                })
                .collect();
            let confidence = self.changes.iter().filter(of_it).map(|change| change.main.confidence).fold(1.0, f64::min);
            for change in self.changes.iter_mut().filter(|change| change.chromosome == *chromosome) {
                change.layers.clear();
                change.below.clear();
            }
            let written = Written::of(|_| derivative(None, *chromosome, Vec::new()));
            let draft =
                Draft::of_stretches(AbnormalityKind::Chromothripsis, Some(written), clone.0, stretches, confidence);
            self.add(draft.text(format!("({chromosome})cth")), &interleaved);
        }
    }

    /// Junctions within a chromosome whose span crosses that of another one.
    fn interleaved(&self, chromosome: Chromosome) -> Vec<usize> {
        let own: Vec<(usize, u32, u32)> = self
            .junctions
            .iter()
            .enumerate()
            .filter(|(_, junction)| !junction.is_between_chromosomes() && junction.one.chromosome == chromosome)
            .map(|(number, junction)| {
                let [low, high] = junction.ends();
                (number, low.position, high.position)
            })
            .collect();
        let crosses = |a: &(usize, u32, u32), b: &(usize, u32, u32)| a.1 < b.1 && b.1 < a.2 && a.2 < b.2;
        own.iter()
            .filter(|one| own.iter().any(|other| crosses(one, other) || crosses(other, one)))
            .map(|(number, ..)| *number)
            .collect()
    }
}

/// Whether copies go up and down between few numbers.
fn oscillates(runs: &[Run]) -> bool {
    let mut totals: Vec<u8> = runs.iter().map(|run| run.total).collect();
    totals.dedup();
    let changes = totals.len();
    totals.sort_unstable();
    totals.dedup();
    changes >= SEGMENTS && totals.len() <= STATES
}
