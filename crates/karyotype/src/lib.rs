//! ISCN karyotypes and the allelic state of TP53
