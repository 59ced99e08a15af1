//! Tumour in the normal, from what confident somatic substitutions, tandem duplications and rearrangements leave there.

use std::collections::BTreeMap;

use marv_model::{case::Estimate, units::ln_sum};

use crate::{
    config::SweepConfig,
    likelihood::{explain::ContaminationPrior, spectrum::FRACTIONS},
    maths::{binomial_tail, float, ln_binomial},
    statistics::ContaminationBin,
    sweep::bins::fewest_alternate,
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

/// METHOD: shares of sites that are something else than somatic, of which the likeliest is taken; one in twenty is expected,
/// with the weight of twenty sites.
const OTHERS: [f64; 6] = [0.002, 0.01, 0.03, 0.06, 0.12, 0.25];
const OTHERS_EXPECTED: [f64; 2] = [1.0, 19.0];

/// Rounds in which the tumour's fractions are learned.
const ROUNDS: usize = 30;

/// The fewest alternate fragments of the normal that make a site contested: such sites do not tell of tumour in the normal.
fn limit(depth: u32) -> u32 {
    let SweepConfig { germline_fraction, germline_reads, germline_depth, .. } = SweepConfig::default();
    if depth < germline_depth {
        return depth + 1;
    }
    let reaches = |count: &u32| f64::from(*count) >= germline_fraction * f64::from(depth);
    (germline_reads..=depth).find(reaches).unwrap_or(depth + 1)
}

/// The shares that are tried.
fn grid() -> Vec<f64> {
    let fine = (0..40).map(|i| f64::from(i) * 0.0025);
    let middle = (0..40).map(|i| 0.1 + f64::from(i) * 0.005);
    let coarse = (0..=70).map(|i| 0.3 + f64::from(i) * 0.01);
    fine.chain(middle).chain(coarse).collect()
}

/// A site's fractions in the tumour: each with its probability.
type Fractions = Vec<(usize, f64)>;

/// The probabilities of a site's true fractions in the tumour, by its counts there, which let it be taken for confident.
///
/// METHOD: sites are chosen by what they show in the tumour, so that those near the edge show more than they have. The share of
/// each fraction among them is learned (expectation and maximisation over the counts given that they were chosen), and a
/// site's fraction is what both say.
fn fractions(bins: &BTreeMap<ContaminationBin, u64>) -> BTreeMap<[u8; 2], Fractions> {
    let mut sites: BTreeMap<[u8; 2], (f64, Vec<f64>)> = BTreeMap::new();
    for (bin, count) in bins {
        let entry = sites.entry([bin.tumour_alternate, bin.tumour_depth]).or_insert_with(|| {
            let (alternate, depth) = (u32::from(bin.tumour_alternate), u32::from(bin.tumour_depth));
            let chosen = |f: f64| {
                let of = ln_binomial(alternate.min(depth), depth, f.min(0.999)).exp();
                of / binomial_tail(fewest_alternate(depth).min(depth), depth, f.min(0.999)).max(1e-9)
            };
            (0.0, FRACTIONS.iter().map(|f| chosen(*f)).collect())
        });
        entry.0 += float(*count);
    }
    let all: f64 = sites.values().map(|(count, _)| count).sum();
    let even = 1.0 / f64::from(u32::try_from(FRACTIONS.len()).unwrap_or(1));
    let mut shares = vec![even; FRACTIONS.len()];
    let of = |shares: &[f64], fit: &[f64]| -> Vec<f64> {
        let parts: Vec<f64> = shares.iter().zip(fit).map(|(share, fit)| share * fit).collect();
        let sum: f64 = parts.iter().sum::<f64>().max(1e-300);
        parts.into_iter().map(|part| part / sum).collect()
    };
    for _ in 0..ROUNDS {
        // METHOD: one site's worth is spread evenly, so that no fraction becomes impossible.
        let mut next = vec![even; FRACTIONS.len()];
        for (count, fit) in sites.values() {
            next.iter_mut().zip(of(&shares, fit)).for_each(|(sum, part)| *sum += count * part);
        }
        shares = next.into_iter().map(|sum| sum / (all + 1.0)).collect();
    }
    sites
        .into_iter()
        .map(|(counts, (_, fit))| {
            let likely = of(&shares, &fit).into_iter().enumerate().filter(|(_, p)| *p > 1e-4);
            (counts, likely.collect())
        })
        .collect()
}

/// What a normal of one depth shows under each fraction in the tumour, for one share: the probabilities of each count below
/// [`limit`], and their sum.
struct Shown(Vec<(Vec<f64>, f64)>);

impl Shown {
    fn new(depth: u32, tau: f64) -> Self {
        let of = |f: &f64| {
            let expected = (tau * f + ERROR).min(0.999);
            let counts: Vec<f64> =
                (0..limit(depth).min(depth + 1)).map(|n| ln_binomial(n, depth, expected).exp()).collect();
            let below = counts.iter().sum::<f64>();
            (counts, below)
        };
        Self(FRACTIONS.iter().map(of).collect())
    }
    /// P(count | not contested), over a site's fractions; a site is not contested with at least 1e-3, so that none weighs too
    /// much.
    fn probability(&self, count: u32, fractions: &Fractions) -> f64 {
        let (mut shown, mut below) = (0.0, 0.0);
        for (f, p) in fractions {
            let Some((counts, all)) = self.0.get(*f) else { continue };
            shown += p * counts.get(count as usize).copied().unwrap_or(0.0);
            below += p * all;
        }
        shown / below.max(1e-3)
    }
}

/// The probability of a count of a depth, where the site is something else than somatic.
///
/// METHOD: four in five are inherited in one copy (46 % of the fragments, as reads of the reference map a little better), of
/// which the normal shows less than usual by chance, so that they crowd below [`limit`]; the others may show any count.
fn other(count: u32, depth: u32) -> f64 {
    let limit = limit(depth).min(depth + 1);
    let inherited = |count: u32| ln_binomial(count, depth, 0.46).exp();
    let below: f64 = (0..limit).map(inherited).sum();
    let crowded = if count < limit { inherited(count) / below.max(1e-300) } else { 0.0 };
    0.2 / f64::from(limit) + 0.8 * crowded
}

/// Each share that is tried with the logarithm of its likelihood.
fn profile(bins: &BTreeMap<ContaminationBin, u64>) -> Vec<(f64, f64)> {
    let fractions = fractions(bins);
    let at = |tau: f64| {
        let mut of_depth: BTreeMap<u8, Shown> = BTreeMap::new();
        let sites: Vec<(f64, f64, f64)> = bins
            .iter()
            .filter_map(|(bin, count)| {
                let depth = u32::from(bin.normal_depth);
                let shown = of_depth.entry(bin.normal_depth).or_insert_with(|| Shown::new(depth, tau));
                let fractions = fractions.get(&[bin.tumour_alternate, bin.tumour_depth])?;
                let somatic = shown.probability(u32::from(bin.normal_alternate), fractions);
                Some((somatic, other(u32::from(bin.normal_alternate), depth), float(*count)))
            })
            .collect();
        let of = |share: &f64| -> f64 {
            let expected = OTHERS_EXPECTED[0] * share.ln() + OTHERS_EXPECTED[1] * (1.0 - share).ln();
            let site =
                |(somatic, other, count): &(f64, f64, f64)| count * ((1.0 - share) * somatic + share * other).ln();
            expected + sites.iter().map(site).sum::<f64>()
        };
        OTHERS.iter().map(of).fold(f64::NEG_INFINITY, f64::max)
    };
    grid().into_iter().map(|tau| (tau, at(tau))).collect()
}

/// The probabilities of each share, and the best one with its 95 % interval.
///
/// METHOD: each substitution is either somatic, and then its fragments in the normal are binomial at tau times its
/// fraction in the tumour, or something else that the selection let through: a germline site or an artefact. Both given that the site is not contested, since only such sites are asked: without that a large share would be
/// estimated too low. Profile likelihood over tau. The mixture keeps a few germline sites from pulling the estimate, as the
/// truncated counts do in SAGE's.
pub(super) fn estimate(bins: &BTreeMap<ContaminationBin, u64>) -> (ContaminationPrior, Option<Estimate>) {
    let observations: u64 = bins.values().sum();
    if observations < FEWEST {
        return (ContaminationPrior::default(), None);
    }
    let profile = profile(bins);
    let (value, interval) = likeliest(&profile);
    if interval[1] >= AS_INHERITED {
        return (ContaminationPrior::default(), None);
    }
    // METHOD: two in a hundred of the default expectation stay, for a subclone that the normal holds in another share.
    let all = ln_sum(profile.iter().map(|(_, p)| *p));
    let mut shares: Vec<(f64, f64)> =
        profile.iter().map(|(tau, p)| (*tau, 0.98 * (p - all).exp())).filter(|(_, p)| *p > 1e-4).collect();
    shares.extend(ContaminationPrior::default().0.iter().map(|(tau, p)| (*tau, 0.02 * p)));
    (ContaminationPrior(shares), Some(Estimate { value, interval, observations }))
}

/// Fragments of an acquired rearrangement in both samples: for it, and all that tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// In the tumour.
    pub tumour: [u32; 2],
    /// In the normal.
    pub normal: [u32; 2],
}

