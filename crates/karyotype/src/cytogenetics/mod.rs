//! The lesions that guidelines ask for, from a karyotype.
//!
//! Present where a clone plainly has it, or a hybridisation behind the karyotype. Where something was not read that may hold it, or
//! the notation leaves it open, what is not seen is not assessable; it is absent only where everything that could tell it was
//! understood.

use std::collections::BTreeMap;

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed},
};

mod extent;
mod ledger;
pub(crate) mod losses;
mod ploidy;
mod rearrangements;
mod unread;

pub(crate) use extent::Extent;
pub(crate) use ledger::{Ledger, Seen};
use losses::losses;
use ploidy::ploidy;
use rearrangements::{Told, told_by};

use crate::{
    clones::{CellClone, clonal, clones, seen_twice, sex_chromosome_in_doubt},
    complex::{ComplexDefinition, complex, hyperdiploid},
    count::{CountScheme, count},
    karyotype::{Arm, Change, Chromosome, Item, Karyotype, Sign, Structural, Symbol},
    monosomal::{MonosomalPolicy, monosomal},
    read::{Reading, Warning},
};

/// Why a lesion is not assessable that was seen in too few cells: a key of the message catalogue.
const TOO_FEW_CELLS: &str = "iscn.too_few_cells";

impl Reading {
    /// The lesions, of a reading that knows what it lost: where it is partial, what was not seen is not assessable.
    pub fn cytogenetics(&self) -> CytogeneticFindings {
        self.looked().map_or_else(nothing_read, |looked| looked.findings())
    }
    /// Whether the karyotype is complex under another definition than that of ELN 2022.
    pub fn complex_karyotype(&self, definition: &ComplexDefinition) -> LesionFinding {
        self.looked().map_or(Finding::unknown(NotAssessed::InputUnclear), |looked| looked.complex(definition))
    }
    /// Whether the karyotype is complex, where other methods have looked for the rearrangements that keep one from counting as
    /// complex: one that they show does so as one of the bands does, and where they exclude one, a doubt of the bands about it is
    /// none.
    ///
    /// RULE: ELN 2022 Table 6, footnote f, and ELN 2017: "in the absence of other class-defining recurring *genetic* abnormalities":
    /// by whatever method they are seen. One that the bands show plainly stays, whatever another method says.
    ///
    /// ```
    /// use marv_karyotype::{ComplexDefinition, Karyotype};
    /// use marv_model::{
    ///     cytogenetics::{CytogeneticFindings, Lesion},
    ///     finding::{Finding, Status},
    /// };
    ///
    /// let reading = Karyotype::read("49,XX,+8,del(11)(q23),+19,+21[20]");
    /// let mut fish = CytogeneticFindings::unknown();
    /// fish.set(Lesion::Kmt2aOther, Finding::present(vec!["FISH".to_owned()]));
    /// let eln = &ComplexDefinition::ELN_2022;
    /// assert_eq!(reading.complex_karyotype(eln).status(), Status::Present);
    /// assert_eq!(reading.complex_karyotype_beside(eln, &fish).status(), Status::Absent);
    /// ```
    pub fn complex_karyotype_beside(
        &self,
        definition: &ComplexDefinition,
        others: &CytogeneticFindings,
    ) -> LesionFinding {
        let looked = Looked::beside(&self.karyotype, &self.warnings, Some((others, definition.class_defining)));
        looked.map_or(Finding::unknown(NotAssessed::InputUnclear), |looked| looked.complex(definition))
    }
    pub(crate) fn looked(&self) -> Option<Looked> {
        Looked::at(&self.karyotype, &self.warnings)
    }
}

/// The lesions of a karyotype. Use [`Reading::cytogenetics`] for text: it also knows what the reading lost.
pub fn cytogenetics(karyotype: &Karyotype) -> CytogeneticFindings {
    Looked::at(karyotype, &[]).map_or_else(nothing_read, |looked| looked.findings())
}

pub(crate) fn nothing_read() -> CytogeneticFindings {
    CytogeneticFindings::not_assessable(&NotAssessed::InputUnclear)
}

