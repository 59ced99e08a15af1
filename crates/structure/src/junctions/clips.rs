//! Clipped bases that fit elsewhere: near by, or where the mates of their neighbours lie.

use std::collections::BTreeMap;

use marv_model::{
    genome::{ContigId, Locus},
    read::CigarKind,
    sequence::complement,
    structure::{Breakend, Kept},
};

use super::{
    adjacency::Adjacency,
    genome::{Genome, reverse_complement},
    insertions::insertions,
    reads::{PlacedRead, SampleReads},
    seeds::{Diagonals, Seeds},
};
use crate::sweep::breakends::{AGREEMENT, MIN_CLIP, SplitPart, is_good};

/// Bases around a clip in which its bases are looked for.
const NEARBY: i64 = 2_000;
/// METHOD: clips whose places differ by no more are of one break.
const SAME_PLACE: u32 = 3;
/// METHOD: a lone clip must be this long to be looked for, bases.
pub(crate) const LONE: usize = 20;
/// METHOD: matching bases, mismatches taken off threefold, by which a place is taken; within 4 kb and both strands a chance
/// match of 13 bases is one in 8,000.
const MIN_SCORE: i32 = 13;
/// Bases that may be inserted before the clip fits.
const LONGEST_INSERTION: usize = 100;
/// Insertions and deletions shorter than this are small variants, in bases.
const SMALL: u32 = 50;

/// The clips of one break: their bases in the direction of travel, agreed by most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClipCluster {
    pub(crate) side: Breakend,
    pub(crate) consensus: Vec<u8>,
    pub(crate) reads: usize,
    /// Two good clips agree as the sweep has them agree, so that reads without a place beside them were kept.
    pub(crate) agreed: bool,
    /// Split reads tell already where they go on.
    told: bool,
}

/// The candidates that a sample's clips suggest.
pub(crate) fn candidates(sample: &SampleReads, genome: &Genome<'_>) -> Vec<Adjacency> {
    let mut found = Vec::new();
    let mut unplaced = Vec::new();
    for cluster in clusters(sample, genome) {
        if cluster.told || cluster.reads < 2 && cluster.consensus.len() < LONE {
            continue;
        }
        match elsewhere(&cluster, sample, genome) {
            Some(adjacency) => found.push(adjacency),
            None => unplaced.push(cluster),
        }
    }
    found.extend(insertions(&unplaced, sample, genome));
    found
}

/// Clipped bases in the direction of travel, and whether the read tells where they go on.
type Clip = (Vec<u8>, bool);

fn clusters(sample: &SampleReads, genome: &Genome<'_>) -> Vec<ClipCluster> {
    let mut clips: BTreeMap<(ContigId, Kept, u32), Vec<Clip>> = BTreeMap::new();
    for placed in sample.reads() {
        let read = &placed.read;
        let told = read.parts.iter().any(|part| tells(part, placed, genome));
        let soft = |op: Option<marv_model::read::CigarOp>| {
            op.filter(|op| op.kind() == CigarKind::SoftClip && op.length() >= MIN_CLIP).map(|op| op.length() as usize)
        };
        if let Some(bases) = soft(read.operations().next()).and_then(|length| read.bases.get(..length)) {
            let bases = reverse_complement(bases);
            clips.entry((placed.contig, Kept::From, read.start)).or_default().push((bases, told));
        }
        if let Some(length) = soft(read.operations().next_back()) {
            let bases = read.bases[read.bases.len().saturating_sub(length)..].to_vec();
            let place = read.end().saturating_sub(1);
            clips.entry((placed.contig, Kept::Before, place)).or_default().push((bases, told));
        }
    }
    let mut found = Vec::new();
    let mut places = clips.into_iter().peekable();
    while let Some(((contig, kept, place), bases)) = places.next() {
        let mut group = vec![(place, bases)];
        let mut last = place;
        while let Some((key, bases)) =
            places.next_if(|((c, k, p), _)| *c == contig && *k == kept && *p <= last + SAME_PLACE)
        {
            last = key.2;
            group.push((key.2, bases));
        }
        // The place that most clips name; the first of equals.
        let Some(most) = group.iter().map(|(_, bases)| bases.len()).max() else { continue };
        let place = group.iter().find(|(_, bases)| bases.len() == most).map_or(place, |(place, _)| *place);
        let told = group.iter().flat_map(|(_, bases)| bases).any(|(_, told)| *told);
        let aligned: Vec<(i64, &[u8])> = group
            .iter()
            .flat_map(|(at, bases)| {
                let ahead = i64::from(*at) - i64::from(place);
                let ahead = if kept == Kept::Before { ahead } else { -ahead };
                bases.iter().map(move |(bases, _)| (ahead, bases.as_slice()))
            })
            .collect();
        let good: Vec<u32> =
            group.iter().flat_map(|(at, bases)| bases.iter().filter(|(bases, _)| good(bases)).map(|_| *at)).collect();
        let agreed = good.windows(2).any(|pair| pair[1] - pair[0] <= AGREEMENT);
        let side = Breakend { locus: Locus::new(contig, place), kept };
        found.push(ClipCluster { side, consensus: consensus(&aligned), reads: aligned.len(), agreed, told });
    }
    found
}