/// METHOD: so many rearrangements are misjudged, and may show any count in the normal.
const MISJUDGED: f64 = 0.02;

impl Carried {
    /// Whether the tumour shows it plainly, and the normal was read: as is asked of a substitution.
    fn tells(&self) -> bool {
        self.tumour[0] >= fewest_alternate(self.tumour[1]) && self.normal[1] >= 10
    }
    /// ln likelihood of the normal's count at a share, over the fractions that the tumour's count leaves.
    fn ln_likelihood(&self, tau: f64) -> f64 {
        let of = |[seen, all]: [u32; 2], share: f64| ln_binomial(seen.min(all), all, share.min(0.999)).exp();
        let (mut shown, mut any) = (0.0, 0.0);
        for fraction in FRACTIONS {
            let weight = of(self.tumour, fraction);
            shown += weight * of(self.normal, tau * fraction + ERROR);
            any += weight;
        }
        let by_chance = MISJUDGED / f64::from(self.normal[1] + 1);
        ((1.0 - MISJUDGED) * shown / any.max(1e-300) + by_chance).ln()
    }
}

/// The share by substitutions with what acquired rearrangements add; by these alone where substitutions say nothing. `posterior` is
/// that of the substitutions.
///
/// METHOD: the likelihoods are multiplied. The rearrangements must be such that nobody inherits, so that what the normal shows
/// has no part in their choice.
pub(super) fn with_carried(
    by_substitutions: Option<Estimate>,
    posterior: &ContaminationPrior,
    carried: &[Carried],
) -> Option<Estimate> {
    /// What a share is worth that substitutions exclude.
    const EXCLUDED: f64 = 1e-6;
    let telling: Vec<&Carried> = carried.iter().filter(|one| one.tells()).collect();
    if telling.is_empty() {
        return by_substitutions;
    }
    let before = |tau: f64| {
        let of = posterior.0.iter().filter(|(share, _)| (share - tau).abs() < 1e-9).map(|(_, p)| p).sum::<f64>();
        if by_substitutions.is_some() { of.max(EXCLUDED).ln() } else { 0.0 }
    };
    let profile: Vec<(f64, f64)> = grid()
        .into_iter()
        .map(|tau| (tau, before(tau) + telling.iter().map(|one| one.ln_likelihood(tau)).sum::<f64>()))
        .collect();
    let (value, interval) = likeliest(&profile);
    let observations = by_substitutions.map_or(0, |estimate| estimate.observations);
    Some(Estimate { value, interval, observations: observations + telling.len() as u64 })
}

