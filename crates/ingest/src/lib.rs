//! Files to values: BAM, CRAM, FASTA, BED; VCF and BCF; what a file is and what is wrong with it.

pub mod alignment;
pub mod doctor;
pub mod error;
pub mod privacy;
pub mod reference;
pub mod regions;
pub mod segments;
pub mod table;
pub mod variants;

mod bgzf;
mod output;

pub use error::Error;
