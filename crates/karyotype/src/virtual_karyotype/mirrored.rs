//! What copies alone tell: isochromosomes, isodicentric chromosomes, whole arms joined, and what is left: deletions,
//! duplications, whole chromosomes.

use super::{
    abnormality::{AbnormalityKind, StretchEvidence},
    chromosomes::{centromere, order, stretch},
    items::{
        Draft, Written, break_of, deletion, derivative, duplication, ends_of, item, point, stretch_text, structural,
        whole,
    },
    joined::Work,
    layers::{ChromosomeChange, Layer},
};
use crate::karyotype::{Arm, Chromosome, Sign, Symbol};

impl Work<'_> {
    /// Explains the rest of the copies.
    pub(super) fn rest(&mut self) {
        for at in 0..self.changes.len() {
            self.isochromosome(at);
            self.isodicentric(at);
        }
        self.whole_arms();
        for at in 0..self.changes.len() {
            self.chromosomes(at);
            self.stretches(at);
        }
    }

    /// RULE: structure 8 (a): one arm lost and the other gained, with the break in the centromere: an isochromosome. Two
    /// copies of an arm more and nothing lost are an isochromosome beside the normal ones.
    fn isochromosome(&mut self, at: usize) {
        loop {
            let change = &mut self.changes[at];
            let (chromosome, clone) = (change.chromosome, change.clone);
            let gained = |arm: Arm| move |layer: &Layer| layer.gain && layer.arm == arm && layer.is_whole_arm();
            let lost = |arm: Arm| move |layer: &Layer| !layer.gain && layer.arm == arm && layer.is_whole_arm();
            let mut found = None;
            for (arm, other) in [(Arm::P, Arm::Q), (Arm::Q, Arm::P)] {
                if change.has(gained(arm)) && change.has(lost(other)) {
                    found = change.take(gained(arm)).zip(change.take(lost(other))).map(|both| (arm, None, both));
                } else if change.layers.iter().filter(|layer| gained(arm)(layer)).count() >= 2 {
                    let both = change.take(gained(arm)).zip(change.take(gained(arm)));
                    found = both.map(|both| (arm, Some(Sign::Gain), both));
                }
                if found.is_some() {
                    break;
                }
            }
            let Some((arm, sign, (one, other))) = found else { return };
            if sign.is_none()
                && let Some(number) = self.mirror(chromosome, &other)
            {
                self.mirrored_at(number, clone, [one, other]);
                continue;
            }
            let write = Written::of(|_| {
                item(sign, structural(Symbol::I, vec![(chromosome, vec![centromere(arm)])]), Vec::new())
            });
            let mut stretches = vec![one.evidence(chromosome)];
            if sign.is_none() {
                stretches.push(other.evidence(chromosome));
            }
            stretches.sort_by_key(|stretch| stretch.start);
            let confidence = one.confidence.min(other.confidence);
            let draft = Draft::of_stretches(AbnormalityKind::Isochromosome, Some(write), clone, stretches, confidence);
            self.add(draft.inferred(), &[]);
        }
    }

    /// One copy more up to a break and one less behind it: the chromosome and its mirror, joined at the break.
    ///
    /// METHOD: one event stands before three (a gained chromosome and two deletions at one place).
    fn isodicentric(&mut self, at: usize) {
        let margin = self.policy.border_margin;
        let change = &mut self.changes[at];
        let (chromosome, clone) = (change.chromosome, change.clone);
        if change.whole < 1 {
            return;
        }
        let lost = |layer: &Layer| !layer.gain && layer.is_terminal();
        let Some(first) = change.take(lost) else { return };
        let near = |layer: &Layer| {
            lost(layer) && layer.arm == first.arm && layer.proximal().abs_diff(first.proximal()) <= margin
        };
        let Some(second) = change.take(near) else {
            change.layers.push(first);
            change.layers.sort_by_key(|layer| (layer.start, layer.end, layer.gain));
            return;
        };
        change.whole -= 1;
        let lost = if second.total < first.total { second } else { first };
        let kept = StretchEvidence {
            chromosome,
            start: if lost.arm == Arm::P { lost.end } else { change.main.start },
            end: if lost.arm == Arm::P { change.main.end } else { lost.start },
            total: change.main.total,
            minor: change.main.minor,
        };
        let confidence = first.confidence.min(second.confidence).min(change.main.confidence);
        let written = Written::of(|naming| {
            let point = break_of(chromosome, &first, naming);
            item(None, structural(Symbol::Idic, vec![(chromosome, vec![point])]), Vec::new())
        });
        let mut stretches = vec![kept, lost.evidence(chromosome)];
        stretches.sort_by_key(|stretch| stretch.start);
        let mirror = self
            .mirror(chromosome, &lost)
            .filter(|number| self.junctions[*number].one.position.abs_diff(lost.proximal()) <= margin);
        let draft = Draft::of_stretches(AbnormalityKind::Isodicentric, Some(written), clone, stretches, confidence);
        match mirror {
            Some(number) => self.add(draft, &[number]),
            None => self.add(draft.inferred(), &[]),
        }
    }

    /// A junction of two sides that lie side by side in the arm that is lost, both facing the centromere: the mirror itself.
    fn mirror(&self, chromosome: Chromosome, lost: &Layer) -> Option<usize> {
        (0..self.junctions.len()).find(|number| {
            let [low, high] = self.junctions[*number].ends();
            !self.used[*number]
                && low.chromosome == chromosome
                && high.chromosome == chromosome
                && low.arm() == lost.arm
                && low.kept == high.kept
                && low.is_centric()
                && high.position.abs_diff(low.position) <= self.policy.border_margin
        })
    }

    /// An isochromosome whose mirror lies in the lost arm, not in the centromere: isodicentric.
    fn mirrored_at(&mut self, number: usize, clone: usize, [gained, lost]: [Layer; 2]) {
        let [low, _] = self.junctions[number].ends();
        let chromosome = low.chromosome;
        let written = Written::of(|naming| {
            let points = vec![point(chromosome, low.position, naming)];
            item(None, structural(Symbol::Idic, vec![(chromosome, points)]), Vec::new())
        });
        let mut stretches = vec![gained.evidence(chromosome), lost.evidence(chromosome)];
        stretches.sort_by_key(|stretch| stretch.start);
        let confidence = gained.confidence.min(lost.confidence);
        let draft = Draft::of_stretches(AbnormalityKind::Isodicentric, Some(written), clone, stretches, confidence);
        self.add(draft, &[number]);
    }

    /// RULE: structure 8 (b): two chromosomes of one clone, each with one arm out of number: der(A;B)(q10;p10). Reads do not
    /// cross centromeres, so that it is inferred; where more than two could be joined, it is not.
    fn whole_arms(&mut self) {
        for clone in 0..self.fractions.len() {
            let candidates: Vec<(usize, Layer)> = self
                .changes
                .iter()
                .enumerate()
                .filter(|(_, change)| change.clone == clone && change.chromosome.is_autosome())
                .flat_map(|(at, change)| {
                    change.layers.iter().filter(|layer| layer.is_whole_arm()).map(move |layer| (at, *layer))
                })
                .filter(|(at, _)| stretch(self.changes[*at].chromosome, Arm::P).is_some())
                .collect();
            let [(one, first), (other, second)] = candidates[..] else { continue };
            if one == other {
                continue;
            }
            self.join_arms(clone, [(one, first), (other, second)]);
        }
    }

    fn join_arms(&mut self, clone: usize, mut arms: [(usize, Layer); 2]) {
        arms.sort_by_key(|(at, _)| order(self.changes[*at].chromosome));
        // The derivative has the arm that is gained, or that which is left.
        let sites: Vec<_> = arms
            .iter()
            .map(|(at, layer)| {
                let arm = match (layer.arm, layer.gain) {
                    (arm, true) => arm,
                    (Arm::P, false) => Arm::Q,
                    (Arm::Q, false) => Arm::P,
                };
                (self.changes[*at].chromosome, vec![centromere(arm)])
            })
            .collect();
        // It stands in place of a chromosome of each; where an arm is gained both normal ones are there beside it.
        let gains = arms.iter().filter(|(_, layer)| layer.gain).count();
        let sign = (gains == 2).then_some(Sign::Gain);
        for (at, layer) in &arms {
            let change = &mut self.changes[*at];
            change.take(|other| other == layer);
            if layer.gain && gains == 1 {
                change.whole += 1;
            }
        }
        let written = Written::of(|_| item(sign, structural(Symbol::Der, sites.clone()), Vec::new()));
        let stretches = arms.iter().map(|(at, layer)| layer.evidence(self.changes[*at].chromosome)).collect();
        let confidence = arms[0].1.confidence.min(arms[1].1.confidence);
        let draft = Draft::of_stretches(AbnormalityKind::WholeArm, Some(written), clone, stretches, confidence);
        self.add(draft.inferred(), &[]);
    }

    /// Whole chromosomes, and what only looks like one.
    fn chromosomes(&mut self, at: usize) {
        let change = &mut self.changes[at];
        let (chromosome, clone) = (change.chromosome, change.clone);
        let mut left = change.whole;
        change.whole = 0;
        if left == 0 {
            return;
        }
        let gain = left > 0;
        let against: Vec<Layer> =
            change.layers.iter().filter(|layer| layer.gain != gain && layer.is_terminal()).copied().collect();
        let mut by_arm = against.clone();
        by_arm.dedup_by_key(|layer| layer.arm);
        let changed: u32 = by_arm.iter().map(Layer::length).sum();
        // RULE: guidelines 4.1: nine tenths of each arm make a whole chromosome; a change across the centromere that leaves
        // more of an arm out is no whole chromosome.
        let partial = u64::from(changed) * 10 > u64::from(change.length) || gain && !by_arm.is_empty();
        if partial {
            for layer in &by_arm {
                change.take(|other| other == layer);
            }
            let draft = across_the_centromere(change, &by_arm, gain);
            self.add(draft, &[]);
            left -= left.signum();
        }
        let change = &self.changes[at];
        let main = StretchEvidence { total: change.main.total, ..change.main.evidence(chromosome) };
        let confidence = change.main.confidence;
        for _ in 0..left.abs() {
            let written = Written::of(|_| whole(chromosome, gain));
            let kind = if gain { AbnormalityKind::Gain } else { AbnormalityKind::Loss };
            let draft = Draft::of_stretches(kind, Some(written), clone, vec![main], confidence);
            self.add(draft.text(stretch_text(&main, true)), &[]);
        }
    }

    fn stretches(&mut self, at: usize) {
        let margin = self.policy.border_margin;
        loop {
            let change = &mut self.changes[at];
            let (chromosome, clone) = (change.chromosome, change.clone);
            let Some(layer) = change.take(|_| true) else { break };
            let alike = |other: &Layer| {
                other.gain == layer.gain
                    && other.arm == layer.arm
                    && other.start.abs_diff(layer.start) <= margin
                    && other.end.abs_diff(layer.end) <= margin
            };
            let mut more = 1;
            let mut total = layer.total;
            let mut confidence = layer.confidence;
            if layer.gain {
                while let Some(other) = change.take(alike) {
                    more += 1;
                    total = total.max(other.total);
                    confidence = confidence.min(other.confidence);
                }
            }
            let (kind, written) = if layer.gain {
                let kind = if more > 3 { AbnormalityKind::Amplification } else { AbnormalityKind::Duplication };
                (kind, Written::of(|naming| duplication(chromosome, &layer, more, naming)))
            } else {
                (AbnormalityKind::Deletion, Written::of(|naming| deletion(chromosome, &layer, naming)))
            };
            let stretch = StretchEvidence { total, ..layer.evidence(chromosome) };
            let ends = [layer.start, layer.end];
            let shown: Vec<usize> = (0..self.junctions.len())
                .filter(|number| {
                    let [low, high] = self.junctions[*number].ends();
                    !self.used[*number]
                        && low.chromosome == chromosome
                        && high.chromosome == chromosome
                        && [low, high].iter().zip(ends).all(|(end, at)| end.position.abs_diff(at) <= margin)
                })
                .collect();
            let draft = Draft::of_stretches(kind, Some(written), clone, vec![stretch], confidence);
            self.add(draft.text(stretch_text(&stretch, false)), &shown);
        }
    }
}

