//! How common each fraction is among alleles of one kind.

use serde::{Deserialize, Serialize};

use crate::maths::ln_binomial;

/// Fractions that integrals over a somatic allele's fraction run over.
pub(crate) const FRACTIONS: [f64; 26] = [
    0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.13, 0.16, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55,
    0.60, 0.67, 0.75, 0.83, 0.90, 0.95, 1.0,
];

/// Fractions of an artefact with their weights. METHOD: falling as Beta(1, 9) does: errors of a site are mostly rare.
const ARTEFACT: [(f64, f64); 9] = [
    (0.01, 0.18),
    (0.02, 0.18),
    (0.04, 0.20),
    (0.07, 0.16),
    (0.10, 0.11),
    (0.15, 0.08),
    (0.20, 0.05),
    (0.30, 0.03),
    (0.45, 0.01),
];

/// Fractions, 0.01 to 1, with their probabilities, which add up to 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spectrum(Vec<(f64, f64)>);

/// METHOD: what is expected weighs as much as this many alleles: a genome's few hundred shape the spectrum, a panel's few
/// do not.
const EXPECTED: f64 = 40.0;

impl Spectrum {
    /// What is expected of acquired alleles.
    ///
    /// METHOD: half the weight evenly over (0, 1], half evenly over its logarithm from 0.01, since small clones are as
    /// expected as large ones.
    pub(crate) fn acquired() -> Self {
        let range = (1.0f64 / 0.01).ln();
        let weight = |i: usize| {
            let low = if i == 0 { 0.007 } else { f64::midpoint(FRACTIONS[i - 1], FRACTIONS[i]) };
            let high = FRACTIONS.get(i + 1).map_or(1.0, |next| f64::midpoint(FRACTIONS[i], *next));
            0.5 * (high - low) + 0.5 * (high / low).ln() / range
        };
        let weights: Vec<f64> = (0..FRACTIONS.len()).map(weight).collect();
        let total: f64 = weights.iter().sum();
        Self(FRACTIONS.iter().zip(weights).map(|(fraction, weight)| (*fraction, weight / total)).collect())
    }
    /// What is expected of artefacts.
    pub(crate) fn artefacts() -> Self {
        Self(ARTEFACT.to_vec())
    }
    /// Each fraction with the logarithm of its probability.
    pub(crate) fn ln(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.0.iter().map(|(fraction, weight)| (*fraction, weight.ln()))
    }
    /// How well each fraction fits a count of a depth, as a probability.
    pub(crate) fn fit(&self, [count, depth]: [u8; 2]) -> Vec<f64> {
        let (count, depth) = (u32::from(count.min(depth)), u32::from(depth));
        // No fraction is impossible.
        self.0.iter().map(|(fraction, _)| ln_binomial(count, depth, fraction.min(0.999)).exp().max(1e-300)).collect()
    }
    /// The parts of the probability of a count of a depth that each fraction makes up, as it fits.
    pub(crate) fn parts<'a>(&'a self, fit: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
        self.0.iter().zip(fit).map(|((_, weight), fit)| weight * fit)
    }
    /// This, as expected, and the alleles' shares at each fraction, which need not add up to anything.
    pub(crate) fn learned(&self, shares: &[f64]) -> Self {
        let total: f64 = shares.iter().sum::<f64>() + EXPECTED;
        let weigh = |((fraction, weight), share): (&(f64, f64), &f64)| (*fraction, (weight * EXPECTED + share) / total);
        Self(self.0.iter().zip(shares).map(weigh).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_many_alleles_outweigh_what_is_expected() {
        let sum = |spectrum: &Spectrum| spectrum.0.iter().map(|(_, weight)| weight).sum::<f64>();
        let expected = Spectrum::acquired();
        assert!((sum(&expected) - 1.0).abs() < 1e-12 && (sum(&Spectrum::artefacts()) - 1.0).abs() < 1e-12);
        let mut shares = [0.0; FRACTIONS.len()];
        shares[8] = 360.0;
        let learned = expected.learned(&shares);
        assert!((sum(&learned) - 1.0).abs() < 1e-12);
        // (360 + 40 * expected) / 400.
        assert!((learned.0[8].1 - (0.9 + 0.1 * expected.0[8].1)).abs() < 1e-12);
        // 1 of 2 at one half: 2 * 0.5 * 0.5.
        assert!((expected.fit([1, 2])[17] - 0.5).abs() < 1e-12);
    }
}
