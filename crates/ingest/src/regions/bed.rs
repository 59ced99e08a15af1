//! BED: a contig, a 0-based start and an exclusive end a line; more columns are passed over.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use marv_model::genome::{Contigs, Interval};

use super::Regions;
use crate::{
    Error,
    error::{Place, Problem},
    privacy,
};

impl Regions {
    /// Reads a BED, plain or gzip. Contig names are matched with `contigs`, aliases included. Lines of `browser`, `track`
    /// and `#` are passed over, as are empty ones.
    pub fn from_bed(path: impl AsRef<Path>, contigs: &Contigs) -> Result<Self, Error> {
        let path = path.as_ref();
        let file = File::open(path).map_err(|error| Error::new(path, error))?;
        let mut plain = BufReader::new(file);
        let compressed = plain.fill_buf().map_err(|error| Error::new(path, error))?.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn Read> = if compressed { Box::new(MultiGzDecoder::new(plain)) } else { Box::new(plain) };
        let mut intervals = Vec::new();
        let mut lines = BufReader::new(reader);
        let mut line = Vec::new();
        for number in 1u64.. {
            line.clear();
            let read =
                lines.read_until(b'\n', &mut line).map_err(|error| Error::new(path, error).at(Place::Line(number)))?;
            if read == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            let interval = parse_line(text.trim_end_matches(['\r', '\n']), contigs).map_err(|fault| {
                Error::new(path, fault.problem).at(Place::Line(number)).field(fault.field).advice(fault.advice)
            })?;
            intervals.extend(interval);
        }
        Ok(Self::new(intervals))
    }
}

struct BedFault {
    problem: Problem,
    field: &'static str,
    advice: &'static str,
}

const COLUMNS: &str = "BED is contig, 0-based start and end, with tabs between them";

fn parse_line(line: &str, contigs: &Contigs) -> Result<Option<Interval>, BedFault> {
    let skipped = line.trim().is_empty()
        || line.starts_with('#')
        || ["browser", "track"].iter().any(|word| line.split_whitespace().next() == Some(word));
    if skipped {
        return Ok(None);
    }
    let fault = |field: &'static str, found: &str, expected: String, advice: &'static str| BedFault {
        problem: Problem::Malformed {
            found: format!("{:?}", privacy::redact(found).chars().take(40).collect::<String>()),
            expected,
        },
        field,
        advice,
    };
    // BED asks for tabs; blanks are read, too, where there is no tab.
    let mut fields: Box<dyn Iterator<Item = &str>> =
        if line.contains('\t') { Box::new(line.split('\t')) } else { Box::new(line.split_whitespace()) };
    let name = fields.next().unwrap_or_default();
    let mut number = |field: &'static str| {
        let text = fields.next().unwrap_or_default();
        text.trim().parse::<u32>().map_err(|_| fault(field, text, "a whole number of 0 or more".to_owned(), COLUMNS))
    };
    let (start, end) = (number("column 2, the start")?, number("column 3, the end")?);
    let contig = contigs.id_or_alias(name).ok_or_else(|| {
        let expected = "a contig of the reference".to_owned();
        fault("column 1, the contig", name, expected, "give a BED that was made for this reference")
    })?;
    let length = contigs.length(contig);
    if end > length {
        let expected = format!("at most {length}, the length of {}", contigs.name(contig));
        return Err(fault(
            "column 3, the end",
            &end.to_string(),
            expected,
            "give a BED that was made for this reference",
        ));
    }
    Interval::new(contig, start, end)
        .map(Some)
        .map_err(|_| fault("column 3, the end", &end.to_string(), format!("{start} or more, the start"), COLUMNS))
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contig, ContigId};

    use super::*;

    fn contigs() -> Contigs {
        Contigs::new([Contig::new("chr1", 1000), Contig::new("chrM", 100)]).unwrap()
    }

    fn read(text: &[u8]) -> Result<Regions, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Regions::from_bed(file.path(), &contigs())
    }

    #[test]
    fn lines_of_any_order_and_alias() {
        let regions = read(b"track name=a\n#c\nMT\t5\t9\tx\r\n\n1 10 20\nchr1\t15\t30\n").unwrap();
        let interval = |contig, start, end| Interval::new(ContigId(contig), start, end).unwrap();
        assert_eq!(regions.iter().collect::<Vec<_>>(), [interval(0, 10, 30), interval(1, 5, 9)]);
    }

    #[test]
    fn gzip_of_several_members() {
        let mut bytes = Vec::new();
        for text in ["chr1\t1\t2\n", "chr1\t5\t6\n"] {
            let mut encoder = flate2::write::GzEncoder::new(&mut bytes, flate2::Compression::default());
            std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
            encoder.finish().unwrap();
        }
        assert_eq!(read(&bytes).unwrap().len(), 2);
    }

    #[test]
    fn what_is_wrong_is_told_by_line_and_column() {
        for (text, line, column) in [
            ("chr1\t1\t2\nchr9\t1\t2\n", 2, "column 1"),
            ("chr1\tx\t2\n", 1, "column 2"),
            ("\n\nchr1\t7\n", 3, "column 3"),
            ("chr1\t9\t3\n", 1, "column 3"),
            ("chr1\t9\t1001\n", 1, "column 3"),
            ("chr1\t-1\t3\n", 1, "column 2"),
        ] {
            let message = read(text.as_bytes()).unwrap_err().to_string();
            assert!(message.contains(&format!("line {line}")) && message.contains(column), "{text:?}: {message}");
        }
    }
}
