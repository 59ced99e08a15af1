//! Three values: present, absent down to a limit, not assessable. There is no fourth, and no default.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::AlleleFraction;

/// What is known of one thing that was looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Finding<E> {
    /// It is there, and this is the evidence.
    Present {
        /// What shows it.
        evidence: E,
    },
    /// It was looked for with the power to see it, and is not there.
    Absent {
        /// How small it could be and still have been seen; none where the source states a plain negative.
        limit_of_detection: Option<AlleleFraction>,
    },
    /// It was not looked for, or could not be seen. Never to be read as absent.
    NotAssessable {
        /// Why, for people.
        reason: NotAssessed,
    },
}

/// Why something is not assessable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NotAssessed {
    /// Nobody gave it and this run does not measure it.
    NotExamined,
    /// Too few reads: see the coverage of the gene.
    LowCoverage,
    /// The analysis that would show it is not part of this version.
    NotImplemented,
    /// The knowledge bundle has no models for this build.
    NoGeneModels,
    /// What was supplied cannot be read with certainty, such as a karyotype in part.
    InputUnclear,
    /// A call that may well be real is held back by a filter: a person must look at its reads.
    CallUnclear,
    /// A mutation was found of which a person must say whether it is one that counts.
    SignificanceUnclear,
    /// Another reason, in words.
    Other(String),
}

/// A finding less its evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Seen.
    Present,
    /// Looked for with power, not seen.
    Absent,
    /// Not known.
    Unknown,
}

impl<E> Finding<E> {
    /// Present with this evidence.
    pub fn present(evidence: E) -> Self {
        Self::Present { evidence }
    }
    /// Absent, by a source that states no limit.
    pub fn absent() -> Self {
        Self::Absent { limit_of_detection: None }
    }
    /// Absent down to a fraction.
    pub fn absent_below(limit: AlleleFraction) -> Self {
        Self::Absent { limit_of_detection: Some(limit) }
    }
    /// Not known.
    pub fn unknown(reason: NotAssessed) -> Self {
        Self::NotAssessable { reason }
    }
    /// Less its evidence.
    pub fn status(&self) -> Status {
        match self {
            Self::Present { .. } => Status::Present,
            Self::Absent { .. } => Status::Absent,
            Self::NotAssessable { .. } => Status::Unknown,
        }
    }
    /// The evidence, where present.
    pub fn evidence(&self) -> Option<&E> {
        match self {
            Self::Present { evidence } => Some(evidence),
            _ => None,
        }
    }
    /// The same status with other evidence.
    pub fn map<F>(self, f: impl FnOnce(E) -> F) -> Finding<F> {
        match self {
            Self::Present { evidence } => Finding::Present { evidence: f(evidence) },
            Self::Absent { limit_of_detection } => Finding::Absent { limit_of_detection },
            Self::NotAssessable { reason } => Finding::NotAssessable { reason },
        }
    }
}
