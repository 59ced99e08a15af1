//! One aligned read, in the layout of BAM: a borrowed view that costs nothing, and an owned record for tests and the
//! simulator. Whoever wants reads implements [`ReadSink`]; whoever has files hands each record once to every sink.

use serde::{Deserialize, Serialize};

use crate::genome::ContigId;

/// The flags of SAM, § 1.4.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags(pub u16);

macro_rules! flags {
    ($($name:ident = $bit:literal, $doc:literal;)*) => { impl Flags { $(#[doc = $doc] #[inline] pub fn $name(self) -> bool { self.0 & $bit != 0 })* } };
}
flags! {
    is_paired = 0x1, "The template has two reads.";
    is_proper_pair = 0x2, "Both ends lie as the aligner expects.";
    is_unmapped = 0x4, "This read has no place.";
    is_mate_unmapped = 0x8, "The other read has no place.";
    is_reverse = 0x10, "This read lies on the reverse strand.";
    is_mate_reverse = 0x20, "The other read lies on the reverse strand.";
    is_first = 0x40, "The first read of its template.";
    is_second = 0x80, "The last read of its template.";
    is_secondary = 0x100, "Another line is this read's primary alignment.";
    is_qc_fail = 0x200, "The sequencer or a filter failed this read.";
    is_duplicate = 0x400, "A copy of another fragment, by PCR or optics.";
    is_supplementary = 0x800, "A part of a chimeric alignment.";
}

impl Flags {
    /// Aligned, by its primary alignment, once for each fragment, and not failed: a read that shows a base of the sample.
    #[inline]
    pub fn is_usable(self) -> bool {
        // is_unmapped, is_secondary, is_qc_fail, is_duplicate, is_supplementary
        const UNUSABLE: u16 = 0x4 | 0x100 | 0x200 | 0x400 | 0x800;
        self.0 & UNUSABLE == 0
    }
}

/// What a stretch of a read does against the reference (SAM, § 1.4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CigarKind {
    /// M: aligned, equal or not.
    Match,
    /// I: bases that the reference lacks.
    Insertion,
    /// D: bases that the read lacks.
    Deletion,
    /// N: skipped reference.
    Skip,
    /// S: bases left unaligned at an end.
    SoftClip,
    /// H: bases cut away.
    HardClip,
    /// P: silent padding.
    Padding,
    /// =: aligned and equal.
    Equal,
    /// X: aligned and different.
    Different,
}

impl CigarKind {
    /// Uses up read bases.
    pub fn consumes_read(self) -> bool {
        matches!(self, Self::Match | Self::Insertion | Self::SoftClip | Self::Equal | Self::Different)
    }
    /// Uses up reference bases.
    pub fn consumes_reference(self) -> bool {
        matches!(self, Self::Match | Self::Deletion | Self::Skip | Self::Equal | Self::Different)
    }
}

/// One CIGAR operation as BAM packs it: length in the upper 28 bits, operation in the lower 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct CigarOp(pub u32);

impl CigarOp {
    /// `length` bases of `kind`. Lengths are kept to 28 bits, as in BAM.
    pub fn new(kind: CigarKind, length: u32) -> Self {
        let code = match kind {
            CigarKind::Match => 0,
            CigarKind::Insertion => 1,
            CigarKind::Deletion => 2,
            CigarKind::Skip => 3,
            CigarKind::SoftClip => 4,
            CigarKind::HardClip => 5,
            CigarKind::Padding => 6,
            CigarKind::Equal => 7,
            CigarKind::Different => 8,
        };
        Self(length << 4 | code)
    }
    /// In bases.
    #[inline]
    pub fn length(self) -> u32 {
        self.0 >> 4
    }
    /// Bases of the read that it uses up; none for a code that does not exist.
    #[inline]
    pub fn read_bases(self) -> u32 {
        self.length_if(0b1_1001_0011) // M, I, S, = and X
    }
    /// Bases of the reference that it uses up; none for a code that does not exist.
    #[inline]
    pub fn reference_bases(self) -> u32 {
        self.length_if(0b1_1000_1101) // M, D, N, = and X
    }
    /// Its length where its code's bit is set, without a branch.
    #[inline]
    fn length_if(self, codes: u32) -> u32 {
        self.length() * (codes >> (self.0 & 0xf) & 1)
    }
    /// The operation; codes above 8 do not exist and read as padding, which uses nothing.
    #[inline]
    pub fn kind(self) -> CigarKind {
        match self.0 & 0xf {
            0 => CigarKind::Match,
            1 => CigarKind::Insertion,
            2 => CigarKind::Deletion,
            3 => CigarKind::Skip,
            4 => CigarKind::SoftClip,
            5 => CigarKind::HardClip,
            7 => CigarKind::Equal,
            8 => CigarKind::Different,
            _ => CigarKind::Padding,
        }
    }
}

/// BAM's 4-bit base codes in letters.
pub const BASE_OF_CODE: [u8; 16] = *b"=ACMGRSVTWYHKDBN";

/// Two bases a byte, the first in the upper half, as in BAM (`=ACMGRSVTWYHKDBN`).
#[derive(Debug, Clone, Copy)]
pub struct PackedBases<'a> {
    bytes: &'a [u8],
    length: usize,
}

impl<'a> PackedBases<'a> {
    /// `length` bases in `bytes`; shortened to what the bytes hold.
    pub fn new(bytes: &'a [u8], length: usize) -> Self {
        Self { bytes, length: length.min(bytes.len() * 2) }
    }
    /// In bases.
    pub fn len(&self) -> usize {
        self.length
    }
    /// Whether the sequence is missing (`*`).
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
    /// The packed bytes.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
    /// The 4-bit code of base `index`; 15 (N) outside.
    pub fn code(&self, index: usize) -> u8 {
        if index >= self.length {
            return 15;
        }
        let byte = self.bytes[index / 2];
        if index.is_multiple_of(2) { byte >> 4 } else { byte & 0xf }
    }
    /// The letter of base `index`; N outside.
    pub fn base(&self, index: usize) -> u8 {
        BASE_OF_CODE[usize::from(self.code(index))]
    }
    /// All letters.
    pub fn letters(&self) -> impl Iterator<Item = u8> {
        (0..self.length).map(|index| self.base(index))
    }
}

/// The mapping quality that says "not available" (SAM, § 1.4.5).
pub const MAPPING_QUALITY_MISSING: u8 = 255;

/// A record on its way from a file to the sinks. Contig numbers are the reference's, not the file's.
#[derive(Debug, Clone, Copy)]
pub struct ReadView<'a> {
    /// The template's name, without the closing NUL.
    pub name: &'a [u8],
    /// Flags.
    pub flags: Flags,
    /// Where the first aligned base lies; none when unplaced.
    pub contig: Option<ContigId>,
    /// 0-based, of the first aligned base.
    pub start: u32,
    /// 0 to 254; 255 is missing.
    pub mapping_quality: u8,
    /// Operations; for alignments of more than 65,535 of them already taken from the CG tag.
    pub cigar: &'a [CigarOp],
    /// Bases; empty when missing.
    pub bases: PackedBases<'a>,
    /// A Phred score a base; empty when missing.
    pub qualities: &'a [u8],
    /// Where the mate lies; none when unplaced or absent.
    pub mate_contig: Option<ContigId>,
    /// 0-based; meaningful with `mate_contig`.
    pub mate_start: u32,
    /// Signed observed template length (TLEN); 0 when unknown.
    pub template_length: i32,
    /// Auxiliary fields in BAM's layout.
    pub tags: &'a [u8],
}

