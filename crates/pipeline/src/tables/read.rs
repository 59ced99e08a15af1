//! A table file as header and rows.

use std::path::Path;

use crate::Error;

/// What parts the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delimiter {
    Tab,
    Comma,
    Semicolon,
}

impl Delimiter {
    /// By a file's name; none for another name.
    pub(super) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "tsv" | "tab" | "txt" => Some(Self::Tab),
            "csv" => Some(Self::Comma),
            _ => None,
        }
    }
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
    /// By the header line: the one that parts it into most cells. Spreadsheets of Danish machines write `;` into `.csv`.
    fn in_header(line: &[u8]) -> Self {
        let count = |delimiter: Self| line.split(|byte| *byte == delimiter.byte()).count();
        [Self::Tab, Self::Comma, Self::Semicolon].into_iter().rev().max_by_key(|one| count(*one)).unwrap_or(Self::Tab)
    }
}

/// A row, or why it is none.
#[derive(Debug)]
pub(super) struct TableRow {
    /// The line on which it starts, 1-based.
    pub(super) line: u64,
    /// Its cells, as many as the header has.
    pub(super) cells: Result<Vec<String>, String>,
}

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<TableRow>,
    pub(super) delimiter: Delimiter,
}

impl Table {
    /// Reads a table of UTF-8 text: tab, comma or semicolon between cells, double quotes around cells that hold these or
    /// line breaks. Refused where there is no header, or a column name stands twice.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |field: Option<&str>, problem: String, advice: &str| Error::file(path, field, problem, advice);
        let bytes = std::fs::read(path).map_err(|error| wrong(None, error.to_string(), "give the path of a table"))?;
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        if text.starts_with(&[0x1f, 0x8b]) || text.starts_with(b"PK") {
            return Err(wrong(None, "it is a compressed file or a spreadsheet".into(), "save it as .tsv or .csv text"));
        }
        let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = Delimiter::in_header(first);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter.byte()).flexible(true).from_reader(text);
        let header = reader.byte_headers().map_err(|error| wrong(None, error.to_string(), "check the header line"))?;
        let header: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        if header.iter().all(String::is_empty) {
            return Err(wrong(Some("line 1"), "there is no header".into(), "name the columns in the first line"));
        }
        if let Some((_, twice)) = header.iter().enumerate().find(|(at, name)| header[..*at].contains(name)) {
            let problem = format!("the column {twice:?} stands twice");
            return Err(wrong(Some("line 1"), problem, "give each column a name of its own"));
        }
        let mut rows = Vec::new();
        let mut lines = Lines { text, counted: 0, line: 1 };
        for record in reader.byte_records() {
            let record = record.map_err(|error| wrong(None, error.to_string(), "check the quotes of this line"))?;
            let begin = record.position().map_or(0, csv::Position::byte);
            rows.push(TableRow { line: lines.of(begin), cells: cells(&record, &header) });
        }
        Ok(Self { header, rows, delimiter })
    }
    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

/// Counts lines. The reader's own count is one too few where lines end in two characters, as those of spreadsheets do.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line, 1-based, on which a record begins that was met at this byte, in rising order; line ends before it are not the
    /// record's.
    fn of(&mut self, byte: u64) -> u64 {
        let met = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let ends = self.text[met..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        for at in self.counted..met + ends {
            let ends_here = self.text[at] == b'\n' || self.text[at] == b'\r' && self.text.get(at + 1) != Some(&b'\n');
            self.line += u64::from(ends_here);
        }
        self.counted = self.counted.max(met + ends);
        self.line
    }
}

fn cells(record: &csv::ByteRecord, header: &[String]) -> Result<Vec<String>, String> {
    if record.len() != header.len() {
        return Err(format!("it has {} cells, the header has {}", record.len(), header.len()));
    }
    record
        .iter()
        .zip(header)
        .map(|(cell, column)| {
            std::str::from_utf8(cell)
                .map(str::to_owned)
                .map_err(|_| format!("column {column}: the text is not UTF-8; save the table as UTF-8"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &[u8]) -> Result<Table, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Table::read(&path)
    }

    #[test]
    fn the_header_tells_what_parts_the_cells() {
        for text in ["ID\tCYTO\n1\tGood\n", "ID,CYTO\n1,Good\n", "\u{feff}ID;CYTO\r\n1;Good\r\n"] {
            let table = read("t.csv", text.as_bytes()).unwrap();
            assert_eq!(table.header, ["ID", "CYTO"]);
            assert_eq!(table.rows[0].cells.as_ref().unwrap(), &["1", "Good"]);
        }
    }

    #[test]
    fn a_row_of_another_length_or_encoding_is_refused_alone_and_a_cell_may_hold_lines() {
        let table = read("t.tsv", b"ID\tK\n1\n2\t\"46,XX\nfree text\"\n3\t\xe6\n").unwrap();
        assert_eq!(table.rows[0].cells.as_ref().unwrap_err(), "it has 1 cells, the header has 2");
        assert_eq!(table.rows[1].cells.as_ref().unwrap()[1], "46,XX\nfree text");
        assert_eq!((table.rows[1].line, table.rows[2].line), (3, 5));
        assert!(table.rows[2].cells.as_ref().unwrap_err().contains("column K"));
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let lines = |text: &str| -> Vec<u64> {
            read("t.csv", text.as_bytes()).unwrap().rows.iter().map(|row| row.line).collect()
        };
        assert_eq!(lines("ID,K\n1,a\n2,b\n"), [2, 3]);
        assert_eq!(lines("\u{feff}ID,K\r\n1,a\r\n2,b"), [2, 3]);
        assert_eq!(lines("ID,K\r\n\r\n1,\"a\r\nb\"\r\n2,b\r\n"), [3, 5]);
        assert_eq!(lines("ID,K\r1,a\r2,b\r"), [2, 3]);
    }

    #[test]
    fn a_table_without_header_or_with_a_name_twice_is_refused() {
        assert!(read("t.tsv", b"").is_err());
        assert!(read("t.tsv", b"ID\tID\n1\t2\n").unwrap_err().to_string().contains("twice"));
        assert!(read("t.xlsx", b"PK\x03\x04").unwrap_err().to_string().contains("spreadsheet"));
    }
}
