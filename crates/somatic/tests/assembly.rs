//! Assembly, on pairs built read by read as an aligner would place them: what it adds, and that it takes nothing away.

#![allow(clippy::unwrap_used, clippy::needless_for_each)] // the helpers of a test are tests

mod support;

use marv_model::{
    call::SmallVariantCall,
    read::{CigarKind, CigarOp, ReadRecord},
};
use marv_somatic::{PairSweep, SomaticConfig, SweepConfig};
use support::{Copy, LENGTH, Numbers, calls_of, reference, sample};

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
fn a_replaced_stretch_that_no_piece_explains_is_called() {
    // Its reads differ from the reference, and from it with any of the pieces, by more than errors.
    let (copy, tumour) = replaced(&[0, 2, 4, 5, 7]);
    assert_eq!(passing(called(&tumour, false, 6_000)), []);
    let found = passing(called(&tumour, true, 6_000));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
}
