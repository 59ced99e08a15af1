//! What a guideline says of a case, with its reasons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Status;

/// The verdict of one scheme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Verdict {
    /// With its version, such as `ELN 2022`; the version is part of the name.
    pub scheme: String,
    /// Identifier of the rule table, such as `eln2022`.
    pub scheme_id: String,
    /// The version of this implementation of the rules.
    pub rules_version: String,
    /// Where the scheme was published.
    pub source: String,
    /// What it says.
    pub outcome: Outcome,
    /// The numbers behind it, where the scheme scores.
    #[serde(default)]
    pub scores: Vec<Score>,
    /// Every criterion that was looked at, in the order of the decision.
    pub trace: Vec<Criterion>,
    /// The inputs that are unknown and matter, the most decisive first.
    pub missing: Vec<MissingDatum>,
    /// Choices made where the source is silent.
    pub policies: Vec<Policy>,
    /// Things that a reader must know, as keys of the message catalogue.
    pub flags: Vec<String>,
}

/// The verdicts of two classifications of one case, held against each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Identifiers of the two schemes, such as `icc2022` and `who5`.
    pub schemes: [String; 2],
    /// What the first still reaches: categories, or `not_applicable`.
    pub first: Vec<String>,
    /// What the second still reaches.
    pub second: Vec<String>,
    /// Whether both name the same entity, by whatever name; none while one of them is open.
    pub same_entity: Option<bool>,
    /// The criteria that make the difference, as keys of the message catalogue; empty where there is none.
    pub differences: Vec<String>,
}

/// One category, several still reachable, or none because the scheme is not for this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Decided whatever the unknown inputs are.
    Decided {
        /// The category's identifier, such as `adverse`.
        category: String,
    },
    /// Open: each is reached by some value of the unknown inputs.
    Reachable {
        /// In the scheme's order.
        categories: Vec<String>,
    },
    /// The scheme does not cover this case.
    NotApplicable {
        /// Why, as a key of the message catalogue.
        reason: String,
    },
}

/// A score of a scheme, and what the unknown inputs leave open of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Score {
    /// Which, as a key of the message catalogue, such as `ipssm.score`.
    pub name: String,
    /// The value; none while it is open and the scheme defines no value for an open one.
    pub value: Option<f64>,
    /// With every unknown input at its best for the patient.
    pub best: f64,
    /// With every unknown input at its worst.
    pub worst: f64,
}

/// One criterion of a scheme, as it was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Criterion {
    /// Identifier, such as `eln2022.adverse.tp53`.
    pub id: String,
    /// The table, row or footnote it comes from.
    pub source: String,
    /// The category it leads to.
    pub leads_to: Option<String>,
    /// Met, not met or unknown.
    pub status: Status,
    /// Whether it is what decided.
    pub decisive: bool,
    /// Whether criteria above it decide whatever the unknown inputs are, so that the decision never comes to it. Its status
    /// then says what is known of the case, and is no part of the argument.
    #[serde(default)]
    pub overridden: bool,
    /// What it rests on, for people: variants, karyotype items, fractions.
    pub evidence: Vec<String>,
}

/// An unknown input, and what each value of it would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MissingDatum {
    /// The input, such as `cytogenetics` or `FLT3-ITD`.
    pub datum: String,
    /// What the outcome becomes with it present, with the other inputs as they are.
    pub if_present: Vec<String>,
    /// And with it absent.
    pub if_absent: Vec<String>,
}

/// A choice where the source is silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// The option's name.
    pub option: String,
    /// The value in force.
    pub value: String,
}
