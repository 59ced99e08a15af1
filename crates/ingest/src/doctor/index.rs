//! Indexes: whether they are whole, and of the shape that their kind has.

use std::path::{Path, PathBuf};

use super::{Kind, diagnosis::Diagnosis};
use crate::{
    error::{Error, Place, Problem},
    variants::{header::shortened, input::Input},
};

/// The largest index that is read, in bytes unpacked.
const MAX_INDEX: usize = 1 << 30;

/// Reads an index.
pub(super) fn examine(path: &Path, kind: Kind, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    match kind {
        Kind::FastaIndex => fai(path, diagnosis)?,
        Kind::CramIndex => crai(path, diagnosis)?,
        _ => binary(path, kind, diagnosis)?,
    }
    beside(path, diagnosis)
}

fn malformed(path: &Path, found: impl Into<String>, expected: impl Into<String>) -> Error {
    Error::new(path, Problem::Malformed { found: found.into(), expected: expected.into() })
        .advice("make the index again: `samtools index`, `samtools faidx`, `tabix` or `bcftools index`")
}

/// An index that is older than its file, or has none beside it.
fn beside(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let Some(stem) = path.to_str().and_then(|name| name.rsplit_once('.')).map(|(stem, _)| PathBuf::from(stem)) else {
        return Ok(());
    };
    let file =
        [stem.clone(), stem.with_extension("bam"), stem.with_extension("cram")].into_iter().find(|f| f.is_file());
    let Some(file) = file.filter(|file| file != path) else {
        diagnosis.note("the file that it is the index of does not lie beside it");
        return Ok(());
    };
    let time = |path: &Path| path.metadata().and_then(|m| m.modified()).map_err(|e| Error::new(path, e));
    if time(path)? < time(&file)? {
        diagnosis.warn("it is older than its file", "make it again, or `touch` it where the file only was copied");
    }
    Ok(())
}

/// `.fai`: name, length, offset, bases a line, bytes a line.
fn fai(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut names = std::collections::HashSet::new();
    let count = rows(path, |columns| {
        let numbers: Option<Vec<u64>> = columns.get(1..5).and_then(|c| c.iter().map(|c| c.parse().ok()).collect());
        let Some(numbers) = numbers else { return Err("name, length, offset, bases and bytes a line") };
        if !names.insert(columns[0].to_owned()) {
            return Err("each name once");
        }
        let whole = numbers[0] == 0 || numbers[2] > 0 && numbers[3] > numbers[2];
        if whole { Ok(()) } else { Err("more bytes than bases a line") }
    })?;
    diagnosis.know("contigs", count);
    Ok(())
}

/// `.crai`: contig, start, span, offset of container, offset of slice, length of slice (CRAM 3, § 12).
fn crai(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let count = rows(path, |columns| {
        let good = columns.len() == 6 && columns.iter().all(|c| c.parse::<i64>().is_ok());
        if good { Ok(()) } else { Err("six numbers: contig, start, span and three offsets") }
    })?;
    diagnosis.know("slices", count);
    Ok(())
}

/// Gives each line's columns to `check`, which says what it expected of a wrong one.
fn rows(path: &Path, mut check: impl FnMut(&[&str]) -> Result<(), &'static str>) -> Result<u64, Error> {
    let mut input = Input::open(path)?;
    let (mut line, mut count) = (Vec::new(), 0);
    while input.next_line(&mut line)? {
        let text = String::from_utf8_lossy(&line);
        let columns: Vec<&str> = text.trim_end().split('\t').collect();
        check(&columns)
            .map_err(|expected| malformed(path, shortened(&text), expected).at(Place::Line(input.line())))?;
        count += 1;
    }
    Ok(count)
}

/// What is left of an index.
struct Bytes<'a> {
    path: &'a Path,
    all: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.all.len());
        let Some(end) = end else {
            let detail = format!("it ends at byte {} in the middle of a field", self.all.len());
            return Err(Error::new(self.path, Problem::Truncated { detail })
                .at(Place::Offset(self.at as u64))
                .advice("make the index again"));
        };
        let taken = &self.all[self.at..end];
        self.at = end;
        Ok(taken)
    }
    fn u32(&mut self) -> Result<u32, Error> {
        let b = self.take(4)?;
        Ok(u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
    fn u64(&mut self) -> Result<u64, Error> {
        let b = self.take(8)?;
        Ok(u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]))
    }
    /// A count that the rest can hold, `size` bytes each at least.
    fn count(&mut self, size: usize, what: &str) -> Result<usize, Error> {
        let place = self.at;
        let count = self.u32()? as usize;
        if count.saturating_mul(size) > self.all.len() - self.at {
            return Err(malformed(self.path, format!("{count} {what}"), "as many as the file has room for")
                .at(Place::Offset(place as u64)));
        }
        Ok(count)
    }
    fn rest(&self) -> usize {
        self.all.len() - self.at
    }
}

