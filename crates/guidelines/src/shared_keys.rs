//! The keys that lymphoid schemes, CML and MPN share.

use crate::keys::{
    Key,
    KeyKind::{Datum, Flag, Reason},
    key,
};

/// Every key, by kind.
pub(crate) const KEYS: &[Key] = &[
    key(Reason, "other_indication", "The scheme is for another indication"),
    key(Flag, "contradictory_inputs", "The inputs contradict each other. Check the sources"),
    key(
        Flag,
        "limit_too_high",
        "No mutation was detected in a gene whose limit of detection is higher than the choice in force allows; it counts as unknown",
    ),
    key(Datum, "b_lineage", "B lineage"),
    key(Datum, "t_lineage", "T lineage"),
];
