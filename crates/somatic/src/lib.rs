//! Small variants of a tumour/normal pair: evidence, likelihoods, posterior, filters.

pub mod config;
pub mod error;
pub mod evidence;
pub mod statistics;
pub mod sweep;

mod likelihood;
mod maths;

pub use config::SweepConfig;
pub use error::Error;
pub use evidence::RegionEvidence;
pub use statistics::PairStatistics;
