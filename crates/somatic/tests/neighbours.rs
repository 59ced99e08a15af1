//! Changed bases that stand side by side, beside a run of one base.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests

mod support;

use marv_model::{
    call::SmallVariantCall,
    read::{CigarKind, CigarOp},
    variant::SmallVariant,
};
use marv_somatic::SomaticConfig;
use support::{CONTIG, Copy, READ, calls, reference, sample, substituted};

/// T, G, C and a run of T: GC changed to CT is G lost, to a read that ends in the run.
const AT: usize = 3_000;
const RUN: usize = 12;

fn letters() -> Vec<u8> {
    let mut letters = reference();
    letters.splice(AT - 1..AT + 2 + RUN, [&b"TGC"[..], &[b'T'; RUN], b"A"].concat());
    letters.truncate(reference().len());
    letters
}

/// What passes of a pair whose tumour holds a copy, where aligners open a gap for a read that ends in the run.
fn passing(copy: &Copy, seed: u64) -> Vec<SmallVariantCall> {
    let letters = letters();
    let mut tumour = sample(&letters, std::slice::from_ref(copy), 80, seed);
    if copy.filler.len() == copy.after - copy.before {
        substituted(&mut tumour);
    }
    let op = |kind, length: usize| CigarOp::new(kind, u32::try_from(length).unwrap());
    for read in &mut tumour {
        let (start, end) = (read.start as usize, read.start as usize + READ);
        let bases: Vec<u8> = read.view().bases.letters().collect();
        let carries = start + 20 < AT && (AT + 3..AT + RUN).contains(&end) && bases[AT - start..].starts_with(b"CT");
        if carries {
            let before = AT - start;
            read.cigar =
                vec![op(CigarKind::Match, before), op(CigarKind::Deletion, 1), op(CigarKind::Match, READ - before)];
        }
    }
    let normal = sample(&letters, &[], 40, seed + 1);
    let found = calls(&letters, [&tumour, &normal], &[], 6_000, &SomaticConfig::default());
    found.into_iter().filter(SmallVariantCall::passes).collect()
}

#[test]
fn two_changed_bases_before_a_run_are_no_deletion() {
    let changed = Copy { before: AT, filler: b"CT".to_vec(), after: AT + 2, percent: 25 };
    let found = passing(&changed, 50);
    let expected = SmallVariant::new(CONTIG, u32::try_from(AT).unwrap(), "GC", "CT").unwrap();
    assert_eq!(found.iter().map(|call| call.variant.clone()).collect::<Vec<_>>(), [expected], "{found:#?}");
    // A quarter of about 80 fragments.
    assert!((10..=32).contains(&found[0].tumour.alternate), "{found:#?}");
    // Templates are of 300 to 449 bases, each as often: about half of all are as short as the median of some twenty.
    let share = found[0].ledger.iter().find(|entry| entry.rule == "fragment_length").and_then(|entry| entry.value);
    assert!(share.is_some_and(|share| (0.2..0.8).contains(&share)), "{share:?}");
}

#[test]
fn a_deletion_before_a_run_is_one() {
    let found = passing(&Copy::deletion(AT, AT + 1, 25), 52);
    let expected = SmallVariant::new(CONTIG, u32::try_from(AT - 1).unwrap(), "TG", "T").unwrap();
    assert_eq!(found.iter().map(|call| call.variant.clone()).collect::<Vec<_>>(), [expected], "{found:#?}");
}
