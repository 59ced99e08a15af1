//! What a library's fragments are like, and how many of them cross a place unbroken.
//!
//! A junction's share is what it carries over all that could have carried it. What speaks for a junction is kept read by
//! read; what speaks against it are counts, in cells of the genome: clean reads that cross a cell, and clean pairs whose
//! unread middle spans it.

use std::collections::BTreeMap;

use marv_model::{genome::Interval, read::ReadView};
use serde::{Deserialize, Serialize};

/// Bases of a cell; cells start at multiples of it.
pub const CELL: u32 = 32;
/// METHOD: bases by which a read must reach beyond a cell on both sides: fewer are aligned over a break by chance.
pub const OVERHANG: u32 = 8;
/// Fragments longer than this are not counted, in bases.
const LONGEST: u32 = 2_000;
/// METHOD: one fragment in sixteen, chosen by its place, measures a library well enough, and costs little.
const SAMPLED: u32 = 16;

/// Clean reads and pairs over cells of a contig.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Crossings {
    /// The number of the first cell: its first base's position, 0-based, over [`CELL`].
    pub first: u32,
    /// By cell: reads that cross it and [`OVERHANG`] bases on both sides.
    pub reads: Vec<u32>,
    /// By cell: pairs whose unread middle spans it and [`OVERHANG`] bases on both sides.
    pub pairs: Vec<u32>,
}

/// One sample's library, by read group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fragments {
    /// By the read group's name; empty where reads name none.
    pub groups: BTreeMap<String, ReadGroup>,
    /// What is unbroken.
    pub crossings: Crossings,
}

/// What the sampled pairs of one read group look like.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadGroup {
    /// Pairs that face each other, by the distance of their outer ends in bases.
    pub lengths: BTreeMap<u32, u64>,
    /// Pairs facing each other, facing away, on one strand, on two contigs.
    pub orientations: [u64; 4],
    /// The longest read, in bases.
    pub read_length: u32,
}

impl ReadGroup {
    /// Adds another region's counts.
    pub fn merge(&mut self, other: &Self) {
        for (length, count) in &other.lengths {
            *self.lengths.entry(*length).or_default() += count;
        }
        self.orientations.iter_mut().zip(other.orientations).for_each(|(sum, more)| *sum += more);
        self.read_length = self.read_length.max(other.read_length);
    }
}

impl Crossings {
    fn over(region: Interval) -> Self {
        let first = region.start() / CELL;
        let cells = (region.end().saturating_sub(1) / CELL - first + 1) as usize;
        Self { first, reads: vec![0; cells + 1], pairs: vec![0; cells + 1] }
    }
    /// Notes that cells wholly inside `from..to`, with the overhang, are crossed: as a difference, until [`Self::sum`].
    fn cross(&mut self, from: u32, to: u32, pair: bool) {
        let first = (from + OVERHANG).div_ceil(CELL);
        let behind = to.saturating_sub(OVERHANG) / CELL;
        if behind <= first {
            return;
        }
        let cells = if pair { &mut self.pairs } else { &mut self.reads };
        let (from, to) = ((first - self.first) as usize, (behind - self.first) as usize);
        if to >= cells.len() {
            cells.resize(to + 1, 0);
        }
        cells[from] = cells[from].wrapping_add(1);
        cells[to] = cells[to].wrapping_sub(1);
    }
    /// Differences become counts.
    fn sum(&mut self) {
        for cells in [&mut self.reads, &mut self.pairs] {
            let mut count = 0u32;
            for cell in cells.iter_mut() {
                count = count.wrapping_add(*cell);
                *cell = count;
            }
            while cells.last() == Some(&0) {
                cells.pop();
            }
        }
    }
    /// Reads and pairs over the cell that holds `position` (0-based); nothing outside of what was swept.
    pub fn at(&self, position: u32) -> (u32, u32) {
        let Some(cell) = (position / CELL).checked_sub(self.first) else { return (0, 0) };
        let count = |cells: &[u32]| cells.get(cell as usize).copied().unwrap_or(0);
        (count(&self.reads), count(&self.pairs))
    }
}

