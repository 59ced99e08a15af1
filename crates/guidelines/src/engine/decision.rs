//! A scheme made ready: which answers lead to which row, as diagrams that are built once and serve every case.
//!
//! What inputs cannot be together is part of the diagrams: ways that the laws forbid lead nowhere. The walk through what a
//! case leaves open is then exact and costs no more than the diagram is large, however many completions there are
//! (`tests/engine_laws.rs` compares with every completion written out).

use std::{
    collections::{BTreeMap, btree_map::Entry},
    ops::Deref,
};

use marv_model::finding::Status;

use super::{
    diagram::{Builder, Diagram, Place},
    grounds::Grounds,
    laws::{Consequences, Question},
    reach::Ends,
    scheme::{Answer, Condition, Scheme},
    twins::Twins,
};

/// A scheme with its diagrams.
#[derive(Debug, Clone)]
pub struct Decision<Q> {
    scheme: Scheme<Q>,
    /// Every question, by its number: those that rows ask, in the order of the diagrams, and then those that are only noted or
    /// stand in a law.
    pub(super) numbered: Vec<Q>,
    /// How many of them rows ask.
    asked: usize,
    numbers: BTreeMap<Q, usize>,
    /// The numbers of what rows ask, in the order of the decision.
    pub(super) in_order: Vec<usize>,
    pub(super) consequences: Consequences,
    pub(super) twins: Twins,
    diagrams: Diagrams,
    /// The questions of each row, by number, in the row's order.
    pub(super) of_rows: Vec<Vec<usize>>,
    /// The words of its answers, in the scheme's order.
    pub(super) words: Vec<&'static str>,
}

/// What answers lead to.
#[derive(Debug, Clone)]
struct Diagrams {
    /// To the number of the row that decides.
    whole: Diagram,
    /// To the number of its answer's word.
    answers: Diagram,
    /// For each row by itself, whether it is met.
    rows: Vec<Diagram>,
}

/// What a case leaves open of it.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// For each row, whether some completion comes to it.
    pub(super) reached: Vec<bool>,
    /// For each row by itself, whether it is met.
    pub(super) rows: Vec<Status>,
    /// To the number of the answer's word, where the case needed diagrams of its own.
    own_answers: Option<Diagram>,
}

impl<Q> Deref for Decision<Q> {
    type Target = Scheme<Q>;
    fn deref(&self) -> &Scheme<Q> {
        &self.scheme
    }
}

