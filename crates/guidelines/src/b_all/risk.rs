//! Genetic risk in the style of NCCN's list.

use marv_model::{clinical::Circumstance, cytogenetics::Lesion, verdict::Verdict};

use super::{BAllPolicies, BcrAbl1Risk, Ikzf1WithGood, Znf384Risk};
use crate::{
    conditions::{has, has_any, mutated, row},
    engine::scheme::{Condition, Row, Scheme},
    prepared::Prepared,
    profile::{Asked, Marker, Profile},
};

/// Primary lesions of poor risk: identifier, lesion, words of the list.
const POOR: [(&str, Lesion, &str); 12] = [
    ("ball_risk.near_haploid", Lesion::NearHaploidy, "poor: hypodiploidy, fewer than 44 chromosomes"),
    ("ball_risk.low_hypodiploid", Lesion::LowHypodiploidy, "poor: hypodiploidy, fewer than 44 chromosomes"),
    ("ball_risk.high_hypodiploid", Lesion::HighHypodiploidy, "poor: hypodiploidy, fewer than 44 chromosomes"),
    ("ball_risk.tcf3_hlf", Lesion::Tcf3Hlf, "poor: t(17;19), TCF3::HLF"),
    ("ball_risk.iamp21", Lesion::Iamp21, "poor: iAMP21"),
    ("ball_risk.mef2d", Lesion::Mef2dRearranged, "poor: MEF2D rearranged"),
    ("ball_risk.myc", Lesion::MycRearranged, "poor: MYC rearranged"),
    ("ball_risk.abl_class", Lesion::AblClassFusion, "poor: BCR::ABL1-like, fusion of the ABL class"),
    ("ball_risk.crlf2", Lesion::Crlf2Rearranged, "poor: BCR::ABL1-like, CRLF2 rearranged"),
    ("ball_risk.jak2", Lesion::Jak2Rearranged, "poor: BCR::ABL1-like, JAK2 rearranged"),
    ("ball_risk.epor", Lesion::EporRearranged, "poor: BCR::ABL1-like, EPOR rearranged"),
    ("ball_risk.pax5alt", Lesion::Pax5Altered, "poor: PAX5alt"),
];

const KMT2A: [Lesion; 2] = [Lesion::Kmt2aOther, Lesion::Kmt2aMllt3];

/// Lesions of good risk.
const GOOD: [(&str, Lesion, &str); 3] = [
    ("ball_risk.etv6_runx1", Lesion::Etv6Runx1, "good: t(12;21), ETV6::RUNX1"),
    ("ball_risk.hyperdiploid", Lesion::HighHyperdiploidy, "good: hyperdiploidy, 51 to 65 chromosomes"),
    ("ball_risk.dux4", Lesion::Dux4Rearranged, "good: DUX4 rearranged"),
];

fn good() -> Condition<Asked> {
    Condition::any_of(GOOD.map(|(_, lesion, _)| Asked::Has(lesion)))
}

/// A primary lesion of poor risk, under these choices.
fn poor(policies: &BAllPolicies) -> Condition<Asked> {
    let mut asked = POOR.map(|(_, lesion, _)| Asked::Has(lesion)).to_vec();
    asked.extend(KMT2A.map(Asked::Has));
    asked.push(Asked::Stated(Circumstance::BcrAbl1LikeExpression));
    if policies.bcr_abl1 == BcrAbl1Risk::Poor {
        asked.push(Asked::Has(Lesion::BcrAbl1));
    }
    if policies.znf384 == Znf384Risk::Poor {
        asked.push(Asked::Has(Lesion::Znf384Rearranged));
    }
    Condition::any_of(asked)
}

// RULE: the list says alteration of IKZF1: its deletion, and the mutation N159Y, which has its effect.
fn ikzf1() -> Condition<Asked> {
    Condition::Any(vec![has(Lesion::Ikzf1Deletion), mutated(Marker::Ikzf1N159y)])
}

