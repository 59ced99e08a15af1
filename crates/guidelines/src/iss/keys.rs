//! The keys that ISS, R-ISS and R2-ISS emit.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Score},
    key,
};

/// Every key of the three, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "iss.i", "Stage I"),
    key(Category, "iss.ii", "Stage II"),
    key(Category, "iss.iii", "Stage III"),
    key(Category, "r_iss.i", "Stage I"),
    key(Category, "r_iss.ii", "Stage II"),
    key(Category, "r_iss.iii", "Stage III"),
    key(Category, "r2_iss.low", "I, low risk"),
    key(Category, "r2_iss.low_intermediate", "II, low-intermediate risk"),
    key(Category, "r2_iss.intermediate_high", "III, intermediate-high risk"),
    key(Category, "r2_iss.high", "IV, high risk"),
    key(Criterion, "iss.iii", "Beta-2 microglobulin of 5.5 mg/L or more"),
    key(Criterion, "iss.i", "Beta-2 microglobulin below 3.5 mg/L and albumin of 35 g/L or more"),
    key(Criterion, "iss.ii", "Neither of these"),
    key(Criterion, "r_iss.iii", "ISS III with del(17p), t(4;14), t(14;16) or a high LDH"),
    key(Criterion, "r_iss.i", "ISS I without del(17p), t(4;14) and t(14;16), LDH normal"),
    key(Criterion, "r_iss.ii", "Neither of these"),
    key(Criterion, "r2_iss.stage", "ISS II or III"),
    key(Criterion, "r2_iss.deletion_17p", "del(17p)"),
    key(Criterion, "r2_iss.ldh", "LDH above the upper limit of normal"),
    key(Criterion, "r2_iss.igh_nsd2", "t(4;14)"),
    key(Criterion, "r2_iss.gain_1q", "Gain or amplification of 1q"),
    key(Score, "r2_iss.score", "R2-ISS, points"),
];
