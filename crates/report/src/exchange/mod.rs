//! A case in the forms that other programs read: a table for the meeting, MAF for cohorts, a section for MultiQC, a FHIR
//! bundle for the record. Each is a function of the case; names of columns and codes are those of the form, not of a language.

mod cell;
mod fhir;
mod findings;
mod maf;
mod multiqc;

pub use fhir::fhir;
pub use findings::findings;
pub use maf::maf;
pub use multiqc::multiqc;
