//! How often a repeat slips, told apart from acquired variants of small fractions.

use crate::{
    maths::{binomial_tail, float},
    statistics::{REPEAT_COUNTS, SampleStatistics, SlippageBin},
};

/// METHOD: what is expected of a kind of repeat weighs as much as so many slipped fragments, or as so many fragments over it,
/// whichever is less.
const SLIPPED: f64 = 2.5;
const FRAGMENTS: f64 = 500.0;
/// METHOD: so many fragments that slip at one repeat are a variant where slippage makes as many less often than this.
const VARIANT: f64 = 1e-4;
/// METHOD: that a library slips as the table has it weighs as much as this part of a slipped fragment.
const AS_TABULATED: f64 = 0.2;
/// No repeat slips more often than this in one direction.
const MOST: f64 = 0.25;
/// Each round leaves out more, or is the last.
const ROUNDS: usize = 20;

/// By row of the table, the probabilities that a fragment shows a repeat one unit longer, and one unit shorter.
///
/// METHOD: libraries differ tenfold and more. How much more or less often than tabulated this one slips is told by repeats of
/// the same unit's length, in the same direction, each unit more or less weighing half; by how much a row differs from that,
/// its own repeats show.
pub(super) fn rates(tabulated: &[[f64; 2]], statistics: &SampleStatistics) -> Vec<[f64; 2]> {
    let mut rates = tabulated.to_vec();
    let rows = rates.chunks_mut(REPEAT_COUNTS).zip(statistics.repeats.chunks(REPEAT_COUNTS));
    for (unit, (rates, counts)) in rows.enumerate() {
        for side in 0..2 {
            let expected: Vec<f64> =
                (0..rates.len()).map(|at| (rates[at][side] * factor(rates, counts, side, at)).min(MOST)).collect();
            for (at, (rates, expected)) in rates.iter_mut().zip(expected).enumerate() {
                let doubtful = doubtful(statistics, unit * REPEAT_COUNTS + at, side);
                rates[side] = rate(expected, counts[at][side], &doubtful);
            }
        }
    }
    rates
}

/// How many times as often as tabulated repeats of about as many units as `row` slip, without those in doubt.
fn factor(tabulated: &[[f64; 2]], counts: &[[[u64; 2]; 2]], side: usize, row: usize) -> f64 {
    let of = |[expected, changed]: [f64; 2], (other, (rate, counts)): (usize, (&[f64; 2], &[[u64; 2]; 2]))| {
        let weight = 0.5f64.powi(i32::try_from(other.abs_diff(row)).unwrap_or(i32::MAX));
        let [fragments, so_changed] = counts[side].map(float);
        [expected + weight * rate[side] * fragments, changed + weight * so_changed]
    };
    let [expected, changed] = tabulated.iter().zip(counts).enumerate().fold([AS_TABULATED; 2], of);
    changed / expected
}

/// The repeats of a kind that are slippage or a variant, with how many there are of each.
fn doubtful(statistics: &SampleStatistics, row: usize, side: usize) -> Vec<(SlippageBin, u64)> {
    let [row, direction] = [row, side].map(|index| u8::try_from(index).unwrap_or(u8::MAX));
    let bin = |changed, depth| SlippageBin { row, direction, changed, depth };
    statistics.doubtful_repeats.range(bin(0, 0)..=bin(u8::MAX, u8::MAX)).map(|(bin, count)| (*bin, *count)).collect()
}

/// The probability that a fragment shows a repeat of one kind one unit longer, or shorter: as expected, as all fragments and
/// those that change it tell, and as doubtful repeats do as far as they are slippage.
///
/// METHOD: all of them are at first. Those that the rate makes unlikely are left out, until none is.
fn rate(expected: f64, [fragments, changed]: [u64; 2], doubtful: &[(SlippageBin, u64)]) -> f64 {
    let weight = FRAGMENTS.min(SLIPPED / expected);
    let of = |least: f64| {
        let counted = doubtful
            .iter()
            .filter(|(bin, _)| binomial_tail(u32::from(bin.changed), u32::from(bin.depth), least) >= VARIANT)
            .fold([fragments, changed], |[fragments, changed], (bin, count)| {
                [fragments + count * u64::from(bin.depth), changed + count * u64::from(bin.changed)]
            });
        (weight * expected + float(counted[1])) / (weight + float(counted[0]))
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
        // 90 are: of 90 four slip at (30 + 80) / 102,300 = 1.1e-3 with a probability of 3.5e-6.
        let doubtful = [(bin(4, 90), 20)];
        let found = rate(2e-4, [100_000, 30], &doubtful);
        // (2e-4 * 500 + 30) / 100,500 = 2.995e-4.
        assert!((found - 2.995e-4).abs() < 1e-7, "{found}");
    }

    #[test]
    fn a_kind_of_repeat_that_is_rare_slips_as_others_of_about_its_length_do() {
        // Of one base, eight in a row: tabulated at 1e-4, and 995 of a million show it shorter. Sixteen in a row, tabulated at
        // 5e-3, were not seen. Eight further on the former weigh 1/256: (0.2 + 995 / 256) / (0.2 + 100 / 256) = 6.920 times as
        // often as tabulated, 0.03460.
        let tabulated: Vec<[f64; 2]> = (0..REPEAT_COUNTS).map(|n| if n < 16 { [1e-4; 2] } else { [5e-3; 2] }).collect();
        let mut statistics =
            SampleStatistics { repeats: vec![[[0; 2]; 2]; REPEAT_COUNTS], ..SampleStatistics::default() };
        statistics.repeats[8][1] = [1_000_000, 995];
        let found = rates(&tabulated, &statistics);
        assert!((found[16][1] - 0.034_60).abs() < 1e-5, "{}", found[16][1]);
        assert!((found[16][0] - 5e-3).abs() < 1e-12, "longer is another matter: {}", found[16][0]);
        // (0.2 + 995) / (0.2 + 100) = 9.932 times: (9.932e-4 * 500 + 995) / 1,000,500 = 9.950e-4.
        assert!((found[8][1] - 9.950e-4).abs() < 1e-7, "{}", found[8][1]);
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
