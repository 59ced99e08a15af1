//! How well a purity and a level of depth explain all segments.

use super::{
    SUBCLONAL,
    fractions::{self, Fraction},
};
use crate::copy::{
    maths::{float, index},
    states::{Seen, State, clonal_states},
};

/// A place of the grid with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) purity: f64,
    /// Copies of the sample where the ratio is 1.
    pub(super) base: f64,
    pub(super) score: f64,
}

/// Everything that a score needs.
pub(super) struct Grid<'a> {
    seen: Vec<&'a Seen>,
    weights: Vec<f64>,
    fractions: &'a [Fraction],
}

/// METHOD: a segment's ln likelihood counts no less than this: one segment that fits nowhere decides nothing.
const FLOOR: f64 = -12.0;
/// METHOD: a state in a part of the cells only costs ln 20: it fits anything, so it must not be free.
pub(crate) const SUBCLONAL_COST: f64 = 2.995_732_273_553_991;
/// METHOD: what an event costs in ln likelihood; the fewer the events, the likelier (PURPLE's event penalty in spirit).
pub(crate) const EVENT_COST: f64 = 0.6;
/// METHOD: a solution in which even segments do not have two copies needs a doubled genome or a shift of most of it: ln 20.
const SHIFTED_COST: f64 = 2.995_732_273_553_991;
/// Purities that are tried: 5 % to 100 %.
const PURITIES: (u32, u32) = (5, 100);
/// METHOD: segments below so many windows are left out of the fit.
pub(super) const SHORTEST: usize = 8;

/// Events that make a state from one copy of each parent, a doubling of the genome counted as one.
fn events(state: State) -> f64 {
    let from = |one: i32| (i32::from(state.major) - one).abs() + (i32::from(state.minor) - one).abs();
    f64::from(from(1).min(1 + from(2)))
}

/// ln of a state's prior weight.
pub(crate) fn prior(state: State) -> f64 {
    -EVENT_COST * events(state)
}

impl<'a> Grid<'a> {
    pub(super) fn new(seen: &'a [Seen], fractions: &'a [Fraction]) -> Self {
        let seen: Vec<&Seen> = seen.iter().filter(|one| one.windows >= SHORTEST).collect();
        // METHOD: a segment counts by the square root of its length, and all together as many as there are, at most 100:
        // neither a long chromosome nor a shattered one decides alone, and errors of the model do not grow with the genome.
        let roots: Vec<f64> = seen.iter().map(|one| float(one.windows).sqrt()).collect();
        let all: f64 = roots.iter().sum();
        let weights = roots.iter().map(|root| root / all.max(1e-9) * float(seen.len().min(100))).collect();
        Self { seen, weights, fractions }
    }

    /// The level that even segments have: where one parent's copies equal the other's and the most of the genome lies,
    /// two copies a cell. None without a segment.
    pub(super) fn diploid_base(&self) -> Option<f64> {
        let even = |one: &&&Seen| one.deviation.is_none_or(|d| d.value < 0.04);
        let level = |one: &Seen| one.ratio;
        let candidates: Vec<&&Seen> = self.seen.iter().filter(even).collect();
        let pool = if candidates.is_empty() { self.seen.iter().collect() } else { candidates };
        let near =
            |at: f64| pool.iter().filter(|one| (level(one) - at).abs() < 0.05).map(|one| one.windows).sum::<usize>();
        let middle = pool.iter().max_by_key(|one| (near(level(one)), one.windows)).map(|one| level(one))?;
        let close: Vec<_> = pool.iter().filter(|one| (level(one) - middle).abs() < 0.05).collect();
        let windows: f64 = close.iter().map(|one| float(one.windows)).sum();
        let mean = close.iter().map(|one| float(one.windows) * level(one)).sum::<f64>() / windows.max(1.0);
        Some(2.0 / mean.exp2())
    }

    /// The score of a genome without an event.
    pub(super) fn unchanged(&self) -> f64 {
        let base = self.diploid_base().unwrap_or(2.0);
        let of = |one: &&Seen| one.likelihood(State::NORMAL, 1.0, base).max(FLOOR);
        self.seen.iter().zip(&self.weights).map(|(one, weight)| weight * of(one)).sum()
    }

    /// The score of every purity and level of depth.
    pub(super) fn surface(&self) -> Vec<Point> {
        let mut points = Vec::new();
        let middle = self.diploid_base().unwrap_or(2.0);
        // Levels from half to three times the one at which even segments are diploid, in steps of 1 %.
        let mut step = -1.0f64;
        while step <= 1.6 {
            points.extend(self.at_base(middle * step.exp2()));
            step += 0.0144;
        }
        // The level of the even segments itself, so that it is not between two steps.
        points.extend(self.at_base(middle));
        points
    }

    pub(super) fn at_base(&self, base: f64) -> Vec<Point> {
        let (first, last) = PURITIES;
        let purities: Vec<f64> = (first..=last).map(|percent| f64::from(percent) / 100.0).collect();
        let mut scores = vec![0.0; purities.len()];
        let shifted = self.diploid_base().is_some_and(|diploid| (base / diploid).log2().abs() > 0.1);
        scores.fill(if shifted { -SHIFTED_COST } else { 0.0 });
        for (one, weight) in self.seen.iter().zip(&self.weights) {
            // The best state of a part of the cells, by the share of the sample's cells that it would be, up to each purity.
            let mut partial = f64::NEG_INFINITY;
            for percent in 1..first {
                partial = partial.max(best_partial(one, base, f64::from(percent) / 100.0));
            }
            for (at, purity) in purities.iter().enumerate() {
                let clonal = clonal_states(one.sample_copies(base), *purity)
                    .map(|state| one.likelihood(state, *purity, base) + prior(state))
                    .fold(f64::NEG_INFINITY, f64::max);
                scores[at] += weight * clonal.max(partial - SUBCLONAL_COST).max(FLOOR);
                partial = partial.max(best_partial(one, base, *purity));
            }
        }
        let excess = fractions::excess(self.fractions, &self.seen, base);
        let penalty = |purity: f64| excess.get(index((purity * 100.0).round())).copied().unwrap_or(0.0);
        purities
            .into_iter()
            .zip(scores)
            .map(|(purity, score)| Point { purity, base, score: score - penalty(purity) })
            .collect()
    }
}

fn best_partial(one: &Seen, base: f64, share: f64) -> f64 {
    SUBCLONAL.iter().map(|state| one.likelihood(*state, share, base) + prior(*state)).fold(f64::NEG_INFINITY, f64::max)
}
