//! ELN 2024: genetic risk of adults with AML who are treated less intensively (hypomethylating agents with venetoclax or
//! ivosidenib).
//!
//! Source: Blood 2024;144:2169 (doi 10.1182/blood.2024025409), Table 1; the table was read. It is not for patients who had a
//! hypomethylating agent before. It states no allele fraction for TP53; the policy may ask for 10 %.

mod keys;
mod table;

use marv_model::{finding::Finding, units::AlleleFraction, verdict::Verdict};

pub use keys::KEYS;
pub use table::scheme;

use crate::{
    choices::{Choice, ChoiceReader, choice},
    prepared::Prepared,
    profile::{Asked, Marker, Profile},
    rules::{Case, Counted, aml_only, default_limit, largest_limit},
};

/// From which allele fraction TP53 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tp53Fraction {
    /// Any: the table states none.
    #[default]
    Any,
    /// 10 %, as ELN 2022 has it.
    TenPercent,
}

choice!(Tp53Fraction, "tp53_allele_fraction", "any" => Any, "ten_percent" => TenPercent);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eln2024Policies {
    /// From which allele fraction TP53 counts.
    pub tp53: Tp53Fraction,
    /// A gene that is absent only down to a limit above this counts as unknown; 0.20 by default.
    pub largest_limit: AlleleFraction,
}

impl Default for Eln2024Policies {
    fn default() -> Self {
        Self { tp53: Tp53Fraction::default(), largest_limit: default_limit() }
    }
}

impl Eln2024Policies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { tp53: choices.choice(), largest_limit: choices.largest_limit(default_limit()) }
    }
}

static TABLES: Prepared<Tp53Fraction, Asked> = Prepared::new();

/// The risk group of a case under less intensive treatment: one, or those that the unknown inputs leave reachable.
///
/// Not applicable to another disease than AML, to acute promyelocytic leukaemia, and after a hypomethylating agent; where it
/// is not known whether one was given, that stays open.
pub fn eln2024_less_intensive(profile: &Profile, policies: &Eln2024Policies) -> Verdict {
    let facts = Counted(Case { profile, largest_limit: policies.largest_limit });
    let listed = vec![policies.tp53.listed(), largest_limit(policies.largest_limit)];
    let table = TABLES.under(policies.tp53, || scheme(policies));
    crate::rules::verdict(&table, &facts, aml_only(profile), listed, |flags| {
        let present = |marker| matches!(profile.finding(marker), Finding::Present { .. });
        flags.when(true, "eln2024_less_intensive.flag.less_intensive_treatment");
        flags.contradictory("eln2024_less_intensive.flag.contradictory_inputs");
        flags.when(present(Marker::Idh1), "eln2024_less_intensive.flag.idh1_ivosidenib");
        flags.when(present(Marker::Ddx41), "eln2024_less_intensive.flag.ddx41_germline");
    })
}
