//! Reads of one region of a pair become structural evidence, each read once.
//!
//! A read belongs to the region that holds its start, and to no other: so evidence of neighbouring regions adds up.

use marv_model::{
    genome::Interval,
    read::{ReadSink, ReadView},
};

use self::{breakends::BreakendSweep, fragments::Fragments};
use crate::evidence::{RegionStructure, SampleStructure};

pub mod breakends;
mod depth;
pub mod fragments;

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
        // A clip of one sample agrees with those of both.
        let mut places = [self.tumour.breakends.places(), self.normal.breakends.places()].concat();
        places.sort_unstable();
        let tumour = self.tumour.finish(&places);
        let normal = self.normal.finish(&places);
        Some(RegionStructure { region, tumour, normal: with_normal.then_some(normal) })
    }
}

/// One sample's reads.
#[derive(Debug, Default)]
pub struct SampleSweep {
    region: Option<Interval>,
    evidence: SampleStructure,
    breakends: BreakendSweep,
}

impl SampleSweep {
    fn begin(&mut self, region: Interval) {
        self.region = Some(region);
        self.evidence = SampleStructure {
            depth: DepthWindows::over(region),
            fragments: Fragments::over(region),
            breakends: Vec::new(),
        };
        self.breakends = BreakendSweep::default();
    }
    fn finish(&mut self, places: &[u64]) -> SampleStructure {
        let mut evidence = std::mem::take(&mut self.evidence);
        evidence.fragments.finish();
        evidence.breakends = std::mem::take(&mut self.breakends).finish(places);
        evidence
    }
}

impl ReadSink for SampleSweep {
    fn accept(&mut self, read: &ReadView<'_>) {
        let Some(region) = self.region else { return };
        if read.contig != Some(region.contig()) {
            return;
        }
        let flags = read.flags;
        let counts = !flags.is_unmapped() && !flags.is_secondary() && !flags.is_duplicate() && !flags.is_qc_fail();
        let evidence = counts && BreakendSweep::is_candidate(read);
        if evidence {
            self.breakends.add(read, region); // those around the region agree with those in it
        }
        if read.start < region.start() || read.start >= region.end() {
            return;
        }
        self.evidence.depth.add(read);
        if counts {
            self.evidence.fragments.add(read, !evidence);
        }
    }
}