/// Whether a read's other part tells where the read goes on.
///
/// METHOD: a part that fits many places equally does not, unless it is one near by: then that is the likeliest of them.
fn tells(part: &SplitPart, placed: &PlacedRead, genome: &Genome<'_>) -> bool {
    let near = || {
        genome.contigs.id_or_alias(&part.contig) == Some(placed.contig)
            && i64::from(part.start.abs_diff(placed.read.start)) <= NEARBY
    };
    part.mapping_quality > 0 || near()
}

/// Whether the sweep takes a clip for a good one.
fn good(bases: &[u8]) -> bool {
    let count = |bases: usize| u32::try_from(bases).unwrap_or(u32::MAX);
    is_good(count(bases.iter().filter(|base| **base != b'N').count()), count(bases.len()))
}

/// The base that most clips have, by bases from the break; as far as any clip reaches. `ahead`: by how many bases a clip
/// starts later.
fn consensus(clips: &[(i64, &[u8])]) -> Vec<u8> {
    let longest = clips.iter().map(|(ahead, bases)| i64::try_from(bases.len()).unwrap_or(0) + ahead).max().unwrap_or(0);
    (0..longest)
        .map(|at| {
            let mut votes = [0u32; 4];
            for (ahead, bases) in clips {
                let base = usize::try_from(at - ahead).ok().and_then(|index| bases.get(index));
                if let Some(vote) = base.and_then(|base| b"ACGT".iter().position(|letter| letter == base)) {
                    votes[vote] += 1;
                }
            }
            let most = votes.iter().max().copied().unwrap_or(0);
            votes.iter().position(|vote| *vote == most && most > 0).map_or(b'N', |index| b"ACGT"[index])
        })
        .collect()
}

/// A stretch of the reference in which a clip's bases are looked for.
struct Target {
    contig: ContigId,
    from: i64,
    bases: Vec<u8>,
}

impl Target {
    fn at(&self, index: i64) -> Option<u8> {
        self.bases.get(usize::try_from(index).ok()?).copied()
    }
    fn entered(&self, index: i64, kept: Kept) -> Option<Breakend> {
        let position = u32::try_from(self.from + index).ok()?;
        Some(Breakend { locus: Locus::new(self.contig, position), kept })
    }
}

