//! The tables as rows, in the order of the hierarchy.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
};

use crate::{
    conditions::{any_mutated, at_least, has, has_any, mutated, mutated_above, mutated_at, stated},
    engine::{
        decision::Decision,
        scheme::{Condition, Scheme},
    },
    myeloid::{
        IccTp53Fraction, Rows, Tables, anaemia, blasts, chromosome_7, complex, is_overlap, low_blasts, marrow_or_blood,
        monocytosis, myeloid_mutation_at,
    },
    profile::{Asked, Marker, Tp53Rule},
};

const CATEGORIES: &[&str] = &[
    "apl_pml_rara",
    "apl_other_rara",
    "aml_runx1_runx1t1",
    "aml_cbfb_myh11",
    "aml_mllt3_kmt2a",
    "aml_kmt2a_other",
    "aml_dek_nup214",
    "aml_mecom_inv3",
    "aml_mecom_other",
    "aml_rare_translocation",
    "aml_bcr_abl1",
    "aml_npm1",
    "aml_cebpa",
    "aml_tp53",
    "aml_mr_gene",
    "aml_mr_cytogenetics",
    "aml_nos",
    "mds_aml_tp53",
    "mds_aml_mr_gene",
    "mds_aml_mr_cytogenetics",
    "mds_aml_nos",
    "mds_tp53",
    "mds_sf3b1",
    "mds_del5q",
    "mds_eb",
    "mds_nos",
    "mds_nos_without_dysplasia",
    "cmml1_md",
    "cmml1_mp",
    "cmml2_md",
    "cmml2_mp",
    "mds_mpn_t_sf3b1",
    "mds_mpn_other",
    "cmus",
    "ccus",
];

/// What rests on tables that were not read.
pub(super) const UNREAD: [&str; 8] =
    ["mds_tp53", "mds_sf3b1", "mds_del5q", "mds_eb", "mds_nos", "mds_nos_without_dysplasia", "mds_aml_tp53", "ccus"];

// RULE: ICC 2022 Table 25, AML with other rare recurring translocations (supplemental Table 5: twelve; the three of NUP98 are one
// lesion here).
const RARE: [Lesion; 10] = [
    Lesion::Prdm16Rpn1,
    Lesion::Npm1Mlf1,
    Lesion::Kat6aCrebbp,
    Lesion::Rbm15Mrtfa,
    Lesion::Nup98Rearranged,
    Lesion::Etv6Mnx1,
    Lesion::PicalmMllt10,
    Lesion::FusErg,
    Lesion::Cbfa2t3Glis2,
    Lesion::Runx1Cbfa2t3,
];

// RULE: ICC 2022 Table 25, myelodysplasia-related cytogenetic abnormalities; complex is asked beside. Abnormalities of 17p count
// where TP53's band is lost: the table's add(17p) that leaves this open is open. Its t(5q) and t(12p) are read as unbalanced: they
// stand under that heading in the list of WHO 2008 and 2016 from which it was made; a balanced one is none of these here. -5 counts
// with del(5q).
const MR_CYTOGENETICS: [Lesion; 9] = [
    Lesion::Loss5q,
    Lesion::Monosomy7,
    Lesion::Loss7q,
    Lesion::Trisomy8,
    Lesion::Loss12p,
    Lesion::Isochromosome17q,
    Lesion::Loss17p,
    Lesion::Loss20q,
    Lesion::IdicXq13,
];

// RULE: ICC 2022, neoplasms with mutated TP53: an allele fraction from 10 %, or above it by the policy.
fn tp53(fraction: IccTp53Fraction) -> Condition<Asked> {
    match fraction {
        IccTp53Fraction::FromTen => mutated_at(Marker::Tp53, 10),
        IccTp53Fraction::AboveTen => mutated_above(Marker::Tp53, 10),
    }
}
fn tp53_multi(fraction: IccTp53Fraction) -> Condition<Asked> {
    Condition::Is(Asked::Tp53Multi(match fraction {
        IccTp53Fraction::FromTen => Tp53Rule::Icc2022,
        IccTp53Fraction::AboveTen => Tp53Rule::Icc2022Strict,
    }))
}

