//! Reads that may show a breakend: split, clipped, with a long gap, or with a mate where none is expected.
//!
//! A clean read costs a look at its flags, its first and last operation and its template length, and is not kept.

use marv_model::{
    genome::Interval,
    read::{CigarKind, CigarOp, Flags, ReadView},
};
use serde::{Deserialize, Serialize};

/// METHOD: clips of fewer good bases are as often errors of the read's end as they are breakends.
pub const MIN_CLIP: u32 = 8;
/// METHOD: a clip this long is kept though no other read agrees; the chance that it lies elsewhere by itself is small.
const LONE_CLIP: u32 = 24;
/// METHOD: clips agree when their places differ by less than the ambiguity that an aligner leaves.
pub(crate) const AGREEMENT: u32 = 3;
/// Gaps of an alignment from this length on are kept as breakends, in bases.
pub const MIN_GAP: u32 = 15;
/// Bases below this quality are stored as N and speak for nothing.
const GOOD_QUALITY: u8 = 10;
/// Pairs that face each other within this distance are as expected, whatever the aligner's flag says, in bases.
const NEAR_PAIR: u32 = 500;
/// Pairs that face each other beyond this distance are kept, whatever the aligner's flag says, in bases.
pub const FAR_PAIR: u32 = 1_000;
/// By how much the mates of a short fragment may reach past each other, in bases.
const DOVETAIL: u32 = 100;
/// Reads longer than this on the reference are kept without agreement: what agrees with their far end may lie outside
/// of what a scan of the region hands out, and evidence must not depend on that.
const LONG_READ: u32 = 900;

/// Another part of a split read, from its SA field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitPart {
    /// The contig as the file names it.
    pub contig: String,
    /// 0-based, of the first aligned base.
    pub start: u32,
    /// On the reverse strand.
    pub reverse: bool,
    /// 0 to 255.
    pub mapping_quality: u8,
    /// Operations, packed as in BAM.
    pub cigar: Vec<u32>,
}

/// A read that may show a breakend. Its contig is its region's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreakendRead {
    /// A hash of the template's name: mates share it.
    pub name: u64,
    /// Flags of SAM.
    pub flags: Flags,
    /// 0-based, of the first aligned base.
    pub start: u32,
    /// 0 to 254; 255 is missing.
    pub mapping_quality: u8,
    /// Operations, packed as in BAM.
    pub cigar: Vec<u32>,
    /// The mate's contig, the reference's number, and 0-based start; none without a placed mate.
    pub mate: Option<(u32, u32)>,
    /// Whether the mate has no place of its own.
    pub mate_unmapped: bool,
    /// Whether the pair itself is evidence: not facing each other at the usual distance.
    pub distant_pair: bool,
    /// Letters; N where the quality is poor. Empty where only the pair is evidence.
    #[serde(with = "packed")]
    pub bases: Vec<u8>,
    /// The read's other parts.
    pub parts: Vec<SplitPart>,
}

impl BreakendRead {
    /// The operations.
    pub fn operations(&self) -> impl DoubleEndedIterator<Item = CigarOp> + '_ {
        self.cigar.iter().map(|op| CigarOp(*op))
    }
    /// 0-based, exclusive end on the reference.
    pub fn end(&self) -> u32 {
        self.start.saturating_add(self.operations().map(CigarOp::reference_bases).sum())
    }
}

/// What one sample's reads of a region show, with the clips around it that other clips may agree with.
#[derive(Debug, Default)]
pub(crate) struct BreakendSweep {
    kept: Vec<(BreakendRead, Clips)>,
    /// Places of clips, region and surroundings, as [`clip_key`].
    places: Vec<u64>,
}

/// The two ends of a read that may be clipped: the place of the break and whether it stands without agreement.
#[derive(Debug, Clone, Copy, Default)]
struct Clips {
    left: Option<u64>,
    right: Option<u64>,
    /// Kept whatever other clips say.
    sure: bool,
}

