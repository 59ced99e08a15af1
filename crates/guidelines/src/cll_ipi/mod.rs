//! CLL-IPI: overall survival of untreated CLL.
//!
//! Source: Lancet Oncol 2016;17:779 (doi 10.1016/S1470-2045(16)30029-8). Points and cut-offs were checked against the
//! Merck Manual's table and the ASCO Post's summary of the paper. Neither gives a least allele fraction of a TP53 mutation.

use marv_model::{
    case::Disease,
    clinical::{Circumstance, Measure},
    cytogenetics::Lesion,
    finding::Status,
    verdict::{Policy, Verdict},
};

use crate::{
    choices::{Choice, ChoiceReader, choice},
    engine::points::{Item, Points, Scale, Tally},
    keys::{
        Key,
        KeyKind::{self, Category, Criterion, Flag, Score},
        key,
    },
    profile::{Asked, Cut, Marker, Percent, Profile},
    rules::out_of_scope,
    scores::{AT_DIAGNOSIS, ScorePolicies, coarse_limits},
};

// RULE: CLL-IPI, risk groups: 0-1, 2-3, 4-6, 7-10.
const CLL_IPI: Scale = Scale {
    name: "CLL-IPI",
    id: "cll_ipi",
    rules_version: "2",
    source: "Lancet Oncol 2016;17:779 (doi 10.1016/S1470-2045(16)30029-8)",
    bands: &[
        ("low", Points::whole(1)),
        ("intermediate", Points::whole(3)),
        ("high", Points::whole(6)),
        ("very_high", Points::whole(10)),
    ],
};

/// A TP53 mutation below an allele fraction of 10 % in CLL-IPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LowFractionTp53 {
    /// Counts as any: the score names no least fraction; with a flag.
    #[default]
    Counts,
    /// Does not count: ERIC takes 10 % as the standard.
    DoesNot,
}

choice!(LowFractionTp53, "cll_ipi_tp53_below_10_percent", "counts" => Counts, "does_not_count" => DoesNot);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CllIpiPolicies {
    /// Those of every score.
    pub scores: ScorePolicies,
    /// A TP53 mutation below 10 %.
    pub low_fraction_tp53: LowFractionTp53,
}

impl CllIpiPolicies {
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        let mut listed = self.scores.listed();
        listed.push(self.low_fraction_tp53.listed());
        listed
    }
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { scores: ScorePolicies::chosen(choices), low_fraction_tp53: choices.choice() }
    }
}

// RULE: ERIC, variants at an allele fraction of 10 % or above are the standard.
const STANDARD: Asked = Asked::MutatedAtLeast(Marker::Tp53, Percent(10));

/// CLL-IPI of a case. Not applicable outside CLL.
pub fn cll_ipi(profile: &Profile, policies: &CllIpiPolicies) -> Verdict {
    if let Some(reason) = out_of_scope(profile, &[Disease::Cll]) {
        return CLL_IPI.not_applicable(reason, policies.listed());
    }
    let limit = policies.scores.largest_limit;
    let mutation = match policies.low_fraction_tp53 {
        LowFractionTp53::Counts => Asked::Mutated(Marker::Tp53),
        LowFractionTp53::DoesNot => STANDARD,
    };
    let stated = |circumstance| vec![profile.yes_or_no(Asked::Stated(circumstance), limit)];
    let item = |id, source, inputs, points| Item { id, source, inputs, points };
    let items = vec![
        // RULE: CLL-IPI, TP53: del(17p) or mutation or both: 4.
        item(
            "cll_ipi.tp53",
            "TP53 status",
            vec![profile.yes_or_no(Asked::Has(Lesion::Loss17p), limit), profile.yes_or_no(mutation, limit)],
            |levels| if levels.contains(&1) { Points::whole(4) } else { Points::ZERO },
        ),
        // RULE: CLL-IPI, IGHV unmutated: 2.
        item("cll_ipi.ighv", "IGHV mutational status", stated(Circumstance::IghvUnmutated), |levels| {
            Points::whole(2 * i32::from(levels[0]))
        }),
        // RULE: CLL-IPI, beta-2 microglobulin above 3.5 mg/L: 2.
        item(
            "cll_ipi.beta2_microglobulin",
            "Serum beta-2 microglobulin",
            vec![profile.banded(Measure::Beta2Microglobulin, &[Cut::Above(3.5)])],
            |levels| Points::whole(2 * i32::from(levels[0])),
        ),
        // RULE: CLL-IPI, Binet B or C or Rai I to IV: 1.
        item("cll_ipi.stage", "Clinical stage", stated(Circumstance::AdvancedStage), |levels| {
            Points::whole(i32::from(levels[0]))
        }),
        // RULE: CLL-IPI, age above 65 years: 1.
        item("cll_ipi.age", "Age", vec![profile.banded(Measure::Age, &[Cut::Above(65.0)])], |levels| {
            Points::whole(i32::from(levels[0]))
        }),
    ];
    let mut flags = vec![AT_DIAGNOSIS.to_owned()];
    if profile.finding(Marker::Tp53).status() == Status::Present && profile.status(STANDARD, limit) == Status::Absent {
        flags.push("cll_ipi.flag.tp53_below_threshold".to_owned());
    }
    flags.extend(coarse_limits(profile, &[Marker::Tp53], limit));
    Tally::new(&CLL_IPI, items).verdict(policies.listed(), flags)
}

/// Every key of the score, by kind.
pub const KEYS: &[Key] = &[
    key(Category, "cll_ipi.low", "Low risk"),
    key(Category, "cll_ipi.intermediate", "Intermediate risk"),
    key(Category, "cll_ipi.high", "High risk"),
    key(Category, "cll_ipi.very_high", "Very high risk"),
    key(Criterion, "cll_ipi.tp53", "del(17p) or TP53 mutated"),
    key(Criterion, "cll_ipi.ighv", "IGHV unmutated"),
    key(Criterion, "cll_ipi.beta2_microglobulin", "Beta-2 microglobulin above 3.5 mg/L"),
    key(Criterion, "cll_ipi.stage", "Binet B or C, or Rai I to IV"),
    key(Criterion, "cll_ipi.age", "Age above 65 years"),
    key(
        Flag,
        "cll_ipi.flag.tp53_below_threshold",
        "TP53 is mutated below an allele fraction of 10 % only: whether it counts is a choice, see the policies. ERIC asks for care with such mutations",
    ),
    key(KeyKind::Policy, "cll_ipi_tp53_below_10_percent", "TP53 mutation below an allele fraction of 10 % in CLL-IPI"),
    key(Score, "cll_ipi.score", "CLL-IPI, points"),
];
