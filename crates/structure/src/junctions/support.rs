//! What a sample's fragments say for a junction, read by read and pair by pair.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    structure::{Breakend, JunctionKind, Kept},
    units::AlleleFraction,
};

use super::{
    candidates::{Candidate, paired_over},
    clips::best_stretch,
    genome::{Genome, reverse_complement},
    reads::{Block, Library, PlacedRead, SampleReads, blocks},
};
use crate::sweep::fragments::{CELL, OVERHANG};

/// Bases of each side in the path through a junction.
const FLANK: u32 = 350;
/// METHOD: bases by which a read must reach beyond the ambiguous place on both sides; eight by chance are one in 65,536.
const REACH: usize = 8;
/// METHOD: by how many matching bases the path through the junction must fit a read better than the reference does.
const BETTER: i32 = 8;
/// METHOD: a mismatch costs four matches, as in aligners' scores.
const MISMATCH: i32 = -4;
/// METHOD: an insertion of so many bases is told by either of its ends.
const LONG_INSERTION: usize = 20;
/// METHOD: pairs tell of junctions that move mates by at least so many bases.
const PAIRS_FROM: u32 = 300;
/// Reads looked at on each side: more are a repeat or a satellite, and say no more.
const MOST_READS: usize = 2_000;

/// The bases of the genome as the junction makes it, in the direction of travel from the first side.
#[derive(Debug)]
pub(crate) struct Path {
    bases: Vec<u8>,
    one: Breakend,
    other: Breakend,
    /// The first base behind the first side, and the first of the other side.
    left: usize,
    right: usize,
    /// Bases that may belong to either side: a spelling may go so far further right (and left, where the first keeps From).
    ambiguous: (usize, usize),
    references: [Vec<u8>; 2],
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Counted {
    /// Fragments with a read across the junction, by name, with the score of the best such read.
    pub(crate) split: BTreeMap<u64, i32>,
    /// Further fragments whose middle is across it.
    pub(crate) pairs: BTreeSet<u64>,
    /// Of the fragments with a read across it, those whose mates lie on its two sides as well.
    pub(crate) mated: BTreeSet<u64>,
    /// Of the fragments with a read across it, those whose mate has a place.
    pub(crate) placed: BTreeSet<u64>,
    /// Supporting reads on the forward and on the reverse strand.
    pub(crate) strands: [u32; 2],
    mapping_quality: u64,
    reads: u64,
}

impl Counted {
    /// Fragments that speak for it.
    pub(crate) fn fragments(&self) -> usize {
        self.split.len() + self.pairs.len()
    }
    /// Whether a fragment speaks for it.
    pub(crate) fn has(&self, name: u64) -> bool {
        self.split.contains_key(&name) || self.pairs.contains(&name)
    }
    /// Fragments with a read across it whose mate has a place that is not beyond it.
    pub(crate) fn unmated(&self) -> usize {
        self.placed.difference(&self.mated).count()
    }
    /// How well all reads across it fit, together.
    pub(crate) fn score(&self) -> i64 {
        self.split.values().map(|score| i64::from(*score)).sum()
    }
    /// Of the supporting reads; 0 without one.
    pub(crate) fn mapping_quality(&self) -> f64 {
        if self.reads == 0 {
            0.0
        } else {
            super::reads::to_f64(self.mapping_quality) / super::reads::to_f64(self.reads)
        }
    }
}

impl Path {
    pub(crate) fn new(candidate: &Candidate, genome: &Genome<'_>) -> Self {
        let adjacency = &candidate.adjacency;
        let towards = genome.towards(adjacency.one, FLANK);
        let turned = Breakend { ..adjacency.other };
        let onwards = reverse_complement(&genome.towards(turned, FLANK));
        let bases = [&towards[..], &adjacency.inserted, &onwards].concat();
        let homology = candidate.homology.len();
        let ambiguous = if adjacency.one.kept == Kept::Before { (0, homology) } else { (homology, 0) };
        let around = |side: Breakend| {
            let (at, flank) = (i64::from(side.locus.position), i64::from(FLANK));
            genome.window(side.locus.contig, at - flank, at + flank)
        };
        let references = [around(adjacency.one), around(adjacency.other)];
        let left = towards.len();
        let right = left + adjacency.inserted.len();
        Self { bases, one: adjacency.one, other: adjacency.other, left, right, ambiguous, references }
    }

