//! Alignment files: what a BAM or CRAM is, whether it fits the reference, its reads region by region, and writing one.
//!
//! ```text
//! path ─ AlignmentFile::open ─► header, index ─ bind(reference's contigs) ─► BoundAlignment ─ reader() ─► RegionReader ─ scan(region) ─► sinks
//! ```

mod bam;
mod bind;
pub(crate) mod cram;
mod delivery;
mod file;
mod floor;
mod header;
mod index;
mod pair;
mod place;
mod record;
mod scan;
mod writer;

pub use bind::BoundAlignment;
pub use file::{AlignmentFile, AlignmentFormat, AlignmentOptions, CramDecoder};
pub use floor::DecodeFloor;
pub use header::{AlignmentHeader, ReadGroup, SortOrder};
pub use pair::{PairOptions, check_pair};
pub use scan::{RegionReader, ScanSummary};
pub use writer::BamWriter;

use std::fmt;

/// Something a user should know, that does not stop the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// One sentence, without civil registration numbers.
    pub message: String,
}

impl Warning {
    pub(crate) fn new(message: impl AsRef<str>) -> Self {
        Self { message: crate::privacy::redact(message.as_ref()).into_owned() }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
