//! Where records go: VCF, BGZF with its index, or BCF with its index; whole, or not at all.

use std::{
    fs::Permissions,
    io::{self, BufWriter, Write},
    os::unix::fs::PermissionsExt,
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
use tempfile::NamedTempFile;

use super::bcf;
use crate::error::{Error, Problem};

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
        match name.as_str() {
            "-" => Ok(Self::Vcf),
            name if name.ends_with(".vcf") => Ok(Self::Vcf),
            name if name.ends_with(".vcf.gz") || name.ends_with(".vcf.bgz") => Ok(Self::VcfGz),
            name if name.ends_with(".bcf") => Ok(Self::Bcf),
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

type Out = BufWriter<Box<dyn Write + Send>>;

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
    temporary: Option<NamedTempFile>,
    encoder: Encoder,
    indexer: Indexer,
    contigs: std::collections::HashMap<String, usize>,
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
        let (temporary, raw): (_, Box<dyn Write + Send>) = if path.as_os_str() == "-" {
            (None, Box::new(io::stdout()))
        } else {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
            // The usual permissions, less the user's mask: a temporary file is its owner's alone otherwise.
            let file = tempfile::Builder::new()
                .prefix(".marv-")
                .permissions(Permissions::from_mode(0o666))
                .tempfile_in(folder)
                .map_err(io)?;
            let handle = file.reopen().map_err(io)?;
            (Some(file), Box::new(handle))
        };
        let out = BufWriter::with_capacity(1 << 16, raw);
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
        let names: std::collections::HashMap<String, usize> =
            contigs.iter().enumerate().map(|(n, c)| (c.name.clone(), n)).collect();
        let indexer = match form {
            Form::VcfGz if path.as_os_str() != "-" && long <= USUAL_LIMIT => {
                let mut indexer = tabix::index::Indexer::default();
                indexer.set_header(csi::binning_index::index::header::Builder::vcf().build());
                Indexer::Tabix(indexer)
            }
            Form::VcfGz if path.as_os_str() != "-" => {
                let names = contigs.iter().map(|c| c.name.as_str().into()).collect();
                let header =
                    csi::binning_index::index::header::Builder::vcf().set_reference_sequence_names(names).build();
                binning(long, Some(header))
            }
            Form::Bcf if path.as_os_str() != "-" => binning(long, None),
            _ => Indexer::None,
        };
        Ok(Self {
            path: path.to_owned(),
            temporary,
            encoder,
            indexer,
            contigs: names,
            count: contigs.len(),
            last: None,
            strict,
        })
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
        let Self { path, temporary, encoder, indexer, count, .. } = self;
        let io = |e: io::Error| Error::new(&path, e);
        let mut out = match encoder {
            Encoder::Vcf(out) => out,
            Encoder::VcfGz(writer) | Encoder::Bcf(writer, _) => writer.finish().map_err(io)?,
        };
        out.flush().map_err(io)?;
        drop(out);
        let Some(temporary) = temporary else { return Ok(false) };
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
        temporary.as_file().sync_all().map_err(io)?;
        temporary.persist(&path).map_err(|e| io(e.error))?;
        let Some((ending, bytes)) = index else { return Ok(false) };
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new()
            .prefix(".marv-")
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder)
            .map_err(io)?;
        file.write_all(&bytes).map_err(io)?;
        file.persist(beside(&path, ending)).map_err(|e| io(e.error))?;
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
