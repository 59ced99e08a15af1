//! Writes a FASTA as blocked gzip with both its indexes, in one stream. A run of N costs next to nothing: whole lines fill
//! whole blocks, so that one block of N, compressed once, is written again and again.

use std::path::{Path, PathBuf};

use super::{fai::FaiRecord, fasta::with_suffix};
use crate::{Error, bgzf, error::Problem, output::Output};

/// Bases a line: 64 bytes with the newline, 1,020 lines a block of 65,280.
const LINE_BASES: u32 = 63;
/// Bases a full block.
const BLOCK_BASES: u32 = LINE_BASES * 1020;

/// Writes contig after contig: `start_contig`, any number of `push` and `push_n`, and at the end `finish`.
pub struct FastaWriter {
    fasta: bgzf::Writer,
    path: PathBuf,
    records: Vec<FaiRecord>,
    column: u32,
    unknown: bgzf::Block,
}

impl FastaWriter {
    /// Writes `path` (blocked gzip, whatever its name), `path.fai` and `path.gzi`; they appear at [`Self::finish`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref().to_owned();
        let mut fasta = bgzf::Writer::new(Output::create(&path)?, true);
        let mut line = [b'N'; 64];
        line[63] = b'\n';
        let unknown = fasta.compress(&line.repeat(1020))?;
        Ok(Self { fasta, path, records: Vec::new(), column: 0, unknown })
    }
    /// Begins a contig. Names are visible ASCII, each once; a contig has at least one base.
    pub fn start_contig(&mut self, name: &str) -> Result<(), Error> {
        let invalid = name.is_empty()
            || !name.bytes().all(|byte| byte.is_ascii_graphic())
            || name.starts_with(['*', '=', '>'])
            || self.records.iter().any(|record| record.name == name);
        if invalid {
            return Err(Error::new(
                &self.path,
                Problem::Malformed {
                    found: format!("contig name {name:?}"),
                    expected: "visible ASCII, not starting with '*', '=' or '>', each name once".to_owned(),
                },
            ));
        }
        self.check_not_empty()?;
        self.end_line()?;
        self.fasta.write(format!(">{name}\n").as_bytes())?;
        self.fasta.close_block()?;
        self.records.push(FaiRecord {
            name: name.to_owned(),
            length: 0,
            offset: self.fasta.position(),
            line_bases: LINE_BASES,
            line_width: LINE_BASES + 1,
        });
        Ok(())
    }
    /// Appends bases to the contig, as they are.
    pub fn push(&mut self, mut bases: &[u8]) -> Result<(), Error> {
        if let Some(byte) = bases.iter().find(|byte| !byte.is_ascii_alphabetic()) {
            let found = format!("byte {byte:#04x} in a sequence");
            return Err(Error::new(&self.path, Problem::Malformed { found, expected: "letters".to_owned() }));
        }
        self.lengthen(bases.len() as u64)?;
        while !bases.is_empty() {
            let room = (LINE_BASES - self.column) as usize;
            let (now, later) = bases.split_at(bases.len().min(room));
            self.fasta.write(now)?;
            self.advance(u32::try_from(now.len()).unwrap_or(0))?;
            bases = later;
        }
        Ok(())
    }
    /// Appends `count` unknown bases.
    pub fn push_n(&mut self, mut count: u32) -> Result<(), Error> {
        const LINE: [u8; LINE_BASES as usize] = [b'N'; LINE_BASES as usize];
        self.lengthen(u64::from(count))?;
        while count > 0 {
            if self.column == 0 && self.fasta.at_block_start() && count >= BLOCK_BASES {
                self.fasta.write_block(&self.unknown)?;
                count -= BLOCK_BASES;
            } else {
                let now = count.min(LINE_BASES - self.column);
                self.fasta.write(&LINE[..now as usize])?;
                self.advance(now)?;
                count -= now;
            }
        }
        Ok(())
    }
    /// Closes the files and puts them in their places.
    pub fn finish(mut self) -> Result<(), Error> {
        self.check_not_empty()?;
        self.end_line()?;
        let (fasta, starts) = self.fasta.finish()?;
        let mut fai = Output::create(&with_suffix(&self.path, ".fai"))?;
        for record in &self.records {
            // As samtools does: the length of a contig's first line, which may be its only one.
            let line_bases = record.line_bases.min(record.length);
            let record = FaiRecord { line_bases, line_width: line_bases + 1, ..record.clone() };
            fai.write(record.line().as_bytes())?;
        }
        let mut gzi = Output::create(&with_suffix(&self.path, ".gzi"))?;
        let listed = starts.get(1..).unwrap_or_default();
        gzi.write(&(listed.len() as u64).to_le_bytes())?;
        for (compressed, uncompressed) in listed {
            gzi.write(&compressed.to_le_bytes())?;
            gzi.write(&uncompressed.to_le_bytes())?;
        }
        fasta.publish()?;
        fai.publish()?;
        gzi.publish()
    }

    /// samtools cannot index a contig without a base.
    fn check_not_empty(&self) -> Result<(), Error> {
        match self.records.last().filter(|record| record.length == 0) {
            Some(record) => {
                let found = format!("contig {} without a base", record.name);
                Err(Error::new(&self.path, Problem::Malformed { found, expected: "at least one base".to_owned() }))
            }
            None => Ok(()),
        }
    }
    fn lengthen(&mut self, bases: u64) -> Result<(), Error> {
        let problem = |what: &str| Error::new(&self.path, Problem::Unsupported { what: what.to_owned() });
        let Some(record) = self.records.last_mut() else { return Err(problem("sequence before the first contig")) };
        let length = u64::from(record.length) + bases;
        record.length = u32::try_from(length).map_err(|_| problem("a contig of 4 Gb or more"))?;
        Ok(())
    }
    fn advance(&mut self, bases: u32) -> Result<(), Error> {
        self.column += bases;
        if self.column == LINE_BASES { self.end_line() } else { Ok(()) }
    }
    fn end_line(&mut self) -> Result<(), Error> {
        let open = std::mem::take(&mut self.column) > 0;
        if open { self.fasta.write(b"\n") } else { Ok(()) }
    }
}

impl std::fmt::Debug for FastaWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FastaWriter").field("path", &self.path).finish_non_exhaustive()
    }
}
