//! The bases that a sequencer reads before a place: what errors of one strand follow.

use crate::maths::float;

/// Bases that make a candidate's context.
pub(crate) const BASES: usize = 8;
/// Where a base of it is not known.
pub(crate) const UNKNOWN: u32 = 1 << (2 * BASES);
/// Bases that make a short context: those next to the place, of which the loci are counted.
const SHORT: usize = 4;
/// Short contexts that are told apart: bases in a row, two bits each, the last one read in the lowest.
pub(crate) const CONTEXTS: usize = 1 << (2 * SHORT);

/// 0 to 3 for A, C, G, T, and 4 for all else. A table: the branches of a comparison are guessed wrong every other base.
const CODES: [u8; 256] = {
    let mut codes = [4; 256];
    (codes[b'A' as usize], codes[b'C' as usize], codes[b'G' as usize], codes[b'T' as usize]) = (0, 1, 2, 3);
    codes
};

/// 0 to 3 for A, C, G, T, and 4 for all else.
#[inline]
pub(crate) fn code(letter: u8) -> u8 {
    CODES[usize::from(letter)]
}

fn known(letter: u8) -> Option<u32> {
    Some(u32::from(code(letter))).filter(|code| *code < 4)
}

/// What a read of the forward strand, and one of the reverse strand, passes before it comes to `offset`.
pub(crate) fn around(letters: &[u8], offset: usize) -> [u32; 2] {
    let before = offset.checked_sub(BASES).and_then(|from| letters.get(from..offset));
    let behind = letters.get(offset + 1..offset + 1 + BASES);
    let forward = before.and_then(|bases| bases.iter().try_fold(0, |sum, base| Some(sum << 2 | known(*base)?)));
    let reverse =
        behind.and_then(|bases| bases.iter().rev().try_fold(0, |sum, base| Some(sum << 2 | (3 - known(*base)?))));
    [forward, reverse].map(|context| context.unwrap_or(UNKNOWN))
}

/// The short context at the end of one; none of one that is not known.
pub(crate) fn short(context: u32) -> Option<usize> {
    (context < UNKNOWN).then_some(context as usize & (CONTEXTS - 1))
}

/// How often each context of [`BASES`] bases stands among all loci, of what the counts of short ones say: each base follows
/// upon the three before it.
pub(crate) struct Shares {
    /// By short context, read by either strand.
    short: Vec<f64>,
}

impl Shares {
    /// Of loci by short context as reads of the forward strand pass them; none where there are none.
    pub(crate) fn new(loci: &[u64]) -> Option<Self> {
        let all: u64 = loci.iter().sum();
        if all == 0 || loci.len() != CONTEXTS {
            return None;
        }
        // The reverse strand reads the complement.
        let both = |context: usize| loci[context] + loci[complement(context)];
        Some(Self { short: (0..CONTEXTS).map(|context| float(both(context)) / float(2 * all)).collect() })
    }
    pub(crate) fn short(&self, context: usize) -> f64 {
        self.short.get(context).copied().unwrap_or(0.0)
    }
    pub(crate) fn long(&self, context: u32) -> f64 {
        let part = |shift: usize| (context >> (2 * shift)) as usize & (CONTEXTS - 1);
        let mut share = self.short(part(BASES - SHORT));
        for shift in (0..BASES - SHORT).rev() {
            let next = part(shift);
            let begun: f64 = (0..4).map(|last| self.short(next & !3 | last)).sum();
            share *= if begun > 0.0 { self.short(next) / begun } else { 0.0 };
        }
        share
    }
}

