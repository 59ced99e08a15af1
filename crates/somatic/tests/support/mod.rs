//! Pairs built read by read from copies of a reference that are joined elsewhere, as an aligner would place them.

#![allow(dead_code, clippy::unwrap_used, clippy::needless_for_each)] // each test takes its part; the helpers of a test are tests

use marv_model::{
    call::SmallVariantCall,
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink},
    sequence::{Bases, Window},
    variant::SmallVariant,
};
use marv_somatic::{
    ForcedAllele, Learned, PairSweep, RegionEvidence, SomaticConfig, SweepConfig, SweepTask, decide, sweep::MARGIN,
};

pub(crate) const CONTIG: ContigId = ContigId(0);
pub(crate) const LENGTH: usize = 6_000;
pub(crate) const READ: usize = 150;
/// Bases of the reference that a read must hold to be placed.
const PLACED: usize = 30;

/// A stream of numbers, the same everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }
    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

pub(crate) fn reference() -> Vec<u8> {
    let mut numbers = Numbers(11);
    (0..LENGTH).map(|_| b"ACGT"[numbers.next(4)]).collect()
}

/// A copy that reads the reference up to `before`, then the filler, then the reference from `after`.
#[derive(Clone)]
pub(crate) struct Copy {
    pub(crate) before: usize,
    pub(crate) filler: Vec<u8>,
    pub(crate) after: usize,
    /// Of the fragments, per cent.
    pub(crate) percent: usize,
}

impl Copy {
    pub(crate) fn duplication(from: usize, to: usize, filler: &str, percent: usize) -> Self {
        Self { before: to, filler: filler.into(), after: from, percent }
    }
    pub(crate) fn deletion(from: usize, to: usize, percent: usize) -> Self {
        Self { before: from, filler: Vec::new(), after: to, percent }
    }
    pub(crate) fn insertion(at: usize, bases: &str, percent: usize) -> Self {
        Self { before: at, filler: bases.into(), after: at, percent }
    }
    pub(crate) fn letters(&self, reference: &[u8]) -> Vec<u8> {
        [&reference[..self.before], &self.filler, &reference[self.after..]].concat()
    }
    /// A read from `start` of the copy. METHOD: as aligners do: through the junction where both sides are long enough and
    /// the gap is short, else along the longer side, the rest clipped; nowhere where neither side is long enough.
    pub(crate) fn read(&self, letters: &[u8], start: usize) -> ReadRecord {
        let end = start + READ;
        let (first, second) = (self.before, self.before + self.filler.len());
        let left = first.saturating_sub(start).min(READ);
        let right = end.saturating_sub(second).min(READ);
        let there = |offset: usize| offset + self.after - second;
        let gained = self.before.saturating_sub(self.after) + self.filler.len();
        let lost = self.after.saturating_sub(self.before);
        let back = self.before.saturating_sub(self.after);
        let op = |kind, length: usize| CigarOp::new(kind, u32::try_from(length).unwrap());
        let (at, cigar) = if left.max(right) < PLACED {
            (start, Vec::new())
        } else if left == READ {
            (start, vec![op(CigarKind::Match, READ)])
        } else if right == READ {
            (there(start), vec![op(CigarKind::Match, READ)])
        } else if left >= 12 && right >= back + 12 && gained <= 30 && lost <= 60 {
            let mut cigar = vec![op(CigarKind::Match, left)];
            if lost > 0 {
                cigar.push(op(CigarKind::Deletion, lost));
            }
            if gained > 0 {
                cigar.push(op(CigarKind::Insertion, gained));
            }
            cigar.push(op(CigarKind::Match, right - back));
            (start, cigar)
        } else if left >= right {
            (start, vec![op(CigarKind::Match, left), op(CigarKind::SoftClip, READ - left)])
        } else {
            (there(end - right), vec![op(CigarKind::SoftClip, READ - right), op(CigarKind::Match, right)])
        };
        let mut record = ReadRecord::default();
        (record.contig, record.start, record.cigar) = (Some(CONTIG), u32::try_from(at).unwrap(), cigar);
        record.mapping_quality = 60;
        record.set_bases(&letters[start..end]);
        record
    }
}

