//! The keys that IMS/IMWG 2025 emits.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag, Policy},
    key,
};

/// Every key of them, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "ims_imwg2025.standard", "Standard risk"),
    key(Category, "ims_imwg2025.high", "High risk"),
    key(Criterion, "ims_imwg2025.deletion_17p", "Del(17p) above the cut-off (about 20% of the plasma cells)"),
    key(Criterion, "ims_imwg2025.tp53", "TP53 mutation"),
    key(Criterion, "ims_imwg2025.t_4_14", "T(4;14) with 1q gain and/or del(1p32)"),
    key(Criterion, "ims_imwg2025.t_14_16", "T(14;16) with 1q gain and/or del(1p32)"),
    key(Criterion, "ims_imwg2025.t_14_20", "T(14;20) with 1q gain and/or del(1p32)"),
    key(Criterion, "ims_imwg2025.biallelic_1p32", "Biallelic del(1p32)"),
    key(Criterion, "ims_imwg2025.deletion_1p32_gain_1q", "Del(1p32) with 1q gain"),
    key(Criterion, "ims_imwg2025.microglobulin", "Β2-microglobulin of 5.5 mg/L or more with normal creatinine"),
    key(Criterion, "ims_imwg2025.none", "None of the criteria"),
    key(
        Flag,
        "ims_imwg2025.flag.multiple_myeloma",
        "The definition is for newly diagnosed multiple myeloma, not for MGUS or smouldering disease",
    ),
    key(
        Flag,
        "ims_imwg2025.flag.deletion_17p_fraction_unknown",
        "Del(17p) is present; in how many plasma cells is not stated, and the cut-off of 20% decides",
    ),
    key(
        Flag,
        "ims_imwg2025.flag.deletion_17p_below_cut_off",
        "Del(17p) is present in fewer plasma cells than the cut-off",
    ),
    key(
        Flag,
        "ims_imwg2025.flag.deletion_17p_at_cut_off",
        "Del(17p) is in exactly 20% of the plasma cells: the paper prints above 20%, it is also quoted as 20% or more; see the choice in force",
    ),
    key(
        Flag,
        "ims_imwg2025.flag.selected_plasma_cells",
        "Standard risk rests on negative findings, which need enough plasma cells in what was examined (selected cells, or sequencing of sufficient purity)",
    ),
    key(Policy, "deletion_17p_cut_off", "Share of plasma cells above which del(17p) counts"),
];
