//! A case in the forms that other programs read: a table and a workbook for the meeting, MAF and a study of cBioPortal for
//! cohorts, a section for MultiQC, a FHIR bundle for the record, a load file for Scout. Each is a function of the case; names of columns and codes are those of the form, not of a language.

mod cbioportal;
mod cell;
mod fhir;
mod findings;
mod maf;
mod multiqc;
mod scout;
mod sheets;
mod tiers;
mod workbook;

pub use cbioportal::{StudyFile, cbioportal};
pub use fhir::fhir;
pub use findings::findings;
pub use maf::maf;
pub use multiqc::multiqc;
pub use scout::scout;
pub use tiers::{junctions, tiers};
pub use workbook::workbook;
