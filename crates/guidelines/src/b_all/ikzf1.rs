//! IKZF1plus.

use std::sync::LazyLock;

use marv_model::{cytogenetics::Lesion, verdict::Verdict};

use super::BAllPolicies;
use crate::{
    conditions::{has, has_any, row},
    engine::{
        decision::Decision,
        scheme::{Condition, Scheme},
    },
    profile::{Asked, Profile},
};

/// The table.
pub fn scheme() -> Scheme<Asked> {
    // RULE: Stanulla 2018: IKZF1 deleted together with CDKN2A, CDKN2B (homozygous only), PAX5 or PAR1, ERG not deleted.
    let partner = has_any(&[Lesion::Cdkn2abDeletion, Lesion::Pax5Deletion, Lesion::Par1Deletion]);
    let plus = Condition::All(vec![has(Lesion::Ikzf1Deletion), partner, has(Lesion::ErgDeletion).negated()]);
    let rows = vec![
        row(
            "ikzf1plus.plus",
            "Stanulla 2018: IKZF1 deleted with CDKN2A, CDKN2B, PAX5 or PAR1, ERG not deleted",
            plus,
            "ikzf1plus",
        ),
        row(
            "ikzf1plus.deletion",
            "Stanulla 2018: IKZF1 deleted, otherwise",
            has(Lesion::Ikzf1Deletion),
            "ikzf1_deletion",
        ),
        row("ikzf1plus.none", "Stanulla 2018: IKZF1 not deleted", Condition::Always, "none"),
    ];
    Scheme {
        name: "IKZF1plus (2018)",
        id: "ikzf1plus",
        rules_version: "1",
        source: "J Clin Oncol 2018;36:1240 (doi 10.1200/JCO.2017.74.3617)",
        categories: &["none", "ikzf1_deletion", "ikzf1plus"],
        rows,
        noted: Vec::new(),
        laws: Vec::new(),
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// Whether IKZF1 is deleted, and whether with the partners that make it IKZF1plus.
pub fn ikzf1plus(profile: &Profile, policies: &BAllPolicies) -> Verdict {
    super::verdict(profile, &TABLE, policies, Vec::new(), |flags| {
        let other = has_any(&[Lesion::Pax5Deletion, Lesion::Par1Deletion]);
        let only_cdkn2 = has(Lesion::Cdkn2abDeletion).and(other.negated());
        flags.certain(&has(Lesion::Ikzf1Deletion).and(only_cdkn2), "ikzf1plus.flag.homozygous");
    })
}