/// The abnormalities counted for ELN and ICC: events over all clones.
///
/// METHOD: the guidelines say "unrelated abnormalities" and no more; one an item, one over all clones that share it, with
/// what is one event counted once. Clonal items only.
pub fn abnormalities(karyotype: &Karyotype) -> u32 {
    count(&clonal(&clones(karyotype)), CountScheme::Events)
}

/// Fewer cells than these cannot exclude a clone.
const FEW_CELLS: u32 = 10;

/// What is seen in a karyotype, clonal and in any cell, before anything is called absent.
pub(crate) struct Looked {
    /// The clones with their clonal items.
    pub(crate) clonal: Vec<CellClone>,
    /// And with every item.
    pub(crate) all: Vec<CellClone>,
    pub(crate) extent: Extent,
    pub(crate) seen: Ledger,
    pub(crate) in_any_cell: Ledger,
}

impl Looked {
    /// None where there is no clone at all.
    pub(crate) fn at(karyotype: &Karyotype, warnings: &[Warning]) -> Option<Self> {
        Self::beside(karyotype, warnings, None)
    }
    /// With what other methods answered of some lesions.
    fn beside(
        karyotype: &Karyotype,
        warnings: &[Warning],
        others: Option<(&CytogeneticFindings, &[Lesion])>,
    ) -> Option<Self> {
        let all = clones(karyotype);
        if all.is_empty() {
            return None;
        }
        let mut extent = Extent::of(karyotype, warnings);
        if let Some((others, lesions)) = others {
            extent.beside(others, lesions);
        }
        let clonal = clonal(&all);
        let mut seen = seen_in(&clonal, &extent);
        let in_any_cell = if clonal == all { seen.clone() } else { seen_in(&all, &extent) };
        if sex_chromosome_in_doubt(karyotype) {
            seen.perhaps(Lesion::AnyAbnormality);
            seen.perhaps(Lesion::LossY);
        }
        Some(Self { clonal, all, extent, seen, in_any_cell })
    }
    /// Whether it is complex under a definition.
    pub(crate) fn complex(&self, definition: &ComplexDefinition) -> LesionFinding {
        let here = complex(&self.clonal, &self.extent, definition, &self.seen);
        // RULE: ISCN 2024, clonality: only what is clonal is counted, so that what enough cells show to be in one of them alone
        // leaves no doubt about the number. A loss in two cells, one short of a clone, does.
        let perhaps = if self.clonal == self.all {
            None
        } else if self.few_cells() {
            complex(&self.all, &self.extent, definition, &self.in_any_cell)
        } else {
            let twice = seen_twice(&self.all);
            let seen = seen_in(&twice, &self.extent);
            complex(&twice, &self.extent, definition, &seen)
        };
        self.finding(Lesion::ComplexKaryotype, here.as_ref(), perhaps.is_some())
    }
    /// Whether so few cells were looked at, or nobody knows how many, that what was seen in too few of them may be a clone.
    pub(crate) fn few_cells(&self) -> bool {
        let cells: Option<u32> =
            self.all.iter().map(|clone| clone.cells).try_fold(0u32, |sum, cells| Some(sum.saturating_add(cells?)));
        cells.is_none_or(|cells| cells < FEW_CELLS)
    }
    pub(crate) fn findings(&self) -> CytogeneticFindings {
        let mut findings = CytogeneticFindings::unknown();
        for lesion in Lesion::ALL.iter().copied() {
            let finding = if lesion == Lesion::ComplexKaryotype {
                self.complex(&ComplexDefinition::ELN_2022)
            } else {
                self.finding(lesion, self.seen.get(lesion), self.in_any_cell.get(lesion).is_some())
            };
            findings.set(lesion, finding);
        }
        findings
    }
    fn finding(&self, lesion: Lesion, seen: Option<&Seen>, in_any_cell: bool) -> LesionFinding {
        match seen {
            Some(seen) if !seen.plainly.is_empty() => Finding::present(seen.plainly.clone()),
            Some(seen) if seen.perhaps => Finding::unknown(NotAssessed::InputUnclear),
            // Seen, in too few cells to be called clonal: neither there nor excluded, until another method has looked.
            _ if in_any_cell => Finding::unknown(NotAssessed::Other(TOO_FEW_CELLS.to_owned())),
            _ if self.extent.leaves_open(lesion) => Finding::unknown(NotAssessed::InputUnclear),
            // Banding does not show it: not to be named says nothing.
            _ if !lesion.seen_by_banding() => Finding::unknown(NotAssessed::NotExamined),
            _ => Finding::absent(),
        }
    }
}

