//! Rearrangements of a pair, from the evidence of its regions.
//!
//! The way: `evidence` finds and judges junctions from the store, `unbroken` counts what crosses places unbroken and says how
//! small a junction could be and still have been seen; `cells` says which share of the cells has each, once the
//! purity is known; `genes` says what each does to genes; `case_values` are what a case holds of them, `file` is
//! `structural.vcf.gz`.

mod case_values;
mod cells;
mod evidence;
mod file;
mod genes;
#[cfg(test)]
#[allow(clippy::unwrap_used)] // the helpers of a test are tests
pub(crate) mod made;
mod unbroken;

pub(crate) use self::{
    case_values::rearrangement_result,
    cells::{carriers, set_cell_fractions},
    evidence::{Measured, breaks, junctions},
    file::{STRUCTURAL, write_structural},
    genes::{Models, chromosome},
    unbroken::{Asked, Reach, Stretch},
};
