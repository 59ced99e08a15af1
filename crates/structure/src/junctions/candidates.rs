//! Where junctions may be: from split reads, long gaps, clips that fit elsewhere, and pairs.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    genome::{ContigId, Locus},
    read::CigarKind,
    structure::{Breakend, JunctionKind, Kept},
};

use super::{
    adjacency::Adjacency,
    clips,
    genome::{Genome, moved},
    pairs::{self, PairCluster},
    reads::{Piece, PlacedRead, SampleReads, as_sequenced},
};
use crate::sweep::breakends::MIN_GAP;

/// A junction to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) adjacency: Adjacency,
    /// Bases that may belong to either side, on the forward strand of the first side's contig.
    pub(crate) homology: Vec<u8>,
    /// Bases by which each side may lie elsewhere; none where a read crosses the junction.
    pub(crate) uncertainty: Option<[u32; 2]>,
}

/// Every candidate that a sample's reads suggest, each once, in the genome's order.
pub(crate) fn candidates(sample: &SampleReads, genome: &Genome<'_>) -> Vec<Candidate> {
    let mut raw: BTreeMap<Adjacency, BTreeSet<u64>> = BTreeMap::new();
    for placed in sample.reads() {
        for adjacency in split(placed, genome).into_iter().chain(gaps(placed)) {
            raw.entry(adjacency).or_default().insert(placed.read.name);
        }
    }
    let supported = raw.into_iter().filter(|(adjacency, names)| names.len() > 1 || seconded(sample, adjacency, names));
    let mut found: BTreeMap<Adjacency, Vec<u8>> = supported
        .map(|(adjacency, _)| adjacency.normalised(genome))
        .filter(|(adjacency, _)| reportable(adjacency))
        .collect();
    for adjacency in clips::candidates(sample, genome) {
        let (adjacency, homology) = adjacency.normalised(genome);
        if reportable(&adjacency) {
            found.insert(adjacency, homology);
        }
    }
    let clusters = pairs::clusters(sample);
    let explained =
        |cluster: &PairCluster| found.keys().any(|adjacency| cluster.explained_by(adjacency, sample.library().longest));
    let imprecise: Vec<Candidate> = clusters
        .iter()
        .filter(|cluster| !explained(cluster))
        .map(|cluster| Candidate {
            adjacency: Adjacency::new(cluster.one, Vec::new(), cluster.other),
            homology: Vec::new(),
            uncertainty: Some(cluster.uncertainty(sample.library().longest)),
        })
        .collect();
    let precise = found.into_iter().map(|(adjacency, homology)| Candidate { adjacency, homology, uncertainty: None });
    precise.chain(imprecise).collect()
}

/// The other junction of the exchange that a candidate would be half of, in each place that its homology leaves open.
pub(crate) fn other_half(candidate: &Candidate, genome: &Genome<'_>) -> Vec<Candidate> {
    /// Bases of homology that are looked through.
    const MOST: i64 = 10;
    let Adjacency { one, other, .. } = candidate.adjacency;
    let exchanged =
        matches!(candidate.adjacency.junction().kind(), JunctionKind::Inversion | JunctionKind::Translocation);
    if !exchanged || candidate.uncertainty.is_some() || !candidate.adjacency.inserted.is_empty() {
        return Vec::new();
    }
    // The first side stands furthest left: further right it keeps more of what is before it, or less of what is behind.
    let sign = if one.kept == Kept::Before { 1 } else { -1 };
    let room = i64::try_from(candidate.homology.len()).unwrap_or(0).min(MOST);
    let spelled = (0..=room).filter_map(|by| {
        let one = beyond(moved(one, sign * by)?)?;
        let other = beyond(moved(other, -sign * by)?)?;
        let (adjacency, homology) = Adjacency::new(one, Vec::new(), other).normalised(genome);
        Some(Candidate { adjacency, homology, uncertainty: None })
    });
    spelled.collect()
}

/// Where else the break may lie: an aligner carries a read over it, past one base that differs, where those behind agree again. Those are
/// then the candidate's homology.
pub(crate) fn past_a_mismatch(candidate: &Candidate, genome: &Genome<'_>) -> Vec<Candidate> {
    /// METHOD: bases that must agree behind the one that differs: a single one is not worth an aligner's penalty.
    const AGAIN: usize = 2;
    let Adjacency { one, other, ref inserted } = candidate.adjacency;
    if candidate.uncertainty.is_some() || !inserted.is_empty() || candidate.homology.len() < AGAIN {
        return Vec::new();
    }
    let sign = if one.kept == Kept::Before { 1 } else { -1 };
    let right = i64::try_from(candidate.homology.len()).unwrap_or(0) + 1;
    let spelled = [-1, right].into_iter().filter_map(|by| {
        let moved = Adjacency::new(moved(one, sign * by)?, Vec::new(), moved(other, -sign * by)?);
        let (adjacency, homology) = moved.normalised(genome);
        reportable(&adjacency).then_some(Candidate { adjacency, homology, uncertainty: None })
    });
    spelled.collect()
}

/// The side that begins where another ends.
fn beyond(side: Breakend) -> Option<Breakend> {
    let next = moved(side, 1)?;
    let kept = if side.kept == Kept::Before { Kept::From } else { Kept::Before };
    Some(Breakend { kept, ..next })
}

