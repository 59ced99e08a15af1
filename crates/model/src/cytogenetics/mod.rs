//! What cytogenetics and rearrangement analyses say of the lesions that guidelines ask for.
//!
//! A finding may come from a laboratory's karyotype, from sequencing or from both; where nobody looked it is not
//! assessable. No lesion is absent because it was not mentioned: a reader of karyotypes says `Absent` only where it
//! understood the whole string.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, NotAssessed, Status};

mod groups;
mod lesion;

pub use groups::{
    CountRange, CpssCytogenetics, Group, IpssrCytogenetics, KaryotypeGroups, MyelofibrosisKaryotype, Possible,
};
pub use lesion::Lesion;

/// A finding of a lesion: where present, the items that show it, such as `del(5)(q13q33)`.
pub type LesionFinding = Finding<Vec<String>>;

/// The lesions of one case, each with what is known of it. What was never set is not assessable.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CytogeneticFindings {
    findings: BTreeMap<Lesion, LesionFinding>,
}

impl CytogeneticFindings {
    /// Nothing known.
    pub fn unknown() -> Self {
        Self::default()
    }
    /// Every lesion absent, cryptic ones too: every examination was done and found nothing. A normal karyotype says less,
    /// see [`Lesion::seen_by_banding`].
    pub fn all_absent() -> Self {
        Self { findings: Lesion::ALL.iter().map(|lesion| (*lesion, Finding::absent())).collect() }
    }
    /// Every lesion not assessable, for this reason.
    pub fn not_assessable(reason: &NotAssessed) -> Self {
        Self { findings: Lesion::ALL.iter().map(|lesion| (*lesion, Finding::unknown(reason.clone()))).collect() }
    }
    /// Says what is known of one lesion, in place of what was said before.
    pub fn set(&mut self, lesion: Lesion, finding: LesionFinding) -> &mut Self {
        self.findings.insert(lesion, finding);
        self
    }
    /// The same with one lesion said.
    #[must_use]
    pub fn with(mut self, lesion: Lesion, finding: LesionFinding) -> Self {
        self.set(lesion, finding);
        self
    }
    /// What is known of one lesion.
    pub fn get(&self, lesion: Lesion) -> LesionFinding {
        self.findings.get(&lesion).cloned().unwrap_or(Finding::unknown(NotAssessed::NotExamined))
    }
    /// Present, absent or unknown.
    pub fn status(&self, lesion: Lesion) -> Status {
        self.findings.get(&lesion).map_or(Status::Unknown, Finding::status)
    }
    /// What two methods say together: present where either saw it, else absent where either looked with power, else
    /// unknown. Evidence adds up.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut merged = self.clone();
        for (lesion, theirs) in &other.findings {
            let ours = self.get(*lesion);
            let finding = match (ours, theirs.clone()) {
                (Finding::Present { mut evidence }, Finding::Present { evidence: more }) => {
                    evidence.extend(more.into_iter().filter(|item| !evidence.contains(item)).collect::<Vec<_>>());
                    Finding::present(evidence)
                }
                (present @ Finding::Present { .. }, _) | (_, present @ Finding::Present { .. }) => present,
                (absent @ Finding::Absent { .. }, _) | (_, absent @ Finding::Absent { .. }) => absent,
                (ours, _) => ours,
            };
            merged.findings.insert(*lesion, finding);
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_said_is_unknown() {
        assert_eq!(CytogeneticFindings::unknown().status(Lesion::Loss5q), Status::Unknown);
    }

    #[test]
    fn merging_never_turns_unknown_into_absent_nor_present_into_less() {
        let karyotype = CytogeneticFindings::all_absent();
        let reads = CytogeneticFindings::unknown()
            .with(Lesion::CbfbMyh11, Finding::present(vec!["CBFB::MYH11".to_owned()]))
            .with(Lesion::Loss5q, Finding::unknown(NotAssessed::LowCoverage));
        let both = reads.merged(&karyotype);
        assert_eq!(both.status(Lesion::CbfbMyh11), Status::Present);
        assert_eq!(both.status(Lesion::Loss5q), Status::Absent);
        assert_eq!(reads.merged(&CytogeneticFindings::unknown()).status(Lesion::Loss5q), Status::Unknown);
    }

    #[test]
    fn the_vocabulary_is_listed_once_in_order() {
        assert!(Lesion::ALL.is_sorted() && Lesion::ALL.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
