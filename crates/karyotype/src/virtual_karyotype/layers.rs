//! Steps taken apart: whole chromosomes by what lies beside the centromere, and layers, each one copy of a stretch of an
//! arm that is lost or gained.

use super::{
    abnormality::StretchEvidence,
    chromosomes::arms,
    coverage::Coverage,
    steps::{Run, Step, as_banding, steps},
};
use crate::karyotype::{Arm, Chromosome};

/// One copy of a stretch of an arm, lost or gained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layer {
    pub(super) arm: Arm,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) gain: bool,
    /// Begins at the centromere.
    pub(super) from_centromere: bool,
    /// Reaches the arm's end.
    pub(super) to_terminus: bool,
    pub(super) total: u8,
    pub(super) minor: Option<u8>,
    pub(super) confidence: f64,
}

impl Layer {
    pub(super) fn length(&self) -> u32 {
        self.end - self.start
    }
    pub(super) fn is_whole_arm(&self) -> bool {
        self.from_centromere && self.to_terminus
    }
    /// From a break in the arm to its end.
    pub(super) fn is_terminal(&self) -> bool {
        self.to_terminus && !self.from_centromere
    }
    /// Where it breaks nearest to the centromere.
    pub(super) fn proximal(&self) -> u32 {
        if self.arm == Arm::P { self.end } else { self.start }
    }
    pub(super) fn evidence(&self, chromosome: Chromosome) -> StretchEvidence {
        StretchEvidence { chromosome, start: self.start, end: self.end, total: self.total, minor: self.minor }
    }
}

/// What one clone has of its own on one chromosome.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChromosomeChange {
    pub(super) chromosome: Chromosome,
    pub(super) clone: usize,
    /// Chromosomes more (or less) by what lies beside the centromere.
    pub(super) whole: i32,
    /// What holds most of the chromosome, for the evidence of `whole`.
    pub(super) main: Layer,
    /// What is left beside `whole`, along the chromosome.
    pub(super) layers: Vec<Layer>,
    /// Changed stretches that banding does not show.
    pub(super) below: Vec<Step>,
    /// Of the assessed arms.
    pub(super) length: u32,
}

impl ChromosomeChange {
    /// Removes and returns the first layer that fits.
    pub(super) fn take(&mut self, fits: impl Fn(&Layer) -> bool) -> Option<Layer> {
        let at = self.layers.iter().position(fits)?;
        Some(self.layers.remove(at))
    }
    pub(super) fn has(&self, fits: impl Fn(&Layer) -> bool) -> bool {
        self.layers.iter().any(fits)
    }
}

/// METHOD: an end of an arm that is shorter is not told from none: segments end within a megabase of telomeres and of the
/// centromere's repeats.
const END_LIMIT: u32 = 1_000_000;

