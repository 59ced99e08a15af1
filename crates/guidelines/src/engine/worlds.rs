//! The walk through every consistent completion of the unknown inputs, without writing them out.
//!
//! A decision is run as an ordinary function that asks for answers. The first time that it asks for an unknown one, the
//! walk takes one answer, remembers the other, and runs the function again until no answer is left untried. Only what a
//! decision asks for is branched on, so a table of forty criteria costs about as many runs as it has criteria, and the
//! result is still that of all completions (`tests/engine_laws.rs` compares with brute force).

use std::collections::{BTreeMap, BTreeSet};

use super::laws::{Law, Question, contradictory, propagate};

/// What is given of a case, with what follows from it by the laws.
#[derive(Debug, Clone)]
pub struct Grounds<Q> {
    known: BTreeMap<Q, bool>,
    laws: Vec<Law<Q>>,
    contradictory: bool,
}

impl<Q: Question> Grounds<Q> {
    /// From the answers that are given. Answers that break a law among themselves are kept as given.
    pub fn new(given: BTreeMap<Q, bool>, laws: &[Law<Q>]) -> Self {
        let mut implied = BTreeMap::new();
        let consistent = propagate(laws, &given, &mut implied);
        let contradictory = !consistent || contradictory(laws, &given);
        let mut known = given;
        if consistent {
            known.extend(implied);
        }
        Self { known, laws: laws.to_vec(), contradictory }
    }
    /// The answer, given or implied.
    pub fn answer(&self, question: Q) -> Option<bool> {
        self.known.get(&question).copied()
    }
    /// Whether what was given breaks a law, as two sources may.
    pub fn contradictory(&self) -> bool {
        self.contradictory
    }
    /// Every value that `decision` takes over the consistent completions.
    pub fn outcomes<T: Ord>(&self, decision: impl Fn(&mut World<'_, Q>) -> T) -> BTreeSet<T> {
        let mut seen = BTreeSet::new();
        let mut world = World { grounds: self, trail: Vec::new(), used: 0, supposed: None };
        loop {
            world.used = 0;
            world.supposed = None;
            seen.insert(decision(&mut world));
            world.trail.truncate(world.used);
            while world.trail.last().is_some_and(|choice| !choice.other_open) {
                world.trail.pop();
            }
            let Some(last) = world.trail.last_mut() else { return seen };
            last.answer = !last.answer;
            last.other_open = false;
        }
    }
    /// Whether there is a completion of the other inputs in which the answer to `question` changes the decision.
    pub fn matters<T: Ord>(&self, question: Q, decision: impl Fn(&mut World<'_, Q>) -> T) -> bool {
        if self.answer(question).is_some() {
            return false;
        }
        let differs = |world: &mut World<'_, Q>| {
            let yes = world.suppose(question, true, &decision);
            let no = world.suppose(question, false, &decision);
            yes != no
        };
        self.outcomes(differs).contains(&true)
    }
}

#[derive(Debug, Clone, Copy)]
struct Choice<Q> {
    question: Q,
    answer: bool,
    other_open: bool,
}

/// One completion of the unknown inputs, made as it is asked for.
#[derive(Debug)]
pub struct World<'a, Q> {
    grounds: &'a Grounds<Q>,
    trail: Vec<Choice<Q>>,
    used: usize,
    supposed: Option<(Q, bool)>,
}

impl<Q: Question> World<'_, Q> {
    /// The answer in this completion.
    pub fn is(&mut self, question: Q) -> bool {
        if let Some((supposed, answer)) = self.supposed
            && supposed == question
        {
            return answer;
        }
        if let Some(answer) = self.grounds.answer(question) {
            return answer;
        }
        if let Some(choice) = self.trail[..self.used].iter().find(|choice| choice.question == question) {
            return choice.answer;
        }
        if self.used == self.trail.len() {
            let (yes, no) = (self.admits(question, true), self.admits(question, false));
            // Neither is admitted only where the given answers contradict each other; then both are tried.
            let other_open = yes == no;
            self.trail.push(Choice { question, answer: yes || !no, other_open });
        }
        let answer = self.trail[self.used].answer;
        self.used += 1;
        answer
    }
    fn suppose<T>(&mut self, question: Q, answer: bool, decision: &impl Fn(&mut Self) -> T) -> T {
        self.supposed = Some((question, answer));
        decision(self)
    }
    /// Whether this answer is consistent with what is given and chosen so far, under either answer to a supposed question.
    fn admits(&self, question: Q, answer: bool) -> bool {
        if !self.grounds.laws.iter().any(|law| law.first.0 == question || law.second.0 == question) {
            return true;
        }
        let supposed: Vec<Option<(Q, bool)>> = match self.supposed {
            Some((supposed, _)) => vec![Some((supposed, true)), Some((supposed, false))],
            None => vec![None],
        };
        supposed.into_iter().all(|supposed| {
            let mut answers: BTreeMap<Q, bool> =
                self.trail[..self.used].iter().map(|choice| (choice.question, choice.answer)).collect();
            answers.extend(supposed);
            answers.insert(question, answer);
            propagate(&self.grounds.laws, &self.grounds.known, &mut answers)
        })
    }
}
