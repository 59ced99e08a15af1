//! ELN 2010: genetic groups of adults with AML, as trials of its time report them.
//!
//! Source: Blood 2010;115:453 (doi 10.1182/blood-2009-07-235358), Table 4. The table was not at hand: it is written from general
//! knowledge of the publication and from tables that quote it, and held against a trial's labels. It is superseded. Policies: t(9;11)
//! together with an adverse lesion is adverse, since no precedence is told before ELN 2017; -17 counts with abn(17p).

mod keys;
mod table;

use std::sync::LazyLock;

use marv_model::{units::AlleleFraction, verdict::Verdict};

pub use keys::KEYS;
pub use table::scheme;

use crate::{
    choices::ChoiceReader,
    engine::decision::Decision,
    profile::{Asked, Profile},
    rules::{Case, Counted, aml_only, default_limit, largest_limit},
};

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eln2010Policies {
    /// A gene that is absent only down to a limit above this counts as unknown; 0.20 by default.
    pub largest_limit: AlleleFraction,
}

impl Default for Eln2010Policies {
    fn default() -> Self {
        Self { largest_limit: default_limit() }
    }
}

impl Eln2010Policies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(default_limit()) }
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// The genetic group of a case: one, or those that the unknown inputs leave reachable. Not applicable to another disease than
/// AML, and to acute promyelocytic leukaemia.
pub fn eln2010(profile: &Profile, policies: &Eln2010Policies) -> Verdict {
    let facts = Counted(Case { profile, largest_limit: policies.largest_limit });
    let listed = vec![largest_limit(policies.largest_limit)];
    crate::rules::verdict(&TABLE, &facts, aml_only(profile), listed, |flags| {
        flags.when(true, "eln2010.flag.superseded");
        flags.contradictory("eln2010.flag.contradictory_inputs");
    })
}
