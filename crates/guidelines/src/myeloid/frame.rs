//! What the tables of ICC 2022 and WHO 5 are built on, and how a case is judged by either.

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    verdict::{Policy, Verdict},
};

use super::{Indicated, out_of_scope, qualifiers};
use crate::{
    engine::{
        decision::Decision,
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::{Asked, Marker},
    rules::laws,
};

/// The entities of CMML, which both name alike.
pub(crate) const CMML: [&str; 4] = ["cmml1_md", "cmml1_mp", "cmml2_md", "cmml2_mp"];

/// Rows in the making.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row<Asked>>);

impl Rows {
    /// A row that names an entity.
    pub(crate) fn entity(
        &mut self,
        id: &'static str,
        source: &'static str,
        when: Condition<Asked>,
        category: &'static str,
    ) {
        self.0.push(Row { id, source, when, then: Answer::Category(category) });
    }
    /// A row that says that the case belongs elsewhere.
    pub(crate) fn outside(
        &mut self,
        id: &'static str,
        source: &'static str,
        when: Condition<Asked>,
        reason: &'static str,
    ) {
        self.0.push(Row { id, source, when, then: Answer::NotApplicable(reason) });
    }
    /// The scheme of these rows, with the laws of its questions.
    pub(crate) fn scheme(
        self,
        name: &'static str,
        id: &'static str,
        source: &'static str,
        categories: &'static [&'static str],
    ) -> Scheme<Asked> {
        let noted = vec![Asked::Has(Lesion::AnyAbnormality), Asked::Mutated(Marker::Tp53)];
        let mut scheme =
            Scheme { name, id, rules_version: "2", source, categories, rows: self.0, noted, laws: Vec::new() };
        let mut questions = scheme.questions();
        questions.extend(&scheme.noted);
        scheme.laws = laws(&questions);
        scheme
    }
}

/// Whether a stated indication is an overlap of MDS and MPN: it stays one where no named entity is met.
pub(crate) fn is_overlap(indication: Disease) -> bool {
    matches!(indication, Disease::MdsMpn | Disease::Cmml)
}

/// A classification's tables, for a stated overlap and for every other indication; each made once.
pub(crate) struct Tables {
    overlap: LazyLock<Decision<Asked>>,
    other: LazyLock<Decision<Asked>>,
}

impl Tables {
    pub(crate) const fn new(overlap: fn() -> Decision<Asked>, other: fn() -> Decision<Asked>) -> Self {
        Self { overlap: LazyLock::new(overlap), other: LazyLock::new(other) }
    }
    /// The entity of a case. Each of `told` is a flag, raised where one of its entities is reached.
    pub(crate) fn entity(
        &self,
        facts: &Indicated<'_>,
        listed: Vec<Policy>,
        told: &[(&[&str], &'static str)],
    ) -> Verdict {
        let profile = facts.profile;
        let table = if is_overlap(profile.indication()) { &self.overlap } else { &self.other };
        crate::rules::verdict(table, facts, out_of_scope(profile), listed, |flags| {
            for flag in qualifiers(profile) {
                flags.when(true, flag);
            }
            flags.contradictory("myeloid.flag.contradictory_inputs");
            flags.when(facts.blasts_from_indication(), "myeloid.flag.blasts_from_indication");
            for (entities, flag) in told {
                flags.when(entities.iter().any(|entity| flags.may_be(entity)), flag);
            }
        })
    }
}
