//! The binning indexes of BAM: BAI (SAM specification, § 5.2) and CSI. Read with bounds checked, so that a torn index is
//! an error and not a crash.

mod build;
mod read;

pub(crate) use build::{BAI_CONTIG_BASES, IndexBuilder, bin_of};

use crate::bgzf::VirtualOffset;

/// A stretch of the file, from a virtual offset up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Chunk {
    pub(crate) start: VirtualOffset,
    pub(crate) end: VirtualOffset,
}

/// Where the records of each contig lie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct BinIndex {
    /// The smallest bin holds 2^shift bases.
    shift: u32,
    /// Levels below the one bin of the whole contig.
    depth: u32,
    contigs: Vec<ContigIndex>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct ContigIndex {
    /// By bin number.
    bins: Vec<Bin>,
    /// BAI: for each 16 kb, the first record that overlaps it.
    linear: Vec<VirtualOffset>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Bin {
    number: u32,
    /// CSI: the first record that overlaps the bin; 0 in BAI.
    first: VirtualOffset,
    chunks: Vec<Chunk>,
}

impl BinIndex {
    /// How many contigs it lists.
    pub(crate) fn contig_count(&self) -> usize {
        self.contigs.len()
    }
    /// The greatest virtual offset named.
    pub(crate) fn last_offset(&self) -> VirtualOffset {
        let ends =
            self.contigs.iter().flat_map(|contig| &contig.bins).flat_map(|bin| &bin.chunks).map(|chunk| chunk.end);
        ends.max().unwrap_or(0)
    }
    /// The smallest virtual offset named; none where no record is placed.
    pub(crate) fn first_offset(&self) -> Option<VirtualOffset> {
        let starts =
            self.contigs.iter().flat_map(|contig| &contig.bins).flat_map(|bin| &bin.chunks).map(|chunk| chunk.start);
        starts.min()
    }
    /// The parts of the file that may hold records overlapping `start..end` (0-based), in order, none overlapping another.
    pub(crate) fn query(&self, contig: usize, start: u32, end: u32) -> Vec<Chunk> {
        let Some(index) = self.contigs.get(contig).filter(|_| start < end) else { return Vec::new() };
        let first = self.first_record(index, start);
        let mut chunks: Vec<Chunk> = self
            .bins_of(start, end)
            .flat_map(|(low, high)| {
                let from = index.bins.partition_point(|bin| bin.number < low);
                index.bins[from..].iter().take_while(move |bin| bin.number <= high)
            })
            .flat_map(|bin| &bin.chunks)
            .filter(|chunk| chunk.end > first && chunk.start < chunk.end)
            .copied()
            .collect();
        chunks.sort_unstable();
        let mut merged: Vec<Chunk> = Vec::with_capacity(chunks.len());
        for chunk in chunks {
            match merged.last_mut() {
                Some(last) if chunk.start <= last.end => last.end = last.end.max(chunk.end),
                _ => merged.push(chunk),
            }
        }
        merged
    }
    /// Ranges of bin numbers that hold records overlapping `start..end`, one a level.
    fn bins_of(&self, start: u32, end: u32) -> impl Iterator<Item = (u32, u32)> {
        let (shift, depth) = (self.shift, self.depth);
        (0..=depth).map(move |level| {
            let width = shift + 3 * (depth - level);
            let at = |position: u32| first_bin(level) + u32::try_from(u64::from(position) >> width).unwrap_or(0);
            (at(start), at(end - 1))
        })
    }
    /// No record before this place overlaps a base at or behind `start`.
    fn first_record(&self, index: &ContigIndex, start: u32) -> VirtualOffset {
        if !index.linear.is_empty() {
            // A window without a record may hold 0; then what holds for its predecessor holds for it.
            let window = ((start >> self.shift) as usize).min(index.linear.len() - 1);
            return index.linear[..=window].iter().rev().find(|offset| **offset != 0).copied().unwrap_or(0);
        }
        // CSI: the smallest bin there is that holds `start`.
        (0..=self.depth)
            .rev()
            .find_map(|level| {
                let width = self.shift + 3 * (self.depth - level);
                let number = first_bin(level) + u32::try_from(u64::from(start) >> width).unwrap_or(0);
                index.bins.binary_search_by_key(&number, |bin| bin.number).ok().map(|at| index.bins[at].first)
            })
            .unwrap_or(0)
    }
}

/// The number of the first bin of a level: (8^level - 1) / 7.
fn first_bin(level: u32) -> u32 {
    ((1u32 << (3 * level)) - 1) / 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_those_of_the_specification() {
        // SAM specification, § 5.1.1: 0, 1-8, 9-72, 73-584, 585-4680, 4681-37448.
        assert_eq!((0..=5).map(first_bin).collect::<Vec<_>>(), [0, 1, 9, 73, 585, 4681]);
        let index = BinIndex { shift: 14, depth: 5, contigs: Vec::new() };
        assert_eq!(index.bins_of(16_384, 32_769).last(), Some((4682, 4683)));
    }
}
