//! Small parts that FHIR resources are made of.

use crate::hidden::is_hidden;
use serde_json::{Value, json};

/// Where the profiles of the Genomics Reporting guide stand.
pub(super) const PROFILES: &str = "http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/";
/// The guide's codes that wait for a home.
pub(super) const TO_BE_DETERMINED: &str = "http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs";

/// A concept with one code.
pub(super) fn coded(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

/// A LOINC code without its text.
pub(super) fn loinc(code: &str) -> Value {
    json!({ "coding": [{ "system": "http://loinc.org", "code": code }] })
}

/// A relative reference within the bundle.
pub(super) fn reference(to: &str) -> Value {
    json!({ "reference": to })
}

/// One component of an observation.
pub(super) fn component(code: &Value, kind: &str, value: Value) -> Value {
    let mut part = json!({ "code": code });
    part[kind] = value;
    part
}

/// Text as FHIR allows it in a string: no control characters, neither empty nor blank.
pub(super) fn written(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    let plain = plain.trim();
    if plain.is_empty() { "–".to_owned() } else { plain.to_owned() }
}

/// An id: letters, digits, `-` and `.`, at most 64 of them.
pub(super) fn identifier(text: &str) -> String {
    let id: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).take(64).collect();
    if id.is_empty() { "case".to_owned() } else { id }
}

/// A share, at most six decimals, as FHIR's decimals are written.
pub(super) fn decimal(value: f64) -> Value {
    json!((value * 1e6).round() / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_strings_are_what_fhir_allows() {
        assert_eq!(identifier("AML demo/1 é"), "AML-demo-1--");
        assert_eq!(identifier(""), "case");
        assert_eq!(written(" a\u{0}b\n"), "a b");
        assert_eq!(written("\t"), "–");
        assert_eq!(decimal(0.123_456_78), json!(0.123_457));
    }
}
