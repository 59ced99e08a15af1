//! The reads of one region, copied as compactly as later looks need them.

use std::{ops::Range, sync::Arc};

use marv_model::read::{BASE_OF_CODE, CigarKind, CigarOp, Flags, ReadView};

use super::compare::PackedReference;

/// One used read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    /// 0-based, of the first aligned base.
    pub(crate) start: u32,
    /// 0-based, exclusive.
    pub(crate) end: u32,
    /// 0-based; `u32::MAX` without a mate on this contig.
    pub(crate) mate_start: u32,
    /// |TLEN|, 0 when unknown.
    pub(crate) template: u32,
    /// Of the name: mates share it.
    pub(crate) name: u64,
    /// Where its packed bases begin in the arena, qualities behind them; of one that equals the reference, qualities alone.
    at: u32,
    /// Bases, clipped ones included.
    pub(crate) length: u32,
    /// Soft-clipped bases at both ends.
    pub(crate) clips: [u32; 2],
    /// Where its operations begin; `cigar_length` is 0 for one stretch of aligned bases between clips.
    cigar_at: u32,
    cigar_length: u32,
    /// Where its differing places begin in the list, and how many there are.
    pub(crate) differences: (u32, u32),
    pub(crate) flags: Flags,
    pub(crate) mapping_quality: u8,
    /// The mate may cover the same bases.
    pub(crate) meets_mate: bool,
    /// Its bases are the reference's, and are not kept.
    equal: bool,
}

impl Read {
    /// Whether the pair is in F1R2 orientation; none for an unpaired read.
    pub(crate) fn orientation(&self) -> Option<bool> {
        self.flags.is_paired().then(|| self.flags.is_first() != self.flags.is_reverse())
    }
    /// What the fragment is told apart by: its leftmost place and its length, or its own start when unpaired.
    pub(crate) fn fragment(&self) -> (u32, u32) {
        (self.start.saturating_sub(self.clips[0]).min(self.mate_start), self.template)
    }
    /// One stretch of aligned bases, equal to the reference, nothing clipped.
    pub(crate) fn is_plain(&self) -> bool {
        self.cigar_length == 0 && self.differences.1 == 0 && self.clips == [0, 0]
    }
    /// Whether it has no insertion, deletion or skip.
    pub(crate) fn is_simple(&self) -> bool {
        self.cigar_length == 0
    }
}

/// How a read lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aligned {
    /// 0-based, exclusive, on the reference.
    pub(crate) end: u32,
    /// Soft-clipped bases at both ends.
    pub(crate) clips: [u32; 2],
    /// One stretch of aligned bases between the clips.
    pub(crate) simple: bool,
    /// One stretch inside of the window without clips, and each of its bases is the reference's, whatever its quality.
    pub(crate) equal: bool,
}

/// What a read shows at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Base `index` of the read.
    Base(u32),
    /// The place is deleted.
    Deleted,
    /// It is not covered.
    Nothing,
}

/// All used reads, in the file's order.
#[derive(Debug, Default)]
pub(crate) struct ReadStore {
    pub(crate) reads: Vec<Read>,
    /// The first read of each stretch of [`STRETCH`] places of the window or of a later one.
    firsts: Vec<u32>,
    bytes: Vec<u8>,
    cigars: Vec<CigarOp>,
    /// Places (offset in the window) where a read differs from the reference, read by read.
    pub(crate) differing: Vec<u32>,
    /// Longest reference span of a read that is not in `long`.
    span: u32,
    /// Reads of an extraordinary span, looked at for every place.
    long: Vec<u32>,
    /// A read came before its predecessor.
    disordered: bool,
    /// What reads that equal it are not kept for.
    reference: Arc<PackedReference>,
    window_start: u32,
}

/// Both letters of a packed byte.
const LETTERS_OF_BYTE: [[u8; 2]; 256] = {
    let mut letters = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = [BASE_OF_CODE[byte >> 4], BASE_OF_CODE[byte & 0xf]];
        byte += 1;
    }
    letters
};

/// Spans above this are kept apart, so that one spliced read does not slow the search for all.
const LONG_SPAN: u32 = 2_000;
/// Places whose first read is remembered, so that reads of a place are found without a search through all.
const STRETCH: u32 = 256;

