//! ISS and R-ISS: stages by rows.

use std::sync::LazyLock;

use marv_model::{case::Disease, clinical::Measure, cytogenetics::Lesion, verdict::Verdict};

use crate::{
    engine::{
        decision::Decision,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Hundredths, Profile, laws_of_order},
    rules::{Case, out_of_scope, usual_limit, verdict},
    scores::AT_DIAGNOSIS,
};

const I: Answer = Answer::Category("i");
const II: Answer = Answer::Category("ii");
const III: Answer = Answer::Category("iii");
const STAGES: &[&str] = &["i", "ii", "iii"];

fn beta2(mg_per_litre: Hundredths) -> Condition<Asked> {
    Condition::Is(Asked::AtLeast(Measure::Beta2Microglobulin, mg_per_litre))
}
// RULE: ISS I: beta-2 microglobulin <3.5 mg/L and albumin >=35 g/L.
fn iss_one() -> Condition<Asked> {
    beta2(Hundredths(350)).negated().and(Condition::Is(Asked::AtLeast(Measure::Albumin, Hundredths(3500))))
}
// RULE: ISS III: beta-2 microglobulin >=5.5 mg/L.
fn iss_three() -> Condition<Asked> {
    beta2(Hundredths(550))
}
// RULE: R-ISS: high risk by FISH: del(17p), t(4;14), t(14;16); LDH high: above the upper limit of normal.
fn high_risk_or_ldh() -> Condition<Asked> {
    Condition::any_of([
        Asked::Has(Lesion::Loss17p),
        Asked::Has(Lesion::IghNsd2),
        Asked::Has(Lesion::IghMaf),
        Asked::Above(Measure::LactateDehydrogenase, Hundredths(100)),
    ])
}

fn scheme(name: &'static str, id: &'static str, source: &'static str, rows: Vec<Row<Asked>>) -> Decision<Asked> {
    let mut scheme =
        Scheme { name, id, rules_version: "1", source, categories: STAGES, rows, noted: Vec::new(), laws: Vec::new() };
    scheme.laws = laws_of_order(&scheme.questions());
    Decision::new(scheme)
}

static ISS: LazyLock<Decision<Asked>> = LazyLock::new(|| {
    let rows = vec![
        Row { id: "iss.iii", source: "Table 5, stage III", when: iss_three(), then: III },
        Row { id: "iss.i", source: "Table 5, stage I", when: iss_one(), then: I },
        Row { id: "iss.ii", source: "Table 5, stage II: neither I nor III", when: Condition::Always, then: II },
    ];
    scheme("ISS", "iss", "JCO 2005;23:3412 (doi 10.1200/JCO.2005.04.242)", rows)
});

static R_ISS: LazyLock<Decision<Asked>> = LazyLock::new(|| {
    let rows = vec![
        Row {
            id: "r_iss.iii",
            source: "Table 2, R-ISS III: ISS III and high-risk FISH or high LDH",
            when: iss_three().and(high_risk_or_ldh()),
            then: III,
        },
        Row {
            id: "r_iss.i",
            source: "Table 2, R-ISS I: ISS I, no high-risk FISH, normal LDH",
            when: iss_one().and(high_risk_or_ldh().negated()),
            then: I,
        },
        Row { id: "r_iss.ii", source: "Table 2, R-ISS II: neither I nor III", when: Condition::Always, then: II },
    ];
    scheme("R-ISS", "r_iss", "JCO 2015;33:2863 (doi 10.1200/JCO.2015.61.2267)", rows)
});

fn judge(table: &Decision<Asked>, profile: &Profile) -> Verdict {
    // No gene is asked for: the limit of detection is without effect.
    let case = Case { profile, largest_limit: usual_limit() };
    let scope = out_of_scope(profile, &[Disease::PlasmaCell]);
    verdict(table, &case, scope, Vec::new(), |flags| flags.when(true, AT_DIAGNOSIS))
}

/// ISS of a case. Not applicable outside plasma-cell disease.
pub fn iss(profile: &Profile) -> Verdict {
    judge(&ISS, profile)
}

/// R-ISS of a case. Not applicable outside plasma-cell disease.
pub fn r_iss(profile: &Profile) -> Verdict {
    judge(&R_ISS, profile)
}
