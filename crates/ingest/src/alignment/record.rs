//! One record in BAM's layout (SAM specification, § 4.2): from bytes to a view, checked; and from a record to bytes.

use marv_model::{
    genome::ContigId,
    read::{CigarKind, CigarOp, Flags, PackedBases, ReadView, find_tag},
};

use super::place::FilePlace;

/// Bytes of the fixed fields.
pub(crate) const FIXED_BYTES: usize = 32;

/// What is wrong with a record: what stands there, and what the format asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) found: String,
    pub(crate) expected: &'static str,
}

fn fault(found: impl Into<String>, expected: &'static str) -> Fault {
    Fault { found: found.into(), expected }
}

/// The place alone, for whoever decides whether the rest is wanted.
#[inline]
pub(crate) fn place(bytes: &[u8]) -> Result<FilePlace, Fault> {
    if bytes.len() < FIXED_BYTES {
        return Err(too_few(bytes));
    }
    let (contig, start) = (i32_at(bytes, 0), i32_at(bytes, 4));
    if contig < -1 || start < -1 {
        return Err(no_place(contig, start));
    }
    Ok(FilePlace::of(contig.into(), start.into()))
}

#[cold]
fn too_few(bytes: &[u8]) -> Fault {
    fault(format!("a record of {} bytes", bytes.len()), "at least 32")
}

#[cold]
fn no_place(contig: i32, start: i32) -> Fault {
    fault(format!("contig number {contig}, position {start}"), "-1 or more (SAM § 4.2)")
}

