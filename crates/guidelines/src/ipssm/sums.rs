//! Sets of sums of coefficients, in thousandths: a bit a sum.

const WORDS: usize = 160;

/// The sums that are reached, 0 to 10,239 thousandths: more than all coefficients together.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    words: [u64; WORDS],
    /// The words behind the first so many are empty.
    used: usize,
}

impl Sums {
    /// No sum at all.
    pub(super) const EMPTY: Self = Self { words: [0; WORDS], used: 0 };
    /// More than any sum.
    pub(super) const LIMIT: usize = WORDS * 64;

    /// Nothing added yet.
    pub(super) fn zero() -> Self {
        let mut sums = Self { used: 1, ..Self::EMPTY };
        sums.words[0] = 1;
        sums
    }
    /// Each sum with one of these added.
    #[must_use]
    pub(super) fn plus(&self, added: impl IntoIterator<Item = usize>) -> Self {
        let mut sums = Self::EMPTY;
        for by in added {
            sums.add_moved(&self.words[..self.used], by);
        }
        sums
    }
    /// Adds sums moved up.
    fn add_moved(&mut self, theirs: &[u64], by: usize) {
        let (words, bits) = (by / 64, by % 64);
        let Some(moved) = self.words.get_mut(words..) else { return };
        moved.iter_mut().zip(theirs).for_each(|(word, theirs)| *word |= theirs << bits);
        if bits > 0 {
            moved.iter_mut().skip(1).zip(theirs).for_each(|(word, theirs)| *word |= theirs >> (64 - bits));
        }
        self.used = self.used.max((words + theirs.len() + 1).min(WORDS));
    }
    /// The sums of either.
    #[must_use]
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.add_moved(&other.words[..other.used], 0);
        self
    }
    /// The least sum and the largest; none where there is no sum.
    pub(super) fn ends(&self) -> Option<(usize, usize)> {
        let first = self.words[..self.used].iter().position(|word| *word != 0)?;
        let last = self.words[..self.used].iter().rposition(|word| *word != 0)?;
        let low = usize::try_from(self.words[first].trailing_zeros()).unwrap_or(0);
        let high = 63 - usize::try_from(self.words[last].leading_zeros()).unwrap_or(0);
        Some((first * 64 + low, last * 64 + high))
    }
    /// Whether there is a sum from `low` up to `high`, both included.
    pub(super) fn any_within(&self, low: usize, high: usize) -> bool {
        let high = high.min(Self::LIMIT - 1);
        low <= high
            && (low / 64..=high / 64).any(|index| {
                let mut word = self.words[index];
                if index == low / 64 {
                    word &= u64::MAX << (low % 64);
                }
                if index == high / 64 {
                    word &= u64::MAX >> (63 - high % 64);
                }
                word != 0
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_written_out() {
        let sums = Sums::zero().plus([0, 798]).plus([0, 213]).plus([1180]);
        let listed: Vec<usize> = (0..Sums::LIMIT).filter(|sum| sums.any_within(*sum, *sum)).collect();
        assert_eq!(listed, [1180, 1393, 1978, 2191]);
        assert_eq!(sums.ends(), Some((1180, 2191)));
        assert!(sums.any_within(1393, 1393) && !sums.any_within(1394, 1977) && sums.any_within(0, 1180));
        assert!(!sums.any_within(2192, usize::MAX) && !Sums::EMPTY.any_within(0, usize::MAX));
    }
}