/// What a clone has of its own on a chromosome; none where that is nothing.
///
/// METHOD: chromosomes are counted by their centromeres. Where both sides of the centromere have changed alike, so many
/// chromosomes are gained or lost; what differs from that along the arms is layers.
pub(super) fn change(
    chromosome: Chromosome,
    clone: usize,
    runs: &[Run],
    expected: u8,
    coverage: &Coverage,
    limit: u32,
) -> Option<ChromosomeChange> {
    let delta = |run: &Run| {
        if run.clone == Some(clone) { i32::from(run.total) - i32::from(expected) } else { 0 }
    };
    let mut by_arm = Vec::new();
    let mut below = Vec::new();
    let mut beside_centromere = Vec::new();
    let mut length = 0;
    for arm in arms(chromosome) {
        if !coverage.assessed.contains(&arm) {
            continue;
        }
        let all = steps(arm, runs, delta);
        let (coarse, _) = as_banding(all.clone(), limit, limit);
        let beside = if arm.arm == Arm::P { coarse.last() } else { coarse.first() };
        beside_centromere.push((arm.arm, beside.map_or(0, |step| step.delta)));
        let (seen, small) = as_banding(all, limit, END_LIMIT);
        below.extend(small);
        length += arm.length();
        by_arm.push((arm, seen));
    }
    let beside = |arm: Arm| beside_centromere.iter().find(|(of, _)| *of == arm).map(|(_, delta)| *delta);
    let acrocentric = arms(chromosome).len() == 1;
    let whole = match (beside(Arm::P), beside(Arm::Q)) {
        (Some(short), Some(long)) if short.signum() == long.signum() => short.signum() * short.abs().min(long.abs()),
        (None, Some(long)) if acrocentric => long,
        _ => 0,
    };
    let mut found = Vec::new();
    for (arm, steps) in &by_arm {
        found.extend(layers(arm.arm, steps, whole).into_iter().filter(|layer| layer.length() >= limit));
    }
    let longest = by_arm.iter().flat_map(|(stretch, steps)| steps.iter().map(|step| (stretch.arm, *step))).max_by(
        |(_, a), (_, b)| {
            (a.delta == whole, a.length()).cmp(&(b.delta == whole, b.length())).then(b.start.cmp(&a.start))
        },
    );
    let (arm, main) = longest?;
    if whole == 0 && found.is_empty() && below.is_empty() {
        return None;
    }
    let main = Layer { from_centromere: true, to_terminus: true, ..layer(arm, &main, whole > 0) };
    let (first, last) = (by_arm.first()?.0.start, by_arm.last()?.0.end);
    let main = Layer { start: first, end: last, ..main };
    Some(ChromosomeChange { chromosome, clone, whole, main, layers: found, below, length })
}

fn layer(arm: Arm, step: &Step, gain: bool) -> Layer {
    Layer {
        arm,
        start: step.start,
        end: step.end,
        gain,
        from_centromere: false,
        to_terminus: false,
        total: step.total,
        minor: step.minor,
        confidence: step.confidence,
    }
}

/// The layers of an arm: of each depth the longest stretches that are so much above (or below) `whole`.
fn layers(arm: Arm, steps: &[Step], whole: i32) -> Vec<Layer> {
    let mut found = Vec::new();
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return found };
    let (begin, end) = (first.start, last.end);
    for gain in [false, true] {
        let height = |step: &Step| if gain { step.delta - whole } else { whole - step.delta };
        let highest = steps.iter().map(height).max().unwrap_or(0);
        for depth in 1..=highest {
            let mut open: Option<Layer> = None;
            for step in steps {
                let here = height(step) >= depth;
                open = match (open, here) {
                    (Some(mut one), true) => {
                        one.end = step.end;
                        one.confidence = one.confidence.min(step.confidence);
                        if height(step) == depth {
                            (one.total, one.minor) = (step.total, step.minor);
                        }
                        Some(one)
                    }
                    (None, true) => Some(layer(arm, step, gain)),
                    (closed, false) => {
                        found.extend(closed);
                        None
                    }
                };
            }
            found.extend(open);
        }
    }
    for one in &mut found {
        let (at_begin, at_end) = (one.start == begin, one.end == end);
        (one.from_centromere, one.to_terminus) = if arm == Arm::P { (at_end, at_begin) } else { (at_begin, at_end) };
    }
    found.sort_by_key(|one| (one.start, one.end, one.gain));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(start: u32, end: u32, delta: i32) -> Step {
        Step { start, end, delta, total: u8::try_from(2 + delta).unwrap(), minor: None, confidence: 1.0 }
    }

    #[test]
    fn depths_are_told_apart() {
        // One copy more from 20 to 80, two more from 40 to 60, one less from 80 to the end.
        let steps = [step(0, 20, 0), step(20, 40, 1), step(40, 60, 2), step(60, 80, 1), step(80, 100, -1)];
        let found = layers(Arm::Q, &steps, 0);
        let shown: Vec<_> = found.iter().map(|l| (l.start, l.end, l.gain, l.from_centromere, l.to_terminus)).collect();
        assert_eq!(shown, [(20, 80, true, false, false), (40, 60, true, false, false), (80, 100, false, false, true)]);
        // Against a gained chromosome the rest is lost.
        let lost: Vec<_> = layers(Arm::P, &[step(0, 40, 0), step(40, 100, 1)], 1);
        assert_eq!((lost.len(), lost[0].gain, lost[0].is_terminal()), (1, false, true));
    }
}
