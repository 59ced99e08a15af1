//! What crosses places of the genome unbroken, in both samples: what speaks against a junction, and how small one could be
//! and still have been seen.

use std::{collections::BTreeMap, ops::Range};

use marv_model::{
    finding::NotAssessed,
    genome::{ContigId, Locus},
    structure::{Breakend, Kept},
};
use marv_structure::{
    SampleStructure,
    junctions::{Library, Unbroken},
    sweep::fragments::CELL,
};

/// A stretch of a contig, 0-based half-open.
pub(crate) type Stretch = (ContigId, Range<u32>);

/// METHOD: one cell in so many bases tells how well a stretch is covered; of long ones, which are those around a gene, fewer do.
const STEP: u32 = 256;
const LONG_STEP: u32 = 1_024;
const LONG: u32 = 500_000;
/// METHOD: three fragments, one of them with a read across it, pass the filters of junctions.
const FRAGMENTS_NEEDED: u32 = 3;
/// METHOD: the limit holds for this share of the covered places.
const POWER: f64 = 0.95;
/// The fewest informative fragments of the normal, as junctions are judged.
const NORMAL_NEEDED: f64 = 8.0;
/// How much of stretches must have been read for a junction to be called absent from them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The share of their places.
    pub(crate) share: f64,
    /// Bases between two covered places, at most.
    pub(crate) gap: u32,
}

impl Asked {
    /// RULE: a gene that is to exclude its rearrangements by itself must have been read whole: nine places in ten, without a gap in
    /// which a cluster of breaks could lie. The shortest that recurs is BCR's major one, 5.8 kb.
    const WHOLE: Self = Self { share: 0.9, gap: NO_CLUSTER };
    /// So large a share, wherever the rest lies.
    pub(crate) fn share(share: f64) -> Self {
        Self { share, gap: u32::MAX }
    }
    /// So large a share, without a gap in which a cluster of breaks could lie.
    pub(crate) fn without_gap(share: f64) -> Self {
        Self { share, gap: NO_CLUSTER }
    }
}

const NO_CLUSTER: u32 = 4_000;

/// Cells of one sample that are counted: reads and pairs over each.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    counts: BTreeMap<(ContigId, u32), (u32, u32)>,
}

impl Cells {
    /// Cells to be counted: those of the sides, and one in so many bases of the stretches.
    pub(super) fn of(sides: impl Iterator<Item = Breakend>, stretches: &[Stretch]) -> Self {
        let mut counts: BTreeMap<(ContigId, u32), (u32, u32)> = sides.map(|side| (cell(side), (0, 0))).collect();
        for (contig, range) in stretches {
            counts.extend(steps(range).map(|position| ((*contig, position / CELL), (0, 0))));
        }
        Self { counts }
    }
    /// Adds one region's; the cells at its edges come in parts.
    pub(super) fn add(&mut self, contig: ContigId, evidence: &SampleStructure) {
        let crossings = &evidence.fragments.crossings;
        let held = u32::try_from(crossings.reads.len().max(crossings.pairs.len())).unwrap_or(u32::MAX);
        let range = (contig, crossings.first)..(contig, crossings.first.saturating_add(held));
        for ((_, cell), counts) in self.counts.range_mut(range) {
            let (reads, pairs) = crossings.at(cell * CELL);
            *counts = (counts.0 + reads, counts.1 + pairs);
        }
    }
}

impl Unbroken for Cells {
    fn crossing(&self, side: Breakend) -> (u32, u32) {
        self.counts.get(&cell(side)).copied().unwrap_or_default()
    }
}

fn cell(side: Breakend) -> (ContigId, u32) {
    (side.locus.contig, side.locus.position / CELL)
}

/// The places of a stretch that are looked at: multiples of a step and its middle, which a short one may have alone.
fn steps(range: &Range<u32>) -> impl Iterator<Item = u32> + use<> {
    let step = if range.end.saturating_sub(range.start) > LONG { LONG_STEP } else { STEP };
    let middle = range.start.midpoint(range.end);
    let first = range.start.div_ceil(step).saturating_mul(step);
    let before = (first..middle).step_by(step as usize);
    let behind = (first..range.end).step_by(step as usize).skip_while(move |at| *at <= middle);
    before.chain(std::iter::once(middle)).chain(behind)
}

/// How well junctions can be seen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    tumour: Option<(Cells, Library)>,
    normal: Option<(Cells, Library)>,
}

impl Reach {
    pub(super) fn new(tumour: (Cells, Library), normal: Option<(Cells, Library)>) -> Self {
        Self { tumour: Some(tumour), normal }
    }

