//! Fragments that cross a junction: two parts of the genome in one molecule, read and placed part by part.

use std::fmt::Write as _;

use marv_model::{
    genome::{ContigId, Interval},
    read::{CigarKind, CigarOp, Flags, ReadRecord},
    sequence::{ReferenceSource, complement},
    structure::Kept,
};
use rand::{Rng, RngExt};

use crate::{
    donor::{Donor, TrueJunction},
    library::{
        molecule::{Molecule, Stretch},
        pair::{cigar_text, push_edits},
        placement::{Placement, differences},
        sequencer::Sequencer,
    },
};

/// Bases on each side of a junction that fragments may reach.
pub(crate) const REACH: u32 = 1_200;
/// Reference beyond a side, along which a read of the other part may go on by chance.
const BEYOND: u32 = 200;
/// An aligner tells of a part of a read from this score on (bwa mem's manual, option -T).
const LEAST_ALIGNED: u32 = 30;
/// Pairs that face each other within this distance are proper.
const PROPER: u32 = 1_000;

/// One part of a derivative.
#[derive(Debug)]
struct Part {
    contig: ContigId,
    contig_name: String,
    /// In the reference's direction.
    molecule: Molecule,
    reference: Stretch,
    /// Whether the derivative reads it backwards.
    reversed: bool,
}

/// The surroundings of a junction as one molecule.
#[derive(Debug)]
pub(crate) struct Derivative {
    parts: [Part; 2],
    bases: Vec<u8>,
    /// Where the first part ends and where the second begins.
    joint: [u32; 2],
}

/// A read of a derivative where an aligner puts a part of it.
#[derive(Debug, Clone)]
struct Aligned {
    part: usize,
    placement: Placement,
    reverse: bool,
    /// In the reference's direction, the whole read.
    bases: Vec<u8>,
    qualities: Vec<u8>,
    /// Bases on the reference, inserted ones among them.
    length: u32,
}

/// What is the same for all reads of a sample.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) sequencer: &'a Sequencer,
    pub(crate) read_length: u32,
    pub(crate) read_group: &'a str,
}

impl Derivative {
    /// Around a junction; none where the reference cannot be read.
    pub(crate) fn new(junction: &TrueJunction, donor: &Donor, source: &dyn ReferenceSource) -> Option<Self> {
        let part = |side: usize| {
            let end = junction.sides[side];
            let (contig, at) = (end.locus.contig, end.locus.position);
            let length = donor.contigs.length(contig);
            let (own, reference) = match end.kept {
                Kept::Before => {
                    ((at + 1).saturating_sub(REACH)..at + 1, (at + 1).saturating_sub(REACH)..at + 1 + BEYOND)
                }
                Kept::From => (at..at + REACH, at.saturating_sub(BEYOND)..at + REACH),
            };
            let read = |range: std::ops::Range<u32>| -> Option<Stretch> {
                let interval = Interval::new(contig, range.start, range.end.min(length)).ok()?;
                Some(Stretch { start: range.start, bases: source.bases(interval)?.to_vec() })
            };
            let interval = Interval::new(contig, own.start, own.end.min(length)).ok()?;
            let edits = donor.inherited_of(junction.haplotypes[side], interval);
            let own = read(own)?;
            let first = own.start;
            Some(Part {
                contig,
                contig_name: donor.contigs.name(contig).to_owned(),
                molecule: Molecule::new(&own, first, &edits),
                reference: read(reference)?,
                reversed: (end.kept == Kept::Before) == (side == 1),
            })
        };
        let parts = [part(0)?, part(1)?];
        let forward = |part: &Part| {
            if part.reversed { complemented(&part.molecule.bases) } else { part.molecule.bases.clone() }
        };
        let joint = parts[0].molecule.length();
        let bases = [forward(&parts[0]), junction.inserted.clone(), forward(&parts[1])].concat();
        Some(Self { parts, bases, joint: [joint, joint + crate::count::bases(junction.inserted.len())] })
    }

