//! Reads of a region to the sinks, each once, in the file's order.

use std::io;

use marv_model::{
    genome::{ContigId, Interval, Locus},
    read::{CigarOp, ReadSink, ReadView},
};

use super::{
    AlignmentFormat, BoundAlignment,
    bam::{self, RecordStream},
    cram::CramReader,
    delivery::{Delivery, Verdict},
    file::index_command,
    header::SortOrder,
    index::Chunk,
    place::FilePlace,
    record::{self, Fault},
};
use crate::{
    Error,
    bgzf::VirtualOffset,
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
    /// Records that were looked at and are not of the sample chosen among several; not handed out.
    pub other_samples: u64,
}

/// Reads one file by region. Keeps its buffers from scan to scan.
pub struct RegionReader {
    bound: BoundAlignment,
    source: Source,
}

enum Source {
    Bam(BamReader),
    Cram(CramReader),
}

impl RegionReader {
    pub(super) fn new(bound: &BoundAlignment) -> Result<Self, Error> {
        let source = match bound.facts.format {
            AlignmentFormat::Bam => Source::Bam(BamReader::open(bound)?),
            AlignmentFormat::Cram { .. } => Source::Cram(CramReader::open(bound)?),
        };
        Ok(Self { bound: bound.clone(), source })
    }
    /// Hands each record that overlaps `region` to each sink, in the file's order. A record without a length on the
    /// reference, such as a placed unmapped one, counts as one base at its start.
    pub fn scan(&mut self, region: Interval, sinks: &mut [&mut dyn ReadSink]) -> Result<ScanSummary, Error> {
        let file_contig = self.bound.map.to_file.get(region.contig().index()).copied().flatten();
        let Some(contig) = file_contig else {
            return Ok(ScanSummary { contig_absent: true, ..ScanSummary::default() });
        };
        let mut delivery = Delivery::new(Some(region), self.bound.facts.groups.as_deref(), true, sinks);
        if !region.is_empty() {
            match &mut self.source {
                Source::Bam(reader) => reader.scan(&self.bound, contig, region, &mut delivery)?,
                Source::Cram(reader) => reader.scan(&self.bound, contig, region, &mut delivery)?,
            }
        }
        Ok(delivery.summary)
    }
}

impl std::fmt::Debug for RegionReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegionReader").field("file", &self.bound.facts.path).finish_non_exhaustive()
    }
}

/// Every record of the file.
pub(super) fn scan_whole(bound: &BoundAlignment, sinks: &mut [&mut dyn ReadSink]) -> Result<ScanSummary, Error> {
    let sorted = bound.facts.header.sort_order == SortOrder::Coordinate;
    let mut delivery = Delivery::new(None, bound.facts.groups.as_deref(), sorted, sinks);
    match bound.facts.format {
        AlignmentFormat::Bam => BamReader::open(bound)?.scan_whole(bound, &mut delivery)?,
        AlignmentFormat::Cram { .. } => CramReader::scan_whole(bound, &mut delivery)?,
    }
    Ok(delivery.summary)
}

/// A gap between chunks that is worth a seek, in compressed bytes. What is less is read through.
const SEEK_BYTES: u64 = 1 << 18;

/// BAM by region.
struct BamReader {
    stream: RecordStream,
    cigar: Vec<CigarOp>,
}

