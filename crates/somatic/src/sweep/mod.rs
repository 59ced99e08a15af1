//! Reads of one region of a pair become evidence.
//!
//! `sample` takes each read once: compares it with the reference and notes what differs. When both samples are in,
//! `finish` looks for loci that earn it, and only there are all reads looked at again (`look` for single bases,
//! `event` for the rest), the agreeing ones too.
//!
//! Every locus belongs to the region that holds it, and a read counts in sample statistics where it starts. Loci within
//! [`ZONE`] beyond the edges are judged as well, from the same reads as in their own region, so that neighbours count
//! alike however the genome is cut.

use marv_model::{call::Forced, genome::Interval, read::ReadSink, sequence::Window, variant::SmallVariant};

use crate::{config::SweepConfig, error::Error, evidence::RegionEvidence};

pub(crate) mod bins;
mod compare;
pub(crate) mod event;
mod finish;
pub(crate) mod fragment;
pub(crate) mod germline;
pub(crate) mod haplotype;
#[cfg(test)]
mod hmm_tests;
mod inherited;
mod join;
mod look;
mod panel;
mod qualities;
mod repeats;
mod rivals;
pub(crate) mod sample;
mod sides;
mod slippage;
pub(crate) mod store;
mod unplaced;

pub use panel::PanelInterval;
pub use sample::SampleSweep;

/// Bases around a region that its window must hold and its scans must cover.
pub const MARGIN: u32 = 2_000;
/// Bases around a region in which candidates are looked for, for the sake of their neighbours inside.
pub const ZONE: u32 = 300;

/// An allele that is looked at whether or not any read shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForcedAllele {
    /// The allele.
    pub variant: SmallVariant,
    /// Why.
    pub why: Forced,
}

/// One region's work.
#[derive(Debug, Clone, Copy)]
pub struct SweepTask<'a> {
    /// Whose loci are asked for.
    pub region: Interval,
    /// The reference of the region padded by [`MARGIN`], clipped to its contig.
    pub window: &'a Window,
    /// Alleles to look at in any case; those outside the region and [`ZONE`] are passed over.
    pub forced: &'a [ForcedAllele],
    /// Intervals to measure depth over; those outside the region are passed over.
    pub panel: &'a [PanelInterval],
    /// Whether a normal will be scanned.
    pub with_normal: bool,
}

/// Sweeps one region of a pair after another. Keep one a thread: its buffers are reused.
#[derive(Debug, Default)]
pub struct PairSweep {
    config: SweepConfig,
    region: Option<Interval>,
    forced: Vec<ForcedAllele>,
    panel: Vec<PanelInterval>,
    with_normal: bool,
    tumour: SampleSweep,
    normal: SampleSweep,
}

impl PairSweep {
    /// Empty.
    pub fn new(config: SweepConfig) -> Self {
        Self { config, ..Self::default() }
    }
    /// Starts a region. Refused when the window does not hold it.
    pub fn begin(&mut self, task: &SweepTask<'_>) -> Result<(), Error> {
        let (window, region) = (task.window.interval(), task.region);
        if window.contig() != region.contig() || window.start() > region.start() || window.end() < region.end() {
            return Err(Error::Window {
                window_start: window.start(),
                window_end: window.end(),
                region_start: region.start(),
                region_end: region.end(),
            });
        }
        self.region = Some(region);
        let zone = region.padded(ZONE, window.end());
        self.forced.clear();
        self.forced.extend(task.forced.iter().filter(|f| zone.contains(f.variant.locus())).cloned());
        self.panel.clear();
        self.panel.extend(task.panel.iter().filter(|p| p.interval.overlaps(&region)));
        self.with_normal = task.with_normal;
        self.tumour.begin(&self.config, region, task.window);
        self.normal.begin_beside(&self.tumour, &self.config, region, task.window);
        Ok(())
    }
    /// The sink for the tumour's reads.
    pub fn tumour(&mut self) -> &mut SampleSweep {
        &mut self.tumour
    }
    /// The sink for the normal's reads.
    pub fn normal(&mut self) -> &mut SampleSweep {
        &mut self.normal
    }
    /// Both sinks at once.
    pub fn sinks(&mut self) -> (&mut dyn ReadSink, &mut dyn ReadSink) {
        (&mut self.tumour, &mut self.normal)
    }
    /// The evidence of the region begun last, from all reads accepted since. None before the first region, and where
    /// one sample's reads take more than 4 GiB, which a smaller region mends: a part of them would be no evidence.
    pub fn finish(&mut self) -> Option<RegionEvidence> {
        let region = self.region.take()?;
        if self.tumour.store.overflows() || self.normal.store.overflows() {
            return None;
        }
        self.tumour.settle();
        self.normal.settle();
        Some(finish::Finish::new(self, region).evidence())
    }
}
