//! The entities by genetics, one row a lesion.

use marv_model::{clinical::Circumstance, cytogenetics::Lesion, verdict::Verdict};

use super::BAllPolicies;
use crate::{
    conditions::{has, has_any, mutated, row},
    engine::scheme::{Condition, Row, Scheme},
    lymphoma::Edition,
    prepared::Prepared,
    profile::{Asked, Marker, Profile},
    rules::largest_limit,
};

const SOURCE_WHO5: &str = "WHO 5: B-ALL with a defined genetic abnormality";
const SOURCE_ICC: &str = "ICC 2022: B-ALL with a recurrent genetic abnormality";

/// The primary lesions, each a row: identifier, lesion, category, whether WHO 5 has it as a category.
const PRIMARY: [(&str, Lesion, &str); 13] = [
    ("b_all.bcr_abl1", Lesion::BcrAbl1, "bcr_abl1"),
    ("b_all.etv6_runx1", Lesion::Etv6Runx1, "etv6_runx1"),
    ("b_all.tcf3_pbx1", Lesion::Tcf3Pbx1, "tcf3_pbx1"),
    ("b_all.tcf3_hlf", Lesion::Tcf3Hlf, "tcf3_hlf"),
    ("b_all.igh_il3", Lesion::IghIl3, "igh_il3"),
    ("b_all.dux4", Lesion::Dux4Rearranged, "dux4"),
    ("b_all.mef2d", Lesion::Mef2dRearranged, "mef2d"),
    ("b_all.znf384", Lesion::Znf384Rearranged, "znf384"),
    ("b_all.nutm1", Lesion::Nutm1Rearranged, "nutm1"),
    ("b_all.myc", Lesion::MycRearranged, "myc"),
    ("b_all.iamp21", Lesion::Iamp21, "iamp21"),
    ("b_all.near_haploid", Lesion::NearHaploidy, "near_haploid"),
    ("b_all.low_hypodiploid", Lesion::LowHypodiploidy, "low_hypodiploid"),
];

const WHO5: [&str; 20] = [
    "bcr_abl1",
    "kmt2a",
    "etv6_runx1",
    "tcf3_pbx1",
    "tcf3_hlf",
    "igh_il3",
    "dux4",
    "mef2d",
    "znf384",
    "nutm1",
    "myc",
    "iamp21",
    "near_haploid",
    "low_hypodiploid",
    "high_hypodiploid",
    "hyperdiploid",
    "bcr_abl1_like",
    "pax5_p80r",
    "pax5alt",
    "b_other",
];

const ICC2022: [&str; 23] = [
    "bcr_abl1",
    "kmt2a",
    "etv6_runx1",
    "tcf3_pbx1",
    "tcf3_hlf",
    "igh_il3",
    "dux4",
    "mef2d",
    "znf384",
    "nutm1",
    "myc",
    "iamp21",
    "near_haploid",
    "low_hypodiploid",
    "hyperdiploid",
    "bcr_abl1_like_abl_class",
    "bcr_abl1_like_jak_stat",
    "bcr_abl1_like",
    "ubtf_atxn7l3",
    "pax5_p80r",
    "ikzf1_n159y",
    "pax5alt",
    "b_other",
];

