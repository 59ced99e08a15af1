//! The ploidy level that gains and losses are told against, and doubled complements.

use super::{
    chromosomes::{in_order, stretch},
    genome::SexChromosomes,
    lines::constitutional,
    steps::Run,
};
use std::collections::BTreeMap;

use crate::karyotype::{Arm, Base, CellLine, Change, Chromosome, Constitutional, Item, Modal, Sign};

/// What gains and losses are told against.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ploidy {
    /// 1 for haploid, 2 for diploid.
    pub(super) level: u8,
    sex: Option<SexChromosomes>,
    /// Each chromosome is there an even number of times, of one parent or of both: a hypodiploid clone that doubled.
    is_doubled: bool,
}

/// RULE: so many chromosomes of one parent only, and the rest in pairs of both, is a hypodiploid clone that doubled.
const OF_ONE_PARENT: usize = 8;
/// Below so many autosomes with a known number no other level than the diploid one is told.
const AUTOSOMES: usize = 20;

/// Copies that most of a chromosome has in most of the tumour's cells, and of the rarer parent.
pub(super) fn main_copies(chromosome: Chromosome, runs: &[Run]) -> Option<(u8, Option<u8>)> {
    let mut lengths: BTreeMap<(u8, Option<u8>), u64> = BTreeMap::new();
    for arm in [Arm::P, Arm::Q].into_iter().filter_map(|arm| stretch(chromosome, arm)) {
        for run in runs {
            let shared = run.end.min(arm.end).saturating_sub(run.start.max(arm.start));
            let copies = if run.fraction >= 0.5 { (run.total, run.minor) } else { (run.inherited, Some(1)) };
            *lengths.entry(copies).or_default() += u64::from(shared);
        }
    }
    lengths
        .into_iter()
        .filter(|(_, length)| *length > 0)
        .max_by_key(|(copies, length)| (*length, std::cmp::Reverse(*copies)))
        .map(|(copies, _)| copies)
}

impl Ploidy {
    /// METHOD: the level from which the fewest chromosomes are gained or lost; the diploid one unless another is plainly
    /// nearer.
    pub(super) fn of(runs: &BTreeMap<Chromosome, Vec<Run>>, sex: Option<SexChromosomes>) -> Self {
        let autosomes: Vec<(u8, Option<u8>)> = runs
            .iter()
            .filter(|(chromosome, _)| chromosome.is_autosome())
            .filter_map(|(chromosome, runs)| main_copies(*chromosome, runs))
            .collect();
        let far = |level: u8| autosomes.iter().map(|(total, _)| u32::from(total.abs_diff(level))).sum::<u32>();
        let mut level = 2;
        if autosomes.len() >= AUTOSOMES {
            for other in [1, 3, 4] {
                if far(other) < far(level) {
                    level = other;
                }
            }
        }
        let of_one_parent = autosomes.iter().filter(|copies| **copies == (2, Some(0))).count();
        let of_both = autosomes.iter().filter(|copies| **copies == (4, Some(2))).count();
        let is_doubled = autosomes.len() == 22 && of_one_parent >= OF_ONE_PARENT && of_one_parent + of_both == 22;
        Self { level: if is_doubled { 2 } else { level }, sex, is_doubled }
    }
    /// The same patient without any change.
    pub(super) fn inherited(&self) -> Self {
        Self { level: 2, is_doubled: false, ..self.clone() }
    }
    pub(super) fn is_doubled(&self) -> bool {
        self.is_doubled
    }
    /// Copies of a chromosome where nothing is gained or lost: of sex chromosomes in another ploidy X, XXY or XXX, XXYY or
    /// XXXX.
    pub(super) fn expected(&self, chromosome: Chromosome) -> u8 {
        let sex = self.sex.unwrap_or(SexChromosomes { x: 2, y: 0 });
        match (chromosome, self.level) {
            (Chromosome::X, 2) => sex.x,
            (Chromosome::Y, 2) => sex.y,
            (Chromosome::X, level) if sex.y > 0 => level - level / 2,
            (Chromosome::Y, level) if sex.y > 0 => level / 2,
            (Chromosome::Y, _) => 0,
            (_, level) => level,
        }
    }
    /// Chromosomes of a cell without gains and losses.
    pub(super) fn number(&self) -> u32 {
        let autosomes = u32::from(self.level) * 22;
        let sex = match self.sex {
            Some(_) => [Chromosome::X, Chromosome::Y].map(|c| u32::from(self.expected(c))).iter().sum(),
            None => u32::from(self.level),
        };
        autosomes + sex
    }
    /// X and Y of a cell without gains and losses; none where they were not seen.
    pub(super) fn sex_chromosomes(&self) -> Option<(usize, usize)> {
        self.sex?;
        Some((usize::from(self.expected(Chromosome::X)), usize::from(self.expected(Chromosome::Y))))
    }
    pub(super) fn constitutional(&self) -> Option<Constitutional> {
        let sex = self.sex.filter(|_| self.level == 2)?;
        constitutional(sex.x, sex.y)
    }
    /// Inherited sex chromosomes as written.
    pub(super) fn sex_text(&self) -> String {
        self.sex.map_or_else(
            || "?".to_owned(),
            |sex| {
                let mut text = "X".repeat(usize::from(sex.x));
                text.push_str(&"Y".repeat(usize::from(sex.y)));
                if constitutional(sex.x, sex.y).is_some() {
                    text.push('c');
                }
                text
            },
        )
    }
    /// The level where a line must say it: any but the diploid one, and that where the number lies in another's range.
    ///
    /// RULE: ISCN 2024, near-ploidy ranges: 35 to 57 is near-diploid.
    pub(super) fn stated_level(&self, chromosomes: u32) -> Option<u8> {
        (self.level != 2 || !(35..=57).contains(&chromosomes)).then_some(self.level)
    }
    pub(super) fn stated_level_of_sequence(&self) -> Option<u8> {
        (self.level != 2).then_some(self.level)
    }

