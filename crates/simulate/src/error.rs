//! What can be wrong with a scenario, or go wrong while a pair is written.

use std::path::PathBuf;

/// Says which field or file, what was expected and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A scenario that is no TOML, or has a key or a type that is not of it; the text names the key and the line.
    #[error("the scenario cannot be read: {0}")]
    ScenarioText(String),
    /// A value of the scenario that cannot be met.
    #[error("scenario, {field}: {problem}")]
    Scenario {
        /// The field, such as `clones[1].parent`.
        field: String,
        /// What is wrong, what was expected, what to do.
        problem: String,
    },
    /// A file that cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A reference or an alignment file that cannot be read or written.
    #[error(transparent)]
    Ingest(#[from] marv_ingest::Error),
    /// A line of a VCF that is no record.
    #[error("{path}, line {line}: {problem}")]
    Vcf {
        /// Which file.
        path: PathBuf,
        /// 1-based.
        line: usize,
        /// Which field, and what was expected.
        problem: String,
    },
    /// A value that breaks the rule of its type.
    #[error(transparent)]
    Value(#[from] marv_model::Error),
}

impl Error {
    /// A scenario's field with its problem.
    pub(crate) fn scenario(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Scenario { field: field.into(), problem: problem.into() }
    }
    /// A file with the system's word on it.
    pub(crate) fn file(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::File { path: path.into(), source }
    }
}
