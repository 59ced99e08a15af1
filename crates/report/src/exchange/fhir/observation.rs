//! Observations: a variant, the laboratory's karyotype, what a guideline makes of them.

use marv_model::{
    case::{Case, KaryotypeGiven, ReportedVariant, SampleRole},
    genome::Build,
    variant::VariantKind,
};
use serde_json::{Value, json};

use super::parts::{PROFILES, TO_BE_DETERMINED, coded, component, decimal, loinc, reference, written};

/// What every observation of the guide has.
pub(super) fn base(id: &str, profile: &str, code: &Value, status: &str) -> Value {
    json!({
        "resourceType": "Observation",
        "id": id,
        "meta": { "profile": [format!("{PROFILES}{profile}")] },
        "status": status,
        "category": [
            coded("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"),
            coded("http://terminology.hl7.org/CodeSystem/v2-0074", "GE", "Genetics"),
        ],
        "code": code,
        "subject": reference("Patient/patient"),
    })
}

/// A variant. Codes are LOINC's and Sequence Ontology's, as the profile `variant` asks for them.
pub(super) fn variant(case: &Case, found: &ReportedVariant, number: usize, status: &str) -> Value {
    let main = found.consequences.first();
    let mut parts = Vec::new();
    if let Some(main) = main {
        parts.push(component(&loinc("48018-6"), "valueCodeableConcept", json!({ "text": written(&main.gene) })));
        let transcript = coded_only("http://www.ncbi.nlm.nih.gov/refseq", &main.transcript);
        parts.push(component(&loinc("51958-7"), "valueCodeableConcept", transcript));
        let hgvs = |change: &str| coded_only("http://varnomen.hgvs.org", &format!("{}:{change}", main.transcript));
        if let Some(change) = &main.hgvs_c {
            parts.push(component(&loinc("48004-6"), "valueCodeableConcept", hgvs(change)));
        }
        if let Some(change) = &main.hgvs_p {
            // The protein's accession is not kept in a case; the change stands by itself.
            let value = coded_only("http://varnomen.hgvs.org", change);
            parts.push(component(&loinc("48005-3"), "valueCodeableConcept", value));
        }
    }
    let (code, name) = sequence_ontology(found.kind);
    parts.push(component(
        &loinc("48019-4"),
        "valueCodeableConcept",
        coded("http://www.sequenceontology.org", code, name),
    ));
    if let Some(build) = assembly(case.reference.build) {
        parts.push(component(&loinc("62374-4"), "valueCodeableConcept", build));
    }
    parts.push(component(&loinc("48000-4"), "valueCodeableConcept", json!({ "text": written(&found.contig) })));
    parts.push(component(
        &loinc("92822-6"),
        "valueCodeableConcept",
        coded("http://loinc.org", "LA30102-0", "1-based character counting"),
    ));
    let length = u32::try_from(found.reference.chars().count()).unwrap_or(u32::MAX);
    let end = found.position.saturating_add(length).saturating_sub(1).max(found.position);
    let range = json!({ "low": { "value": found.position }, "high": { "value": end } });
    parts.push(component(&loinc("81254-5"), "valueRange", range));
    parts.push(component(&loinc("69547-8"), "valueString", json!(written(&found.reference))));
    parts.push(component(&loinc("69551-0"), "valueString", json!(written(&found.alternate))));
    // RULE: only a pair can tell what is acquired.
    if found.filters.is_empty() && case.samples.iter().any(|sample| sample.role == SampleRole::Normal) {
        let somatic = coded("http://loinc.org", "LA6684-0", "Somatic");
        parts.push(component(&loinc("48002-0"), "valueCodeableConcept", somatic));
    }
    if let Some(fraction) = found.tumour_fraction {
        let quantity = json!({ "value": decimal(fraction.get()), "system": "http://unitsofmeasure.org", "code": "1" });
        parts.push(component(&loinc("81258-6"), "valueQuantity", quantity));
    }
    let depth = json!({ "value": found.tumour.alternate, "system": "http://unitsofmeasure.org", "code": "1" });
    parts.push(component(&loinc("82121-5"), "valueQuantity", depth));
    let confidence = if found.filters.is_empty() { ("high", "High") } else { ("intermediate", "Intermediate") };
    parts.push(component(
        &coded(TO_BE_DETERMINED, "variant-confidence-status", "Variant Confidence Status"),
        "valueCodeableConcept",
        coded("http://terminology.hl7.org/CodeSystem/variant-confidence-status-cs", confidence.0, confidence.1),
    ));
    let mut observation = base(&format!("variant-{number}"), "variant", &loinc("69548-6"), status);
    observation["specimen"] = reference("Specimen/tumour");
    observation["method"] = coded("http://loinc.org", "LA26398-0", "Sequencing");
    if found.filters.is_empty() {
        observation["valueCodeableConcept"] = coded("http://loinc.org", "LA9633-4", "Present");
    } else {
        observation["valueCodeableConcept"] = coded("http://loinc.org", "LA11884-6", "Indeterminate");
    }
    observation["component"] = Value::Array(parts);
    observation
}

/// The laboratory's karyotype, as given.
pub(super) fn karyotype(given: &KaryotypeGiven, status: &str) -> Value {
    let mut observation = base("karyotype", "variant", &loinc("69548-6"), status);
    observation["valueCodeableConcept"] = coded("http://loinc.org", "LA9633-4", "Present");
    observation["component"] = json!([component(
        &loinc("81291-7"),
        "valueCodeableConcept",
        json!({ "text": written(given.read_as.as_deref().unwrap_or(&given.iscn)) }),
    )]);
    observation
}

/// A guideline's verdict, in words.
pub(super) fn implication(scheme: &str, outcome: &str, number: usize, status: &str) -> Value {
    let code = coded(TO_BE_DETERMINED, "diagnostic-implication", "Diagnostic Implication");
    let mut observation = base(&format!("verdict-{number}"), "diagnostic-implication", &code, status);
    observation["component"] = json!([component(
        &coded(TO_BE_DETERMINED, "conclusion-string", "Conclusion"),
        "valueString",
        json!(written(&format!("{scheme}: {outcome}"))),
    )]);
    observation
}

fn coded_only(system: &str, code: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": written(code).replace(' ', "") }] })
}

fn assembly(build: Build) -> Option<Value> {
    match build {
        Build::Grch38 => Some(coded("http://loinc.org", "LA26806-2", "GRCh38")),
        Build::Grch37 => Some(coded("http://loinc.org", "LA14029-5", "GRCh37")),
        _ => None,
    }
}

/// Terms of the Sequence Ontology for kinds of sequence change.
fn sequence_ontology(kind: VariantKind) -> (&'static str, &'static str) {
    match kind {
        VariantKind::Snv => ("SO:0001483", "SNV"),
        VariantKind::Mnv => ("SO:0002007", "MNV"),
        VariantKind::Insertion => ("SO:0000667", "insertion"),
        VariantKind::Deletion => ("SO:0000159", "deletion"),
        VariantKind::Complex => ("SO:1000032", "delins"),
    }
}
