//! Builds a BAI while records are written.

use std::collections::BTreeMap;

use super::{Chunk, first_bin};
use crate::bgzf::VirtualOffset;

/// The longest contig that a BAI can hold, in bases.
pub(crate) const BAI_CONTIG_BASES: u32 = 1 << 29;
/// The bin number under which BAI keeps counts.
const STATISTICS: u32 = 37_450;

/// Takes records in order, gives the index.
#[derive(Debug)]
pub(crate) struct IndexBuilder {
    contigs: Vec<Building>,
    unplaced: u64,
}

#[derive(Debug, Clone, Default)]
struct Building {
    bins: BTreeMap<u32, Vec<Chunk>>,
    linear: Vec<VirtualOffset>,
    span: Option<Chunk>,
    mapped: u64,
    unmapped: u64,
}

impl IndexBuilder {
    pub(crate) fn new(contig_count: usize) -> Self {
        Self { contigs: vec![Building::default(); contig_count], unplaced: 0 }
    }
    /// A record at `start..end` (0-based, not empty) of a contig, written to `chunk`; none when unplaced.
    pub(crate) fn add(&mut self, place: Option<(usize, u32, u32)>, is_mapped: bool, chunk: Chunk) {
        let Some((contig, start, end)) = place else {
            self.unplaced += 1;
            return;
        };
        let Some(building) = self.contigs.get_mut(contig) else { return };
        let chunks = building.bins.entry(bin_of(start, end)).or_default();
        match chunks.last_mut() {
            // Parts of one block are one read: no gap between them saves anything.
            Some(last) if last.end >> 16 == chunk.start >> 16 => last.end = chunk.end,
            _ => chunks.push(chunk),
        }
        let (from, to) = ((start >> 14) as usize, ((end - 1) >> 14) as usize);
        if building.linear.len() <= to {
            building.linear.resize(to + 1, 0);
        }
        for first in &mut building.linear[from..=to] {
            if *first == 0 {
                *first = chunk.start;
            }
        }
        building.span = Some(Chunk { start: building.span.map_or(chunk.start, |span| span.start), end: chunk.end });
        *(if is_mapped { &mut building.mapped } else { &mut building.unmapped }) += 1;
    }
    /// The bytes of the BAI.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = b"BAI\x01".to_vec();
        let mut put = |numbers: &[u64], width: usize| {
            for number in numbers {
                bytes.extend_from_slice(&number.to_le_bytes()[..width]);
            }
        };
        put(&[self.contigs.len() as u64], 4);
        for mut contig in self.contigs {
            put(&[(contig.bins.len() + usize::from(contig.span.is_some())) as u64], 4);
            for (number, chunks) in &contig.bins {
                put(&[u64::from(*number), chunks.len() as u64], 4);
                for chunk in chunks {
                    put(&[chunk.start, chunk.end], 8);
                }
            }
            if let Some(span) = contig.span {
                put(&[u64::from(STATISTICS), 2], 4);
                put(&[span.start, span.end, contig.mapped, contig.unmapped], 8);
            }
            // A window that no record overlaps points where its predecessor does.
            for window in 1..contig.linear.len() {
                if contig.linear[window] == 0 {
                    contig.linear[window] = contig.linear[window - 1];
                }
            }
            put(&[contig.linear.len() as u64], 4);
            put(&contig.linear, 8);
        }
        put(&[self.unplaced], 8);
        bytes
    }
}

/// The smallest bin that holds `start..end` (SAM specification, § 5.3).
pub(crate) fn bin_of(start: u32, end: u32) -> u32 {
    let last = end.saturating_sub(1).max(start);
    (0..=5u32)
        .rev()
        .map(|level| (level, 14 + 3 * (5 - level)))
        .find(|(_, width)| start >> width == last >> width)
        .map_or(0, |(level, width)| first_bin(level) + (start >> width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_by_hand() {
        assert_eq!(bin_of(0, 1), 4681);
        assert_eq!(bin_of(16_383, 16_385), 585); // crosses the first 16 kb
        assert_eq!(bin_of((1 << 26) - 1, (1 << 26) + 1), 0);
    }
}
