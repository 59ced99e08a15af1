//! The tables as rows, in the order of the hierarchy.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
};

use crate::{
    conditions::{above, any_mutated, at_least, has, has_any, mutated, stated},
    engine::{
        decision::Decision,
        scheme::{Condition, Scheme},
    },
    myeloid::{
        Rows, Tables, anaemia, blasts, complex, is_overlap, low_blasts, marrow_or_blood, monocytosis,
        myeloid_clone_by_who, myeloid_mutation,
    },
    profile::{Asked, Marker, Tp53Rule},
};

const CATEGORIES: &[&str] = &[
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
    "aml_bcr_abl1",
    "aml_cebpa",
    "aml_mr",
    "aml_by_differentiation",
    "mds_bitp53",
    "mds_5q",
    "mds_sf3b1",
    "mds_f",
    "mds_ib2",
    "mds_ib1",
    "mds_h",
    "mds_lb",
    "cmml1_md",
    "cmml1_mp",
    "cmml2_md",
    "cmml2_mp",
    "mds_mpn_sf3b1_t",
    "mds_mpn_other",
    "ccus",
];

/// What rests on tables that were not read.
pub(super) const UNREAD: [&str; 5] = ["aml_other_defined", "aml_mr", "mds_mpn_sf3b1_t", "mds_bitp53", "ccus"];

// RULE: WHO 5, AML-MR, the eight genes: those of ICC 2022 less RUNX1.
const MR_GENES: [Marker; 8] = [
    Marker::Asxl1,
    Marker::Bcor,
    Marker::Ezh2,
    Marker::Sf3b1,
    Marker::Srsf2,
    Marker::Stag2,
    Marker::U2af1,
    Marker::Zrsr2,
];

// RULE: WHO 5, AML-MR, cytogenetics (general knowledge); complex is asked beside. +8 and del(20q) are not among them.
const MR_CYTOGENETICS: [Lesion; 9] = [
    Lesion::Loss5q,
    Lesion::Monosomy7,
    Lesion::Loss7q,
    Lesion::Loss11q,
    Lesion::Loss12p,
    Lesion::Loss13q,
    Lesion::Loss17p,
    Lesion::Isochromosome17q,
    Lesion::IdicXq13,
];

fn all(conditions: Vec<Condition<Asked>>) -> Condition<Asked> {
    Condition::All(conditions)
}

pub(super) static TABLES: Tables =
    Tables::new(|| Decision::new(scheme(Disease::MdsMpn)), || Decision::new(scheme(Disease::Mds)));

/// The tables, for a stated indication: a stated MDS/MPN or CMML that meets no named entity is another MDS/MPN, not MDS.
pub fn scheme(indication: Disease) -> Scheme<Asked> {
    let mut rows = Rows::default();
    defining(&mut rows);
    twenty_percent(&mut rows);
    overlap(&mut rows, is_overlap(indication));
    myelodysplastic(&mut rows);
    rows.scheme("WHO 5", "who5", "Leukemia 2022;36:1703 (doi 10.1038/s41375-022-01613-1)", CATEGORIES)
}

