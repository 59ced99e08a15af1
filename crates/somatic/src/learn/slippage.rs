//! How often a repeat slips, told apart from acquired variants of small fractions.

use crate::{
    maths::{binomial_tail, float},
    statistics::{SampleStatistics, SlippageBin},
};

/// METHOD: the tabulated slippage weighs as much as this many slipped fragments, so that it is as uncertain in long repeats
/// as in short ones: libraries differ tenfold.
const SLIPPED: f64 = 2.5;
/// METHOD: so many fragments that slip at one repeat are a variant where slippage makes as many less often than this.
const VARIANT: f64 = 1e-4;
/// Each round leaves out more, or is the last.
const ROUNDS: usize = 20;

/// The repeats of a kind that are slippage or a variant, with how many there are of each.
pub(super) fn doubtful(statistics: &SampleStatistics, row: usize, side: usize) -> Vec<(SlippageBin, u64)> {
    let [row, direction] = [row, side].map(|index| u8::try_from(index).unwrap_or(u8::MAX));
    let bin = |changed, depth| SlippageBin { row, direction, changed, depth };
    statistics.doubtful_repeats.range(bin(0, 0)..=bin(u8::MAX, u8::MAX)).map(|(bin, count)| (*bin, *count)).collect()
}

/// The probability that a fragment shows a repeat of one kind one unit longer, or shorter: as tabulated, as all fragments and
/// those that change it tell, and as doubtful repeats do as far as they are slippage.
///
/// METHOD: all of them are at first. Those that the rate makes unlikely are left out, until none is.
pub(super) fn rate(nominal: f64, [fragments, changed]: [u64; 2], doubtful: &[(SlippageBin, u64)]) -> f64 {
    let of = |least: f64| {
        let counted = doubtful
            .iter()
            .filter(|(bin, _)| binomial_tail(u32::from(bin.changed), u32::from(bin.depth), least) >= VARIANT)
            .fold([fragments, changed], |[fragments, changed], (bin, count)| {
                [fragments + count * u64::from(bin.depth), changed + count * u64::from(bin.changed)]
            });
        (SLIPPED + float(counted[1])) / (SLIPPED / nominal + float(counted[0]))
    };
    // At a rate of one half nothing is left out.
    let mut rate = of(0.5);
    for _ in 0..ROUNDS {
        let next = of(rate);
        if next >= rate {
            break;
        }
        rate = next;
    }
    rate
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bin(changed: u8, depth: u8) -> SlippageBin {
        SlippageBin { row: 8, direction: 1, changed, depth }
    }

    #[test]
    fn acquired_variants_do_not_pass_for_slippage() {
        // 100,000 fragments over repeats of a kind, 30 of them shorter by one unit: 3e-4. Twenty repeats more where four of
        // 90 are: of 90 four slip at (30 + 80) / 101,800 = 1.1e-3 with a probability of 3.5e-6.
        let doubtful = [(bin(4, 90), 20)];
        let found = rate(2e-4, [100_000, 30], &doubtful);
        // (2.5 + 30) / (2.5 / 2e-4 + 100,000) = 2.889e-4.
        assert!((found - 2.889e-4).abs() < 1e-7, "{found}");
    }

    #[test]
    fn long_repeats_that_slip_on_several_fragments_each_are_not_variants() {
        // 1 % at 50 repeats with 90 fragments: about six of them show three or more, P(X >= 3) = 0.063.
        let doubtful = [(bin(3, 90), 5), (bin(4, 90), 1)];
        let found = rate(0.05, [44 * 90, 26], &doubtful);
        // (2.5 + 26 + 15 + 4) / (50 + 4,500) = 0.010440.
        assert!((found - 0.010_440).abs() < 1e-6, "{found}");
        assert!((rate(0.05, [0, 0], &[]) - 0.05).abs() < 1e-12);
    }
}