impl Fragments {
    pub(crate) fn over(region: Interval) -> Self {
        Self { groups: BTreeMap::new(), crossings: Crossings::over(region) }
    }
    /// Takes a primary read that is no duplicate, maps well and starts in the region. `end` is its own, 0-based and
    /// exclusive. `clean`: nothing about it is evidence.
    pub(crate) fn add(&mut self, read: &ReadView<'_>, end: u32, clean: bool) {
        let flags = read.flags;
        if clean {
            self.crossings.cross(read.start, end, false);
            let faces = !flags.is_reverse() && flags.is_mate_reverse() && read.template_length > 0;
            if flags.is_paired() && faces && read.mate_start > end && read.mate_start - end <= LONGEST {
                self.crossings.cross(end, read.mate_start, true);
            }
        }
        // The first read of the pair speaks for both.
        if read.start.is_multiple_of(SAMPLED) && flags.is_paired() && !flags.is_mate_unmapped() && flags.is_first() {
            self.sample(read);
        }
    }
    fn sample(&mut self, read: &ReadView<'_>) {
        let name = read.text_tag(*b"RG").map(String::from_utf8_lossy).unwrap_or_default();
        if !self.groups.contains_key(name.as_ref()) {
            self.groups.insert(name.clone().into_owned(), ReadGroup::default());
        }
        let Some(group) = self.groups.get_mut(name.as_ref()) else { return };
        let flags = read.flags;
        group.read_length = group.read_length.max(u32::try_from(read.bases.len()).unwrap_or(u32::MAX));
        let (forward, reverse) =
            if flags.is_reverse() { (read.mate_start, read.start) } else { (read.start, read.mate_start) };
        let orientation = match (read.mate_contig == read.contig, flags.is_reverse() == flags.is_mate_reverse()) {
            (false, _) => 3,
            (true, true) => 2,
            (true, false) if forward > reverse => 1,
            (true, false) => 0,
        };
        group.orientations[orientation] += 1;
        let length = read.template_length.unsigned_abs();
        if orientation == 0 && length > 0 && length <= LONGEST {
            *group.lengths.entry(length).or_default() += 1;
        }
    }
    pub(crate) fn finish(&mut self) {
        self.crossings.sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::{
        genome::ContigId,
        read::{CigarKind, CigarOp, Flags, ReadRecord},
    };

    fn pair(start: u32, mate: u32) -> ReadRecord {
        let mut read = ReadRecord::default();
        (read.start, read.mate_start, read.mapping_quality) = (start, mate, 60);
        read.flags = Flags(0x1 | 0x2 | 0x20 | 0x40);
        (read.contig, read.mate_contig) = (Some(ContigId(0)), Some(ContigId(0)));
        read.cigar = vec![CigarOp::new(CigarKind::Match, 100)];
        read.set_bases(&[b'A'; 100]);
        read.template_length = i32::try_from(mate + 100 - start).unwrap();
        read
    }

    fn add(fragments: &mut Fragments, read: &ReadRecord, clean: bool) {
        let read = read.view();
        fragments.add(&read, read.end(), clean);
    }

    #[test]
    fn a_cell_is_crossed_by_reads_that_reach_beyond_it() {
        let mut fragments = Fragments::over(Interval::new(ContigId(0), 1_024, 1_280).unwrap());
        // 1024 to 1124 with 8 bases each side: cells 1032.. to ..1116, that is from 1056 to 1088.
        add(&mut fragments, &pair(1_024, 1_324), true);
        add(&mut fragments, &pair(1_100, 1_400), false);
        fragments.finish();
        let reads = |position| fragments.crossings.at(position).0;
        assert_eq!((reads(1_055), reads(1_056), reads(1_087), reads(1_088)), (0, 1, 1, 0));
        // The middle is 1124 to 1324: from 1152 to 1312.
        let pairs = |position| fragments.crossings.at(position).1;
        assert_eq!((pairs(1_151), pairs(1_152), pairs(1_311), pairs(1_312)), (0, 1, 1, 0));
        assert_eq!(fragments.groups[""].lengths, BTreeMap::from([(400, 1)]));
        assert_eq!(fragments.groups[""].orientations, [1, 0, 0, 0]);
    }

    #[test]
    fn cut_regions_add_up_to_the_whole() {
        let reads: Vec<ReadRecord> = (0..40).map(|n| pair(1_000 + 17 * n, 1_250 + 17 * n)).collect();
        let swept = |from: u32, to: u32| {
            let mut fragments = Fragments::over(Interval::new(ContigId(0), from, to).unwrap());
            for read in reads.iter().filter(|read| read.start >= from && read.start < to) {
                add(&mut fragments, read, true);
            }
            fragments.finish();
            fragments.crossings
        };
        let (whole, left, right) = (swept(900, 2_500), swept(900, 1_333), swept(1_333, 2_500));
        for position in (900..2_600).step_by(16) {
            let (a, b) = (left.at(position), right.at(position));
            assert_eq!(whole.at(position), (a.0 + b.0, a.1 + b.1), "{position}");
        }
    }
}
