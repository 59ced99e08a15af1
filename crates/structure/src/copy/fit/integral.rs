//! The highest fraction of few substitutions, over all the clones that they may be of.

use super::{fractions::floor, mixture::Counts};
use crate::copy::maths::{float, index};

/// Fractions that a substitution may have: so many steps of [`STEP`].
const FRACTIONS: usize = 200;
const STEP: f64 = 0.0025;
/// The highest fraction is each second of them, from the fourth on: 0.01 to 0.5.
const FIRST: usize = 3;
/// Cells of a lower clone, of those of the highest, that are tried where there are two clones, and where there are three.
const CELLS: [usize; 2] = [20, 10];
/// Shares of the substitutions that are tried.
const SHARES: [usize; 2] = [10, 7];
/// METHOD: so many substitutions are misjudged, and have any fraction.
const STRAY: f64 = 0.04;
/// No count is less likely than this beside its likeliest fraction: so many fit into a product without a logarithm.
const LEAST: f64 = 1e-18;
const AT_ONCE: usize = 16;

/// Each highest fraction, and the ln likelihood of the counts with it, less a constant.
///
/// METHOD: one, two or three clones are as likely before the counts are seen; so is each share of the substitutions, that of
/// the highest clone from the fewest on, and each share of its cells for the others. All of these are summed: where counts of
/// two clones overlap, a likeliest pair says little, and its error less.
pub(super) fn highest(counts: &Counts) -> Vec<(f64, f64)> {
    let table = Table::of(counts);
    let least = floor(float(counts.len())) / float(counts.len()).max(1.0);
    (FIRST..FRACTIONS)
        .step_by(2)
        .map(|top| (fraction(top), sum_of_ln([table.one(top), table.two(top, least), table.three(top, least)])))
        .collect()
}

fn fraction(step: usize) -> f64 {
    float(step + 1) * STEP
}

/// The likelihood of each count by fraction, beside the count's likeliest.
struct Table {
    /// By fraction, then by count.
    likelihoods: Vec<Vec<f64>>,
    /// Of counts that are misjudged.
    stray: Vec<f64>,
}

impl Table {
    fn of(counts: &Counts) -> Self {
        let ln: Vec<Vec<f64>> = (0..FRACTIONS).map(|step| counts.ln_likelihoods(fraction(step))).collect();
        let most: Vec<f64> =
            (0..counts.len()).map(|count| ln.iter().map(|of| of[count]).fold(f64::NEG_INFINITY, f64::max)).collect();
        let likelihoods: Vec<Vec<f64>> = ln
            .into_iter()
            .map(|of| of.into_iter().zip(&most).map(|(ln, most)| (ln - most).exp().max(LEAST)).collect())
            .collect();
        let mean = |count: usize| likelihoods.iter().map(|of| of[count]).sum::<f64>() / float(FRACTIONS);
        let stray = (0..counts.len()).map(|count| STRAY * mean(count)).collect();
        Self { likelihoods, stray }
    }

    /// ln likelihood of shares of the substitutions at steps of the fraction.
    fn of_clones<const N: usize>(&self, clones: [(f64, usize); N]) -> f64 {
        let clones = clones.map(|(share, step)| (share * (1.0 - STRAY), &self.likelihoods[step]));
        let mut sum = 0.0;
        let mut product = 1.0;
        for (at, stray) in self.stray.iter().enumerate() {
            product *= clones.iter().fold(*stray, |all, (share, of)| all + share * of[at]);
            if at % AT_ONCE == AT_ONCE - 1 {
                sum += product.ln();
                product = 1.0;
            }
        }
        sum + product.ln()
    }

    fn one(&self, top: usize) -> f64 {
        self.of_clones([(1.0, top)])
    }

    fn two(&self, top: usize, least: f64) -> f64 {
        let of = |share: f64| {
            (0..CELLS[0]).map(move |cells| self.of_clones([(share, top), (1.0 - share, lower(top, cells, CELLS[0]))]))
        };
        mean_of_ln(shares(SHARES[0]).filter(|share| *share >= least).flat_map(of))
    }

    fn three(&self, top: usize, least: f64) -> f64 {
        let pairs = shares(SHARES[1]).flat_map(|first| shares(SHARES[1]).map(move |second| (first, second)));
        let weights: Vec<[f64; 3]> = pairs
            .filter(|(first, second)| *first >= least && first + second < 0.97)
            .map(|(first, second)| [first, second, 1.0 - first - second])
            .collect();
        let cells = (0..CELLS[1]).flat_map(|high| (0..high).map(move |low| (high, low)));
        mean_of_ln(cells.flat_map(|(high, low)| {
            let steps = [top, lower(top, high, CELLS[1]), lower(top, low, CELLS[1])];
            weights.iter().map(move |[a, b, c]| self.of_clones([(*a, steps[0]), (*b, steps[1]), (*c, steps[2])]))
        }))
    }
}

/// The middles of so many equal parts of one.
fn shares(parts: usize) -> impl Iterator<Item = f64> + Clone {
    (0..parts).map(move |part| (float(part) + 0.5) / float(parts))
}

/// The step of a clone with a share of the highest one's cells.
fn lower(top: usize, cells: usize, of: usize) -> usize {
    let share = (float(cells) + 0.5) / float(of);
    index((fraction(top) * share / STEP).round()).saturating_sub(1).min(top)
}

fn sum_of_ln(of: [f64; 3]) -> f64 {
    let most = of.into_iter().fold(f64::NEG_INFINITY, f64::max);
    most + of.iter().map(|ln| (ln - most).exp()).sum::<f64>().ln()
}

/// ln of the mean; minus infinity of nothing.
fn mean_of_ln(of: impl Iterator<Item = f64>) -> f64 {
    let of: Vec<f64> = of.collect();
    let most = of.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + (of.iter().map(|ln| (ln - most).exp()).sum::<f64>() / float(of.len())).ln()
}
