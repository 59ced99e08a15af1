//! Tumour in the normal: what the calls' file estimates against what is true.

use marv_model::variant::VariantKind;
use serde::{Deserialize, Serialize};

use super::Candidate;

/// The header line by which a file of calls says its estimate: share, lower and upper end of the 95 % interval, number of
/// substitutions it rests on.
pub const ESTIMATE_KEY: &str = "marvTumourInNormal";

/// Tumour in the normal, as a share of the normal's DNA relative to the tumour's: an allele at a fraction f of the tumour is
/// at this times f in the normal.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct TumourInNormal {
    /// The true share; none where neither an option nor the truth says it.
    pub truth: Option<f64>,
    /// The estimate with its interval; none where the calls' file has none.
    pub estimate: Option<(f64, [f64; 2])>,
    /// Substitutions that the estimate rests on.
    pub observations: u64,
}

impl TumourInNormal {
    /// Whether the interval holds the truth; none where either is missing.
    pub fn holds(&self) -> Option<bool> {
        let (truth, (_, [low, high])) = (self.truth?, self.estimate?);
        Some((low..=high).contains(&truth))
    }
}

/// What a truth says of it: the sum of its substitutions' fractions in the normal over that in the tumour. None where no
/// fraction of the normal is written.
pub(super) fn of_truth(truth: &[Candidate]) -> Option<f64> {
    let pairs = truth
        .iter()
        .filter(|known| known.variant.kind() == VariantKind::Snv)
        .filter_map(|known| Some((known.fraction?, known.normal_fraction?)));
    let (tumour, normal) = pairs.fold((0.0, 0.0), |sum, (tumour, normal)| (sum.0 + tumour, sum.1 + normal));
    (tumour > 0.0).then(|| normal / tumour)
}

/// Reads the value of [`ESTIMATE_KEY`]; none where it is no such value.
pub(super) fn estimate(value: &str) -> Option<(f64, [f64; 2], u64)> {
    let mut fields = value.split(',').map(str::trim);
    let mut number = || fields.next()?.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    let (share, low, high) = (number()?, number()?, number()?);
    let observations = fields.next()?.parse().ok()?;
    Some((share, [low, high], observations))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_is_read_as_it_is_written() {
        assert_eq!(estimate("0.07,0.055,0.085,139"), Some((0.07, [0.055, 0.085], 139)));
        assert_eq!(estimate("not assessed"), None);
        assert_eq!(estimate("0.07,0.055,1.5,139"), None);
        let of = |truth, estimate| TumourInNormal { truth, estimate, observations: 1 }.holds();
        assert_eq!(of(Some(0.08), Some((0.07, [0.055, 0.085]))), Some(true));
        assert_eq!(of(Some(0.09), Some((0.07, [0.055, 0.085]))), Some(false));
        assert_eq!((of(None, Some((0.07, [0.0, 0.1]))), of(Some(0.1), None)), (None, None));
    }
}