impl ReadStore {
    /// Empties it for a window.
    pub(crate) fn begin(&mut self, reference: &Arc<PackedReference>, window_start: u32) {
        self.reference = Arc::clone(reference);
        self.window_start = window_start;
        self.disordered = false;
        self.reads.clear();
        self.firsts.clear();
        self.bytes.clear();
        self.cigars.clear();
        self.differing.clear();
        self.long.clear();
        self.span = 0;
    }
    /// More bytes than the reads' 32-bit offsets reach.
    pub(crate) fn overflows(&self) -> bool {
        u32::try_from(self.bytes.len()).is_err()
    }
    /// Takes a read over. Differences are added to `differing` by the caller before.
    #[inline]
    pub(crate) fn push(
        &mut self,
        view: &ReadView<'_>,
        name: u64,
        mapping_quality: u8,
        aligned: Aligned,
        first_difference: u32,
    ) {
        let Aligned { end, clips, simple, equal } = aligned;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let at = count(self.bytes.len());
        if !equal {
            self.bytes.extend_from_slice(view.bases.bytes());
        }
        self.bytes.extend_from_slice(view.qualities);
        let cigar_at = count(self.cigars.len());
        if !simple {
            self.cigars.extend_from_slice(view.cigar);
        }
        let same = view.flags.is_paired() && !view.flags.is_mate_unmapped() && view.mate_contig == view.contig;
        let mate_start = if same { view.mate_start } else { u32::MAX };
        let span = end - view.start;
        if span > LONG_SPAN {
            self.long.push(count(self.reads.len()));
        } else {
            self.span = self.span.max(span);
        }
        self.disordered |= self.reads.last().is_some_and(|last| last.start > view.start);
        self.mark(view.start, count(self.reads.len()));
        self.reads.push(Read {
            start: view.start,
            end,
            mate_start,
            template: view.template_length.unsigned_abs(),
            name,
            at,
            length: count(view.bases.len()),
            clips,
            cigar_at,
            cigar_length: if simple { 0 } else { count(view.cigar.len()) },
            differences: (first_difference, count(self.differing.len()) - first_difference),
            flags: view.flags,
            mapping_quality,
            meets_mate: same && mate_start < end && mate_start.saturating_add(span.max(LONG_SPAN)) > view.start,
            equal,
        });
    }
    /// File order is coordinate order; a file that lies about it is sorted here. Then each read's new index, by its old one.
    pub(crate) fn settle(&mut self) -> Option<Vec<u32>> {
        if !self.disordered {
            return None;
        }
        let mut order: Vec<u32> = (0u32..).zip(&self.reads).map(|(index, _)| index).collect();
        order.sort_by_key(|index| self.reads[*index as usize].start);
        self.reads = order.iter().map(|index| self.reads[*index as usize]).collect();
        self.long = (0u32..)
            .zip(&self.reads)
            .filter(|(_, read)| read.end - read.start > LONG_SPAN)
            .map(|(index, _)| index)
            .collect();
        self.firsts.clear();
        for index in 0..self.reads.len() {
            self.mark(self.reads[index].start, u32::try_from(index).unwrap_or(u32::MAX));
        }
        let mut moved = vec![0; order.len()];
        (0u32..).zip(&order).for_each(|(new, old)| moved[*old as usize] = new);
        Some(moved)
    }
    /// Remembers the read `index`, which starts at `start` and is the last so far, for the stretches that begin up to it.
    #[inline]
    fn mark(&mut self, start: u32, index: u32) {
        let stretch = (start.saturating_sub(self.window_start) / STRETCH) as usize;
        if self.firsts.len() <= stretch {
            self.firsts.resize(stretch + 1, index);
        }
    }
    /// The index of the first read that starts at `position` or behind it; of reads in order.
    fn first_from(&self, position: u32) -> usize {
        let stretch = (position.saturating_sub(self.window_start) / STRETCH) as usize;
        let first = |stretch: usize| self.firsts.get(stretch).map_or(self.reads.len(), |first| *first as usize);
        let (from, to) = (first(stretch), first(stretch + 1));
        from + self.reads[from..to].partition_point(|read| read.start < position)
    }
    /// The indices of the reads whose alignment, widened by `reach` bases on both sides, covers a base of
    /// `from..to`, in order.
    pub(crate) fn overlapping(&self, from: u32, to: u32, reach: u32, found: &mut Vec<u32>) {
        found.clear();
        let earliest = from.saturating_sub(self.span + reach);
        let (first, last) = (self.first_from(earliest), self.first_from(to.saturating_add(reach)));
        let index = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        found.extend(self.long.iter().copied().filter(|n| {
            let read = &self.reads[*n as usize];
            read.start < to.saturating_add(reach) && read.end + reach > from
        }));
        found.extend((first..last).map(index).filter(|n| {
            let read = &self.reads[*n as usize];
            read.end.saturating_add(reach) > from && read.end - read.start <= LONG_SPAN
        }));
        if !self.long.is_empty() {
            found.sort_unstable();
        }
    }
    /// The letter of base `index` of a read.
    #[inline]
    pub(crate) fn base(&self, read: &Read, index: u32) -> u8 {
        if read.equal {
            let offset = (read.start + index).wrapping_sub(self.window_start) as usize;
            return self.reference.letters_as_read(offset, 1).next().unwrap_or(b'N');
        }
        let byte = self.bytes.get((read.at + index / 2) as usize).copied().unwrap_or(0xff);
        BASE_OF_CODE[usize::from(if index.is_multiple_of(2) { byte >> 4 } else { byte & 0xf })]
    }
    /// All letters of a read.
    pub(crate) fn letters(&self, read: &Read, letters: &mut Vec<u8>) {
        let (from, length) = (read.at as usize, read.length as usize);
        if read.equal {
            letters.clear();
            letters.extend(self.reference.letters_as_read((read.start - self.window_start) as usize, length));
            return;
        }
        let packed = self.bytes.get(from..from + length.div_ceil(2)).unwrap_or(&[]);
        letters.clear();
        letters.extend(packed.iter().flat_map(|byte| LETTERS_OF_BYTE[usize::from(*byte)]));
        letters.truncate(length);
    }
    /// The qualities of a read.
    #[inline]
    pub(crate) fn qualities(&self, read: &Read) -> &[u8] {
        let from = (read.at + if read.equal { 0 } else { read.length.div_ceil(2) }) as usize;
        self.bytes.get(from..from + read.length as usize).unwrap_or(&[])
    }
    /// The operations of a read; empty for a simple one.
    pub(crate) fn cigar(&self, read: &Read) -> &[CigarOp] {
        let from = read.cigar_at as usize;
        self.cigars.get(from..from + read.cigar_length as usize).unwrap_or(&[])
    }
    /// Whether its alignment gains or loses (negative) so many bases at a place within `places`.
    pub(crate) fn has_gap(&self, read: &Read, change: i64, places: &Range<u32>) -> bool {
        let mut place = read.start;
        for op in self.cigar(read) {
            let (kind, length) = (op.kind(), op.length());
            let gained = match kind {
                CigarKind::Insertion => i64::from(length),
                CigarKind::Deletion => -i64::from(length),
                _ => 0,
            };
            if gained != 0 && gained == change && places.contains(&place) {
                return true;
            }
            if kind.consumes_reference() {
                place += length;
            }
        }
        false
    }
    /// Where a read differs, as offsets in the window.
    pub(crate) fn differences(&self, read: &Read) -> &[u32] {
        let (from, count) = (read.differences.0 as usize, read.differences.1 as usize);
        self.differing.get(from..from + count).unwrap_or(&[])
    }
    /// What the read shows at `position` (0-based on the contig).
    #[inline]
    pub(crate) fn shown(&self, read: &Read, position: u32) -> Shown {
        if position < read.start || position >= read.end {
            return Shown::Nothing;
        }
        if read.is_simple() {
            return Shown::Base(read.clips[0] + position - read.start);
        }
        let (mut base, mut place) = (0, read.start);
        for op in self.cigar(read) {
            let (kind, length) = (op.kind(), op.length());
            if kind.consumes_reference() {
                if position < place + length {
                    return match kind {
                        CigarKind::Deletion => Shown::Deleted,
                        CigarKind::Skip => Shown::Nothing,
                        _ => Shown::Base(base + position - place),
                    };
                }
                place += length;
            }
            if kind.consumes_read() {
                base += length;
            }
        }
        Shown::Nothing
    }
}

