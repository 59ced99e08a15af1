//! The FASTA index (`.fai`): where each contig's bases lie.

use std::path::Path;

use crate::{
    Error,
    error::{Place, Problem},
};

/// One line of a `.fai`. Lengths are in bases, places and widths in bytes of the uncompressed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FaiRecord {
    pub(crate) name: String,
    pub(crate) length: u32,
    pub(crate) offset: u64,
    pub(crate) line_bases: u32,
    pub(crate) line_width: u32,
}

impl FaiRecord {
    /// The byte that holds base `position` (0-based).
    pub(crate) fn byte_of(&self, position: u32) -> u64 {
        let line = u64::from(position / self.line_bases);
        self.offset + line * u64::from(self.line_width) + u64::from(position % self.line_bases)
    }
    /// The byte behind the last base; the offset itself for an empty contig.
    pub(crate) fn end(&self) -> u64 {
        self.length.checked_sub(1).map_or(self.offset, |last| self.byte_of(last) + 1)
    }
    /// As it stands in the file, with its newline.
    pub(crate) fn line(&self) -> String {
        format!("{}\t{}\t{}\t{}\t{}\n", self.name, self.length, self.offset, self.line_bases, self.line_width)
    }
}

/// Reads the text of a `.fai`; `path` is for the errors.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Vec<FaiRecord>, Error> {
    (1..)
        .zip(text.lines())
        .map(|(number, line)| parse_line(line).map_err(|error| error_at(path, number, line, error)))
        .collect()
}

fn error_at(path: &Path, number: u64, line: &str, expected: &str) -> Error {
    let found = line.chars().take(60).collect::<String>();
    Error::new(path, Problem::Malformed { found: format!("{found:?}"), expected: expected.to_owned() })
        .at(Place::Line(number))
        .advice("make the index anew: samtools faidx FASTA")
}

fn parse_line(line: &str) -> Result<FaiRecord, &'static str> {
    let mut fields = line.split('\t');
    let name = fields.next().filter(|name| !name.is_empty()).ok_or("a contig name in column 1")?.to_owned();
    let mut number = |expected: &'static str| fields.next().and_then(|f| f.parse::<u64>().ok()).ok_or(expected);
    let small = |value: u64, expected: &'static str| u32::try_from(value).map_err(|_| expected);
    let length = small(number("the contig's length in column 2")?, "a contig of less than 4 Gb in column 2")?;
    let offset = number("a byte offset in column 3")?;
    let line_bases = small(number("bases a line in column 4")?, "less than 4 Gb a line in column 4")?;
    let line_width = small(number("bytes a line in column 5")?, "less than 4 GB a line in column 5")?;
    if length > 0 && (line_bases == 0 || line_width < line_bases) {
        return Err("a line of at least one base, and no fewer bytes than bases, in columns 4 and 5");
    }
    Ok(FaiRecord { name, length, offset, line_bases: line_bases.max(1), line_width: line_width.max(1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_bases() {
        let record = &parse("chr1\t130\t6\t60\t61\n", Path::new("a.fai")).unwrap()[0];
        assert_eq!((record.byte_of(0), record.byte_of(59), record.byte_of(60)), (6, 65, 67));
        assert_eq!(record.end(), 6 + 2 * 61 + 10);
        assert_eq!(record.line(), "chr1\t130\t6\t60\t61\n");
    }

    #[test]
    fn what_is_wrong_is_told_by_line() {
        for (text, expected) in
            [("chr1\t10\n", "column 3"), ("\t1\t1\t1\t2", "column 1"), ("a\t9\t1\t0\t0", "columns 4")]
        {
            let message = parse(&format!("ok\t1\t1\t1\t2\n{text}"), Path::new("a.fai")).unwrap_err().to_string();
            assert!(message.contains("line 2") && message.contains(expected), "{message}");
        }
    }
}
