//! Allele balance at the patient's heterozygous sites, free of the reference's bias.
//!
//! The parent that an allele comes from is not known, so that a site tells how far the balance is from even, not to which
//! side. The *deviation* d is the larger parental share less one half: 0 where both parents' alleles are even, 0.5 where
//! only one is left.

use super::{
    maths::{float, ln_factorial, median, spread},
    tracks::Site,
};

/// What the normal's heterozygous sites say of counting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Counting {
    /// Share of the alternate allele where both are even: below one half where reads with it map worse.
    pub(crate) even: f64,
    /// Correlation of reads at one site beyond chance (of the beta-binomial), 0 upwards.
    pub(crate) correlation: f64,
}

/// METHOD: an error shows an allele that is not there in one of so many reads.
const ERROR: f64 = 0.003;
/// METHOD: one site in a hundred is none of the patient's heterozygous sites: its reads may have any share.
const STRANGE: f64 = 0.01;
/// Deviations that segmentation tries.
pub(crate) const GRID: [f64; 22] = [
    0.0, 0.01, 0.02, 0.03, 0.045, 0.06, 0.08, 0.10, 0.13, 0.16, 0.19, 0.22, 0.25, 0.28, 0.31, 0.34, 0.37, 0.40, 0.43,
    0.46, 0.48, 0.495,
];

/// ln likelihood of deviations, along [`GRID`], less the constant of the site.
pub(crate) type Profile = [f64; GRID.len()];

/// METHOD: log odds that make a site heterozygous: 1,000 to 1.
const HETEROZYGOUS_ODDS: f64 = 6.9;

/// The sites that are heterozygous in the normal.
///
/// METHOD: beta-binomial log odds of heterozygous over either homozygous state of at least 6.9, reads within a half and
/// three halves of the median depth, and a share that chance reaches in one of a thousand sites; `tolerance` widens the
/// last, for a normal that holds tumour.
pub(crate) fn heterozygous(sites: &[Site], counting: Counting, depth: f64, tolerance: f64) -> Vec<Site> {
    let fits = |site: &&Site| {
        let [alternate, reads] = site.normal.map(f64::from);
        if reads < 8.0 || reads < 0.5 * depth || reads > 1.5 * depth || site.tumour[1] < 8 {
            return false;
        }
        let likelihood = |share: f64| alternate * share.ln() + (reads - alternate) * (1.0 - share).ln();
        let homozygous = likelihood(0.01).max(likelihood(0.99));
        let wide = (counting.even * (1.0 - counting.even) / counting.effective(reads)).sqrt();
        let off = (alternate / reads - counting.even).abs();
        likelihood(counting.even) - homozygous >= HETEROZYGOUS_ODDS && off <= 3.29 * wide + tolerance
    };
    sites.iter().filter(fits).copied().collect()
}

impl Counting {
    /// From the normal's sites, on autosomes; a value of no bias where there are too few.
    pub(crate) fn learn(sites: impl Iterator<Item = Site>) -> Self {
        let likely: Vec<[f64; 2]> = sites
            .map(|site| site.normal.map(f64::from))
            .filter(|[alternate, reads]| *reads >= 12.0 && (0.25..=0.75).contains(&(alternate / reads)))
            .collect();
        let mut counting = Self { even: 0.5, correlation: 0.0 };
        if likely.len() < 50 {
            return counting;
        }
        let [alternate, reads] = likely.iter().fold([0.0, 0.0], |sum, site| [sum[0] + site[0], sum[1] + site[1]]);
        counting.even = (alternate / reads).clamp(0.4, 0.55);
        let even = counting.even;
        let standard = |[alternate, reads]: [f64; 2]| (alternate - reads * even) / (reads * even * (1.0 - even)).sqrt();
        // The middle of the distribution: neither false sites nor the cut at a quarter move it.
        let wide = spread(likely.iter().map(|site| standard(*site))).unwrap_or(1.0);
        let mut depths: Vec<f64> = likely.iter().map(|site| site[1]).collect();
        let typical = median(&mut depths).unwrap_or(30.0);
        counting.correlation = ((wide * wide - 1.0) / (typical - 1.0)).clamp(0.0, 0.05);
        counting
    }
    /// So many independent reads tell as much as `reads` correlated ones.
    pub(crate) fn effective(self, reads: f64) -> f64 {
        reads / (1.0 + (reads - 1.0).max(0.0) * self.correlation)
    }
    /// Expected shares of the alternate allele where it is the more, and where it is the less frequent parent's.
    pub(crate) fn shares(self, deviation: f64) -> [f64; 2] {
        let share = |of_parent: f64| {
            let biased = of_parent * self.even / (of_parent * self.even + (1.0 - of_parent) * (1.0 - self.even));
            ERROR + (1.0 - 2.0 * ERROR) * biased
        };
        [share(0.5 + deviation), share(0.5 - deviation)]
    }
    /// ln likelihoods along the grid: either parent's allele may be the alternate one, and the site may be none.
    pub(crate) fn profile(self, site: &Site, expected: &[Expected; GRID.len()]) -> Profile {
        let looked = Looked::new(self, site);
        std::array::from_fn(|k| looked.likelihood(&expected[k]))
    }
    /// What the grid's deviations expect.
    pub(crate) fn grid(self) -> [Expected; GRID.len()] {
        GRID.map(|deviation| Expected::new(self, deviation))
    }
}

