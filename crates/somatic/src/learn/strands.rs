//! Which contexts make errors of one strand.

use marv_model::units::ln_add;
use serde::{Deserialize, Serialize};

use crate::{
    context::{self, CONTEXTS},
    maths::float,
};

/// How many times as often as on the average an error of one strand stands behind each context.
///
/// Some bases in a row make a sequencer misread what comes next, on the strand that is read, read after read (Nakamura
/// and others 2011, doi 10.1093/nar/gkr344). What is on one strand behind another context is more likely real.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StrandContexts(Vec<f64>);

/// METHOD: an even rate weighs as much as this many such errors in each context.
const EVEN: f64 = 0.5;

impl Default for StrandContexts {
    fn default() -> Self {
        Self(vec![1.0; CONTEXTS])
    }
}

impl StrandContexts {
    /// From the errors behind each context, and how often each context stands in what was looked at.
    pub(super) fn learned(errors: &[f64], loci: &[u64]) -> Self {
        let total: f64 = errors.iter().sum();
        let all: u64 = loci.iter().sum();
        if all == 0 || errors.len() != CONTEXTS || loci.len() != CONTEXTS {
            return Self::default();
        }
        let rate = |(context, errors): (u16, &f64)| {
            // The reverse strand reads the complement.
            let places = loci[usize::from(context)] + loci[usize::from(context::complement(context))];
            let expected = total * float(places) / float(2 * all);
            (errors + EVEN) / (expected + EVEN)
        };
        Self((0u16..).zip(errors).map(rate).collect())
    }
    fn of(&self, context: u16) -> f64 {
        self.0.get(usize::from(context)).copied().unwrap_or(1.0)
    }
    /// The two strands, each with half of the probability, weighed by their contexts.
    pub(crate) fn each(&self, strands: [f64; 2], context: [u16; 2]) -> [f64; 2] {
        std::array::from_fn(|strand| strands[strand] + (0.5 * self.of(context[strand])).ln())
    }
    /// An error of either strand.
    pub(crate) fn one(&self, strands: [f64; 2], context: [u16; 2]) -> f64 {
        let [forward, reverse] = self.each(strands, context);
        ln_add(forward, reverse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_with_all_errors_stands_out_and_none_changes_nothing() {
        let loci = vec![1_000; CONTEXTS];
        let mut errors = vec![0.0; CONTEXTS];
        assert_eq!(StrandContexts::learned(&errors, &loci), StrandContexts::default());
        errors[5] = 255.5;
        let learned = StrandContexts::learned(&errors, &loci);
        // Expected 255.5 / 256 = 0.998 in each: 256 / 1.498 = 170.9 there, 0.5 / 1.498 = 0.334 elsewhere.
        assert!((learned.of(5) - 170.9).abs() < 0.1, "{}", learned.of(5));
        assert!((learned.of(6) - 0.334).abs() < 1e-3, "{}", learned.of(6));
        assert!((learned.of(256) - 1.0).abs() < f64::EPSILON);
    }
}
