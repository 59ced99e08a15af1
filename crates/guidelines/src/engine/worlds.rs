//! The walk through every consistent completion of the unknown inputs, without writing them out.
//!
//! A decision is run as an ordinary function that asks for answers. The first time that it asks for an unknown one, the
//! walk takes one answer, remembers the other, and runs the function again until no answer is left untried. Only what a
//! decision asks for is branched on, so a table of forty criteria costs about as many runs as it has criteria, and the
//! result is still that of all completions (`tests/engine_laws.rs` compares with brute force). Each run is a leaf: the
//! answers that were tried, and what the decision made of them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    answers::{Answers, CAPACITY},
    laws::{Law, Question, consequences},
};

/// What is given of a case, with what follows from it by the laws.
#[derive(Debug, Clone)]
pub struct Grounds<Q> {
    /// The questions that are given or that a law is about, sorted: their places are their numbers.
    numbered: Vec<Q>,
    /// Given, and implied.
    known: Answers,
    /// Given, of more questions than are numbered.
    beyond: BTreeMap<Q, bool>,
    consequences: Vec<[Answers; 2]>,
    contradictory: bool,
    /// What was given contradicts itself through what it implies: no law holds any more.
    lawless: bool,
}

/// One run of a decision.
#[derive(Debug, Clone)]
pub(super) struct Leaf<T> {
    /// The unknown answers that the run asked for and tried.
    tried: Answers,
    /// With all that is known and that follows.
    state: Answers,
    pub(super) outcome: T,
}

impl<Q: Question> Grounds<Q> {
    /// From the answers that are given. Answers that break a law among themselves are kept as given.
    pub fn new(given: BTreeMap<Q, bool>, laws: &[Law<Q>]) -> Self {
        Self::about(given, laws, [])
    }

