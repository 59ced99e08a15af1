//! A segment's copies in the tumour's cells: which whole numbers of each parent's allele, in which share of the cells.

use marv_model::genome::Interval;

use super::{
    balance::Deviation,
    fit::{Fit, SUBCLONAL},
    maths::{float, index},
};

/// Copies of the more and of the less frequent parent's allele.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// Of the one with more.
    pub major: u8,
    /// Of the one with fewer.
    pub minor: u8,
}

impl State {
    /// One copy of each.
    pub const NORMAL: Self = Self { major: 1, minor: 1 };
    /// Of both together.
    pub fn total(self) -> u8 {
        self.major + self.minor
    }
    /// Copies more (or less) than two, by their sign, and whether all are of one parent.
    fn kind(self) -> (std::cmp::Ordering, bool) {
        let copies = self.total().cmp(&2);
        (copies, copies.is_eq() && self.minor == 0)
    }
    /// The sample's mean copies where a share of its cells has this state and the rest one copy of each.
    pub(super) fn sample_copies(self, share: f64) -> f64 {
        share * f64::from(self.total()) + 2.0 * (1.0 - share)
    }
    /// The deviation of the allele balance there; 0 where no copy is left at all.
    pub(super) fn deviation(self, share: f64) -> f64 {
        let copies = self.sample_copies(share);
        if copies <= 1e-9 { 0.0 } else { ((share * f64::from(self.major) + 1.0 - share) / copies - 0.5).max(0.0) }
    }
}

/// A segment of two inherited copies, as measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seen {
    pub(crate) interval: Interval,
    /// log2 of depth over that of the genome's middle.
    pub(crate) ratio: f64,
    pub(crate) error: f64,
    pub(crate) deviation: Option<Deviation>,
    pub(crate) windows: usize,
}

/// METHOD: what waves and the model leave: 2 % of depth, 0.008 of the allele balance; beside the counting errors.
const RATIO_FLOOR: f64 = 0.03;
const DEVIATION_FLOOR: f64 = 0.008;

impl Seen {
    /// The sample's mean copies a cell.
    pub(crate) fn sample_copies(&self, base: f64) -> f64 {
        base * self.ratio.exp2()
    }
    /// ln likelihood of a state in a share of the sample's cells, but for a constant.
    pub(crate) fn likelihood(&self, state: State, share: f64, base: f64) -> f64 {
        let expected = (state.sample_copies(share).max(0.01) / base).log2().max(-6.0);
        let wide = self.error * self.error + RATIO_FLOOR * RATIO_FLOOR;
        let mut sum = -0.5 * (self.ratio - expected) * (self.ratio - expected) / wide;
        // Where hardly a copy is left, so is no balance.
        if let Some(deviation) = self.deviation.filter(|_| state.sample_copies(share) > 0.3) {
            sum += deviation_likelihood(&deviation, state.deviation(share));
        }
        sum
    }
    /// Whether each parent has one copy, as far as the segment tells.
    pub(crate) fn is_even(&self, base: f64) -> bool {
        let far = (self.sample_copies(base) - 2.0).abs();
        let even = self.deviation.is_none_or(|d| d.value < 0.03 || d.against_even < 12.0);
        far < (0.08f64).max(3.0 * self.error * 2.0 * std::f64::consts::LN_2) && even
    }
}

/// METHOD: normal about the measured deviation with the error of the side that is asked; and, since sites do not tell which
/// parent has more, so that the likelihood is flat at 0, no worse towards 0 than the measured likelihood of an even balance
/// allows: with the square of the deviation, as it is for small ones.
fn deviation_likelihood(seen: &Deviation, expected: f64) -> f64 {
    let error = if expected > seen.value { seen.interval[1] - seen.value } else { seen.value - seen.interval[0] };
    let off = expected - seen.value;
    let normal = -0.5 * off * off / (error * error + DEVIATION_FLOOR * DEVIATION_FLOOR);
    if off >= 0.0 {
        return normal;
    }
    let left = 1.0 - (expected / seen.value).powi(2);
    normal.max(-0.5 * seen.against_even * left * left)
}