impl ReadView<'_> {
    /// Reference bases from the first to the last aligned one.
    #[inline]
    pub fn reference_length(&self) -> u32 {
        self.cigar.iter().map(|op| op.reference_bases()).sum()
    }
    /// 0-based, exclusive end on the reference.
    #[inline]
    pub fn end(&self) -> u32 {
        self.start.saturating_add(self.reference_length())
    }
    /// The text of a `Z` auxiliary field, such as `RG`.
    pub fn text_tag(&self, tag: [u8; 2]) -> Option<&[u8]> {
        find_tag(self.tags, tag).and_then(|(kind, value)| (kind == b'Z').then_some(value))
    }
}

/// The type and the value of an auxiliary field in BAM's layout (SAM, § 4.2.4); text without its closing NUL. None when
/// the field is absent or the bytes before it are not well-formed.
pub fn find_tag(mut tags: &[u8], wanted: [u8; 2]) -> Option<(u8, &[u8])> {
    while tags.len() >= 3 {
        let (name, kind, rest) = ([tags[0], tags[1]], tags[2], &tags[3..]);
        let size = match kind {
            b'A' | b'c' | b'C' => 1,
            b's' | b'S' => 2,
            b'i' | b'I' | b'f' => 4,
            b'Z' | b'H' => rest.iter().position(|byte| *byte == 0)?,
            b'B' => {
                let count = u32::from_le_bytes(rest.get(1..5)?.try_into().ok()?) as usize;
                let width = match rest.first()? {
                    b'c' | b'C' => 1,
                    b's' | b'S' => 2,
                    b'i' | b'I' | b'f' => 4,
                    _ => return None,
                };
                count.checked_mul(width)?.checked_add(5)?
            }
            _ => return None,
        };
        let value = rest.get(..size)?;
        if name == wanted {
            return Some((kind, value));
        }
        tags = rest.get(size + usize::from(matches!(kind, b'Z' | b'H'))..)?;
    }
    None
}

