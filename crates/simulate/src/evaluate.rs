//! Calls against a truth.
/// x
pub struct Evaluation;
/// x
pub fn evaluate() {}
