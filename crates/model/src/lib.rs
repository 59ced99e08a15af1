//! Marv's values: what the stages hand to each other.
//!
//! **Design.** A stage is a function from values to values, so that it can be tested without a file; this crate is the
//! vocabulary of those functions. It has no I/O and no threads, and it names no file format's library. A type enters it
//! only when two crates need it. Three ideas run through it:
//!
//! * *Coordinates are types.* Inside, a place is 0-based and an interval half-open; 1-based numbers exist only where a
//!   value is shown ([`genome::Shown`]) or stored for people ([`case`]).
//! * *Missing is never absent.* A [`finding::Finding`] is present, absent down to a limit of detection, or not assessable.
//! * *A verdict carries its reasons.* See [`verdict`].
//!
//! ```
//! use marv_model::{genome::{Contig, Contigs, Interval}, variant::SmallVariant};
//!
//! let contigs = Contigs::new([Contig::new("chr17", 83_257_441)])?;
//! let chr17 = contigs.id("chr17").unwrap();
//! let r175h = SmallVariant::new(chr17, 7_675_087, "C", "T")?;
//! assert_eq!(contigs.show(&r175h).to_string(), "chr17:7675088 C>T");
//! assert!(Interval::new(chr17, 7_668_420, 7_687_490)?.contains(r175h.locus()));
//! # Ok::<(), marv_model::Error>(())
//! ```

pub mod annotation;
pub mod call;
pub mod case;
pub mod clinical;
pub mod copy_number;
pub mod cytogenetics;
pub mod family;
pub mod finding;
pub mod genome;
pub mod interpretation;
pub mod laboratory;
pub mod oncogenicity;
pub mod predisposition;
pub mod protein;
pub mod read;
pub mod rearrangement;
pub mod sequence;
pub mod structure;
pub mod tandem;
pub mod tp53;
pub mod units;
pub mod variant;
pub mod verdict;
pub mod virtual_karyotype;

mod error;
pub use error::Error;
