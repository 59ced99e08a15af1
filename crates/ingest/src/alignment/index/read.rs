//! From bytes.

use std::{io::Read, path::Path};

use super::{Bin, BinIndex, Chunk, ContigIndex};
use crate::{Error, bgzf, error::Problem};

impl BinIndex {
    /// Reads a BAI, or a CSI compressed or not; which of them, the first bytes tell.
    pub(crate) fn read(path: &Path, advice: &str) -> Result<Self, Error> {
        let mut bytes = std::fs::read(path).map_err(|error| Error::new(path, error))?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            bytes.clear();
            let file = std::fs::File::open(path).map_err(|error| Error::new(path, error))?;
            bgzf::reader(file).read_to_end(&mut bytes).map_err(|error| Error::new(path, error).advice(advice))?;
        }
        let malformed = |found: &str| {
            let expected = "a whole BAI or CSI index".to_owned();
            Error::new(path, Problem::Malformed { found: found.to_owned(), expected }).advice(advice)
        };
        let mut cursor = Cursor(&bytes);
        let parsed = match cursor.take(4) {
            Some(b"BAI\x01") => read_contigs(&mut cursor, 14, 5, false),
            Some(b"CSI\x01") => read_csi(&mut cursor),
            _ => return Err(malformed("something that is no index")),
        };
        parsed.ok_or_else(|| malformed("an index that ends in the middle or contradicts itself"))
    }
}

fn read_csi(cursor: &mut Cursor) -> Option<BinIndex> {
    let (shift, depth, extra) = (cursor.u32()?, cursor.u32()?, cursor.u32()?);
    if depth > 9 || shift > 32 {
        return None;
    }
    cursor.take(extra as usize)?;
    read_contigs(cursor, shift, depth, true)
}

fn read_contigs(cursor: &mut Cursor, shift: u32, depth: u32, csi: bool) -> Option<BinIndex> {
    let count = cursor.u32()?;
    // Not reserved ahead: the count may lie. What is not in the bytes ends the loop.
    let mut contigs = Vec::new();
    for _ in 0..count {
        contigs.push(read_contig(cursor, depth, csi)?);
    }
    Some(BinIndex { shift, depth, contigs })
}

fn read_contig(cursor: &mut Cursor, depth: u32, csi: bool) -> Option<ContigIndex> {
    // One above the last bin: counts of records, not a place.
    let statistics = ((1u64 << (3 * (depth + 1))) - 1) / 7 + 1;
    let mut contig = ContigIndex::default();
    for _ in 0..cursor.u32()? {
        let number = cursor.u32()?;
        let first = if csi { cursor.u64()? } else { 0 };
        let mut chunks = Vec::new();
        for _ in 0..cursor.u32()? {
            chunks.push(Chunk { start: cursor.u64()?, end: cursor.u64()? });
        }
        if u64::from(number) != statistics {
            contig.bins.push(Bin { number, first, chunks });
        }
    }
    contig.bins.sort_by_key(|bin| bin.number);
    if !csi {
        for _ in 0..cursor.u32()? {
            contig.linear.push(cursor.u64()?);
        }
    }
    Some(contig)
}

/// Bytes not read yet.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }
    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }
}
