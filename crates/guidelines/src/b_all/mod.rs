//! B-lineage acute lymphoblastic leukaemia: entities of WHO 5 and ICC 2022, genetic risk, IKZF1plus.
//!
//! Sources: WHO 5th edition, Leukemia 2022;36:1720; ICC 2022, Virchows Arch 2023;482:11 (its abstract was at hand: the nine new
//! categories and the four provisional ones; ZEB2 p.His1038Arg or IGH::CEBPE, and what is told by expression alone, are not here). The
//! risk groups are in the style of NCCN's list, written from general knowledge
//! of it: its text is not public, so they could not be verified, and a flag says so.

mod entities;
mod ikzf1;
mod keys;
mod risk;

use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use entities::{ball_icc2022, ball_who5, scheme as entity_scheme};
pub use ikzf1::{ikzf1plus, scheme as ikzf1_scheme};
pub use keys::KEYS;
pub use risk::{ball_risk, scheme as risk_scheme};

use crate::{
    choices::{Choice, ChoiceReader, choice},
    conditions::{has, mutated},
    engine::decision::Decision,
    profile::{Asked, Marker, Profile},
    rules::{self, Case, Flags, largest_limit, usual_limit},
};

/// BCR::ABL1, which was of poor risk before tyrosine kinase inhibitors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum BcrAbl1Risk {
    /// Poor, with a flag.
    #[default]
    Poor,
    /// Intermediate, with a flag.
    Intermediate,
}

/// A ZNF384 rearrangement, on which lists differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Znf384Risk {
    /// Intermediate.
    #[default]
    Intermediate,
    /// Poor.
    Poor,
}

/// A deletion of IKZF1 beside a lesion of good risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Ikzf1WithGood {
    /// Good, with a flag: the primary lesion decides.
    #[default]
    Good,
    /// Poor.
    Poor,
}

choice!(BcrAbl1Risk, "ball_bcr_abl1", "poor" => Poor, "intermediate" => Intermediate);

choice!(Znf384Risk, "ball_znf384", "intermediate" => Intermediate, "poor" => Poor);

choice!(Ikzf1WithGood, "ball_ikzf1_with_good_genetics", "good" => Good, "poor" => Poor);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BAllPolicies {
    /// BCR::ABL1.
    pub bcr_abl1: BcrAbl1Risk,
    /// ZNF384 rearranged.
    pub znf384: Znf384Risk,
    /// IKZF1 deleted beside a lesion of good risk.
    pub ikzf1_with_good: Ikzf1WithGood,
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for BAllPolicies {
    fn default() -> Self {
        Self {
            bcr_abl1: BcrAbl1Risk::default(),
            znf384: Znf384Risk::default(),
            ikzf1_with_good: Ikzf1WithGood::default(),
            largest_limit: usual_limit(),
        }
    }
}

impl BAllPolicies {
    /// Those that are chosen for a table of entities, which asks for nothing but the limit.
    pub(crate) fn chosen_limit(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(usual_limit()), ..Self::default() }
    }
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self {
            bcr_abl1: choices.choice(),
            znf384: choices.choice(),
            ikzf1_with_good: choices.choice(),
            largest_limit: choices.largest_limit(usual_limit()),
        }
    }
    /// As the verdict on risk lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![
            self.bcr_abl1.listed(),
            self.znf384.listed(),
            self.ikzf1_with_good.listed(),
            largest_limit(self.largest_limit),
        ]
    }
}

/// The verdict of one of the tables. Where the lineage is not stated, it is open whether the scheme is for this case.
fn verdict(
    profile: &Profile,
    table: &Decision<Asked>,
    policies: &BAllPolicies,
    listed: Vec<Policy>,
    raise: impl FnOnce(&mut Flags<'_, Asked>),
) -> Verdict {
    let case = Case { profile, largest_limit: policies.largest_limit };
    let verdict = rules::verdict_of_profile(table, &case, &[Disease::BAll, Disease::All], listed, raise);
    if profile.indication() == Disease::All { rules::with_open_scope(verdict, "b_lineage") } else { verdict }
}

/// A hypodiploid clone that doubled looks like hyperdiploidy.
fn flag_masked_hypodiploidy(flags: &mut Flags<'_, Asked>) {
    // RULE: masked hypodiploidy: 51 chromosomes or more by doubling, with loss of heterozygosity over whole chromosomes (3, 7,
    // 15, 16, 17 above all). Trisomies 4, 10 and 17 together speak against it, TP53 mutated for it.
    let hyperdiploid = || has(Lesion::HighHyperdiploidy);
    let trisomies = has(Lesion::TripleTrisomy);
    let unmasked = flags.is_certain(&hyperdiploid()) && !flags.is_certain(&trisomies);
    flags.when(unmasked, "b_all.flag.masked_hypodiploidy");
    flags.certain(&hyperdiploid().and(mutated(Marker::Tp53)), "b_all.flag.hyperdiploid_with_tp53");
}
