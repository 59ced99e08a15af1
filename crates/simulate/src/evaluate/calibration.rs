//! Whether what is said to be somatic with a probability is so that often.

use serde::{Deserialize, Serialize};

use super::intervals::share_interval;

/// Bins of the reliability table.
const BINS: usize = 10;

/// Candidates whose P(somatic) lies in one tenth.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// How many.
    pub candidates: u32,
    /// Of these, in the truth.
    pub truth: u32,
    /// Sum of their P(somatic).
    pub expected: f64,
}

impl ReliabilityBin {
    /// Their mean P(somatic); none without a candidate.
    pub fn mean(&self) -> Option<f64> {
        (self.candidates > 0).then(|| self.expected / f64::from(self.candidates))
    }
    /// The share that is in the truth, with its 95 % interval; none without a candidate.
    pub fn share(&self) -> Option<(f64, [f64; 2])> {
        share_interval(self.truth, self.candidates)
            .map(|interval| (f64::from(self.truth) / f64::from(self.candidates), interval))
    }
}

/// The reliability table of P(somatic), of all candidates, filtered ones too.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Calibration {
    /// By tenths of P(somatic), the lowest first.
    pub bins: [ReliabilityBin; BINS],
}

impl Calibration {
    /// From each candidate's P(somatic) and whether it is in the truth.
    pub fn of(candidates: impl IntoIterator<Item = (f64, bool)>) -> Self {
        let mut table = Self::default();
        for (probability, is_true) in candidates {
            let probability = probability.clamp(0.0, 1.0);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 10
            let bin = ((probability * 10.0) as usize).min(BINS - 1);
            let bin = &mut table.bins[bin];
            bin.candidates += 1;
            bin.truth += u32::from(is_true);
            bin.expected += probability;
        }
        table
    }
    /// Candidates in all.
    pub fn candidates(&self) -> u32 {
        self.bins.iter().map(|bin| bin.candidates).sum()
    }
    /// The expected calibration error: how far mean and share are apart, averaged over candidates; none without one.
    pub fn error(&self) -> Option<f64> {
        error(&self.bins)
    }
    /// The same over candidates of P(somatic) from 0.1, where the many that are plainly none do not count.
    pub fn error_from_a_tenth(&self) -> Option<f64> {
        error(&self.bins[1..])
    }
    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        for (into, from) in self.bins.iter_mut().zip(&other.bins) {
            into.candidates += from.candidates;
            into.truth += from.truth;
            into.expected += from.expected;
        }
    }
}

fn error(bins: &[ReliabilityBin]) -> Option<f64> {
    let candidates: u32 = bins.iter().map(|bin| bin.candidates).sum();
    let apart: f64 = bins.iter().map(|bin| (bin.expected - f64::from(bin.truth)).abs()).sum();
    (candidates > 0).then(|| apart / f64::from(candidates))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_the_distance_weighed_by_candidates() {
        // Four at 0.95 of which three are true: 0.20 apart. Six at 0.05 of which none: 0.05 apart.
        let candidates = [(0.95, true), (0.95, true), (0.95, true), (0.95, false)];
        let table = Calibration::of(candidates.into_iter().chain([(0.05, false); 6]));
        assert_eq!((table.candidates(), table.bins[9].candidates, table.bins[0].truth), (10, 4, 0));
        // (4 * 0.20 + 6 * 0.05) / 10 = 0.11.
        assert!((table.error().unwrap() - 0.11).abs() < 1e-12);
        assert!((table.error_from_a_tenth().unwrap() - 0.20).abs() < 1e-12);
        assert_eq!(Calibration::of([(1.0, true)]).bins[9].candidates, 1);
        assert_eq!(Calibration::default().error(), None);
        let mut twice = table;
        twice.merge(&table);
        assert_eq!(twice.candidates(), 20);
        assert!((twice.error().unwrap() - 0.11).abs() < 1e-12);
    }
}
