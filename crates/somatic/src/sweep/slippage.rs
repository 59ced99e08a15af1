//! How often fragments show a repeat of the reference longer or shorter than it is.

use std::collections::BTreeMap;

use marv_model::variant::SmallVariant;

use super::{
    repeats::{Tract, repeat_at},
    sample::SampleSweep,
};
use crate::{
    likelihood::errors::{direction, repeat_row},
    statistics::{REPEAT_COUNTS, REPEAT_UNITS, SampleStatistics, SlippageBin},
};

/// Reads that make a repeat longer, and shorter.
type Changed = [u32; 2];

/// What alignments show of repeats, by the unit's length and the anchor's offset.
pub(crate) struct Changes(BTreeMap<(usize, u32), Changed>);

impl Changes {
    /// Of a sample's left-aligned insertions and deletions with their reads.
    pub(crate) fn of(reads: &BTreeMap<SmallVariant, u32>, letters: &[u8], window_start: u32) -> Self {
        let mut sums: BTreeMap<(usize, u32), Changed> = BTreeMap::new();
        for (variant, count) in reads {
            let repeat = repeat_at(variant, letters, window_start);
            if repeat.unit > 0 {
                let here = sums.entry((usize::from(repeat.unit), variant.position() - window_start)).or_default();
                here[direction(repeat.change)] += count;
            }
        }
        Self(sums)
    }
}

/// Fewer fragments than this that show the same change are slippage.
const SEVERAL: u32 = 3;

/// Counts every repeat in a sample's sums: the fragments over it and those that change its length. `own` are what its
/// alignments show, `elsewhere` what the other sample's show.
pub(crate) fn count_slippage(
    sample: &SampleSweep,
    tracts: &[Tract],
    own: &Changes,
    elsewhere: &Changes,
    sums: &mut SampleStatistics,
) {
    sums.repeats = vec![[[0; 2]; 2]; REPEAT_UNITS * REPEAT_COUNTS];
    let (mut own, mut others) = (InOrder::new(own), InOrder::new(elsewhere));
    for tract in tracts {
        let depth = u32::try_from(sample.depth[tract.at as usize]).unwrap_or(0);
        let anchor = tract.at.saturating_sub(1);
        let (changed, beside) = (own.at(tract.unit, anchor), others.at(tract.unit, anchor));
        let Some(row) = repeat_row(tract.unit, tract.count).filter(|_| depth > 0) else { continue };
        // METHOD: three reads or more and above 15 % of the depth, in either sample, is a variant, not slippage.
        if changed.iter().chain(&beside).any(|reads| *reads >= SEVERAL && reads * 100 > depth * 15) {
            continue;
        }
        for (side, (reads, beside)) in changed.into_iter().zip(beside).enumerate() {
            // METHOD: fewer may be an acquired variant where the other sample shows nothing of it: what the other repeats of
            // the kind show decides.
            if reads >= SEVERAL && beside == 0 {
                let bin = bin(row, side, [reads, depth]);
                *sums.doubtful_repeats.entry(bin).or_default() += 1;
            } else {
                let [fragments, so_changed] = &mut sums.repeats[row][side];
                *fragments += u64::from(depth);
                *so_changed += u64::from(reads.min(depth));
            }
        }
    }
}

fn bin(row: usize, side: usize, [changed, depth]: [u32; 2]) -> SlippageBin {
    let times = depth.div_ceil(255).max(1);
    let scaled = |count: u32| u8::try_from((count + times / 2) / times).unwrap_or(u8::MAX);
    let small = |index: usize| u8::try_from(index).unwrap_or(u8::MAX);
    SlippageBin { row: small(row), direction: small(side), changed: scaled(changed), depth: scaled(depth) }
}

/// Reads by unit, then anchor: as tracts come, so that each is found by going on from the one before.
struct InOrder<'a>(std::iter::Peekable<std::collections::btree_map::Iter<'a, (usize, u32), Changed>>);

impl<'a> InOrder<'a> {
    fn new(changes: &'a Changes) -> Self {
        Self(changes.0.iter().peekable())
    }
    fn at(&mut self, unit: usize, anchor: u32) -> Changed {
        while self.0.next_if(|(key, _)| **key < (unit, anchor)).is_some() {}
        self.0.peek().filter(|(key, _)| **key == (unit, anchor)).map_or([0; 2], |(_, reads)| **reads)
    }
}
