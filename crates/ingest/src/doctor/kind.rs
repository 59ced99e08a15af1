//! What a file is: by its first bytes, unpacked, and by its name where they leave it open.

use std::{fmt, io::Read, path::Path};

use flate2::read::MultiGzDecoder;
use serde::Serialize;

use crate::{
    error::Error,
    variants::input::{guarded, open_regular},
};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Alignments, BAM.
    Bam,
    /// Alignments, CRAM.
    Cram,
    /// Alignments as text.
    Sam,
    /// Variants as text, packed or not.
    Vcf,
    /// Variants, BCF.
    Bcf,
    /// Sequences.
    Fasta,
    /// Reads that are not aligned.
    Fastq,
    /// Index of a FASTA (`.fai`).
    FastaIndex,
    /// Index of a BAM (`.bai`).
    BamIndex,
    /// Index of anything in BGZF (`.csi`).
    Csi,
    /// Index of a text file in BGZF (`.tbi`).
    Tabix,
    /// Index of a CRAM (`.crai`).
    CramIndex,
    /// Index of the blocks of a BGZF file (`.gzi`).
    BlockIndex,
    /// Intervals.
    Bed,
    /// A pedigree.
    Pedigree,
    /// A case: TOML or JSON. What it says is checked by who knows cases.
    CaseFile,
    /// Packed in a form that is not read here.
    Packed,
    /// Without a byte.
    Empty,
    /// None of these.
    Unknown,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Bam => "alignments (BAM)",
            Kind::Cram => "alignments (CRAM)",
            Kind::Sam => "alignments (SAM)",
            Kind::Vcf => "variants (VCF)",
            Kind::Bcf => "variants (BCF)",
            Kind::Fasta => "sequences (FASTA)",
            Kind::Fastq => "reads, not aligned (FASTQ)",
            Kind::FastaIndex => "index of a FASTA (.fai)",
            Kind::BamIndex => "index of a BAM (.bai)",
            Kind::Csi => "index (.csi)",
            Kind::Tabix => "index (.tbi)",
            Kind::CramIndex => "index of a CRAM (.crai)",
            Kind::BlockIndex => "index of BGZF blocks (.gzi)",
            Kind::Bed => "intervals (BED)",
            Kind::Pedigree => "pedigree (PED)",
            Kind::CaseFile => "case file",
            Kind::Packed => "packed file",
            Kind::Empty => "empty file",
            Kind::Unknown => "unknown file",
        })
    }
}

/// Tells a file's kind.
pub(super) fn of(path: &Path) -> Result<Kind, Error> {
    let mut head = vec![0; 1 << 16];
    let read = fill(&mut open_regular(path)?, &mut head).map_err(|e| Error::new(path, e))?;
    head.truncate(read);
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if head.is_empty() {
        return Ok(Kind::Empty);
    }
    if let Some(kind) = by_magic(&head) {
        return Ok(kind);
    }
    if Path::new(&name).extension().is_some_and(|ending| ending == "gzi") {
        return Ok(Kind::BlockIndex);
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        let mut inner = vec![0; 1 << 16];
        // A damaged block is told by the reader of the kind that the name promises.
        let read = guarded(|| fill(&mut MultiGzDecoder::new(head.as_slice()), &mut inner)).unwrap_or(0);
        inner.truncate(read);
        let name = name.trim_end_matches(".gz").trim_end_matches(".bgz").trim_end_matches(".bgzf");
        return Ok(by_magic(&inner).unwrap_or_else(|| by_text(&inner, name)));
    }
    Ok(by_text(&head, &name))
}

fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(_) if filled > 0 => break,
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn by_magic(head: &[u8]) -> Option<Kind> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    Some(match head {
        _ if starts(b"BAM\x01") => Kind::Bam,
        _ if starts(b"CRAM") => Kind::Cram,
        _ if starts(b"BCF") => Kind::Bcf,
        _ if starts(b"BAI\x01") => Kind::BamIndex,
        _ if starts(b"CSI\x01") => Kind::Csi,
        _ if starts(b"TBI\x01") => Kind::Tabix,
        _ if starts(b"PK\x03\x04")
            || starts(b"BZh")
            || starts(b"\xfd7zXZ")
            || starts(b"\x1f\x9d")
            || starts(b"\x28\xb5\x2f\xfd") =>
        {
            Kind::Packed
        }
        _ => return None,
    })
}

fn by_text(head: &[u8], name: &str) -> Kind {
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if first.starts_with(b"##fileformat=VCF") || first.starts_with(b"##format=VCF") || first.starts_with(b"#CHROM\t") {
        return Kind::Vcf;
    }
    if first.len() > 3 && first[0] == b'@' && first[1..3].iter().all(u8::is_ascii_uppercase) && first[3] == b'\t' {
        return Kind::Sam;
    }
    let by_name = match name {
        _ if ends(&[".vcf", ".gvcf", ".bcf"]) => Some(Kind::Vcf),
        _ if ends(&[".sam"]) => Some(Kind::Sam),
        _ if ends(&[".bam"]) => Some(Kind::Bam),
        _ if ends(&[".cram"]) => Some(Kind::Cram),
        _ if ends(&[".fai"]) => Some(Kind::FastaIndex),
        _ if ends(&[".crai"]) => Some(Kind::CramIndex),
        _ if ends(&[".bai"]) => Some(Kind::BamIndex),
        _ if ends(&[".csi"]) => Some(Kind::Csi),
        _ if ends(&[".tbi"]) => Some(Kind::Tabix),
        _ if ends(&[".bed"]) => Some(Kind::Bed),
        _ if ends(&[".ped", ".fam"]) => Some(Kind::Pedigree),
        _ if ends(&[".toml", ".json"]) => Some(Kind::CaseFile),
        _ if ends(&[".fa", ".fasta", ".fna"]) => Some(Kind::Fasta),
        _ if ends(&[".fq", ".fastq"]) => Some(Kind::Fastq),
        _ => None,
    };
    by_name.unwrap_or(match head[..] {
        [b'>', ..] => Kind::Fasta,
        [b'{', ..] => Kind::CaseFile,
        [b'#', b'#', ..] => Kind::Vcf,
        _ => Kind::Unknown,
    })
}
