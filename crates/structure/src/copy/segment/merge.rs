//! What a segment shows, and neighbours that show the same.

use super::{Sites, Stretch, site_at};
use crate::{
    copy::{
        balance::{Counting, Deviation, deviation},
        correct::{Corrected, mean, trimmed_mean},
        maths::float,
        tracks::Site,
    },
    sweep::WINDOW,
};

/// What is measured of a segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    /// log2 of depth over what is expected.
    pub(crate) ratio: f64,
    /// Its standard error, of counting alone.
    pub(crate) error: f64,
    /// Of the allele balance; none without a site.
    pub(crate) deviation: Option<Deviation>,
    /// Usable windows.
    pub(crate) windows: usize,
}

/// The sites between a segment's first and last window.
fn sites_of<'a>(stretch: &Stretch, corrected: &Corrected, sites: &'a Sites) -> &'a [Site] {
    let Some(own) = sites.get(&stretch.contig) else { return &[] };
    let Some(ratios) = corrected.contigs.get(&stretch.contig) else { return &[] };
    let start = if stretch.from == 0 { 0 } else { ratios.windows[stretch.from] * WINDOW };
    let end = ratios.windows.get(stretch.to).map_or(u32::MAX, |window| window * WINDOW);
    &own[site_at(own, start)..site_at(own, end)]
}

/// METHOD: standard errors from which the normal's own excess over its surroundings is inherited copy number, and taken
/// away whole.
const INHERITED: f64 = 4.0;

/// Measures a segment.
pub(crate) fn level(stretch: &Stretch, corrected: &Corrected, sites: &Sites, counting: Counting) -> Level {
    let (mut ratio, mut error, windows) = (0.0, 1.0, stretch.to - stretch.from);
    if let Some(ratios) = corrected.contigs.get(&stretch.contig) {
        // The windows that a break cuts hold some of both levels.
        let edge = usize::from(windows > 6);
        let own = stretch.from + edge..stretch.to - edge;
        ratio = trimmed_mean(&ratios.ratio[own.clone()]);
        error = ratios.noise / float(own.len().max(1)).sqrt();
        let excess = mean(&ratios.excess[own.clone()]);
        if excess.abs() > INHERITED * corrected.normal_noise / float(own.len().max(1)).sqrt() {
            ratio -= excess;
        }
    }
    Level { ratio, error, deviation: deviation(sites_of(stretch, corrected, sites), counting), windows }
}

/// METHOD: differences that are no event: half of what a change in one of twenty cells would make, in copies, and the
/// deviation that residual bias leaves.
const SAME_COPIES: f64 = 0.05;
const SAME_DEVIATION: f64 = 0.02;

/// METHOD: standard errors that part two segments, and what is added over the number of windows of the shorter one: the
/// tails of the noise, which are no normal distribution's, make segments of few windows. Where a junction is at the border,
/// nothing is added.
const APART: f64 = 3.0;
const TAILS: f64 = 24.0;
/// Windows below which the balance alone parts no segment.
const SHORT: usize = 10;

fn same(one: &Level, other: &Level, anchored: bool) -> bool {
    let copies = |level: &Level| 2.0 * level.ratio.exp2();
    let windows = one.windows.min(other.windows);
    let short = windows < SHORT && !anchored;
    let errors = (APART + if anchored { 0.0 } else { TAILS / float(windows.max(1)) })
        * (one.error.powi(2) + other.error.powi(2)).sqrt()
        * std::f64::consts::LN_2;
    let far = (copies(one) - copies(other)).abs();
    if far > SAME_COPIES.max(errors * copies(one).max(copies(other))) {
        return false;
    }
    match (one.deviation, other.deviation) {
        _ if short => true,
        (Some(one), Some(other)) => {
            let [low, high] = if one.value < other.value { [one, other] } else { [other, one] };
            // Three standard errors apart, by the intervals that face each other.
            let up = low.interval[1] - low.value;
            let down = high.value - high.interval[0];
            high.value - low.value <= SAME_DEVIATION.max(3.0 * (up * up + down * down).sqrt())
        }
        _ => true,
    }
}

/// Joins neighbours that show the same, the most alike first, until none is left.
pub(crate) fn merge(
    mut stretches: Vec<Stretch>,
    corrected: &Corrected,
    sites: &Sites,
    counting: Counting,
) -> (Vec<Stretch>, Vec<Level>) {
    let measure = |stretch: &Stretch| level(stretch, corrected, sites, counting);
    let mut levels: Vec<Level> = stretches.iter().map(measure).collect();
    loop {
        let alike = (1..stretches.len())
            .filter(|at| {
                stretches[at - 1].contig == stretches[*at].contig
                    && !stretches[*at].opens.is_apart()
                    && same(&levels[at - 1], &levels[*at], stretches[*at].opens.base().is_some())
            })
            .min_by(|a, b| {
                let apart = |at: usize| (levels[at - 1].ratio - levels[at].ratio).abs();
                apart(*a).total_cmp(&apart(*b))
            });
        let Some(at) = alike else { return (stretches, levels) };
        stretches[at - 1].to = stretches[at].to;
        stretches.remove(at);
        levels.remove(at);
        levels[at - 1] = measure(&stretches[at - 1]);
    }
}
