//! Units as types, so that a fraction is not taken for a percentage nor a Phred score for a probability.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The share of a sample's fragments that carry an allele, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct AlleleFraction(f64);

impl AlleleFraction {
    /// Refused outside 0..=1 and when not a number.
    pub fn new(fraction: f64) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&fraction) {
            Ok(Self(fraction))
        } else {
            Err(Error::Range { what: "allele fraction", value: fraction.to_string(), expected: "0 to 1" })
        }
    }
    /// `part` of `whole` fragments; none where there is no fragment.
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        (whole > 0).then(|| Self((f64::from(part) / f64::from(whole)).min(1.0)))
    }
    /// 0 to 1.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for AlleleFraction {
    type Error = Error;
    fn try_from(fraction: f64) -> Result<Self, Error> {
        Self::new(fraction)
    }
}

impl From<AlleleFraction> for f64 {
    fn from(fraction: AlleleFraction) -> f64 {
        fraction.0
    }
}

/// A probability of error as -10 log10 p, 0 upwards.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Phred(pub f64);

impl Phred {
    /// From a probability of error; at most `ceiling`, which keeps certainty finite.
    pub fn from_probability(error: f64, ceiling: f64) -> Self {
        Self((-10.0 * error.max(f64::MIN_POSITIVE).log10()).clamp(0.0, ceiling))
    }
    /// The probability of error, 0 to 1.
    pub fn probability(self) -> f64 {
        10f64.powf(-self.0 / 10.0)
    }
}

impl fmt::Display for Phred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

/// ln(exp(a) + exp(b)), stable.
pub fn ln_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a >= b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

/// ln of the sum of the exponentials, stable; negative infinity for no term.
pub fn ln_sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    terms.into_iter().fold(f64::NEG_INFINITY, ln_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_no_fraction() {
        assert!(AlleleFraction::new(45.0).is_err());
        assert!(AlleleFraction::new(f64::NAN).is_err());
        assert_eq!(AlleleFraction::of(0, 0), None);
    }

    #[test]
    fn sums_in_log_space() {
        assert!((ln_add(0.25f64.ln(), 0.5f64.ln()) - 0.75f64.ln()).abs() < 1e-12);
        assert!(ln_sum([]).is_infinite() && ln_sum([]).is_sign_negative());
    }
}
