//! Which unknown inputs matter: which could, by themselves, make the answer another one.

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{
    diagram::{Diagram, Place},
    mixed::Mixed,
    reach::Reach,
};

/// The variables for which there is a case in which their answer alone makes the end another one.
///
/// `count` is more than the number of any.
pub(super) fn mattering(diagram: &Diagram, reach: &Reach<'_>, count: usize) -> Vec<bool> {
    let differ = HashMap::with_capacity_and_hasher(diagram.nodes().len(), BuildHasherDefault::default());
    let mut pairs = Pairs { diagram, reach, differ };
    let mut found = vec![false; count];
    // From the root down: near it the two ways are wide apart, and a difference is soon found.
    for node in diagram.nodes().iter().rev() {
        if !found[node.variable] && pairs.differ(node.children[0], node.children[1]) {
            found[node.variable] = true;
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
