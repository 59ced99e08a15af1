//! From reads to candidates: which loci earn a full look, and what it shows.

mod assembled;
mod bases;
mod counts;
mod events;
mod whole;

use std::collections::BTreeMap;

use marv_model::{call::Forced, genome::Interval, tandem::TandemDuplication, variant::SmallVariant};

use super::{
    PairSweep, ZONE,
    event::EventRoom,
    fragment::{Fragments, size},
    germline::Reads,
    inherited::Inherited,
    join, panel,
    sample::SampleSweep,
};
use crate::{
    context,
    evidence::{Candidate, GermlineSite, RegionEvidence},
    likelihood::{errors::ErrorModel, explain::tumour_odds},
    statistics::PairStatistics,
};

/// Candidates this near to each other are asked whether they share fragments.
const PHASE_WITHIN: u32 = 100;

/// METHOD: and repeats never slip more rarely than in so many fragments, before the sample tells.
const LEAST_SLIPPAGE: f64 = 0.01;

/// A locus that is being looked at.
struct Pending {
    variant: SmallVariant,
    tandem: Option<TandemDuplication>,
    forced: Option<Forced>,
    contested: bool,
    assembled: bool,
    tumour: Fragments,
    normal: Option<Fragments>,
    names: Vec<u64>,
}

pub(super) struct Finish<'a> {
    sweep: &'a PairSweep,
    region: Interval,
    /// The region and [`ZONE`] around it, within the window.
    zone: (u32, u32),
    errors: ErrorModel,
    statistics: PairStatistics,
    /// Changes of length that the normal shows.
    inherited: Inherited<'a>,
    /// Reads of each insertion and deletion of the tumour's alignments, and of each event that these and the clipped reads
    /// proposed.
    seen: BTreeMap<SmallVariant, u32>,
    proposed: BTreeMap<SmallVariant, u32>,
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
            inherited: Inherited::new(&sweep.tumour, None, &BTreeMap::new()),
            seen: BTreeMap::new(),
            proposed: BTreeMap::new(),
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
            let (candidates, parts, germline) = (Vec::new(), Vec::new(), Vec::new());
            return RegionEvidence {
                region: self.region,
                statistics: self.statistics,
                candidates,
                parts,
                germline,
                panel,
            };
        }
        let mut pending = self.events();
        self.realigned.iter_mut().for_each(|reads| {
            reads.sort_unstable();
            reads.dedup();
        });
        self.single_bases(&mut pending);
        pending.sort_by(|a, b| a.variant.cmp(&b.variant));
        self.join(&mut pending);
        self.assembled(&mut pending);
        let parts = self.merge(&mut pending);
        let [candidates, parts] = [pending, parts].map(|pending| self.candidates(&pending));
        self.count_loci();
        self.count_candidates(&candidates, &parts);
        let panel = panel::depths(&self.sweep.panel, self.region, &self.sweep.tumour, self.normal());
        let mut germline = self.germline;
        germline.sort_by(|a, b| a.variant.cmp(&b.variant));
        germline.dedup_by(|a, b| a.variant == b.variant);
        self.statistics.germline_sites = germline.len() as u64;
        RegionEvidence { region: self.region, statistics: self.statistics, candidates, parts, germline, panel }
    }

    /// Keeps what is plainly inherited, of the region's own loci, as a count.
    fn set_aside(&mut self, variant: SmallVariant, tumour: Reads, normal: Reads) {
        if self.region.contains(variant.locus()) {
            let pair = |reads: Reads| [reads.alternate, reads.depth];
            self.germline.push(GermlineSite { variant, tumour: pair(tumour), normal: pair(normal) });
        }
    }

    /// The tumour's best fraction of a candidate against none, before anything is learned of the sample: ln.
    ///
    /// METHOD: how often a long repeat slips differs by library, tenfold and more, and is learned of the sample. Until
    /// then it slips as the table has it, or as the normal's fragments show it, half a fragment more at least, whichever is
    /// less.
    fn odds(&self, candidate: &Candidate) -> f64 {
        let expected = tumour_odds(candidate, &self.errors);
        let Some(normal) = candidate.normal.as_ref().map(|normal| &normal.summary) else { return expected };
        let shown = (f64::from(normal.alternate) + 0.5) / (f64::from(normal.depth()) + 1.0);
        let errors = self.errors.slipping(candidate.repeat, shown.max(LEAST_SLIPPAGE));
        errors.map_or(expected, |errors| tumour_odds(candidate, &errors))
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
                in_panel: panel::changes(&p.variant, &self.sweep.panel),
                forced: p.forced,
                contested: p.contested,
                assembled: p.assembled,
                tumour,
                normal: p.normal.as_ref().map(Fragments::evidence),
                repeat: self.inherited.repeat(&p.variant, &self.errors),
                context: context::around(letters, (p.variant.position() - start) as usize),
                in_phase: Vec::new(),
            };
            let keep =
                p.forced.is_some() || self.odds(&candidate) >= self.sweep.config.min_log_odds * std::f64::consts::LN_10;
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
}
