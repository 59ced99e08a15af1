//! Which unknown inputs matter: which could, by themselves, make the answer another one.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

use super::{
    diagram::{Diagram, Place},
    reach::Reach,
};

/// The variables for which there is a case in which their answer alone makes the end another one.
pub(super) fn mattering(diagram: &Diagram, reach: &Reach<'_>) -> BTreeSet<usize> {
    let mut pairs = Pairs { diagram, reach, differ: HashMap::default() };
    let mut found = BTreeSet::new();
    // From the root down: near it the two ways are wide apart, and a difference is soon found.
    for node in diagram.nodes().iter().rev() {
        if !found.contains(&node.variable) && pairs.differ(node.children[0], node.children[1]) {
            found.insert(node.variable);
        }
    }
    found
}

/// Pairs of places, and whether the same answers lead from them to different ends.
struct Pairs<'a> {
    diagram: &'a Diagram,
    reach: &'a Reach<'a>,
    differ: HashMap<(Place, Place), bool, BuildHasherDefault<Mixed>>,
}

/// A hash of places: they are small numbers of our own, and nobody chooses them to collide.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }
    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn write_isize(&mut self, number: isize) {
        self.write_u32(u32::from(number != 0));
    }
}

impl Pairs<'_> {
    fn differ(&mut self, one: Place, other: Place) -> bool {
        if one == other || !self.reach.may_differ(one, other) {
            return false;
        }
        let (Some(variable), pair) = (self.first_asked(one, other), (one.min(other), one.max(other))) else {
            // Two ends, neither of them forbidden: those reach nothing.
            return true;
        };
        if let Some(known) = self.differ.get(&pair) {
            return *known;
        }
        let under = |place: Place, answer: usize| match place {
            Place::Node(number) if self.diagram.nodes()[number as usize].variable == variable => {
                self.diagram.nodes()[number as usize].children[answer]
            }
            other => other,
        };
        let [no, yes] = [0, 1].map(|answer| (under(one, answer), under(other, answer)));
        let differ = self.differ(no.0, no.1) || self.differ(yes.0, yes.1);
        self.differ.insert(pair, differ);
        differ
    }
    fn first_asked(&self, one: Place, other: Place) -> Option<usize> {
        let variable = |place| match place {
            Place::Node(number) => Some(self.diagram.nodes()[number as usize].variable),
            Place::End(_) => None,
        };
        [one, other].into_iter().filter_map(variable).min()
    }
}
