//! Purity and ploidy: the pair under which the segments' levels are whole copies in most of the tumour's cells.

mod fractions;
mod integral;
mod mixture;
mod score;

use super::{
    maths::float,
    states::{Seen, State},
};
use fractions::Peaks;
pub use fractions::{Carrier, Fraction};
pub(crate) use score::{EVENT_COST, SUBCLONAL_COST, prior};
use score::{Grid, SHORTEST};

/// How purity was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// From the levels of segments that are not diploid.
    CopyNumber,
    /// From the fractions of acquired substitutions, in a genome that is diploid but for little.
    SomaticFractions,
    /// Neither segments nor substitutions tell.
    NotAssessable,
}

impl Method {
    /// As in `purity.tsv`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CopyNumber => "copy_number",
            Self::SomaticFractions => "somatic_fractions",
            Self::NotAssessable => "not_assessable",
        }
    }
}

/// One pair that explains the levels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Solution {
    /// Share of the sample's cells that are the tumour's, 0 to 1.
    pub purity: f64,
    /// Mean copies of a tumour cell's autosomes.
    pub ploidy: f64,
    /// ln likelihood under the best solution's, 0 or below.
    pub under_best: f64,
    /// Copies of the sample where its depth is that of the genome's middle.
    pub(crate) base: f64,
}

/// Purity and ploidy with what else is possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// How it was found.
    pub method: Method,
    /// The best; none where not assessable.
    pub best: Option<Solution>,
    /// Purities that explain the levels nearly as well: lower and upper, 95 %.
    pub interval: Option<[f64; 2]>,
    /// Other solutions, by falling likelihood, those of another kind only.
    pub alternatives: Vec<Solution>,
    /// Whether one of them is nearly as good and of another ploidy; the doubled form of a hypodiploid clone is one.
    pub ambiguous: bool,
    /// Copies of the sample where its depth is that of the genome's middle.
    pub(crate) base: f64,
}

/// METHOD: a genome is diploid but for little where so much of it, at most, is not: there, substitutions tell the purity
/// (PURPLE draws the same line at 97 % diploid).
const LITTLE: f64 = 0.01;
/// METHOD: a genome of which so much is changed tells its purity by that alone.
const SOME: f64 = 0.10;
/// METHOD: a solution is another one where purity or ploidy are so far away.
const OTHER_PURITY: f64 = 0.10;
const OTHER_PLOIDY: f64 = 0.40;
/// METHOD: alternatives are listed down to this ln likelihood, and make the fit ambiguous down to the other.
const LISTED: f64 = 8.0;
const AMBIGUOUS: f64 = 2.0;
/// METHOD: ln likelihood by which purity and copies must explain the levels better than a genome without events does.
const LEAST_GAIN: f64 = 4.0;
const MOST_ALTERNATIVES: usize = 6;
/// METHOD: a segment has a state that explains it within this ln likelihood: three standard errors of one signal.
const AS_GOOD: f64 = 4.5;

impl Fit {
    /// From the autosomes' segments, the acquired substitutions' fractions and the acquired junctions' shares.
    pub(crate) fn of(seen: &[Seen], fractions: &[Fraction], carriers: &[Carrier]) -> Self {
        let grid = Grid::new(seen, fractions);
        let Some(diploid) = grid.diploid_base() else { return Self::none() };
        let aberrant = aberrant_share(seen, diploid);
        let peaks = Peaks::of(fractions, seen, diploid);
        let by_copies = (aberrant > 0.0).then(|| Self::of_copies(&grid, seen)).flatten();
        let lowest = peaks.as_ref().map(|peaks| peaks.middle().1[0]);
        match (by_copies, peaks) {
            // Nearly all of it is diploid, and there is no substitution: what little is left fits many cells with few copies as
            // well as few cells with many.
            (Some(_), None) if aberrant < LITTLE => Self { base: diploid, ..Self::none() },
            (Some(fit), None) => fit.doubled(seen, fractions),
            // In a genome that is mostly diploid, its events may all be a subclone's: substitutions of more cells say so.
            (Some(fit), Some(_))
                if aberrant >= SOME || fit.purity() >= lowest && fit.purity().is_some() && aberrant >= LITTLE =>
            {
                fit.doubled(seen, fractions)
            }
            (_, Some(peaks)) => Self::of_fractions(&peaks, seen, carriers, diploid),
            (None, None) => Self { base: diploid, ..Self::none() },
        }
    }