/// Whether it is long enough to be a rearrangement.
fn reportable(adjacency: &Adjacency) -> bool {
    let junction = adjacency.junction();
    let inserted = u32::try_from(adjacency.inserted.len()).unwrap_or(u32::MAX);
    match junction.kind() {
        JunctionKind::Deletion => junction.span().is_none_or(|span| (span - 1).max(inserted) >= MIN_GAP),
        JunctionKind::TandemDuplication => junction.span().is_none_or(|span| span + 1 + inserted >= MIN_GAP),
        JunctionKind::Insertion => inserted >= MIN_GAP,
        JunctionKind::Inversion | JunctionKind::Translocation => true,
    }
}

/// The joins between the parts of a split read.
fn split(placed: &PlacedRead, genome: &Genome<'_>) -> Vec<Adjacency> {
    if placed.read.parts.is_empty() {
        return Vec::new();
    }
    let pieces = Piece::all(placed, genome.contigs);
    let (bases, cut) = as_sequenced(&placed.read);
    pieces.windows(2).filter_map(|pair| join(&pair[0], &pair[1], &bases, cut)).collect()
}

fn join(left: &Piece, right: &Piece, bases: &[u8], cut: u32) -> Option<Adjacency> {
    if left.mapping_quality == 0 && right.mapping_quality == 0 || right.query.1 <= left.query.1 {
        return None;
    }
    let (exit, entry) = (left.exit(), right.entry());
    if let Some(gap) = right.query.0.checked_sub(left.query.1) {
        let from = left.query.1.checked_sub(cut)? as usize;
        let inserted = bases.get(from..from + gap as usize)?.to_vec();
        return Some(Adjacency::new(exit, inserted, entry));
    }
    // Bases that both parts claim stay with the first.
    let shared = i64::from(left.query.1 - right.query.0);
    Some(Adjacency::new(exit, Vec::new(), moved(entry, -shared)?))
}

/// The long gaps of an alignment.
fn gaps(placed: &PlacedRead) -> Vec<Adjacency> {
    let (mut query, mut at, mut found) = (0usize, placed.read.start, Vec::new());
    let side = |position, kept| Breakend { locus: Locus::new(placed.contig, position), kept };
    for op in placed.read.operations() {
        let long = op.length() >= MIN_GAP && at > placed.read.start;
        match op.kind() {
            CigarKind::Deletion if long => {
                let adjacency =
                    Adjacency::new(side(at - 1, Kept::Before), Vec::new(), side(at + op.length(), Kept::From));
                found.push(adjacency);
            }
            CigarKind::Insertion if long => {
                let inserted = placed.read.bases.get(query..query + op.length() as usize).unwrap_or_default().to_vec();
                found.push(Adjacency::new(side(at - 1, Kept::Before), inserted, side(at, Kept::From)));
            }
            _ => {}
        }
        query += op.read_bases() as usize;
        at += op.reference_bases();
    }
    found
}

/// METHOD: what a single read shows is looked at when another fragment points the same way.
fn seconded(sample: &SampleReads, adjacency: &Adjacency, names: &BTreeSet<u64>) -> bool {
    [(adjacency.one, adjacency.other), (adjacency.other, adjacency.one)].into_iter().any(|(side, far)| {
        clipped_at(sample, side).any(|placed| !names.contains(&placed.read.name))
            || paired_over(sample, side, far).any(|placed| !names.contains(&placed.read.name))
    })
}

/// METHOD: aligners place one break within so many bases of another reading of it.
const NEAR: u32 = 10;

/// Reads that are clipped at a side, away from what is kept.
pub(crate) fn clipped_at(sample: &SampleReads, side: Breakend) -> impl Iterator<Item = &PlacedRead> {
    let at = side.locus.position;
    sample.near(side.locus.contig, at.saturating_sub(NEAR), at + NEAR + 1).filter(move |placed| {
        let (op, place) = match side.kept {
            Kept::Before => (placed.read.operations().next_back(), placed.read.end().saturating_sub(1)),
            Kept::From => (placed.read.operations().next(), placed.read.start),
        };
        op.is_some_and(|op| matches!(op.kind(), CigarKind::SoftClip | CigarKind::HardClip))
            && place.abs_diff(at) <= NEAR
    })
}

/// Reads that face a side and whose mate lies at the other.
pub(crate) fn paired_over(sample: &SampleReads, side: Breakend, far: Breakend) -> impl Iterator<Item = &PlacedRead> {
    let (at, reach) = (side.locus.position, sample.library().longest);
    let (from, to) = match side.kept {
        Kept::Before => (at.saturating_sub(reach), at),
        Kept::From => (at.saturating_sub(NEAR), at + reach),
    };
    sample.starting(side.locus.contig, from, to).iter().filter(move |placed| {
        let read = &placed.read;
        read.distant_pair
            && read.flags.is_reverse() == (side.kept == Kept::From)
            && read.flags.is_mate_reverse() == (far.kept == Kept::From)
            && read.mate.is_some_and(|(contig, start)| {
                ContigId(contig) == far.locus.contig && start.abs_diff(far.locus.position) <= reach
            })
    })
}
