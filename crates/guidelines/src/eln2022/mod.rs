//! ELN 2022: genetic risk of adults with AML who are treated intensively.
//!
//! Source: Blood 2022;140:1345 (doi 10.1182/blood.2022016867), Table 6. The table is in `table`; where it is silent, the options
//! are in [`Eln2022Policies`]; what a reader must know beside the category is in `flags`.

mod flags;
mod keys;
mod policies;
mod table;

use marv_model::{
    case::Disease,
    finding::Status,
    verdict::{Outcome, Verdict},
};

pub use keys::KEYS;
pub use policies::{CebpaWithAdverse, CoreBindingWithAdverse, Eln2022Policies, Kmt2aWithAdverse, Npm1ItdWithMrGene};
pub use table::scheme;

use crate::{
    engine::judge::{Facts, Judgement},
    profile::{Asked, Profile},
};

struct Case<'a> {
    profile: &'a Profile,
    policies: &'a Eln2022Policies,
}

impl Facts<Asked> for Case<'_> {
    fn status(&self, asked: Asked) -> Status {
        self.profile.status(asked, self.policies.largest_limit)
    }
    fn evidence(&self, asked: Asked) -> Vec<String> {
        self.profile.evidence(asked)
    }
}

/// The risk group of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to another disease than AML, to a case whose disease is not stated, and to acute promyelocytic
/// leukaemia, which the table does not cover.
pub fn eln2022(profile: &Profile, policies: &Eln2022Policies) -> Verdict {
    let scheme = scheme(policies);
    let case = Case { profile, policies };
    let judgement = Judgement::new(&scheme, &case);
    // RULE: ELN 2022 Table 6 is for AML; the disease is the requester's to state.
    let out_of_scope = match profile.indication() {
        Disease::Aml => None,
        Disease::Unspecified => Some("disease_not_stated"),
        _ => Some("not_aml"),
    };
    if let Some(reason) = out_of_scope {
        let mut verdict = judgement.verdict(&case, policies.listed(), Vec::new());
        verdict.outcome = Outcome::NotApplicable { reason: reason.to_owned() };
        verdict.missing.clear();
        verdict.trace.clear();
        return verdict;
    }
    let flags = flags::flags(&judgement, profile, policies);
    judgement.verdict(&case, policies.listed(), flags)
}
