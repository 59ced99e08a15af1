//! One sample's observations as a function of the allele's fraction.

use marv_model::variant::VariantKind;

use super::errors::ErrorModel;
use crate::evidence::{Observations, Repeat};

/// Observations with their error probabilities.
#[derive(Debug, Clone, Default)]
pub(crate) struct SampleLikelihood {
    /// Alternate or not, probability of error, count.
    terms: Vec<(bool, f64, f64)>,
}

impl SampleLikelihood {
    pub(crate) fn new(observations: &[Observations], kind: VariantKind, repeat: Repeat, errors: &ErrorModel) -> Self {
        let terms = observations
            .iter()
            .map(|o| (o.alternate, errors.observation(kind, repeat, o.quality, o.mapping_quality), f64::from(o.count)))
            .collect();
        Self { terms }
    }
    /// ln P(observations | a share `fraction` of the fragments carries the allele).
    pub(crate) fn at(&self, fraction: f64) -> f64 {
        self.terms
            .iter()
            .map(|(alternate, error, count)| {
                let share = if *alternate { fraction } else { 1.0 - fraction };
                count * (share * (1.0 - error) + (1.0 - share) * error).ln()
            })
            .sum()
    }
}

/// Fractions that integrals over a somatic allele's fraction run over, with their weights.
///
/// METHOD: half the weight evenly over (0, 1], half evenly over its logarithm from 0.01, since small clones are as
/// expected as large ones: a prior, not an estimate.
pub(crate) const FRACTIONS: [f64; 26] = [
    0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10, 0.13, 0.16, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55,
    0.60, 0.67, 0.75, 0.83, 0.90, 0.95, 1.0,
];

/// The weights of [`FRACTIONS`]; they add up to 1.
pub(crate) fn fraction_weights() -> [f64; FRACTIONS.len()] {
    let mut weights = [0.0; FRACTIONS.len()];
    let range = (1.0f64 / 0.01).ln();
    for (i, weight) in weights.iter_mut().enumerate() {
        let low = if i == 0 { 0.007 } else { f64::midpoint(FRACTIONS[i - 1], FRACTIONS[i]) };
        let high = FRACTIONS.get(i + 1).map_or(1.0, |next| f64::midpoint(FRACTIONS[i], *next));
        *weight = 0.5 * (high - low) + 0.5 * (high / low).ln() / range;
    }
    let total: f64 = weights.iter().sum();
    weights.map(|weight| weight / total)
}
