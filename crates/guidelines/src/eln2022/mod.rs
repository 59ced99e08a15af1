//! ELN 2022: genetic risk of adults with AML who are treated intensively.
//!
//! Source: Blood 2022;140:1345 (doi 10.1182/blood.2022016867), Table 6. The table is in `table`; where it is silent, the options
//! are in [`Eln2022Policies`]; what a reader must know beside the category is in `flags`.

mod flags;
mod keys;
mod policies;
mod table;

use marv_model::verdict::Verdict;

pub use keys::KEYS;
pub use policies::{CebpaWithAdverse, CoreBindingWithAdverse, Eln2022Policies, Kmt2aWithAdverse, Npm1ItdWithMrGene};
pub use table::scheme;

use crate::{
    prepared::Prepared,
    profile::{Asked, Profile},
    rules::{Case, Counted, aml_only},
};

type Choices = (CoreBindingWithAdverse, Kmt2aWithAdverse, CebpaWithAdverse, Npm1ItdWithMrGene);

static TABLES: Prepared<Choices, Asked> = Prepared::new();

/// The risk group of a case: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to another disease than AML, to a case whose disease is not stated, and to acute promyelocytic
/// leukaemia, which the table does not cover.
pub fn eln2022(profile: &Profile, policies: &Eln2022Policies) -> Verdict {
    let facts = Counted(Case { profile, largest_limit: policies.largest_limit });
    let choices = (
        policies.core_binding_with_adverse,
        policies.kmt2a_with_adverse,
        policies.cebpa_with_adverse,
        policies.npm1_itd_with_mr_gene,
    );
    let table = TABLES.under(choices, || scheme(policies));
    crate::rules::verdict(&table, &facts, aml_only(profile), policies.listed(), |flags| {
        flags::raise(flags, profile, policies);
    })
}
