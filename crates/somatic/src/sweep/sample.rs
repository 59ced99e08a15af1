//! One sample's reads of one region: what each costs is one comparison with the reference and one copy.

use std::sync::Arc;

use marv_model::{
    case::ReadTally,
    genome::Interval,
    read::{CigarKind, MAPPING_QUALITY_MISSING, ReadSink, ReadView},
    sequence::Window,
};

use super::{
    compare::PackedReference,
    qualities::QualityCounts,
    store::{Aligned, ReadStore, hash},
    unplaced::Unplaced,
};
use crate::{
    config::SweepConfig,
    statistics::{QUALITIES, SampleStatistics, TEMPLATE_LENGTHS},
};

/// Bases beyond a read's start that its sample statistics take in; so that no read looks out of a padded window.
const STATISTICS_REACH: u32 = 500;

/// An insertion or deletion in one read's alignment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IndelSeen {
    /// Offset in the window of the base before it.
    pub(crate) anchor: u32,
    /// Deleted bases.
    pub(crate) deleted: u32,
    /// Inserted bases.
    pub(crate) inserted: Box<[u8]>,
}

/// A read's soft-clipped end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClipSeen {
    /// Offset in the window: of the first base that would have followed (right), or of the first aligned (left).
    pub(crate) at: u32,
    /// Whether the right end is clipped.
    pub(crate) right: bool,
    /// Index of the read among those used.
    pub(crate) read: u32,
}

/// Alternate reads of one base at one place: count in the upper 12 bits, sum of qualities in the lower 20.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally(u32);

impl Tally {
    #[inline]
    fn add(&mut self, quality: u8) {
        if self.0 >> 20 < 0xfff {
            self.0 += 1 << 20 | u32::from(quality);
        }
    }
    /// Reads, at most 4,095.
    #[inline]
    pub(crate) fn reads(self) -> u32 {
        self.0 >> 20
    }
    /// Their qualities' sum.
    #[inline]
    pub(crate) fn quality(self) -> u32 {
        self.0 & 0xf_ffff
    }
}

/// Takes the reads of one sample. Made and emptied by [`PairSweep`](super::PairSweep).
#[derive(Debug, Default)]
pub struct SampleSweep {
    pub(crate) config: SweepConfig,
    region: Option<Interval>,
    pub(crate) window_start: u32,
    window_end: u32,
    pub(crate) reference: Arc<PackedReference>,
    pub(crate) store: ReadStore,
    /// By offset in the window and alternate base (A, C, G, T).
    pub(crate) tallies: Vec<[Tally; 4]>,
    /// Offsets where a base was tallied as often as `min_alternate_reads` asks, sorted after `settle`.
    pub(crate) busy: Vec<u32>,
    /// Changes of the fragment depth, then (after `settle`) the depth itself.
    pub(crate) depth: Vec<i32>,
    pub(crate) indels: Vec<IndelSeen>,
    pub(crate) clips: Vec<ClipSeen>,
    /// Reads that lie nowhere and whose mates do, where they are asked for.
    pub(crate) unplaced: Unplaced,
    pub(crate) statistics: SampleStatistics,
    /// Bases of the sampled reads, by quality.
    compared: QualityCounts,
    /// Mismatches of the sampled reads: offset, base (0 to 3), quality.
    sampled: Vec<(u32, u8, u8)>,
}

impl SampleSweep {
    /// Empties it for a region.
    pub(crate) fn begin(&mut self, config: &SweepConfig, region: Interval, window: &Window) {
        self.reference = Arc::new(PackedReference::of(window.bases()));
        self.empty(config, region, window);
    }
    /// As [`begin`](Self::begin), with the reference that the other sample has packed already.
    pub(crate) fn begin_beside(&mut self, other: &Self, config: &SweepConfig, region: Interval, window: &Window) {
        self.reference = Arc::clone(&other.reference);
        self.empty(config, region, window);
    }
    fn empty(&mut self, config: &SweepConfig, region: Interval, window: &Window) {
        self.config.clone_from(config);
        self.region = Some(region);
        self.window_start = window.interval().start();
        self.window_end = window.interval().end();
        let length = window.bases().len();
        if self.tallies.len() == length {
            // Only where a read differed is there anything to wipe out.
            for at in &self.store.differing {
                self.tallies[*at as usize] = [Tally::default(); 4];
            }
        } else {
            self.tallies.clear();
            self.tallies.resize(length, [Tally::default(); 4]);
        }
        self.store.begin(&self.reference, self.window_start);
        self.depth.clear();
        self.depth.resize(length + 1, 0);
        self.indels.clear();
        self.clips.clear();
        self.unplaced.clear();
        self.sampled.clear();
        self.busy.clear();
        self.compared.take();
        self.statistics = SampleStatistics {
            qualities: vec![[0; 2]; QUALITIES],
            template_lengths: vec![0; TEMPLATE_LENGTHS],
            ..SampleStatistics::default()
        };
    }