/// Hands a view of a record at `place` to `take`. `contigs` gives the reference's number of each of the file's contigs; a
/// contig that the reference lacks gives none. The operations are copied to `cigar`; everything else is borrowed. The view
/// is lent, not returned: copied from frame to frame it would cost as much as its parsing.
#[inline]
pub(crate) fn with_view(
    bytes: &[u8],
    place: FilePlace,
    cigar: &mut Vec<CigarOp>,
    contigs: &[Option<ContigId>],
    take: impl FnOnce(&mut ReadView<'_>),
) -> Result<(), Fault> {
    let too_short = || too_short(bytes);
    let (fixed, rest) = bytes.split_first_chunk::<FIXED_BYTES>().ok_or_else(too_short)?;
    let (name_bytes, operations) = (usize::from(fixed[8]), usize::from(u16_at(fixed, 12)));
    let base_count = u32_at(fixed, 16) as usize;
    let (name, rest) = rest.split_at_checked(name_bytes).ok_or_else(too_short)?;
    let (packed_cigar, rest) = rest.split_at_checked(operations * 4).ok_or_else(too_short)?;
    let (bases, rest) = rest.split_at_checked(base_count.div_ceil(2)).ok_or_else(too_short)?;
    let (qualities, tags) = rest.split_at_checked(base_count).ok_or_else(too_short)?;
    let Some((0, name)) = name.split_last() else {
        return Err(fault("a read name without its end", "a closing NUL"));
    };

    let flags = Flags(u16_at(fixed, 14));
    read_cigar(packed_cigar, cigar);
    if let [clip, skip] = cigar[..]
        && clip == CigarOp::new(CigarKind::SoftClip, u32_at(fixed, 16))
        && skip.kind() == CigarKind::Skip
        && base_count > 0
        && let Some((b'B', value)) = find_tag(tags, *b"CG")
        && let Some(operations) = value.strip_prefix(b"I")
    {
        read_cigar(&operations[4..], cigar);
    }
    check_cigar(cigar, flags, base_count)?;

    let contig = match place.contig() {
        Some(number) => *contigs.get(number as usize).ok_or_else(|| contig_fault(number))?,
        None => None,
    };
    let mate = (i32_at(fixed, 20), i32_at(fixed, 24));
    let mate_contig = match (u32::try_from(mate.0), u32::try_from(mate.1)) {
        (Ok(number), Ok(_)) => *contigs.get(number as usize).ok_or_else(|| contig_fault(number))?,
        _ => None,
    };
    take(&mut ReadView {
        name: if name == b"*" { b"" } else { name },
        flags,
        contig,
        start: place.start(),
        mapping_quality: fixed[9],
        cigar,
        bases: PackedBases::new(bases, base_count),
        // The format marks missing qualities by 0xff in the first place; a Phred score is at most 93.
        qualities: if qualities.first() == Some(&0xff) { &[] } else { qualities },
        mate_contig,
        mate_start: if mate_contig.is_some() { u32::try_from(mate.1).unwrap_or(0) } else { 0 },
        template_length: i32_at(fixed, 28),
        tags,
    });
    Ok(())
}

#[cold]
fn too_short(bytes: &[u8]) -> Fault {
    fault(format!("a record of {} bytes", bytes.len()), "as many bytes as its own lengths add up to")
}

#[cold]
fn contig_fault(number: u32) -> Fault {
    fault(format!("contig number {number}"), "the number of a contig of the header")
}

#[inline]
fn read_cigar(packed: &[u8], cigar: &mut Vec<CigarOp>) {
    cigar.clear();
    let (operations, _) = packed.as_chunks::<4>();
    if let [one] = operations {
        cigar.push(CigarOp(u32::from_le_bytes(*one))); // nine reads in ten
    } else {
        cigar.extend(operations.iter().map(|op| CigarOp(u32::from_le_bytes(*op))));
    }
}

/// Operations that exist, and that use up exactly the bases there are.
#[inline]
pub(crate) fn check_cigar(cigar: &[CigarOp], flags: Flags, base_count: usize) -> Result<(), Fault> {
    if let [op] = cigar
        && op.kind() == CigarKind::Match
        && op.length() as usize == base_count
    {
        return Ok(());
    }
    let mut read_bases = 0u64;
    let mut reference_bases = 0u64;
    for op in cigar {
        if op.0 & 0xf > 8 {
            return Err(unknown_operation(*op));
        }
        read_bases += u64::from(op.read_bases());
        reference_bases += u64::from(op.reference_bases());
    }
    if base_count > 0 && !cigar.is_empty() && !flags.is_unmapped() && read_bases != base_count as u64 {
        return Err(other_base_count(read_bases, base_count));
    }
    if reference_bases > u64::from(u32::MAX >> 1) {
        return Err(too_long(reference_bases));
    }
    Ok(())
}

#[cold]
fn unknown_operation(op: CigarOp) -> Fault {
    fault(format!("CIGAR operation code {}", op.0 & 0xf), "0 to 8 (SAM § 4.2)")
}

#[cold]
fn other_base_count(read_bases: u64, base_count: usize) -> Fault {
    let found = format!("a CIGAR of {read_bases} read bases beside {base_count} bases");
    fault(found, "the same number (SAM § 1.4.6)")
}

#[cold]
fn too_long(reference_bases: u64) -> Fault {
    fault(format!("a CIGAR of {reference_bases} reference bases"), "less than 2 Gb")
}

/// The exclusive end of a record on its contig. What has no length there, an unmapped read among them, counts as one
/// base, as in the indexes.
#[inline]
pub(crate) fn end_on_contig(read: &ReadView<'_>) -> u32 {
    let length = if read.flags.is_unmapped() { 0 } else { read.reference_length() };
    read.start.saturating_add(length.max(1))
}

/// Appends a record to `bytes`, its size ahead. `contig` and `mate` are numbers of the file's header.
pub(crate) fn encode(read: &ReadView<'_>, contig: i32, mate: i32, bytes: &mut Vec<u8>) -> Result<(), Fault> {
    let name: &[u8] = if read.name.is_empty() { b"*" } else { read.name };
    if name.len() > 254 || name.contains(&0) {
        return Err(fault(format!("a read name of {} bytes", name.len()), "at most 254 bytes without NUL"));
    }
    let base_count = read.bases.len();
    if !read.qualities.is_empty() && read.qualities.len() != base_count {
        let found = format!("{} qualities beside {base_count} bases", read.qualities.len());
        return Err(fault(found, "the same number, or none"));
    }
    check_cigar(read.cigar, read.flags, base_count)?;
    let long = read.cigar.len() > usize::from(u16::MAX);
    let length = u32::try_from(base_count).map_err(|_| fault("a read of 4 Gb", "less"))?;
    let placeholder =
        [CigarOp::new(CigarKind::SoftClip, length), CigarOp::new(CigarKind::Skip, read.reference_length())];
    let cigar = if long { &placeholder[..] } else { read.cigar };
    let position = |start: u32, contig: i32| if contig < 0 { -1 } else { i32::try_from(start).unwrap_or(-1) };
    let start = position(read.start, contig);
    let bin = if start < 0 { 4680 } else { super::index::bin_of(read.start, end_on_contig(read)) };

    let size_at = bytes.len();
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&contig.to_le_bytes());
    bytes.extend_from_slice(&start.to_le_bytes());
    bytes.push(u8::try_from(name.len() + 1).unwrap_or(u8::MAX));
    bytes.push(read.mapping_quality);
    bytes.extend_from_slice(&u16::try_from(bin).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&u16::try_from(cigar.len()).unwrap_or(0).to_le_bytes());
    bytes.extend_from_slice(&read.flags.0.to_le_bytes());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&mate.to_le_bytes());
    bytes.extend_from_slice(&position(read.mate_start, mate).to_le_bytes());
    bytes.extend_from_slice(&read.template_length.to_le_bytes());
    bytes.extend_from_slice(name);
    bytes.push(0);
    for op in cigar {
        bytes.extend_from_slice(&op.0.to_le_bytes());
    }
    bytes.extend_from_slice(&read.bases.bytes()[..base_count.div_ceil(2)]);
    if read.qualities.is_empty() {
        bytes.resize(bytes.len() + base_count, 0xff);
    } else {
        bytes.extend_from_slice(read.qualities);
    }
    bytes.extend_from_slice(read.tags);
    if long {
        bytes.extend_from_slice(b"CGBI");
        bytes.extend_from_slice(&u32::try_from(read.cigar.len()).unwrap_or(u32::MAX).to_le_bytes());
        for op in read.cigar {
            bytes.extend_from_slice(&op.0.to_le_bytes());
        }
    }
    let size = u32::try_from(bytes.len() - size_at - 4).map_err(|_| fault("a record of 4 GB", "less"))?;
    bytes[size_at..size_at + 4].copy_from_slice(&size.to_le_bytes());
    Ok(())
}

// Offsets below are inside FIXED_BYTES or inside a chunk of 4, which the callers have checked.
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
fn i32_at(bytes: &[u8], at: usize) -> i32 {
    i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