/// A place and a side as one number that sorts by side, then place.
pub(super) fn clip_key(place: u32, left: bool) -> u64 {
    u64::from(left) << 32 | u64::from(place)
}

impl BreakendSweep {
    /// Whether anything about a read may be evidence; a few comparisons.
    pub(crate) fn is_candidate(read: &ReadView<'_>) -> bool {
        let clip = |op: Option<&CigarOp>| {
            op.is_some_and(|op| {
                matches!(op.kind(), CigarKind::SoftClip | CigarKind::HardClip) && op.length() >= MIN_CLIP
            })
        };
        clip(read.cigar.first())
            || clip(read.cigar.last())
            || (read.cigar.len() > 2 && read.cigar.iter().any(|op| is_gap(*op)))
            || is_distant_pair(read)
            || read.flags.is_mate_unmapped()
    }

    /// Takes a candidate; reads that start outside of the region only agree.
    pub(crate) fn add(&mut self, read: &ReadView<'_>, region: Interval) {
        if read.mapping_quality == 0 && !has_parts(read) {
            return;
        }
        let through = reads_through(read);
        let left = good_clip(read, true).filter(|_| !through || !read.flags.is_reverse());
        let right = good_clip(read, false).filter(|_| !through || read.flags.is_reverse());
        let end = read.end();
        let clips = Clips {
            left: left.map(|_| clip_key(read.start, true)),
            right: right.map(|_| clip_key(end, false)),
            sure: false,
        };
        self.places.extend(clips.left.into_iter().chain(clips.right));
        if read.start < region.start() || read.start >= region.end() {
            return;
        }
        let parts = read.text_tag(*b"SA").map(split_parts).unwrap_or_default();
        let distant_pair = is_distant_pair(read);
        let gap = read.cigar.iter().any(|op| is_gap(*op));
        let long = [left, right].into_iter().flatten().any(|bases| bases >= LONE_CLIP);
        let sure = !parts.is_empty() || distant_pair || gap || long || end - read.start > LONG_READ;
        if !sure && clips.left.is_none() && clips.right.is_none() {
            return;
        }
        let whole = !parts.is_empty() || gap || left.is_some() || right.is_some();
        let kept = BreakendRead {
            name: name_hash(read.name),
            flags: read.flags,
            start: read.start,
            mapping_quality: read.mapping_quality,
            cigar: read.cigar.iter().map(|op| op.0).collect(),
            mate: read
                .mate_contig
                .filter(|_| read.flags.is_paired() && !read.flags.is_mate_unmapped())
                .map(|contig| (contig.0, read.mate_start)),
            mate_unmapped: read.flags.is_mate_unmapped(),
            distant_pair,
            bases: if whole { masked(read) } else { Vec::new() },
            parts,
        };
        self.kept.push((kept, Clips { sure, ..clips }));
    }

    /// The places of clips seen so far, for the other sample of the pair to agree with.
    pub(crate) fn places(&self) -> &[u64] {
        &self.places
    }

    /// The reads to keep, in order of start; `places` are the clips of both samples, sorted.
    pub(crate) fn finish(self, places: &[u64]) -> Vec<BreakendRead> {
        let agreed = |key: Option<u64>| {
            key.is_some_and(|key| {
                let from = places.partition_point(|place| *place + u64::from(AGREEMENT) < key);
                let to = places.partition_point(|place| *place <= key + u64::from(AGREEMENT));
                to - from > 1 // itself is one
            })
        };
        let mut reads: Vec<BreakendRead> = self
            .kept
            .into_iter()
            .filter(|(_, clips)| clips.sure || agreed(clips.left) || agreed(clips.right))
            .map(|(read, _)| read)
            .collect();
        reads.sort_by_key(|read| (read.start, read.name, read.flags.0));
        reads
    }
}

fn is_gap(op: CigarOp) -> bool {
    matches!(op.kind(), CigarKind::Insertion | CigarKind::Deletion) && op.length() >= MIN_GAP
}

