//! Counts of one kind or one bin of fractions, and what follows from them.

use serde::{Deserialize, Serialize};

use super::intervals::{count_interval, share_interval};

/// Counts of one kind or one bin of fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Variants of the truth.
    pub truth: u32,
    /// Of these, found.
    pub found: u32,
    /// Calls.
    pub calls: u32,
    /// Of these, true. May differ from `found` where one is written as several.
    pub true_calls: u32,
}

impl Counts {
    /// Share of the truth that was found; none without a truth.
    pub fn recall(&self) -> Option<f64> {
        (self.truth > 0).then(|| f64::from(self.found) / f64::from(self.truth))
    }
    /// The 95 % interval of the recall.
    pub fn recall_interval(&self) -> Option<[f64; 2]> {
        share_interval(self.found, self.truth)
    }
    /// Share of the calls that are true; none without a call.
    pub fn precision(&self) -> Option<f64> {
        (self.calls > 0).then(|| f64::from(self.true_calls) / f64::from(self.calls))
    }
    /// The 95 % interval of the precision.
    pub fn precision_interval(&self) -> Option<[f64; 2]> {
        share_interval(self.true_calls, self.calls)
    }
    /// Harmonic mean of both; none where either is none.
    pub fn f1(&self) -> Option<f64> {
        let (recall, precision) = (self.recall()?, self.precision()?);
        Some(if recall + precision > 0.0 { 2.0 * recall * precision / (recall + precision) } else { 0.0 })
    }
    /// Calls that are not true.
    pub fn false_calls(&self) -> u32 {
        self.calls.saturating_sub(self.true_calls)
    }
    /// False calls in a megabase of `bases`, with the 95 % interval; none without a base.
    pub fn false_per_megabase(&self, bases: u64) -> Option<(f64, [f64; 2])> {
        #[allow(clippy::cast_precision_loss)] // no genome has 2^53 bases
        let megabases = bases as f64 / 1e6;
        let rate = |count: f64| count / megabases;
        let false_calls = self.false_calls();
        (bases > 0).then(|| (rate(f64::from(false_calls)), count_interval(false_calls).map(rate)))
    }
    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        self.truth += other.truth;
        self.found += other.found;
        self.calls += other.calls;
        self.true_calls += other.true_calls;
    }
}

/// The edges of the bins of fractions: below 5 %, 5 to 10 and so on, and the last from 35 %.
pub const BIN_EDGES: [f64; 4] = [0.05, 0.10, 0.20, 0.35];

/// The names of the bins of fractions, in percent.
pub const BIN_NAMES: [&str; 5] = ["< 5 %", "5-10 %", "10-20 %", "20-35 %", ">= 35 %"];

/// Counts of one kind, whole and by fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KindCounts {
    /// Whatever the fraction.
    pub all: Counts,
    /// In the order of [`BIN_EDGES`]: by the truth's fraction for what is true, by the call's for what is extra. Variants
    /// of unknown fraction are in none.
    pub by_fraction: [Counts; 5],
}

impl KindCounts {
    /// Counts a variant where it belongs.
    pub(super) fn count(&mut self, fraction: Option<f64>, add: &mut impl FnMut(&mut Counts)) {
        add(&mut self.all);
        if let Some(fraction) = fraction {
            add(&mut self.by_fraction[BIN_EDGES.partition_point(|edge| *edge <= fraction)]);
        }
    }
    /// The bins from this fraction up, added.
    pub fn from_fraction(&self, fraction: f64) -> Counts {
        let first = BIN_EDGES.partition_point(|edge| *edge <= fraction);
        let mut sum = Counts::default();
        self.by_fraction[first..].iter().for_each(|bin| sum.merge(bin));
        sum
    }
    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        self.all.merge(&other.all);
        self.by_fraction.iter_mut().zip(&other.by_fraction).for_each(|(into, from)| into.merge(from));
    }
}
