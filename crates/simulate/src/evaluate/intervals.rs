//! How far a count can be trusted: 95 % intervals of shares and of rates.

/// The normal distribution's 97.5 % point.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share of `part` in `whole` trials, 0 to 1; none without a trial.
///
/// METHOD: Wilson's score interval (1927, doi 10.1080/01621459.1927.10502953), which holds its coverage near 0 and 1,
/// where recall and precision are.
pub fn share_interval(part: u32, whole: u32) -> Option<[f64; 2]> {
    if whole == 0 {
        return None;
    }
    let (n, p) = (f64::from(whole), f64::from(part.min(whole)) / f64::from(whole));
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if part == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if part >= whole { 1.0 } else { (centre + half).min(1.0) };
    Some([low, high])
}

/// The 95 % interval of the mean of a count that was seen once.
///
/// METHOD: the exact interval of a Poisson mean (Garwood 1936, doi 10.1093/biomet/28.3-4.437), by bisection of its tails.
pub fn count_interval(count: u32) -> [f64; 2] {
    const TAIL: f64 = 0.025;
    // P(at most `count` | mean) falls with the mean.
    let solve = |most: Option<u32>, probability: f64| {
        let Some(most) = most else { return 0.0 };
        let (mut low, mut high) = (0.0, 10.0 + 2.0 * f64::from(most));
        while at_most(most, high) > probability {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if at_most(most, middle) > probability {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    };
    [solve(count.checked_sub(1), 1.0 - TAIL), solve(Some(count), TAIL)]
}

/// P(a Poisson count of this mean is at most `count`).
fn at_most(count: u32, mean: f64) -> f64 {
    let (mut ln_term, mut sum) = (-mean, (-mean).exp());
    for k in 1..=count {
        ln_term += mean.ln() - f64::from(k).ln();
        sum += ln_term.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: [f64; 2], expected: [f64; 2], by: f64) {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < by), "{found:?}, expected {expected:?}");
    }

    #[test]
    fn shares_have_the_published_intervals() {
        // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 81/263, 15/148, 0/20, 1/29.
        near(share_interval(81, 263).unwrap(), [0.2553, 0.3662], 5e-5);
        near(share_interval(15, 148).unwrap(), [0.0624, 0.1605], 5e-5);
        near(share_interval(0, 20).unwrap(), [0.0, 0.1611], 5e-5);
        near(share_interval(1, 29).unwrap(), [0.0061, 0.1718], 5e-5);
        assert_eq!(share_interval(20, 20).map(|[_, high]| high), Some(1.0));
        assert_eq!(share_interval(0, 0), None);
    }

    #[test]
    fn counts_have_the_exact_intervals() {
        // Half of chi-square's 2.5 % and 97.5 % points with 2k and 2k + 2 degrees of freedom, as tables print them:
        // 7.3778 / 2; 1.2373 / 2 and 17.5345 / 2; 9.5908 / 2 and 36.7807 / 2.
        near(count_interval(0), [0.0, 3.6889], 1e-4);
        near(count_interval(3), [0.6187, 8.7673], 1e-4);
        near(count_interval(10), [4.7954, 18.3904], 1e-4);
        // For a large count about the normal one, 1000 +- 62.
        near(count_interval(1000), [939.0, 1064.0], 1.0);
    }
}
