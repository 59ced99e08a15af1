//! ICC 2022: AML, MDS, MDS/AML, CMML and its kin.
//!
//! Source: Blood 2022;140:1200 (doi 10.1182/blood.2022015850), Tables 18 to 25. Read: the table of AML with its blast
//! thresholds, the tables of CMML, CMUS and MDS/MPN-T-SF3B1, and secondary tables on MDS and TP53. Not read, and from general
//! knowledge of the publication: the tables of MDS and of neoplasms with mutated TP53, and the thresholds of cytopenia. The
//! verdict flags it where the answer rests on these.
//!
//! Entities are the categories. Morphology that the profile does not hold (the number of dysplastic lineages, the marrow's look in
//! CMML) is flagged, not guessed.

mod keys;
mod table;

use marv_model::verdict::Verdict;

pub use keys::KEYS;
pub use table::scheme;

use crate::{
    myeloid::{Indicated, MyeloidPolicies, out_of_scope, qualifiers},
    profile::Profile,
};

/// The entity of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to an indication other than AML, MDS, MDS/MPN and CMML, and where the criteria of no myeloid neoplasm are met.
pub fn icc2022(profile: &Profile, policies: &MyeloidPolicies) -> Verdict {
    let facts = Indicated { profile, policies };
    crate::rows::verdict(
        table::shared(profile.indication()),
        &facts,
        out_of_scope(profile),
        policies.listed(),
        |judgement| {
            let mut flags = qualifiers(profile);
            let reached = |words: &[&str]| judgement.reached().iter().any(|answer| words.contains(&answer.word()));
            let mut raise = |met: bool, flag: &'static str| {
                if met {
                    flags.push(flag);
                }
            };
            raise(judgement.contradictory(), "myeloid.flag.contradictory_inputs");
            raise(facts.blasts_from_indication(), "myeloid.flag.blasts_from_indication");
            raise(reached(&table::CMML), "myeloid.flag.cmml_morphology");
            raise(reached(&["mds_nos"]), "icc2022.flag.lineages");
            raise(reached(&table::UNREAD), "icc2022.flag.not_read");
            raise(reached(&["aml_nos", "mds_mpn_other"]), "myeloid.flag.morphology_needed");
            flags
        },
    )
}
