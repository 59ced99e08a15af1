//! Events that clipped reads propose.
//!
//! An aligner clips a read rather than open a long gap. Where what was clipped lies on the reference near by, in the same
//! direction, the read shows how two places are joined: it jumps back over a duplication, on over a deletion, or comes
//! back to where it was clipped behind bases that are inserted.

use std::collections::BTreeMap;

use marv_model::{genome::ContigId, sequence::Bases, variant::SmallVariant};
use memchr::memmem;

use crate::{
    config::SweepConfig,
    context::code,
    sweep::{
        haplotype::left_aligned,
        sample::{ClipSeen, SampleSweep},
    },
};

/// Clipped bases that must lie elsewhere on the reference, exactly.
const SEED: usize = 12;
/// Seeds are taken at every fourth base, behind at most this many bases of neither place.
const STEP: usize = 4;
/// Reads that must be clipped at one base for more than the first seed of each to be sought.
const READS: usize = 2;
/// A duplication as long as this, with no more filler than this, is proposed by one read; all else by two.
const SURE: (usize, usize) = (12, 12);

/// Where a clipped read goes on: `before` bases of the window, then the filler, then the window from `after`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Jump {
    filler: Vec<u8>,
    before: usize,
    after: usize,
}

impl Jump {
    /// Whether bases clipped at this jump's place are the filler and what lies behind it.
    fn explains(&self, letters: &[u8], clipped: &[u8], right: bool) -> bool {
        if right {
            let there = letters.get(self.after..).unwrap_or_default();
            let expected = self.filler.iter().chain(there);
            clipped.len() <= self.filler.len() + there.len() && alike(clipped.iter().zip(expected))
        } else {
            let there = letters.get(..self.before).unwrap_or_default();
            let expected = self.filler.iter().rev().chain(there.iter().rev());
            clipped.len() <= self.filler.len() + there.len() && alike(clipped.iter().rev().zip(expected))
        }
    }
}

/// Adds the reads that propose each event (left-aligned) to `reads`.
pub(crate) fn propose(
    sample: &SampleSweep,
    contig: ContigId,
    config: &SweepConfig,
    reads: &mut BTreeMap<SmallVariant, u32>,
) {
    let letters = sample.reference.letters();
    let clipped = |clip: &ClipSeen| sample.store.reads.get(clip.read as usize).map(|read| (read, clip.right));
    let mut clips: Vec<ClipSeen> = sample
        .clips
        .iter()
        .filter(|clip| clipped(clip).is_some_and(|(read, right)| read.clips[usize::from(right)] as usize >= SEED))
        .copied()
        .collect();
    if clips.is_empty() {
        return;
    }
    clips.sort_unstable_by_key(|clip| (clip.at, clip.right, clip.read));
    let mut found: BTreeMap<SmallVariant, (u32, bool)> = BTreeMap::new();
    for place in clips.chunk_by(|a, b| (a.at, a.right) == (b.at, b.right)) {
        let most_filler = if place.len() >= READS { usize::MAX } else { 0 };
        let reach = config.max_tandem as usize;
        let mut landed: Vec<(Vec<u8>, Jump)> = Vec::with_capacity(place.len());
        for clip in place {
            let Some((read, right)) = clipped(clip) else { continue };
            let all: Vec<u8> = (0..read.length).map(|base| sample.store.base(read, base)).collect();
            let bases = if right { &all[all.len() - read.clips[1] as usize..] } else { &all[..read.clips[0] as usize] };
            if let Some(jump) = landing(letters, clip.at as usize, right, bases, most_filler, reach) {
                landed.push((bases.to_vec(), jump));
            }
        }
        let right = place[0].right;
        let mut jumps: BTreeMap<&Jump, usize> = BTreeMap::new();
        for (_, jump) in &landed {
            *jumps.entry(jump).or_default() += 1;
        }
        for (bases, own) in &landed {
            // An error near the clip looks like filler: the read goes on as others do, as many at least, that need less of it.
            let own_reads = jumps.get(own).copied().unwrap_or(0);
            let simpler =
                jumps.iter().filter(|(jump, reads)| jump.filler.len() < own.filler.len() && **reads >= own_reads);
            let simplest = simpler.map(|(jump, _)| *jump).find(|jump| jump.explains(letters, bases, right));
            let Some((variant, sure)) = event(simplest.unwrap_or(own), letters, sample.window_start, contig, config)
            else {
                continue;
            };
            let variant = left_aligned(&variant, letters, sample.window_start);
            let entry = found.entry(variant).or_default();
            entry.0 += 1;
            entry.1 |= sure;
        }
    }
    for (variant, (count, sure)) in found {
        let known = reads.get(&variant).copied().unwrap_or(0);
        if sure || known + count >= config.min_alternate_reads {
            *reads.entry(variant).or_default() += count;
        }
    }
}

