//! Assembly, on pairs built read by read as an aligner would place them: what it adds, and that it takes nothing away.

#![allow(clippy::unwrap_used, clippy::needless_for_each)] // the helpers of a test are tests

mod support;

use marv_model::{
    call::{Forced, SmallVariantCall},
    read::{CigarKind, CigarOp, Flags, ReadRecord},
    variant::SmallVariant,
};
use marv_somatic::{ForcedAllele, Learned, PairSweep, SomaticConfig, SweepConfig};
use support::{CONTIG, Copy, LENGTH, Numbers, READ, calls_of, evidence_of, reference, sample};

/// Bases that stand nowhere in the reference.
fn new_bases(length: usize, seed: u64) -> Vec<u8> {
    let mut numbers = Numbers::new(seed);
    (0..length).map(|_| b"ACGT"[numbers.next(4)]).collect()
}

/// All calls of reads of 80x and of a normal of 40x without a change, with assembly or without.
fn called(tumour: &[ReadRecord], assemble: bool, cut: u32) -> Vec<SmallVariantCall> {
    let (letters, normal) = (reference(), sample(&reference(), &[], 40, 2));
    let sweep = PairSweep::new(SweepConfig { assemble, ..SweepConfig::default() });
    calls_of(sweep, &letters, [tumour, &normal], &[], cut, &SomaticConfig::default())
}

fn passing(calls: Vec<SmallVariantCall>) -> Vec<SmallVariantCall> {
    calls.into_iter().filter(SmallVariantCall::passes).collect()
}

/// Whether a call makes exactly this copy.
fn makes(call: &SmallVariantCall, copy: &Copy) -> bool {
    let (letters, at) = (reference(), call.variant.position() as usize);
    let behind = &letters[at + call.variant.reference().len()..];
    [&letters[..at], call.variant.alternate(), behind].concat() == copy.letters(&letters)
}

#[test]
fn insertions_that_no_read_holds_are_called_whole() {
    for (length, seed) in [(130, 31), (200, 32), (300, 33)] {
        let copy = Copy { before: 3_000, filler: new_bases(length, seed), after: 3_000, percent: 40 };
        let tumour = sample(&reference(), std::slice::from_ref(&copy), 80, seed);
        assert_eq!(passing(called(&tumour, false, 6_000)), [], "{length} bases, without assembly");
        let found = passing(called(&tumour, true, 6_000));
        assert_eq!(found.len(), 1, "{length} bases: {found:?}");
        assert!(makes(&found[0], &copy), "{length} bases");
    }
}

#[test]
fn the_cut_of_the_genome_does_not_show_in_what_is_assembled() {
    let copy = Copy { before: 3_000, filler: new_bases(200, 32), after: 3_000, percent: 40 };
    let tumour = sample(&reference(), &[copy], 80, 32);
    let whole = called(&tumour, true, 6_000);
    assert!(whole.iter().any(|call| call.variant.length_change() == 200));
    for cut in [3_001, 700] {
        assert_eq!(called(&tumour, true, cut), whole, "cut every {cut} bases");
    }
}

#[test]
fn assembly_takes_no_call_away() {
    let copies = [
        Copy { before: 3_000, filler: new_bases(180, 41), after: 3_000, percent: 25 },
        Copy::deletion(3_100, 3_112, 12),
        Copy::deletion(2_950, 2_957, 12),
        Copy::duplication(2_800, 2_848, "", 15),
    ];
    let tumour = sample(&reference(), &copies, 100, 41);
    let (without, with) = (called(&tumour, false, 6_000), called(&tumour, true, 6_000));
    assert!(passing(without.clone()).len() >= 3, "{without:?}");
    for call in &without {
        let same = with.iter().find(|other| other.variant == call.variant).unwrap();
        assert_eq!((same.posterior, &same.filters), (call.posterior, &call.filters));
        assert_eq!((same.tumour, same.normal), (call.tumour, call.normal));
    }
    assert!(with.iter().any(|call| call.passes() && makes(call, &copies[0])));
}

