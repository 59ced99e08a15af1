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

/// METHOD: one cell in so many bases tells how well a stretch is covered.
const STEP: u32 = 1_024;
/// METHOD: three fragments, one of them with a read across it, pass the filters of junctions.
const FRAGMENTS_NEEDED: u32 = 3;
/// METHOD: the limit holds for this share of the covered places.
const POWER: f64 = 0.95;
/// The fewest informative fragments of the normal, as junctions are judged.
const NORMAL_NEEDED: f64 = 8.0;

/// Cells of one sample that are counted: reads and pairs over each.
#[derive(Debug, Clone, Default)]
pub(super) struct Cells {
    counts: BTreeMap<(ContigId, u32), (u32, u32)>,
}

impl Cells {
    /// Cells to be counted: those of the sides, and one in [`STEP`] bases of the stretches.
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

/// The places of a stretch that are looked at: multiples of [`STEP`] and, where it is short, its middle.
fn steps(range: &Range<u32>) -> impl Iterator<Item = u32> + use<> {
    let middle = range.start.midpoint(range.end);
    let first = range.start.div_ceil(STEP).saturating_mul(STEP);
    let end = range.end;
    let multiples = (first..end).step_by(STEP as usize);
    std::iter::once(middle).chain(multiples)
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
    /// have been seen. `covered`: the share of the stretches that reads must cover to say anything.
    ///
    /// METHOD: fragments across a junction are Poisson about the informative fragments of the place times half of the share
    /// of the cells: one of two copies carries it.
    pub(crate) fn limit(&self, stretches: &[Stretch], covered: f64) -> Result<f64, NotAssessed> {
        let Some((cells, library)) = &self.tumour else { return Err(NotAssessed::NotExamined) };
        let mut depths: BTreeMap<u32, u32> = BTreeMap::new();
        let mut all = 0.0;
        for (contig, position) in stretches.iter().flat_map(|(contig, range)| steps(range).map(|at| (*contig, at))) {
            all += 1.0;
            let side = Breakend { locus: Locus::new(contig, position), kept: Kept::Before };
            let informative = |(cells, library): (&Cells, &Library)| {
                let (reads, pairs) = cells.crossing(side);
                library.informative(reads, pairs)
            };
            let in_normal = self.normal.as_ref().map(|(cells, library)| informative((cells, library)));
            let fragments = informative((cells, library)).floor().clamp(0.0, 100_000.0);
            if fragments >= 1.0 && in_normal.is_none_or(|normal| normal >= NORMAL_NEEDED) {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100,000")]
                let fragments = fragments as u32;
                *depths.entry(fragments).or_default() += 1;
            }
        }
        let seen = f64::from(depths.values().sum::<u32>());
        if all <= 0.0 || seen < 0.5 * all {
            return Err(NotAssessed::NotExamined);
        }
        if seen < covered * all {
            return Err(NotAssessed::LowCoverage);
        }
        (1..=100u32)
            .map(|percent| f64::from(percent) / 100.0)
            .find(|share| power(&depths, share / 2.0) >= POWER * seen)
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
        assert_eq!(reach(47, 23, 10_000).limit(&[(ContigId(0), 0..10_000)], 0.8), Ok(0.12));
    }

    #[test]
    fn what_reads_do_not_cover_is_not_absent() {
        let stretch = [(ContigId(0), 0..10_000)];
        assert_eq!(reach(47, 23, 6_000).limit(&stretch, 0.8), Err(NotAssessed::LowCoverage));
        assert_eq!(reach(47, 23, 1_000).limit(&stretch, 0.8), Err(NotAssessed::NotExamined));
        assert_eq!(reach(3, 1, 10_000).limit(&stretch, 0.8), Err(NotAssessed::LowCoverage));
        assert_eq!(Reach::default().limit(&stretch, 0.8), Err(NotAssessed::NotExamined));
    }
}
