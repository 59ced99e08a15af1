//! The keys that ELN 2024 (less intensive) emits.

use crate::keys::{
    Key,
    KeyKind::{Criterion, Flag, Policy, Reason},
    key,
};

/// Every key, by kind.
pub const KEYS: &[Key] = &[
    key(Criterion, "eln2024_less_intensive.scope.apl", "Acute promyelocytic leukaemia: rearrangement of RARA"),
    key(
        Criterion,
        "eln2024_less_intensive.scope.prior_hypomethylating",
        "Earlier treatment with a hypomethylating agent",
    ),
    key(Criterion, "eln2024_less_intensive.adverse.tp53", "TP53 mutated"),
    key(Criterion, "eln2024_less_intensive.favorable.idh1", "IDH1 mutated, TP53 wild type"),
    key(Criterion, "eln2024_less_intensive.favorable.ddx41", "DDX41 mutated"),
    key(Criterion, "eln2024_less_intensive.intermediate.signalling", "FLT3-ITD, NRAS or KRAS mutated"),
    key(Criterion, "eln2024_less_intensive.favorable.npm1", "NPM1 mutated without FLT3-ITD, NRAS, KRAS and TP53"),
    key(Criterion, "eln2024_less_intensive.favorable.idh2", "IDH2 mutated without FLT3-ITD, NRAS, KRAS and TP53"),
    key(
        Criterion,
        "eln2024_less_intensive.favorable.other",
        "Other abnormalities without FLT3-ITD, NRAS, KRAS and TP53",
    ),
    key(
        Flag,
        "eln2024_less_intensive.flag.less_intensive_treatment",
        "The table is for adults whose first treatment is a hypomethylating agent with venetoclax or ivosidenib.",
    ),
    key(
        Flag,
        "eln2024_less_intensive.flag.contradictory_inputs",
        "The inputs contradict each other: check the sources.",
    ),
    key(
        Flag,
        "eln2024_less_intensive.flag.idh1_ivosidenib",
        "IDH1: the favourable group applies to azacitidine with ivosidenib.",
    ),
    key(
        Flag,
        "eln2024_less_intensive.flag.ddx41_germline",
        "DDX41: an allele fraction near one half suggests a germline variant.",
    ),
    key(Reason, "after_hypomethylating", "the table is not for patients who had a hypomethylating agent"),
    key(Policy, "tp53_allele_fraction", "The allele fraction from which TP53 counts"),
];
