//! Every key that this crate emits, with what it means in English, so that a message catalogue can be checked against it.
//! A scheme lists its own; the names of markers, lesions, measures and circumstances are data too, by their own lists.

use KeyKind::{Category, Criterion, Datum, Flag, Policy, Reason, Score};

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
    /// A number behind a category.
    Score,
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
            Score => "score",
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

pub(crate) const fn key(kind: KeyKind, key: &'static str, english: &'static str) -> Key {
    Key { kind, key, english }
}

/// Keys that several schemes emit.
const COMMON: &[Key] = &[
    key(Category, "not_applicable", "The scheme may turn out not to be for this case"),
    key(Datum, "cytogenetics", "The karyotype, or another examination of rearrangements and chromosomal lesions"),
    key(
        Datum,
        "myelodysplasia_genes",
        "The myelodysplasia-related genes that were not assessable; present: one at least",
    ),
    key(Reason, "disease_not_stated", "The indication is not stated"),
    key(
        Policy,
        "largest_limit_of_detection_read_as_absent",
        "The largest limit of detection at which a gene that was not seen counts as absent",
    ),
    key(Category, "intermediate_1", "Intermediate-1 risk"),
    key(Category, "intermediate_2", "Intermediate-2 risk"),
    key(Datum, "abnormalities", "The number of unrelated chromosomal abnormalities"),
    key(Datum, "tp53_state", "Whether TP53 is hit on both alleles or twice"),
];

/// Every key of every scheme.
pub fn keys() -> impl Iterator<Item = &'static Key> {
    [
        COMMON,
        crate::shared_keys::KEYS,
        crate::eln2022::KEYS,
        crate::cll::KEYS,
        crate::ims_imwg2025::KEYS,
        crate::lymphoma::KEYS,
        crate::b_all::KEYS,
        crate::tall_graall::KEYS,
        crate::cml_kinase::KEYS,
        crate::mpn_drivers::KEYS,
        crate::scores::KEYS,
        crate::ipssm::KEYS,
        crate::ipssr::KEYS,
        crate::cpss_mol::KEYS,
        crate::mipss70::KEYS,
        crate::gipss::KEYS,
        crate::cll_ipi::KEYS,
        crate::iss::KEYS,
        crate::eln2017::KEYS,
        crate::eln2010::KEYS,
        crate::eln2024_less_intensive::KEYS,
        crate::myeloid::KEYS,
        crate::icc2022::KEYS,
        crate::who5::KEYS,
        crate::tp53_aml::KEYS,
    ]
    .into_iter()
    .flatten()
}