/// The likeliest share, and those that are nearly as likely: 95 %. The profile is in order, of two shares or more.
///
/// METHOD: the shares that are tried lie further apart than a genome of a thousand substitutions leaves open; what lies between
/// is a parabola through the best and its neighbours, and a line where the interval ends.
fn likeliest(profile: &[(f64, f64)]) -> (f64, [f64; 2]) {
    let first = profile.iter().enumerate().fold(0, |best, (i, (_, p))| if *p > profile[best].1 { i } else { best });
    let (value, best) = match profile.get(first.wrapping_sub(1)..first + 2) {
        Some(&[left, top, right]) => vertex(left, top, right),
        _ => profile.get(first).copied().unwrap_or_default(),
    };
    let line = best - DROP;
    let crossing = |(inside, p): (f64, f64), (outside, q): (f64, f64)| {
        inside + (outside - inside) * ((p - line) / (p - q).max(1e-12)).clamp(0.0, 1.0)
    };
    let end = |from: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut outside = None;
        for at in from {
            if at.1 >= line {
                return outside.map_or(at.0, |outside| crossing(at, outside));
            }
            outside = Some(at);
        }
        value
    };
    (value, [end(&mut profile.iter().copied()).min(value), end(&mut profile.iter().rev().copied()).max(value)])
}

