//! How depth follows the composition.

use crate::copy::maths::{float, index, median};

/// Buckets of a hundredth of G and C.
const BUCKETS: usize = 101;
/// METHOD: hundredths to either side that the local line is fitted over, at least; wider until it holds [`ENOUGH`] windows.
const REACH: usize = 2;
/// Windows that a local fit rests on.
const ENOUGH: f64 = 120.0;

/// Expected log2 depth by share of G and C.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve(Vec<f64>);

impl Curve {
    /// METHOD: the median depth of each hundredth, as COBALT takes it, then a local line through the medians, weighted by
    /// windows and by distance (tricube), as loess does: medians do not mind copy number that changes in a part of the
    /// genome, and the line keeps the ends from being drawn to the middle.
    pub(crate) fn fit(windows: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut buckets: Vec<Vec<f64>> = vec![Vec::new(); BUCKETS];
        for (gc, depth) in windows {
            buckets[index((gc * 100.0).round()).min(BUCKETS - 1)].push(depth);
        }
        let points: Vec<(f64, f64, f64)> = buckets
            .iter_mut()
            .enumerate()
            .filter_map(|(bucket, depths)| {
                let weight = float(depths.len());
                Some((float(bucket), median(depths)?, weight))
            })
            .collect();
        if points.is_empty() {
            return Self(vec![0.0; BUCKETS]);
        }
        Self((0..BUCKETS).map(|bucket| local(&points, float(bucket))).collect())
    }
    /// Between the hundredths, by a straight line.
    pub(crate) fn at(&self, gc: f64) -> f64 {
        let place = (gc * 100.0).clamp(0.0, float(BUCKETS - 1));
        let low = index(place).min(BUCKETS - 2);
        let share = place - float(low);
        self.0[low] * (1.0 - share) + self.0[low + 1] * share
    }
}

/// The local line's value at `at`.
fn local(points: &[(f64, f64, f64)], at: f64) -> f64 {
    let mut reach = float(REACH);
    let held = |reach: f64| points.iter().filter(|(x, ..)| (x - at).abs() <= reach).map(|(.., w)| w).sum::<f64>();
    let all: f64 = points.iter().map(|(.., weight)| weight).sum();
    while held(reach) < ENOUGH.min(all) && reach < float(BUCKETS) {
        reach += 1.0;
    }
    let (mut s, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (x, y, weight) in points {
        let distance = (x - at).abs() / (reach + 1.0);
        if distance >= 1.0 {
            continue;
        }
        let w = weight * (1.0 - distance.powi(3)).powi(3);
        let x = x - at;
        (s, sx, sy, sxx, sxy) = (s + w, sx + w * x, sy + w * y, sxx + w * x * x, sxy + w * x * y);
    }
    let determinant = s * sxx - sx * sx;
    // Where all lies to one side and near together, the mean is safer than a line.
    let extrapolates = points.first().is_none_or(|p| at < p.0) || points.last().is_none_or(|p| at > p.0);
    if determinant > 1e-9 * s * s && !extrapolates { (sxx * sy - sx * sxy) / determinant } else { sy / s.max(1e-300) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_bias_is_followed_though_a_third_of_the_windows_is_lost() {
        let bias = |gc: f64| -6.0 * (gc - 0.42) * (gc - 0.42);
        let windows = (0..6_000).map(|i| {
            let gc = 0.30 + 0.30 * f64::from(i % 997) / 997.0;
            (gc, bias(gc) - if i % 3 == 0 { 0.8 } else { 0.0 })
        });
        let curve = Curve::fit(windows);
        for gc in [0.32, 0.40, 0.47, 0.55] {
            assert!((curve.at(gc) - bias(gc)).abs() < 0.02, "{gc}: {} {}", curve.at(gc), bias(gc));
        }
    }

    #[test]
    fn no_window_gives_a_flat_curve() {
        assert!(Curve::fit(std::iter::empty()).at(0.4).abs() < 1e-12);
    }
}
