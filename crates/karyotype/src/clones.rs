//! From sentences to clones: `idem`, `sl` and `sdl` replaced by what they refer to, and what is clonal told from what is
//! not.

use crate::karyotype::{
    Base, Breakpoint, CellLine, Change, Chromosome, Item, Karyotype, Modal, Place, Sign, Structural,
};

/// A clone with everything that it carries, referred or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellClone {
    /// Its acquired items. Born-with changes, normal variants and what was not read are left out.
    pub items: Vec<Item>,
    /// Cells counted; none where the text does not say.
    pub cells: Option<u32>,
    /// A composite of cells that share a part of the items each.
    pub composite: bool,
    /// The ploidy level that gains and losses are told against, 2 for diploid.
    pub level: u8,
    /// More is there than could be read: `inc`, an item that was not read, or a reference that leads nowhere.
    pub incomplete: bool,
    /// The clone that it was written to come from (`idem`, `sl`, `sdl`): its place among the clones.
    pub derived_from: Option<usize>,
    /// Chromosomes of a cell, the lowest and highest number as written; none where it is not.
    pub chromosomes: Option<(u32, u32)>,
    /// And before the complement doubled, where the line says that it did: `50(25,X,+Y,+21)×2`.
    pub before_doubling: Option<(u32, u32)>,
}

/// The clones of the patient, in the order written. Lines that the laboratory calls non-clonal are left out.
pub fn clones(karyotype: &Karyotype) -> Vec<CellClone> {
    let mut resolved: Vec<Resolved> = Vec::new();
    for line in karyotype.lines.iter().filter(|line| !line.non_clonal) {
        let mut one = resolve(line, &resolved);
        if let Some(lost) = lost_without_a_word(line, karyotype) {
            one.clone.items.insert(0, Item::new(Some(Sign::Loss), Change::Whole(lost)));
        }
        resolved.push(one);
    }
    resolved.into_iter().map(|resolved| resolved.clone).collect()
}

/// `45,X/46,XY`: the sex chromosome that the other lines have and this one has lost without saying so.
fn lost_without_a_word(line: &CellLine, karyotype: &Karyotype) -> Option<Chromosome> {
    if !one_sex_chromosome_unexplained(line) {
        return None;
    }
    karyotype.lines.iter().filter(|other| !other.non_clonal).find_map(|other| match &other.base {
        Base::Sex { chromosomes, .. } if chromosomes == "XY" => Some(Chromosome::Y),
        Base::Sex { chromosomes, .. } if chromosomes == "XX" => Some(Chromosome::X),
        _ => None,
    })
}

/// `45,X`: born with, or a sex chromosome lost that is not written as lost.
pub(crate) fn one_sex_chromosome_unexplained(line: &CellLine) -> bool {
    let Base::Sex { chromosomes, constitutional: None } = &line.base else { return false };
    let on_sex_chromosome = |item: &Item| match &item.change {
        Change::Whole(chromosome) => !chromosome.is_autosome(),
        Change::Structural { head, made_by } => {
            std::iter::once(head).chain(made_by).any(|change| change.chromosomes.iter().any(|c| !c.is_autosome()))
        }
        _ => false,
    };
    matches!(chromosomes.as_str(), "X" | "Y") && !line.non_clonal && !line.items.iter().any(on_sex_chromosome)
}

/// Whether a line of the patient has one sex chromosome and no other line tells which was lost, if any.
pub(crate) fn sex_chromosome_in_doubt(karyotype: &Karyotype) -> bool {
    karyotype
        .lines
        .iter()
        .any(|line| one_sex_chromosome_unexplained(line) && lost_without_a_word(line, karyotype).is_none())
}

struct Resolved {
    clone: CellClone,
    /// Written in full, not by reference.
    full: bool,
}