fn seen_in(clones: &[CellClone], extent: &Extent) -> Ledger {
    let mut ledger = Ledger(BTreeMap::new());
    for clone in clones {
        rearrangements(clone, &mut ledger);
        losses(clone, &mut ledger);
        for item in &clone.items {
            ledger.plainly(Lesion::AnyAbnormality, item);
        }
        // A whole complement more or less is an abnormality without an item; like a gain it is clonal from two cells.
        if clone.level != 2 && clone.cells.is_none_or(|cells| cells >= 2) {
            ledger.plainly(Lesion::AnyAbnormality, &format!("<{}n>", clone.level));
        }
    }
    for (lesion, text) in &extent.hybridised {
        ledger.plainly(*lesion, text);
    }
    for lesion in &extent.perhaps_hybridised {
        ledger.perhaps(*lesion);
    }
    for lesion in &extent.excluded {
        ledger.settle(*lesion);
    }
    for clone in clones {
        monosomal(clone, extent, &MonosomalPolicy::BREEMS_2008, &mut ledger);
    }
    ploidy(clones, &mut ledger);
    hyperdiploid(clones, extent, &mut ledger);
    isolated_5q(clones, extent, &mut ledger);
    ledger
}

fn rearrangements(clone: &CellClone, ledger: &mut Ledger) {
    for item in clone.items.iter().filter(|item| item.sign != Some(Sign::Loss)) {
        for (lesion, told) in told_by(item) {
            match told {
                Told::Plainly => ledger.plainly(lesion, item),
                Told::Perhaps => ledger.perhaps(lesion),
            }
        }
        if let Some(alternative) = &item.alternative {
            for (lesion, _) in told_by(alternative) {
                ledger.perhaps(lesion);
            }
        }
    }
}

/// Whether clones tell of a lesion, plainly or perhaps.
pub(crate) fn tells(clones: &[CellClone], lesion: Lesion) -> bool {
    told_in(clones).get(lesion).is_some()
}

/// Whether clones tell of a lesion without a doubt.
pub(crate) fn tells_plainly(clones: &[CellClone], lesion: Lesion) -> bool {
    told_in(clones).has(lesion)
}

fn told_in(clones: &[CellClone]) -> Ledger {
    let mut ledger = Ledger(BTreeMap::new());
    for clone in clones {
        rearrangements(clone, &mut ledger);
        losses(clone, &mut ledger);
    }
    ledger
}

pub(crate) fn is_certain(item: &Item) -> bool {
    !item.questioned && item.alternative.is_none()
}

pub(super) fn changes(item: &Item) -> Vec<&Structural> {
    match &item.change {
        Change::Structural { head, made_by } => std::iter::once(head).chain(made_by).collect(),
        _ => Vec::new(),
    }
}

/// RULE: ICC 2022 and WHO 5, MDS with del(5q): a deletion of 5q alone, or with one other abnormality that is not −7 or
/// del(7q).
fn isolated_5q(clones: &[CellClone], extent: &Extent, ledger: &mut Ledger) {
    let five = Chromosome::Autosome(5);
    let deleted = |item: &&Item| {
        changes(item).iter().any(|change| {
            change.symbol == Symbol::Del && change.chromosomes == [five] && losses::breaks_in_arm(change, five, Arm::Q)
        }) && item.sign.is_none()
    };
    let Some(item) = clones.iter().flat_map(|clone| &clone.items).find(deleted) else { return };
    if count(clones, CountScheme::Events) > 2 || ledger.has(Lesion::Monosomy7) || ledger.has(Lesion::Loss7q) {
        return;
    }
    let sure =
        extent.whole() && is_certain(item) && !ledger.in_doubt(Lesion::Monosomy7) && !ledger.in_doubt(Lesion::Loss7q);
    if sure { ledger.plainly(Lesion::Isolated5q, item) } else { ledger.perhaps(Lesion::Isolated5q) }
}
