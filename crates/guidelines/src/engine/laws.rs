//! What inputs can and cannot be together.

use std::{collections::BTreeMap, fmt::Debug};

/// A question that a scheme may ask of a case; answered yes, no, or not known.
pub trait Question: Copy + Ord + Debug {
    /// The input that answers it, as a key of the message catalogue, such as `NPM1`.
    fn datum(self) -> &'static str;
    /// The examination that answers it together with others, such as `cytogenetics`; its own datum where there is none.
    fn examination(self) -> &'static str {
        self.datum()
    }
}

/// Two answers that cannot both hold.
///
/// A law never forbids two *no*: a case in which nothing is found is always consistent. On this the engine's exactness
/// rests. The laws are clauses of two literals, so a set of answers from which nothing more follows and that holds no
/// contradiction leaves only laws among questions that are still open, and *no* to all of these satisfies them. Every
/// partial answer that the engine admits therefore extends to a whole consistent case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Law<Q> {
    /// One question and its answer.
    pub first: (Q, bool),
    /// Another, which it rules out.
    pub second: (Q, bool),
}

impl<Q> Law<Q> {
    /// Both cannot be present.
    pub const fn exclusive(first: Q, second: Q) -> Self {
        Self { first: (first, true), second: (second, true) }
    }
    /// Where `cause` is present, `effect` is too.
    pub const fn implies(cause: Q, effect: Q) -> Self {
        Self { first: (cause, true), second: (effect, false) }
    }
}

/// What follows from `answers` by the laws, where an answer is known, over the open questions. False where it
/// contradicts itself or an answer.
pub(crate) fn propagate<Q: Question>(
    laws: &[Law<Q>],
    known: &BTreeMap<Q, bool>,
    answers: &mut BTreeMap<Q, bool>,
) -> bool {
    let mut consistent = true;
    loop {
        let mut changed = false;
        for law in laws {
            for ((if_question, if_answer), (then_question, not_answer)) in
                [(law.first, law.second), (law.second, law.first)]
            {
                let value = |question| known.get(&question).or_else(|| answers.get(&question)).copied();
                if value(if_question) != Some(if_answer) {
                    continue;
                }
                match value(then_question) {
                    None => {
                        answers.insert(then_question, !not_answer);
                        changed = true;
                    }
                    Some(answer) if answer == not_answer => {
                        let both_given = known.contains_key(&if_question) && known.contains_key(&then_question);
                        consistent &= both_given;
                    }
                    Some(_) => {}
                }
            }
        }
        if !changed || !consistent {
            return consistent;
        }
    }
}

/// Whether the given answers themselves break a law.
pub(crate) fn contradictory<Q: Question>(laws: &[Law<Q>], given: &BTreeMap<Q, bool>) -> bool {
    let holds = |(question, answer): (Q, bool)| given.get(&question) == Some(&answer);
    laws.iter().any(|law| holds(law.first) && holds(law.second))
}
