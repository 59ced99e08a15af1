//! Sets of answers as bits, by a question's number.

/// How many questions of one case are numbered. More than any scheme asks; the walk stays right beyond it, without laws.
pub(super) const CAPACITY: usize = 256;
const WORDS: usize = CAPACITY / 64;

/// A set of question numbers below [`CAPACITY`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Numbers([u64; WORDS]);

impl Numbers {
    pub(super) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }
    pub(super) fn remove(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }
    pub(super) fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
    pub(super) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(word, more)| *word |= more);
    }
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(word, with)| word & with != 0)
    }
    pub(super) fn without(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(word, less)| *word &= !less);
        self
    }
    /// The number, where there is only one.
    pub(super) fn only(&self) -> Option<usize> {
        let mut found = None;
        for (place, word) in self.0.iter().enumerate().filter(|(_, word)| **word != 0) {
            if found.is_some() || !word.is_power_of_two() {
                return None;
            }
            found = Some(place * 64 + usize::try_from(word.trailing_zeros()).unwrap_or(0));
        }
        found
    }
}

/// Answers: the questions answered yes, and those answered no. Answers that contradict each other stand in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Answers {
    pub(super) yes: Numbers,
    pub(super) no: Numbers,
}

impl Answers {
    pub(super) fn insert(&mut self, number: usize, answer: bool) {
        if answer { self.yes.insert(number) } else { self.no.insert(number) }
    }
    pub(super) fn add(&mut self, other: &Self) {
        self.yes.add(&other.yes);
        self.no.add(&other.no);
    }
    pub(super) fn get(&self, number: usize) -> Option<bool> {
        match (self.yes.contains(number), self.no.contains(number)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
    pub(super) fn consistent(&self) -> bool {
        !self.yes.meets(&self.no)
    }
    /// Whether none of these answers contradicts one of the others.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        !self.yes.meets(&other.no) && !self.no.meets(&other.yes)
    }
    /// The questions that the two answer differently.
    pub(super) fn conflict(&self, other: &Self) -> Numbers {
        let both = |yes: &Numbers, no: &Numbers| yes.without(&yes.without(no));
        let mut numbers = both(&self.yes, &other.no);
        numbers.add(&both(&self.no, &other.yes));
        numbers
    }
    pub(super) fn forget(mut self, number: usize) -> Self {
        self.yes.remove(number);
        self.no.remove(number);
        self
    }
}
