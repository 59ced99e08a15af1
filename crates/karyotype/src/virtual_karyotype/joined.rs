//! Junctions and copies together: translocations, derivatives, dicentric chromosomes, rings, inversions, insertions.

use super::{
    abnormality::{Abnormality, AbnormalityKind, StretchEvidence},
    chromosomes::{order, stretch},
    fractions::nearest,
    genome::{JunctionEnd, Kept, MeasuredJunction, WritingPolicy},
    items::{Draft, Written, derivative, ends_of, exchange, exchange_as_given, item, point, structural},
    junctions::{Exchange, exchanges},
    layers::{ChromosomeChange, Layer},
};
use crate::karyotype::{Arm, Chromosome, Sign, Symbol};

/// Copies and junctions while they are explained.
pub(super) struct Work<'a> {
    pub(super) changes: Vec<ChromosomeChange>,
    pub(super) junctions: &'a [MeasuredJunction],
    /// Junctions that are explained.
    pub(super) used: Vec<bool>,
    /// Shares of the clones.
    pub(super) fractions: &'a [f64],
    pub(super) policy: &'a WritingPolicy,
    pub(super) found: Vec<Abnormality>,
}

impl Work<'_> {
    /// Explains what junctions explain: exchanges first, so that a product that is there once more is told from one that
    /// stands alone.
    pub(super) fn join(&mut self) {
        let free: Vec<usize> = (0..self.junctions.len()).filter(|number| !self.used[*number]).collect();
        let left: Vec<MeasuredJunction> = free.iter().map(|number| self.junctions[*number].clone()).collect();
        for exchange in exchanges(&left, self.policy) {
            self.balanced(&exchange, &left, &free);
        }
        for number in free {
            if self.used[number] {
                continue;
            }
            if self.junctions[number].is_between_chromosomes() {
                self.unbalanced(number);
            } else {
                self.within(number);
            }
            if !self.used[number] && self.junctions[number].recurrent {
                self.alone(number);
            }
        }
    }

    /// The clone of a junction by its share of cells; the first where that is not known.
    fn clone_of(&self, numbers: &[usize]) -> usize {
        let known: Vec<f64> = numbers.iter().filter_map(|number| self.junctions[*number].cell_fraction).collect();
        #[expect(clippy::cast_precision_loss, reason = "two or three")]
        let mean = known.iter().sum::<f64>() / known.len() as f64;
        if known.is_empty() { 0 } else { nearest(self.fractions, mean) }
    }

    pub(super) fn add(&mut self, draft: Draft, junctions: &[usize]) {
        let mut one = draft.finish(self.fractions, self.policy.doubtful_below);
        for number in junctions {
            self.used[*number] = true;
            let junction = &self.junctions[*number];
            one.evidence.junctions.push(junction.id.clone());
            one.evidence.genes.extend(junction.genes.clone());
            one.recurrent |= junction.recurrent;
        }
        one.evidence.genes.sort();
        one.evidence.genes.dedup();
        self.found.push(one);
    }

    fn change_of(&self, chromosome: Chromosome, clone: usize) -> Option<usize> {
        self.changes.iter().position(|change| change.chromosome == chromosome && change.clone == clone)
    }

    /// Whether an arm's end beyond a break is shorter than what banding shows.
    fn end_is_small(&self, end: JunctionEnd) -> bool {
        let beyond = stretch(end.chromosome, end.arm()).map_or(0, |arm| match end.arm() {
            Arm::P => end.position.saturating_sub(arm.start),
            Arm::Q => arm.end.saturating_sub(end.position),
        });
        beyond < self.policy.banding_limit
    }

    fn starts_at(&self, layer: &Layer, end: JunctionEnd, gain: bool) -> bool {
        layer.gain == gain
            && layer.to_terminus
            && layer.arm == end.arm()
            && layer.proximal().abs_diff(end.position) <= self.policy.border_margin
    }

    /// A junction between two chromosomes that copies show to be unbalanced.
    fn unbalanced(&mut self, number: usize) {
        let ends = self.junctions[number].ends();
        match ends.map(JunctionEnd::is_centric) {
            [true, false] => self.derivative(number, ends[0], ends[1]),
            [false, true] => self.derivative(number, ends[1], ends[0]),
            [true, true] => self.dicentric(number, ends),
            [false, false] => {}
        }
    }

    /// RULE: structure 8 (b): what lies behind the break of the one is lost, and what lies behind that of the other is
    /// gained: der(A)t(A;B). An end that is too short for copies to show may be missing among one of the two.
    fn derivative(&mut self, number: usize, of: JunctionEnd, from: JunctionEnd) {
        for clone in 0..self.fractions.len() {
            let (of_change, from_change) =
                (self.change_of(of.chromosome, clone), self.change_of(from.chromosome, clone));
            let layer = |change: Option<usize>, end, gain| {
                let change = &self.changes[change?];
                change.layers.iter().find(|layer| self.starts_at(layer, end, gain)).copied()
            };
            let (lost, gained) = (layer(of_change, of, false), layer(from_change, from, true));
            let small = (lost.is_none() && self.end_is_small(of), gained.is_none() && self.end_is_small(from));
            if !(lost.is_some() && gained.is_some() || lost.is_some() && small.1 || gained.is_some() && small.0) {
                continue;
            }
            let mut stretches = Vec::new();
            let mut confidence: f64 = 1.0;
            let mut sign = None;
            for (change, layer) in [(of_change, lost), (from_change, gained)] {
                let (Some(change), Some(layer)) = (change, layer) else { continue };
                let change = &mut self.changes[change];
                change.take(|other| *other == layer);
                stretches.push(layer.evidence(change.chromosome));
                confidence = confidence.min(layer.confidence);
            }
            // Of three chromosomes two are whole: the derivative is the third.
            if let Some(change) = of_change.map(|at| &mut self.changes[at]).filter(|change| change.whole > 0) {
                change.whole -= 1;
                sign = Some(Sign::Gain);
            }
            let sites = [(of.chromosome, of.position), (from.chromosome, from.position)];
            let written =
                Written::of(|naming| derivative(sign, of.chromosome, vec![exchange(Symbol::T, &sites, naming)]));
            let mut draft =
                Draft::of_stretches(AbnormalityKind::Derivative, Some(written), clone, stretches, confidence);
            draft.chromosomes = sorted([of.chromosome, from.chromosome]);
            self.add(draft, &[number]);
            return;
        }
    }

    /// Both sides hold a centromere, and both ends are lost.
    fn dicentric(&mut self, number: usize, ends: [JunctionEnd; 2]) {
        for clone in 0..self.fractions.len() {
            let changes = ends.map(|end| self.change_of(end.chromosome, clone));
            let [Some(one), Some(other)] = changes else { continue };
            let lost = [(one, ends[0]), (other, ends[1])].map(|(change, end)| {
                self.changes[change].layers.iter().find(|layer| self.starts_at(layer, end, false)).copied()
            });
            let [Some(first), Some(second)] = lost else { continue };
            self.changes[one].take(|layer| *layer == first);
            self.changes[other].take(|layer| *layer == second);
            let sites = ends.map(|end| (end.chromosome, end.position));
            let written = Written::of(|naming| item(None, exchange(Symbol::Dic, &sites, naming), Vec::new()));
            let stretches = vec![first.evidence(ends[0].chromosome), second.evidence(ends[1].chromosome)];
            let confidence = first.confidence.min(second.confidence);
            let draft = Draft::of_stretches(AbnormalityKind::Dicentric, Some(written), clone, stretches, confidence);
            self.add(draft, &[number]);
            return;
        }
    }

    /// A junction within one chromosome that closes a ring or ends a deletion or a duplication.
    fn within(&mut self, number: usize) {
        let [low, high] = self.junctions[number].ends();
        let chromosome = low.chromosome;
        let two_arms = (low.arm(), high.arm()) == (Arm::P, Arm::Q);
        // RULE: structure 8 (c): both ends lost and what is between joined to itself.
        if two_arms && (low.kept, high.kept) == (Kept::From, Kept::Before) {
            for clone in 0..self.fractions.len() {
                let Some(at) = self.change_of(chromosome, clone) else { continue };
                let lost = [low, high]
                    .map(|end| self.changes[at].layers.iter().find(|layer| self.starts_at(layer, end, false)).copied());
                let [Some(short), Some(long)] = lost else { continue };
                let change = &mut self.changes[at];
                change.take(|layer| *layer == short);
                change.take(|layer| *layer == long);
                let mut sign = None;
                if change.whole > 0 {
                    change.whole -= 1;
                    sign = Some(Sign::Gain);
                }
                let written = Written::of(|naming| {
                    let points =
                        vec![point(chromosome, low.position, naming), point(chromosome, high.position, naming)];
                    item(sign, structural(Symbol::R, vec![(chromosome, points)]), Vec::new())
                });
                let stretches = vec![short.evidence(chromosome), long.evidence(chromosome)];
                let confidence = short.confidence.min(long.confidence);
                let draft = Draft::of_stretches(AbnormalityKind::Ring, Some(written), clone, stretches, confidence);
                self.add(draft, &[number]);
                return;
            }
        }
    }

    fn balanced(&mut self, exchange: &Exchange, left: &[MeasuredJunction], free: &[usize]) {
        let numbers: Vec<usize> = exchange.junctions().iter().map(|number| free[*number]).collect();
        let clone = self.clone_of(&numbers);
        match exchange {
            Exchange::Reciprocal([one, other]) => {
                let (first, second) = (left[*one].ends(), left[*other].ends());
                // Both centromeres on one product: what becomes of the other copies must tell.
                if first[0].is_centric() == first[1].is_centric() {
                    return;
                }
                let sites = named_side(&[&left[*one], &left[*other]], [first, second]);
                self.translocation(&numbers, clone, &sites);
                self.further_derivative(&numbers, sites);
            }
            Exchange::Circle(three) => {
                let ends: Vec<[JunctionEnd; 2]> = three.iter().map(|number| left[*number].ends()).collect();
                self.translocation(&numbers, clone, &around(&ends));
            }
            Exchange::Inversion([one, _]) => {
                let [low, high] = left[*one].ends();
                self.inversion(&numbers, clone, low, high);
            }
            Exchange::Insertion { into, from, junctions } => {
                let direct = left[junctions[0]].ends().contains(into) == left[junctions[0]].ends().contains(&from[0]);
                self.insertion(&numbers, clone, *into, *from, direct);
            }
        }
    }

    fn translocation(&mut self, numbers: &[usize], clone: usize, sites: &[(Chromosome, u32)]) {
        let in_order = sites.len() > 2;
        let written = Written::of(|naming| {
            let write = if in_order { exchange_as_given } else { exchange };
            item(None, write(Symbol::T, sites, naming), Vec::new())
        });
        // What is exchanged: from each break to the end of its arm.
        let least = sites.iter().map(|(chromosome, position)| end_of(*chromosome, *position)).min().unwrap_or(0);
        let mut draft = Draft::of_stretches(AbnormalityKind::Translocation, Some(written), clone, Vec::new(), 1.0);
        draft.chromosomes = sites.iter().map(|(chromosome, _)| *chromosome).collect();
        draft.bases = u64::from(least);
        self.add(draft, numbers);
    }

    /// A product of a translocation that is there once more, as `+der(22)t(9;22)`.
    fn further_derivative(&mut self, numbers: &[usize], sites: [(Chromosome, u32); 2]) {
        for number in numbers {
            let ends = self.junctions[*number].ends();
            let (of, from) = if ends[0].is_centric() { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
            for clone in 0..self.fractions.len() {
                let changes = (self.change_of(of.chromosome, clone), self.change_of(from.chromosome, clone));
                let (Some(own), Some(other)) = changes else { continue };
                if self.changes[own].whole < 1 {
                    continue;
                }
                let lost = self.changes[own].layers.iter().find(|layer| self.starts_at(layer, of, false)).copied();
                let gained = self.changes[other].layers.iter().find(|layer| self.starts_at(layer, from, true)).copied();
                let (Some(lost), Some(gained)) = (lost, gained) else { continue };
                self.changes[own].take(|layer| *layer == lost);
                self.changes[other].take(|layer| *layer == gained);
                self.changes[own].whole -= 1;
                let written = Written::of(|naming| {
                    derivative(Some(Sign::Gain), of.chromosome, vec![exchange(Symbol::T, &sites, naming)])
                });
                let stretches = vec![lost.evidence(of.chromosome), gained.evidence(from.chromosome)];
                let confidence = lost.confidence.min(gained.confidence);
                let draft =
                    Draft::of_stretches(AbnormalityKind::Derivative, Some(written), clone, stretches, confidence);
                self.add(draft, &[*number]);
            }
        }
    }

    fn inversion(&mut self, numbers: &[usize], clone: usize, low: JunctionEnd, high: JunctionEnd) {
        let chromosome = low.chromosome;
        let written = Written::of(|naming| {
            let points = ends_of(chromosome, [low.position, high.position], naming);
            item(None, structural(Symbol::Inv, vec![(chromosome, points)]), Vec::new())
        });
        let mut draft = Draft::of_stretches(AbnormalityKind::Inversion, Some(written), clone, Vec::new(), 1.0);
        draft.chromosomes = vec![chromosome];
        draft.bases = u64::from(high.position.abs_diff(low.position));
        self.add(draft, numbers);
    }

    fn insertion(&mut self, numbers: &[usize], clone: usize, into: JunctionEnd, from: [JunctionEnd; 2], direct: bool) {
        let (receiver, donor) = (into.chromosome, from[0].chromosome);
        let margin = self.policy.border_margin;
        let of_stretch = |layer: &Layer| {
            layer.gain
                && layer.start.abs_diff(from[0].position) <= margin
                && layer.end.abs_diff(from[1].position) <= margin
        };
        // A stretch that is there once more than inherited has been copied, not moved.
        let copied = (0..self.fractions.len())
            .filter_map(|clone| self.change_of(donor, clone))
            .find(|change| self.changes[*change].has(of_stretch));
        let layer = copied.and_then(|change| self.changes[change].take(of_stretch));
        let clone = copied.map_or(clone, |change| self.changes[change].clone);
        let is_copied = layer.is_some();
        let written = Written::of(|naming| {
            let mut points = ends_of(donor, from.map(|end| end.position), naming);
            if !direct {
                points.reverse();
            }
            let sites = vec![(receiver, vec![point(receiver, into.position, naming)]), (donor, points)];
            let change = structural(Symbol::Ins, sites);
            if is_copied { derivative(None, receiver, vec![change]) } else { item(None, change, Vec::new()) }
        });
        let gap = if is_copied { None } else { self.closed_gap(from) };
        let stretches: Vec<StretchEvidence> = layer.iter().map(|layer| layer.evidence(donor)).collect();
        let confidence = layer.map_or(1.0, |layer| layer.confidence);
        let mut draft = Draft::of_stretches(AbnormalityKind::Insertion, Some(written), clone, stretches, confidence);
        draft.chromosomes = sorted([receiver, donor]);
        draft.bases = u64::from(from[1].position.saturating_sub(from[0].position));
        let all: Vec<usize> = numbers.iter().copied().chain(gap).collect();
        self.add(draft, &all);
    }

    /// The junction that closes the gap from which a stretch has been moved away.
    fn closed_gap(&self, moved: [JunctionEnd; 2]) -> Option<usize> {
        let closes = |end: JunctionEnd, side: JunctionEnd| end.completes(side, self.policy.exchange_margin);
        (0..self.junctions.len()).filter(|number| !self.used[*number]).find(|number| {
            let [low, high] = self.junctions[*number].ends();
            closes(low, moved[0]) && closes(high, moved[1])
        })
    }

    /// A recurrent junction without its counterpart: what it is known to be.
    fn alone(&mut self, number: usize) {
        let ends = self.junctions[number].ends();
        let clone = self.clone_of(&[number]);
        if !self.junctions[number].is_between_chromosomes() {
            if ends[0].kept == ends[1].kept {
                self.inversion(&[number], clone, ends[0], ends[1]);
            }
            return;
        }
        if ends[0].is_centric() != ends[1].is_centric() {
            self.translocation(&[number], clone, &ends.map(|end| (end.chromosome, end.position)));
        }
    }
}

