//! The fragments that tell of a tandem duplication.
//!
//! Only the carrier has the junction, from the end of the first copy to the beginning of the second. The two ends of the
//! duplicated stretch, where the surroundings begin, every copy of the genome has once, the carrier too. So junctions
//! over ends is the share of the copies that carry it, whatever its length, as long as both are counted by the same rule:
//! a read must cover the place and a few bases on both sides.

use std::collections::BTreeSet;

use marv_model::{tandem::TandemDuplication, variant::SmallVariant};

use super::shape;
use crate::sweep::{
    event::EventRoom,
    fragment::{Allele, Fragment, Fragments, size},
    haplotype::{FLANK, GAP, Haplotype, cost_at},
    sample::SampleSweep,
    store::Read,
};

/// Bases that a read must cover on both sides of a place, beyond those over which the junction can be shifted.
///
/// METHOD: eight. Fewer would let bases near a read's end, which are often poor, speak; more would leave out reads that a
/// person sees.
const BESIDE: i64 = 8;
/// A read carries the junction when its alignment to the reference costs this much more, Phred.
const TELLING: u32 = 15;
/// A read that fits neither better than this is set aside, Phred.
const POOR_FIT: u32 = 110;
/// A read that carries the junction differs from it by no more than this, Phred: a true difference and an error.
const FITTING: u32 = 80;
/// Bases clipped at an end of the stretch that say where the read goes on.
const CLIPPED: u32 = 20;
/// Clips up to this long are followed.
const CLIP_REACH: u32 = 150;

/// A duplication with its sequence, ready to be compared with reads.
#[derive(Debug)]
pub(crate) struct Junction {
    pub(crate) tandem: TandemDuplication,
    haplotype: Haplotype,
    /// Bases gained.
    gained: i64,
    /// In the haplotype with the duplication: where the first copy ends, and where the second begins.
    join: [i64; 2],
    /// The ends of the stretch in the reference's haplotype.
    ends: [i64; 2],
    /// Bases that a read must cover to the left and to the right.
    beside: [i64; 2],
}

/// A read on the haplotype that carries the duplication.
struct Placed {
    cost: u32,
    at: i64,
}

impl Junction {
    /// Of an insertion, left-aligned; none for one that duplicates nothing.
    pub(crate) fn new(variant: &SmallVariant, letters: &[u8], window_start: u32) -> Option<Self> {
        let tandem = shape::duplication(variant, letters, window_start)?;
        let (from, to) = (tandem.interval.start(), tandem.interval.end());
        let haplotype = Haplotype::flanked(variant, letters, window_start, [FLANK, FLANK + tandem.length()])?;
        let filler = signed(tandem.filler.len());
        let homology = match filler {
            0 => shape::homology(letters, (from - window_start) as usize, (to - window_start) as usize),
            _ => [0, 0],
        };
        let at = |position: u32| i64::from(position) - i64::from(haplotype.start);
        let (ends, gained) = ([at(from), at(to)], i64::from(tandem.length()));
        let beside = homology.map(|bases| signed(bases) + BESIDE);
        Some(Self { join: [at(to), at(to) + filler], ends, gained, beside, tandem, haplotype })
    }

    /// Whether `from..to` covers the place `at..at + wide` and enough beside it.
    fn covers(&self, (from, to): (i64, i64), at: i64, wide: i64) -> bool {
        from <= at - self.beside[0] && to >= at + wide + self.beside[1]
    }

    /// Whether the read is clipped by enough bases where it would meet the junction.
    fn is_clipped_at(&self, read: &Read) -> bool {
        let offset = |position: u32| i64::from(position) - i64::from(self.haplotype.start);
        let at = |position: i64, end: i64| (end - self.beside[0]..=end + self.beside[1]).contains(&position);
        (read.clips[0] >= CLIPPED && at(offset(read.start), self.ends[0]))
            || (read.clips[1] >= CLIPPED && at(offset(read.end), self.ends[1]))
    }

