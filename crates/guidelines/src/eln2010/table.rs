//! The table as rows, in the order of the decision.

use marv_model::cytogenetics::Lesion;

use crate::{
    conditions::{has, has_any, mutated},
    engine::{
        laws::Law,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker},
    rules::laws,
};

const FAVORABLE: Answer = Answer::Category("favorable");
const INTERMEDIATE_1: Answer = Answer::Category("intermediate_1");
const INTERMEDIATE_2: Answer = Answer::Category("intermediate_2");
const ADVERSE: Answer = Answer::Category("adverse");

fn normal() -> Condition<Asked> {
    has(Lesion::AnyAbnormality).negated()
}

/// The table.
pub fn scheme() -> Scheme<Asked> {
    let mut rows = Vec::new();
    let mut row =
        |id: &'static str, source: &'static str, when, then: Answer| rows.push(Row { id, source, when, then });

    // RULE: ELN 2010 Table 4 leaves out acute promyelocytic leukaemia.
    row(
        "eln2010.scope.apl",
        "Table 4 covers AML other than APL",
        has_any(&[Lesion::PmlRara, Lesion::RaraOther]),
        Answer::NotApplicable("apl"),
    );
    // RULE: ELN 2010 Table 4, favorable.
    row(
        "eln2010.favorable.runx1_runx1t1",
        "Table 4, favorable: t(8;21)(q22;q22); RUNX1-RUNX1T1",
        has(Lesion::Runx1Runx1t1),
        FAVORABLE,
    );
    row(
        "eln2010.favorable.cbfb_myh11",
        "Table 4, favorable: inv(16)(p13.1q22) or t(16;16)(p13.1;q22); CBFB-MYH11",
        has(Lesion::CbfbMyh11),
        FAVORABLE,
    );
    // RULE: ELN 2010 Table 4, adverse.
    for (id, lesion, source) in [
        (
            "eln2010.adverse.mecom_inv3",
            Lesion::MecomInv3,
            "Table 4, adverse: inv(3)(q21q26.2) or t(3;3)(q21;q26.2); RPN1-EVI1",
        ),
        ("eln2010.adverse.dek_nup214", Lesion::DekNup214, "Table 4, adverse: t(6;9)(p23;q34); DEK-NUP214"),
        ("eln2010.adverse.kmt2a_other", Lesion::Kmt2aOther, "Table 4, adverse: t(v;11)(v;q23); MLL rearranged"),
        ("eln2010.adverse.loss_5q", Lesion::Loss5q, "Table 4, adverse: -5 or del(5q)"),
        ("eln2010.adverse.monosomy_7", Lesion::Monosomy7, "Table 4, adverse: -7"),
        ("eln2010.adverse.abnormal_17p", Lesion::Abnormal17p, "Table 4, adverse: abnl(17p)"),
    ] {
        row(id, source, has(lesion), ADVERSE);
    }
    row(
        "eln2010.adverse.complex_karyotype",
        "Table 4, adverse: complex karyotype",
        Condition::Is(Asked::Abnormalities(3)).and(has_any(&Lesion::ELN_2010_RECURRENT).negated()),
        ADVERSE,
    );
    // RULE: ELN 2010 Table 4, intermediate-II.
    row(
        "eln2010.intermediate_2.mllt3_kmt2a",
        "Table 4, intermediate-II: t(9;11)(p22;q23); MLLT3-MLL",
        has(Lesion::Kmt2aMllt3),
        INTERMEDIATE_2,
    );
    // RULE: ELN 2010 Table 4, favorable and intermediate-I ask for a normal karyotype.
    row(
        "eln2010.favorable.npm1",
        "Table 4, favorable: mutated NPM1 without FLT3-ITD (normal karyotype)",
        Condition::All(vec![normal(), mutated(Marker::Npm1), mutated(Marker::Flt3Itd).negated()]),
        FAVORABLE,
    );
    row(
        "eln2010.favorable.cebpa",
        "Table 4, favorable: mutated CEBPA (normal karyotype)",
        normal().and(mutated(Marker::Cebpa)),
        FAVORABLE,
    );
    row(
        "eln2010.intermediate_1.normal_karyotype",
        "Table 4, intermediate-I: normal karyotype with FLT3-ITD, or with wild-type NPM1",
        normal(),
        INTERMEDIATE_1,
    );
    row(
        "eln2010.intermediate_2.other",
        "Table 4, intermediate-II: cytogenetic abnormalities not classified as favorable or adverse",
        Condition::Always,
        INTERMEDIATE_2,
    );

    let mut scheme = Scheme {
        name: "ELN 2010",
        id: "eln2010",
        rules_version: "1",
        source: "Blood 2010;115:453, Table 4 (doi 10.1182/blood-2009-07-235358)",
        categories: &["favorable", "intermediate_1", "intermediate_2", "adverse"],
        rows,
        noted: vec![Asked::Has(Lesion::AnyAbnormality), Asked::Has(Lesion::ComplexKaryotype)],
        laws: Vec::new(),
    };
    let mut questions = scheme.questions();
    questions.extend(&scheme.noted);
    scheme.laws = laws(&questions);
    scheme.laws.push(Law::implies(Asked::Has(Lesion::ComplexKaryotype), Asked::Abnormalities(3)));
    scheme
}
