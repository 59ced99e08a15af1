//! Tandem duplications, built read by read as an aligner would place them: what is put in is called with its exact
//! sequence and its share.

#![allow(clippy::unwrap_used, clippy::needless_for_each)] // the helpers of a test are tests

mod support;

use marv_model::{
    call::{Forced, SmallVariantCall},
    genome::Interval,
    read::ReadRecord,
    tandem::AllelicRatio,
};
use marv_somatic::{ForcedAllele, PairSweep, SomaticConfig, SweepConfig};
use support::{CONTIG, Copy, READ, calls, changed, evidence_of, reference, sample, substituted, substitution};

/// What passes in a pair of this depth in the tumour and 40x in the normal.
fn passing(tumour: &[Copy], normal: &[Copy], depth: usize, seed: u64) -> Vec<SmallVariantCall> {
    passing_with(tumour, normal, depth, seed, &SomaticConfig::default())
}

fn passing_with(
    tumour: &[Copy],
    normal: &[Copy],
    depth: usize,
    seed: u64,
    config: &SomaticConfig,
) -> Vec<SmallVariantCall> {
    let letters = reference();
    let (t, n) = (sample(&letters, tumour, depth, seed), sample(&letters, normal, 40, seed + 1));
    let calls = calls(&letters, [&t, &n], &[], 6_000, config);
    calls.into_iter().filter(SmallVariantCall::passes).collect()
}

/// Whether a call makes exactly this copy.
fn makes(call: &SmallVariantCall, copy: &Copy) -> bool {
    let (letters, at) = (reference(), call.variant.position() as usize);
    let behind = &letters[at + call.variant.reference().len()..];
    [&letters[..at], call.variant.alternate(), behind].concat() == copy.letters(&letters)
}

#[test]
fn a_duplication_at_nine_tenths_is_called() {
    // As in a patient whose other copy is lost; 54 bases, as FLT3-ITD.
    let copy = Copy::duplication(3_000, 3_054, "", 90);
    let found = passing(std::slice::from_ref(&copy), &[], 100, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    let tandem = found[0].tandem.as_ref().unwrap();
    assert_eq!((tandem.length(), tandem.filler.len()), (54, 0));
    assert!(tandem.interval.start().abs_diff(3_000) <= tandem.homology);
    // 9 copies to 1.
    let [low, high] = AllelicRatio::of(&found[0].tumour).unwrap().interval;
    assert!(low.unwrap() < 9.0 && high.is_none_or(|high| high > 9.0), "{low:?} {high:?}");
}

#[test]
fn a_duplication_twice_as_long_as_a_read_is_called_at_high_depth_with_its_share() {
    let copy = Copy::duplication(2_800, 3_100, "", 20);
    let found = passing(std::slice::from_ref(&copy), &[], 500, 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    // 20 of 100: ratio 0.25. About 87 junctions of 433 crossings: two standard errors are 24 %.
    let AllelicRatio { ratio, interval: [low, high] } = AllelicRatio::of(&found[0].tumour).unwrap();
    assert!(low.unwrap() < 0.25 && high.unwrap() > 0.25, "{ratio:?} {low:?} {high:?}");
    assert!((0.18..0.33).contains(&ratio.unwrap()), "{ratio:?}");
}

#[test]
fn bases_of_neither_copy_between_them_are_kept() {
    let copy = Copy::duplication(3_000, 3_048, "GGCATTCGACGA", 25);
    let found = passing(std::slice::from_ref(&copy), &[], 100, 3);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy));
    assert_eq!(found[0].tandem.as_ref().unwrap().length(), 60);
}

#[test]
fn an_error_beside_the_junction_does_not_make_a_second_duplication() {
    // Two reads clipped by 20 and 16 bases where the second copy begins; the first has an error in the fourth of its clipped
    // bases, as if four bases of neither copy stood between the copies. Both show the one duplication of 36 bases.
    let letters = reference();
    let copy = Copy::duplication(3_000, 3_036, "", 0);
    let carrier = copy.letters(&letters);
    let mut tumour = sample(&letters, &[], 60, 21);
    for (number, clipped) in [20, 16].into_iter().enumerate() {
        let mut read = copy.read(&carrier, 3_036 - clipped);
        assert_eq!((read.start, read.cigar[0].length()), (3_000, u32::try_from(clipped).unwrap()));
        let mut bases = carrier[3_036 - clipped..3_036 - clipped + READ].to_vec();
        let mut qualities = vec![37; READ];
        if number == 0 {
            bases[16] = if bases[16] == b'A' { b'G' } else { b'A' };
            qualities[16] = 12;
        }
        read.set_bases(&bases);
        (read.qualities, read.name) = (qualities, format!("carrier{number}").into_bytes());
        tumour.push(read);
    }
    tumour.sort_by_key(|read| read.start);
    let evidence = evidence_of(PairSweep::new(SweepConfig::default()), &letters, [&tumour, &[]], &[], 6_000);
    let long: Vec<_> =
        evidence[0].candidates.iter().filter(|candidate| candidate.variant.alternate().len() > 10).collect();
    let lengths: Vec<_> = long.iter().map(|c| (c.variant.alternate().len() - 1, c.tumour.summary.alternate)).collect();
    assert_eq!(lengths, [(36, 2)]);
}

