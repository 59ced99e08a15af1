//! A variant file, record by record.

use std::path::{Path, PathBuf};

use super::{
    bcf,
    header::{VariantHeader, text_of},
    input::{Compression, Input},
    notice::Notices,
    record::{Fault, GenericRecord},
};
use crate::error::{Error, Place, Problem};

/// Reads VCF (plain, gzip or BGZF) or BCF as a stream.
///
/// A line that breaks the format ends the reading with an error that names line and field. What is odd but can be
/// read without doubt is counted in [`VariantReader::notices`].
pub struct VariantReader {
    input: Input,
    header: VariantHeader,
    body: Body,
    notices: Notices,
    records: u64,
    raw: Vec<u8>,
    individual: Vec<u8>,
}

enum Body {
    Vcf,
    Bcf(bcf::Dictionary),
}

/// Said of a last line, in the header or behind it, that does not end as one.
const CUT: &str = "the last line has no line feed: the file may be cut";

impl VariantReader {
    /// Opens a file, or standard input for `-`, and reads its header.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let mut input = Input::open(path)?;
        let mut notices = Notices::default();
        let head = input.peek(5)?;
        if head.is_empty() {
            return Err(Error::new(path, Problem::Truncated { detail: "it is empty".into() })
                .advice("a variant file without variants still has a header"));
        }
        let (header, body) = if head.starts_with(b"BCF") {
            let (header, dictionary) = bcf::read_header(&mut input, &mut notices)?;
            (header, Body::Bcf(dictionary))
        } else {
            (VariantHeader::read(&mut input, &mut notices)?, Body::Vcf)
        };
        if !input.ends_with_line_feed() {
            notices.add(CUT, input.line());
        }
        Ok(Self { input, header, body, notices, records: 0, raw: Vec::new(), individual: Vec::new() })
    }
    /// The header.
    pub fn header(&self) -> &VariantHeader {
        &self.header
    }
    /// How the file is packed.
    pub fn compression(&self) -> Compression {
        self.input.compression
    }
    /// Whether the file is BCF.
    pub fn is_bcf(&self) -> bool {
        matches!(self.body, Body::Bcf(_))
    }
    /// The file.
    pub fn file(&self) -> PathBuf {
        self.input.file().to_owned()
    }
    /// Records that were read so far.
    pub fn records(&self) -> u64 {
        self.records
    }
    /// Oddities that were met so far.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }
    /// The next record; none at the end.
    pub fn next_record(&mut self) -> Result<Option<GenericRecord>, Error> {
        let parsed = match &self.body {
            Body::Bcf(dictionary) => {
                let number = self.records + 1;
                if !bcf::read_blocks(&mut self.input, number, &mut self.raw, &mut self.individual)? {
                    return Ok(None);
                }
                bcf::decode(&self.raw, &self.individual, number, &self.header, dictionary, &mut self.notices)
                    .map_err(|fault| self.error(&fault, Place::Record(number)))
            }
            Body::Vcf => {
                if !self.next_text()? {
                    return Ok(None);
                }
                let number = self.input.line();
                let line = text_of(&self.raw, number, &mut self.notices);
                GenericRecord::parse(&line, number, &self.header, &mut self.notices)
                    .map_err(|fault| self.error(&fault, Place::Line(number)))
            }
        };
        self.records += 1;
        parsed.map(Some)
    }
    /// The next line of the body that holds a record, into `self.raw`.
    fn next_text(&mut self) -> Result<bool, Error> {
        loop {
            if !self.input.next_line(&mut self.raw)? {
                return Ok(false);
            }
            if !self.input.ends_with_line_feed() {
                self.notices.add(CUT, self.input.line());
            }
            if self.raw.trim_ascii().is_empty() {
                self.notices.add("an empty line between records", self.input.line());
            } else if self.raw.starts_with(b"#") {
                self.notices.add("a header line between records, left out", self.input.line());
            } else {
                return Ok(true);
            }
        }
    }
    fn error(&self, fault: &Fault, place: Place) -> Error {
        let problem = Problem::Malformed { found: fault.found.clone(), expected: fault.expected.clone() };
        Error::new(self.input.file(), problem)
            .at(place)
            .field(fault.field)
            .advice("correct this record at its source, or leave it out knowingly; `bcftools view` shows whether others read it")
    }
    /// The last record's line as it stands in a VCF, without its line feed.
    pub(crate) fn raw_line(&self) -> &[u8] {
        &self.raw
    }
}
