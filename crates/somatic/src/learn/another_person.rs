//! DNA of another person in a sample, from sites where the patient is homozygous for another base than the reference.

use std::collections::BTreeMap;

use marv_model::{case::Estimate, units::ln_sum};

use crate::{
    maths::{float, ln_binomial},
    statistics::HomozygousBin,
};

/// Fewer sites than this say nothing: no estimate.
const FEWEST: u64 = 100;
/// 95 % of chi-square with one degree of freedom, halved.
const DROP: f64 = 1.92;
/// METHOD: what another person carries of the reference's base where this one has none, as a share of their copies, and how
/// often. Among neutral alleles the frequency f has a density of 1/f; that this person has two copies makes it f. Over
/// that density another person lacks the reference's base with f squared, 1/2; has one of it with 2f(1-f), 1/3; two with
/// 1/6.
const GENOTYPES: [(f64, f64); 3] = [(0.0, 1.0 / 2.0), (0.5, 1.0 / 3.0), (1.0, 1.0 / 6.0)];
/// How often a read shows the reference's base by error; the likeliest is taken.
const ERRORS: [f64; 4] = [3e-4, 1e-3, 3e-3, 1e-2];
/// METHOD: where the sites were chosen in the tumour: the shares of them that are inherited on one copy, whose other copy the
/// tumour lost. Such a site shows half of the reference's base in a normal of one person.
/// Up to nearly all: of a near-haploid tumour.
const LOST: [f64; 7] = [0.0, 0.02, 0.1, 0.3, 0.6, 0.8, 0.95];
/// METHOD: one site in fifty is no homozygous site at all, or reads from elsewhere lie there: any count is as likely.
const OTHER: f64 = 0.02;

/// The share of the tumour's DNA that is another person's, with its 95 % interval; none with too few sites.
///
/// METHOD: profile likelihood over the share. Loss and gain do not matter: whatever copies a homozygous person has lost,
/// the reference's base is not among those left. A share raises one half of the sites and leaves the others, which
/// tells it from errors, which raise all.
pub(super) fn estimate(bins: &BTreeMap<HomozygousBin, u64>) -> Option<Estimate> {
    of_sites(bins, &[0.0])
}

/// The share of the normal's DNA that is another person's, from sites where the tumour is homozygous.
///
/// METHOD: the same, with the share of sites that the tumour made homozygous as one more value of which the likeliest is taken.
pub(super) fn estimate_in_normal(bins: &BTreeMap<HomozygousBin, u64>) -> Option<Estimate> {
    of_sites(bins, &LOST)
}

fn of_sites(bins: &BTreeMap<HomozygousBin, u64>, lost: &[f64]) -> Option<Estimate> {
    let observations: u64 = bins.values().sum();
    if observations < FEWEST {
        return None;
    }
    let fine = (0..40).map(|step| f64::from(step) * 0.0025);
    // Up to nearly all: after a transplantation most of a sample may be the donor's.
    let shares: Vec<f64> = fine.chain((0..=88).map(|step| 0.1 + f64::from(step) * 0.01)).collect();
    let profile: Vec<f64> = shares
        .iter()
        .map(|share| {
            let nuisance = ERRORS.iter().flat_map(|error| lost.iter().map(move |lost| (*error, *lost)));
            nuisance.map(|(error, lost)| likelihood(bins, *share, error, lost)).fold(f64::NEG_INFINITY, f64::max)
        })
        .collect();
    let best = profile.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let within = || shares.iter().zip(&profile).filter(|(_, p)| **p >= best - DROP).map(|(share, _)| *share);
    let value = shares.iter().zip(&profile).find(|(_, p)| **p >= best).map_or(0.0, |(share, _)| *share);
    Some(Estimate { value, interval: [within().fold(1.0, f64::min), within().fold(0.0, f64::max)], observations })
}

