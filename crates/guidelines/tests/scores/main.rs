//! The scores: cases by hand, brute force over completions, rows of a table, and speed of one case.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod completions;
mod inputs;
mod ipssm_completions;
mod rows;
mod table;
