//! The allelic state of TP53 under each guideline's definition, three-valued.
//!
//! What is known of mutations and of the locus goes in; under each definition the states that some completion of the
//! unknown inputs reaches come out, with the argument and with what would decide.

mod assess;
mod definitions;
mod locus;

pub use assess::assess;
pub use definitions::{Allele, Definition};
pub use locus::{LocusPolicy, combined, locus_from_cytogenetics, locus_from_segments};