/// The table under these choices.
pub fn scheme(policies: &BAllPolicies) -> Scheme<Asked> {
    let bcr_abl1 = |category| {
        let source = "t(9;22), BCR::ABL1: poor before tyrosine kinase inhibitors";
        row("ball_risk.bcr_abl1", source, has(Lesion::BcrAbl1), category)
    };
    let mut rows: Vec<Row<Asked>> = Vec::new();
    if policies.bcr_abl1 == BcrAbl1Risk::Poor {
        rows.push(bcr_abl1("poor"));
    }
    rows.push(row("ball_risk.kmt2a", "poor: KMT2A rearranged", has_any(&KMT2A), "poor"));
    rows.extend(POOR.iter().map(|(id, lesion, source)| row(id, source, has(*lesion), "poor")));
    if policies.znf384 == Znf384Risk::Poor {
        rows.push(row("ball_risk.znf384", "poor: ZNF384 rearranged", has(Lesion::Znf384Rearranged), "poor"));
    }
    rows.push(row(
        "ball_risk.like_expression",
        "poor: BCR::ABL1-like by gene expression",
        Condition::Is(Asked::Stated(Circumstance::BcrAbl1LikeExpression)),
        "poor",
    ));
    let ikzf1 = row("ball_risk.ikzf1", "poor: alteration of IKZF1", ikzf1(), "poor");
    // Where BCR::ABL1 is of intermediate risk, another lesion of poor risk beside it is poor still, and one of good risk does not
    // make it good.
    let good_when = |lesion| match policies.bcr_abl1 {
        BcrAbl1Risk::Poor => has(lesion),
        BcrAbl1Risk::Intermediate => has(lesion).and(has(Lesion::BcrAbl1).negated()),
    };
    let good_rows = GOOD.iter().map(|(id, lesion, source)| row(id, source, good_when(*lesion), "good"));
    match policies.ikzf1_with_good {
        Ikzf1WithGood::Good => {
            rows.extend(good_rows);
            rows.push(ikzf1);
        }
        Ikzf1WithGood::Poor => {
            rows.push(ikzf1);
            rows.extend(good_rows);
        }
    }
    if policies.bcr_abl1 == BcrAbl1Risk::Intermediate {
        rows.push(bcr_abl1("intermediate"));
    }
    // RULE: complex karyotype, five abnormalities or more: counted in the absence of an established rearrangement or ploidy
    // group (Moorman 2007), so below the rows that name one; the gains of hyperdiploidy are no complex karyotype.
    let established = has_any(&[Lesion::Tcf3Pbx1, Lesion::IghIl3, Lesion::Znf384Rearranged, Lesion::Nutm1Rearranged]);
    rows.push(row(
        "ball_risk.complex",
        "poor: complex karyotype, five abnormalities or more without an established rearrangement",
        Condition::Is(Asked::Abnormalities(5)).and(established.negated()),
        "poor",
    ));
    rows.push(row("ball_risk.other", "neither good nor poor", Condition::Always, "intermediate"));
    Scheme {
        name: "B-ALL genetic risk (NCCN style, 2024)",
        id: "ball_risk",
        rules_version: "2",
        source: "in the style of NCCN, acute lymphoblastic leukaemia, 2024: not verified against its text",
        categories: &["good", "intermediate", "poor"],
        rows,
        noted: vec![Asked::Mutated(Marker::Tp53), Asked::Has(Lesion::TripleTrisomy)],
        laws: Vec::new(),
    }
}

static TABLES: Prepared<(BcrAbl1Risk, Znf384Risk, Ikzf1WithGood), Asked> = Prepared::new();

/// The genetic risk of a B-ALL.
pub fn ball_risk(profile: &Profile, policies: &BAllPolicies) -> Verdict {
    let table = TABLES.under((policies.bcr_abl1, policies.znf384, policies.ikzf1_with_good), || scheme(policies));
    super::verdict(profile, &table, policies, policies.listed(), |flags| {
        flags.when(true, "ball_risk.flag.not_verified");
        super::flag_masked_hypodiploidy(flags);
        flags.certain(&has(Lesion::BcrAbl1), "ball_risk.flag.tyrosine_kinase_inhibitor");
        flags.certain(&good().and(ikzf1()), "ball_risk.flag.ikzf1_with_good");
        flags.certain(&good().and(poor(policies)), "ball_risk.flag.good_with_poor");
        flags.certain(&has(Lesion::HighHyperdiploidy).and(has(Lesion::TripleTrisomy)), "ball_risk.flag.triple_trisomy");
        flags.certain(&mutated(Marker::Tp53), "ball_risk.flag.tp53");
    })
}