/// METHOD: states of all of the tumour's cells that may explain a level: both whole numbers around its copies, up to 8; more
/// copies are an amplification, whose minor allele is 0, 1 or 2.
pub(crate) fn clonal_states(sample_copies: f64, purity: f64) -> impl Iterator<Item = State> {
    let tumour = ((sample_copies - 2.0 * (1.0 - purity)) / purity).max(0.0);
    let low = u8::try_from(index(tumour).min(250)).unwrap_or(250);
    (low..=low.saturating_add(1)).flat_map(|total| {
        let most = if total > 8 { 2 } else { total / 2 };
        (0..=most).map(move |minor| State { major: total - minor, minor })
    })
}

/// A segment's state with how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Called {
    pub(crate) state: State,
    /// Share of the tumour's cells; 1 for all.
    pub(crate) cell_fraction: f64,
    /// Probability among all states, 0 to 1.
    pub(crate) confidence: f64,
    /// Whether sites tell how the copies divide.
    pub(crate) minor_known: bool,
}

/// METHOD: a state in a part of the cells, against one in all: ln 20, and none below a share of 4 % of the tumour's cells.
const SUBCLONAL_COST: f64 = super::fit::SUBCLONAL_COST;
const LEAST_SHARE: f64 = 0.04;
/// METHOD: and ln 50 more, over what the fit takes: a genome has some fifty segments that nothing has changed, and none of
/// them is to be called changed in a few cells by chance.
const SEGMENTS_COST: f64 = 3.9;
/// What a loss or gain of one copy in a part of the cells must explain better, in ln likelihood: both and one event.
pub(super) const LEAST_ODDS: f64 = SUBCLONAL_COST + SEGMENTS_COST + super::fit::EVENT_COST;

/// A state in a share of the tumour's cells, with how well it explains a segment.
#[derive(Debug, Clone, Copy)]
struct Tried {
    state: State,
    fraction: f64,
    likelihood: f64,
    /// With what the state costs before anything is seen.
    weighed: f64,
}

