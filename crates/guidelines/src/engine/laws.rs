//! What inputs can and cannot be together.

use std::fmt::Debug;

use super::answers::Answers;

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

/// What each answer to each question brings with it, itself included: for question `number`, of `[no, yes]`.
///
/// The laws are clauses of two literals, so what follows from several answers is what follows from each of them.
pub(super) fn consequences<Q: Question>(laws: &[Law<Q>], numbered: &[Q]) -> Vec<[Answers; 2]> {
    let number = |question: Q| numbered.binary_search(&question).ok();
    let literal = |number: usize, answer: bool| number * 2 + usize::from(answer);
    let mut follows: Vec<Vec<usize>> = vec![Vec::new(); numbered.len() * 2];
    for law in laws {
        let (Some(first), Some(second)) = (number(law.first.0), number(law.second.0)) else { continue };
        follows[literal(first, law.first.1)].push(literal(second, !law.second.1));
        follows[literal(second, law.second.1)].push(literal(first, !law.first.1));
    }
    let reached_from = |start: usize| {
        let mut answers = Answers::default();
        let mut open = vec![start];
        while let Some(next) = open.pop() {
            let (question, answer) = (next / 2, next % 2 == 1);
            let known = if answer { &answers.yes } else { &answers.no };
            if !known.contains(question) {
                answers.insert(question, answer);
                open.extend(&follows[next]);
            }
        }
        answers
    };
    (0..numbered.len()).map(|n| [reached_from(literal(n, false)), reached_from(literal(n, true))]).collect()
}
