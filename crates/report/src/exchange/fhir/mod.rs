//! The case as a bundle of HL7 FHIR R4 after the Genomics Reporting guide: a pseudonymous patient, specimens, a variant's
//! and a rearrangement's observation each, the guidelines' verdicts as diagnostic implications, what the findings mean as therapeutic and
//! diagnostic ones, and the report that holds them together.

mod meaning;
mod observation;
mod parts;

use marv_model::case::{Case, ReportState, SampleRole};
use serde_json::{Value, json};

use self::{
    meaning::{implications, junction},
    observation::{implication, karyotype, variant},
    parts::{PROFILES, coded, identifier, reference, written},
};
use crate::{Error, Language, view::Page};

/// The bundle, of type `collection`, as JSON. A draft is `preliminary` in every part; a signed case `final`. Texts are in
/// `language`; a variant that did not pass is there with intermediate confidence, never as if it were certain.
///
/// The patient is the case's pseudonym and nothing else: no name, no number, no date of birth.
pub fn fhir(case: &Case, language: Language) -> Result<String, Error> {
    let page = Page::of(case, language)?;
    let status = match case.state {
        ReportState::Draft | ReportState::Amended => "preliminary",
        ReportState::Signed if case.signatures.iter().any(|one| one.replaces.is_some()) => "corrected",
        ReportState::Signed => "final",
    };
    let mut resources = vec![json!({
        "resourceType": "Patient",
        "id": "patient",
        "identifier": [{ "use": "secondary", "system": "urn:marv:case", "value": written(&case.id) }],
    })];
    for sample in &case.samples {
        resources.push(json!({
            "resourceType": "Specimen",
            "id": specimen(sample.role),
            "subject": reference("Patient/patient"),
            "type": { "text": page.m.text(match sample.role {
                SampleRole::Tumour => "fhir.tumour",
                SampleRole::Normal => "fhir.normal",
            }) },
        }));
    }
    let mut results = Vec::new();
    let mut add = |resource: Value| {
        results.push(reference(&format!("Observation/{}", resource["id"].as_str().unwrap_or_default())));
        resources.push(resource);
    };
    for (number, found) in case.variants.iter().enumerate() {
        add(variant(case, found, number + 1, status));
    }
    if let Some(given) = &case.karyotype {
        add(karyotype(given, status));
    }
    let junctions = case.rearrangements.iter().flat_map(|found| &found.junctions);
    for (number, found) in (1..).zip(junctions) {
        add(junction(found, number, status));
    }
    for (number, verdict) in page.verdicts.applying.iter().enumerate() {
        add(implication(&verdict.scheme, &verdict.outcome, number + 1, status));
    }
    for one in implications(case, page.m, status) {
        add(one);
    }
    let mut report = json!({
        "resourceType": "DiagnosticReport",
        "id": "report",
        "meta": { "profile": [format!("{PROFILES}genomic-report")] },
        "status": status,
        "category": [coded("http://terminology.hl7.org/CodeSystem/v2-0074", "GE", "Genetics")],
        "code": coded("http://loinc.org", "51969-4", "Genetic analysis report"),
        "subject": reference("Patient/patient"),
        "specimen": case.samples.iter().map(|s| reference(&format!("Specimen/{}", specimen(s.role)))).collect::<Vec<_>>(),
        "result": results,
        "conclusion": written(&page.conclusion.whole()),
    });
    if let Some(started) = &case.provenance.started {
        report["effectiveDateTime"] = json!(written(started));
    }
    // FHIR has no empty lists.
    if let Some(report) = report.as_object_mut() {
        report.retain(|_, value| value.as_array().is_none_or(|list| !list.is_empty()));
    }
    resources.push(report);
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| {
            let kind = resource["resourceType"].as_str().unwrap_or_default();
            let id = resource["id"].as_str().unwrap_or_default();
            json!({ "fullUrl": format!("https://marv.invalid/fhir/{kind}/{id}"), "resource": resource })
        })
        .collect();
    let bundle = json!({
        "resourceType": "Bundle",
        "id": identifier(&case.id),
        "type": "collection",
        "entry": entries,
    });
    let text = serde_json::to_string_pretty(&bundle).map_err(crate::stored::unwritable)?;
    Ok(text + "\n")
}

fn specimen(role: SampleRole) -> &'static str {
    match role {
        SampleRole::Tumour => "tumour",
        SampleRole::Normal => "normal",
    }
}
