//! Files to values: BAM, CRAM, FASTA, BED; VCF and BCF; what a file is and what is wrong with it.
//!
//! **Design.** A scan *pushes*: it hands each record, borrowed, to every [`marv_model::read::ReadSink`] of a region, so that
//! one decoding feeds all analyses and no record is copied that nobody keeps. A file is checked at the door (whole,
//! sorted, its index its own, its contigs the reference's), and behind the door every number is the reference's. No type
//! of a file format's library is in a public function. Every fault is an [`Error`] that says which file, where, what was
//! expected and what to do; it never repeats a civil registration number.
//!
//! ```no_run
//! use marv_ingest::{alignment::{AlignmentFile, AlignmentOptions}, reference::Reference, regions::shards};
//! use marv_model::read::{ReadSink, ReadView};
//!
//! struct Count(u64);
//! impl ReadSink for Count {
//!     fn accept(&mut self, read: &ReadView<'_>) {
//!         self.0 += u64::from(!read.flags.is_duplicate());
//!     }
//! }
//!
//! let reference = Reference::open("GRCh38.fa.gz")?;
//! let options = AlignmentOptions { reference: Some("GRCh38.fa.gz".into()), ..AlignmentOptions::default() };
//! let tumour = AlignmentFile::open("tumour.cram", &options)?.bind(reference.contigs())?;
//! let mut reader = tumour.reader()?; // one a thread
//! let mut count = Count(0);
//! for region in shards(reference.contigs(), 1_000_000, None) {
//!     reader.scan(region, &mut [&mut count])?;
//! }
//! # Ok::<(), marv_ingest::Error>(())
//! ```

pub mod alignment;
pub mod doctor;
pub mod error;
pub mod junction_panel;
pub mod junctions;
pub mod output;
pub mod pedigree;
pub mod privacy;
pub mod reference;
pub mod regions;
pub mod segments;
pub mod table;
pub mod variants;

mod bgzf;

pub use error::Error;