    /// The smallest share of the sample's cells (0 to 1) in which a junction with a side anywhere in the stretches would
    /// have been seen, its other side being read too.
    ///
    /// METHOD: fragments across a junction are Poisson about the informative fragments of the place times half of the share
    /// of the cells: one of two copies carries it.
    pub(crate) fn limit(&self, stretches: &[Stretch], asked: Asked) -> Result<f64, NotAssessed> {
        self.looked_at(stretches, Library::informative, 1.0)?.limit(asked)
    }

    /// The same where nothing is asked of the other side: where the stretches were read whole.
    ///
    /// METHOD: the normal's fragments at the other side are not known, and count as none.
    pub(crate) fn limit_alone(&self, stretches: &[Stretch]) -> Result<f64, NotAssessed> {
        self.looked_at(stretches, Library::informative_of_one_side, 0.5)?.limit(Asked::WHOLE)
    }

    /// What lies over the places of the stretches. `of_normal`: what the normal's fragments count.
    fn looked_at(
        &self,
        stretches: &[Stretch],
        informative: impl Fn(&Library, u32, u32) -> f64,
        of_normal: f64,
    ) -> Result<LookedAt, NotAssessed> {
        let Some((cells, library)) = &self.tumour else { return Err(NotAssessed::NotExamined) };
        let mut seen = LookedAt::default();
        for (contig, range) in stretches {
            let mut gap_from = range.start;
            for position in steps(range) {
                seen.all += 1.0;
                let side = Breakend { locus: Locus::new(*contig, position), kept: Kept::Before };
                let (reads, pairs) = cells.crossing(side);
                let fragments = informative(library, reads, pairs).floor().clamp(0.0, 100_000.0);
                let normal_is_deep = self.normal.as_ref().is_none_or(|(cells, library)| {
                    let (reads, pairs) = cells.crossing(side);
                    of_normal * library.informative(reads, pairs) >= NORMAL_NEEDED
                });
                if fragments >= 1.0 && normal_is_deep {
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "between 1 and 100,000"
                    )]
                    let fragments = fragments as u32;
                    *seen.depths.entry(fragments).or_default() += 1;
                    seen.longest_gap = seen.longest_gap.max(position.saturating_sub(gap_from));
                    gap_from = position;
                }
            }
            seen.longest_gap = seen.longest_gap.max(range.end.saturating_sub(gap_from));
        }
        Ok(seen)
    }
}

/// What reads cover of stretches.
#[derive(Debug, Default)]
struct LookedAt {
    /// Places that were looked at.
    all: f64,
    /// By informative fragments: the covered places.
    depths: BTreeMap<u32, u32>,
    /// Bases between two covered places, at most.
    longest_gap: u32,
}

impl LookedAt {
    fn limit(&self, asked: Asked) -> Result<f64, NotAssessed> {
        let seen = f64::from(self.depths.values().sum::<u32>());
        if self.all <= 0.0 || seen < 0.5 * self.all {
            return Err(NotAssessed::NotExamined);
        }
        if seen < asked.share * self.all || self.longest_gap > asked.gap {
            return Err(NotAssessed::LowCoverage);
        }
        (1..=100u32)
            .map(|percent| f64::from(percent) / 100.0)
            .find(|share| power(&self.depths, share / 2.0) >= POWER * seen)
            .ok_or(NotAssessed::LowCoverage)
    }
}

/// Places at which enough fragments would be seen, in expectation.
fn power(depths: &BTreeMap<u32, u32>, fraction: f64) -> f64 {
    depths
        .iter()
        .map(|(fragments, places)| {
            let mean = f64::from(*fragments) * fraction;
            let few = (0..FRAGMENTS_NEEDED).scan(1.0, |term, k| {
                let value = *term;
                *term *= mean / f64::from(k + 1);
                Some(value)
            });
            f64::from(*places) * (1.0 - (-mean).exp() * few.sum::<f64>())
        })
        .sum()
}

