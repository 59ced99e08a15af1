//! What ICC 2022 and the WHO classification ask in common, and where they differ.
//!
//! Both name entities by genes and blasts. What they ask of the patient beside the genome is in `facts`, with the policies
//! of [`MyeloidPolicies`]; `frame` is what their tables are built on; `comparison` holds the two verdicts against each other.

mod comparison;
mod criteria;
mod facts;
mod frame;
mod keys;
mod policies;

pub use comparison::compare;
pub use keys::KEYS;
pub use policies::{IccTp53Fraction, MyeloidPolicies, StatedIndication, UnstatedMorphology};

pub(crate) use criteria::*;
pub(crate) use facts::Indicated;
pub(crate) use frame::{CMML, Rows, Tables, is_overlap};

use marv_model::{case::Disease, clinical::Circumstance, finding::Status};

use crate::profile::Profile;

/// RULE: ICC 2022 and WHO 5 name myeloid neoplasms; the indication is the requester's to state.
pub(crate) fn out_of_scope(profile: &Profile) -> Option<&'static str> {
    match profile.indication() {
        Disease::Aml | Disease::Mds | Disease::MdsMpn | Disease::Cmml => None,
        Disease::Unspecified => Some("disease_not_stated"),
        _ => Some("not_aml_mds_or_overlap"),
    }
}

/// RULE: ICC 2022, diagnostic qualifiers; WHO 5, the same circumstances: beside the entity, whichever it is.
pub(crate) fn qualifiers(profile: &Profile) -> Vec<&'static str> {
    [
        (Circumstance::TherapyRelated, "myeloid.flag.therapy_related"),
        (Circumstance::PriorMds, "myeloid.flag.progressed_from_mds"),
        (Circumstance::PriorMdsMpn, "myeloid.flag.progressed_from_mds_mpn"),
        (Circumstance::PriorMpn, "myeloid.flag.prior_mpn"),
        (Circumstance::GermlinePredisposition, "myeloid.flag.germline_predisposition"),
    ]
    .into_iter()
    .filter(|(circumstance, _)| profile.patient().status(*circumstance) == Status::Present)
    .map(|(_, flag)| flag)
    .collect()
}