fn all(conditions: Vec<Condition<Asked>>) -> Condition<Asked> {
    Condition::All(conditions)
}
fn mr_gene() -> Condition<Asked> {
    any_mutated(&Marker::MYELODYSPLASIA_RELATED)
}
fn mr_cytogenetics() -> Condition<Asked> {
    Condition::Any(vec![complex(), has_any(&MR_CYTOGENETICS)])
}

static FROM_TEN: Tables = Tables::new(
    || Decision::new(scheme(Disease::MdsMpn, IccTp53Fraction::FromTen)),
    || Decision::new(scheme(Disease::Mds, IccTp53Fraction::FromTen)),
);
static ABOVE_TEN: Tables = Tables::new(
    || Decision::new(scheme(Disease::MdsMpn, IccTp53Fraction::AboveTen)),
    || Decision::new(scheme(Disease::Mds, IccTp53Fraction::AboveTen)),
);

pub(super) fn tables(fraction: IccTp53Fraction) -> &'static Tables {
    match fraction {
        IccTp53Fraction::FromTen => &FROM_TEN,
        IccTp53Fraction::AboveTen => &ABOVE_TEN,
    }
}

/// The tables, for a stated indication: a stated MDS/MPN or CMML that meets no named entity is another MDS/MPN, not MDS; and from
/// which allele fraction a mutation of TP53 counts.
pub fn scheme(indication: Disease, tp53_fraction: IccTp53Fraction) -> Scheme<Asked> {
    let mut rows = Rows::default();
    defining(&mut rows);
    twenty_percent(&mut rows, tp53(tp53_fraction));
    overlap(&mut rows, is_overlap(indication));
    ten_percent(&mut rows, tp53(tp53_fraction));
    below_ten_percent(&mut rows, tp53_fraction);
    rows.scheme("ICC 2022", "icc2022", "Blood 2022;140:1200 (doi 10.1182/blood.2022015850)", CATEGORIES)
}

// RULE: ICC 2022 Table 25, from 10 % blasts; BCR::ABL1 from 20 %.
fn defining(rows: &mut Rows) {
    const SOURCE: &str = "Table 25, AML with recurrent genetic abnormalities, 10 % blasts or more";
    for (id, lesions, category) in [
        ("icc2022.apl_pml_rara", &[Lesion::PmlRara][..], "apl_pml_rara"),
        ("icc2022.apl_other_rara", &[Lesion::RaraOther], "apl_other_rara"),
        ("icc2022.aml_runx1_runx1t1", &[Lesion::Runx1Runx1t1], "aml_runx1_runx1t1"),
        ("icc2022.aml_cbfb_myh11", &[Lesion::CbfbMyh11], "aml_cbfb_myh11"),
        ("icc2022.aml_mllt3_kmt2a", &[Lesion::Kmt2aMllt3], "aml_mllt3_kmt2a"),
        ("icc2022.aml_kmt2a_other", &[Lesion::Kmt2aOther], "aml_kmt2a_other"),
        ("icc2022.aml_dek_nup214", &[Lesion::DekNup214], "aml_dek_nup214"),
        ("icc2022.aml_mecom_inv3", &[Lesion::MecomInv3], "aml_mecom_inv3"),
        ("icc2022.aml_mecom_other", &[Lesion::MecomOther], "aml_mecom_other"),
        ("icc2022.aml_rare_translocation", &RARE[..], "aml_rare_translocation"),
    ] {
        rows.entity(id, SOURCE, blasts(10).and(has_any(lesions)), category);
    }
    rows.entity(
        "icc2022.aml_bcr_abl1",
        "Table 25, AML with t(9;22)(q34.1;q11.2)/BCR::ABL1, 20 % blasts or more",
        blasts(20).and(has(Lesion::BcrAbl1)),
        "aml_bcr_abl1",
    );
    rows.outside(
        "icc2022.scope.bcr_abl1",
        "BCR::ABL1 below 20 % blasts: chronic myeloid leukaemia is another table",
        has(Lesion::BcrAbl1),
        "bcr_abl1_below_20",
    );
    rows.entity("icc2022.aml_npm1", SOURCE, blasts(10).and(mutated(Marker::Npm1)), "aml_npm1");
    rows.entity("icc2022.aml_cebpa", SOURCE, blasts(10).and(mutated(Marker::CebpaBzip)), "aml_cebpa");
}

