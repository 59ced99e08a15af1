//! What findings mean: evidence, tiers, treatment, targets of antibodies and cells.
//!
//! **Design.** [`evidence`] is the table: a row is one statement of the literature about one event, with its kind, level,
//! source and date. [`meaning`] takes a case and says what each finding means in its disease, and why it means no more. It
//! works on the case alone, so a stored case can be interpreted again with a newer table.
//!
//! [`store`] is what a department builds from its downloads: gene models, frequencies, ClinVar, a panel of normals, hotspots, CIViC,
//! roles of genes, fusions, evidence of its own.
//!
//! ```
//! let evidence = marv_knowledge::Evidence::embedded();
//! let row = evidence.row("flt3.3").unwrap();
//! assert_eq!(row.drugs, ["gilteritinib"]);
//! assert_eq!(row.source, "Perl, NEJM 2019;381:1728 (ADMIRAL)");
//! ```

mod copies;
mod error;
pub mod evidence;
pub mod family;
mod lesions;
pub mod meaning;
pub mod predisposition;
pub mod quality;
pub mod store;
pub mod trials;

pub use error::Error;
pub use evidence::Evidence;
pub use meaning::interpret;
pub use quality::gates;
pub use store::{Knowledge, KnownAllele};
pub use trials::Trials;

/// Whether a text is a day of the calendar as `YYYY-MM-DD`, the one form of a date in manifests and tables.
///
/// ```
/// assert!(marv_knowledge::is_day("2024-02-29"));
/// assert!(!marv_knowledge::is_day("2023-02-29") && !marv_knowledge::is_day("29-02-2024") && !marv_knowledge::is_day("20240229"));
/// ```
pub fn is_day(text: &str) -> bool {
    text.len() == "YYYY-MM-DD".len() && text.parse::<jiff::civil::Date>().is_ok()
}