fn resolve(line: &CellLine, before: &[Resolved]) -> Resolved {
    let (from, times, refers) = match &line.base {
        Base::Sex { .. } | Base::Doubled { .. } => (None, 1, false),
        // ISCN 2024, 6.3: idem is the first clone; a stemline the first of its group; a sideline by its number.
        Base::Idem { times } => (Some(0), times.unwrap_or(1), true),
        Base::Stemline { times, .. } => {
            let stem = before.iter().rposition(|one| one.full && !one.clone.items.is_empty());
            (stem.or(Some(0)), times.unwrap_or(1), true)
        }
        Base::Sideline { number, times } => {
            let stem = before.iter().rposition(|one| one.full && !one.clone.items.is_empty()).unwrap_or(0);
            let sideline = match number {
                Some(number) => usize::try_from(*number).ok().and_then(|number| stem.checked_add(number)),
                None => before.len().checked_sub(1),
            };
            (sideline, times.unwrap_or(1), true)
        }
    };
    let derived_from = from.filter(|from| *from < before.len());
    let base = derived_from.and_then(|from| before.get(from));
    let mut items: Vec<Item> = base.map_or(Vec::new(), |base| base.clone.items.clone());
    if times > 1 {
        for item in &mut items {
            item.times = Some(item.times.unwrap_or(1).saturating_mul(times));
        }
    }
    let mut incomplete = refers && base.is_none() || base.is_some_and(|base| base.clone.incomplete);
    // The inherited items have no number of cells of their own here.
    for item in &mut items {
        item.cells = None;
    }
    for item in &line.items {
        match (&item.change, item.constitutional) {
            (Change::Incomplete | Change::Complex | Change::Unread(_), _) => incomplete = true,
            (Change::Variant(_), _) | (_, Some(_)) => {}
            _ if refers && taken_back(&mut items, item) => {}
            // METHOD: a structural change that the clone referred to has already is that one, written again; of a second,
            // on the other homologue, ISCN writes ×2.
            (Change::Structural { .. }, _)
                if refers && item.sign.is_none() && items.iter().any(|had| same(had, item)) => {}
            // A structural change that is lost without ever having been there.
            (Change::Structural { .. }, _) if item.sign == Some(Sign::Loss) => incomplete = true,
            _ => items.push(item.clone()),
        }
    }
    if let Base::Doubled { times, .. } = &line.base {
        for item in &mut items {
            item.times = Some(item.times.unwrap_or(1).saturating_mul(*times));
        }
    }
    let level = match base {
        Some(base) if refers => u8::try_from(u32::from(base.clone.level).saturating_mul(times)).unwrap_or(u8::MAX),
        _ => level(line),
    };
    // `44,XX` or `47,XY` with nothing behind: what was lost or gained is not told.
    let unexplained = line.items.is_empty()
        && number_that_items_lead_to(line).is_some_and(|number| line.modal.is_some_and(|modal| modal.low != number));
    incomplete |= unexplained;
    let clone = CellClone {
        items,
        cells: line.cells.and_then(|cells| cells.count),
        composite: line.cells.is_some_and(|cells| cells.composite),
        level,
        incomplete,
        derived_from,
        chromosomes: line.modal.map(range),
        before_doubling: match &line.base {
            Base::Doubled { modal, .. } => Some(range(*modal)),
            Base::Idem { times: Some(2..) } | Base::Stemline { times: Some(2..), .. } => {
                base.and_then(|base| base.clone.chromosomes)
            }
            _ => None,
        },
    };
    Resolved { clone, full: !refers }
}

fn range(modal: Modal) -> (u32, u32) {
    (modal.low, modal.high.unwrap_or(modal.low).max(modal.low))
}

/// Removes from the inherited items the one that `item` reverses: `-der(5)` a derivative, `+5` a lost chromosome 5.
fn taken_back(inherited: &mut Vec<Item>, item: &Item) -> bool {
    let reversed = |other: &Item| match (&item.change, &other.change) {
        (Change::Whole(a), Change::Whole(b)) => {
            a == b && item.sign.is_some() && other.sign.is_some() && item.sign != other.sign
        }
        (Change::Structural { head: a, .. }, Change::Structural { head: b, .. }) => {
            item.sign == Some(Sign::Loss) && other.sign != Some(Sign::Loss) && same_head(a, b)
        }
        (Change::Marker(a), Change::Marker(b)) | (Change::Ring(a), Change::Ring(b)) => {
            item.sign == Some(Sign::Loss) && other.sign != Some(Sign::Loss) && a == b
        }
        (Change::DoubleMinutes, Change::DoubleMinutes) => item.sign == Some(Sign::Loss),
        _ => false,
    };
    let Some(at) = inherited.iter().position(reversed) else { return false };
    match inherited[at].times {
        Some(times) if times > 1 => inherited[at].times = Some(times - 1),
        _ => {
            inherited.remove(at);
        }
    }
    true
}

fn same_head(a: &Structural, b: &Structural) -> bool {
    a.symbol == b.symbol
        && a.chromosomes == b.chromosomes
        && (a.breakpoints.is_empty() || b.breakpoints.is_empty() || compatible(&a.breakpoints, &b.breakpoints))
}

