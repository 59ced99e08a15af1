//! Junctions as a karyotype sees them: which sides hold a centromere, and which belong to one exchange.

use super::{
    chromosomes::arm_at,
    genome::{JunctionEnd, Kept, MeasuredJunction, WritingPolicy},
};
use crate::karyotype::Arm;

impl JunctionEnd {
    pub(super) fn arm(self) -> Arm {
        arm_at(self.chromosome, self.position)
    }
    /// Whether what stays beside the break holds the centromere.
    pub(super) fn is_centric(self) -> bool {
        (self.arm() == Arm::Q) == (self.kept == Kept::Before)
    }
    /// Whether two ends are the two sides of one break. Bases between them may be lost; hardly any are there twice.
    pub(super) fn completes(self, other: Self, margin: u32) -> bool {
        // METHOD: a stretch that stays on both sides is a piece of its own (an insertion), not the overlap of a break.
        const OVERLAP: u32 = 10_000;
        let (before, from) = if self.kept == Kept::Before { (self, other) } else { (other, self) };
        self.chromosome == other.chromosome
            && self.kept != other.kept
            && before.position.saturating_sub(from.position) <= OVERLAP
            && from.position.saturating_sub(before.position) <= margin
    }
}

/// Which junctions of one kind of event belong together, by their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Exchange {
    /// Two chromosomes have exchanged ends.
    Reciprocal([usize; 2]),
    /// Three chromosomes, each giving its end to the next.
    Circle([usize; 3]),
    /// A stretch turned round: both ends of it.
    Inversion([usize; 2]),
    /// A stretch of one chromosome stands in another.
    Insertion {
        junctions: [usize; 2],
        /// The end in the receiver.
        into: JunctionEnd,
        /// The ends of the stretch, the lower first.
        from: [JunctionEnd; 2],
    },
}

impl Exchange {
    pub(super) fn junctions(&self) -> &[usize] {
        match self {
            Self::Reciprocal(two) | Self::Inversion(two) | Self::Insertion { junctions: two, .. } => two,
            Self::Circle(three) => three,
        }
    }
}

/// The exchanges among junctions; each junction is of one at most, nearest ends first.
pub(super) fn exchanges(junctions: &[MeasuredJunction], policy: &WritingPolicy) -> Vec<Exchange> {
    let mut used = vec![false; junctions.len()];
    let mut found = Vec::new();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (one, first) in junctions.iter().enumerate() {
        for (other, second) in junctions.iter().enumerate().skip(one + 1) {
            // METHOD: what the caller has joined to one event may lie farther apart.
            let same = first.event.is_some() && first.event == second.event;
            let margin = policy.exchange_margin.saturating_mul(if same { 5 } else { 1 });
            let ([a, b], [c, d]) = (first.ends(), second.ends());
            if a.completes(c, margin) && b.completes(d, margin) {
                pairs.push((a.position.abs_diff(c.position) + b.position.abs_diff(d.position), one, other));
            }
        }
    }
    pairs.sort_unstable();
    for (_, one, other) in pairs {
        if used[one] || used[other] {
            continue;
        }
        let [a, b] = junctions[one].ends();
        let within = a.chromosome == b.chromosome;
        // Within a chromosome sides of one direction turn what lies between round; others leave out or repeat it.
        if within && a.kept != b.kept {
            continue;
        }
        (used[one], used[other]) = (true, true);
        found.push(if within { Exchange::Inversion([one, other]) } else { Exchange::Reciprocal([one, other]) });
    }
    found.extend(circles(junctions, &mut used, policy.exchange_margin));
    found.extend(insertions(junctions, &mut used, policy.exchange_margin));
    found
}

fn circles(junctions: &[MeasuredJunction], used: &mut [bool], margin: u32) -> Vec<Exchange> {
    let mut found = Vec::new();
    let count = junctions.len();
    let between = |number: usize| junctions[number].is_between_chromosomes();
    for one in 0..count {
        for other in one + 1..count {
            if used[one] || used[other] || !between(one) || !between(other) {
                continue;
            }
            let third = (other + 1..count)
                .find(|third| !used[*third] && between(*third) && is_circle([one, other, *third], junctions, margin));
            if let Some(third) = third {
                for number in [one, other, third] {
                    used[number] = true;
                }
                found.push(Exchange::Circle([one, other, third]));
            }
        }
    }
    found
}

/// Whether three junctions use both sides of three breaks, each joining an end without a centromere to one with it.
fn is_circle(three: [usize; 3], junctions: &[MeasuredJunction], margin: u32) -> bool {
    let ends: Vec<JunctionEnd> = three.iter().flat_map(|number| junctions[*number].ends()).collect();
    let completed = |end: &JunctionEnd| ends.iter().filter(|other| end.completes(**other, margin)).count() == 1;
    let oriented = |number: &usize| {
        let [a, b] = junctions[*number].ends();
        a.is_centric() != b.is_centric()
    };
    let mut chromosomes: Vec<_> = ends.iter().map(|end| end.chromosome).collect();
    chromosomes.sort_unstable();
    chromosomes.dedup();
    chromosomes.len() == 3 && ends.iter().all(completed) && three.iter().all(oriented)
}

fn insertions(junctions: &[MeasuredJunction], used: &mut [bool], margin: u32) -> Vec<Exchange> {
    let mut found = Vec::new();
    for one in 0..junctions.len() {
        for other in one + 1..junctions.len() {
            if used[one] || used[other] || !junctions[one].is_between_chromosomes() {
                continue;
            }
            let (first, second) = (junctions[one].ends(), junctions[other].ends());
            for (into, from) in [(0, 1), (1, 0)] {
                let mut stretch = [first[from], second[from]];
                stretch.sort_by_key(|end| end.position);
                let held = stretch[0].chromosome == stretch[1].chromosome
                    && (stretch[0].kept, stretch[1].kept) == (Kept::From, Kept::Before)
                    && stretch[0].position < stretch[1].position;
                if held && first[into].completes(second[into], margin) && !used[one] {
                    (used[one], used[other]) = (true, true);
                    let into = if first[into].kept == Kept::Before { first[into] } else { second[into] };
                    found.push(Exchange::Insertion { junctions: [one, other], into, from: stretch });
                }
            }
        }
    }
    found
}
