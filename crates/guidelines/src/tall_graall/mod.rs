//! GRAALL: four-gene genetic risk of T-cell acute lymphoblastic leukaemia.
//!
//! Source: J Clin Oncol 2013;31:4333 (adults), Blood 2018;131:289 (children). The rule was checked against the abstract of the
//! latter. A classifier of more genes followed (Blood 2024;144:1570); it is not this one.

mod keys;

use std::sync::LazyLock;

use marv_model::{
    case::Disease,
    clinical::Circumstance,
    cytogenetics::Lesion,
    units::AlleleFraction,
    verdict::{Policy, Verdict},
};

pub use keys::KEYS;

use crate::{
    choices::ChoiceReader,
    conditions::{has, mutated, row},
    engine::{
        decision::Decision,
        scheme::{Condition, Scheme},
    },
    profile::{Asked, Marker, Profile},
    rules::{self, Case, largest_limit, usual_limit},
};

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GraallPolicies {
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for GraallPolicies {
    fn default() -> Self {
        Self { largest_limit: usual_limit() }
    }
}

impl GraallPolicies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { largest_limit: choices.largest_limit(usual_limit()) }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![largest_limit(self.largest_limit)]
    }
}

/// The table.
pub fn scheme() -> Scheme<Asked> {
    // RULE: GRAALL: high with an alteration of NRAS, KRAS or PTEN, whatever NOTCH1 and FBXW7 are.
    let ras_or_pten = "GRAALL: alteration of N-RAS, K-RAS or PTEN";
    // RULE: GRAALL: low with NOTCH1 and/or FBXW7 mutated and none of these; high without NOTCH1 and FBXW7.
    let notch = "GRAALL: NOTCH1 and/or FBXW7 mutated, N-RAS, K-RAS and PTEN unaltered";
    let rows = vec![
        row("tall_graall.nras", ras_or_pten, mutated(Marker::Nras), "high"),
        row("tall_graall.kras", ras_or_pten, mutated(Marker::Kras), "high"),
        row("tall_graall.pten_mutation", ras_or_pten, mutated(Marker::Pten), "high"),
        row("tall_graall.pten_loss", ras_or_pten, has(Lesion::PtenLoss), "high"),
        row("tall_graall.notch1", notch, mutated(Marker::Notch1), "low"),
        row("tall_graall.fbxw7", notch, mutated(Marker::Fbxw7), "low"),
        row("tall_graall.unmutated", "GRAALL: NOTCH1 and FBXW7 not mutated", Condition::Always, "high"),
    ];
    Scheme {
        name: "GRAALL four-gene risk (2013)",
        id: "tall_graall",
        rules_version: "1",
        source: "J Clin Oncol 2013;31:4333 (doi 10.1200/JCO.2012.48.5292); Blood 2018;131:289",
        categories: &["low", "high"],
        rows,
        noted: vec![Asked::Stated(Circumstance::EarlyTPrecursor)],
        laws: Vec::new(),
    }
}

static TABLE: LazyLock<Decision<Asked>> = LazyLock::new(|| Decision::new(scheme()));

/// The genetic risk of a T-ALL. Where the lineage is not stated, it is open whether the scheme is for this case.
pub fn tall_graall(profile: &Profile, policies: &GraallPolicies) -> Verdict {
    let case = Case { profile, largest_limit: policies.largest_limit };
    let verdict =
        rules::verdict_of_profile(&TABLE, &case, &[Disease::TAll, Disease::All], policies.listed(), |flags| {
            let early = Condition::Is(Asked::Stated(Circumstance::EarlyTPrecursor));
            flags.certain(&early, "tall_graall.flag.early_t_precursor");
            flags.open(&early, "tall_graall.flag.immunophenotype_not_stated");
            flags.when(true, "tall_graall.flag.minimal_residual_disease");
        });
    if profile.indication() == Disease::All { rules::with_open_scope(verdict, "t_lineage") } else { verdict }
}
