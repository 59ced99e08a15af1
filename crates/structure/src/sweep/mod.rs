//! Reads of one region of a pair become structural evidence, each read once.
//!
//! A read belongs to the region that holds its start, and to no other: so evidence of neighbouring regions adds up.

use marv_model::{
    genome::Interval,
    read::{ReadSink, ReadView},
};

use crate::evidence::{RegionStructure, SampleStructure};

mod depth;

pub use depth::{DepthWindows, WINDOW};

/// Sweeps one region of a pair after another. Keep one a thread.
#[derive(Debug, Default)]
pub struct StructureSweep {
    region: Option<Interval>,
    tumour: SampleSweep,
    normal: SampleSweep,
}

impl StructureSweep {
    /// Starts a region.
    pub fn begin(&mut self, region: Interval) {
        self.region = Some(region);
        self.tumour.begin(region);
        self.normal.begin(region);
    }
    /// The sink for the tumour's reads.
    pub fn tumour(&mut self) -> &mut SampleSweep {
        &mut self.tumour
    }
    /// The sink for the normal's reads.
    pub fn normal(&mut self) -> &mut SampleSweep {
        &mut self.normal
    }
    /// The evidence of the region begun last. None before the first.
    pub fn finish(&mut self, with_normal: bool) -> Option<RegionStructure> {
        let region = self.region.take()?;
        let tumour = std::mem::take(&mut self.tumour.evidence);
        let normal = std::mem::take(&mut self.normal.evidence);
        Some(RegionStructure { region, tumour, normal: with_normal.then_some(normal) })
    }
}

/// One sample's reads.
#[derive(Debug, Default)]
pub struct SampleSweep {
    region: Option<Interval>,
    evidence: SampleStructure,
}

impl SampleSweep {
    fn begin(&mut self, region: Interval) {
        self.region = Some(region);
        self.evidence = SampleStructure { depth: DepthWindows::over(region) };
    }
}

impl ReadSink for SampleSweep {
    fn accept(&mut self, read: &ReadView<'_>) {
        let Some(region) = self.region else { return };
        if read.contig != Some(region.contig()) || read.start < region.start() || read.start >= region.end() {
            return;
        }
        self.evidence.depth.add(read);
    }
}
