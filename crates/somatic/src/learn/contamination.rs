//! Tumour in the normal, from what confident somatic substitutions leave there.

use std::collections::BTreeMap;

use marv_model::{
    case::Estimate,
    units::{ln_add, ln_sum},
};

use crate::{
    config::SweepConfig,
    likelihood::explain::ContaminationPrior,
    maths::{binomial_tail, float, ln_binomial},
    statistics::ContaminationBin,
};

/// Fewer somatic substitutions than this say nothing: no estimate, and the default expectation.
const FEWEST: u64 = 15;
/// An error of the normal's reads that looks like the allele.
const ERROR: f64 = 3e-4;
/// 95 % of chi-square with one degree of freedom, halved.
const DROP: f64 = 1.92;

/// METHOD: a normal that may show nine tenths of what the tumour shows has it as it has what is inherited: the sites that were
/// taken for somatic then are inherited ones, as where a panel of few genes holds no others, and nothing is estimated.
const AS_INHERITED: f64 = 0.9;

/// The fewest alternate fragments of the normal that make a site contested: such sites do not tell of tumour in the normal.
fn limit(depth: u32) -> u32 {
    let SweepConfig { germline_fraction, germline_reads, germline_depth, .. } = SweepConfig::default();
    if depth < germline_depth {
        return depth + 1;
    }
    let reaches = |count: &u32| f64::from(*count) >= germline_fraction * f64::from(depth);
    (germline_reads..=depth).find(reaches).unwrap_or(depth + 1)
}

/// ln P(fewer than [`limit`] of `depth` | a share `expected`), at least 1e-3 so that no site weighs too much.
fn ln_below(depth: u32, expected: f64) -> f64 {
    (1.0 - binomial_tail(limit(depth), depth, expected)).max(1e-3).ln()
}

/// The shares that are tried.
fn grid() -> Vec<f64> {
    let fine = (0..40).map(|i| f64::from(i) * 0.0025);
    let middle = (0..20).map(|i| 0.1 + f64::from(i) * 0.01);
    let coarse = (0..=28).map(|i| 0.3 + f64::from(i) * 0.025);
    fine.chain(middle).chain(coarse).collect()
}

/// The probabilities of each share, and the best one with its 95 % interval.
///
/// METHOD: each substitution is either somatic, and then its fragments in the normal are binomial at tau times its
/// fraction in the tumour, or (one in twenty, a priori) something else that the selection let through: a germline site or
/// an artefact, uniform over the counts. Both given that the site is not contested, since only such sites are asked:
/// without that a large share would be estimated too low. Profile likelihood over tau. The mixture keeps a few germline sites from
/// pulling the estimate, as the truncated counts do in SAGE's.
pub(super) fn estimate(bins: &BTreeMap<ContaminationBin, u64>) -> (ContaminationPrior, Option<Estimate>) {
    let observations: u64 = bins.values().sum();
    if observations < FEWEST {
        return (ContaminationPrior::default(), None);
    }
    let grid = grid();
    let profile: Vec<f64> = grid
        .iter()
        .map(|tau| {
            bins.iter()
                .map(|(bin, count)| {
                    let (depth, alternate) = (u32::from(bin.normal_depth), u32::from(bin.normal_alternate));
                    let expected = (tau * f64::from(bin.tumour_fraction) / 50.0 + ERROR).min(0.999);
                    let somatic = ln_binomial(alternate, depth, expected) - ln_below(depth, expected) + 0.95f64.ln();
                    let other = -f64::from(limit(depth)).ln() + 0.05f64.ln();
                    float(*count) * ln_add(somatic, other)
                })
                .sum()
        })
        .collect();
    let best = profile.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let within = || grid.iter().zip(&profile).filter(|(_, p)| **p >= best - DROP).map(|(tau, _)| *tau);
    let value = grid.iter().zip(&profile).find(|(_, p)| **p >= best).map_or(0.0, |(tau, _)| *tau);
    let interval = [within().fold(1.0, f64::min), within().fold(0.0, f64::max)];
    if interval[1] >= AS_INHERITED {
        return (ContaminationPrior::default(), None);
    }
    // METHOD: two in a hundred of the default expectation stay, for a subclone that the normal holds in another share.
    let all = ln_sum(profile.iter().copied());
    let mut shares: Vec<(f64, f64)> =
        grid.iter().zip(&profile).map(|(tau, p)| (*tau, 0.98 * (p - all).exp())).filter(|(_, p)| *p > 1e-4).collect();
    shares.extend(ContaminationPrior::default().0.iter().map(|(tau, p)| (*tau, 0.02 * p)));
    (ContaminationPrior(shares), Some(Estimate { value, interval, observations }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(rows: &[(u8, u8, u8, u64)]) -> BTreeMap<ContaminationBin, u64> {
        rows.iter()
            .map(|(tumour_fraction, normal_depth, normal_alternate, count)| {
                let bin = ContaminationBin {
                    tumour_fraction: *tumour_fraction,
                    normal_depth: *normal_depth,
                    normal_alternate: *normal_alternate,
                };
                (bin, *count)
            })
            .collect()
    }

    #[test]
    fn a_clean_normal_is_near_none() {
        let (_, estimate) = estimate(&bins(&[(20, 40, 0, 100)]));
        let estimate = estimate.unwrap();
        assert!(estimate.value == 0.0 && estimate.interval[1] < 0.01, "{estimate:?}");
    }

    #[test]
    fn eight_percent_are_found_in_spite_of_germline_sites() {
        // At tau 0.08 and fraction 0.5, 40 fragments show 1.6 on average: Poisson shares of 0, 1, 2, 3, 4, 5.
        let rows = [
            (25, 40, 0, 20),
            (25, 40, 1, 32),
            (25, 40, 2, 26),
            (25, 40, 3, 14),
            (25, 40, 4, 6),
            (25, 40, 5, 2),
            (25, 40, 9, 6),
        ];
        let (_, estimate) = estimate(&bins(&rows));
        let estimate = estimate.unwrap();
        assert!((0.07..0.09).contains(&estimate.value), "{estimate:?}");
        assert!(estimate.interval[0] > 0.05 && estimate.interval[1] < 0.11, "{estimate:?}");
    }

    #[test]
    fn inherited_sites_alone_are_no_tumour_in_the_normal() {
        // Heterozygous sites whose normal shows a few fragments less than a quarter by chance: of 30, six and seven.
        let rows = [(25, 30, 7, 12), (25, 30, 6, 6)];
        assert_eq!(estimate(&bins(&rows)), (ContaminationPrior::default(), None));
    }

    #[test]
    fn few_substitutions_say_nothing() {
        assert_eq!(estimate(&bins(&[(25, 40, 2, 14)])), (ContaminationPrior::default(), None));
    }
}
