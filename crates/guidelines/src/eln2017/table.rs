//! The table as rows, in the order of the decision.

use marv_model::{clinical::Measure, cytogenetics::Lesion};

use super::{Eln2017Policies, FavorableWithAdverse};
use crate::{
    conditions::{has, has_any, mutated},
    engine::{
        laws::Law,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Hundredths, Marker},
    rules::laws,
};

const FAVORABLE: Answer = Answer::Category("favorable");
const INTERMEDIATE: Answer = Answer::Category("intermediate");
const ADVERSE: Answer = Answer::Category("adverse");

// RULE: ELN 2017 Table 5, footnote on FLT3-ITD: high from an allelic ratio of 0.5.
pub(super) const ITD_HIGH: Asked = Asked::AtLeast(Measure::Flt3ItdRatio, Hundredths(50));

// RULE: ELN 2017 Table 5, footnote on complex karyotype: what keeps a karyotype from counting. Unlike ELN 2022 neither
// t(8;16) nor t(3q26.2;v) is among them, and trisomies are not excused.
/// The rearrangements in whose presence a karyotype is not complex.
pub(super) const CLASS_DEFINING: [Lesion; 7] = [
    Lesion::Runx1Runx1t1,
    Lesion::CbfbMyh11,
    Lesion::Kmt2aMllt3,
    Lesion::Kmt2aOther,
    Lesion::DekNup214,
    Lesion::MecomInv3,
    Lesion::BcrAbl1,
];

const ADVERSE_LESIONS: [(&str, Lesion, &str); 8] = [
    ("eln2017.adverse.dek_nup214", Lesion::DekNup214, "Table 5, adverse: t(6;9)(p23;q34.1)/DEK-NUP214"),
    ("eln2017.adverse.kmt2a_other", Lesion::Kmt2aOther, "Table 5, adverse: t(v;11q23.3)/KMT2A rearranged"),
    ("eln2017.adverse.bcr_abl1", Lesion::BcrAbl1, "Table 5, adverse: t(9;22)(q34.1;q11.2)/BCR-ABL1"),
    (
        "eln2017.adverse.mecom_inv3",
        Lesion::MecomInv3,
        "Table 5, adverse: inv(3)(q21.3q26.2) or t(3;3)(q21.3;q26.2)/GATA2, MECOM(EVI1)",
    ),
    ("eln2017.adverse.loss_5q", Lesion::Loss5q, "Table 5, adverse: -5 or del(5q)"),
    ("eln2017.adverse.monosomy_7", Lesion::Monosomy7, "Table 5, adverse: -7"),
    ("eln2017.adverse.abnormal_17p", Lesion::Abnormal17p, "Table 5, adverse: -17/abn(17p)"),
    ("eln2017.adverse.monosomal_karyotype", Lesion::MonosomalKaryotype, "Table 5, adverse: monosomal karyotype"),
];

fn itd_high() -> Condition<Asked> {
    Condition::Is(ITD_HIGH)
}
/// Three or more unrelated abnormalities and none that defines a class.
fn complex() -> Condition<Asked> {
    Condition::Is(Asked::Abnormalities(3)).and(has_any(&CLASS_DEFINING).negated())
}
pub(super) fn adverse_cytogenetics() -> Condition<Asked> {
    let lesions = Condition::any_of(ADVERSE_LESIONS.map(|(_, lesion, _)| Asked::Has(lesion)));
    Condition::Any(vec![lesions, complex()])
}
pub(super) fn npm1_favorable() -> Condition<Asked> {
    mutated(Marker::Npm1).and(itd_high().negated())
}

