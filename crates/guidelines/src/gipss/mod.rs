//! GIPSS: survival in primary myelofibrosis from karyotype and mutations alone.
//!
//! Source: Leukemia 2018;32:1631 (doi 10.1038/s41375-018-0107-z). Points and cut-offs were checked against the table of
//! ashpublications.org/view-large/11529282 and Table 6 of PMC7718985.

use marv_model::{case::Disease, verdict::Verdict};

use crate::{
    engine::points::{Item, Points, Scale, Tally},
    keys::{
        Key,
        KeyKind::{Category, Criterion, Score},
        key,
    },
    profile::{Asked, Marker, Profile, grouped},
    rules::out_of_scope,
    scores::{ScorePolicies, coarse_limits},
};

// RULE: GIPSS, risk groups: 0, 1, 2, >=3.
const GIPSS: Scale = Scale {
    name: "GIPSS",
    id: "gipss",
    rules_version: "1",
    source: "Leukemia 2018;32:1631 (doi 10.1038/s41375-018-0107-z)",
    bands: &[
        ("low", Points::ZERO),
        ("intermediate_1", Points::whole(1)),
        ("intermediate_2", Points::whole(2)),
        ("high", Points::whole(6)),
    ],
};

const GENES: [Marker; 4] = [Marker::CalrType1, Marker::Asxl1, Marker::Srsf2, Marker::U2af1Q157];

/// GIPSS of a case. Not applicable outside myelofibrosis.
pub fn gipss(profile: &Profile, policies: &ScorePolicies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Myelofibrosis]) {
        return GIPSS.not_applicable(reason, policies.listed());
    }
    let gene = |marker| vec![profile.yes_or_no(Asked::Mutated(marker), policies.largest_limit)];
    let one: fn(&[u8]) -> Points = |levels| Points::whole(i32::from(levels[0]));
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        // RULE: GIPSS, karyotype: unfavourable 1, very high risk 2.
        item("gipss.karyotype", "Karyotype", vec![grouped(&profile.karyotype_groups().myelofibrosis)], one),
        // RULE: GIPSS, absence of CALR type 1 or like it: 1.
        item("gipss.no_calr_type_1", "Absence of type 1/like CALR mutation", gene(Marker::CalrType1), |levels| {
            Points::whole(1 - i32::from(levels[0]))
        }),
        // RULE: GIPSS, ASXL1 1, SRSF2 1, U2AF1 Q157 1.
        item("gipss.asxl1", "ASXL1 mutation", gene(Marker::Asxl1), one),
        item("gipss.srsf2", "SRSF2 mutation", gene(Marker::Srsf2), one),
        item("gipss.u2af1_q157", "U2AF1 Q157 mutation", gene(Marker::U2af1Q157), one),
    ];
    Tally::new(&GIPSS, items)
        .verdict(policies.listed(), coarse_limits(profile, &GENES, policies.largest_limit).into_iter().collect())
}

/// Every key of the score, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "gipss.low", "Low risk"),
    key(Category, "gipss.intermediate_1", "Intermediate-1 risk"),
    key(Category, "gipss.intermediate_2", "Intermediate-2 risk"),
    key(Category, "gipss.high", "High risk"),
    key(Criterion, "gipss.karyotype", "Karyotype of unfavourable or very high risk"),
    key(Criterion, "gipss.no_calr_type_1", "No CALR mutation of type 1 or like it"),
    key(Criterion, "gipss.asxl1", "ASXL1 mutated"),
    key(Criterion, "gipss.srsf2", "SRSF2 mutated"),
    key(Criterion, "gipss.u2af1_q157", "U2AF1 mutated at codon 157"),
    key(Score, "gipss.score", "GIPSS, points"),
];
