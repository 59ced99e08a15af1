//! The table as rows, in the order of the decision. Footnotes are in its rows' sources.

use marv_model::cytogenetics::Lesion;

use super::{CebpaWithAdverse, CoreBindingWithAdverse, Eln2022Policies, Kmt2aWithAdverse, Npm1ItdWithMrGene};
use crate::{
    conditions::{has, mutated},
    engine::scheme::{Answer, Condition, Row, Scheme},
    profile::{Asked, Marker, Percent, cytogenetic_laws},
};

pub(super) const FAVORABLE: Answer = Answer::Category("favorable");
pub(super) const INTERMEDIATE: Answer = Answer::Category("intermediate");
pub(super) const ADVERSE: Answer = Answer::Category("adverse");

// RULE: ELN 2022 Table 6, footnote i: TP53 counts from a variant allele fraction of 10 %, one allele or both.
pub(super) const TP53: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

// RULE: ELN 2022 Table 6, adverse, cytogenetic rows.
/// The adverse rearrangements and lesions, each a row: identifier, lesion, place in the table.
const ADVERSE_CYTOGENETICS: [(&str, Lesion, &str); 11] = [
    ("eln2022.adverse.dek_nup214", Lesion::DekNup214, "Table 6, adverse: t(6;9)(p23.3;q34.1)/DEK::NUP214"),
    ("eln2022.adverse.kmt2a_other", Lesion::Kmt2aOther, "Table 6, adverse: t(v;11q23.3)/KMT2A-rearranged (e)"),
    ("eln2022.adverse.bcr_abl1", Lesion::BcrAbl1, "Table 6, adverse: t(9;22)(q34.1;q11.2)/BCR::ABL1"),
    ("eln2022.adverse.kat6a_crebbp", Lesion::Kat6aCrebbp, "Table 6, adverse: t(8;16)(p11.2;p13.3)/KAT6A::CREBBP"),
    (
        "eln2022.adverse.mecom_inv3",
        Lesion::MecomInv3,
        "Table 6, adverse: inv(3)(q21.3q26.2) or t(3;3)(q21.3;q26.2)/GATA2, MECOM",
    ),
    ("eln2022.adverse.mecom_other", Lesion::MecomOther, "Table 6, adverse: t(3q26.2;v)/MECOM-rearranged"),
    ("eln2022.adverse.loss_5q", Lesion::Loss5q, "Table 6, adverse: -5 or del(5q)"),
    ("eln2022.adverse.monosomy_7", Lesion::Monosomy7, "Table 6, adverse: -7"),
    ("eln2022.adverse.abnormal_17p", Lesion::Abnormal17p, "Table 6, adverse: -17/abn(17p)"),
    ("eln2022.adverse.complex_karyotype", Lesion::ComplexKaryotype, "Table 6, adverse: complex karyotype (f)"),
    ("eln2022.adverse.monosomal_karyotype", Lesion::MonosomalKaryotype, "Table 6, adverse: monosomal karyotype (g)"),
];

const MR_GENES: [(&str, Marker); 9] = [
    ("eln2022.adverse.asxl1", Marker::Asxl1),
    ("eln2022.adverse.bcor", Marker::Bcor),
    ("eln2022.adverse.ezh2", Marker::Ezh2),
    ("eln2022.adverse.runx1", Marker::Runx1),
    ("eln2022.adverse.sf3b1", Marker::Sf3b1),
    ("eln2022.adverse.srsf2", Marker::Srsf2),
    ("eln2022.adverse.stag2", Marker::Stag2),
    ("eln2022.adverse.u2af1", Marker::U2af1),
    ("eln2022.adverse.zrsr2", Marker::Zrsr2),
];

/// Any adverse rearrangement or chromosomal lesion.
pub(super) fn adverse_cytogenetics() -> Condition<Asked> {
    Condition::any_of(ADVERSE_CYTOGENETICS.map(|(_, lesion, _)| Asked::Has(lesion)))
}
/// Any myelodysplasia-related gene.
pub(super) fn mr_gene() -> Condition<Asked> {
    Condition::any_of(MR_GENES.map(|(_, marker)| Asked::Mutated(marker)))
}
/// Either core-binding-factor rearrangement.
pub(super) fn core_binding_factor() -> Condition<Asked> {
    Condition::any_of([Asked::Has(Lesion::Runx1Runx1t1), Asked::Has(Lesion::CbfbMyh11)])
}