    /// How well a read fits that crosses the junction and fits it clearly better than the reference.
    fn carried(&self, placed: &PlacedRead) -> Option<i32> {
        let read = &placed.read;
        let aligned = blocks(&read.cigar, read.start);
        let turned = reverse_complement(&read.bases);
        let mut tried = BTreeSet::new();
        let mut best = 0;
        for block in &aligned {
            for (side, first) in [(self.one, true), (self.other, false)] {
                if side.locus.contig != placed.contig {
                    continue;
                }
                let (offset, reverse) = self.offset(side, first, *block, read.bases.len());
                if !tried.insert((offset, reverse)) {
                    continue;
                }
                let bases = if reverse { &turned } else { &read.bases };
                let (score, from, to) = stretch(bases, &self.bases, offset);
                let (from, to) = (from + offset, to + offset);
                let (left, right) = (signed(self.left), signed(self.right));
                let reach = signed(REACH);
                let whole =
                    from + reach <= left - signed(self.ambiguous.0) && to >= right + signed(self.ambiguous.1) + reach;
                // No read need hold all of a long insertion: either of its ends shows it.
                let an_end = right - left >= signed(LONG_INSERTION)
                    && [left, right].iter().any(|end| from + reach <= *end && to >= end + reach);
                if whole || an_end {
                    best = best.max(score);
                }
            }
        }
        (best > 0 && best >= self.unbroken(placed, &aligned) + BETTER).then_some(best)
    }

    /// Where the first base of the read, turned where it must be, would lie on the path.
    fn offset(&self, side: Breakend, first: bool, block: Block, length: usize) -> (i64, bool) {
        let place = i64::from(block.start) - i64::from(side.locus.position);
        // The walk leads along the forward strand to a first side that keeps what is before, and from a second that keeps
        // what is behind.
        let forward = (side.kept == Kept::Before) == first;
        let along = if forward { place } else { -place };
        let index = if first { signed(self.left) - 1 + along } else { signed(self.right) + along };
        let query = i64::from(block.query);
        if forward { (index - query, false) } else { (index - (signed(length) - 1 - query), true) }
    }