/// The table under these choices.
pub fn scheme(policies: &Eln2017Policies) -> Scheme<Asked> {
    let mut rows = Vec::new();
    let mut row =
        |id: &'static str, source: &'static str, when, then: Answer| rows.push(Row { id, source, when, then });

    // RULE: ELN 2017 Table 5 leaves out acute promyelocytic leukaemia.
    row(
        "eln2017.scope.apl",
        "Table 5 covers AML other than APL",
        has_any(&[Lesion::PmlRara, Lesion::RaraOther]),
        Answer::NotApplicable("apl"),
    );
    // RULE: ELN 2017 Table 5, favorable, t(8;21) and inv(16)/t(16;16).
    row(
        "eln2017.favorable.runx1_runx1t1",
        "Table 5, favorable: t(8;21)(q22;q22.1)/RUNX1-RUNX1T1",
        has(Lesion::Runx1Runx1t1),
        FAVORABLE,
    );
    row(
        "eln2017.favorable.cbfb_myh11",
        "Table 5, favorable: inv(16)(p13.1q22) or t(16;16)(p13.1;q22)/CBFB-MYH11",
        has(Lesion::CbfbMyh11),
        FAVORABLE,
    );
    // RULE: ELN 2017 Table 5, intermediate, t(9;11); its footnote: before rare, concurrent adverse gene mutations.
    row(
        "eln2017.intermediate.mllt3_kmt2a",
        "Table 5, intermediate: t(9;11)(p21.3;q23.3)/MLLT3-KMT2A",
        has(Lesion::Kmt2aMllt3),
        INTERMEDIATE,
    );
    let favorable_genes: [(&str, &str, Condition<Asked>); 2] = [
        (
            "eln2017.favorable.npm1",
            "Table 5, favorable: mutated NPM1 without FLT3-ITD or with FLT3-ITD low",
            npm1_favorable(),
        ),
        (
            "eln2017.favorable.cebpa_biallelic",
            "Table 5, favorable: biallelic mutated CEBPA",
            mutated(Marker::CebpaBiallelic),
        ),
    ];
    let above = policies.favorable_with_adverse == FavorableWithAdverse::Favorable;
    if above {
        for (id, source, when) in favorable_genes.clone() {
            row(id, source, when, FAVORABLE);
        }
    }
    // RULE: ELN 2017 Table 5, adverse, cytogenetic rows.
    for (id, lesion, source) in ADVERSE_LESIONS {
        row(id, source, has(lesion), ADVERSE);
    }
    row("eln2017.adverse.complex_karyotype", "Table 5, adverse: complex karyotype", complex(), ADVERSE);
    // RULE: ELN 2017 Table 5, adverse, mutated TP53; no allele fraction is asked for.
    row("eln2017.adverse.tp53", "Table 5, adverse: mutated TP53", mutated(Marker::Tp53), ADVERSE);
    if !above {
        for (id, source, when) in favorable_genes {
            row(id, source, when, FAVORABLE);
        }
    }
    // RULE: ELN 2017 Table 5, footnote on RUNX1 and ASXL1: not where a favorable subtype is there, so below it.
    row("eln2017.adverse.runx1", "Table 5, adverse: mutated RUNX1", mutated(Marker::Runx1), ADVERSE);
    row("eln2017.adverse.asxl1", "Table 5, adverse: mutated ASXL1", mutated(Marker::Asxl1), ADVERSE);
    // RULE: ELN 2017 Table 5, the rows of NPM1 by FLT3-ITD.
    row(
        "eln2017.intermediate.npm1_flt3_itd_high",
        "Table 5, intermediate: mutated NPM1 and FLT3-ITD high",
        mutated(Marker::Npm1).and(itd_high()),
        INTERMEDIATE,
    );
    row("eln2017.adverse.flt3_itd_high", "Table 5, adverse: wild-type NPM1 and FLT3-ITD high", itd_high(), ADVERSE);
    row(
        "eln2017.intermediate.flt3_itd_low",
        "Table 5, intermediate: wild-type NPM1 with FLT3-ITD low",
        mutated(Marker::Flt3Itd),
        INTERMEDIATE,
    );
    row(
        "eln2017.intermediate.other",
        "Table 5, intermediate: wild-type NPM1 without FLT3-ITD; cytogenetic abnormalities not classified as favorable or adverse",
        Condition::Always,
        INTERMEDIATE,
    );

    let mut scheme = Scheme {
        name: "ELN 2017",
        id: "eln2017",
        rules_version: "1",
        source: "Blood 2017;129:424, Table 5 (doi 10.1182/blood-2016-08-733196)",
        categories: &["favorable", "intermediate", "adverse"],
        rows,
        noted: vec![Asked::Has(Lesion::AnyAbnormality), Asked::Has(Lesion::ComplexKaryotype)],
        laws: Vec::new(),
    };
    let mut questions = scheme.questions();
    questions.extend(&scheme.noted);
    scheme.laws = laws(&questions);
    scheme.laws.push(Law::implies(ITD_HIGH, Asked::Mutated(Marker::Flt3Itd)));
    scheme.laws.push(Law::implies(Asked::Has(Lesion::ComplexKaryotype), Asked::Abnormalities(3)));
    scheme
}
