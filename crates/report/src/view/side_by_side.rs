//! Two classifications of one case beside each other, with what makes the difference.

use marv_model::verdict::{Comparison, Verdict};

use super::{
    Pair, bounded,
    facts::capitalised,
    verdicts::{category, scheme_name, undecided},
};
use crate::messages::Messages;

/// What both say.
#[derive(Debug)]
pub(crate) struct SideBySide {
    /// Such as `ICC 2022 and WHO 5`.
    pub(crate) schemes: String,
    /// Whether they agree.
    pub(crate) says: String,
    /// They name different entities.
    pub(crate) differ: bool,
    /// Each with what it says.
    pub(crate) outcomes: Vec<Pair>,
    /// The criteria that make the difference.
    pub(crate) differences: Vec<String>,
}

impl SideBySide {
    pub(crate) fn of(comparison: &Comparison, verdicts: &[Verdict], m: &Messages) -> Self {
        let [first, second] = &comparison.schemes;
        let name = |id: &String| {
            let verdict = verdicts.iter().find(|verdict| verdict.scheme_id == *id);
            verdict.map_or_else(|| bounded(id, 80), |verdict| scheme_name(verdict, m))
        };
        let outcome = |id: &String, reached: &[String]| {
            let says = match reached {
                [only] if only == "not_applicable" => m.text("verdict.not_applicable").to_owned(),
                [only] => category(id, only, m),
                several => undecided(id, several, m),
            };
            Pair::new(name(id), capitalised(&says))
        };
        let says = match comparison.same_entity {
            Some(true) => "side_by_side.same",
            Some(false) => "side_by_side.different",
            None => "side_by_side.open",
        };
        Self {
            schemes: m.list(&[name(first), name(second)], "page.and"),
            says: m.text(says).to_owned(),
            differ: comparison.same_entity == Some(false),
            outcomes: vec![outcome(first, &comparison.first), outcome(second, &comparison.second)],
            differences: comparison.differences.iter().map(|key| m.word("flag", key)).collect(),
        }
    }
}
