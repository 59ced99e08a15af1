//! What the unknown inputs leave reachable, exactly: the categories over every completion of them that is one patient's.
//!
//! METHOD: the score is a sum. What genes add is a whole number of thousandths, so the sums that are reached are a set of
//! bits ([`Sums`]); inputs that act together (SF3B1 with its partners, TP53 with 17p) are walked through first. An
//! unknown count or blast share adds an interval, which widens every sum. Compared with brute force in
//! `tests/ipssm_completions.rs`.

use std::{collections::BTreeSet, f64::consts::LN_2};

use marv_model::cytogenetics::IpssrCytogenetics;

use super::{
    IpssmCategory, IpssmGene, IpssmInputs, Scored, Tp53Count,
    derived::{LOH_FRACTION, Residual, derive, step},
    model::{
        BLASTS, CYTOGENETICS, GENES, GENES_OF, HAEMOGLOBIN, PLATELETS, RESIDUAL, SF3B1_5Q, SF3B1_ALPHA, TP53_MULTI,
        Variable, variables,
    },
    sums::Sums,
};

/// What completions of the unknown inputs reach.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The categories, rising; never empty.
    pub categories: BTreeSet<IpssmCategory>,
    /// The lowest score.
    pub best: Scored,
    /// The highest score.
    pub worst: Scored,
}

/// Every category that some completion reaches.
pub fn reach(inputs: &IpssmInputs) -> Reach {
    reach_within(inputs, &mut Boundaries::default())
}

/// The same, with boundaries that inputs alike but for their genes share.
pub(super) fn reach_within(inputs: &IpssmInputs, boundaries: &mut Boundaries) -> Reach {
    let derived = derive(inputs);
    let mut base = -variables().skip(3).map(|v| v.beta() * v.mean).sum::<f64>() - RESIDUAL.beta() * RESIDUAL.mean;
    let mut width = 0.0;
    for (variable, known) in
        [(HAEMOGLOBIN, derived.haemoglobin), (PLATELETS, derived.platelets), (BLASTS, derived.blasts)]
    {
        let (low, high) = match known {
            Some(value) => (variable.contribution(value), variable.contribution(value)),
            None => (variable.contribution(variable.best), variable.contribution(variable.worst)),
        };
        base += low;
        width += high - low;
    }
    let sums = sums(inputs);
    let alpha = SF3B1_ALPHA.beta();
    let parts =
        [Part { sums: sums.without_alpha, base, width }, Part { sums: sums.with_alpha, base: base + alpha, width }];
    let categories = parts.iter().flat_map(|part| part.categories(boundaries.of(part))).collect();
    let ends: Vec<(f64, f64)> = parts.iter().filter_map(Part::ends).collect();
    let best = ends.iter().map(|end| end.0).fold(f64::INFINITY, f64::min);
    let worst = ends.iter().map(|end| end.1).fold(f64::NEG_INFINITY, f64::max);
    Reach { categories, best: Scored::new(best), worst: Scored::new(worst) }
}

/// Sums over the same continuous part.
struct Part {
    sums: Sums,
    base: f64,
    width: f64,
}

impl Part {
    fn raw(&self, sum: usize, added: f64) -> f64 {
        (self.base + f64::from(u32::try_from(sum).unwrap_or(u32::MAX)) / 1000.0 + added) / LN_2
    }
    fn ends(&self) -> Option<(f64, f64)> {
        self.sums.ends().map(|(low, high)| (self.raw(low, 0.0), self.raw(high, self.width)))
    }
    /// A category is reached by the sums that lie in it with some of what is continuous added. Both ends rise with the
    /// sum, so these are neighbours.
    fn categories(&self, [barely, fully]: [Firsts; 2]) -> Vec<IpssmCategory> {
        let beyond = barely.into_iter().skip(1).chain([Sums::LIMIT]);
        let ranges = fully.into_iter().zip(beyond);
        let reached = |(first, beyond): (usize, usize)| beyond > first && self.sums.any_within(first, beyond - 1);
        IpssmCategory::ALL
            .into_iter()
            .zip(ranges)
            .filter_map(|(category, range)| reached(range).then_some(category))
            .collect()
    }
}

/// The least sum that comes to each category or one above it.
type Firsts = [usize; IpssmCategory::ALL.len()];

