//! What the rules ask of a karyotype's clonal abnormalities.

use marv_model::cytogenetics::Lesion;

use super::Patient;
use crate::{
    clones::{CellClone, families, sex_chromosome_in_doubt},
    complex::ComplexDefinition,
    count::{CountScheme, count, counted},
    cytogenetics::{Looked, changes, is_certain, losses, tells},
    karyotype::{Arm, Change, Chromosome, Item, Karyotype, Sign, Symbol},
};

/// The count of the scoring systems for MDS: that of the complex karyotype of IPSS-R.
const MDS_SCHEME: CountScheme = ComplexDefinition::MDS.scheme;

/// The abnormalities, each once, as one event each, with nothing left in doubt but what may come on top.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Each with the number of times that it counts.
    pub(super) events: Vec<(Item, u32)>,
    /// How many there are as IPSS-R counts them.
    pub(super) mds_number: u32,
    /// −7, and loss of 7q that is not −7.
    pub(super) monosomy_7: bool,
    pub(super) loss_7q: bool,
    /// Where clones have nothing in common, each family of them by itself; else empty.
    pub(super) families: Vec<Facts>,
    /// More abnormalities of any kind are possible.
    pub(super) open: bool,
}

impl Facts {
    /// Every reading of the karyotype that its doubts allow.
    pub(super) fn worlds(looked: &Looked, karyotype: &Karyotype, patient: Patient) -> Vec<Facts> {
        let open = !looked.extent.complete();
        let mut clone_sets = vec![(looked.clonal.clone(), &looked.seen)];
        // Policy: what was seen in too few cells does not count, unless so few were looked at that it could not be seen in more.
        if looked.few_cells() && looked.all.iter().all(|clone| clone.cells.is_some()) {
            clone_sets.push((looked.all.clone(), &looked.in_any_cell));
        }
        if sex_chromosome_in_doubt(karyotype) {
            let lost = |chromosome| {
                let mut clones = looked.clonal.clone();
                for clone in clones.iter_mut().filter(|clone| clone.chromosomes.is_some_and(|(low, _)| low < 46)) {
                    clone.items.insert(0, Item::new(Some(Sign::Loss), Change::Whole(chromosome)));
                }
                (clones, &looked.seen)
            };
            // RULE: IPSS-R: 45,X in a man is −Y. Of a woman, or of nobody knows whom, it may be constitutional.
            match patient.male {
                Some(true) => clone_sets = vec![lost(Chromosome::Y)],
                Some(false) => clone_sets.push(lost(Chromosome::X)),
                None => clone_sets.extend([lost(Chromosome::Y), lost(Chromosome::X)]),
            }
        }
        let mut worlds = Vec::new();
        for (clones, ledger) in clone_sets {
            let doubted = |lesion: Lesion| match (ledger.has(lesion), ledger.in_doubt(lesion)) {
                (true, _) => vec![true],
                (false, true) => vec![false, true],
                (false, false) => vec![false],
            };
            for monosomy_7 in doubted(Lesion::Monosomy7) {
                for loss_7q in doubted(Lesion::Loss7q) {
                    worlds.push(Self::of(&clones, monosomy_7, loss_7q, open));
                }
            }
        }
        worlds
    }

    fn of(clones: &[CellClone], monosomy_7: bool, loss_7q: bool, open: bool) -> Self {
        let listed = counted(clones, CountScheme::Events).items;
        let events = listed.into_iter().filter(|c| c.weight > 0).filter_map(|c| Some((c.item?, c.weight))).collect();
        let apart = families(clones);
        let families = if apart.len() > 1 {
            let family = |clones: &Vec<CellClone>| {
                let has = |lesion, in_all: bool| in_all && tells(clones, lesion);
                Self::of(clones, has(Lesion::Monosomy7, monosomy_7), has(Lesion::Loss7q, loss_7q), false)
            };
            apart.iter().map(family).collect()
        } else {
            Vec::new()
        };
        Self { events, mds_number: count(clones, MDS_SCHEME), monosomy_7, loss_7q, families, open }
    }

    /// How many abnormalities.
    pub(super) fn number(&self) -> u32 {
        self.events.iter().fold(0, |sum, (_, times)| sum.saturating_add(*times))
    }
    /// How many abnormalities IPSS-R sees together: of the family with most, where clones have nothing in common.
    pub(super) fn ipssr_number(&self) -> u32 {
        self.families.iter().map(|family| family.mds_number).max().unwrap_or(self.mds_number)
    }
    /// The abnormality, where it is the only one.
    pub(super) fn single(&self) -> Option<&Item> {
        match self.events.as_slice() {
            [(item, 1)] => Some(item),
            _ => None,
        }
    }
    /// Whether any abnormality is of this kind.
    pub(super) fn any(&self, kind: impl Fn(&Item) -> bool) -> bool {
        self.events.iter().any(|(item, _)| kind(item))
    }
}

/// A whole chromosome lost.
pub(super) fn lost(item: &Item, chromosome: Chromosome) -> bool {
    item.sign == Some(Sign::Loss) && item.change == Change::Whole(chromosome)
}

/// A whole chromosome gained.
pub(super) fn gained(item: &Item, chromosome: Chromosome) -> bool {
    item.sign == Some(Sign::Gain) && item.change == Change::Whole(chromosome)
}

/// A deletion in an arm, of one chromosome that is otherwise whole.
pub(super) fn deleted(item: &Item, chromosome: u8, arm: Arm) -> bool {
    let chromosome = Chromosome::Autosome(chromosome);
    match &item.change {
        Change::Structural { head, made_by } if item.sign.is_none() && made_by.is_empty() => {
            head.symbol == Symbol::Del
                && head.chromosomes == [chromosome]
                && losses::breaks_in_arm(head, chromosome, arm)
                && !losses::breaks_in_arm(head, chromosome, if arm == Arm::P { Arm::Q } else { Arm::P })
        }
        _ => false,
    }
}

/// inv(3), t(3q), del(3q).
pub(super) fn abnormal_3q(item: &Item) -> bool {
    item.sign != Some(Sign::Loss) && changes(item).iter().any(|change| losses::abnormal_3q(change))
}

/// der(1;7)(q10;p10) or der(7)t(1;7): 7q lost and 1q gained in one.
pub(super) fn der_1_7(item: &Item) -> bool {
    let (one, seven) = (Chromosome::Autosome(1), Chromosome::Autosome(7));
    let both = |chromosomes: &[Chromosome]| chromosomes.contains(&one) && chromosomes.contains(&seven);
    match &item.change {
        Change::Structural { head, made_by } if head.symbol == Symbol::Der && item.sign != Some(Sign::Loss) => {
            both(&head.chromosomes) || head.chromosomes == [seven] && made_by.iter().any(|made| both(&made.chromosomes))
        }
        _ => false,
    }
}

/// Whether an item is of a chromosome, whole or in part.
pub(super) fn concerns(item: &Item, chromosome: Chromosome) -> bool {
    item.change == Change::Whole(chromosome)
        || changes(item).iter().any(|change| change.chromosomes.contains(&chromosome))
}

/// Whether what an item is stands in doubt: a question mark, an alternative.
pub(super) fn in_doubt(item: &Item) -> bool {
    !is_certain(item)
}