    /// The best place without a gap: hung up by either end of its alignment, in the first copy or in the second.
    fn place(&self, read: &Read, letters: &[u8], qualities: &[u8]) -> Option<Placed> {
        let start = i64::from(self.haplotype.start);
        let left = i64::from(read.start) - i64::from(read.clips[0]) - start;
        let right = i64::from(read.end) + i64::from(read.clips[1]) - signed(letters.len()) - start;
        let mut places = vec![left, right, left + self.gained, right + self.gained];
        places.sort_unstable();
        places.dedup();
        let held = |at: &i64| *at >= 0 && at + signed(letters.len()) <= signed(self.haplotype.alternate.len());
        let cost = |at: i64| cost_at(letters, qualities, &self.haplotype.alternate, at);
        places.into_iter().filter(held).map(|at| Placed { cost: cost(at), at }).min_by_key(|placed| placed.cost)
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

impl SampleSweep {
    /// The fragments over a duplication's junction as alternate ones, and as many of those over the ends of the
    /// duplicated stretch as copies without the duplication account for. Each read speaks for
    /// the duplication that it fits best, of equal ones for a rival that comes first. Reads that carry it though they are aligned without a gap are added to `realigned`.
    pub(crate) fn look_at_tandem(
        &self,
        junction: &Junction,
        rivals: &[(Junction, bool)],
        realigned: &mut Vec<u32>,
        room: &mut EventRoom,
    ) -> Fragments {
        let interval = junction.tandem.interval;
        let (mut carriers, mut ends) = (Fragments::default(), [Fragments::default(), Fragments::default()]);
        let mut poor = Fragments::default();
        let mut elsewhere = 0;
        let haplotype = &junction.haplotype;
        self.store.overlapping(interval.start().saturating_sub(1), interval.end() + 1, CLIP_REACH, &mut room.indices);
        let indices = std::mem::take(&mut room.indices);
        let quality = u8::try_from(GAP).unwrap_or(u8::MAX);
        for index in &indices {
            let read = &self.store.reads[*index as usize];
            let aligned = [read.start, read.end].map(|position| i64::from(position) - i64::from(haplotype.start));
            let (mut span, mut second_end) = ((aligned[0], aligned[1]), junction.ends[1]);
            let around =
                if read.differences.1 == 0 { 0 } else { size(self.differences_near(read, interval.start(), 50)) };
            if !read.is_plain() {
                self.store.letters(read, &mut room.letters);
                let (letters, qualities) = (room.letters.as_slice(), self.store.qualities(read));
                let fit = haplotype.fit(letters, qualities, read.start, read.end, read.clips);
                let Some(placed) = junction.place(read, letters, qualities) else { continue };
                let cost = fit.alternate.min(placed.cost);
                let theirs = rivals
                    .iter()
                    .filter_map(|(other, first)| Some((other.place(read, letters, qualities)?.cost, *first)));
                let theirs: Vec<(u32, bool)> = theirs.collect();
                if cost > FITTING && junction.is_clipped_at(read) && theirs.iter().all(|(theirs, _)| *theirs > FITTING)
                {
                    elsewhere += 1;
                }
                if fit.reference.min(cost) > POOR_FIT {
                    if junction.ends.iter().any(|end| junction.covers(span, *end, 0)) {
                        poor.add(Fragment::new(read, Allele::SetAside, 0, 0, 0));
                    }
                    continue;
                }
                let rival = |(theirs, first): &(u32, bool)| *theirs < cost || (*first && *theirs == cost);
                if cost <= FITTING && fit.reference >= cost + TELLING && !theirs.iter().any(rival) {
                    span = (placed.at, placed.at + signed(letters.len()));
                    second_end += junction.gained;
                    if junction.covers(span, junction.join[0], 0) {
                        let favour = u8::try_from((fit.reference - cost).min(60)).unwrap_or(60);
                        let distance = (junction.join[0] - span.0).min(span.1 - junction.join[1]).max(0);
                        let distance = u32::try_from(distance).unwrap_or(0);
                        carriers.add(Fragment::new(read, Allele::Alternate, favour, distance, around));
                    }
                    if read.is_simple() {
                        realigned.push(*index);
                    }
                }
            }
            for (end, at) in ends.iter_mut().zip([junction.ends[0], second_end]) {
                if junction.covers(span, at, 0) {
                    end.add(Fragment::new(read, Allele::Reference, quality, distance(span, at), around));
                }
            }
        }
        room.indices = indices;
        // METHOD: where more reads are clipped at the ends and go on elsewhere than carry the junction, it is another
        // junction, of which some reads are too short to tell the two apart: a copy of a repeat that lies near by.
        if elsewhere > carriers.0.len() {
            carriers.0.clear();
        }
        Self::unmutated(&mut carriers, &ends);
        carriers.0.append(&mut poor.0);
        carriers
    }

    /// Adds to the carriers the fragments of copies without the duplication.
    ///
    /// METHOD: of the fragments over an end, the mean of both ends, the carriers' own are as many as those over the
    /// junction; the rest is unmutated. Which of the fragments stand for the rest does not matter, since at the ends
    /// they look alike: they are taken evenly along the genome, those over the junction last.
    fn unmutated(carriers: &mut Fragments, ends: &[Fragments; 2]) {
        let over = (ends[0].0.len() + ends[1].0.len()).div_ceil(2);
        let rest = over.saturating_sub(carriers.0.len());
        let names: BTreeSet<u64> = carriers.0.iter().map(|fragment| fragment.name).collect();
        let mut taken = BTreeSet::new();
        let pool: Vec<&Fragment> = ends
            .iter()
            .flat_map(|end| &end.0)
            .filter(|fragment| !names.contains(&fragment.name) && taken.insert(fragment.name))
            .collect();
        let count = rest.min(pool.len());
        carriers.0.extend((0..count).map(|n| *pool[n * pool.len() / count]));
    }
}

/// Bases from a place to the nearer end of a read.
fn distance((from, to): (i64, i64), at: i64) -> u32 {
    u32::try_from((at - from).min(to - at)).unwrap_or(0)
}
