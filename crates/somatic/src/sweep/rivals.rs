//! Where several insertions and deletions compete for the same reads, each read speaks for the one that it fits best.

use std::collections::BTreeMap;

use marv_model::variant::SmallVariant;

use super::{haplotype::Haplotype, sample::SampleSweep};

/// Other insertions and deletions of the tumour's alignments that a read may carry instead.
pub(super) struct Rivals<'a> {
    seen: &'a BTreeMap<SmallVariant, u32>,
    letters: &'a [u8],
    start: u32,
}

/// Bases between an event and its rivals.
const RIVAL_WITHIN: u32 = 30;
/// Reads that make an allele a rival.
const RIVAL_READS: u32 = 3;
/// Rivals that are asked, those with the most reads.
const RIVALS: usize = 2;

impl<'a> Rivals<'a> {
    pub(super) fn new(seen: &'a BTreeMap<SmallVariant, u32>, sample: &'a SampleSweep) -> Self {
        Self { seen, letters: sample.reference.letters(), start: sample.window_start }
    }
    /// Those near by that more reads show.
    pub(super) fn of(&self, variant: &SmallVariant) -> Vec<Haplotype> {
        let own = self.seen.get(variant).copied().unwrap_or(0);
        let place = variant.position();
        let near = |(other, reads): &(&SmallVariant, &u32)| {
            other.position().abs_diff(place) <= RIVAL_WITHIN && *other != variant && **reads >= RIVAL_READS.max(own)
        };
        let mut rivals: Vec<(&SmallVariant, &u32)> = self.seen.iter().filter(near).collect();
        rivals.sort_by_key(|(_, reads)| std::cmp::Reverse(**reads));
        rivals.iter().take(RIVALS).filter_map(|(rival, _)| Haplotype::new(rival, self.letters, self.start)).collect()
    }
}
