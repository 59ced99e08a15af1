//! The rule tables of AML, MDS and their overlaps: cases by hand, laws, the comparison of ICC 2022 with WHO 5.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

mod case;
mod comparison;
mod laws;
mod table;