/// The ploidy level: as given; else by the number of chromosomes (ISCN 2024, the table of near-ploidy ranges). Where the
/// sex chromosomes are of a diploid and the number is not, the level whose own number the gains and losses lead to.
fn level(line: &CellLine) -> u8 {
    if let Base::Doubled { modal, chromosomes, times } = &line.base {
        let base = Base::Sex { chromosomes: chromosomes.clone(), constitutional: None };
        let single = level(&CellLine { modal: Some(*modal), base, ..line.clone() });
        return u8::try_from(u32::from(single).saturating_mul(*times)).unwrap_or(u8::MAX);
    }
    let Some(modal) = line.modal else { return 2 };
    if let Some(level) = modal.level {
        return level;
    }
    // A wide range, such as 46~92, is of cells that doubled: the lower end is the line's own.
    let high = modal.high.filter(|high| high.saturating_sub(modal.low) <= 12).unwrap_or(modal.low);
    let number = i64::from(modal.low.midpoint(high));
    let by_number: u8 = match number {
        ..=34 => 1,
        35..=57 => 2,
        58..=80 => 3,
        81..=103 => 4,
        _ => u8::try_from((number + 11) / 23).unwrap_or(2),
    };
    if by_number == 2 {
        return 2;
    }
    let net: i64 = line.items.iter().map(change_in_number).sum();
    // METHOD: of the level by the number and the diploid one, that from which gains and losses lead nearer to the number.
    let distance = |level: u8| (i64::from(level) * 23 + net - number).abs();
    if distance(2) < distance(by_number) { 2 } else { by_number }
}

/// The number of chromosomes that a line's items lead to from its ploidy level and sex chromosomes. None where the line does
/// not tell enough: a range, a composite, a reference, unknown or missing sex chromosomes, markers of no certain number,
/// items that were not read.
pub(crate) fn number_that_items_lead_to(line: &CellLine) -> Option<u32> {
    let Base::Sex { chromosomes, .. } = &line.base else { return None };
    let modal = line.modal.filter(|modal| modal.high.is_none())?;
    let vague = |item: &Item| {
        // A marker may stand for a chromosome that is not written as lost.
        let unknown = |change: &Structural| change.chromosomes.contains(&Chromosome::Unknown);
        let untold = match &item.change {
            Change::Incomplete | Change::Complex | Change::Unread(_) | Change::Marker(_) | Change::Ring(_) => true,
            Change::Structural { head, .. } => unknown(head),
            _ => false,
        };
        untold
            || item.count.is_some_and(|count| count.high.is_some())
            || item.questioned
            || item.alternative.is_some()
            || item.cells.is_some()
    };
    let composite = line.cells.is_some_and(|cells| cells.composite);
    if composite || chromosomes.is_empty() || chromosomes.contains('?') || line.items.iter().any(vague) {
        return None;
    }
    let level = u32::from(modal.level.unwrap_or(level(line)));
    // Written sex chromosomes are those that the cell has, so that their own gains and losses are in them already, and one
    // that is changed stands among the items.
    let on_sex = |chromosome: &Chromosome| !chromosome.is_autosome();
    let changed_sex = |item: &Item| match &item.change {
        Change::Structural { head, .. } if item.sign.is_none() => head.chromosomes.iter().filter(|c| on_sex(c)).count(),
        _ => 0,
    };
    let mut number = i64::from(level * 22) + i64::try_from(chromosomes.len()).ok()?;
    for item in &line.items {
        let sex = matches!(&item.change, Change::Whole(chromosome) if on_sex(chromosome));
        let acquired = item.constitutional.is_none();
        number += if sex && acquired { i64::from(item.sign == Some(Sign::Gain)) * i64::from(item.copies()) } else { 0 };
        number += if sex { 0 } else { change_in_number(item) };
        number += i64::try_from(changed_sex(item)).ok()? * i64::from(item.copies());
    }
    u32::try_from(number).ok()
}

fn change_in_number(item: &Item) -> i64 {
    let copies = i64::from(item.copies());
    match (&item.change, item.sign) {
        (Change::DoubleMinutes | Change::Hsr, _) => 0,
        (_, Some(Sign::Gain)) => copies,
        (_, Some(Sign::Loss)) => -copies,
        (Change::Structural { head, .. }, None) => {
            // A derivative in place of two chromosomes, or more.
            let joined = i64::try_from(head.chromosomes.len()).map_or(0, |number| number - 1);
            if balanced(head) { 0 } else { -copies.saturating_mul(joined) }
        }
        _ => 0,
    }
}