fn binary(path: &Path, kind: Kind, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let (mut all, mut part) = (Vec::new(), vec![0; 1 << 20]);
    loop {
        match input.read_some(&mut part)? {
            0 => break,
            read => all.extend_from_slice(&part[..read]),
        }
        if all.len() > MAX_INDEX {
            return Err(malformed(path, "more than 1 GB", "an index"));
        }
    }
    let mut bytes = Bytes { path, all: &all, at: 0 };
    match kind {
        Kind::BamIndex => {
            bytes.take(4)?;
            let contigs = bytes.count(8, "contigs")?;
            let (bins, chunks) = contents(&mut bytes, contigs, true, false)?;
            summary(diagnosis, contigs, bins, chunks);
        }
        Kind::Tabix => {
            bytes.take(4)?;
            let contigs = bytes.count(8, "contigs")?;
            bytes.take(24)?;
            let length = bytes.count(1, "bytes of names")?;
            let names = bytes.take(length)?;
            if names.split_inclusive(|b| *b == 0).count() != contigs {
                return Err(malformed(path, "another number of names than contigs", "a name a contig"));
            }
            let (bins, chunks) = contents(&mut bytes, contigs, true, false)?;
            summary(diagnosis, contigs, bins, chunks);
        }
        Kind::Csi => {
            bytes.take(4)?;
            let (shift, depth) = (bytes.u32()?, bytes.u32()?);
            if shift == 0 || shift > 30 || depth == 0 || depth > 12 {
                return Err(malformed(
                    path,
                    format!("bins of 2^{shift} bases in {depth} levels"),
                    "such as 2^14 and 5",
                ));
            }
            let length = bytes.count(1, "bytes of auxiliary data")?;
            bytes.take(length)?;
            let contigs = bytes.count(4, "contigs")?;
            let (bins, chunks) = contents(&mut bytes, contigs, false, true)?;
            summary(diagnosis, contigs, bins, chunks);
        }
        _ => {
            let count = bytes.u64()?;
            if count.checked_mul(16) != Some(bytes.rest() as u64) {
                let found = format!("{count} blocks in {} bytes", bytes.rest());
                return Err(malformed(path, found, "16 bytes a block"));
            }
            let (mut last, mut ordered) = ((0, 0), true);
            for _ in 0..count {
                let next = (bytes.u64()?, bytes.u64()?);
                ordered &= last < next;
                last = next;
            }
            if !ordered {
                return Err(malformed(path, "offsets that go back", "offsets in order"));
            }
            diagnosis.know("blocks", count);
            return Ok(());
        }
    }
    match bytes.rest() {
        0 | 8 => Ok(()),
        rest => Err(malformed(path, format!("{rest} bytes behind the last contig"), "none, or a count of 8 bytes")),
    }
}

fn summary(diagnosis: &mut Diagnosis, contigs: usize, bins: u64, chunks: u64) {
    diagnosis.know("contigs", contigs);
    diagnosis.know("bins", bins);
    diagnosis.know("chunks", chunks);
}

/// Bins with their chunks, and the linear index where there is one (SAM specification, § 5.2; CSI, § 1).
fn contents(bytes: &mut Bytes<'_>, contigs: usize, linear: bool, csi: bool) -> Result<(u64, u64), Error> {
    let (mut bins, mut chunks) = (0, 0);
    for _ in 0..contigs {
        let count = bytes.count(8, "bins")?;
        for _ in 0..count {
            bytes.u32()?;
            if csi {
                bytes.u64()?;
            }
            let parts = bytes.count(16, "chunks")?;
            for _ in 0..parts {
                bytes.take(16)?;
            }
            chunks += parts as u64;
        }
        bins += count as u64;
        if linear {
            let windows = bytes.count(8, "windows")?;
            bytes.take(windows * 8)?;
        }
    }
    Ok((bins, chunks))
}
