//! A table of alleles: sorted records of one size, with a sparse index. A lookup reads one block.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use marv_ingest::{Error as FileError, error::Problem, output::Output};

use super::record::{Allele, BYTES};

/// Records of a block: about 9 kB.
const BLOCK: usize = 512;
/// What a table starts with: its form and version.
const MAGIC: &[u8; 8] = b"MARVALL1";
/// METHOD: a source covers a place where it has an allele this near on either side: databases of populations have one
/// within a few bases nearly everywhere, and what was cut to targets has none far from them.
const NEAR: u32 = 500;

/// What a table says of an allele.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// It is there, with this value.
    Found(u32),
    /// It is not.
    Absent {
        /// Whether the source has alleles around the place.
        covered: bool,
    },
}

/// A table, opened.
#[derive(Debug)]
pub struct Alleles {
    path: PathBuf,
    file: File,
    /// The first key of each block.
    index: Vec<Allele>,
    records: usize,
    /// The block in memory, and its number.
    block: Vec<u8>,
    held: Option<usize>,
}

impl Alleles {
    /// Opens a table and reads its index, which lies behind the records: 18 of 9,216 bytes.
    pub fn open(path: &Path) -> Result<Self, FileError> {
        let fail = |error: std::io::Error| FileError::new(path, error);
        let refuse = |what: &str| {
            FileError::new(path, Problem::Malformed { found: what.to_owned(), expected: "a table of alleles".into() })
                .advice("build the knowledge again with `marv knowledge build`")
        };
        let mut file = File::open(path).map_err(fail)?;
        let length = file.metadata().map_err(fail)?.len();
        let mut head = [0; 8];
        file.read_exact(&mut head).map_err(|_| refuse("a file of fewer than eight bytes"))?;
        if &head != MAGIC {
            return Err(refuse("another kind of file"));
        }
        let mut tail = [0; 8];
        let end = length.checked_sub(8).filter(|end| *end >= 8).ok_or_else(|| refuse("no end"))?;
        file.seek(SeekFrom::Start(end)).map_err(fail)?;
        file.read_exact(&mut tail).map_err(fail)?;
        let records = usize::try_from(u64::from_be_bytes(tail)).map_err(|_| refuse("more records than fit"))?;
        let blocks = records.div_ceil(BLOCK);
        let body = records.checked_mul(BYTES).and_then(|bytes| bytes.checked_add(8));
        let expected = body.and_then(|body| body.checked_add(blocks.checked_mul(BYTES)?)?.checked_add(8));
        let (Some(body), true) = (body, expected.is_some_and(|e| u64::try_from(e) == Ok(length))) else {
            return Err(refuse("a file that is longer or shorter than its count of records"));
        };
        file.seek(SeekFrom::Start(body as u64)).map_err(fail)?;
        let mut bytes = vec![0; blocks * BYTES];
        file.read_exact(&mut bytes).map_err(fail)?;
        let index: Vec<Allele> = bytes.chunks_exact(BYTES).filter_map(Allele::from_bytes).map(|(key, _)| key).collect();
        if !index.is_sorted() {
            return Err(refuse("an index out of order"));
        }
        Ok(Self { path: path.to_owned(), file, index, records, block: Vec::new(), held: None })
    }

    /// Records in it.
    pub fn len(&self) -> usize {
        self.records
    }
    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Looks an allele up.
    pub fn find(&mut self, allele: Allele) -> Result<Lookup, FileError> {
        if self.records == 0 {
            return Ok(Lookup::Absent { covered: false });
        }
        // The last block whose first key is not behind the allele.
        let number = self.index.partition_point(|first| *first <= allele).saturating_sub(1);
        self.load(number)?;
        let at = self.first_from(allele);
        if let Some((_, value)) = self.record(at).filter(|(key, _)| *key == allele) {
            return Ok(Lookup::Found(value));
        }
        let before = at.checked_sub(1).and_then(|at| self.record(at)).map(|(key, _)| key);
        let behind = self.record(at).map(|(key, _)| key).or_else(|| self.index.get(number + 1).copied());
        let near = |other: Option<Allele>| other.is_some_and(|other| other.is_near(allele, NEAR));
        Ok(Lookup::Absent { covered: near(before) && near(behind) })
    }

