//! What was found in each gene of the panel, or how small it could be and still have been seen.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use marv_annotate::BoundBundle;
use marv_guidelines::profile::Marker;
use marv_model::{
    case::{Disease, GeneResult},
    finding::{Finding, NotAssessed},
    interpretation::WeakExon,
    units::AlleleFraction,
};
use marv_somatic::{Learned, PanelDepth, SomaticConfig, limit_of_detection};

use crate::{
    decide::Judged,
    select::{label, matters, principal, unclear},
};

/// One coding base in this many may lie below a gene's stated limit of detection, which so holds for 95 % of them.
///
/// METHOD: a limit for every base is that of its worst one, often a base of an unmappable exon; 95 % is the usual
/// reporting threshold of panel coverage, and the rest shows as the callable share.
const MAY_LIE_BELOW: u64 = 20;

/// The limit of detection by depth, each depth worked out once.
struct Limits<'a> {
    learned: &'a Learned,
    config: &'a SomaticConfig,
    known: RefCell<BTreeMap<u32, Option<AlleleFraction>>>,
}

impl Limits<'_> {
    /// Deeper places are taken for this depth, which no limit that matters lies above.
    const DEEPEST: u32 = 1_000;

    fn at(&self, depth: u32) -> Option<AlleleFraction> {
        let depth = depth.min(Self::DEEPEST);
        *self.known.borrow_mut().entry(depth).or_insert_with(|| limit_of_detection(depth, self.learned, self.config))
    }
}

/// Bases by depth of a gene.
#[derive(Debug, Default)]
struct Depths {
    tumour: BTreeMap<u32, u64>,
    normal: BTreeMap<u32, u64>,
    coding: u64,
    /// Depths of each exon in the tumour, with its coding bases.
    exons: Vec<(u32, u32, BTreeMap<u32, u64>)>,
}

/// A gene's result, and its limit of detection whatever was found in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assessed {
    pub(crate) result: GeneResult,
    pub(crate) limit: Option<AlleleFraction>,
    /// Whether any region covered it.
    pub(crate) swept: bool,
    /// Mean depth of tumour and normal over the coding bases that regions cover; none where they cover none.
    pub(crate) depth_where_read: [Option<f64>; 2],
    /// Exons of which less than 95 % could be read at the gene's limit; none of a gene that no region covered.
    pub(crate) weak_exons: Vec<WeakExon>,
}

/// The result of every panel gene, in alphabetical order.
pub(crate) fn results(
    bundle: &BoundBundle,
    depths: &[PanelDepth],
    kept: &[Judged],
    learned: &Learned,
    config: &SomaticConfig,
    disease: Disease,
    with_normal: bool,
) -> Vec<Assessed> {
    let limits = Limits { learned, config, known: RefCell::default() };
    let mut genes: BTreeMap<(&str, &str), Depths> = BTreeMap::new();
    for (coding, depth) in bundle.coding_intervals().iter().zip(depths) {
        let gene = genes.entry((&coding.gene, &coding.transcript)).or_default();
        gene.coding += u64::from(coding.interval.length());
        let depths = depth.tumour.iter().map(|(depth, bases)| (*depth, u64::from(*bases))).collect();
        gene.exons.push((coding.exon, coding.interval.length(), depths));
        for (into, from) in [(&mut gene.tumour, &depth.tumour), (&mut gene.normal, &depth.normal)] {
            for (depth, bases) in from {
                *into.entry(*depth).or_default() += u64::from(*bases);
            }
        }
    }
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for judged in kept.iter().filter(|judged| judged.call.passes()) {
        if let Some(consequence) = principal(judged).filter(|_| judged.consequences().any(matters)) {
            found.entry(&consequence.gene).or_default().push(label(judged));
        }
    }
    // RULE: a gene with a call that a filter holds back and that may well be real is not negative: a person must look.
    let open: BTreeSet<&str> =
        kept.iter().filter(|judged| unclear(judged)).filter_map(principal).map(|c| c.gene.as_str()).collect();
    genes
        .into_iter()
        .map(|((gene, transcript), depths)| {
            let swept: u64 = depths.tumour.values().sum();
            // RULE: where the normal is too shallow to call anything somatic, nothing is absent either.
            let normal_reads = !with_normal
                || depth_reached(&depths.normal, depths.coding)
                    .is_some_and(|d| d >= config.thresholds.min_normal_depth);
            let limit =
                depth_reached(&depths.tumour, depths.coding).filter(|_| normal_reads).and_then(|d| limits.at(d));
            let finding = match (found.remove(gene), limit) {
                (Some(labels), _) => Finding::present(labels),
                (None, _) if swept == 0 => Finding::unknown(NotAssessed::NotExamined),
                (None, _) if open.contains(gene) => Finding::unknown(NotAssessed::CallUnclear),
                (None, Some(limit)) => Finding::absent_below(limit),
                (None, None) => Finding::unknown(NotAssessed::LowCoverage),
            };
            let result = GeneResult {
                gene: gene.to_owned(),
                transcript: transcript.to_owned(),
                finding,
                mean_depth: mean(&depths.tumour, depths.coding),
                normal_mean_depth: with_normal.then(|| mean(&depths.normal, depths.coding)),
                callable: callable(&depths, limit, &limits),
                guideline_gene: asked_for(gene, disease),
            };
            let weak_exons = if swept > 0 { weak_exons(gene, &depths, limit, &limits) } else { Vec::new() };
            let depth_where_read = [&depths.tumour, &depths.normal].map(where_read);
            Assessed { result, limit, swept: swept > 0, depth_where_read, weak_exons }
        })
        .collect()
}

