//! What findings mean, and the rearrangements, as tables of their own: a row a statement of evidence, a row a junction.

use marv_model::{
    case::Case,
    interpretation::{AppliedEvidence, Escat, InterpretedFinding, Tier},
};

use super::cell::{cell, number, table};

const TIERS: [&str; 20] = [
    "finding",
    "key",
    "gene",
    "origin",
    "unconfirmed",
    "tier",
    "tier_by_rules",
    "therapeutic",
    "diagnostic",
    "prognostic",
    "escat",
    "evidence",
    "kind",
    "direction",
    "level",
    "applies",
    "because",
    "drugs",
    "source",
    "date",
];

/// What findings mean as tab-separated text: each finding with each row of evidence about it, or alone where there is none. What does
/// not apply is empty. `tier` is the one in force, `tier_by_rules` that before a decision of the signer.
pub fn tiers(case: &Case) -> String {
    let findings = case.interpretation.iter().flat_map(|meaning| &meaning.findings);
    let rows = findings.flat_map(|one| {
        let alone = one.evidence.is_empty().then(|| row(one, None));
        one.evidence.iter().map(move |evidence| row(one, Some(evidence))).chain(alone).collect::<Vec<_>>()
    });
    table(&TIERS, rows)
}

fn row(one: &InterpretedFinding, evidence: Option<&AppliedEvidence>) -> Vec<String> {
    let tier = |tier: Option<Tier>| tier.map_or_else(String::new, |tier| tier.word().to_owned());
    let by_rules = one.decision.as_ref().map_or(Some(one.tier), |decision| decision.instead_of);
    let escat = evidence.map_or(one.escat, |row| row.escat);
    let of = |text: &dyn Fn(&AppliedEvidence) -> String| evidence.map_or_else(String::new, text);
    vec![
        cell(&one.name),
        cell(&one.key),
        cell(one.gene.as_deref().unwrap_or_default()),
        one.origin.word().to_owned(),
        if one.unconfirmed { "yes" } else { "no" }.to_owned(),
        tier(Some(one.tier)),
        tier(by_rules),
        tier(one.by_kind.therapeutic),
        tier(one.by_kind.diagnostic),
        tier(one.by_kind.prognostic),
        escat.map_or_else(String::new, |escat: Escat| escat.word().to_owned()),
        of(&|row| cell(&row.id)),
        of(&|row| row.kind.word().to_owned()),
        of(&|row| row.direction.word().to_owned()),
        of(&|row| row.level.word().to_owned()),
        of(&|row| tier(row.applies)),
        of(&|row| cell(&row.because)),
        of(&|row| cell(&row.drugs.join(","))),
        of(&|row| cell(&row.source)),
        of(&|row| cell(&row.date)),
    ]
}

const JUNCTIONS: [&str; 20] = [
    "id",
    "kind",
    "notation",
    "contig1",
    "position1",
    "band1",
    "genes1",
    "contig2",
    "position2",
    "band2",
    "genes2",
    "fusions",
    "recurrent",
    "status",
    "filters",
    "split",
    "pairs",
    "tumour_fraction",
    "cell_fraction",
    "quality",
];

/// The rearrangements as tab-separated text, a row a junction. Positions are 1-based; fractions 0 to 1; quality is Phred.
pub fn junctions(case: &Case) -> String {
    let rows = case.rearrangements.iter().flat_map(|result| &result.junctions).map(|junction| {
        let kind = serde_json::to_value(junction.kind).ok();
        let fusions: Vec<String> =
            junction.fusions.iter().map(|fused| format!("{}::{}", fused.five, fused.three)).collect();
        let mut cells = vec![
            cell(&junction.id),
            kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
            cell(&junction.notation),
        ];
        for side in &junction.sides {
            let genes: Vec<&str> = side.genes.iter().map(|broken| broken.gene.as_str()).collect();
            cells.extend([cell(&side.contig), side.position.to_string(), cell(&side.band), cell(&genes.join(","))]);
        }
        cells.extend([
            cell(&fusions.join(",")),
            cell(&junction.recurrent.join(",")),
            if junction.filters.is_empty() { "PASS" } else { "not_passed" }.to_owned(),
            cell(&junction.filters.join(",")),
            junction.tumour.split.to_string(),
            junction.tumour.pairs.to_string(),
            number(junction.tumour.fraction.map(marv_model::units::AlleleFraction::get), 4),
            number(junction.cell_fraction, 4),
            number(Some(junction.quality.0), 1),
        ]);
        cells
    });
    table(&JUNCTIONS, rows)
}
