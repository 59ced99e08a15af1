//! Reads made from a known genome, laid out as an aligner would, become the junctions that were made.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use marv_model::{
    genome::{Contig, ContigId, Contigs, Interval, Locus},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink},
    sequence::{Bases, ReferenceSource},
    structure::{Breakend, JunctionCall, JunctionKind, Kept},
};
use marv_structure::{
    StructureSweep,
    junctions::{Genome, JunctionConfig, SampleReads, Unbroken, decide, find},
};

/// Bases drawn by a linear congruential generator: no two stretches alike.
struct Drawn(Vec<u8>);
impl Drawn {
    fn new(length: usize, seed: u64) -> Self {
        let mut state = seed;
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            b"ACGT"[usize::try_from(state >> 62).unwrap()]
        };
        Self((0..length).map(next).collect())
    }
}
impl ReferenceSource for Drawn {
    fn bases(&self, interval: Interval) -> Option<Bases> {
        Bases::new(self.0.get(interval.start() as usize..interval.end() as usize)?).ok()
    }
}

/// Half of the copies are unbroken.
struct Half;
impl Unbroken for Half {
    fn crossing(&self, _: Breakend) -> (u32, u32) {
        (10, 10)
    }
}

const LENGTH: usize = 100;

/// A read of `bases` of which `aligned` (of the read) lie from `start` on, the rest clipped.
fn read(name: usize, start: usize, bases: &[u8], aligned: std::ops::Range<usize>) -> ReadRecord {
    let op = |kind, length: usize| CigarOp::new(kind, u32::try_from(length).unwrap());
    let mut read = ReadRecord::default();
    read.cigar = [
        op(CigarKind::SoftClip, aligned.start),
        op(CigarKind::Match, aligned.len()),
        op(CigarKind::SoftClip, bases.len() - aligned.end),
    ]
    .into_iter()
    .filter(|op| op.length() > 0)
    .collect();
    read.name = format!("r{name}").into_bytes();
    (read.contig, read.start, read.mapping_quality) = (Some(ContigId(0)), u32::try_from(start).unwrap(), 60);
    read.flags = Flags(0);
    read.set_bases(bases);
    read.qualities = vec![35; bases.len()];
    read
}

/// Reads over a break: the path is `left` (which ends with base `at` of the reference) and what follows it.
fn over(path: &[u8], left: usize, at: usize, entered: Option<usize>) -> Vec<ReadRecord> {
    let mut reads = Vec::new();
    for (name, kept) in (20..=80).step_by(6).enumerate() {
        // Clipped at the end: `kept` bases lie before the break.
        let bases = &path[left - kept..left - kept + LENGTH];
        reads.push(read(name, at + 1 - kept, bases, 0..kept));
    }
    if let Some((entered, right)) = entered.map(|entered| (entered, path.len() - 300)) {
        for (name, kept) in (20..=80).step_by(6).enumerate() {
            let bases = &path[right + kept - LENGTH..right + kept];
            reads.push(read(100 + name, entered, bases, LENGTH - kept..LENGTH));
        }
    }
    reads.sort_by_key(|read| read.start);
    reads
}

fn called(genome: &Drawn, reads: &[ReadRecord]) -> Vec<JunctionCall> {
    let contigs = Contigs::new([Contig::new("c", u32::try_from(genome.0.len()).unwrap())]).unwrap();
    let region = contigs.whole(ContigId(0));
    let mut sweep = StructureSweep::default();
    sweep.begin(region);
    for read in reads {
        sweep.tumour().accept(&read.view());
    }
    let evidence = sweep.finish(true).unwrap();
    let [mut tumour, mut normal] = [SampleReads::default(), SampleReads::default()];
    tumour.add(ContigId(0), &evidence.tumour);
    normal.add(ContigId(0), evidence.normal.as_ref().unwrap());
    tumour.finish();
    normal.finish();
    let genome = Genome::new(&contigs, genome);
    let found = find(&tumour, Some(&normal), &genome);
    decide(&found, (&tumour, &Half), Some((&normal, &Half)), &JunctionConfig::default())
}

fn side(position: u32, kept: Kept) -> Breakend {
    Breakend { locus: Locus::new(ContigId(0), position), kept }
}

#[test]
fn an_insertion_longer_than_reads_clips_is_read_whole_from_both_ends() {
    let genome = Drawn::new(6_000, 1);
    let new = Drawn::new(120, 77).0;
    let path = [&genome.0[2_700..3_000], &new, &genome.0[3_000..3_300]].concat();
    let calls = called(&genome, &over(&path, 300, 2_999, Some(3_000)));
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0].junction.kind(), JunctionKind::Insertion);
    assert_eq!(calls[0].inserted.len(), 120);
    assert!(calls[0].passes(), "{:?}", calls[0].filters);
    assert!(calls[0].tumour.split > 15);
}

#[test]
fn a_deletion_is_placed_to_the_base() {
    let genome = Drawn::new(6_000, 2);
    let path = [&genome.0[1_700..2_000], &genome.0[3_200..3_500]].concat();
    let calls = called(&genome, &over(&path, 300, 1_999, Some(3_200)));
    assert_eq!(calls.len(), 1, "{calls:?}");
    let call = &calls[0];
    // Of equal spellings the leftmost: the homology says how far right it may lie.
    let shift = 1_999 - call.junction.one.locus.position;
    assert!(usize::try_from(shift).unwrap() <= call.homology.len());
    assert_eq!(call.junction.one, side(1_999 - shift, Kept::Before));
    assert_eq!(call.junction.other, side(3_200 - shift, Kept::From));
    assert!(call.passes(), "{:?}", call.filters);
}

#[test]
fn the_two_ends_of_an_inversion_are_one_event() {
    let genome = Drawn::new(8_000, 3);
    let turned = Bases::new(&genome.0[3_000..4_000]).unwrap().reverse_complement();
    let first = [&genome.0[2_700..3_000], &turned[..300]].concat();
    let second = [&turned[700..], &genome.0[4_000..4_300]].concat();
    let mut reads = over(&first, 300, 2_999, None);
    for (name, kept) in (20..=80).step_by(6).enumerate() {
        let bases = &second[300 + kept - LENGTH..300 + kept];
        reads.push(read(200 + name, 4_000, bases, LENGTH - kept..LENGTH));
    }
    let calls = called(&genome, &reads);
    assert_eq!(calls.len(), 2, "{calls:?}");
    assert!(calls.iter().all(|call| call.junction.kind() == JunctionKind::Inversion && call.event == Some(1)));
}

#[test]
fn reads_that_are_clipped_for_no_reason_are_no_junction() {
    let genome = Drawn::new(6_000, 4);
    let new = Drawn::new(300, 99).0;
    let path = [&genome.0[2_700..3_000], &new].concat();
    assert!(called(&genome, &over(&path, 300, 2_999, None)).is_empty());
}
