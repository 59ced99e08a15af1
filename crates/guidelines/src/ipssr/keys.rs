//! The keys that IPSS-R and IPSS-RA emit.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Score},
    key,
};

/// Every key of both, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "ipssr.very_low", "Very low"),
    key(Category, "ipssr.low", "Low"),
    key(Category, "ipssr.intermediate", "Intermediate"),
    key(Category, "ipssr.high", "High"),
    key(Category, "ipssr.very_high", "Very high"),
    key(Category, "ipssra.very_low", "Very low"),
    key(Category, "ipssra.low", "Low"),
    key(Category, "ipssra.intermediate", "Intermediate"),
    key(Category, "ipssra.high", "High"),
    key(Category, "ipssra.very_high", "Very high"),
    key(Criterion, "ipssr.cytogenetics", "Cytogenetic group of IPSS-R other than very good"),
    key(Criterion, "ipssr.blasts", "Marrow blasts above 2 %"),
    key(Criterion, "ipssr.haemoglobin", "Haemoglobin below 10 g/dL"),
    key(Criterion, "ipssr.platelets", "Platelets below 100 x 10^9/L"),
    key(Criterion, "ipssr.neutrophils", "Neutrophils below 0.8 x 10^9/L"),
    key(Criterion, "ipssra.age", "Age above 70 years"),
    key(Score, "ipssr.score", "IPSS-R score"),
    key(Score, "ipssra.score", "IPSS-RA score, adjusted for age"),
];
