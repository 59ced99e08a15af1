//! Where records go: VCF, BGZF with its index, or BCF with its index; whole, or not at all.

use std::{
    collections::HashMap,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use noodles::{
    bgzf,
    core::Position,
    csi::{
        self,
        binning_index::{
            Indexer as BinningIndexer,
            index::{
                Header as IndexHeader,
                reference_sequence::{bin::Chunk, index::BinnedIndex},
            },
        },
    },
    tabix,
};

use super::bcf;
use crate::{
    error::{Error, Problem},
    output::Output,
};

/// The longest contig that a .tbi index and a .csi index of the usual depth hold, in bases.
const USUAL_LIMIT: u32 = 1 << 29;

/// What a file's name asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Vcf,
    VcfGz,
    Bcf,
}

impl Form {
    /// `.vcf` (and `-`), `.vcf.gz` or `.vcf.bgz`, `.bcf`.
    fn of(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let endings: Vec<&str> = name.rsplit('.').take(2).collect();
        match endings[..] {
            ["-"] | ["vcf", _] => Ok(Self::Vcf),
            ["gz" | "bgz", "vcf"] => Ok(Self::VcfGz),
            ["bcf", _] => Ok(Self::Bcf),
            _ => Err(Error::new(
                path,
                Problem::Format {
                    found: "another ending".into(),
                    expected: ".vcf, .vcf.gz or .bcf, or - for standard output".into(),
                },
            )
            .advice("name the output so that its ending says its form")),
        }
    }
}

/// A contig as the index needs it.
#[derive(Debug, Clone)]
pub(super) struct SinkContig {
    pub(super) name: String,
    /// In bases; 0 where unknown.
    pub(super) length: u32,
}

/// A file on its way, or standard output.
enum Out {
    File(Output),
    Standard(BufWriter<io::Stdout>),
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Out::File(file) => Write::write(file, bytes),
            Out::Standard(stdout) => stdout.write(bytes),
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        match self {
            Out::File(file) => file.flush(),
            Out::Standard(stdout) => stdout.flush(),
        }
    }
}

enum Encoder {
    Vcf(Out),
    VcfGz(bgzf::io::Writer<Out>),
    Bcf(bgzf::io::Writer<Out>, Box<bcf::Encoder>),
}

enum Indexer {
    Tabix(tabix::index::Indexer),
    Csi(BinningIndexer<BinnedIndex>, Option<IndexHeader>),
    None,
}

/// The order of records that an index needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Order(usize, u32);

/// An output on its way.
pub(super) struct Sink {
    path: PathBuf,
    encoder: Encoder,
    indexer: Indexer,
    contigs: HashMap<String, usize>,
    count: usize,
    last: Option<Order>,
    /// Whether records out of order are an error, or leave the file without an index.
    strict: bool,
}

impl Sink {
    /// Starts an output with its header, which ends in a line feed.
    pub(super) fn create(path: &Path, header: &str, contigs: &[SinkContig], strict: bool) -> Result<Self, Error> {
        let form = Form::of(path)?;
        let io = |e: io::Error| Error::new(path, e);
        let standard = path.as_os_str() == "-";
        let out = if standard { Out::Standard(BufWriter::new(io::stdout())) } else { Out::File(Output::create(path)?) };
        let long = contigs.iter().map(|c| c.length).max().unwrap_or(0);
        let mut encoder = match form {
            Form::Vcf => Encoder::Vcf(out),
            Form::VcfGz => Encoder::VcfGz(bgzf::io::Writer::new(out)),
            Form::Bcf => {
                let (encoder, start) = bcf::Encoder::new(header).map_err(|what| unsupported(path, &what))?;
                let mut out = bgzf::io::Writer::new(out);
                out.write_all(&start).map_err(io)?;
                Encoder::Bcf(out, Box::new(encoder))
            }
        };
        match &mut encoder {
            Encoder::Vcf(out) => out.write_all(header.as_bytes()),
            Encoder::VcfGz(out) => out.write_all(header.as_bytes()),
            Encoder::Bcf(..) => Ok(()),
        }
        .map_err(io)?;
        let names: HashMap<String, usize> = contigs.iter().enumerate().map(|(n, c)| (c.name.clone(), n)).collect();
        let indexer = match form {
            Form::VcfGz if long <= USUAL_LIMIT => {
                let mut indexer = tabix::index::Indexer::default();
                indexer.set_header(csi::binning_index::index::header::Builder::vcf().build());
                Indexer::Tabix(indexer)
            }
            Form::VcfGz => {
                let names = contigs.iter().map(|c| c.name.as_str().into()).collect();
                let header =
                    csi::binning_index::index::header::Builder::vcf().set_reference_sequence_names(names).build();
                binning(long, Some(header))
            }
            Form::Bcf => binning(long, None),
            Form::Vcf => Indexer::None,
        };
        Ok(Self { path: path.to_owned(), encoder, indexer, contigs: names, count: contigs.len(), last: None, strict })
    }

