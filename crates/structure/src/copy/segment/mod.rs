//! Depth and allele balance become segments of one level each, jointly.
//!
//! METHOD: penalised least squares with the likelihood of the allele balance added: the cost of a segment is the sum of
//! squares of its windows' ratios around their mean, in units of their noise, less twice the ln likelihood of its sites at
//! their most likely deviation; each segment adds a penalty. Where breaks may lie is found first, by comparing stretches of
//! many sizes side by side ([`scan`]); which of them are taken is solved exactly ([`partition`]).

mod cost;
mod merge;
mod partition;
mod scan;

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Locus};

use super::{balance::Counting, correct::Corrected, genome::Karyogram, maths::float, tracks::Site};
use crate::sweep::WINDOW;
pub(crate) use cost::Signal;
pub(crate) use merge::{Level, level, merge};

/// A segment as a range of a contig's usable windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) contig: ContigId,
    /// Of the usable windows, by index.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The base at which a junction or the arms' meeting place has it start.
    pub(crate) anchor: Option<u32>,
}

/// METHOD: the penalty of a segment is this many times the logarithm of the number of windows, as in the modified BIC of
/// Zhang and Siegmund where two breaks bound a segment; 1.6 leaves less than one false segment a genome of independent
/// noise (two breaks: chi-square of 3.2 ln n on two degrees of freedom, for about n ln n places to put them).
const PENALTY: f64 = 1.6;
/// METHOD: a break at a junction that reads show needs no more than an ordinary test at 0.01.
const ANCHORED_PENALTY: f64 = 6.6;

/// The heterozygous sites of each contig.
pub(crate) type Sites = BTreeMap<ContigId, Vec<Site>>;

/// All contigs' segments, in the genome's order. `breaks` are junctions' ends, the arms' meeting places aside, in any order.
pub(crate) fn segment(
    corrected: &Corrected,
    sites: &Sites,
    counting: Counting,
    karyogram: &Karyogram,
    breaks: &[Locus],
) -> Vec<Stretch> {
    let windows: usize = corrected.contigs.values().map(|ratios| ratios.windows.len()).sum();
    let penalty = PENALTY * float(windows.max(20)).ln();
    let mut stretches = Vec::new();
    for (contig, ratios) in &corrected.contigs {
        let own = sites.get(contig).map_or(&[][..], Vec::as_slice);
        let signal = Signal::new(ratios, own, counting);
        let at = |position: u32| ratios.windows.partition_point(|window| window * WINDOW + WINDOW / 2 < position);
        let length = ratios.windows.len();
        let mut anchored: Vec<(usize, u32)> = breaks
            .iter()
            .filter(|locus| locus.contig == *contig)
            .map(|locus| locus.position)
            .chain(karyogram.centromere(*contig))
            .map(|position| (at(position), position))
            .filter(|(place, _)| *place > 0 && *place < length)
            .collect();
        anchored.sort_unstable();
        anchored.dedup_by_key(|(place, _)| *place);
        let anchors: Vec<usize> = anchored.iter().map(|(place, _)| *place).collect();
        let candidates = scan::candidates(&signal, &anchors);
        let ends = partition::partition(&signal, &candidates, &anchors, penalty, ANCHORED_PENALTY);
        let ends = partition::refined(&signal, ends, &anchors);
        stretches.extend(ends.windows(2).map(|pair| Stretch {
            contig: *contig,
            from: pair[0],
            to: pair[1],
            anchor: anchors.binary_search(&pair[0]).ok().map(|found| anchored[found].1),
        }));
    }
    stretches
}

/// The first site at or behind a place.
pub(crate) fn site_at(sites: &[Site], position: u32) -> usize {
    sites.partition_point(|site| site.position < position)
}