/// The table of one classification.
pub fn scheme(edition: Edition) -> Scheme<Asked> {
    let source = match edition {
        Edition::Who5 => SOURCE_WHO5,
        Edition::Icc2022 => SOURCE_ICC,
    };
    let mut rows: Vec<Row<Asked>> =
        PRIMARY.iter().map(|(id, lesion, category)| row(id, source, has(*lesion), category)).collect();
    rows.insert(1, row("b_all.kmt2a", source, has_any(&[Lesion::Kmt2aOther, Lesion::Kmt2aMllt3]), "kmt2a"));
    if edition == Edition::Who5 {
        // RULE: WHO 5: hypodiploidy reaches to 43 chromosomes; ICC 2022 names the near haploid and the low hypodiploid.
        rows.push(row("b_all.high_hypodiploid", source, has(Lesion::HighHypodiploidy), "high_hypodiploid"));
    }
    rows.push(row("b_all.hyperdiploid", source, has(Lesion::HighHyperdiploidy), "hyperdiploid"));
    rows.extend(like_bcr_abl1(edition));
    rows.extend(single_genes(edition, source));
    rows.push(row("b_all.other", "none of the lesions of this table", Condition::Always, "b_other"));
    let (name, id, source, categories): (_, _, _, &'static [&'static str]) = match edition {
        Edition::Who5 => (
            "WHO 5th edition, B-ALL by genetics",
            "ball_who5",
            "Leukemia 2022;36:1720 (doi 10.1038/s41375-022-01620-2)",
            &WHO5,
        ),
        Edition::Icc2022 => (
            "ICC 2022, B-ALL by genetics",
            "ball_icc2022",
            "Virchows Arch 2023;482:11 (doi 10.1007/s00428-022-03448-8); Blood 2022;140:1200",
            &ICC2022,
        ),
    };
    Scheme {
        name,
        id,
        rules_version: "1",
        source,
        categories,
        rows,
        noted: vec![Asked::Mutated(Marker::Tp53), Asked::Has(Lesion::TripleTrisomy)],
        laws: Vec::new(),
    }
}

// RULE: ICC 2022: BCR::ABL1-like with a fusion of the ABL class, with activation of JAK-STAT, or not otherwise specified;
// WHO 5 has one category. Expression defines it; the fusions stand for it.
fn like_bcr_abl1(edition: Edition) -> Vec<Row<Asked>> {
    let (abl, jak) = match edition {
        Edition::Who5 => ("bcr_abl1_like", "bcr_abl1_like"),
        Edition::Icc2022 => ("bcr_abl1_like_abl_class", "bcr_abl1_like_jak_stat"),
    };
    vec![
        row("b_all.abl_class", "BCR::ABL1-like: fusion of the ABL class", has(Lesion::AblClassFusion), abl),
        row(
            "b_all.jak_stat",
            "BCR::ABL1-like: CRLF2, JAK2 or EPOR rearranged",
            has_any(&[Lesion::Crlf2Rearranged, Lesion::Jak2Rearranged, Lesion::EporRearranged]),
            jak,
        ),
        row(
            "b_all.like_expression",
            "BCR::ABL1-like: gene expression",
            Condition::Is(Asked::Stated(Circumstance::BcrAbl1LikeExpression)),
            "bcr_abl1_like",
        ),
    ]
}

// RULE: ICC 2022: UBTF::ATXN7L3, PAX5 P80R and IKZF1 N159Y are categories, PAX5alt is provisional; WHO 5 lists PAX5 P80R and
// PAX5alt among other defined abnormalities.
fn single_genes(edition: Edition, source: &'static str) -> Vec<Row<Asked>> {
    let mut rows = vec![row("b_all.pax5_p80r", source, mutated(Marker::Pax5P80r), "pax5_p80r")];
    if edition == Edition::Icc2022 {
        rows.insert(0, row("b_all.ubtf", source, has(Lesion::UbtfAtxn7l3), "ubtf_atxn7l3"));
        rows.push(row("b_all.ikzf1_n159y", source, mutated(Marker::Ikzf1N159y), "ikzf1_n159y"));
    }
    rows.push(row("b_all.pax5alt", source, has(Lesion::Pax5Altered), "pax5alt"));
    rows
}

static TABLES: Prepared<Edition, Asked> = Prepared::new();

/// The entity of the WHO 5th edition.
pub fn ball_who5(profile: &Profile, policies: &BAllPolicies) -> Verdict {
    entity(profile, Edition::Who5, policies)
}

/// The entity of ICC 2022.
pub fn ball_icc2022(profile: &Profile, policies: &BAllPolicies) -> Verdict {
    entity(profile, Edition::Icc2022, policies)
}

fn entity(profile: &Profile, edition: Edition, policies: &BAllPolicies) -> Verdict {
    let table = TABLES.under(edition, || scheme(edition));
    super::verdict(profile, &table, policies, vec![largest_limit(policies.largest_limit)], |flags| {
        super::flag_masked_hypodiploidy(flags);
        flags.when(flags.may_be("b_other"), "b_all.flag.expression_only");
        let blast_phase = Condition::Is(Asked::Has(Lesion::BcrAbl1));
        flags.certain(&blast_phase, "b_all.flag.chronic_phase_before");
    })
}
