//! Which ends can still be reached from each place of a diagram.

use std::collections::BTreeSet;

use super::diagram::{Diagram, Place};

/// Sets of ends, one a place.
#[derive(Debug, Clone)]
pub(super) struct Reach<'a> {
    pub(super) diagram: &'a Diagram,
    ends: usize,
    /// How many variables are asked: more than the number of any.
    variables: usize,
    ways: Vec<Way>,
    /// The sets of the ends, an empty one of what is forbidden, and those of the nodes.
    sets: Vec<Ends>,
}

/// A node: its variable, and where no and yes lead to.
#[derive(Debug, Clone, Copy)]
struct Way {
    variable: u32,
    children: [Child; 2],
}

/// A place: the number of its set, and the variable that is asked there, one more than any where it is an end.
#[derive(Debug, Clone, Copy)]
struct Child {
    set: u32,
    variable: u32,
}

impl Child {
    fn set(self) -> usize {
        self.set as usize
    }
    fn variable(self) -> usize {
        self.variable as usize
    }
}

/// A set of ends, below [`Ends::LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ends(u64);

impl Ends {
    /// More answers than any guideline gives; asserted where a table is made ready.
    pub(super) const LIMIT: usize = 64;
    const ALL: Self = Self(u64::MAX);

    fn one(end: usize) -> Self {
        Self(u32::try_from(end).ok().and_then(|end| 1u64.checked_shl(end)).unwrap_or(0))
    }
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let rest = std::iter::successors(Some(self.0), |set| Some(set & set.wrapping_sub(1)));
        rest.take_while(|set| *set != 0).map(|set| usize::try_from(set.trailing_zeros()).unwrap_or(Self::LIMIT))
    }
    pub(super) fn count(self) -> usize {
        usize::try_from(self.0.count_ones()).unwrap_or(Self::LIMIT)
    }
    pub(super) fn with(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
    fn within(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }
    fn add(&mut self, more: Self) {
        self.0 |= more.0;
    }
}

impl<'a> Reach<'a> {
    /// Of a diagram whose ends are below `ends`.
    pub(super) fn new(diagram: &'a Diagram, ends: usize) -> Self {
        let nodes = diagram.nodes();
        let variables = nodes.iter().map(|node| node.variable + 1).max().unwrap_or(0);
        let mut reach = Self { diagram, ends, variables, ways: Vec::new(), sets: Vec::new() };
        reach.ways.reserve(nodes.len());
        reach.sets.reserve(ends + 1 + nodes.len());
        reach.sets.extend((0..ends).map(Ends::one).chain([Ends::default()]));
        for node in nodes {
            let children = node.children.map(|place| reach.child(place));
            reach.sets.push(reach.sets[children[0].set()].with(reach.sets[children[1].set()]));
            reach.ways.push(Way { variable: number(node.variable), children });
        }
        reach
    }
    fn child(&self, place: Place) -> Child {
        let variable = match place {
            Place::End(_) => number(self.variables),
            Place::Node(node) => self.ways[node as usize].variable,
        };
        Child { set: number(self.set(place)), variable }
    }
    fn set(&self, place: Place) -> usize {
        match place {
            Place::End(end) => (end as usize).min(self.ends),
            Place::Node(node) => self.ends + 1 + node as usize,
        }
    }
    fn root(&self) -> Child {
        self.child(self.diagram.root())
    }
    fn of(&self, place: Place) -> Ends {
        self.sets[self.set(place)]
    }
    /// Whether both places reach ends, and not one and the same alone.
    pub(super) fn may_differ(&self, one: Place, other: Place) -> bool {
        let (one, other) = (self.of(one), self.of(other));
        one.0 != 0 && other.0 != 0 && one.with(other).0.count_ones() > 1
    }
    /// From the root.
    pub(super) fn all(&self) -> Ends {
        self.of(self.diagram.root())
    }

    /// For each variable below `count`, with it answered no, and with it answered yes.
    pub(super) fn with_each(&self, count: usize) -> Vec<[Ends; 2]> {
        let mut found = vec![[Ends::default(); 2]; count];
        let mut left_out = Ranges::new(count);
        let below = |child: Child| if child.variable() == self.variables { count } else { child.variable() };
        left_out.add(0, below(self.root()), self.all());
        for way in &self.ways {
            for (answer, child) in way.children.iter().enumerate() {
                let (variable, set) = (way.variable as usize, self.sets[child.set()]);
                found[variable][answer].add(set);
                left_out.add(variable + 1, below(*child), set);
            }
        }
        // What a way leaves out may be yes as well as no.
        for (both, left_out) in found.iter_mut().zip(left_out.each()) {
            for ends in both {
                ends.add(*left_out);
            }
        }
        found
    }

    /// For each of these groups of variables, with every one of the group answered no.
    pub(super) fn with_none_of_each(&self, groups: &[BTreeSet<usize>]) -> Vec<Ends> {
        let count = groups.len();
        if count == 0 {
            return Vec::new();
        }
        // For each variable, of which groups it is none: what its yes adds there.
        let mut elsewhere = vec![Ends::ALL; self.variables * count];
        for (group, variables) in groups.iter().enumerate() {
            for variable in variables.iter().filter(|variable| **variable < self.variables) {
                elsewhere[variable * count + group] = Ends::default();
            }
        }
        let mut sets = vec![Ends::default(); self.sets.len() * count];
        for (end, of_groups) in sets.chunks_mut(count).take(self.ends).enumerate() {
            of_groups.fill(self.sets[end]);
        }
        for (place, way) in self.ways.iter().enumerate() {
            let (below, here) = sets.split_at_mut((self.ends + 1 + place) * count);
            let [no, yes] = way.children.map(|child| &below[child.set() * count..][..count]);
            let elsewhere = &elsewhere[way.variable as usize * count..][..count];
            for (((here, no), yes), elsewhere) in here[..count].iter_mut().zip(no).zip(yes).zip(elsewhere) {
                *here = no.with(yes.within(*elsewhere));
            }
        }
        sets[self.root().set() * count..][..count].to_vec()
    }
}

/// Diagrams have fewer places than this type holds.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Sets that hold over ranges of variables, added up: each range as two that overlap and are as long as a power of two.
struct Ranges {
    count: usize,
    /// By power, by the first variable.
    powers: Vec<Vec<Ends>>,
}

impl Ranges {
    fn new(count: usize) -> Self {
        let powers = usize::try_from(count.max(1).ilog2()).unwrap_or(0) + 1;
        Self { count, powers: vec![vec![Ends::default(); count]; powers] }
    }
    /// From a variable to before another.
    fn add(&mut self, from: usize, to: usize, set: Ends) {
        let Some(length) = to.checked_sub(from).filter(|length| *length > 0) else { return };
        let power = usize::try_from(length.ilog2()).unwrap_or(0);
        for first in [from, to - (1 << power)] {
            self.powers[power][first].add(set);
        }
    }
    /// What holds at each variable.
    fn each(&mut self) -> impl Iterator<Item = &Ends> {
        for power in (1..self.powers.len()).rev() {
            let (shorter, longer) = self.powers.split_at_mut(power);
            let (Some(shorter), Some(longer)) = (shorter.last_mut(), longer.first()) else { continue };
            let half = 1 << (power - 1);
            for (place, set) in longer.iter().enumerate().filter(|(_, set)| **set != Ends::default()) {
                shorter[place].add(*set);
                shorter[place + half].add(*set);
            }
        }
        self.powers[0].iter().take(self.count)
    }
}
