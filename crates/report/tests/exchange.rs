//! The forms for other programs: what stands in them, that nothing runs or breaks in them, and that the FHIR bundle has
//! what the guide's profiles ask for.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use std::{collections::BTreeMap, path::PathBuf};

use marv_model::{
    annotation::Consequence,
    case::{Case, Disease, ReportState},
    interpretation::{
        AppliedEvidence, Escat, EvidenceDirection, EvidenceKind, EvidenceLevel, FindingOrigin, Interpretation,
        InterpretedFinding, Tier, TierByKind,
    },
};
use marv_report::{Language, fhir, findings, maf, multiqc, tiers};
use serde_json::Value;

/// Rows by the names of the columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines().filter(|line| !line.starts_with("#version"));
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), header.len(), "{line}");
            header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
        })
        .collect()
}

#[test]
fn the_table_has_a_row_a_variant() {
    let case = cases::aml();
    let table = rows(&findings(&case));
    assert_eq!(table.len(), case.variants.len());
    let tp53 = table.iter().find(|row| row["gene"] == "TP53").unwrap();
    let expected = [
        ("hgvs_p", "p.(Arg175His)"),
        ("position", "7675088"),
        ("status", "PASS"),
        ("tumour_alternate", "43"),
        ("normal_alternate", "1"),
        ("oncogenicity", "likely_oncogenic"),
        ("oncogenicity_by_points", "likely_oncogenic"),
        ("oncogenicity_points", "8"),
        ("oncogenicity_codes", "OS1,OS2"),
    ];
    for (column, value) in expected {
        assert_eq!(tp53[column], value, "{column}");
    }
    // What is not known is empty, not zero.
    let unpaired = cases::case("unpaired").unwrap();
    assert!(rows(&findings(&unpaired)).iter().all(|row| row["normal_depth"].is_empty()));
}

/// By hand, from the form's description: an SNV at its base; an insertion between two bases; a deletion at its first base.
#[test]
fn maf_places_alleles_as_the_form_does() {
    let mut case = cases::aml();
    case.variants.truncate(3);
    let set = |variant: &mut marv_model::case::ReportedVariant, alleles: (&str, &str), term| {
        variant.position = 100;
        (variant.reference, variant.alternate) = (alleles.0.to_owned(), alleles.1.to_owned());
        variant.consequences[0].consequences = vec![term];
    };
    set(&mut case.variants[0], ("C", "T"), Consequence::MissenseVariant);
    set(&mut case.variants[1], ("C", "CTCTG"), Consequence::FrameshiftVariant);
    set(&mut case.variants[2], ("CAG", "C"), Consequence::FrameshiftVariant);
    let table = rows(&maf(&case));
    let columns = [
        "Start_Position",
        "End_Position",
        "Reference_Allele",
        "Tumor_Seq_Allele2",
        "Variant_Type",
        "Variant_Classification",
    ];
    let expected = [
        ["100", "100", "C", "T", "SNP", "Missense_Mutation"],
        ["100", "101", "-", "TCTG", "INS", "Frame_Shift_Ins"],
        ["101", "102", "AG", "-", "DEL", "Frame_Shift_Del"],
    ];
    for (row, expected) in table.iter().zip(expected) {
        assert_eq!(columns.map(|column| row[column].as_str()), expected);
    }
    assert_eq!(table[0]["Tumor_Sample_Barcode"], format!("{}-T", case.id));
}

#[test]
fn hostile_text_neither_runs_nor_breaks_a_row() {
    let mut case = cases::case("hostile").unwrap();
    for variant in &mut case.variants {
        if let Some(main) = variant.consequences.first_mut() {
            main.gene = "=cmd|' /C calc'!A0\t\n".to_owned();
        }
    }
    for text in [findings(&case), maf(&case)] {
        for row in rows(&text) {
            for (column, cell) in row {
                assert!(!cell.starts_with(['=', '@']), "{column}: {cell}");
                assert!(!cell.chars().any(char::is_control), "{column}: {cell}");
            }
        }
    }
    let bundle: Value = serde_json::from_str(&fhir(&case, Language::Danish).unwrap()).unwrap();
    assert_eq!(bundle["resourceType"], "Bundle");
    let _: Value = serde_json::from_str(&multiqc(&case).unwrap()).unwrap();
}

