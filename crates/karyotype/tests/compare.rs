//! The laboratory's karyotype beside a genome: matched by hand, and against itself.
#![allow(clippy::unwrap_used, clippy::panic)]

use marv_karyotype::{
    Karyotype,
    compare::{ComparePolicy, Comparison, Genome, Kind, MonosomyVerdict, Reason, Seen, compare},
    karyotype::Chromosome,
    projection::{Resolution, bands, table},
};
use marv_model::{
    cytogenetics::Lesion,
    finding::Status,
    genome::{Contigs, Interval, Locus},
    laboratory::FishResult,
    structure::{Breakend, Junction, Kept, Segment},
};
use proptest::prelude::*;

/// Two copies everywhere on 1 to 22 but in these stretches (chromosome, from, to, copies).
fn segments(contigs: &Contigs, changed: &[(u8, u32, u32, f64)]) -> Vec<Segment> {
    let mut all = Vec::new();
    for number in 1..=22u8 {
        let id = contigs.id(&format!("chr{number}")).unwrap();
        let mut at = 0;
        let mut push = |from, to, copies| {
            if from < to {
                let interval = Interval::new(id, from, to).unwrap();
                all.push(Segment {
                    interval,
                    total_copies: Some(copies),
                    minor_copies: None,
                    log2_ratio: None,
                    cell_fraction: None,
                });
            }
        };
        for (_, from, to, copies) in changed.iter().filter(|one| one.0 == number) {
            let to = (*to).min(contigs.length(id));
            push(at, *from, 2.0);
            push(*from, to, *copies);
            at = to;
        }
        push(at, contigs.length(id), 2.0);
    }
    all
}

fn junction(contigs: &Contigs, one: (&str, u32), other: (&str, u32)) -> Junction {
    let end =
        |(name, position): (&str, u32), kept| Breakend { locus: Locus::new(contigs.id(name).unwrap(), position), kept };
    Junction { one: end(one, Kept::Before), other: end(other, Kept::From), cell_fraction: None }
}

fn compared(iscn: &str, changed: &[(u8, u32, u32, f64)], junctions: &[(&str, u32, &str, u32)]) -> Comparison {
    let contigs = Contigs::grch38();
    let segments = segments(&contigs, changed);
    let junctions: Vec<Junction> = junctions.iter().map(|(a, p, b, q)| junction(&contigs, (a, *p), (b, *q))).collect();
    let genome = Genome { contigs: &contigs, segments: &segments, junctions: &junctions };
    compare(&Karyotype::read(iscn), &[], &genome, &ComparePolicy::default())
}

fn listed(comparison: &Comparison) -> Vec<(Kind, &str, Seen, Option<Reason>)> {
    comparison.items.iter().map(|item| (item.kind, item.what.as_str(), item.seen, item.reason)).collect()
}

const WHOLE: u32 = u32::MAX;

