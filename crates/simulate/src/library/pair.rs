//! One fragment becomes two records.

use marv_model::{
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord},
    sequence::complement,
};
use rand::{Rng, RngExt};

use crate::{
    library::{
        molecule::{Molecule, Stretch},
        placement::{Placement, differences, number},
        sequencer::Sequencer,
    },
    scenario::Library,
};

/// What an Illumina TruSeq library has behind its fragments, first read and second read.
// Source: Illumina Adapter Sequences, document 1000000002694, TruSeq indexed adapters.
const ADAPTERS: [&[u8]; 2] = [b"AGATCGGAAGAGCACACGTCTGAACTCCAGTCA", b"AGATCGGAAGAGCGTCGTGTAGGGAAAGAGTGT"];

/// Where and how a fragment is sequenced.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bench<'a> {
    pub(crate) contig: ContigId,
    pub(crate) contig_name: &'a str,
    pub(crate) window: Interval,
    pub(crate) reference: &'a Stretch,
    pub(crate) sequencer: &'a Sequencer,
    pub(crate) library: &'a Library,
    pub(crate) read_length: u32,
    pub(crate) read_group: &'a str,
}

/// What befalls a fragment as a whole.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the record, and any may go with any")]
pub(crate) struct Fate {
    /// The first read lies on the forward strand.
    pub(crate) first_forward: bool,
    pub(crate) mapping_quality: u8,
    pub(crate) duplicate: bool,
    pub(crate) qc_fail: bool,
    /// Neither read has a place.
    pub(crate) unmapped: bool,
    /// The left or the right read has none.
    pub(crate) unmapped_side: Option<usize>,
    /// A read's tail comes from elsewhere: which side, where it is cut, where the tail lies.
    pub(crate) chimera: Option<Chimera>,
    /// A secondary alignment of the left read at this place.
    pub(crate) secondary: Option<u32>,
}

/// A read of two parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chimera {
    /// Bases of the first part.
    pub(crate) cut: u32,
    /// 0-based place of the second part.
    pub(crate) place: u32,
}

/// One sequenced read: as stored, with its place.
struct Sequenced {
    bases: Vec<u8>,
    qualities: Vec<u8>,
    placement: Option<Placement>,
    supplement: Option<Placement>,
}

