//! Windows of an indexed FASTA. Memory grows with the window, never with the genome.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use marv_model::{
    genome::{Contig, ContigId, Contigs, Interval},
    sequence::{Bases, ReferenceSource, Window},
};
use md5::{Digest, Md5};

use super::fai::{self, FaiRecord};
use crate::{
    Error, bgzf,
    error::{Place, Problem},
};

/// An indexed FASTA, plain or blocked gzip. May be used by many threads at once: each read takes a handle from a pool,
/// and opens one when all are in use.
#[derive(Debug)]
pub struct Reference {
    path: PathBuf,
    contigs: Contigs,
    records: Vec<FaiRecord>,
    blocks: Option<noodles_bgzf::gzi::Index>,
    pool: Mutex<Vec<Handle>>,
}

enum Handle {
    Plain(File),
    Blocks(Box<bgzf::Reader>),
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Handle::Plain(_) => "Plain",
            Handle::Blocks(_) => "Blocks",
        })
    }
}

/// Bases asked for at once while a whole contig is summed up.
const CHUNK: u32 = 1 << 20;

impl Reference {
    /// Opens a FASTA with its `.fai` beside it, and its `.gzi` when it is compressed. Checks that the index fits the
    /// file: each contig's name stands before its bases, and nothing but a newline behind them.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let mut file = File::open(&path).map_err(|error| Error::new(&path, error))?;
        let compressed = is_compressed(&mut file, &path)?;
        let fai_path = with_suffix(&path, ".fai");
        let text = read_beside(&path, &fai_path, &format!("samtools faidx {}", path.display()))?;
        let text = String::from_utf8_lossy(&text);
        let records = fai::parse(&text, &fai_path)?;
        let blocks = compressed.then(|| read_gzi(&path)).transpose()?;
        let contigs = Contigs::new(records.iter().map(|record| Contig::new(&record.name, record.length)))
            .map_err(|error| malformed(&fai_path, &error.to_string(), "each contig once"))?;
        let reference = Self { path, contigs, records, blocks, pool: Mutex::new(Vec::new()) };
        reference.check_index()?;
        reference.with_checksums()
    }
    /// The contigs in the FASTA's order, with their M5 where a `.dict` beside the FASTA tells it.
    pub fn contigs(&self) -> &Contigs {
        &self.contigs
    }
    /// The FASTA.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The bases of `interval`, upper case, letters other than ACGT as N.
    pub fn window(&self, interval: Interval) -> Result<Window, Error> {
        let letters = self.letters(interval)?;
        Window::new(interval, Bases::lossy(letters))
            .map_err(|error| malformed(&self.path, &error.to_string(), "one base a position").at(self.place(interval)))
    }
    /// The MD5 of a contig's upper-case sequence (SAM specification, M5), in lower-case hexadecimal. Reads the contig.
    pub fn md5(&self, contig: ContigId) -> Result<String, Error> {
        let whole = self.contigs.whole(contig);
        let mut digest = Md5::new();
        let mut start = 0;
        while start < whole.end() {
            let end = whole.end().min(start.saturating_add(CHUNK));
            let chunk = Interval::new(contig, start, end)
                .map_err(|error| malformed(&self.path, &error.to_string(), "a stretch of the contig"))?;
            digest.update(self.letters(chunk)?.to_ascii_uppercase());
            start = end;
        }
        let digits = digest.finalize().iter().flat_map(|byte| [byte >> 4, byte & 0xf]).collect::<Vec<u8>>();
        Ok(digits.into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
    }

    /// The letters of `interval` as they stand, without line ends.
    pub(crate) fn letters(&self, interval: Interval) -> Result<Vec<u8>, Error> {
        let record =
            self.records.get(interval.contig().index()).filter(|record| interval.end() <= record.length).ok_or_else(
                || malformed(&self.path, "an interval beyond its contig", "one inside").at(self.place(interval)),
            )?;
        if interval.is_empty() {
            return Ok(Vec::new());
        }
        let (from, to) = (record.byte_of(interval.start()), record.byte_of(interval.end() - 1) + 1);
        let mut bytes = self.bytes(from, to).map_err(|error| error.at(self.place(interval)))?;
        bytes.retain(u8::is_ascii_graphic);
        if bytes.len() == interval.length() as usize {
            return Ok(bytes);
        }
        let found = format!("{} bases where the index promises {}", bytes.len(), interval.length());
        Err(malformed(&self.path, &found, "lines of equal length, as the index says")
            .at(self.place(interval))
            .advice(format!("make the index anew: samtools faidx {}", self.path.display())))
    }
    fn place(&self, interval: Interval) -> Place {
        Place::Genome(self.contigs.show(&interval).to_string())
    }
    /// Uncompressed bytes, from `from` up to `to`.
    fn bytes(&self, from: u64, to: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = vec![0; usize::try_from(to - from).unwrap_or(usize::MAX)];
        let mut handle = self.handle()?;
        let outcome = match (&mut handle, &self.blocks) {
            (Handle::Blocks(reader), Some(blocks)) => {
                reader.seek_by_uncompressed_position(blocks, from).and_then(|_| reader.read_exact(&mut bytes))
            }
            (Handle::Plain(file), _) => file.seek(SeekFrom::Start(from)).and_then(|_| file.read_exact(&mut bytes)),
            (Handle::Blocks(_), None) => Err(std::io::Error::other("a compressed file without its block index")),
        };
        outcome.map_err(|error| self.read_error(error))?;
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
        Ok(bytes)
    }
    fn handle(&self) -> Result<Handle, Error> {
        if let Some(handle) = self.pool.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(handle);
        }
        let file = File::open(&self.path).map_err(|error| Error::new(&self.path, error))?;
        Ok(if self.blocks.is_some() { Handle::Blocks(Box::new(bgzf::reader(file))) } else { Handle::Plain(file) })
    }
    fn read_error(&self, error: std::io::Error) -> Error {
        if error.kind() == std::io::ErrorKind::UnexpectedEof {
            Error::new(
                &self.path,
                Problem::Truncated { detail: "it ends before the bases that its index names".to_owned() },
            )
            .advice(format!("copy the FASTA again, or make its index anew: {}", self.index_command()))
        } else {
            Error::new(&self.path, error)
        }
    }
    fn index_command(&self) -> String {
        format!("samtools faidx {}", self.path.display())
    }

    /// An index tells the layout of a file. One that was made for another file shows in that layout.
    fn check_index(&self) -> Result<(), Error> {
        for (id, contig) in self.contigs.iter() {
            let record = &self.records[id.index()];
            let before = record.offset.saturating_sub(contig.name.len() as u64 + 512);
            let lead =
                self.bytes(before, record.offset).map_err(|_| self.stale(&contig.name, "the file ends before it"))?;
            let line = lead.strip_suffix(b"\n").and_then(|text| text.rsplit(|byte| *byte == b'\n').next());
            let named = line.is_some_and(|line| {
                // A description of more than 512 bytes hides the name; then the name is not checked.
                !line.contains(&b'>') && before > 0 && line.len() >= lead.len() - 1
                    || line
                        .strip_prefix(b">")
                        .and_then(|line| line.trim_ascii_start().strip_prefix(contig.name.as_bytes()))
                        .is_some_and(|rest| rest.first().is_none_or(u8::is_ascii_whitespace))
            });
            if !named {
                return Err(self.stale(&contig.name, "its name does not stand where the index says"));
            }
            if let Some(last) = contig.length.checked_sub(1) {
                let tail = self
                    .bytes(record.byte_of(last), record.end())
                    .map_err(|_| self.stale(&contig.name, "the file ends before its last base"))?;
                let behind = self.bytes(record.end(), record.end() + 1).unwrap_or_else(|_| b"\n".to_vec());
                if !tail[0].is_ascii_graphic() || tail[0] == b'>' || !behind[0].is_ascii_whitespace() {
                    return Err(self.stale(&contig.name, "it does not end where the index says"));
                }
            }
        }
        Ok(())
    }
    fn stale(&self, contig: &str, detail: &str) -> Error {
        let detail = format!("contig {contig}: {detail}");
        Error::new(&self.path, Problem::IndexStale { index: with_suffix(&self.path, ".fai"), detail })
            .advice(format!("make it anew: {}", self.index_command()))
    }
    /// Takes M5 values from `NAME.dict` or `NAME.fa.dict`, for contigs of the same name and length.
    fn with_checksums(mut self) -> Result<Self, Error> {
        let bare = self.path.with_extension(""); // genome.fa.gz -> genome.fa
        let candidates =
            [with_suffix(&self.path, ".dict"), self.path.with_extension("dict"), bare.with_extension("dict")];
        let Some(text) = candidates.iter().find_map(|path| std::fs::read(path).ok()) else { return Ok(self) };
        let text = String::from_utf8_lossy(&text);
        let mut contigs: Vec<Contig> = self.contigs.iter().map(|(_, contig)| contig.clone()).collect();
        for line in text.lines().filter(|line| line.starts_with("@SQ\t")) {
            let field = |tag: &str| line.split('\t').find_map(|field| field.strip_prefix(tag));
            let (Some(name), Some(length), Some(md5)) = (field("SN:"), field("LN:"), field("M5:")) else { continue };
            if let Some(contig) = self.contigs.id(name).and_then(|id| contigs.get_mut(id.index()))
                && length.parse() == Ok(contig.length)
            {
                contig.md5 = Some(md5.to_ascii_lowercase());
            }
        }
        self.contigs =
            Contigs::new(contigs).map_err(|error| malformed(&self.path, &error.to_string(), "each contig once"))?;
        Ok(self)
    }
}

