//! The engine: what a scheme may still say when some of its inputs are unknown, exactly.
//!
//! The data's way: [`scheme`] is the rule table; [`worlds`] walks through the completions of the unknown inputs that are
//! consistent under [`laws`]; [`judge`] makes the verdict of what it saw.

mod answers;
pub mod judge;
pub mod laws;
pub mod points;
pub mod scheme;
pub mod worlds;