#[test]
fn reads_that_go_on_elsewhere_are_no_insertion() {
    // Both ends of a translocation: what lies beyond either is nowhere in the reference, and the two do not meet.
    let beyond = [new_bases(700, 51), new_bases(700, 52)];
    let [left, right] = &beyond;
    let copies = [
        Copy { before: 3_000, filler: left.clone(), after: LENGTH, percent: 20 },
        Copy { before: 0, filler: right.clone(), after: 3_000, percent: 20 },
    ];
    let tumour = sample(&reference(), &copies, 80, 51);
    let clipped = |read: &&ReadRecord| read.cigar.iter().any(|op| op.kind() == CigarKind::SoftClip);
    assert!(tumour.iter().filter(clipped).count() >= 20);
    assert_eq!(passing(called(&tumour, true, 6_000)), []);
}

/// Fifteen bases replaced by eight, of which these are changed; an aligner shows each changed base, and a deletion of seven.
fn replaced(differ: &[usize]) -> (Copy, Vec<ReadRecord>) {
    let letters = reference();
    let other = |base: u8| if base == b'C' { b'G' } else { b'C' };
    let base = |at: usize| if differ.contains(&at) { other(letters[3_000 + at]) } else { letters[3_000 + at] };
    let copy = Copy { before: 3_000, filler: (0..8).map(base).collect(), after: 3_015, percent: 35 };
    let mut tumour = sample(&letters, std::slice::from_ref(&copy), 80, 61);
    for read in &mut tumour {
        if let [before, _, _, behind] = read.cigar[..] {
            read.cigar =
                vec![CigarOp::new(CigarKind::Match, before.length() + 8), CigarOp::new(CigarKind::Deletion, 7), behind];
        }
    }
    (copy, tumour)
}

#[test]
fn pieces_of_a_replaced_stretch_are_one_call() {
    let (copy, tumour) = replaced(&[0, 3]);
    assert_eq!(passing(called(&tumour, false, 6_000)).len(), 3);
    let found = passing(called(&tumour, true, 6_000));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
}

#[test]
fn what_is_learned_does_not_depend_on_assembly() {
    let ((_, tumour), letters) = (replaced(&[0, 3]), reference());
    let normal = sample(&letters, &[], 40, 2);
    let learned = |assemble| {
        let sweep = PairSweep::new(SweepConfig { assemble, ..SweepConfig::default() });
        let evidence = evidence_of(sweep, &letters, [&tumour, &normal], &[], 6_000);
        (evidence[0].candidates.len(), Learned::of(&evidence, &SomaticConfig::default()))
    };
    let ((pieces, without), (whole, with)) = (learned(false), learned(true));
    // Two bases and a deletion are the pieces of one whole.
    assert_eq!(pieces, whole + 3 - 1);
    assert_eq!(with, without);
}

#[test]
fn a_replaced_stretch_that_no_piece_explains_is_called() {
    // Its reads differ from the reference, and from it with any of the pieces, by more than errors.
    let (copy, tumour) = replaced(&[0, 2, 4, 5, 7]);
    assert_eq!(passing(called(&tumour, false, 6_000)), []);
    let found = passing(called(&tumour, true, 6_000));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
}

/// One read a base of every copy, of the stretch around the change, each for itself.
fn one_a_base(copies: &[&Copy]) -> Vec<ReadRecord> {
    let letters = reference();
    let mut reads = Vec::new();
    for (copy, number) in copies.iter().zip(0..) {
        let carried = copy.letters(&letters);
        for start in 2_500..carried.len() - 2_500 - READ {
            let mut read = copy.read(&carried, start);
            read.qualities = vec![30; READ];
            read.name = format!("{number}-{start}").into_bytes();
            // Both strands, in pieces of two so that neither side has one alone.
            read.flags = Flags(if start / 2 % 2 == 0 { 0 } else { 0x10 });
            if !read.cigar.is_empty() {
                reads.push(read);
            }
        }
    }
    reads.sort_by_key(|read| read.start);
    reads
}

