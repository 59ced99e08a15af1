//! What keeps a case from being read or a report from being made.

/// A case that cannot be read, or a report that cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no JSON, or a field does not hold what the form asks for.
    #[error("case: field {field}, line {line}, column {column}: {expected}; compare with `marv schema case`")]
    Field {
        /// Path of the field, such as `variants[3].tumour.alternate`.
        field: String,
        /// 1-based; 0 where the position is not known.
        line: usize,
        /// 1-based; 0 where the position is not known.
        column: usize,
        /// What was wrong and what was expected.
        expected: String,
    },
    /// Another version of the form.
    #[error(
        "case: field version is {found}, expected {expected:?}; read it with the Marv that wrote it, or run the case again with this one"
    )]
    Version {
        /// As it stands in the file.
        found: String,
        /// What this version of Marv reads.
        expected: &'static str,
    },
    /// A field that the form does not have: it would be missing from the report without a word.
    #[error(
        "case: field {field} is not part of version {version} of the form; remove it, or read the case with the Marv that wrote it"
    )]
    UnknownField {
        /// Path of the field.
        field: String,
        /// The version of the form.
        version: &'static str,
    },
    /// A value that JSON has no form for, such as a number that is not finite.
    #[error("case: field {field} cannot be written: {expected}")]
    Unwritable {
        /// Path of the field.
        field: String,
        /// What was expected.
        expected: String,
    },
    /// A word that names no language.
    #[error("{found:?} is no language of the report: expected `da` or `en`")]
    Language {
        /// As given.
        found: String,
    },
    /// A catalogue of messages that is broken: a fault of this build.
    #[error("messages/{file}: {reason}")]
    Catalogue {
        /// The catalogue.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A workbook could not be written: a fault of this build.
    #[error("workbook: {problem}")]
    Workbook {
        /// What the writer said.
        problem: String,
    },
    /// A PDF could not be written: a fault of this build.
    #[error("PDF: {problem}")]
    Pdf {
        /// What the writer said.
        problem: String,
    },
    /// The template engine failed: a fault of this build.
    #[error("report template: {0}")]
    Template(#[from] askama::Error),
}
