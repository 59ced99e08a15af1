//! What the fractions of acquired substitutions say of purity.

use marv_model::genome::Locus;

use super::{
    integral,
    mixture::{Clone, Counts},
};
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
/// Clones that they may be of, at most.
const MOST_CLONES: usize = 4;
/// METHOD: a fraction is the tumour's where at least four substitutions have it, and 5 % of them.
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

/// METHOD: up to so many substitutions every reading of them counts ([`integral`]); of more, the likeliest clones tell as much.
const FEW: usize = 300;
/// METHOD: what copies and mapping do to fractions, as a standard error of the purity.
const ERROR: f64 = 0.02;

/// A purity with its standard error, and how likely it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Peak {
    purity: f64,
    error: f64,
    /// ln, but for a constant.
    weight: f64,
}

/// What substitutions say of purity: twice the highest fraction that enough substitutions in diploid segments have.
///
/// METHOD: the substitutions are of one to four clones ([`Counts`]); the highest fraction that four of them and 5 % have is that
/// of the changes which all of the tumour's cells have. Of few, all clones that they may be of are summed. Of many, a mixture is
/// fitted by expectation and maximisation, each number of clones counts by the Bayesian information criterion, and the error is that
/// of the mean of those under the highest fraction.
#[derive(Debug, Clone)]
pub(super) struct Peaks(Vec<Peak>);

impl Peaks {
    /// None where substitutions in diploid segments are too few.
    pub(super) fn of(fractions: &[Fraction], seen: &[Seen], base: f64) -> Option<Self> {
        // Above six tenths lie sites that are not even, whatever depth says.
        let even: Vec<_> = even(fractions, seen, base).into_iter().filter(|f| f.value() <= 0.62).collect();
        if even.len() < FEWEST {
            return None;
        }
        let counts = Counts::of(even);
        let peaks = if counts.len() <= FEW {
            let peak = |(fraction, weight)| Peak { purity: 2.0 * fraction, error: ERROR, weight };
            integral::highest(&counts).into_iter().map(peak).collect()
        } else {
            (1..=MOST_CLONES).filter_map(|number| fitted(&counts, number)).collect()
        };
        Some(Self(peaks)).filter(|peaks| !peaks.0.is_empty())
    }
    /// ln of the density of a purity, but for a constant.
    pub(super) fn density(&self, purity: f64) -> f64 {
        let of = |peak: &Peak| {
            let off = (purity - peak.purity) / peak.error;
            peak.weight - 0.5 * off * off - peak.error.ln()
        };
        let most = self.0.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        most + self.0.iter().map(|peak| (of(peak) - most).exp()).sum::<f64>().ln()
    }
    /// The middle of the purities that the substitutions leave, and their 95 % interval.
    pub(super) fn middle(&self) -> (f64, [f64; 2]) {
        middle(&purities().map(|purity| (purity, self.density(purity))).collect::<Vec<_>>())
    }
}

/// The purities that are tried where substitutions tell them.
pub(super) fn purities() -> impl Iterator<Item = f64> {
    (20..=1_000u32).map(|step| f64::from(step) / 1_000.0)
}

/// The middle of purities in rising order by the ln of their density, and the interval that holds 95 % of it.
pub(super) fn middle(scored: &[(f64, f64)]) -> (f64, [f64; 2]) {
    let most = scored.iter().map(|(_, ln)| *ln).fold(f64::NEG_INFINITY, f64::max);
    let all: f64 = scored.iter().map(|(_, ln)| (ln - most).exp()).sum();
    let at = |share: f64| {
        let mut below = 0.0;
        let found = scored.iter().find(|(_, ln)| {
            below += (ln - most).exp();
            below >= share * all
        });
        found.or(scored.last()).map_or(0.0, |(purity, _)| *purity)
    };
    (at(0.5), [at(0.025), at(0.975)])
}

/// The purity where the substitutions are of so many clones.
fn fitted(counts: &Counts, number: usize) -> Option<Peak> {
    let all = float(counts.len());
    let (likelihood, clones) = counts.mixture(number);
    let highest = highest(&clones, all)?;
    Some(Peak {
        purity: (2.0 * highest.fraction).min(1.0),
        error: (4.0 * counts.variance(highest)).sqrt().hypot(ERROR),
        weight: likelihood - 0.5 * float(2 * number - 1) * all.ln(),
    })
}

/// The fewest of `all` substitutions that a clone must have.
pub(super) fn floor(all: f64) -> f64 {
    PEAK_LEAST.max(PEAK_SHARE * all)
}

/// The clone with the highest fraction that enough of `all` substitutions have.
fn highest(clones: &[Clone], all: f64) -> Option<&Clone> {
    let held = |clone: &&Clone| clone.weight * all >= floor(all);
    clones.iter().filter(held).max_by(|a, b| a.fraction.total_cmp(&b.fraction))
}

/// METHOD: substitutions of one copy only, of those of doubled chromosomes, and standard errors within which their fraction is
/// half of the others'.
const LATE_SHARE: f64 = 0.15;
const LATE_ERRORS: f64 = 2.5;