fn likelihood(bins: &BTreeMap<HomozygousBin, u64>, share: f64, error: f64, lost: f64) -> f64 {
    let site = |bin: &HomozygousBin| {
        let (count, depth) = (u32::from(bin.reference), u32::from(bin.depth));
        let carried = GENOTYPES.map(|(copies, often)| {
            (often * (1.0 - OTHER) * (1.0 - lost)).ln() + ln_binomial(count, depth, share * copies + error)
        });
        let half = (lost > 0.0).then(|| (lost * (1.0 - OTHER)).ln() + ln_binomial(count, depth, 0.5));
        ln_sum(carried.into_iter().chain(half).chain([OTHER.ln() - f64::from(depth + 1).ln()]))
    };
    bins.iter().map(|(bin, sites)| float(*sites) * site(bin)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(rows: &[(u8, u8, u64)]) -> BTreeMap<HomozygousBin, u64> {
        rows.iter()
            .map(|(reference, depth, sites)| (HomozygousBin { reference: *reference, depth: *depth }, *sites))
            .collect()
    }

    #[test]
    fn one_person_is_one_person_in_spite_of_odd_sites() {
        // Nine in ten sites show none, some an error, some reads from elsewhere.
        let estimate = estimate(&bins(&[(0, 90, 900), (1, 90, 85), (40, 90, 10), (7, 90, 5)])).unwrap();
        assert!(estimate.value == 0.0 && estimate.interval[1] <= 0.005, "{estimate:?}");
        assert_eq!(estimate.observations, 1_000);
    }

    #[test]
    fn five_percent_of_another_person_are_found() {
        // At 100 fragments: none on one half; Poisson of 2.5 on a third; of 5 on a sixth. Of 600: 300, 200, 100.
        let rows = [
            (0, 100, 300 + 16 + 1),
            (1, 100, 41 + 3),
            (2, 100, 51 + 8),
            (3, 100, 43 + 14),
            (4, 100, 27 + 18),
            (5, 100, 13 + 18),
            (6, 100, 6 + 15),
            (7, 100, 2 + 10),
            (8, 100, 1 + 7),
            (9, 100, 6),
        ];
        let estimate = estimate(&bins(&rows)).unwrap();
        assert!((0.043..=0.057).contains(&estimate.value), "{estimate:?}");
        assert!(estimate.interval[0] > 0.035 && estimate.interval[1] < 0.065, "{estimate:?}");
    }

    /// Of 600 sites at 100 fragments a half shows none, a third (the donor has one of it) 30 each and a sixth (two) 60, with
    /// the binomial's spread of 4.6 and 4.9.
    #[test]
    fn a_sample_that_is_mostly_another_persons_is_found() {
        let one = [(24, 100, 30), (27, 100, 45), (30, 100, 50), (33, 100, 45), (36, 100, 30)];
        let two = [(53, 100, 15), (57, 100, 20), (60, 100, 30), (63, 100, 20), (67, 100, 15)];
        let estimate = estimate(&bins(&[&[(0, 100, 300)][..], &one, &two].concat())).unwrap();
        assert!((0.58..=0.62).contains(&estimate.value), "{estimate:?}");
        assert!(estimate.interval[0] > 0.55 && estimate.interval[1] < 0.65, "{estimate:?}");
    }

    /// A near-haploid tumour: nine of ten of its homozygous sites are inherited on one copy, and its normal is one person's. Of
    /// a donor's sites a third show about a half too, so that the 60 others alone tell: nobody is found, and the interval says
    /// how little excludes it.
    #[test]
    fn a_near_haploid_tumour_leaves_its_normal_one_person() {
        let lost = [(14, 40, 60), (17, 40, 110), (20, 40, 200), (23, 40, 110), (26, 40, 60)];
        let estimate = estimate_in_normal(&bins(&[&[(0, 40, 58), (1, 40, 2)][..], &lost].concat())).unwrap();
        assert!(estimate.value == 0.0 && estimate.interval[0] == 0.0, "{estimate:?}");
    }

    /// 600 sites where the tumour is homozygous, an error in a thousand (Poisson of 0.04 at 400 of them: 384, 15, 0.3). In a normal of one person at 40 fragments those that the tumour made so show
    /// half of the reference's base, however many they are; a donor's fifth shows Poisson of 4 on a third of the sites, of 8
    /// on a sixth, beside.
    #[test]
    fn what_the_tumour_lost_is_no_other_person_in_the_normal() {
        let lost = [(16, 40, 30), (18, 40, 40), (20, 40, 60), (22, 40, 40), (24, 40, 30)];
        let own = [(0, 40, 384), (1, 40, 16)];
        let estimate = estimate_in_normal(&bins(&[&own[..], &lost[..]].concat())).unwrap();
        assert!(estimate.value == 0.0 && estimate.interval[1] <= 0.01, "{estimate:?}");
        let donor = [
            (0, 40, 200),
            (2, 40, 33),
            (3, 40, 26),
            (4, 40, 32),
            (5, 40, 26),
            (6, 40, 20),
            (7, 40, 20),
            (8, 40, 20),
            (9, 40, 12),
            (10, 40, 11),
        ];
        let estimate = estimate_in_normal(&bins(&[&donor[..], &lost[..]].concat())).unwrap();
        assert!((0.17..=0.23).contains(&estimate.value), "{estimate:?}");
    }

    #[test]
    fn a_high_error_everywhere_is_no_person_and_few_sites_say_nothing() {
        // One fragment in a hundred shows it at every site alike: Poisson of 1.
        let rows = [(0, 100, 368), (1, 100, 368), (2, 100, 184), (3, 100, 61), (4, 100, 15), (5, 100, 4)];
        let estimate = super::estimate(&bins(&rows)).unwrap();
        assert!(estimate.interval[0] < 0.005, "{estimate:?}");
        assert_eq!(super::estimate(&bins(&[(0, 90, 99)])), None);
    }
}
