//! One variant on one transcript: the edit, its place, what it does to the coding sequence and to the protein.

pub(crate) mod coding;
pub(crate) mod codon;
pub(crate) mod edit;
pub(crate) mod place;
pub(crate) mod protein;
pub(crate) mod splice;
