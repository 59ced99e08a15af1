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

    /// These.
    pub(super) fn of(all: impl IntoIterator<Item = usize>) -> Self {
        let mut sums = Self::EMPTY;
        for sum in all {
            if let Some(word) = sums.words.get_mut(sum / 64) {
                *word |= 1 << (sum % 64);
                sums.used = sums.used.max(sum / 64 + 1);
            }
        }
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
    /// Each sum as it is, and with this added.
    pub(super) fn with_or_without(&mut self, by: usize) {
        let (words, bits) = (by / 64, by % 64);
        self.used = (self.used + words + 1).min(WORDS);
        // From above down: what is read has not been added to yet.
        for index in (words..self.used).rev() {
            let lower = |below: usize| (index - words).checked_sub(below).map_or(0, |from| self.words[from]);
            let carried = if bits > 0 { lower(1) >> (64 - bits) } else { 0 };
            self.words[index] |= lower(0) << bits | carried;
        }
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
    /// Each, rising.
    pub(super) fn each(&self) -> impl Iterator<Item = usize> + '_ {
        self.words[..self.used].iter().enumerate().flat_map(|(index, word)| {
            let rest = std::iter::successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            let rest = rest.take_while(|word| *word != 0);
            rest.map(move |word| index * 64 + usize::try_from(word.trailing_zeros()).unwrap_or(0))
        })
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
        let mut sums = Sums::of([0]).plus([0, 798]);
        sums.with_or_without(213);
        let sums = sums.plus([1180]);
        let listed: Vec<usize> = (0..Sums::LIMIT).filter(|sum| sums.any_within(*sum, *sum)).collect();
        assert_eq!(listed, [1180, 1393, 1978, 2191]);
        assert_eq!(sums.ends(), Some((1180, 2191)));
        assert!(sums.any_within(1393, 1393) && !sums.any_within(1394, 1977) && sums.any_within(0, 1180));
        let mut whole_words = Sums::of([0, 64, Sums::LIMIT - 1, Sums::LIMIT]);
        whole_words.with_or_without(128);
        assert_eq!(whole_words.each().collect::<Vec<_>>(), [0, 64, 128, 192, Sums::LIMIT - 1]);
        assert!(!sums.any_within(2192, usize::MAX) && !Sums::EMPTY.any_within(0, usize::MAX));
    }
}