// RULE: WHO 5 Table 7, defining genetic abnormalities: no least blasts, but some (general knowledge); BCR::ABL1 and CEBPA from 20 %.
fn defining(rows: &mut Rows) {
    const SOURCE: &str = "Table 7, AML with defining genetic abnormalities, whatever the blasts but not without";
    let some_blasts = || Condition::Any(vec![above(Measure::MarrowBlasts, 0), above(Measure::BloodBlasts, 0)]);
    for (id, lesions, category) in [
        ("who5.apl_pml_rara", &[Lesion::PmlRara][..], "apl_pml_rara"),
        ("who5.aml_runx1_runx1t1", &[Lesion::Runx1Runx1t1], "aml_runx1_runx1t1"),
        ("who5.aml_cbfb_myh11", &[Lesion::CbfbMyh11], "aml_cbfb_myh11"),
        ("who5.aml_dek_nup214", &[Lesion::DekNup214], "aml_dek_nup214"),
        ("who5.aml_rbm15_mrtfa", &[Lesion::Rbm15Mrtfa], "aml_rbm15_mrtfa"),
        ("who5.aml_kmt2a", &[Lesion::Kmt2aMllt3, Lesion::Kmt2aOther], "aml_kmt2a"),
        ("who5.aml_mecom", &[Lesion::MecomInv3, Lesion::MecomOther], "aml_mecom"),
        ("who5.aml_nup98", &[Lesion::Nup98Rearranged], "aml_nup98"),
    ] {
        rows.entity(id, SOURCE, some_blasts().and(has_any(lesions)), category);
    }
    rows.entity("who5.aml_npm1", SOURCE, some_blasts().and(mutated(Marker::Npm1)), "aml_npm1");
    // RULE: WHO 5 Table 7, other defined genetic alterations; no least blasts are stated for them. METHOD: another partner of RARA
    // has no entity of its own there, so it is one of these.
    rows.entity(
        "who5.aml_other_defined",
        "Table 7, AML with other defined genetic alterations",
        some_blasts().and(has_any(&[
            Lesion::Cbfa2t3Glis2,
            Lesion::Kat6aCrebbp,
            Lesion::FusErg,
            Lesion::Etv6Mnx1,
            Lesion::Npm1Mlf1,
            Lesion::RaraOther,
        ])),
        "aml_other_defined",
    );
    rows.entity(
        "who5.aml_bcr_abl1",
        "Table 7, AML with BCR::ABL1 fusion, 20 % blasts or more",
        blasts(20).and(has(Lesion::BcrAbl1)),
        "aml_bcr_abl1",
    );
    rows.outside(
        "who5.scope.bcr_abl1",
        "BCR::ABL1 below 20 % blasts: chronic myeloid leukaemia is another table",
        has(Lesion::BcrAbl1),
        "bcr_abl1_below_20",
    );
    rows.entity(
        "who5.aml_cebpa",
        "Table 7, AML with CEBPA mutation (biallelic, or one of the bZIP domain), 20 % blasts or more",
        blasts(20).and(any_mutated(&[Marker::CebpaBiallelic, Marker::CebpaBzip])),
        "aml_cebpa",
    );
}

// RULE: WHO 5, AML, myelodysplasia-related: a history, one of eight genes, or cytogenetics; then by differentiation. Acute erythroid
// leukaemia (pure erythroid, whatever the blasts), which is one of these, goes before it.
fn twenty_percent(rows: &mut Rows) {
    rows.entity(
        "who5.aml_erythroid",
        "Table 7, AML defined by differentiation: acute erythroid leukaemia, before AML-MR",
        stated(Circumstance::PureErythroid),
        "aml_by_differentiation",
    );
    for (id, source, when) in [
        ("who5.aml_mr.genes", "AML-MR: mutation of one of eight genes", any_mutated(&MR_GENES)),
        (
            "who5.aml_mr.cytogenetics",
            "AML-MR: complex karyotype or a defining unbalanced abnormality",
            Condition::Any(vec![complex(), has_any(&MR_CYTOGENETICS)]),
        ),
        (
            "who5.aml_mr.history",
            "AML-MR: history of MDS or MDS/MPN",
            Condition::any_of([Asked::Stated(Circumstance::PriorMds), Asked::Stated(Circumstance::PriorMdsMpn)]),
        ),
    ] {
        rows.entity(id, source, blasts(20).and(when), "aml_mr");
    }
    rows.entity(
        "who5.aml_by_differentiation",
        "Table 7, AML defined by differentiation: morphology and immunophenotype name it",
        blasts(20),
        "aml_by_differentiation",
    );
}

// RULE: WHO 5 Table 6, CMML, and MDS/MPN with SF3B1 mutation and thrombocytosis.
fn overlap(rows: &mut Rows, stated_overlap: bool) {
    let clone = || Condition::Any(vec![has(Lesion::AnyAbnormality), myeloid_mutation()]);
    let dysplasia = || stated(Circumstance::Dysplasia);
    let one_or_both = || {
        Condition::Any(vec![
            at_least(Measure::Monocytes, 100).and(Condition::Any(vec![dysplasia(), clone()])),
            dysplasia().and(clone()),
        ])
    };
    rows.outside(
        "who5.scope.tyrosine_kinase_fusion",
        "Table 6, prerequisite 4: no myeloid/lymphoid neoplasm with a tyrosine kinase fusion",
        monocytosis().and(has(Lesion::TyrosineKinaseFusion)),
        "tyrosine_kinase_fusion",
    );
    for (id, second, proliferative, category) in [
        ("who5.cmml2_mp", true, true, "cmml2_mp"),
        ("who5.cmml2_md", true, false, "cmml2_md"),
        ("who5.cmml1_mp", false, true, "cmml1_mp"),
        ("who5.cmml1_md", false, false, "cmml1_md"),
    ] {
        // RULE: WHO 5 Table 6, prerequisite 3: no myeloproliferative neoplasm; as far as a history tells.
        let mut conditions = vec![monocytosis(), one_or_both(), stated(Circumstance::PriorMpn).negated()];
        if second {
            // RULE: WHO 5 Table 6, CMML-2; its "and" between blood and marrow is read as either, since CMML-1 asks for both below.
            conditions.push(marrow_or_blood(10, 5));
        }
        if proliferative {
            conditions.push(at_least(Measure::Leukocytes, 1300));
        }
        rows.entity(id, "Table 6, diagnostic criteria of CMML", all(conditions), category);
    }
    rows.entity(
        "who5.mds_mpn_sf3b1_t",
        "MDS/MPN with SF3B1 mutation and thrombocytosis",
        all(vec![
            at_least(Measure::Platelets, 45_000),
            mutated(Marker::Sf3b1),
            anaemia(),
            marrow_or_blood(5, 1).negated(),
        ]),
        "mds_mpn_sf3b1_t",
    );
    if stated_overlap {
        rows.entity(
            "who5.mds_mpn_other",
            "MDS/MPN other than CMML and MDS/MPN-SF3B1-T: morphology decides",
            Condition::Always,
            "mds_mpn_other",
        );
    }
}

