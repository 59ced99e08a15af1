//! Choices that ICC 2022 and WHO 5 share. Each is printed in the verdict.

use marv_model::{units::AlleleFraction, verdict::Policy};

use crate::rules::{default_limit, largest_limit, policy};

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
    /// As a verdict of ICC 2022 lists them.
    pub fn listed_for_icc(&self) -> Vec<Policy> {
        let fraction = match self.icc_tp53_fraction {
            IccTp53Fraction::FromTen => "from_10",
            IccTp53Fraction::AboveTen => "above_10",
        };
        let mut listed = self.listed();
        listed.insert(0, policy("icc2022_tp53_fraction", fraction));
        listed
    }
    /// As the verdict lists them.
    pub fn listed(&self) -> Vec<Policy> {
        vec![
            policy(
                "blasts_and_cytopenia_not_given",
                match self.stated_indication {
                    StatedIndication::Taken => "as_the_indication",
                    StatedIndication::Ignored => "open",
                },
            ),
            policy(
                "auer_rods_and_pure_erythroid_not_stated",
                match self.unstated_morphology {
                    UnstatedMorphology::NotThere => "not_there",
                    UnstatedMorphology::Open => "open",
                },
            ),
            largest_limit(self.largest_limit),
        ]
    }
}