/// Pairs at `depth` fragment bases a base: 2 x 150 of fragments of 300 to 449, one error in a thousand at quality 30.
pub(crate) fn sample(reference: &[u8], copies: &[Copy], depth: usize, seed: u64) -> Vec<ReadRecord> {
    let mut numbers = Numbers(seed);
    let plain = Copy { before: LENGTH, filler: Vec::new(), after: LENGTH, percent: 0 };
    let carried: Vec<(&Copy, Vec<u8>)> =
        copies.iter().chain([&plain]).map(|copy| (copy, copy.letters(reference))).collect();
    let mut reads = Vec::new();
    for number in 0..LENGTH * depth / (2 * READ) {
        // A copy by its share and its length: fragments start everywhere alike.
        let drawn = loop {
            let percent = numbers.next(100);
            let mut below = 0;
            let index = copies.iter().position(|copy| {
                below += copy.percent;
                percent < below
            });
            let index = index.unwrap_or(copies.len());
            if numbers.next(2 * LENGTH) < carried[index].1.len() {
                break index;
            }
        };
        let (copy, letters) = &carried[drawn];
        let length = 300 + numbers.next(150);
        let start = numbers.next(letters.len() - length);
        let mut pair = [start, start + length - READ].map(|at| copy.read(letters, at));
        for (right, read) in pair.iter_mut().enumerate() {
            let mut bases: Vec<u8> = read.view().bases.letters().collect();
            for base in &mut bases {
                if numbers.next(1_000) == 0 {
                    *base = b"ACGT"[numbers.next(4)];
                }
            }
            read.set_bases(&bases);
            read.qualities = vec![30; READ];
            read.name = format!("{seed}-{number}").into_bytes();
            let first = (right == 1) == (number % 2 == 0);
            read.flags = Flags(0x3 | if first { 0x40 } else { 0x80 } | if right == 1 { 0x10 } else { 0x20 });
            read.mate_contig = Some(CONTIG);
            read.template_length = i32::try_from(length).unwrap() * if right == 1 { -1 } else { 1 };
        }
        if pair.iter().all(|read| read.cigar.is_empty()) {
            continue;
        }
        if let Some(lost) = pair.iter().position(|read| read.cigar.is_empty()) {
            unplace(&mut pair, lost);
        }
        (pair[0].mate_start, pair[1].mate_start) = (pair[1].start, pair[0].start);
        reads.extend(pair);
    }
    reads.sort_by_key(|read| read.start);
    reads
}

/// A read without a place stands where its mate does, as it was sequenced.
fn unplace(pair: &mut [ReadRecord; 2], lost: usize) {
    let mate = 1 - lost;
    pair[lost].start = pair[mate].start;
    pair[lost].flags = Flags((pair[lost].flags.0 & !0x12) | 0x4);
    pair[mate].flags = Flags((pair[mate].flags.0 & !0x22) | 0x8);
    pair.iter_mut().for_each(|read| read.template_length = 0);
    if lost == 1 {
        let bases: Vec<u8> = pair[1].view().bases.letters().collect();
        pair[1].set_bases(Bases::new(bases).unwrap().reverse_complement().as_ref());
    }
}

pub(crate) fn scan(reads: &[ReadRecord], region: Interval, sink: &mut dyn ReadSink) {
    reads
        .iter()
        .filter(|read| read.start < region.end() && read.view().end() > region.start())
        .for_each(|read| sink.accept(&read.view()));
}

/// All calls of a pair, the genome cut every `size` bases.
pub(crate) fn calls(
    letters: &[u8],
    [tumour, normal]: [&[ReadRecord]; 2],
    forced: &[ForcedAllele],
    size: u32,
    config: &SomaticConfig,
) -> Vec<SmallVariantCall> {
    calls_of(PairSweep::new(SweepConfig::default()), letters, [tumour, normal], forced, size, config)
}

/// The same, swept as asked.
pub(crate) fn calls_of(
    sweep: PairSweep,
    letters: &[u8],
    pair: [&[ReadRecord]; 2],
    forced: &[ForcedAllele],
    size: u32,
    config: &SomaticConfig,
) -> Vec<SmallVariantCall> {
    let evidence = evidence_of(sweep, letters, pair, forced, size);
    let learned = Learned::of(&evidence, config);
    evidence.iter().flat_map(|e| decide(e, &learned, config)).collect()
}

/// What the reads show, the genome cut every `size` bases.
pub(crate) fn evidence_of(
    mut sweep: PairSweep,
    letters: &[u8],
    [tumour, normal]: [&[ReadRecord]; 2],
    forced: &[ForcedAllele],
    size: u32,
) -> Vec<RegionEvidence> {
    let end = u32::try_from(LENGTH).unwrap();
    (0..end.div_ceil(size))
        .map(|n| {
            let region = Interval::new(CONTIG, n * size, ((n + 1) * size).min(end)).unwrap();
            let padded = region.padded(MARGIN, end);
            let bases = Bases::new(&letters[padded.start() as usize..padded.end() as usize]).unwrap();
            let window = Window::new(padded, bases).unwrap();
            sweep.begin(&SweepTask { region, window: &window, forced, panel: &[], with_normal: true }).unwrap();
            scan(tumour, padded, sweep.tumour());
            scan(normal, padded, sweep.normal());
            sweep.finish().unwrap()
        })
        .collect()
}

pub(crate) fn substitution(at: usize) -> SmallVariant {
    let base = reference()[at];
    let other = if base == b'A' { b'G' } else { b'A' };
    SmallVariant::new(CONTIG, u32::try_from(at).unwrap(), [base], [other]).unwrap()
}

/// A copy with one base changed.
pub(crate) fn changed(at: usize, percent: usize) -> Copy {
    let filler = substitution(at).alternate().to_vec();
    Copy { before: at, filler, after: at + 1, percent }
}

/// Aligned without a gap, as a substitution is.
pub(crate) fn substituted(reads: &mut [ReadRecord]) {
    for read in reads {
        let plain = vec![CigarOp::new(CigarKind::Match, u32::try_from(READ).unwrap())];
        let clipped = read.cigar.first().is_some_and(|op| op.kind() == CigarKind::SoftClip);
        if clipped {
            read.start -= read.cigar[0].length();
        }
        read.cigar = plain;
    }
}
