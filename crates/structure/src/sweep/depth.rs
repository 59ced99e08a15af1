//! Depth in windows of 1 kb.

use marv_model::genome::Interval;
use serde::{Deserialize, Serialize};

/// Bases of a window; windows start at multiples of it.
pub const WINDOW: u32 = 1_000;

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
    /// Adds a read's aligned bases, from its first (0-based) to its last aligned one (`end`, exclusive); reads over the edge
    /// make room.
    pub(crate) fn add(&mut self, mut from: u32, end: u32) {
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
    use marv_model::genome::ContigId;

    #[test]
    fn a_read_is_shared_by_the_windows_that_it_covers() {
        let mut depth = DepthWindows::over(Interval::new(ContigId(0), 1_500, 2_990).unwrap());
        depth.add(1_960, 2_060); // 40 bases in window 1, 60 in window 2
        depth.add(2_950, 3_050); // 50 in window 2, 50 behind the region
        assert_eq!((depth.first, depth.bases), (1, vec![40, 110, 50]));
    }
}
