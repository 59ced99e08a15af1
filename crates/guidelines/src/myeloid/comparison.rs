//! ICC 2022 and WHO 5 side by side: whether they name the same entity, and which criterion makes the difference.

use std::sync::LazyLock;

use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
    verdict::{Comparison, Outcome, Verdict},
};

use super::{Indicated, MyeloidPolicies, blasts, chromosome_7, complex};
use crate::{
    conditions::{any_mutated, at_least, has_any, mutated, mutated_at, stated},
    engine::{
        decision::Decision,
        judge::Judgement,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::laws,
};

/// Entities of both that are one entity under another name or another division.
const SAME: [(&str, &str); 17] = [
    ("aml_mllt3_kmt2a", "aml_kmt2a"),
    ("aml_kmt2a_other", "aml_kmt2a"),
    ("aml_mecom_inv3", "aml_mecom"),
    ("aml_mecom_other", "aml_mecom"),
    ("apl_other_rara", "aml_other_defined"),
    ("aml_rare_translocation", "aml_nup98"),
    ("aml_rare_translocation", "aml_rbm15_mrtfa"),
    ("aml_rare_translocation", "aml_other_defined"),
    ("aml_mr_gene", "aml_mr"),
    ("aml_mr_cytogenetics", "aml_mr"),
    ("aml_nos", "aml_by_differentiation"),
    ("mds_tp53", "mds_bitp53"),
    ("mds_del5q", "mds_5q"),
    ("mds_eb", "mds_ib1"),
    ("mds_nos", "mds_lb"),
    ("mds_mpn_t_sf3b1", "mds_mpn_sf3b1_t"),
    ("mds_mpn_other", "mds_mpn_other"),
];

fn categories(verdict: &Verdict) -> Vec<String> {
    match &verdict.outcome {
        Outcome::Decided { category } => vec![category.clone()],
        Outcome::Reachable { categories } => categories.clone(),
        Outcome::NotApplicable { .. } => vec!["not_applicable".to_owned()],
    }
}

/// A criterion on which the two differ: between these entities (all where none is named), where this holds.
struct Difference {
    key: &'static str,
    icc: &'static [&'static str],
    who: &'static [&'static str],
    when: Condition<Asked>,
}

const WHO_DEFINED: &[&str] = &[
    "apl_pml_rara",
    "aml_runx1_runx1t1",
    "aml_cbfb_myh11",
    "aml_dek_nup214",
    "aml_rbm15_mrtfa",
    "aml_kmt2a",
    "aml_mecom",
    "aml_nup98",
    "aml_npm1",
    "aml_other_defined",
];
const MDS_AML: &[&str] = &["mds_aml_tp53", "mds_aml_mr_gene", "mds_aml_mr_cytogenetics", "mds_aml_nos"];
const WHO_MDS: &[&str] = &["mds_bitp53", "mds_f", "mds_ib2"];
const WHO_CMML: &[&str] = &["cmml1_md", "cmml1_mp", "cmml2_md", "cmml2_mp"];

