//! What is given of a case, with what follows from it by the laws.

use super::{laws::Consequences, twins::StandIns};

/// The answers that are given of numbered questions, and those that follow.
#[derive(Debug, Clone)]
pub(super) struct Grounds {
    known: Vec<Option<bool>>,
    /// What was given breaks a law, as two sources may.
    pub(super) contradictory: bool,
    /// What was given contradicts itself through what it implies: no law holds any more.
    pub(super) lawless: bool,
}

impl Grounds {
    /// From the answers that are given, by number. Answers that break a law among themselves are kept as given.
    pub(super) fn new(given: Vec<Option<bool>>, consequences: &Consequences) -> Self {
        let mut follows = vec![[false; 2]; given.len()];
        for (number, answer) in given.iter().enumerate() {
            for (about, implied) in answer.map_or(&[][..], |answer| consequences.of(number, answer)) {
                follows[*about][usize::from(*implied)] = true;
            }
        }
        let both = |number: &usize| follows[*number] == [true; 2];
        let contradictory = (0..given.len()).any(|number| both(&number));
        let lawless = (0..given.len()).any(|number| given[number].is_none() && both(&number));
        let mut known = given;
        if !lawless {
            for (answer, follows) in known.iter_mut().zip(&follows) {
                *answer = answer.or(match follows {
                    [false, true] => Some(true),
                    [true, false] => Some(false),
                    _ => None,
                });
            }
        }
        Self { known, contradictory, lawless }
    }
    /// With what stand-ins put in.
    pub(super) fn with(&self, stand_ins: &StandIns) -> Self {
        let put_in = |(number, known): (usize, &Option<bool>)| known.or_else(|| stand_ins.answer(number));
        Self { known: self.known.iter().enumerate().map(put_in).collect(), ..*self }
    }
    /// The answer, given or implied.
    pub(super) fn answer(&self, number: usize) -> Option<bool> {
        self.known.get(number).copied().flatten()
    }
    /// Whether an answer contradicts what is known.
    pub(super) fn denies(&self, number: usize, answer: bool) -> bool {
        self.answer(number) == Some(!answer)
    }
}
