//! Which ends can still be reached from each place of a diagram.

use std::collections::BTreeSet;

use super::diagram::{Diagram, Place};

/// Sets of ends, one a place.
#[derive(Debug, Clone)]
pub(super) struct Reach<'a> {
    pub(super) diagram: &'a Diagram,
    ends: usize,
    words: usize,
    /// The sets of the ends, an empty one of what is forbidden, and those of the nodes.
    bits: Vec<u64>,
}

/// A set of ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ends(Vec<u64>);

impl Ends {
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0
            .iter()
            .enumerate()
            .flat_map(|(word, bits)| (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit))
    }
    pub(super) fn add(&mut self, more: &[u64]) {
        self.0.iter_mut().zip(more).for_each(|(word, more)| *word |= more);
    }
}

impl<'a> Reach<'a> {
    /// Of a diagram whose ends are below `ends`.
    pub(super) fn new(diagram: &'a Diagram, ends: usize) -> Self {
        let mut reach = Self::of_ends(diagram, ends);
        for (number, node) in diagram.nodes().iter().enumerate() {
            for child in node.children {
                reach.add(Place::Node(u32::try_from(number).unwrap_or(u32::MAX)), child);
            }
        }
        reach
    }
    fn of_ends(diagram: &'a Diagram, ends: usize) -> Self {
        let words = ends.div_ceil(64).max(1);
        let mut bits = vec![0; (ends + 1 + diagram.nodes().len()) * words];
        for end in 0..ends {
            bits[end * words + end / 64] |= 1 << (end % 64);
        }
        Self { diagram, ends, words, bits }
    }
    fn begin(&self, place: Place) -> usize {
        let row = match place {
            Place::End(end) => (end as usize).min(self.ends),
            Place::Node(number) => self.ends + 1 + number as usize,
        };
        row * self.words
    }
    fn add(&mut self, to: Place, from: Place) {
        let (to, from) = (self.begin(to), self.begin(from));
        for word in 0..self.words {
            self.bits[to + word] |= self.bits[from + word];
        }
    }
    /// From a place.
    pub(super) fn of(&self, place: Place) -> &[u64] {
        let begin = self.begin(place);
        &self.bits[begin..begin + self.words]
    }
    /// Whether both places reach ends, and not one and the same alone.
    pub(super) fn may_differ(&self, one: Place, other: Place) -> bool {
        let (one, other) = (self.of(one), self.of(other));
        let reached = |bits: &[u64]| bits.iter().any(|word| *word != 0);
        let together: u32 = one.iter().zip(other).map(|(a, b)| (a | b).count_ones()).sum();
        together > 1 && reached(one) && reached(other)
    }
    /// From the root.
    pub(super) fn all(&self) -> Ends {
        Ends(self.of(self.diagram.root()).to_vec())
    }
    pub(super) fn none(&self) -> Ends {
        Ends(vec![0; self.words])
    }

    fn variable(&self, place: Place) -> Option<usize> {
        match place {
            Place::Node(number) => self.diagram.nodes().get(number as usize).map(|node| node.variable),
            Place::End(_) => None,
        }
    }

    /// For each variable below `count`, with it answered no, and with it answered yes.
    pub(super) fn with_each(&self, count: usize) -> Vec<[Ends; 2]> {
        let mut found = vec![[self.none(), self.none()]; count];
        let mut left_out = Ranges::new(count, self.words);
        let below = |place: Place| self.variable(place).unwrap_or(count);
        left_out.add(0, below(self.diagram.root()), self.of(self.diagram.root()));
        for node in self.diagram.nodes() {
            for (answer, child) in node.children.iter().enumerate() {
                found[node.variable][answer].add(self.of(*child));
                left_out.add(node.variable + 1, below(*child), self.of(*child));
            }
        }
        // What a way leaves out may be yes as well as no.
        for (both, left_out) in found.iter_mut().zip(left_out.each()) {
            for ends in both {
                ends.add(left_out);
            }
        }
        found
    }

    /// More than the number of any variable that is asked.
    fn variables(&self) -> usize {
        self.diagram.nodes().iter().map(|node| node.variable + 1).max().unwrap_or(0)
    }

    /// With every one of these variables answered no.
    pub(super) fn with_none_of(&self, variables: &BTreeSet<usize>) -> Ends {
        let asked: Vec<bool> = (0..self.variables()).map(|variable| variables.contains(&variable)).collect();
        let mut ends = self.none();
        for (end, reached) in
            self.diagram.ends(|variable| asked[variable].then_some(false), self.ends).into_iter().enumerate()
        {
            ends.0[end / 64] |= u64::from(reached) << (end % 64);
        }
        ends
    }

    /// With one at least of these variables answered yes.
    pub(super) fn with_any_of(&self, variables: &BTreeSet<usize>) -> Ends {
        let nodes = self.diagram.nodes();
        let count = self.variables().max(variables.last().map_or(0, |last| last + 1));
        // How many of them stand before each variable: what a way leaves out may be yes as well as no.
        let mut before = vec![0u32; count + 1];
        for variable in 0..count {
            before[variable + 1] = before[variable] + u32::from(variables.contains(&variable));
        }
        let leaves_one_out = |from: usize, to: Place| before[self.variable(to).unwrap_or(count)] > before[from];
        let mut with_one = Reach { bits: vec![0; self.bits.len()], ..*self };
        for (number, node) in nodes.iter().enumerate() {
            let to = self.begin(Place::Node(u32::try_from(number).unwrap_or(u32::MAX)));
            for (answer, child) in node.children.iter().enumerate() {
                let is_one = answer == 1 && before[node.variable + 1] > before[node.variable];
                let from = self.begin(*child);
                let whole = is_one || leaves_one_out(node.variable + 1, *child);
                for word in 0..self.words {
                    let more = if whole { self.bits[from + word] } else { with_one.bits[from + word] };
                    with_one.bits[to + word] |= more;
                }
            }
        }
        let root = self.diagram.root();
        if leaves_one_out(0, root) { self.all() } else { with_one.all() }
    }
}

/// Sets that hold over ranges of variables, added up: each range as two that overlap and are as long as a power of two.
struct Ranges {
    count: usize,
    words: usize,
    /// By power, by the first variable.
    powers: Vec<Vec<u64>>,
}

impl Ranges {
    fn new(count: usize, words: usize) -> Self {
        let powers = usize::try_from(count.max(1).ilog2()).unwrap_or(0) + 1;
        Self { count, words, powers: vec![vec![0; count * words]; powers] }
    }
    /// From a variable to before another.
    fn add(&mut self, from: usize, to: usize, set: &[u64]) {
        let Some(length) = to.checked_sub(from).filter(|length| *length > 0) else { return };
        let power = usize::try_from(length.ilog2()).unwrap_or(0);
        for first in [from, to - (1 << power)] {
            let sums = &mut self.powers[power][first * self.words..];
            sums.iter_mut().zip(set).for_each(|(sum, more)| *sum |= more);
        }
    }
    /// What holds at each variable.
    fn each(&mut self) -> impl Iterator<Item = &[u64]> {
        for power in (1..self.powers.len()).rev() {
            let (shorter, longer) = self.powers.split_at_mut(power);
            let (Some(shorter), Some(longer)) = (shorter.last_mut(), longer.first()) else { continue };
            let half = (1 << (power - 1)) * self.words;
            for (place, word) in longer.iter().enumerate().filter(|(_, word)| **word != 0) {
                shorter[place] |= word;
                shorter[place + half] |= word;
            }
        }
        self.powers[0].chunks(self.words).take(self.count)
    }
}
