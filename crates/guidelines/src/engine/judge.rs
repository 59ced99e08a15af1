//! From a scheme and the facts of a case to the verdict with its trace.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    finding::Status,
    verdict::{Criterion, MissingDatum, Outcome, Policy, Verdict},
};

use super::{
    laws::Question,
    scheme::{Answer, Condition, Scheme},
    worlds::{Grounds, Leaf},
};

/// A criterion with more questions than this lists no absences as its evidence.
const MANY: usize = 12;

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
    /// Every run of the decision: the row that decided.
    leaves: Vec<Leaf<usize>>,
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
        let grounds = Grounds::about(given, &scheme.laws, scheme.questions());
        let leaves = grounds.leaves(|world| scheme.deciding_row(world));
        let answers: BTreeSet<Answer> = leaves.iter().map(|leaf| scheme.rows[leaf.outcome].then).collect();
        let mut reached: Vec<Answer> = answers.into_iter().collect();
        reached.sort_by_key(|answer| (scheme.rank(answer.word()), *answer));
        Self { scheme, grounds, leaves, reached }
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
            // Out of scope for one reason or another: the first that the table names.
            [Answer::NotApplicable(reason), ..] => Outcome::NotApplicable { reason: reason.to_owned() },
            _ => Outcome::Reachable { categories: self.words(&self.reached.iter().copied().collect()) },
        }
    }

    /// Every row in the order of the decision. Decisive is the first that is met whatever the unknown inputs are, where the
    /// outcome is decided: rows above it that are unknown lead to the same. Overridden are those that no completion comes to.
    fn trace(&self, facts: &impl Facts<Q>) -> Vec<Criterion> {
        let decided = self.reached.len() == 1;
        let last_reached = self.leaves.iter().map(|leaf| leaf.outcome).max().unwrap_or_default();
        let mut found = false;
        self.scheme
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| {
                let status = self.status(&row.when);
                let overridden = place > last_reached;
                let decisive = decided && !found && !overridden && status == Status::Present;
                found |= decisive;
                Criterion {
                    id: row.id.to_owned(),
                    source: row.source.to_owned(),
                    leads_to: Some(row.then.word().to_owned()),
                    status,
                    decisive,
                    overridden,
                    evidence: self.evidence(&row.when, facts),
                }
            })
            .collect()
    }

    /// What a criterion rests on. One that asks for many things is argued by those that are there.
    fn evidence(&self, condition: &Condition<Q>, facts: &impl Facts<Q>) -> Vec<String> {
        let questions = condition.questions();
        let many = questions.len() > MANY;
        let told = questions.into_iter().filter(|question| !many || self.grounds.answer(*question) == Some(true));
        told.flat_map(|question| facts.evidence(question)).collect()
    }

    /// The unknown inputs that matter. Questions that one examination answers stand together where several of them
    /// matter: present then means that one at least is.
    fn missing(&self) -> Vec<MissingDatum> {
        if self.words(&self.reached.iter().copied().collect()).len() < 2 {
            return Vec::new();
        }
        let answer = |leaf: &Leaf<usize>| self.scheme.rows[leaf.outcome].then;
        let ranks: Vec<usize> = self.scheme.rows.iter().map(|row| self.scheme.rank(row.then.word())).collect();
        let mattering = self.grounds.that_matter(&self.leaves, |row| ranks[*row]);
        let mut examinations: Vec<(&'static str, Vec<Q>)> = Vec::new();
        for question in self.scheme.questions().into_iter().filter(|question| mattering.contains(question)) {
            match examinations.iter_mut().find(|(name, _)| *name == question.examination()) {
                Some((_, questions)) => questions.push(question),
                None => examinations.push((question.examination(), vec![question])),
            }
        }
        let mut missing: Vec<MissingDatum> = examinations
            .into_iter()
            .map(|(name, questions)| {
                let datum = if let [only] = questions[..] { only.datum() } else { name };
                let mut becomes = [BTreeSet::new(), BTreeSet::new()];
                for leaf in &self.leaves {
                    for (words, possible) in becomes.iter_mut().zip(self.grounds.may_be(leaf, &questions)) {
                        if possible {
                            words.insert(answer(leaf));
                        }
                    }
                }
                let [if_absent, if_present] = becomes.map(|answers| self.words(&answers));
                MissingDatum { datum: datum.to_owned(), if_present, if_absent }
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