/// The likeliest state of a segment of two inherited copies; without a purity only what the sample shows is known.
///
/// METHOD: the confidence is the state's probability among all that were tried, less where none of them explains the
/// segment: below two standard errors of both signals. One copy more in half of the cells is measured exactly as two more in
/// a quarter: where a part of the cells is told to have the fewest copies that explain it, the confidence is that of the
/// kind of change, a loss, a gain or one parent's copies.
pub(crate) fn call(seen: &Seen, fit: &Fit) -> Option<Called> {
    let purity = fit.purity()?;
    let base = fit.base;
    let likelihood = seen.likelihood(State::NORMAL, purity, base);
    let mut tried = vec![Tried { state: State::NORMAL, fraction: 1.0, likelihood, weighed: likelihood }];
    tried.extend(clonal_states(seen.sample_copies(base), purity).filter(|state| *state != State::NORMAL).map(
        |state| {
            let likelihood = seen.likelihood(state, purity, base);
            Tried { state, fraction: 1.0, likelihood, weighed: likelihood + super::fit::prior(state) }
        },
    ));
    for state in SUBCLONAL {
        let steps = 1..200u32;
        let best = steps
            .map(|step| f64::from(step) / 200.0)
            .filter(|fraction| *fraction >= LEAST_SHARE)
            .map(|fraction| (fraction, seen.likelihood(state, purity * fraction, base)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((fraction, likelihood)) = best {
            let weighed = likelihood + super::fit::prior(state) - SUBCLONAL_COST - SEGMENTS_COST;
            tried.push(Tried { state, fraction, likelihood, weighed });
        }
    }
    // METHOD: in a tumour of few cells a state of all of them is one of a few cells of the sample: against no change it pays
    // for the many segments too.
    let by_chance =
        |one: &Tried| one.state != State::NORMAL && one.fraction >= 1.0 && one.weighed - SEGMENTS_COST <= likelihood;
    let best = tried.iter().filter(|one| !by_chance(one)).copied().max_by(|a, b| a.weighed.total_cmp(&b.weighed))?;
    let mut by_state: Vec<(State, f64)> = Vec::new();
    for one in &tried {
        match by_state.iter_mut().find(|(known, _)| *known == one.state) {
            Some((_, most)) => *most = most.max(one.weighed),
            None => by_state.push((one.state, one.weighed)),
        }
    }
    let alike = |state: State| state == best.state || (best.fraction < 1.0 && state.kind() == best.state.kind());
    let weight = |among: &dyn Fn(State) -> bool| -> f64 {
        let of = by_state.iter().filter(|(state, _)| among(*state));
        of.map(|(_, weighed)| (weighed - best.weighed).exp()).sum()
    };
    let sites = seen.deviation.map_or(0, |deviation| deviation.sites);
    let fits = (best.likelihood + 4.0).min(0.0).exp();
    Some(Called {
        state: best.state,
        cell_fraction: best.fraction,
        confidence: (fits * weight(&alike) / weight(&|_| true)).clamp(0.0, 1.0),
        minor_known: sites >= 5 || best.state.total() < 2,
    })
}

/// METHOD: standard errors from which a single inherited copy is changed: the odds that two copies ask for.
const CHANGED: f64 = 4.0;

/// Standard errors from which a single inherited copy of a part of its chromosome is changed; `part` is above 0, at most 1.
///
/// METHOD: depth alone tells it, and a part could lie in as many places as fit into the chromosome: ln of their number comes to
/// the odds. A whole chromosome has one place.
pub(super) fn changed_from(part: f64) -> f64 {
    (CHANGED * CHANGED - 2.0 * part.clamp(1e-6, 1.0).ln()).sqrt()
}

/// Standard error of the sample's copies where one is inherited.
pub(super) fn single_error(seen: &Seen, fit: &Fit) -> f64 {
    let copies = 0.5 * seen.sample_copies(fit.base);
    copies * std::f64::consts::LN_2 * (seen.error * seen.error + RATIO_FLOOR * RATIO_FLOOR).sqrt()
}

/// The same where one copy is inherited: X and Y of a man. Copies are of the one allele; a share of the cells may have them.
/// `part` is the segment's share of what is seen of its chromosome.
///
/// METHOD: the confidence of a change is that of its kind, less or more than is inherited: its odds against no change.
pub(crate) fn call_single(seen: &Seen, part: f64, fit: &Fit) -> Option<Called> {
    let purity = fit.purity()?;
    // Half of two copies' level.
    let copies = 0.5 * seen.sample_copies(fit.base);
    let error = single_error(seen, fit);
    let tumour = (copies - (1.0 - purity)) / purity;
    let z = |total: f64, share: f64| (copies - (share * purity * total + 1.0 - share * purity)) / error;
    let whole = float(index((tumour + 0.5).clamp(0.0, 20.0)));
    let (total, fraction) = if z(1.0, 1.0).abs() < changed_from(part) {
        (1.0, 1.0)
    } else if z(whole, 1.0).abs() < 2.5 {
        (whole, 1.0)
    } else if tumour < 1.0 {
        (0.0, (1.0 - tumour).clamp(0.0, 1.0))
    } else {
        let above = tumour.ceil();
        (above, ((tumour - 1.0) / (above - 1.0)).clamp(0.0, 1.0))
    };
    let off = z(total, fraction);
    let major = u8::try_from(index(total)).unwrap_or(u8::MAX);
    let unchanged = (-0.5 * z(1.0, 1.0).powi(2)).exp();
    let confidence = if major == 1 { unchanged } else { (1.0 - unchanged / (-0.5 * off * off).exp()).clamp(0.0, 1.0) };
    Some(Called { state: State { major, minor: 0 }, cell_fraction: fraction, confidence, minor_known: true })
}

#[cfg(test)]
mod tests {
    use marv_model::genome::ContigId;

    use super::*;

    /// By hand: one copy more in half of the tumour's cells, purity 0.6: 2.3 copies; balance 1.3 / 2.3.
    #[test]
    fn a_gain_in_half_of_the_cells_is_sure_although_more_copies_in_fewer_cells_look_alike() {
        let interval = Interval::new(ContigId(0), 0, 145_000_000).unwrap();
        let deviation =
            |value: f64| Deviation { value, interval: [value - 0.01, value + 0.01], against_even: 40.0, sites: 200 };
        let fit = Fit {
            best: Some(crate::copy::Solution { purity: 0.6, ploidy: 2.0, under_best: 0.0, base: 2.0 }),
            ..Fit::none()
        };
        let seen = |copies: f64, balance: f64| Seen {
            interval,
            ratio: (copies / 2.0).log2(),
            error: 0.01,
            deviation: Some(deviation(balance - 0.5)),
            windows: 290,
        };
        let gain = call(&seen(2.3, 1.3 / 2.3), &fit).unwrap();
        assert_eq!(gain.state, State { major: 2, minor: 1 });
        assert!((gain.cell_fraction - 0.5).abs() < 0.03 && gain.confidence > 0.9, "{gain:?}");
        // One copy less in half: 1.7 copies, of which the other parent's are 1 of 1.7.
        let loss = call(&seen(1.7, 1.0 / 1.7), &fit).unwrap();
        assert!(loss.state == State { major: 1, minor: 0 } && loss.confidence > 0.9, "{loss:?}");
        // By hand, at a purity of 0.1: 2.0 copies whose balance is 0.04 +- 0.0215 off even, 1.7 nats; all of the tumour's cells
        // with one parent's copies would be 0.05 off, 0.1 nats and two events of 0.6: likelier, but not by ln 50. With an error
        // of 0.0094 an even balance is 9.1 nats off.
        let few = Fit {
            best: Some(crate::copy::Solution { purity: 0.1, ploidy: 2.0, under_best: 0.0, base: 2.0 }),
            ..Fit::none()
        };
        let off = Deviation { value: 0.04, interval: [0.02, 0.06], against_even: 6.76, sites: 100 };
        let mut even = seen(2.0, 0.54);
        even.deviation = Some(off);
        assert_eq!(call(&even, &few).unwrap().state, State::NORMAL);
        even.deviation = Some(Deviation { against_even: 40.0, interval: [0.035, 0.06], ..off });
        assert_eq!(call(&even, &few).unwrap().state, State { major: 2, minor: 0 });
        // 1.4 copies with a balance that no loss has: nothing explains it well.
        let odd = call(&seen(1.4, 0.6), &fit).unwrap();
        assert!(odd.confidence < 0.1, "{odd:?}");
    }

    /// By hand: 1.15 copies of one at an error of 0.035 log2: the root of 0.035^2 + 0.03^2 is 0.0461, times 1.15 ln 2 is 0.0367, so
    /// that 0.15 is 4.1 errors. A whole chromosome is changed from 4; of its twentieth part from the root of 16 + 2 ln 20, 4.69.
    #[test]
    fn a_small_part_of_a_single_copy_needs_more_to_be_changed_than_a_chromosome() {
        let interval = Interval::new(ContigId(0), 0, 8_000_000).unwrap();
        let seen = Seen { interval, ratio: 1.15f64.log2(), error: 0.035, deviation: None, windows: 16 };
        let best = crate::copy::Solution { purity: 0.15, ploidy: 2.0, under_best: 0.0, base: 2.0 };
        let fit = Fit { best: Some(best), ..Fit::none() };
        let copies = |part| call_single(&seen, part, &fit).unwrap().state.total();
        assert_eq!([copies(1.0), copies(0.05)], [2, 1]);
        assert!((changed_from(0.05) - 4.69).abs() < 0.01);
    }

    /// By hand: a lost Y at a purity of 0.6 leaves 0.4 copies; 0.375 at an error of 0.035 log2 is 0.025 under that, 2.1 errors of
    /// 0.012 (0.375 ln 2 times 0.0461), and 52 errors under one copy: that it is lost is not in doubt.
    #[test]
    fn a_lost_y_is_sure_although_its_depth_is_two_errors_off() {
        let interval = Interval::new(ContigId(0), 2_781_479, 26_600_000).unwrap();
        let seen = Seen { interval, ratio: 0.375f64.log2(), error: 0.035, deviation: None, windows: 44 };
        let best = crate::copy::Solution { purity: 0.6, ploidy: 2.0, under_best: 0.0, base: 2.0 };
        let lost = call_single(&seen, 1.0, &Fit { best: Some(best), ..Fit::none() }).unwrap();
        assert_eq!((lost.state.total(), lost.cell_fraction), (0, 1.0));
        assert!(lost.confidence > 0.99, "{lost:?}");
    }
}
