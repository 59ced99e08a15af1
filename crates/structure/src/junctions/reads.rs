//! The reads of a sample that may show breakends, of all regions, in the genome's order; and what its library is like.

use std::collections::{BTreeMap, HashMap};

use marv_model::{
    genome::{ContigId, Contigs, Locus},
    read::{CigarKind, CigarOp},
    structure::{Breakend, Kept},
};

use crate::{
    evidence::SampleStructure,
    sweep::{
        breakends::{BreakendRead, SplitPart},
        fragments::ReadGroup,
        unplaced::{OVER, REACH, UnplacedRead},
    },
};

/// A read with its contig.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedRead {
    /// The contig.
    pub contig: ContigId,
    /// The read.
    pub read: BreakendRead,
}

/// One sample's.
#[derive(Debug, Clone, Default)]
pub struct SampleReads {
    reads: Vec<PlacedRead>,
    unplaced: Vec<(ContigId, UnplacedRead)>,
    groups: BTreeMap<String, ReadGroup>,
    by_name: HashMap<u64, Vec<usize>>,
    longest: u32,
    library: Library,
}

/// What fragments of a sample are like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Library {
    /// Median length of a read, which is also the longest where all are equal, in bases.
    pub read_length: u32,
    /// Median length of a fragment.
    pub median: u32,
    /// Fragments longer than this are one in a thousand.
    pub longest: u32,
    /// Mean bases between the mates of a fragment; 0 where mates overlap.
    pub gap: f64,
}

impl Default for Library {
    fn default() -> Self {
        // METHOD: the usual library, where too few pairs were seen to measure it.
        Self { read_length: 150, median: 400, longest: 800, gap: 100.0 }
    }
}

/// Pairs below which a library is not measured but taken to be the usual one.
const MIN_PAIRS: u64 = 200;

impl Library {
    fn of<'a>(groups: impl Iterator<Item = &'a ReadGroup> + Clone) -> Self {
        let mut lengths: BTreeMap<u32, u64> = BTreeMap::new();
        for (length, count) in groups.clone().flat_map(|group| &group.lengths) {
            *lengths.entry(*length).or_default() += count;
        }
        let read_length = groups.map(|group| group.read_length).max().filter(|length| *length > 0).unwrap_or(150);
        let total: u64 = lengths.values().sum();
        if total < MIN_PAIRS {
            return Self { read_length, ..Self::default() };
        }
        let quantile = |below: u64| {
            let mut seen = 0;
            lengths.iter().find(|(_, count)| {
                seen += **count;
                seen > below
            })
        };
        let median = quantile(total / 2).map_or(400, |(length, _)| *length);
        let longest = quantile(total - total / 1_000 - 1).map_or(800, |(length, _)| *length);
        let gap: f64 = lengths
            .iter()
            .map(|(length, count)| f64::from(length.saturating_sub(2 * read_length)) * to_f64(*count))
            .sum();
        Self { read_length, median, longest, gap: gap / to_f64(total) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of fragments stay far below 2^53")]
pub(crate) fn to_f64(count: u64) -> f64 {
    count as f64
}

impl SampleReads {
    /// Takes one region's evidence. Regions may come in any order.
    pub fn add(&mut self, contig: ContigId, evidence: &SampleStructure) {
        self.reads.extend(evidence.breakends.iter().map(|read| PlacedRead { contig, read: read.clone() }));
        self.unplaced.extend(evidence.unplaced.iter().map(|read| (contig, read.clone())));
        for (name, group) in &evidence.fragments.groups {
            self.groups.entry(name.clone()).or_default().merge(group);
        }
    }
    /// Puts the reads in order; call after the last region.
    pub fn finish(&mut self) {
        self.reads.sort_by_key(|placed| (placed.contig, placed.read.start, placed.read.name, placed.read.flags.0));
        self.unplaced
            .sort_by(|(a, x), (b, y)| (a, x.mate_start, x.name, &x.bases).cmp(&(b, y.mate_start, y.name, &y.bases)));
        self.by_name.clear();
        for (index, placed) in self.reads.iter().enumerate() {
            self.by_name.entry(placed.read.name).or_default().push(index);
        }
        self.longest = self.reads.iter().map(|placed| placed.read.end() - placed.read.start).max().unwrap_or(0);
        self.library = Library::of(self.groups.values());
    }
    /// All, in the genome's order.
    pub fn reads(&self) -> &[PlacedRead] {
        &self.reads
    }
    /// Its library.
    pub fn library(&self) -> Library {
        self.library
    }
    /// Reads of a template that were kept.
    pub(crate) fn of_template(&self, name: u64) -> impl Iterator<Item = &PlacedRead> {
        self.by_name.get(&name).into_iter().flatten().map(|index| &self.reads[*index])
    }
    /// Reads that start from `from` to `to` (0-based, half-open).
    pub(crate) fn starting(&self, contig: ContigId, from: u32, to: u32) -> &[PlacedRead] {
        let at =
            |position| self.reads.partition_point(|placed| (placed.contig, placed.read.start) < (contig, position));
        &self.reads[at(from)..at(to).max(at(from))]
    }
    /// The bases of reads without a place whose mates face a side, each name once.
    pub(crate) fn behind(&self, side: Breakend) -> BTreeMap<u64, &[u8]> {
        let (at, reach) = (side.locus.position, self.library.longest.min(REACH));
        let (from, to) = match side.kept {
            Kept::Before => (at.saturating_sub(reach), at),
            Kept::From => (at.saturating_sub(OVER), at.saturating_add(reach)),
        };
        let place = |position| {
            self.unplaced.partition_point(|(contig, read)| (*contig, read.mate_start) < (side.locus.contig, position))
        };
        self.unplaced[place(from)..place(to).max(place(from))]
            .iter()
            .filter(|(_, read)| read.mate_reverse == (side.kept == Kept::From))
            .map(|(_, read)| (read.name, read.bases.as_slice()))
            .collect()
    }
    /// Reads that overlap, or nearly, the bases from `from` to `to`.
    pub(crate) fn near(&self, contig: ContigId, from: u32, to: u32) -> impl Iterator<Item = &PlacedRead> {
        self.starting(contig, from.saturating_sub(self.longest.min(2_000)), to)
            .iter()
            .filter(move |placed| placed.read.end() >= from)
    }
}

/// A stretch of a read that lies on the reference without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    /// Of the kept bases, on the reference's forward strand.
    pub(crate) query: u32,
    /// 0-based on the contig.
    pub(crate) start: u32,
    pub(crate) length: u32,
}

/// The blocks of an alignment.
pub(crate) fn blocks(cigar: &[u32], start: u32) -> Vec<Block> {
    let (mut query, mut at, mut found) = (0, start, Vec::new());
    for op in cigar.iter().map(|op| CigarOp(*op)) {
        if matches!(op.kind(), CigarKind::Match | CigarKind::Equal | CigarKind::Different) {
            found.push(Block { query, start: at, length: op.length() });
        }
        query += op.read_bases();
        at += op.reference_bases();
    }
    found
}

/// A part of a read on the reference, in the order in which the read was sequenced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Piece {
    /// First and behind-last base of the read as sequenced, clipped bases counted.
    pub(crate) query: (u32, u32),
    contig: ContigId,
    start: u32,
    end: u32,
    pub(crate) reverse: bool,
    pub(crate) mapping_quality: u8,
}

