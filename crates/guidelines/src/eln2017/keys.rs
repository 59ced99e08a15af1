//! The keys that ELN 2017 emits.

use crate::keys::{
    Key,
    KeyKind::{Criterion, Flag, Policy},
    key,
};

/// Every key, by kind.
pub const KEYS: &[Key] = &[
    key(Criterion, "eln2017.adverse.dek_nup214", "t(6;9): DEK::NUP214"),
    key(Criterion, "eln2017.adverse.kmt2a_other", "KMT2A rearranged, other than t(9;11)"),
    key(Criterion, "eln2017.adverse.mecom_inv3", "inv(3) or t(3;3): GATA2, MECOM"),
    key(Criterion, "eln2017.adverse.loss_5q", "Monosomy 5 or loss of 5q"),
    key(Criterion, "eln2017.adverse.monosomy_7", "Monosomy 7"),
    key(Criterion, "eln2017.adverse.abnormal_17p", "Monosomy 17 or abnormality of 17p"),
    key(
        Criterion,
        "eln2017.adverse.complex_karyotype",
        "Complex karyotype: three or more unrelated abnormalities, none of them class-defining",
    ),
    key(Criterion, "eln2017.scope.apl", "Acute promyelocytic leukaemia: rearrangement of RARA"),
    key(Criterion, "eln2017.favorable.runx1_runx1t1", "t(8;21): RUNX1::RUNX1T1"),
    key(Criterion, "eln2017.favorable.cbfb_myh11", "inv(16) or t(16;16): CBFB::MYH11"),
    key(Criterion, "eln2017.intermediate.mllt3_kmt2a", "t(9;11): MLLT3::KMT2A"),
    key(Criterion, "eln2017.adverse.bcr_abl1", "t(9;22): BCR::ABL1"),
    key(
        Criterion,
        "eln2017.adverse.monosomal_karyotype",
        "Monosomal karyotype: two autosomal monosomies, or one and a structural abnormality",
    ),
    key(Criterion, "eln2017.adverse.tp53", "TP53 mutated"),
    key(Criterion, "eln2017.favorable.npm1", "NPM1 mutated without FLT3-ITD, or with an allelic ratio below 0.5"),
    key(Criterion, "eln2017.favorable.cebpa_biallelic", "CEBPA mutated on both alleles"),
    key(Criterion, "eln2017.adverse.runx1", "RUNX1 mutated"),
    key(Criterion, "eln2017.adverse.asxl1", "ASXL1 mutated"),
    key(
        Criterion,
        "eln2017.intermediate.npm1_flt3_itd_high",
        "NPM1 mutated with FLT3-ITD of an allelic ratio of 0.5 or more",
    ),
    key(Criterion, "eln2017.adverse.flt3_itd_high", "FLT3-ITD of an allelic ratio of 0.5 or more with wild-type NPM1"),
    key(Criterion, "eln2017.intermediate.flt3_itd_low", "FLT3-ITD of an allelic ratio below 0.5 with wild-type NPM1"),
    key(Criterion, "eln2017.intermediate.other", "None of the favourable or adverse abnormalities"),
    key(Flag, "eln2017.flag.superseded", "ELN 2022 has superseded this table."),
    key(Flag, "eln2017.flag.contradictory_inputs", "The inputs contradict each other: check the sources."),
    key(
        Flag,
        "eln2017.flag.ratio_from_fraction",
        "The allelic ratio of FLT3-ITD is computed from the fraction of reads; the table means fragment analysis.",
    ),
    key(Flag, "eln2017.flag.ratio_unknown", "FLT3-ITD is there, but its allelic ratio is not known."),
    key(
        Flag,
        "eln2017.flag.favorable_with_adverse",
        "NPM1 or biallelic CEBPA with an adverse lesion or TP53: the table is silent, see the policy.",
    ),
    key(
        Flag,
        "eln2017.flag.core_binding_factor_with_adverse",
        "Core-binding-factor AML with TP53 or adverse cytogenetics: the table is silent; it counts as favourable.",
    ),
    key(
        Flag,
        "eln2017.flag.mllt3_kmt2a_with_adverse",
        "t(9;11) with an adverse lesion: t(9;11) takes precedence over gene mutations, and the table is silent on cytogenetics.",
    ),
    key(Policy, "flt3_itd_ratio_from", "Where the allelic ratio of FLT3-ITD is taken from"),
    key(
        Policy,
        "npm1_or_cebpa_with_adverse_lesion",
        "NPM1 or biallelic CEBPA together with adverse cytogenetics or TP53",
    ),
];