#[test]
fn multiqc_names_samples_by_the_pseudonym() {
    let case = cases::aml();
    let section: Value = serde_json::from_str(&multiqc(&case).unwrap()).unwrap();
    let names: Vec<&String> = section["data"].as_object().unwrap().keys().collect();
    assert_eq!(names, [&format!("{} normal", case.id), &format!("{} tumour", case.id)]);
    let columns = section["headers"].as_object().unwrap();
    for row in section["data"].as_object().unwrap().values() {
        for key in row.as_object().unwrap().keys() {
            assert!(columns.contains_key(key), "{key} has no head");
        }
    }
    // Every head has a text.
    assert!(columns.values().all(|column| !column["description"].as_str().unwrap().starts_with("multiqc.")));
}

fn resources(bundle: &Value) -> Vec<&Value> {
    bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]).collect()
}

/// Every element that the guide's profiles and their base demand, with its pattern, read from their definitions.
#[test]
fn the_bundle_has_what_its_profiles_ask_for() {
    let shared = std::env::var_os("MARV_SHARED")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into(), PathBuf::from);
    let mut checked = 0;
    let stored =
        cases::NAMES.into_iter().filter(|name| *name != "hostile").map(|name| (name, cases::case(name).unwrap()));
    for (name, case) in stored.chain([("interpreted", interpreted())]) {
        for language in Language::ALL {
            let bundle: Value = serde_json::from_str(&fhir(&case, language).unwrap()).unwrap();
            for resource in resources(&bundle) {
                let Some(profile) = resource["meta"]["profile"][0].as_str() else { continue };
                let id = profile.rsplit('/').next().unwrap();
                for definition in [id, "genomic-base"] {
                    let path = shared.join(format!("vectors/fhir/StructureDefinition-{definition}.json"));
                    let Ok(text) = std::fs::read_to_string(&path) else {
                        println!("absent: {}: NOT TESTED", path.display());
                        return;
                    };
                    if definition == "genomic-base" && resource["resourceType"] != "Observation" {
                        continue;
                    }
                    checked += demands(&serde_json::from_str(&text).unwrap(), resource, &format!("{name} {id}"));
                }
            }
        }
    }
    println!("{checked} demands of profiles met");
    assert!(checked > 100, "{checked}");
}

/// Checks the codes, categories and components of a profile's differential; gives how many were there to check.
fn demands(definition: &Value, resource: &Value, what: &str) -> u32 {
    let mut checked = 0;
    let elements = definition["differential"]["element"].as_array().unwrap();
    let holds = |concept: &Value, coding: &Value| {
        concept["coding"].as_array().is_some_and(|list| {
            list.iter().any(|given| given["code"] == coding["code"] && given["system"] == coding["system"])
        })
    };
    for element in elements {
        let id = element["id"].as_str().unwrap();
        let pattern = &element["patternCodeableConcept"]["coding"][0];
        if id.strip_suffix(".code").is_some() && id.matches('.').count() == 1 && !pattern.is_null() {
            assert!(holds(&resource["code"], pattern), "{what}: {id}");
            checked += 1;
        } else if id.contains(".category:") && id.ends_with(".coding") {
            let pattern = &element["patternCoding"];
            let found = resource["category"].as_array().unwrap().iter().filter(|c| holds(c, pattern)).count();
            assert_eq!(found, 1, "{what}: {id}");
            checked += 1;
        } else if id.contains(".component:") && id.strip_suffix(".code").is_some() && !pattern.is_null() {
            // A component with this code stands once where the profile says so, and has a value where it must.
            let slice = id.trim_end_matches(".code");
            let find = |id: String| elements.iter().find(|e| e["id"] == id.as_str());
            let parts: Vec<&Value> = resource["component"]
                .as_array()
                .map(|list| list.iter().filter(|part| holds(&part["code"], pattern)).collect())
                .unwrap_or_default();
            if find(slice.to_owned()).is_some_and(|e| e["max"] == "1") {
                assert!(parts.len() <= 1, "{what}: {slice} {} times", parts.len());
            }
            for part in parts {
                let valued = part.as_object().unwrap().keys().any(|key| key.starts_with("value"));
                assert!(valued, "{what}: {slice} without a value");
                checked += 1;
            }
        }
    }
    checked
}

