//! How often each explanation is right: the mixture that makes all candidates most probable.

use std::collections::BTreeMap;

use marv_model::units::ln_sum;
use serde::{Deserialize, Serialize};

use crate::{maths::float, statistics::ExplanationBin};

/// Probabilities a locus.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rates {
    /// Acquired by the tumour.
    pub somatic: f64,
    /// An error on one strand.
    pub strand: f64,
    /// An error in one read-pair orientation, as damage leaves it.
    pub orientation: f64,
    /// An error that both samples share.
    pub shared: f64,
    /// Inherited in one copy.
    pub heterozygous: f64,
    /// Inherited in both.
    pub homozygous: f64,
}

/// METHOD: the expected rates weigh as much as this many loci, so that a panel's few loci do not overturn them.
const LOCI: f64 = 1e5;
const ROUNDS: usize = 60;

impl Rates {
    /// METHOD: acquired 3e-6 a base (a few to ten a megabase are the upper end of haematological genomes, most have
    /// fewer: Alexandrov 2013, doi 10.1038/nature12477); inherited 1e-3 (human heterozygosity), half as many homozygous; errors of a site 2e-6, of one strand or orientation half as much, about as rare as what they are mistaken for.
    pub fn substitutions() -> Self {
        Self { somatic: 3e-6, strand: 1e-6, orientation: 1e-6, shared: 2e-6, heterozygous: 1e-3, homozygous: 5e-4 }
    }
    /// METHOD: a tenth of the substitutions', as in germline and cancer genomes.
    pub fn indels() -> Self {
        Self { somatic: 5e-7, strand: 5e-7, orientation: 1e-8, shared: 2e-6, heterozygous: 1e-4, homozygous: 5e-5 }
    }
}

/// Expectation and maximisation over the bins of candidates; loci without a candidate count as nothing at all. What is
/// inherited is given, not fitted: clear germline sites are not among the candidates.
pub(super) fn fit(bins: &BTreeMap<ExplanationBin, u64>, loci: u64, expected: Rates) -> Rates {
    let total = float(loci) + LOCI;
    let mut rates = expected;
    for _ in 0..ROUNDS {
        let mut sums =
            [expected.somatic, expected.strand, expected.orientation, expected.shared].map(|rate| rate * LOCI);
        for (bin, count) in bins {
            let terms = [
                rates.somatic.ln() + f64::from(bin.somatic),
                rates.strand.ln() + f64::from(bin.strand),
                rates.orientation.ln() + f64::from(bin.orientation),
                rates.shared.ln() + f64::from(bin.shared),
                rates.heterozygous.ln() + f64::from(bin.germline),
                f64::from(bin.error),
            ];
            let all = ln_sum(terms);
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += float(*count) * (term - all).exp();
            }
        }
        let [somatic, strand, orientation, shared] = sums.map(|sum| sum / total);
        rates = Rates { somatic, strand, orientation, shared, ..expected };
    }
    rates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_somatic_candidates_raise_the_rate_to_their_share() {
        let clear =
            ExplanationBin { somatic: 0, strand: -40, orientation: -40, shared: -40, germline: -60, error: -50 };
        let rates = fit(&BTreeMap::from([(clear, 200)]), 1_000_000, Rates::substitutions());
        // (200 + 3e-6 * 1e5) / 1.1e6 = 1.821e-4.
        assert!((rates.somatic - 1.821e-4).abs() < 1e-7, "{rates:?}");
    }
}
