//! How well each explanation of a candidate fits what both samples show.
//!
//! [`errors`] says how often a read shows what is not there; [`sample`] turns one sample's observations into a function
//! of the allele's fraction; [`spectrum`] says which fractions are
//! common; [`explain`] puts the two samples together under each explanation.

pub(crate) mod errors;
pub(crate) mod explain;
pub(crate) mod sample;
pub(crate) mod spectrum;
