//! The one pass over the pair, by regions, into the evidence store.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use marv_ingest::alignment::{BoundAlignment, RegionReader};
use marv_model::{genome::Interval, read::ReadSink};
use marv_somatic::{
    ForcedAllele, PairStatistics, PairSweep, PanelDepth, PanelInterval, RegionEvidence, SweepTask,
    sweep::{MARGIN, ZONE},
};
use marv_structure::StructureSweep;
use rayon::prelude::*;

use crate::{
    Error, Settings,
    evidence_store::EvidenceStore,
    inputs::Pair,
    panel::Panel,
    progress::{Event, Progress, Stage},
    region_record::RegionRecord,
};

/// Sums over all regions.
#[derive(Debug, Default)]
pub(crate) struct Swept {
    pub(crate) statistics: PairStatistics,
    /// By the number of the panel's interval; empty where no region covered it.
    pub(crate) depths: Vec<PanelDepth>,
}

impl Swept {
    fn new(intervals: usize) -> Self {
        let depths = (0u32..).take(intervals).map(|index| PanelDepth { index, ..PanelDepth::default() }).collect();
        Self { statistics: PairStatistics::default(), depths }
    }
    /// Adds a region. All are sums of integers, so that the order does not matter.
    fn add(&mut self, evidence: &RegionEvidence) {
        self.statistics.merge(&evidence.statistics);
        for depth in &evidence.panel {
            if let Some(into) = self.depths.get_mut(depth.index as usize) {
                into.merge(depth);
            }
        }
    }
}

/// What a thread keeps from region to region: open files and buffers.
struct Worker {
    tumour: RegionReader,
    normal: Option<RegionReader>,
    sweep: PairSweep,
    /// None where only small variants are asked for.
    structure: Option<StructureSweep>,
}

impl Worker {
    fn new(pair: &Pair, settings: &Settings) -> Result<Self, Error> {
        let reader = |bound: &BoundAlignment| -> Result<RegionReader, Error> { Ok(bound.reader()?) };
        Ok(Self {
            tumour: reader(&pair.tumour)?,
            normal: pair.normal.as_ref().map(reader).transpose()?,
            sweep: PairSweep::new(settings.sweep.clone()),
            structure: settings.structure.then(StructureSweep::default),
        })
    }

    fn region(&mut self, pair: &Pair, panel: &Panel, region: Interval) -> Result<RegionRecord, Error> {
        let padded = region.padded(MARGIN, pair.contigs().length(region.contig()));
        let window = pair.reference.window(padded)?;
        let zone = region.padded(ZONE, pair.contigs().length(region.contig()));
        let task = SweepTask {
            region,
            window: &window,
            forced: forced_within(&panel.forced, zone),
            panel: &panel_within(&panel.intervals, region),
            with_normal: self.normal.is_some(),
        };
        self.sweep.begin(&task).map_err(|error| internal(&error))?;
        if let Some(structure) = &mut self.structure {
            structure.begin(region);
        }
        let mut sinks = vec![self.sweep.tumour() as &mut dyn ReadSink];
        sinks.extend(self.structure.as_mut().map(|structure| structure.tumour() as &mut dyn ReadSink));
        self.tumour.scan(padded, &mut sinks)?;
        if let Some(normal) = &mut self.normal {
            let mut sinks = vec![self.sweep.normal() as &mut dyn ReadSink];
            sinks.extend(self.structure.as_mut().map(|structure| structure.normal() as &mut dyn ReadSink));
            normal.scan(padded, &mut sinks)?;
        }
        let structure = self.structure.as_mut().and_then(|structure| structure.finish(self.normal.is_some()));
        let small = self.sweep.finish().ok_or_else(|| Error::Usage {
            problem: format!("{}: one region's reads take more than 4 GiB", pair.contigs().show(&region)),
            advice: "run with a smaller --region-size; the result does not depend on it".into(),
        })?;
        Ok(RegionRecord { small, structure })
    }
}

/// The forced alleles of `zone`; `forced` is in the genome's order.
fn forced_within(forced: &[ForcedAllele], zone: Interval) -> &[ForcedAllele] {
    let place = |allele: &ForcedAllele| (allele.variant.contig(), allele.variant.position());
    let from = forced.partition_point(|allele| place(allele) < (zone.contig(), zone.start()));
    let to = forced.partition_point(|allele| place(allele) < (zone.contig(), zone.end()));
    &forced[from..to.max(from)]
}

fn panel_within(intervals: &[PanelInterval], region: Interval) -> Vec<PanelInterval> {
    intervals.iter().filter(|interval| interval.interval.overlaps(&region)).copied().collect()
}

fn internal(error: &dyn std::fmt::Display) -> Error {
    Error::Machine {
        path: "evidence".into(),
        action: "sweep a region",
        source: std::io::Error::other(error.to_string()),
    }
}

/// Sweeps every region that the store does not have yet.
pub(crate) fn sweep(
    pair: &Pair,
    panel: &Panel,
    regions: &[Interval],
    store: &EvidenceStore,
    settings: &Settings,
    pool: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<Swept, Error> {
    progress.event(Event::Started { stage: Stage::Sweep, steps: regions.len() as u64 });
    let swept = Mutex::new(Swept::new(panel.intervals.len()));
    let idle: Mutex<Vec<Worker>> = Mutex::new(Vec::new());
    let failed = AtomicBool::new(false);
    let one = |number: u32, region: Interval| -> Result<(), Error> {
        if failed.load(Ordering::Relaxed) {
            return Ok(()); // another region's error ends the run
        }
        let evidence = if let Some(stored) = store.get(number)? {
            RegionRecord::decode(&stored)?
        } else {
            let mut worker = match lock(&idle).pop() {
                Some(worker) => worker,
                None => Worker::new(pair, settings)?,
            };
            let evidence = worker.region(pair, panel, region)?;
            lock(&idle).push(worker);
            store.put(number, &evidence.encode()?)?;
            evidence
        };
        lock(&swept).add(&evidence.small);
        progress.event(Event::Advanced { stage: Stage::Sweep, steps: 1 });
        Ok(())
    };
    let numbered: Vec<(u32, Interval)> = (0u32..).zip(regions.iter().copied()).collect();
    let results: Vec<Result<(), Error>> = pool.install(|| {
        numbered
            .par_iter()
            .with_max_len(1)
            .map(|(number, region)| one(*number, *region).inspect_err(|_| failed.store(true, Ordering::Relaxed)))
            .collect()
    });
    results.into_iter().collect::<Result<(), Error>>()?;
    progress.event(Event::Finished { stage: Stage::Sweep });
    Ok(swept.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