/// The event that a jump makes, and whether one read is enough to propose it.
fn event(
    jump: &Jump,
    letters: &[u8],
    window_start: u32,
    contig: ContigId,
    config: &SweepConfig,
) -> Option<(SmallVariant, bool)> {
    let Jump { filler, before, after } = jump;
    // A jump back reads the stretch between again; a jump on leaves it out.
    let (from, taken, inserted) = if after <= before {
        (*before, *before, [filler, letters.get(*after..*before)?].concat())
    } else {
        (*before, *after, filler.clone())
    };
    let anchor = from.checked_sub(1)?;
    let reference = letters.get(anchor..taken)?;
    let alternate = [&reference[..1], &inserted].concat();
    let (lost, gained) = (reference.len() - 1, inserted.len());
    if lost > config.max_clip_event as usize || gained > config.max_tandem as usize || reference.contains(&b'N') {
        return None;
    }
    if alternate.contains(&b'N') || reference == alternate {
        return None;
    }
    let position = window_start + u32::try_from(anchor).ok()?;
    let variant = SmallVariant::new(contig, position, Bases::lossy(reference).as_ref(), alternate).ok()?;
    Some((variant, before.saturating_sub(*after) >= SURE.0 && filler.len() <= SURE.1))
}

/// Where the clipped bases of a read that is clipped at `at` lie, the nearest first: the first of their seeds (seen
/// from the clip) that lies within `reach` and goes on there to the read's end, and from there back to the clip as far as the bases agree.
fn landing(letters: &[u8], at: usize, right: bool, clipped: &[u8], most_filler: usize, reach: usize) -> Option<Jump> {
    let last = (clipped.len().checked_sub(SEED)?).min(most_filler);
    (0..=last).step_by(STEP).find_map(|skipped| {
        if right {
            let there = nearest(letters, clipped.get(skipped..skipped + SEED)?, at + skipped, reach)?;
            let (rest, found) = (clipped.get(skipped + SEED..)?, letters.get(there + SEED..)?);
            if !alike(rest.iter().zip(found)) {
                return None;
            }
            let agree = |back: &usize| clipped[skipped - 1 - back] == letters[there - 1 - back];
            let back = (0..skipped.min(there)).take_while(agree).count();
            Some(Jump { filler: clipped[..skipped - back].to_vec(), before: at, after: there - back })
        } else {
            let end = clipped.len() - skipped;
            let there = nearest(letters, &clipped[end - SEED..end], at.saturating_sub(skipped + SEED), reach)?;
            let (rest, found) = (clipped.get(..end - SEED)?, letters.get(..there)?);
            if !alike(rest.iter().rev().zip(found.iter().rev())) {
                return None;
            }
            let behind = there + SEED;
            let agree = |on: &usize| letters.get(behind + on) == Some(&clipped[end + on]);
            let on = (0..skipped).take_while(agree).count();
            Some(Jump { filler: clipped[end + on..].to_vec(), before: behind + on, after: at })
        }
    })
}

/// The place of a seed nearest to `at`, of two as near the first; `at` itself does not count: there the read would have gone
/// on unclipped. None of a seed with a base that is not known.
fn nearest(letters: &[u8], seed: &[u8], at: usize, reach: usize) -> Option<usize> {
    if seed.iter().any(|base| code(*base) > 3) {
        return None;
    }
    let finder = memmem::Finder::new(seed);
    let next = |from: usize, end: usize| {
        let bases = letters.get(from..(end + seed.len() - 1).min(letters.len()))?;
        finder.find(bases).map(|offset| from + offset)
    };
    let behind = next(at + 1, at + 1 + reach);
    // Forwards to the last one: a search from behind goes base by base, and mostly there is none at all.
    let mut before = next(at.saturating_sub(reach), at);
    while let Some(nearer) = before.and_then(|place| next(place + 1, at)) {
        before = Some(nearer);
    }
    before.into_iter().chain(behind).min_by_key(|place| place.abs_diff(at))
}

/// Whether no more than one base in sixteen differs.
fn alike<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>) -> bool {
    let (all, different) = pairs.fold((0, 0), |(all, different), (a, b)| (all + 1, different + usize::from(a != b)));
    different * 16 <= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_place_of_a_seed_is_that_of_a_search_base_by_base() {
        let letters: Vec<u8> = (0..400usize)
            .map(|at| {
                b"ACGTN"[if at % 97 == 90 {
                    4
                } else if at % 150 < 40 {
                    at / 150
                } else {
                    at * at / 3 % 4
                }]
            })
            .collect();
        let reach = 60;
        let (mut found, mut missed) = (0, 0);
        for seed_at in (0..letters.len() - SEED).step_by(3) {
            let seed = &letters[seed_at..seed_at + SEED];
            for at in (seed_at.saturating_sub(70)..seed_at + 70).step_by(7).chain([seed_at, seed_at + reach, 395, 600])
            {
                let slowly = (at.saturating_sub(reach)..=at + reach)
                    .filter(|place| *place != at && letters.get(*place..*place + SEED) == Some(seed))
                    .filter(|_| !seed.contains(&b'N'))
                    .min_by_key(|place| place.abs_diff(at));
                assert_eq!(nearest(&letters, seed, at, reach), slowly, "seed of {seed_at} near {at}");
                found += usize::from(slowly.is_some());
                missed += usize::from(slowly.is_none());
            }
        }
        assert!(found > 500 && missed > 500, "{found} and {missed}");
    }
}
