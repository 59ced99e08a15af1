//! Where alignments disagree.

use std::collections::BTreeMap;

use crate::sweep::sample::SampleSweep;

/// A stretch of a window, as offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Places are looked for in tiles of the contig of this many bases, so that they do not depend on how it was cut.
const TILE: u32 = 100;
/// Bases around a tile that are put together with it.
const AROUND: u32 = 150;
/// A tile this near to the window's end is left out: its reads may not all be there. More than a read's length.
const EDGE: u32 = 600;
/// Clipped bases that make a sign.
const CLIPPED: u32 = 10;
/// Differences of one read that make a sign.
const DIFFERENCES: u32 = 4;
/// Signs that make a tile active.
const SIGNS: u32 = 3;

/// The places where reads of the tumour are clipped, differ much, or are aligned with different gaps, in order. Where the
/// normal has as many of such signs for its depth, half of it or more, the place is left alone.
pub(super) fn places(sample: &SampleSweep, beside: Option<&SampleSweep>) -> Vec<Place> {
    let length = u32::try_from(sample.reference.letters().len()).unwrap_or(u32::MAX);
    let of_normal = beside.map(signs).unwrap_or_default();
    let mut places = Vec::new();
    for (tile, count) in signs(sample) {
        let offset = (tile * TILE).checked_sub(sample.window_start);
        let Some(offset) = offset.filter(|offset| *offset >= EDGE && offset + TILE + EDGE <= length) else { continue };
        let depth = |sample: &SampleSweep| {
            let depth = sample.depth.get((offset + TILE / 2) as usize).copied().unwrap_or(0);
            u64::from(depth.max(1).unsigned_abs())
        };
        let inherited = beside.is_some_and(|normal| {
            let there = u64::from(of_normal.get(&tile).copied().unwrap_or(0));
            2 * there * depth(sample) >= u64::from(count) * depth(normal)
        });
        if count >= SIGNS && !inherited {
            places.push(Place { start: offset - AROUND, end: offset + TILE + AROUND });
        }
    }
    places
}

/// Signs by tile.
fn signs(sample: &SampleSweep) -> BTreeMap<u32, u32> {
    let mut signs: BTreeMap<u32, u32> = BTreeMap::new();
    let mut at = |offset: u32| *signs.entry((sample.window_start + offset) / TILE).or_default() += 1;
    for clip in &sample.clips {
        let read = sample.store.reads.get(clip.read as usize);
        if read.is_some_and(|read| read.clips[usize::from(clip.right)] >= CLIPPED) {
            at(clip.at);
        }
    }
    for indel in
        sample.indels.iter().filter(|indel| indel.deleted.max(u32::try_from(indel.inserted.len()).unwrap_or(0)) > 2)
    {
        at(indel.anchor);
    }
    for read in &sample.store.reads {
        if read.differences.1 >= DIFFERENCES
            && let Some(first) = sample.store.differences(read).first()
        {
            at(*first);
        }
    }
    signs
}
