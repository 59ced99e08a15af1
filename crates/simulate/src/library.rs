//! The library: fragments drawn from molecules, sequenced and aligned.
//!
//! ```text
//! Donor::molecules ─► Molecule ─ fragments ─► sequencer (qualities, errors) ─► placement (CIGAR) ─► ReadRecord
//! ```

mod derivative;
mod molecule;
mod pair;
mod placement;
mod repeats;
mod sample;
mod sequencer;
mod unevenness;

pub(crate) use sample::write_sample;