// RULE: ICC 2022 Table 25, from 20 % blasts, in the order of its hierarchy; pure erythroid leukaemia whatever the blasts.
fn twenty_percent(rows: &mut Rows, tp53: Condition<Asked>) {
    let leukaemia = || Condition::Any(vec![blasts(20), stated(Circumstance::PureErythroid)]);
    rows.entity(
        "icc2022.aml_tp53",
        "Table 25, AML with mutated TP53 (allele fraction 10 % or more), 20 % blasts or pure erythroid leukaemia",
        leukaemia().and(tp53),
        "aml_tp53",
    );
    rows.entity(
        "icc2022.aml_mr_gene",
        "Table 25, AML with myelodysplasia-related gene mutations, 20 % blasts or more",
        leukaemia().and(mr_gene()),
        "aml_mr_gene",
    );
    rows.entity(
        "icc2022.aml_mr_cytogenetics",
        "Table 25, AML with myelodysplasia-related cytogenetic abnormalities, 20 % blasts or more",
        leukaemia().and(mr_cytogenetics()),
        "aml_mr_cytogenetics",
    );
    rows.entity("icc2022.aml_nos", "Table 25, AML not otherwise specified", leukaemia(), "aml_nos");
}

// RULE: ICC 2022, tables of CMML, CMUS and MDS/MPN with SF3B1 and thrombocytosis, below 20 % blasts.
fn overlap(rows: &mut Rows, stated_overlap: bool) {
    let clone = || Condition::Any(vec![has(Lesion::AnyAbnormality), myeloid_mutation_at(10)]);
    let many = || at_least(Measure::Leukocytes, 1300);
    // Without a clone: monocytes from 1.0, with increased blasts or dysplasia; an immunophenotype is not asked here.
    let unproven = || {
        at_least(Measure::Monocytes, 100)
            .and(Condition::Any(vec![marrow_or_blood(5, 2), stated(Circumstance::Dysplasia)]))
    };
    let cmml = || all(vec![monocytosis(), stated(Circumstance::Cytopenia), Condition::Any(vec![clone(), unproven()])]);
    rows.outside(
        "icc2022.scope.tyrosine_kinase_fusion",
        "CMML: no fusion of myeloid/lymphoid neoplasms with eosinophilia",
        monocytosis().and(has(Lesion::TyrosineKinaseFusion)),
        "tyrosine_kinase_fusion",
    );
    // RULE: ICC 2022, CMML-2: 5 to 19 % of blood or 10 to 19 % of marrow; myeloproliferative from 13 x 10^9/L (general knowledge).
    for (id, second, proliferative, category) in [
        ("icc2022.cmml2_mp", true, true, "cmml2_mp"),
        ("icc2022.cmml2_md", true, false, "cmml2_md"),
        ("icc2022.cmml1_mp", false, true, "cmml1_mp"),
        ("icc2022.cmml1_md", false, false, "cmml1_md"),
    ] {
        let mut conditions = vec![cmml()];
        if second {
            conditions.push(marrow_or_blood(10, 5));
        }
        if proliferative {
            conditions.push(many());
        }
        rows.entity(id, "Diagnostic criteria of CMML", all(conditions), category);
    }
    // RULE: ICC 2022, MDS/MPN-T-SF3B1: SF3B1 above 10 %, where MDS with SF3B1 asks for 10 % or more. No inv(3) or t(3;3), no del(5q)
    // of MDS with del(5q), no fusion of a tyrosine kinase, no MPN before: as in the table of MDS/MPN, NOS; BCR::ABL1 is above.
    rows.entity(
        "icc2022.mds_mpn_t_sf3b1",
        "Diagnostic criteria of MDS/MPN-T-SF3B1",
        all(vec![
            at_least(Measure::Platelets, 45_000),
            mutated_above(Marker::Sf3b1, 10),
            anaemia(),
            marrow_or_blood(5, 1).negated(),
            has_any(&[Lesion::MecomInv3, Lesion::Isolated5q, Lesion::TyrosineKinaseFusion]).negated(),
            stated(Circumstance::PriorMpn).negated(),
        ]),
        "mds_mpn_t_sf3b1",
    );
    rows.entity(
        "icc2022.cmus",
        "Diagnostic criteria of CMUS: monocytosis and a mutation of 2 % or more, no dysplasia, no increased blasts",
        all(vec![monocytosis(), low_blasts(), stated(Circumstance::Dysplasia).negated(), myeloid_mutation_at(2)]),
        "cmus",
    );
    if stated_overlap {
        rows.entity(
            "icc2022.mds_mpn_other",
            "MDS/MPN other than CMML and MDS/MPN-T-SF3B1: morphology decides",
            Condition::Always,
            "mds_mpn_other",
        );
    }
}