    /// Where fragments may start that belong to neither part alone.
    pub(crate) fn starts(&self) -> std::ops::Range<u32> {
        self.joint[0].saturating_sub(REACH)..self.joint[1]
    }

    /// Whether a fragment crosses the joint and lies within the molecule.
    pub(crate) fn crossed(&self, from: u32, length: u32) -> bool {
        from + length <= crate::count::bases(self.bases.len())
            && from < self.joint[1]
            && from + length > self.joint[0]
            && (from < self.joint[0] || from + length > self.joint[1])
    }

    /// The records of a fragment; none where a read of it finds no place.
    pub(crate) fn records(
        &self,
        reading: &Reading<'_>,
        random: &mut impl Rng,
        (from, length): (u32, u32),
        name: &[u8],
        (mapping_quality, duplicate): (u8, bool),
    ) -> Vec<ReadRecord> {
        let first_forward = random.random_bool(0.5);
        let mut reads = Vec::with_capacity(2);
        for side in 0..2 {
            let aligned = self.read(reading, random, (from, length), side, first_forward);
            if aligned.is_empty() {
                return Vec::new();
            }
            reads.push(aligned);
        }
        let mut records = Vec::with_capacity(4);
        for side in 0..2 {
            let (own, mate) = (&reads[side], &reads[1 - side][0]);
            for (rank, one) in own.iter().enumerate() {
                let mut record = self.record(one, own, mate, rank > 0);
                let first = (side == 0) == first_forward;
                record.flags.0 |= if first { 0x40 } else { 0x80 } | if duplicate { 0x400 } else { 0 };
                record.name.extend_from_slice(name);
                record.mapping_quality = mapping_quality;
                self.tags(&mut record, own, rank, mate, (reading.read_group, mapping_quality));
                records.push(record);
            }
        }
        records
    }

    /// A read's alignments, the longest first, none shorter than an aligner tells of.
    fn read(
        &self,
        reading: &Reading<'_>,
        random: &mut impl Rng,
        (from, length): (u32, u32),
        side: usize,
        first_forward: bool,
    ) -> Vec<Aligned> {
        let own = reading.read_length.min(length);
        let begin = if side == 0 { from } else { from + length - own };
        let end = begin + own;
        let mut bases = self.bases[begin as usize..end as usize].to_vec();
        let reverse = side == 1;
        let mate = usize::from((side == 0) != first_forward);
        let profile = reading.sequencer.profile(random, mate);
        reading.sequencer.err(random, profile, &mut bases, reverse);
        let mut qualities: Vec<u8> = profile.qualities.iter().copied().take(bases.len()).collect();
        if reverse {
            qualities.reverse();
        }
        let spans =
            [begin.min(self.joint[0])..end.min(self.joint[0]), begin.max(self.joint[1])..end.max(self.joint[1])];
        let mut found: Vec<Aligned> = Vec::with_capacity(2);
        for (number, (part, span)) in self.parts.iter().zip(spans).enumerate() {
            if span.is_empty() {
                continue;
            }
            let offset = if number == 0 { 0 } else { self.joint[1] };
            let (low, high) = (span.start - offset, span.end - offset);
            let all = part.molecule.length();
            let (low, high) = if part.reversed { (all - high, all - low) } else { (low, high) };
            let mut clips = [span.start - begin, end - span.end];
            let (mut own_bases, mut own_qualities) = (bases.clone(), qualities.clone());
            if part.reversed {
                clips.reverse();
                own_bases = complemented(&bases);
                own_qualities.reverse();
            }
            let blocks = part.molecule.part(low, high - low);
            let Some(placement) = Placement::new(blocks, clips, &own_bases, &part.reference) else { continue };
            let aligned = |op: &&CigarOp| op.kind().consumes_read() && op.kind() != CigarKind::SoftClip;
            let length = placement.cigar.iter().filter(aligned).map(|op| op.length()).sum();
            if length >= LEAST_ALIGNED {
                let reverse = reverse != part.reversed;
                found.push(Aligned {
                    part: number,
                    placement,
                    reverse,
                    bases: own_bases,
                    qualities: own_qualities,
                    length,
                });
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.length));
        found
    }

