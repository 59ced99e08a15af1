//! Tandem duplications and deletions that clipped reads propose.
//!
//! An aligner clips a read rather than open a long gap. Where several tumour reads are clipped at one base and what was
//! clipped lies on the reference near by, in the same direction, the two places make an event: a duplication when the
//! read jumps back, a deletion when it jumps on.

use std::collections::BTreeMap;

use marv_model::{genome::ContigId, variant::SmallVariant};

use super::{haplotype::left_aligned, sample::SampleSweep};
use crate::config::SweepConfig;

/// Clipped bases that must lie elsewhere on the reference, exactly.
const SEED: usize = 12;
/// Reads that must be clipped at one base.
const READS: usize = 2;

/// The events proposed, left-aligned, in the genome's order.
pub(crate) fn propose(sample: &SampleSweep, contig: ContigId, config: &SweepConfig) -> Vec<SmallVariant> {
    let letters = sample.reference.letters();
    let mut places: BTreeMap<(u32, bool), Vec<u32>> = BTreeMap::new();
    for clip in &sample.clips {
        let read = sample.store.reads.get(clip.read as usize);
        if read.is_some_and(|read| read.clips[usize::from(clip.right)] as usize >= SEED) {
            places.entry((clip.at, clip.right)).or_default().push(clip.read);
        }
    }
    let mut found: Vec<SmallVariant> = places
        .iter()
        .filter(|(_, reads)| reads.len() >= READS)
        .filter_map(|((at, right), reads)| {
            // The longest clip stands for all; ties go to the first.
            let longest = reads
                .iter()
                .rev()
                .filter_map(|index| sample.store.reads.get(*index as usize))
                .max_by_key(|read| read.clips[usize::from(*right)])?;
            let base = |index: u32| sample.store.base(longest, index);
            let seed: Vec<u8> = if *right {
                let first = longest.length - longest.clips[1];
                (first..first + u32::try_from(SEED).ok()?).map(base).collect()
            } else {
                (longest.clips[0] - u32::try_from(SEED).ok()?..longest.clips[0]).map(base).collect()
            };
            let other = landing(letters, *at as usize, *right, &seed, config.max_clip_event as usize)?;
            event(letters, sample.window_start, contig, *at as usize, other, *right)
        })
        .map(|variant| left_aligned(&variant, letters, sample.window_start))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Where the clipped bases lie: the offset that takes the place of `at`, the nearest first.
fn landing(letters: &[u8], at: usize, right: bool, seed: &[u8], reach: usize) -> Option<usize> {
    let holds = |offset: usize| {
        let from = if right { Some(offset) } else { offset.checked_sub(seed.len()) };
        from.and_then(|from| letters.get(from..from + seed.len())).is_some_and(|there| there == seed)
    };
    (1..=reach).flat_map(|d| [at.checked_sub(d), Some(at + d)]).flatten().find(|offset| holds(*offset))
}

/// The event that joins `at`, where reads are clipped, to `other`, where their clipped part lies.
fn event(
    letters: &[u8],
    window_start: u32,
    contig: ContigId,
    at: usize,
    other: usize,
    right: bool,
) -> Option<SmallVariant> {
    let (low, high) = (at.min(other), at.max(other));
    let span = letters.get(low..high)?;
    let anchor = letters.get(low.checked_sub(1)?)?;
    let with_span = [&[*anchor], span].concat();
    let position = window_start + u32::try_from(low - 1).ok()?;
    // Clipped at its right end and continuing further left, or at its left end and coming from further right: the span
    // is read twice. The other way round it is not read at all.
    let duplicated = right == (other < at);
    if duplicated {
        SmallVariant::new(contig, position, [*anchor], with_span).ok()
    } else {
        SmallVariant::new(contig, position, with_span, [*anchor]).ok()
    }
}
