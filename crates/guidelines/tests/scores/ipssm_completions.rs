//! What IPSS-M reaches, against brute force: every completion scored as the package would.

use std::collections::BTreeSet;

use marv_guidelines::ipssm::{IpssmCategory, IpssmGene, IpssmInputs, Tp53Count, reach, score};
use marv_model::cytogenetics::{Group, IpssrCytogenetics, Possible};
use proptest::{prelude::*, sample::subsequence};

/// Inputs by number: 30 genes, 4 lesions, the group, three of TP53.
const INPUTS: usize = 38;

fn fill(inputs: &mut IpssmInputs, which: usize, value: Option<usize>) {
    let yes = value.map(|value| value > 0);
    match which {
        0..30 => {
            inputs.set(IpssmGene::ALL[which], yes);
        }
        30 => inputs.del5q = yes,
        31 => inputs.del7_7q = yes,
        32 => inputs.del17_17p = yes,
        33 => inputs.complex = yes,
        34 => {
            inputs.cytogenetics =
                value.map_or_else(Possible::unknown, |value| Possible::only(IpssrCytogenetics::ALL[value]));
        }
        35 => {
            inputs.tp53_mutations = value.map(|v| [Tp53Count::None, Tp53Count::One, Tp53Count::TwoOrMore][v]);
        }
        36 => inputs.tp53_max_fraction = value.map(|value| [0.2, 0.8][value]),
        _ => inputs.tp53_loh = yes,
    }
}
fn values(which: usize) -> usize {
    match which {
        34 => 5,
        35 => 3,
        _ => 2,
    }
}

/// Three abnormalities are Poor, more Very Poor, and nothing else is Very Poor. A large fraction and a loss of 17p are loss
/// of heterozygosity.
fn one_patient(inputs: &IpssmInputs) -> bool {
    let lost = inputs.del17_17p == Some(true) || inputs.tp53_max_fraction.is_some_and(|fraction| fraction > 0.55);
    if lost && inputs.tp53_loh == Some(false) {
        return false;
    }
    match (inputs.complex, inputs.cytogenetics.decided()) {
        (Some(true), Some(group)) => group >= IpssrCytogenetics::Poor,
        (Some(false), Some(group)) => group != IpssrCytogenetics::VeryPoor,
        _ => true,
    }
}

fn completions(inputs: &IpssmInputs, hidden: &[usize]) -> Vec<IpssmInputs> {
    hidden.iter().fold(vec![inputs.clone()], |all, which| {
        all.iter()
            .flat_map(|inputs| {
                (0..values(*which)).map(|value| {
                    let mut filled = inputs.clone();
                    fill(&mut filled, *which, Some(value));
                    filled
                })
            })
            .collect()
    })
}

fn known(draws: &[prop::sample::Index], counts: (f64, f64, f64)) -> IpssmInputs {
    let mut inputs = IpssmInputs::unknown();
    (inputs.haemoglobin, inputs.platelets, inputs.marrow_blasts) = (Some(counts.0), Some(counts.1), Some(counts.2));
    for (which, draw) in draws.iter().enumerate() {
        // Few genes are mutated in one patient.
        let value = if which < 30 { usize::from(draw.index(5) == 0) } else { draw.index(values(which)) };
        fill(&mut inputs, which, Some(value));
    }
    inputs
}

/// Inputs that interact are hidden more often than others.
fn hidden() -> impl Strategy<Value = Vec<usize>> {
    let interacting = vec![10, 11, 12, 13, 15, 16, 28, 30, 31, 32, 33, 34, 35, 36, 37];
    (subsequence(interacting, 0..6), subsequence((0..INPUTS).collect::<Vec<_>>(), 0..4))
        .prop_map(|(one, other)| one.into_iter().chain(other).collect::<BTreeSet<usize>>().into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn categories_and_ends_are_those_of_all_completions(
        draws in prop::collection::vec(any::<prop::sample::Index>(), INPUTS),
        counts in (5.0..15.0f64, 10.0..300.0f64, 0.0..19.0f64),
        hidden in hidden(),
    ) {
        let full = known(&draws, counts);
        prop_assume!(one_patient(&full));
        let mut inputs = full.clone();
        for which in &hidden {
            fill(&mut inputs, *which, None);
        }
        let all: Vec<IpssmInputs> = completions(&inputs, &hidden).into_iter().filter(one_patient).collect();
        let scored: Vec<_> = all.iter().map(|completion| score(completion).mean).collect();
        let reached = reach(&inputs);
        let expected: BTreeSet<IpssmCategory> = scored.iter().map(|scored| scored.category).collect();
        prop_assert_eq!(&reached.categories, &expected);
        let raw = |pick: fn(f64, f64) -> f64, from| scored.iter().map(|s| s.raw).fold(from, pick);
        prop_assert!((reached.best.raw - raw(f64::min, f64::INFINITY)).abs() < 1e-9);
        prop_assert!((reached.worst.raw - raw(f64::max, f64::NEG_INFINITY)).abs() < 1e-9);
        // The package's ends, variable by variable, lie outside or at those of one patient.
        let package = score(&inputs);
        prop_assert!(package.best.raw <= reached.best.raw + 1e-9 && package.worst.raw >= reached.worst.raw - 1e-9);
        // One input more unknown takes no category away.
        for which in 0..INPUTS {
            let mut less = inputs.clone();
            fill(&mut less, which, None);
            prop_assert!(reached.categories.is_subset(&reach(&less).categories));
        }
    }

    #[test]
    fn an_unknown_count_reaches_what_a_fine_grid_of_it_reaches(
        draws in prop::collection::vec(any::<prop::sample::Index>(), INPUTS),
        counts in (5.0..15.0f64, 10.0..300.0f64, 0.0..19.0f64),
        which in 0..3usize,
        gene in 0..30usize,
    ) {
        let mut inputs = known(&draws, counts);
        prop_assume!(one_patient(&inputs));
        fill(&mut inputs, gene, None);
        let set = |inputs: &mut IpssmInputs, value: Option<f64>| match which {
            0 => inputs.haemoglobin = value,
            1 => inputs.platelets = value,
            _ => inputs.marrow_blasts = value,
        };
        set(&mut inputs, None);
        let reached = reach(&inputs).categories;
        // A thousandth of the range moves the score by 0.004 at most: a category that the grid lacks is reached by less.
        let (low, high) = [(4.0, 20.0), (0.0, 250.0), (0.0, 20.0)][which];
        let mut seen = BTreeSet::new();
        let mut ends: Vec<f64> = Vec::new();
        for mut completion in completions(&inputs, &[gene]) {
            for step in 0..=1000u32 {
                set(&mut completion, Some(low + (high - low) * f64::from(step) / 1000.0));
                let scored = score(&completion).mean;
                seen.insert(scored.category);
                ends.push(scored.raw);
            }
        }
        prop_assert!(seen.is_subset(&reached));
        for extra in reached.difference(&seen) {
            let near = [-1.5, -0.5, 0.0, 0.5, 1.5].iter().any(|cut| ends.iter().any(|raw| (raw - cut).abs() < 0.01));
            prop_assert!(near, "{extra:?}");
        }
    }
}