/// The sides of the junction that recurs, else of the first.
fn named_side(junctions: &[&MeasuredJunction; 2], ends: [[JunctionEnd; 2]; 2]) -> [(Chromosome, u32); 2] {
    let named = usize::from(!junctions[0].recurrent && junctions[1].recurrent);
    ends[named].map(|end| (end.chromosome, end.position))
}

/// From a place to the end of its arm, in bases.
fn end_of(chromosome: Chromosome, position: u32) -> u32 {
    let arm = super::chromosomes::arm_at(chromosome, position);
    stretch(chromosome, arm).map_or(0, |whole| match arm {
        Arm::P => position.saturating_sub(whole.start),
        Arm::Q => whole.end.saturating_sub(position),
    })
}

fn sorted<const N: usize>(mut chromosomes: [Chromosome; N]) -> Vec<Chromosome> {
    chromosomes.sort_by_key(|chromosome| order(*chromosome));
    chromosomes.to_vec()
}

/// The sites of a circle of three: RULE: ISCN 2024, the first in a karyotype's order, then the one that receives its
/// segment, and so on.
fn around(junctions: &[[JunctionEnd; 2]]) -> Vec<(Chromosome, u32)> {
    let first = junctions.iter().flatten().map(|end| end.chromosome).min_by_key(|chromosome| order(*chromosome));
    let mut sites = Vec::new();
    let mut next = first;
    while let Some(giver) = next.filter(|_| sites.len() < junctions.len()) {
        // The giver's end without its centromere stands on the receiver.
        let given = junctions.iter().find_map(|ends| {
            let at = ends.iter().position(|end| end.chromosome == giver && !end.is_centric())?;
            Some((ends[at], ends[1 - at]))
        });
        let Some((end, receiver)) = given else { break };
        sites.push((end.chromosome, end.position));
        next = Some(receiver.chromosome);
    }
    sites
}
