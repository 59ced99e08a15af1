//! IPSS-R and its age-adjusted form, IPSS-RA: risk of MDS from blood counts, blasts and cytogenetics.
//!
//! Source: Blood 2012;120:2454 (doi 10.1182/blood-2012-03-420489), Tables 3 and 4; cytogenetic groups JCO 2012;30:820.
//! Haemoglobin is compared as it is given: 6.2 mmol/L is 9.99 g/dL and below 10, as in the published scores of cohorts
//! whose laboratories report mmol/L; the calculator's page rounds the cut-off itself to 6.2 mmol/L.

mod age;
mod keys;

use marv_model::{case::Disease, clinical::Measure, verdict::Verdict};

pub use age::{age_adjusted, ipssra};
pub use keys::KEYS;

use crate::{
    engine::points::{Item, Points, Scale, Tally},
    profile::{Cut, Profile, grouped},
    rules::out_of_scope,
    scores::many_blasts,
};

// RULE: IPSS-R, risk categories: <=1.5, >1.5-3, >3-4.5, >4.5-6, >6.
/// The scale of IPSS-R.
pub const IPSSR: Scale = Scale {
    name: "IPSS-R",
    id: "ipssr",
    rules_version: "1",
    source: "Blood 2012;120:2454, Tables 3 and 4 (doi 10.1182/blood-2012-03-420489)",
    bands: &[
        ("very_low", Points::halves(3)),
        ("low", Points::whole(3)),
        ("intermediate", Points::halves(9)),
        ("high", Points::whole(6)),
        ("very_high", Points::whole(i32::MAX / 2)),
    ],
};

/// Points of the level of the only input.
fn of_level(points: &[Points], levels: &[u8]) -> Points {
    levels.first().and_then(|level| points.get(usize::from(*level))).copied().unwrap_or_default()
}

fn items(profile: &Profile) -> Vec<Item> {
    use Cut::{Above, AtLeast, Below};
    vec![
        // RULE: IPSS-R, cytogenetics: 0, 1, 2, 3, 4.
        Item {
            id: "ipssr.cytogenetics",
            source: "Table 3, cytogenetics",
            inputs: vec![grouped(&profile.karyotype_groups().ipssr)],
            points: |levels| levels.first().map_or(Points::ZERO, |level| Points::whole(i32::from(*level))),
        },
        // RULE: IPSS-R, marrow blasts: <=2 %: 0, >2 to <5 %: 1, 5 to 10 %: 2, >10 %: 3.
        Item {
            id: "ipssr.blasts",
            source: "Table 3, bone marrow blast",
            inputs: vec![profile.banded(Measure::MarrowBlasts, &[Above(2.0), AtLeast(5.0), Above(10.0)])],
            points: |levels| levels.first().map_or(Points::ZERO, |level| Points::whole(i32::from(*level))),
        },
        // RULE: IPSS-R, haemoglobin: >=10 g/dL: 0, 8 to <10: 1, <8: 1.5.
        Item {
            id: "ipssr.haemoglobin",
            source: "Table 3, hemoglobin",
            inputs: vec![profile.banded(Measure::Haemoglobin, &[Below(10.0), Below(8.0)])],
            points: |levels| of_level(&[Points::ZERO, Points::whole(1), Points::halves(3)], levels),
        },
        // RULE: IPSS-R, platelets: >=100: 0, 50 to <100: 0.5, <50: 1.
        Item {
            id: "ipssr.platelets",
            source: "Table 3, platelets",
            inputs: vec![profile.banded(Measure::Platelets, &[Below(100.0), Below(50.0)])],
            points: |levels| of_level(&[Points::ZERO, Points::halves(1), Points::whole(1)], levels),
        },
        // RULE: IPSS-R, neutrophils: >=0.8: 0, <0.8: 0.5.
        Item {
            id: "ipssr.neutrophils",
            source: "Table 3, ANC",
            inputs: vec![profile.banded(Measure::Neutrophils, &[Below(0.8)])],
            points: |levels| of_level(&[Points::ZERO, Points::halves(1)], levels),
        },
    ]
}

/// IPSS-R of a case: its category, or those that the unknown inputs leave reachable. Not applicable outside MDS.
pub fn ipssr(profile: &Profile) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Mds]) {
        return IPSSR.not_applicable(reason, Vec::new());
    }
    tally(profile).verdict(Vec::new(), many_blasts(profile).into_iter().collect())
}

/// The points of a case, whatever its disease.
pub(crate) fn tally(profile: &Profile) -> Tally<'static> {
    Tally::new(&IPSSR, items(profile))
}
