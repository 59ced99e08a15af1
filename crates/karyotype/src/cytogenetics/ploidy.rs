//! Lesions of the number of chromosomes.

use marv_model::cytogenetics::Lesion;

use super::ledger::Ledger;
use crate::{
    clones::CellClone,
    karyotype::{Change, Chromosome, Sign},
    projection::{BreakIn17p13, Projection},
};

// RULE: WHO 5 and NCCN, B-ALL: 51 to 65 chromosomes; 24 to 31; 32 to 39; 40 to 43.
const CLASSES: [(Lesion, u32, u32); 4] = [
    (Lesion::HighHyperdiploidy, 51, 65),
    (Lesion::NearHaploidy, 24, 31),
    (Lesion::LowHypodiploidy, 32, 39),
    (Lesion::HighHypodiploidy, 40, 43),
];

/// The ploidy classes of clones with acquired changes. A number whose range crosses a class leaves it open.
pub(super) fn ploidy(clones: &[CellClone], ledger: &mut Ledger) {
    // A doubled clone is of the class of that which doubled.
    let number = |clone: &CellClone| clone.before_doubling.or(clone.chromosomes);
    let within = |clone: &CellClone, low: u32, high: u32| {
        number(clone).map_or((false, false), |(from, to)| (low <= from && to <= high, low <= to && from <= high))
    };
    let abnormal: Vec<&CellClone> =
        clones.iter().filter(|clone| !clone.items.is_empty() && seen_enough(clone)).collect();
    let hypodiploid = abnormal.iter().any(|clone| within(clone, 24, 39).0);
    for clone in &abnormal {
        for (lesion, low, high) in CLASSES {
            let (all, some) = within(clone, low, high);
            if lesion == Lesion::HighHyperdiploidy && (hypodiploid || some && may_be_doubled(clone)) {
                // A near-haploid or low hypodiploid clone that doubled has the same number.
                if some {
                    ledger.perhaps(Lesion::HighHyperdiploidy);
                    ledger.perhaps(Lesion::NearHaploidy);
                    ledger.perhaps(Lesion::LowHypodiploidy);
                }
            } else if all {
                ledger.plainly(lesion, &number(clone).map_or(0, |(from, _)| from));
            } else if some {
                ledger.perhaps(lesion);
            }
        }
    }
}

fn seen_enough(clone: &CellClone) -> bool {
    clone.cells.is_none_or(|cells| cells >= 2)
}

/// Whether every autosome is there an even number of times: what a doubled clone looks like.
fn may_be_doubled(clone: &CellClone) -> bool {
    let projection = Projection::of(clone, BreakIn17p13::Proximal);
    let gains = clone.items.iter().any(|item| {
        item.sign == Some(Sign::Gain) && matches!(item.change, Change::Whole(chromosome) if chromosome.is_autosome())
    });
    gains && (1..=22).filter_map(Chromosome::autosome).all(|c| projection.centromeres(c) % 2 == 0)
}