#[test]
fn seen_by_both_and_by_one() {
    use Kind::{Gain, Junction, Loss};
    use Seen::{Both, OnlyBanding, OnlySequencing};
    // del(5)(q13q33): 5q13 begins at 69.1 Mb, 5q33 ends at 160.5 Mb.
    let deleted = (5, 75_000_000, 155_000_000, 1.0);
    let both = compared("46,XX,del(5)(q13q33)[20]", &[deleted], &[("chr5", 75_000_000, "chr5", 155_000_000)]);
    assert_eq!(listed(&both), [(Loss, "5q", Both, None), (Junction, "5q13::5q33", Both, None)]);
    assert!(both.changes.is_empty(), "{:?}", both.changes);

    // Below the limit of banding, and a karyotype that does not see it.
    let small = compared("46,XX[20]", &[(17, 29_000_000, 31_000_000, 1.0)], &[]);
    assert_eq!(listed(&small), [(Loss, "17q", OnlySequencing, Some(Reason::BelowBanding))]);
    // Large, and markers that may be it.
    let marker = compared("47,XX,+mar[20]", &[(8, 0, WHOLE, 3.0)], &[]);
    assert_eq!(listed(&marker)[0], (Gain, "8p", OnlySequencing, Some(Reason::Marker)));
    // In two of twenty cells: the laboratory may not call it clonal; sequencing confirms it.
    let few = compared("45,XX,-7[2]/46,XX[18]", &[(7, 0, WHOLE, 1.0)], &[]);
    assert_eq!(listed(&few)[1], (Loss, "7q", OnlySequencing, Some(Reason::FewCells)));
    // A clone of one in ten cells may escape sequencing.
    let clone = compared("46,XX,del(20)(q11q13)[2]/46,XX[18]", &[], &[("chr1", 1, "chr2", 1)]);
    assert_eq!(listed(&clone)[0], (Loss, "20q", OnlyBanding, Some(Reason::SmallClone)));
    // A translocation found; one in a centromere not; one that only sequencing sees.
    let joined = compared(
        "46,XX,t(9;22)(q34;q11.2),t(1;7)(q10;p10)[20]",
        &[],
        &[("chr9", 130_700_000, "chr22", 23_290_000), ("chr2", 29_200_000, "chr5", 171_400_000)],
    );
    assert_eq!(
        listed(&joined),
        [
            (Junction, "9q34::22q11.2", Both, None),
            (Junction, "1q10::7p10", OnlyBanding, Some(Reason::Centromere)),
            (Junction, "2p23.2::5q35.1", OnlySequencing, Some(Reason::Unexplained)),
        ]
    );
    // Reads over targets: junctions of the targets, and no segments. What lies elsewhere was not looked at.
    let contigs = Contigs::grch38();
    let junctions = [junction(&contigs, ("chr13", 28_034_100), ("chr13", 28_034_130))];
    let targets = Genome { contigs: &contigs, segments: &[], junctions: &junctions };
    let reading = Karyotype::read("46,XX,t(3;12)(q26;p13)[20]");
    let elsewhere = compare(&reading, &[], &targets, &ComparePolicy::default());
    let translocation = elsewhere.items.iter().find(|item| item.what == "3q26::12p13").unwrap();
    assert_eq!((translocation.seen, translocation.reason), (OnlyBanding, Some(Reason::NotCovered)));
    // What was not read excludes nothing.
    let unread = compared("46,XX,wordy", &[(7, 0, WHOLE, 1.0)], &[]);
    assert!(listed(&unread).iter().all(|item| item.3 == Some(Reason::NotRead)));
}

/// guidelines.md 4.1: a monosomy by copies is the whole chromosome, 90 % of each arm; sequencing refutes others.
#[test]
fn monosomies_by_banding_and_by_copies() {
    // -5,-7,+mar: 7 is gone, of 5 only a part of the long arm; the rest of it is in the marker.
    let comparison = compared("45,XX,-5,-7,+mar[20]", &[(5, 75_000_000, 155_000_000, 1.0), (7, 0, WHOLE, 1.0)], &[]);
    let verdicts: Vec<_> = comparison.monosomies.iter().map(|m| (m.chromosome, m.verdict)).collect();
    assert_eq!(
        verdicts,
        [(Chromosome::Autosome(5), MonosomyVerdict::Refuted), (Chromosome::Autosome(7), MonosomyVerdict::Confirmed)]
    );
    assert_eq!(comparison.monosomies[0].short_arm_lost, Some(0.0));
    assert_eq!(comparison.monosomal_by_banding, Status::Present);
    // One monosomy and the deletion of 5q.
    assert_eq!(comparison.monosomal_by_sequencing, Status::Present);

    // Both refuted: monosomal by banding, not by copies, and the change is told.
    let refuted = compared("44,XX,-5,-17[20]", &[(5, 75_000_000, 155_000_000, 1.0), (17, 0, 20_000_000, 1.0)], &[]);
    assert_eq!(refuted.monosomal_by_sequencing, Status::Absent);
    let change = refuted.changes.iter().find(|change| change.datum == Lesion::MonosomalKaryotype.name()).unwrap();
    assert_eq!((change.laboratory, change.genome), (Status::Present, Status::Absent));

    // Found by copies alone, in the short arm of an acrocentric nothing is asked.
    let found = compared("46,XX[20]", &[(13, 20_000_000, WHOLE, 1.0), (18, 0, WHOLE, 1.0)], &[]);
    let verdicts: Vec<_> = found.monosomies.iter().map(|m| m.verdict).collect();
    assert_eq!(verdicts, [MonosomyVerdict::OnlySequencing; 2]);
    assert_eq!((found.monosomal_by_banding, found.monosomal_by_sequencing), (Status::Absent, Status::Present));
}

