//! Writes a BAM with its index, sorted by position.

use std::path::{Path, PathBuf};

use marv_model::{
    genome::ContigId,
    read::{ReadRecord, ReadView},
};

use super::{
    header::{AlignmentHeader, SortOrder},
    index::{BAI_CONTIG_BASES, Chunk, IndexBuilder},
    record,
};
use crate::{
    Error, bgzf,
    error::{Place, Problem},
    output::Output,
    reference::with_suffix,
};

/// Writes records in the order of position, then `finish`. `path` and `path.bai` appear whole, or not at all.
pub struct BamWriter {
    path: PathBuf,
    bam: bgzf::Writer,
    contig_count: u32,
    index: IndexBuilder,
    encoded: Vec<u8>,
    last: (u32, u32),
    records: u64,
}

impl BamWriter {
    /// Writes the header. Contig numbers of the records are those of `header.contigs`. The sort order is written as
    /// coordinate, which is what it will be.
    pub fn create(path: impl AsRef<Path>, header: &AlignmentHeader) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let malformed = |found: String, expected: &str| {
            Error::new(&path, Problem::Malformed { found, expected: expected.to_owned() }).field("the header")
        };
        let header = AlignmentHeader { sort_order: SortOrder::Coordinate, ..header.clone() };
        if let Some((_, contig)) = header.contigs.iter().find(|(_, contig)| contig.length > BAI_CONTIG_BASES) {
            return Err(malformed(
                format!("contig {} of {} bases", contig.name, contig.length),
                "at most 512 Mb, for BAI",
            ));
        }
        let size = |count: usize| i32::try_from(count).map_err(|_| malformed("2 GB of header".to_owned(), "less"));
        let text = header.text();
        let mut bytes = b"BAM\x01".to_vec();
        bytes.extend_from_slice(&size(text.len())?.to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
        bytes.extend_from_slice(&size(header.contigs.len())?.to_le_bytes());
        for (_, contig) in header.contigs.iter() {
            bytes.extend_from_slice(&size(contig.name.len() + 1)?.to_le_bytes());
            bytes.extend_from_slice(contig.name.as_bytes());
            bytes.push(0);
            bytes.extend_from_slice(&contig.length.to_le_bytes());
        }
        let mut bam = bgzf::Writer::new(Output::create(&path)?, false);
        bam.write(&bytes)?;
        bam.close_block()?;
        Ok(Self {
            path,
            bam,
            contig_count: u32::try_from(header.contigs.len()).unwrap_or(u32::MAX),
            index: IndexBuilder::new(header.contigs.len()),
            encoded: Vec::new(),
            last: (0, 0),
            records: 0,
        })
    }
    /// Appends a record. Refused when it lies before the last one, or on a contig that the header lacks.
    pub fn write(&mut self, record: &ReadRecord) -> Result<(), Error> {
        self.write_view(&record.view())
    }
    /// As [`Self::write`], from a view.
    pub fn write_view(&mut self, read: &ReadView<'_>) -> Result<(), Error> {
        self.records += 1;
        let contig = self.number(read.contig)?;
        let mate = self.number(read.mate_contig)?;
        let key = read.contig.map_or((u32::MAX, 0), |contig| (contig.0, read.start));
        if key < self.last {
            let detail = format!(
                "a record of contig {} lies at {}, the one written ahead of it at {} of contig {}",
                key.0, key.1, self.last.1, self.last.0
            );
            return Err(self.error(Problem::Unsorted { detail }).advice("sort the records by contig and position"));
        }
        self.last = key;
        self.encoded.clear();
        record::encode(read, contig, mate, &mut self.encoded).map_err(|fault| {
            self.error(Problem::Malformed { found: fault.found, expected: fault.expected.to_owned() })
        })?;
        let start = self.bam.virtual_offset();
        self.bam.write(&self.encoded)?;
        let chunk = Chunk { start, end: self.bam.virtual_offset() };
        let place = read.contig.map(|contig| (contig.index(), read.start, record::end_on_contig(read)));
        self.index.add(place, !read.flags.is_unmapped(), chunk);
        Ok(())
    }
    /// Closes both files and puts them in their places.
    pub fn finish(self) -> Result<(), Error> {
        let (bam, _) = self.bam.finish()?;
        // The index is written last, so that it is not older than its file.
        bam.publish()?;
        let mut index = Output::create(&with_suffix(&self.path, ".bai"))?;
        index.write(&self.index.finish())?;
        index.publish()
    }

    fn number(&self, contig: Option<ContigId>) -> Result<i32, Error> {
        let Some(contig) = contig else { return Ok(-1) };
        i32::try_from(contig.0).ok().filter(|_| contig.0 < self.contig_count).ok_or_else(|| {
            let expected = format!("less than {}, the header's contigs", self.contig_count);
            self.error(Problem::Malformed { found: format!("contig number {}", contig.0), expected })
        })
    }
    fn error(&self, problem: Problem) -> Error {
        Error::new(&self.path, problem).at(Place::Record(self.records))
    }
}

impl std::fmt::Debug for BamWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BamWriter").field("path", &self.path).field("records", &self.records).finish_non_exhaustive()
    }
}