    /// Of a genome that is diploid but for little.
    ///
    /// METHOD: the middle of the purities that substitutions, the segments that are not even and the junctions leave together:
    /// no event has more cells than the tumour, so that an event in more cells than a doubtful reading of the substitutions
    /// leaves speaks for another one.
    fn of_fractions(peaks: &Peaks, seen: &[Seen], carriers: &[Carrier], base: f64) -> Self {
        let uneven: Vec<Seen> =
            seen.iter().filter(|one| one.windows >= SHORTEST && !one.is_even(base)).copied().collect();
        let by_percent = Grid::new(&uneven, &[]).at_base(base);
        let copies = |purity: f64| {
            if uneven.is_empty() {
                return 0.0;
            }
            let after = by_percent.iter().position(|point| point.purity >= purity).unwrap_or(by_percent.len() - 1);
            let (low, high) = (by_percent[after.saturating_sub(1)], by_percent[after]);
            let along = ((purity - low.purity) / (high.purity - low.purity).max(1e-9)).clamp(0.0, 1.0);
            low.score + along * (high.score - low.score)
        };
        let scored: Vec<(f64, f64)> = fractions::purities()
            .map(|purity| {
                let carried = fractions::carried(carriers, seen, base, purity);
                (purity, peaks.density(purity) + copies(purity) + carried)
            })
            .collect();
        let (purity, interval) = fractions::middle(&scored);
        Self {
            method: Method::SomaticFractions,
            best: Some(Solution { purity, ploidy: ploidy(seen, purity, base), under_best: 0.0, base }),
            interval: Some(interval),
            base,
            ..Self::none()
        }
    }

    /// With the doubled form of a clone that has lost many chromosomes: the best where substitutions tell it, with the single
    /// form among the alternatives, and else an alternative that is as likely.
    ///
    /// METHOD: one copy and two in a share p of the cells have the depth and the balance of two and four in p / (2 - p).
    fn doubled(self, seen: &[Seen], fractions: &[Fraction]) -> Self {
        let Some(best) = self.best else { return self };
        let like = |one: &&Seen, state: State| {
            one.likelihood(state, best.purity, best.base) >= -AS_GOOD && one.windows >= SHORTEST
        };
        let windows = |of: &mut dyn Iterator<Item = &Seen>| of.map(|one| one.windows).sum::<usize>();
        let single: Vec<&Seen> = seen.iter().filter(|one| like(one, State { major: 1, minor: 0 })).collect();
        let lost = windows(&mut single.iter().copied());
        let paired = windows(&mut seen.iter().filter(|one| like(one, State::NORMAL)));
        let all = windows(&mut seen.iter());
        if lost * 4 < all || (lost + paired) * 10 < all * 9 {
            return self;
        }
        let full = best.purity / (2.0 - best.purity);
        let base = best.base * (1.0 + full);
        let twice = Solution { purity: full, ploidy: ploidy(seen, full, base), under_best: 0.0, base };
        let is_told = fractions::doubled(fractions, &single, full);
        let (first, second) = if is_told { (twice, best) } else { (best, twice) };
        let mut alternatives = vec![second];
        alternatives.extend(self.alternatives.into_iter().filter(|one| {
            let away = |known: &Solution| {
                (one.purity - known.purity).abs() >= OTHER_PURITY || (one.ploidy - known.ploidy).abs() >= OTHER_PLOIDY
            };
            away(&first) && away(&second)
        }));
        alternatives.truncate(MOST_ALTERNATIVES);
        let halved = |ends: [f64; 2]| ends.map(|purity| purity / (2.0 - purity));
        let interval = self.interval.map(|ends| if is_told { halved(ends) } else { ends });
        Self { best: Some(first), base: first.base, alternatives, interval, ..self }
    }

    /// None where copy number explains little more than no event at all.
    fn of_copies(grid: &Grid<'_>, seen: &[Seen]) -> Option<Self> {
        let surface = grid.surface();
        let best = surface.iter().copied().max_by(|a, b| a.score.total_cmp(&b.score))?;
        if best.score - grid.unchanged() < LEAST_GAIN {
            return None;
        }
        let solution = |point: &score::Point| Solution {
            purity: point.purity,
            ploidy: ploidy(seen, point.purity, point.base),
            under_best: point.score - best.score,
            base: point.base,
        };
        let first = solution(&best);
        let near = surface.iter().filter(|point| {
            point.score >= best.score - 1.92
                && (ploidy(seen, point.purity, point.base) - first.ploidy).abs() < OTHER_PLOIDY
        });
        let interval =
            near.fold([best.purity; 2], |[low, high], point| [low.min(point.purity), high.max(point.purity)]);
        let mut ranked: Vec<Solution> =
            surface.iter().filter(|point| point.score >= best.score - LISTED).map(solution).collect();
        ranked.sort_by(|a, b| b.under_best.total_cmp(&a.under_best));
        let mut alternatives: Vec<Solution> = Vec::new();
        for one in ranked {
            let other = |known: &Solution| {
                (known.purity - one.purity).abs() >= OTHER_PURITY || (known.ploidy - one.ploidy).abs() >= OTHER_PLOIDY
            };
            if other(&first) && alternatives.iter().all(other) && alternatives.len() < MOST_ALTERNATIVES {
                alternatives.push(one);
            }
        }
        let ambiguous = alternatives
            .iter()
            .any(|one| one.under_best >= -AMBIGUOUS && (one.ploidy - first.ploidy).abs() >= OTHER_PLOIDY);
        Some(Self {
            method: Method::CopyNumber,
            best: Some(first),
            interval: Some(interval),
            alternatives,
            ambiguous,
            base: best.base,
        })
    }