/// The case with its first variant interpreted by two rows that count and one that does not.
fn interpreted() -> Case {
    let mut case = cases::aml();
    let first = &case.variants[0];
    let key = format!("{}:{} {}>{}", first.contig, first.position, first.reference, first.alternate);
    let row = |id: &str, kind: EvidenceKind, direction: EvidenceDirection, applies: Option<Tier>| AppliedEvidence {
        id: id.to_owned(),
        kind,
        direction,
        level: EvidenceLevel::A,
        diseases: vec![Disease::Aml],
        applies,
        because: "this_disease".to_owned(),
        escat: (direction == EvidenceDirection::Sensitive).then_some(Escat::IB),
        drugs: if kind == EvidenceKind::Therapeutic { vec!["venetoclax".to_owned()] } else { Vec::new() },
        statement: "benefit_relapsed".to_owned(),
        entity: String::new(),
        source: "A source, 2020".to_owned(),
        to_verify: false,
        date: "2026-11-23".to_owned(),
    };
    let evidence = vec![
        row("one.1", EvidenceKind::Therapeutic, EvidenceDirection::Sensitive, Some(Tier::StrongA)),
        row("one.2", EvidenceKind::Therapeutic, EvidenceDirection::Resistant, None),
        row("one.3", EvidenceKind::Prognostic, EvidenceDirection::Adverse, Some(Tier::StrongA)),
    ];
    case.interpretation = Some(Interpretation {
        disease: Disease::Aml,
        evidence_version: "1".to_owned(),
        evidence_hash: "0".to_owned(),
        findings: vec![InterpretedFinding {
            key,
            name: "TP53 p.(Arg175His)".to_owned(),
            gene: Some("TP53".to_owned()),
            origin: FindingOrigin::Variant,
            unconfirmed: false,
            tier: Tier::StrongA,
            by_kind: TierByKind { therapeutic: Some(Tier::StrongA), diagnostic: None, prognostic: Some(Tier::StrongA) },
            escat: Some(Escat::IB),
            evidence,
            reasons: Vec::new(),
            flags: Vec::new(),
            decision: None,
        }],
        antigens: Vec::new(),
        unused_decisions: Vec::new(),
        clonal_haematopoiesis: None,
        trials: Vec::new(),
    });
    case
}

#[test]
fn tiers_treatment_and_resistance_leave_for_other_programs() {
    let case = interpreted();
    let text = tiers(&case);
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    let column = |name: &str| rows[0].iter().position(|head| *head == name).unwrap();
    let of = |row: usize, name: &str| rows[row][column(name)];
    assert_eq!(rows.len(), 4, "a row a statement of evidence");
    assert_eq!((of(1, "tier"), of(1, "escat"), of(1, "drugs"), of(1, "applies")), ("I-A", "I-B", "venetoclax", "I-A"));
    assert_eq!((of(2, "direction"), of(2, "applies")), ("resistant", ""), "what does not count has no tier");
    let bundle: Value = serde_json::from_str(&fhir(&case, Language::English).unwrap()).unwrap();
    let implications: Vec<&Value> = resources(&bundle)
        .into_iter()
        .filter(|one| one["id"].as_str().is_some_and(|id| id.starts_with("implication-")))
        .collect();
    assert_eq!(implications.len(), 2, "evidence that counts for nothing implies nothing");
    assert_eq!(implications[0]["derivedFrom"][0]["reference"], "Observation/variant-1");
    let said = serde_json::to_string(implications[0]).unwrap();
    for word in ["LA6677-4", "venetoclax", "AMP/ASCO/CAP I-A; ESCAT I-B"] {
        assert!(said.contains(word), "{word} in {said}");
    }
}

#[test]
fn references_lead_somewhere_and_a_draft_is_preliminary() {
    let case = cases::aml();
    let bundle: Value = serde_json::from_str(&fhir(&case, Language::English).unwrap()).unwrap();
    let all = resources(&bundle);
    let ids: Vec<String> =
        all.iter().map(|r| format!("{}/{}", r["resourceType"].as_str().unwrap(), r["id"].as_str().unwrap())).collect();
    let mut found = Vec::new();
    collect(&bundle, &mut found);
    assert!(found.len() > 10);
    for reference in found {
        assert!(ids.contains(&reference), "{reference} is not in the bundle");
    }
    let report = |state| {
        let bundle: Value =
            serde_json::from_str(&fhir(&marv_model::case::Case { state, ..cases::aml() }, Language::English).unwrap())
                .unwrap();
        resources(&bundle).iter().find(|r| r["resourceType"] == "DiagnosticReport").unwrap()["status"].clone()
    };
    assert_eq!(report(ReportState::Draft), "preliminary");
    assert_eq!(report(ReportState::Signed), "final");
    // A variant that did not pass is never there as if it were certain.
    let unsure = case.variants.iter().position(|variant| !variant.filters.is_empty()).unwrap();
    let id = format!("variant-{}", unsure + 1);
    let resource = all.iter().find(|r| r["id"] == id.as_str()).unwrap();
    assert_eq!(resource["valueCodeableConcept"]["coding"][0]["display"], "Indeterminate");
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if let (true, Some(text)) = (key == "reference", value.as_str()) {
                    into.push(text.to_owned());
                }
                collect(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, into)),
        _ => {}
    }
}
