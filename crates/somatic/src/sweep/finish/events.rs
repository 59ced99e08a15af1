//! Insertions, deletions and whatever else is judged by haplotypes: who proposes them, and the full look at each.

use std::collections::BTreeMap;

use marv_model::{
    call::Forced,
    tandem::TandemDuplication,
    variant::{SmallVariant, VariantKind},
};

use super::{Finish, Pending};
use crate::{
    sweep::{
        fragment::{Fragments, size},
        germline::{self, Reads},
        haplotype::{Haplotype, left_aligned},
        inherited::Inherited,
        rivals::{self, Rival, Rivals},
        sample::SampleSweep,
    },
    tandem::{clips, count::Junction},
};

/// Other duplications that a read may carry instead, those with the most reads.
const RIVAL_JUNCTIONS: usize = 6;

/// Changes of length that are looked at when a single alignment shows them: of shorter ones most are errors, of these a
/// second read that ends in it, clipped or with mismatches, is often there.
fn long(variant: &SmallVariant) -> bool {
    variant.length_change().unsigned_abs() >= 3
}

impl Finish<'_> {
    /// Reads of each distinct left-aligned insertion or deletion of a sample's alignments.
    pub(super) fn indel_reads(&self, sample: &SampleSweep) -> BTreeMap<SmallVariant, u32> {
        let letters = sample.reference.letters();
        let mut seen: Vec<_> = sample.indels.iter().collect();
        seen.sort_unstable();
        let mut reads = BTreeMap::new();
        for run in seen.chunk_by(|a, b| a == b) {
            let indel = run[0];
            let from = indel.anchor as usize;
            let Some(reference) = letters.get(from..=from + indel.deleted as usize) else { continue };
            if reference.contains(&b'N') {
                continue;
            }
            let alternate = [&reference[..1], &indel.inserted].concat();
            let position = sample.window_start + indel.anchor;
            if let Ok(variant) = SmallVariant::new(self.region.contig(), position, reference, alternate) {
                *reads.entry(left_aligned(&variant, letters, sample.window_start)).or_default() += size(run.len());
            }
        }
        reads
    }

    /// Insertions, deletions and whatever else is judged by haplotypes.
    pub(super) fn events(&mut self) -> Vec<Pending> {
        let sweep = self.sweep;
        let (tumour, config) = (&sweep.tumour, &sweep.config);
        let letters = tumour.reference.letters();
        let seen = self.indel_reads(tumour);
        let in_normal = self.normal().map(|normal| self.indel_reads(normal)).unwrap_or_default();
        self.count_repeats([&seen, &in_normal]);
        let inherited = Inherited::new(tumour, self.normal(), &in_normal);
        let seen = inherited.apart(seen);
        let mut proposed: BTreeMap<SmallVariant, u32> = seen
            .iter()
            .filter(|(variant, reads)| {
                let enough =
                    **reads >= config.min_alternate_reads || (long(variant) && !rivals::beside(variant, &seen));
                enough && !rivals::misread(variant, **reads, &seen, letters, tumour.window_start)
            })
            .map(|(variant, reads)| (variant.clone(), *reads))
            .collect();
        clips::propose(tumour, self.region.contig(), config, &mut proposed);
        let misread: Vec<SmallVariant> = proposed
            .iter()
            .filter(|(variant, reads)| rivals::misread(variant, **reads, &proposed, letters, tumour.window_start))
            .map(|(variant, _)| variant.clone())
            .collect();
        for variant in &misread {
            proposed.remove(variant);
        }
        let mut wanted: BTreeMap<SmallVariant, Option<Forced>> =
            proposed.keys().map(|variant| (variant.clone(), None)).collect();
        let haplotypes = Rivals::new(&seen, tumour);
        for forced in sweep.forced.iter().filter(|f| f.variant.kind() != VariantKind::Snv) {
            wanted.insert(left_aligned(&forced.variant, letters, tumour.window_start), Some(forced.why));
        }
        let mut pending = Vec::new();
        for (variant, forced) in wanted {
            if !(self.zone.0..self.zone.1).contains(&variant.position()) {
                continue;
            }
            let junction = Junction::new(&variant, letters, tumour.window_start);
            let judged = if let Some(junction) = junction {
                let rivals = self.rival_junctions(&variant, &proposed);
                self.look_at_tandem(variant, &junction, &rivals, forced)
            } else {
                let rivals = haplotypes.of(&variant, &inherited.bases(&variant));
                self.look_at_event(variant, &rivals, forced)
            };
            pending.extend(judged);
        }
        self.inherited = inherited;
        (self.seen, self.proposed) = (seen, proposed);
        pending
    }

    /// Other duplications near by, those that more reads propose first, and whether they come before this one.
    pub(super) fn rival_junctions(
        &self,
        variant: &SmallVariant,
        proposed: &BTreeMap<SmallVariant, u32>,
    ) -> Vec<(Junction, bool)> {
        let tumour = &self.sweep.tumour;
        let reach = self.sweep.config.max_tandem;
        let rank = |variant: &SmallVariant| std::cmp::Reverse(proposed.get(variant).copied().unwrap_or(0));
        let mut others: Vec<&SmallVariant> = proposed
            .keys()
            .filter(|other| *other != variant && other.position().abs_diff(variant.position()) <= reach)
            .collect();
        others.sort_by_key(|other| (rank(other), *other));
        let junction = |other: &SmallVariant| {
            let found = Junction::new(other, tumour.reference.letters(), tumour.window_start)?;
            Some((found, (rank(other), other) < (rank(variant), variant)))
        };
        others.into_iter().filter_map(junction).take(RIVAL_JUNCTIONS).collect()
    }

    /// A full look at a tandem duplication.
    pub(super) fn look_at_tandem(
        &mut self,
        variant: SmallVariant,
        junction: &Junction,
        rivals: &[(Junction, bool)],
        forced: Option<Forced>,
    ) -> Option<Pending> {
        let (sweep, normal) = (self.sweep, self.normal());
        let mut realigned = [Vec::new(), Vec::new()];
        let fragments = sweep.tumour.look_at_tandem(junction, rivals, &mut realigned[0], &mut self.room);
        if forced.is_none() && size(fragments.alternate_names().len()) < sweep.config.min_alternate_reads {
            return None;
        }
        let in_normal = normal.map(|n| n.look_at_tandem(junction, rivals, &mut realigned[1], &mut self.room));
        self.judged(variant, Some(junction.tandem.clone()), fragments, in_normal, realigned, forced)
    }

    /// A full look at an event; none when it does not earn being kept.
    pub(super) fn look_at_event(
        &mut self,
        variant: SmallVariant,
        rivals: &[Rival],
        forced: Option<Forced>,
    ) -> Option<Pending> {
        let (sweep, normal) = (self.sweep, self.normal());
        let haplotype = Haplotype::new(&variant, sweep.tumour.reference.letters(), sweep.tumour.window_start)?;
        let mut realigned = [Vec::new(), Vec::new()];
        let fragments = sweep.tumour.look_at_event(&haplotype, rivals, &mut realigned[0], &mut self.room);
        if forced.is_none() && size(fragments.alternate_names().len()) < sweep.config.min_alternate_reads {
            return None;
        }
        let in_normal = normal.map(|n| n.look_at_event(&haplotype, rivals, &mut realigned[1], &mut self.room));
        self.judged(variant, None, fragments, in_normal, realigned, forced)
    }

    /// What was looked at, kept or set aside.
    fn judged(
        &mut self,
        variant: SmallVariant,
        tandem: Option<TandemDuplication>,
        tumour: Fragments,
        normal: Option<Fragments>,
        mut realigned: [Vec<u32>; 2],
        forced: Option<Forced>,
    ) -> Option<Pending> {
        let sweep = self.sweep;
        self.realigned[0].append(&mut realigned[0]);
        self.realigned[1].append(&mut realigned[1]);
        let reads = |fragments: &Fragments| {
            let summary = fragments.evidence().summary;
            Reads { alternate: summary.alternate, depth: summary.depth() }
        };
        let n = normal.as_ref().map(reads).filter(|n| germline::in_normal(*n, &sweep.config));
        if let (Some(n), None) = (n, forced) {
            let t = reads(&tumour);
            if germline::is_plain(t, n, &sweep.config) {
                self.set_aside(variant, t, n);
                return None;
            }
        }
        let contested = n.is_some() && forced.is_none();
        let names = tumour.alternate_names();
        Some(Pending { variant, tandem, forced, contested, assembled: false, tumour, normal, names })
    }
}
