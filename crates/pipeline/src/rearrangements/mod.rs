//! Rearrangements of a pair, from the evidence of its regions.
//!
//! The way: `evidence` finds and judges junctions from the store; `cells` says which share of the cells has each, once the
//! purity is known; `genes` says what each does to genes; `case_values` are what a case holds of them, `file` is
//! `structural.vcf.gz`.

mod case_values;
mod cells;
mod evidence;
mod file;
mod genes;

pub(crate) use self::{
    case_values::rearrangement_result,
    cells::set_cell_fractions,
    evidence::{breaks, junctions},
    file::{STRUCTURAL, write_structural},
};
