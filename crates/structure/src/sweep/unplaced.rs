//! Reads without a place of their own whose mate faces a break: what they hold lies behind it.
//!
//! An insertion that is longer than a clip shows its ends alone; its middle is in reads that fit nowhere, beside mates that
//! do. Reads without a place are many, so that only those are kept whose mate faces a place where clips agree.

use marv_model::{genome::Interval, read::ReadView, sequence::complement};
use serde::{Deserialize, Serialize};

use super::breakends::{agree_between, masked, name_hash, packed};

/// How far before a break a mate that faces it may start, in bases.
pub const REACH: u32 = 1_000;
/// Bases that an aligner carries over a break.
pub(crate) const OVER: u32 = 10;

/// A read without a place. The contig of its mate is its region's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnplacedRead {
    /// A hash of the template's name.
    pub name: u64,
    /// 0-based, of the mate's first aligned base.
    pub mate_start: u32,
    /// The mate is on the reverse strand.
    pub mate_reverse: bool,
    /// Letters, on the reference's forward strand where the fragment is a usual one; N where the quality is poor.
    #[serde(with = "packed")]
    pub bases: Vec<u8>,
}

impl UnplacedRead {
    /// Whether a read is one: a first or second read of a pair of which the other alone has a place.
    #[inline]
    pub(crate) fn is_one(read: &ReadView<'_>) -> bool {
        let flags = read.flags;
        let counts = !flags.is_secondary() && !flags.is_supplementary() && !flags.is_duplicate() && !flags.is_qc_fail();
        let mated = flags.is_paired() && !flags.is_mate_unmapped() && read.mate_contig == read.contig;
        flags.is_unmapped() && counts && mated && !read.bases.is_empty()
    }
    pub(crate) fn of(read: &ReadView<'_>) -> Self {
        let flags = read.flags;
        let letters = masked(read);
        // The mates of a fragment are read towards each other, from the two strands.
        let turned = flags.is_reverse() == flags.is_mate_reverse();
        let bases = if turned { letters.iter().rev().map(|base| complement(*base)).collect() } else { letters };
        Self { name: name_hash(read.name), mate_start: read.mate_start, mate_reverse: flags.is_mate_reverse(), bases }
    }
    /// Where a break may lie that the mate faces: first place and the one behind the last.
    pub(crate) fn faced(&self) -> (u32, u32) {
        if self.mate_reverse {
            (self.mate_start.saturating_sub(REACH), self.mate_start.saturating_add(OVER + 1))
        } else {
            (self.mate_start, self.mate_start.saturating_add(REACH + 1))
        }
    }
    /// Whether it is to be kept. `places` are those of clips in the region, sorted; what lies beyond the region is not
    /// known, so that those at its edges are kept whatever clips say.
    fn may_tell(&self, region: Interval, places: &[u64]) -> bool {
        let (from, to) = self.faced();
        from < region.start() || to > region.end() || agree_between(places, self.mate_reverse, (from, to))
    }
}

/// Those of one sample's that may tell what a break leads to, in order of their mates.
pub(crate) fn kept(reads: Vec<UnplacedRead>, region: Interval, places: &[u64]) -> Vec<UnplacedRead> {
    let mut reads: Vec<UnplacedRead> = reads.into_iter().filter(|read| read.may_tell(region, places)).collect();
    reads.sort_by(|a, b| (a.mate_start, a.name, &a.bases).cmp(&(b.mate_start, b.name, &b.bases)));
    reads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::breakends::clip_key;
    use marv_model::{
        genome::ContigId,
        read::{Flags, ReadRecord},
    };

    fn unplaced(name: &str, mate: u32, flags: u16) -> ReadRecord {
        let mut read = ReadRecord::default();
        (read.contig, read.start, read.name) = (Some(ContigId(0)), mate, name.as_bytes().to_vec());
        (read.mate_contig, read.mate_start, read.flags) = (Some(ContigId(0)), mate, Flags(0x1 | 0x4 | flags));
        read.set_bases(b"AACCG");
        read.qualities = vec![30, 30, 2, 30, 30];
        read
    }

    /// The mate on the forward strand reads towards the break, and so the read itself is on the other strand.
    #[test]
    fn the_letters_are_those_of_the_forward_strand() {
        let of = |flags| String::from_utf8(UnplacedRead::of(&unplaced("a", 100, flags).view()).bases).unwrap();
        assert_eq!((of(0), of(0x20)), ("CGNTT".to_owned(), "AANCG".to_owned()));
        let is_one = |flags| UnplacedRead::is_one(&unplaced("a", 100, flags).view());
        assert_eq!([0, 0x20, 0x8, 0x100, 0x400, 0x800].map(is_one), [true, true, false, false, false, false]);
    }

    #[test]
    fn those_are_kept_whose_mate_faces_a_place_where_two_clips_agree() {
        let region = Interval::new(ContigId(0), 10_000, 30_000).unwrap();
        // Two clips agree on 15,000, with what is behind it cut away; another on 20,000 is alone.
        let places = [clip_key(15_000, false), clip_key(15_002, false), clip_key(20_000, false)];
        let reads: Vec<UnplacedRead> = [
            ("before", 14_600, 0),
            ("too far", 13_900, 0),
            ("behind", 15_100, 0),
            ("turned away", 14_600, 0x20),
            ("alone", 19_800, 0),
            ("the region ends first", 29_500, 0),
            ("it begins later", 10_500, 0x20),
        ]
        .iter()
        .map(|(name, mate, flags)| UnplacedRead::of(&unplaced(name, *mate, *flags).view()))
        .collect();
        let starts: Vec<u32> = kept(reads, region, &places).iter().map(|read| read.mate_start).collect();
        assert_eq!(starts, [10_500, 14_600, 29_500]);
    }
}
