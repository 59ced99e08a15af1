//! The genome that the pair comes from: generated at real coordinates, or a file.

mod anchors;
mod coding;
mod composition;
mod genome;

pub use anchors::known_bases;
pub use coding::{Anchor, GeneModel};
pub use genome::GeneratedGenome;
