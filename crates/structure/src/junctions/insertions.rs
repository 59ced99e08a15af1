//! Clips that face each other at one place and fit nowhere: the two ends of inserted bases; and the reads without a place that
//! hold what lies between them.

use std::collections::BTreeMap;

use marv_model::{genome::ContigId, structure::Kept};

use super::{
    adjacency::Adjacency,
    clips::{ClipCluster, LONE},
    genome::{Genome, reverse_complement},
    reads::SampleReads,
};

/// Bases that may be there twice, and that may be lost, at the place of an insertion.
const TWICE: i64 = 40;
const LOST: i64 = 30;
/// METHOD: three clipped reads in all, so that two errors that meet are not an insertion.
const FEWEST: usize = 3;
/// METHOD: bases in which two clips that face each other must agree to be read as one insertion.
const MIN_OVERLAP: usize = 12;
/// METHOD: the same for a read that may lie anywhere in it: 20 bases agree by chance once in 10^12 places.
const LONG_OVERLAP: usize = 20;
/// Bases that are put together for an insertion, at most.
const LONGEST: usize = 2_000;
/// What stands for inserted bases that no read shows.
const UNREAD: usize = 10;

/// The insertions between clips that fit nowhere.
pub(crate) fn insertions(unplaced: &[ClipCluster], sample: &SampleReads, genome: &Genome<'_>) -> Vec<Adjacency> {
    let enters = |contig: ContigId| {
        unplaced.iter().filter(move |cluster| cluster.side.kept == Kept::From && cluster.side.locus.contig == contig)
    };
    let mut found = Vec::new();
    for left in unplaced.iter().filter(|cluster| cluster.side.kept == Kept::Before) {
        let at = i64::from(left.side.locus.position);
        let gap = |right: &ClipCluster| i64::from(right.side.locus.position) - at - 1;
        let right = enters(left.side.locus.contig)
            .filter(|right| (-TWICE..=LOST).contains(&gap(right)))
            .min_by_key(|right| (gap(right).abs(), right.side));
        let Some(right) = right else { continue };
        if left.reads + right.reads < FEWEST || left.consensus.len().max(right.consensus.len()) < LONE {
            continue;
        }
        let end = reverse_complement(&right.consensus);
        let mut inserted = joined(&left.consensus, &end)
            .or_else(|| bridged(&left.consensus, &end, &between(left, right, sample)))
            .unwrap_or_else(|| [left.consensus.as_slice(), &[b'N'; UNREAD], &end].concat());
        let mut entry = right.side;
        if gap(right) < 0 {
            let twice = genome.window(entry.locus.contig, i64::from(entry.locus.position), at + 1);
            inserted.extend(twice);
            entry.locus.position = left.side.locus.position + 1;
        }
        found.push(Adjacency::new(left.side, inserted, entry));
    }
    found
}

/// The reads without a place beside the two ends, on the reference's forward strand.
fn between<'a>(left: &ClipCluster, right: &ClipCluster, sample: &'a SampleReads) -> Vec<&'a [u8]> {
    let mut reads: BTreeMap<u64, &[u8]> = BTreeMap::new();
    for end in [left, right].into_iter().filter(|end| end.agreed) {
        reads.extend(sample.behind(end.side));
    }
    reads.into_values().collect()
}

/// One insertion from its beginning and its end, where they meet: of several lengths the one with most bases in common. Clips
/// longer than the insertion hold what lies behind it.
fn joined(start: &[u8], end: &[u8]) -> Option<Vec<u8>> {
    let common = |length: usize| {
        let from = length.saturating_sub(end.len());
        let to = start.len().min(length);
        (start.get(from..to).unwrap_or_default(), &end[end.len() + from - length..])
    };
    let lengths = MIN_OVERLAP..=(start.len() + end.len()).saturating_sub(MIN_OVERLAP);
    let meets = |length: &usize| {
        let (one, other) = common(*length);
        one.len() >= MIN_OVERLAP && agrees(one, other)
    };
    let length = lengths.filter(meets).max_by_key(|length| (common(*length).0.len(), std::cmp::Reverse(*length)))?;
    let behind = length.saturating_sub(start.len()).min(end.len());
    Some([&start[..start.len().min(length)], &end[end.len() - behind..]].concat())
}

