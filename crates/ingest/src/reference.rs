//! The reference genome: FASTA with its index, plain or blocked gzip; windows of it; and writing one.

mod fai;
mod fasta;
mod writer;

pub use fasta::Reference;
pub(crate) use fasta::with_suffix;
pub use writer::FastaWriter;
