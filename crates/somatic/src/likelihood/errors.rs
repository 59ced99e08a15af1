//! How often a read shows what is not there.

use marv_model::{units::Phred, variant::VariantKind};
use serde::{Deserialize, Serialize};

use crate::{
    evidence::Repeat,
    statistics::{QUALITIES, REPEAT_COUNTS, REPEAT_UNITS},
};

/// Error rates of one sample: nominal, or as learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ErrorModel {
    /// By reported base quality: the probability that the base is another one.
    pub base: Vec<f64>,
    /// By repeat unit (1 to 4) and count, row by row: the probabilities that a fragment shows one unit more, and one less.
    pub repeat: Vec<[f64; 2]>,
    /// Outside repeats, the probability that a fragment shows one particular change of length at a place: of one or two
    /// bases, and of more.
    pub gap: [f64; 2],
}

/// METHOD: no base is better than this, whatever its quality says: polymerase and damage leave about one error in 1e5
/// bases of a library (order of magnitude of reported PCR and deamination rates).
const LIBRARY_FLOOR: f64 = 1e-5;

/// METHOD: outside repeats a read gains or loses bases at a place about once in 1e5 (order of magnitude of Illumina reads:
/// Schirmer and others 2016, doi 10.1186/s12859-016-0976-y). That more bases are rarer, the sample must show.
pub(crate) const NOMINAL_GAPS: [f64; 2] = [1e-5, 1e-5];

impl Default for ErrorModel {
    fn default() -> Self {
        let base = (0..QUALITIES).map(|q| nominal_base(u8::try_from(q).unwrap_or(u8::MAX))).collect();
        let rows = (1..=REPEAT_UNITS).flat_map(|unit| (0..REPEAT_COUNTS).map(move |n| nominal_repeat(unit, n)));
        let repeat = rows.map(|rate| [rate / 2.0; 2]).collect();
        Self { base, repeat, gap: NOMINAL_GAPS }
    }
}

/// The reported quality at its word.
pub(crate) fn nominal_base(quality: u8) -> f64 {
    Phred(f64::from(quality)).probability().clamp(LIBRARY_FLOOR, 0.75)
}

/// The probability that a fragment shows one unit more or less.
///
/// METHOD: slippage grows about exponentially with the number of units; the line goes through 5e-5 at four and 1e-2 at
/// fourteen bases of a homopolymer (order of magnitude of PCR-free Illumina libraries); longer units slip less.
pub(crate) fn nominal_repeat(unit: usize, count: usize) -> f64 {
    let count = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let (base, slope) = match unit {
        0 | 1 => (6e-6, 0.53),
        2 => (1.5e-5, 0.45),
        3 => (1e-5, 0.40),
        _ => (8e-6, 0.35),
    };
    (base * (slope * count).exp()).clamp(1e-5, 0.15)
}

/// 0 for units gained, 1 for units lost.
pub(crate) fn direction(change: i16) -> usize {
    usize::from(change < 0)
}

/// Where a repeat stands in the table; none outside.
pub(crate) fn repeat_row(unit: usize, count: usize) -> Option<usize> {
    (1..=REPEAT_UNITS).contains(&unit).then(|| (unit - 1) * REPEAT_COUNTS + count.min(REPEAT_COUNTS - 1))
}

impl ErrorModel {
    /// The probability that a base of this reported quality is one particular other base.
    fn substitution(&self, quality: u8) -> f64 {
        self.base.get(usize::from(quality)).copied().unwrap_or(LIBRARY_FLOOR).max(LIBRARY_FLOOR) / 3.0
    }
    /// The probability that a fragment shows this length change by slippage or another error of the library.
    ///
    /// METHOD: one unit at the table's rate, each further unit ten times rarer; anything but whole units at the rate
    /// outside repeats.
    pub(crate) fn length_change(&self, repeat: Repeat) -> f64 {
        let outside = self.gap[usize::from(repeat.is_long())];
        let row = repeat_row(usize::from(repeat.unit), usize::from(repeat.count)).filter(|_| repeat.slips());
        let Some(row) = row else { return outside };
        let one = self.repeat.get(row).map_or(outside, |rates| rates[direction(repeat.change)]);
        (one * 0.1f64.powi(i32::from(repeat.change.unsigned_abs().min(5)) - 1)).max(outside)
    }
    /// With another probability that a repeat slips as this one; none where it does not slip, or less often anyway.
    pub(crate) fn slipping(&self, repeat: Repeat, rate: f64) -> Option<Self> {
        let row = repeat_row(usize::from(repeat.unit), usize::from(repeat.count)).filter(|_| repeat.slips())?;
        let side = direction(repeat.change);
        let mut model = self.repeat.get(row).filter(|known| known[side] > rate).map(|_| self.clone())?;
        model.repeat[row][side] = rate;
        Some(model)
    }
    /// The probability that a fragment of the other allele shows this one, and the other way round.
    pub(crate) fn observation(&self, kind: VariantKind, repeat: Repeat, quality: u8, mapping_quality: u8) -> f64 {
        let seen = match kind {
            VariantKind::Snv => self.substitution(quality),
            VariantKind::Mnv => nominal_base(quality) / 3.0,
            _ => Phred(f64::from(quality)).probability().max(self.length_change(repeat)),
        };
        // METHOD: a misplaced read shows the other allele half the time.
        let placed = Phred(f64::from(mapping_quality)).probability() * 0.5;
        (seen + placed).min(0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_slips_from_its_fewest_units_on_and_else_gaps_are_rare() {
        let model = ErrorModel::default();
        let of = |unit, count, change| model.length_change(Repeat { unit, count, change });
        // Half of 6e-6 * e^(0.53 * 8) and, for two units less, a tenth of it.
        assert!((of(1, 8, 1) - 2.082e-4).abs() < 1e-6 && (of(1, 8, -2) - 2.082e-5).abs() < 1e-7);
        let model = ErrorModel { gap: [3e-5, 2e-6], ..model };
        let of = |unit, count, change| model.length_change(Repeat { unit, count, change });
        let near = |rate: f64, expected: f64| (rate - expected).abs() < 1e-12;
        assert!(near(of(1, 3, 1), 3e-5) && near(of(2, 2, -1), 3e-5));
        assert!(near(of(1, 0, 3), 2e-6) && near(of(3, 1, 1), 2e-6) && near(of(0, 0, 0), 2e-6));
    }
}
