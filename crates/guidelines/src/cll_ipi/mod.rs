//! CLL-IPI: overall survival of untreated CLL.
//!
//! Source: Lancet Oncol 2016;17:779 (doi 10.1016/S1470-2045(16)30029-8). Points and cut-offs were checked against the
//! Merck Manual's table and the ASCO Post's summary of the paper.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
    finding::Status,
    verdict::Verdict,
};

use crate::{
    engine::points::{Item, Points, Scale, Tally},
    keys::{
        Key,
        KeyKind::{Category, Criterion, Flag, Score},
        key,
    },
    profile::{Asked, Cut, Marker, Percent, Profile},
    rules::out_of_scope,
    scores::{AT_DIAGNOSIS, ScorePolicies, coarse_limits},
};

// RULE: CLL-IPI, risk groups: 0-1, 2-3, 4-6, 7-10.
const CLL_IPI: Scale = Scale {
    name: "CLL-IPI",
    id: "cll_ipi",
    rules_version: "1",
    source: "Lancet Oncol 2016;17:779 (doi 10.1016/S1470-2045(16)30029-8)",
    bands: &[
        ("low", Points::whole(1)),
        ("intermediate", Points::whole(3)),
        ("high", Points::whole(6)),
        ("very_high", Points::whole(10)),
    ],
};

// RULE: CLL-IPI counts TP53 mutations; ERIC reports from an allele fraction of 10 %.
const TP53: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

/// CLL-IPI of a case. Not applicable outside CLL.
pub fn cll_ipi(profile: &Profile, policies: &ScorePolicies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Cll]) {
        return CLL_IPI.not_applicable(reason, policies.listed());
    }
    let limit = policies.largest_limit;
    let stated = |circumstance| vec![profile.yes_or_no(Asked::Stated(circumstance), limit)];
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        // RULE: CLL-IPI, TP53: del(17p) or mutation or both: 4.
        item(
            "cll_ipi.tp53",
            "TP53 status",
            vec![profile.yes_or_no(Asked::Has(Lesion::Loss17p), limit), profile.yes_or_no(TP53, limit)],
            |levels| if levels.contains(&1) { Points::whole(4) } else { Points::ZERO },
        ),
        // RULE: CLL-IPI, IGHV unmutated: 2.
        item("cll_ipi.ighv", "IGHV mutational status", stated(Circumstance::IghvUnmutated), |levels| {
            Points::whole(2 * i32::from(levels[0]))
        }),
        // RULE: CLL-IPI, beta-2 microglobulin above 3.5 mg/L: 2.
        item(
            "cll_ipi.beta2_microglobulin",
            "Serum beta-2 microglobulin",
            vec![profile.banded(Measure::Beta2Microglobulin, &[Cut::Above(3.5)])],
            |levels| Points::whole(2 * i32::from(levels[0])),
        ),
        // RULE: CLL-IPI, Binet B or C or Rai I to IV: 1.
        item("cll_ipi.stage", "Clinical stage", stated(Circumstance::AdvancedStage), |levels| {
            Points::whole(i32::from(levels[0]))
        }),
        // RULE: CLL-IPI, age above 65 years: 1.
        item("cll_ipi.age", "Age", vec![profile.banded(Measure::Age, &[Cut::Above(65.0)])], |levels| {
            Points::whole(i32::from(levels[0]))
        }),
    ];
    let mut flags = vec![AT_DIAGNOSIS.to_owned()];
    if profile.finding(Marker::Tp53).status() == Status::Present && profile.status(TP53, limit) == Status::Absent {
        flags.push("cll_ipi.flag.tp53_below_threshold".to_owned());
    }
    flags.extend(coarse_limits(profile, &[Marker::Tp53], policies.largest_limit));
    Tally::new(&CLL_IPI, items).verdict(policies.listed(), flags)
}

/// Every key of the score, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "cll_ipi.low", "Low risk"),
    key(Category, "cll_ipi.intermediate", "Intermediate risk"),
    key(Category, "cll_ipi.high", "High risk"),
    key(Category, "cll_ipi.very_high", "Very high risk"),
    key(Criterion, "cll_ipi.tp53", "del(17p) or TP53 mutated (allele fraction 10 % or above)"),
    key(Criterion, "cll_ipi.ighv", "IGHV unmutated"),
    key(Criterion, "cll_ipi.beta2_microglobulin", "Beta-2 microglobulin above 3.5 mg/L"),
    key(Criterion, "cll_ipi.stage", "Binet B or C, or Rai I to IV"),
    key(Criterion, "cll_ipi.age", "Age above 65 years"),
    key(
        Flag,
        "cll_ipi.flag.tp53_below_threshold",
        "TP53 is mutated below an allele fraction of 10 %, which is not counted here",
    ),
    key(Score, "cll_ipi.score", "CLL-IPI, points"),
];
