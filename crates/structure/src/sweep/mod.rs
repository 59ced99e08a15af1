//! Reads of one region of a pair become structural evidence, each read once.
//!
//! A read belongs to the region that holds its start, and to no other: so evidence of neighbouring regions adds up.

use marv_model::{
    genome::Interval,
    read::{MAPPING_QUALITY_MISSING, ReadSink, ReadView},
};

use self::{breakends::BreakendSweep, fragments::Fragments, unplaced::UnplacedRead};
use crate::evidence::{RegionStructure, SampleStructure};

pub mod breakends;
mod depth;
pub mod fragments;
pub mod unplaced;

pub use depth::{DepthWindows, WINDOW};

/// METHOD: reads of a lower mapping quality say too little about where they come from (COBALT counts from 10).
const MIN_MAPPING_QUALITY: u8 = 10;

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
        let tumour = self.tumour.finish(region, &places);
        let mut normal = self.normal.finish(region, &places);
        normal.unplaced.clear(); // junctions are looked for in the tumour
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
            unplaced: Vec::new(),
        };
        self.breakends = BreakendSweep::default();
    }
    fn finish(&mut self, region: Interval, places: &[u64]) -> SampleStructure {
        let mut evidence = std::mem::take(&mut self.evidence);
        evidence.fragments.finish();
        evidence.breakends = std::mem::take(&mut self.breakends).finish(places);
        evidence.unplaced = unplaced::kept(std::mem::take(&mut evidence.unplaced), region, places);
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
        if UnplacedRead::is_one(read) {
            self.evidence.unplaced.push(UnplacedRead::of(read));
        }
        if !counts || flags.is_supplementary() || read.mapping_quality < MIN_MAPPING_QUALITY {
            return;
        }
        let end = read.end();
        if read.mapping_quality != MAPPING_QUALITY_MISSING {
            self.evidence.depth.add(read.start, end);
        }
        self.evidence.fragments.add(read, end, !evidence);
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{
        genome::ContigId,
        read::{CigarKind, CigarOp, Flags, ReadRecord},
    };

    use super::*;

    #[test]
    fn what_maps_badly_is_counted_nowhere_and_what_says_nothing_of_it_has_no_depth() {
        let mut sweep = StructureSweep::default();
        sweep.begin(Interval::new(ContigId(0), 0, 2_000).unwrap());
        let cigar = vec![CigarOp::new(CigarKind::Match, 100)];
        let contig = Some(ContigId(0));
        let mut read = ReadRecord::default();
        (read.contig, read.start, read.mapping_quality, read.cigar) = (contig, 100, 9, cigar);
        let mut seen = |read: &ReadRecord| sweep.tumour().accept(&read.view());
        seen(&read);
        (read.start, read.mapping_quality) = (300, MAPPING_QUALITY_MISSING);
        seen(&read);
        (read.start, read.mapping_quality) = (500, 10);
        seen(&read);
        (read.start, read.flags) = (700, Flags(0x800)); // another part of a read
        seen(&read);
        let found = sweep.finish(false).unwrap().tumour;
        assert_eq!(found.depth.bases, [100, 0]);
        let crossed = |position| found.fragments.crossings.at(position).0;
        assert_eq!([160, 352, 544, 736].map(crossed), [0, 1, 1, 0]);
    }
}