// RULE: ICC 2022 Table 25 and the table of TP53, 10 to 19 % blasts.
fn ten_percent(rows: &mut Rows, tp53: Condition<Asked>) {
    for (id, source, when, category) in [
        (
            "icc2022.mds_aml_tp53",
            "MDS/AML with mutated TP53 (allele fraction 10 % or more), 10 to 19 % blasts",
            tp53,
            "mds_aml_tp53",
        ),
        (
            "icc2022.mds_aml_mr_gene",
            "Table 25, MDS/AML with myelodysplasia-related gene mutations, 10 to 19 % blasts",
            mr_gene(),
            "mds_aml_mr_gene",
        ),
        (
            "icc2022.mds_aml_mr_cytogenetics",
            "Table 25, MDS/AML with myelodysplasia-related cytogenetic abnormalities, 10 to 19 % blasts",
            mr_cytogenetics(),
            "mds_aml_mr_cytogenetics",
        ),
        ("icc2022.mds_aml_nos", "Table 25, MDS/AML not otherwise specified", Condition::Always, "mds_aml_nos"),
    ] {
        rows.entity(id, source, blasts(10).and(when), category);
    }
}

// RULE: ICC 2022, tables of MDS and of neoplasms with mutated TP53 (general knowledge), below 10 % blasts.
fn below_ten_percent(rows: &mut Rows, tp53_fraction: IccTp53Fraction) {
    rows.outside(
        "icc2022.scope.no_cytopenia",
        "MDS and CCUS ask for a cytopenia",
        stated(Circumstance::Cytopenia).negated(),
        "no_cytopenia",
    );
    rows.entity(
        "icc2022.mds_tp53",
        "MDS with mutated TP53: multi-hit, or a mutation of 10 % or more with a complex karyotype; 0 to 9 % blasts",
        Condition::Any(vec![tp53_multi(tp53_fraction), tp53(tp53_fraction).and(complex())]),
        "mds_tp53",
    );
    rows.entity(
        "icc2022.mds_eb",
        "MDS with excess blasts: 5 to 9 % of marrow, 2 to 9 % of blood, or Auer rods",
        Condition::Any(vec![marrow_or_blood(5, 2), stated(Circumstance::AuerRods)]),
        "mds_eb",
    );
    rows.entity(
        "icc2022.mds_del5q",
        "MDS with del(5q): alone or with one other abnormality that is not of chromosome 7",
        has(Lesion::Isolated5q),
        "mds_del5q",
    );
    rows.entity(
        "icc2022.mds_sf3b1",
        "MDS with mutated SF3B1 (10 % or more); no isolated del(5q), -7/del(7q), abn(3q26.2), complex karyotype or RUNX1",
        all(vec![
            mutated_at(Marker::Sf3b1, 10),
            mutated(Marker::Runx1).negated(),
            chromosome_7().negated(),
            has_any(&[Lesion::Abnormal3q, Lesion::MecomInv3, Lesion::MecomOther]).negated(),
            complex().negated(),
        ]),
        "mds_sf3b1",
    );
    rows.entity(
        "icc2022.mds_nos",
        "MDS not otherwise specified, with dysplasia of one lineage or several",
        stated(Circumstance::Dysplasia),
        "mds_nos",
    );
    rows.entity(
        "icc2022.mds_nos_without_dysplasia",
        "MDS not otherwise specified without dysplasia: -7/del(7q) or complex karyotype",
        Condition::Any(vec![chromosome_7(), complex()]),
        "mds_nos_without_dysplasia",
    );
    rows.entity(
        "icc2022.ccus",
        "CCUS: a mutation of 2 % or more, or a clonal chromosomal abnormality",
        Condition::Any(vec![has(Lesion::AnyAbnormality), myeloid_mutation_at(2)]),
        "ccus",
    );
    rows.outside(
        "icc2022.scope.no_clone",
        "No criteria of a myeloid neoplasm or of clonal haematopoiesis are met",
        Condition::Always,
        "no_clone",
    );
}
