//! ISCN karyotypes and the allelic state of TP53.
//!
//! **Design.** A karyotype is a sentence, and it is understood in steps that can each be looked at: [`read`] makes the
//! sentence a [`Karyotype`] and says what it had to repair or could not read; [`clones`] replaces `idem`, `sl` and `sdl` by
//! what they refer to and leaves out what is not clonal; [`count`](mod@count) counts, under a named scheme; [`projection`]
//! says how many copies of each band are left; [`mod@cytogenetics`] says which of the lesions that guidelines ask for are
//! there, and [`groups`] what scoring systems make of the whole; [`compare`] sets it beside a genome, and
//! [`mod@virtual_karyotype`] writes the one that a genome implies; [`batch`] makes rows of a table. A string that was read only in part never excludes
//! what the part that was not read may hold.
//!
//! ```
//! use marv_karyotype::Karyotype;
//! use marv_model::{cytogenetics::Lesion, finding::Status};
//!
//! let findings = Karyotype::read("45,XX,-7[12]/46,idem,+8[3]/46,XX[5]").cytogenetics();
//! assert_eq!(findings.status(Lesion::Monosomy7), Status::Present);
//! assert_eq!(findings.status(Lesion::ComplexKaryotype), Status::Absent);
//!
//! // Cut off in the middle: what was seen is there, the rest is open.
//! let findings = Karyotype::read("45,XX,-7,del(5)(q13q3").cytogenetics();
//! assert_eq!(findings.status(Lesion::ComplexKaryotype), Status::Unknown);
//! ```

pub mod batch;
pub mod clones;
pub mod compare;
mod complex;
pub mod count;
pub mod cytogenetics;
pub mod groups;
pub mod in_situ;
pub mod karyotype;
mod keys;
mod monosomal;
pub mod projection;
pub mod read;
pub mod tp53;
pub mod virtual_karyotype;
mod write;

pub use complex::{ComplexDefinition, Complexity};
pub use count::{CountScheme, Counted, CountedItem};
pub use cytogenetics::{abnormalities, cytogenetics};
pub use karyotype::Karyotype;
pub use keys::KEYS;
pub use monosomal::{MonosomalEvidence, MonosomalPolicy};
pub use read::{Fidelity, Reading, Warning, WarningKind};
