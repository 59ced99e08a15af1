//! Lymphoid schemes, CML and MPN: cases written by hand from the published rules, and laws against brute force.
#![allow(clippy::unwrap_used, clippy::panic)]

mod drugs;
mod inputs;
mod laws;
mod oracle;
mod table;
