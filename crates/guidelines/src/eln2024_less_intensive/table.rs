//! The table as rows, in the order of the decision.

use marv_model::{clinical::Circumstance, cytogenetics::Lesion};

use super::{Eln2024Policies, Tp53Fraction};
use crate::{
    conditions::{any_mutated, has_any, mutated, mutated_at, stated},
    engine::scheme::{Answer, Condition, Row, Scheme},
    profile::{Asked, Marker},
    rules::laws,
};

const FAVORABLE: Answer = Answer::Category("favorable");
const INTERMEDIATE: Answer = Answer::Category("intermediate");
const ADVERSE: Answer = Answer::Category("adverse");

/// The table under these choices.
pub fn scheme(policies: &Eln2024Policies) -> Scheme<Asked> {
    let mut rows = Vec::new();
    let mut row =
        |id: &'static str, source: &'static str, when, then: Answer| rows.push(Row { id, source, when, then });

    row(
        "eln2024_less_intensive.scope.apl",
        "Table 1 covers AML other than APL",
        has_any(&[Lesion::PmlRara, Lesion::RaraOther]),
        Answer::NotApplicable("apl"),
    );
    // RULE: ELN 2024 Table 1, heading: not after treatment with a hypomethylating agent.
    row(
        "eln2024_less_intensive.scope.prior_hypomethylating",
        "Table 1: patients without prior hypomethylating treatment",
        stated(Circumstance::PriorHypomethylating),
        Answer::NotApplicable("after_hypomethylating"),
    );
    // RULE: ELN 2024 Table 1, adverse; every other row asks for wild-type TP53.
    row(
        "eln2024_less_intensive.adverse.tp53",
        "Table 1, adverse: mutated TP53",
        match policies.tp53 {
            Tp53Fraction::Any => mutated(Marker::Tp53),
            Tp53Fraction::TenPercent => mutated_at(Marker::Tp53, 10),
        },
        ADVERSE,
    );
    // RULE: ELN 2024 Table 1, favorable: IDH1 whatever the signalling genes, and DDX41.
    row(
        "eln2024_less_intensive.favorable.idh1",
        "Table 1, favorable: mutated IDH1 (TP53 wild type)",
        mutated(Marker::Idh1),
        FAVORABLE,
    );
    row(
        "eln2024_less_intensive.favorable.ddx41",
        "Table 1, favorable: mutated DDX41",
        mutated(Marker::Ddx41),
        FAVORABLE,
    );
    // RULE: ELN 2024 Table 1, intermediate: the signalling genes, in each other row of the table.
    row(
        "eln2024_less_intensive.intermediate.signalling",
        "Table 1, intermediate: FLT3-ITD and/or mutated NRAS and/or KRAS (TP53 wild type)",
        any_mutated(&[Marker::Flt3Itd, Marker::Nras, Marker::Kras]),
        INTERMEDIATE,
    );
    row(
        "eln2024_less_intensive.favorable.npm1",
        "Table 1, favorable: mutated NPM1 (FLT3-ITD negative, NRAS, KRAS and TP53 wild type)",
        mutated(Marker::Npm1),
        FAVORABLE,
    );
    row(
        "eln2024_less_intensive.favorable.idh2",
        "Table 1, favorable: mutated IDH2 (FLT3-ITD negative, NRAS, KRAS and TP53 wild type)",
        mutated(Marker::Idh2),
        FAVORABLE,
    );
    row(
        "eln2024_less_intensive.favorable.other",
        "Table 1, favorable: other abnormalities (FLT3-ITD negative, NRAS, KRAS and TP53 wild type)",
        Condition::Always,
        FAVORABLE,
    );

    let mut scheme = Scheme {
        name: "ELN 2024 (less intensive)",
        id: "eln2024_less_intensive",
        rules_version: "1",
        source: "Blood 2024;144:2169, Table 1 (doi 10.1182/blood.2024025409)",
        categories: &["favorable", "intermediate", "adverse"],
        rows,
        noted: Vec::new(),
        laws: Vec::new(),
    };
    scheme.laws = laws(&scheme.questions());
    scheme
}
