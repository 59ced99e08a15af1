//! The bases that a sequencer reads before a place: what errors of one strand follow.

/// Bases that make a context.
pub(crate) const BASES: usize = 4;
/// Contexts that are told apart: four bases in a row, the last one read in the two lowest bits.
pub(crate) const CONTEXTS: usize = 1 << (2 * BASES);
/// Where a base before the place is not known.
pub(crate) const UNKNOWN: u16 = 1 << (2 * BASES);

/// 0 to 3 for A, C, G, T.
fn code(letter: u8) -> Option<u16> {
    b"ACGT".iter().position(|base| *base == letter).and_then(|at| u16::try_from(at).ok())
}

/// What a read of the forward strand, and one of the reverse strand, passes before it comes to `offset`.
pub(crate) fn around(letters: &[u8], offset: usize) -> [u16; 2] {
    let before = offset.checked_sub(BASES).and_then(|from| letters.get(from..offset));
    let behind = letters.get(offset + 1..offset + 1 + BASES);
    let forward = before.and_then(|bases| bases.iter().try_fold(0, |sum, base| Some(sum << 2 | code(*base)?)));
    let reverse =
        behind.and_then(|bases| bases.iter().rev().try_fold(0, |sum, base| Some(sum << 2 | (3 - code(*base)?))));
    [forward, reverse].map(|context| context.unwrap_or(UNKNOWN))
}

/// Adds one for each place of `owned` (offsets) to the context that a read of the forward strand passes before it.
pub(crate) fn count(letters: &[u8], owned: std::ops::Range<usize>, counts: &mut Vec<u64>) {
    counts.resize(CONTEXTS, 0);
    let from = owned.start.saturating_sub(BASES);
    let (mut context, mut known) = (0u16, 0usize);
    for (at, letter) in letters.iter().enumerate().take(owned.end).skip(from) {
        if known >= BASES && at >= owned.start {
            counts[usize::from(context)] += 1;
        }
        match code(*letter) {
            Some(base) => (context, known) = ((context << 2 | base) & (UNKNOWN - 1), known + 1),
            None => known = 0,
        }
    }
}

/// The same bases, as the other strand has them.
pub(crate) fn complement(context: u16) -> u16 {
    (0..BASES).fold(0, |sum, at| sum << 2 | (3 - (context >> (2 * at) & 3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_strands_read_towards_the_place() {
        // Forward reads A C G T before the place (0 1 2 3); reverse reads the complement of C A A A from its far end:
        // T T T G (3 3 3 2).
        let letters = b"ACGTxCAAA";
        assert_eq!(around(letters, 4), [0b0001_1011, 0b1111_1110]);
        assert_eq!(around(letters, 3), [UNKNOWN, UNKNOWN]);
        assert_eq!(complement(0b0001_1011), 0b0001_1011);
        assert_eq!(complement(0), 255);
    }

    #[test]
    fn counts_add_up_however_the_window_is_cut() {
        let letters: Vec<u8> = (0..300u32).map(|i| b"ACGTN"[(i * i / 7 + i) as usize % 5]).collect();
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        count(&letters, 10..290, &mut whole);
        count(&letters, 10..101, &mut parts);
        count(&letters, 101..290, &mut parts);
        assert_eq!(whole, parts);
        let places = (10..290).filter(|at| around(&letters, *at)[0] != UNKNOWN).count();
        assert_eq!(whole.iter().sum::<u64>(), places as u64);
    }
}