    /// Why a record is no evidence, counted; or its mapping quality.
    fn admit(tally: &mut ReadTally, config: &SweepConfig, read: &ReadView<'_>) -> Option<u8> {
        let flags = read.flags;
        if flags.0 & 0xf04 != 0 {
            if flags.is_secondary() {
                tally.secondary += 1;
            } else if flags.is_supplementary() {
                tally.supplementary += 1;
            } else if flags.is_qc_fail() {
                tally.qc_fail += 1;
            } else if flags.is_duplicate() {
                tally.duplicates += 1;
            }
            return None;
        }
        // Without base qualities a base is neither good nor bad: such a read is no evidence, and is counted as such.
        if read.bases.is_empty() || read.qualities.len() != read.bases.len() || read.qualities[0] == 0xff {
            tally.unusable += 1;
            return None;
        }
        let quality = if read.mapping_quality == MAPPING_QUALITY_MISSING {
            config.missing_mapping_quality
        } else {
            read.mapping_quality
        };
        if quality < config.min_mapping_quality {
            tally.low_mapping_quality += 1;
            return None;
        }
        tally.used += 1;
        Some(quality)
    }

    /// Notes what the aligned read shows that the reference does not; none for a record whose operations do not fit its
    /// bases.
    fn compare(&mut self, read: &ReadView<'_>, sampled: bool) -> Option<Aligned> {
        let (mut base, mut place, mut clips) = (0u32, read.start, [0u32; 2]);
        let mut stretches = 0;
        let mut simple = true;
        let total = u32::try_from(read.bases.len()).ok()?;
        if let [op] = read.cigar
            && op.length() == total
            && matches!(op.kind(), CigarKind::Match | CigarKind::Equal | CigarKind::Different)
        {
            // Nine reads in ten.
            let end = read.start.checked_add(total)?;
            let differing = self.stretch(read, 0, read.start, total, sampled);
            let equal = !differing && self.window_start <= read.start && end <= self.window_end;
            return Some(Aligned { end, clips: [0, 0], simple: true, equal });
        }
        let (mut read_bases, mut reference_bases) = (0u32, 0u32);
        for op in read.cigar {
            read_bases = read_bases.checked_add(op.read_bases())?;
            reference_bases = reference_bases.checked_add(op.reference_bases())?;
        }
        if read_bases != total || reference_bases == 0 {
            return None;
        }
        read.start.checked_add(reference_bases)?;
        let index = u32::try_from(self.store.reads.len()).ok()?;
        let mut differing = false;
        for op in read.cigar {
            let length = op.length();
            match op.kind() {
                CigarKind::Match | CigarKind::Equal | CigarKind::Different => {
                    stretches += 1;
                    differing |= self.stretch(read, base, place, length, sampled);
                    base += length;
                    place += length;
                }
                CigarKind::Insertion => {
                    simple = false;
                    // At the edge of an alignment it has no anchor, and is no better than a clip.
                    if stretches > 0 && base + length < total && length <= self.config.max_indel {
                        let inserted = (base..base + length).map(|i| read.bases.base(i as usize)).collect();
                        self.indel(place, 0, inserted);
                    }
                    base += length;
                }
                CigarKind::Deletion => {
                    simple = false;
                    if stretches > 0 && length <= self.config.max_indel {
                        self.indel(place, length, Box::default());
                    }
                    place += length;
                }
                CigarKind::Skip => {
                    simple = false;
                    place += length;
                }
                CigarKind::SoftClip => {
                    clips[usize::from(stretches > 0)] += length;
                    if (self.window_start..self.window_end).contains(&place) {
                        self.clips.push(ClipSeen { at: place - self.window_start, right: stretches > 0, read: index });
                    }
                    base += length;
                }
                CigarKind::HardClip | CigarKind::Padding => {}
            }
        }
        let simple = simple && stretches == 1;
        let inside = self.window_start <= read.start && place <= self.window_end;
        Some(Aligned { end: place, clips, simple, equal: simple && inside && !differing && clips == [0, 0] })
    }

    fn indel(&mut self, place: u32, deleted: u32, inserted: Box<[u8]>) {
        if place > self.window_start && place + deleted < self.window_end {
            let anchor = place - 1 - self.window_start;
            self.store.differing.push(anchor);
            if !inserted.contains(&b'N') {
                self.indels.push(IndelSeen { anchor, deleted, inserted });
            }
        }
    }

