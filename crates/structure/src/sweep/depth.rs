//! Depth in windows of 1 kb.

use marv_model::{
    genome::Interval,
    read::{MAPPING_QUALITY_MISSING, ReadView},
};
use serde::{Deserialize, Serialize};

/// Bases of a window; windows start at multiples of it.
pub const WINDOW: u32 = 1_000;
/// METHOD: reads of a lower mapping quality say too little about where they come from (COBALT counts from 10).
const MIN_MAPPING_QUALITY: u8 = 10;

/// Aligned bases by window of a contig.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DepthWindows {
    /// The number of the first window: its first base's position, 0-based, over [`WINDOW`].
    pub first: u32,
    /// Aligned bases a window, of primary reads that are no duplicates.
    pub bases: Vec<u32>,
}

impl DepthWindows {
    /// Empty, over a region and the windows that its edges cut.
    pub(crate) fn over(region: Interval) -> Self {
        let first = region.start() / WINDOW;
        let last = region.end().saturating_sub(1) / WINDOW;
        Self { first, bases: vec![0; (last - first + 1) as usize] }
    }
    /// Adds a read's aligned bases, from its first to its last aligned one; reads over the edge make room.
    pub(crate) fn add(&mut self, read: &ReadView<'_>) {
        let poor = read.mapping_quality < MIN_MAPPING_QUALITY || read.mapping_quality == MAPPING_QUALITY_MISSING;
        if poor || !read.flags.is_usable() {
            return;
        }
        let (mut from, end) = (read.start, read.end());
        while from < end {
            let window = from / WINDOW;
            let to = end.min((window + 1) * WINDOW);
            let index = window.saturating_sub(self.first) as usize;
            if index >= self.bases.len() {
                self.bases.resize(index + 1, 0);
            }
            self.bases[index] += to - from;
            from = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::{
        genome::ContigId,
        read::{CigarKind, CigarOp, ReadRecord},
    };

    fn read(start: u32, mapping_quality: u8) -> ReadRecord {
        let cigar = vec![CigarOp::new(CigarKind::Match, 100)];
        let mut read = ReadRecord::default();
        (read.contig, read.start, read.mapping_quality, read.cigar) =
            (Some(ContigId(0)), start, mapping_quality, cigar);
        read
    }

    #[test]
    fn a_read_is_shared_by_the_windows_that_it_covers() {
        let mut depth = DepthWindows::over(Interval::new(ContigId(0), 1_500, 2_990).unwrap());
        depth.add(&read(1_960, 60).view()); // 40 bases in window 1, 60 in window 2
        depth.add(&read(2_950, 60).view()); // 50 in window 2, 50 behind the region
        depth.add(&read(2_000, 9).view());
        assert_eq!((depth.first, depth.bases), (1, vec![40, 110, 50]));
    }
}