/// A 64-bit hash of a read's name: eight bytes a round, multiplied and rotated, in two sums in turn, because a sum waits
/// for its own last multiplication.
#[inline]
pub(crate) fn hash(name: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(ODD).rotate_left(29);
    let (pairs, _) = name.as_chunks::<16>();
    let word = |bytes: &[u8; 16], at: usize| bytes[at..].first_chunk::<8>().map_or(0, |word| u64::from_le_bytes(*word));
    let sums = pairs
        .iter()
        .fold([name.len() as u64, ODD], |[even, odd], pair| [mix(even, word(pair, 0)), mix(odd, word(pair, 8))]);
    let (words, rest) = name[16 * pairs.len()..].as_chunks::<8>();
    let state = sums[0] ^ sums[1].rotate_left(32);
    let mut state = words.iter().fold(state, |state, word| mix(state, u64::from_le_bytes(*word)));
    if let (Some(last), false) = (name.last_chunk::<8>(), rest.is_empty()) {
        // The bytes that are left, as the low bytes of a word: the last eight, less those before them.
        let left = u32::try_from(rest.len()).unwrap_or(0);
        state = mix(state, u64::from_le_bytes(*last) >> (64 - 8 * left));
    } else if !rest.is_empty() {
        let mut last = [0u8; 8];
        last[..rest.len()].copy_from_slice(rest);
        state = mix(state, u64::from_le_bytes(last));
    }
    mix(state, state >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight bytes a round, the last ones filled up with zeros.
    fn slowly(name: &[u8]) -> u64 {
        let mix = |state: u64, word: u64| (state ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let words: Vec<u64> =
            name.chunks(8).map(|part| part.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))).collect();
        // Words in pairs, the first of each to one sum and the second to the other; then those that are left.
        let paired = name.len() / 16 * 2;
        let of = |start: u64, at: usize| (at..paired).step_by(2).fold(start, |sum, at| mix(sum, words[at]));
        let both = of(name.len() as u64, 0) ^ of(0x9e37_79b9_7f4a_7c15, 1).rotate_left(32);
        let state = words[paired..].iter().fold(both, |state, word| mix(state, *word));
        mix(state, state >> 32)
    }

    #[test]
    fn the_first_read_from_a_place_on_is_that_of_a_search_through_all() {
        let mut store = ReadStore::default();
        store.begin(&Arc::new(PackedReference::of(&[b'A'; 4_000])), 1_000);
        // Some start before the window, none from 1,900 to 2,799, several at one place.
        let starts = [880, 990, 1_000, 1_255, 1_256, 1_256, 1_700, 1_899, 2_800, 2_800, 3_071, 3_072, 4_990];
        let aligned = |end| Aligned { end, clips: [0, 0], simple: true, equal: false };
        for start in starts {
            let mut read = marv_model::read::ReadRecord::default();
            read.start = start;
            store.push(&read.view(), 0, 60, aligned(start + 150), 0);
        }
        for position in 700..5_500 {
            let expected = starts.iter().filter(|start| **start < position).count();
            assert_eq!(store.first_from(position), expected, "{position}");
        }
    }

    #[test]
    fn a_gap_is_found_by_its_length_and_its_place() {
        let mut store = ReadStore::default();
        store.begin(&Arc::new(PackedReference::of(&[b'A'; 400])), 0);
        let op = CigarOp::new;
        let mut read = marv_model::read::ReadRecord::default();
        read.start = 100;
        read.cigar = vec![
            op(CigarKind::SoftClip, 3),
            op(CigarKind::Match, 20),
            op(CigarKind::Deletion, 2),
            op(CigarKind::Match, 30),
            op(CigarKind::Insertion, 4),
            op(CigarKind::Match, 10),
        ];
        store.push(&read.view(), 0, 60, Aligned { end: 162, clips: [3, 0], simple: false, equal: false }, 0);
        let has = |change, places: Range<u32>| store.has_gap(&store.reads[0], change, &places);
        assert!(has(-2, 110..121) && has(4, 152..153));
        // Another length; another place.
        assert!(!has(2, 0..400) && !has(-4, 0..400) && !has(-2, 121..400) && !has(4, 0..152));
    }

    #[test]
    fn a_name_of_any_length_has_the_hash_of_its_padded_words() {
        let name = b"A00123:45:HXXXXDSXX:1:1101:10004:1063";
        for length in 0..=name.len() {
            assert_eq!(hash(&name[..length]), slowly(&name[..length]), "{length}");
        }
    }
}
