//! Error rates from the sample's own mismatches and slippage.

use super::slippage;
use crate::{
    likelihood::errors::{ErrorModel, NOMINAL_GAPS, nominal_base},
    maths::float,
    statistics::SampleStatistics,
};

/// METHOD: the reported rate weighs as much as this many bases, so that a small region does not overturn it.
const BASES: f64 = 20_000.0;

/// METHOD: the expected rates of gaps as much as this many bases.
const GAP_BASES: f64 = 1e7;
/// METHOD: of so many changes of a base or two, or of more bases, that a read may show at a place, an error is one.
const GAPS_AT_A_PLACE: [f64; 2] = [4.0, 16.0];

/// What the sample's sums say; the reported and tabulated rates where they say nothing.
pub(super) fn errors(statistics: &SampleStatistics) -> ErrorModel {
    let mut model = ErrorModel::default();
    for (quality, (rate, [bases, mismatches])) in (0u8..).zip(model.base.iter_mut().zip(&statistics.qualities)) {
        *rate = (nominal_base(quality) * BASES + float(*mismatches)) / (BASES + float(*bases));
    }
    model.repeat = slippage::rates(&model.repeat, statistics);
    for (index, (rate, gaps)) in model.gap.iter_mut().zip(statistics.gaps).enumerate() {
        let alike = float(gaps) / GAPS_AT_A_PLACE[index];
        *rate = (NOMINAL_GAPS[index] * GAP_BASES + alike) / (GAP_BASES + float(statistics.depth));
    }
    model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_outside_repeats_are_as_rare_as_the_sample_shows() {
        let statistics = SampleStatistics { depth: 990_000_000, gaps: [4_000, 160], ..SampleStatistics::default() };
        let model = errors(&statistics);
        // (1e-5 * 1e7 + 4,000 / 4) / 1e9, and (1e-5 * 1e7 + 160 / 16) / 1e9.
        assert!((model.gap[0] - 1.1e-6).abs() < 1e-12 && (model.gap[1] - 1.1e-7).abs() < 1e-13, "{:?}", model.gap);
        let nominal = errors(&SampleStatistics::default()).gap;
        assert!(nominal.iter().all(|rate| (rate - 1e-5).abs() < 1e-12), "{nominal:?}");
    }

    #[test]
    fn many_mismatches_lower_a_quality_and_few_bases_change_nothing() {
        let mut statistics = SampleStatistics { qualities: vec![[0; 2]; 94], ..SampleStatistics::default() };
        statistics.qualities[37] = [10_000_000, 10_000];
        statistics.qualities[20] = [10, 5];
        let model = errors(&statistics);
        assert!((model.base[37] - 1e-3).abs() < 1e-5);
        assert!((model.base[20] - 0.01).abs() < 5e-4);
    }
}
