//! From reads to candidates: which loci earn a full look, and what it shows.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    call::Forced,
    genome::{Interval, Locus},
    tandem::TandemDuplication,
    variant::{SmallVariant, VariantKind},
};

use super::{
    ForcedAllele, PairSweep, ZONE,
    bins::{contamination_bin, homozygous_bin},
    event::EventRoom,
    fragment::{Fragments, size},
    germline::{self, Reads},
    haplotype::{Haplotype, left_aligned},
    join, panel,
    repeats::{count_slippage, repeat_at, tracts},
    rivals::{self, Rivals},
    sample::{SampleSweep, Tally},
};
use crate::{
    assembly, context,
    evidence::{Candidate, GermlineSite, RegionEvidence},
    likelihood::{errors::ErrorModel, explain::tumour_odds},
    statistics::PairStatistics,
    tandem::{clips, count::Junction},
};

const LETTERS: [u8; 4] = *b"ACGT";
/// Loci with fewer fragments than this in either sample are not counted as assessed.
const ASSESSED_DEPTH: i32 = 8;
/// Candidates this near to each other are asked whether they share fragments.
const PHASE_WITHIN: u32 = 100;
/// Bases between an assembled event and others that may be told by the same fragments.
const ASSEMBLED_WITHIN: u32 = 150;
/// Other duplications that a read may carry instead, those with the most reads.
const RIVAL_JUNCTIONS: usize = 6;

/// Changes of length that are looked at when a single alignment shows them: of shorter ones most are errors, of these a
/// second read that ends in it, clipped or with mismatches, is often there.
fn long(variant: &SmallVariant) -> bool {
    variant.length_change().unsigned_abs() >= 3
}

/// A locus that is being looked at.
struct Pending {
    variant: SmallVariant,
    tandem: Option<TandemDuplication>,
    forced: Option<Forced>,
    contested: bool,
    tumour: Fragments,
    normal: Option<Fragments>,
    names: Vec<u64>,
}

/// A single base that earned a look.
struct Wanted {
    position: u32,
    base: u8,
    why: Option<Forced>,
    contested: bool,
}

pub(super) struct Finish<'a> {
    sweep: &'a PairSweep,
    region: Interval,
    /// The region and [`ZONE`] around it, within the window.
    zone: (u32, u32),
    errors: ErrorModel,
    statistics: PairStatistics,
    /// What was set aside.
    germline: Vec<GermlineSite>,
    /// Reads (sorted) that fit an indel better than where they lie, tumour and normal.
    realigned: [Vec<u32>; 2],
    room: EventRoom,
    indices: Vec<u32>,
}

impl<'a> Finish<'a> {
    pub(super) fn new(sweep: &'a PairSweep, region: Interval) -> Self {
        let window_end = sweep.tumour.window_start + size(sweep.tumour.reference.letters().len());
        let zone = (
            region.start().saturating_sub(ZONE).max(sweep.tumour.window_start),
            region.end().saturating_add(ZONE).min(window_end),
        );
        Self {
            sweep,
            region,
            zone,
            errors: ErrorModel::default(),
            statistics: PairStatistics {
                tumour: sweep.tumour.statistics.clone(),
                normal: sweep.normal.statistics.clone(),
                ..PairStatistics::default()
            },
            germline: Vec::new(),
            realigned: [Vec::new(), Vec::new()],
            room: EventRoom::default(),
            indices: Vec::new(),
        }
    }