/// Takes every record of a region once, in the file's order.
pub trait ReadSink {
    /// One record. It is borrowed: keep what is needed.
    fn accept(&mut self, read: &ReadView<'_>);
}

/// A record that owns its data, for tests and for writing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadRecord {
    /// The template's name.
    pub name: Vec<u8>,
    /// Flags.
    pub flags: Flags,
    /// None when unplaced.
    pub contig: Option<ContigId>,
    /// 0-based.
    pub start: u32,
    /// 255 is missing.
    pub mapping_quality: u8,
    /// Operations.
    pub cigar: Vec<CigarOp>,
    /// Two bases a byte.
    packed: Vec<u8>,
    length: usize,
    /// A Phred score a base, or empty.
    pub qualities: Vec<u8>,
    /// None when unplaced or absent.
    pub mate_contig: Option<ContigId>,
    /// 0-based.
    pub mate_start: u32,
    /// TLEN.
    pub template_length: i32,
    /// Auxiliary fields in BAM's layout.
    pub tags: Vec<u8>,
}

impl ReadRecord {
    /// Takes the bases from letters; what BAM has no code for becomes N.
    pub fn set_bases(&mut self, letters: &[u8]) {
        let code = |letter: u8| {
            (0u8..16).find(|code| BASE_OF_CODE[usize::from(*code)] == letter.to_ascii_uppercase()).unwrap_or(15)
        };
        self.length = letters.len();
        self.packed = letters.chunks(2).map(|pair| code(pair[0]) << 4 | pair.get(1).map_or(0, |b| code(*b))).collect();
    }
    /// Adds a text field, such as `RG`.
    pub fn push_text_tag(&mut self, tag: [u8; 2], value: &str) {
        self.tags.extend_from_slice(&tag);
        self.tags.push(b'Z');
        self.tags.extend(value.bytes().filter(|byte| *byte != 0));
        self.tags.push(0);
    }
    /// As a scan hands it out.
    pub fn view(&self) -> ReadView<'_> {
        ReadView {
            name: &self.name,
            flags: self.flags,
            contig: self.contig,
            start: self.start,
            mapping_quality: self.mapping_quality,
            cigar: &self.cigar,
            bases: PackedBases::new(&self.packed, self.length),
            qualities: &self.qualities,
            mate_contig: self.mate_contig,
            mate_start: self.mate_start,
            template_length: self.template_length,
            tags: &self.tags,
        }
    }
}

impl From<&ReadView<'_>> for ReadRecord {
    fn from(view: &ReadView<'_>) -> Self {
        Self {
            name: view.name.to_vec(),
            flags: view.flags,
            contig: view.contig,
            start: view.start,
            mapping_quality: view.mapping_quality,
            cigar: view.cigar.to_vec(),
            packed: view.bases.bytes().to_vec(),
            length: view.bases.len(),
            qualities: view.qualities.to_vec(),
            mate_contig: view.mate_contig,
            mate_start: view.mate_start,
            template_length: view.template_length,
            tags: view.tags.to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_is_usable_by_five_of_its_flags() {
        // SAM, § 1.4.2, bit by bit from 0x1 to 0x800.
        let usable = [true, true, false, true, true, true, true, true, false, false, false, false];
        for (bit, expected) in usable.into_iter().enumerate() {
            assert_eq!(Flags(1 << bit).is_usable(), expected, "{bit}");
        }
        assert!(Flags(0x63).is_usable() && !Flags(0x463).is_usable());
    }

    #[test]
    fn bases_are_packed_and_unpacked() {
        let mut read = ReadRecord::default();
        read.set_bases(b"ACGTN");
        assert_eq!(read.view().bases.letters().collect::<Vec<_>>(), b"ACGTN");
        assert_eq!(read.view().bases.base(9), b'N');
    }

    #[test]
    fn tags_are_found_behind_others_and_torn_ones_are_none() {
        let mut read = ReadRecord::default();
        read.tags.extend_from_slice(b"NMC\x02BXBS\x02\0\0\0\x01\0\x02\0");
        read.push_text_tag(*b"RG", "a");
        assert_eq!(read.view().text_tag(*b"RG"), Some(&b"a"[..]));
        assert_eq!(find_tag(b"RGZab", *b"RG"), None);
        assert_eq!(find_tag(b"XBBS\xff\xff\xff\xff", *b"XB"), None);
    }

    #[test]
    fn operations_use_up_what_their_kind_says() {
        for code in 0..16 {
            let op = CigarOp(7 << 4 | code);
            assert_eq!(op.read_bases(), if op.kind().consumes_read() { 7 } else { 0 }, "{code}");
            assert_eq!(op.reference_bases(), if op.kind().consumes_reference() { 7 } else { 0 }, "{code}");
        }
    }

    #[test]
    fn the_end_counts_reference_bases() {
        let read = ReadRecord {
            start: 100,
            cigar: vec![
                CigarOp::new(CigarKind::SoftClip, 5),
                CigarOp::new(CigarKind::Match, 10),
                CigarOp::new(CigarKind::Insertion, 3),
                CigarOp::new(CigarKind::Deletion, 2),
                CigarOp::new(CigarKind::Match, 10),
            ],
            ..ReadRecord::default()
        };
        assert_eq!(read.view().end(), 122);
    }
}