/// Whether substitutions of chromosomes of which one parent's copies are left say that there are two of each: a part of them
/// has just half of the fraction that all copies have (`full`), as what was acquired after a doubling has.
///
/// METHOD: a clone of two fractions, the higher one near `full` or without enough substitutions, the lower one half of
/// `full`. A subclone of just half of the cells would look alike; it is the rarer case of the two.
pub(super) fn doubled(fractions: &[Fraction], single: &[&Seen], full: f64) -> bool {
    let within = |one: &&Fraction| one.depth >= 20 && single.iter().any(|seen| seen.interval.contains(one.locus));
    let counts = Counts::of(fractions.iter().filter(within).collect());
    if counts.len() < FEWEST {
        return false;
    }
    let all = float(counts.len());
    let half = full / 2.0;
    let is_half = |clone: &Clone| {
        let chance = counts.variance(&Clone { fraction: half, ..*clone }).sqrt();
        clone.weight >= LATE_SHARE && (clone.fraction - half).abs() <= LATE_ERRORS * chance.max(0.01)
    };
    let (_, clones) = (1..=2)
        .map(|number| {
            let (likelihood, clones) = counts.mixture(number);
            (likelihood - 0.5 * float(2 * number - 1) * all.ln(), clones)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .unwrap_or_default();
    clones.iter().any(is_half)
}

/// A junction's fragments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Carrier {
    /// Its two sides.
    pub sides: [Locus; 2],
    /// Its share of the copies at its sides, 0 to 1.
    pub fraction: f64,
    /// Fragments that show it.
    pub fragments: u32,
}

/// METHOD: what one junction or substitution can cost a purity, in ln likelihood: alone it decides little, since it may be
/// misjudged.
const MOST_AGAINST: f64 = 3.0;

/// What a share of the copies says against a highest one that it lies `above` with so great an error.
fn against(above: f64, error: f64) -> f64 {
    (0.5 * (above.max(0.0) / error.max(1e-6)).powi(2)).min(MOST_AGAINST)
}

/// What acquired junctions say against a purity: in diploid segments none has a share of the copies above half of it, but by
/// the chance of its fragments.
pub(super) fn carried(carriers: &[Carrier], seen: &[Seen], base: f64, purity: f64) -> f64 {
    let in_even = |locus: &Locus| seen.iter().any(|one| one.interval.contains(*locus) && one.is_even(base));
    let against =
        |one: &Carrier| against(one.fraction - purity / 2.0, one.fraction / f64::from(one.fragments.max(1)).sqrt());
    -carriers.iter().filter(|one| one.fraction <= 0.62 && one.sides.iter().all(in_even)).map(against).sum::<f64>()
}

/// What each purity (by its percent) costs for fractions that it does not explain: in diploid segments none lies above one
/// half of the purity but by chance.
///
/// METHOD: each substitution above the 99 % bound of its expected highest fraction, beyond 4 % of them for what was
/// misjudged, costs one unit of ln likelihood, 20 at most. Where they are too few for a share of them to be misjudged, as in a
/// panel, each costs what its distance says, but no more than a junction.
pub(super) fn excess(fractions: &[Fraction], seen: &[&Seen], base: f64) -> Vec<f64> {
    let even = even(fractions, seen, base);
    // Twice the highest is what no diploid segment holds: inherited, or in another segment.
    let told: Vec<_> = even.iter().filter(|one| one.value() <= 0.62).collect();
    (0..=100u32)
        .map(|percent| {
            let expected = (f64::from(percent) / 200.0).max(0.005);
            let wide = |one: &Fraction, share: f64| (share * (1.0 - share) / f64::from(one.depth)).sqrt();
            let cost: f64 = if even.len() < FEWEST {
                told.iter().map(|one| against(one.value() - expected, wide(one, one.value()).hypot(0.02))).sum()
            } else {
                let above = |one: &&&&Fraction| one.value() > expected + 2.33 * wide(one, expected) + 0.01;
                float(told.iter().filter(above).count()) - 0.04 * float(even.len())
            };
            cost.clamp(0.0, 20.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{ContigId, Interval};

    use super::*;

    /// Substitutions at `depth` of clones: how many, and the fraction; counts lie evenly over the quantiles of a binomial
    /// (by its normal approximation), so that no chance is in it.
    fn substitutions(depth: u32, clones: &[(u32, f64)]) -> Vec<Fraction> {
        // Standard normal quantiles at 1/20, 3/20 ... 19/20 (a table).
        const QUANTILES: [f64; 10] = [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];
        let mut found = Vec::new();
        for (count, fraction) in clones {
            for at in 0..*count {
                let wide = (f64::from(depth) * fraction * (1.0 - fraction)).sqrt();
                let alternate = f64::from(depth) * fraction + wide * QUANTILES[(at % 10) as usize];
                let position = u32::try_from(found.len()).unwrap() * 1_000;
                let alternate = crate::copy::maths::position(alternate.round().max(0.0));
                found.push(Fraction { locus: Locus::new(ContigId(0), position), alternate, depth });
            }
        }
        found
    }

    fn found(substitutions: &[Fraction]) -> f64 {
        let interval = Interval::new(ContigId(0), 0, 10_000_000).unwrap();
        let seen = [Seen { interval, ratio: 0.0, error: 0.01, deviation: None, windows: 10_000 }];
        Peaks::of(substitutions, &seen, 2.0).unwrap().middle().0
    }

    #[test]
    fn a_subclone_does_not_draw_the_purity_down() {
        // All in one clone of 60 % of the cells.
        assert!((found(&substitutions(80, &[(60, 0.3)])) - 0.6).abs() < 0.03);
        // Half of them in six tenths of those cells only: the counts overlap.
        let both = found(&substitutions(80, &[(100, 0.25), (100, 0.15)]));
        assert!((both - 0.5).abs() < 0.05, "{both}");
        // Two in a hundred are inherited ones that slipped through.
        let strays = found(&substitutions(80, &[(200, 0.2), (4, 0.5)]));
        assert!((strays - 0.4).abs() < 0.05, "{strays}");
    }

    /// Half of the substitutions are in six tenths of the cells: at 70 reads the counts of the two hardly differ, 64 of them leave
    /// a wide interval, and 1,000 a narrow one.
    #[test]
    fn an_interval_is_as_wide_as_clones_overlap() {
        let interval = |number| {
            let seen = Interval::new(ContigId(0), 0, 10_000_000).unwrap();
            let seen = [Seen { interval: seen, ratio: 0.0, error: 0.01, deviation: None, windows: 10_000 }];
            let both = substitutions(70, &[(number, 0.25), (number, 0.15)]);
            Peaks::of(&both, &seen, 2.0).unwrap().middle().1
        };
        let [few, many] = [interval(32), interval(500)];
        assert!(few[0] < 0.5 && 0.5 < few[1] && many[0] < 0.5 && 0.5 < many[1], "{few:?} {many:?}");
        assert!(few[1] - few[0] > 0.1 && many[1] - many[0] < 0.1, "{few:?} {many:?}");
    }

    /// By hand: ln densities of ln 1, ln 2 and ln 1 are shares of a quarter, a half and a quarter.
    #[test]
    fn the_middle_of_purities() {
        let scored = [(0.2, 0.0), (0.3, 2f64.ln()), (0.4, 0.0)];
        assert_eq!(middle(&scored), (0.3, [0.2, 0.4]));
    }

    /// Purity 0.85 of 26 chromosomes or of 52: all copies of a chromosome of one parent have 0.85 / 1.15 = 0.74 of the reads
    /// in the first reading; half of the substitutions came after the doubling.
    #[test]
    fn substitutions_on_one_of_two_copies_tell_a_doubled_clone() {
        let interval = Interval::new(ContigId(0), 0, 10_000_000).unwrap();
        let seen = Seen { interval, ratio: 0.0, error: 0.01, deviation: None, windows: 10_000 };
        let told = |clones: &[(u32, f64)]| doubled(&substitutions(80, clones), &[&seen], 0.74);
        assert!(told(&[(40, 0.74), (40, 0.37)]));
        assert!(told(&[(60, 0.37)]), "all of them since");
        assert!(
            !told(&[(80, 0.74)]) && !told(&[(40, 0.74), (40, 0.2)]) && !told(&[(10, 0.37)]),
            "none, a subclone, too few"
        );
    }

    /// At 30 % of 100 reads the error is the root of 0.3 * 0.7 / 100 + 0.02^2, 0.05.
    #[test]
    fn one_substitution_of_a_panel_is_against_a_purity_that_is_too_low_for_it() {
        let interval = Interval::new(ContigId(0), 0, 10_000_000).unwrap();
        let seen = Seen { interval, ratio: 0.0, error: 0.01, deviation: None, windows: 10_000 };
        let one = Fraction { locus: Locus::new(ContigId(0), 5_000), alternate: 30, depth: 100 };
        let costs = excess(&[one], &[&seen], 2.0);
        assert!((costs[50] - 0.5).abs() < 1e-9 && costs[60].abs() < 1e-9, "{costs:?}");
        assert!((costs[7] - 3.0).abs() < 1e-9, "it decides little alone");
    }

    /// Half of 0.4 is 0.2; 25 fragments of a share of 0.3 err by 0.06, so that 0.1 above is 1.4 nats.
    #[test]
    fn a_junction_in_more_cells_than_the_purity_says_is_against_it() {
        let interval = Interval::new(ContigId(0), 0, 10_000_000).unwrap();
        let seen = [Seen { interval, ratio: 0.0, error: 0.01, deviation: None, windows: 10_000 }];
        let side = Locus::new(ContigId(0), 5_000);
        let one = Carrier { sides: [side, side], fraction: 0.3, fragments: 25 };
        assert!((carried(&[one], &seen, 2.0, 0.4) + 0.5 * (0.1f64 / 0.06).powi(2)).abs() < 1e-9);
        assert!(carried(&[one], &seen, 2.0, 0.6).abs() < 1e-9);
        assert!((carried(&[one, one], &seen, 2.0, 0.05) + 6.0).abs() < 1e-9, "one decides little");
    }
}
