//! What guidelines take from a virtual karyotype where no laboratory karyotype was given.

use marv_model::{
    cytogenetics::{CytogeneticFindings, KaryotypeGroups, Lesion},
    finding::{Finding, NotAssessed, Status},
};

use super::{
    chromosomes::stretch,
    genome::{MeasuredGenome, WritingPolicy},
    virtual_karyotype,
};
use crate::{
    groups::Patient,
    karyotype::{Arm, Chromosome, Karyotype},
    read::{Fidelity, Reading},
};

/// Lesions that are a number of abnormalities: their limits were drawn on metaphases.
const COUNTED: [Lesion; 3] = [Lesion::ComplexKaryotype, Lesion::MonosomalKaryotype, Lesion::Isolated5q];

/// What stands behind each piece of evidence.
const FROM: &str = " (WGS)";

/// The lesions and groups of a measured genome.
///
/// RULE: what is there is present, whatever else was assessed; what is not is absent only where the whole genome was
/// assessed. Complex and monosomal karyotypes were defined on metaphases: where it depends on abnormalities between 5 and
/// 10 Mb, which banding may or may not show, they are left open, and so are the groups of scoring systems.
pub fn guideline_findings(genome: &MeasuredGenome) -> (CytogeneticFindings, KaryotypeGroups) {
    let policy = WritingPolicy::default();
    let coarse = WritingPolicy { banding_limit: policy.banding_certain, ..policy };
    let [fine, coarse] = [policy, coarse].map(|policy| reading(seen(genome, &policy)));
    if fine.karyotype.lines.is_empty() {
        return (CytogeneticFindings::unknown(), KaryotypeGroups::unknown());
    }
    let (at_best, at_least) = (fine.cytogenetics(), coarse.cytogenetics());
    let mut findings = CytogeneticFindings::unknown();
    for lesion in Lesion::ALL.iter().copied() {
        let finding = if COUNTED.contains(&lesion) && at_best.status(lesion) != at_least.status(lesion) {
            Finding::unknown(NotAssessed::SignificanceUnclear)
        } else {
            at_best.get(lesion).map(|evidence| evidence.iter().map(|item| format!("{item}{FROM}")).collect())
        };
        findings.set(lesion, finding);
    }
    for (lesion, evidence) in lost(genome, &policy) {
        if findings.status(lesion) == Status::Unknown {
            findings.set(lesion, Finding::present(vec![evidence]));
        }
    }
    let patient = Patient { male: genome.sex.map(|sex| sex.y > 0) };
    (findings, fine.groups_of(patient).either(&coarse.groups_of(patient)))
}

/// The karyotype, incomplete where the purity is not known.
///
/// RULE: without a purity nobody knows whether the sample holds enough of the tumour: what was not seen is not excluded,
/// though the line says that nothing was seen.
fn seen(genome: &MeasuredGenome, policy: &WritingPolicy) -> Karyotype {
    let genome = match genome.purity {
        None => &MeasuredGenome { limit: None, ..genome.clone() },
        Some(_) => genome,
    };
    virtual_karyotype(genome, policy).karyotype
}

fn reading(karyotype: Karyotype) -> Reading {
    Reading { karyotype, fidelity: Fidelity::Exact, warnings: Vec::new() }
}

/// What a FISH probe of 17p13.1 covers, GRCh38, 0-based.
///
/// RULE: "loss of 17p" is what banding or a probe shows (ELN 2022, iwCLL). Probes of TP53 cover the gene and what lies beside
/// it (161 kb by the leaflet of one); as its maker gives no place, TP53 (25.8 kb) in the middle of so much is taken. A smaller
/// loss within is a hit of TP53, which the state of the gene tells, and no loss of 17p.
pub const TP53_PROBE: (u32, u32) = (7_594_159, 7_755_159);
/// METHOD: a probe of which half has gone has lost its signal.
pub const PROBE_SEES: f64 = 0.5;

/// Losses that copies show where the line leaves them open, such as those of a shattered chromosome.
fn lost(genome: &MeasuredGenome, policy: &WritingPolicy) -> Vec<(Lesion, String)> {
    let long = |number| stretch(Chromosome::Autosome(number), Arm::Q).map(|arm| (arm.start, arm.end));
    let probe = TP53_PROBE.1 - TP53_PROBE.0;
    let wanted = [
        (Lesion::Loss5q, 5, long(5), f64::from(policy.banding_limit)),
        (Lesion::Loss7q, 7, long(7), f64::from(policy.banding_limit)),
        (Lesion::Loss17p, 17, Some(TP53_PROBE), f64::from(probe) * PROBE_SEES),
    ];
    let mut found = Vec::new();
    for (lesion, number, place, least) in wanted {
        let Some((from, to)) = place else { continue };
        let shared: u32 = genome
            .segments
            .iter()
            .filter(|segment| segment.chromosome == Chromosome::Autosome(number))
            .filter(|segment| segment.total.is_some_and(|total| total < segment.inherited))
            .map(|segment| segment.end.min(to).saturating_sub(segment.start.max(from)))
            .sum();
        if f64::from(shared) >= least {
            let name = if lesion == Lesion::Loss17p { "17p13.1".to_owned() } else { format!("{number}q") };
            found.push((lesion, format!("{name}{FROM}")));
        }
    }
    found
}
