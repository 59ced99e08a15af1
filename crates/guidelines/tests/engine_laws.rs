//! The engine against brute force: every completion of the unknown inputs, written out.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use marv_guidelines::{
    eln2022::{
        CebpaWithAdverse, CoreBindingWithAdverse, Eln2022Policies, Kmt2aWithAdverse, Npm1ItdWithMrGene,
        scheme as eln2022_scheme,
    },
    engine::{
        decision::Decision,
        judge::{Facts, Judgement},
        laws::{Law, Question},
        scheme::{Answer, Condition, Row, Scheme},
    },
    profile::Asked,
};
use marv_model::finding::Status;
use proptest::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Q(u8);

impl Question for Q {
    fn datum(self) -> &'static str {
        ["a", "b", "c", "d", "e", "f", "g"][usize::from(self.0)]
    }
}

const COUNT: u8 = 7;

struct Given<K>(BTreeMap<K, bool>);

impl<K: Ord> Facts<K> for Given<K> {
    fn status(&self, question: K) -> Status {
        match self.0.get(&question) {
            Some(true) => Status::Present,
            Some(false) => Status::Absent,
            None => Status::Unknown,
        }
    }
    fn evidence(&self, _: K) -> Vec<String> {
        Vec::new()
    }
}

fn condition() -> impl Strategy<Value = Condition<Q>> {
    // Lists that are asked as a whole: their questions may be twins.
    let list = |from: u8| Condition::any_of((from..from + 3).map(Q));
    let leaf = prop_oneof![
        4 => (0..COUNT).prop_map(|q| Condition::Is(Q(q))),
        4 => Just(list(0)),
        4 => Just(list(3)),
        1 => Just(Condition::Always)
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Condition::negated),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            prop::collection::vec(inner, 0..4).prop_map(Condition::Any),
        ]
    })
}

fn law() -> impl Strategy<Value = Law<Q>> {
    (0..COUNT, 0..COUNT, any::<bool>()).prop_map(|(a, b, exclusive)| {
        if exclusive && a != b { Law::exclusive(Q(a), Q(b)) } else { Law::implies(Q(a), Q(b)) }
    })
}

const CATEGORIES: [&str; 3] = ["one", "two", "three"];

fn scheme() -> impl Strategy<Value = Scheme<Q>> {
    let answer = prop_oneof![
        4 => (0..3usize).prop_map(|c| Answer::Category(CATEGORIES[c])),
        1 => Just(Answer::NotApplicable("none"))
    ];
    let twins = (0..3).map(|q| Law::implies(Q(q + 3), Q(q))).collect::<Vec<_>>();
    let laws = prop_oneof![2 => prop::collection::vec(law(), 0..5), 1 => Just(Vec::new()), 1 => Just(twins)];
    (prop::collection::vec((condition(), answer), 1..6), laws).prop_map(|(rows, laws)| {
        let mut rows: Vec<Row<Q>> =
            rows.into_iter().map(|(when, then)| Row { id: "row", source: "", when, then }).collect();
        rows.push(Row { id: "else", source: "", when: Condition::Always, then: Answer::Category("three") });
        Scheme {
            name: "test",
            id: "test",
            rules_version: "1",
            source: "",
            noted: Vec::new(),
            categories: &CATEGORIES,
            rows,
            laws,
        }
    })
}