fn has_parts(read: &ReadView<'_>) -> bool {
    read.text_tag(*b"SA").is_some()
}

/// Whether a pair does not face each other at the usual distance. Reads without a placed mate are none.
#[inline]
pub(crate) fn is_distant_pair(read: &ReadView<'_>) -> bool {
    let flags = read.flags;
    if !flags.is_paired() || flags.is_mate_unmapped() || flags.is_supplementary() {
        return false;
    }
    let Some(mate) = read.mate_contig else { return false };
    if read.contig != Some(mate) {
        return true;
    }
    if flags.is_reverse() == flags.is_mate_reverse() {
        return true;
    }
    let (forward, reverse) =
        if flags.is_reverse() { (read.mate_start, read.start) } else { (read.start, read.mate_start) };
    if reverse + DOVETAIL < forward {
        return true;
    }
    let distance = read.template_length.unsigned_abs();
    distance > FAR_PAIR || (distance > NEAR_PAIR && !flags.is_proper_pair())
}

/// Bases by which the two ends of a short fragment may lie elsewhere than its mates say.
const SAME_END: u32 = 3;

/// Whether a fragment is shorter than its read, which goes on into the library's adapter: mates face each other from one start to one end,
/// and what is clipped behind the fragment's end is no genome.
fn reads_through(read: &ReadView<'_>) -> bool {
    let flags = read.flags;
    let facing = flags.is_paired() && !flags.is_mate_unmapped() && flags.is_reverse() != flags.is_mate_reverse();
    let near = |one: u32, other: u32| one.abs_diff(other) <= SAME_END;
    facing
        && read.mate_contig == read.contig
        && near(read.mate_start, read.start)
        && near(read.template_length.unsigned_abs(), read.end() - read.start)
}

/// The good bases of a soft clip at an end, where there are enough of them; hard clips have none to show but count by
/// their length.
fn good_clip(read: &ReadView<'_>, left: bool) -> Option<u32> {
    let op = if left { read.cigar.first() } else { read.cigar.last() }?;
    match op.kind() {
        CigarKind::HardClip => (op.length() >= MIN_CLIP).then(|| op.length()),
        CigarKind::SoftClip => {
            let length = op.length() as usize;
            let from = if left { 0 } else { read.bases.len().saturating_sub(length) };
            let qualities = read.qualities.get(from..(from + length).min(read.qualities.len())).unwrap_or_default();
            let good = if read.qualities.is_empty() {
                op.length()
            } else {
                u32::try_from(qualities.iter().filter(|quality| **quality >= GOOD_QUALITY).count()).unwrap_or(0)
            };
            is_good(good, op.length()).then_some(good)
        }
        _ => None,
    }
}

/// METHOD: a clip of which a quarter is poor is a bad end, not another place.
pub(crate) fn is_good(good: u32, length: u32) -> bool {
    good >= MIN_CLIP && good * 4 >= length * 3
}

/// Whether two clips to one side agree on a place from `from` up to (not including) `to`. `places` are sorted.
pub(crate) fn agree_between(places: &[u64], left: bool, (from, to): (u32, u32)) -> bool {
    let at = |place: u32| places.partition_point(|key| *key < clip_key(place, left));
    places[at(from)..at(to).max(at(from))].windows(2).any(|pair| pair[1] - pair[0] <= u64::from(AGREEMENT))
}

/// The letters of a read, N where the quality is poor.
pub(crate) fn masked(read: &ReadView<'_>) -> Vec<u8> {
    let good = |index: usize| read.qualities.get(index).is_none_or(|quality| *quality >= GOOD_QUALITY);
    read.bases.letters().enumerate().map(|(index, base)| if good(index) { base } else { b'N' }).collect()
}

