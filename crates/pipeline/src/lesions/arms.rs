//! Losses and gains of chromosomes and their arms, from segments.

use marv_karyotype::{
    karyotype::{Arm, Chromosome},
    projection::{Resolution, table},
    virtual_karyotype::{PROBE_SEES, TP53_PROBE},
};
use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed},
    genome::{ContigId, Interval, bare_name},
    units::AlleleFraction,
};

use super::{Structural, deletions::copies};

/// Losses of a part of an arm: from what banding can see.
const LOSSES: [(Lesion, u8, Arm); 6] = [
    (Lesion::Loss5q, 5, Arm::Q),
    (Lesion::Loss11q, 11, Arm::Q),
    (Lesion::Loss12p, 12, Arm::P),
    (Lesion::Loss13q, 13, Arm::Q),
    (Lesion::Loss20q, 20, Arm::Q),
    (Lesion::Loss7q, 7, Arm::Q),
];
/// RULE: an arm has lost a part from 5 Mb, the limit of banding: a smaller loss is another matter than del(5q).
const BANDING: f64 = 5e6;
/// RULE: a chromosome is gained or lost whole from 90 % of each arm.
const WHOLE: f64 = 0.9;
/// The share of an arm that segments must cover to exclude anything.
const COVERED: f64 = 0.8;
/// Copies of a clone below which one is lost, and from which one is gained; between 1.8 and 2.2 nothing changed.
const LOST_BELOW: f64 = 1.5;
const GAINED_FROM: f64 = 2.5;
const UNCHANGED: std::ops::RangeInclusive<f64> = 1.8..=2.2;
/// METHOD: a loss or gain of a part of an arm is seen in a fifth of the tumour's cells (docs/validation/structure.md).
const CLONE_SEEN: f64 = 0.2;
/// 1q21.3, where CKS1B lies, and 17p13.1, where TP53 lies (NCBI Gene, GRCh38).
const CKS1B: (u32, u32) = (154_974_653, 154_979_251);
const TP53: (u32, u32) = (7_668_420, 7_687_490);

/// What segments say of a stretch, as shares of it.
#[derive(Debug, Clone, Copy, Default)]
struct Shares {
    lost: f64,
    gained: f64,
    /// Where a segment says that nothing was lost, and that nothing was gained.
    not_lost: f64,
    not_gained: f64,
    length: f64,
}