impl BamReader {
    fn open(bound: &BoundAlignment) -> Result<Self, Error> {
        Ok(Self { stream: RecordStream::open(&bound.facts.path)?, cigar: Vec::new() })
    }
    fn scan(
        &mut self,
        bound: &BoundAlignment,
        contig: u32,
        region: Interval,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<(), Error> {
        let bins = bound.facts.index.as_ref().and_then(|index| index.bins.as_ref());
        let chunks = bins.map(|bins| bins.query(contig as usize, region.start(), region.end())).unwrap_or_default();
        let mut chunks = chunks.into_iter();
        let Some(mut chunk) = chunks.next() else { return Ok(()) };
        self.seek(bound, chunk)?;
        let mut next_chunk = chunks.next();
        loop {
            let offset = self.stream.virtual_offset();
            if let Some(next) = next_chunk
                && offset >= chunk.end
            {
                if next.start >> 16 > (chunk.end >> 16) + SEEK_BYTES {
                    self.seek(bound, next)?;
                }
                (chunk, next_chunk) = (next, chunks.next());
            }
            if !self.step(bound, Some(contig), offset, delivery)? {
                return Ok(());
            }
        }
    }
    fn scan_whole(&mut self, bound: &BoundAlignment, delivery: &mut Delivery<'_, '_>) -> Result<(), Error> {
        self.stream.seek(bound.facts.first_record).map_err(|error| bam::read_error(&bound.facts.path, error))?;
        for number in 1.. {
            let more = self.step(bound, None, 0, delivery).map_err(|error| error.at(Place::Record(number)))?;
            if !more {
                break;
            }
        }
        Ok(())
    }
    /// One record; false at the end of the file or of the region.
    fn step(
        &mut self,
        bound: &BoundAlignment,
        contig: Option<u32>,
        offset: VirtualOffset,
        delivery: &mut Delivery<'_, '_>,
    ) -> Result<bool, Error> {
        let bytes = match self.stream.next() {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(false),
            Err(error) => return Err(stream_error(bound, error, offset)),
        };
        let place = record::place(bytes).map_err(|fault| record_error(bound, fault, FilePlace::UNPLACED, offset))?;
        match delivery.judge(place, contig) {
            Verdict::Wanted => {}
            Verdict::Finished => return Ok(false),
            Verdict::Unsorted(last) => return Err(unsorted(bound, place, last)),
        }
        let hand_out = |read: &mut ReadView<'_>| delivery.hand_out(read, place);
        record::with_view(bytes, place, &mut self.cigar, &bound.map.to_reference, hand_out)
            .map_err(|fault| record_error(bound, fault, place, offset))?;
        Ok(true)
    }
    fn seek(&mut self, bound: &BoundAlignment, chunk: Chunk) -> Result<(), Error> {
        self.stream.seek(chunk.start).map_err(|error| stream_error(bound, error, chunk.start))
    }
}

fn shown(bound: &BoundAlignment, place: FilePlace) -> Option<Place> {
    let locus = Locus::new(ContigId(place.contig()?), place.start());
    Some(Place::Genome(bound.facts.header.contigs.show(&locus).to_string()))
}

fn damage_advice(bound: &BoundAlignment) -> String {
    let command = index_command(&bound.facts.path);
    format!("the file is damaged, or its index is not its own: {command}; if that does not help, make the file again")
}

/// A record that breaks its format.
pub(super) fn record_error(bound: &BoundAlignment, fault: Fault, place: FilePlace, offset: VirtualOffset) -> Error {
    let Fault { found, expected } = fault;
    Error::new(&bound.facts.path, Problem::Malformed { found, expected: expected.to_owned() })
        .at(shown(bound, place).unwrap_or(Place::Offset(offset >> 16)))
        .advice(damage_advice(bound))
}

fn stream_error(bound: &BoundAlignment, error: io::Error, offset: VirtualOffset) -> Error {
    bam::read_error(&bound.facts.path, error).at(Place::Offset(offset >> 16)).advice(damage_advice(bound))
}

/// A record before its predecessor, which started at `last`.
pub(super) fn unsorted(bound: &BoundAlignment, place: FilePlace, last: u32) -> Error {
    let detail = format!("a record follows one at position {}", u64::from(last) + 1);
    let file = crate::privacy::redact(&bound.facts.path.to_string_lossy()).into_owned();
    Error::new(&bound.facts.path, Problem::Unsorted { detail })
        .at(shown(bound, place).unwrap_or_default())
        .advice(format!("samtools sort -o sorted.bam {file} && samtools index sorted.bam"))
}
