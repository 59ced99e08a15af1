//! How much of a karyotype is known.

use std::collections::BTreeSet;

use marv_model::{
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::Finding,
};

use super::{
    rearrangements::needs,
    unread::{Chromosomes, Unread, is_one_cell_of_many, without_sign},
};
use crate::{
    clones::clones,
    in_situ::{InSitu, Meaning, meaning},
    karyotype::{CellLine, Change, Chromosome, Karyotype},
    read::{Warning, WarningKind},
};

/// How much of a karyotype is known, and what stands behind it of another technique.
#[derive(Debug, Clone)]
pub(crate) struct Extent {
    /// What was left unread.
    unread: Unread,
    /// Of it, so many are abnormalities whatever was meant: chromosomes whose sign is lost.
    without_sign: u32,
    /// The laboratory lists everything: no `inc`. What `inc` leaves out may be any loss; a class-defining rearrangement would
    /// have been named.
    listed: bool,
    /// Or what it leaves out is in one cell of many, and adds to no count.
    listed_of_clones: bool,
    /// Lesions that hybridisation or another method shows, with its text.
    pub(super) hybridised: Vec<(Lesion, String)>,
    /// And those that it leaves open.
    pub(super) perhaps_hybridised: Vec<Lesion>,
    /// Lesions that other methods exclude: a doubt of the bands is none.
    pub(super) excluded: BTreeSet<Lesion>,
}

impl Extent {
    pub(super) fn of(karyotype: &Karyotype, warnings: &[Warning]) -> Self {
        let all_listed = listed(karyotype, false);
        let mut extent = Self {
            unread: Unread::items(karyotype),
            without_sign: without_sign(karyotype),
            listed: all_listed,
            listed_of_clones: all_listed || is_one_cell_of_many(karyotype, leaves_out) && listed(karyotype, true),
            hybridised: Vec::new(),
            perhaps_hybridised: Vec::new(),
            excluded: BTreeSet::new(),
        };
        for warning in warnings {
            let unread = match warning.kind {
                WarningKind::UnreadLine | WarningKind::LeadingText => Unread::text(&warning.text),
                WarningKind::Truncated => Unread::text(""),
                _ => continue,
            };
            extent.leave(unread);
        }
        if let Some(text) = &karyotype.other_technique {
            extent.hybridise(text);
        }
        extent
    }
    /// What other methods answered of these lesions.
    pub(super) fn beside(&mut self, others: &CytogeneticFindings, lesions: &[Lesion]) {
        for lesion in lesions {
            match others.get(*lesion) {
                Finding::Present { evidence } => self.hybridised.push((*lesion, evidence.join(", "))),
                Finding::Absent { .. } => _ = self.excluded.insert(*lesion),
                Finding::NotAssessable { .. } => {}
            }
        }
    }
    fn leave(&mut self, unread: Unread) {
        self.unread = std::mem::replace(&mut self.unread, Unread::nothing()).and(unread);
    }
    /// What a hybridisation says beside the metaphases.
    fn hybridise(&mut self, text: &str) {
        let Some(all) = InSitu::read_all(text) else { return self.leave(Unread::of_another_technique()) };
        for one in &all {
            match meaning(one) {
                Meaning::Normal => {}
                Meaning::Other => self.leave(Unread::of_another_technique()),
                Meaning::Shows(lesions) => {
                    for (lesion, plainly) in lesions {
                        if plainly {
                            self.hybridised.push((lesion, one.text.clone()));
                        } else {
                            self.perhaps_hybridised.push(lesion);
                        }
                    }
                    // An abnormality that metaphases need not show.
                    self.perhaps_hybridised.push(Lesion::AnyAbnormality);
                }
            }
        }
    }
    /// Every abnormality of the metaphases is listed and was read.
    pub(crate) fn complete(&self) -> bool {
        self.more() == Some(0)
    }
    /// And nothing of another technique was left unread.
    pub(crate) fn whole(&self) -> bool {
        self.listed && self.unread == Unread::nothing()
    }
    /// At most so many abnormalities may stand beside those that were read; none: any number.
    pub(crate) fn more(&self) -> Option<u32> {
        self.unread.more.filter(|_| self.listed_of_clones)
    }
    /// At least so many stand beside those that were read.
    pub(crate) fn surely_more(&self) -> u32 {
        self.more().map_or(self.without_sign, |more| more.min(self.without_sign))
    }
    /// Whether what was not read may tell of a lesion.
    pub(crate) fn may_tell(&self, lesion: Lesion) -> bool {
        if self.unread == Unread::nothing() || self.excluded.contains(&lesion) {
            return false;
        }
        let Chromosomes::These(named) = &self.unread.of else { return true };
        // A gene with any partner is joined with another chromosome, which the text would name too.
        if matches!(lesion, Lesion::Kmt2aOther | Lesion::RaraOther) && named.len() < 2 {
            return false;
        }
        let has = |number: &u8| Chromosome::autosome(*number).is_some_and(|one| named.contains(&one));
        needs(lesion).is_none_or(|ways| ways.iter().any(|way| way.iter().all(has)))
    }
    /// Whether a hybridisation or another method shows a lesion.
    pub(crate) fn shown_elsewhere(&self, lesion: Lesion) -> bool {
        self.hybridised.iter().any(|(shown, _)| *shown == lesion)
    }
    /// Whether a lesion that was not seen is not excluded either.
    pub(crate) fn leaves_open(&self, lesion: Lesion) -> bool {
        match lesion {
            // RULE: these are counted on metaphases: no other technique adds to them. `complex` works out for itself what is open.
            Lesion::ComplexKaryotype => false,
            Lesion::MonosomalKaryotype | Lesion::HyperdiploidTrisomies => !self.complete(),
            _ => !self.listed || self.may_tell(lesion),
        }
    }
}

/// Whether a line says that more is there than it lists.
fn leaves_out(line: &CellLine) -> bool {
    line.items.iter().any(|item| matches!(item.change, Change::Incomplete))
}

/// Whether the laboratory lists everything that it saw, `inc` aside where that is asked.
fn listed(karyotype: &Karyotype, incomplete_aside: bool) -> bool {
    let mut read = karyotype.clone();
    for line in &mut read.lines {
        line.items.retain(|item| match item.change {
            Change::Unread(_) => false,
            Change::Incomplete => !incomplete_aside,
            _ => true,
        });
    }
    clones(&read).iter().all(|clone| !clone.incomplete)
}
