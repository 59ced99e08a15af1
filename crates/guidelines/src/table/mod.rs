//! A table of patients, row by row: columns in, columns out, without any file.
//!
//! A row is a map from column to text. What it lacks, or holds a missing-value word in, is unknown, never absent. What
//! cannot be is refused by its column, all such columns of the row at once; the caller goes on with the other rows.
//!
//! [`ipssm_row`] takes the columns of the IPSS-M authors and [`ipssr_row`] those of the IPSS-R calculators;
//! [`profile_from_row`] takes markers, lesions, measures and circumstances by name, for every scheme; [`answer`] chooses.
//!
//! ```
//! use marv_guidelines::table::{Karyotype, Row, TableOptions, ipssr_row};
//!
//! let row: Row = [("AGE", "64"), ("HB", "7.6"), ("PLT", "119"), ("ANC", "0.2"), ("BM_BLAST", "14"), ("CYTO", "Good")]
//!     .into_iter()
//!     .map(|(column, text)| (column.to_owned(), text.to_owned()))
//!     .collect();
//! let answer = ipssr_row(&row, &TableOptions::default(), &Karyotype::default())?;
//! assert_eq!(answer.get("IPSSR_SCORE"), Some("6"));
//! assert_eq!(answer.get("IPSSRA_SCORE"), Some("5.88"));
//! # Ok::<(), marv_guidelines::table::RowErrors>(())
//! ```

mod columns;
mod ipssm;
mod ipssr;
mod profile;
mod read;
mod verdict;

use std::collections::BTreeMap;

use marv_model::{
    case::Disease,
    cytogenetics::{CytogeneticFindings, KaryotypeGroups},
};

pub use columns::{scheme_of_word, unrecognised};
pub use ipssm::{IPSSM_COLUMNS, ipssm_inputs, ipssm_row};
pub use ipssr::{IPSSR_COLUMNS, ipssr_row};
pub use profile::profile_from_row;
pub use verdict::verdict_columns;

use crate::{Choices, Listed, UnknownChoice, profile::Profile};

/// A row: column to text.
pub type Row = BTreeMap<String, String>;

/// The unit of a column of haemoglobin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HaemoglobinUnit {
    /// As the scores are published.
    #[default]
    GramsPerDecilitre,
    /// As Danish laboratories report; converted by 1.6114.
    MillimolesPerLitre,
}

/// How a table is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableOptions {
    /// Of the haemoglobin column. Never guessed: 9.4 may be either.
    pub haemoglobin: HaemoglobinUnit,
    /// The disease of the rows whose `disease` column does not say.
    pub disease: Disease,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self { haemoglobin: HaemoglobinUnit::default(), disease: Disease::Unspecified }
    }
}

/// What the caller read from the row's karyotype. Columns of the table that say something themselves go before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Karyotype {
    /// The lesions.
    pub findings: CytogeneticFindings,
    /// The groups and counts.
    pub groups: KaryotypeGroups,
}

/// What a row is answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowAnswer {
    /// Column and text, in the order of the output.
    pub columns: Vec<(String, String)>,
    /// What is odd of the row and was used all the same.
    pub warnings: Vec<String>,
}

impl RowAnswer {
    /// The text of a column.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.columns.iter().find(|(name, _)| name == column).map(|(_, text)| text.as_str())
    }
}

/// A value that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Where it stands.
    pub column: String,
    /// As it stands.
    pub value: String,
    /// What would have been read.
    pub expected: String,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "column {}: {:?}; expected {}", self.column, self.value, self.expected)
    }
}

/// Every value of a row that cannot be; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowErrors(pub Vec<RowError>);

impl std::fmt::Display for RowErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&all.join("; "))
    }
}

impl std::error::Error for RowErrors {}

/// What a scheme says of a row: IPSS-M and IPSS-R from their own columns, the others from a profile. Under its documented defaults.
pub fn answer(
    scheme: &Listed,
    row: &Row,
    options: &TableOptions,
    karyotype: &Karyotype,
) -> Result<RowAnswer, RowErrors> {
    answer_by(scheme, row, options, karyotype, &Choices::default())
}

/// As [`answer`], under choices that [`choices_fit`].
pub fn answer_by(
    scheme: &Listed,
    row: &Row,
    options: &TableOptions,
    karyotype: &Karyotype,
    choices: &Choices,
) -> Result<RowAnswer, RowErrors> {
    match scheme.id {
        "ipssm" => ipssm_row(row, options, karyotype),
        "ipssr" | "ipssra" => ipssr_row(row, options, karyotype),
        _ => {
            let disease = match (options.disease, scheme.diseases.first()) {
                (Disease::Unspecified, Some(disease)) => *disease,
                (stated, _) => stated,
            };
            let options = TableOptions { disease, ..*options };
            let profile = profile_from_row(row, &options, &karyotype.findings, &karyotype.groups)?;
            let verdict = scheme.judged_by(&profile, choices).map_err(refused)?;
            Ok(RowAnswer { columns: verdict_columns(&verdict), warnings: Vec::new() })
        }
    }
}

fn refused(unknown: UnknownChoice) -> RowErrors {
    let UnknownChoice { option, value, expected } = unknown;
    RowErrors(vec![RowError { column: format!("policy {option}"), value, expected: expected.join(", ") }])
}

/// Whether a table can be answered under these choices. Tables of IPSS-M and IPSS-R hold the authors' own columns, which no choice
/// changes.
///
/// # Errors
/// A choice that the scheme does not have.
pub fn choices_fit(scheme: &Listed, choices: &Choices) -> Result<(), UnknownChoice> {
    if matches!(scheme.id, "ipssm" | "ipssr" | "ipssra") {
        return choices.reader().done(());
    }
    scheme.judged_by(&Profile::unknown(), choices).map(|_| ())
}
