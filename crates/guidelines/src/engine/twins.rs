//! Questions of which one may stand for many.
//!
//! Most of a list such as *one of 38 myeloid genes* is asked nowhere else, or in the same lists only. While two such genes are
//! unknown, each says what the other says, and both together say no more than one: it is enough to walk through one of them
//! and to take the others for absent. What is found of the one holds for all.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    grounds::Grounds,
    laws::Question,
    scheme::{Condition, Scheme},
};

/// Twins of one kind. A twin is a gene with its questions (mutated, mutated at 10 %, ...), by number; those at the same place
/// in two twins are asked alike.
type Kind = Vec<Vec<usize>>;

/// The kinds of twins of a scheme.
#[derive(Debug, Clone)]
pub(super) struct Twins(Vec<Kind>);

/// Which unknown question stands for which others in one case.
#[derive(Debug, Clone)]
pub(super) struct StandIns(Vec<Option<usize>>);

impl StandIns {
    /// The one that stands for this question, where it has twins that are unknown too; itself, where it is the one.
    pub(super) fn of(&self, number: usize) -> Option<usize> {
        self.0.get(number).copied().flatten()
    }
    /// The answer that is put in for a question that another stands for.
    pub(super) fn answer(&self, number: usize) -> Option<bool> {
        self.of(number).filter(|one| *one != number).map(|_| false)
    }
}

/// Where a question is asked: in which lists of which one at least must be present, and with which examination.
type Asked = (BTreeSet<usize>, Option<&'static str>);
/// Which of a twin's questions brings which, by place.
type Ties = Vec<(usize, usize)>;

impl Twins {
    /// Two questions are twins only where exchanging them changes nothing: they stand in the same lists, of which one at least
    /// must be present, and nowhere else; and the laws that tie each to its fellows are the same and say only that what is
    /// present brings something with it, so that two cases put together are a case again.
    pub(super) fn new<Q: Question>(scheme: &Scheme<Q>, numbered: &[Q], number: impl Fn(Q) -> Option<usize>) -> Self {
        let mut lists = Lists { asked: vec![Some(BTreeSet::new()); numbered.len()], next: 0, number: &number };
        scheme.rows.iter().for_each(|row| lists.walk(&row.when, None));
        let mut tied: Vec<Vec<usize>> = vec![Vec::new(); numbered.len()];
        let mut brings: BTreeSet<(usize, usize)> = BTreeSet::new();
        for law in &scheme.laws {
            let (Some(first), Some(second)) = (number(law.first.0), number(law.second.0)) else { continue };
            tied[first].push(second);
            tied[second].push(first);
            if law.first.1 && !law.second.1 {
                brings.insert((first, second));
            } else {
                (lists.asked[first], lists.asked[second]) = (None, None);
            }
        }
        let mut kinds: BTreeMap<(Vec<Asked>, Ties), Kind> = BTreeMap::new();
        for fellows in fellows(&tied) {
            let mut asked = Vec::new();
            for number in &fellows {
                let Some(lists) = lists.asked[*number].clone() else { break };
                let question = numbered[*number];
                let shared = (question.examination() != question.datum()).then(|| question.examination());
                asked.push(((lists, shared), *number));
            }
            asked.sort();
            let alike = asked.windows(2).any(|pair| pair[0].0 == pair[1].0);
            if asked.len() < fellows.len() || alike || asked.iter().all(|((lists, _), _)| lists.is_empty()) {
                continue;
            }
            let place = |number: usize| asked.iter().position(|(_, other)| *other == number);
            let mut ties: Ties =
                brings.iter().filter_map(|(first, second)| Some((place(*first)?, place(*second)?))).collect();
            ties.sort_unstable();
            let (asked, numbers): (Vec<Asked>, Vec<usize>) = asked.into_iter().unzip();
            kinds.entry((asked, ties)).or_default().push(numbers);
        }
        Self(kinds.into_values().filter(|kind| kind.len() > 1).collect())
    }
    /// In one case: of the twins of which nothing is known, the first stands for the others.
    pub(super) fn in_case(&self, grounds: &Grounds, count: usize) -> StandIns {
        let mut stand_ins = vec![None; count];
        for kind in &self.0 {
            let mut unknown =
                kind.iter().filter(|twin| twin.iter().all(|number| grounds.answer(*number).is_none())).peekable();
            let Some(first) = unknown.next() else { continue };
            if unknown.peek().is_none() {
                continue;
            }
            for twin in std::iter::once(first).chain(unknown) {
                for (number, one) in twin.iter().zip(first) {
                    stand_ins[*number] = Some(*one);
                }
            }
        }
        StandIns(stand_ins)
    }
}

/// The lists in which each question stands; none where it also stands elsewhere.
struct Lists<'a, N> {
    asked: Vec<Option<BTreeSet<usize>>>,
    next: usize,
    number: &'a N,
}

impl<N> Lists<'_, N> {
    fn walk<Q: Question>(&mut self, condition: &Condition<Q>, list: Option<usize>)
    where
        N: Fn(Q) -> Option<usize>,
    {
        match condition {
            Condition::Always => {}
            Condition::Is(question) => {
                let Some(number) = (self.number)(*question) else { return };
                match (&mut self.asked[number], list) {
                    (Some(lists), Some(list)) => drop(lists.insert(list)),
                    (lists, _) => *lists = None,
                }
            }
            Condition::Not(condition) => self.walk(condition, None),
            Condition::All(conditions) => conditions.iter().for_each(|condition| self.walk(condition, None)),
            Condition::Any(conditions) => {
                let list = self.next;
                self.next += 1;
                for condition in conditions {
                    self.walk(condition, Some(list));
                }
            }
        }
    }
}

/// The questions that laws tie together, each in one group.
fn fellows(tied: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; tied.len()];
    let mut groups = Vec::new();
    for start in 0..tied.len() {
        let (mut group, mut open) = (Vec::new(), vec![start]);
        while let Some(next) = open.pop() {
            if !std::mem::replace(&mut seen[next], true) {
                group.push(next);
                open.extend(&tied[next]);
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}