/// Where categories begin, by what is added to the sums: searched for once while only genes vary.
#[derive(Debug, Default)]
pub(super) struct Boundaries(Vec<([f64; 2], [Firsts; 2])>);

impl Boundaries {
    /// With nothing of what is continuous added, and with all of it.
    fn of(&mut self, part: &Part) -> [Firsts; 2] {
        let key = [part.base, part.width];
        if let Some((_, known)) = self.0.iter().find(|(known, _)| known.map(f64::to_bits) == key.map(f64::to_bits)) {
            return *known;
        }
        let firsts = [0.0, part.width].map(|added| {
            IpssmCategory::ALL.map(|wanted| first_where(|sum| Scored::new(part.raw(sum, added)).category >= wanted))
        });
        self.0.push((key, firsts));
        firsts
    }
}

/// The least sum for which a condition holds that goes on holding; the limit where none does.
fn first_where(holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, Sums::LIMIT);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

fn thousandths(variable: &Variable) -> usize {
    usize::try_from(variable.coefficient / 10).unwrap_or(0)
}
fn options(known: Option<bool>) -> &'static [bool] {
    match known {
        Some(false) => &[false],
        Some(true) => &[true],
        None => &[false, true],
    }
}

struct Split {
    without_alpha: Sums,
    with_alpha: Sums,
}

fn sums(inputs: &IpssmInputs) -> Split {
    // What acts alone: always added, and added or not.
    let (mut always, mut open) = (0, Vec::new());
    let mut alone = |present: &[bool], coefficient| match present {
        [true] => always += coefficient,
        [_, _] => open.push(coefficient),
        _ => {}
    };
    for (variable, gene) in GENES.iter().zip(GENES_OF).filter(|(_, gene)| !WITH_SF3B1.contains(gene)) {
        alone(options(inputs.gene(gene)), thousandths(variable));
    }
    alone(&multi_hits(inputs).into_iter().collect::<Vec<bool>>(), thousandths(&TP53_MULTI));
    let with_alone = |sums: Sums| open.iter().fold(sums.plus([always]), |sums, more| sums.plus([0, *more]));

    // What cytogenetics and SF3B1 add, by whether SF3B1 would be alpha without the six genes.
    let (mut never_alpha, mut maybe_alpha) = (BTreeSet::new(), BTreeSet::new());
    for (group, complex) in karyotypes(inputs) {
        let cytogenetics = thousandths(&CYTOGENETICS) * steps(group);
        for sf3b1 in options(inputs.gene(IpssmGene::Sf3b1)) {
            for del5q in options(inputs.del5q) {
                for del7 in options(inputs.del7_7q) {
                    let isolated = *sf3b1 && *del5q && !*del7 && !complex;
                    let added = cytogenetics + usize::from(isolated) * thousandths(&SF3B1_5Q);
                    if *sf3b1 && !isolated {
                        maybe_alpha.insert(added)
                    } else {
                        never_alpha.insert(added)
                    };
                }
            }
        }
    }
    let genes = partners(inputs);
    Split {
        without_alpha: with_alone(genes.any.plus(never_alpha).or(&genes.some.plus(maybe_alpha.iter().copied()))),
        with_alpha: with_alone(genes.none.plus(maybe_alpha)),
    }
}

fn steps(group: IpssrCytogenetics) -> usize {
    (0..5usize).find(|number| f64::from(u8::try_from(*number).unwrap_or(0)) >= step(group)).unwrap_or(4)
}

// RULE: IPSS-R, cytogenetic groups: three abnormalities are Poor, more are Very Poor, and nothing else is Very Poor.
/// Pairs of cytogenetic group and complex karyotype that are possible; where what is given contradicts this, as given.
fn karyotypes(inputs: &IpssmInputs) -> Vec<(IpssrCytogenetics, bool)> {
    use IpssrCytogenetics::{Poor, VeryPoor};
    let all: Vec<(IpssrCytogenetics, bool)> = inputs
        .cytogenetics
        .groups()
        .flat_map(|group| options(inputs.complex).iter().map(move |complex| (group, *complex)))
        .collect();
    let lawful: Vec<(IpssrCytogenetics, bool)> = all
        .iter()
        .copied()
        .filter(|(group, complex)| if *complex { matches!(group, Poor | VeryPoor) } else { *group != VeryPoor })
        .collect();
    if lawful.is_empty() { all } else { lawful }
}

