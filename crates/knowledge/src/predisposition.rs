//! Inherited variants of predisposition genes: the codes of ACMG and AMP, as far as the data allow, their sum, and second hits.
//!
//! Nothing here is called without consent.

use marv_model::{
    annotation::{Consequence, HaemRule, Impact, TranscriptConsequence},
    case::{Case, ReportedVariant},
    family::Inheritance,
    oncogenicity::CodeOutcome::{self, Met, NotAssessed, NotMet},
    predisposition::{AcmgClass, AcmgResult, GermlineVariant},
};

/// How a gene predisposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mechanism {
    /// Loss of one copy's function.
    Loss,
    /// Changes of single residues; a null variant says little.
    Change,
}

/// RULE: genes of predisposition to blood cancer (WHO 5 and ICC 2022, germline predisposition; general knowledge of the
/// genes, not yet reviewed by a geneticist), those of the panel. ANKRD26 is hit in its 5' untranslated region.
const GENES: [(&str, Mechanism); 26] = [
    ("ANKRD26", Mechanism::Change),
    ("ATM", Mechanism::Loss),
    ("BLM", Mechanism::Loss),
    ("BRCA1", Mechanism::Loss),
    ("BRCA2", Mechanism::Loss),
    ("CBL", Mechanism::Change),
    ("CEBPA", Mechanism::Loss),
    ("CHEK2", Mechanism::Loss),
    ("CSF3R", Mechanism::Loss),
    ("DDX41", Mechanism::Loss),
    ("ERCC6L2", Mechanism::Loss),
    ("ETV6", Mechanism::Loss),
    ("FANCA", Mechanism::Loss),
    ("GATA1", Mechanism::Loss),
    ("GATA2", Mechanism::Loss),
    ("IKZF1", Mechanism::Loss),
    ("NF1", Mechanism::Loss),
    ("PALB2", Mechanism::Loss),
    ("PAX5", Mechanism::Change),
    ("POT1", Mechanism::Loss),
    ("PTPN11", Mechanism::Change),
    ("RUNX1", Mechanism::Loss),
    ("SAMD9", Mechanism::Change),
    ("SAMD9L", Mechanism::Change),
    ("TERT", Mechanism::Change),
    ("TP53", Mechanism::Loss),
];

/// The genes, in alphabetical order.
pub fn genes() -> impl Iterator<Item = &'static str> {
    GENES.iter().map(|(gene, _)| *gene)
}

/// What is known of an inherited allele beside its effect.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seen {
    /// The highest frequency in a population, 0 to 1; none where no source covers the place.
    pub frequency: Option<f64>,
}

/// METHOD: below this frequency an allele counts as rare (PM2, supporting, ClinGen 2020); disease of the genes here is rarer.
const RARE: f64 = 1e-4;

/// The codes for a variant of a predisposition gene on its MANE Select transcript; none for another gene, and for a change
/// that neither alters the protein or its splicing nor lies in the untranslated region where ANKRD26 is hit.
pub fn codes(on: &TranscriptConsequence, seen: Seen) -> Option<Vec<AcmgResult>> {
    let (_, mechanism) = GENES.iter().find(|(gene, _)| *gene == on.gene)?;
    let impact = on.consequences.iter().map(|term| term.impact()).min().unwrap_or(Impact::Modifier);
    let promoter = on.gene == "ANKRD26" && on.consequences.contains(&Consequence::FivePrimeUtrVariant);
    if impact > Impact::Moderate && !promoter {
        return None;
    }
    let code = |code: &str, points: i32, (outcome, reason): (CodeOutcome, &str)| AcmgResult {
        code: code.to_owned(),
        points,
        outcome,
        reason: reason.to_owned(),
    };
    let frequency = |meets: &dyn Fn(f64) -> bool| match seen.frequency {
        None => (NotAssessed, "no_frequency"),
        Some(value) if meets(value) => (Met, "frequency"),
        Some(_) => (NotMet, "frequency_otherwise"),
    };
    Some(vec![
        code("PVS1", 8, null(on, *mechanism)),
        code("PM4", 2, length(on)),
        code("PM2", 1, frequency(&|value| value < RARE)),
        code("BS1", -4, frequency(&|value| (0.01..=0.05).contains(&value))),
        code("BA1", -8, frequency(&|value| value > 0.05)),
        code("PS3", 4, (NotAssessed, "no_study")),
        code("PP3", 1, (NotAssessed, "no_prediction")),
        code("BP4", -1, (NotAssessed, "no_prediction")),
        code("PP1", 1, (NotAssessed, "no_family")),
    ])
}