impl Piece {
    fn new(contig: ContigId, start: u32, reverse: bool, cigar: &[u32], mapping_quality: u8) -> Self {
        let ops = || cigar.iter().map(|op| CigarOp(*op));
        let clip = |op: Option<CigarOp>| {
            op.filter(|op| matches!(op.kind(), CigarKind::SoftClip | CigarKind::HardClip)).map_or(0, CigarOp::length)
        };
        let (first, last) = (clip(ops().next()), if cigar.len() > 1 { clip(ops().next_back()) } else { 0 });
        let aligned: u32 = ops().filter(|op| op.kind() != CigarKind::SoftClip).map(CigarOp::read_bases).sum();
        let before = if reverse { last } else { first };
        let end = start + ops().map(CigarOp::reference_bases).sum::<u32>();
        Self { query: (before, before + aligned), contig, start, end, reverse, mapping_quality }
    }
    /// All parts of a read, in the order of sequencing.
    pub(crate) fn all(placed: &PlacedRead, contigs: &Contigs) -> Vec<Self> {
        let read = &placed.read;
        let own = Self::new(placed.contig, read.start, read.flags.is_reverse(), &read.cigar, read.mapping_quality);
        let part = |part: &SplitPart| {
            let contig = contigs.id_or_alias(&part.contig)?;
            Some(Self::new(contig, part.start, part.reverse, &part.cigar, part.mapping_quality))
        };
        let mut all: Vec<Self> = std::iter::once(own).chain(read.parts.iter().filter_map(part)).collect();
        all.sort();
        all
    }
    /// Where the read leaves it.
    pub(crate) fn exit(&self) -> Breakend {
        self.side(!self.reverse)
    }
    /// Where the read enters it.
    pub(crate) fn entry(&self) -> Breakend {
        self.side(self.reverse)
    }
    fn side(&self, at_end: bool) -> Breakend {
        let (position, kept) =
            if at_end { (self.end.saturating_sub(1), Kept::Before) } else { (self.start, Kept::From) };
        Breakend { locus: Locus::new(self.contig, position), kept }
    }
}

/// The bases of a read as sequenced, and how many bases before them were cut away.
pub(crate) fn as_sequenced(read: &BreakendRead) -> (Vec<u8>, u32) {
    let hard = |op: Option<CigarOp>| op.filter(|op| op.kind() == CigarKind::HardClip).map_or(0, CigarOp::length);
    if read.flags.is_reverse() {
        (super::genome::reverse_complement(&read.bases), hard(read.operations().next_back()))
    } else {
        (read.bases.clone(), hard(read.operations().next()))
    }
}
