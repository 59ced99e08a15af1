//! The two lines: the clinicians', in the words of banding, and the `seq` line.

use super::{
    abnormality::{Abnormality, AbnormalityKind, VirtualClone},
    chromosomes::order,
    ploidy::Ploidy,
};
use crate::karyotype::{Base, CellLine, Change, Chromosome, Constitutional, Item, Karyotype, Modal, Sign};

/// Sorts items as a karyotype lists them.
///
/// RULE: ISCN 2024, 4.3: sex chromosomes, then autosomes; of one chromosome number before structure, structure by symbol.
pub(super) fn sort(abnormalities: &mut [Abnormality]) {
    abnormalities.sort_by_key(|one| {
        let Some(item) = &one.item else { return (u8::MAX, 2, String::new(), String::new()) };
        let text = item.to_string();
        match &item.change {
            Change::Whole(chromosome) => (order(*chromosome), 0, String::new(), text),
            Change::Structural { head, .. } => {
                let first = head.chromosomes.first().map_or(u8::MAX, |chromosome| order(*chromosome));
                (first, 1, head.symbol.text().to_owned(), text)
            }
            _ => (u8::MAX, 2, String::new(), text),
        }
    });
}

/// By how much an item changes the number of chromosomes.
fn change_in_number(item: &Item) -> i64 {
    match (&item.change, item.sign) {
        (_, Some(Sign::Gain)) => 1,
        (_, Some(Sign::Loss)) => -1,
        (Change::Structural { head, .. }, None) => {
            use crate::karyotype::Symbol;
            let joined = i64::try_from(head.chromosomes.len()).map_or(0, |count| count - 1);
            if matches!(head.symbol, Symbol::T | Symbol::Ins | Symbol::Inv) { 0 } else { -joined }
        }
        _ => 0,
    }
}

/// Chromosomes of a cell that has these items beside what it starts from.
pub(super) fn number(from: u32, own: &[Abnormality]) -> u32 {
    let net: i64 = own.iter().filter_map(|one| one.item.as_ref()).map(change_in_number).sum();
    u32::try_from((i64::from(from) + net).max(0)).unwrap_or(u32::MAX)
}

/// The karyotype of the clones. `incomplete` where not all was assessed; `rest` where some cells of the tumour have none of
/// it.
pub(super) fn karyotype(clones: &[VirtualClone], ploidy: &Ploidy, incomplete: bool, rest: bool) -> Karyotype {
    let mut lines = Vec::new();
    let order = written_order(clones);
    let simple = order.iter().all(|clone| {
        // `idem` is the first clone whatever it is; deeper or several families need `sl` and `sdl`.
        clones[*clone].parent.is_none_or(|parent| parent == order[0])
    });
    let roots = clones.iter().filter(|clone| clone.parent.is_none()).count();
    for (at, number) in order.iter().enumerate() {
        let clone = &clones[*number];
        let mut items: Vec<Item> = clone.own.iter().filter_map(|one| one.item.clone()).collect();
        if incomplete {
            items.push(Item::new(None, Change::Incomplete));
        }
        let base = match clone.parent {
            None => Base::Sex { chromosomes: written_sex(ploidy, &items), constitutional: ploidy.constitutional() },
            Some(_) if simple && roots == 1 => Base::Idem { times: None },
            Some(parent) => {
                // The stemline is the last line written in full; sidelines are numbered behind it.
                let stem = order[..at].iter().rposition(|other| clones[*other].parent.is_none()).unwrap_or(0);
                let place = order.iter().position(|other| *other == parent).unwrap_or(stem);
                match u32::try_from(place.saturating_sub(stem)) {
                    Ok(sideline) if sideline > 0 => Base::Sideline { number: Some(sideline), times: None },
                    _ => Base::Stemline { number: None, times: None },
                }
            }
        };
        let level = ploidy.stated_level(clone.chromosomes).filter(|_| clone.parent.is_none());
        let modal = Modal { low: clone.chromosomes, high: None, level };
        let line = CellLine { modal: Some(modal), base, items, cells: None, non_clonal: false };
        lines.push(ploidy.doubled(&line).unwrap_or(line));
    }
    if lines.is_empty() || rest {
        lines.push(without_changes(ploidy, incomplete));
    }
    Karyotype { lines, donor: None, other_technique: None }
}