#[test]
fn the_share_of_a_long_change_is_that_of_its_copies() {
    let plain = Copy { before: LENGTH, filler: Vec::new(), after: LENGTH, percent: 0 };
    let long = |length: usize| Copy { before: 3_000, filler: new_bases(length, 31), after: 3_000, percent: 0 };
    for (copy, alternate) in [
        // A read of 150 bases starts at 112 places (150 - 30 - 8) from which it holds 30 bases of one flank and 8 beyond a
        // side. With one copy of three and a read a base 112 fragments with it are over each side, and 224 without it:
        // 112 / 336. All that meet the 100 bases are more: 249 places (100 + 150 - 1), less the nine where neither flank has 30
        // bases, and a few where the bases at a read's end are the reference's by chance.
        (long(100), 230..=240),
        // Of 200 bases those that are placed, with 30 bases of a flank and a base of it: at most 120 on each side.
        (long(200), 230..=240),
        // A deletion of 100 bases is met by 149 reads at most.
        (Copy::deletion(3_000, 3_100, 0), 140..=149),
    ] {
        let calls = passing(called(&one_a_base(&[&copy, &plain, &plain]), true, 6_000));
        assert_eq!(calls.len(), 1, "{calls:?}");
        assert!(makes(&calls[0], &copy));
        let tumour = &calls[0].tumour;
        assert!(alternate.contains(&tumour.alternate), "{tumour:?}");
        let share = tumour.fraction().map_or(0.0, marv_model::units::AlleleFraction::get);
        // A base that the two alleles share by chance moves a side by one place of 112.
        assert!((share - 1.0 / 3.0).abs() < 0.005, "{share} {tumour:?}");
    }
}

#[test]
fn mates_at_the_two_ends_of_an_insertion_are_one_fragment() {
    // 120 bases, templates of 400, the left read from 2,860 to 2,869 on: it holds 10 to 19 bases of the insertion, which ends at
    // 3,120, and the right one (from 3,110 to 3,119) 10 to 1. On the reference they lie beside each other. Ten fragments.
    let copy = Copy { before: 3_000, filler: new_bases(120, 34), after: 3_000, percent: 0 };
    let (letters, plain) = (reference(), Copy { before: LENGTH, filler: Vec::new(), after: LENGTH, percent: 0 });
    let mut reads = Vec::new();
    for (copy, number) in [(&copy, 0), (&plain, 1), (&plain, 2)] {
        let carried = copy.letters(&letters);
        for start in 2_860..2_870 {
            let mut pair = [start, start + 250].map(|at| copy.read(&carried, at));
            let starts = pair.each_ref().map(|read| read.start);
            for (read, (side, mate)) in pair.iter_mut().zip([(0x43 | 0x20, starts[1]), (0x83 | 0x10, starts[0])]) {
                (read.flags, read.mate_start, read.mate_contig) = (Flags(side), mate, Some(CONTIG));
                read.name = format!("{number}-{start}").into_bytes();
                read.qualities = vec![30; READ];
            }
            reads.extend(pair);
        }
    }
    reads.sort_by_key(|read| read.start);
    let normal = sample(&letters, &[], 40, 2);
    let alternate = [&letters[2_999..3_000], &copy.filler].concat();
    let variant = SmallVariant::new(CONTIG, 2_999, [letters[2_999]], alternate).unwrap();
    let asked = [ForcedAllele { variant, why: Forced::Supplied }];
    let sweep = PairSweep::new(SweepConfig::default());
    let calls = calls_of(sweep, &letters, [&reads, &normal], &asked, 6_000, &SomaticConfig::default());
    let call = calls.iter().find(|call| makes(call, &copy)).unwrap();
    assert_eq!(call.tumour.alternate, 10);
}
