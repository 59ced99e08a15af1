//! The engine: what a scheme may still say when some of its inputs are unknown, exactly.
//!
//! The data's way: [`scheme`] is the rule table; [`decision`] makes of it, once, a [`diagram`] of which answers lead to
//! which row, with what the [`laws`] forbid; [`grounds`] is what is given of a case and what follows; [`reach`] walks through
//! what is then left of the diagram, and [`missing`] asks what would change it; [`judge`] makes the verdict. [`points`] is
//! for schemes that add points instead.
#![allow(rustdoc::private_intra_doc_links)]

pub mod decision;
mod diagram;
mod grounds;
pub mod judge;
pub mod laws;
mod missing;
mod mixed;
pub mod points;
mod reach;
pub mod scheme;
mod twins;