/// The mean over all bases of a table of bases by depth.
fn where_read(depths: &BTreeMap<u32, u64>) -> Option<f64> {
    let bases = depths.values().sum();
    (bases > 0).then(|| mean(depths, bases))
}

/// RULE: an exon is weak where a variant at the gene's limit would be seen on less than 95 % of its coding bases; where the
/// gene has no limit, every exon without a depth that has one is.
fn weak_exons(gene: &str, depths: &Depths, limit: Option<AlleleFraction>, limits: &Limits<'_>) -> Vec<WeakExon> {
    const ENOUGH: f64 = 0.95;
    let seen = |depth: u32| {
        let here = limits.at(depth);
        limit.map_or(here.is_some(), |limit| here.is_some_and(|here| here <= limit))
    };
    let of = |(exon, bases, depths): &(u32, u32, BTreeMap<u32, u64>)| {
        let read = depths.iter().filter(|(depth, _)| seen(**depth)).map(|(_, bases)| bases).sum();
        let callable = share(read, u64::from(*bases));
        (callable < ENOUGH).then(|| WeakExon { gene: gene.to_owned(), exon: *exon, bases: *bases, callable })
    };
    depths.exons.iter().filter_map(of).collect()
}

/// The depth that 95 % of the coding bases have at least; none when more than the rest were not swept.
fn depth_reached(depths: &BTreeMap<u32, u64>, coding: u64) -> Option<u32> {
    let may_lie_below = coding / MAY_LIE_BELOW;
    let mut below = coding.saturating_sub(depths.values().sum()); // bases that no region covered have no read
    if below > may_lie_below {
        return None;
    }
    for (depth, bases) in depths {
        below += bases;
        if below > may_lie_below {
            return Some(*depth);
        }
    }
    None
}

/// The share of coding bases where a variant at `limit` would be seen.
fn callable(depths: &Depths, limit: Option<AlleleFraction>, limits: &Limits<'_>) -> f64 {
    let Some(limit) = limit else { return 0.0 };
    let seen = depths
        .tumour
        .iter()
        .filter(|(depth, _)| limits.at(**depth).is_some_and(|here| here <= limit))
        .map(|(_, bases)| bases)
        .sum();
    share(seen, depths.coding)
}

fn mean(depths: &BTreeMap<u32, u64>, coding: u64) -> f64 {
    let sum = depths.iter().map(|(depth, bases)| u64::from(*depth) * bases).sum();
    share(sum, coding)
}

#[expect(clippy::cast_precision_loss, reason = "bases of a gene times depth stay far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// RULE: the genes that the guidelines of a disease ask for; for AML those of ELN 2022, Table 6.
fn asked_for(gene: &str, disease: Disease) -> bool {
    matches!(disease, Disease::Aml | Disease::Mds | Disease::MdsMpn)
        && Marker::ALL.iter().any(|(marker, _)| marker.gene() == gene)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(depths: &[(u32, u64)], coding: u64) -> Option<u32> {
        depth_reached(&depths.iter().copied().collect(), coding)
    }

    /// 10 bases at depth 40 and 30 at 80: (400 + 2400) / 40 = 70, whatever else of the gene no region covers.
    #[test]
    fn the_depth_is_of_what_regions_cover() {
        assert_eq!(where_read(&BTreeMap::from([(40, 10), (80, 30)])), Some(70.0));
        assert_eq!(where_read(&BTreeMap::from([(0, 10)])), Some(0.0));
        assert_eq!(where_read(&BTreeMap::new()), None);
    }

    #[test]
    fn five_in_a_hundred_bases_may_lie_below() {
        assert_eq!(reached(&[(10, 5), (80, 95)], 100), Some(80));
        assert_eq!(reached(&[(10, 6), (80, 94)], 100), Some(10));
        assert_eq!(reached(&[(80, 1)], 1), Some(80));
    }

    #[test]
    fn bases_that_no_region_covered_have_no_read() {
        assert_eq!(reached(&[(80, 95)], 100), Some(80));
        assert_eq!(reached(&[(80, 94)], 100), None);
        assert_eq!(reached(&[], 100), None);
    }
}
