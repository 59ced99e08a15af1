//! Files to values: BAM, CRAM, FASTA, BED; VCF and BCF; what a file is and what is wrong with it.

pub mod error;
pub mod variants;
pub use error::Error;