    /// As [`Grounds::new`], with questions that are neither given nor in a law and will be asked.
    pub(super) fn about(given: BTreeMap<Q, bool>, laws: &[Law<Q>], asked: impl IntoIterator<Item = Q>) -> Self {
        let about = laws.iter().flat_map(|law| [law.first.0, law.second.0]);
        let numbered: BTreeSet<Q> = given.keys().copied().chain(about).chain(asked).collect();
        let numbered: Vec<Q> = numbered.into_iter().take(CAPACITY).collect();
        let consequences = consequences(laws, &numbered);
        let (mut plain, mut all) = (Answers::default(), Answers::default());
        for (question, answer) in &given {
            if let Ok(number) = numbered.binary_search(question) {
                plain.insert(number, *answer);
                all.add(&consequences[number][usize::from(*answer)]);
            }
        }
        let contradictory = !all.consistent();
        let mut about_given = plain.yes;
        about_given.add(&plain.no);
        let implied = Answers { yes: all.yes.without(&about_given), no: all.no.without(&about_given) };
        let lawless = !implied.consistent();
        let mut known = plain;
        if !lawless {
            known.add(&implied);
        }
        let beyond = given.into_iter().filter(|(question, _)| numbered.binary_search(question).is_err()).collect();
        Self { numbered, known, beyond, consequences, contradictory, lawless }
    }
    fn number(&self, question: Q) -> Option<usize> {
        self.numbered.binary_search(&question).ok()
    }
    /// The answer, given or implied.
    pub fn answer(&self, question: Q) -> Option<bool> {
        match self.number(question) {
            Some(number) => self.known.get(number),
            None => self.beyond.get(&question).copied(),
        }
    }
    /// Whether what was given breaks a law, as two sources may.
    pub fn contradictory(&self) -> bool {
        self.contradictory
    }
    /// What an answer brings with it.
    fn following(&self, number: usize, answer: bool) -> Answers {
        if self.lawless {
            let mut alone = Answers::default();
            alone.insert(number, answer);
            alone
        } else {
            self.consequences[number][usize::from(answer)]
        }
    }
    /// Every value that `decision` takes over the consistent completions.
    pub fn outcomes<T: Ord>(&self, decision: impl Fn(&mut World<'_, Q>) -> T) -> BTreeSet<T> {
        let mut seen = BTreeSet::new();
        self.walk(decision, |leaf| {
            seen.insert(leaf.outcome);
        });
        seen
    }
    /// Every run of a decision.
    pub(super) fn leaves<T>(&self, decision: impl Fn(&mut World<'_, Q>) -> T) -> Vec<Leaf<T>> {
        let mut leaves = Vec::new();
        self.walk(decision, |leaf| leaves.push(leaf));
        leaves
    }
    fn walk<T>(&self, decision: impl Fn(&mut World<'_, Q>) -> T, mut visit: impl FnMut(Leaf<T>)) {
        let mut world =
            World { grounds: self, trail: Vec::new(), used: 0, tried: Answers::default(), state: self.known };
        loop {
            world.used = 0;
            world.tried = Answers::default();
            world.state = self.known;
            let outcome = decision(&mut world);
            visit(Leaf { tried: world.tried, state: world.state, outcome });
            world.trail.truncate(world.used);
            while world.trail.last().is_some_and(|choice| !choice.other_open) {
                world.trail.pop();
            }
            let Some(last) = world.trail.last_mut() else { return };
            last.answer = !last.answer;
            last.other_open = false;
        }
    }
    /// The questions for which there is a consistent completion of the others in which their answer alone makes the
    /// decision another one.
    ///
    /// Two completions that differ in one answer end in two runs whose tried answers contradict each other there and
    /// nowhere else, so it is enough to look at pairs of runs. What the pair asks for, and what follows from either answer,
    /// must hold together; every other input can then be absent.
    pub(super) fn that_matter<T>(&self, leaves: &[Leaf<T>], category: impl Fn(&T) -> usize) -> BTreeSet<Q> {
        let categories: Vec<usize> = leaves.iter().map(|leaf| category(&leaf.outcome)).collect();
        let mut found = Answers::default();
        for (place, one) in leaves.iter().enumerate() {
            for (other, _) in leaves.iter().zip(&categories).skip(place + 1).filter(|(_, c)| **c != categories[place]) {
                let Some(number) = one.tried.conflict(&other.tried).only() else { continue };
                if !found.yes.contains(number) && self.turns_alone(number, &one.tried, &other.tried) {
                    found.yes.insert(number);
                }
            }
        }
        let mattering = self.numbered.iter().enumerate().filter(|(number, _)| found.yes.contains(*number));
        mattering.map(|(_, question)| *question).collect()
    }
    /// Whether the answer to one question can turn while all else that two runs tried stays as it is.
    fn turns_alone(&self, number: usize, one: &Answers, other: &Answers) -> bool {
        let mut rest = *one;
        rest.add(other);
        let rest = rest.forget(number);
        let mut held = self.known;
        for (place, _) in self.numbered.iter().enumerate() {
            if let Some(answer) = rest.get(place) {
                held.add(&self.following(place, answer));
            }
        }
        let settled = held.get(number).is_some();
        held.add(&self.following(number, true));
        held.add(&self.following(number, false));
        !settled && (self.contradictory || held.forget(number).consistent())
    }
    /// What becomes of one of these questions at least being present, and of none: for a run, whether either is possible.
    pub(super) fn may_be<T>(&self, leaf: &Leaf<T>, questions: &[Q]) -> [bool; 2] {
        let numbers: Vec<usize> = questions.iter().filter_map(|question| self.number(*question)).collect();
        let present = numbers.iter().any(|number| {
            leaf.state.get(*number).unwrap_or_else(|| {
                let following = self.following(*number, true);
                self.contradictory || (following.consistent() && leaf.state.agrees(&following))
            })
        });
        let absent = numbers.iter().all(|number| leaf.state.get(*number) != Some(true));
        [absent, present]
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
    tried: Answers,
    /// What is known, tried, and follows from both.
    state: Answers,
}

impl<Q: Question> World<'_, Q> {
    /// The answer in this completion.
    pub fn is(&mut self, question: Q) -> bool {
        let Some(number) = self.grounds.number(question) else { return self.unnumbered(question) };
        if let Some(answer) = self.state.get(number) {
            return answer;
        }
        let answer = if let Some(choice) = self.trail.get(self.used) {
            choice.answer
        } else {
            let admitted = |answer: bool| {
                let following = self.grounds.following(number, answer);
                following.consistent() && self.state.agrees(&following)
            };
            let (yes, no) = (admitted(true), admitted(false));
            // Neither is admitted only where the given answers contradict each other; then both are tried.
            let answer = yes || !no;
            self.trail.push(Choice { question, answer, other_open: yes == no });
            answer
        };
        self.used += 1;
        self.tried.insert(number, answer);
        self.state.add(&self.grounds.following(number, answer));
        answer
    }
    /// A question that no law is about.
    fn unnumbered(&mut self, question: Q) -> bool {
        if let Some(answer) = self.grounds.beyond.get(&question) {
            return *answer;
        }
        if let Some(choice) = self.trail[..self.used].iter().find(|choice| choice.question == question) {
            return choice.answer;
        }
        if self.used == self.trail.len() {
            self.trail.push(Choice { question, answer: true, other_open: true });
        }
        self.used += 1;
        self.trail[self.used - 1].answer
    }
}
