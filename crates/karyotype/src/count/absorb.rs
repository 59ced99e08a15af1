//! What another item of the clone already tells.

use crate::{
    clones::CellClone,
    karyotype::{Change, Chromosome, Item, Sign, Structural, Symbol},
};

/// How much is taken along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Nothing: every item stands for itself.
    Nothing,
    /// The partner of a derivative.
    Partners,
    /// And the gain that completes a whole-arm derivative.
    Completions,
    /// And every gain or loss that makes up for a derivative.
    Compensations,
}

/// What becomes of the items of a clone, one for each.
pub(super) struct Absorbed {
    /// Whether another item tells it.
    pub(super) told: Vec<bool>,
    /// Whether it took the loss of a chromosome along that it stands in place of.
    pub(super) compensated: Vec<bool>,
}

/// What other items of the clone tell already.
pub(super) fn absorbed(clone: &CellClone, takes: Takes) -> Absorbed {
    let items = &clone.items;
    let mut told = vec![false; items.len()];
    let mut compensated = vec![false; items.len()];
    if takes == Takes::Nothing {
        return Absorbed { told, compensated };
    }
    for (number, item) in items.iter().enumerate() {
        let Change::Structural { head, .. } = &item.change else { continue };
        // A whole-arm derivative stands for two chromosomes; the gain of one of them completes it.
        if takes != Takes::Partners && head.symbol == Symbol::Der && head.chromosomes.len() > 1 {
            take_one(items, &mut told, |other| {
                whole(other, Sign::Gain).is_some_and(|chromosome| head.chromosomes.contains(&chromosome))
            });
        }
        // `-5,+der(5)` is a derivative in place of its chromosome; `-5,-17,+dic(5;17)` and `-7,+der(1;7)` likewise.
        if takes == Takes::Compensations && item.sign == Some(Sign::Gain) && head.symbol != Symbol::T {
            for chromosome in &head.chromosomes {
                compensated[number] |=
                    take_one(items, &mut told, |other| whole(other, Sign::Loss) == Some(*chromosome));
            }
        }
    }
    // The second derivative of a translocation whose first is there too.
    for at in 0..items.len() {
        if (0..at).any(|first| !told[first] && partners(&items[first], &items[at])) {
            told[at] = true;
        }
    }
    Absorbed { told, compensated }
}

/// Takes the first that is wanted and not taken; whether there was one.
fn take_one(items: &[Item], told: &mut [bool], wanted: impl Fn(&Item) -> bool) -> bool {
    let found = (0..items.len()).find(|at| !told[*at] && wanted(&items[*at]));
    if let Some(at) = found {
        told[at] = true;
    }
    found.is_some()
}

fn whole(item: &Item, sign: Sign) -> Option<Chromosome> {
    match item.change {
        Change::Whole(chromosome) if item.sign == Some(sign) => Some(chromosome),
        _ => None,
    }
}

fn derivative(item: &Item) -> Option<(Chromosome, &[Structural])> {
    match &item.change {
        Change::Structural { head, made_by } if head.symbol == Symbol::Der && head.chromosomes.len() == 1 => {
            Some((head.chromosomes[0], made_by))
        }
        _ => None,
    }
}

/// Two derivatives of different chromosomes made by the same translocation.
pub(super) fn partners(a: &Item, b: &Item) -> bool {
    let (Some((one, ones)), Some((other, others))) = (derivative(a), derivative(b)) else { return false };
    let translocations = |made: &'_ &Structural| made.symbol == Symbol::T;
    one != other
        && ones
            .iter()
            .filter(translocations)
            .any(|t| others.iter().filter(translocations).any(|u| t.chromosomes == u.chromosomes))
}