/// Where the bases go on, when there is one place that is clearly better than all others.
fn elsewhere(cluster: &ClipCluster, sample: &SampleReads, genome: &Genome<'_>) -> Option<Adjacency> {
    let side = cluster.side;
    let at = i64::from(side.locus.position);
    let mut targets = vec![(side.locus.contig, at - NEARBY, at + NEARBY)];
    for (contig, from, to) in mate_windows(sample, side) {
        if contig != side.locus.contig || to < at - NEARBY || from > at + NEARBY {
            targets.push((contig, from, to));
        }
    }
    let seeds = Seeds::of(&cluster.consensus);
    let mut hits: Vec<Fit> = Vec::new();
    for (contig, from, to) in targets {
        let target = Target { contig, from, bases: genome.window(contig, from, to) };
        hits.extend(fits(&cluster.consensus, &seeds, &target));
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.0), hit.1, hit.2));
    let (mut score, mut inserted, mut entry) = *hits.first()?;
    let rival = hits.iter().skip(1).find(|(_, other, place)| {
        place.kept != entry.kept
            || place.locus.contig != entry.locus.contig
            || (i64::from(place.locus.position) - i64::from(entry.locus.position)).abs()
                > 3 + (signed(*other) - signed(inserted)).abs()
    });
    if rival.is_some_and(|rival| rival.0 + 3 > score) {
        return None;
    }
    if !goes_on(side, entry, inserted, SMALL.into()) {
        let straight = straight_on(cluster, genome);
        if let Some(straight) = straight.filter(|one| is_nearer(*one, (score, inserted))) {
            (score, inserted, entry) = straight;
        }
    }
    // Going on where nothing is broken, or by a few bases more or less, is a small variant or an error.
    if goes_on(side, entry, inserted, 10) || score < MIN_SCORE {
        return None;
    }
    Some(Adjacency::new(side, cluster.consensus[..inserted].to_vec(), entry))
}

/// Bases matched, bases before the match, and the side that is entered.
type Fit = (i32, usize, Breakend);

/// Whether an entry goes on behind a side, by fewer than `bases` more or less.
fn goes_on(side: Breakend, entry: Breakend, inserted: usize, bases: i64) -> bool {
    let straight = entry.locus.contig == side.locus.contig && entry.kept != side.kept;
    let gap = i64::from(entry.locus.position) - i64::from(side.locus.position);
    let ahead = if side.kept == Kept::Before { gap - 1 } else { -gap - 1 };
    straight && (ahead - signed(inserted)).abs() < bases
}

/// Where a clip's bases fit best behind a small insertion or deletion.
fn straight_on(cluster: &ClipCluster, genome: &Genome<'_>) -> Option<Fit> {
    let side = cluster.side;
    let clip = &cluster.consensus;
    let reach = u32::try_from(clip.len()).ok()?.saturating_add(SMALL);
    // Bases in the direction of travel: those that are kept, up to the break, and those behind it.
    let kept = genome.towards(side, SMALL);
    let (before, path) = (signed(kept.len()), [kept, genome.beyond(side, reach)].concat());
    let small = i64::from(SMALL);
    let fits = (1 - small..small).filter_map(|ahead| {
        let base = |at: i64| path.get(usize::try_from(before + at).ok()?).copied();
        let (score, from, _) =
            best_stretch((0..clip.len()).map(|index| step(clip[index], base(ahead + signed(index)))));
        let by = ahead + signed(from);
        let position = i64::from(side.locus.position);
        let (position, kept) = match side.kept {
            Kept::Before => (position + 1 + by, Kept::From),
            Kept::From => (position - 1 - by, Kept::Before),
        };
        let locus = Locus::new(side.locus.contig, u32::try_from(position).ok()?);
        Some((score, from, Breakend { locus, kept }))
    });
    fits.max_by_key(|(score, from, entry)| (*score, std::cmp::Reverse(*from), *entry))
}

/// Whether a small variant at the break explains a clip rather than a place further away.
///
/// METHOD: fewer than 20 bases may fit somewhere by chance. The place further away was the best of 8,000, that behind a small variant
/// is the best of a hundred, and small variants are a thousand times as many as junctions: together six bases. And bases that
/// go straight on before those that fit elsewhere are the reference behind a small variant: the break lies where they end.
fn is_nearer(straight: Fit, elsewhere: (i32, usize)) -> bool {
    const SURE: i32 = 20;
    const WORTH: i32 = 6;
    const LEAST: i32 = 8;
    let as_likely = elsewhere.0 < SURE && straight.0 >= LEAST && straight.0 + WORTH >= elsewhere.0;
    as_likely || straight.0 >= MIN_SCORE && straight.1 < elsewhere.1
}