    /// An alignment without its name and its tags; `further` for one beside the longest.
    fn record(&self, one: &Aligned, own: &[Aligned], mate: &Aligned, further: bool) -> ReadRecord {
        let contig = |aligned: &Aligned| self.parts[aligned.part].contig;
        let mut record = ReadRecord::default();
        let primary = &own[0];
        let same = contig(primary) == contig(mate);
        let faces = same && primary.reverse != mate.reverse && {
            let [forward, reverse] = if primary.reverse { [mate, primary] } else { [primary, mate] };
            let distance = reverse.placement.end().saturating_sub(forward.placement.start);
            forward.placement.start <= reverse.placement.start && distance <= PROPER
        };
        let mut flags = 0x1u16;
        for (set, bit) in [(faces, 0x2), (one.reverse, 0x10), (mate.reverse, 0x20), (further, 0x800)] {
            flags |= if set { bit } else { 0 };
        }
        record.flags = Flags(flags);
        record.contig = Some(contig(one));
        record.start = one.placement.start;
        record.mate_contig = Some(contig(mate));
        record.mate_start = mate.placement.start;
        record.template_length = if contig(one) == contig(mate) { template(one, mate) } else { 0 };
        record.cigar.clone_from(&one.placement.cigar);
        let (mut from, mut to) = (0, one.bases.len());
        if further {
            // What is clipped of a further alignment is not written again.
            let clip = |op: Option<&CigarOp>| {
                op.filter(|op| op.kind() == CigarKind::SoftClip).map_or(0, |op| op.length() as usize)
            };
            (from, to) = (clip(one.placement.cigar.first()), to - clip(one.placement.cigar.last()));
            for op in &mut record.cigar {
                if op.kind() == CigarKind::SoftClip {
                    *op = CigarOp::new(CigarKind::HardClip, op.length());
                }
            }
        }
        record.set_bases(&one.bases[from..to]);
        record.qualities = one.qualities[from..to].to_vec();
        record
    }

    fn tags(
        &self,
        record: &mut ReadRecord,
        own: &[Aligned],
        rank: usize,
        mate: &Aligned,
        (group, quality): (&str, u8),
    ) {
        record.push_text_tag(*b"RG", group);
        record.push_text_tag(*b"MC", &cigar_text(&mate.placement.cigar));
        let mut md = Vec::new();
        let edits = |one: &Aligned, md: &mut Vec<u8>| {
            differences(&one.placement, &one.bases, &self.parts[one.part].reference, md)
        };
        let number = edits(&own[rank], &mut md);
        push_edits(&mut record.tags, number, &md);
        let mut others = String::new();
        for (_, other) in own.iter().enumerate().filter(|(other, _)| *other != rank) {
            let number = edits(other, &mut Vec::new());
            let strand = if other.reverse { '-' } else { '+' };
            let (name, start) = (&self.parts[other.part].contig_name, other.placement.start + 1);
            let cigar = cigar_text(&other.placement.cigar);
            let _ = write!(others, "{name},{start},{strand},{cigar},{quality},{number};");
        }
        if !others.is_empty() {
            record.push_text_tag(*b"SA", &others);
        }
    }
}

/// The other strand.
fn complemented(bases: &[u8]) -> Vec<u8> {
    bases.iter().rev().map(|base| complement(*base)).collect()
}

/// TLEN as bwa mem writes it: between the outer ends in the direction of reading, the ends' bases included.
fn template(own: &Aligned, mate: &Aligned) -> i32 {
    let outer = |one: &Aligned| {
        i64::from(if one.reverse { one.placement.end().saturating_sub(1) } else { one.placement.start })
    };
    let (own, mate) = (outer(own), outer(mate));
    let length = match own.cmp(&mate) {
        std::cmp::Ordering::Less => mate - own + 1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => mate - own - 1,
    };
    i32::try_from(length).unwrap_or(0)
}
