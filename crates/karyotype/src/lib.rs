//! ISCN karyotypes and the allelic state of TP53

pub mod tp53;