/// The definition, without the engine: a condition over a whole assignment.
fn holds(condition: &Condition<Q>, world: u32) -> bool {
    match condition {
        Condition::Always => true,
        Condition::Is(Q(q)) => world >> q & 1 == 1,
        Condition::Not(c) => !holds(c, world),
        Condition::All(all) => all.iter().all(|c| holds(c, world)),
        Condition::Any(any) => any.iter().any(|c| holds(c, world)),
    }
}
fn lawful(laws: &[Law<Q>], world: u32) -> bool {
    let is = |(Q(q), answer): (Q, bool)| (world >> q & 1 == 1) == answer;
    !laws.iter().any(|law| is(law.first) && is(law.second))
}
fn answer(scheme: &Scheme<Q>, world: u32) -> Answer {
    scheme.rows.iter().find(|row| holds(&row.when, world)).unwrap().then
}
/// Every lawful world that agrees with what is given.
fn completions(scheme: &Scheme<Q>, world: u32, hidden: u32) -> impl Iterator<Item = u32> {
    (0..1u32 << COUNT).filter(move |other| (other ^ world) & !hidden == 0 && lawful(&scheme.laws, *other))
}
fn given(world: u32, hidden: u32) -> Given<Q> {
    Given((0..COUNT).filter(|q| hidden >> q & 1 == 0).map(|q| (Q(q), world >> q & 1 == 1)).collect())
}
fn reached(scheme: &Scheme<Q>, world: u32, hidden: u32) -> BTreeSet<Answer> {
    Judgement::new(&Decision::new(scheme.clone()), &given(world, hidden)).reached().iter().copied().collect()
}

