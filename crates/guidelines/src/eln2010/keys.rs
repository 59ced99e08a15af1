//! The keys that ELN 2010 emits.

use crate::keys::{
    Key,
    KeyKind::{Criterion, Flag},
    key,
};

/// Every key, by kind.
pub const KEYS: &[Key] = &[
    key(Criterion, "eln2010.adverse.dek_nup214", "t(6;9): DEK::NUP214"),
    key(Criterion, "eln2010.adverse.kmt2a_other", "KMT2A rearranged, other than t(9;11)"),
    key(Criterion, "eln2010.adverse.mecom_inv3", "inv(3) or t(3;3): GATA2, MECOM"),
    key(Criterion, "eln2010.adverse.loss_5q", "Monosomy 5 or loss of 5q"),
    key(Criterion, "eln2010.adverse.monosomy_7", "Monosomy 7"),
    key(Criterion, "eln2010.adverse.abnormal_17p", "Monosomy 17 or abnormality of 17p"),
    key(
        Criterion,
        "eln2010.adverse.complex_karyotype",
        "Complex karyotype: three or more unrelated abnormalities, none of them class-defining",
    ),
    key(Criterion, "eln2010.scope.apl", "Acute promyelocytic leukaemia: rearrangement of RARA"),
    key(Criterion, "eln2010.favorable.runx1_runx1t1", "t(8;21): RUNX1::RUNX1T1"),
    key(Criterion, "eln2010.favorable.cbfb_myh11", "inv(16) or t(16;16): CBFB::MYH11"),
    key(Criterion, "eln2010.intermediate_2.mllt3_kmt2a", "t(9;11): MLLT3::KMT2A"),
    key(Criterion, "eln2010.favorable.npm1", "Normal karyotype with NPM1 mutated and without FLT3-ITD"),
    key(Criterion, "eln2010.favorable.cebpa", "Normal karyotype with CEBPA mutated"),
    key(Criterion, "eln2010.intermediate_1.normal_karyotype", "Normal karyotype otherwise"),
    key(Criterion, "eln2010.intermediate_2.other", "Chromosomal abnormality that is neither favourable nor adverse"),
    key(
        Flag,
        "eln2010.flag.superseded",
        "ELN 2017 and ELN 2022 have superseded this table; it serves comparison with older trials. Its text was not at hand for checking.",
    ),
    key(Flag, "eln2010.flag.contradictory_inputs", "The inputs contradict each other: check the sources."),
];