/// Adds one for each place of `owned` (offsets) to the short context that a read of the forward strand passes before it.
pub(crate) fn count(letters: &[u8], owned: std::ops::Range<usize>, counts: &mut Vec<u64>) {
    counts.resize(CONTEXTS, 0);
    let (end, start) = (owned.end.min(letters.len()), owned.start.max(SHORT));
    let (Some(before), Some(owned)) = (letters.get(start - SHORT..start), letters.get(start..end)) else { return };
    // Four tables in turn: neighbours in a repeat share a context, and a sum waits for its own last one. The last place
    // takes the contexts with a base that is not known.
    let mut tables = [[0u32; CONTEXTS + 1]; 4];
    let (mut context, mut unknown) = (0usize, 0usize);
    let mut pass = |letter: u8| {
        let code = usize::from(code(letter));
        context = (context << 2 | code & 3) & (CONTEXTS - 1);
        unknown = (unknown << 1 | code >> 2) & ((1 << SHORT) - 1);
        if unknown == 0 { context } else { CONTEXTS }
    };
    let mut place = before.iter().fold(CONTEXTS, |_, letter| pass(*letter));
    for (at, letter) in owned.iter().enumerate() {
        tables[at % 4][place] += 1;
        place = pass(*letter);
    }
    for (at, count) in counts.iter_mut().enumerate() {
        *count += tables.iter().map(|table| u64::from(table[at])).sum::<u64>();
    }
}

/// The same bases, as the other strand has them.
fn complement(short: usize) -> usize {
    (0..SHORT).fold(0, |sum, at| sum << 2 | (3 - (short >> (2 * at) & 3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_strands_read_towards_the_place() {
        // Forward reads AAAA ACGT before the place (0 0 0 0 0 1 2 3); reverse reads the complement of CAAA AAAC from its far
        // end: G TTTTTT G (2 3 3 3 3 3 3 2).
        let letters = b"AAAAACGTxCAAAAAAC";
        assert_eq!(around(letters, 8), [0b0001_1011, 0b1011_1111_1111_1110]);
        assert_eq!(around(letters, 7), [UNKNOWN, UNKNOWN]);
        assert_eq!((short(0b1011_1111_1111_1110), short(UNKNOWN)), (Some(0b1111_1110), None));
        assert_eq!(complement(0b0001_1011), 0b0001_1011);
        assert_eq!(complement(0), 255);
    }

    #[test]
    fn shares_of_long_contexts_follow_from_short_ones() {
        // Every short context as often: 4^-8.
        let even = Shares::new(&[10; CONTEXTS]).unwrap();
        assert!((even.long(12_345) * 65_536.0 - 1.0).abs() < 1e-9 && (even.short(7) * 256.0 - 1.0).abs() < 1e-9);
        // A alone on one strand is T alone on the other: one half each, of AAAAAAAA and TTTTTTTT.
        let mut loci = vec![0; CONTEXTS];
        loci[0] = 50;
        let runs = Shares::new(&loci).unwrap();
        assert!((runs.long(0) - 0.5).abs() < 1e-12 && (runs.long(0xffff) - 0.5).abs() < 1e-12);
        assert!(runs.long(1) < 1e-12 && Shares::new(&[0; CONTEXTS]).is_none());
    }

    /// The four bases before a place, where they are known.
    fn short_at(letters: &[u8], at: usize) -> Option<usize> {
        letters[at - SHORT..at].iter().try_fold(0, |sum, base| Some(sum << 2 | usize::try_from(known(*base)?).ok()?))
    }

    #[test]
    fn counts_add_up_however_the_window_is_cut() {
        let letters: Vec<u8> = (0..300u32).map(|i| b"ACGTN"[(i * i / 7 + i) as usize % 5]).collect();
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        count(&letters, 10..290, &mut whole);
        count(&letters, 10..101, &mut parts);
        count(&letters, 101..290, &mut parts);
        assert_eq!(whole, parts);
        let mut singly = vec![0; CONTEXTS + 1];
        (10..290).for_each(|at| singly[short_at(&letters, at).unwrap_or(CONTEXTS)] += 1);
        assert!(singly.pop().is_some_and(|unknown| unknown > 0));
        assert_eq!(whole, singly);
    }
}