impl Bench<'_> {
    /// The records of a molecule's part, the left read first, then the right, then any further alignments.
    pub(crate) fn records(
        &self,
        random: &mut impl Rng,
        molecule: &Molecule,
        from: u32,
        length: u32,
        name: &[u8],
        fate: Fate,
    ) -> Vec<ReadRecord> {
        let reads = [0, 1].map(|side| self.sequence(random, molecule, from, length, side, fate));
        let mut records: Vec<ReadRecord> = Vec::with_capacity(2);
        let cigars = [0, 1].map(|side: usize| reads[side].placement.as_ref().map(|placed| cigar_text(&placed.cigar)));
        let span = match (&reads[0].placement, &reads[1].placement) {
            (Some(left), Some(right)) => {
                i32::try_from(left.end().max(right.end()) - left.start.min(right.start)).unwrap_or(0)
            }
            _ => 0,
        };
        let leftmost = match (&reads[0].placement, &reads[1].placement) {
            (Some(left), Some(right)) if right.start < left.start => 1,
            _ => 0,
        };
        for side in 0..2 {
            let (read, mate) = (&reads[side], &reads[1 - side]);
            let mut flags = 0x1 | if (side == 0) == fate.first_forward { 0x40 } else { 0x80 };
            let reverse = |side: usize, read: &Sequenced| side == 1 && read.placement.is_some();
            for (set, bit) in [
                (read.placement.is_some() && mate.placement.is_some(), 0x2),
                (read.placement.is_none(), 0x4),
                (mate.placement.is_none(), 0x8),
                (reverse(side, read), 0x10),
                (reverse(1 - side, mate), 0x20),
                (fate.qc_fail, 0x200),
                (fate.duplicate && !fate.unmapped, 0x400),
            ] {
                flags |= if set { bit } else { 0 };
            }
            // A read without a place lies with its mate (SAM specification, § 2).
            let own = read.placement.as_ref().or(mate.placement.as_ref()).map(|placed| placed.start);
            let others = mate.placement.as_ref().or(read.placement.as_ref()).map(|placed| placed.start);
            let mut record = ReadRecord::default();
            record.name.extend_from_slice(name);
            record.flags = Flags(flags);
            record.contig = own.map(|_| self.contig);
            record.start = own.unwrap_or(0);
            record.mapping_quality = if read.placement.is_some() { fate.mapping_quality } else { 0 };
            record.cigar = read.placement.as_ref().map_or_else(Vec::new, |placed| placed.cigar.clone());
            record.qualities.clone_from(&read.qualities);
            record.mate_contig = others.map(|_| self.contig);
            record.mate_start = others.unwrap_or(0);
            record.template_length = if side == leftmost { span } else { -span };
            record.set_bases(&read.bases);
            record.push_text_tag(*b"RG", self.read_group);
            if let Some(cigar) = &cigars[1 - side] {
                record.push_text_tag(*b"MC", cigar);
            }
            self.complete(read, record, &mut records);
        }
        if let (Some(place), Some(left)) = (fate.secondary, &reads[0].placement) {
            let mut record = records[0].clone();
            record.flags = Flags(record.flags.0 | 0x100);
            record.start = place;
            record.mapping_quality = 0;
            record.cigar = Placement::whole(place, read_bases(&left.cigar)).cigar;
            record.set_bases(b"");
            record.qualities.clear();
            record.tags.clear();
            record.push_text_tag(*b"RG", self.read_group);
            records.push(record);
        }
        records
    }

    /// Adds what depends on the alignment: NM, MD and, for a read of two parts, the second record.
    fn complete(&self, read: &Sequenced, mut record: ReadRecord, records: &mut Vec<ReadRecord>) {
        let Some(placed) = &read.placement else {
            records.push(record);
            return;
        };
        let mut md = Vec::new();
        let edits = differences(placed, &read.bases, self.reference, &mut md);
        let Some(second) = &read.supplement else {
            push_edits(&mut record.tags, edits, &md);
            records.push(record);
            return;
        };
        let hidden = read_bases(&second.cigar);
        let cut = read.bases.len() - hidden as usize;
        let tail = &read.bases[cut..];
        let mut second_md = Vec::new();
        let second_edits = differences(second, tail, self.reference, &mut second_md);
        let clipped = |kind| [&[CigarOp::new(kind, crate::count::bases(cut))][..], &second.cigar].concat();
        let strand = if record.flags.is_reverse() { '-' } else { '+' };
        let part = |start: u32, cigar: &[CigarOp], quality: u8, edits: u32| {
            let cigar = cigar_text(cigar);
            format!("{},{},{strand},{cigar},{quality},{edits};", self.contig_name, start + 1)
        };
        let mut supplement = record.clone();
        supplement.flags = Flags(record.flags.0 | 0x800);
        supplement.start = second.start;
        supplement.cigar = clipped(CigarKind::HardClip);
        supplement.set_bases(tail);
        supplement.qualities = read.qualities[cut..].to_vec();
        push_edits(&mut supplement.tags, second_edits, &second_md);
        supplement.push_text_tag(*b"SA", &part(record.start, &record.cigar, record.mapping_quality, edits));
        push_edits(&mut record.tags, edits, &md);
        let as_clipped = clipped(CigarKind::SoftClip);
        record.push_text_tag(*b"SA", &part(second.start, &as_clipped, record.mapping_quality, second_edits));
        records.push(record);
        records.push(supplement);
    }

    /// The left (0) or right (1) end of a fragment.
    fn sequence(
        &self,
        random: &mut impl Rng,
        molecule: &Molecule,
        from: u32,
        length: u32,
        side: usize,
        fate: Fate,
    ) -> Sequenced {
        let own = self.read_length.min(length);
        let foreign = self.read_length - own;
        let begin = if side == 0 { from } else { from + length - own };
        let (mate, reverse) = (usize::from((side == 0) != fate.first_forward), side == 1);
        let mut bases = Vec::with_capacity(self.read_length as usize);
        if foreign > 0 && reverse {
            let behind = adapter(mate, foreign);
            bases.extend(behind.iter().rev().map(|base| complement(*base)));
        }
        bases.extend_from_slice(&molecule.bases[begin as usize..(begin + own) as usize]);
        if foreign > 0 && !reverse {
            bases.extend(adapter(mate, foreign));
        }
        let nowhere = fate.unmapped || fate.unmapped_side == Some(side);
        if nowhere {
            bases.fill_with(|| b"ACGT"[random.random_range(0..4)]);
        }
        let chimera = fate.chimera.filter(|_| side == 0 && foreign == 0 && !nowhere);
        if let Some(Chimera { cut, place }) = chimera {
            for (offset, base) in (0..).zip(&mut bases[cut as usize..]) {
                *base = self.reference.base(place + offset);
            }
        }
        let profile = self.sequencer.profile(random, mate);
        self.sequencer.err(random, profile, &mut bases, reverse);
        let mut qualities = profile.qualities.clone();
        if reverse {
            qualities.reverse();
        }
        let (mut placement, mut supplement) = (None, None);
        if !nowhere {
            // Bases that match nothing: what is behind the fragment, or what the machine could not read.
            let unread = foreign.max(profile.lost).min(self.read_length - 1);
            let (begin, own) = match (unread - foreign, reverse) {
                (0, _) => (begin, own),
                (cut, true) => (begin + cut, own - cut),
                (cut, false) => (begin, own - cut),
            };
            let mut parts = molecule.part(begin, own).peekable();
            let single = parts.peek().filter(|block| unread == 0 && block.length == own && !block.inserted).copied();
            placement = match (single, chimera) {
                (Some(block), Some(Chimera { cut, place })) => {
                    supplement = Some(Placement::whole(place, own - cut));
                    Some(Placement {
                        start: block.place,
                        cigar: vec![CigarOp::new(CigarKind::Match, cut), CigarOp::new(CigarKind::SoftClip, own - cut)],
                    })
                }
                (Some(block), None) => Some(Placement::whole(block.place, own)),
                (None, _) => {
                    let around = if reverse { [unread, 0] } else { [0, unread] };
                    Placement::new(parts, around, &bases, self.reference)
                }
            };
        }
        Sequenced { bases, qualities, placement, supplement }
    }
}

