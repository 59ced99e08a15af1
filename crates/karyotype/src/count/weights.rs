//! How much one item counts under each scheme.

use super::{
    CountScheme, CountedItem, Why,
    absorb::{Absorbed, Takes, absorbed, partners},
};
use crate::{
    clones::CellClone,
    karyotype::{Change, Chromosome, Item, Sign, Structural, Symbol},
};

/// Whether a complement that doubled is an abnormality of its own.
pub(super) fn counts_doubling(scheme: CountScheme) -> bool {
    matches!(
        scheme,
        CountScheme::Iscn2024
            | CountScheme::Chun2010
            | CountScheme::Haase2019
            | CountScheme::Grimwade2010
            | CountScheme::EventCollapsed
    )
}

/// The items of a clone with their weights.
pub(super) fn of(clone: &CellClone, scheme: CountScheme) -> Vec<CountedItem> {
    let takes = match scheme {
        CountScheme::Token | CountScheme::MostComplexClone | CountScheme::Chun2010 => Takes::Nothing,
        CountScheme::Grimwade2010 => Takes::Partners,
        CountScheme::Iscn2024 => Takes::Completions,
        CountScheme::Events | CountScheme::Haase2019 | CountScheme::EventCollapsed => Takes::Compensations,
    };
    let Absorbed { told, compensated } = absorbed(clone, takes);
    clone
        .items
        .iter()
        .zip(told.into_iter().zip(compensated))
        .map(|(item, (told, compensated))| {
            let (weight, why) = if told { (0, Why::Absorbed) } else { weight(item, clone, scheme, compensated) };
            CountedItem { item: Some(item.clone()), weight, why }
        })
        .collect()
}

fn weight(item: &Item, clone: &CellClone, scheme: CountScheme, compensated: bool) -> (u32, Why) {
    match scheme {
        CountScheme::Iscn2024 | CountScheme::EventCollapsed => iscn(item, clone, compensated),
        CountScheme::Chun2010 => match item.change {
            Change::Marker(_) | Change::Ring(_) => by_copies(item),
            _ => (1, Why::OneItem),
        },
        CountScheme::Haase2019 if unbalanced_translocation(item, clone) => (2, Why::SeveralChromosomes),
        CountScheme::Token | CountScheme::Events | CountScheme::MostComplexClone | CountScheme::Haase2019 => {
            (1, Why::OneItem)
        }
        CountScheme::Grimwade2010 => grimwade(item, clone),
    }
}

/// The upper end of a stated number: `+1~3mar` is three.
fn stated(item: &Item) -> u32 {
    let high = item.count.and_then(|count| count.high).unwrap_or(1);
    item.copies().max(high.saturating_mul(item.times.unwrap_or(1).max(1)))
}

fn by_copies(item: &Item) -> (u32, Why) {
    match stated(item) {
        1 => (1, Why::OneItem),
        copies => (copies, Why::Copies),
    }
}

fn distinct(head: &Structural, made_by: &[Structural]) -> Vec<Chromosome> {
    let mut chromosomes: Vec<Chromosome> =
        std::iter::once(head).chain(made_by).flat_map(|change| change.chromosomes.iter().copied()).collect();
    chromosomes.sort_unstable();
    chromosomes.dedup();
    chromosomes
}

fn partnered(item: &Item, clone: &CellClone) -> bool {
    clone.items.iter().any(|other| partners(item, other))
}

// RULE: ISCN 2024, 6.5 and table 7. The gain of an abnormal chromosome counts besides it, unless a loss makes up for it.
fn iscn(item: &Item, clone: &CellClone, compensated: bool) -> (u32, Why) {
    match &item.change {
        Change::Structural { head, made_by } => {
            let (own, why) = own_weight(head, made_by, partnered(item, clone));
            // Compensated, the derivative stands in place of a normal chromosome.
            let gained = item.sign == Some(Sign::Gain) && !compensated;
            let why = if gained { Why::AbnormalGained } else { why };
            let weight = (own + u32::from(gained)).saturating_mul(item.copies());
            (weight, if item.copies() > 1 { Why::Copies } else { why })
        }
        // Of double minutes the number varies from cell to cell: `5~20dmin` is one in the published examples.
        Change::DoubleMinutes | Change::Hsr => (1, Why::OneItem),
        Change::Whole(_) if stated(item) == 1 => (1, Why::Numerical),
        _ => by_copies(item),
    }
}

fn own_weight(head: &Structural, made_by: &[Structural], partnered: bool) -> (u32, Why) {
    let chromosomes = distinct(head, made_by);
    let mut symbols: Vec<Symbol> = made_by.iter().map(|made| made.symbol).collect();
    symbols.sort_unstable();
    symbols.dedup();
    let kinds = u32::try_from(symbols.len()).unwrap_or(u32::MAX);
    match head.symbol {
        // Where both derivatives are there, the translocation is balanced and one; whatever else befell them is more.
        Symbol::Der if chromosomes.len() > 1 && !partnered => (2, Why::SeveralChromosomes),
        Symbol::Der if partnered => (kinds.max(1), Why::Balanced),
        Symbol::Der => (kinds.max(1), Why::OneChromosome),
        Symbol::R if chromosomes.len() > 1 => (2, Why::SeveralChromosomes),
        Symbol::Trp | Symbol::Qdp | Symbol::Ider => (2, Why::Twofold),
        symbol if balanced(symbol) => (1, Why::Balanced),
        _ => (1, Why::OneChromosome),
    }
}

fn balanced(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::T | Symbol::Inv | Symbol::Ins | Symbol::Rob | Symbol::Tas | Symbol::Fis)
}

/// A derivative that a translocation made and whose partner is not there: `der(1;7)(q10;p10)`, `der(5)t(5;7)(q31;q22)`.
fn unbalanced_translocation(item: &Item, clone: &CellClone) -> bool {
    let Change::Structural { head, made_by } = &item.change else { return false };
    let translocated =
        head.chromosomes.len() > 1 || made_by.iter().any(|made| made.symbol == Symbol::T && made.chromosomes.len() > 1);
    head.symbol == Symbol::Der && translocated && !partnered(item, clone)
}

// RULE: Grimwade, Blood 2010, as guidelines.md 4.2 gives it: gains and losses by copies, a balanced change one, an abnormal
// chromosome gained two, a derivative by its disrupted chromosomes, all by their stated number. That a complement which
// doubled is one more is a choice: the paper does not say.
fn grimwade(item: &Item, clone: &CellClone) -> (u32, Why) {
    match &item.change {
        Change::Structural { head, made_by } => {
            let chromosomes = u32::try_from(distinct(head, made_by).len()).unwrap_or(u32::MAX);
            let (own, why) = if balanced(head.symbol) || partnered(item, clone) {
                (1, Why::Balanced)
            } else if chromosomes > 1 {
                (chromosomes, Why::SeveralChromosomes)
            } else {
                (1, Why::OneChromosome)
            };
            let (own, why) =
                if item.sign == Some(Sign::Gain) && own < 2 { (2, Why::AbnormalGained) } else { (own, why) };
            (own.saturating_mul(item.copies()), if item.copies() > 1 { Why::Copies } else { why })
        }
        Change::DoubleMinutes | Change::Hsr => (1, Why::OneItem),
        Change::Whole(_) if stated(item) == 1 => (1, Why::Numerical),
        _ => by_copies(item),
    }
}