    /// Writes one record: its line without line end, and the 1-based first and last base it stands for.
    pub(super) fn write(&mut self, line: &[u8], contig: &str, start: u32, end: u32) -> Result<(), Error> {
        let before = self.position();
        self.encode(line, end)?;
        let after = self.position();
        if matches!(self.indexer, Indexer::None) && !self.strict {
            return Ok(());
        }
        let number = match self.contigs.get(contig) {
            Some(number) => *number,
            None if self.strict => return Err(self.unsorted(format!("{contig} is not in the header"))),
            None => {
                self.count += 1;
                self.contigs.insert(contig.to_owned(), self.count - 1);
                self.count - 1
            }
        };
        let order = Order(number, start);
        if self.last.is_some_and(|last| order < last) {
            if self.strict {
                return Err(self.unsorted(format!("{contig}:{start} comes after a later place")));
            }
            self.indexer = Indexer::None;
        }
        self.last = Some(order);
        let (Some(before), Some(after)) = (before, after) else { return Ok(()) };
        let place = |base: u32| Position::try_from(base.max(1) as usize).unwrap_or(Position::MIN);
        let chunk = Chunk::new(before, after);
        let added = match &mut self.indexer {
            Indexer::Tabix(indexer) => indexer.add_record(contig, place(start), place(end.max(start)), chunk).is_ok(),
            Indexer::Csi(indexer, _) => {
                indexer.add_record(Some((number, place(start), place(end.max(start)), true)), chunk).is_ok()
            }
            Indexer::None => true,
        };
        if !added {
            self.indexer = Indexer::None;
        }
        Ok(())
    }

    /// Puts the file, and its index, in its place. Returns whether there is an index.
    pub(super) fn finish(self) -> Result<bool, Error> {
        let Self { path, encoder, indexer, count, .. } = self;
        let io = |e: io::Error| Error::new(&path, e);
        let mut out = match encoder {
            Encoder::Vcf(out) => out,
            Encoder::VcfGz(writer) | Encoder::Bcf(writer, _) => writer.finish().map_err(io)?,
        };
        out.flush().map_err(io)?;
        let Out::File(file) = out else { return Ok(false) };
        let index = match indexer {
            Indexer::Tabix(indexer) => {
                let mut bytes = Vec::new();
                let mut writer = tabix::io::Writer::new(&mut bytes);
                writer.write_index(&indexer.build()).and_then(|()| writer.try_finish()).map_err(io)?;
                drop(writer);
                Some(("tbi", bytes))
            }
            Indexer::Csi(indexer, header) => {
                let indexer = match header {
                    Some(header) => indexer.set_header(header),
                    None => indexer,
                };
                let mut writer = csi::io::Writer::new(Vec::new());
                writer.write_index(&indexer.build(count)).map_err(io)?;
                Some(("csi", writer.into_inner().finish().map_err(io)?))
            }
            Indexer::None => None,
        };
        // An index of an earlier file of this name would be read with the new one.
        for ending in ["tbi", "csi"] {
            match std::fs::remove_file(beside(&path, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
                _ => {}
            }
        }
        file.publish()?;
        let Some((ending, bytes)) = index else { return Ok(false) };
        let mut index = Output::create(&beside(&path, ending))?;
        Output::write(&mut index, &bytes)?;
        index.publish()?;
        Ok(true)
    }

    fn encode(&mut self, line: &[u8], end: u32) -> Result<(), Error> {
        let written = match &mut self.encoder {
            Encoder::Vcf(out) => out.write_all(line).and_then(|()| out.write_all(b"\n")),
            Encoder::VcfGz(out) => out.write_all(line).and_then(|()| out.write_all(b"\n")),
            Encoder::Bcf(out, encoder) => {
                let text = String::from_utf8_lossy(line);
                let record = encoder.encode(text.trim_end(), end).map_err(|what| unsupported(&self.path, &what))?;
                out.write_all(&record)
            }
        };
        written.map_err(|error| Error::new(&self.path, error))
    }

    fn position(&self) -> Option<bgzf::VirtualPosition> {
        match &self.encoder {
            Encoder::Vcf(_) => None,
            Encoder::VcfGz(out) | Encoder::Bcf(out, _) => Some(out.virtual_position()),
        }
    }

    fn unsorted(&self, detail: String) -> Error {
        Error::new(&self.path, Problem::Unsorted { detail })
    }
}

fn unsupported(path: &Path, what: &str) -> Error {
    Error::new(path, Problem::Unsupported { what: format!("{what}, in BCF,") }).advice("write .vcf.gz instead")
}

fn binning(longest: u32, header: Option<IndexHeader>) -> Indexer {
    let depth = if longest <= USUAL_LIMIT { 5 } else { 6 };
    BinningIndexer::new(14, depth).map_or(Indexer::None, |indexer| Indexer::Csi(indexer, header))
}

/// The path with a further ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}