    /// The line of a complement that doubled: `50(25,X,+4,+21)×2`; none where it did not double, or not only.
    pub(super) fn doubled(&self, line: &CellLine) -> Option<CellLine> {
        if !self.is_doubled {
            return None;
        }
        // In pairs: what is there four times was gained before it doubled.
        let mut items: Vec<Item> = Vec::new();
        let mut odd = false;
        for chromosome in in_order().filter(|chromosome| chromosome.is_autosome()) {
            let of_it = |item: &&Item| item.change == Change::Whole(chromosome) && item.sign == Some(Sign::Gain);
            match line.items.iter().filter(of_it).count() {
                0 => {}
                2 => items.push(Item::new(Some(Sign::Gain), Change::Whole(chromosome))),
                _ => odd = true,
            }
        }
        odd |= line.items.iter().any(|item| !matches!(item.change, Change::Whole(_)));
        // What is there of X and Y in the end, in pairs.
        let copies = |chromosome: Chromosome| {
            let of_it = |sign| move |item: &&Item| item.change == Change::Whole(chromosome) && item.sign == Some(sign);
            let gained = line.items.iter().filter(of_it(Sign::Gain)).count();
            let lost = line.items.iter().filter(of_it(Sign::Loss)).count();
            (usize::from(self.expected(chromosome)) + gained).checked_sub(lost)
        };
        let (x, y) = (copies(Chromosome::X)?, copies(Chromosome::Y)?);
        odd |= self.sex.is_none() || x % 2 != 0 || y % 2 != 0 || x + y == 0;
        odd |= line.items.iter().any(|item| {
            item.sign == Some(Sign::Loss)
                && matches!(&item.change, Change::Whole(chromosome) if chromosome.is_autosome())
        });
        if odd {
            return None;
        }
        let mut sex = "X".repeat(x / 2);
        sex.push_str(&"Y".repeat(y / 2));
        let half = u32::try_from(22 + sex.len() + items.len()).ok()?;
        let base = Base::Doubled { modal: Modal { low: half, high: None, level: None }, chromosomes: sex, times: 2 };
        let modal = Modal { low: half * 2, high: None, level: None };
        Some(CellLine { modal: Some(modal), base, items, ..line.clone() })
    }
}
