//! The scores: cases by hand, brute force over completions, and rows of a table.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod completions;
mod every_scheme;
mod inputs;
mod ipssm_completions;
mod rows;
mod table;
