//! Choices where ELN 2017 is silent. Each is printed in the verdict.

use marv_model::{units::AlleleFraction, verdict::Policy};

use crate::{
    choices::{Choice, ChoiceReader, choice},
    rules::{default_limit, largest_limit},
};

/// Where the allelic ratio of FLT3-ITD comes from. The table means the ratio of areas in fragment analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RatioFrom {
    /// From the measure, else from the fraction of reads f of all tandem duplications together, as f / (1 - f).
    #[default]
    MeasureOrFraction,
    /// From the measure alone; without it a tandem duplication is neither low nor high.
    Measure,
}

/// NPM1 (without FLT3-ITD or with a low ratio) or biallelic CEBPA together with adverse cytogenetics or TP53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FavorableWithAdverse {
    /// Adverse: only RUNX1 and ASXL1 are said not to count beside a favorable subtype.
    #[default]
    Adverse,
    /// Favorable.
    Favorable,
}

choice!(RatioFrom, "flt3_itd_ratio_from", "measure_or_fraction" => MeasureOrFraction, "measure" => Measure);

choice!(FavorableWithAdverse, "npm1_or_cebpa_with_adverse_lesion", "adverse" => Adverse, "favorable" => Favorable);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eln2017Policies {
    /// The source of the allelic ratio.
    pub ratio_from: RatioFrom,
    /// NPM1 or CEBPA with an adverse lesion.
    pub favorable_with_adverse: FavorableWithAdverse,
    /// A gene that is absent only down to a limit above this counts as unknown; 0.20 by default.
    pub largest_limit: AlleleFraction,
}

impl Default for Eln2017Policies {
    fn default() -> Self {
        Self {
            ratio_from: RatioFrom::default(),
            favorable_with_adverse: FavorableWithAdverse::default(),
            largest_limit: default_limit(),
        }
    }
}

impl Eln2017Policies {
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self {
            ratio_from: choices.choice(),
            favorable_with_adverse: choices.choice(),
            largest_limit: choices.largest_limit(default_limit()),
        }
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![self.ratio_from.listed(), self.favorable_with_adverse.listed(), largest_limit(self.largest_limit)]
    }
}
