//! ISCN karyotypes and the allelic state of TP53

pub mod karyotype;
pub mod read;
pub mod tp53;
mod write;

pub use karyotype::Karyotype;
pub use read::{Fidelity, Reading, Warning, WarningKind};