    /// The best score of a read on the reference at either side.
    fn unbroken(&self, placed: &PlacedRead, aligned: &[Block]) -> i32 {
        let mut best = 0;
        for (side, reference) in [self.one, self.other].into_iter().zip(&self.references) {
            if side.locus.contig != placed.contig {
                continue;
            }
            let from = i64::from(side.locus.position) - i64::from(FLANK);
            for block in aligned {
                let offset = i64::from(block.start) - from - i64::from(block.query);
                best = best.max(stretch(&placed.read.bases, reference, offset).0);
            }
        }
        best
    }
}

fn signed(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// The best stretch of a read laid at `offset` of a sequence: score, first base and base behind the last, of the read.
fn stretch(read: &[u8], sequence: &[u8], offset: i64) -> (i32, i64, i64) {
    let steps = read.iter().enumerate().map(|(index, base)| {
        let reference = usize::try_from(offset + signed(index)).ok().and_then(|at| sequence.get(at));
        match reference {
            _ if *base == b'N' => 0,
            Some(reference) if reference == base => 1,
            Some(b'N') => 0,
            _ => MISMATCH,
        }
    });
    let (score, from, to) = best_stretch(steps);
    (score, signed(from), signed(to))
}

/// Whether pairs can tell of a junction.
pub(crate) fn pairs_tell(candidate: &Candidate) -> bool {
    let junction = candidate.adjacency.junction();
    junction.kind() != JunctionKind::Insertion && junction.span().is_none_or(|span| span >= PAIRS_FROM)
}

/// Counts a sample's fragments for a junction.
pub(crate) fn count(candidate: &Candidate, sample: &SampleReads, genome: &Genome<'_>) -> Counted {
    let mut counted = Counted::default();
    let adjacency = &candidate.adjacency;
    if candidate.uncertainty.is_none() {
        let path = Path::new(candidate, genome);
        let mut seen = BTreeSet::new();
        for side in [adjacency.one, adjacency.other] {
            let at = side.locus.position;
            let near = sample.near(side.locus.contig, at.saturating_sub(FLANK / 2), at + FLANK / 2);
            for placed in near.filter(|placed| !placed.read.bases.is_empty()).take(MOST_READS) {
                let read = &placed.read;
                if !seen.insert((read.name, read.flags.0, read.start)) {
                    continue;
                }
                if let Some(score) = path.carried(placed) {
                    let best = counted.split.entry(read.name).or_default();
                    *best = score.max(*best);
                    if read.mate.is_some() {
                        counted.placed.insert(read.name);
                    }
                    note(&mut counted, placed);
                }
            }
        }
    }
    if pairs_tell(candidate) {
        let reach = candidate.uncertainty.map_or(0, |sides| sides[0].max(sides[1]));
        for (side, far) in [(adjacency.one, adjacency.other), (adjacency.other, adjacency.one)] {
            for placed in paired_over(sample, side, far).take(MOST_READS) {
                let name = placed.read.name;
                if !fits(placed, side, far, sample.library(), reach) {
                    continue;
                }
                if counted.split.contains_key(&name) {
                    counted.mated.insert(name);
                } else {
                    counted.pairs.insert(name);
                    note(&mut counted, placed);
                }
            }
        }
    }
    counted
}

fn note(counted: &mut Counted, placed: &PlacedRead) {
    counted.mapping_quality += u64::from(placed.read.mapping_quality.min(60));
    counted.reads += 1;
    counted.strands[usize::from(placed.read.flags.is_reverse())] += 1;
}

/// Whether the fragment would have a likely length if the junction were there.
fn fits(placed: &PlacedRead, side: Breakend, far: Breakend, library: Library, reach: u32) -> bool {
    /// Bases that an aligner carries over a break.
    const OVER: i64 = 12;
    let read = &placed.read;
    let Some((_, mate)) = read.mate else { return false };
    if read.mapping_quality == 0 {
        return false;
    }
    let (at, start, end) = (i64::from(side.locus.position), i64::from(read.start), i64::from(read.end()));
    let (own, over) = match side.kept {
        Kept::Before => (at + 1 - start, end - (at + 1)),
        Kept::From => (end - at, at - start),
    };
    let (far_at, mate, length) = (i64::from(far.locus.position), i64::from(mate), i64::from(library.read_length));
    let (others, over_far) = match far.kept {
        Kept::Before => (far_at + 1 - mate, mate + length - (far_at + 1)),
        Kept::From => (mate + length - far_at, far_at - mate),
    };
    let slack = OVER + i64::from(reach);
    own > 0
        && others > 0
        && over <= slack
        && over_far <= slack + length / 2 // the mate's clip is not known here
        && own + others <= i64::from(library.longest) + i64::from(reach)
}

/// How many reads and pairs could show a junction, or the unbroken place, for one fragment start a base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Opportunity {
    alternate: f64,
    reference: f64,
}

impl Opportunity {
    pub(crate) fn new(candidate: &Candidate, library: Library) -> Self {
        let length = f64::from(library.read_length);
        let lost = candidate.homology.len() + 2 * REACH;
        let lost = f64::from(u32::try_from(lost).unwrap_or(u32::MAX));
        let one_end = (length - lost).max(1.0);
        let inserted = f64::from(u32::try_from(candidate.adjacency.inserted.len()).unwrap_or(u32::MAX));
        let either_end = if candidate.adjacency.inserted.len() >= LONG_INSERTION { inserted.min(one_end) } else { 0.0 };
        let crossing = if candidate.uncertainty.is_some() { 0.0 } else { 2.0 * (one_end + either_end) };
        let pairs = if pairs_tell(candidate) { library.gap + lost } else { 0.0 };
        let cell = f64::from(CELL + 2 * OVERHANG);
        Self {
            alternate: (crossing + pairs).max(1.0),
            reference: (2.0 * (length - cell).max(1.0) + (library.gap - cell).max(0.0)).max(1.0),
        }
    }
    /// Fragments that would have shown the junction, had the unbroken copies carried it.
    pub(crate) fn informative(&self, reads: f64, pairs: f64) -> f64 {
        (reads + pairs) * self.alternate / self.reference
    }
    /// The junction's share of the copies.
    pub(crate) fn fraction(&self, fragments: u32, reads: f64, pairs: f64) -> Option<AlleleFraction> {
        let (for_it, against) = (f64::from(fragments), self.informative(reads, pairs));
        if for_it + against > 0.0 { AlleleFraction::new(for_it / (for_it + against)).ok() } else { None }
    }
}

impl Library {
    /// Fragments that would show a plain junction, were all copies of a place to carry it, where so many reads and pairs
    /// cross the unbroken place.
    pub fn informative(&self, reads: u32, pairs: u32) -> f64 {
        self.shown(2.0, reads, pairs)
    }

    /// The same where reads of one side alone were looked at.
    ///
    /// METHOD: every pair over a junction has a read on the side that was looked at. Of the reads across it, those count that the
    /// aligner placed there: one of two.
    pub fn informative_of_one_side(&self, reads: u32, pairs: u32) -> f64 {
        self.shown(1.0, reads, pairs)
    }

    /// `ends`: how many of a fragment's two reads would be seen, were they to cross the junction.
    fn shown(&self, ends: f64, reads: u32, pairs: u32) -> f64 {
        let length = f64::from(self.read_length);
        let reach = f64::from(u32::try_from(2 * REACH).unwrap_or(u32::MAX));
        let cell = f64::from(CELL + 2 * OVERHANG);
        let alternate = ends * (length - reach).max(1.0) + self.gap + reach;
        let reference = 2.0 * (length - cell).max(1.0) + (self.gap - cell).max(0.0);
        (f64::from(reads) + f64::from(pairs)) * alternate / reference.max(1.0)
    }
}
