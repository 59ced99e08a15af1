//! The keys that the kinase domain scheme emits.

use crate::keys::{
    Key,
    KeyKind::{Category, Criterion, Datum, Flag, Policy, Reason},
    key,
};

/// Every key of them, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "cml_kinase.none", "No mutation of the kinase domain"),
    key(Category, "cml_kinase.unlisted", "Mutation without a listed effect"),
    key(Category, "cml_kinase.listed", "Mutation with a listed effect on a drug"),
    key(Category, "cml_kinase.t315i", "T315I"),
    key(Category, "cml_kinase.compound", "Possible compound mutation"),
    key(Category, "cml_kinase.avoid", "Avoid"),
    key(Category, "cml_kinase.less_sensitive", "Less sensitive"),
    key(Category, "cml_kinase.active", "Active"),
    key(Category, "cml_kinase.no_statement", "No statement in the tables"),
    key(Criterion, "cml_kinase.no_bcr_abl1", "BCR::ABL1 not present"),
    key(Criterion, "cml_kinase.compound", "Two mutations that may be on one molecule"),
    key(Criterion, "cml_kinase.t315i", "T315I"),
    key(Criterion, "cml_kinase.listed", "A mutation with a listed effect on a drug"),
    key(Criterion, "cml_kinase.unlisted", "A mutation of the kinase domain"),
    key(Criterion, "cml_kinase.none", "No mutation of the kinase domain"),
    key(Criterion, "cml_kinase.imatinib", "Mutation that speaks against imatinib"),
    key(Criterion, "cml_kinase.nilotinib", "Mutation that speaks against nilotinib"),
    key(Criterion, "cml_kinase.dasatinib", "Mutation that speaks against dasatinib"),
    key(Criterion, "cml_kinase.bosutinib", "Mutation that speaks against bosutinib"),
    key(Criterion, "cml_kinase.ponatinib", "Mutation that speaks against ponatinib"),
    key(Criterion, "cml_kinase.asciminib", "Mutation that speaks against asciminib"),
    key(Flag, "cml_kinase.flag.avoid", "To be avoided by the listed mutations: {value}"),
    key(Flag, "cml_kinase.flag.less_sensitive", "Less sensitive: {value}"),
    key(Flag, "cml_kinase.flag.active", "Remain active: {value}"),
    key(
        Flag,
        "cml_kinase.flag.unread_change",
        "A change of ABL1 could not be read as a substitution: its effect is unknown",
    ),
    key(
        Flag,
        "cml_kinase.flag.compound_possible",
        "Two mutations may be on one molecule (compound): ponatinib may be weak. Confirm the phase",
    ),
    key(
        Flag,
        "cml_kinase.flag.phase_unknown",
        "Whether the mutations are on one molecule is not known; reads that span both would tell",
    ),
    key(
        Flag,
        "cml_kinase.flag.t315i_asciminib_dose",
        "With T315I, asciminib is given in a higher dose (200 mg twice daily); from general knowledge, not verified",
    ),
    key(
        Flag,
        "cml_kinase.flag.asciminib_not_verified",
        "What is said of asciminib is general knowledge and was not verified against a table",
    ),
    key(
        Flag,
        "cml_kinase.flag.small_clones",
        "Fractions are of all ABL1 alleles, also those not fused: a mutation in a small part of the BCR::ABL1 cells may lie below the limit of detection. Examination of the transcript is more sensitive",
    ),
    key(Datum, "kinase_mutations_phase", "Whether the mutations are on one molecule"),
    key(Reason, "no_bcr_abl1", "BCR::ABL1 is not present"),
    key(Policy, "kinase_mutations_phase", "What reads show of two mutations being on one molecule"),
    key(Policy, "fused_fraction_of_abl1", "Fraction of ABL1 alleles taken to be fused with BCR"),
];