    /// Number in the block of the first record that is not before the allele.
    fn first_from(&self, allele: Allele) -> usize {
        let (mut low, mut high) = (0, self.block.len() / BYTES);
        while low < high {
            let middle = low.midpoint(high);
            if self.record(middle).is_some_and(|(key, _)| key < allele) { low = middle + 1 } else { high = middle }
        }
        low
    }

    fn record(&self, at: usize) -> Option<(Allele, u32)> {
        Allele::from_bytes(self.block.get(at * BYTES..(at + 1) * BYTES)?)
    }

    fn load(&mut self, number: usize) -> Result<(), FileError> {
        if self.held == Some(number) {
            return Ok(());
        }
        let first = number * BLOCK;
        let count = BLOCK.min(self.records - first);
        self.held = None;
        self.block.resize(count * BYTES, 0);
        let fail = |error| FileError::new(&self.path, error);
        self.file.seek(SeekFrom::Start((8 + first * BYTES) as u64)).map_err(fail)?;
        self.file.read_exact(&mut self.block).map_err(fail)?;
        self.held = Some(number);
        Ok(())
    }
}

/// Writes a table from alleles in the order of positions within each contig, give or take what trimming moves. The contigs
/// may come in any order.
#[derive(Debug)]
pub(super) struct AllelesWriter {
    path: PathBuf,
    /// Not yet written: alleles that one still to come may precede.
    waiting: BTreeMap<Allele, u32>,
    /// The records of each contig, in a file without a name.
    parts: BTreeMap<u16, Part>,
}

#[derive(Debug)]
struct Part {
    file: BufWriter<File>,
    last: Option<Allele>,
    records: usize,
}

/// Why an allele is refused.
#[derive(Debug)]
pub(super) enum Refused {
    /// It comes behind others that it precedes.
    OutOfOrder,
    /// The file could not be written.
    File(FileError),
}

impl AllelesWriter {
    pub(super) fn create(path: &Path) -> Self {
        Self { path: path.to_owned(), waiting: BTreeMap::default(), parts: BTreeMap::default() }
    }

    fn failed(&self, error: std::io::Error) -> Refused {
        Refused::File(FileError::new(&self.path, error))
    }

    /// Adds an allele of a record at `position` (1-based, before trimming). Of two values of one allele `merge` makes one.
    pub(super) fn add(
        &mut self,
        allele: Allele,
        position: u32,
        value: u32,
        merge: impl Fn(u32, u32) -> u32,
    ) -> Result<(), Refused> {
        // Trimming only moves to the right: what lies before this record's own place is complete.
        self.flush(|waiting| waiting.contig() != allele.contig() || waiting.position() < position)?;
        let held = self.waiting.entry(allele).or_insert(value);
        *held = merge(*held, value);
        Ok(())
    }

