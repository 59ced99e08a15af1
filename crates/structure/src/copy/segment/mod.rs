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
    pub(crate) opens: Opens,
}

/// Why a segment begins where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Opens {
    /// The contig begins, or what is measured changes.
    Measured,
    /// A junction or the arms' meeting place, at this base.
    Anchored(u32),
    /// Inherited copies change at this base: it is never joined to what lies before it.
    Inherited(u32),
    /// What lies before it was not looked at: it is never joined to what lies before that.
    Unseen,
}

impl Opens {
    /// The base at which the segment is known to begin.
    pub(crate) fn base(self) -> Option<u32> {
        match self {
            Self::Anchored(base) | Self::Inherited(base) => Some(base),
            Self::Measured | Self::Unseen => None,
        }
    }
    /// Whether it stays apart from what lies before it, whatever is measured.
    pub(crate) fn is_apart(self) -> bool {
        matches!(self, Self::Inherited(_) | Self::Unseen)
    }
}

/// METHOD: the penalty of a segment is this many times the logarithm of the number of windows, as in the modified BIC of
/// Zhang and Siegmund where two breaks bound a segment; 1.6 leaves less than one false segment a genome of independent
/// noise (two breaks: chi-square of 3.2 ln n on two degrees of freedom, for about n ln n places to put them).
const PENALTY: f64 = 1.6;
/// METHOD: a break at a junction that reads show needs no more than an ordinary test at 0.01.
const ANCHORED_PENALTY: f64 = 6.6;

/// The heterozygous sites of each contig.
pub(crate) type Sites = BTreeMap<ContigId, Vec<Site>>;

/// All contigs' segments, in the genome's order. `breaks` are junctions' ends, the arms' meeting places aside, in any order;
/// `borders` are places at which inherited copies change: a segment ends there whatever is measured.
pub(crate) fn segment(
    corrected: &Corrected,
    sites: &Sites,
    counting: Counting,
    karyogram: &Karyogram,
    (breaks, borders): (&[Locus], &[Locus]),
) -> Vec<Stretch> {
    let windows: usize = corrected.contigs.values().map(|ratios| ratios.windows.len()).sum();
    let penalty = PENALTY * float(windows.max(20)).ln();
    let mut stretches = Vec::new();
    for (contig, ratios) in &corrected.contigs {
        let own = sites.get(contig).map_or(&[][..], Vec::as_slice);
        let signal = Signal::new(ratios, own, counting);
        let at = |position: u32| ratios.windows.partition_point(|window| window * WINDOW + WINDOW / 2 < position);
        let length = ratios.windows.len();
        let placed = |loci: &[Locus]| -> Vec<(usize, u32)> {
            let own = loci.iter().filter(|locus| locus.contig == *contig);
            let mut own: Vec<(usize, u32)> = own.map(|locus| (at(locus.position), locus.position)).collect();
            own.sort_unstable_by(|a, b| b.cmp(a));
            own
        };
        // Of several at one window the last stands: one that parts, then the first junction.
        let mut opens: BTreeMap<usize, Opens> = BTreeMap::new();
        opens.extend(karyogram.centromere(*contig).map(|base| (at(base), Opens::Anchored(base))));
        opens.extend(placed(breaks).into_iter().map(|(place, base)| (place, Opens::Anchored(base))));
        opens.extend(placed(borders).into_iter().map(|(place, base)| (place, Opens::Inherited(base))));
        opens.extend(ratios.unseen.iter().map(|place| (*place, Opens::Unseen)));
        opens.retain(|place, _| *place > 0 && *place < length);
        let anchors: Vec<usize> = opens.keys().copied().collect();
        let candidates = scan::candidates(&signal, &anchors);
        let apart = |place: usize| opens.get(&place).is_some_and(|opens| opens.is_apart());
        for piece in pieces(&candidates, apart) {
            let ends = partition::partition(&signal, piece, &anchors, penalty, ANCHORED_PENALTY);
            let ends = partition::refined(&signal, ends, &anchors);
            stretches.extend(ends.windows(2).map(|pair| Stretch {
                contig: *contig,
                from: pair[0],
                to: pair[1],
                opens: opens.get(&pair[0]).copied().unwrap_or(Opens::Measured),
            }));
        }
    }
    stretches
}

/// Candidates from border to border, each border in both.
fn pieces(candidates: &[usize], border: impl Fn(usize) -> bool) -> Vec<&[usize]> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, place) in candidates.iter().enumerate() {
        if at > from && (border(*place) || at + 1 == candidates.len()) {
            found.push(&candidates[from..=at]);
            from = at;
        }
    }
    found
}

/// The first site at or behind a place.
pub(crate) fn site_at(sites: &[Site], position: u32) -> usize {
    sites.partition_point(|site| site.position < position)
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, Contigs};

    use super::*;
    use crate::copy::correct::Ratios;

    /// 300 windows at one level but for the noise: of themselves one segment; with a border at 100 kb two, which nothing joins,
    /// and so with a stretch before window 200 that was not looked at.
    #[test]
    fn borders_of_inherited_copies_and_of_what_was_looked_at_part_what_looks_the_same() {
        let contigs = Contigs::new([Contig::new("c", 300_000)]).unwrap();
        let karyogram = Karyogram::new(&contigs, BTreeMap::new());
        let id = ContigId(0);
        let ratio: Vec<f64> = (0..300).map(|window| [0.05, -0.03, 0.01, -0.04, 0.02][window % 5]).collect();
        let ratios =
            Ratios { windows: (0..300).collect(), excess: vec![0.0; 300], ratio, noise: 0.05, ..Ratios::default() };
        let seen = Ratios { unseen: vec![200], ..ratios.clone() };
        let of = |ratios: Ratios| Corrected { contigs: [(id, ratios)].into(), ..Corrected::default() };
        let (corrected, restricted) = (of(ratios), of(seen));
        let counting = Counting { even: 0.5, correlation: 0.0 };
        let parts = |corrected: &Corrected, borders: &[Locus]| -> Vec<(usize, usize, Opens)> {
            let sites = Sites::new();
            let found = segment(corrected, &sites, counting, &karyogram, (&[], borders));
            let (found, _) = merge(found, corrected, &sites, counting);
            found.iter().map(|stretch| (stretch.from, stretch.to, stretch.opens)).collect()
        };
        let whole = [(0, 300, Opens::Measured)];
        assert_eq!(parts(&corrected, &[]), whole);
        let two = [(0, 100, Opens::Measured), (100, 300, Opens::Inherited(100_000))];
        assert_eq!(parts(&corrected, &[Locus::new(id, 100_000)]), two);
        assert_eq!(parts(&restricted, &[]), [(0, 200, Opens::Measured), (200, 300, Opens::Unseen)]);
        // A border before the first window parts nothing.
        assert_eq!(parts(&corrected, &[Locus::new(id, 0), Locus::new(ContigId(7), 9_000)]), whole);
    }
}