/// The top of the parabola through three points of which the middle one is the highest.
fn vertex((x0, y0): (f64, f64), (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> (f64, f64) {
    let (left, right) = ((y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1));
    let bend = (right - left) / (x2 - x0);
    if bend.abs() < 1e-9 || !bend.is_finite() {
        return (x1, y1);
    }
    // Newton's form: y0 + left (x - x0) + bend (x - x0) (x - x1).
    let x = (0.5 * (x0 + x1 - left / bend)).clamp(x0, x2);
    (x, y0 + left * (x - x0) + bend * (x - x0) * (x - x1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: a fusion in half of the tumour's copies, of which 4 of 40 of the normal's fragments tell: 0.1 / 0.5 = 0.2. With 200
    /// substitutions that say 0.08 (40 fragments each show 1.6) it weighs as one of them.
    #[test]
    fn rearrangements_tell_where_substitutions_do_not() {
        let fusion = Carried { tumour: [50, 100], normal: [4, 40] };
        let none = (ContaminationPrior::default(), None);
        let alone = with_carried(none.1, &none.0, &[fusion, fusion]).unwrap();
        assert!((alone.value - 0.2).abs() < 0.011 && alone.observations == 2, "{alone:?}");
        assert!(alone.interval[0] < 0.12 && alone.interval[1] > 0.3, "{alone:?}");
        let weak = Carried { tumour: [7, 100], ..fusion };
        assert_eq!(with_carried(none.1, &none.0, &[weak, Carried { normal: [0, 9], ..fusion }]), None);
        let rows =
            [(50, 40, 0, 40), (50, 40, 1, 64), (50, 40, 2, 52), (50, 40, 3, 28), (50, 40, 4, 12), (50, 40, 5, 4)];
        let (posterior, estimate) = estimate(&bins(&rows));
        let both = with_carried(estimate, &posterior, &[fusion]).unwrap();
        assert!((both.value - 0.08).abs() <= 0.01 && both.observations == 201, "{both:?}");
        assert_eq!(with_carried(estimate, &posterior, &[]), estimate);
    }

    /// By hand: 10 - 2 (x - 0.13)^2 / 0.01 at 0.0, 0.1, 0.2, ... has its top of 10 at 0.13, and is 1.92 below it 0.098 to either side: at
    /// 0.032 and 0.228. The line between 0.0 (6.62) and 0.1 (9.82) is at 8.08 at 0.0456, that between 0.2 (9.02) and 0.3 (4.22)
    /// at 0.2196.
    #[test]
    fn what_lies_between_the_shares_that_are_tried_is_read_off() {
        let at = |tau: f64| (tau, 10.0 - 2.0 * (tau - 0.13).powi(2) / 0.01);
        let (value, [low, high]) = likeliest(&[0.0, 0.1, 0.2, 0.3].map(at));
        assert!((value - 0.13).abs() < 1e-9, "{value}");
        assert!((low - 0.0456).abs() < 1e-4 && (high - 0.2196).abs() < 1e-4, "{low} {high}");
        // The first is the best: nothing lies before it.
        let (value, [low, _]) = likeliest(&[(0.0, 3.0), (0.1, 1.0), (0.2, 0.0)]);
        assert!(value == 0.0 && low == 0.0, "{value} {low}");
    }

    /// Fraction in the tumour in hundredths (of 100 fragments), depth and alternate fragments of the normal, sites.
    fn bins(rows: &[(u8, u8, u8, u64)]) -> BTreeMap<ContaminationBin, u64> {
        rows.iter()
            .map(|(tumour_alternate, normal_depth, normal_alternate, count)| {
                let bin = ContaminationBin {
                    tumour_alternate: *tumour_alternate,
                    tumour_depth: 100,
                    normal_depth: *normal_depth,
                    normal_alternate: *normal_alternate,
                };
                (bin, *count)
            })
            .collect()
    }

    #[test]
    fn a_clean_normal_is_near_none() {
        let (_, estimate) = estimate(&bins(&[(40, 40, 0, 100)]));
        let estimate = estimate.unwrap();
        assert!(estimate.value == 0.0 && estimate.interval[1] < 0.01, "{estimate:?}");
    }

    #[test]
    fn eight_percent_are_found_in_spite_of_germline_sites() {
        // At tau 0.08 and fraction 0.5, 40 fragments show 1.6 on average: Poisson shares of 0, 1, 2, 3, 4, 5.
        let rows = [
            (50, 40, 0, 20),
            (50, 40, 1, 32),
            (50, 40, 2, 26),
            (50, 40, 3, 14),
            (50, 40, 4, 6),
            (50, 40, 5, 2),
            (50, 40, 9, 6),
        ];
        let (_, estimate) = estimate(&bins(&rows));
        let estimate = estimate.unwrap();
        assert!((0.07..0.09).contains(&estimate.value), "{estimate:?}");
        assert!(estimate.interval[0] > 0.05 && estimate.interval[1] < 0.11, "{estimate:?}");
    }

    #[test]
    fn inherited_sites_alone_are_no_tumour_in_the_normal() {
        // Heterozygous sites whose normal shows a few fragments less than a quarter by chance: of 30, six and seven.
        let rows = [(50, 30, 7, 12), (50, 30, 6, 6)];
        assert_eq!(estimate(&bins(&rows)), (ContaminationPrior::default(), None));
    }

    #[test]
    fn few_substitutions_say_nothing() {
        assert_eq!(estimate(&bins(&[(50, 40, 2, 14)])), (ContaminationPrior::default(), None));
    }

    /// The probability of k of n, by multiplication.
    fn binomial(k: u32, n: u32, p: f64) -> f64 {
        (0..k).fold((1.0 - p).powi(i32::try_from(n - k).unwrap()), |value, i| {
            value * p * f64::from(n - i) / f64::from(i + 1)
        })
    }

    /// Counts as they are expected of one clone: `sites` sites of a true fraction, chosen by what they show of 100 fragments in
    /// the tumour, with a share `tau` of it in a normal of 40.
    fn expected(bins: &mut BTreeMap<ContaminationBin, u64>, fraction: f64, tau: f64, sites: f64) {
        for tumour_alternate in 10..100u8 {
            for normal_alternate in 0..10u8 {
                let p = binomial(tumour_alternate.into(), 100, fraction)
                    * binomial(normal_alternate.into(), 40, tau * fraction);
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let count = (sites * p).round() as u64;
                if count > 0 {
                    let bin =
                        ContaminationBin { tumour_alternate, tumour_depth: 100, normal_depth: 40, normal_alternate };
                    *bins.entry(bin).or_default() += count;
                }
            }
        }
    }

    #[test]
    fn clones_at_the_edge_of_what_is_chosen_do_not_lower_the_share() {
        // Of the sites at 9 % only those are chosen that show 10 of 100 or more, 11.5 on the average.
        for tau in [0.0, 0.05, 0.1, 0.2, 0.3] {
            let mut bins = BTreeMap::new();
            expected(&mut bins, 0.45, tau, 20_000.0);
            expected(&mut bins, 0.09, tau, 100_000.0);
            let estimate = estimate(&bins).1.unwrap();
            assert!((estimate.value - tau).abs() <= 0.005, "{tau}: {estimate:?}");
        }
    }
}
