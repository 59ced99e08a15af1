//! A scheme as data: a table of criteria in the order in which they decide.

use std::collections::BTreeSet;

use super::laws::{Law, Question};

/// When a criterion is met.
#[derive(Debug, Clone)]
pub enum Condition<Q> {
    /// In every case: the table's last row.
    Always,
    /// This is present.
    Is(Q),
    /// This is not met.
    Not(Box<Condition<Q>>),
    /// All of these; an empty list is met.
    All(Vec<Condition<Q>>),
    /// One of these at least; an empty list is not met.
    Any(Vec<Condition<Q>>),
}

impl<Q: Question> Condition<Q> {
    /// One of these questions at least.
    pub fn any_of(questions: impl IntoIterator<Item = Q>) -> Self {
        Self::Any(questions.into_iter().map(Self::Is).collect())
    }
    /// This and `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }
    /// Not this.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }
    /// Whether it is met by these answers, as far as they say. None where the open answers seem to decide; they may still
    /// not, as where one question stands in it twice.
    pub fn holds(&self, answer: &impl Fn(Q) -> Option<bool>) -> Option<bool> {
        // All of them: not where one is not, open where one is open.
        let all = |conditions: &[Self], wanted: bool| {
            let mut open = false;
            for condition in conditions {
                match condition.holds(answer) {
                    Some(holds) if holds == wanted => {}
                    Some(_) => return Some(!wanted),
                    None => open = true,
                }
            }
            if open { None } else { Some(wanted) }
        };
        match self {
            Self::Always => Some(true),
            Self::Is(question) => answer(*question),
            Self::Not(condition) => condition.holds(answer).map(|holds| !holds),
            Self::All(conditions) => all(conditions, true),
            Self::Any(conditions) => all(conditions, false),
        }
    }
    /// The questions in it, in order, each once.
    pub fn questions(&self) -> Vec<Q> {
        let mut found = Found::default();
        self.collect(&mut found);
        found.in_order
    }
    fn collect(&self, found: &mut Found<Q>) {
        match self {
            Self::Always => {}
            Self::Is(question) => found.add(*question),
            Self::Not(condition) => condition.collect(found),
            Self::All(conditions) | Self::Any(conditions) => conditions.iter().for_each(|c| c.collect(found)),
        }
    }
}

/// Questions in the order in which they were met, each once.
struct Found<Q> {
    in_order: Vec<Q>,
    seen: BTreeSet<Q>,
}

impl<Q> Default for Found<Q> {
    fn default() -> Self {
        Self { in_order: Vec::new(), seen: BTreeSet::new() }
    }
}

impl<Q: Question> Found<Q> {
    fn add(&mut self, question: Q) {
        if self.seen.insert(question) {
            self.in_order.push(question);
        }
    }
}

/// What a scheme answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// One of the scheme's categories.
    Category(&'static str),
    /// The scheme is not for this case; why, as a key of the message catalogue.
    NotApplicable(&'static str),
}

impl Answer {
    /// The category, or [`NOT_APPLICABLE`].
    pub fn word(self) -> &'static str {
        match self {
            Self::Category(category) => category,
            Self::NotApplicable(_) => NOT_APPLICABLE,
        }
    }
}

/// Stands among reachable categories where the case may turn out to be none of the scheme's.
pub const NOT_APPLICABLE: &str = "not_applicable";

/// A row of the table.
#[derive(Debug, Clone)]
pub struct Row<Q> {
    /// Identifier, `scheme.category.criterion`.
    pub id: &'static str,
    /// The table, row or footnote of the guideline.
    pub source: &'static str,
    /// When it is met.
    pub when: Condition<Q>,
    /// What it leads to, where no row above is met.
    pub then: Answer,
}

/// A guideline's table. The first row that is met decides.
#[derive(Debug, Clone)]
pub struct Scheme<Q> {
    /// With its version, such as `ELN 2022`.
    pub name: &'static str,
    /// Such as `eln2022`.
    pub id: &'static str,
    /// The version of this table.
    pub rules_version: &'static str,
    /// Where it was published.
    pub source: &'static str,
    /// In the scheme's order.
    pub categories: &'static [&'static str],
    /// In the order of the decision; the last is met in every case.
    pub rows: Vec<Row<Q>>,
    /// Questions that no row asks and that flags are raised on.
    pub noted: Vec<Q>,
    /// What its inputs can and cannot be together.
    pub laws: Vec<Law<Q>>,
}

impl<Q: Question> Scheme<Q> {
    /// Every question of the table, in the order of the decision.
    pub fn questions(&self) -> Vec<Q> {
        let mut found = Found::default();
        self.rows.iter().for_each(|row| row.when.collect(&mut found));
        found.in_order
    }
    /// The place of an answer in the scheme's order; not applicable comes last.
    pub(crate) fn rank(&self, word: &str) -> usize {
        self.categories.iter().position(|category| *category == word).unwrap_or(self.categories.len())
    }
}
