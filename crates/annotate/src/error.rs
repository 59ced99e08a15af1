//! What is wrong with a bundle, or with using it here.

use marv_model::genome::Build;

/// A bundle that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The manifest is not what it should be.
    #[error("manifest.json of the bundle: {problem}; build the bundle again with scripts/build_bundle.py")]
    Manifest {
        /// In words.
        problem: String,
    },
    /// A table that the manifest lists is not there.
    #[error(
        "{file} of the bundle is missing; the manifest lists it. Build the bundle again with scripts/build_bundle.py"
    )]
    Absent {
        /// Its name.
        file: String,
    },
    /// A table whose bytes are not those of the manifest.
    #[error("{file} of the bundle has SHA-256 {found}, the manifest says {expected}: one of them was changed")]
    Hash {
        /// Its name.
        file: String,
        /// By the manifest.
        expected: String,
        /// Of the bytes.
        found: String,
    },
    /// A line that cannot be read.
    #[error("{file} of the bundle, line {line}, column {column}: found {found:?}, expected {expected}")]
    Table {
        /// Its name.
        file: &'static str,
        /// 1-based, the header included.
        line: usize,
        /// The column's name.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
}

/// The bundle's models are of another build than the contigs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the annotation bundle holds gene models for {bundle}, the contigs are of {contigs}: variants are called, but not \
     annotated. To have models of that build, make a folder of knowledge from its annotation and give it with --knowledge: \
     marv knowledge build --build {name} --transcripts MODELS.gff3.gz --bands cytoBand.txt.gz --out KNOWLEDGE"
)]
pub struct WrongBuild {
    /// Of the bundle.
    pub bundle: Build,
    /// Of the contigs, as far as their lengths tell.
    pub contigs: Build,
    /// For the command.
    name: String,
}

impl WrongBuild {
    pub(crate) fn new(bundle: Build, contigs: Build) -> Self {
        let name = if contigs == Build::Unknown { "BUILD".to_owned() } else { contigs.to_string() };
        Self { bundle, contigs, name }
    }
}