/// The first bases behind a fragment; beyond the adapter a two-colour machine reads G, the colour of nothing.
fn adapter(mate: usize, length: u32) -> Vec<u8> {
    ADAPTERS[mate.min(1)].iter().copied().chain(std::iter::repeat(b'G')).take(length as usize).collect()
}

fn read_bases(cigar: &[CigarOp]) -> u32 {
    cigar.iter().filter(|op| op.kind().consumes_read()).map(|op| op.length()).sum()
}

/// NM as the smallest unsigned integer that holds it, and MD.
pub(crate) fn push_edits(tags: &mut Vec<u8>, edits: u32, md: &[u8]) {
    tags.extend_from_slice(b"NM");
    if let Ok(small) = u8::try_from(edits) {
        tags.extend_from_slice(&[b'C', small]);
    } else {
        tags.push(b'I');
        tags.extend_from_slice(&edits.to_le_bytes());
    }
    tags.extend_from_slice(b"MDZ");
    tags.extend_from_slice(md);
    tags.push(0);
}

/// A CIGAR as SAM writes it.
pub(crate) fn cigar_text(cigar: &[CigarOp]) -> String {
    let mut text = Vec::with_capacity(8);
    for op in cigar {
        number(&mut text, op.length());
        text.push(match op.kind() {
            CigarKind::Match => b'M',
            CigarKind::Insertion => b'I',
            CigarKind::Deletion => b'D',
            CigarKind::Skip => b'N',
            CigarKind::SoftClip => b'S',
            CigarKind::HardClip => b'H',
            CigarKind::Padding => b'P',
            CigarKind::Equal => b'=',
            CigarKind::Different => b'X',
        });
    }
    String::from_utf8(text).unwrap_or_default()
}