fn without_changes(ploidy: &Ploidy, incomplete: bool) -> CellLine {
    let items: Vec<Item> = incomplete.then(|| Item::new(None, Change::Incomplete)).into_iter().collect();
    let inherited = ploidy.inherited();
    let base = Base::Sex { chromosomes: written_sex(&inherited, &items), constitutional: inherited.constitutional() };
    let modal = Modal { low: inherited.number(), high: None, level: None };
    CellLine { modal: Some(modal), base, items, cells: None, non_clonal: false }
}

/// Families one after the other, a clone before what arose in it.
fn written_order(clones: &[VirtualClone]) -> Vec<usize> {
    fn visit(clone: usize, clones: &[VirtualClone], order: &mut Vec<usize>) {
        order.push(clone);
        for (child, _) in clones.iter().enumerate().filter(|(_, one)| one.parent == Some(clone)) {
            visit(child, clones, order);
        }
    }
    let mut order = Vec::new();
    for (root, _) in clones.iter().enumerate().filter(|(_, one)| one.parent.is_none()) {
        visit(root, clones, &mut order);
    }
    order
}

/// RULE: ISCN 2024: the sex chromosomes that stand first are the normal ones that the cell has; what is gained, lost or
/// changed of them stands among the items.
fn written_sex(ploidy: &Ploidy, items: &[Item]) -> String {
    let Some((mut x, mut y)) = ploidy.sex_chromosomes() else { return "?".to_owned() };
    let mut less = |chromosome: &Chromosome| match chromosome {
        Chromosome::X => x = x.saturating_sub(1),
        Chromosome::Y => y = y.saturating_sub(1),
        _ => {}
    };
    for item in items {
        match (&item.change, item.sign) {
            (Change::Whole(chromosome), Some(Sign::Loss)) => less(chromosome),
            (Change::Structural { head, .. }, None) => head.chromosomes.iter().for_each(&mut less),
            _ => {}
        }
    }
    let mut text = "X".repeat(x);
    text.push_str(&"Y".repeat(y));
    text
}

/// The `seq` line: each item with the share of the sample's cells (ISCN 2024, 4.5.3), `[?]` where the purity is not known.
pub(super) fn sequence_line(
    clones: &[VirtualClone],
    cryptic: &[Abnormality],
    ploidy: &Ploidy,
    purity: Option<f64>,
    assessed: &str,
) -> String {
    let mut all: Vec<Abnormality> =
        clones.iter().flat_map(|clone| clone.own.iter().cloned()).chain(cryptic.iter().cloned()).collect();
    sort(&mut all);
    // One text for `+8,+8`: the copies are in it.
    let mut items: Vec<String> = Vec::new();
    for one in &all {
        let share = purity.map_or_else(|| "?".to_owned(), |purity| format!("{:.2}", purity * one.cell_fraction));
        let marks = if one.kind == AbnormalityKind::Loh && !one.sequence_text.ends_with("hmz") { "hmz" } else { "" };
        let text = format!("{}{marks}[{share}]", one.sequence_text);
        if !items.contains(&text) {
            items.push(text);
        }
    }
    if items.is_empty() {
        items.push(assessed.to_owned());
    }
    let level = ploidy.stated_level_of_sequence().map_or_else(String::new, |level| format!(" <{level}n>"));
    format!("seq[GRCh38]{level} {}", items.join(","))
}

/// `c` behind sex chromosomes that are born with in another number.
pub(super) fn constitutional(x: u8, y: u8) -> Option<Constitutional> {
    (!matches!((x, y), (2, 0) | (1, 1))).then_some(Constitutional::Certain)
}
