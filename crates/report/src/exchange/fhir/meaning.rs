//! What findings mean: an implication each for the evidence that counts, and the rearrangements that evidence is about.

use marv_model::{
    case::Case,
    interpretation::{AppliedEvidence, EvidenceDirection, EvidenceKind, InterpretedFinding},
    rearrangement::ReportedJunction,
    structure::JunctionKind,
};
use serde_json::{Value, json};

use super::{
    observation::base,
    parts::{TO_BE_DETERMINED, coded, component, decimal, loinc, reference, written},
};
use crate::{messages::Messages, view::statement};

/// A rearrangement, after the profile `variant`: two places have no range of their own there, so that they stand in words.
pub(super) fn junction(found: &ReportedJunction, number: usize, status: &str) -> Value {
    let mut parts = Vec::new();
    let mut genes: Vec<&str> = found.sides.iter().flat_map(|side| &side.genes).map(|one| one.gene.as_str()).collect();
    genes.dedup();
    for gene in genes {
        parts.push(component(&loinc("48018-6"), "valueCodeableConcept", json!({ "text": written(gene) })));
    }
    let (code, name) = match found.kind {
        JunctionKind::Deletion => ("SO:0000159", "deletion"),
        JunctionKind::TandemDuplication => ("SO:1000173", "tandem_duplication"),
        JunctionKind::Inversion => ("SO:1000036", "inversion"),
        JunctionKind::Insertion => ("SO:0000667", "insertion"),
        JunctionKind::Translocation => ("SO:0000199", "translocation"),
    };
    let kind = coded("http://www.sequenceontology.org", code, name);
    parts.push(component(&loinc("48019-4"), "valueCodeableConcept", kind));
    let notation = json!({ "text": written(&found.notation) });
    parts.push(component(&loinc("81291-7"), "valueCodeableConcept", notation));
    if let Some(fraction) = found.tumour.fraction {
        let quantity = json!({ "value": decimal(fraction.get()), "system": "http://unitsofmeasure.org", "code": "1" });
        parts.push(component(&loinc("81258-6"), "valueQuantity", quantity));
    }
    let passed = found.filters.is_empty();
    let confidence = if passed { ("high", "High") } else { ("intermediate", "Intermediate") };
    parts.push(component(
        &coded(TO_BE_DETERMINED, "variant-confidence-status", "Variant Confidence Status"),
        "valueCodeableConcept",
        coded("http://terminology.hl7.org/CodeSystem/variant-confidence-status-cs", confidence.0, confidence.1),
    ));
    let mut observation = base(&format!("junction-{number}"), "variant", &loinc("69548-6"), status);
    observation["specimen"] = reference("Specimen/tumour");
    observation["method"] = coded("http://loinc.org", "LA26398-0", "Sequencing");
    observation["valueCodeableConcept"] = if passed {
        coded("http://loinc.org", "LA9633-4", "Present")
    } else {
        coded("http://loinc.org", "LA11884-6", "Indeterminate")
    };
    observation["component"] = Value::Array(parts);
    observation
}

/// The implications of every finding that no filter holds back: of each row of evidence that counts here.
pub(super) fn implications(case: &Case, m: &Messages, status: &str) -> Vec<Value> {
    let findings = case.interpretation.iter().flat_map(|meaning| &meaning.findings).filter(|one| !one.unconfirmed);
    let rows =
        findings.flat_map(|one| one.evidence.iter().filter(|row| row.applies.is_some()).map(move |row| (one, row)));
    (1..).zip(rows).map(|(number, (one, row))| implication(case, one, row, number, m, status)).collect()
}

fn implication(
    case: &Case,
    one: &InterpretedFinding,
    row: &AppliedEvidence,
    number: usize,
    m: &Messages,
    status: &str,
) -> Value {
    let therapeutic = row.kind == EvidenceKind::Therapeutic;
    let profile = if therapeutic { "therapeutic-implication" } else { "diagnostic-implication" };
    let name = if therapeutic { "Therapeutic Implication" } else { "Diagnostic Implication" };
    let mut parts = Vec::new();
    if therapeutic {
        let (code, word) = match row.direction {
            EvidenceDirection::Resistant => ("LA6676-6", "Resistant"),
            _ => ("LA6677-4", "Responsive"),
        };
        parts.push(component(
            &coded(TO_BE_DETERMINED, profile, name),
            "valueCodeableConcept",
            coded("http://loinc.org", code, word),
        ));
        for drug in &row.drugs {
            parts.push(component(&loinc("51963-7"), "valueCodeableConcept", json!({ "text": written(drug) })));
        }
    }
    let disease = json!({ "text": written(&m.word("disease", case.disease.word())) });
    parts.push(component(&loinc("81259-4"), "valueCodeableConcept", disease));
    let tier = row.applies.map_or_else(String::new, |tier| format!("AMP/ASCO/CAP {}", tier.word()));
    let escat = row.escat.map_or_else(String::new, |escat| format!("; ESCAT {}", escat.word()));
    parts.push(component(
        &loinc("93044-6"),
        "valueCodeableConcept",
        json!({ "text": written(&format!("{tier}{escat}")) }),
    ));
    let said = format!("{}: {} ({})", one.name, statement(row, m), row.source);
    parts.push(component(
        &coded(TO_BE_DETERMINED, "conclusion-string", "Conclusion"),
        "valueString",
        json!(written(&said)),
    ));
    let code = coded(TO_BE_DETERMINED, profile, name);
    let mut observation = base(&format!("implication-{number}"), profile, &code, status);
    let place = |variant: &marv_model::case::ReportedVariant| {
        format!("{}:{} {}>{}", variant.contig, variant.position, variant.reference, variant.alternate)
    };
    if let Some(at) = case.variants.iter().position(|variant| place(variant) == one.key) {
        observation["derivedFrom"] = json!([reference(&format!("Observation/variant-{}", at + 1))]);
    }
    observation["component"] = Value::Array(parts);
    observation
}
