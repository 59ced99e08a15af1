//! A tandem duplication, and how much of a sample carries it.

use serde::{Deserialize, Serialize};

use crate::{call::AlleleEvidence, genome::Interval, sequence::Bases};

/// What an insertion repeats of the bases beside it. The insertion itself is an ordinary small variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TandemDuplication {
    /// The reference bases that stand twice; of all placements the leftmost.
    pub interval: Interval,
    /// Bases between the two copies that are of neither (non-templated sequence); mostly empty.
    pub filler: Bases,
    /// Bases over which the junction can be shifted without changing the sequence (microhomology).
    pub homology: u32,
}

/// Mutated over unmutated copies, as fragment analysis gives it for FLT3-ITD.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AllelicRatio {
    /// 0 and above; none where no unmutated copy was seen.
    pub ratio: Option<f64>,
    /// 95 % interval; an upper end of none is without bound.
    pub interval: [Option<f64>; 2],
}

impl TandemDuplication {
    /// Bases gained.
    pub fn length(&self) -> u32 {
        self.interval.length().saturating_add(u32::try_from(self.filler.len()).unwrap_or(u32::MAX))
    }
}

impl AllelicRatio {
    /// Of one sample's fragments; none without a fragment that carries the duplication.
    ///
    /// METHOD: the fraction is junctions over crossings of the duplicated stretch's ends, two counts that vary
    /// independently, so the logarithm of their ratio has the variance 1/junctions + 1/crossings. The ratio of mutated
    /// to unmutated copies is fraction / (1 - fraction) (ELN 2017).
    pub fn of(evidence: &AlleleEvidence) -> Option<Self> {
        if evidence.alternate == 0 {
            return None;
        }
        let (alternate, depth) = (f64::from(evidence.alternate), f64::from(evidence.depth()));
        let fraction = alternate / depth;
        let spread = (1.96 * (1.0 / alternate + 1.0 / depth).sqrt()).exp();
        let ratio = |fraction: f64| (fraction < 1.0).then(|| fraction / (1.0 - fraction));
        Some(Self { ratio: ratio(fraction), interval: [ratio(fraction / spread), ratio(fraction * spread)] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_mutated_over_unmutated() {
        let of = |reference, alternate| {
            AllelicRatio::of(&AlleleEvidence { reference, alternate, ..AlleleEvidence::default() })
        };
        // 20 of 60: 20 / 40 = 0.5. Spread exp(1.96 * sqrt(1/20 + 1/60)) = exp(1.96 * 0.258199) = 1.65875; the fraction
        // from 0.200957 to 0.552917, the ratio from 0.251497 to 1.236747.
        let ratio = of(40, 20).unwrap();
        assert!((ratio.ratio.unwrap() - 0.5).abs() < 1e-12);
        let [low, high] = ratio.interval.map(Option::unwrap);
        assert!((low - 0.2515).abs() < 1e-3 && (high - 1.2367).abs() < 1e-3, "{low} {high}");
        // Without an unmutated copy there is no ratio, but a lower end.
        let alone = of(0, 20).unwrap();
        assert_eq!((alone.ratio, alone.interval[1]), (None, None));
        assert!(alone.interval[0].is_some());
        assert_eq!(of(20, 0), None);
    }
}
