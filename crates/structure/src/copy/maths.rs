//! The few numbers that copy number needs.

/// An index or a count as a real number; exact below 2^53.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// A real number of at least 0 as an index, rounded down; 0 below 0 and for what is no number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn index(value: f64) -> usize {
    value as usize // saturates
}

/// A position as a `u32`, rounded; the nearest end for what does not fit.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(crate) fn position(value: f64) -> u32 {
    value.round() as u32 // saturates
}

/// The median; none of nothing. Reorders `values`, which holds no NaN.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let (middle, odd) = (values.len() / 2, values.len() % 2 == 1);
    let (below, at, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let high = *at;
    if odd {
        return Some(high);
    }
    let low = below.iter().copied().max_by(f64::total_cmp).unwrap_or(high);
    Some(f64::midpoint(low, high))
}

/// The median of absolute values times 1.4826: the standard deviation of a normal distribution around 0.
pub(crate) fn spread(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut absolute: Vec<f64> = values.map(f64::abs).collect();
    median(&mut absolute).map(|median| 1.4826 * median)
}

/// ln(x!) for x of at least 0, by Stirling's series; absolute error below 1e-5.
pub(crate) fn ln_factorial(x: f64) -> f64 {
    let mut shifted = x + 1.0;
    let mut product = 1.0;
    while shifted < 4.0 {
        product *= shifted;
        shifted += 1.0;
    }
    let inverse = 1.0 / shifted;
    (shifted - 0.5) * shifted.ln() - shifted
        + 0.918_938_533_204_672_8
        + inverse * (1.0 / 12.0 - inverse * inverse / 360.0)
        - product.ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn middles_and_factorials() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&mut [4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
        for (x, factorial) in [(0.0, 1.0_f64), (1.0, 1.0), (5.0, 120.0), (10.0, 3_628_800.0)] {
            assert!((ln_factorial(x) - factorial.ln()).abs() < 1e-5, "{x}");
        }
    }
}
