//! Where the bases of a clip may lie in a stretch of the reference: by words that both have, on either strand.
//!
//! Both strands are told in one walk over the stretch: the word on the other strand is kept beside the word read. Nearly
//! every word of a stretch is none of the clip's, so a small table of marks is asked first.

/// Bases of a word: eleven are the clip's own by chance once in 4 million places.
pub(crate) const SEED: usize = 11;
/// Two bits a base.
const MASK: u32 = (1 << (2 * SEED)) - 1;
/// Marks: many more than a clip has words, and few enough to lie near the processor.
const MARKS: usize = 1 << 14;

/// The words of a clip.
#[derive(Debug)]
pub(crate) struct Seeds {
    /// Word and its first base in the clip, sorted.
    words: Vec<(u32, u32)>,
    marks: Vec<u64>,
}

/// Where the first base of a clip would lie, relative to the first base of the stretch: each once, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagonals {
    /// On the stretch as it reads.
    pub(crate) forward: Vec<i64>,
    /// On its other strand, whose first base is the stretch's last.
    pub(crate) turned: Vec<i64>,
}

impl Seeds {
    /// The words of `clip` without an unread base.
    pub(crate) fn of(clip: &[u8]) -> Self {
        let mut words = Vec::with_capacity(clip.len());
        walk(clip, |at, word, _| words.push((word, u32::try_from(at).unwrap_or(u32::MAX))));
        words.sort_unstable();
        let mut marks = vec![0u64; MARKS / 64];
        for (word, _) in &words {
            let mark = mark(*word);
            marks[mark / 64] |= 1 << (mark % 64);
        }
        Self { words, marks }
    }

    /// Where the clip may lie in `stretch`.
    pub(crate) fn in_stretch(&self, stretch: &[u8]) -> Diagonals {
        let mut found = Diagonals::default();
        if self.words.is_empty() {
            return found;
        }
        walk(stretch, |at, word, other| {
            self.each(word, |index| found.forward.push(signed(at) - index));
            self.each(other, |index| found.turned.push(signed(stretch.len() - SEED - at) - index));
        });
        for diagonals in [&mut found.forward, &mut found.turned] {
            diagonals.sort_unstable();
            diagonals.dedup();
        }
        found
    }

    /// Hands on where the clip has a word.
    fn each(&self, word: u32, mut take: impl FnMut(i64)) {
        let mark = mark(word);
        if self.marks[mark / 64] >> (mark % 64) & 1 == 0 {
            return;
        }
        let from = self.words.partition_point(|(other, _)| *other < word);
        self.words[from..].iter().take_while(|(other, _)| *other == word).for_each(|(_, at)| take(i64::from(*at)));
    }
}

/// The mark of a word: its bits stirred, since words of a genome are uneven.
fn mark(word: u32) -> usize {
    (word.wrapping_mul(0x9e37_79b1) >> (32 - MARKS.trailing_zeros())) as usize
}

/// Each word without an unread base: where it begins, itself, and as the other strand reads it.
fn walk(bases: &[u8], mut take: impl FnMut(usize, u32, u32)) {
    const TOP: usize = 2 * (SEED - 1);
    let (mut word, mut other, mut length) = (0u32, 0u32, 0);
    for (index, base) in bases.iter().enumerate() {
        let code = CODES[usize::from(*base)];
        if code > 3 {
            length = 0;
            continue;
        }
        let code = u32::from(code);
        word = (word << 2 | code) & MASK;
        other = other >> 2 | (3 - code) << TOP;
        length += 1;
        if length >= SEED {
            take(index + 1 - SEED, word, other);
        }
    }
}

/// The code of a base, by its letter; 4 for what is none.
const CODES: [u8; 256] = {
    let mut codes = [4; 256];
    codes[b'A' as usize] = 0;
    codes[b'C' as usize] = 1;
    codes[b'G' as usize] = 2;
    codes[b'T' as usize] = 3;
    codes
};

fn signed(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_found_on_both_strands() {
        //                              0123456789
        let stretch = b"GGGGGACGTTGCAAGGCTTCCCCC"; // 24 bases
        // From base 5 on, as it reads.
        assert_eq!(Seeds::of(b"ACGTTGCAAGGC").in_stretch(stretch), Diagonals { forward: vec![5], turned: vec![] });
        // The other strand reads GGGGGAAGCCTTGCAACGTCCCCC: AAGCCTTGCAACG from its base 5 on.
        assert_eq!(Seeds::of(b"AAGCCTTGCAACG").in_stretch(stretch), Diagonals { forward: vec![], turned: vec![5] });
        // Two bases of the clip before those that fit.
        assert_eq!(Seeds::of(b"TTACGTTGCAAGGC").in_stretch(stretch).forward, vec![3]);
    }

    #[test]
    fn unread_bases_are_of_no_word() {
        assert_eq!(Seeds::of(b"ACGTTNGCAAGGC").in_stretch(b"ACGTTNGCAAGGC"), Diagonals::default());
        assert_eq!(Seeds::of(b"ACGT").in_stretch(b"ACGT"), Diagonals::default());
    }

    /// Every place told one by one, words compared letter by letter.
    #[test]
    fn as_many_as_a_comparison_of_all_places_finds() {
        let letter = |n: u64| b"ACGTACGN"[usize::try_from((n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % 8).unwrap()];
        let stretch: Vec<u8> = (0..3_000).map(|n| letter(n / 3)).collect();
        let turned: Vec<u8> = stretch.iter().rev().map(|base| marv_model::sequence::complement(*base)).collect();
        let clip = &stretch[700..790];
        let slow = |stretch: &[u8]| {
            let mut found = Vec::new();
            for (place, there) in stretch.windows(SEED).enumerate() {
                for (index, word) in clip.windows(SEED).enumerate() {
                    if word == there && !word.contains(&b'N') {
                        found.push(signed(place) - signed(index));
                    }
                }
            }
            found.sort_unstable();
            found.dedup();
            found
        };
        let found = Seeds::of(clip).in_stretch(&stretch);
        assert!(found.forward.contains(&700));
        assert_eq!((found.forward, found.turned), (slow(&stretch), slow(&turned)));
    }
}
