//! Where the bundle comes from.

use marv_model::genome::Build;
use serde::{Deserialize, Serialize};

/// What a bundle is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Such as `haematology`.
    pub name: String,
    /// Of the bundle's content.
    pub version: String,
    /// Of all coordinates.
    pub build: Build,
    /// Of the inputs, `YYYY-MM-DD`.
    pub date: String,
    /// The bundle's files.
    pub tables: Vec<Table>,
    /// The files it was built from, and those it was checked against.
    pub inputs: Vec<Input>,
}

/// One file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub file: String,
    /// Without the header.
    pub rows: usize,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// Who it is from.
    pub source: String,
    /// On what terms.
    pub terms: String,
}

/// One file that went into the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name.
    pub file: String,
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// On what terms, or that it served as a check only.
    pub terms: String,
}
