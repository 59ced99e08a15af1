//! ISS, R-ISS and R2-ISS: stages of newly diagnosed multiple myeloma.
//!
//! Sources: JCO 2005;23:3412 (doi 10.1200/JCO.2005.04.242), JCO 2015;33:2863 (doi 10.1200/JCO.2015.61.2267), JCO
//! 2022;40:3406 (doi 10.1200/JCO.21.02614). ISS and R-ISS were checked against thehematologist.org and the ESMO-derived
//! criteria of BMJ Best Practice; R2-ISS against the Danish registry's published code. The share of plasma cells with
//! del(17p) from which it counts is the laboratory's to set: the papers leave it to each centre.

mod keys;
mod r2;
mod stages;

pub use keys::KEYS;
pub use r2::r2_iss;
pub use stages::{iss, r_iss};
