//! The lesions that guidelines ask for, from a karyotype.
//!
//! Present where a clone plainly has it. Where something of the karyotype was not read, or the notation leaves it open,
//! what is not seen is not assessable; it is absent only where everything was understood.

use std::collections::BTreeMap;

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion, LesionFinding},
    finding::{Finding, NotAssessed},
};

use crate::{
    class_defining::{Told, told_by},
    clones::{CellClone, clonal, clones},
    complex::{ComplexDefinition, complex},
    count::{CountScheme, count},
    karyotype::{Arm, Base, CellLine, Change, Chromosome, Item, Karyotype, Place, Sign, Structural},
    monosomal::{MonosomalPolicy, monosomal},
    projection::{BreakIn17p13, CENTROMERE, Projection},
    read::{Fidelity, Reading},
};

const FIVE: Chromosome = Chromosome::Autosome(5);
const SEVEN: Chromosome = Chromosome::Autosome(7);
const SEVENTEEN: Chromosome = Chromosome::Autosome(17);
const END: f64 = 100.0;
/// 17p13.1, on the line of [`crate::projection`].
const TP53: (f64, f64) = (-13.15, -13.05);

/// Why a lesion is not assessable that was seen in too few cells: a key of the message catalogue.
const TOO_FEW_CELLS: &str = "iscn.too_few_cells";

impl Reading {
    /// The lesions, of a reading that knows what it lost: where it is partial, what was not seen is not assessable.
    pub fn cytogenetics(&self) -> CytogeneticFindings {
        judged(&self.karyotype, self.whole(), &ComplexDefinition::ELN_2022)
    }
    /// Whether the karyotype is complex under another definition than that of ELN 2022.
    pub fn complex_karyotype(&self, definition: &ComplexDefinition) -> LesionFinding {
        judged(&self.karyotype, self.whole(), definition).get(Lesion::ComplexKaryotype)
    }
    fn whole(&self) -> bool {
        matches!(self.fidelity, Fidelity::Exact | Fidelity::Repaired)
    }
}

/// The lesions of a karyotype. Use [`Reading::cytogenetics`] for text: it also knows what the reading lost.
pub fn cytogenetics(karyotype: &Karyotype) -> CytogeneticFindings {
    judged(karyotype, karyotype.other_technique.is_none(), &ComplexDefinition::ELN_2022)
}

/// The abnormalities counted for ELN and ICC: events over all clones.
///
/// METHOD: the guidelines say "unrelated abnormalities" and no more; one an item, one over all clones that share it, with
/// what is one event counted once. Clonal items only.
pub fn abnormalities(karyotype: &Karyotype) -> u32 {
    count(&clonal(&clones(karyotype)), CountScheme::Events)
}

#[derive(Default)]
pub(crate) struct Seen {
    plainly: Vec<String>,
    perhaps: bool,
}

/// What was seen of each lesion.
pub(crate) struct Ledger(BTreeMap<Lesion, Seen>);

impl Ledger {
    pub(crate) fn plainly(&mut self, lesion: Lesion, item: &impl ToString) {
        let seen = self.0.entry(lesion).or_default();
        let text = item.to_string();
        if !seen.plainly.contains(&text) {
            seen.plainly.push(text);
        }
    }
    pub(crate) fn perhaps(&mut self, lesion: Lesion) {
        self.0.entry(lesion).or_default().perhaps = true;
    }
    pub(crate) fn in_doubt(&self, lesion: Lesion) -> bool {
        !self.has(lesion) && self.0.get(&lesion).is_some_and(|seen| seen.perhaps)
    }
    pub(crate) fn has(&self, lesion: Lesion) -> bool {
        self.0.get(&lesion).is_some_and(|seen| !seen.plainly.is_empty())
    }
}

fn judged(karyotype: &Karyotype, understood: bool, definition: &ComplexDefinition) -> CytogeneticFindings {
    let all = clones(karyotype);
    if all.is_empty() {
        return CytogeneticFindings::not_assessable(&NotAssessed::InputUnclear);
    }
    let unread = karyotype
        .lines
        .iter()
        .filter(|line| !line.non_clonal)
        .flat_map(|line| &line.items)
        .any(|item| matches!(item.change, Change::Unread(_)));
    let understood = understood && !unread;
    let complete = understood && all.iter().all(|clone| !clone.incomplete);
    let mut clonal = seen_in(&clonal(&all), Extent { understood, complete }, definition);
    let in_any_cell = seen_in(&all, Extent { understood, complete }, definition);
    if karyotype.lines.iter().any(one_sex_chromosome_unexplained) {
        clonal.perhaps(Lesion::AnyAbnormality);
    }
    let mut findings = CytogeneticFindings::unknown();
    for lesion in Lesion::ALL.iter().copied() {
        // The reader does not look for the later ones yet.
        if lesion > Lesion::AnyAbnormality {
            findings.set(lesion, Finding::unknown(NotAssessed::NotImplemented));
            continue;
        }
        let finding = match clonal.0.remove(&lesion) {
            Some(seen) if !seen.plainly.is_empty() => Finding::present(seen.plainly),
            Some(seen) if seen.perhaps => Finding::unknown(NotAssessed::InputUnclear),
            // Seen, in too few cells to be called clonal: neither there nor excluded, until another method has looked.
            _ if in_any_cell.0.contains_key(&lesion) => Finding::unknown(NotAssessed::Other(TOO_FEW_CELLS.to_owned())),
            _ if !complete => Finding::unknown(NotAssessed::InputUnclear),
            _ => Finding::absent(),
        };
        findings.set(lesion, finding);
    }
    findings
}

