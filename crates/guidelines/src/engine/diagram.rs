//! Decision diagrams: a function of yes-and-no answers as a graph that is built once and then walked.
//!
//! A node asks one variable and leads to one of two places, for *no* and for *yes*; the ends are numbers. Variables are asked
//! in one order on every way, a node whose answers lead to the same place is left out, and no node is there twice: equal
//! functions are one node, so a table of forty criteria over a hundred questions is a few thousand nodes.

use std::{collections::HashMap, hash::BuildHasherDefault};

use marv_model::finding::Status;

use super::mixed::Mixed;

type Mixing = BuildHasherDefault<Mixed>;

/// A node, or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    End(u32),
    Node(u32),
}

impl Place {
    pub(super) const NO: Self = Self::End(0);
    pub(super) const YES: Self = Self::End(1);
    /// Where ways end that no case can go.
    pub(super) const FORBIDDEN: Self = Self::End(u32::MAX);

    pub(super) fn end(number: usize) -> Self {
        u32::try_from(number).map_or(Self::FORBIDDEN, Self::End)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) variable: usize,
    /// For no, and for yes.
    pub(super) children: [Place; 2],
}

/// Nodes under construction.
#[derive(Debug)]
pub(super) struct Builder<Q> {
    nodes: Vec<Node>,
    places: HashMap<Node, Place, Mixing>,
    chosen: HashMap<[Place; 3], Place, Mixing>,
    free: Vec<Q>,
}

impl<Q> Default for Builder<Q> {
    fn default() -> Self {
        Self { nodes: Vec::new(), places: HashMap::default(), chosen: HashMap::default(), free: Vec::new() }
    }
}

impl<Q: Copy + PartialEq> Builder<Q> {
    /// A question without a number: it stands behind the `count` that have one.
    pub(super) fn free(&mut self, count: usize, question: Q) -> Place {
        let place = self.free.iter().position(|known| *known == question).unwrap_or_else(|| {
            self.free.push(question);
            self.free.len() - 1
        });
        self.literal(count + place, true)
    }
    /// Whether a variable is answered with this.
    pub(super) fn literal(&mut self, variable: usize, answer: bool) -> Place {
        self.node(variable, if answer { [Place::NO, Place::YES] } else { [Place::YES, Place::NO] })
    }
    fn node(&mut self, variable: usize, children: [Place; 2]) -> Place {
        if children[0] == children[1] {
            return children[0];
        }
        let (node, number) = (Node { variable, children }, self.nodes.len());
        *self.places.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            Place::Node(u32::try_from(number).unwrap_or(u32::MAX))
        })
    }
    fn at(&self, place: Place) -> Option<Node> {
        match place {
            Place::End(_) => None,
            Place::Node(number) => self.nodes.get(number as usize).copied(),
        }
    }
    /// `then` where the condition holds, and `otherwise` where it does not.
    pub(super) fn choose(&mut self, condition: Place, then: Place, otherwise: Place) -> Place {
        if condition == Place::YES || then == otherwise {
            return then;
        }
        if condition == Place::NO {
            return otherwise;
        }
        if then == Place::YES && otherwise == Place::NO {
            return condition;
        }
        let all = [condition, then, otherwise];
        if let Some(found) = self.chosen.get(&all) {
            return *found;
        }
        let nodes = all.map(|place| self.at(place));
        let first = nodes.iter().flatten().map(|node| node.variable).min().unwrap_or(0);
        let mut children = [Place::NO; 2];
        for (answer, child) in children.iter_mut().enumerate() {
            let under = |place: usize| match nodes[place] {
                Some(node) if node.variable == first => node.children[answer],
                _ => all[place],
            };
            *child = self.choose(under(0), under(1), under(2));
        }
        let made = self.node(first, children);
        self.chosen.insert(all, made);
        made
    }
    /// The diagram from here.
    pub(super) fn diagram(&self, root: Place) -> Diagram {
        Diagram { nodes: self.nodes.clone(), root }.under(|_| None)
    }
}

/// A diagram, its nodes in such an order that a node's children stand before it.
#[derive(Debug, Clone)]
pub(super) struct Diagram {
    nodes: Vec<Node>,
    root: Place,
}

