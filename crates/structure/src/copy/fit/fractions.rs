//! What the fractions of acquired substitutions say of purity.

use marv_model::genome::Locus;

use crate::copy::{maths::float, states::Seen};

/// An acquired substitution's reads in the tumour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction {
    /// Where.
    pub locus: Locus,
    /// Fragments with the alternate allele.
    pub alternate: u32,
    /// All informative fragments.
    pub depth: u32,
}

impl Fraction {
    fn value(&self) -> f64 {
        f64::from(self.alternate) / f64::from(self.depth.max(1))
    }
}

/// Substitutions below this number tell no purity.
const FEWEST: usize = 15;
/// METHOD: a peak is the tumour's where it holds at least four substitutions and 5 % of them.
const PEAK_SHARE: f64 = 0.05;
const PEAK_LEAST: f64 = 4.0;

/// The fractions in segments where both parents have one copy.
fn even<'a>(fractions: &'a [Fraction], seen: &[impl std::borrow::Borrow<Seen>], base: f64) -> Vec<&'a Fraction> {
    let within = |fraction: &&Fraction| {
        let segment = seen.iter().map(std::borrow::Borrow::borrow).find(|one| one.interval.contains(fraction.locus));
        fraction.depth >= 20 && segment.is_some_and(|one| one.is_even(base))
    };
    fractions.iter().filter(within).collect()
}

/// Purity as twice the highest peak of the fractions in diploid segments, with its 95 % interval.
///
/// METHOD: a density of the fractions, each as wide as its counting error; the highest peak that enough substitutions stand
/// under is that of the changes that all of the tumour's cells have. Its error is that of the mean of those under it, and
/// 0.02 for what copies and mapping do to fractions.
pub(super) fn purity(fractions: &[Fraction], seen: &[Seen], base: f64) -> Option<(f64, [f64; 2])> {
    // Above six tenths lie sites that are not even, whatever depth says.
    let even: Vec<_> = even(fractions, seen, base).into_iter().filter(|f| f.value() <= 0.62).collect();
    if even.len() < FEWEST {
        return None;
    }
    let width = |one: &Fraction| {
        let p = one.value().clamp(0.02, 0.98);
        (p * (1.0 - p) / f64::from(one.depth)).sqrt().max(0.015)
    };
    let density = |at: f64| {
        even.iter()
            .map(|one| {
                let z = (one.value() - at) / width(one);
                (-0.5 * z * z).exp() / width(one)
            })
            .sum::<f64>()
    };
    let places: Vec<f64> = (2..=124u32).map(|step| f64::from(step) * 0.005).collect();
    let heights: Vec<f64> = places.iter().map(|at| density(*at)).collect();
    let under = |at: f64| even.iter().filter(|one| (one.value() - at).abs() <= 2.0 * width(one)).count();
    let peak = (1..places.len() - 1).rev().find(|at| {
        let top = heights[*at] >= heights[at - 1] && heights[*at] >= heights[at + 1];
        let held = float(under(places[*at]));
        top && held >= PEAK_LEAST.max(PEAK_SHARE * float(even.len()))
    })?;
    let centre = places[peak];
    let own: Vec<_> = even.iter().filter(|one| (one.value() - centre).abs() <= 2.0 * width(one)).collect();
    let precision: f64 = own.iter().map(|one| 1.0 / width(one).powi(2)).sum();
    let error = (1.0 / precision.max(1e-9) + 0.02f64.powi(2) / 4.0).sqrt();
    let value = (2.0 * centre).min(1.0);
    Some((value, [(value - 3.92 * error).max(0.0), (value + 3.92 * error).min(1.0)]))
}

/// What each purity (by its percent) costs for fractions that it does not explain: in diploid segments none lies above one
/// half of the purity but by chance.
///
/// METHOD: each substitution above the 99 % bound of its expected highest fraction, beyond 4 % of them for what was
/// misjudged, costs one unit of ln likelihood, 20 at most.
pub(super) fn excess(fractions: &[Fraction], seen: &[&Seen], base: f64) -> Vec<f64> {
    let even = even(fractions, seen, base);
    if even.len() < FEWEST {
        return Vec::new();
    }
    (0..=100u32)
        .map(|percent| {
            let expected = (f64::from(percent) / 200.0).max(0.005);
            let above = |one: &&&Fraction| {
                let wide = (expected * (1.0 - expected) / f64::from(one.depth)).sqrt();
                // Twice the highest is what no diploid segment holds: inherited, or in another segment.
                one.value() > expected + 2.33 * wide + 0.01 && one.value() <= 0.62
            };
            let count = float(even.iter().filter(above).count());
            (count - 0.04 * float(even.len())).clamp(0.0, 20.0)
        })
        .collect()
}
