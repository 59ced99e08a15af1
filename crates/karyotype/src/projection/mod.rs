//! How many copies of each stretch of a chromosome a clone has, as far as the notation tells.
//!
//! A chromosome is a line: its short arm from −100 to −10, its long arm from 10 to 100, a band at its own number (17p13.1 at
//! −13.1, 5q31 at 31), since band numbers grow away from the centromere. An item adds the pieces that it keeps and takes
//! away the normal chromosomes in whose place it stands: `maker` makes the pieces, `copies` adds them up for the lesions
//! that guidelines ask for, `bands` for every band of `cytobands`.

mod bands;
mod copies;
mod cytobands;
mod maker;

pub(crate) use bands::bands_in_any_cell;
pub use bands::{BandCopies, BandJunction, CloneBands, bands};
pub(crate) use copies::Projection;
pub use cytobands::{Band, Resolution, band_at, table};
pub(crate) use maker::BreakIn17p13;

/// Where a chromosome ends.
const END: f64 = 100.0;
/// Where the arms begin.
pub(crate) const CENTROMERE: f64 = 10.0;
