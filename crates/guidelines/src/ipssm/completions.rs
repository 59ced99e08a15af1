//! What the unknown inputs leave reachable, exactly: the categories over every completion of them that is one patient's.
//!
//! METHOD: the score is a sum. What genes add is a whole number of thousandths, so the sums that are reached are a set of
//! bits ([`Sums`]). What acts together (SF3B1 with its partners, TP53 with 17p, cytogenetics) is one set, what acts alone
//! another; a sum of both is looked for without writing all of them out. An unknown count or blast share adds an interval,
//! which widens every sum. Compared with brute force in `tests/ipssm_completions.rs`.

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
    reach_within(inputs, &mut Shared::default())
}

/// What inputs share that are alike but for a few.
#[derive(Debug, Default)]
pub(super) struct Shared {
    boundaries: Boundaries,
    alone: Alone,
    together: Togethers,
}

/// The same, with what other inputs share with these.
pub(super) fn reach_within(inputs: &IpssmInputs, shared: &mut Shared) -> Reach {
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
    let (always, open) = acting_alone(inputs);
    let alone = shared.alone.of(open);
    let Together { without_alpha, with_alpha } = shared.together.of(inputs);
    let parts = [
        Part { always, alone, together: without_alpha, base, width },
        Part { always, alone, together: with_alpha, base: base + SF3B1_ALPHA.beta(), width },
    ];
    let categories = parts.iter().flat_map(|part| part.categories(shared.boundaries.of(part))).collect();
    let ends: Vec<(f64, f64)> = parts.iter().filter_map(Part::ends).collect();
    let best = ends.iter().map(|end| end.0).fold(f64::INFINITY, f64::min);
    let worst = ends.iter().map(|end| end.1).fold(f64::NEG_INFINITY, f64::max);
    Reach { categories, best: Scored::new(best), worst: Scored::new(worst) }
}

/// Sums over the same continuous part: one of what acts alone, and one of what acts together.
struct Part<'a> {
    /// In each.
    always: usize,
    alone: &'a Sums,
    together: &'a Sums,
    base: f64,
    width: f64,
}

