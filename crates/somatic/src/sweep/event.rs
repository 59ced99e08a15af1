//! The full look at an insertion, a deletion or a joined event: every read near it, against both haplotypes.

use super::{
    fragment::{Allele, Fragment, Fragments, size},
    haplotype::{Fit, GAP, Haplotype},
    rivals::Rival,
    sample::SampleSweep,
    sides::Places,
    store::Read,
};

/// Clips up to this long are followed.
const CLIP_REACH: u32 = 150;
/// A read speaks for an allele when its alignment to the other costs this much more, Phred.
const TELLING: i64 = 15;
/// A read that fits neither better than this is set aside, Phred.
const POOR_FIT: u32 = 110;
/// No observation is surer, Phred.
const SUREST: u64 = 60;
/// A read that agrees with the reference throughout need not be scored when it covers the event by this much.
const SURE_FLANK: u32 = 10;

/// Room for one look, reused.
#[derive(Debug, Default)]
pub(crate) struct EventRoom {
    pub(crate) indices: Vec<u32>,
    pub(crate) letters: Vec<u8>,
}

impl SampleSweep {
    /// The fragments over an event. Reads that fit the alternate haplotype though they are aligned without its gap where it
    /// may be placed, as reads that end in it are, are added to `realigned`: what they differ by beside it is no base of theirs. Reads that
    /// fit a rival's alternate haplotype as well or better speak for another allele.
    pub(crate) fn look_at_event(
        &self,
        haplotype: &Haplotype,
        rivals: &[Rival],
        realigned: &mut Vec<u32>,
        room: &mut EventRoom,
    ) -> Fragments {
        let mut fragments = Fragments::default();
        let (from, to) = (haplotype.event.0.saturating_sub(1), haplotype.ambiguous.1 + 1);
        let shifts = haplotype.reference.len() != haplotype.alternate.len();
        let places = Places::of(haplotype);
        // Mates that a long change parts do not meet on the reference, and are one fragment.
        let one = |read: &Read, fragment: Fragment| match places {
            Some(_) => fragment.with_mate_of(read),
            None => fragment,
        };
        let without = |read: &Read, fragment: Fragment| match places {
            Some(places) => fragment.at_sides(places.without(read)),
            None => fragment,
        };
        self.store.overlapping(from, to, CLIP_REACH, &mut room.indices);
        let indices = std::mem::take(&mut room.indices);
        for index in &indices {
            let read = &self.store.reads[*index as usize];
            let (left, right) = (read.start.saturating_sub(read.clips[0]), read.end + read.clips[1]);
            if left >= to || right <= from {
                continue;
            }
            let distance = haplotype.end_distance(read);
            let around = if read.differences.1 == 0 {
                0
            } else {
                let own = size(self.differences_near(read, haplotype.event.0, 50));
                own.saturating_sub(u32::from(!read.is_simple()))
            };
            let sure = read.start + SURE_FLANK <= haplotype.event.0 && read.end >= haplotype.ambiguous.1 + SURE_FLANK;
            if read.is_plain() && sure {
                let quality = u8::try_from(GAP).unwrap_or(u8::MAX);
                let fragment = Fragment::new(read, Allele::Reference, quality, distance, around);
                fragments.add(without(read, one(read, fragment)));
                continue;
            }
            self.store.letters(read, &mut room.letters);
            let fit = haplotype.fit(&room.letters, self.store.qualities(read), read.start, read.end, read.clips);
            let (fit, other) = self.among_rivals(read, fit, rivals, room);
            let favour = i64::from(fit.reference) - i64::from(fit.alternate);
            let mut quality = u8::try_from(favour.unsigned_abs().min(SUREST)).unwrap_or(60);
            // METHOD: a read that needs a gap for the reference and none for the allele is as sure as an observation can be;
            // how often such a gap is an error is learned of the sample.
            if favour >= i64::from(GAP) {
                quality = 60;
            }
            let covers = left < haplotype.event.0 && right > haplotype.ambiguous.1;
            let allele = if fit.reference.min(fit.alternate) > POOR_FIT {
                Allele::SetAside
            } else if favour >= TELLING && other {
                Allele::Other
            } else if favour >= TELLING {
                if shifts && !self.store.has_gap(read, haplotype.change(), &(from..to)) {
                    realigned.push(*index);
                }
                Allele::Alternate
            } else if favour <= -TELLING {
                Allele::Reference
            } else if covers && fit.reference >= 2 * GAP / 3 {
                // Neither allele fits: as sure as the fit of either is poor.
                quality = u8::try_from(fit.reference.min(fit.alternate).min(GAP)).unwrap_or(0);
                Allele::Other
            } else {
                continue; // it does not reach far enough to tell
            };
            let fragment = one(read, Fragment::new(read, allele, quality, distance, around));
            fragments.add(match (places, allele) {
                (Some(places), Allele::Alternate) => {
                    let (letters, qualities) = (&room.letters, self.store.qualities(read));
                    let (_, at) = haplotype.placed(letters, qualities, read.start, read.end, read.clips);
                    fragment.at_sides(places.with(at, read))
                }
                _ => without(read, fragment),
            });
        }
        room.indices = indices;
        fragments
    }

    /// How a read (its letters in `room`) fits where there are rivals, and whether it fits one of them instead as well or
    /// better than the event.
    ///
    /// METHOD: an inherited change near by is no other account of a read that carries both: where the two on one sequence
    /// fit clearly better than the event alone, the read is judged between the rival alone and both.
    fn among_rivals(&self, read: &Read, fit: Fit, rivals: &[Rival], room: &EventRoom) -> (Fit, bool) {
        let poor = i64::from(fit.alternate) >= TELLING;
        if rivals.is_empty() || (i64::from(fit.reference) - i64::from(fit.alternate) < TELLING && !poor) {
            return (fit, false);
        }
        let (letters, qualities, clips) = (&room.letters, self.store.qualities(read), read.clips);
        let mut now = fit;
        let mut instead = u32::MAX;
        for rival in rivals {
            let alone = rival.alone.fit(letters, qualities, read.start, read.end, clips).alternate;
            instead = instead.min(alone);
            let Some(together) = rival.together.as_ref().filter(|_| poor) else { continue };
            let both = together.cost(letters, qualities, read.start, read.end, clips);
            if i64::from(both) + TELLING <= i64::from(now.alternate) {
                now = Fit { reference: fit.reference.min(alone), alternate: both };
            }
        }
        (now, instead <= now.alternate)
    }
}
