//! R2-ISS: points.

use marv_model::{case::Disease, clinical::Measure, cytogenetics::Lesion, verdict::Verdict};

use crate::{
    engine::points::{Item, Points, Scale, Tally},
    profile::{Asked, Cut, Profile},
    rules::out_of_scope,
    scores::{AT_DIAGNOSIS, ScorePolicies},
};

// RULE: R2-ISS, groups: 0 low, 0.5-1 low-intermediate, 1.5-2.5 intermediate-high, 3-5 high.
const R2_ISS: Scale = Scale {
    name: "R2-ISS",
    id: "r2_iss",
    rules_version: "1",
    source: "JCO 2022;40:3406 (doi 10.1200/JCO.21.02614)",
    bands: &[
        ("low", Points::ZERO),
        ("low_intermediate", Points::whole(1)),
        ("intermediate_high", Points::halves(5)),
        ("high", Points::whole(5)),
    ],
};

// RULE: R2-ISS: ISS II 1, ISS III 1.5.
/// Levels: beta-2 microglobulin of at least 3.5, 5.5 mg/L; albumin below 35 g/L.
fn iss_points(levels: &[u8]) -> Points {
    match levels {
        [2, _] => Points::halves(3),
        [0, 0] => Points::ZERO,
        _ => Points::whole(1),
    }
}

/// R2-ISS of a case. Not applicable outside plasma-cell disease.
pub fn r2_iss(profile: &Profile) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::PlasmaCell]) {
        return R2_ISS.not_applicable(reason, Vec::new());
    }
    let one: fn(&[u8]) -> Points = |levels| Points::whole(i32::from(levels[0]));
    let lesion = |lesion| vec![profile.yes_or_no(Asked::Has(lesion), ScorePolicies::default().largest_limit)];
    let stage = vec![
        profile.banded(Measure::Beta2Microglobulin, &[Cut::AtLeast(3.5), Cut::AtLeast(5.5)]),
        profile.banded(Measure::Albumin, &[Cut::Below(35.0)]),
    ];
    let ldh = vec![profile.banded(Measure::LactateDehydrogenase, &[Cut::Above(1.0)])];
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        item("r2_iss.stage", "ISS", stage, iss_points as fn(&[u8]) -> Points),
        // RULE: R2-ISS: del(17p) 1, high LDH 1, t(4;14) 1, gain or amplification of 1q 0.5.
        item("r2_iss.deletion_17p", "del(17p)", lesion(Lesion::Loss17p), one),
        item("r2_iss.ldh", "LDH", ldh, one),
        item("r2_iss.igh_nsd2", "t(4;14)", lesion(Lesion::IghNsd2), one),
        item("r2_iss.gain_1q", "1q+", lesion(Lesion::Gain1q), |levels| Points::halves(i32::from(levels[0]))),
    ];
    Tally::new(&R2_ISS, items).verdict(Vec::new(), vec![AT_DIAGNOSIS.to_owned()])
}
