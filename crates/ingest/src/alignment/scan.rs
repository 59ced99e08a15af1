//! Reads of a region to the sinks, each once, in the file's order.

use std::io;

use marv_model::{
    genome::{Interval, Locus},
    read::{CigarOp, ReadSink, ReadView},
};

use super::{
    BoundAlignment,
    bam::{self, RecordStream},
    file::index_command,
    header::SortOrder,
    index::Chunk,
    record::{self, Fault, FilePlace},
};
use crate::{
    Error,
    error::{Place, Problem},
};

/// What a scan handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScanSummary {
    /// Records handed to the sinks.
    pub records: u64,
    /// Those of them whose start lies in the region. Over any division of a contig these add up to its records.
    pub starting: u64,
    /// The file's header lacks the contig of the region: it says nothing of it.
    pub contig_absent: bool,
    /// Records of a whole scan that lie on contigs which the reference lacks; not handed out.
    pub elsewhere: u64,
}

/// Reads one file by region. Keeps its buffers from scan to scan.
pub struct RegionReader {
    bound: BoundAlignment,
    stream: RecordStream,
    cigar: Vec<CigarOp>,
}

/// A gap between chunks that is worth a seek, in compressed bytes.
const SEEK_BYTES: u64 = 1 << 18;

impl RegionReader {
    pub(super) fn new(bound: &BoundAlignment) -> Result<Self, Error> {
        let stream = RecordStream::open(&bound.facts.path)?;
        Ok(Self { bound: bound.clone(), stream, cigar: Vec::new() })
    }
    /// Hands each record that overlaps `region` to each sink, in the file's order. A record without a length on the
    /// reference, such as a placed unmapped one, counts as one base at its start.
    pub fn scan(&mut self, region: Interval, sinks: &mut [&mut dyn ReadSink]) -> Result<ScanSummary, Error> {
        let mut summary = ScanSummary::default();
        let file_contig = self.bound.map.to_file.get(region.contig().index()).copied().flatten();
        let Some(contig) = file_contig else {
            summary.contig_absent = true;
            return Ok(summary);
        };
        if region.is_empty() {
            return Ok(summary);
        }
        let facts = &self.bound.facts;
        let bins = facts.index.as_ref().and_then(|index| index.bins.as_ref());
        let chunks = bins.map(|bins| bins.query(contig as usize, region.start(), region.end())).unwrap_or_default();
        let mut chunks = chunks.into_iter();
        let Some(mut chunk) = chunks.next() else { return Ok(summary) };
        self.seek(chunk)?;
        let mut next_chunk = chunks.next();
        let mut last_start = 0;
        loop {
            // Chunks that lie close together are read through: the records between them are skipped faster than a seek.
            if let Some(next) = next_chunk
                && self.stream.virtual_offset() >= chunk.end
            {
                if next.start >> 16 > (chunk.end >> 16) + SEEK_BYTES {
                    self.seek(next)?;
                }
                (chunk, next_chunk) = (next, chunks.next());
            }
            let offset = self.stream.virtual_offset();
            let bytes = match self.stream.next() {
                Ok(Some(bytes)) => bytes,
                Ok(None) => break,
                Err(error) => return Err(scan_error(&self.bound, error, offset)),
            };
            let place = record::place(bytes).map_err(|fault| record_error(&self.bound, fault, None, offset))?;
            match place {
                Some((number, start)) if number == contig => {
                    if start >= region.end() {
                        break;
                    }
                    if start < last_start {
                        return Err(unsorted(&self.bound, place, last_start));
                    }
                    last_start = start;
                }
                Some((number, _)) if number < contig => return Err(unsorted(&self.bound, place, 0)),
                _ => break,
            }
            let read = record::view(bytes, &mut self.cigar, &self.bound.map.to_reference)
                .map_err(|fault| record_error(&self.bound, fault, place, offset))?;
            if record::end_on_contig(&read) > region.start() {
                summary.records += 1;
                summary.starting += u64::from(read.start >= region.start());
                sinks.iter_mut().for_each(|sink| sink.accept(&read));
            }
        }
        Ok(summary)
    }
    fn seek(&mut self, chunk: Chunk) -> Result<(), Error> {
        self.stream.seek(chunk.start).map_err(|error| scan_error(&self.bound, error, chunk.start))
    }
}

