//! From a scheme and the facts of a case to the verdict with its trace.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    finding::Status,
    verdict::{Criterion, MissingDatum, Outcome, Policy, Verdict},
};

use super::{
    laws::Question,
    scheme::{Answer, Condition, Scheme},
    worlds::Grounds,
};

/// What is known of a case.
pub trait Facts<Q> {
    /// Present, absent or unknown. Absent only where it was looked for with the power that the question needs.
    fn status(&self, question: Q) -> Status;
    /// What that rests on, for people.
    fn evidence(&self, question: Q) -> Vec<String>;
}

/// A scheme applied to the facts of one case.
#[derive(Debug)]
pub struct Judgement<'a, Q> {
    scheme: &'a Scheme<Q>,
    grounds: Grounds<Q>,
    reached: Vec<Answer>,
}

impl<'a, Q: Question> Judgement<'a, Q> {
    /// Judges a case.
    pub fn new(scheme: &'a Scheme<Q>, facts: &impl Facts<Q>) -> Self {
        let asked = scheme
            .questions()
            .into_iter()
            .chain(scheme.noted.iter().copied())
            .chain(scheme.laws.iter().flat_map(|law| [law.first.0, law.second.0]));
        let given: BTreeMap<Q, bool> = asked
            .filter_map(|question| match facts.status(question) {
                Status::Present => Some((question, true)),
                Status::Absent => Some((question, false)),
                Status::Unknown => None,
            })
            .collect();
        let grounds = Grounds::new(given, &scheme.laws);
        let mut reached: Vec<Answer> = grounds.outcomes(|world| scheme.answer(world)).into_iter().collect();
        reached.sort_by_key(|answer| (scheme.rank(answer.word()), *answer));
        Self { scheme, grounds, reached }
    }
    /// The answers that some completion of the unknown inputs reaches, in the scheme's order.
    pub fn reached(&self) -> &[Answer] {
        &self.reached
    }
    /// Whether what was given contradicts itself.
    pub fn contradictory(&self) -> bool {
        self.grounds.contradictory()
    }
    /// A condition over every completion: present where it always holds, absent where it never does.
    pub fn status(&self, condition: &Condition<Q>) -> Status {
        let seen = self.grounds.outcomes(|world| condition.holds(world));
        match (seen.contains(&true), seen.contains(&false)) {
            (true, false) => Status::Present,
            (false, _) => Status::Absent,
            (true, true) => Status::Unknown,
        }
    }
    /// Whether a condition holds in every completion.
    pub fn certain(&self, condition: &Condition<Q>) -> bool {
        self.status(condition) == Status::Present
    }
    /// The verdict.
    pub fn verdict(&self, facts: &impl Facts<Q>, policies: Vec<Policy>, flags: Vec<String>) -> Verdict {
        Verdict {
            scheme: self.scheme.name.to_owned(),
            scheme_id: self.scheme.id.to_owned(),
            rules_version: self.scheme.rules_version.to_owned(),
            source: self.scheme.source.to_owned(),
            outcome: self.outcome(),
            scores: Vec::new(),
            trace: self.trace(facts),
            missing: self.missing(),
            policies,
            flags,
        }
    }

    fn outcome(&self) -> Outcome {
        match self.reached[..] {
            [Answer::Category(category)] => Outcome::Decided { category: category.to_owned() },
            [Answer::NotApplicable(reason)] => Outcome::NotApplicable { reason: reason.to_owned() },
            _ => Outcome::Reachable { categories: self.words(&self.reached.iter().copied().collect()) },
        }
    }

    /// Every row in the order of the decision. Decisive is the first that is met whatever the unknown inputs are, where the
    /// outcome is decided: rows above it that are unknown lead to the same.
    fn trace(&self, facts: &impl Facts<Q>) -> Vec<Criterion> {
        let decided = self.reached.len() == 1;
        let mut found = false;
        self.scheme
            .rows
            .iter()
            .map(|row| {
                let status = self.status(&row.when);
                let decisive = decided && !found && status == Status::Present;
                found |= decisive;
                Criterion {
                    id: row.id.to_owned(),
                    source: row.source.to_owned(),
                    leads_to: Some(row.then.word().to_owned()),
                    status,
                    decisive,
                    evidence: row.when.questions().into_iter().flat_map(|q| facts.evidence(q)).collect(),
                }
            })
            .collect()
    }

    /// The unknown inputs that matter. Questions that one examination answers stand together where several of them
    /// matter: present then means that one at least is.
    fn missing(&self) -> Vec<MissingDatum> {
        if self.reached.len() < 2 {
            return Vec::new();
        }
        let mut examinations: Vec<(&'static str, Vec<Q>)> = Vec::new();
        for question in self.scheme.questions() {
            if self.grounds.matters(question, |world| self.scheme.answer(world)) {
                match examinations.iter_mut().find(|(name, _)| *name == question.examination()) {
                    Some((_, questions)) => questions.push(question),
                    None => examinations.push((question.examination(), vec![question])),
                }
            }
        }
        let mut missing: Vec<MissingDatum> = examinations
            .into_iter()
            .map(|(name, questions)| {
                let datum = if let [only] = questions[..] { only.datum() } else { name };
                let seen = self.grounds.outcomes(|world| {
                    let present = questions.iter().any(|question| world.is(*question));
                    (present, self.scheme.answer(world))
                });
                let words = |wanted| {
                    self.words(&seen.iter().filter(|(present, _)| *present == wanted).map(|(_, a)| *a).collect())
                };
                MissingDatum { datum: datum.to_owned(), if_present: words(true), if_absent: words(false) }
            })
            .collect();
        // METHOD: the most decisive datum is the one after which the fewest outcomes are left, counted over both its
        // values; ties stand in the order of the decision.
        missing.sort_by_key(|datum| datum.if_present.len() + datum.if_absent.len());
        missing
    }

    fn words(&self, answers: &BTreeSet<Answer>) -> Vec<String> {
        let mut words: Vec<&str> = answers.iter().map(|answer| answer.word()).collect();
        words.sort_by_key(|word| self.scheme.rank(word));
        words.dedup();
        words.into_iter().map(str::to_owned).collect()
    }
}
