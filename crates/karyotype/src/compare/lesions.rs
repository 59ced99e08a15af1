//! Lesions that copies show, and where the answers differ.

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::{Finding, NotAssessed, Status},
    laboratory::Discordance,
};

use super::{
    genome::{ComparePolicy, Genome, Shares, arm_of},
    items::{Compared, Kind, Seen},
    monosomies::{Monosomy, MonosomyVerdict},
};
use crate::karyotype::{Arm, Chromosome};

/// Lesions that are the loss of a part of an arm.
const LOSSES: [(Lesion, u8, Arm); 5] = [
    (Lesion::Loss5q, 5, Arm::Q),
    (Lesion::Loss11q, 11, Arm::Q),
    (Lesion::Loss12p, 12, Arm::P),
    (Lesion::Loss13q, 13, Arm::Q),
    (Lesion::Loss20q, 20, Arm::Q),
];
/// 17p13.1.
const TP53_BAND: (u32, u32) = (7_661_779, 7_687_538);

/// What copies say. Balanced rearrangements and whatever the segments do not cover stay unknown.
pub(super) fn sequenced(
    genome: &Genome<'_>,
    policy: &ComparePolicy,
    monosomies: &[Monosomy],
    items: &[Compared],
    banded: &CytogeneticFindings,
) -> CytogeneticFindings {
    let mut findings = CytogeneticFindings::unknown();
    let shares = |number, arm| {
        let chromosome = Chromosome::autosome(number)?;
        let stretch = arm_of(chromosome, arm)?;
        Some((genome.shares(chromosome, stretch, policy), f64::from(stretch.1 - stretch.0)))
    };
    let limit = f64::from(policy.banding_limit);
    // A loss counts from what banding could see: smaller ones are another matter than del(5q).
    let lost = |(shares, length): (Shares, f64)| (shares.covered, shares.lost * length >= limit);
    let judge = |covered: f64, there: bool, evidence: String| {
        if there {
            Finding::present(vec![evidence])
        } else if covered >= policy.covered_share {
            Finding::absent()
        } else {
            Finding::unknown(NotAssessed::NotExamined)
        }
    };
    for (lesion, number, arm) in LOSSES {
        if let Some((covered, there)) = shares(number, arm).map(lost) {
            findings.set(lesion, judge(covered, there, format!("{number}{arm}")));
        }
    }
    let gone = |number: u8| {
        let here = |m: &&Monosomy| m.chromosome == Chromosome::Autosome(number);
        monosomies.iter().find(here).map(|m| m.verdict)
    };
    if let Some((covered, there)) = shares(7, Arm::Q).map(lost) {
        let whole = matches!(gone(7), Some(MonosomyVerdict::Confirmed | MonosomyVerdict::OnlySequencing));
        findings.set(Lesion::Monosomy7, judge(covered, whole, "-7".to_owned()));
        findings.set(Lesion::Loss7q, judge(covered, there && !whole, "7q".to_owned()));
    }
    let tp53 = genome.shares(Chromosome::Autosome(17), TP53_BAND, policy);
    findings.set(Lesion::Loss17p, judge(tp53.covered, tp53.lost > 0.0, "17p13.1".to_owned()));
    for (lesion, number) in [(Lesion::Trisomy8, 8), (Lesion::Trisomy12, 12), (Lesion::Trisomy19, 19)] {
        if let (Some((p, _)), Some((q, _))) = (shares(number, Arm::P), shares(number, Arm::Q)) {
            let whole = |s: Shares| s.covered > 0.0 && s.gained / s.covered >= policy.monosomy_share;
            findings.set(lesion, judge(p.covered.min(q.covered), whole(p) && whole(q), format!("+{number}")));
        }
    }
    findings.set(Lesion::MonosomalKaryotype, monosomal(genome, policy, monosomies, items, banded));
    findings
}

// RULE: Breems 2008 with monosomies by copies: two, or one and a structural abnormality; not with a core-binding-factor
// rearrangement. Only where every autosome is covered can it be called absent.
fn monosomal(
    genome: &Genome<'_>,
    policy: &ComparePolicy,
    monosomies: &[Monosomy],
    items: &[Compared],
    banded: &CytogeneticFindings,
) -> Finding<Vec<String>> {
    let core_binding_factor = [Lesion::Runx1Runx1t1, Lesion::CbfbMyh11];
    if core_binding_factor.iter().any(|lesion| banded.status(*lesion) == Status::Present) {
        return Finding::absent();
    }
    let mut lost: Vec<String> = monosomies
        .iter()
        .filter(|m| matches!(m.verdict, MonosomyVerdict::Confirmed | MonosomyVerdict::OnlySequencing))
        .map(|m| format!("-{}", m.chromosome))
        .collect();
    let structural = items.iter().find(|item| item.seen != Seen::OnlyBanding && is_structural(item, &lost));
    if lost.len() >= 2 || lost.len() == 1 && structural.is_some() {
        if lost.len() == 1 {
            lost.extend(structural.map(|item| item.what.clone()));
        }
        return Finding::present(lost);
    }
    let covered = (1..=22).all(|number| {
        Chromosome::autosome(number)
            .and_then(|chromosome| arm_of(chromosome, Arm::Q).map(|arm| genome.shares(chromosome, arm, policy)))
            .is_some_and(|shares| shares.covered >= policy.covered_share)
    });
    let open = monosomies.iter().any(|m| m.verdict == MonosomyVerdict::NotAssessable);
    if covered && !open { Finding::absent() } else { Finding::unknown(NotAssessed::NotExamined) }
}

/// A junction between chromosomes, or a loss or gain of a part of a chromosome that is not one of those lost.
fn is_structural(item: &Compared, lost: &[String]) -> bool {
    let of_lost = lost.iter().any(|chromosome| item.chromosomes.iter().any(|c| *chromosome == format!("-{c}")));
    match item.kind {
        Kind::Junction => item.chromosomes.len() > 1,
        Kind::Loss | Kind::Gain => item.partial && !of_lost,
    }
}

/// Lesions of which both say something, and not the same.
pub(super) fn changes(
    laboratory: &CytogeneticFindings,
    genome: &CytogeneticFindings,
    method: &str,
) -> Vec<Discordance> {
    Lesion::ALL
        .iter()
        .map(|lesion| (lesion, laboratory.status(*lesion), genome.status(*lesion)))
        .filter(|(_, one, other)| *one != Status::Unknown && *other != Status::Unknown && one != other)
        .map(|(lesion, laboratory, genome)| Discordance {
            datum: lesion.name().to_owned(),
            method: method.to_owned(),
            laboratory,
            genome,
        })
        .collect()
}
