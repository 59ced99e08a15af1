//! The inputs of scores: answers and numbers of a profile as the levels that are still possible.

use marv_model::{
    clinical::Measure,
    cytogenetics::{Group, Possible},
    units::AlleleFraction,
};

use super::{Asked, Profile, measured, named};
use crate::engine::{laws::Question, points::Input};

/// A cut-off of a measure, in its unit.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cut {
    /// Met by more than this.
    Above(f64),
    /// Met by this or more.
    AtLeast(f64),
    /// Met by less than this.
    Below(f64),
}

impl Cut {
    fn met(self, value: f64) -> bool {
        match self {
            Self::Above(limit) => value > limit,
            Self::AtLeast(least) => value >= least,
            Self::Below(limit) => value < limit,
        }
    }
}

impl Profile {
    /// Whether something is there, as an input of a score: 0 absent, 1 present.
    pub(crate) fn yes_or_no(&self, asked: Asked, largest_limit: AlleleFraction) -> Input {
        Input::of_status(asked.datum(), self.status(asked, largest_limit), self.evidence(asked))
    }
    /// A measure by how many of the cut-offs it meets. Each cut-off implies those before it, and meeting more is worse.
    pub(crate) fn banded(&self, measure: Measure, cuts: &[Cut]) -> Input {
        let levels = (0u8..).zip(0..=cuts.len()).map(|(level, _)| level);
        match self.patient().value(measure) {
            None => Input { datum: measure.word(), possible: levels.collect(), evidence: Vec::new() },
            Some(value) => {
                let met = cuts.iter().filter(|cut| cut.met(value)).count();
                let evidence = vec![measured(measure, value)];
                Input { datum: measure.word(), possible: levels.skip(met).take(1).collect(), evidence }
            }
        }
    }
}

/// A group of the karyotype as the place in its list. With what the karyotype leaves open, several.
pub(crate) fn grouped<G: Group>(possible: &Possible<G>) -> Input {
    let levels = (0u8..).zip(G::ALL).filter(|(_, group)| possible.may_be(**group)).map(|(level, _)| level).collect();
    let evidence = possible.decided().map(|group| named("cytogenetics", group.word())).into_iter().collect();
    Input { datum: "cytogenetics", possible: levels, evidence }
}