impl std::fmt::Debug for RegionReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegionReader").field("file", &self.bound.facts.path).finish_non_exhaustive()
    }
}

/// Every record of the file.
pub(super) fn scan_whole(bound: &BoundAlignment, sinks: &mut [&mut dyn ReadSink]) -> Result<ScanSummary, Error> {
    let mut stream = RecordStream::open(&bound.facts.path)?;
    stream.seek(bound.facts.first_record).map_err(|error| bam::read_error(&bound.facts.path, error))?;
    let sorted = bound.facts.header.sort_order == SortOrder::Coordinate;
    let mut cigar = Vec::new();
    let mut summary = ScanSummary::default();
    let mut last = (0, 0);
    let mut number = 0;
    loop {
        number += 1;
        let at_record = |error: Error| error.at(Place::Record(number));
        let bytes = match stream.next() {
            Ok(Some(bytes)) => bytes,
            Ok(None) => break,
            Err(error) => return Err(at_record(bam::read_error(&bound.facts.path, error))),
        };
        let place = record::place(bytes).map_err(|fault| at_record(record_error(bound, fault, None, 0)))?;
        let key = place.unwrap_or((u32::MAX, 0));
        if sorted && key < last {
            return Err(at_record(unsorted(bound, place, last.1)));
        }
        last = key;
        let read = record::view(bytes, &mut cigar, &bound.map.to_reference)
            .map_err(|fault| at_record(record_error(bound, fault, place, 0)))?;
        if place.is_some() && read.contig.is_none() {
            summary.elsewhere += 1;
        } else {
            hand_out(&read, &mut summary, sinks);
        }
    }
    Ok(summary)
}

fn hand_out(read: &ReadView<'_>, summary: &mut ScanSummary, sinks: &mut [&mut dyn ReadSink]) {
    summary.records += 1;
    summary.starting += 1;
    for sink in sinks {
        sink.accept(read);
    }
}

fn shown(bound: &BoundAlignment, place: FilePlace) -> Option<Place> {
    let (number, start) = place?;
    let contigs = &bound.facts.header.contigs;
    Some(Place::Genome(contigs.show(&Locus::new(marv_model::genome::ContigId(number), start)).to_string()))
}

/// A record that breaks its format.
fn record_error(bound: &BoundAlignment, fault: Fault, place: FilePlace, offset: u64) -> Error {
    let Fault { found, expected } = fault;
    Error::new(&bound.facts.path, Problem::Malformed { found, expected: expected.to_owned() })
        .at(shown(bound, place).unwrap_or(Place::Offset(offset >> 16)))
        .advice(format!(
            "the file is damaged, or its index is not its own: {}; if that does not help, make the file again",
            index_command(&bound.facts.path)
        ))
}

fn scan_error(bound: &BoundAlignment, error: io::Error, offset: u64) -> Error {
    let advice = format!(
        "the file is damaged, or its index is not its own: {}; if that does not help, make the file again",
        index_command(&bound.facts.path)
    );
    bam::read_error(&bound.facts.path, error).at(Place::Offset(offset >> 16)).advice(advice)
}

fn unsorted(bound: &BoundAlignment, place: FilePlace, last_start: u32) -> Error {
    let detail = format!("a record follows one at position {}", u64::from(last_start) + 1);
    let shown_path = crate::privacy::redact(&bound.facts.path.to_string_lossy()).into_owned();
    Error::new(&bound.facts.path, Problem::Unsorted { detail })
        .at(shown(bound, place).unwrap_or_default())
        .advice(format!("samtools sort -o sorted.bam {shown_path} && samtools index sorted.bam"))
}
