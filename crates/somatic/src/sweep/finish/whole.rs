//! What the same fragments carry becomes one event.

use marv_model::variant::{SmallVariant, VariantKind};

use super::{Finish, Pending};
use crate::{
    assembly,
    sweep::{
        event::EventRoom,
        fragment::size,
        haplotype::{Haplotype, left_aligned},
        join,
    },
};

/// Clips up to this long are followed.
const CLIP_REACH: u32 = 150;
/// Calls that make up one event at least. METHOD: two changes with unchanged bases between them are two, as HGVS writes them;
/// three and more on the same fragments within one replaced stretch are how an aligner shows it.
pub(super) const PIECES: usize = 3;

/// What reads cost against two neighbours as one, and against each of them alone; Phred, summed.
struct Costs {
    together: u64,
    alone: [u64; 2],
}

impl Finish<'_> {
    /// Neighbours on the same fragments become one event.
    pub(super) fn join(&mut self, pending: &mut Vec<Pending>) {
        let (letters, start) = (self.sweep.tumour.reference.letters(), self.sweep.tumour.window_start);
        let mut at = 0;
        while at + 1 < pending.len() {
            // A neighbour stands within the few entries that follow.
            let partner = (at + 1..pending.len().min(at + 6)).find_map(|other| {
                let (a, b) = (&pending[at], &pending[other]);
                if b.variant.position() > a.variant.position() + size(a.variant.reference().len()) + 1
                    || !join::together(&a.tumour, &b.tumour)
                {
                    return None;
                }
                join::joined(&a.variant, &b.variant, letters, start).map(|variant| (other, variant))
            });
            let Some((other, variant)) = partner else {
                at += 1;
                continue;
            };
            let variant = left_aligned(&variant, letters, start);
            if let Some(worse) = self.worse([&pending[at], &pending[other]], &variant) {
                pending.remove([at, other][worse]);
                continue;
            }
            // What is asked for in any case stays asked for, as part of the whole.
            let forced = pending[at].forced.or(pending[other].forced);
            match self.look_at_event(variant, &[], forced) {
                // The whole must be seen as often as its parts.
                Some(event) if join::whole(&event.names, &pending[at].names, &pending[other].names) => {
                    pending.remove(other);
                    pending[at] = event;
                }
                _ => at += 1,
            }
        }
        pending.sort_by(|a, b| a.variant.cmp(&b.variant));
        // An event that was asked for as a whole, and that its parts made: it is one.
        pending.dedup_by(|later, earlier| {
            let same = later.variant == earlier.variant;
            if same {
                earlier.forced = earlier.forced.or(later.forced);
                earlier.contested |= later.contested;
            }
            same
        });
    }

    /// Which of two neighbours is a worse account of what the other one is: 0, 1 or none.
    ///
    /// METHOD: two that share their fragments are parts of a whole where reads fit the whole better than either part. Where one
    /// fits them better than the whole does, both stand for the same bases, as an insertion does that an aligner placed in
    /// the sequence that clipped reads spell; the other one is none.
    fn worse(&mut self, parts: [&Pending; 2], whole: &SmallVariant) -> Option<usize> {
        let costs = self.costs(parts, whole)?;
        let worse = usize::from(costs.alone[1] > costs.alone[0]);
        let asked = parts[worse].forced.is_some();
        (costs.alone[1 - worse] < costs.together && costs.alone[1 - worse] < costs.alone[worse] && !asked)
            .then_some(worse)
    }

    /// Of the reads of the fragments that carry both.
    fn costs(&mut self, parts: [&Pending; 2], whole: &SmallVariant) -> Option<Costs> {
        let tumour = &self.sweep.tumour;
        let of = |variant: &SmallVariant| Haplotype::new(variant, tumour.reference.letters(), tumour.window_start);
        let (together, alone) = (of(whole)?, [of(&parts[0].variant)?, of(&parts[1].variant)?]);
        let EventRoom { indices, letters } = &mut self.room;
        let (from, to) = (together.event.0.saturating_sub(1), together.ambiguous.1 + 1);
        tumour.store.overlapping(from, to, CLIP_REACH, indices);
        let mut costs = Costs { together: 0, alone: [0; 2] };
        for index in indices.iter() {
            let read = &tumour.store.reads[*index as usize];
            if parts.iter().any(|part| part.names.binary_search(&read.name).is_err()) {
                continue;
            }
            tumour.store.letters(read, letters);
            let cost = |event: &Haplotype| {
                let fit = event.fit(letters, tumour.store.qualities(read), read.start, read.end, read.clips);
                u64::from(fit.alternate)
            };
            costs.together += cost(&together);
            costs.alone.iter_mut().zip(&alone).for_each(|(sum, event)| *sum += cost(event));
        }
        Some(costs)
    }

    /// Pieces of a replaced stretch become the replacement, where reads carry it from one end to the other. Those are handed
    /// back that alignments show and only the assembly puts together: what is learned does not depend on it.
    pub(super) fn merge(&mut self, pending: &mut Vec<Pending>) -> Vec<Pending> {
        let mut parts = Vec::new();
        let sweep = self.sweep;
        let (letters, start) = (sweep.tumour.reference.letters(), sweep.tumour.window_start);
        let mut at = 0;
        while at < pending.len() {
            let pieces = pieces(&pending[at], pending.iter());
            let carried = pieces.len() >= PIECES
                && Haplotype::new(&pending[at].variant, letters, start)
                    .is_some_and(|event| assembly::carried(&sweep.tumour, &event, &mut self.room));
            if carried {
                let assembled = pending[at].assembled;
                let pieces: Vec<SmallVariant> = pieces.iter().map(|piece| piece.variant.clone()).collect();
                at -= pending[..at].iter().filter(|piece| pieces.contains(&piece.variant)).count();
                let put_together = |piece: &mut Pending| pieces.contains(&piece.variant);
                parts.extend(pending.extract_if(.., put_together).filter(|piece| assembled && !piece.assembled));
            }
            at += 1;
        }
        parts.sort_by(|a, b| a.variant.cmp(&b.variant));
        parts
    }
}

/// Others that lie within a replaced stretch, on fragments that carry the replacement, but for one in five.
pub(super) fn pieces<'a>(whole: &Pending, others: impl Iterator<Item = &'a Pending>) -> Vec<&'a Pending> {
    let replaces = matches!(whole.variant.kind(), VariantKind::Complex | VariantKind::Mnv);
    let (from, to) = (whole.variant.position(), whole.variant.position() + size(whole.variant.reference().len()));
    let piece = |other: &&Pending| {
        let place = other.variant.position();
        replaces
            && other.variant != whole.variant
            && other.forced.is_none()
            && place + 1 >= from
            && place <= to
            && place + size(other.variant.reference().len()) <= to + 1
            && join::most(&other.names, &whole.names)
    };
    others.filter(piece).collect()
}
