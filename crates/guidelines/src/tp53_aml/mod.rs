//! AML with altered TP53: with a complex karyotype, as Ruecker and colleagues describe it, and with a monosomal karyotype, as the
//! high-risk flag of the indication.
//!
//! Source of the first: Blood 2012;119:2114 (doi 10.1182/blood-2011-08-375758); its abstract was read. Complex there is three or
//! more acquired aberrations without a recurrent translocation of WHO 2008; TP53 is altered by a mutation, or by a loss seen by array.
//! Policies: every mutation counts, whatever its fraction; a loss is one of 17p13 by karyotype or copy number.
//!
//! The second is no published scheme: TP53 altered, as above, together with a monosomal karyotype (J Clin Oncol 2008;26:4791).

mod keys;

use std::sync::LazyLock;

use marv_model::{cytogenetics::Lesion, units::AlleleFraction, verdict::Verdict};

pub use keys::KEYS;

use crate::{
    choices::ChoiceReader,
    conditions::{has, has_any, mutated},
    engine::{
        decision::Decision,
        laws::Law,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{Case, Counted, aml_only, default_limit, largest_limit, laws},
};

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tp53AmlPolicies {
    /// A TP53 that is absent only down to a limit above this counts as unknown; 0.20 by default.
    pub largest_limit: AlleleFraction,
}

impl Default for Tp53AmlPolicies {
    fn default() -> Self {
        Self { largest_limit: default_limit() }
    }
}

impl Tp53AmlPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(default_limit()) }
    }
}

/// TP53 mutated, or its band lost.
fn altered() -> Condition<Asked> {
    Condition::Any(vec![mutated(Marker::Tp53), has(Lesion::Loss17p)])
}

fn with_laws(mut scheme: Scheme<Asked>) -> Scheme<Asked> {
    let mut questions = scheme.questions();
    questions.extend(&scheme.noted);
    scheme.laws = laws(&questions);
    scheme.laws.push(Law::implies(Asked::Has(Lesion::ComplexKaryotype), Asked::Abnormalities(3)));
    scheme
}

/// Complex karyotype AML by TP53.
pub fn complex_scheme() -> Scheme<Asked> {
    let complex = Condition::Is(Asked::Abnormalities(3)).and(has_any(&Lesion::RUECKER_2012_RECURRENT).negated());
    with_laws(Scheme {
        name: "Ruecker 2012",
        id: "ruecker2012",
        rules_version: "1",
        source: "Blood 2012;119:2114 (doi 10.1182/blood-2011-08-375758)",
        categories: &["complex_tp53_altered", "complex_tp53_unaltered", "not_complex"],
        rows: vec![
            Row {
                id: "ruecker2012.not_complex",
                source: "Complex: three or more acquired aberrations without a recurrent translocation of WHO 2008",
                when: complex.negated(),
                then: Answer::Category("not_complex"),
            },
            Row {
                id: "ruecker2012.altered",
                source: "TP53 altered: mutation and/or loss",
                when: altered(),
                then: Answer::Category("complex_tp53_altered"),
            },
            Row {
                id: "ruecker2012.unaltered",
                source: "TP53 unaltered",
                when: Condition::Always,
                then: Answer::Category("complex_tp53_unaltered"),
            },
        ],
        noted: vec![Asked::Has(Lesion::AnyAbnormality), Asked::Has(Lesion::ComplexKaryotype)],
        laws: Vec::new(),
    })
}

/// TP53 altered with a monosomal karyotype.
pub fn monosomal_scheme() -> Scheme<Asked> {
    with_laws(Scheme {
        name: "TP53 and monosomal karyotype",
        id: "aml_tp53_monosomal",
        rules_version: "1",
        source: "Indication 1; monosomal karyotype: J Clin Oncol 2008;26:4791",
        categories: &["tp53_monosomal_high_risk", "not_tp53_monosomal"],
        rows: vec![
            Row {
                id: "aml_tp53_monosomal.high_risk",
                source: "TP53 altered (mutation and/or loss) and monosomal karyotype",
                when: has(Lesion::MonosomalKaryotype).and(altered()),
                then: Answer::Category("tp53_monosomal_high_risk"),
            },
            Row {
                id: "aml_tp53_monosomal.other",
                source: "Not both",
                when: Condition::Always,
                then: Answer::Category("not_tp53_monosomal"),
            },
        ],
        noted: vec![Asked::Has(Lesion::AnyAbnormality)],
        laws: Vec::new(),
    })
}

static COMPLEX: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(complex_scheme()));
static MONOSOMAL: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(monosomal_scheme()));

fn judged(table: &Decision<Asked>, profile: &Profile, policies: Tp53AmlPolicies) -> Verdict {
    let facts = Counted(Case { profile, largest_limit: policies.largest_limit });
    let listed = vec![largest_limit(policies.largest_limit)];
    crate::rules::verdict(table, &facts, aml_only(profile), listed, |flags| {
        flags.contradictory("tp53_aml.flag.contradictory_inputs");
    })
}

/// Whether an AML has a complex karyotype, and with it an altered TP53. Not applicable to another disease than AML.
pub fn ruecker2012(profile: &Profile, policies: &Tp53AmlPolicies) -> Verdict {
    judged(&COMPLEX, profile, *policies)
}

/// Whether an AML has both an altered TP53 and a monosomal karyotype. Not applicable to another disease than AML.
pub fn aml_tp53_monosomal(profile: &Profile, policies: &Tp53AmlPolicies) -> Verdict {
    judged(&MONOSOMAL, profile, *policies)
}
