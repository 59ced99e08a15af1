//! The result of an examination, as a value and for people.

use std::{fmt, path::Path};

use serde::Serialize;

use super::Kind;
use crate::{
    error::{Error, Place},
    privacy::redact,
    variants::Notice,
};

/// What was found out about a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnosis {
    /// The file as it was named.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// Whether Marv can work with it as it is.
    pub usable: bool,
    /// What it holds, in the order in which people ask.
    pub facts: Vec<Fact>,
    /// What is wrong or odd, the worst first.
    pub findings: Vec<Finding>,
}

/// One thing that a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Such as `records`.
    pub name: String,
    /// Such as `2337`.
    pub value: String,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// It is read, but something is not as it should be.
    Warning,
    /// Good to know.
    Note,
}

/// Something wrong or odd.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Where, such as `line 7`, as far as known.
    pub place: Option<String>,
    /// What.
    pub what: String,
    /// How often.
    pub count: u64,
    /// What to do.
    pub advice: Option<String>,
}

impl Diagnosis {
    pub(super) fn new(path: &Path, kind: Kind) -> Self {
        let file = redact(&path.to_string_lossy()).into_owned();
        Self { file, kind, usable: true, facts: Vec::new(), findings: Vec::new() }
    }
    /// The value of a fact; none where it was not found out.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|fact| fact.name == name).map(|fact| fact.value.as_str())
    }
    pub(super) fn know(&mut self, name: &str, value: impl fmt::Display) {
        let value = redact(&value.to_string()).into_owned();
        self.facts.push(Fact { name: name.to_owned(), value });
    }
    fn add(&mut self, severity: Severity, place: Option<String>, what: &str, count: u64, advice: Option<&str>) {
        let what = redact(what).into_owned();
        let advice = advice.map(|advice| redact(advice).into_owned());
        self.findings.push(Finding { severity, place, what, count, advice });
        self.findings.sort_by_key(|finding| finding.severity);
    }
    pub(super) fn error(&mut self, what: &str, advice: &str) {
        self.usable = false;
        self.add(Severity::Error, None, what, 1, Some(advice));
    }
    pub(super) fn warn(&mut self, what: &str, advice: &str) {
        self.add(Severity::Warning, None, what, 1, Some(advice));
    }
    pub(super) fn note(&mut self, what: &str) {
        self.add(Severity::Note, None, what, 1, None);
    }
    /// Counted oddities as warnings.
    pub(super) fn notices(&mut self, notices: &[Notice], unit: &str) {
        self.counted(Severity::Warning, notices, unit);
    }
    /// Counted oddities that are only good to know.
    pub(super) fn notes(&mut self, notices: &[Notice], unit: &str) {
        self.counted(Severity::Note, notices, unit);
    }
    fn counted(&mut self, severity: Severity, notices: &[Notice], unit: &str) {
        for notice in notices {
            let place = (notice.first_line > 0).then(|| format!("{unit} {}", notice.first_line));
            self.add(severity, place, &notice.what, notice.count, None);
        }
    }
    /// The file cannot be used, for a reason that its reader's caller found, such as what a case file says.
    pub fn refuse(&mut self, reason: impl AsRef<str>) {
        self.usable = false;
        self.add(Severity::Error, None, reason.as_ref(), 1, None);
    }
    /// A reader's error: the file cannot be used.
    pub(super) fn read_failed(&mut self, error: &Error) {
        self.usable = false;
        let place = match &error.place {
            Place::Whole => None,
            Place::Line(line) => Some(format!("line {line}")),
            Place::Record(record) => Some(format!("record {record}")),
            Place::Genome(locus) => Some(locus.clone()),
            Place::Offset(offset) => Some(format!("byte {offset}")),
        };
        let what = match &error.field {
            Some(field) => format!("{field}: {}", error.problem),
            None => error.problem.to_string(),
        };
        self.add(Severity::Error, place, &what, 1, error.advice.as_deref());
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.usable { "usable" } else { "cannot be used" };
        writeln!(f, "{}: {}, {verdict}", self.file, self.kind)?;
        for fact in &self.facts {
            writeln!(f, "  {}: {}", fact.name, fact.value)?;
        }
        for finding in &self.findings {
            let word = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let first = if finding.count > 1 { "first in " } else { "" };
            let place = finding.place.as_ref().map(|place| format!(" ({first}{place})")).unwrap_or_default();
            let times = if finding.count > 1 { format!("{} × ", finding.count) } else { String::new() };
            writeln!(f, "  {word}: {times}{}{place}", finding.what)?;
            if let Some(advice) = &finding.advice {
                writeln!(f, "    what to do: {advice}")?;
            }
        }
        Ok(())
    }
}
