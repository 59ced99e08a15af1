//! How many abnormalities a karyotype has. Prognostic systems counted differently, so the scheme is named.

use crate::{
    clones::{CellClone, same},
    karyotype::{Change, Chromosome, Item, Sign, Structural, Symbol},
};

/// A way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountScheme {
    /// Every item between commas is one, once over all clones: the tradition of ELN and IPSS-R.
    Token,
    /// As `Token`, with what is one event counted once: a gain that makes up for a whole-arm derivative (`+1,der(1;7)`), a
    /// lost chromosome that is there as a derivative (`-5,+der(5)`), the two derivatives of one translocation.
    Events,
    /// ISCN 2024, table 7: unbalanced derivatives of two chromosomes, triplications and isoderivatives are two; doubling is
    /// one.
    Iscn2024,
    /// The highest number of items in one clone.
    MostComplexClone,
}

/// The number of abnormalities over these clones, which should hold only what is clonal.
pub fn count(clones: &[CellClone], scheme: CountScheme) -> u32 {
    match scheme {
        CountScheme::MostComplexClone => {
            clones.iter().map(|clone| u32::try_from(clone.items.len()).unwrap_or(u32::MAX)).max().unwrap_or(0)
        }
        CountScheme::Token => union(clones, |clone| clone.items.iter().map(|item| (item.clone(), 1)).collect()),
        CountScheme::Events => union(clones, |clone| absorbed(clone, true).into_iter().map(|item| (item, 1)).collect()),
        CountScheme::Iscn2024 => {
            let doubled = u32::from(clones.iter().any(|clone| clone.level > 2));
            let items = union(clones, |clone| {
                absorbed(clone, false).into_iter().map(|item| (item.clone(), weight(&item, clone))).collect()
            });
            items.saturating_add(doubled)
        }
    }
}

/// Adds up over the clones: an abnormality that several clones share counts once, as often as in the clone with most of it.
fn union(clones: &[CellClone], weighted: impl Fn(&CellClone) -> Vec<(Item, u32)>) -> u32 {
    let mut seen: Vec<(Item, u32)> = Vec::new();
    for clone in clones {
        let mut here: Vec<(Item, u32)> = Vec::new();
        for (item, weight) in weighted(clone) {
            match here.iter_mut().find(|(other, _)| same(other, &item)) {
                Some((_, sum)) => *sum = sum.saturating_add(weight),
                None => here.push((item, weight)),
            }
        }
        for (item, weight) in here {
            match seen.iter_mut().find(|(other, _)| same(other, &item)) {
                Some((_, most)) => *most = (*most).max(weight),
                None => seen.push((item, weight)),
            }
        }
    }
    seen.iter().fold(0u32, |sum, (_, weight)| sum.saturating_add(*weight))
}

/// The items of a clone without those that another item already tells.
fn absorbed(clone: &CellClone, events: bool) -> Vec<Item> {
    let mut kept: Vec<Item> = clone.items.clone();
    let mut drop_one = |wanted: &dyn Fn(&Item) -> bool| {
        if let Some(at) = kept.iter().position(wanted) {
            kept.remove(at);
        }
    };
    for item in &clone.items {
        let Change::Structural { head, .. } = &item.change else { continue };
        // A whole-arm derivative stands for two chromosomes; the gain of one of them completes it.
        if head.symbol == Symbol::Der && head.chromosomes.len() > 1 {
            drop_one(&|other| whole(other, Sign::Gain).is_some_and(|c| head.chromosomes.contains(&c)));
        }
        if events && item.sign == Some(Sign::Gain) && head.symbol != Symbol::T {
            drop_one(&|other| whole(other, Sign::Loss).is_some_and(|c| head.chromosomes.first() == Some(&c)));
        }
    }
    // The second derivative of a translocation whose first is there too.
    let mut at = 0;
    while at < kept.len() {
        let partner = kept[..at].iter().any(|first| partners(first, &kept[at]));
        if partner { drop(kept.remove(at)) } else { at += 1 }
    }
    kept
}

fn whole(item: &Item, sign: Sign) -> Option<Chromosome> {
    match item.change {
        Change::Whole(chromosome) if item.sign == Some(sign) => Some(chromosome),
        _ => None,
    }
}

fn translocations(item: &Item) -> Vec<&Structural> {
    match &item.change {
        Change::Structural { head, made_by } if head.symbol == Symbol::Der && head.chromosomes.len() == 1 => {
            made_by.iter().filter(|made| made.symbol == Symbol::T).collect()
        }
        _ => Vec::new(),
    }
}

/// Two derivatives of different chromosomes made by the same translocation.
fn partners(a: &Item, b: &Item) -> bool {
    let heads = |item: &Item| match &item.change {
        Change::Structural { head, .. } => head.chromosomes.clone(),
        _ => Vec::new(),
    };
    heads(a) != heads(b)
        && translocations(a).iter().any(|t| translocations(b).iter().any(|u| t.chromosomes == u.chromosomes))
}

// RULE: ISCN 2024, table 7.
fn weight(item: &Item, clone: &CellClone) -> u32 {
    let copies = item.count.and_then(|count| count.high).unwrap_or(item.copies()).max(item.copies());
    match &item.change {
        Change::Structural { head, made_by } => {
            let partnered = clone.items.iter().any(|other| partners(item, other));
            let gained = u32::from(item.sign == Some(Sign::Gain));
            (own_weight(head, made_by, partnered) + gained).saturating_mul(item.copies())
        }
        Change::DoubleMinutes | Change::Hsr => 1,
        _ => copies,
    }
}

fn own_weight(head: &Structural, made_by: &[Structural], partnered: bool) -> u32 {
    let mut chromosomes: Vec<Chromosome> =
        std::iter::once(head).chain(made_by).flat_map(|change| change.chromosomes.iter().copied()).collect();
    chromosomes.sort_unstable();
    chromosomes.dedup();
    let mut symbols: Vec<Symbol> = made_by.iter().map(|made| made.symbol).collect();
    symbols.sort_unstable();
    symbols.dedup();
    let kinds = u32::try_from(symbols.len()).unwrap_or(u32::MAX);
    match head.symbol {
        // Where both derivatives are there, the translocation is balanced and one; whatever else befell them is more.
        Symbol::Der if chromosomes.len() > 1 && !partnered => 2,
        Symbol::Der => kinds.max(1),
        Symbol::R if chromosomes.len() > 1 => 2,
        Symbol::Trp | Symbol::Qdp | Symbol::Ider => 2,
        _ => 1,
    }
}
