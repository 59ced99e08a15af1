//! TP53 in mantle cell lymphoma.

use std::sync::LazyLock;

use marv_model::{case::Disease, cytogenetics::Lesion, verdict::Verdict};

use super::LymphomaPolicies;
use crate::{
    conditions::{has, has_any, mutated, row},
    engine::{
        decision::Decision,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{self, Case},
};

/// The table.
pub fn scheme() -> Scheme<Asked> {
    let mantle = has_any(&[Lesion::IghCcnd1, Lesion::Ccnd2Or3Rearranged]);
    let rows = vec![
        Row {
            id: "mantle_tp53.not_mantle",
            source: "mantle cell lymphoma: CCND1, or CCND2 or CCND3, rearranged",
            when: mantle.negated(),
            then: Answer::NotApplicable("not_mantle_cell"),
        },
        // RULE: Eskelund 2017: mutated TP53 is of high risk, independent of the other markers; deletion alone is weaker.
        row("mantle_tp53.mutation", "Eskelund 2017: TP53 mutated", mutated(Marker::Tp53), "high"),
        row(
            "mantle_tp53.deletion",
            "Eskelund 2017: deletion of 17p13 without mutation",
            has(Lesion::Loss17p),
            "deletion_only",
        ),
        row("mantle_tp53.none", "neither mutation nor deletion", Condition::Always, "not_high"),
    ];
    Scheme {
        name: "Mantle cell lymphoma, TP53 (2017)",
        id: "mantle_tp53",
        rules_version: "1",
        source: "Blood 2017;130:1903 (doi 10.1182/blood-2017-04-779736)",
        categories: &["not_high", "deletion_only", "high"],
        rows,
        noted: Vec::new(),
        laws: Vec::new(),
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// Whether a mantle cell lymphoma is of high risk by TP53.
pub fn mantle_tp53(profile: &Profile, policies: &LymphomaPolicies) -> Verdict {
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&TABLE, &case, &[Disease::Lymphoma], policies.listed(), |_| {})
}