impl ReferenceSource for Reference {
    fn bases(&self, interval: Interval) -> Option<Bases> {
        self.letters(interval).ok().map(Bases::lossy)
    }
}

fn malformed(path: &Path, found: &str, expected: &str) -> Error {
    Error::new(path, Problem::Malformed { found: found.to_owned(), expected: expected.to_owned() })
}

/// `path` with `suffix` behind its whole name.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether a FASTA is BGZF; ordinary gzip, which has no random access, is refused.
fn is_compressed(file: &mut File, path: &Path) -> Result<bool, Error> {
    let mut magic = Vec::new();
    file.take(18).read_to_end(&mut magic).map_err(|error| Error::new(path, error))?;
    let format = |found: &str, advice: String| {
        Error::new(
            path,
            Problem::Format { found: found.to_owned(), expected: "FASTA, plain or compressed by bgzip".to_owned() },
        )
        .advice(advice)
    };
    match magic.first() {
        Some(b'>' | b';') => Ok(false),
        Some(0x1f) if magic.get(12..14) == Some(b"BC") => Ok(true),
        Some(0x1f) => {
            Err(format("an ordinary gzip file", format!("gunzip {0} and compress it by bgzip", path.display())))
        }
        None => Err(format("an empty file", "copy the reference again".to_owned())),
        Some(_) => Err(format("no FASTA", "give the reference FASTA that the reads were aligned to".to_owned())),
    }
}

