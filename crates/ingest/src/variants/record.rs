//! One line of a VCF file as an owned value, whatever wrote it.

use super::{
    header::{VariantHeader, shortened},
    notice::Notices,
};

/// The most items of one list of a record (alleles, identifiers, filters, INFO fields, FORMAT keys): what a hostile line could
/// hold would take far more memory than the line itself.
const MAX_ITEMS: usize = 4_096;

/// A record of a variant file. Text is kept as it stands; `.` is none or an empty list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GenericRecord {
    /// The contig's name, as written.
    pub contig: String,
    /// 1-based; 0 is the telomere before the first base.
    pub position: u32,
    /// Identifiers.
    pub ids: Vec<String>,
    /// The reference allele, upper case.
    pub reference: String,
    /// The alternate alleles: bases in upper case, symbolic ones and breakends as written.
    pub alternates: Vec<String>,
    /// QUAL.
    pub quality: Option<f64>,
    /// FILTER: none where no filter was applied (`.`), empty for PASS.
    pub filters: Option<Vec<String>>,
    /// INFO in the order of the file; flags have no value.
    pub info: Vec<(String, Option<String>)>,
    /// The keys of FORMAT.
    pub format: Vec<String>,
    /// For each sample the values in FORMAT's order; trailing ones may be left out.
    pub samples: Vec<Vec<String>>,
    /// The line of the file, 1-based; in BCF the number of the record.
    pub line: u64,
}

/// Which field of a line is wrong, what stands there and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) found: String,
    pub(crate) expected: String,
}

fn fault<T>(field: &'static str, found: impl Into<String>, expected: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { field, found: found.into(), expected: expected.into() })
}

impl GenericRecord {
    /// The value of an INFO field; none where it is absent, a flag or `.`.
    pub fn info(&self, key: &str) -> Option<&str> {
        let (_, value) = self.info.iter().find(|(name, _)| name == key)?;
        value.as_deref().filter(|value| *value != ".")
    }
    /// Whether an INFO field is there, with or without a value.
    pub fn has_info(&self, key: &str) -> bool {
        self.info.iter().any(|(name, _)| name == key)
    }
    /// Whether FORMAT has the key.
    pub fn has_format(&self, key: &str) -> bool {
        self.format.iter().any(|name| name == key)
    }
    /// The value of a FORMAT field of a sample; none where it is absent or `.`.
    pub fn value(&self, sample: usize, key: &str) -> Option<&str> {
        let column = self.format.iter().position(|name| name == key)?;
        let value = self.samples.get(sample)?.get(column)?;
        (value != ".").then_some(value.as_str())
    }

    /// As a line of VCF, without its line end.
    pub fn to_line(&self) -> String {
        let joined = |items: &[String], by: &str| if items.is_empty() { ".".to_owned() } else { items.join(by) };
        let info: Vec<String> = self
            .info
            .iter()
            .map(|(key, value)| value.as_ref().map_or_else(|| key.clone(), |value| format!("{key}={value}")))
            .collect();
        let filters = match &self.filters {
            None => ".".to_owned(),
            Some(names) if names.is_empty() => "PASS".to_owned(),
            Some(names) => names.join(";"),
        };
        let mut columns = vec![
            self.contig.clone(),
            self.position.to_string(),
            joined(&self.ids, ";"),
            self.reference.clone(),
            joined(&self.alternates, ","),
            self.quality.map_or_else(|| ".".to_owned(), |quality| quality.to_string()),
            filters,
            joined(&info, ";"),
        ];
        if !self.samples.is_empty() {
            columns.push(joined(&self.format, ":"));
            columns.extend(self.samples.iter().map(|values| joined(values, ":")));
        }
        columns.join("\t")
    }

