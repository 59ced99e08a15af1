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
