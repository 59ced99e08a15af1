//! A genome in which nothing has changed as far as is seen, while no purity is known: how small a share of the cells could
//! have lost or gained a chromosome unseen.

use super::{
    balance::Deviation,
    copied::{Inherited, called, parts},
    fit::{Fit, Solution},
    states::{LEAST_ODDS, Seen, State, changed_from, single_error},
};

/// METHOD: standard errors above what is asked for, so that a change is missed one time in twenty.
const POWER: f64 = 1.645;
/// METHOD: where a change in this share of the cells could be missed, nothing is said of the genome.
const WORTH: f64 = 0.5;

/// The share of the sample's cells, 0 to 1, from which the loss or gain of any of the chromosomes would have been seen; none
/// where a segment is not as inherited, and where so little is seen that this says nothing. `seen` are the segments with their
/// inherited copies.
///
/// METHOD: a segment is as inherited where no other state in any share of the sample's cells is likelier, as for a known
/// purity. The share is that of the chromosome that tells least, by its longest segment: where the odds that a change asks
/// for are reached by its expected depth and balance, with a power of 95 %.
pub(super) fn limit(seen: &[(Seen, u8)], fit: &Fit) -> Option<f64> {
    // Shares of the sample's cells are those of a tumour that is all of it.
    let whole = Solution { purity: 1.0, ploidy: 2.0, under_best: 0.0, base: fit.base };
    let fit = Fit { best: Some(whole), ..fit.clone() };
    let as_inherited = |one: &Inherited| match one.copies {
        2 => called(one, &fit).is_some_and(|called| called.state == State::NORMAL),
        1 => called(one, &fit).is_some_and(|called| called.state.total() == 1),
        _ => true,
    };
    if seen.is_empty() || !parts(seen).iter().all(as_inherited) {
        return None;
    }
    let mut limit: f64 = 0.0;
    for longest in seen.chunk_by(|a, b| a.0.interval.contig() == b.0.interval.contig()).filter_map(longest) {
        limit = limit.max(match longest {
            (one, 2) => [State { major: 1, minor: 0 }, State { major: 2, minor: 1 }]
                .map(|state| seen_from(one, state, fit.base))
                .into_iter()
                .fold(0.0, f64::max),
            (one, 1) => single_error(one, &fit) * (changed_from(1.0) + POWER),
            _ => continue,
        });
    }
    (limit <= WORTH).then(|| (limit * 100.0).ceil() / 100.0)
}

fn longest(chromosome: &[(Seen, u8)]) -> Option<(&Seen, u8)> {
    chromosome.iter().max_by_key(|(one, _)| one.windows).map(|(one, inherited)| (one, *inherited))
}

/// The share of the cells from which a state would be seen in a segment as well measured as this one.
fn seen_from(one: &Seen, state: State, base: f64) -> f64 {
    let asked = ((2.0 * LEAST_ODDS).sqrt() + POWER).powi(2) / 2.0;
    let would = |share: f64| {
        let deviation = one.deviation.map(|known| {
            let error = (known.interval[1] - known.value).max(known.value - known.interval[0]).max(1e-4);
            let value = state.deviation(share);
            let interval = [(value - error).max(0.0), value + error];
            Deviation { value, interval, against_even: (value / error).powi(2), sites: known.sites }
        });
        Seen { ratio: (state.sample_copies(share) / base).log2(), deviation, ..*one }
    };
    let steps = (1..=100u32).map(|percent| f64::from(percent) / 100.0);
    steps.into_iter().find(|share| -would(*share).likelihood(State::NORMAL, 1.0, base) >= asked).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{ContigId, Interval};

    use super::*;

    fn chromosome(number: u32, copies: f64, error: f64) -> (Seen, u8) {
        let interval = Interval::new(ContigId(number), 0, 100_000_000).unwrap();
        (Seen { interval, ratio: (copies / 2.0).log2(), error, deviation: None, windows: 1_000 }, 2)
    }

    /// By hand, from depth alone: an error of 0.04 and the model's 0.03 are 0.05; 3.87 standard errors for odds of 7.5 nats
    /// and 1.645 for the power are 0.276, and 2 (1 - 2^-0.276) is 0.348; 2 (2^0.276 - 1) is 0.42 for a gain.
    #[test]
    fn the_limit_is_that_of_the_chromosome_that_tells_least() {
        let even = |error| limit(&[chromosome(0, 2.0, 0.01), chromosome(1, 2.0, error)], &Fit::none());
        assert!((even(0.04).unwrap() - 0.43).abs() < 0.015, "{:?}", even(0.04));
        assert!(even(0.01).unwrap() < 0.3);
        assert_eq!(even(0.2), None, "so little is seen that nothing is said");
        assert_eq!(limit(&[chromosome(0, 2.0, 0.01), chromosome(1, 1.5, 0.01)], &Fit::none()), None, "a loss in half");
        assert_eq!(limit(&[], &Fit::none()), None);
    }
}