    /// Reads one line without its line end.
    pub(crate) fn parse(line: &str, number: u64, header: &VariantHeader, notices: &mut Notices) -> Result<Self, Fault> {
        let most = header.samples.len() + MAX_ITEMS;
        let mut columns: Vec<&str> = line.splitn(most, '\t').collect();
        check_columns(&mut columns, header, number, line, notices)?;
        let mut record = Self { line: number, ..Self::default() };
        columns[0].trim().clone_into(&mut record.contig);
        if record.contig.is_empty() || record.contig == "." {
            return fault("CHROM", shortened(columns[0]), "the name of a contig");
        }
        record.position =
            columns[1].trim().parse().ok().filter(|p| *p <= i32::MAX.cast_unsigned()).map_or_else(
                || fault("POS", shortened(columns[1]), "a position from 0 to 2,147,483,647 (1-based)"),
                Ok,
            )?;
        record.ids = list("ID", columns[2], ';')?;
        record.set_alleles(columns[3], columns[4], notices)?;
        record.quality = match columns[5].trim() {
            "." => None,
            "" => {
                notices.add("an empty QUAL, read as missing", number);
                None
            }
            text => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Some(value),
                Ok(_) => {
                    notices.add("QUAL is not finite, read as missing", number);
                    None
                }
                Err(_) => return fault("QUAL", shortened(text), "a number or `.`"),
            },
        };
        record.filters = match columns[6].trim() {
            "." => None,
            "PASS" => Some(Vec::new()),
            "" => {
                notices.add("an empty FILTER, read as missing", number);
                None
            }
            text => Some(list("FILTER", text, ';')?.into_iter().filter(|name| name != "PASS").collect()),
        };
        record.set_info(columns[7], notices)?;
        if let Some(format) = columns.get(8) {
            record.set_samples(format, &columns[9..], notices)?;
        }
        Ok(record)
    }

    pub(crate) fn set_alleles(&mut self, reference: &str, alternate: &str, notices: &mut Notices) -> Result<(), Fault> {
        let trimmed = reference.trim();
        if trimmed.len() != reference.len() || alternate.trim().len() != alternate.len() {
            notices.add("white space around an allele, removed", self.line);
        }
        if trimmed.is_empty() || !trimmed.bytes().all(is_iupac) {
            return fault("REF", shortened(reference), "bases (A, C, G, T, N or an IUPAC code)");
        }
        self.reference = trimmed.to_ascii_uppercase();
        bounded("ALT", alternate, ',')?;
        for allele in alternate.trim().split(',').map(str::trim) {
            match allele {
                "." => {}
                "" => return fault("ALT", shortened(alternate), "an allele between its commas, or `.`"),
                _ if allele.bytes().all(is_iupac) => self.alternates.push(allele.to_ascii_uppercase()),
                _ if is_symbolic(allele) => self.alternates.push(allele.to_owned()),
                _ => return fault("ALT", shortened(allele), "bases, `*`, <symbol>, a breakend or `.`"),
            }
        }
        Ok(())
    }

    fn set_info(&mut self, text: &str, notices: &mut Notices) -> Result<(), Fault> {
        if text.trim() == "." || text.trim().is_empty() {
            return Ok(());
        }
        bounded("INFO", text, ';')?;
        for field in text.split(';').filter(|field| !field.is_empty()) {
            let (key, value) = field.split_once('=').map_or((field, None), |(k, v)| (k, Some(v.to_owned())));
            if key.trim().is_empty() {
                notices.add("an INFO value without a key", self.line);
            }
            self.info.push((key.trim().to_owned(), value));
        }
        Ok(())
    }

    fn set_samples(&mut self, format: &str, columns: &[&str], notices: &mut Notices) -> Result<(), Fault> {
        if format.trim() == "." || format.trim().is_empty() {
            if format.trim().is_empty() {
                notices.add("an empty FORMAT, read as missing", self.line);
            }
            return Ok(());
        }
        bounded("FORMAT", format, ':')?;
        self.format = format.trim().split(':').map(str::to_owned).collect();
        for column in columns {
            let count = column.bytes().filter(|byte| *byte == b':').count() + 1;
            if count > self.format.len() {
                return fault(
                    "samples",
                    format!("{count} values in {}", shortened(column)),
                    format!("at most the {} that FORMAT names", self.format.len()),
                );
            }
            self.samples.push(column.trim_end().split(':').map(str::to_owned).collect());
        }
        Ok(())
    }
}

fn check_columns(
    columns: &mut Vec<&str>,
    header: &VariantHeader,
    number: u64,
    line: &str,
    notices: &mut Notices,
) -> Result<(), Fault> {
    if columns.len() < 8 {
        let advice = if line.contains(' ') { " (spaces are no tabs)" } else { "" };
        return fault(
            "columns",
            format!("{} columns separated by tabs{advice} in {}", columns.len(), shortened(line)),
            "at least 8: CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO",
        );
    }
    let empty = columns.iter().rev().take_while(|column| column.is_empty()).count();
    let expected = if header.has_format { 9 + header.samples.len() } else { 8 };
    match columns.len() {
        found if found == expected => Ok(()),
        found if found > expected && found - empty <= expected => {
            notices.add("empty columns at the end of a record, left out", number);
            columns.truncate(expected);
            Ok(())
        }
        8 if header.has_format => {
            notices.add("a record without the samples' columns", number);
            Ok(())
        }
        found => fault("columns", format!("{found} columns"), format!("{expected}, as line #CHROM has")),
    }
}