/// Reads an index that must lie beside `path`.
fn read_beside(path: &Path, index: &Path, command: &str) -> Result<Vec<u8>, Error> {
    std::fs::read(index).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            Error::new(path, Problem::IndexMissing { looked_for: index.display().to_string() }).advice(command)
        } else {
            Error::new(index, error)
        }
    })
}

/// The block index: a count, then pairs of compressed and uncompressed offsets; the first block's (0, 0) is left out.
fn read_gzi(path: &Path) -> Result<noodles_bgzf::gzi::Index, Error> {
    let index = with_suffix(path, ".gzi");
    let command = format!("bgzip -r {}", path.display());
    let bytes = read_beside(path, &index, &command)?;
    let numbers: Vec<u64> = bytes
        .chunks_exact(8)
        .map(|chunk| chunk.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
        .collect();
    let pairs: Vec<(u64, u64)> =
        numbers.get(1..).unwrap_or_default().chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let size = std::fs::metadata(path).map_err(|error| Error::new(path, error))?.len();
    let rising =
        pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1 && two[1].1 - two[0].1 <= 1 << 16);
    if numbers.first() != Some(&(pairs.len() as u64)) || !bytes.len().is_multiple_of(8) {
        return Err(
            malformed(&index, "a count that does not fit its size", "the index that bgzip writes").advice(command)
        );
    }
    if !rising || pairs.last().is_some_and(|last| last.0 >= size) {
        let detail = "its blocks do not lie in the file".to_owned();
        return Err(Error::new(path, Problem::IndexStale { index, detail }).advice(command));
    }
    Ok(pairs.into())
}