/// The table under these choices.
pub fn scheme(policies: &Eln2022Policies) -> Scheme<Asked> {
    let mut rows = Vec::new();
    let mut row =
        |id: &'static str, source: &'static str, when, then: Answer| rows.push(Row { id, source, when, then });

    // RULE: ELN 2022 Table 6 leaves out acute promyelocytic leukaemia.
    row(
        "eln2022.scope.apl",
        "Table 6 covers AML other than APL",
        Condition::any_of([Asked::Has(Lesion::PmlRara), Asked::Has(Lesion::RaraOther)]),
        Answer::NotApplicable("apl"),
    );
    // RULE: ELN 2022 Table 6, favorable, t(8;21) and inv(16)/t(16;16); footnote a: KIT and FLT3 do not alter it.
    for (id, lesion, source) in [
        (
            "eln2022.favorable.runx1_runx1t1",
            Lesion::Runx1Runx1t1,
            "Table 6, favorable: t(8;21)(q22;q22.1)/RUNX1::RUNX1T1 (a)",
        ),
        (
            "eln2022.favorable.cbfb_myh11",
            Lesion::CbfbMyh11,
            "Table 6, favorable: inv(16)(p13.1q22) or t(16;16)(p13.1;q22)/CBFB::MYH11 (a)",
        ),
    ] {
        let when = match policies.core_binding_with_adverse {
            CoreBindingWithAdverse::Favorable => has(lesion),
            CoreBindingWithAdverse::Adverse => {
                let adverse = Condition::Any(vec![Condition::Is(TP53), adverse_cytogenetics()]);
                has(lesion).and(adverse.negated())
            }
        };
        row(id, source, when, FAVORABLE);
    }
    // RULE: ELN 2022 Table 6, intermediate, t(9;11); footnote d: before rare, concurrent adverse gene mutations.
    row(
        "eln2022.intermediate.mllt3_kmt2a",
        "Table 6, intermediate: t(9;11)(p21.3;q23.3)/MLLT3::KMT2A (d)",
        match policies.kmt2a_with_adverse {
            Kmt2aWithAdverse::Intermediate => has(Lesion::Kmt2aMllt3),
            Kmt2aWithAdverse::Adverse => has(Lesion::Kmt2aMllt3).and(adverse_cytogenetics().negated()),
        },
        INTERMEDIATE,
    );
    let cebpa =
        ("eln2022.favorable.cebpa_bzip", "Table 6, favorable: bZIP in-frame mutated CEBPA (c)", Marker::CebpaBzip);
    if policies.cebpa_with_adverse == CebpaWithAdverse::Favorable {
        row(cebpa.0, cebpa.1, mutated(cebpa.2).and(Condition::Is(TP53).negated()), FAVORABLE);
    }
    // RULE: ELN 2022 Table 6, footnote b: NPM1 with adverse cytogenetics is adverse, so these stand above NPM1.
    for (id, lesion, source) in ADVERSE_CYTOGENETICS {
        row(id, source, has(lesion), ADVERSE);
    }
    row("eln2022.adverse.tp53", "Table 6, adverse: mutated TP53 (i)", Condition::Is(TP53), ADVERSE);
    // RULE: ELN 2022 Table 6, favorable, NPM1 without FLT3-ITD; the allelic ratio no longer counts.
    row(
        "eln2022.favorable.npm1",
        "Table 6, favorable: mutated NPM1 without FLT3-ITD (b)",
        mutated(Marker::Npm1).and(mutated(Marker::Flt3Itd).negated()),
        FAVORABLE,
    );
    // RULE: ELN 2022 Table 6, footnote c: in-frame bZIP, one allele or both; FLT3-ITD does not alter it.
    if policies.cebpa_with_adverse == CebpaWithAdverse::Adverse {
        row(cebpa.0, cebpa.1, mutated(cebpa.2), FAVORABLE);
    }
    let npm1_itd = (
        "eln2022.intermediate.npm1_flt3_itd",
        "Table 6, intermediate: mutated NPM1 with FLT3-ITD (b)",
        mutated(Marker::Npm1).and(mutated(Marker::Flt3Itd)),
    );
    if policies.npm1_itd_with_mr_gene == Npm1ItdWithMrGene::Intermediate {
        row(npm1_itd.0, npm1_itd.1, npm1_itd.2.clone(), INTERMEDIATE);
    }
    // RULE: ELN 2022 Table 6, footnote h: not where a favorable subtype is there, so these stand below the favorable rows.
    for (id, marker) in MR_GENES {
        row(id, "Table 6, adverse: mutated myelodysplasia-related gene (h)", mutated(marker), ADVERSE);
    }
    if policies.npm1_itd_with_mr_gene == Npm1ItdWithMrGene::Adverse {
        row(npm1_itd.0, npm1_itd.1, npm1_itd.2, INTERMEDIATE);
    }
    row(
        "eln2022.intermediate.flt3_itd",
        "Table 6, intermediate: wild-type NPM1 with FLT3-ITD",
        mutated(Marker::Flt3Itd),
        INTERMEDIATE,
    );
    row(
        "eln2022.intermediate.other",
        "Table 6, intermediate: abnormalities not classified as favorable or adverse",
        Condition::Always,
        INTERMEDIATE,
    );

    Scheme {
        name: "ELN 2022",
        id: "eln2022",
        rules_version: "1",
        source: "Blood 2022;140:1345, Table 6 (doi 10.1182/blood.2022016867)",
        categories: &["favorable", "intermediate", "adverse"],
        rows,
        // RULE: ELN 2022 Table 6, footnote a: KIT and FLT3 beside core-binding-factor AML are told, and change nothing.
        noted: vec![Asked::Mutated(Marker::Kit), Asked::Mutated(Marker::Flt3Tkd)],
        laws: cytogenetic_laws(),
    }
}