/// FNV-1a, 64 bits.
pub(crate) fn name_hash(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The parts of an SA field (SAM optional fields, § 1.1): `contig,position,strand,CIGAR,quality,NM;` each. What is not
/// well-formed is left out.
fn split_parts(text: &[u8]) -> Vec<SplitPart> {
    let Ok(text) = std::str::from_utf8(text) else { return Vec::new() };
    text.split(';').filter_map(split_part).collect()
}

fn split_part(text: &str) -> Option<SplitPart> {
    let mut fields = text.split(',');
    let contig = fields.next().filter(|name| !name.is_empty())?.to_owned();
    let start = fields.next()?.parse::<u32>().ok()?.checked_sub(1)?;
    let reverse = fields.next()? == "-";
    let cigar = packed_cigar(fields.next()?)?;
    let mapping_quality = fields.next()?.parse().ok()?;
    Some(SplitPart { contig, start, reverse, mapping_quality, cigar })
}

fn packed_cigar(text: &str) -> Option<Vec<u32>> {
    let (mut cigar, mut length) = (Vec::new(), 0u32);
    for letter in text.bytes() {
        if letter.is_ascii_digit() {
            length = length.checked_mul(10)?.checked_add(u32::from(letter - b'0'))?;
            continue;
        }
        let kind = match letter {
            b'M' => CigarKind::Match,
            b'I' => CigarKind::Insertion,
            b'D' => CigarKind::Deletion,
            b'N' => CigarKind::Skip,
            b'S' => CigarKind::SoftClip,
            b'H' => CigarKind::HardClip,
            b'P' => CigarKind::Padding,
            b'=' => CigarKind::Equal,
            b'X' => CigarKind::Different,
            _ => return None,
        };
        cigar.push(CigarOp::new(kind, length).0);
        length = 0;
    }
    (!cigar.is_empty()).then_some(cigar)
}

/// Letters as two bases a byte in the stored form.
pub(crate) mod packed {
    use marv_model::read::{PackedBases, ReadRecord};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(letters: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = ReadRecord::default();
        record.set_bases(letters);
        (letters.len(), record.view().bases.bytes()).serialize(serializer)
    }
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let (length, bytes) = <(usize, Vec<u8>)>::deserialize(deserializer)?;
        Ok(PackedBases::new(&bytes, length).letters().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::{genome::ContigId, read::ReadRecord};

    fn read(start: u32, cigar: &str, name: &str) -> ReadRecord {
        let cigar: Vec<CigarOp> = packed_cigar(cigar).unwrap().into_iter().map(CigarOp).collect();
        let length: u32 = cigar.iter().map(|op| op.read_bases()).sum();
        let mut read = ReadRecord::default();
        (read.start, read.cigar, read.mapping_quality) = (start, cigar, 60);
        (read.contig, read.name) = (Some(ContigId(0)), name.as_bytes().to_vec());
        read.set_bases(&vec![b'A'; length as usize]);
        read.qualities = vec![30; length as usize];
        read
    }
    fn swept(reads: &[ReadRecord], region: (u32, u32)) -> Vec<BreakendRead> {
        let region = Interval::new(ContigId(0), region.0, region.1).unwrap();
        let mut sweep = BreakendSweep::default();
        for read in reads.iter().map(ReadRecord::view).filter(BreakendSweep::is_candidate) {
            sweep.add(&read, region);
        }
        let mut places = sweep.places().to_vec();
        places.sort_unstable();
        sweep.finish(&places)
    }

    #[test]
    fn a_short_clip_needs_another_that_agrees_and_a_long_one_does_not() {
        let alone = swept(&[read(100, "10S90M", "a"), read(500, "30S70M", "b")], (0, 1_000));
        assert_eq!(alone.iter().map(|read| read.start).collect::<Vec<_>>(), [500]);
        // The second starts behind the region, and agrees all the same: 100 + 90 and 102 + 90 are the breaks.
        let agreed = swept(&[read(100, "90M10S", "a"), read(102, "90M12S", "b")], (0, 101));
        assert_eq!(agreed.len(), 1);
        // A clip to the left does not agree with one to the right.
        assert!(swept(&[read(190, "10S90M", "a"), read(100, "90M10S", "b")], (0, 1_000)).is_empty());
    }

    /// A fragment of 70 bases, read by 100: behind it comes the adapter, of the forward read to the right, of the reverse to the left.
    #[test]
    fn what_follows_the_end_of_a_short_fragment_is_adapter() {
        let paired = |cigar: &str, mate: u32, flags: u16, length: i32| {
            let mut read = read(100, cigar, "a");
            (read.flags, read.mate_contig, read.mate_start) = (Flags(flags), Some(ContigId(0)), mate);
            read.template_length = length;
            swept(&[read], (0, 1_000)).len()
        };
        let (forward, reverse) = (0x1 | 0x2 | 0x20, 0x1 | 0x2 | 0x10);
        assert_eq!(paired("70M30S", 100, forward, 70), 0);
        assert_eq!(paired("30S70M", 100, reverse, -70), 0);
        assert_eq!(paired("30S70M", 100, forward, 70), 1, "before the fragment's start comes no adapter");
        assert_eq!(paired("70M30S", 120, forward, 90), 1, "the mate starts elsewhere");
        assert_eq!(paired("70M30S", 100, forward, 350), 1, "the fragment goes on");
    }

    #[test]
    fn poor_clips_and_clean_reads_are_not_kept() {
        let mut poor = read(100, "30S70M", "a");
        poor.qualities[..20].fill(2);
        assert!(swept(&[poor, read(100, "100M", "b"), read(100, "7S93M", "c")], (0, 1_000)).is_empty());
    }

    #[test]
    fn pairs_are_distant_by_contig_orientation_and_distance() {
        let pair = |mate: (u32, u32), flags: u16, length: i32| {
            let mut read = read(1_000, "100M", "a");
            (read.flags, read.mate_contig, read.mate_start) = (Flags(flags), Some(ContigId(mate.0)), mate.1);
            read.template_length = length;
            is_distant_pair(&read.view())
        };
        assert!(!pair((0, 1_250), 0x1 | 0x2 | 0x20, 350));
        assert!(!pair((0, 1_250), 0x1 | 0x20, 350)); // an aligner that sets no proper pair
        assert!(pair((0, 1_600), 0x1 | 0x20, 700));
        assert!(pair((0, 3_000), 0x1 | 0x2 | 0x20, 2_100));
        assert!(pair((1, 1_250), 0x1 | 0x20, 0));
        assert!(pair((0, 1_250), 0x1, 350)); // both forward
        assert!(pair((0, 600), 0x1 | 0x20, -500)); // facing away
        assert!(!pair((0, 950), 0x1 | 0x20, 50)); // a short fragment
        assert!(!pair((0, 1_000), 0x1 | 0x8, 0)); // the mate has no place
    }

    #[test]
    fn parts_are_read_from_their_field_and_torn_ones_left_out() {
        let mut split = read(100, "40S60M", "a");
        split.push_text_tag(*b"SA", "8,501,-,40M60S,37,1;chr9,0,+,5M,1,0;HLA-A*01:01,7,+,bad,1,0;");
        let kept = swept(&[split], (0, 1_000));
        let part = &kept[0].parts;
        assert_eq!(part.len(), 1);
        assert_eq!((part[0].contig.as_str(), part[0].start, part[0].reverse), ("8", 500, true));
        assert_eq!((part[0].mapping_quality, part[0].cigar.as_slice()), (37, &[40 << 4, 60 << 4 | 4][..]));
    }

    #[test]
    fn the_stored_form_gives_the_read_back() {
        let mut one = swept(&[read(500, "31S70M", "b")], (0, 1_000)).remove(0);
        one.bases[3] = b'N';
        let bytes = postcard::to_stdvec(&one).unwrap();
        assert_eq!(postcard::from_bytes::<BreakendRead>(&bytes).unwrap(), one);
    }
}
