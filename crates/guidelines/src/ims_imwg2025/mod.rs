//! IMS/IMWG 2025: consensus genomic definition of high-risk multiple myeloma.
//!
//! Source: J Clin Oncol 2025;43:2739 (doi 10.1200/JCO-24-01893). The four criteria and every figure were checked against
//! two independent summaries (one of a national registry's validation, which gives more than 20 % for del(17p), 5.5 mg/L and
//! 1.2 mg/dL) and the start of the published abstract; the body of the paper, its table and its erratum (2025;43:2553, doi
//! 10.1200/JCO-25-01367) were not at hand.

mod keys;

use marv_model::{
    case::Disease,
    clinical::Measure,
    cytogenetics::Lesion,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use keys::KEYS;

use crate::{
    choices::{Choice, ChoiceReader, choice},
    conditions::{has, has_any, mutated, row},
    engine::{
        laws::Law,
        scheme::{Condition, Scheme},
    },
    prepared::Prepared,
    profile::{Asked, Hundredths, Marker, Profile},
    rules::{self, Case, largest_limit, usual_limit},
};

/// Whether del(17p) in exactly 20 % of the plasma cells counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Deletion17pCutOff {
    /// More than 20 %, as the abstract prints it.
    #[default]
    Above20,
    /// 20 % or more, as it is often quoted.
    AtLeast20,
}

choice!(Deletion17pCutOff, "deletion_17p_cut_off", "above_20" => Above20, "at_least_20" => AtLeast20);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImsImwgPolicies {
    /// Whether del(17p) in exactly 20 % counts.
    pub deletion_17p: Deletion17pCutOff,
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for ImsImwgPolicies {
    fn default() -> Self {
        Self { deletion_17p: Deletion17pCutOff::default(), largest_limit: usual_limit() }
    }
}

impl ImsImwgPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { deletion_17p: choices.choice(), largest_limit: choices.largest_limit(usual_limit()) }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![self.deletion_17p.listed(), largest_limit(self.largest_limit)]
    }
    fn deletion_17p(&self) -> Asked {
        let twenty = Hundredths(2000);
        match self.deletion_17p {
            Deletion17pCutOff::Above20 => Asked::Above(Measure::Deletion17pCells, twenty),
            Deletion17pCutOff::AtLeast20 => Asked::AtLeast(Measure::Deletion17pCells, twenty),
        }
    }
}

/// The table under these choices.
pub fn scheme(policies: &ImsImwgPolicies) -> Scheme<Asked> {
    // RULE: IMS/IMWG 2025, criterion 2: with 1q gain or amplification, del(1p32), or both.
    let with_chromosome_1 = |lesion| has(lesion).and(has_any(&[Lesion::Gain1q, Lesion::Deletion1p32]));
    // RULE: IMS/IMWG 2025, criterion 4: 5.5 mg/L or more with creatinine below 1.2 mg/dL, which is 106.08 umol/L.
    let microglobulin = Condition::Is(Asked::AtLeast(Measure::Beta2Microglobulin, Hundredths(550)))
        .and(Condition::Is(Asked::AtLeast(Measure::Creatinine, Hundredths(10_608))).negated());
    let rows = vec![
        // RULE: IMS/IMWG 2025, criterion 1: del(17p) above a clonal fraction of 20 % and/or TP53 mutation.
        row(
            "ims_imwg2025.deletion_17p",
            "criterion 1: del(17p), cut-off of 20 % clonal fraction",
            Condition::Is(policies.deletion_17p()),
            "high",
        ),
        row("ims_imwg2025.tp53", "criterion 1: TP53 mutation", mutated(Marker::Tp53), "high"),
        row(
            "ims_imwg2025.t_4_14",
            "criterion 2: t(4;14) with +1q and/or del(1p32)",
            with_chromosome_1(Lesion::IghNsd2),
            "high",
        ),
        row(
            "ims_imwg2025.t_14_16",
            "criterion 2: t(14;16) with +1q and/or del(1p32)",
            with_chromosome_1(Lesion::IghMaf),
            "high",
        ),
        row(
            "ims_imwg2025.t_14_20",
            "criterion 2: t(14;20) with +1q and/or del(1p32)",
            with_chromosome_1(Lesion::IghMafb),
            "high",
        ),
        // RULE: IMS/IMWG 2025, criterion 3: biallelic del(1p32), or monoallelic with +1q.
        row("ims_imwg2025.biallelic_1p32", "criterion 3: biallelic del(1p32)", has(Lesion::Biallelic1p32), "high"),
        row(
            "ims_imwg2025.deletion_1p32_gain_1q",
            "criterion 3: monoallelic del(1p32) with +1q",
            has(Lesion::Deletion1p32).and(has(Lesion::Gain1q)),
            "high",
        ),
        row(
            "ims_imwg2025.microglobulin",
            "criterion 4: beta-2-microglobulin of 5.5 mg/L or more with creatinine below 1.2 mg/dL",
            microglobulin,
            "high",
        ),
        row("ims_imwg2025.none", "none of the criteria", Condition::Always, "standard"),
    ];
    Scheme {
        name: "IMS/IMWG 2025",
        id: "ims_imwg2025",
        rules_version: "1",
        source: "J Clin Oncol 2025;43:2739 (doi 10.1200/JCO-24-01893), consensus genomic staging",
        categories: &["standard", "high"],
        rows,
        noted: vec![Asked::Has(Lesion::Loss17p)],
        laws: vec![
            Law::implies(Asked::Has(Lesion::Biallelic1p32), Asked::Has(Lesion::Deletion1p32)),
            Law::implies(policies.deletion_17p(), Asked::Has(Lesion::Loss17p)),
        ],
    }
}

static TABLES: Prepared<Deletion17pCutOff, Asked> = Prepared::new();

/// Whether a newly diagnosed multiple myeloma is of high risk.
pub fn ims_imwg2025(profile: &Profile, policies: &ImsImwgPolicies) -> Verdict {
    let table = TABLES.under(policies.deletion_17p, || scheme(policies));
    let case = Case { profile, largest_limit: policies.largest_limit };
    rules::verdict_of_profile(&table, &case, &[Disease::PlasmaCell], policies.listed(), |flags| {
        flags.when(true, "ims_imwg2025.flag.multiple_myeloma");
        let deleted = has(Lesion::Loss17p);
        let counted = Condition::Is(policies.deletion_17p());
        let fraction = profile.patient().value(Measure::Deletion17pCells);
        flags.when(fraction.is_none() && flags.is_certain(&deleted), "ims_imwg2025.flag.deletion_17p_fraction_unknown");
        flags.certain(&deleted.and(counted.negated()), "ims_imwg2025.flag.deletion_17p_below_cut_off");
        flags.when(
            fraction.is_some_and(|percent| (percent - 20.0).abs() < f64::EPSILON),
            "ims_imwg2025.flag.deletion_17p_at_cut_off",
        );
        flags.when(flags.may_be("standard"), "ims_imwg2025.flag.selected_plasma_cells");
    })
}
