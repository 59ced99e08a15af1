//! What a scheme may ask of a case: markers of single genes, and cytogenetic lesions.

mod aml;
mod marker;
mod question;

pub(crate) use question::cytogenetic_laws;

pub use aml::AmlProfile;
pub use marker::{Marker, MarkerEvidence, MarkerFinding};
pub use question::{Asked, Percent};
