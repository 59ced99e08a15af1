//! BAM: the binary header, and records one after another, borrowed from the inflated block where they lie whole in it.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use marv_model::genome::{Contig, Contigs};

use super::{
    header::{self, AlignmentHeader},
    record::FIXED_BYTES,
};
use crate::{
    Error,
    bgzf::{BlockReader, VirtualOffset},
    error::Problem,
};

/// No record is longer: a read of 100 Mb with its tags. What says so is not a record.
const RECORD_BYTES: usize = 1 << 28;
/// Bytes taken at once where a size may lie, so that it costs no memory before it is true.
const STEP_BYTES: usize = 1 << 20;

/// Records of a BAM, one after another.
pub(crate) struct RecordStream {
    reader: BlockReader,
    spill: Vec<u8>,
    /// Bytes of the block that the last record holds.
    pending: usize,
}

impl RecordStream {
    /// At the start of the file.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| Error::new(path, error))?;
        Ok(Self { reader: BlockReader::new(file), spill: Vec::new(), pending: 0 })
    }
    /// Goes to a record.
    pub(crate) fn seek(&mut self, to: VirtualOffset) -> io::Result<()> {
        self.pending = 0;
        self.reader.seek(to)
    }
    /// Where the next record starts.
    #[inline]
    pub(crate) fn virtual_offset(&mut self) -> VirtualOffset {
        self.reader.pass(std::mem::take(&mut self.pending));
        self.reader.virtual_offset()
    }
    /// The next record, without its size field; none at the end of the file.
    #[inline]
    pub(crate) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        self.reader.pass(std::mem::take(&mut self.pending));
        if self.reader.data().is_empty() && !self.reader.fill()? {
            return Ok(None);
        }
        let block = self.reader.data();
        if let Some((size, rest)) = block.split_first_chunk::<4>() {
            let size = record_size(*size)?;
            if rest.len() >= size {
                self.pending = 4 + size;
                return Ok(self.reader.data().get(4..4 + size));
            }
        }
        self.next_across_blocks()
    }
    /// A record that goes on in the next block.
    fn next_across_blocks(&mut self) -> io::Result<Option<&[u8]>> {
        let mut size = [0; 4];
        self.reader.read_exact(&mut size)?;
        let size = record_size(size)?;
        read_stepwise(&mut self.reader, size, &mut self.spill)?;
        Ok(Some(&self.spill))
    }
}

fn record_size(bytes: [u8; 4]) -> io::Result<usize> {
    let size = u32::from_le_bytes(bytes) as usize;
    if (FIXED_BYTES..=RECORD_BYTES).contains(&size) {
        Ok(size)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, format!("a record that claims {size} bytes")))
    }
}

fn read_stepwise(reader: &mut impl Read, size: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.clear();
    while bytes.len() < size {
        let from = bytes.len();
        bytes.resize(size.min(from + STEP_BYTES), 0);
        reader.read_exact(&mut bytes[from..])?;
    }
    Ok(())
}

/// The header, and where the first record starts. The contigs are those of the binary list, which the records refer to,
/// with the text's M5.
pub(crate) fn read_header(stream: &mut RecordStream, path: &Path) -> Result<(AlignmentHeader, VirtualOffset), Error> {
    let at_io = |error: io::Error| read_error(path, error);
    let malformed = |found: String, expected: &str| {
        Error::new(path, Problem::Malformed { found, expected: expected.to_owned() }).field("the header")
    };
    let reader = &mut stream.reader;
    let mut number = |expected: &str| -> Result<usize, Error> {
        let mut bytes = [0; 4];
        reader.read_exact(&mut bytes).map_err(at_io)?;
        let number = i32::from_le_bytes(bytes);
        usize::try_from(number).map_err(|_| malformed(number.to_string(), expected))
    };
    number("the magic number BAM\\1")?;
    let text_bytes = number("the length of the header's text")?;
    let mut text = Vec::new();
    read_stepwise(&mut stream.reader, text_bytes, &mut text).map_err(at_io)?;
    let mut header = AlignmentHeader::parse(&String::from_utf8_lossy(&text), path)?;
    let mut contigs = Vec::new();
    let count = read_number(&mut stream.reader).map_err(at_io)?;
    for _ in 0..count {
        let name_bytes = read_number(&mut stream.reader).map_err(at_io)? as usize;
        let mut name = Vec::new();
        read_stepwise(&mut stream.reader, name_bytes, &mut name).map_err(at_io)?;
        let length = read_number(&mut stream.reader).map_err(at_io)?;
        let name = String::from_utf8_lossy(name.strip_suffix(b"\0").unwrap_or(&name)).into_owned();
        let in_text = header.contigs.id(&name).and_then(|id| header.contigs.get(id));
        if in_text.is_some_and(|contig| contig.length != length) {
            let found = format!("contig {name} of two lengths, in the text and in the binary list");
            return Err(malformed(found, "one length").advice("samtools reheader, or align again"));
        }
        let md5 = in_text.and_then(|contig| contig.md5.clone());
        contigs.push(Contig { md5, ..Contig::new(&name, length) });
    }
    header.contigs = Contigs::new(contigs).map_err(|error| header::duplicate_contig(path, &error.to_string()))?;
    Ok((header, stream.virtual_offset()))
}

fn read_number(reader: &mut impl Read) -> io::Result<u32> {
    let mut bytes = [0; 4];
    reader.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

/// What a failed read means to a user.
pub(crate) fn read_error(path: &Path, error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Error::new(path, Problem::Truncated { detail: "it ends in the middle of a block or record".to_owned() })
                .advice("copy or make the file again, and compare its size with the original")
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            let expected = "whole blocks and records, as BAM has them (SAM § 4)".to_owned();
            Error::new(path, Problem::Malformed { found: error.to_string(), expected })
                .advice("the file is damaged: copy or make it again")
        }
        _ => Error::new(path, error),
    }
}
