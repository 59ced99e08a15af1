//! Tables by place: bgzipped text with a tabix index, columns CHROM and POS (1-based) first. The ledger is one.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use crate::{Error, error::Problem, output::Output};
use noodles::{
    bgzf,
    core::{Position, Region},
    csi::binning_index::index::{
        Header,
        header::{Format, format::CoordinateSystem},
        reference_sequence::bin::Chunk,
    },
    tabix,
};

/// Writes a table in the order of the genome. The file and its index take their places together, on
/// [`IndexedTableWriter::finish`]; dropped before, nothing is left.
pub struct IndexedTableWriter {
    target: PathBuf,
    writer: bgzf::io::Writer<Output>,
    indexer: tabix::index::Indexer,
}

impl IndexedTableWriter {
    /// A table at `target` (`.tsv.gz`); `head` is its first line and starts with `#`.
    pub fn create(target: &Path, head: &str) -> Result<Self, Error> {
        let mut writer = bgzf::io::Writer::new(Output::create(target)?);
        writeln!(writer, "{head}").map_err(|error| Error::new(target, error))?;
        let mut indexer = tabix::index::Indexer::default();
        indexer.set_header(
            Header::builder()
                .set_format(Format::Generic(CoordinateSystem::Gff))
                .set_reference_sequence_name_index(0)
                .set_start_position_index(1)
                .set_end_position_index(None)
                .set_line_comment_prefix(b'#')
                .build(),
        );
        Ok(Self { target: target.to_owned(), writer, indexer })
    }
    /// A row at `position` (1-based) of `contig`; `row` is the whole line without its end.
    pub fn write(&mut self, contig: &str, position: u32, row: &str) -> Result<(), Error> {
        let fail = |error| Error::new(&self.target, error);
        let place = Position::try_from(position as usize).map_err(|_| {
            Error::new(
                &self.target,
                Problem::Malformed { found: position.to_string(), expected: "a 1-based position".into() },
            )
        })?;
        let start = self.writer.virtual_position();
        writeln!(self.writer, "{row}").map_err(fail)?;
        let chunk = Chunk::new(start, self.writer.virtual_position());
        self.indexer.add_record(contig, place, place, chunk).map_err(fail)
    }
    /// Gives the table and its index their names.
    pub fn finish(self) -> Result<(), Error> {
        let fail = |error| Error::new(&self.target, error);
        let table = self.writer.finish().map_err(fail)?;
        let mut name = self.target.clone().into_os_string();
        name.push(".tbi");
        let index_target = PathBuf::from(name);
        let mut index_writer = tabix::io::Writer::new(Output::create(&index_target)?);
        index_writer.write_index(&self.indexer.build()).map_err(fail)?;
        index_writer.try_finish().map_err(fail)?;
        table.publish()?;
        index_writer.into_inner().into_inner().publish()
    }
}

/// The rows of `contig` from `start` to `end` (1-based, both inclusive) of a table with its index beside it.
pub fn query(table: &Path, contig: &str, start: u32, end: u32) -> Result<Vec<String>, Error> {
    let fail = |error| Error::new(table, error);
    let mut reader = tabix::io::indexed_reader::Builder::default().build_from_path(table).map_err(fail)?;
    let position = |value: u32| Position::try_from(value.max(1) as usize).unwrap_or(Position::MIN);
    let region = Region::new(contig, position(start)..=position(end));
    let rows = match reader.query(&region) {
        Ok(query) => query.map(|row| row.map(|row| row.as_ref().to_owned())).collect::<Result<Vec<_>, _>>(),
        // A contig without a row is not in the index.
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    rows.map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.tsv.gz");
        let mut writer = IndexedTableWriter::create(&path, "#CHROM\tPOS\tRULE").unwrap();
        for (contig, position) in [("chr1", 5), ("chr1", 90_000), ("chr17", 7_675_088)] {
            writer.write(contig, position, &format!("{contig}\t{position}\trule")).unwrap();
        }
        writer.finish().unwrap();
        assert_eq!(query(&path, "chr17", 7_675_088, 7_675_088).unwrap(), ["chr17\t7675088\trule"]);
        assert_eq!(query(&path, "chr1", 6, 80_000).unwrap(), Vec::<String>::new());
        assert_eq!(query(&path, "chr2", 1, 9).unwrap(), Vec::<String>::new());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_dropped_table_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.tsv.gz");
        let mut writer = IndexedTableWriter::create(&path, "#CHROM\tPOS").unwrap();
        writer.write("chr1", 5, "chr1\t5").unwrap();
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
