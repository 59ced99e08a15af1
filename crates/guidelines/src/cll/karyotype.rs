//! Complexity of the karyotype in CLL.

use std::sync::LazyLock;

use marv_model::{case::Disease, cytogenetics::Lesion, verdict::Verdict};

use super::CllPolicies;
use crate::{
    conditions::{has, row},
    engine::{
        decision::Decision,
        laws::Law,
        scheme::{Condition, Scheme},
    },
    profile::{Asked, Profile, laws_of_order},
    rules::{self, Case},
};

const QUESTIONS: [Asked; 3] = [Asked::Abnormalities(5), Asked::Abnormalities(4), Asked::Abnormalities(3)];

/// The table.
pub fn scheme() -> Scheme<Asked> {
    // RULE: Baliakas 2019: complex from three abnormalities, in groups of three, four, and five or more.
    let [five, four, three] = QUESTIONS.map(Condition::Is);
    let rows = vec![
        row("cll_karyotype.high", "Baliakas 2019: five abnormalities or more", five, "high_complex"),
        row("cll_karyotype.intermediate", "Baliakas 2019: four abnormalities", four, "intermediate_complex"),
        row("cll_karyotype.low", "Baliakas 2019: three abnormalities", three, "low_complex"),
        row("cll_karyotype.none", "Baliakas 2019: fewer than three abnormalities", Condition::Always, "not_complex"),
    ];
    let mut laws = laws_of_order(&QUESTIONS);
    // A karyotype that is complex by ELN's definition has three abnormalities; one that is not may still have them.
    laws.push(Law::implies(Asked::Has(Lesion::ComplexKaryotype), Asked::Abnormalities(3)));
    Scheme {
        name: "CLL complex karyotype (Baliakas 2019)",
        id: "cll_karyotype",
        rules_version: "1",
        source: "Blood 2019;133:1205 (doi 10.1182/blood-2018-09-873083)",
        categories: &["not_complex", "low_complex", "intermediate_complex", "high_complex"],
        rows,
        noted: vec![Asked::Has(Lesion::Trisomy12), Asked::Has(Lesion::Trisomy19), Asked::Has(Lesion::Loss17p)],
        laws,
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// How complex the karyotype is.
pub fn cll_karyotype(profile: &Profile, policies: &CllPolicies) -> Verdict {
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&TABLE, &case, &[Disease::Cll], Vec::new(), |flags| {
        let complex = Condition::Is(Asked::Abnormalities(3));
        let both = has(Lesion::Trisomy12).and(has(Lesion::Trisomy19));
        flags.certain(&complex.clone().and(both), "cll_karyotype.flag.trisomy_12_and_19");
        flags.certain(&complex.and(has(Lesion::Loss17p)), "cll_karyotype.flag.with_tp53");
        flags.when(flags.may_be("not_complex"), "cll_karyotype.flag.stimulated_culture");
    })
}