/// Whether what is given of the karyotype contradicts itself.
pub(super) fn contradictory(inputs: &IpssmInputs) -> bool {
    use IpssrCytogenetics::{Poor, VeryPoor};
    inputs.complex.is_some_and(|complex| {
        !inputs.cytogenetics.groups().any(|g| if complex { matches!(g, Poor | VeryPoor) } else { g != VeryPoor })
    })
}

/// Whether TP53 may not be, may be hit twice. Where loss of heterozygosity was examined and is absent, an unknown fraction
/// or an unknown state of 17p does not open it again: both are signs of that loss.
fn multi_hits(inputs: &IpssmInputs) -> BTreeSet<bool> {
    let seen = inputs.tp53_max_fraction.is_some_and(|fraction| fraction > LOH_FRACTION);
    let loh = options(if seen || inputs.del17_17p == Some(true) { Some(true) } else { inputs.tp53_loh });
    let counts: &[Tp53Count] = match &inputs.tp53_mutations {
        Some(count) => std::slice::from_ref(count),
        None => &[Tp53Count::None, Tp53Count::One, Tp53Count::TwoOrMore],
    };
    counts
        .iter()
        .flat_map(|count| match count {
            Tp53Count::None => &[false],
            Tp53Count::One => loh,
            Tp53Count::TwoOrMore => &[true],
        })
        .copied()
        .collect()
}

// RULE: IPSS-M, SF3B1-alpha excludes three genes with a coefficient and three residual ones.
const WITH_SF3B1: [IpssmGene; 3] = [IpssmGene::Runx1, IpssmGene::Nras, IpssmGene::Srsf2];
pub(super) const RESIDUAL_WITH_SF3B1: [IpssmGene; 3] = [IpssmGene::Bcor, IpssmGene::Bcorl1, IpssmGene::Stag2];

/// What the six genes and the other residual ones add: with any of the six, with one at least, with none.
struct Partners {
    any: Sums,
    some: Sums,
    none: Sums,
}

fn partners(inputs: &IpssmInputs) -> Partners {
    let of = |gene: IpssmGene| {
        let coefficient = GENES.iter().zip(GENES_OF).find(|(_, g)| *g == gene).map_or(0, |(v, _)| thousandths(v));
        (coefficient, inputs.gene(gene))
    };
    let own = WITH_SF3B1.map(of);
    let residual = Residual::of(inputs, IpssmGene::residual().iter().copied());
    let counts = |least: u8, most: u8| {
        (least.min(2)..=most.min(2)).map(|count| usize::from(count) * thousandths(&RESIDUAL)).collect::<Vec<usize>>()
    };
    let all_counts = counts(residual.mutated, residual.mutated + residual.missing);

    let mut own_any = Sums::zero();
    for (coefficient, known) in own {
        own_any = own_any.plus(options(known).iter().map(|is| usize::from(*is) * coefficient));
    }
    let any = own_any.plus(all_counts.iter().copied());
    let known = |gene: IpssmGene, mutated| inputs.gene(gene) == Some(mutated);
    let six = || WITH_SF3B1.into_iter().chain(RESIDUAL_WITH_SF3B1);
    if six().any(|gene| known(gene, true)) {
        return Partners { some: any.clone(), any, none: Sums::EMPTY };
    }
    // None of the six is known to be mutated. One at least: of the three with a coefficient, or else of the other three.
    let mut own_some = Sums::EMPTY;
    for subset in 1..8usize {
        let chosen = |bit: usize| subset >> bit & 1 == 1;
        if (0..3).all(|bit| !chosen(bit) || own[bit].1.is_none()) {
            let sum = (0..3).filter(|bit| chosen(*bit)).map(|bit| own[bit].0).sum();
            own_some = own_some.or(&Sums::zero().plus([sum]));
        }
    }
    let mut some = own_some.plus(all_counts);
    if RESIDUAL_WITH_SF3B1.iter().any(|gene| inputs.gene(*gene).is_none()) {
        some = some.or(&Sums::zero().plus(counts(residual.mutated + 1, residual.mutated + residual.missing)));
    }
    let others = IpssmGene::residual().iter().copied().filter(|gene| !RESIDUAL_WITH_SF3B1.contains(gene));
    let others = Residual::of(inputs, others);
    let none = Sums::zero().plus(counts(others.mutated, others.mutated + others.missing));
    Partners { any, some, none }
}