/// `45,X`: born with, or a sex chromosome lost that is not written as lost.
fn one_sex_chromosome_unexplained(line: &CellLine) -> bool {
    let Base::Sex { chromosomes, constitutional: None } = &line.base else { return false };
    let on_sex_chromosome = |item: &Item| match &item.change {
        Change::Whole(chromosome) => !chromosome.is_autosome(),
        _ => changes(item).iter().any(|change| change.chromosomes.iter().any(|c| !c.is_autosome())),
    };
    matches!(chromosomes.as_str(), "X" | "Y") && !line.non_clonal && !line.items.iter().any(on_sex_chromosome)
}

/// How much of the karyotype is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// No text was left unread. What was may tell of any rearrangement.
    pub(crate) understood: bool,
    /// And the laboratory lists everything: no `inc`. What `inc` leaves out may be any loss; a class-defining rearrangement
    /// would have been named.
    pub(crate) complete: bool,
}

fn seen_in(clones: &[CellClone], extent: Extent, definition: &ComplexDefinition) -> Ledger {
    let mut ledger = Ledger(BTreeMap::new());
    for clone in clones {
        rearrangements(clone, &mut ledger);
        losses(clone, &mut ledger);
        for item in &clone.items {
            ledger.plainly(Lesion::AnyAbnormality, item);
        }
    }
    for clone in clones {
        monosomal(clone, extent, &MonosomalPolicy::BREEMS_2008, &mut ledger);
    }
    complex(clones, extent, definition, &mut ledger);
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

/// Losses of 5q, 7 and 17p: by the copies that all items of the clone leave. Items in doubt count for what is perhaps.
fn losses(clone: &CellClone, ledger: &mut Ledger) {
    let certain =
        CellClone { items: clone.items.iter().filter(|item| is_certain(item)).cloned().collect(), ..clone.clone() };
    let sure = Projection::of(&certain, BreakIn17p13::Distal);
    let possible = Projection::of(clone, BreakIn17p13::Proximal);
    let items = |chromosome: Chromosome| {
        clone.items.iter().filter(|item| concerns(item, chromosome)).map(ToString::to_string).collect::<Vec<_>>()
    };
    let mut judge = |lesion: Lesion, chromosome: Chromosome, sure: bool, perhaps: bool| {
        if sure {
            for item in items(chromosome) {
                ledger.plainly(lesion, &item);
            }
        } else if perhaps {
            ledger.perhaps(lesion);
        }
    };
    // RULE: ELN 2022 Table 6, -5 or del(5q): any stretch of 5q with fewer copies than the ploidy level.
    let lost = |projection: &Projection, c, from, to| projection.lost_within(c, from, to);
    let five = |projection: &Projection| lost(projection, FIVE, CENTROMERE, END);
    judge(Lesion::Loss5q, FIVE, five(&sure), five(&possible) || possible.unclear(FIVE));

    // RULE: ELN 2022 Table 6, -7 is the whole chromosome: no chromosome with its centromere stands in for it. Against a
    // higher ploidy level half of the copies must be gone.
    let gone = |projection: &Projection| {
        let explicit = clone.items.iter().any(|i| i.sign == Some(Sign::Loss) && i.change == Change::Whole(SEVEN));
        explicit && projection.centromeres(SEVEN) * 2 <= projection.level()
    };
    judge(Lesion::Monosomy7, SEVEN, gone(&sure), gone(&possible));
    let seven = |projection: &Projection| !gone(projection) && lost(projection, SEVEN, CENTROMERE, END);
    judge(Lesion::Loss7q, SEVEN, seven(&sure), seven(&possible) || possible.unclear(SEVEN));

    let tp53 = |projection: &Projection| lost(projection, SEVENTEEN, TP53.0, TP53.1);
    judge(Lesion::Loss17p, SEVENTEEN, tp53(&sure), tp53(&possible) || possible.unclear(SEVENTEEN));
    // RULE: ELN 2022 Table 6, -17/abn(17p): a loss of 17p, or a structural change that breaks there.
    let short_arm = |projection: &Projection| lost(projection, SEVENTEEN, -END, -CENTROMERE);
    judge(Lesion::Abnormal17p, SEVENTEEN, short_arm(&sure), short_arm(&possible) || possible.unclear(SEVENTEEN));
    for item in clone.items.iter().filter(|item| breaks_in_17p(item)) {
        if is_certain(item) {
            ledger.plainly(Lesion::Abnormal17p, item);
        } else {
            ledger.perhaps(Lesion::Abnormal17p);
        }
    }
}

pub(crate) fn is_certain(item: &Item) -> bool {
    !item.questioned && item.alternative.is_none()
}

fn changes(item: &Item) -> Vec<&Structural> {
    match &item.change {
        Change::Structural { head, made_by } => std::iter::once(head).chain(made_by).collect(),
        _ => Vec::new(),
    }
}

fn concerns(item: &Item, chromosome: Chromosome) -> bool {
    match item.change {
        Change::Whole(whole) => whole == chromosome && item.sign == Some(Sign::Loss),
        _ => changes(item).iter().any(|change| change.chromosomes.contains(&chromosome)),
    }
}

fn breaks_in_17p(item: &Item) -> bool {
    changes(item).iter().any(|change| {
        change.chromosomes.iter().enumerate().any(|(group, chromosome)| {
            *chromosome == SEVENTEEN
                && change.breakpoints.get(group).is_some_and(|points| {
                    points.iter().any(|point| matches!(&point.place, Place::Band(Arm::P, band) if band != "10"))
                })
        })
    })
}
