//! What a genome-wide figure shows: a few thousand parts of depth, and sites.

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Locus};

use super::{
    correct::{Corrected, Ratios},
    fit::Fit,
    genome::Karyogram,
    maths::{float, position},
    segment::Sites,
    sex::{SexChromosomes, inherited},
};
use crate::sweep::WINDOW;

/// One window of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its middle, 0-based.
    pub position: u32,
    /// Copies of the sample (depth), or share of the alternate allele (balance).
    pub value: f64,
}

/// What a genome-wide figure shows of one contig.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Depth as copies of the sample, means over equal parts.
    pub depth: Vec<Point>,
    /// Share of the alternate allele at single heterozygous sites, evenly taken.
    pub balance: Vec<Point>,
}
/// Parts of the genome in a figure, over all contigs, and sites.
const PARTS: usize = 3_000;
const SITES: usize = 6_000;

pub(super) fn pictures(
    corrected: &Corrected,
    sites: &Sites,
    fit: &Fit,
    karyogram: &Karyogram,
    sex: Option<SexChromosomes>,
) -> BTreeMap<ContigId, Picture> {
    let windows: usize = corrected.contigs.values().map(|ratios| ratios.windows.len()).sum();
    let all: usize = sites.values().map(Vec::len).sum();
    let (size, step) = (windows.div_ceil(PARTS).max(1), all.div_ceil(SITES).max(1));
    let picture = |(contig, ratios): (&ContigId, &Ratios)| {
        let depth = ratios.windows.chunks(size).zip(ratios.ratio.chunks(size)).map(|(windows, values)| {
            let mean = values.iter().sum::<f64>() / float(values.len());
            let middle = windows.iter().map(|window| f64::from(*window)).sum::<f64>() / float(windows.len());
            let position = position((middle + 0.5) * f64::from(WINDOW));
            let share = f64::from(inherited(sex, karyogram, Locus::new(*contig, position))) / 2.0;
            Point { position, value: fit.base * mean.exp2() * share }
        });
        let own = sites.get(contig).map_or(&[][..], Vec::as_slice);
        let balance = own.iter().step_by(step).map(|site| Point {
            position: site.position,
            value: f64::from(site.tumour[0]) / f64::from(site.tumour[1].max(1)),
        });
        (*contig, Picture { depth: depth.collect(), balance: balance.collect() })
    };
    corrected.contigs.iter().map(picture).collect()
}