    fn normal(&self) -> Option<&'a SampleSweep> {
        self.sweep.with_normal.then_some(&self.sweep.normal)
    }

    pub(super) fn evidence(mut self) -> RegionEvidence {
        let empty = |sample: &SampleSweep| sample.store.reads.is_empty();
        if empty(&self.sweep.tumour) && empty(&self.sweep.normal) && self.sweep.forced.is_empty() {
            // Nothing to judge; what was measured still counts.
            self.count_loci();
            let panel = panel::depths(&self.sweep.panel, self.region, &self.sweep.tumour, self.normal());
            let (candidates, germline) = (Vec::new(), Vec::new());
            return RegionEvidence { region: self.region, statistics: self.statistics, candidates, germline, panel };
        }
        let mut pending = self.events();
        self.realigned.iter_mut().for_each(|reads| {
            reads.sort_unstable();
            reads.dedup();
        });
        self.single_bases(&mut pending);
        pending.sort_by(|a, b| a.variant.cmp(&b.variant));
        self.join(&mut pending);
        let candidates = self.candidates(&pending);
        self.count_loci();
        self.count_candidates(&candidates);
        let panel = panel::depths(&self.sweep.panel, self.region, &self.sweep.tumour, self.normal());
        let mut germline = self.germline;
        germline.sort_by(|a, b| a.variant.cmp(&b.variant));
        germline.dedup_by(|a, b| a.variant == b.variant);
        self.statistics.germline_sites = germline.len() as u64;
        RegionEvidence { region: self.region, statistics: self.statistics, candidates, germline, panel }
    }

    /// Reads of each distinct left-aligned insertion or deletion of a sample's alignments.
    fn indel_reads(&self, sample: &SampleSweep) -> BTreeMap<SmallVariant, u32> {
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
    fn events(&mut self) -> Vec<Pending> {
        let sweep = self.sweep;
        let (tumour, config) = (&sweep.tumour, &sweep.config);
        let letters = tumour.reference.letters();
        let seen = self.indel_reads(tumour);
        self.count_repeats(&seen);
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
        let assembled = config.assemble.then(|| assembly::propose(tumour, self.normal(), self.region.contig()));
        let assembled: BTreeSet<SmallVariant> =
            assembled.unwrap_or_default().into_keys().filter(|variant| !proposed.contains_key(variant)).collect();
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
                let rivals = haplotypes.of(&variant);
                self.look_at_event(variant, &rivals, forced)
            };
            pending.extend(judged);
        }
        for variant in assembled {
            if (self.zone.0..self.zone.1).contains(&variant.position()) {
                self.look_at_assembled(variant, &mut pending);
            }
        }
        pending
    }

    /// A full look at what assembly proposes beside the alignments.
    ///
    /// METHOD: it comes in where no event near by, and no other place's assembly, tells half of its fragments: of two
    /// accounts of the same fragments the alignments' stays.
    fn look_at_assembled(&mut self, variant: SmallVariant, pending: &mut Vec<Pending>) {
        let reach = ASSEMBLED_WITHIN + size(variant.reference().len());
        let position = variant.position();
        let kept = self.realigned.each_ref().map(Vec::len);
        let event = self.look_at_event(variant, &[], None).filter(|event| {
            let near = |other: &&Pending| other.variant.position().abs_diff(position) <= reach;
            let told = |other: &Pending| 2 * join::shared(&event.names, &other.names) >= event.names.len();
            !pending.iter().filter(near).any(told)
        });
        match event {
            Some(event) => pending.push(event),
            None => self.forget(kept),
        }
    }

    /// Takes back reads that were noted as realigned since.
    fn forget(&mut self, kept: [usize; 2]) {
        for (reads, kept) in self.realigned.iter_mut().zip(kept) {
            reads.truncate(kept);
        }
    }

    /// Other duplications near by, those that more reads propose first, and whether they come before this one.
    fn rival_junctions(&self, variant: &SmallVariant, proposed: &BTreeMap<SmallVariant, u32>) -> Vec<(Junction, bool)> {
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
    fn look_at_tandem(
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
    fn look_at_event(
        &mut self,
        variant: SmallVariant,
        rivals: &[Haplotype],
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
        Some(Pending { variant, tandem, forced, contested, tumour, normal, names })
    }

    /// Keeps what is plainly inherited, of the region's own loci, as a count.
    fn set_aside(&mut self, variant: SmallVariant, tumour: Reads, normal: Reads) {
        if self.region.contains(variant.locus()) {
            let pair = |reads: Reads| [reads.alternate, reads.depth];
            self.germline.push(GermlineSite { variant, tumour: pair(tumour), normal: pair(normal) });
        }
    }

    /// Single bases that differ.
    fn single_bases(&mut self, pending: &mut Vec<Pending>) {
        let sweep = self.sweep;
        let (tumour, config) = (&sweep.tumour, &sweep.config);
        let start = tumour.window_start;
        let forced: BTreeMap<(u32, u8), Forced> = sweep
            .forced
            .iter()
            .filter(|f| f.variant.kind() == VariantKind::Snv)
            .map(|f| ((f.variant.position(), f.variant.alternate()[0]), f.why))
            .collect();
        let mut wanted: Vec<Wanted> = forced
            .iter()
            .map(|((position, base), why)| Wanted {
                position: *position,
                base: *base,
                why: Some(*why),
                contested: false,
            })
            .collect();
        let none = [Tally::default(); 4];
        let mut busy: Vec<u32> =
            tumour.busy.iter().chain(self.normal().map_or(&[][..], |n| &n.busy)).copied().collect();
        busy.sort_unstable();
        busy.dedup();
        for offset in busy {
            let (at, position) = (offset as usize, start + offset);
            if !(self.zone.0..self.zone.1).contains(&position) {
                continue;
            }
            let in_normal = if sweep.with_normal { &sweep.normal.tallies[at] } else { &none };
            for (column, (t, n)) in tumour.tallies[at].iter().zip(in_normal).enumerate() {
                let depth = |sample: &SampleSweep| u32::try_from(sample.depth[at]).unwrap_or(0);
                let in_tumour = Reads { alternate: t.reads(), depth: depth(tumour) };
                let in_normal = Reads { alternate: n.reads(), depth: depth(&sweep.normal) };
                let inherited = n.reads() > 0 && germline::in_normal(in_normal, config);
                if inherited
                    && self.region.contains(Locus::new(self.region.contig(), position))
                    && in_normal.alternate * 10 >= in_normal.depth * 9
                    && in_tumour.depth >= config.germline_depth
                {
                    self.statistics.identity[usize::from(t.reads() * 10 < in_tumour.depth * 8)] += 1;
                    self.count_homozygous(position, LETTERS[column]);
                }
                let base = LETTERS[column];
                if forced.contains_key(&(position, base)) {
                    continue;
                }
                if inherited && germline::is_plain(in_tumour, in_normal, config) {
                    let reference = [tumour.reference.letter(offset)];
                    if let Ok(variant) = SmallVariant::new(self.region.contig(), position, reference, [base]) {
                        self.set_aside(variant, in_tumour, in_normal);
                    }
                } else if t.reads() >= config.min_alternate_reads && t.quality() >= config.min_alternate_quality {
                    wanted.push(Wanted { position, base, why: None, contested: inherited });
                }
            }
        }
        for Wanted { position, base, why, contested } in wanted {
            let asked = |f: &&ForcedAllele| f.variant.position() == position && f.variant.alternate()[..] == [base];
            let asked_for = sweep.forced.iter().find(asked).filter(|_| why.is_some());
            let variant = if let Some(forced) = asked_for {
                // As it was asked for, whatever the reference says: never dropped silently.
                forced.variant.clone()
            } else {
                let reference = tumour.reference.letter(position.wrapping_sub(start));
                let Ok(seen) = SmallVariant::new(self.region.contig(), position, [reference], [base]) else { continue };
                seen
            };
            let reference = variant.reference()[0];
            let quality = config.min_base_quality;
            let fragments = tumour.look(position, reference, base, quality, &self.realigned[0], &mut self.indices);
            let names = fragments.alternate_names();
            if why.is_none() && size(names.len()) < config.min_alternate_reads {
                continue;
            }
            let normal = self
                .normal()
                .map(|n| n.look(position, reference, base, quality, &self.realigned[1], &mut self.indices));
            pending.push(Pending { variant, tandem: None, forced: why, contested, tumour: fragments, normal, names });
        }
    }

    /// What the tumour shows of the reference's base where the normal has none.
    fn count_homozygous(&mut self, position: u32, base: u8) {
        let tumour = &self.sweep.tumour;
        let reference = tumour.reference.letter(position - tumour.window_start);
        let quality = self.sweep.config.min_base_quality;
        let fragments = tumour.look(position, reference, base, quality, &self.realigned[0], &mut self.indices);
        if let Some(bin) = homozygous_bin(&fragments.evidence().summary) {
            *self.statistics.homozygous.entry(bin).or_default() += 1;
        }
    }

    /// Neighbours on the same fragments become one event.
    fn join(&mut self, pending: &mut Vec<Pending>) {
        let (letters, start) = (self.sweep.tumour.reference.letters(), self.sweep.tumour.window_start);
        let mut at = 0;
        while at + 1 < pending.len() {
            // A neighbour stands within the few entries that follow.
            let partner = (at + 1..pending.len().min(at + 6)).find_map(|other| {
                let (a, b) = (&pending[at], &pending[other]);
                if b.variant.position() > a.variant.position() + size(a.variant.reference().len()) + 1
                    || !join::together(&a.tumour, &b.tumour)
                {
                    return None;
                }
                join::joined(&a.variant, &b.variant, letters, start).map(|variant| (other, variant))
            });
            let event = partner.and_then(|(other, variant)| {
                // What is asked for in any case stays asked for, as part of the whole.
                let forced = pending[at].forced.or(pending[other].forced);
                self.look_at_event(left_aligned(&variant, letters, start), &[], forced).map(|event| (other, event))
            });
            match event {
                // The whole must be seen as often as its parts.
                Some((other, event)) if join::whole(&event.names, &pending[at].names, &pending[other].names) => {
                    pending.remove(other);
                    pending[at] = event;
                }
                _ => at += 1,
            }
        }
        pending.sort_by(|a, b| a.variant.cmp(&b.variant));
        // An event that was asked for as a whole, and that its parts made: it is one.
        pending.dedup_by(|later, earlier| {
            let same = later.variant == earlier.variant;
            if same {
                earlier.forced = earlier.forced.or(later.forced);
                earlier.contested |= later.contested;
            }
            same
        });
    }

    /// What is kept: candidates with odds, and forced alleles.
    fn candidates(&self, pending: &[Pending]) -> Vec<Candidate> {
        let (letters, start) = (self.sweep.tumour.reference.letters(), self.sweep.tumour.window_start);
        let mut names: Vec<&[u64]> = Vec::new();
        let mut candidates: Vec<Candidate> = Vec::new();
        for p in pending {
            let tumour = p.tumour.evidence();
            let candidate = Candidate {
                variant: p.variant.clone(),
                tandem: p.tandem.clone(),
                owned: self.region.contains(p.variant.locus()),
                forced: p.forced,
                contested: p.contested,
                tumour,
                normal: p.normal.as_ref().map(Fragments::evidence),
                repeat: repeat_at(&p.variant, letters, start),
                context: context::around(letters, (p.variant.position() - start) as usize),
                in_phase: Vec::new(),
            };
            let keep = p.forced.is_some()
                || tumour_odds(&candidate, &self.errors) >= self.sweep.config.min_log_odds * std::f64::consts::LN_10;
            if keep {
                candidates.push(candidate);
                names.push(&p.names);
            }
        }
        for a in 0..candidates.len() {
            for b in a + 1..candidates.len() {
                if candidates[b].variant.position() > candidates[a].variant.position() + PHASE_WITHIN {
                    break;
                }
                let shared = size(join::shared(names[a], names[b]));
                if shared >= 2 {
                    candidates[a].in_phase.push((size(b), shared));
                    candidates[b].in_phase.push((size(a), shared));
                }
            }
        }
        candidates
    }

    /// Depth of the region's own loci.
    fn count_loci(&mut self) {
        let (sweep, start) = (self.sweep, self.sweep.tumour.window_start);
        let own = (self.region.start() - start) as usize..(self.region.end() - start) as usize;
        let (tumour, normal) = (&sweep.tumour.depth[own.clone()], &sweep.normal.depth[own.clone()]);
        context::count(sweep.tumour.reference.letters(), own.clone(), &mut self.statistics.contexts);
        let (mut loci, mut assessed) = (0u64, 0u64);
        let (mut covered, mut depth) = ([0u64; 2], [0u64; 2]);
        for ((letter, t), n) in sweep.tumour.reference.letters()[own].iter().zip(tumour).zip(normal) {
            let known = *letter != b'N';
            let enough = [t, n].map(|depth| known && *depth >= ASSESSED_DEPTH);
            loci += u64::from(known);
            assessed += u64::from(enough[0] && (enough[1] || !sweep.with_normal));
            for (sample, value) in [t, n].into_iter().enumerate() {
                covered[sample] += u64::from(enough[sample]);
                depth[sample] += u64::from(if known { value.max(&0).unsigned_abs() } else { 0 });
            }
        }
        self.statistics.assessed_loci += assessed;
        for (index, sample) in [&mut self.statistics.tumour, &mut self.statistics.normal].into_iter().enumerate() {
            sample.loci += loci;
            sample.covered += covered[index];
            sample.depth += depth[index];
        }
    }

    /// Slippage in the region's own repeats.
    fn count_repeats(&mut self, tumour: &BTreeMap<SmallVariant, u32>) {
        let sweep = self.sweep;
        let start = sweep.tumour.window_start;
        let letters = sweep.tumour.reference.letters();
        let tracts = tracts(letters, self.region.start() - start..self.region.end() - start);
        let by_repeat = |reads: &BTreeMap<SmallVariant, u32>| {
            let mut sums: BTreeMap<(u32, usize), u32> = BTreeMap::new();
            for (variant, count) in reads {
                let repeat = repeat_at(variant, letters, start);
                if repeat.unit > 0 {
                    *sums.entry((variant.position() - start, usize::from(repeat.unit))).or_default() += count;
                }
            }
            sums
        };
        let t = by_repeat(tumour);
        let n = if sweep.with_normal { by_repeat(&self.indel_reads(&sweep.normal)) } else { BTreeMap::new() };
        self.statistics.tumour.repeats = count_slippage(&sweep.tumour, &tracts, &t, &n);
        if sweep.with_normal {
            self.statistics.normal.repeats = count_slippage(&sweep.normal, &tracts, &n, &t);
        }
    }

    /// The region's own candidates, for what is learned of the sample.
    fn count_candidates(&mut self, candidates: &[Candidate]) {
        for candidate in candidates.iter().filter(|c| c.owned && !c.contested) {
            if let Some(bin) = contamination_bin(candidate) {
                *self.statistics.contamination.entry(bin).or_default() += 1;
            }
        }
    }
}
