//! What decoding alone costs: the denominator of every benchmark.

use std::fs::File;

use marv_model::{genome::Interval, read::ReadSink};
use noodles::bam;

use super::{AlignmentFormat, BoundAlignment, RegionReader, bam::read_error};
use crate::{Error, bgzf};

/// Inflates and parses the records of regions, and does nothing with them. BAM goes through noodles' lazy records, another
/// hand's parser; CRAM through the decoder chosen, without a sink.
pub struct DecodeFloor {
    bound: BoundAlignment,
    decoder: Decoder,
    record: bam::Record,
}

enum Decoder {
    Bam(bam::io::Reader<bgzf::Reader>),
    Cram(Box<RegionReader>),
}

impl DecodeFloor {
    /// Opens the file of `bound` once more.
    pub fn open(bound: &BoundAlignment) -> Result<Self, Error> {
        let decoder = match bound.facts.format {
            AlignmentFormat::Bam => {
                let path = &bound.facts.path;
                let file = File::open(path).map_err(|error| Error::new(path, error))?;
                Decoder::Bam(bam::io::Reader::from(bgzf::reader(file)))
            }
            AlignmentFormat::Cram { .. } => Decoder::Cram(Box::new(bound.reader()?)),
        };
        Ok(Self { bound: bound.clone(), decoder, record: bam::Record::default() })
    }
    /// How many records overlap `region`, after touching each one's fields.
    pub fn count(&mut self, region: Interval) -> Result<u64, Error> {
        let reader = match &mut self.decoder {
            Decoder::Bam(reader) => reader,
            Decoder::Cram(reader) => {
                return reader.scan(region, &mut [] as &mut [&mut dyn ReadSink]).map(|sum| sum.records);
            }
        };
        let facts = &self.bound.facts;
        let contig = self.bound.map.to_file.get(region.contig().index()).copied().flatten();
        let bins = facts.index.as_ref().and_then(|index| index.bins.as_ref());
        let (Some(contig), Some(bins)) = (contig, bins) else { return Ok(0) };
        let at = |error| read_error(&facts.path, error);
        let Some(chunk) = bins.query(contig as usize, region.start(), region.end()).first().copied() else {
            return Ok(0);
        };
        reader.get_mut().seek(chunk.start.into()).map_err(at)?;
        let mut count = 0;
        while reader.read_record(&mut self.record).map_err(at)? > 0 {
            let record = &self.record;
            let Some(number) = record.reference_sequence_id().transpose().map_err(at)? else { break };
            let Some(start) = record.alignment_start().transpose().map_err(at)? else { break };
            let start = usize::from(start) - 1;
            if number != contig as usize || start >= region.end() as usize {
                break;
            }
            let span = if record.flags().is_unmapped() { 0 } else { span_of(record.cigar().as_bytes()) };
            let touched = record.sequence().len() + record.quality_scores().as_bytes().len();
            let end = start + span.max(1);
            count += u64::from(end > region.start() as usize && touched < usize::MAX);
        }
        Ok(count)
    }
}

/// Reference bases of packed operations: M, D, N, = and X are 0, 2, 3, 7 and 8 (SAM specification, § 4.2).
fn span_of(packed: &[u8]) -> usize {
    packed
        .chunks_exact(4)
        .map(|op| u32::from_le_bytes([op[0], op[1], op[2], op[3]]))
        .filter(|op| matches!(op & 0xf, 0 | 2 | 3 | 7 | 8))
        .map(|op| (op >> 4) as usize)
        .sum()
}

impl std::fmt::Debug for DecodeFloor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DecodeFloor").field("file", &self.bound.facts.path).finish_non_exhaustive()
    }
}
