//! Writing variants: our own calls, and other files' records with INFO fields added.

mod append;
mod bcf;
mod calls;
mod junctions;
mod meta;
mod sink;
mod text;

pub use append::{Appended, annotate_file};
pub use calls::{CallExtra, CallHeader, CallWriter};
pub use junctions::{JunctionExtra, junction_id, write_junctions};