    pub(crate) fn none() -> Self {
        Self {
            method: Method::NotAssessable,
            best: None,
            interval: None,
            alternatives: Vec::new(),
            ambiguous: false,
            base: 2.0,
        }
    }
    /// The purity; none where not assessable.
    pub fn purity(&self) -> Option<f64> {
        self.best.map(|best| best.purity)
    }
}

/// Mean copies of a tumour cell over the segments.
fn ploidy(seen: &[Seen], purity: f64, base: f64) -> f64 {
    let (mut copies, mut windows) = (0.0, 0.0);
    for one in seen {
        let tumour = (one.sample_copies(base) - 2.0 * (1.0 - purity)) / purity;
        copies += float(one.windows) * tumour.max(0.0);
        windows += float(one.windows);
    }
    if windows > 0.0 { copies / windows } else { 2.0 }
}

/// The share of the segments' windows that are not one copy of either parent.
fn aberrant_share(seen: &[Seen], base: f64) -> f64 {
    let all: usize = seen.iter().map(|one| one.windows).sum();
    let aberrant: usize =
        seen.iter().filter(|one| one.windows >= SHORTEST && !one.is_even(base)).map(|one| one.windows).sum();
    float(aberrant) / float(all.max(1))
}

/// States that a part of the tumour's cells may have alone.
pub(crate) const SUBCLONAL: [State; 8] = [
    State { major: 1, minor: 0 },
    State { major: 2, minor: 0 },
    State { major: 2, minor: 1 },
    State { major: 0, minor: 0 },
    State { major: 3, minor: 1 },
    State { major: 2, minor: 2 },
    State { major: 3, minor: 0 },
    State { major: 4, minor: 1 },
];

#[cfg(test)]
mod tests {
    use marv_model::genome::{ContigId, Interval};

    use super::*;
    use crate::copy::balance::Deviation;

    fn segment(number: u32, windows: usize, ratio: f64, deviation: Option<f64>) -> Seen {
        let interval = Interval::new(ContigId(0), number * 1_000_000, (number + 1) * 1_000_000).unwrap();
        let deviation = deviation.map(|value| Deviation {
            value,
            interval: [value - 0.01, value + 0.01],
            against_even: (value / 0.01).powi(2),
            sites: 200,
        });
        Seen { interval, ratio, error: 0.005, deviation, windows }
    }

    /// 24 even segments and one of three copies in six tenths of the cells: depth 2.6 / 2, balance 1.6 / 2.6.
    fn with_one_gain(windows: usize) -> Fit {
        let mut seen: Vec<Seen> = (0..24).map(|number| segment(number, 1_000, 0.0, Some(0.0))).collect();
        seen.push(segment(24, windows, 1.3f64.log2(), Some(1.6 / 2.6 - 0.5)));
        Fit::of(&seen, &[], &[])
    }

    /// By hand: half of the autosomes have one copy, at a purity of 0.9: 1.1 copies against 2 is log2 0.55, balance 1 / 1.1; both
    /// are also those of two copies against four in 0.9 / 1.1 = 0.818 of the cells: 2 against 3.636, balance 1.818 / 2. Ploidies
    /// are 1.5 and 3.
    #[test]
    fn a_hypodiploid_clone_has_its_doubled_form_beside_it() {
        let segments = (0..24u8).map(|number| {
            let lost = number % 2 == 0;
            let (ratio, off) = if lost { (0.55f64.log2(), 1.0 / 1.1 - 0.5) } else { (0.0, 0.0) };
            segment(u32::from(number), 1_000, ratio, Some(off))
        });
        let fit = Fit::of(&segments.collect::<Vec<Seen>>(), &[], &[]);
        let best = fit.best.unwrap();
        assert!((best.purity - 0.9).abs() < 0.02 && (best.ploidy - 1.5).abs() < 0.05, "{fit:?}");
        let [twice] = fit.alternatives[..] else { panic!("{fit:?}") };
        assert!((twice.purity - 0.818).abs() < 0.02 && (twice.ploidy - 3.0).abs() < 0.05, "{fit:?}");
        assert!(twice.under_best >= 0.0 && fit.interval.unwrap()[1] > 0.88, "{fit:?}");
    }

    #[test]
    fn one_short_gain_alone_tells_no_purity_and_a_chromosome_does() {
        assert_eq!(with_one_gain(33).purity(), None);
        let fit = with_one_gain(3_000);
        assert_eq!(fit.method, Method::CopyNumber);
        assert!((fit.purity().unwrap() - 0.6).abs() < 0.05, "{fit:?}");
    }
}