/// Logarithms of what a deviation expects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    /// ln of the share and of its complement, for either parent.
    shares: [[f64; 2]; 2],
}

impl Expected {
    pub(crate) fn new(counting: Counting, deviation: f64) -> Self {
        Self { shares: counting.shares(deviation).map(|share| [share.ln(), (1.0 - share).ln()]) }
    }
}

/// A site's reads, ready to be asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Looked {
    alternate: f64,
    other: f64,
    /// ln of the binomial coefficient.
    ways: f64,
    /// The likelihood where the site is none.
    strange: f64,
}

impl Looked {
    pub(crate) fn new(counting: Counting, site: &Site) -> Self {
        let reads = f64::from(site.tumour[1].max(site.tumour[0])).max(1.0);
        let effective = counting.effective(reads);
        let alternate = f64::from(site.tumour[0]) * effective / reads;
        let ways = ln_factorial(effective) - ln_factorial(alternate) - ln_factorial(effective - alternate);
        Self { alternate, other: effective - alternate, ways, strange: STRANGE / (effective + 1.0) }
    }
    pub(crate) fn likelihood(&self, expected: &Expected) -> f64 {
        let of = |[share, rest]: [f64; 2]| (self.ways + self.alternate * share + self.other * rest).exp();
        let [one, other] = expected.shares.map(of);
        ((1.0 - STRANGE) * 0.5 * (one + other) + self.strange).ln()
    }
}

/// A segment's deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Deviation {
    /// Most likely, 0 to 0.5.
    pub(crate) value: f64,
    /// Where twice the ln likelihood has fallen by one: lower and upper.
    pub(crate) interval: [f64; 2],
    /// Twice the ln likelihood over that of an even balance.
    pub(crate) against_even: f64,
    pub(crate) sites: usize,
}

/// METHOD: sites looked at for a segment's deviation, at most: evenly taken, so that a chromosome costs no more than a few
/// megabases. Ten thousand sites of 40 reads tell 0.012.
const MOST_SITES: usize = 10_000;

/// The most likely deviation of sites of one segment; none without a site.
pub(crate) fn deviation(sites: &[Site], counting: Counting) -> Option<Deviation> {
    if sites.is_empty() {
        return None;
    }
    let step = sites.len().div_ceil(MOST_SITES);
    let looked: Vec<Looked> = sites.iter().step_by(step).map(|site| Looked::new(counting, site)).collect();
    let scale = float(sites.len()) / float(looked.len());
    let at = |deviation: f64| {
        let expected = Expected::new(counting, deviation);
        scale * looked.iter().map(|site| site.likelihood(&expected)).sum::<f64>()
    };
    let profile: Vec<f64> = GRID.iter().map(|deviation| at(*deviation)).collect();
    let best = (0..GRID.len()).max_by(|a, b| profile[*a].total_cmp(&profile[*b])).unwrap_or(0);
    let (low, high) = (GRID[best.saturating_sub(1)], GRID[(best + 1).min(GRID.len() - 1)]);
    let (value, most) = peak(&at, low, high);
    let edge = |mut inside: f64, mut outside: f64| {
        if 2.0 * (most - at(outside)) <= 1.0 {
            return outside;
        }
        for _ in 0..14 {
            let middle = f64::midpoint(inside, outside);
            if 2.0 * (most - at(middle)) <= 1.0 { inside = middle } else { outside = middle }
        }
        inside
    };
    let interval = [edge(value, 0.0), edge(value, 0.5)];
    Some(Deviation { value, interval, against_even: (2.0 * (most - profile[0])).max(0.0), sites: sites.len() })
}

/// The place and the height of the peak of `f` between two places, by golden section.
fn peak(f: &impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut from, mut to) = (low, high);
    let inner = |from: f64, to: f64| [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
    let mut places = inner(from, to);
    let mut heights = places.map(f);
    for _ in 0..16 {
        if heights[0] >= heights[1] {
            to = places[1];
            places = inner(from, to);
            heights = [f(places[0]), heights[0]];
        } else {
            from = places[0];
            places = inner(from, to);
            heights = [heights[1], f(places[1])];
        }
    }
    let ends = [(low, f(low)), (places[0], heights[0]), (places[1], heights[1]), (high, f(high))];
    ends.into_iter().max_by(|x, y| x.1.total_cmp(&y.1)).unwrap_or((low, f64::NEG_INFINITY))
}

