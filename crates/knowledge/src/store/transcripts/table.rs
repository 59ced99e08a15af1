//! The table of transcripts: text in the genome's order, and an index that says which bytes hold the models around a place.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    sync::Mutex,
};

use marv_annotate::{NEIGHBOURHOOD, Role, Strand, Transcript};
use marv_ingest::{Error as FileError, error::Problem, output::Output};

use crate::store::{chromosome, lines::malformed};

/// The header of the table.
const HEADER: &str =
    "gene\tgene_id\ttranscript\tensembl\trole\tchrom\tstrand\tcds_start\tcds_end\texon_starts\texon_ends\n";
/// What the index starts with: its form and version.
const MAGIC: &[u8; 8] = b"MARVTIX1";
/// Bytes of an entry of the index: chromosome, window, first byte, byte behind the last.
const ENTRY: usize = 20;
/// Bases of a window: 128 kb.
const WINDOW: u32 = 17;

/// A department's gene models, opened. A lookup reads the lines around a place.
#[derive(Debug)]
pub struct Transcripts {
    path: PathBuf,
    file: Mutex<File>,
    windows: BTreeMap<(u16, u16), (u64, u64)>,
}

impl Transcripts {
    /// Opens a table and reads its index.
    pub(in crate::store) fn open(path: &Path, index: &Path) -> Result<Self, FileError> {
        let refuse = |found: &str| {
            FileError::new(
                index,
                Problem::Malformed { found: found.to_owned(), expected: "an index of transcripts".into() },
            )
            .advice("build the knowledge again with `marv knowledge build`")
        };
        let bytes = std::fs::read(index).map_err(|error| FileError::new(index, error))?;
        let entries = bytes.strip_prefix(MAGIC).ok_or_else(|| refuse("another kind of file"))?;
        if !entries.len().is_multiple_of(ENTRY) {
            return Err(refuse("a file that was cut"));
        }
        let mut windows = BTreeMap::new();
        for entry in entries.chunks_exact(ENTRY) {
            let (key, span) = read_entry(entry).ok_or_else(|| refuse("an entry that ends before it starts"))?;
            windows.insert(key, span);
        }
        let file = File::open(path).map_err(|error| FileError::new(path, error))?;
        Ok(Self { path: path.to_owned(), file: Mutex::new(file), windows })
    }

    /// The models within 5 kb of a stretch of a chromosome (with or without `chr`; 0-based, half-open), in the genome's
    /// order.
    pub fn around(&self, contig: &str, range: Range<u32>) -> Result<Vec<Transcript>, FileError> {
        let Some(number) = chromosome::number(contig) else { return Ok(Vec::new()) };
        let window = |position: u32| u16::try_from(position >> WINDOW).unwrap_or(u16::MAX);
        let last = range.end.max(range.start + 1) - 1;
        let held = self.windows.range((number, window(range.start))..=(number, window(last)));
        let Some((from, to)) = held.map(|(_, span)| *span).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
            return Ok(Vec::new());
        };
        let near = |t: &Transcript| {
            let span = t.span();
            range.start <= span.end.saturating_add(NEIGHBOURHOOD)
                && range.end.saturating_add(NEIGHBOURHOOD) >= span.start
        };
        let mut models = self.lines(from, to)?;
        models.retain(near);
        Ok(models)
    }

    /// Every model.
    pub fn all(&self) -> Result<Vec<Transcript>, FileError> {
        let end = self.windows.values().map(|(_, end)| *end).max().unwrap_or(HEADER.len() as u64);
        self.lines(HEADER.len() as u64, end)
    }

    fn lines(&self, from: u64, to: u64) -> Result<Vec<Transcript>, FileError> {
        let fail = |error| FileError::new(&self.path, error);
        let length = usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length];
        {
            let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            file.seek(SeekFrom::Start(from)).map_err(fail)?;
            file.read_exact(&mut bytes).map_err(fail)?;
        }
        let text = String::from_utf8(bytes).map_err(|error| fail(std::io::Error::other(error)))?;
        (1u64..).zip(text.lines()).map(|(number, line)| self.model(number, line)).collect()
    }

    fn model(&self, number: u64, line: &str) -> Result<Transcript, FileError> {
        let refuse = |found: &str| {
            malformed(&self.path, number, "transcript", found, "a model as `marv knowledge build` writes it")
                .advice("build the knowledge again: the table or its index was changed")
        };
        let cells: Vec<&str> = line.split('\t').collect();
        let [gene, gene_id, accession, ensembl, role, chrom, strand, cds_start, cds_end, starts, ends] = cells[..]
        else {
            return Err(refuse(line));
        };
        let read = || {
            let numbers = |text: &str| text.split(',').map(|n| n.parse().ok()).collect::<Option<Vec<u32>>>();
            let (starts, ends) = (numbers(starts)?, numbers(ends)?);
            let exons = starts.iter().zip(&ends).map(|(start, end)| *start..*end).collect();
            let strand = match strand {
                "+" => Strand::Forward,
                "-" => Strand::Reverse,
                _ => return None,
            };
            Transcript::new(
                gene,
                (!gene_id.is_empty()).then_some(gene_id),
                accession,
                (!ensembl.is_empty()).then_some(ensembl),
                Role::from_word(role)?,
                chrom,
                strand,
                cds_start.parse().ok()?..cds_end.parse().ok()?,
                exons,
            )
            .filter(|_| starts.len() == ends.len())
        };
        read().ok_or_else(|| refuse(accession))
    }
}