/// Reads the lesions of chromosomes into the findings.
pub(super) fn read(structural: &Structural<'_>, into: &mut CytogeneticFindings) {
    if structural.segments.is_empty() {
        return;
    }
    let limit = structural.purity.and_then(|purity| AlleleFraction::new((purity * CLONE_SEEN).min(1.0)).ok());
    let told = |present: bool, excluded: bool, evidence: &str| -> LesionFinding {
        if present {
            Finding::present(vec![evidence.to_owned()])
        } else if excluded {
            Finding::Absent { limit_of_detection: limit }
        } else {
            Finding::unknown(NotAssessed::NotExamined)
        }
    };
    let arm = |number: u8, arm: Arm| shares_of_arm(structural, number, arm);
    let lost_whole = |number: u8| {
        let whole = |shares: Shares| shares.lost >= WHOLE;
        whole(arm(number, Arm::Q)) && (is_acrocentric(number) || whole(arm(number, Arm::P)))
    };
    for (lesion, number, of) in LOSSES {
        let shares = arm(number, of);
        let whole = lesion == Lesion::Loss7q && lost_whole(number);
        let there = shares.lost * shares.length >= BANDING && !whole;
        into.set(lesion, told(there, whole || shares.not_lost >= COVERED, &format!("{number}{}", letter(of))));
    }
    let seven = [arm(7, Arm::P), arm(7, Arm::Q)];
    into.set(Lesion::Monosomy7, told(lost_whole(7), seven.iter().any(|s| s.not_lost > 1.0 - WHOLE), "-7"));
    let tp53 = shares(structural, 17, TP53);
    // RULE: what neither banding nor a probe shows is a hit of TP53, which the state of the gene tells, and no loss of 17p.
    let probe = shares(structural, 17, TP53_PROBE);
    let loss_seen = tp53.lost > 0.0 && probe.lost >= PROBE_SEES;
    let tp53_lost = told(loss_seen, tp53.not_lost >= 1.0 || probe.not_lost > 1.0 - PROBE_SEES, "17p13.1");
    if loss_seen {
        // A loss of 17p13 is an abnormality of 17p; its absence excludes no other one.
        into.set(Lesion::Abnormal17p, tp53_lost.clone());
    }
    into.set(Lesion::Loss17p, tp53_lost);
    let trisomy = |number: u8| {
        let shares = [arm(number, Arm::P), arm(number, Arm::Q)];
        let there = shares.iter().all(|s| s.gained >= WHOLE);
        let excluded = shares.iter().any(|s| s.not_gained > 1.0 - WHOLE);
        told(there, excluded, &format!("+{number}"))
    };
    for (lesion, number) in [(Lesion::Trisomy8, 8), (Lesion::Trisomy12, 12), (Lesion::Trisomy19, 19)] {
        into.set(lesion, trisomy(number));
    }
    let triple = [4, 10, 17].map(trisomy);
    let all = triple.iter().all(|one| one.evidence().is_some());
    let none = triple.iter().any(|one| matches!(one, Finding::Absent { .. }));
    into.set(Lesion::TripleTrisomy, told(all, none, "+4,+10,+17"));
    let cks1b = shares(structural, 1, CKS1B);
    into.set(Lesion::Gain1q, told(cks1b.gained > 0.0, cks1b.not_gained >= 1.0, "1q21.3"));
    let (short, long) = (arm(17, Arm::P), arm(17, Arm::Q));
    let iso = short.lost >= WHOLE && long.gained >= WHOLE;
    let no_iso = short.not_lost > 1.0 - WHOLE || long.not_gained > 1.0 - WHOLE;
    into.set(Lesion::Isochromosome17q, told(iso, no_iso, "17p-, 17q+"));
    if let Some(found) = structural.genome.iamp21 {
        into.set(Lesion::Iamp21, told(found, true, "21q"));
    }
}

fn letter(arm: Arm) -> char {
    if arm == Arm::P { 'p' } else { 'q' }
}

/// Chromosomes whose short arm holds no sequence that reads map to.
fn is_acrocentric(number: u8) -> bool {
    matches!(number, 13 | 14 | 15 | 21 | 22)
}

fn shares_of_arm(structural: &Structural<'_>, number: u8, arm: Arm) -> Shares {
    let bands = table(Resolution::Bands850)
        .iter()
        .filter(|band| Chromosome::autosome(number) == Some(band.chromosome) && band.arm == arm);
    let (start, end) = bands.fold((u32::MAX, 0), |(start, end), band| (start.min(band.start), end.max(band.end)));
    if start < end { shares(structural, number, (start, end)) } else { Shares::default() }
}

fn shares(structural: &Structural<'_>, number: u8, (start, end): (u32, u32)) -> Shares {
    let mut shares = Shares { length: f64::from(end - start), ..Shares::default() };
    let name = number.to_string();
    let here = |contig: ContigId| bare_name(structural.contigs.name(contig)) == name;
    for segment in structural.segments.iter().filter(|segment| here(segment.interval.contig())) {
        let Ok(stretch) = Interval::new(segment.interval.contig(), start, end) else { continue };
        let Some(overlap) = segment.interval.intersection(&stretch) else { continue };
        let Some(copies) = copies(segment) else { continue };
        let share = f64::from(overlap.length()) / shares.length;
        // RULE: a ratio without purity is never read as unchanged: it may be a change in few cells.
        let sure = segment.total_copies.is_some();
        shares.lost += if copies < LOST_BELOW { share } else { 0.0 };
        shares.gained += if copies >= GAINED_FROM { share } else { 0.0 };
        shares.not_lost += if sure && copies >= *UNCHANGED.start() { share } else { 0.0 };
        shares.not_gained += if sure && copies <= *UNCHANGED.end() { share } else { 0.0 };
    }
    shares
}