#[test]
fn what_no_segment_covers_is_not_known() {
    let contigs = Contigs::grch38();
    let genome = Genome { contigs: &contigs, segments: &[], junctions: &[] };
    let comparison = compare(&Karyotype::read("45,XX,-7[20]"), &[], &genome, &ComparePolicy::default());
    assert_eq!(comparison.monosomies[0].verdict, MonosomyVerdict::NotAssessable);
    assert_eq!(comparison.monosomal_by_sequencing, Status::Unknown);
    assert!(comparison.changes.is_empty());
    assert!(comparison.items.iter().all(|item| item.reason == Some(Reason::NotCovered)));
}

#[test]
fn fish_is_held_against_the_genome() {
    let contigs = Contigs::grch38();
    let segments = segments(&contigs, &[(17, 0, 22_000_000, 1.0)]);
    let genome = Genome { contigs: &contigs, segments: &segments, junctions: &[] };
    let fish = |result| FishResult { lesion: Lesion::Loss17p, result, positive_share: Some(0.4), cells: Some(200) };
    let changes = |result| {
        let all = compare(&Karyotype::read("46,XX[20]"), &[fish(result)], &genome, &ComparePolicy::default()).changes;
        all.into_iter().filter(|change| change.method == "fish").count()
    };
    assert_eq!((changes(Status::Present), changes(Status::Absent), changes(Status::Unknown)), (0, 1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A genome that is the karyotype's own projection agrees with it in every loss and gain.
    #[test]
    fn a_karyotype_agrees_with_its_own_projection(items in prop::collection::btree_set(0usize..10, 0..5)) {
        let kinds = [
            "del(5)(q13q33)", "del(20)(q11q13)", "i(17)(q10)", "dup(1)(q21q32)", "del(12)(p11p13)", "+8", "-18", "+21",
            "del(3)(p13p25)", "-10",
        ];
        let chosen: Vec<&str> = items.iter().map(|at| kinds[*at]).collect();
        let iscn = chosen.iter().fold("46,XX".to_owned(), |text, item| text + "," + item) + "[20]";
        let karyotype = Karyotype::read(&iscn);
        let clone = &bands(&karyotype.karyotype, Resolution::Bands850)[0];
        let contigs = Contigs::grch38();
        let segments: Vec<Segment> = table(Resolution::Bands850)
            .iter()
            .zip(&clone.copies)
            .filter(|(band, _)| band.end > band.start && band.chromosome.is_autosome())
            .map(|(band, copies)| Segment {
                interval: Interval::new(contigs.id(&format!("chr{}", band.chromosome)).unwrap(), band.start, band.end).unwrap(),
                total_copies: Some(f64::from(copies.low + copies.high) / 2.0 - if copies.low < copies.high { 0.01 } else { 0.0 }),
                minor_copies: None,
                log2_ratio: None,
                cell_fraction: None,
            })
            .collect();
        let genome = Genome { contigs: &contigs, segments: &segments, junctions: &[] };
        let comparison = compare(&karyotype, &[], &genome, &ComparePolicy::default());
        for item in comparison.items.iter().filter(|item| item.kind != Kind::Junction) {
            prop_assert_eq!(item.seen, Seen::Both, "{} {:?}", iscn, item);
        }
        for monosomy in &comparison.monosomies {
            prop_assert_eq!(monosomy.verdict, MonosomyVerdict::Confirmed, "{} {:?}", iscn, monosomy);
        }
        prop_assert!(comparison.changes.is_empty(), "{} {:?}", iscn, comparison.changes);
    }
}
