//! Which contexts make errors of one strand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::context::{self, CONTEXTS, Shares};

/// How many times as often as on the average an error of one strand stands behind each context.
///
/// Some bases in a row make a sequencer misread what comes next, on the strand that is read, read after read (Nakamura
/// and others 2011, doi 10.1093/nar/gkr344). What is on one strand behind another context is more likely real. A context
/// shows itself by its other errors: what a candidate adds to it does not speak against the candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct StrandContexts {
    /// By the eight bases before: errors, and how many an even rate would make.
    long: BTreeMap<u32, [f64; 2]>,
    /// By the four bases before: errors that stand alone behind their eight, and how many errors an even rate would make.
    /// Empty where nothing depends on contexts.
    short: Vec<[f64; 2]>,
    /// The share of all errors that stand alone.
    alone: f64,
}

/// METHOD: an even rate weighs as much as this many errors in each context.
const EVEN: f64 = 0.5;
/// METHOD: and that errors stand alone, as where no context makes them, as much as this many: a sample's own hundreds decide.
const ALONE: f64 = 2.0;

impl StrandContexts {
    /// From what is each an error with some probability: the context, and the probability. `loci` are counts of loci by short
    /// context.
    pub(super) fn learned(errors: &[(u32, f64)], loci: &[u64]) -> Self {
        let Some(shares) = Shares::new(loci) else { return Self::default() };
        let total: f64 = errors.iter().map(|(_, part)| part).sum();
        let mut long: BTreeMap<u32, [f64; 2]> = BTreeMap::new();
        for (context, part) in errors.iter().filter(|(context, _)| *context < context::UNKNOWN) {
            let here = long.entry(*context).or_insert_with(|| [0.0, total * shares.long(*context)]);
            here[0] += part;
        }
        let mut short: Vec<[f64; 2]> = (0..CONTEXTS).map(|context| [0.0, total * shares.short(context)]).collect();
        let mut alone = ALONE;
        for (context, part) in errors {
            let others = long.get(context).map_or(0.0, |[errors, _]| errors - part);
            let lone = part * lonely(others);
            alone += lone;
            if let Some(here) = context::short(*context).and_then(|at| short.get_mut(at)) {
                here[0] += lone;
            }
        }
        Self { long, short, alone: alone / (total + ALONE) }
    }

    /// METHOD: the rate behind eight bases is that of the other errors there, and, as far as few are expected, that behind the
    /// last four of them, where only errors count that stand alone: one context in sixteen thousand may make all errors of its
    /// four bases, and says nothing of those behind which no other error stands (Good and Turing's estimate of the unseen).
    /// `own` is what a candidate itself adds.
    fn of(&self, context: u32, own: f64) -> f64 {
        let Some([errors, expected]) = context::short(context).and_then(|at| self.short.get(at)) else { return 1.0 };
        let [here, expected_here] = self.long.get(&context).copied().unwrap_or_default();
        let others = (here - own).max(0.0);
        let lone = (errors - own * lonely(others)).max(0.0);
        let behind_four = (lone + EVEN * self.alone) / (expected + EVEN);
        (others + EVEN * behind_four) / (expected_here + EVEN)
    }

    /// The two strands, each with half of the probability, weighed by their contexts; `own` is what the candidate adds to
    /// each, 0 for one that nothing was learned of.
    pub(crate) fn each(&self, strands: [f64; 2], context: [u32; 2], own: [f64; 2]) -> [f64; 2] {
        std::array::from_fn(|strand| strands[strand] + (0.5 * self.of(context[strand], own[strand])).ln())
    }
}

/// How far an error stands alone beside so many others.
fn lonely(others: f64) -> f64 {
    (1.0 - others).clamp(0.0, 1.0)
}

/// METHOD: what a candidate is counted as and what it is judged to be agree: rounds until they do, each half way.
const ROUNDS: usize = 12;

/// The value of `parts` (of what a candidate itself adds to its contexts, which is what it says of them) that agrees with
/// itself.
pub(crate) fn agreed<T>(counted: bool, parts: impl Fn([f64; 2]) -> T, strand: impl Fn(&T) -> [f64; 2]) -> T {
    let mut own = [0.0; 2];
    let mut found = parts(own);
    for _ in 0..if counted { ROUNDS } else { 0 } {
        let said = strand(&found);
        own = std::array::from_fn(|at| f64::midpoint(own[at], said[at]));
        found = parts(own);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_with_other_errors_stands_out_and_its_neighbours_do_not() {
        let loci = vec![1_000; CONTEXTS];
        // 90 errors behind one context of eight, 10 behind others, each alone: 100 in all.
        let mut errors = vec![(5, 1.0); 90];
        errors.extend((0..10).map(|n| (256 * n + 1_000, 1.0)));
        let learned = StrandContexts::learned(&errors, &loci);
        // Alone: (10 + 2) / (100 + 2) = 0.1176. Behind any four bases 100 / 256 = 0.391 are expected, behind eight 0.00153.
        // Another error there: 89 others; (89 + 0.5 * 0.5 * 0.1176 / 0.891) / 0.50153 = 177.52.
        assert!((learned.of(5, 1.0) - 177.52).abs() < 0.01, "{}", learned.of(5, 1.0));
        // The same four bases behind others: 0.5 * 0.1176 / 0.891 = 0.0660; * 0.5 / 0.50153 where some were seen, else * 1.
        let beside = learned.of(5 + 256, 0.0);
        assert!((beside - 0.0660).abs() < 5e-4, "{beside}");
        // One that stands alone does not speak against itself: of the other nine of its four bases none counts twice.
        let (itself, unseen) = (learned.of(1_000, 1.0), learned.of(1_000, 0.0));
        assert!(itself < unseen, "{itself} {unseen}");
        assert!((learned.of(context::UNKNOWN, 0.0) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn few_errors_or_none_change_next_to_nothing() {
        let loci = vec![1_000; CONTEXTS];
        let nothing = StrandContexts::learned(&[], &loci);
        assert!((nothing.of(77, 0.0) - 1.0).abs() < 1e-9);
        assert_eq!(StrandContexts::learned(&[(3, 1.0)], &[]), StrandContexts::default());
        assert!((StrandContexts::default().of(3, 0.0) - 1.0).abs() < f64::EPSILON);
        let few = StrandContexts::learned(&[(3, 1.0), (70_000 % 65_536, 1.0)], &loci);
        assert!((few.of(9, 0.0) - 1.0).abs() < 0.03, "{}", few.of(9, 0.0));
    }

    #[test]
    fn what_is_counted_and_what_is_judged_agree() {
        // p = 0.9 - 0.5 p has the solution 0.6.
        let p = agreed(true, |own| 0.9 - 0.5 * own[0], |p| [*p, 0.0]);
        assert!((p - 0.6).abs() < 1e-6, "{p}");
        let p = agreed(false, |own| 0.9 - 0.5 * own[0], |p| [*p, 0.0]);
        assert!((p - 0.9).abs() < 1e-12);
    }
}
