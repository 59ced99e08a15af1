//! Driver mutations of myeloproliferative neoplasms, and the class that they say.
//!
//! Sources: WHO 5th edition, Leukemia 2022;36:1703; ICC 2022, Blood 2022;140:1200. The driver is one criterion of each entity
//! (polycythaemia vera, essential thrombocythaemia, myelofibrosis); counts and marrow decide between them.

mod keys;

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    clinical::Circumstance,
    cytogenetics::Lesion,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use keys::KEYS;

use crate::{
    choices::ChoiceReader,
    conditions::{has, mutated, row},
    engine::{
        decision::Decision,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{self, Case, largest_limit, usual_limit},
};

/// The driver mutations, in the order of the rows.
const DRIVERS: [(&str, Marker, &str, &str); 5] = [
    ("mpn_drivers.jak2_v617f", Marker::Jak2V617f, "JAK2 p.V617F", "jak2_v617f"),
    ("mpn_drivers.jak2_exon12", Marker::Jak2Exon12, "JAK2, exon 12", "jak2_exon12"),
    ("mpn_drivers.calr_type1", Marker::CalrType1, "CALR exon 9, type 1 (52-bp deletion) or like it", "calr_type1"),
    (
        "mpn_drivers.calr_other",
        Marker::CalrOther,
        "CALR exon 9, type 2 (5-bp insertion), like it, or another frameshift",
        "calr_other",
    ),
    ("mpn_drivers.mpl", Marker::Mpl, "MPL p.W515 or p.S505N", "mpl"),
];

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MpnPolicies {
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for MpnPolicies {
    fn default() -> Self {
        Self { largest_limit: usual_limit() }
    }
}

impl MpnPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(usual_limit()) }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![largest_limit(self.largest_limit)]
    }
}

/// The table.
pub fn scheme() -> Scheme<Asked> {
    // RULE: WHO 5 and ICC 2022: every myeloproliferative neoplasm but chronic myeloid leukaemia lacks BCR::ABL1.
    let mut rows = vec![
        Row {
            id: "mpn_drivers.bcr_abl1",
            source: "WHO 5 and ICC 2022: BCR::ABL1 is chronic myeloid leukaemia",
            when: has(Lesion::BcrAbl1),
            then: Answer::NotApplicable("bcr_abl1"),
        },
        // RULE: ICC 2022 and WHO 5: myeloid/lymphoid neoplasm with eosinophilia and a tyrosine kinase gene fusion; the fusion
        // defines it, and eosinophilia may be lacking.
        row(
            "mpn_drivers.tyrosine_kinase_fusion",
            "WHO 5 and ICC 2022: PDGFRA, PDGFRB, FGFR1, JAK2, FLT3 or ETV6::ABL1 fusion",
            has(Lesion::TyrosineKinaseFusion),
            "tyrosine_kinase_fusion",
        ),
    ];
    // RULE: WHO 5 and ICC 2022, polycythaemia vera, essential thrombocythaemia, primary myelofibrosis: JAK2, CALR or MPL.
    rows.extend(DRIVERS.iter().map(|(id, marker, source, category)| row(id, source, mutated(*marker), category)));
    rows.push(row(
        "mpn_drivers.triple_negative",
        "neither JAK2 nor CALR nor MPL mutated",
        Condition::Always,
        "triple_negative",
    ));
    Scheme {
        name: "MPN driver mutations (WHO 5, ICC 2022)",
        id: "mpn_drivers",
        rules_version: "1",
        source: "Leukemia 2022;36:1703 (doi 10.1038/s41375-022-01613-1); Blood 2022;140:1200",
        categories: &[
            "tyrosine_kinase_fusion",
            "jak2_v617f",
            "jak2_exon12",
            "calr_type1",
            "calr_other",
            "mpl",
            "triple_negative",
        ],
        rows,
        noted: vec![Asked::Stated(Circumstance::Eosinophilia)],
        laws: Vec::new(),
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// The driver of a myeloproliferative neoplasm.
pub fn mpn_drivers(profile: &Profile, policies: &MpnPolicies) -> Verdict {
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&TABLE, &case, &[Disease::Mpn, Disease::Myelofibrosis], policies.listed(), |flags| {
        let present = DRIVERS.iter().filter(|(_, marker, ..)| flags.is_certain(&mutated(*marker))).count();
        flags.when(present > 1, "mpn_drivers.flag.several_drivers");
        let eosinophilia = Condition::Is(Asked::Stated(Circumstance::Eosinophilia));
        let fusion = has(Lesion::TyrosineKinaseFusion);
        flags.certain(&fusion.clone().and(eosinophilia.clone()), "mpn_drivers.flag.eosinophilia");
        flags.certain(&eosinophilia.and(fusion.negated()), "mpn_drivers.flag.eosinophilia_without_fusion");
        // RULE: ICC 2022: JAK2 p.V617F is looked for down to 1 % before a case is called without a driver.
        let low = AlleleFraction::of(1, 100).unwrap_or_default();
        let coarse =
            DRIVERS.iter().any(|(_, marker, ..)| rules::limit(profile, *marker).is_none_or(|limit| limit > low));
        flags.when(flags.decided() == Some("triple_negative") && coarse, "mpn_drivers.flag.low_burden_not_excluded");
    })
}
