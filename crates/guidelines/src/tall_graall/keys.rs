//! The keys that GRAALL emits.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag},
    key,
};

/// Every key of them, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "tall_graall.low", "Low genetic risk"),
    key(Category, "tall_graall.high", "High genetic risk"),
    key(Criterion, "tall_graall.nras", "NRAS mutation"),
    key(Criterion, "tall_graall.kras", "KRAS mutation"),
    key(Criterion, "tall_graall.pten_mutation", "PTEN mutation"),
    key(Criterion, "tall_graall.pten_loss", "Loss of PTEN"),
    key(Criterion, "tall_graall.notch1", "NOTCH1 mutation without alteration of RAS or PTEN"),
    key(Criterion, "tall_graall.fbxw7", "FBXW7 mutation without alteration of RAS or PTEN"),
    key(Criterion, "tall_graall.unmutated", "NOTCH1 and FBXW7 not mutated"),
    key(Flag, "tall_graall.flag.early_t_precursor", "Early T-cell precursor by immunophenotype"),
    key(
        Flag,
        "tall_graall.flag.immunophenotype_not_stated",
        "Whether it is an early T-cell precursor is not stated; immunophenotype decides",
    ),
    key(
        Flag,
        "tall_graall.flag.minimal_residual_disease",
        "Measurable residual disease and white cell count are part of the risk, and not of this table",
    ),
];
