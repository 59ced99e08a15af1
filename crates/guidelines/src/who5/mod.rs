//! WHO classification, 5th edition: AML, MDS, CMML and its kin.
//!
//! Source: Leukemia 2022;36:1703 (doi 10.1038/s41375-022-01613-1), Tables 3, 6, 7 and 8. Read: Tables 3 (MDS) and 6 (CMML), and
//! secondary tables on AML. Not read, and from general knowledge of the publication: which defining abnormalities of AML ask
//! for no least blasts, the cytogenetics of AML-MR, the table of MDS/MPN with SF3B1, that biallelic TP53 goes before del(5q)
//! and SF3B1, that acute erythroid leukaemia goes before AML-MR, and clonal cytopenia. The verdict flags it where the answer rests on
//! these, but for the 4 % from which a mutation of a gene on the X chromosome makes clonal cytopenia in a man: from sources that quote it.
//!
//! Entities are the categories. What differentiation and morphology decide is named as such.

mod keys;
mod table;

use marv_model::{
    finding::{Finding, Status},
    verdict::Verdict,
};

pub use keys::KEYS;
pub use table::scheme;

use crate::{
    engine::judge::Facts,
    myeloid::{CMML, Indicated, MyeloidPolicies},
    profile::{Asked, Marker, Percent, Profile},
};

/// The entity of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to an indication other than AML, MDS, MDS/MPN and CMML, and where the criteria of no myeloid neoplasm are met.
pub fn who5(profile: &Profile, policies: &MyeloidPolicies) -> Verdict {
    let facts = Indicated { profile, policies };
    let mut told: Vec<(&[&str], &str)> = vec![
        (&CMML, "myeloid.flag.cmml_morphology"),
        (&["aml_by_differentiation", "mds_mpn_other"], "myeloid.flag.morphology_needed"),
        (&table::UNREAD, "who5.flag.not_read"),
    ];
    let sf3b1_low = matches!(profile.finding(Marker::Sf3b1), Finding::Present { .. })
        && facts.status(Asked::MutatedAtLeast(Marker::Sf3b1, Percent(5))) == Status::Absent;
    if sf3b1_low {
        told.push((&["mds_sf3b1"], "who5.flag.sf3b1_below_five"));
    }
    table::TABLES.entity(&facts, policies.listed(), &told)
}
