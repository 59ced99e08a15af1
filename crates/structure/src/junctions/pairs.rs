//! Pairs whose mates lie where none is expected, gathered by where both lie and face.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    genome::{ContigId, Locus},
    structure::{Breakend, Kept},
};

use super::{
    adjacency::Adjacency,
    reads::{PlacedRead, SampleReads},
};

/// Pairs that one junction would explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PairCluster {
    /// The innermost base of the first side.
    pub(crate) one: Breakend,
    /// Of the other.
    pub(crate) other: Breakend,
    /// The furthest reach of the pairs' ends from these, in bases.
    spread: [u32; 2],
    names: BTreeSet<u64>,
}

/// A pair by its two innermost bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct FarPair {
    one: Breakend,
    other: Breakend,
    name: u64,
}

/// METHOD: one pair is a chimera until another agrees.
const MIN_PAIRS: usize = 2;

/// The clusters of a sample's distant pairs, in the genome's order.
pub(crate) fn clusters(sample: &SampleReads) -> Vec<PairCluster> {
    let reach = sample.library().longest;
    let mut groups: BTreeMap<(ContigId, Kept, ContigId, Kept), Vec<FarPair>> = BTreeMap::new();
    for pair in far_pairs(sample) {
        let key = (pair.one.locus.contig, pair.one.kept, pair.other.locus.contig, pair.other.kept);
        groups.entry(key).or_default().push(pair);
    }
    let mut found = Vec::new();
    for pairs in groups.values_mut() {
        pairs.sort();
        let mut open: Vec<Vec<FarPair>> = Vec::new();
        for pair in pairs.iter() {
            let (near, far): (Vec<_>, Vec<_>) = open.into_iter().partition(|cluster| {
                cluster.last().is_some_and(|last| last.one.locus.position + reach >= pair.one.locus.position)
            });
            found.extend(far);
            open = near;
            let fits = |cluster: &&mut Vec<FarPair>| {
                cluster.iter().all(|one| one.other.locus.position.abs_diff(pair.other.locus.position) <= reach)
                    && pair.one.locus.position - cluster[0].one.locus.position <= reach
            };
            match open.iter_mut().find(fits) {
                Some(cluster) => cluster.push(*pair),
                None => open.push(vec![*pair]),
            }
        }
        found.extend(open);
    }
    let mut clusters: Vec<PairCluster> = found.iter().filter_map(|pairs| PairCluster::of(pairs)).collect();
    clusters.sort_by_key(|cluster| (cluster.one, cluster.other));
    clusters
}

/// Each distant pair once.
fn far_pairs(sample: &SampleReads) -> BTreeSet<FarPair> {
    sample.reads().iter().filter_map(|placed| far_pair(sample, placed)).collect()
}

fn far_pair(sample: &SampleReads, placed: &PlacedRead) -> Option<FarPair> {
    let read = &placed.read;
    if !read.distant_pair || read.mapping_quality == 0 || read.flags.is_supplementary() {
        return None;
    }
    let (contig, start) = read.mate?;
    let mate = sample
        .of_template(read.name)
        .find(|other| other.read.flags.is_first() != read.flags.is_first() && !other.read.flags.is_supplementary());
    if mate.is_some_and(|mate| mate.read.mapping_quality == 0) {
        return None;
    }
    let end = mate.map_or(start + sample.library().read_length, |mate| mate.read.end());
    let own = inner(placed.contig, read.start, read.end(), read.flags.is_reverse());
    let others = inner(ContigId(contig), start, end, read.flags.is_mate_reverse());
    let (one, other) = if own <= others { (own, others) } else { (others, own) };
    Some(FarPair { one, other, name: read.name })
}

/// The end of a read that faces its mate.
fn inner(contig: ContigId, start: u32, end: u32, reverse: bool) -> Breakend {
    let (position, kept) = if reverse { (start, Kept::From) } else { (end.saturating_sub(1), Kept::Before) };
    Breakend { locus: Locus::new(contig, position), kept }
}

impl PairCluster {
    fn of(pairs: &[FarPair]) -> Option<Self> {
        let names: BTreeSet<u64> = pairs.iter().map(|pair| pair.name).collect();
        if names.len() < MIN_PAIRS {
            return None;
        }
        let innermost = |sides: &mut dyn Iterator<Item = Breakend>| {
            let sides: Vec<Breakend> = sides.collect();
            let (low, high) = (*sides.iter().min()?, *sides.iter().max()?);
            let inner = if low.kept == Kept::Before { high } else { low };
            Some((inner, high.locus.position - low.locus.position))
        };
        let (one, first) = innermost(&mut pairs.iter().map(|pair| pair.one))?;
        let (other, second) = innermost(&mut pairs.iter().map(|pair| pair.other))?;
        Some(Self { one, other, spread: [first, second], names })
    }
    /// How far beyond the innermost base each break may lie.
    pub(crate) fn uncertainty(&self, longest: u32) -> [u32; 2] {
        self.spread.map(|spread| longest.saturating_sub(spread).max(20))
    }
    /// Whether a junction would give these pairs.
    pub(crate) fn explained_by(&self, adjacency: &Adjacency, longest: u32) -> bool {
        let near = |mine: Breakend, theirs: Breakend| {
            mine.kept == theirs.kept
                && mine.locus.contig == theirs.locus.contig
                && mine.locus.position.abs_diff(theirs.locus.position) <= longest
        };
        near(self.one, adjacency.one) && near(self.other, adjacency.other)
            || near(self.one, adjacency.other) && near(self.other, adjacency.one)
    }
}