fn differences() -> Vec<Difference> {
    let eight = || -> Vec<Marker> {
        Marker::MYELODYSPLASIA_RELATED.into_iter().filter(|marker| *marker != Marker::Runx1).collect()
    };
    let all = Condition::All;
    let always = || Condition::Always;
    let mut list = Vec::new();
    let mut add = |key, icc, who, when| list.push(Difference { key, icc, who, when });
    // AML.
    add("icc_who.defining_blasts", &[], WHO_DEFINED, blasts(10).negated());
    add("icc_who.mds_aml", MDS_AML, WHO_MDS, always());
    add("icc_who.cebpa_blasts", &["aml_cebpa"], &[], blasts(20).negated());
    add(
        "icc_who.cebpa_biallelic",
        &[],
        &["aml_cebpa"],
        mutated(Marker::CebpaBiallelic).and(mutated(Marker::CebpaBzip).negated()),
    );
    add("icc_who.tp53_aml", &["aml_tp53"], &["aml_mr", "aml_by_differentiation"], always());
    add(
        "icc_who.runx1",
        &["aml_mr_gene"],
        &["aml_by_differentiation"],
        mutated(Marker::Runx1).and(any_mutated(&eight()).negated()),
    );
    add(
        "icc_who.cytogenetics_icc",
        &["aml_mr_cytogenetics"],
        &["aml_by_differentiation"],
        has_any(&[Lesion::Trisomy8, Lesion::Loss20q]),
    );
    add("icc_who.cytogenetics_who", &["aml_nos"], &["aml_mr"], has_any(&[Lesion::Loss11q, Lesion::Loss13q]));
    add(
        "icc_who.history",
        &["aml_nos"],
        &["aml_mr"],
        Condition::any_of([Asked::Stated(Circumstance::PriorMds), Asked::Stated(Circumstance::PriorMdsMpn)]),
    );
    add(
        "icc_who.rare_translocation",
        &["aml_rare_translocation"],
        &["aml_mr", "aml_by_differentiation", "aml_cebpa"],
        has_any(&[Lesion::Prdm16Rpn1, Lesion::PicalmMllt10, Lesion::Runx1Cbfa2t3]),
    );
    // TP53 below 20 %.
    add(
        "icc_who.tp53_one_allele",
        &["mds_tp53", "mds_aml_tp53"],
        &["mds_f", "mds_ib2", "mds_ib1", "mds_5q", "mds_sf3b1", "mds_h", "mds_lb", "ccus"],
        always(),
    );
    add(
        "icc_who.tp53_fraction",
        &["mds_eb", "mds_del5q", "mds_sf3b1", "mds_nos", "mds_aml_mr_gene", "mds_aml_mr_cytogenetics", "mds_aml_nos"],
        &["mds_bitp53"],
        always(),
    );
    // MDS.
    add("icc_who.blood_blasts", &["mds_eb"], &["mds_ib2"], at_least(Measure::BloodBlasts, 500));
    add("icc_who.auer_rods", &["mds_eb"], &["mds_ib2"], stated(Circumstance::AuerRods));
    add("icc_who.fibrosis", &[], &["mds_f"], always());
    add("icc_who.hypoplastic", &[], &["mds_h"], always());
    add(
        "icc_who.sf3b1_fraction",
        &[],
        &["mds_sf3b1", "mds_mpn_sf3b1_t"],
        mutated(Marker::Sf3b1).and(mutated_at(Marker::Sf3b1, 10).negated()),
    );
    add("icc_who.sf3b1_runx1", &["mds_nos"], &["mds_sf3b1"], mutated(Marker::Runx1));
    add(
        "icc_who.sf3b1_cytogenetics",
        &["mds_nos"],
        &["mds_sf3b1"],
        has_any(&[Lesion::Loss7q, Lesion::Abnormal3q, Lesion::MecomInv3, Lesion::MecomOther]),
    );
    add("icc_who.sf3b1_loss_5q", &["mds_sf3b1"], &["mds_lb", "mds_h"], has_any(&[Lesion::Loss5q]));
    add(
        "icc_who.ring_sideroblasts",
        &[],
        &["mds_sf3b1"],
        mutated(Marker::Sf3b1).negated().and(at_least(Measure::RingSideroblasts, 1500)),
    );
    add(
        "icc_who.no_dysplasia",
        &["mds_nos_without_dysplasia"],
        &["ccus"],
        Condition::Any(vec![chromosome_7(), complex()]),
    );
    // CMML.
    add("icc_who.cmml_cytopenia", &[], WHO_CMML, stated(Circumstance::Cytopenia).negated());
    add(
        "icc_who.cmml_below_one",
        WHO_CMML,
        &[],
        all(vec![at_least(Measure::Monocytes, 100).negated(), stated(Circumstance::Dysplasia).negated()]),
    );
    list
}

/// The differences, and a table of their criteria.
static DIFFERENCES: LazyLock<(Vec<Difference>, Decision<Asked>)> = LazyLock::new(|| {
    let list = differences();
    let rows =
        list.iter().map(|one| Row { id: one.key, source: "", when: one.when.clone(), then: Answer::Category(one.key) });
    let mut scheme = Scheme {
        name: "ICC 2022, WHO 5",
        id: "icc_who",
        rules_version: "1",
        source: "",
        categories: &[],
        rows: rows.collect(),
        noted: vec![Asked::Has(Lesion::AnyAbnormality)],
        laws: Vec::new(),
    };
    scheme.laws = laws(&scheme.questions());
    (list, Decision::new(scheme))
});

/// What ICC 2022 and WHO 5 say of one case, and why they differ. A difference is told where its criterion is certain.
pub fn compare(profile: &Profile, policies: &MyeloidPolicies, icc: &Verdict, who: &Verdict) -> Comparison {
    let schemes = [icc.scheme_id.clone(), who.scheme_id.clone()];
    let (icc, who) = (categories(icc), categories(who));
    let same_entity = match (&icc[..], &who[..]) {
        ([icc], [who]) => Some(icc == who || SAME.contains(&(icc.as_str(), who.as_str()))),
        _ => None,
    };
    let mut comparison = Comparison { schemes, first: icc, second: who, same_entity, differences: Vec::new() };
    if comparison.same_entity != Some(false) {
        return comparison;
    }
    let within = |named: &[&str], found: &[String]| {
        named.is_empty() || found.iter().any(|category| named.contains(&category.as_str()))
    };
    let facts = Indicated { profile, policies };
    let judgement = Judgement::new(&DIFFERENCES.1, &facts);
    comparison.differences = DIFFERENCES
        .0
        .iter()
        .filter(|one| within(one.icc, &comparison.first) && within(one.who, &comparison.second))
        .filter(|one| judgement.certain(&one.when))
        .map(|one| one.key.to_owned())
        .collect();
    if comparison.differences.is_empty() {
        comparison.differences.push("icc_who.other".to_owned());
    }
    comparison
}
