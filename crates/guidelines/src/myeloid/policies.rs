//! Choices that ICC 2022 and WHO 5 share. Each is printed in the verdict.

use marv_model::{units::AlleleFraction, verdict::Policy};

use crate::{
    choices::{Choice, ChoiceReader, choice},
    rules::{default_limit, largest_limit},
};

/// What the stated indication says of what was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StatedIndication {
    /// AML: 20 % blasts or more. MDS, MDS/MPN, CMML: fewer, a cytopenia, and no earlier MPN; MDS: dysplasia. Only where the value itself is not
    /// given; the verdict says so.
    #[default]
    Taken,
    /// Nothing: what is not given is unknown.
    Ignored,
}

/// Morphology that a pathologist states where it is there: Auer rods, pure erythroid leukaemia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnstatedMorphology {
    /// Not stated is not there.
    #[default]
    NotThere,
    /// Not stated is unknown.
    Open,
}

/// From which allele fraction ICC 2022 counts a mutation of TP53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum IccTp53Fraction {
    /// From 10 %, as ELN 2022 and most who quote the classification have it.
    #[default]
    FromTen,
    /// Strictly above 10 %, as the paper prints it. It differs at exactly 10 %.
    AboveTen,
}

choice!(StatedIndication, "blasts_and_cytopenia_not_given", "as_the_indication" => Taken, "open" => Ignored);

choice!(UnstatedMorphology, "auer_rods_and_pure_erythroid_not_stated", "not_there" => NotThere, "open" => Open);

choice!(IccTp53Fraction, "icc2022_tp53_fraction", "from_10" => FromTen, "above_10" => AboveTen);

/// The choices in force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MyeloidPolicies {
    /// What the stated indication says of what was not given.
    pub stated_indication: StatedIndication,
    /// Auer rods and pure erythroid leukaemia where nothing is said of them.
    pub unstated_morphology: UnstatedMorphology,
    /// From which allele fraction ICC 2022 counts a mutation of TP53; WHO 5 has no such limit.
    pub icc_tp53_fraction: IccTp53Fraction,
    /// A gene that is absent only down to a limit above this counts as unknown; 0.20 by default. Criteria with an allele
    /// fraction have their own.
    pub largest_limit: AlleleFraction,
}

impl Default for MyeloidPolicies {
    fn default() -> Self {
        Self {
            stated_indication: StatedIndication::default(),
            unstated_morphology: UnstatedMorphology::default(),
            icc_tp53_fraction: IccTp53Fraction::default(),
            largest_limit: default_limit(),
        }
    }
}

impl MyeloidPolicies {
    /// Those that are chosen for ICC 2022, and the defaults of the others.
    pub(crate) fn chosen_for_icc(choices: &mut ChoiceReader<'_>) -> Self {
        Self { icc_tp53_fraction: choices.choice(), ..Self::chosen(choices) }
    }
    /// Those that are chosen, and the defaults of the others.
    pub(crate) fn chosen(choices: &mut ChoiceReader<'_>) -> Self {
        Self {
            stated_indication: choices.choice(),
            unstated_morphology: choices.choice(),
            icc_tp53_fraction: IccTp53Fraction::default(),
            largest_limit: choices.largest_limit(default_limit()),
        }
    }
    /// As a verdict of ICC 2022 lists them.
    pub fn listed_for_icc(&self) -> Vec<Policy> {
        let mut listed = self.listed();
        listed.insert(0, self.icc_tp53_fraction.listed());
        listed
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![self.stated_indication.listed(), self.unstated_morphology.listed(), largest_limit(self.largest_limit)]
    }
}
