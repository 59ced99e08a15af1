//! The keys that the schemes of AML with altered TP53 emit.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Flag},
    key,
};

/// Every key, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "complex_tp53_altered", "Complex karyotype, TP53 altered"),
    key(Category, "complex_tp53_unaltered", "Complex karyotype, TP53 unaltered"),
    key(Category, "not_complex", "No complex karyotype"),
    key(Category, "tp53_monosomal_high_risk", "High risk: TP53 altered and monosomal karyotype"),
    key(Category, "not_tp53_monosomal", "Not both TP53 altered and monosomal karyotype"),
    key(Criterion, "ruecker2012.not_complex", "No complex karyotype without a recurrent rearrangement"),
    key(Criterion, "ruecker2012.altered", "TP53 mutated or lost"),
    key(Criterion, "ruecker2012.unaltered", "TP53 neither mutated nor lost"),
    key(Criterion, "aml_tp53_monosomal.high_risk", "TP53 mutated or lost, with a monosomal karyotype"),
    key(Criterion, "aml_tp53_monosomal.other", "Not both"),
    key(Flag, "tp53_aml.flag.contradictory_inputs", "The inputs contradict each other: check the sources."),
];
