//! Counts of acquired substitutions as those of a few clones.

use std::collections::BTreeMap;

use super::Fraction;
use crate::copy::maths::{float, index};

/// Substitutions that are looked at, at most.
const MOST: usize = 4_000;
/// Rounds of expectation and maximisation.
const ROUNDS: usize = 200;
/// METHOD: correlation of the reads of one place beyond chance.
const CORRELATION: f64 = 0.002;
/// METHOD: fragments with which a substitution is called whatever else is known of it: if all have more, none was missed for
/// having few.
const ENOUGH: u32 = 5;

/// The share of the substitutions that have a fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clone {
    pub(super) weight: f64,
    pub(super) fraction: f64,
}

/// Reads of acquired substitutions.
///
/// METHOD: counts of a clone are binomial about its fraction, less what reads of one place have in common, and given that
/// they are no fewer than the fewest that any call has: of a clone in few cells only those are called that more fragments
/// than usual show, and the mean of what is called is too high.
#[derive(Debug)]
pub(super) struct Counts {
    of: Vec<Count>,
    /// Fragments of the call with the fewest.
    least: u32,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    alternate: f64,
    depth: u32,
    /// How much it tells, of one whose reads are independent.
    worth: f64,
}

impl Count {
    /// At a fraction, less a constant; `called` is what such a depth shows at it.
    fn ln_likelihood(&self, fraction: f64, called: &Called) -> f64 {
        let (p, q) = (fraction.ln(), (1.0 - fraction).ln());
        self.worth * (self.alternate * p + (f64::from(self.depth) - self.alternate) * q - called.ln_chance)
    }
}

impl Counts {
    /// Of substitutions evenly taken in the genome's order.
    pub(super) fn of(mut fractions: Vec<&Fraction>) -> Self {
        fractions.sort_unstable();
        let least = fractions.iter().map(|one| one.alternate).min().unwrap_or(0).min(ENOUGH);
        let step = fractions.len().div_ceil(MOST).max(1);
        let count = |one: &Fraction| {
            let depth = one.depth.max(1);
            let worth = 1.0 / (1.0 + f64::from(depth - 1) * CORRELATION);
            Count { alternate: f64::from(one.alternate.min(depth)), depth, worth }
        };
        Self { of: fractions.into_iter().step_by(step).map(count).collect(), least }
    }
    pub(super) fn len(&self) -> usize {
        self.of.len()
    }
    /// ln likelihood of each count at a fraction, less a constant of the count.
    pub(super) fn ln_likelihoods(&self, fraction: f64) -> Vec<f64> {
        let called = self.called(fraction);
        let of = |one: &Count| one.ln_likelihood(fraction, &called.get(&one.depth).copied().unwrap_or_default());
        self.of.iter().map(of).collect()
    }
    /// The variance of a clone's fraction by the counts that are its own.
    pub(super) fn variance(&self, clone: &Clone) -> f64 {
        let p = clone.fraction;
        // What a count tells is its variance over that of p q.
        let told: f64 = self.of.iter().map(|one| one.worth * Called::new(one.depth, p, self.least).variance).sum();
        let pq = p * (1.0 - p);
        pq * pq / (clone.weight * told).max(1e-9)
    }

    /// So many clones, and the ln likelihood of the counts less a constant.
    pub(super) fn mixture(&self, number: usize) -> (f64, Vec<Clone>) {
        let mut clones = self.start(number);
        let mut likelihood = f64::NEG_INFINITY;
        for _ in 0..ROUNDS {
            let called: Vec<BTreeMap<u32, Called>> = clones.iter().map(|clone| self.called(clone.fraction)).collect();
            let mut sums = vec![[0.0; 3]; number];
            likelihood = 0.0;
            for one in &self.of {
                let of: Vec<(f64, Called)> = clones
                    .iter()
                    .zip(&called)
                    .map(|(clone, called)| {
                        let called = called.get(&one.depth).copied().unwrap_or_default();
                        (clone.weight.max(1e-12).ln() + one.ln_likelihood(clone.fraction, &called), called)
                    })
                    .collect();
                let most = of.iter().map(|(ln, _)| *ln).fold(f64::NEG_INFINITY, f64::max);
                let all: f64 = of.iter().map(|(ln, _)| (ln - most).exp()).sum();
                likelihood += most + all.ln();
                for (sum, (ln, called)) in sums.iter_mut().zip(&of) {
                    let share = (ln - most).exp() / all;
                    sum[0] += share;
                    sum[1] += share * one.worth * one.alternate;
                    sum[2] += share * one.worth * called.per_fraction;
                }
            }
            clones = sums
                .iter()
                .map(|[share, alternate, expected]| Clone {
                    weight: share / float(self.of.len()),
                    fraction: (alternate / expected.max(1e-9)).clamp(1e-4, 0.9999),
                })
                .collect();
        }
        (likelihood, clones)
    }

