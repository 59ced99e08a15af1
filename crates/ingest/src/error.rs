//! One error for every file: which file, where in it, which field, what was expected, and what to do.

use std::{fmt, path::PathBuf};

use crate::privacy;

/// A file that cannot be used, or not in this way.
pub struct Error {
    /// The file.
    pub file: PathBuf,
    /// Where in it, where that is known.
    pub place: Place,
    /// The field, column or tag, where one is at fault.
    pub field: Option<String>,
    /// What is wrong. Boxed, so that a result stays small.
    pub problem: Box<Problem>,
    /// What to do about it, as a command or a sentence.
    pub advice: Option<String>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// The file as a whole.
    #[default]
    Whole,
    /// A line, 1-based.
    Line(u64),
    /// A record, 1-based.
    Record(u64),
    /// A place of the genome, as shown to people (1-based).
    Genome(String),
    /// Compressed bytes from the start.
    Offset(u64),
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The system refused: absent, not readable, disk full.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It ends in the middle.
    #[error("the file is truncated: {detail}")]
    Truncated {
        /// How that was seen.
        detail: String,
    },
    /// Content that breaks its format.
    #[error("found {found}, expected {expected}")]
    Malformed {
        /// What stands there, shortened.
        found: String,
        /// What the format asks for, with its section where that helps.
        expected: String,
    },
    /// Not a format that is read here.
    #[error("this is {found}, which is not read here: expected {expected}")]
    Format {
        /// What it looks like.
        found: String,
        /// What can be read.
        expected: String,
    },
    /// No index beside it.
    #[error("there is no index ({looked_for})")]
    IndexMissing {
        /// The names that were tried.
        looked_for: String,
    },
    /// The index is older than the file, or does not belong to it.
    #[error("the index {index} does not belong to this file: {detail}")]
    IndexStale {
        /// The index.
        index: PathBuf,
        /// How that was seen.
        detail: String,
    },
    /// Not sorted by position.
    #[error("the records are not sorted by position: {detail}")]
    Unsorted {
        /// How that was seen.
        detail: String,
    },
    /// Made for another genome.
    #[error("the file and the reference are of different genomes: {detail}")]
    WrongReference {
        /// The contigs, lengths or checksums that differ.
        detail: String,
    },
    /// Two inputs that must not be the same, or belong together and do not.
    #[error("{detail}")]
    Mismatch {
        /// Which and how.
        detail: String,
    },
    /// Something that looks like a civil registration number. It is never repeated.
    #[error("{what} looks like a civil registration number (CPR)")]
    PersonalIdentifier {
        /// Where it stands, without the number itself.
        what: String,
    },
    /// Valid, but not supported.
    #[error("{what} is not supported")]
    Unsupported {
        /// The feature.
        what: String,
    },
}

impl Problem {
    /// What helps where nobody knew better.
    fn usual_advice(&self) -> Option<&'static str> {
        match self {
            Problem::Io(error) => match error.kind() {
                std::io::ErrorKind::NotFound => Some("check the path: there is no such file"),
                std::io::ErrorKind::PermissionDenied => Some("check the permissions of the file and its folder"),
                std::io::ErrorKind::StorageFull => Some("free some space and run again"),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Error {
    /// A problem with `file` as a whole.
    pub fn new(file: impl Into<PathBuf>, problem: impl Into<Problem>) -> Self {
        Self { file: file.into(), place: Place::Whole, field: None, problem: Box::new(problem.into()), advice: None }
    }
    /// At a place of it.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
    /// In a field of it.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
    /// With what to do.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

/// Nothing that looks like a civil registration number is shown, be it in the file's name or in what stands in it.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match &self.place {
            Place::Whole => String::new(),
            Place::Line(line) => format!(", line {line}"),
            Place::Record(record) => format!(", record {record}"),
            Place::Genome(locus) => format!(", at {locus}"),
            Place::Offset(offset) => format!(", at byte {offset}"),
        };
        let field = self.field.as_ref().map(|field| format!(", {field}")).unwrap_or_default();
        let advice = self.advice.as_deref().or_else(|| self.problem.usual_advice());
        let advice = advice.map(|advice| format!("\n  what to do: {advice}")).unwrap_or_default();
        let text = format!("{}{place}{field}: {}{advice}", self.file.display(), self.problem);
        f.write_str(&privacy::redact(&text))
    }
}

/// As shown: a derived form would repeat the file's name.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.problem {
            Problem::Io(error) => Some(error),
            _ => None,
        }
    }
}
