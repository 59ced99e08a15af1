//! Read against reference, sixteen bases at a time.
//!
//! Almost every base agrees. Both sides are kept in BAM's 4-bit codes; the reference is packed in both phases, so that
//! the nibbles of any read line up with those of any place, and one exclusive-or of two words tells where they differ.

use marv_model::read::{BASE_OF_CODE, PackedBases};

/// N in BAM's codes.
const CODE_N: u8 = 15;

/// The bases of a window, packed two a byte in both phases.
#[derive(Debug, Default)]
pub(crate) struct PackedReference {
    letters: Vec<u8>,
    /// Base `i` in nibble `i`.
    even: Vec<u8>,
    /// Base `i` in nibble `i + 1`.
    odd: Vec<u8>,
}

/// The code of each letter; N for what is no base.
const CODES: [u8; 256] = {
    let mut codes = [CODE_N; 256];
    codes[b'A' as usize] = 1;
    codes[b'C' as usize] = 2;
    codes[b'G' as usize] = 4;
    codes[b'T' as usize] = 8;
    codes
};

impl PackedReference {
    /// Takes the window's letters, reusing the buffers.
    pub(crate) fn load(&mut self, letters: &[u8]) {
        self.letters.clear();
        self.letters.extend_from_slice(letters);
        self.even.clear();
        let (pairs, rest) = letters.as_chunks::<2>();
        self.even.extend(pairs.iter().map(|pair| CODES[usize::from(pair[0])] << 4 | CODES[usize::from(pair[1])]));
        self.even.extend(rest.first().map(|letter| CODES[usize::from(*letter)] << 4 | CODE_N));
        self.odd.clear();
        self.odd.extend(self.even.first().map(|first| CODE_N << 4 | first >> 4));
        self.odd.extend(self.even.windows(2).map(|two| two[0] << 4 | two[1] >> 4));
        self.odd.extend(self.even.last().map(|last| last << 4 | CODE_N));
    }
    /// Of a window's letters.
    pub(crate) fn of(letters: &[u8]) -> Self {
        let mut packed = Self::default();
        packed.load(letters);
        packed
    }
    /// All letters.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters
    }
    /// The letters of a read that equals the reference from an offset on, as the read has them: N for what is no base.
    pub(crate) fn letters_as_read(&self, offset: usize, length: usize) -> impl Iterator<Item = u8> {
        let letters = self.letters.get(offset..offset + length).unwrap_or(&[]);
        letters.iter().map(|letter| BASE_OF_CODE[usize::from(CODES[usize::from(*letter)])])
    }
    /// The letter at an offset; N outside.
    pub(crate) fn letter(&self, offset: u32) -> u8 {
        self.letters.get(offset as usize).copied().unwrap_or(b'N')
    }
    /// Calls `different` with the index within the stretch of each of `length` bases where the read, from base
    /// `read_at`, and the reference, from `reference_at`, hold different codes. The stretch must lie inside both.
    #[inline]
    pub(crate) fn differences(
        &self,
        read: PackedBases<'_>,
        read_at: usize,
        reference_at: usize,
        length: usize,
        mut different: impl FnMut(usize),
    ) {
        // Chosen by an index, not by a branch: which phase a read has is a coin's throw.
        let phase = (read_at ^ reference_at) & 1;
        let (packed, nibble) = ([&self.even, &self.odd][phase], reference_at + phase);
        let mut done = 0;
        if read_at % 2 == 1 && length > 0 {
            let (Some(a), Some(b)) = (read.bytes().get(read_at / 2), packed.get(nibble / 2)) else { return };
            if (a ^ b) & 0xf != 0 {
                different(0);
            }
            done = 1;
        }
        let whole = (length - done) / 2;
        let from = read_at.div_ceil(2);
        let at = nibble.div_ceil(2); // of the same parity as the read's
        let (Some(a), Some(b)) = (read.bytes().get(from..from + whole), packed.get(at..at + whole)) else { return };
        // Most reads agree throughout, and that is asked of all bytes at once.
        if a != b {
            whole_bytes(a, b, done, &mut different);
        }
        let base = done + 2 * whole;
        if base < length {
            let (Some(a), Some(b)) = (read.bytes().get(from + whole), packed.get(at + whole)) else { return };
            if (a ^ b) & 0xf0 != 0 {
                different(base);
            }
        }
    }
}

/// The differing nibbles of two stretches of as many bytes, the first of which holds base `first`.
#[inline]
fn whole_bytes(a: &[u8], b: &[u8], first: usize, different: &mut impl FnMut(usize)) {
    let (a_words, a_rest) = a.as_chunks::<8>();
    let (b_words, b_rest) = b.as_chunks::<8>();
    let mut base = first;
    for (x, y) in a_words.iter().zip(b_words) {
        report(u64::from_be_bytes(*x) ^ u64::from_be_bytes(*y), base, different);
        base += 16;
    }
    let kept = 8 * u32::try_from(a_rest.len()).unwrap_or(0);
    if let (Some(x), Some(y)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) {
        // The last eight bytes, less those that are compared already.
        let new = if kept == 0 { 0 } else { u64::MAX >> (64 - kept) };
        let word = (u64::from_be_bytes(*x) ^ u64::from_be_bytes(*y)) & new;
        report(word, first + 2 * (a.len() - 8), different);
    } else if !a_rest.is_empty() {
        let (mut x, mut y) = ([0u8; 8], [0u8; 8]);
        x[..a_rest.len()].copy_from_slice(a_rest);
        y[..b_rest.len()].copy_from_slice(b_rest);
        report(u64::from_be_bytes(x) ^ u64::from_be_bytes(y), base, different);
    }
}

/// The differing nibbles of a word, first base in the top nibble.
#[inline]
fn report(mut word: u64, base: usize, different: &mut impl FnMut(usize)) {
    while word != 0 {
        let nibble = word.leading_zeros() / 4;
        different(base + nibble as usize);
        word &= !(0xf << (60 - 4 * nibble));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::read::ReadRecord;

    #[test]
    fn all_phases_and_lengths_agree_with_a_letter_by_letter_comparison() {
        let letters: Vec<u8> = (0..200u32).map(|i| b"ACGTN"[(i * i / 3 + i) as usize % 5]).collect();
        let mut reference = PackedReference::default();
        reference.load(&letters);
        let mut changed = letters.clone();
        for at in [0, 1, 17, 18, 40, 63, 64, 99, 150, 198] {
            changed[at] = if changed[at] == b'G' { b'C' } else { b'G' };
        }
        for start in 0..20 {
            let mut read = ReadRecord::default();
            read.set_bases(&changed[start..]);
            for read_at in 0..5 {
                for length in 0..170 {
                    let mut found = Vec::new();
                    let at = start + read_at;
                    reference.differences(read.view().bases, read_at, at, length, |i| found.push(i));
                    let expected: Vec<usize> =
                        (0..length).filter(|i| letters[at + i] != changed[start + read_at + i]).collect();
                    assert_eq!(found, expected, "start {start} read_at {read_at} length {length}");
                }
            }
        }
    }
}
