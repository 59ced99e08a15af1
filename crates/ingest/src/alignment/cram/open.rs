//! The header of a CRAM, and whether an index is its own.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use noodles::cram;

use super::{
    container,
    crai::{self, SliceEntry},
};
use crate::{Error, alignment::header::AlignmentHeader, error::Problem};

/// A header's text is not longer: 100 MB hold a million contigs.
const TEXT_BYTES: u64 = 100 << 20;

/// The header of a CRAM 3.
pub(crate) fn read_header(path: &Path) -> Result<AlignmentHeader, Error> {
    let text = read_text(path).map_err(|error| {
        let found = format!("a header that cannot be read ({error})");
        Error::new(path, Problem::Malformed { found, expected: "a CRAM 3 header".to_owned() })
            .advice("the file is damaged: copy or make it again")
    })?;
    AlignmentHeader::parse(&text, path)
}

fn read_text(path: &Path) -> std::io::Result<String> {
    let mut reader = cram::io::Reader::new(BufReader::new(File::open(path)?));
    let mut header = reader.header_reader();
    header.read_magic_number()?;
    header.read_format_version()?;
    header.read_file_id()?;
    let mut container = header.container_reader()?;
    let mut text = Vec::new();
    container.raw_sam_header_reader()?.take(TEXT_BYTES).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// An index that was made for another file, or an earlier state of this one, shows at its two ends: it must begin with the
/// first container behind the header, and behind its last one there must be nothing but the end.
pub(crate) fn check_index(
    path: &Path,
    index: &Path,
    contig_count: usize,
    advice: &str,
) -> Result<Vec<SliceEntry>, Error> {
    let slices = crai::read(index, advice)?;
    let stale = |detail: &str| {
        Error::new(path, Problem::IndexStale { index: index.to_owned(), detail: detail.to_owned() }).advice(advice)
    };
    if slices.iter().any(|slice| slice.contig >= i64::try_from(contig_count).unwrap_or(i64::MAX)) {
        return Err(stale("it lists more contigs than the file"));
    }
    let file = File::open(path).map_err(|error| Error::new(path, error))?;
    let size = file.metadata().map_err(|error| Error::new(path, error))?.len();
    let mut file = BufReader::new(file);
    let end = size - container::END_OF_FILE.len() as u64; // the mark was found there before
    let next = |file: &mut BufReader<File>, offset: u64| {
        container::next_container(file, offset).map_err(|_| stale("it points to something that is no container"))
    };
    let data = next(&mut file, container::DEFINITION_BYTES)?;
    let offsets = |pick: fn(&SliceEntry, &SliceEntry) -> bool| {
        slices.iter().copied().reduce(|a, b| if pick(&a, &b) { a } else { b }).map(|slice| slice.offset)
    };
    let first = offsets(|a, b| a.offset <= b.offset).unwrap_or(end);
    let last = offsets(|a, b| a.offset >= b.offset);
    if first != data {
        return Err(stale("it does not begin with the file's first container"));
    }
    match last {
        Some(last) if last >= end => Err(stale("it points behind the end of the file")),
        Some(last) if next(&mut file, last)? != end => Err(stale("there are containers behind its last one")),
        _ => Ok(slices),
    }
}

/// Containers that are looked at for blocks that HTSlib was not built for.
const CONTAINERS_SAMPLED: usize = 8;

/// Whether blocks are compressed by LZMA: asked of the first container and of some of those the index lists. The HTSlib in
/// hts-sys 2.2.1 is built without LZMA even with its feature on, since its build script defines another name.
pub(crate) fn holds_lzma(path: &Path, slices: &[SliceEntry]) -> Result<bool, Error> {
    let mut file = BufReader::new(File::open(path).map_err(|error| Error::new(path, error))?);
    let damaged = |_| {
        let found = "a container whose blocks cannot be found".to_owned();
        Error::new(path, Problem::Malformed { found, expected: "a whole CRAM 3".to_owned() })
            .advice("the file is damaged: copy or make it again")
    };
    let data = container::next_container(&mut file, container::DEFINITION_BYTES).map_err(damaged)?;
    let step = (slices.len() / CONTAINERS_SAMPLED).max(1);
    for offset in std::iter::once(data).chain(slices.iter().step_by(step).map(|slice| slice.offset)) {
        if container::uses_lzma(&mut file, offset).map_err(damaged)? {
            return Ok(true);
        }
    }
    Ok(false)
}
