//! CPSS-Mol: survival in CMML from cytogenetics, four genes, blasts, leukocytes and transfusions.
//!
//! Source: Blood 2016;128:1408 (doi 10.1182/blood-2016-05-714030). Held against a hospital's
//! public protocol (hematologie-wijzer.nl, CMML, risk classification): cytogenetic groups with 0, 1 and 2 points, one point each
//! for ASXL1, NRAS, SETBP1, blasts from 5 %, leukocytes and transfusions, two for RUNX1, and the bands 0, 1, 2 to 3 and 4 or more.
//! **Not verified:** that the genetic points first become a group of at most three (the protocol does not tell this step; it
//! matters where genetics alone makes four points or more), and whether exactly 13 x 10^9/L leukocytes count (the protocol says
//! more than 13). The paper's table was not at hand; every verdict says so by a flag.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    verdict::Verdict,
};

use crate::{
    engine::points::{Item, Points, Scale, Tally},
    keys::{
        Key,
        KeyKind::{Category, Criterion, Flag, Score},
        key,
    },
    profile::{Asked, Cut, Marker, Profile, grouped},
    rules::out_of_scope,
    scores::{ScorePolicies, coarse_limits},
};

// RULE: CPSS-Mol, risk groups: 0, 1, 2-3, >=4.
const CPSS_MOL: Scale = Scale {
    name: "CPSS-Mol",
    id: "cpss_mol",
    rules_version: "1",
    source: "Blood 2016;128:1408 (doi 10.1182/blood-2016-05-714030)",
    bands: &[
        ("low", Points::ZERO),
        ("intermediate_1", Points::whole(1)),
        ("intermediate_2", Points::whole(3)),
        ("high", Points::whole(6)),
    ],
};

const GENES: [Marker; 4] = [Marker::Asxl1, Marker::Nras, Marker::Setbp1, Marker::Runx1];

// RULE: CPSS-Mol, genetic score: cytogenetics low 0, intermediate 1, high 2; ASXL1 1, NRAS 1, SETBP1 1, RUNX1 2.
// RULE: CPSS-Mol, genetic group: 0 low, 1 intermediate-1, 2 intermediate-2, >=3 high; 0 to 3 points.
/// The genetic group as points: levels of the cytogenetic group, then of the genes in order.
fn genetic_group(levels: &[u8]) -> Points {
    let weights = [1, 1, 1, 1, 2];
    let score: i32 = levels.iter().zip(weights).map(|(level, weight)| i32::from(*level) * weight).sum();
    Points::whole(score.min(3))
}

/// CPSS-Mol of a case. Not applicable outside CMML.
pub fn cpss_mol(profile: &Profile, policies: &ScorePolicies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Cmml]) {
        return CPSS_MOL.not_applicable(reason, policies.listed());
    }
    let limit = policies.largest_limit;
    let one: fn(&[u8]) -> Points = |levels| Points::whole(i32::from(levels[0]));
    let mut genetics = vec![grouped(&profile.karyotype_groups().cpss)];
    genetics.extend(GENES.map(|marker| profile.yes_or_no(Asked::Mutated(marker), limit)));
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        item("cpss_mol.genetics", "Genetic risk group", genetics, genetic_group as fn(&[u8]) -> Points),
        // RULE: CPSS-Mol, marrow blasts >=5 %: 1.
        item(
            "cpss_mol.blasts",
            "Bone marrow blasts",
            vec![profile.banded(Measure::MarrowBlasts, &[Cut::AtLeast(5.0)])],
            one,
        ),
        // RULE: CPSS-Mol, leukocytes >=13 x 10^9/L: 1.
        item("cpss_mol.leukocytes", "WBC count", vec![profile.banded(Measure::Leukocytes, &[Cut::AtLeast(13.0)])], one),
        // RULE: CPSS-Mol, dependent on red-cell transfusion: 1.
        item(
            "cpss_mol.transfusion",
            "RBC transfusion dependency",
            vec![profile.yes_or_no(Asked::Stated(Circumstance::TransfusionDependent), limit)],
            one,
        ),
    ];
    let mut flags = vec!["cpss_mol.flag.not_verified".to_owned()];
    flags.extend(coarse_limits(profile, &GENES, policies.largest_limit));
    Tally::new(&CPSS_MOL, items).verdict(policies.listed(), flags)
}

/// Every key of the score, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "cpss_mol.low", "Low risk"),
    key(Category, "cpss_mol.intermediate_1", "Intermediate-1 risk"),
    key(Category, "cpss_mol.intermediate_2", "Intermediate-2 risk"),
    key(Category, "cpss_mol.high", "High risk"),
    key(Criterion, "cpss_mol.genetics", "Genetic group: cytogenetics, ASXL1, NRAS, SETBP1, RUNX1"),
    key(Criterion, "cpss_mol.blasts", "Marrow blasts of 5 % or more"),
    key(Criterion, "cpss_mol.leukocytes", "Leukocytes of 13 x 10^9/L or more"),
    key(Criterion, "cpss_mol.transfusion", "Dependent on transfusion of red cells"),
    key(
        Flag,
        "cpss_mol.flag.not_verified",
        "The table of CPSS-Mol was not checked against the paper: check before clinical use",
    ),
    key(Score, "cpss_mol.score", "CPSS-Mol, points"),
];