/// The codes of a new mutation, of what inheritance says.
///
/// RULE: a change that both parents lack is new, or acquired: clonal haematopoiesis and tumour in the normal look alike. No points are
/// given before a person has ruled that out.
pub fn of_inheritance(inheritance: Inheritance, confirmed: bool) -> [AcmgResult; 2] {
    let code = |code: &str, points: i32, (outcome, reason): (CodeOutcome, &str)| AcmgResult {
        code: code.to_owned(),
        points,
        outcome,
        reason: reason.to_owned(),
    };
    let (with, without) = match inheritance {
        Inheritance::DeNovo if confirmed => ((NotAssessed, "new_or_acquired"), (NotMet, "parents_confirmed")),
        Inheritance::DeNovo => ((NotMet, "parents_unconfirmed"), (NotAssessed, "new_or_acquired")),
        Inheritance::NotKnown => ((NotAssessed, "parents_unknown"), (NotAssessed, "parents_unknown")),
        _ => ((NotMet, "inherited"), (NotMet, "inherited")),
    };
    [code("PS2", 4, with), code("PM6", 2, without)]
}

/// RULE: PVS1: a null variant where loss of function predisposes. In the last exon a shortened protein may be made, which a
/// person must judge.
fn null(on: &TranscriptConsequence, mechanism: Mechanism) -> (CodeOutcome, &'static str) {
    let last = on.exon.as_deref().and_then(|exon| exon.split_once('/')).is_some_and(|(at, of)| at == of && of != "1");
    match (on.rules.contains(&HaemRule::Truncating), mechanism) {
        (false, _) => (NotMet, "not_null"),
        (true, Mechanism::Change) => (NotMet, "not_by_loss"),
        (true, Mechanism::Loss) if last => (NotAssessed, "last_exon"),
        (true, Mechanism::Loss) => (Met, "null"),
    }
}

/// RULE: PM4: the protein's length changes in frame, or its end is lost.
fn length(on: &TranscriptConsequence) -> (CodeOutcome, &'static str) {
    let changes = [Consequence::InframeInsertion, Consequence::InframeDeletion, Consequence::StopLost];
    if changes.iter().any(|term| on.consequences.contains(term)) { (Met, "length") } else { (NotMet, "same_length") }
}

/// The sum of the codes that are met, and its class.
pub fn sum(codes: &[AcmgResult]) -> (i32, AcmgClass) {
    let points = codes.iter().filter(|code| code.outcome == Met).map(|code| code.points).sum();
    (points, AcmgClass::of(points))
}

/// Second hits of a gene in the tumour: acquired mutations that pass, and loss of copies.
pub fn second_hits(gene: &str, case: &Case) -> Vec<String> {
    let acquired = |variant: &&ReportedVariant| {
        variant.filters.is_empty() && variant.consequences.first().is_some_and(|on| on.gene == gene)
    };
    let label = |variant: &ReportedVariant| {
        let on = variant.consequences.first()?;
        on.hgvs_p.clone().or_else(|| on.hgvs_c.clone())
    };
    let mut hits: Vec<String> = case.variants.iter().filter(acquired).filter_map(label).collect();
    let copies = case.genes_with_changed_copies().iter().find(|one| one.gene == gene);
    hits.extend(copies.and_then(|one| match (one.total, one.minor) {
        (0 | 1, _) => Some("one_copy".to_owned()),
        (_, Some(0)) => Some("allele_lost".to_owned()),
        _ => None,
    }));
    hits
}

/// The weightiest class first, then by place in the genome's text.
pub fn order(variants: &mut [GermlineVariant]) {
    variants.sort_by(|a, b| {
        (a.class, &a.consequence.gene, a.position, &a.alternate).cmp(&(
            b.class,
            &b.consequence.gene,
            b.position,
            &b.alternate,
        ))
    });
}