    fn flush(&mut self, complete: impl Fn(&Allele) -> bool) -> Result<(), Refused> {
        while let Some(entry) = self.waiting.first_entry() {
            if !complete(entry.key()) {
                break;
            }
            let (allele, value) = entry.remove_entry();
            if !self.parts.contains_key(&allele.contig()) {
                let folder = self.path.parent().unwrap_or(Path::new("."));
                let file = tempfile::tempfile_in(folder).map_err(|error| self.failed(error))?;
                self.parts.insert(allele.contig(), Part { file: BufWriter::new(file), last: None, records: 0 });
            }
            let Some(part) = self.parts.get_mut(&allele.contig()) else { continue };
            if part.last.is_some_and(|last| last >= allele) {
                return Err(Refused::OutOfOrder);
            }
            part.last = Some(allele);
            part.records += 1;
            let written = part.file.write_all(&allele.to_bytes(value));
            written.map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// Gives the table its place; how many records it has.
    pub(super) fn finish(mut self) -> Result<usize, Refused> {
        self.flush(|_| true)?;
        let mut output = Output::create(&self.path).map_err(Refused::File)?;
        output.write(MAGIC).map_err(Refused::File)?;
        let (mut index, mut records) = (Vec::new(), 0usize);
        let mut bytes = [0; BYTES];
        for part in std::mem::take(&mut self.parts).into_values() {
            let mut file = part.file.into_inner().map_err(|error| self.failed(error.into_error()))?;
            file.seek(SeekFrom::Start(0)).map_err(|error| self.failed(error))?;
            let mut file = BufReader::new(file);
            for _ in 0..part.records {
                file.read_exact(&mut bytes).map_err(|error| self.failed(error))?;
                if records.is_multiple_of(BLOCK) {
                    index.extend_from_slice(&bytes);
                }
                output.write_all(&bytes).map_err(|error| self.failed(error))?;
                records += 1;
            }
        }
        let count = u64::try_from(records).unwrap_or(u64::MAX).to_be_bytes();
        output.write(&index).and_then(|()| output.write(&count)).map_err(Refused::File)?;
        output.publish().map_err(Refused::File)?;
        Ok(records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of every tenth position of chr1 from 10,000, and of one place of chr2.
    fn table(folder: &Path, count: u32) -> Alleles {
        let path = folder.join("t.alleles");
        let mut writer = AllelesWriter::create(&path);
        for n in 0..count {
            let at = 10_000 + n * 10;
            writer.add(Allele::of("chr1", at, "C", "T").unwrap(), at, n, u32::max).unwrap();
        }
        writer.add(Allele::of("chr2", 5, "C", "T").unwrap(), 5, 9, u32::max).unwrap();
        assert_eq!(writer.finish().unwrap(), usize::try_from(count).unwrap() + 1);
        Alleles::open(&path).unwrap()
    }

    #[test]
    fn what_is_there_is_found_and_what_is_not_is_absent_where_the_source_covers_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let mut table = table(folder.path(), 3_000); // six blocks and a part
        let mut find = |contig, at, alt| table.find(Allele::of(contig, at, "C", alt).unwrap()).unwrap();
        for n in [0, 1, 511, 512, 513, 1_023, 1_024, 2_999] {
            assert_eq!(find("chr1", 10_000 + n * 10, "T"), Lookup::Found(n));
            let inside = n < 2_999;
            assert_eq!(find("chr1", 10_005 + n * 10, "T"), Lookup::Absent { covered: inside }, "{n}");
        }
        assert_eq!(find("chr1", 10_010, "G"), Lookup::Absent { covered: true });
        assert_eq!(find("chr1", 5_000, "T"), Lookup::Absent { covered: false });
        assert_eq!(find("chr1", 90_000, "T"), Lookup::Absent { covered: false });
        assert_eq!(find("chr2", 5, "T"), Lookup::Found(9));
        assert_eq!(find("chrX", 5, "T"), Lookup::Absent { covered: false });
    }

    #[test]
    fn trimming_may_move_an_allele_behind_its_neighbour_and_disorder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.alleles");
        let mut writer = AllelesWriter::create(&path);
        let mut add = |at, r, a| {
            let allele = Allele::of("chr1", at, r, a).unwrap();
            writer.add(allele, at, at, u32::max)
        };
        add(100, "CAAAG", "CAAAT").unwrap(); // really G>T at 104
        add(102, "A", "T").unwrap();
        add(104, "G", "T").unwrap(); // the same again: the larger value stays
        add(103, "A", "T").unwrap(); // still waiting: no harm
        writer.finish().unwrap();
        let mut table = Alleles::open(&path).unwrap();
        assert_eq!(
            (table.len(), table.find(Allele::of("1", 104, "G", "T").unwrap()).unwrap()),
            (3, Lookup::Found(104))
        );

        let mut writer = AllelesWriter::create(&path);
        for at in [500, 600, 400] {
            let refused = writer.add(Allele::of("chr1", at, "C", "T").unwrap(), at, 1, u32::max);
            assert!(refused.is_ok());
        }
        assert!(matches!(writer.finish(), Err(Refused::OutOfOrder)));
    }

    #[test]
    fn a_cut_or_another_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        drop(table(folder.path(), 600));
        let path = folder.path().join("t.alleles");
        let whole = std::fs::read(&path).unwrap();
        for bytes in [&whole[..whole.len() - 1], &whole[..4], b"MARVALL1", b"something else entirely"] {
            std::fs::write(&path, bytes).unwrap();
            assert!(Alleles::open(&path).unwrap_err().to_string().contains("marv knowledge build"));
        }
    }
}