// RULE: WHO 5 Table 3, below 20 % blasts; biallelic TP53 goes before del(5q) and SF3B1 (general knowledge).
fn myelodysplastic(rows: &mut Rows) {
    rows.outside(
        "who5.scope.no_cytopenia",
        "MDS and CCUS ask for a cytopenia",
        stated(Circumstance::Cytopenia).negated(),
        "no_cytopenia",
    );
    rows.entity(
        "who5.mds_bitp53",
        "Table 3, MDS with biallelic TP53 inactivation, below 20 % blasts",
        Condition::Is(Asked::Tp53Multi(Tp53Rule::Who5)),
        "mds_bitp53",
    );
    rows.entity(
        "who5.mds_f",
        "Table 3, MDS with fibrosis: 5 to 19 % of marrow or 2 to 19 % of blood, reticulin grade 2 or 3",
        marrow_or_blood(5, 2).and(at_least(Measure::MarrowFibrosis, 200)),
        "mds_f",
    );
    rows.entity(
        "who5.mds_ib2",
        "Table 3, MDS-IB2: 10 to 19 % of marrow, 5 to 19 % of blood, or Auer rods",
        Condition::Any(vec![marrow_or_blood(10, 5), stated(Circumstance::AuerRods)]),
        "mds_ib2",
    );
    rows.entity(
        "who5.mds_ib1",
        "Table 3, MDS-IB1: 5 to 9 % of marrow or 2 to 4 % of blood",
        low_blasts().negated(),
        "mds_ib1",
    );
    rows.entity(
        "who5.mds_5q",
        "Table 3, MDS-5q: alone, or with one other abnormality that is not of chromosome 7",
        has(Lesion::Isolated5q),
        "mds_5q",
    );
    rows.entity(
        "who5.mds_sf3b1",
        "Table 3, MDS-SF3B1: SF3B1, or 15 % ring sideroblasts; no 5q deletion, monosomy 7 or complex karyotype",
        all(vec![
            Condition::Any(vec![mutated(Marker::Sf3b1), at_least(Measure::RingSideroblasts, 1500)]),
            has_any(&[Lesion::Loss5q, Lesion::Monosomy7]).negated(),
            complex().negated(),
        ]),
        "mds_sf3b1",
    );
    // RULE: WHO 5: without dysplasia a clonal cytopenia is no MDS.
    rows.entity(
        "who5.ccus",
        "CCUS: a mutation of 2 % or more (4 % in a man, where the gene is on the X chromosome), or a clonal chromosomal abnormality, without dysplasia",
        all(vec![
            stated(Circumstance::Dysplasia).negated(),
            Condition::Any(vec![has(Lesion::AnyAbnormality), myeloid_clone_by_who()]),
        ]),
        "ccus",
    );
    rows.outside(
        "who5.scope.no_clone",
        "No criteria of a myeloid neoplasm or of clonal haematopoiesis are met",
        stated(Circumstance::Dysplasia).negated(),
        "no_clone",
    );
    rows.entity(
        "who5.mds_h",
        "Table 3, MDS, hypoplastic: marrow cellularity of 25 % or less, adjusted for age",
        stated(Circumstance::HypocellularMarrow),
        "mds_h",
    );
    rows.entity("who5.mds_lb", "Table 3, MDS with low blasts", Condition::Always, "mds_lb");
}
