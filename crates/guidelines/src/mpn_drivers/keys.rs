//! The keys that the MPN scheme emits.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag, Reason},
    key,
};

/// Every key of them, by kind.
pub const KEYS: &[Key] = &[
    key(
        Category,
        "mpn_drivers.tyrosine_kinase_fusion",
        "Consistent with myeloid/lymphoid neoplasm with eosinophilia and tyrosine kinase gene fusion",
    ),
    key(Category, "mpn_drivers.jak2_v617f", "JAK2 V617F"),
    key(Category, "mpn_drivers.jak2_exon12", "JAK2 exon 12"),
    key(Category, "mpn_drivers.calr_type1", "CALR type 1 or like it"),
    key(Category, "mpn_drivers.calr_other", "CALR type 2 or other"),
    key(Category, "mpn_drivers.mpl", "MPL"),
    key(Category, "mpn_drivers.triple_negative", "Triple-negative"),
    key(Criterion, "mpn_drivers.bcr_abl1", "BCR::ABL1"),
    key(Criterion, "mpn_drivers.tyrosine_kinase_fusion", "Fusion of PDGFRA, PDGFRB, FGFR1, JAK2, FLT3 or ETV6::ABL1"),
    key(Criterion, "mpn_drivers.jak2_v617f", "JAK2 V617F"),
    key(Criterion, "mpn_drivers.jak2_exon12", "JAK2 exon 12 mutation"),
    key(Criterion, "mpn_drivers.calr_type1", "CALR type 1 (52-bp deletion) or like it"),
    key(Criterion, "mpn_drivers.calr_other", "CALR type 2 (5-bp insertion), like it, or another frameshift"),
    key(Criterion, "mpn_drivers.mpl", "MPL W515 or S505N"),
    key(Criterion, "mpn_drivers.triple_negative", "Neither JAK2, CALR nor MPL mutated"),
    key(
        Flag,
        "mpn_drivers.flag.several_drivers",
        "Several driver mutations are present: the first in the order of the table decides",
    ),
    key(Flag, "mpn_drivers.flag.eosinophilia", "Eosinophilia with a tyrosine kinase fusion"),
    key(Flag, "mpn_drivers.flag.eosinophilia_without_fusion", "Eosinophilia without a tyrosine kinase fusion"),
    key(
        Flag,
        "mpn_drivers.flag.low_burden_not_excluded",
        "Triple-negative holds down to the limits of detection only: JAK2 V617F of low burden (to about 1%) is not excluded",
    ),
    key(Reason, "bcr_abl1", "BCR::ABL1 is present: chronic myeloid leukaemia"),
];