/// One of the sixteen combinations of choices.
fn policies(seed: u64) -> Eln2022Policies {
    let other = |bit: u32| seed >> (60 + bit) & 1 == 1;
    let mut policies = Eln2022Policies::default();
    if other(0) {
        policies.core_binding_with_adverse = CoreBindingWithAdverse::Adverse;
    }
    if other(1) {
        policies.kmt2a_with_adverse = Kmt2aWithAdverse::Adverse;
    }
    if other(2) {
        policies.cebpa_with_adverse = CebpaWithAdverse::Favorable;
    }
    if other(3) {
        policies.npm1_itd_with_mr_gene = Npm1ItdWithMrGene::Intermediate;
    }
    policies
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 200_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reachable_is_the_union_over_all_consistent_completions(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let expected: BTreeSet<Answer> = completions(&scheme, world, hidden).map(|w| answer(&scheme, w)).collect();
        prop_assert_eq!(reached(&scheme, world, hidden), expected);
    }

    #[test]
    fn knowing_more_never_adds_a_category(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT, told in 0..COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let less = reached(&scheme, world, hidden);
        let more = reached(&scheme, world, hidden & !(1 << told));
        prop_assert!(more.is_subset(&less), "{more:?} is not within {less:?}");
    }

    #[test]
    fn a_known_case_has_one_answer(scheme in scheme(), world in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        prop_assert_eq!(reached(&scheme, world, 0), BTreeSet::from([answer(&scheme, world)]));
    }

    #[test]
    fn a_datum_that_changes_nothing_is_not_missing(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let facts = given(world, hidden);
        let verdict = Judgement::new(&Decision::new(scheme.clone()), &facts).verdict(&facts, Vec::new(), Vec::new());
        for about in 0..COUNT {
            let turned = |w: u32| w ^ (1 << about);
            let changes = hidden >> about & 1 == 1
                && completions(&scheme, world, hidden).any(|w| {
                    lawful(&scheme.laws, turned(w)) && answer(&scheme, w).word() != answer(&scheme, turned(w)).word()
                });
            let listed = verdict.missing.iter().any(|missing| missing.datum == Q(about).datum());
            prop_assert_eq!(listed, changes);
        }
    }

    #[test]
    fn overridden_is_what_no_completion_comes_to(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let facts = given(world, hidden);
        let trace = Judgement::new(&Decision::new(scheme.clone()), &facts).verdict(&facts, Vec::new(), Vec::new()).trace;
        for (place, criterion) in trace.iter().enumerate() {
            let comes_to = |w: u32| !scheme.rows[..place].iter().any(|row| holds(&row.when, w));
            prop_assert_eq!(criterion.overridden, !completions(&scheme, world, hidden).any(comes_to));
            prop_assert!(!(criterion.overridden && criterion.decisive));
        }
    }

    #[test]
    fn each_criterion_is_judged_exactly(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let facts = given(world, hidden);
        let trace = Judgement::new(&Decision::new(scheme.clone()), &facts).verdict(&facts, Vec::new(), Vec::new()).trace;
        prop_assert_eq!(trace.len(), scheme.rows.len());
        for (criterion, row) in trace.iter().zip(&scheme.rows) {
            let seen: BTreeSet<bool> = completions(&scheme, world, hidden).map(|w| holds(&row.when, w)).collect();
            let expected = match (seen.contains(&true), seen.contains(&false)) {
                (true, true) => Status::Unknown,
                (true, false) => Status::Present,
                _ => Status::Absent,
            };
            prop_assert_eq!(criterion.status, expected);
        }
    }

    #[test]
    fn what_a_missing_input_would_do_is_exact(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        prop_assume!(lawful(&scheme.laws, world));
        let facts = given(world, hidden);
        let verdict = Judgement::new(&Decision::new(scheme.clone()), &facts).verdict(&facts, Vec::new(), Vec::new());
        for missing in &verdict.missing {
            let asked = (0..COUNT).find(|q| Q(*q).datum() == missing.datum).unwrap();
            for (told, becomes) in [(true, &missing.if_present), (false, &missing.if_absent)] {
                let expected: BTreeSet<String> = completions(&scheme, world, hidden)
                    .filter(|w| (w >> asked & 1 == 1) == told)
                    .map(|w| answer(&scheme, w).word().to_owned())
                    .collect();
                prop_assert_eq!(&becomes.iter().cloned().collect::<BTreeSet<_>>(), &expected);
            }
        }
    }

    #[test]
    fn contradictory_input_is_flagged_and_never_empty(scheme in scheme(), world in 0..1u32 << COUNT, hidden in 0..1u32 << COUNT) {
        let table = Decision::new(scheme.clone());
        let judgement = Judgement::new(&table, &given(world, hidden));
        prop_assert!(!judgement.reached().is_empty());
        let consistent = completions(&scheme, world, hidden).next().is_some();
        prop_assert!(consistent != judgement.contradictory());
    }

    /// ELN 2022 itself: up to eleven inputs hidden from a case that is otherwise known, against brute force.
    #[test]
    fn eln2022_is_exact(seed in any::<u64>(), present in any::<u64>(), hidden in prop::collection::btree_set(0..40usize, 0..11)) {
        let scheme = eln2022_scheme(&policies(seed));
        let questions: Vec<Asked> = scheme.questions();
        let table = Decision::new(scheme.clone());
        // Few lesions are present in one case: two draws must agree.
        let world: Vec<bool> = (0..questions.len()).map(|i| (seed & present) >> (i % 64) & 1 == 1).collect();
        let lawful = |world: &[bool]| {
            let is = |(q, a): (Asked, bool)| questions.iter().position(|x| *x == q).is_some_and(|i| world[i] == a);
            !scheme.laws.iter().any(|law| is(law.first) && is(law.second))
        };
        prop_assume!(lawful(&world));
        let hidden: Vec<usize> = hidden.into_iter().filter(|i| *i < questions.len()).collect();
        let known = |world: &[bool], hidden: &[usize]| {
            Given(questions.iter().enumerate().filter(|(i, _)| !hidden.contains(i)).map(|(i, q)| (*q, world[i])).collect())
        };
        let mut expected = BTreeSet::new();
        for bits in 0..1u32 << hidden.len() {
            let mut completion = world.clone();
            for (bit, index) in hidden.iter().enumerate() {
                completion[*index] = bits >> bit & 1 == 1;
            }
            if lawful(&completion) {
                expected.extend(Judgement::new(&table, &known(&completion, &[])).reached().iter().copied());
            }
        }
        let reached: BTreeSet<Answer> = Judgement::new(&table, &known(&world, &hidden)).reached().iter().copied().collect();
        prop_assert_eq!(reached, expected);
    }
}
