//! Laws of every scheme: known cases are as the oracle says, the reachable set is that of all completions, and knowing more
//! never adds a category.

use std::collections::BTreeSet;

use marv_guidelines::scheme;
use marv_model::verdict::{Outcome, Verdict};
use proptest::prelude::*;

use crate::{
    inputs::profile,
    oracle::{ORACLES, Oracle},
};

/// One value an input, none where it is hidden.
type Case = Vec<Option<usize>>;

fn judge(oracle: &Oracle, case: &Case) -> Verdict {
    let words: Vec<String> = oracle.inputs.iter().zip(case).map(|(input, value)| input.word(*value)).collect();
    (scheme(oracle.id).unwrap().judge)(&profile(oracle.disease, &words.join(";")))
}

fn reached(verdict: &Verdict) -> BTreeSet<String> {
    match &verdict.outcome {
        Outcome::Decided { category } => BTreeSet::from([category.clone()]),
        Outcome::Reachable { categories } => categories.iter().cloned().collect(),
        Outcome::NotApplicable { .. } => BTreeSet::from(["not_applicable".to_owned()]),
    }
}

fn known<'a>(oracle: &'a Oracle, values: &'a [usize]) -> impl Fn(&str) -> usize + 'a {
    |name| values[oracle.inputs.iter().position(|input| input.name() == name).unwrap_or_else(|| panic!("{name}"))]
}
fn possible(oracle: &Oracle, values: &[usize]) -> bool {
    (oracle.possible)(&known(oracle, values))
}
fn answer(oracle: &Oracle, values: &[usize]) -> String {
    (oracle.answer)(&known(oracle, values)).to_owned()
}

/// Every possible completion of a case.
fn completions(oracle: &Oracle, case: &Case) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    for (input, value) in oracle.inputs.iter().zip(case) {
        let values = value.map_or_else(|| (0..input.values()).collect::<Vec<_>>(), |value| vec![value]);
        all = all.iter().flat_map(|begun| values.iter().map(|v| [&begun[..], &[*v]].concat())).collect();
    }
    all.retain(|values| possible(oracle, values));
    all
}

/// A possible case with few findings, and what of it is hidden.
fn drawn() -> impl Strategy<Value = (usize, Vec<usize>, Vec<bool>, usize)> {
    (0..ORACLES.len()).prop_flat_map(|which| {
        let inputs = ORACLES[which].inputs;
        let values: Vec<_> = inputs.iter().map(|input| prop_oneof![3 => Just(0), 2 => 0..input.values()]).collect();
        let hidden = prop::collection::vec(prop::bool::weighted(0.35), inputs.len());
        (Just(which), values, hidden, 0..inputs.len())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6_000, max_global_rejects: 60_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_known_case_is_as_the_rules_say((which, values, _, _) in drawn()) {
        let oracle = &ORACLES[which];
        prop_assume!(possible(oracle, &values));
        let verdict = judge(oracle, &values.iter().map(|value| Some(*value)).collect());
        prop_assert_eq!(reached(&verdict), BTreeSet::from([answer(oracle, &values)]), "{} {:?}", oracle.id, values);
    }

    #[test]
    fn the_reachable_set_is_that_of_all_completions((which, values, hidden, _) in drawn()) {
        let oracle = &ORACLES[which];
        prop_assume!(possible(oracle, &values));
        let case: Case = values.iter().zip(&hidden).map(|(value, hidden)| (!hidden).then_some(*value)).collect();
        let expected: BTreeSet<String> = completions(oracle, &case).iter().map(|one| answer(oracle, one)).collect();
        let verdict = judge(oracle, &case);
        prop_assert_eq!(reached(&verdict), expected, "{} {:?}", oracle.id, case);
        prop_assert!(!verdict.flags.iter().any(|flag| flag == "contradictory_inputs"));
    }

    #[test]
    fn knowing_more_never_adds_a_category((which, values, hidden, told) in drawn()) {
        let oracle = &ORACLES[which];
        prop_assume!(possible(oracle, &values));
        let case: Case = values.iter().zip(&hidden).map(|(value, hidden)| (!hidden).then_some(*value)).collect();
        let less = reached(&judge(oracle, &case));
        let mut more = case.clone();
        more[told] = Some(values[told]);
        let more = reached(&judge(oracle, &more));
        prop_assert!(more.is_subset(&less), "{}: {more:?} is not within {less:?}", oracle.id);
    }
}

/// Every known case of every scheme, where they are few enough to be written out.
#[test]
fn every_known_case_of_the_small_schemes() {
    let mut all = 0;
    for oracle in ORACLES {
        let open: Case = vec![None; oracle.inputs.len()];
        let count: usize = oracle.inputs.iter().map(|input| input.values()).product();
        if count > 4096 {
            continue;
        }
        let cases = completions(oracle, &open);
        for values in &cases {
            let verdict = judge(oracle, &values.iter().map(|value| Some(*value)).collect());
            assert_eq!(reached(&verdict), BTreeSet::from([answer(oracle, values)]), "{} {values:?}", oracle.id);
        }
        println!("{}\t{} known cases, every one as the rules say", oracle.id, cases.len());
        all += cases.len();
    }
    // 6 + 44 + 8 + 64 + 24 + 32 + 256, from the values of their inputs and what cannot be together.
    assert_eq!(all, 434);
}
