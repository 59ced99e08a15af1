//! Events that clipped reads propose.
//!
//! An aligner clips a read rather than open a long gap. Where what was clipped lies on the reference near by, in the same
//! direction, the read shows how two places are joined: it jumps back over a duplication, on over a deletion, or comes
//! back to where it was clipped behind bases that are inserted.

use std::collections::BTreeMap;

use marv_model::{genome::ContigId, sequence::Bases, variant::SmallVariant};

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
#[derive(Debug, Clone, PartialEq, Eq)]
struct Jump {
    before: usize,
    filler: Vec<u8>,
    after: usize,
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
    let words = Words::new(letters);
    let mut found: BTreeMap<SmallVariant, (u32, bool)> = BTreeMap::new();
    for place in clips.chunk_by(|a, b| (a.at, a.right) == (b.at, b.right)) {
        for clip in place {
            let Some((read, right)) = clipped(clip) else { continue };
            let all: Vec<u8> = (0..read.length).map(|base| sample.store.base(read, base)).collect();
            let bases = if right { &all[all.len() - read.clips[1] as usize..] } else { &all[..read.clips[0] as usize] };
            let most_filler = if place.len() >= READS { bases.len() } else { 0 };
            let reach = config.max_tandem as usize;
            let Some(jump) = words.landing(letters, clip.at as usize, right, bases, most_filler, reach) else {
                continue;
            };
            let Some((variant, sure)) = event(&jump, letters, sample.window_start, contig, config) else { continue };
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
    let Jump { before, filler, after } = jump;
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

/// The words of [`SEED`] bases of a window, by where they begin; none where a base is not known.
struct Words(Vec<u32>);

/// No word: outside of what [`SEED`] bases can be.
const UNKNOWN: u32 = u32::MAX;

impl Words {
    fn new(letters: &[u8]) -> Self {
        const MASK: u32 = (1 << (2 * SEED)) - 1;
        let mut words = vec![UNKNOWN; letters.len()];
        let (mut word, mut unknown) = (0u32, UNKNOWN);
        let (first, rest) = letters.split_at(letters.len().min(SEED - 1));
        // A base that is not known stands as ones in `unknown` until it has left the word.
        let mut step = |letter: u8| {
            let code = code(letter);
            word = (word << 2 | u32::from(code & 3)) & MASK;
            unknown = ((unknown << 2) | (3 * u32::from(code >> 2))) & MASK;
            if unknown == 0 { word } else { UNKNOWN }
        };
        for letter in first {
            step(*letter);
        }
        words.iter_mut().zip(rest).for_each(|(there, letter)| *there = step(*letter));
        Self(words)
    }

    /// Where the clipped bases of a read that is clipped at `at` lie, the nearest first: the first of their seeds (seen
    /// from the clip) that lies within `reach` and goes on there to the read's end, and from there back to the clip as far as the bases agree.
    fn landing(
        &self,
        letters: &[u8],
        at: usize,
        right: bool,
        clipped: &[u8],
        most_filler: usize,
        reach: usize,
    ) -> Option<Jump> {
        let last = (clipped.len().checked_sub(SEED)?).min(most_filler);
        (0..=last).step_by(STEP).find_map(|skipped| {
            if right {
                let there = self.nearest(word(clipped.get(skipped..skipped + SEED)?)?, at + skipped, reach)?;
                let (rest, found) = (clipped.get(skipped + SEED..)?, letters.get(there + SEED..)?);
                if !alike(rest.iter().zip(found)) {
                    return None;
                }
                let agree = |back: &usize| clipped[skipped - 1 - back] == letters[there - 1 - back];
                let back = (0..skipped.min(there)).take_while(agree).count();
                Some(Jump { before: at, filler: clipped[..skipped - back].to_vec(), after: there - back })
            } else {
                let end = clipped.len() - skipped;
                let there =
                    self.nearest(word(&clipped[end - SEED..end])?, (at - skipped.min(at)).saturating_sub(SEED), reach)?;
                let (rest, found) = (clipped.get(..end - SEED)?, letters.get(..there)?);
                if !alike(rest.iter().rev().zip(found.iter().rev())) {
                    return None;
                }
                let behind = there + SEED;
                let agree = |on: &usize| letters.get(behind + on) == Some(&clipped[end + on]);
                let on = (0..skipped).take_while(agree).count();
                Some(Jump { before: behind + on, filler: clipped[end + on..].to_vec(), after: at })
            }
        })
    }

    /// The place of a word nearest to `at`, which itself does not count: there the read would have gone on unclipped.
    fn nearest(&self, word: u32, at: usize, reach: usize) -> Option<usize> {
        let from = at.saturating_sub(reach);
        let words = self.0.get(from..(at + reach + 1).min(self.0.len()))?;
        let places = words.iter().enumerate().filter(|(_, there)| **there == word).map(|(offset, _)| from + offset);
        places.filter(|place| *place != at).min_by_key(|place| place.abs_diff(at))
    }
}

/// Whether no more than one base in sixteen differs.
fn alike<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>) -> bool {
    let (all, different) = pairs.fold((0, 0), |(all, different), (a, b)| (all + 1, different + usize::from(a != b)));
    different * 16 <= all
}

fn word(bases: &[u8]) -> Option<u32> {
    let known = |base: u8| (code(base) < 4).then(|| u32::from(code(base)));
    bases.iter().try_fold(0, |word, base| Some(word << 2 | known(*base)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_where_twelve_known_bases_follow() {
        let letters: Vec<u8> =
            (0..200usize).map(|at| b"ACGTN"[if at % 37 == 30 { 4 } else { at * at / 3 % 4 }]).collect();
        let slowly: Vec<u32> = (0..letters.len())
            .map(|at| {
                let bases = letters.get(at..at + SEED)?;
                bases
                    .iter()
                    .try_fold(0, |word, base| Some(word * 4 + (0u32..).zip(b"ACGT").find(|(_, x)| *x == base)?.0))
            })
            .map(|word: Option<u32>| word.unwrap_or(UNKNOWN))
            .collect();
        assert!(slowly.contains(&UNKNOWN) && slowly.iter().any(|word| *word != UNKNOWN));
        assert_eq!(Words::new(&letters).0, slowly);
        assert_eq!(Words::new(b"ACGT").0, [UNKNOWN; 4]);
    }
}