/// Places where a clip's bases match, on both strands: score, bases before the match, and the side that is entered.
fn fits(clip: &[u8], seeds: &Seeds, target: &Target) -> Vec<Fit> {
    let Diagonals { forward, turned } = seeds.in_stretch(&target.bases);
    let last = signed(target.bases.len()) - 1;
    let as_it_reads = forward.into_iter().filter_map(|diagonal| {
        let base = |at: i64| target.at(at);
        let (score, from) = fit(clip, diagonal, base)?;
        target.entered(diagonal + signed(from), Kept::From).map(|side| (score, from, side))
    });
    let on_the_other_strand = turned.into_iter().filter_map(|diagonal| {
        let base = |at: i64| target.at(last - at).map(complement);
        let (score, from) = fit(clip, diagonal, base)?;
        target.entered(last - (diagonal + signed(from)), Kept::Before).map(|side| (score, from, side))
    });
    as_it_reads.chain(on_the_other_strand).collect()
}

/// How well a clip fits from `diagonal` on, and how many of its bases lie before what fits; none where it fits badly.
fn fit(clip: &[u8], diagonal: i64, base: impl Fn(i64) -> Option<u8>) -> Option<(i32, usize)> {
    let (score, from, _) = best_stretch((0..clip.len()).map(|index| step(clip[index], base(diagonal + signed(index)))));
    (score >= MIN_SCORE && from <= LONGEST_INSERTION).then_some((score, from))
}

/// METHOD: a mismatch costs three matches; an unread base neither speaks for nor against.
fn step(base: u8, reference: Option<u8>) -> i32 {
    match reference {
        _ if base == b'N' => 0,
        Some(reference) if reference == base => 1,
        Some(b'N') => 0,
        _ => -3,
    }
}

/// The stretch of highest sum: sum, first index, index behind the last.
pub(crate) fn best_stretch(steps: impl Iterator<Item = i32>) -> (i32, usize, usize) {
    let (mut best, mut sum, mut from) = ((0, 0, 0), 0, 0);
    for (index, step) in steps.enumerate() {
        if sum <= 0 {
            (sum, from) = (0, index);
        }
        sum += step;
        if sum > best.0 {
            best = (sum, from, index + 1);
        }
    }
    best
}

fn signed(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// Where the mates of distant pairs that face the break lie, widened to what a fragment reaches.
fn mate_windows(sample: &SampleReads, side: Breakend) -> Vec<(ContigId, i64, i64)> {
    const MOST: usize = 3;
    let (at, reach) = (side.locus.position, sample.library().longest);
    let (from, to) = match side.kept {
        Kept::Before => (at.saturating_sub(reach), at + 1),
        Kept::From => (at, at + reach),
    };
    let reach = i64::from(reach);
    let facing = sample.starting(side.locus.contig, from, to).iter().map(|placed| &placed.read);
    let mut mates: Vec<(ContigId, i64)> = facing
        .filter(|read| read.distant_pair && read.flags.is_reverse() == (side.kept == Kept::From))
        .filter_map(|read| read.mate.map(|(contig, start)| (ContigId(contig), i64::from(start))))
        .collect();
    mates.sort();
    let mut windows: Vec<(usize, ContigId, i64, i64)> = Vec::new();
    for (contig, start) in mates {
        match windows.last_mut() {
            Some(window) if window.1 == contig && start <= window.3 => window.0 += 1,
            _ => windows.push((1, contig, start - reach, start + reach)),
        }
    }
    // METHOD: one pair is a chimera until another agrees.
    windows.retain(|window| window.0 > 1);
    windows.sort_by_key(|window| (std::cmp::Reverse(window.0), window.1, window.2));
    windows.into_iter().take(MOST).map(|(_, contig, from, to)| (contig, from, to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_clips_decide_a_base_and_shifted_ones_are_moved() {
        assert_eq!(consensus(&[(0, b"ACGT"), (0, b"ACCTA"), (1, b"CGT")]), b"ACGTA");
        assert_eq!(consensus(&[(0, b"NN"), (0, b"A")]), b"AN");
    }

    #[test]
    fn the_best_stretch_leaves_out_what_costs() {
        assert_eq!(best_stretch([1, 1, -3, 1, 1, 1, -3, 1].into_iter()), (3, 3, 6));
        assert_eq!(best_stretch(std::iter::empty()), (0, 0, 0));
    }
}
