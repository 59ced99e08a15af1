//! The bases that a sequencer reads before a place: what errors of one strand follow.

/// Bases that make a context.
pub(crate) const BASES: usize = 4;
/// Contexts that are told apart: four bases in a row, the last one read in the two lowest bits.
pub(crate) const CONTEXTS: usize = 1 << (2 * BASES);
/// Where a base before the place is not known.
pub(crate) const UNKNOWN: u16 = 1 << (2 * BASES);

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

fn known(letter: u8) -> Option<u16> {
    Some(u16::from(code(letter))).filter(|code| *code < 4)
}

/// What a read of the forward strand, and one of the reverse strand, passes before it comes to `offset`.
pub(crate) fn around(letters: &[u8], offset: usize) -> [u16; 2] {
    let before = offset.checked_sub(BASES).and_then(|from| letters.get(from..offset));
    let behind = letters.get(offset + 1..offset + 1 + BASES);
    let forward = before.and_then(|bases| bases.iter().try_fold(0, |sum, base| Some(sum << 2 | known(*base)?)));
    let reverse =
        behind.and_then(|bases| bases.iter().rev().try_fold(0, |sum, base| Some(sum << 2 | (3 - known(*base)?))));
    [forward, reverse].map(|context| context.unwrap_or(UNKNOWN))
}

/// Adds one for each place of `owned` (offsets) to the context that a read of the forward strand passes before it.
pub(crate) fn count(letters: &[u8], owned: std::ops::Range<usize>, counts: &mut Vec<u64>) {
    counts.resize(CONTEXTS, 0);
    let (end, start) = (owned.end.min(letters.len()), owned.start.max(BASES));
    let (Some(before), Some(owned)) = (letters.get(start - BASES..start), letters.get(start..end)) else { return };
    // Four tables in turn: neighbours in a repeat share a context, and a sum waits for its own last one. The last place
    // takes the contexts with a base that is not known.
    let mut tables = [[0u32; CONTEXTS + 1]; 4];
    let (mut context, mut unknown) = (0usize, 0usize);
    let mut pass = |letter: u8| {
        let code = usize::from(code(letter));
        context = (context << 2 | code & 3) & (CONTEXTS - 1);
        unknown = (unknown << 1 | code >> 2) & ((1 << BASES) - 1);
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
        let mut singly = vec![0; CONTEXTS + 1];
        (10..290).for_each(|at| singly[usize::from(around(&letters, at)[0])] += 1);
        assert!(singly.pop().is_some_and(|unknown| unknown > 0));
        assert_eq!(whole, singly);
    }
}