/// The median of the reads over sites, normal.
pub(crate) fn typical_depth(sites: impl Iterator<Item = Site>) -> f64 {
    let mut depths: Vec<f64> = sites.map(|site| f64::from(site.normal[1])).collect();
    median(&mut depths).unwrap_or(0.0)
}

/// The share of a normal that is the tumour's sample, from sites whose balance the tumour lost.
///
/// METHOD: the tumour says which allele is the more frequent; in a normal that is tumour sample by tau, the same allele
/// is more frequent by tau times as much: tau is the sum of the normal's deviations in the tumour's direction over the sum
/// of the tumour's. Sites are taken where the tumour's direction is plain, so that it is not learned from noise, and only
/// where the alternate allele is the less frequent one: those are all counted in one way, while of the others some were
/// counted as candidates for acquired variants, whose reads pass other filters.
pub(crate) fn tumour_in_normal(sites: &[Site], counting: Counting) -> Option<(f64, f64, usize)> {
    let (mut tumour, mut normal, mut variance, mut used) = (0.0, 0.0, 0.0, 0usize);
    for site in sites {
        let [t, n] =
            [site.tumour, site.normal].map(|[alternate, reads]| f64::from(alternate) / f64::from(reads.max(1)));
        let off = t - counting.even;
        let error = (0.25 / counting.effective(f64::from(site.tumour[1]))).sqrt();
        if off > -3.0 * error || off > -0.1 {
            continue;
        }
        tumour += off * off;
        normal += off * (n - counting.even);
        variance += off * off * 0.25 / counting.effective(f64::from(site.normal[1]));
        used += 1;
    }
    (used >= 30).then(|| (normal / tumour, variance.sqrt() / tumour, used))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(tumour: [u32; 2], normal: [u32; 2]) -> Site {
        Site { position: 0, tumour, normal }
    }
    const FAIR: Counting = Counting { even: 0.5, correlation: 0.0 };

    #[test]
    fn homozygous_and_shallow_sites_are_left_out() {
        let sites = [
            site([30, 60], [18, 38]),
            site([60, 60], [37, 38]),
            site([3, 60], [5, 38]),
            site([5, 10], [4, 9]),
            site([40, 80], [40, 80]),
        ];
        assert_eq!(heterozygous(&sites, FAIR, 38.0, 0.0), [sites[0]]);
    }

    /// By hand: one copy lost in 60 % of the cells leaves shares 1 / 1.4 = 0.714 and 0.4 / 1.4 = 0.286, so d = 0.214.
    #[test]
    fn the_deviation_of_a_loss_is_found_whichever_parent_has_it() {
        let sites: Vec<Site> = (0..40).map(|i| site([if i % 2 == 0 { 50 } else { 20 }, 70], [20, 40])).collect();
        let found = deviation(&sites, FAIR).unwrap();
        assert!((found.value - 0.214).abs() < 0.006, "{found:?}");
        assert!(found.interval[0] < 0.214 && found.interval[1] > 0.214 && found.against_even > 300.0, "{found:?}");
    }

    #[test]
    fn an_even_balance_is_even_and_a_few_strange_sites_do_not_change_it() {
        let counts = [35, 33, 38, 30, 41, 36, 35, 32, 39, 34];
        let mut sites: Vec<Site> = (0..60).map(|i| site([counts[i % 10], 70], [20, 40])).collect();
        sites.push(site([3, 70], [15, 40]));
        let found = deviation(&sites, FAIR).unwrap();
        assert!(found.value < 0.02 && found.against_even < 1.0, "{found:?}");
    }

    /// In a normal that is tumour sample by a tenth, a fraction of 0.9 in the tumour shows as 0.5 + 0.1 * 0.4 = 0.54.
    #[test]
    fn tumour_in_the_normal_shows_where_the_tumour_lost_one_parent() {
        let sites: Vec<Site> = (0..100)
            .map(|i| if i % 2 == 0 { site([90, 100], [54, 100]) } else { site([10, 100], [46, 100]) })
            .collect();
        let (share, error, used) = tumour_in_normal(&sites, FAIR).unwrap();
        assert!((share - 0.1).abs() < 1e-9 && error < 0.03 && used == 50, "{share} {error}");
        assert!(tumour_in_normal(&sites[..20], FAIR).is_none());
    }
}
