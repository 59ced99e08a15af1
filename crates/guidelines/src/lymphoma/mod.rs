//! Lymphoma entities that a rearrangement or a mutation supports: WHO 5th edition and ICC 2022 side by side.
//!
//! Genetics alone does not make the diagnosis; histology and immunophenotype do. A category here says that the genetics is
//! consistent with an entity, no more. The order of the rows is ours where the classifications leave it to the histology
//! (a mantle cell lymphoma with MYC rearranged is looked for before a high-grade lymphoma), and where the markers of several
//! entities are there, a flag says so.
//!
//! Sources: WHO 5th edition, Leukemia 2022;36:1720; ICC, Blood 2022;140:1229. The names of the entities and the rule for MYC,
//! BCL2 and BCL6 were checked against public abstracts and reviews of both; the chapters themselves were not at hand.

mod entities;
mod keys;
mod mantle;

use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    finding::Status,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use entities::scheme;
pub use keys::KEYS;
pub use mantle::{mantle_tp53, scheme as mantle_scheme};

use crate::{
    choices::ChoiceReader,
    conditions::{has, has_any, mutated},
    engine::scheme::{Condition, Scheme},
    prepared::Prepared,
    profile::{Asked, Marker, Profile},
    rules::{self, Case, Flags, largest_limit, usual_limit},
};

/// The classification that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// WHO 5th edition.
    Who5,
    /// International Consensus Classification 2022.
    Icc2022,
}

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LymphomaPolicies {
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for LymphomaPolicies {
    fn default() -> Self {
        Self { largest_limit: usual_limit() }
    }
}

impl LymphomaPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(usual_limit()) }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![largest_limit(self.largest_limit)]
    }
}

static TABLES: Prepared<Edition, Asked> = Prepared::new();

/// The entity of the WHO 5th edition that the genetics is consistent with.
pub fn lymphoma_who5(profile: &Profile, policies: &LymphomaPolicies) -> Verdict {
    entity(profile, Edition::Who5, *policies)
}

/// The entity of ICC 2022 that the genetics is consistent with.
pub fn lymphoma_icc2022(profile: &Profile, policies: &LymphomaPolicies) -> Verdict {
    entity(profile, Edition::Icc2022, *policies)
}

fn entity(profile: &Profile, edition: Edition, policies: LymphomaPolicies) -> Verdict {
    let table = TABLES.under(edition, || scheme(edition));
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&table, &case, &[Disease::Lymphoma], policies.listed(), |flags| {
        flag(flags, &table, profile, edition);
    })
}

fn flag(flags: &mut Flags<'_, Asked>, scheme: &Scheme<Asked>, profile: &Profile, edition: Edition) {
    flags.when(true, "lymphoma.flag.histology");
    let myc = || has(Lesion::MycRearranged);
    let bcl2 = || has(Lesion::Bcl2Rearranged);
    let bcl6 = || has(Lesion::Bcl6Rearranged);
    flags.certain(&Condition::All(vec![myc(), bcl2(), bcl6()]), "lymphoma.flag.triple_hit");
    if edition == Edition::Who5 {
        flags.certain(&Condition::All(vec![myc(), bcl6(), bcl2().negated()]), "lymphoma.flag.myc_bcl6_differs");
    }
    let mantle = has_any(&[Lesion::IghCcnd1, Lesion::Ccnd2Or3Rearranged]);
    flags.certain(&mantle.and(mutated(Marker::Tp53)), "lymphoma.flag.mantle_tp53");
    flags.certain(&mutated(Marker::Ezh2Y646), "lymphoma.flag.ezh2_target");
    let myd88 = || mutated(Marker::Myd88L265p);
    flags.certain(&myd88().and(mutated(Marker::Cxcr4)), "lymphoma.flag.cxcr4");
    flags.certain(&myd88().and(mutated(Marker::Cd79b)), "lymphoma.flag.myd88_cd79b");
    flags.when(entities_met(scheme, profile) > 1, "lymphoma.flag.several_entities");
}

/// How many of the entities have their marker present, whatever the order of the rows says.
fn entities_met(scheme: &Scheme<Asked>, profile: &Profile) -> usize {
    entities::MARKERS
        .iter()
        .filter(|(row, marker)| scheme.rows.iter().any(|listed| listed.id == *row) && is(profile, *marker))
        .count()
}

fn is(profile: &Profile, asked: Asked) -> bool {
    profile.status(asked, AlleleFraction::default()) == Status::Present
}