#[test]
fn two_duplications_of_one_patient_are_both_called() {
    let copies = [Copy::duplication(3_000, 3_063, "", 25), Copy::duplication(3_020, 3_059, "", 20)];
    let found = passing(&copies, &[], 120, 4);
    assert_eq!(found.len(), 2, "{found:?}");
    for copy in &copies {
        assert_eq!(found.iter().filter(|call| makes(call, copy)).count(), 1);
    }
}

#[test]
fn tumour_in_the_normal_does_not_hide_a_duplication_where_such_recur() {
    // With one event there is no estimate of tumour in the normal; 7 of 39 in the normal would elsewhere be inherited.
    let region = Interval::new(CONTIG, 2_950, 3_050).unwrap();
    let config = SomaticConfig { tandem_regions: vec![region], ..SomaticConfig::default() };
    let copy = |percent| Copy::duplication(3_000, 3_060, "", percent);
    let found = passing_with(&[copy(45)], &[copy(7)], 100, 5, &config);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(makes(&found[0], &copy(45)));
    assert!(found[0].normal.unwrap().alternate > 0);
}

#[test]
fn an_inherited_duplication_does_not_pass() {
    let copy = Copy::duplication(3_000, 3_060, "", 50);
    assert_eq!(passing(std::slice::from_ref(&copy), std::slice::from_ref(&copy), 100, 6), vec![]);
}

#[test]
fn the_cut_of_the_genome_does_not_show_in_a_long_duplication() {
    let letters = reference();
    let copies = [Copy::duplication(1_900, 2_700, "", 30), Copy::duplication(4_000, 4_090, "ACGTT", 20)];
    let (tumour, normal) = (sample(&letters, &copies, 80, 7), sample(&letters, &[], 40, 8));
    let of = |size| {
        let calls = calls(&letters, [&tumour, &normal], &[], size, &SomaticConfig::default());
        serde_json::to_string(&calls).unwrap()
    };
    let whole = of(6_000);
    assert!(whole.contains("\"tandem\":{"), "something to compare");
    for size in [2_000, 1_000, 613] {
        assert!(of(size) == whole, "{size}");
    }
}

#[test]
fn recurrent_deletions_and_insertions_are_exact() {
    // The sizes of SRSF2 (24 deleted), CALR type 1 (52 deleted) and type 2 (5 inserted), NPM1 type A (4 inserted).
    let events = [
        Copy::deletion(3_000, 3_024, 10),
        Copy::deletion(3_000, 3_052, 10),
        Copy::insertion(3_000, "TTGTC", 10),
        Copy::insertion(3_000, "TCTG", 10),
    ];
    for (seed, copy) in (20..).zip(&events) {
        let found = passing(std::slice::from_ref(copy), &[], 120, seed);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(makes(&found[0], copy), "{found:?}");
    }
}

#[test]
fn a_hotspot_is_called_at_a_fortieth_and_with_tumour_in_the_normal() {
    let letters = reference();
    // 2.5 % at 300x; 40 % with 6 % of it in the normal, as where 15 % of the normal is tumour.
    for (percent, in_normal, depth) in [(2, 0, 400), (40, 6, 100)] {
        let mut tumour = sample(&letters, &[changed(3_000, percent)], depth, 30);
        let mut normal = sample(&letters, &[changed(3_000, in_normal)], 40, 31);
        substituted(&mut tumour);
        substituted(&mut normal);
        let forced = [ForcedAllele { variant: substitution(3_000), why: Forced::Hotspot }];
        let found = calls(&letters, [&tumour, &normal], &forced, 6_000, &SomaticConfig::default());
        let call = found.iter().find(|call| call.variant == substitution(3_000)).unwrap();
        assert!(call.passes(), "{percent} {call:?}");
    }
}

/// A file whose reads do not come in order, for all that its head says, is read as if they did.
#[test]
fn reads_out_of_order_say_the_same() {
    let letters = reference();
    // Twice as long as a read: nothing but clipped reads proposes it.
    let copies = [Copy::duplication(2_800, 3_100, "", 30), Copy::deletion(4_000, 4_150, 25)];
    let (tumour, normal) = (sample(&letters, &copies, 80, 40), sample(&letters, &[], 40, 41));
    let of = |tumour: &[ReadRecord]| {
        let calls = calls(&letters, [tumour, &normal], &[], 6_000, &SomaticConfig::default());
        serde_json::to_string(&calls).unwrap()
    };
    let mut backwards = tumour.clone();
    backwards.sort_by_key(|read| std::cmp::Reverse(read.start));
    let expected = of(&tumour);
    assert!(expected.contains("\"tandem\":{"), "something to compare");
    assert!(of(&backwards) == expected);
}
