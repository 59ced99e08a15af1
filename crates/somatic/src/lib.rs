//! Small variants of a tumour/normal pair: reads become evidence ([`sweep`]), sums of evidence become learned values
//! ([`learn`]), and both become calls with posterior, filters and ledger ([`decide`]).
//!
//! **Design.** Almost every base of a read agrees with the reference, so the sweep is driven by differences: it compares
//! sixteen bases at a time, notes what differs, keeps depth by its changes, and looks at the agreeing reads again only at
//! loci that earn it. What it yields is a value with a stored form; nothing later touches a read. Everything learned is
//! a function of integer sums, so that no result depends on how the genome was cut, nor on the number of threads.
//!
//! The model is one question asked of both samples at once: which explanation makes these observations most probable? A
//! somatic allele, of which the normal holds as much as it holds tumour; an inherited one, either copy of which the
//! tumour may have lost; an error of one strand, of one orientation, of the site, of single reads. Nothing is subtracted
//! and nothing dropped: filters flag, and the ledger says why.
//!
//! ```
//! use marv_somatic::{Learned, PairStatistics, SomaticConfig, limit_of_detection};
//!
//! let config = SomaticConfig::default();
//! let learned = Learned::fit(&PairStatistics::default(), &config);
//! let at_80 = limit_of_detection(80, &learned, &config).unwrap();
//! assert!(at_80.get() < 0.2);
//! assert_eq!(limit_of_detection(3, &learned, &config), None);
//! ```

pub mod background;
pub mod config;
pub mod error;
pub mod evidence;
pub mod learn;
pub mod statistics;
pub mod sweep;

mod assembly;
mod context;
mod decide;
mod filters;
mod likelihood;
mod maths;
mod tandem;

pub use background::{Background, Known};
pub use config::{SomaticConfig, SweepConfig, Thresholds};
pub use decide::{decide, decide_with, limit_of_detection, set_aside};
pub use error::Error;
pub use evidence::{GermlineSite, PanelDepth, RegionEvidence};
pub use filters::value_of;
pub use learn::{CandidateSums, Carried, Learned};
pub use likelihood::{errors::ErrorModel, explain::ContaminationPrior};
pub use statistics::{ContaminationBin, PairStatistics};
pub use sweep::{ForcedAllele, PairSweep, PanelInterval, SampleSweep, SweepTask};