impl<Q: Question> Decision<Q> {
    /// Of a scheme.
    pub fn new(scheme: Scheme<Q>) -> Self {
        let mut numbered = by_law(&scheme);
        let asked = numbered.len();
        let mut numbers: BTreeMap<Q, usize> = numbered.iter().enumerate().map(|(number, q)| (*q, number)).collect();
        for question in
            scheme.noted.iter().copied().chain(scheme.laws.iter().flat_map(|law| [law.first.0, law.second.0]))
        {
            numbers.entry(question).or_insert_with(|| {
                numbered.push(question);
                numbered.len() - 1
            });
        }
        let consequences = Consequences::new(&scheme.laws, numbered.len(), |q| numbers.get(&q).copied());
        let numbers_of = |questions: Vec<Q>| questions.iter().filter_map(|q| numbers.get(q).copied()).collect();
        let of_rows = scheme.rows.iter().map(|row| numbers_of(row.when.questions())).collect();
        let in_order = numbers_of(scheme.questions());
        let twins = Twins::new(&scheme, &numbered, |q| numbers.get(&q).copied());
        let diagrams = Diagrams { whole: Diagram::nothing(), answers: Diagram::nothing(), rows: Vec::new() };
        let words = words(&scheme);
        debug_assert!(words.len() <= Ends::LIMIT, "{} gives more answers than a set of ends holds", scheme.id);
        let mut decision =
            Self { scheme, numbered, asked, numbers, in_order, consequences, twins, diagrams, of_rows, words };
        let nothing = Grounds::new(vec![None; decision.numbered.len()], &decision.consequences);
        decision.diagrams = decision.built(&nothing);
        decision
    }
    /// The scheme.
    pub fn scheme(&self) -> &Scheme<Q> {
        &self.scheme
    }
    /// What its rows ask, each question once.
    pub fn asked(&self) -> impl Iterator<Item = Q> + '_ {
        self.numbered[..self.asked].iter().copied()
    }
    pub(super) fn number(&self, question: Q) -> Option<usize> {
        self.numbers.get(&question).copied()
    }
    /// What is left open of the scheme by what is given, with one of each kind of twins standing for the others.
    pub(super) fn under(&self, grounds: &Grounds) -> Open {
        let answer = |number: usize| grounds.answer(number);
        if grounds.contradictory {
            let built = self.built(grounds);
            return Open {
                reached: built.whole.ends(|_| None, self.rows.len()),
                rows: built.rows.iter().map(|row| row.met(|_| None)).collect(),
                own_answers: Some(built.answers),
            };
        }
        let rows = self.diagrams.rows.iter().map(|row| row.met(answer)).collect();
        Open { reached: self.diagrams.whole.ends(answer, self.rows.len()), rows, own_answers: None }
    }
    /// The diagram that leads to the number of the answer's word, of what is left open.
    pub(super) fn answers(&self, open: &Open, grounds: &Grounds) -> Diagram {
        let answer = |number: usize| grounds.answer(number);
        open.own_answers.clone().unwrap_or_else(|| self.diagrams.answers.under(answer))
    }
    /// A condition by itself, over what is given.
    pub(super) fn condition(&self, condition: &Condition<Q>, grounds: &Grounds) -> Diagram {
        let mut builder = Builder::default();
        let met = self.place(&mut builder, condition, grounds);
        let questions = condition.questions().into_iter().filter_map(|question| self.number(question));
        let lawful = self.lawful(&mut builder, questions, grounds);
        let met = builder.choose(lawful, met, Place::FORBIDDEN);
        builder.diagram(met)
    }

    fn built(&self, grounds: &Grounds) -> Diagrams {
        let mut builder = Builder::default();
        let rows = &self.scheme.rows;
        let mut deciding = Place::end(rows.len().saturating_sub(1));
        for (number, row) in rows.iter().enumerate().rev() {
            let met = self.place(&mut builder, &row.when, grounds);
            deciding = builder.choose(met, Place::end(number), deciding);
        }
        let lawful = self.lawful(&mut builder, 0..self.asked, grounds);
        let whole = builder.choose(lawful, deciding, Place::FORBIDDEN);
        let whole = builder.diagram(whole);
        let word_of =
            |row: usize| self.words.iter().position(|word| *word == rows[row].then.word()).unwrap_or_default();
        let answers = whole.renumbered(word_of);
        Diagrams { whole, answers, rows: rows.iter().map(|row| self.condition(&row.when, grounds)).collect() }
    }
    fn place(&self, builder: &mut Builder<Q>, condition: &Condition<Q>, grounds: &Grounds) -> Place {
        match condition {
            Condition::Always => Place::YES,
            Condition::Is(question) => match self.number(*question) {
                Some(number) => match grounds.answer(number) {
                    Some(true) => Place::YES,
                    Some(false) => Place::NO,
                    None => builder.literal(number, true),
                },
                // A flag may ask what no row asks: nothing is known of it, and no law is about it.
                None => builder.free(self.numbered.len(), *question),
            },
            Condition::Not(condition) => {
                let met = self.place(builder, condition, grounds);
                builder.choose(met, Place::NO, Place::YES)
            }
            Condition::All(conditions) => conditions.iter().rev().fold(Place::YES, |rest, condition| {
                let met = self.place(builder, condition, grounds);
                builder.choose(met, rest, Place::NO)
            }),
            Condition::Any(conditions) => conditions.iter().rev().fold(Place::NO, |rest, condition| {
                let met = self.place(builder, condition, grounds);
                builder.choose(met, Place::YES, rest)
            }),
        }
    }

    /// What the laws leave of these questions: for each answer, what it brings with it. Since what follows is complete, that
    /// holds whatever questions are left out. An answer that contradicts what is known is ruled out, unless both do.
    fn lawful(&self, builder: &mut Builder<Q>, among: impl IntoIterator<Item = usize>, grounds: &Grounds) -> Place {
        let mut among: Vec<usize> = among.into_iter().filter(|number| grounds.answer(*number).is_none()).collect();
        if grounds.lawless {
            return Place::YES;
        }
        among.sort_unstable();
        let ruled_out = |number: usize, answer: bool| {
            let follows = self.consequences.of(number, answer);
            self.consequences.impossible(number, answer) || follows.iter().any(|(n, a)| grounds.denies(*n, *a))
        };
        let mut lawful = Place::YES;
        for number in among.iter().rev().copied() {
            let out = [false, true].map(|answer| ruled_out(number, answer));
            for answer in [false, true] {
                let is = builder.literal(number, answer);
                if out[usize::from(answer)] {
                    if !out[usize::from(!answer)] {
                        lawful = builder.choose(is, Place::NO, lawful);
                    }
                    continue;
                }
                let follows = self.consequences.of(number, answer);
                for (about, implied) in follows.iter().filter(|(about, _)| among.binary_search(about).is_ok()) {
                    let other = builder.literal(*about, !*implied);
                    let both = builder.choose(is, other, Place::NO);
                    lawful = builder.choose(both, Place::NO, lawful);
                }
            }
        }
        lawful
    }
}

/// The words of a scheme's answers, in its order.
fn words<Q: Question>(scheme: &Scheme<Q>) -> Vec<&'static str> {
    let mut answers: Vec<Answer> = scheme.rows.iter().map(|row| row.then).collect();
    answers.sort_by_key(|answer| (scheme.rank(answer.word()), *answer));
    let mut words: Vec<&str> = answers.iter().map(|answer| answer.word()).collect();
    words.dedup();
    words
}

/// The questions that rows ask, in the order of the decision, those that laws tie together beside each other: what is asked
/// late of a tie need then not be remembered until then.
fn by_law<Q: Question>(scheme: &Scheme<Q>) -> Vec<Q> {
    let asked = scheme.questions();
    let mut tied: BTreeMap<Q, Vec<Q>> = BTreeMap::new();
    for law in &scheme.laws {
        tied.entry(law.first.0).or_default().push(law.second.0);
        tied.entry(law.second.0).or_default().push(law.first.0);
    }
    let mut tie: BTreeMap<Q, usize> = BTreeMap::new();
    for (number, question) in asked.iter().enumerate() {
        let mut open = vec![*question];
        while let Some(next) = open.pop() {
            if let Entry::Vacant(entry) = tie.entry(next) {
                entry.insert(number);
                open.extend(tied.get(&next).into_iter().flatten());
            }
        }
    }
    let mut ordered: Vec<(usize, usize, Q)> =
        asked.iter().enumerate().map(|(number, q)| (tie.get(q).copied().unwrap_or(number), number, *q)).collect();
    ordered.sort();
    ordered.into_iter().map(|(_, _, question)| question).collect()
}
