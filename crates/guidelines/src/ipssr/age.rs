//! IPSS-RA: the score moved by age.

use std::ops::RangeInclusive;

use marv_model::{
    case::Disease,
    clinical::Measure,
    finding::Status,
    verdict::{Criterion, MissingDatum, Outcome, Score, Verdict},
};

use super::{IPSSR, items};
use crate::{
    engine::points::{Points, Scale, Tally},
    profile::{Profile, measured},
    rules::out_of_scope,
    scores::many_blasts,
};

const IPSSRA: Scale = Scale {
    name: "IPSS-RA",
    id: "ipssra",
    rules_version: "1",
    source: "Blood 2012;120:2454, age adjustment (doi 10.1182/blood-2012-03-420489)",
    ..IPSSR
};

// RULE: IPSS-RA = IPSS-R + (age - 70) * (0.05 - 0.005 * IPSS-R), with the cut-offs of IPSS-R.
/// The age-adjusted score. Age in years.
///
/// ```
/// use marv_guidelines::{engine::points::Points, ipssr::age_adjusted};
/// // 6 points at 64 years: 6 - 6 * 0.02.
/// assert!((age_adjusted(Points::whole(6), 64.0) - 5.88).abs() < 1e-12);
/// ```
pub fn age_adjusted(points: Points, age: f64) -> f64 {
    in_four_hundredths(points, age) / 400.0
}
/// The score times 400, which is a whole number for an age in whole years and half points: compared exactly.
fn in_four_hundredths(points: Points, age: f64) -> f64 {
    let halves = f64::from(points.in_halves());
    200.0 * halves + (age - 70.0) * (20.0 - halves)
}

pub(crate) fn band(points: Points, age: f64) -> usize {
    let adjusted = in_four_hundredths(points, age);
    let last = IPSSRA.bands.len().saturating_sub(1);
    let above = |highest: Points| adjusted > 200.0 * f64::from(highest.in_halves());
    IPSSRA.bands[..last].iter().filter(|(_, highest)| above(*highest)).count()
}

/// Every category that a total may mean at the ages that are possible.
fn bands(points: Points, ages: (f64, f64)) -> RangeInclusive<usize> {
    let (one, other) = (band(points, ages.0), band(points, ages.1));
    one.min(other)..=one.max(other)
}

/// IPSS-RA of a case. With an unknown age, what the ages from 18 to 120 years reach. Not applicable outside MDS.
pub fn ipssra(profile: &Profile) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Mds]) {
        return IPSSRA.not_applicable(reason, Vec::new());
    }
    let age = profile.patient().value(Measure::Age);
    // METHOD: an unknown age is any of an adult, 18 to 120 years; the score is a straight line in it.
    let ages = age.map_or((18.0, 120.0), |age| (age, age));
    let at = |ages: (f64, f64)| Tally::graded(&IPSSRA, items(profile), move |points| bands(points, ages));
    let tally = at(ages);
    let mut verdict = tally.verdict(Vec::new(), many_blasts(profile).into_iter().collect());
    let ends: Vec<f64> = tally
        .totals()
        .iter()
        .flat_map(|points| [age_adjusted(*points, ages.0), age_adjusted(*points, ages.1)])
        .collect();
    let best = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let worst = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let one = best.total_cmp(&worst).is_eq();
    verdict.scores = vec![
        Score { name: "ipssra.score".to_owned(), value: one.then_some(best), best, worst },
        tally.score("ipssr.score"),
    ];
    verdict.trace.push(Criterion {
        id: "ipssra.age".to_owned(),
        source: "Age adjustment".to_owned(),
        leads_to: None,
        status: match age {
            Some(age) if age > 70.0 => Status::Present,
            Some(_) => Status::Absent,
            None => Status::Unknown,
        },
        decisive: matches!(verdict.outcome, Outcome::Decided { .. }) && tally.reached() != at((70.0, 70.0)).reached(),
        overridden: false,
        evidence: age.map(|age| measured(Measure::Age, age)).into_iter().collect(),
    });
    let age_matters = tally.totals().iter().map(|points| bands(*points, ages)).any(|bands| bands.start() < bands.end());
    if age_matters {
        let words = |age| IPSSRA.words(&at((age, age)).reached());
        verdict.missing.push(MissingDatum {
            datum: Measure::Age.word().to_owned(),
            if_present: words(ages.1),
            if_absent: words(ages.0),
        });
        verdict.missing.sort_by_key(|datum| datum.if_present.len() + datum.if_absent.len());
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_examples() {
        // 2 points at 66: 2 - 4 * 0.04; 5.5 points at 49: 5.5 - 21 * 0.0225; by hand.
        for (halves, age, expected) in [(4, 66.0, 1.84), (11, 49.0, 5.0275), (10, 61.0, 4.775), (3, 70.0, 1.5)] {
            assert!((age_adjusted(Points::halves(halves), age) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_score_on_the_cut_off_is_below_it() {
        // 4.5 at 70 years is 4.5: intermediate. 3 points at 70 years: low.
        assert_eq!(IPSSRA.bands[band(Points::halves(9), 70.0)].0, "intermediate");
        assert_eq!(IPSSRA.bands[band(Points::whole(3), 70.0)].0, "low");
        assert_eq!(IPSSRA.bands[band(Points::whole(3), 71.0)].0, "intermediate");
    }
}
