//! Monosomal karyotype (Breems, JCO 2008): two distinct autosomal monosomies, or one and a structural abnormality.

use marv_model::cytogenetics::Lesion;

use crate::{
    clones::{CellClone, clonal, clones},
    cytogenetics::{Extent, Ledger, is_certain},
    karyotype::{Change, Chromosome, Item, Sign},
    projection::{BreakIn17p13, Projection},
    read::Reading,
};

/// What counts where Breems 2008 is silent. Everywhere: X and Y do not count; monosomies are counted within one clone; a
/// chromosome lost against a higher ploidy level than two is no monosomy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonosomalPolicy {
    /// The name by which it is told.
    pub name: &'static str,
    /// A marker or a ring of unknown origin is the structural abnormality. Off: it may hold the very chromosome that is lost.
    pub markers_are_structural: bool,
    /// A lost chromosome that is there as a derivative (`-7,+der(7)`) is no monosomy.
    pub derivatives_keep: bool,
    /// A chromosome of which less than a pair of centromeres is left through a dicentric or whole-arm derivative counts as
    /// lost. Off: Breems counted written monosomies.
    pub joined_are_lost: bool,
}

impl MonosomalPolicy {
    // RULE: Breems 2008; ELN 2022 Table 6, footnote g.
    /// The default: written monosomies, derivatives keep, markers are not structural.
    pub const BREEMS_2008: Self =
        Self { name: "breems2008", markers_are_structural: false, derivatives_keep: true, joined_are_lost: false };
    /// As the default, with markers and rings of unknown origin as structural abnormalities.
    pub const MARKERS_STRUCTURAL: Self =
        Self { name: "breems2008_markers_structural", markers_are_structural: true, ..Self::BREEMS_2008 };
    /// Every written `-N`, whatever stands beside it.
    pub const EVERY_WRITTEN_LOSS: Self =
        Self { name: "breems2008_every_written_loss", derivatives_keep: false, ..Self::BREEMS_2008 };
    /// All, the default first.
    pub const ALL: [Self; 3] = [Self::BREEMS_2008, Self::MARKERS_STRUCTURAL, Self::EVERY_WRITTEN_LOSS];
}

/// What one clone has to make it monosomal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonosomalEvidence {
    /// The clone's place among the clones.
    pub clone: usize,
    /// Autosomes lost, each once.
    pub monosomies: Vec<Chromosome>,
    /// Structural abnormalities that count under the policy, as written.
    pub structural: Vec<String>,
    /// Markers and rings of unknown origin, which may hold what is called lost.
    pub markers: Vec<String>,
    /// The clone is a composite: no cell need have all of it.
    pub composite: bool,
}

impl MonosomalEvidence {
    /// Whether it makes the clone monosomal.
    pub fn is_monosomal(&self) -> bool {
        self.monosomies.len() >= 2 || self.monosomies.len() == 1 && !self.structural.is_empty()
    }
    /// Whether a marker stands beside a monosomy: sequencing may refute it.
    pub fn marker_beside_monosomy(&self) -> bool {
        !self.monosomies.is_empty() && !self.markers.is_empty()
    }
}

impl Reading {
    /// For each clone with an autosomal monosomy what it has, of clonal items, under a policy. That a
    /// core-binding-factor rearrangement keeps a karyotype from being monosomal is told by the lesion, not here.
    ///
    /// ```
    /// use marv_karyotype::{Karyotype, MonosomalPolicy};
    ///
    /// let reading = Karyotype::read("45,XX,-7,+mar,-18[12]/46,XX[8]");
    /// let evidence = reading.monosomal_evidence(&MonosomalPolicy::BREEMS_2008);
    /// assert!(evidence[0].is_monosomal() && evidence[0].marker_beside_monosomy());
    /// assert_eq!(evidence[0].monosomies.len(), 2);
    /// ```
    pub fn monosomal_evidence(&self, policy: &MonosomalPolicy) -> Vec<MonosomalEvidence> {
        clonal(&clones(&self.karyotype))
            .iter()
            .enumerate()
            .map(|(number, clone)| MonosomalEvidence { clone: number, ..evidence(clone, policy) })
            .filter(|evidence| !evidence.monosomies.is_empty())
            .collect()
    }
}

fn evidence(clone: &CellClone, policy: &MonosomalPolicy) -> MonosomalEvidence {
    let projection = Projection::of(clone, BreakIn17p13::Proximal);
    let diploid = projection.level() == 2;
    let written = |chromosome: Chromosome| {
        clone.items.iter().any(|item| item.sign == Some(Sign::Loss) && item.change == Change::Whole(chromosome))
    };
    // A loss made good by a gain written beside it is none; `-5,+5` cannot be meant.
    let kept = |chromosome: Chromosome| {
        let centromeres = projection.centromeres(chromosome);
        if policy.derivatives_keep { centromeres >= 2 } else { projection.normal_copies(chromosome) >= 2 }
    };
    let monosomies = (1..=22)
        .filter_map(Chromosome::autosome)
        .filter(|chromosome| {
            let lost = written(*chromosome) || policy.joined_are_lost;
            diploid && lost && !kept(*chromosome)
        })
        .collect();
    let is_marker = |item: &&Item| matches!(item.change, Change::Marker(_) | Change::Ring(_));
    let structural = clone
        .items
        .iter()
        .filter(|item| item.sign != Some(Sign::Loss))
        .filter(|item| {
            matches!(item.change, Change::Structural { .. }) || policy.markers_are_structural && is_marker(item)
        })
        .map(ToString::to_string)
        .collect();
    MonosomalEvidence {
        clone: 0,
        monosomies,
        structural,
        markers: clone.items.iter().filter(is_marker).map(ToString::to_string).collect(),
        composite: clone.composite,
    }
}

/// Whether a clone is monosomal, into the ledger. Needs the rearrangements there.
///
/// RULE: Breems 2008 (ELN 2022 Table 6, footnote g): not with a core-binding-factor rearrangement.
pub(crate) fn monosomal(clone: &CellClone, extent: &Extent, policy: &MonosomalPolicy, ledger: &mut Ledger) {
    let core_binding_factor = [Lesion::Runx1Runx1t1, Lesion::CbfbMyh11];
    let written = clone.items.iter().any(|item| item.sign == Some(Sign::Loss));
    if core_binding_factor.iter().any(|lesion| ledger.has(*lesion)) || !written && !policy.joined_are_lost {
        return;
    }
    let excluded = !core_binding_factor.iter().any(|lesion| extent.may_tell(*lesion) || ledger.in_doubt(*lesion));
    let certain =
        CellClone { items: clone.items.iter().filter(|item| is_certain(item)).cloned().collect(), ..clone.clone() };
    let sure = evidence(&certain, policy);
    if sure.is_monosomal() && excluded {
        for chromosome in &sure.monosomies {
            ledger.plainly(Lesion::MonosomalKaryotype, &format!("-{chromosome}"));
        }
        if sure.monosomies.len() == 1
            && let Some(first) = sure.structural.first()
        {
            ledger.plainly(Lesion::MonosomalKaryotype, first);
        }
    } else if sure.is_monosomal() || evidence(clone, policy).is_monosomal() {
        ledger.perhaps(Lesion::MonosomalKaryotype);
    }
}
