//! A case as a person reads it: one HTML file, or a summary for the terminal, in Danish and in English.
//!
//! **Design.** A report is a function of [`marv_model::case::Case`] and a [`Language`] and of nothing else: no clock, no file, no setting.
//! The way through the crate is `stored` (JSON ↔ case) → `view` (case → what a page shows, in words) → `html` or `text`.
//! No sentence is in code: all are in the catalogues under `messages/`, one file a language, and a key that neither
//! knows is shown as it stands, because a finding must never vanish for want of a translation.
//!
//! ```
//! use marv_report::{Language, has_message};
//!
//! assert_eq!("da".parse::<Language>()?, Language::Danish);
//! assert!(has_message("item", "copy_number"));
//! # Ok::<(), marv_report::Error>(())
//! ```

mod argument;
mod changes;
mod error;
mod exchange;
mod genome_figure;
mod hidden;
mod html;
mod karyotype_text;
mod language;
mod messages;
#[cfg(feature = "pdf")]
mod pdf;
mod stored;
mod text;
mod view;

pub use argument::explain;
pub use changes::{Change, Changes, changes};
pub use error::Error;
pub use exchange::{StudyFile, cbioportal, fhir, findings, junctions, maf, multiqc, scout, tiers, workbook};
pub use genome_figure::genome_figure;
pub use html::html;
pub use karyotype_text::karyotype_text;
pub use language::Language;
pub use messages::has_message;
#[cfg(feature = "pdf")]
pub use pdf::pdf;
pub use stored::{SCHEMA_ID, read, schema, write};
pub use text::text;