#[cfg(test)]
mod tests {
    use marv_model::{finding::Status, genome::Contigs, structure::Segment};

    use super::*;

    fn found(rows: &[(&str, u32, u32, f64, Option<f64>)]) -> CytogeneticFindings {
        let contigs = Contigs::grch38();
        let segments: Vec<Segment> = rows
            .iter()
            .map(|(name, start, end, copies, share)| Segment {
                interval: Interval::new(contigs.id(name).unwrap(), *start, *end).unwrap(),
                total_copies: Some(*copies),
                minor_copies: None,
                log2_ratio: None,
                cell_fraction: *share,
            })
            .collect();
        let structural = Structural::of_segments(&contigs, &segments);
        let mut into = CytogeneticFindings::unknown();
        read(&structural, &mut into);
        into
    }

    #[test]
    fn a_loss_is_told_by_its_size_and_its_clone_and_nothing_is_said_of_what_no_segment_covers() {
        // Chromosome 5 of GRCh38 has 181,538,259 bases.
        let five = |copies, share| {
            found(&[
                ("chr5", 0, 75_000_000, 2.0, None),
                ("chr5", 75_000_000, 160_000_000, copies, share),
                ("chr5", 160_000_000, 181_538_259, 2.0, None),
            ])
        };
        assert_eq!(five(1.0, None).status(Lesion::Loss5q), Status::Present);
        // A clone of a third of the cells: 2 - 0.33 copies in the mean.
        assert_eq!(five(1.67, Some(0.33)).status(Lesion::Loss5q), Status::Present);
        assert_eq!(five(2.0, None).status(Lesion::Loss5q), Status::Absent);
        assert_eq!(five(2.0, None).status(Lesion::Loss20q), Status::Unknown);
        assert_eq!(five(1.65, None).status(Lesion::Loss5q), Status::Unknown, "neither one nor two copies");
    }

    #[test]
    fn a_chromosome_lost_whole_is_no_deletion_of_its_arm() {
        let seven = found(&[("chr7", 0, 159_345_973, 1.0, None)]);
        assert_eq!((seven.status(Lesion::Monosomy7), seven.status(Lesion::Loss7q)), (Status::Present, Status::Absent));
        let arm = found(&[("chr7", 0, 60_100_000, 2.0, None), ("chr7", 60_100_000, 159_345_973, 1.0, None)]);
        assert_eq!((arm.status(Lesion::Monosomy7), arm.status(Lesion::Loss7q)), (Status::Absent, Status::Present));
        let iso = found(&[("chr17", 0, 25_100_000, 1.0, None), ("chr17", 25_100_000, 83_257_441, 3.0, None)]);
        assert_eq!(iso.status(Lesion::Isochromosome17q), Status::Present);
        assert_eq!(iso.status(Lesion::Loss17p), Status::Present);
    }

    /// By hand: 3 kb are 2 % of the probe's 161 kb, 60 kb are 37 %, 90 kb are 56 %; half of it must be gone to be seen.
    #[test]
    fn a_loss_that_a_probe_would_not_show_is_no_loss_of_17p() {
        let lost = |start: u32, end: u32| {
            let seventeen = found(&[
                ("chr17", 0, start, 2.0, None),
                ("chr17", start, end, 1.0, None),
                ("chr17", end, 83_257_441, 2.0, None),
            ]);
            (seventeen.status(Lesion::Loss17p), seventeen.status(Lesion::Abnormal17p))
        };
        assert_eq!(lost(7_673_000, 7_676_000), (Status::Absent, Status::Unknown));
        assert_eq!(lost(7_640_000, 7_700_000), (Status::Absent, Status::Unknown));
        assert_eq!(lost(7_630_000, 7_720_000), (Status::Present, Status::Present));
        // How far the loss of a piece reaches is not known where what lies beside it was not measured.
        let alone = found(&[("chr17", 7_673_000, 7_676_000, 1.0, None)]);
        assert_eq!(alone.status(Lesion::Loss17p), Status::Unknown);
    }
}
