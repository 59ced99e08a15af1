//! The variants as a table, a row each, for a spreadsheet.

use marv_model::{
    case::{Case, ReportedVariant},
    oncogenicity::CodeOutcome,
};

use super::cell::{cell, number, table};

const HEADER: [&str; 28] = [
    "gene",
    "transcript",
    "hgvs_c",
    "hgvs_p",
    "consequence",
    "exon",
    "contig",
    "position",
    "reference",
    "alternate",
    "status",
    "filters",
    "tumour_fraction",
    "tumour_alternate",
    "tumour_depth",
    "normal_alternate",
    "normal_depth",
    "quality",
    "somatic",
    "germline",
    "artefact",
    "hotspot",
    "callers",
    "oncogenicity",
    "oncogenicity_by_points",
    "oncogenicity_points",
    "oncogenicity_codes",
    "other_transcripts",
];

/// The variants of a case as tab-separated text, in the order of the case. What is not known is empty. Positions are
/// 1-based; `oncogenicity` is the class in force, `oncogenicity_by_points` that before a decision of the signer; fractions and probabilities 0 to 1; quality is Phred.
pub fn findings(case: &Case) -> String {
    table(&HEADER, case.variants.iter().map(row))
}

fn row(variant: &ReportedVariant) -> Vec<String> {
    let main = variant.consequences.first();
    let text = |value: Option<&str>| value.map_or_else(String::new, cell);
    let terms = main.map(|main| main.consequences.iter().map(|term| term.name()).collect::<Vec<_>>().join(","));
    let found = variant.oncogenicity.as_ref();
    let codes = found.map(|found| {
        let met = found.codes.iter().filter(|code| code.outcome == CodeOutcome::Met);
        met.map(|code| code.code.name()).collect::<Vec<_>>().join(",")
    });
    let others = variant.consequences.iter().skip(1).map(|other| {
        format!("{}:{}", other.transcript, other.hgvs_p.as_deref().or(other.hgvs_c.as_deref()).unwrap_or(""))
    });
    vec![
        text(main.map(|main| main.gene.as_str())),
        text(main.map(|main| main.transcript.as_str())),
        text(main.and_then(|main| main.hgvs_c.as_deref())),
        text(main.and_then(|main| main.hgvs_p.as_deref())),
        text(terms.as_deref()),
        text(main.and_then(|main| main.exon.as_deref())),
        cell(&variant.contig),
        variant.position.to_string(),
        cell(&variant.reference),
        cell(&variant.alternate),
        if variant.filters.is_empty() { "PASS" } else { "not_passed" }.to_owned(),
        cell(&variant.filters.join(",")),
        number(variant.tumour_fraction.map(marv_model::units::AlleleFraction::get), 4),
        variant.tumour.alternate.to_string(),
        variant.tumour.depth().to_string(),
        variant.normal.map_or_else(String::new, |normal| normal.alternate.to_string()),
        variant.normal.map_or_else(String::new, |normal| normal.depth().to_string()),
        number(Some(variant.quality.0), 1),
        number(Some(variant.posterior.somatic), 6),
        number(Some(variant.posterior.germline), 6),
        number(Some(variant.posterior.artefact), 6),
        if variant.hotspot { "yes" } else { "no" }.to_owned(),
        cell(&variant.callers.join(",")),
        found.map_or_else(String::new, |found| found.class.word().to_owned()),
        found.map_or_else(String::new, |found| found.class_by_points().word().to_owned()),
        found.map_or_else(String::new, |found| found.points.to_string()),
        codes.unwrap_or_default(),
        cell(&others.collect::<Vec<_>>().join(",")),
    ]
}
