//! Copies that change below what banding shows, with the junctions that end them.

use super::{
    abnormality::{AbnormalityKind, StretchEvidence},
    genome::Kept,
    items::{Draft, stretch_text},
    joined::Work,
    steps::Step,
};
use crate::karyotype::Chromosome;

impl Work<'_> {
    /// Takes the changes that banding does not show out of what is left, and the junctions that explain them.
    pub(super) fn cryptic(&mut self) {
        for at in 0..self.changes.len() {
            let (chromosome, clone) = (self.changes[at].chromosome, self.changes[at].clone);
            for step in std::mem::take(&mut self.changes[at].below) {
                let Step { start, end, total, minor, .. } = step;
                let stretch = StretchEvidence { chromosome, start, end, total, minor };
                let kind = match step.delta {
                    ..0 => AbnormalityKind::Deletion,
                    0..=3 => AbnormalityKind::Duplication,
                    _ => AbnormalityKind::Amplification,
                };
                let shown = self.ending(chromosome, &step);
                let draft = Draft::of_stretches(kind, None, clone, vec![stretch], step.confidence);
                self.add(draft.text(stretch_text(&stretch, false)), &shown);
            }
        }
    }

    /// The free junctions that end a step: a loss is left out between the bases before and behind it, a gain is joined end
    /// to start.
    ///
    /// METHOD: a border lies as far from its junction as elsewhere, and never by more than half of the step: what is
    /// farther away is another place.
    fn ending(&self, chromosome: Chromosome, step: &Step) -> Vec<usize> {
        let margin = self.policy.border_margin.min(step.length() / 2);
        let sides = if step.delta < 0 { (Kept::Before, Kept::From) } else { (Kept::From, Kept::Before) };
        let free = (0..self.junctions.len()).filter(|number| !self.used[*number]);
        free.filter(|number| {
            let [low, high] = self.junctions[*number].ends();
            low.chromosome == chromosome
                && high.chromosome == chromosome
                && (low.kept, high.kept) == sides
                && low.position.abs_diff(step.start) <= margin
                && high.position.abs_diff(step.end) <= margin
        })
        .collect()
    }
}
