//! The case as it is stored: canonical JSON, and the schema that says what it may hold.

use marv_model::case::{CASE_VERSION, Case};
use serde_json::Value;

use crate::Error;

/// The identifier of the published schema, without the version.
pub const SCHEMA_ID: &str = "urn:marv:schema:case";

/// The JSON schema (2020-12) of [`Case`], made from the types themselves.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Case).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".to_owned(), Value::from(format!("{SCHEMA_ID}:{CASE_VERSION}")));
        object.insert("title".to_owned(), Value::from(format!("Marv case, version {CASE_VERSION}")));
        if let Some(version) = object.get_mut("properties").and_then(|p| p.get_mut("version")) {
            version["const"] = Value::from(CASE_VERSION);
        }
    }
    schema
}

/// A case from its JSON. Refused when the version is another, when a field does not hold what the form asks for, and
/// when there is a field that the form does not have, because a report could not show it.
///
/// ```
/// let error = marv_report::read(r#"{"version": "99"}"#).unwrap_err();
/// assert!(error.to_string().contains(r#"field version is "99", expected "1""#));
/// ```
pub fn read(json: &str) -> Result<Case, Error> {
    let given: Value = serde_json::from_str(json).map_err(|error| Error::Field {
        field: "(whole file)".to_owned(),
        line: error.line(),
        column: error.column(),
        expected: format!("{error}; expected JSON"),
    })?;
    match given.get("version") {
        Some(Value::String(version)) if version == CASE_VERSION => {}
        Some(other) => return Err(Error::Version { found: other.to_string(), expected: CASE_VERSION }),
        None => return Err(Error::Version { found: "missing".to_owned(), expected: CASE_VERSION }),
    }
    // From the text again and not from the value, so that an error tells its line.
    let mut text = serde_json::Deserializer::from_str(json);
    let case: Case = serde_path_to_error::deserialize(&mut text).map_err(|error| Error::Field {
        field: error.path().to_string(),
        line: error.inner().line(),
        column: error.inner().column(),
        expected: error.inner().to_string(),
    })?;
    let known = serde_json::to_value(&case).map_err(unwritable)?;
    match unknown_field(&given, &known, "") {
        Some(field) => Err(Error::UnknownField { field, version: CASE_VERSION }),
        None => Ok(case),
    }
}

/// The canonical JSON of a case: indented by two spaces, fields in the order of the form, maps by key, a newline at the
/// end. Equal cases give equal bytes, and [`read`] gives the case back.
pub fn write(case: &Case) -> Result<String, Error> {
    let mut json = serde_json::to_string_pretty(case).map_err(unwritable)?;
    json.push('\n');
    // JSON has no form for a number that is not finite: it would be stored as null, and read as something else.
    match read(&json) {
        Ok(again) if again == *case => Ok(json),
        Ok(_) => Err(Error::Unwritable {
            field: "(some field)".to_owned(),
            expected: "finite numbers; the case read back is another".to_owned(),
        }),
        Err(Error::Field { field, expected, .. }) => Err(Error::Unwritable { field, expected }),
        Err(other) => Err(other),
    }
}

#[allow(clippy::needless_pass_by_value)] // the form that map_err asks for
pub(crate) fn unwritable(error: serde_json::Error) -> Error {
    Error::Unwritable { field: "(some field)".to_owned(), expected: error.to_string() }
}

/// The path of the first field of `given` that `known`, the same case written again, does not have.
fn unknown_field(given: &Value, known: &Value, path: &str) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match known.get(name) {
                None => Some(here),
                Some(other) => unknown_field(value, other, &here),
            }
        }),
        (Value::Array(given), Value::Array(known)) => given
            .iter()
            .zip(known)
            .enumerate()
            .find_map(|(at, (value, other))| unknown_field(value, other, &format!("{path}[{at}]"))),
        _ => None,
    }
}
