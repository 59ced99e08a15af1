//! Reads made from a known genome, laid out as an aligner would, become the junctions that were made.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use marv_model::{
    genome::{Contig, ContigId, Contigs, Interval, Locus},
    read::{CigarKind, CigarOp, Flags, ReadRecord, ReadSink},
    sequence::{Bases, ReferenceSource},
    structure::{Breakend, JunctionCall, JunctionFilter, JunctionKind, Kept},
};
use marv_structure::{
    StructureSweep,
    junctions::{Genome, JunctionConfig, Recurrence, SampleReads, Unbroken, decide, find},
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

/// Reads, and as many pairs, that cross each unbroken place.
struct Crossing(u32);
impl Unbroken for Crossing {
    fn crossing(&self, _: Breakend) -> (u32, u32) {
        (self.0, self.0)
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
    judged(genome, reads, false, &Crossing(10))
}

fn judged(genome: &Drawn, reads: &[ReadRecord], listed: bool, unbroken: &Crossing) -> Vec<JunctionCall> {
    let recurrence = if listed { Recurrence::Fusion } else { Recurrence::None };
    judged_beside(genome, [reads, &[]], recurrence, unbroken)
}

/// Of the reads of the tumour and of the normal.
fn judged_beside(
    genome: &Drawn,
    [reads, of_normal]: [&[ReadRecord]; 2],
    recurrence: Recurrence,
    unbroken: &Crossing,
) -> Vec<JunctionCall> {
    // Two contigs of the same bases: their reads tell the place.
    let contig = |name: &str| Contig::new(name, u32::try_from(genome.0.len()).unwrap());
    let contigs = Contigs::new([contig("c"), contig("d")]).unwrap();
    let [mut tumour, mut normal] = [SampleReads::default(), SampleReads::default()];
    for id in [ContigId(0), ContigId(1)] {
        let mut sweep = StructureSweep::default();
        sweep.begin(contigs.whole(id));
        for read in reads {
            sweep.tumour().accept(&read.view());
        }
        for read in of_normal {
            sweep.normal().accept(&read.view());
        }
        let evidence = sweep.finish(true).unwrap();
        tumour.add(id, &evidence.tumour);
        normal.add(id, evidence.normal.as_ref().unwrap());
    }
    tumour.finish();
    normal.finish();
    let genome = Genome::new(&contigs, genome);
    let found = find(&tumour, Some(&normal), &genome);
    decide(&found, (&tumour, unbroken), Some((&normal, unbroken)), &|_| recurrence, &JunctionConfig::default())
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

/// 300 new bases, of which clips show the first 80 and the last 80; what lies between is in reads without a place, whose mates
/// face the break: those before it on the forward strand, so that the reads themselves are on the other.
#[test]
fn the_middle_of_a_long_insertion_is_in_reads_without_a_place() {
    let genome = Drawn::new(6_000, 11);
    let new = Drawn::new(300, 78).0;
    let path = [&genome.0[2_700..3_000], &new, &genome.0[3_000..3_300]].concat();
    let unplaced = |name: usize, from: usize, mate: usize, mate_reverse: bool| {
        let bases = Bases::new(&new[from..from + LENGTH]).unwrap();
        let bases = if mate_reverse { bases } else { bases.reverse_complement() };
        let mut one = read(300 + name, mate, &bases, 0..LENGTH);
        one.flags = Flags(0x1 | 0x4 | 0x80 | if mate_reverse { 0x20 } else { 0 });
        (one.mate_contig, one.mate_start) = (Some(ContigId(0)), one.start);
        (one.cigar, one.mapping_quality) = (Vec::new(), 0);
        one
    };
    let mut reads = over(&path, 300, 2_999, Some(3_000));
    let ends_alone = called(&genome, &reads);
    assert!(ends_alone.len() == 1 && ends_alone[0].inserted.contains(&b'N'), "{ends_alone:?}");
    reads.push(unplaced(0, 30, 2_700, false));
    reads.push(unplaced(1, 100, 2_760, false));
    reads.push(unplaced(2, 120, 3_040, true));
    reads.push(unplaced(3, 190, 3_100, true));
    reads.sort_by_key(|read| read.start);
    let calls = called(&genome, &reads);
    assert_eq!(calls.len(), 1, "{calls:?}");
    // Of equal spellings the leftmost.
    let shift = usize::try_from(2_999 - calls[0].junction.one.locus.position).unwrap();
    let spelled = [&genome.0[3_000 - shift..3_000], &new[..300 - shift]].concat();
    assert_eq!(calls[0].inserted.as_str().as_bytes(), spelled);
}

/// The aligner laid the reads' other parts on contig d, where the same bases stand, and says that they fit both equally: the
/// place 1.2 kb away is likelier.
#[test]
fn a_part_that_fits_anywhere_does_not_hide_the_place_near_by() {
    let genome = Drawn::new(6_000, 12);
    let path = [&genome.0[1_700..2_000], &genome.0[3_200..3_500]].concat();
    let mut reads = over(&path, 300, 1_999, None);
    for one in &mut reads {
        let kept = usize::try_from(2_000 - one.start).unwrap();
        one.push_text_tag(*b"SA", &format!("d,3201,+,{kept}S{}M,0,0", LENGTH - kept));
    }
    let calls = called(&genome, &reads);
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0].junction.kind(), JunctionKind::Deletion);
    assert!(calls[0].passes(), "{:?}", calls[0].filters);
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

/// As at t(8;11) of HCC1954: behind the break the reads differ from the reference by one base and agree with it in the next three, so that
/// the aligner carried all of them on to there. 1,999 and 3,200 are the sides; the reads end four bases behind the first.
#[test]
fn a_break_that_an_aligner_carried_reads_over_is_where_no_base_differs() {
    let mut genome = Drawn::new(6_000, 2);
    let entered = genome.0[3_200..3_206].to_vec();
    let other = |base: u8| if base == b'A' { b'C' } else { b'A' };
    // No homology at the true break; three bases alike behind the one that differs, and no more.
    genome.0[2_000] = other(entered[0]);
    genome.0[2_001..2_004].copy_from_slice(&entered[1..4]);
    genome.0[2_004] = other(entered[4]);
    genome.0[3_199] = other(genome.0[1_999]);
    let path = [&genome.0[1_700..2_000], &genome.0[3_200..3_500]].concat();
    let mut reads = Vec::new();
    for (name, kept) in (20..=80).step_by(6).enumerate() {
        let mut one = read(name, 2_000 - kept, &path[300 - kept..400 - kept], 0..kept + 4);
        one.push_text_tag(*b"SA", &format!("c,3205,+,{}S{}M,60,0", kept + 4, LENGTH - kept - 4));
        reads.push(one);
    }
    reads.sort_by_key(|read| read.start);
    let calls = called(&genome, &reads);
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!((calls[0].junction.one, calls[0].junction.other), (side(1_999, Kept::Before), side(3_200, Kept::From)));
    assert!(calls[0].passes(), "{:?}", calls[0].filters);
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

/// 600 bases turned. Three reads show the second junction: too few for so short an inversion, unless the first stands.
#[test]
fn the_second_junction_of_a_short_inversion_needs_less_than_the_first() {
    let genome = Drawn::new(8_000, 13);
    let turned = Bases::new(&genome.0[3_000..3_600]).unwrap().reverse_complement();
    let first = over(&[&genome.0[2_700..3_000], &turned[..300]].concat(), 300, 2_999, None);
    let second = [&turned[300..], &genome.0[3_600..3_900]].concat();
    let few = [30, 50, 70].map(|kept| {
        let bases = &second[300 + kept - LENGTH..300 + kept];
        read(200 + kept, 3_600, bases, LENGTH - kept..LENGTH)
    });
    let alone = called(&genome, &few);
    assert!(alone.len() == 1 && !alone[0].passes(), "{alone:?}");
    let both = called(&genome, &[first, few.to_vec()].concat());
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both.iter().all(|call| call.passes() && call.event == Some(1)), "{both:?}");
    assert_eq!(both[1].tumour.split, 3);
}

/// 3,000 bases turned. Two reads show each junction, and the aligner told where one of the first goes on; those of the second are
/// clipped, and what they go on to lies too far to be looked for.
#[test]
fn two_fragments_at_each_junction_of_an_inversion_are_four_of_one_event() {
    let genome = Drawn::new(12_000, 14);
    let turned = Bases::new(&genome.0[3_000..6_000]).unwrap().reverse_complement();
    let first = [&genome.0[2_700..3_000], &turned[..300]].concat();
    let second = [&turned[2_700..], &genome.0[6_000..6_300]].concat();
    let mut reads: Vec<ReadRecord> = [45, 60]
        .map(|kept| {
            let mut one = read(kept, 3_000 - kept, &first[300 - kept..400 - kept], 0..kept);
            // The rest is the other strand of the last bases before 6,000.
            let start = 6_000 - (LENGTH - kept) + 1;
            one.push_text_tag(*b"SA", &format!("c,{start},-,{}M{kept}S,60,0", LENGTH - kept));
            one
        })
        .to_vec();
    let alone = judged(&genome, &reads, false, &Crossing(40));
    assert!(alone.len() == 1 && !alone[0].passes(), "{alone:?}");
    for kept in [50, 65] {
        let bases = &second[300 + kept - LENGTH..300 + kept];
        reads.push(read(100 + kept, 6_000, bases, LENGTH - kept..LENGTH));
    }
    let both = judged(&genome, &reads, false, &Crossing(40));
    assert_eq!(both.len(), 2, "{both:?}");
    assert!(both.iter().all(|call| call.passes() && call.event == Some(1)), "{both:?}");
}

#[test]
fn reads_that_are_clipped_for_no_reason_are_no_junction() {
    let genome = Drawn::new(6_000, 4);
    let new = Drawn::new(300, 99).0;
    let path = [&genome.0[2_700..3_000], &new].concat();
    assert!(called(&genome, &over(&path, 300, 2_999, None)).is_empty());
}

/// Reads over the join of `left` of contig c (its last base) and `right` of contig d (its first), each with its other part told;
/// `mates`: how many of them have theirs on d, the others on c.
fn between_contigs(genome: &Drawn, (left, right): (usize, usize), fragments: usize, mates: usize) -> Vec<ReadRecord> {
    let path = [&genome.0[left + 1 - 200..=left], &genome.0[right..right + 200]].concat();
    let mut reads: Vec<ReadRecord> = (0..fragments)
        .map(|number| {
            let kept = 52 + 5 * number;
            let mut one = read(number, left + 1 - kept, &path[200 - kept..300 - kept], 0..kept);
            one.push_text_tag(*b"SA", &format!("d,{},+,{kept}S{}M,60,0", right + 1, LENGTH - kept));
            let across = number < mates;
            let mate = if across { right + 200 } else { left + 1 - kept + 250 };
            (one.mate_contig, one.mate_start) = (Some(ContigId(u32::from(across))), u32::try_from(mate).unwrap());
            one.flags = Flags(0x1 | 0x20 | 0x40 | if across { 0 } else { 0x2 });
            one.template_length = if across { 0 } else { 350 };
            one
        })
        .collect();
    reads.sort_by_key(|read| read.start);
    reads
}

/// Of a translocation with a read across it mates tell too; without any, a repeat may be what fits the clips, but hardly at two
/// genes that are known to be joined. Each line: fragments, mates beyond, listed, passes.
#[test]
fn a_translocation_needs_a_mate_beyond_it_unless_it_is_one_that_recurs() {
    let genome = Drawn::new(6_000, 5);
    let expected = [
        (3, 1, false, true),
        (3, 0, false, false),
        (3, 0, true, true),
        (2, 0, true, false), // held back: a person must look
        (9, 0, false, false),
        (9, 0, true, false), // nine without one mate are no fragments of a junction
        (9, 4, false, true),
    ];
    for (fragments, mates, listed, passes) in expected {
        let calls = judged(&genome, &between_contigs(&genome, (1_999, 4_000), fragments, mates), listed, &Crossing(10));
        assert_eq!(calls.len(), 1, "{fragments} {mates}: {calls:?}");
        assert_eq!(calls[0].junction.kind(), JunctionKind::Translocation);
        assert_eq!(calls[0].passes(), passes, "{fragments} {mates} {listed}: {:?}", calls[0].filters);
    }
}

/// By hand: nine of nineteen fragments in the tumour and six of sixteen in the normal are a carrier's. Nobody inherits a fusion that
/// recurs: there the normal holds blasts, and the fusion stands.
#[test]
fn a_fusion_that_recurs_is_not_lost_to_a_normal_that_holds_it() {
    let genome = Drawn::new(6_000, 5);
    let reads = |fragments, mates| between_contigs(&genome, (1_999, 4_000), fragments, mates);
    let filters = |recurrence| {
        let calls = judged_beside(&genome, [&reads(9, 4), &reads(6, 3)], recurrence, &Crossing(10));
        assert_eq!(calls.len(), 1, "{calls:?}");
        assert_eq!(calls[0].normal.as_ref().unwrap().fragments(), 6);
        calls[0].filters.clone()
    };
    assert_eq!(filters(Recurrence::None), [JunctionFilter::Germline]);
    assert_eq!([filters(Recurrence::Named), filters(Recurrence::Fusion)], [[], []]);
}

/// An insertion of 9 bases, or a deletion of 13, whose reads are clipped; behind it the bases fit a place 1 kb away by chance (the
/// insertion), or one read goes on there (the deletion). The junction would be false.
#[test]
fn clips_at_a_small_variant_are_no_junction_with_a_place_further_away() {
    let mut genome = Drawn::new(6_000, 6);
    // The last 4 bases of the insertion and the 10 behind it stand 1 kb further on the other strand.
    let new = b"TGACCATTG";
    let alike = [&new[5..], &genome.0[3_000..3_010]].concat();
    let alike = Bases::new(&alike).unwrap().reverse_complement();
    genome.0[4_000..4_014].copy_from_slice(&alike);
    let path = [&genome.0[2_700..3_000], new, &genome.0[3_000..3_300]].concat();
    // Clips of 12 to 19 bases: ten behind the inserted nine at the most.
    let reads: Vec<ReadRecord> = (0..6)
        .map(|number| {
            let kept = LENGTH - 19 + number;
            read(number, 3_000 - kept, &path[300 - kept..400 - kept], 0..kept)
        })
        .collect();
    let calls = called(&genome, &reads);
    assert!(calls.iter().all(|call| !call.passes()), "{calls:?}");

    let chimera = [&genome.0[2_700..3_000], &genome.0[3_013..3_035], &genome.0[4_500..4_600]].concat();
    let plain = [&genome.0[2_700..3_000], &genome.0[3_013..3_113]].concat();
    let mut reads = vec![read(0, 2_971, &chimera[271..271 + LENGTH], 0..29)];
    for number in 1..4 {
        let kept = LENGTH - 12 * number;
        reads.push(read(number, 3_000 - kept, &plain[300 - kept..400 - kept], 0..kept));
    }
    reads.sort_by_key(|read| read.start);
    let calls = called(&genome, &reads);
    assert!(calls.iter().all(|call| !call.passes()), "{calls:?}");
}