/// A change across the centromere that is no whole chromosome: a further chromosome that lacks its ends, or a chromosome
/// that is lost but for ends that must stand elsewhere.
fn across_the_centromere(change: &ChromosomeChange, ends: &[Layer], gain: bool) -> Draft {
    let chromosome = change.chromosome;
    let (mut from, mut to) = (change.main.start, change.main.end);
    for layer in ends {
        match layer.arm {
            Arm::P => from = from.max(layer.end),
            Arm::Q => to = to.min(layer.start),
        }
    }
    let middle = StretchEvidence { start: from, end: to, ..change.main.evidence(chromosome) };
    let kind = if gain { AbnormalityKind::Duplication } else { AbnormalityKind::Deletion };
    let written = Written::of(|naming| {
        let lost =
            |layer: &Layer| structural(Symbol::Del, vec![(chromosome, vec![break_of(chromosome, layer, naming)])]);
        match ends {
            [one] if gain => item(Some(Sign::Gain), lost(one), Vec::new()),
            _ if gain => derivative(Some(Sign::Gain), chromosome, ends.iter().map(lost).collect()),
            _ => {
                let points = ends_of(chromosome, [from, to.saturating_sub(1)], naming);
                item(None, structural(Symbol::Del, vec![(chromosome, points)]), Vec::new())
            }
        }
    });
    Draft::of_stretches(kind, Some(written), change.clone, vec![middle], change.main.confidence)
        .text(stretch_text(&middle, false))
}
