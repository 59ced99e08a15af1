//! Clonal haematopoiesis: mutations that blood carries without, or beside, the disease.

use marv_model::{
    case::{Case, Disease, ReportedVariant},
    clinical::Circumstance,
    finding::Status,
    interpretation::ClonalHaematopoiesis,
};

use crate::evidence::{Event, Fit, Mutation};

/// RULE: genes whose mutations make clonal haematopoiesis (Khoury, Leukemia 2022;36:1703; Bick, Nature 2020;586:763).
const GENES: [&str; 24] = [
    "ASXL1", "BCOR", "BCORL1", "CBL", "CUX1", "DNMT3A", "EZH2", "GNB1", "IDH1", "IDH2", "JAK2", "KMT2D", "NF1", "PHF6",
    "PPM1D", "RAD21", "RUNX1", "SETBP1", "SF3B1", "SRSF2", "STAG2", "TET2", "TP53", "U2AF1",
];
/// Of these the ones that a lymphoid neoplasm has of its own, and that say nothing of another clone.
const LYMPHOID: [&str; 11] =
    ["BCOR", "BCORL1", "EZH2", "IDH2", "KMT2D", "NF1", "PHF6", "RUNX1", "SF3B1", "TP53", "JAK2"];
/// Those that outlive a leukaemia in remission.
const PERSISTENT: [&str; 3] = ["ASXL1", "DNMT3A", "TET2"];
/// RULE: the least allele fraction that counts.
const LEAST: f64 = 0.02;

fn is_lymphoid(disease: Disease) -> bool {
    matches!(
        disease,
        Disease::All | Disease::BAll | Disease::TAll | Disease::Cll | Disease::Lymphoma | Disease::PlasmaCell
    )
}

/// What a variant's flag is: a key of the message catalogue.
pub(super) fn flag(variant: &ReportedVariant, disease: Disease) -> Option<&'static str> {
    let gene = counted(variant)?;
    if disease == Disease::Unspecified {
        return Some("clonal_haematopoiesis");
    }
    if is_lymphoid(disease) {
        return (!LYMPHOID.contains(&gene)).then_some("beside_lymphoid");
    }
    PERSISTENT.contains(&gene).then_some("persists_in_remission")
}

/// The gene, where the variant passes and is a mutation that counts.
fn counted(variant: &ReportedVariant) -> Option<&str> {
    let on = variant.consequences.first()?;
    let fits = Event::Oncogenic.is_mutation(Mutation { on, oncogenicity: variant.oncogenicity.as_ref() });
    let enough = variant.tumour_fraction.is_some_and(|fraction| fraction.get() >= LEAST);
    (variant.filters.is_empty() && GENES.contains(&&*on.gene) && fits == Fit::Yes && enough).then_some(&*on.gene)
}

/// RULE: without a neoplasm that is stated, CHIP is such a mutation without a cytopenia, CCUS one with it (WHO 5); whether
/// there is one, the clinic says.
pub(super) fn of(case: &Case) -> Option<ClonalHaematopoiesis> {
    let flagged: Vec<&ReportedVariant> =
        case.variants.iter().filter(|variant| flag(variant, case.disease).is_some()).collect();
    if flagged.is_empty() {
        return None;
    }
    let state = match case.disease {
        Disease::Unspecified => match case.clinical.status(Circumstance::Cytopenia) {
            Status::Present => "ccus",
            Status::Absent => "chip",
            Status::Unknown => "chip_or_ccus",
        },
        disease if is_lymphoid(disease) => "beside_lymphoid",
        _ => "within_myeloid",
    };
    let label = |variant: &&ReportedVariant| {
        let on = variant.consequences.first()?;
        let change = on.hgvs_p.as_deref().or(on.hgvs_c.as_deref()).unwrap_or_default();
        Some(format!("{} {change}", on.gene).trim_end().to_owned())
    };
    Some(ClonalHaematopoiesis { state: state.to_owned(), mutations: flagged.iter().filter_map(label).collect() })
}
