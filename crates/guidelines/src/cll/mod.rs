//! Chronic lymphocytic leukaemia: TP53, complexity of the karyotype, resistance to targeted treatment.
//!
//! Three questions that are asked apart, since each decides something else. None of them is a diagnosis.

mod karyotype;
mod keys;
mod resistance;
mod tp53;

use marv_model::{units::AlleleFraction, verdict::Policy};

pub use karyotype::{cll_karyotype, scheme as karyotype_scheme};
pub use keys::KEYS;
pub use resistance::{cll_resistance, scheme as resistance_scheme};
pub use tp53::{cll_tp53, scheme as tp53_scheme};

use crate::{
    choices::{Choice, ChoiceReader, choice},
    rules::{largest_limit, usual_limit},
};

/// A TP53 mutation below 10 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum LowFractionTp53 {
    /// A category of its own, to be read with care.
    #[default]
    Apart,
    /// Counts as a TP53 aberration.
    Counts,
}

choice!(LowFractionTp53, "cll_tp53_below_10_percent", "apart" => Apart, "counts" => Counts);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CllPolicies {
    /// A TP53 mutation below 10 %.
    pub low_fraction_tp53: LowFractionTp53,
    /// A gene that is absent only down to a limit above this counts as unknown.
    pub largest_limit: AlleleFraction,
}

impl Default for CllPolicies {
    fn default() -> Self {
        Self { low_fraction_tp53: LowFractionTp53::default(), largest_limit: usual_limit() }
    }
}

impl CllPolicies {
    /// Those that are chosen for TP53, and the defaults of the others.
    pub(crate) fn chosen_for_tp53(choices: &mut ChoiceReader<'_>) -> Self {
        Self { low_fraction_tp53: choices.choice(), ..Self::chosen(choices) }
    }
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self { low_fraction_tp53: LowFractionTp53::default(), largest_limit: choices.largest_limit(usual_limit()) }
    }
    fn limit(&self) -> Policy {
        largest_limit(self.largest_limit)
    }
    fn low_fraction(&self) -> Policy {
        self.low_fraction_tp53.listed()
    }
}