    /// Clones at the quantiles of what is seen.
    fn start(&self, number: usize) -> Vec<Clone> {
        let mut values: Vec<f64> = self.of.iter().map(|one| one.alternate / f64::from(one.depth)).collect();
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |share: f64| values[index(share * float(values.len() - 1))].clamp(0.01, 0.6);
        let clone = |at: usize| Clone {
            weight: 1.0 / float(number),
            fraction: quantile((float(at) + 0.5) / float(number)) + 1e-4 * float(at),
        };
        (0..number).map(clone).collect()
    }
    fn called(&self, fraction: f64) -> BTreeMap<u32, Called> {
        let mut called = BTreeMap::new();
        for one in &self.of {
            called.entry(one.depth).or_insert_with(|| Called::new(one.depth, fraction, self.least));
        }
        called
    }
}

/// A binomial count, given that it is no less than the fewest.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Called {
    /// ln of the chance that it is.
    ln_chance: f64,
    /// Its mean over the fraction.
    per_fraction: f64,
    variance: f64,
}

impl Called {
    fn new(depth: u32, p: f64, least: u32) -> Self {
        let n = f64::from(depth);
        let chance = |less: u32| at_least(depth.saturating_sub(less), p, least.saturating_sub(less)).max(1e-300);
        let whole = chance(0);
        // Of n trials: n p P(n - 1, least - 1), and of two among them n (n - 1) p^2 P(n - 2, least - 2).
        let per_fraction = n * chance(1) / whole;
        let mean = p * per_fraction;
        let pairs = n * (n - 1.0) * p * p * chance(2) / whole;
        Self { ln_chance: whole.ln(), per_fraction, variance: (pairs + mean - mean * mean).max(0.0) }
    }
}

/// The chance of `least` or more of `depth` at a chance of `p` each.
fn at_least(depth: u32, p: f64, least: u32) -> f64 {
    if least > depth {
        return 0.0;
    }
    let mut term = (f64::from(depth) * (1.0 - p).ln()).exp();
    let mut below = 0.0;
    for count in 0..least {
        below += term;
        term *= f64::from(depth - count) / f64::from(count + 1) * p / (1.0 - p);
    }
    // What is left of one is no number where hardly any are called.
    if below < 0.999_999 { 1.0 - below } else { term }
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{ContigId, Locus};

    use super::*;

    /// By hand, of three coins of which at least one shows: 7 of 8; mean 1.5 / 0.875 = 12 / 7; E[x (x - 1)] is
    /// 6 * 0.25 / 0.875 = 12 / 7, so that the variance is 24 / 7 - 144 / 49 = 24 / 49.
    #[test]
    fn a_count_that_must_show() {
        let called = Called::new(3, 0.5, 1);
        assert!((called.ln_chance - 0.875f64.ln()).abs() < 1e-12);
        assert!((called.per_fraction * 0.5 - 12.0 / 7.0).abs() < 1e-12);
        assert!((called.variance - 24.0 / 49.0).abs() < 1e-12);
        let any = Called::new(80, 0.3, 0);
        assert!(any.ln_chance.abs() < 1e-12 && (any.variance - 80.0 * 0.21).abs() < 1e-9, "{any:?}");
    }

    /// A clone in a tenth of the cells at 60 reads: binomial counts of mean 3 (a table of n = 60, p = 0.05), of which those
    /// from 4 on are called: of 1,000, 172 show 4, 102 show 5, 49 6, 20 7, 7 8, 2 9, 1 10. Their mean fraction is 0.081.
    #[test]
    fn calls_of_a_clone_in_few_cells_do_not_raise_it() {
        let counts = [(4u32, 172), (5, 102), (6, 49), (7, 20), (8, 7), (9, 2), (10, 1)];
        let mut fractions = Vec::new();
        for (alternate, number) in counts {
            for _ in 0..number {
                let position = u32::try_from(fractions.len()).unwrap();
                fractions.push(Fraction { locus: Locus::new(ContigId(0), position), alternate, depth: 60 });
            }
        }
        let counts = Counts::of(fractions.iter().collect());
        let (_, clones) = counts.mixture(1);
        assert!((clones[0].fraction - 0.05).abs() < 0.002, "{clones:?}");
    }
}
