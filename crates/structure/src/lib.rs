//! Genome structure of a tumour/normal pair: depth and allele balance become segments, purity and ploidy; breakends
//! become junctions and rearrangements.
//!
//! **Design.** The evidence is gathered in the same pass over the reads as that of small variants ([`sweep`]), region by
//! region, as integer counts and lists that add up to the same value however the genome was cut. Everything after is a
//! function of evidence: no reader, no file.

pub mod copy;
pub mod error;
pub mod evidence;
pub mod junctions;
pub mod sweep;

pub use error::Error;
pub use evidence::{RegionStructure, SampleStructure};
pub use sweep::StructureSweep;
