//! ICC 2022: AML, MDS, MDS/AML, CMML and its kin.
//!
//! Source: Blood 2022;140:1200 (doi 10.1182/blood.2022015850), Tables 18 to 25. Read: the table of AML with its blast
//! thresholds, the tables of CMML, CMUS, MDS/MPN-T-SF3B1 and MDS/MPN not otherwise specified, and secondary tables on MDS and TP53.
//! Not read, and from general knowledge of the publication: the tables of MDS and of neoplasms with mutated TP53, and the thresholds
//! of cytopenia. The verdict flags it where the answer rests on these. **Not verified** above all: that Auer rods below 10 % blasts
//! make MDS with excess blasts; that 1 % of blood blasts on two occasions do (not asked here); the age of 18 years below which MDS/AML
//! does not apply (not asked here: the tables are those of adults).
//!
//! Entities are the categories. Morphology that the profile does not hold (the number of dysplastic lineages, the marrow's look in
//! CMML) is flagged, not guessed.

mod keys;
mod table;

use marv_model::verdict::Verdict;

pub use keys::KEYS;
pub use table::scheme;

use crate::{
    myeloid::{CMML, Indicated, MyeloidPolicies},
    profile::Profile,
};

/// The entity of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to an indication other than AML, MDS, MDS/MPN and CMML, and where the criteria of no myeloid neoplasm are met.
pub fn icc2022(profile: &Profile, policies: &MyeloidPolicies) -> Verdict {
    let told: [(&[&str], &str); 4] = [
        (&CMML, "myeloid.flag.cmml_morphology"),
        (&["mds_nos"], "icc2022.flag.lineages"),
        (&table::UNREAD, "icc2022.flag.not_read"),
        (&["aml_nos", "mds_mpn_other"], "myeloid.flag.morphology_needed"),
    ];
    table::tables(policies.icc_tp53_fraction).entity(&Indicated { profile, policies }, policies.listed_for_icc(), &told)
}