fn list(field: &'static str, text: &str, separator: char) -> Result<Vec<String>, Fault> {
    bounded(field, text, separator)?;
    Ok(match text.trim() {
        "." | "" => Vec::new(),
        text => text.split(separator).filter(|item| !item.is_empty()).map(str::to_owned).collect(),
    })
}

/// Refuses a list of more than [`MAX_ITEMS`] items.
fn bounded(field: &'static str, text: &str, separator: char) -> Result<(), Fault> {
    match text.split(separator).take(MAX_ITEMS + 1).count() {
        count if count > MAX_ITEMS => fault(field, format!("more than {MAX_ITEMS} items"), "fewer"),
        _ => Ok(()),
    }
}

/// The letters for nucleic acids (IUPAC), either case.
fn is_iupac(letter: u8) -> bool {
    b"ACGTNRYSWKMBDHV".contains(&letter.to_ascii_uppercase())
}

fn is_symbolic(allele: &str) -> bool {
    let inside = |text: &str| !text.bytes().any(|b| b.is_ascii_whitespace() || b == b',');
    match allele.as_bytes() {
        b"*" | b"<*>" => true,
        [b'<', .., b'>'] => allele.len() > 2 && inside(allele),
        [b'.', rest @ ..] | [rest @ .., b'.'] if !rest.is_empty() => rest.iter().all(|b| is_iupac(*b)),
        _ => {
            let brackets = allele.bytes().filter(|b| matches!(b, b'[' | b']')).count();
            brackets == 2 && allele.contains(':') && inside(allele)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(samples: &[&str]) -> VariantHeader {
        VariantHeader {
            samples: samples.iter().map(|s| (*s).to_owned()).collect(),
            has_format: !samples.is_empty(),
            ..VariantHeader::default()
        }
    }

    fn parse(line: &str, samples: &[&str]) -> Result<GenericRecord, Fault> {
        GenericRecord::parse(line, 1, &header(samples), &mut Notices::default())
    }

    #[test]
    fn a_line_is_read_whole() {
        let r = parse("17\t7675088\trs1;x\tc\tT,<DEL>\t50\tweak;bias\tDP=9;DB\tGT:AD:DP\t0/1:5,4", &["T"]).unwrap();
        assert_eq!((r.contig.as_str(), r.position, r.reference.as_str()), ("17", 7_675_088, "C"));
        assert_eq!(r.alternates, ["T", "<DEL>"]);
        assert_eq!(r.filters, Some(vec!["weak".into(), "bias".into()]));
        assert_eq!((r.info("DP"), r.info("DB"), r.has_info("DB")), (Some("9"), None, true));
        assert_eq!((r.value(0, "AD"), r.value(0, "DP"), r.value(1, "AD")), (Some("5,4"), None, None));
    }

    #[test]
    fn no_filter_is_not_pass() {
        assert_eq!(parse("1\t1\t.\tA\tC\t.\t.\t.", &[]).unwrap().filters, None);
        assert_eq!(parse("1\t1\t.\tA\tC\t.\tPASS\t.", &[]).unwrap().filters, Some(vec![]));
    }

    #[test]
    fn faults_name_their_field() {
        let field = |line: &str| parse(line, &[]).unwrap_err().field;
        assert_eq!(field("1\tx\t.\tA\tC\t.\t.\t."), "POS");
        assert_eq!(field("1\t-5\t.\tA\tC\t.\t.\t."), "POS");
        assert_eq!(field("1\t1\t.\t\tC\t.\t.\t."), "REF");
        assert_eq!(field("1\t1\t.\tA\tC,\t.\t.\t."), "ALT");
        assert_eq!(field("1\t1\t.\tA\tC\thigh\t.\t."), "QUAL");
        assert_eq!(field("1 1 . A C . . ."), "columns");
        assert_eq!(parse("1\t1\t.\tA\tC\t.\t.\t.\tGT\t0:1", &["T"]).unwrap_err().field, "samples");
    }

    #[test]
    fn breakends_are_kept_as_written() {
        for allele in ["G]17:198982]", "[13:123457[C", "<INS:ME>", "*", ".A", "A.", "<NON_REF>"] {
            let r = parse(&format!("1\t1\t.\tA\t{allele}\t.\t.\t."), &[]).unwrap();
            assert_eq!(r.alternates, [allele]);
        }
    }
}
