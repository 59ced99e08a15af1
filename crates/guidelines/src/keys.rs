//! Every key that this crate emits, with what it means in English, so that a message catalogue can be checked against it.

use KeyKind::{Category, Criterion, Datum, Flag, Policy, Reason};

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyKind {
    /// A category of a scheme.
    Category,
    /// A criterion's identifier.
    Criterion,
    /// An unknown input.
    Datum,
    /// Something that a reader must know.
    Flag,
    /// Why a scheme is not for a case.
    Reason,
    /// A choice where the source is silent.
    Policy,
}

impl KeyKind {
    /// The word for it in `keys.txt`.
    pub fn name(self) -> &'static str {
        match self {
            Category => "category",
            Criterion => "criterion",
            Datum => "datum",
            Flag => "flag",
            Reason => "reason",
            Policy => "policy",
        }
    }
}

/// A key and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// What it stands for.
    pub kind: KeyKind,
    /// As it stands in the verdict.
    pub key: &'static str,
    /// What it means.
    pub english: &'static str,
}

const fn key(kind: KeyKind, key: &'static str, english: &'static str) -> Key {
    Key { kind, key, english }
}

/// Every key, by kind. A test holds it to what the schemes can emit.
pub const KEYS: &[Key] = &[
    key(Category, "favorable", "Favourable risk"),
    key(Category, "intermediate", "Intermediate risk"),
    key(Category, "adverse", "Adverse risk"),
    key(Category, "not_applicable", "The scheme may turn out not to be for this case (APL)"),
    key(Criterion, "eln2022.scope.apl", "Acute promyelocytic leukaemia: rearrangement of RARA"),
    key(Criterion, "eln2022.favorable.runx1_runx1t1", "t(8;21): RUNX1::RUNX1T1"),
    key(Criterion, "eln2022.favorable.cbfb_myh11", "inv(16) or t(16;16): CBFB::MYH11"),
    key(Criterion, "eln2022.intermediate.mllt3_kmt2a", "t(9;11): MLLT3::KMT2A"),
    key(Criterion, "eln2022.adverse.dek_nup214", "t(6;9): DEK::NUP214"),
    key(Criterion, "eln2022.adverse.kmt2a_other", "KMT2A rearranged, other than t(9;11)"),
    key(Criterion, "eln2022.adverse.bcr_abl1", "t(9;22): BCR::ABL1"),
    key(Criterion, "eln2022.adverse.kat6a_crebbp", "t(8;16): KAT6A::CREBBP"),
    key(Criterion, "eln2022.adverse.mecom_inv3", "inv(3) or t(3;3): GATA2, MECOM"),
    key(Criterion, "eln2022.adverse.mecom_other", "MECOM rearranged, t(3q26.2;v)"),
    key(Criterion, "eln2022.adverse.loss_5q", "Monosomy 5 or loss of 5q"),
    key(Criterion, "eln2022.adverse.monosomy_7", "Monosomy 7"),
    key(Criterion, "eln2022.adverse.abnormal_17p", "Monosomy 17 or abnormality of 17p"),
    key(
        Criterion,
        "eln2022.adverse.complex_karyotype",
        "Complex karyotype: three or more unrelated abnormalities, none of them class-defining",
    ),
    key(
        Criterion,
        "eln2022.adverse.monosomal_karyotype",
        "Monosomal karyotype: two autosomal monosomies, or one and a structural abnormality",
    ),
    key(Criterion, "eln2022.adverse.tp53", "TP53 mutated, at an allele fraction of 10 % or above"),
    key(Criterion, "eln2022.favorable.npm1", "NPM1 mutated without FLT3-ITD"),
    key(Criterion, "eln2022.favorable.cebpa_bzip", "CEBPA: in-frame mutation of the bZIP domain"),
    key(Criterion, "eln2022.adverse.asxl1", "ASXL1 mutated"),
    key(Criterion, "eln2022.adverse.bcor", "BCOR mutated"),
    key(Criterion, "eln2022.adverse.ezh2", "EZH2 mutated"),
    key(Criterion, "eln2022.adverse.runx1", "RUNX1 mutated"),
    key(Criterion, "eln2022.adverse.sf3b1", "SF3B1 mutated"),
    key(Criterion, "eln2022.adverse.srsf2", "SRSF2 mutated"),
    key(Criterion, "eln2022.adverse.stag2", "STAG2 mutated"),
    key(Criterion, "eln2022.adverse.u2af1", "U2AF1 mutated"),
    key(Criterion, "eln2022.adverse.zrsr2", "ZRSR2 mutated"),
    key(Criterion, "eln2022.intermediate.npm1_flt3_itd", "NPM1 mutated with FLT3-ITD"),
    key(Criterion, "eln2022.intermediate.flt3_itd", "FLT3-ITD with wild-type NPM1"),
    key(Criterion, "eln2022.intermediate.other", "None of the favourable or adverse abnormalities"),
    key(Datum, "cytogenetics", "The karyotype, or another examination of rearrangements and chromosomal lesions"),
    key(
        Datum,
        "myelodysplasia_genes",
        "The myelodysplasia-related genes that were not assessable; present: one at least",
    ),
    key(Datum, "NPM1", "NPM1, cytoplasmic mutation"),
    key(Datum, "FLT3-ITD", "FLT3, internal tandem duplication"),
    key(Datum, "CEBPA-bZIP", "CEBPA, in-frame mutation of the bZIP domain"),
    key(Datum, "TP53", "TP53, mutation at 10 % or above"),
    key(Datum, "ASXL1", "ASXL1"),
    key(Datum, "BCOR", "BCOR"),
    key(Datum, "EZH2", "EZH2"),
    key(Datum, "RUNX1", "RUNX1"),
    key(Datum, "SF3B1", "SF3B1"),
    key(Datum, "SRSF2", "SRSF2"),
    key(Datum, "STAG2", "STAG2"),
    key(Datum, "U2AF1", "U2AF1"),
    key(Datum, "ZRSR2", "ZRSR2"),
    key(Datum, "PML::RARA", "PML::RARA, t(15;17)"),
    key(Datum, "RARA-r", "Another rearrangement of RARA"),
    key(Datum, "RUNX1::RUNX1T1", "RUNX1::RUNX1T1, t(8;21)"),
    key(Datum, "CBFB::MYH11", "CBFB::MYH11, inv(16) or t(16;16)"),
    key(Datum, "MLLT3::KMT2A", "MLLT3::KMT2A, t(9;11)"),
    key(Datum, "DEK::NUP214", "DEK::NUP214, t(6;9)"),
    key(Datum, "KMT2A-r", "KMT2A rearranged, other than t(9;11)"),
    key(Datum, "BCR::ABL1", "BCR::ABL1, t(9;22)"),
    key(Datum, "KAT6A::CREBBP", "KAT6A::CREBBP, t(8;16)"),
    key(Datum, "inv(3)/t(3;3)", "inv(3) or t(3;3), GATA2 and MECOM"),
    key(Datum, "MECOM-r", "MECOM rearranged with another partner"),
    key(Datum, "-5/del(5q)", "Monosomy 5 or loss of 5q"),
    key(Datum, "-7", "Monosomy 7"),
    key(Datum, "-17/abn(17p)", "Monosomy 17 or abnormality of 17p"),
    key(Datum, "complex karyotype", "Whether the karyotype is complex"),
    key(Datum, "monosomal karyotype", "Whether the karyotype is monosomal"),
    key(Flag, "eln2022.flag.intensive_treatment", "The table is for adults who are treated intensively"),
    key(
        Flag,
        "eln2022.flag.contradictory_inputs",
        "The inputs contradict each other, such as a complex karyotype together with a class-defining rearrangement: check the sources",
    ),
    key(
        Flag,
        "eln2022.flag.core_binding_factor_with_adverse",
        "Core-binding-factor AML with TP53 or adverse cytogenetics: the table is silent, see the policy",
    ),
    key(
        Flag,
        "eln2022.flag.core_binding_factor_with_kit_or_flt3",
        "KIT or FLT3 mutated with core-binding-factor AML: does not alter the group (footnote a)",
    ),
    key(
        Flag,
        "eln2022.flag.mllt3_kmt2a_with_adverse_gene",
        "t(9;11) with an adverse gene mutation: t(9;11) takes precedence (footnote d)",
    ),
    key(
        Flag,
        "eln2022.flag.mllt3_kmt2a_with_adverse_cytogenetics",
        "t(9;11) with adverse cytogenetics: the table is silent, see the policy",
    ),
    key(
        Flag,
        "eln2022.flag.npm1_with_adverse_cytogenetics",
        "NPM1 mutated with adverse cytogenetics: adverse (footnote b)",
    ),
    key(
        Flag,
        "eln2022.flag.cebpa_with_adverse",
        "CEBPA bZIP with adverse cytogenetics: the table is silent, see the policy",
    ),
    key(
        Flag,
        "eln2022.flag.favorable_with_myelodysplasia_gene",
        "A myelodysplasia-related gene beside a favourable subtype is not used as adverse (footnote h)",
    ),
    key(
        Flag,
        "eln2022.flag.npm1_flt3_itd_with_myelodysplasia_gene",
        "NPM1 with FLT3-ITD and a myelodysplasia-related gene: two readings of the table, see the policy",
    ),
    key(
        Flag,
        "eln2022.flag.hyperdiploid_not_complex",
        "Three or more trisomies without a structural abnormality are not counted as complex (footnote f)",
    ),
    key(Flag, "eln2022.flag.deletion_7q_not_adverse", "del(7q) is not adverse in ELN 2022; only monosomy 7 is"),
    key(
        Flag,
        "eln2022.flag.tp53_below_threshold",
        "TP53 is mutated below an allele fraction of 10 %, which the table does not count (footnote i)",
    ),
    key(
        Flag,
        "eln2022.flag.tp53_limit_above_threshold",
        "TP53 was not seen, but a mutation at 10 % could have been missed: it counts as unknown",
    ),
    key(
        Flag,
        "eln2022.flag.limit_too_high",
        "A gene was not seen, but the limit of detection is above the policy's: it counts as unknown",
    ),
    key(Reason, "apl", "Acute promyelocytic leukaemia is not in the table"),
    key(Reason, "not_aml", "The indication is not AML"),
    key(Reason, "disease_not_stated", "The indication is not stated"),
    key(
        Policy,
        "core_binding_factor_with_adverse_lesion",
        "Core-binding-factor AML together with TP53 or adverse cytogenetics",
    ),
    key(Policy, "mllt3_kmt2a_with_adverse_cytogenetics", "t(9;11) together with adverse cytogenetics"),
    key(Policy, "cebpa_bzip_with_adverse_cytogenetics", "CEBPA bZIP together with adverse cytogenetics"),
    key(Policy, "npm1_flt3_itd_with_myelodysplasia_gene", "NPM1 with FLT3-ITD and a myelodysplasia-related gene"),
    key(
        Policy,
        "largest_limit_of_detection_read_as_absent",
        "The largest limit of detection at which a gene that was not seen counts as absent",
    ),
];
