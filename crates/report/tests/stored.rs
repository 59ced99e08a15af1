//! The stored form: what is written is read back, what cannot be read is refused with its field, and the schema agrees.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;

use std::{fs, process::Command};

use marv_model::case::CASE_VERSION;
use marv_report::{Error, read, schema, write};
use serde_json::{Value, json};

#[test]
fn a_case_comes_back_to_the_last_bit() {
    for name in cases::NAMES {
        let mut case = cases::case(name).unwrap();
        case.quality.error_rate = [Some(0.1 + 0.2), Some(1.0 / 3.0)];
        let json = write(&case).unwrap();
        assert_eq!(read(&json).unwrap(), case, "{name}");
        assert_eq!(write(&read(&json).unwrap()).unwrap(), json, "{name}");
    }
}

#[test]
fn fields_stand_in_the_order_of_the_form() {
    let json = write(&cases::aml()).unwrap();
    let names = ["\"version\"", "\"id\"", "\"state\"", "\"samples\"", "\"variants\"", "\"verdicts\"", "\"provenance\""];
    let places: Vec<usize> = names.iter().map(|name| json.find(name).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(json.ends_with("}\n"));
}

#[test]
fn another_version_is_refused_with_what_to_do() {
    let mut value: Value = serde_json::from_str(&write(&cases::aml()).unwrap()).unwrap();
    value["version"] = json!("2");
    let error = read(&value.to_string()).unwrap_err();
    assert!(matches!(error, Error::Version { expected: CASE_VERSION, .. }));
    assert_eq!(
        error.to_string(),
        "case: field version is \"2\", expected \"1\"; read it with the Marv that wrote it, or run the case again with this one"
    );
    value.as_object_mut().unwrap().remove("version");
    assert!(read(&value.to_string()).unwrap_err().to_string().starts_with("case: field version is missing"));
}

#[test]
fn a_field_that_does_not_fit_is_named_with_its_place() {
    let json = write(&cases::aml()).unwrap();
    let wrong = json.replacen("\"position\": 171410539", "\"position\": -5", 1);
    let Error::Field { field, line, .. } = read(&wrong).unwrap_err() else { panic!("expected a field") };
    assert_eq!(field, "variants[1].position");
    assert!(wrong.lines().nth(line - 1).unwrap().contains("-5"), "line {line}");
    let Error::Field { field, .. } = read("{\"version\": \"1\"").unwrap_err() else { panic!("expected a field") };
    assert_eq!(field, "(whole file)");
}

#[test]
fn a_field_that_a_report_could_not_show_is_refused() {
    let mut value: Value = serde_json::from_str(&write(&cases::aml()).unwrap()).unwrap();
    value["variants"][2]["tumour"]["splice_reads"] = json!(4);
    let error = read(&value.to_string()).unwrap_err();
    assert!(
        matches!(&error, Error::UnknownField { field, .. } if field == "variants[2].tumour.splice_reads"),
        "{error}"
    );
}

#[test]
fn a_number_that_json_cannot_hold_is_not_stored_as_something_else() {
    let mut case = cases::aml();
    case.genes[3].mean_depth = f64::NAN;
    let error = write(&case).unwrap_err();
    assert!(matches!(&error, Error::Unwritable { field, .. } if field == "genes[3].mean_depth"), "{error}");
    let mut case = cases::aml();
    case.quality.identity = Some(f64::INFINITY);
    assert!(write(&case).is_err(), "it would come back as not measured");
}

#[test]
fn the_schema_is_named_and_every_field_is_described() {
    let schema = schema();
    assert_eq!(schema["$id"], "urn:marv:schema:case:1");
    assert_eq!(schema["properties"]["version"]["const"], CASE_VERSION);
    for (name, property) in schema["properties"].as_object().unwrap() {
        assert!(property.get("description").is_some(), "{name}");
    }
}

/// Makes a case something that the form does not allow.
type Break = fn(&mut Value);

/// Another validator's word: `jsonschema` for Python, where it is installed.
#[test]
fn an_independent_validator_takes_our_cases_and_refuses_broken_ones() {
    let present =
        Command::new("python3").args(["-c", "import jsonschema"]).output().is_ok_and(|out| out.status.success());
    if !present {
        eprintln!("NOT TESTED: python3 with the package jsonschema is absent");
        return;
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("schema.json"), schema().to_string()).unwrap();
    for name in cases::NAMES {
        fs::write(folder.join(format!("good.{name}.json")), write(&cases::case(name).unwrap()).unwrap()).unwrap();
    }
    let good: Value = serde_json::from_str(&write(&cases::aml()).unwrap()).unwrap();
    let broken: [(&str, Break); 4] = [
        ("version", |case| case["version"] = json!("2")),
        ("position", |case| case["variants"][0]["position"] = json!("7675088")),
        ("finding", |case| case["genes"][0]["finding"] = json!({"status": "perhaps"})),
        ("missing", |case| drop(case.as_object_mut().unwrap().remove("genes"))),
    ];
    for (name, break_it) in broken {
        let mut case = good.clone();
        break_it(&mut case);
        fs::write(folder.join(format!("broken.{name}.json")), case.to_string()).unwrap();
    }
    let program = "import glob,json,sys,jsonschema\n\
        s=json.load(open(sys.argv[1]+'/schema.json'))\n\
        jsonschema.Draft202012Validator.check_schema(s)\n\
        v=jsonschema.Draft202012Validator(s)\n\
        for f in sorted(glob.glob(sys.argv[1]+'/*.*.json')):\n\
        \x20 print(f.rsplit('/',1)[1], 'valid' if v.is_valid(json.load(open(f))) else 'invalid')\n";
    let out = Command::new("python3").args(["-c", program]).arg(&folder).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(said.lines().count(), cases::NAMES.len() + broken.len(), "{said}");
    for line in said.lines() {
        assert_eq!(line.ends_with(" valid"), line.starts_with("good."), "{line}");
    }
}