impl Diagram {
    /// Of no case.
    pub(super) fn nothing() -> Self {
        Self { nodes: Vec::new(), root: Place::FORBIDDEN }
    }
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }
    pub(super) fn root(&self) -> Place {
        self.root
    }
    /// What is left of it where some variables are answered: only what can still be reached.
    pub(super) fn under(&self, answer: impl Fn(usize) -> Option<bool>) -> Self {
        let Place::Node(root) = self.root else { return Self { nodes: Vec::new(), root: self.root } };
        let nodes = &self.nodes[..=root as usize];
        let reached = self.reached(&answer, |_| {});
        // From the ends up: where each place leads to now.
        let mut kept = Vec::with_capacity(reached.iter().filter(|reached| **reached).count());
        let mut leads_to = vec![Place::FORBIDDEN; nodes.len()];
        for (number, node) in nodes.iter().enumerate().filter(|(number, _)| reached[*number]) {
            let now = |child: Place| match child {
                Place::Node(child) => leads_to[child as usize],
                end @ Place::End(_) => end,
            };
            leads_to[number] = match answer(node.variable) {
                Some(answer) => now(node.children[usize::from(answer)]),
                None => match node.children.map(now) {
                    [no, yes] if no == yes => no,
                    children => {
                        kept.push(Node { variable: node.variable, children });
                        Place::Node(u32::try_from(kept.len() - 1).unwrap_or(u32::MAX))
                    }
                },
            };
        }
        Self { nodes: kept, root: leads_to[root as usize] }
    }
    /// The same with other ends; places that then are the same become one.
    pub(super) fn renumbered(&self, number: impl Fn(usize) -> usize) -> Self {
        let renumbered = |end: Place| match end {
            Place::End(end) if Place::End(end) != Place::FORBIDDEN => Place::end(number(end as usize)),
            other => other,
        };
        let mut places: HashMap<Node, Place, Mixing> =
            HashMap::with_capacity_and_hasher(self.nodes.len(), Mixing::default());
        let (mut kept, mut leads_to): (Vec<Node>, Vec<Place>) = (Vec::new(), Vec::with_capacity(self.nodes.len()));
        for node in &self.nodes {
            let children = node.children.map(|child| match child {
                Place::Node(child) => leads_to[child as usize],
                end @ Place::End(_) => renumbered(end),
            });
            let made = Node { variable: node.variable, children };
            leads_to.push(if children[0] == children[1] {
                children[0]
            } else {
                *places.entry(made).or_insert_with(|| {
                    kept.push(made);
                    Place::Node(u32::try_from(kept.len() - 1).unwrap_or(u32::MAX))
                })
            });
        }
        let root = match self.root {
            Place::Node(root) => leads_to[root as usize],
            end @ Place::End(_) => renumbered(end),
        };
        Self { nodes: kept, root }
    }
    /// Whether a condition is met where some variables are answered; absent also where no case is left.
    pub(super) fn met(&self, answer: impl Fn(usize) -> Option<bool>) -> Status {
        match self.ends(answer, 2)[..] {
            [true, true] => Status::Unknown,
            [false, true] => Status::Present,
            _ => Status::Absent,
        }
    }
    /// The ends, below `count`, that are still reached where some variables are answered.
    pub(super) fn ends(&self, answer: impl Fn(usize) -> Option<bool>, count: usize) -> Vec<bool> {
        let mut found = vec![false; count];
        let mut add = |end: u32| {
            if let Some(found) = found.get_mut(end as usize) {
                *found = true;
            }
        };
        match self.root {
            Place::End(end) => add(end),
            Place::Node(_) => drop(self.reached(answer, add)),
        }
        found
    }
    /// From the root down: which nodes are reached; each end that is goes to `end`, once or more.
    fn reached(&self, answer: impl Fn(usize) -> Option<bool>, mut end: impl FnMut(u32)) -> Vec<bool> {
        let Place::Node(root) = self.root else { return Vec::new() };
        let nodes = &self.nodes[..=root as usize];
        let mut reached = vec![false; nodes.len()];
        reached[root as usize] = true;
        for (number, node) in nodes.iter().enumerate().rev() {
            if reached[number] {
                let ways = match answer(node.variable) {
                    Some(answer) => &node.children[usize::from(answer)..=usize::from(answer)],
                    None => &node.children[..],
                };
                for place in ways {
                    match place {
                        Place::Node(place) => reached[*place as usize] = true,
                        Place::End(number) => end(*number),
                    }
                }
            }
        }
        reached
    }
}