/// METHOD: stretches are one where at most a tenth of their bases differ.
fn agrees(one: &[u8], other: &[u8]) -> bool {
    let most = one.len() / 10;
    one.iter().zip(other).filter(|(a, b)| a != b && **a != b'N' && **b != b'N').nth(most).is_none()
}

/// The beginning led on through `reads` until it meets the end. None where the reads do not lead there: then they may
/// be anything.
fn bridged(start: &[u8], end: &[u8], reads: &[&[u8]]) -> Option<Vec<u8>> {
    let mut path = start.to_vec();
    while path.len() < LONGEST {
        // Where each read that goes on behind the path begins.
        let onwards: Vec<(usize, &[u8])> = reads
            .iter()
            .filter_map(|read| Some((place(&path, read)?, *read)))
            .filter(|(from, read)| from + read.len() > path.len())
            .collect();
        let longest = onwards.iter().map(|(from, read)| from + read.len()).max()?;
        for at in path.len()..longest {
            path.push(most(onwards.iter().filter_map(|(from, read)| read.get(at - from).copied())));
        }
        if let Some(from) = place(&path, end) {
            path.truncate(from);
            path.extend(end);
            return Some(path);
        }
    }
    None
}

/// Where a read begins that overlaps the end of a path, or lies in it: of several places the first, which overlaps most.
fn place(path: &[u8], read: &[u8]) -> Option<usize> {
    let last = path.len().checked_sub(LONG_OVERLAP)?;
    (0..=last).find(|from| {
        let length = read.len().min(path.len() - from);
        length >= LONG_OVERLAP && agrees(&path[*from..from + length], &read[..length])
    })
}

/// The base that most have; the first of equals.
fn most(bases: impl Iterator<Item = u8>) -> u8 {
    let mut votes = [0u32; 4];
    for base in bases {
        if let Some(vote) = b"ACGT".iter().position(|letter| *letter == base) {
            votes[vote] += 1;
        }
    }
    let highest = votes.iter().max().copied().unwrap_or(0);
    votes.iter().position(|vote| *vote == highest && highest > 0).map_or(b'N', |index| b"ACGT"[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[u8] = b"ACGTTGCAAGGCTTACCGATAGGATCCTTGACGGATTACAGCCTTAAGCGTACCATTGGACTCAGGT";

    #[test]
    fn two_ends_that_overlap_are_one_insertion() {
        assert_eq!(joined(&WHOLE[..20], &WHOLE[6..27]).unwrap(), &WHOLE[..27]);
        assert_eq!(joined(&WHOLE[..10], &WHOLE[17..]), None);
    }

    /// Bases 10 to 29 are inserted; the clips go on for 15 bases behind, and for 4 before it.
    #[test]
    fn clips_longer_than_an_insertion_hold_what_lies_behind_it() {
        assert_eq!(joined(&WHOLE[10..45], &WHOLE[6..30]).unwrap(), &WHOLE[10..30]);
        assert_eq!(joined(&WHOLE[10..45], &WHOLE[12..30]).unwrap(), &WHOLE[10..30]);
        assert_eq!(joined(&WHOLE[10..28], &WHOLE[6..30]).unwrap(), &WHOLE[10..30]);
    }

    /// The ends are bases 0 to 24 and 44 to 67; reads are 2 to 40, 18 to 66 (of which 20 with a wrong base in it) and one
    /// that is something else.
    #[test]
    fn reads_lead_from_one_end_to_the_other_or_are_left_out() {
        let mut wrong = WHOLE[20..50].to_vec();
        wrong[18] = b'T';
        let other = b"TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT";
        let reads: [&[u8]; 5] = [other, &WHOLE[2..40], &WHOLE[18..60], &wrong, &WHOLE[19..66]];
        assert_eq!(bridged(&WHOLE[..24], &WHOLE[44..], &reads).unwrap(), WHOLE);
        assert_eq!(bridged(&WHOLE[..24], &WHOLE[44..], &reads[..2]), None, "they end before the other end begins");
        assert_eq!(bridged(&WHOLE[..24], &WHOLE[44..], &[]), None);
    }

    #[test]
    fn the_base_that_most_have_stands() {
        assert_eq!((most(b"ACC".iter().copied()), most(b"NN".iter().copied())), (b'C', b'N'));
    }
}
