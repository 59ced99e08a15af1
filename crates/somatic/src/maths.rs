//! The few functions of probability that the model needs.

use marv_model::units::ln_add;

/// A count as a real number; exact below 2^53, which no count of bases reaches.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn float(count: u64) -> f64 {
    count as f64
}

/// ln Γ(x) for x > 0, by Stirling's series after shifting x above 8 (Abramowitz and Stegun, 6.1.41); relative error
/// below 1e-12.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let (mut shifted, mut product) = (x, 1.0);
    while shifted < 8.0 {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square * (1.0 / 1188.0)))));
    (shifted - 0.5) * shifted.ln() - shifted + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - product.ln()
}

/// ln of the binomial coefficient.
pub(crate) fn ln_choose(n: f64, k: f64) -> f64 {
    ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0)
}

/// ln P(k of n | p), p within (0, 1) or at its ends.
pub(crate) fn ln_binomial(k: u32, n: u32, p: f64) -> f64 {
    let (k, n) = (f64::from(k), f64::from(n));
    let part = |count: f64, p: f64| if count == 0.0 { 0.0 } else { count * p.ln() };
    ln_choose(n, k) + part(k, p) + part(n - k, 1.0 - p)
}

/// P(at least k of n | p).
pub(crate) fn binomial_tail(k: u32, n: u32, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    (k..=n).map(|k| ln_binomial(k, n, p)).fold(f64::NEG_INFINITY, ln_add).exp().min(1.0)
}

/// The median of values; 0 without one. Sorts them.
pub(crate) fn median(values: &mut [u32]) -> f32 {
    values.sort_unstable();
    let small = |value: u32| f32::from(u16::try_from(value).unwrap_or(u16::MAX));
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => small(values[n / 2]),
        n => f32::midpoint(small(values[n / 2 - 1]), small(values[n / 2])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gamma_and_binomial_agree_with_hand_calculation() {
        assert!((ln_gamma(5.0) - 24f64.ln()).abs() < 1e-10);
        assert!((ln_gamma(0.5) - std::f64::consts::PI.sqrt().ln()).abs() < 1e-10);
        assert!((ln_binomial(2, 4, 0.5).exp() - 6.0 / 16.0).abs() < 1e-12);
        assert!((binomial_tail(1, 3, 0.5) - 7.0 / 8.0).abs() < 1e-12);
    }

    #[test]
    fn the_median_of_an_even_count_lies_between() {
        assert!((median(&mut [40, 10, 30, 20]) - 25.0).abs() < f32::EPSILON);
        assert!(median(&mut []).abs() < f32::EPSILON);
    }
}
