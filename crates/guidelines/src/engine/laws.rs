//! What inputs can and cannot be together.

use std::{collections::BTreeSet, fmt::Debug};

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

/// What each answer to each question brings with it, itself included.
///
/// The laws are clauses of two literals, so what follows from several answers is what follows from each of them.
#[derive(Debug, Clone)]
pub(super) struct Consequences(Vec<[Vec<(usize, bool)>; 2]>);

impl Consequences {
    /// Of laws over numbered questions; `number` is the number of a question.
    pub(super) fn new<Q: Question>(laws: &[Law<Q>], count: usize, number: impl Fn(Q) -> Option<usize>) -> Self {
        let literal = |number: usize, answer: bool| number * 2 + usize::from(answer);
        let mut follows: Vec<Vec<usize>> = vec![Vec::new(); count * 2];
        for law in laws {
            let (Some(first), Some(second)) = (number(law.first.0), number(law.second.0)) else { continue };
            follows[literal(first, law.first.1)].push(literal(second, !law.second.1));
            follows[literal(second, law.second.1)].push(literal(first, !law.first.1));
        }
        let reached_from = |start: usize| {
            let mut reached = BTreeSet::new();
            let mut open = vec![start];
            while let Some(next) = open.pop() {
                if reached.insert(next) {
                    open.extend(&follows[next]);
                }
            }
            reached.into_iter().map(|literal| (literal / 2, literal % 2 == 1)).collect()
        };
        Self((0..count).map(|n| [reached_from(literal(n, false)), reached_from(literal(n, true))]).collect())
    }
    /// Of one answer, by rising number.
    pub(super) fn of(&self, number: usize, answer: bool) -> &[(usize, bool)] {
        self.0.get(number).map_or(&[], |both| &both[usize::from(answer)])
    }
    /// Whether an answer rules itself out.
    pub(super) fn impossible(&self, number: usize, answer: bool) -> bool {
        self.of(number, answer).windows(2).any(|pair| pair[0].0 == pair[1].0)
    }
    /// Whether the answer may turn while everything else stays: whether both answers leave the others as they may be.
    pub(super) fn may_turn(&self, number: usize) -> bool {
        let mut both: Vec<(usize, bool)> = [false, true]
            .iter()
            .flat_map(|answer| self.of(number, *answer))
            .copied()
            .filter(|(n, _)| *n != number)
            .collect();
        both.sort_unstable();
        both.dedup();
        !both.windows(2).any(|pair| pair[0].0 == pair[1].0)
    }
}
