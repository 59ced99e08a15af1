//! What a scheme may ask of a case: markers of single genes, cytogenetic lesions and counts, numbers and history.

mod answer;
mod known;
mod level;
mod marker;
mod question;

pub(crate) use answer::{measured, named};
pub(crate) use level::{Cut, grouped};
pub(crate) use question::{cytogenetic_laws, laws_of_order};

pub use known::Profile;
pub use marker::{Marker, MarkerEvidence, MarkerFinding};
pub use question::{Asked, Hundredths, Percent, Tp53Rule};