#[cfg(test)]
impl Reach {
    /// Stretches covered alike, and nothing else; a usual library.
    pub(crate) fn over(stretches: &[Stretch], reads: u32, pairs: u32) -> Self {
        let mut cells = Cells::of(std::iter::empty(), stretches);
        cells.counts.values_mut().for_each(|counts| *counts = (reads, pairs));
        Self::new((cells, Library { read_length: 150, median: 400, longest: 700, gap: 100.0 }), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every cell of 10 kb crossed by so many reads and pairs.
    fn reach(reads: u32, pairs: u32, upto: u32) -> Reach {
        let mut cells = Cells::of(std::iter::empty(), &[(ContigId(0), 0..10_000)]);
        for ((_, cell), counts) in &mut cells.counts {
            if *cell * CELL < upto {
                *counts = (reads, pairs);
            }
        }
        Reach::new((cells, Library { read_length: 150, median: 400, longest: 700, gap: 100.0 }), None)
    }

    #[test]
    fn the_limit_is_where_three_fragments_are_seen_in_95_of_100() {
        // Informative: (47 + 23) x (2 x 134 + 116) / (2 x 102 + 52) = 70 x 384 / 256 = 105. Three or more of a Poisson are
        // seen with 95 % from a mean of 6.296: 6.296 / 105 = 6.0 % of the copies, 12.0 % of the cells.
        assert_eq!(reach(47, 23, 10_000).limit(&[(ContigId(0), 0..10_000)], Asked::share(0.8)), Ok(0.12));
    }

    #[test]
    fn what_reads_do_not_cover_is_not_absent() {
        let stretch = [(ContigId(0), 0..10_000)];
        assert_eq!(reach(47, 23, 6_000).limit(&stretch, Asked::share(0.8)), Err(NotAssessed::LowCoverage));
        assert_eq!(reach(47, 23, 1_000).limit(&stretch, Asked::share(0.8)), Err(NotAssessed::NotExamined));
        assert_eq!(reach(3, 1, 10_000).limit(&stretch, Asked::share(0.8)), Err(NotAssessed::LowCoverage));
        assert_eq!(Reach::default().limit(&stretch, Asked::share(0.8)), Err(NotAssessed::NotExamined));
    }

    /// One side alone: (47 + 23) x (134 + 116) / 256 = 68.4 informative, 68 of them whole. 6.296 / 68 = 9.3 % of the copies, 18.5 % of the
    /// cells.
    #[test]
    fn one_side_that_was_read_whole_has_a_limit_of_its_own() {
        let stretch = [(ContigId(0), 0..10_000)];
        assert_eq!(reach(47, 23, 10_000).limit_alone(&stretch), Ok(0.19));
        assert_eq!(reach(47, 23, 9_000).limit_alone(&stretch), Ok(0.19), "nine tenths");
        assert_eq!(reach(47, 23, 8_500).limit_alone(&stretch), Err(NotAssessed::LowCoverage), "and no less");
    }

    #[test]
    fn a_gap_in_which_breaks_may_lie_leaves_a_side_unread_however_long_the_gene_is() {
        let stretch = [(ContigId(0), 0..100_000)];
        let with_gap = |gap: Range<u32>| {
            let mut cells = Cells::of(std::iter::empty(), &stretch);
            for ((_, cell), counts) in &mut cells.counts {
                if !gap.contains(&(*cell * CELL)) {
                    *counts = (47, 23);
                }
            }
            let library = Library { read_length: 150, median: 400, longest: 700, gap: 100.0 };
            Reach::new((cells, library), None)
        };
        assert_eq!(with_gap(50_000..53_500).limit_alone(&stretch), Ok(0.19));
        assert_eq!(with_gap(50_000..55_800).limit_alone(&stretch), Err(NotAssessed::LowCoverage));
        assert_eq!(with_gap(0..5_800).limit_alone(&stretch), Err(NotAssessed::LowCoverage), "at its beginning");
        assert_eq!(with_gap(94_200..100_000).limit_alone(&stretch), Err(NotAssessed::LowCoverage), "at its end");
        assert_eq!(
            with_gap(50_000..55_800).limit(&stretch, Asked::share(0.8)),
            Ok(0.12),
            "where all of a genome is read"
        );
        assert_eq!(with_gap(50_000..55_800).limit(&stretch, Asked::without_gap(0.8)), Err(NotAssessed::LowCoverage));
    }

    /// The judge weighs a junction against the mean of both sides' fragments: 8 x 2 informative ones of the normal are needed.
    #[test]
    fn a_normal_that_is_too_shallow_for_both_sides_is_for_one() {
        let stretch = [(ContigId(0), 0..10_000)];
        let with_normal = |reads: u32, pairs: u32| {
            let (tumour, normal) = (reach(47, 23, 10_000), reach(reads, pairs, 10_000));
            Reach { normal: normal.tumour, ..tumour }
        };
        // (5 + 3) x 384 / 256 = 12, and half of it 6.
        assert!(with_normal(5, 3).limit(&stretch, Asked::share(0.8)).is_ok());
        assert_eq!(with_normal(5, 3).limit_alone(&stretch), Err(NotAssessed::NotExamined));
        assert!(with_normal(8, 4).limit_alone(&stretch).is_ok());
    }
}
