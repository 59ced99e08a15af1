//! Files of small variants: reading every caller's, and writing our own.
//!
//! **Design.** One reader turns any VCF or BCF file into [`GenericRecord`]s whose text is kept as it stands. What the
//! fields mean is the dialect of a [`Caller`], and only [`read_supplied`] knows dialects: it gives each allele on its own, in
//! one spelling, with what its caller counted. A line that cannot be read ends the reading; what is odd, and what is not a
//! small variant, is counted and told.

mod bcf;
mod caller;
mod counts;
pub(crate) mod header;
pub(crate) mod input;
mod normalise;
mod notice;
mod reader;
mod record;
mod roles;
pub(crate) mod supplied;
mod write;

pub use caller::Caller;
pub use counts::CallerCounts;
pub use header::{Declaration, DeclaredContig, VariantHeader};
pub use input::{Compression, MAX_LINE};
pub use normalise::{Normalised, normalise};
pub use notice::{Notice, Notices};
pub use reader::VariantReader;
pub use record::GenericRecord;
pub use roles::{Roles, SampleNames};
pub use supplied::{MAX_ALLELE, SuppliedTally, SuppliedVariant, SuppliedVariants, read_supplied};
pub use write::{
    Appended, CallExtra, CallHeader, CallWriter, JunctionExtra, annotate_file, junction_id, write_junctions,
};