fn balanced(head: &Structural) -> bool {
    use crate::karyotype::Symbol;
    matches!(head.symbol, Symbol::T | Symbol::Ins | Symbol::Inv | Symbol::Tas)
}

/// Whether two items are one abnormality, seen in two clones or written twice.
pub fn same(a: &Item, b: &Item) -> bool {
    let changes = match (&a.change, &b.change) {
        (Change::Structural { head, made_by }, Change::Structural { head: other_head, made_by: other_made_by }) => {
            let untold = made_by.is_empty() || other_made_by.is_empty();
            let made_alike = made_by.len() == other_made_by.len()
                && made_by.iter().zip(other_made_by).all(|(made, other)| same_head(made, other));
            same_head(head, other_head) && (untold || made_alike)
        }
        (change, other) => change == other,
    };
    a.sign == b.sign && changes
}

/// Whether breakpoints may be the same: equal, or one told more finely than the other.
fn compatible(a: &[Vec<Breakpoint>], b: &[Vec<Breakpoint>]) -> bool {
    // `del(5)(q)` and `del(5)(q13q33)`: one tells only the arm.
    let arm_only = |groups: &[Vec<Breakpoint>]| {
        groups.iter().flatten().all(|point| matches!(&point.place, Place::Band(_, band) if band.is_empty()))
    };
    if arm_only(a) || arm_only(b) {
        let arms = |groups: &[Vec<Breakpoint>]| {
            groups
                .iter()
                .flatten()
                .filter_map(|point| match &point.place {
                    Place::Band(arm, _) | Place::Terminus(arm) => Some(*arm),
                    _ => None,
                })
                .collect::<std::collections::BTreeSet<_>>()
        };
        return arms(a) == arms(b);
    }
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_place(&a.place, &b.place)))
}

fn same_place(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Band(arm, a), Place::Band(other, b)) => {
            let (a, b) = (a.replace('?', ""), b.replace('?', ""));
            arm == other && (a.starts_with(&b) || b.starts_with(&a))
        }
        (Place::Unknown, _) | (_, Place::Unknown) => true,
        _ => a == b,
    }
}

/// The abnormal clones in families: those that have an item in common, directly or through others.
pub(crate) fn families(clones: &[CellClone]) -> Vec<Vec<CellClone>> {
    let mut families: Vec<Vec<CellClone>> = Vec::new();
    for clone in clones.iter().filter(|clone| !clone.items.is_empty()) {
        let shared = |other: &CellClone| other.items.iter().any(|item| clone.items.iter().any(|own| same(item, own)));
        let (related, mut apart): (Vec<_>, Vec<_>) = families.into_iter().partition(|family| family.iter().any(shared));
        let mut family: Vec<CellClone> = related.into_iter().flatten().collect();
        family.push(clone.clone());
        apart.push(family);
        families = apart;
    }
    families
}

/// The clones with only their clonal items.
///
/// RULE: ISCN 2024, 4.5: a gain or a structural change is clonal in two cells, a loss in three; cells are counted over the
/// clones that share the item. Where the number of cells is not given, and in a composite, the item counts as clonal.
#[must_use]
pub fn clonal(clones: &[CellClone]) -> Vec<CellClone> {
    seen_in_cells(clones, |item| match (&item.change, item.sign) {
        (Change::Whole(_), Some(Sign::Loss)) => 3,
        _ => 2,
    })
}

/// The clones with only those items that were seen in two cells: a loss in two is no clone, and no chance either.
pub(crate) fn seen_twice(clones: &[CellClone]) -> Vec<CellClone> {
    seen_in_cells(clones, |_| 2)
}

fn seen_in_cells(clones: &[CellClone], needed: impl Fn(&Item) -> u32) -> Vec<CellClone> {
    clones
        .iter()
        .map(|clone| CellClone {
            items: clone.items.iter().filter(|item| is_in_cells(item, clones, needed(item))).cloned().collect(),
            ..clone.clone()
        })
        .collect()
}

fn is_in_cells(item: &Item, clones: &[CellClone], needed: u32) -> bool {
    let mut seen = 0u32;
    for clone in clones {
        let Some(here) = clone.items.iter().find(|other| same(item, other)) else { continue };
        match here.cells.and_then(|cells| cells.count).or(if clone.composite { None } else { clone.cells }) {
            Some(cells) => seen = seen.saturating_add(cells),
            None => return true,
        }
    }
    seen >= needed
}
