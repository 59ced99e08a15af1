//! From a scheme and the facts of a case to the verdict with its trace.

use std::collections::BTreeSet;

use marv_model::{
    finding::Status,
    verdict::{Criterion, MissingDatum, Outcome, Policy, Verdict},
};

use super::{
    decision::{Decision, Open},
    grounds::Grounds,
    laws::Question,
    missing::mattering,
    reach::{Ends, Reach},
    scheme::{Answer, Condition},
    twins::StandIns,
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
    decision: &'a Decision<Q>,
    grounds: Grounds,
    stand_ins: StandIns,
    /// The grounds with what stand-ins put in.
    put_in: Grounds,
    open: Open,
    /// The rows that some completion of the unknown inputs reaches.
    rows: Vec<usize>,
    reached: Vec<Answer>,
}

impl<'a, Q: Question> Judgement<'a, Q> {
    /// Judges a case.
    pub fn new(decision: &'a Decision<Q>, facts: &impl Facts<Q>) -> Self {
        let given = decision.numbered.iter().map(|question| match facts.status(*question) {
            Status::Present => Some(true),
            Status::Absent => Some(false),
            Status::Unknown => None,
        });
        let grounds = Grounds::new(given.collect(), &decision.consequences);
        let stand_ins = decision.twins.in_case(&grounds, decision.numbered.len());
        let put_in = grounds.with(&stand_ins);
        let open = decision.under(&put_in);
        let rows: Vec<usize> =
            open.reached.iter().enumerate().filter_map(|(row, reached)| reached.then_some(row)).collect();
        let answers: BTreeSet<Answer> = rows.iter().map(|row| decision.rows[*row].then).collect();
        let mut reached: Vec<Answer> = answers.into_iter().collect();
        reached.sort_by_key(|answer| (decision.rank(answer.word()), *answer));
        Self { decision, grounds, stand_ins, put_in, open, rows, reached }
    }
    /// The answers that some completion of the unknown inputs reaches, in the scheme's order.
    pub fn reached(&self) -> &[Answer] {
        &self.reached
    }
    /// Whether what was given contradicts itself.
    pub fn contradictory(&self) -> bool {
        self.grounds.contradictory
    }
    /// A condition over every completion: present where it always holds, absent where it never does.
    pub fn status(&self, condition: &Condition<Q>) -> Status {
        match condition.holds(&|question| self.answer(question)) {
            Some(true) => Status::Present,
            Some(false) => Status::Absent,
            None => self.decision.condition(condition, &self.grounds).met(|_| None),
        }
    }
    /// Whether a condition holds in every completion.
    pub fn certain(&self, condition: &Condition<Q>) -> bool {
        // No law forbids that nothing more is there: a condition that then does not hold is not certain.
        let barely = |question| self.answer(question).or(Some(false));
        if !self.grounds.contradictory && condition.holds(&barely) == Some(false) {
            return false;
        }
        self.status(condition) == Status::Present
    }
    fn answer(&self, question: Q) -> Option<bool> {
        self.decision.number(question).and_then(|number| self.grounds.answer(number))
    }
    /// The verdict.
    pub fn verdict(&self, facts: &impl Facts<Q>, policies: Vec<Policy>, flags: Vec<String>) -> Verdict {
        Verdict {
            scheme: self.decision.name.to_owned(),
            scheme_id: self.decision.id.to_owned(),
            rules_version: self.decision.rules_version.to_owned(),
            source: self.decision.source.to_owned(),
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
            _ => Outcome::Reachable { categories: words(&self.reached) },
        }
    }

    /// Every row in the order of the decision. Decisive is the first that is met whatever the unknown inputs are, where the
    /// outcome is decided: rows above it that are unknown lead to the same. Overridden are those that no completion comes to.
    fn trace(&self, facts: &impl Facts<Q>) -> Vec<Criterion> {
        let decided = self.reached.len() == 1;
        let last_reached = self.rows.last().copied().unwrap_or_default();
        let mut found = false;
        self.decision
            .rows
            .iter()
            .zip(&self.open.rows)
            .enumerate()
            .map(|(place, (row, status))| {
                let status = *status;
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
                    evidence: self.evidence(place, facts),
                }
            })
            .collect()
    }

    /// What a row rests on. One that asks for many things is argued by those that are there.
    fn evidence(&self, row: usize, facts: &impl Facts<Q>) -> Vec<String> {
        let questions = &self.decision.of_rows[row];
        let many = questions.len() > MANY;
        let told = questions.iter().filter(|number| !many || self.grounds.answer(**number) == Some(true));
        told.flat_map(|number| facts.evidence(self.decision.numbered[*number])).collect()
    }

    /// The unknown inputs that matter. Questions that one examination answers stand together where several of them
    /// matter: present then means that one at least is.
    fn missing(&self) -> Vec<MissingDatum> {
        if words(&self.reached).len() < 2 {
            return Vec::new();
        }
        let words = &self.decision.words;
        let diagram = self.decision.answers(&self.open, &self.put_in);
        let reach = Reach::new(&diagram, words.len());
        let mattering = mattering(&diagram, &reach, self.decision.numbered.len());
        let mut examinations: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for number in self.decision.in_order.iter().copied() {
            let question = self.decision.numbered[number];
            let one = self.stand_ins.of(number).unwrap_or(number);
            if mattering[one] && self.decision.consequences.may_turn(number) {
                match examinations.iter_mut().find(|(name, _)| *name == question.examination()) {
                    Some((_, numbers)) => numbers.push(number),
                    None => examinations.push((question.examination(), vec![number])),
                }
            }
        }
        let one_of = |number: usize| self.stand_ins.of(number).unwrap_or(number);
        let together: Vec<BTreeSet<usize>> = examinations
            .iter()
            .filter(|(_, numbers)| numbers.len() > 1)
            .map(|(_, numbers)| numbers.iter().map(|number| one_of(*number)).collect())
            .collect();
        let each = reach.with_each(self.decision.numbered.len());
        let mut none_of = together.iter().zip(reach.with_none_of_each(&together));
        let told = |ends: Ends| {
            let mut told = Vec::with_capacity(ends.count());
            told.extend(ends.iter().filter_map(|end| words.get(end)).map(|word| (*word).to_owned()));
            told
        };
        let mut missing: Vec<MissingDatum> = examinations
            .iter()
            .filter_map(|(name, numbers)| {
                if let [only] = numbers[..] {
                    let [no, yes] = each[one_of(only)];
                    // Where a twin is open too, that this one is absent leaves everything open.
                    let no = if self.stand_ins.of(only).is_some() { reach.all() } else { no };
                    let datum = self.decision.numbered[only].datum().to_owned();
                    return Some(MissingDatum { datum, if_present: told(yes), if_absent: told(no) });
                }
                let (numbers, none) = none_of.next()?;
                let any = numbers.iter().fold(Ends::default(), |any, number| any.with(each[*number][1]));
                Some(MissingDatum { datum: (*name).to_owned(), if_present: told(any), if_absent: told(none) })
            })
            .collect();
        // METHOD: the most decisive datum is the one after which the fewest outcomes are left, counted over both its
        // values; ties stand in the order of the decision.
        missing.sort_by_key(|datum| datum.if_present.len() + datum.if_absent.len());
        missing
    }
}

/// The words of these answers, which stand in the scheme's order.
fn words(answers: &[Answer]) -> Vec<String> {
    let mut words: Vec<&str> = answers.iter().map(|answer| answer.word()).collect();
    words.dedup();
    words.into_iter().map(str::to_owned).collect()
}