fn read_entry(entry: &[u8]) -> Option<((u16, u16), (u64, u64))> {
    let part = |from: usize, to: usize| entry.get(from..to);
    let chromosome = u16::from_be_bytes(part(0, 2)?.try_into().ok()?);
    let window = u16::from_be_bytes(part(2, 4)?.try_into().ok()?);
    let from = u64::from_be_bytes(part(4, 12)?.try_into().ok()?);
    let to = u64::from_be_bytes(part(12, 20)?.try_into().ok()?);
    (from <= to).then_some(((chromosome, window), (from, to)))
}

/// Writes models, which stand in the genome's order, and their index.
pub(super) fn write(models: &[(u16, Transcript)], path: &Path, index: &Path) -> Result<(), FileError> {
    let mut table = Output::create(path)?;
    table.write(HEADER.as_bytes())?;
    let mut at = HEADER.len() as u64;
    let mut windows: BTreeMap<(u16, u16), (u64, u64)> = BTreeMap::new();
    for (number, model) in models {
        let line = line(model);
        table.write(line.as_bytes())?;
        let behind = at + line.len() as u64;
        let span = model.span();
        let (first, last) = (span.start.saturating_sub(NEIGHBOURHOOD), span.end.saturating_add(NEIGHBOURHOOD));
        for window in (first >> WINDOW)..=(last >> WINDOW) {
            let Ok(window) = u16::try_from(window) else { break };
            let held = windows.entry((*number, window)).or_insert((at, behind));
            *held = (held.0.min(at), held.1.max(behind));
        }
        at = behind;
    }
    table.publish()?;
    let mut out = Output::create(index)?;
    out.write(MAGIC)?;
    for ((number, window), (from, to)) in windows {
        out.write(&number.to_be_bytes())?;
        out.write(&window.to_be_bytes())?;
        out.write(&from.to_be_bytes())?;
        out.write(&to.to_be_bytes())?;
    }
    out.publish()
}

fn line(model: &Transcript) -> String {
    let list = |of: fn(&Range<u32>) -> u32| {
        let all: Vec<String> = model.exons().iter().map(|exon| of(exon).to_string()).collect();
        all.join(",")
    };
    // What a source wrote into a name must not become a column.
    let plain = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    let strand = if model.strand() == Strand::Forward { "+" } else { "-" };
    format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{strand}\t{}\t{}\t{}\t{}\n",
        plain(model.gene()),
        plain(model.gene_id().unwrap_or_default()),
        plain(model.accession()),
        plain(model.ensembl().unwrap_or_default()),
        model.role().word(),
        model.chrom(),
        model.cds().start,
        model.cds().end,
        list(|exon| exon.start),
        list(|exon| exon.end),
    )
}
