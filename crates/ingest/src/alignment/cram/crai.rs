//! The CRAM index (CRAM specification, § 12): a line a slice, gzip.

use std::{fs::File, io::Read, path::Path};

use flate2::read::MultiGzDecoder;

use crate::{
    Error,
    error::{Place, Problem},
};

/// Where one slice lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SliceEntry {
    /// Number in the file's header; -1 for unplaced reads.
    pub(crate) contig: i64,
    /// 0-based.
    pub(crate) start: u64,
    /// Exclusive.
    pub(crate) end: u64,
    /// The container's first byte.
    pub(crate) offset: u64,
}

/// All slices, in the order of the index.
pub(crate) fn read(path: &Path, advice: &str) -> Result<Vec<SliceEntry>, Error> {
    let file = File::open(path).map_err(|error| Error::new(path, error))?;
    let mut bytes = Vec::new();
    let mut compressed = std::io::BufReader::new(file);
    let is_gzip = std::io::BufRead::fill_buf(&mut compressed).is_ok_and(|start| start.starts_with(&[0x1f, 0x8b]));
    if is_gzip { MultiGzDecoder::new(compressed).read_to_end(&mut bytes) } else { compressed.read_to_end(&mut bytes) }
        .map_err(|error| Error::new(path, error).advice(advice))?;
    let text = String::from_utf8_lossy(&bytes);
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            parse(line).ok_or_else(|| {
                let found = format!("{:?}", line.chars().take(40).collect::<String>());
                let expected = "six whole numbers: contig, start, span, container, slice, size".to_owned();
                Error::new(path, Problem::Malformed { found, expected }).at(Place::Line(number)).advice(advice)
            })
        })
        .collect()
}

fn parse(line: &str) -> Option<SliceEntry> {
    let numbers: Vec<i64> = line.split('\t').map(|field| field.trim().parse().ok()).collect::<Option<_>>()?;
    let [contig, start, span, offset, _, _] = numbers[..] else { return None };
    let (start, span) = (u64::try_from(start.max(1) - 1).ok()?, u64::try_from(span).ok()?);
    Some(SliceEntry { contig, start, end: start.checked_add(span)?, offset: u64::try_from(offset).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_half_open() {
        assert_eq!(parse("0\t10\t5\t1234\t100\t99"), Some(SliceEntry { contig: 0, start: 9, end: 14, offset: 1234 }));
        assert_eq!(parse("-1\t0\t0\t1234\t100\t99").map(|slice| slice.contig), Some(-1));
        assert_eq!(parse("0\t10\t5\t1234\t100"), None);
        assert_eq!(parse("0\t10\t-5\t1234\t100\t1"), None);
    }
}