impl Part<'_> {
    fn raw(&self, sum: usize, added: f64) -> f64 {
        (self.base + f64::from(u32::try_from(sum).unwrap_or(u32::MAX)) / 1000.0 + added) / LN_2
    }
    fn ends(&self) -> Option<(f64, f64)> {
        let (alone, together) = (self.alone.ends()?, self.together.ends()?);
        let [low, high] = [alone.0 + together.0, alone.1 + together.1].map(|sum| self.always + sum);
        Some((self.raw(low, 0.0), self.raw(high, self.width)))
    }
    /// Whether there is a sum from `low` up to `high`, both included.
    fn any_within(&self, low: usize, high: usize) -> bool {
        let mut least = self.together.each().map(|sum| self.always + sum).take_while(|sum| *sum <= high);
        least.any(|sum| self.alone.any_within(low.saturating_sub(sum), high - sum))
    }
    /// A category is reached by the sums that lie in it with some of what is continuous added. Both ends rise with the
    /// sum, so these are neighbours.
    fn categories(&self, [barely, fully]: [Firsts; 2]) -> Vec<IpssmCategory> {
        let beyond = barely.into_iter().skip(1).chain([Sums::LIMIT]);
        let ranges = fully.into_iter().zip(beyond);
        let reached = |(first, beyond): (usize, usize)| beyond > first && self.any_within(first, beyond - 1);
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
struct Boundaries(Vec<([f64; 2], [Firsts; 2])>);

impl Boundaries {
    /// With nothing of what is continuous added, and with all of it.
    fn of(&mut self, part: &Part<'_>) -> [Firsts; 2] {
        let key = [part.base, part.width];
        if let Some((_, known)) = self.0.iter().find(|(known, _)| known.map(f64::to_bits) == key.map(f64::to_bits)) {
            return *known;
        }
        let firsts = [0.0, part.width].map(|added| {
            IpssmCategory::ALL.map(|wanted| {
                let about = wanted.above().map_or(0.0, |score| (score * LN_2 - part.base - added) * 1000.0);
                first_where(about, |sum| Scored::new(part.raw(sum, added)).category >= wanted)
            })
        });
        self.0.push((key, firsts));
        firsts
    }
}

/// The least sum for which a condition holds that goes on holding; the limit where none does. It is looked for first a little
/// above `about`, where rounding to two decimals leaves it.
fn first_where(about: f64, holds: impl Fn(usize) -> bool) -> usize {
    const NEAR: usize = 8;
    let from = first_within(0, Sums::LIMIT, |sum| f64::from(u32::try_from(sum).unwrap_or(u32::MAX)) > about);
    let to = (from + NEAR).min(Sums::LIMIT);
    if from > 0 && holds(from - 1) {
        first_within(0, from - 1, holds)
    } else if to < Sums::LIMIT && !holds(to) {
        first_within(to + 1, Sums::LIMIT, holds)
    } else {
        first_within(from, to, holds)
    }
}
fn first_within(mut low: usize, mut high: usize, holds: impl Fn(usize) -> bool) -> usize {
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

/// What acts alone and is open, with its sums: most inputs of one case share them.
#[derive(Debug, Default)]
struct Alone(Vec<(Vec<usize>, Sums)>);

impl Alone {
    fn of(&mut self, open: Vec<usize>) -> &Sums {
        let place = self.0.iter().position(|(known, _)| *known == open).unwrap_or_else(|| {
            let mut sums = Sums::of([0]);
            for more in &open {
                sums.with_or_without(*more);
            }
            self.0.push((open, sums));
            self.0.len() - 1
        });
        &self.0[place].1
    }
}

/// What acts alone: what is always added, and what may be.
fn acting_alone(inputs: &IpssmInputs) -> (usize, Vec<usize>) {
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
    (always, open)
}

/// Sums of what acts together, without and with the benefit of SF3B1-alpha.
#[derive(Debug)]
struct Together {
    without_alpha: Sums,
    with_alpha: Sums,
}

/// The inputs that act together, as the others stand when nothing is known, with their sums.
#[derive(Debug, Default)]
struct Togethers(Vec<(IpssmInputs, Together)>);

impl Togethers {
    fn of(&mut self, inputs: &IpssmInputs) -> &Together {
        let mut alike = IpssmInputs::unknown();
        alike.cytogenetics = inputs.cytogenetics.clone();
        (alike.del5q, alike.del7_7q, alike.complex) = (inputs.del5q, inputs.del7_7q, inputs.complex);
        for gene in WITH_SF3B1.iter().chain(&[IpssmGene::Sf3b1]).chain(IpssmGene::residual()) {
            alike.set(*gene, inputs.gene(*gene));
        }
        let place = self.0.iter().position(|(known, _)| *known == alike).unwrap_or_else(|| {
            let sums = together(&alike);
            self.0.push((alike, sums));
            self.0.len() - 1
        });
        &self.0[place].1
    }
}

fn together(inputs: &IpssmInputs) -> Together {
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
    Together {
        without_alpha: genes.any.plus(never_alpha).or(&genes.some.plus(maybe_alpha.iter().copied())),
        with_alpha: genes.none.plus(maybe_alpha),
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

    let mut own_any = Sums::of([own.iter().filter(|(_, known)| *known == Some(true)).map(|(by, _)| by).sum()]);
    own.iter().filter(|(_, known)| known.is_none()).for_each(|(by, _)| own_any.with_or_without(*by));
    let any = own_any.plus(all_counts.iter().copied());
    let known = |gene: IpssmGene, mutated| inputs.gene(gene) == Some(mutated);
    let six = || WITH_SF3B1.into_iter().chain(RESIDUAL_WITH_SF3B1);
    if six().any(|gene| known(gene, true)) {
        return Partners { some: any.clone(), any, none: Sums::EMPTY };
    }
    // None of the six is known to be mutated. One at least: of the three with a coefficient, or else of the other three.
    let chosen = |subset: usize, bit: usize| subset >> bit & 1 == 1;
    let may_be = |subset: &usize| (0..3).all(|bit| !chosen(*subset, bit) || own[bit].1.is_none());
    let sum = |subset: usize| (0..3).filter(|bit| chosen(subset, *bit)).map(|bit| own[bit].0).sum();
    let own_some = Sums::of((1..8usize).filter(may_be).map(sum));
    let mut some = own_some.plus(all_counts);
    if RESIDUAL_WITH_SF3B1.iter().any(|gene| inputs.gene(*gene).is_none()) {
        some = some.or(&Sums::of(counts(residual.mutated + 1, residual.mutated + residual.missing)));
    }
    let others = IpssmGene::residual().iter().copied().filter(|gene| !RESIDUAL_WITH_SF3B1.contains(gene));
    let others = Residual::of(inputs, others);
    let none = Sums::of(counts(others.mutated, others.mutated + others.missing));
    Partners { any, some, none }
}