    /// Compares one aligned stretch with the window's part of it, and tells whether anything differs.
    #[inline]
    fn stretch(&mut self, read: &ReadView<'_>, base: u32, place: u32, length: u32, sampled: bool) -> bool {
        let from = place.max(self.window_start);
        let to = (place + length).min(self.window_end);
        if from >= to {
            return false;
        }
        let (base, offset) = (base + (from - place), from - self.window_start);
        let stretch = (to - from) as usize;
        let Self { reference, tallies, store, sampled: mismatches, config, busy, .. } = self;
        let qualities = read.qualities;
        let last_counted = read.start.saturating_add(STATISTICS_REACH).saturating_sub(self.window_start);
        let mut differing = false;
        reference.differences(read.bases, base as usize, offset as usize, stretch, |i| {
            differing = true;
            let code = read.bases.code(base as usize + i);
            let at = offset as usize + i;
            let column = code.trailing_zeros() as usize;
            // One base, not an ambiguity, against a known one.
            if code.is_power_of_two() && reference.letters()[at] != b'N' {
                let quality = qualities[base as usize + i];
                let at_offset = offset + u32::try_from(i).unwrap_or(u32::MAX);
                if quality >= config.min_base_quality {
                    let tally = &mut tallies[at][column];
                    tally.add(quality);
                    if tally.reads() == config.min_alternate_reads.max(1) {
                        busy.push(at_offset);
                    }
                    store.differing.push(at_offset);
                }
                if sampled && at_offset < last_counted {
                    mismatches.push((at_offset, u8::try_from(column).unwrap_or(0), quality));
                }
            }
        });
        if sampled {
            let end = (last_counted.saturating_sub(offset) as usize).min(stretch);
            self.compared.count(&qualities[base as usize..base as usize + end]);
        }
        differing
    }

    /// After the last read: depth from its changes, errors from the sampled mismatches.
    pub(crate) fn settle(&mut self) {
        if let Some(moved) = self.store.settle() {
            self.clips.iter_mut().for_each(|clip| clip.read = moved[clip.read as usize]);
        }
        self.unplaced.settle();
        self.busy.sort_unstable();
        self.busy.dedup();
        for (row, compared) in self.statistics.qualities.iter_mut().zip(self.compared.take()) {
            row[0] += compared;
        }
        let mut depth = 0;
        for change in &mut self.depth {
            depth += *change;
            *change = depth;
        }
        for (offset, base, quality) in &self.sampled {
            // METHOD: a base that three reads and more than one in fifty share is a variant or a site's own error, not
            // the quality's.
            let shared = self.tallies[*offset as usize][usize::from(*base)].reads();
            let depth = u32::try_from(self.depth[*offset as usize]).unwrap_or(0);
            if shared >= 3 && shared * 50 > depth {
                continue;
            }
            if let Some(row) = self.statistics.qualities.get_mut(usize::from(*quality)) {
                row[1] += 1;
            }
        }
    }
}

impl ReadSink for SampleSweep {
    fn accept(&mut self, read: &ReadView<'_>) {
        let Some(region) = self.region else { return };
        if read.contig != Some(region.contig()) {
            return;
        }
        // A read belongs to the region that holds its start: it is counted there and nowhere else.
        let owned = (region.start()..region.end()).contains(&read.start);
        let mut elsewhere = ReadTally::default();
        let tally = if owned { &mut self.statistics.tally } else { &mut elsewhere };
        tally.records += 1;
        if self.config.assemble && read.flags.is_unmapped() {
            self.unplaced.take(read);
        }
        let Some(mapping_quality) = Self::admit(tally, &self.config, read) else { return };
        let name = hash(read.name);
        // One read in eight, chosen by its name, tells of base qualities.
        let sampled = owned && name.trailing_zeros() >= 3;
        let first = u32::try_from(self.store.differing.len()).unwrap_or(u32::MAX);
        let Some(aligned) = self.compare(read, sampled) else {
            if owned {
                self.statistics.tally.used -= 1;
                self.statistics.tally.unusable += 1;
            }
            return;
        };
        self.store.push(read, name, mapping_quality, aligned, first);
        self.cover(read, aligned.end);
        if owned && read.flags.is_proper_pair() {
            // A length of 0 or less, which every other read has, adds nothing; without a branch that cannot be foreseen.
            let length = usize::try_from(read.template_length).unwrap_or(0);
            if let Some(count) = self.statistics.template_lengths.get_mut(length) {
                *count += u64::from(length > 0);
            }
        }
    }
}

impl SampleSweep {
    /// Adds the read to the fragment depth. The bases that it shares with its mate are the mate's: for the left read of
    /// a pair they end where the mate starts, without a look at names.
    #[inline]
    fn cover(&mut self, read: &ReadView<'_>, end: u32) {
        let flags = read.flags;
        let mated = flags.is_paired() && !flags.is_mate_unmapped() && read.mate_contig == read.contig;
        let leads = read.mate_start > read.start || (read.mate_start == read.start && flags.is_first());
        let end = if mated && leads { end.min(read.mate_start) } else { end };
        let from = read.start.max(self.window_start);
        let to = end.min(self.window_end);
        if from < to {
            self.depth[(from - self.window_start) as usize] += 1;
            self.depth[(to - self.window_start) as usize] -= 1;
        }
    }
}
