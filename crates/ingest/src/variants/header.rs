//! The header of a VCF or BCF file.

use std::collections::{BTreeMap, HashSet};

use marv_model::genome::{Contig, Contigs};

use super::{input::Input, notice::Notices};
use crate::{
    error::{Error, Place, Problem},
    privacy,
};

/// Header lines beyond this number are refused.
const MAX_HEADER_LINES: u64 = 1_000_000;
/// Header bytes beyond this number are refused.
const MAX_HEADER_BYTES: usize = 256 << 20;

/// What an INFO, FORMAT or FILTER line declares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Declaration {
    /// `Number`: a count, `A`, `R`, `G` or `.`; empty for FILTER.
    pub number: String,
    /// `Type`: Integer, Float, Flag, Character or String; empty for FILTER.
    pub kind: String,
    /// `Description`, without quotes.
    pub description: String,
}

/// A contig as the header declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredContig {
    /// Its name.
    pub name: String,
    /// In bases, where stated.
    pub length: Option<u32>,
}

/// The header of a variant file.
#[derive(Debug, Clone, Default)]
pub struct VariantHeader {
    /// Such as `VCFv4.3`; empty where the file does not say.
    pub version: String,
    /// All `##` lines as they stand, without line ends, in order.
    pub meta: Vec<String>,
    /// Contigs in the order of the header.
    pub contigs: Vec<DeclaredContig>,
    /// Names of the samples' columns, in order.
    pub samples: Vec<String>,
    /// Whether there is a FORMAT column.
    pub has_format: bool,
    /// INFO declarations by identifier.
    pub info: BTreeMap<String, Declaration>,
    /// FORMAT declarations by identifier.
    pub format: BTreeMap<String, Declaration>,
    /// FILTER declarations by identifier.
    pub filters: BTreeMap<String, Declaration>,
    pub(crate) contig_names: HashSet<String>,
    /// All lines of the header as they stand, the line `#CHROM` the last, without line ends.
    pub(crate) lines: Vec<String>,
    /// How the lines of the header end.
    pub(crate) line_end: &'static str,
}

impl VariantHeader {
    /// The values of unstructured lines `##key=value`, the key in any case.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter_map(move |line| {
            let (name, value) = line.strip_prefix("##")?.split_once('=')?;
            name.eq_ignore_ascii_case(key).then_some(value)
        })
    }
    /// The contigs as a table; contigs without a length have length 0. None where a name stands twice.
    pub fn contig_table(&self) -> Option<Contigs> {
        Contigs::new(self.contigs.iter().map(|c| Contig::new(&c.name, c.length.unwrap_or(0)))).ok()
    }
    /// Reads from the start of a file to the line `#CHROM`.
    pub(crate) fn read(input: &mut Input, notices: &mut Notices) -> Result<Self, Error> {
        let mut header = Self::default();
        let (mut line, mut bytes) = (Vec::new(), 0);
        loop {
            if !input.next_line(&mut line)? {
                return Err(header.no_columns(input));
            }
            header.line_end = if line.ends_with(b"\r") { "\r\n" } else { "\n" };
            let text = text_of(&line, input.line(), notices);
            bytes += text.len();
            header.lines.push(text.clone());
            if text.starts_with("##") {
                if input.line() > MAX_HEADER_LINES || bytes > MAX_HEADER_BYTES {
                    return Err(malformed(
                        input,
                        "more than a million header lines, or 256 MB of them",
                        "a line #CHROM",
                    ));
                }
                header.add_meta(text, input, notices)?;
            } else if text.starts_with("#CHROM") || text.starts_with("#chrom") {
                header.columns(&text, input, notices)?;
                return Ok(header);
            } else if !header.meta.is_empty() && (text.trim().is_empty() || text.starts_with('#')) {
                notices.add("an empty or a comment line in the header", input.line());
            } else {
                return Err(header.no_columns(input));
            }
        }
    }
    /// From the text that a BCF file carries.
    pub(crate) fn parse(text: &str, input: &Input, notices: &mut Notices) -> Result<Self, Error> {
        let mut header = Self { line_end: "\n", ..Self::default() };
        for line in text.split('\n').map(|line| line.trim_end_matches(['\r', '\0'])) {
            header.lines.push(line.to_owned());
            if line.starts_with("##") {
                header.add_meta(line.to_owned(), input, notices)?;
            } else if line.starts_with("#CHROM") {
                header.columns(line, input, notices)?;
                return Ok(header);
            }
        }
        Err(header.no_columns(input))
    }

    fn no_columns(&self, input: &Input) -> Error {
        let error = if self.meta.is_empty() {
            Error::new(
                input.file(),
                Problem::Format {
                    found: "no variant file".into(),
                    expected: "VCF or BCF: a header that starts with ##fileformat=VCF".into(),
                },
            )
        } else {
            malformed(input, "no line #CHROM behind the header", "#CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO")
        };
        error.advice("`bcftools view -h` shows what a header looks like; ask for the file again")
    }

    fn add_meta(&mut self, line: String, input: &Input, notices: &mut Notices) -> Result<(), Error> {
        let number = input.line();
        let body = line.get(2..).unwrap_or_default();
        match body.split_once('=') {
            None => notices.add("a header line without `=`", number),
            Some(("fileformat", version)) => {
                if !self.meta.is_empty() {
                    notices.add("##fileformat is not the first line", number);
                }
                check_version(version.trim(), input, notices)?;
                version.trim().clone_into(&mut self.version);
            }
            Some((key @ ("INFO" | "FORMAT" | "FILTER" | "contig"), value)) => {
                self.add_structured(key, value, number, notices);
            }
            Some(_) => {}
        }
        self.meta.push(line);
        Ok(())
    }

    fn add_structured(&mut self, key: &str, value: &str, line: u64, notices: &mut Notices) {
        let Some(fields) = structured(value) else {
            notices.add(format!("a {key} line of the header that cannot be read"), line);
            return;
        };
        let field = |name: &str| {
            fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone()).unwrap_or_default()
        };
        let id = field("ID");
        if id.is_empty() {
            notices.add(format!("a {key} line of the header without ID"), line);
            return;
        }
        if key == "contig" {
            if !self.contig_names.insert(id.clone()) {
                notices.add("a contig that is declared twice", line);
                return;
            }
            let length = field("length");
            let parsed = length.parse().ok();
            if parsed.is_none() && !length.is_empty() {
                notices.add("a contig whose length is no number", line);
            }
            self.contigs.push(DeclaredContig { name: id, length: parsed });
            return;
        }
        let declaration =
            Declaration { number: field("Number"), kind: field("Type"), description: field("Description") };
        let table = match key {
            "INFO" => &mut self.info,
            "FORMAT" => &mut self.format,
            _ => &mut self.filters,
        };
        if table.insert(id, declaration).is_some() {
            notices.add(format!("a {key} that is declared twice"), line);
        }
    }

    fn columns(&mut self, line: &str, input: &Input, notices: &mut Notices) -> Result<(), Error> {
        const FIXED: [&str; 8] = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"];
        let expected = "#CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO separated by tabs";
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 8 || !columns.iter().zip(FIXED).all(|(found, name)| found.trim().eq_ignore_ascii_case(name))
        {
            return Err(malformed(input, &format!("the columns {}", shortened(line)), expected)
                .advice("where spaces stand for tabs, `sed 's/ \\+/\\t/g'` puts them back"));
        }
        if let Some(format) = columns.get(8) {
            if !format.trim().eq_ignore_ascii_case("FORMAT") {
                return Err(malformed(input, &format!("the ninth column {}", shortened(format)), "FORMAT"));
            }
            self.has_format = true;
            self.samples = columns[9..].iter().map(|name| (*name).to_owned()).collect();
            if columns.len() == 9 {
                notices.add("a FORMAT column without a sample", input.line());
            }
        }
        let mut seen = HashSet::new();
        if let Some(twice) = self.samples.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(malformed(input, &format!("the sample {} twice", shortened(twice)), "each sample's name once")
                .advice("`bcftools reheader -s` renames samples"));
        }
        if self.version.is_empty() {
            notices.add("no line ##fileformat", 1);
        }
        Ok(())
    }
}

fn check_version(version: &str, input: &Input, notices: &mut Notices) -> Result<(), Error> {
    match version {
        "VCFv4.1" | "VCFv4.2" | "VCFv4.3" | "VCFv4.4" | "VCFv4.5" => Ok(()),
        "VCFv4.0" => {
            notices.add("version 4.0 of VCF, read as 4.1", 1);
            Ok(())
        }
        other if other.starts_with("VCFv4") || other.starts_with("VCF4") => {
            notices.add(format!("version {} of VCF, read as 4.5", shortened(other)), 1);
            Ok(())
        }
        other => Err(Error::new(
            input.file(),
            Problem::Format {
                found: format!("fileformat {}", shortened(other)),
                expected: "VCFv4.1 to VCFv4.5".into(),
            },
        )
        .at(Place::Line(1))
        .advice("ask for the file in VCF 4; the older forms mean other things by the same columns")),
    }
}

/// The fields of `<ID=..,Description="..">`; none where brackets or quotes do not close.
pub(crate) fn structured(value: &str) -> Option<Vec<(String, String)>> {
    let inner = value.trim().strip_prefix('<')?.strip_suffix('>')?;
    let mut fields = Vec::new();
    let mut rest = inner;
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=')?;
        let (text, remaining) = if let Some(quoted) = after.strip_prefix('"') {
            let mut text = String::new();
            let mut letters = quoted.char_indices();
            let end = loop {
                match letters.next()? {
                    (_, '\\') => text.push(letters.next()?.1),
                    (at, '"') => break at,
                    (_, letter) => text.push(letter),
                }
            };
            let behind = &quoted[end + 1..];
            // Unescaped quotes inside a description are common; the value then goes on to the next comma.
            behind.find(',').map_or((text.clone(), ""), |comma| (text.clone(), &behind[comma + 1..]))
        } else {
            after.split_once(',').map_or((after.to_owned(), ""), |(value, rest)| (value.to_owned(), rest))
        };
        fields.push((key.trim().to_owned(), text));
        rest = remaining;
    }
    Some(fields)
}

/// A line as text; bytes that are no UTF-8 are replaced and counted.
pub(crate) fn text_of(line: &[u8], number: u64, notices: &mut Notices) -> String {
    let line = line.strip_suffix(b"\r").inspect(|_| notices.add("a line that ends with CR LF", number)).unwrap_or(line);
    if let Ok(text) = std::str::from_utf8(line) {
        return text.to_owned();
    }
    notices.add("a line with bytes that are no UTF-8, replaced", number);
    String::from_utf8_lossy(line).into_owned()
}

/// At most 40 letters of a text, without control characters and civil registration numbers, for messages.
pub(crate) fn shortened(text: &str) -> String {
    let head: String = text.chars().take(60).collect();
    let mut out: String =
        privacy::redact(&head).chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        out.push('…');
    }
    format!("{out:?}")
}

fn malformed(input: &Input, found: &str, expected: &str) -> Error {
    Error::new(input.file(), Problem::Malformed { found: found.into(), expected: expected.into() })
        .at(Place::Line(input.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_lines_keep_commas_and_quotes_inside_quotes() {
        let fields = structured(r#"<ID=AD,Number=R,Type=Integer,Description="a, \"b\", c">"#).unwrap();
        assert_eq!(fields[3], ("Description".into(), r#"a, "b", c"#.into()));
        assert_eq!(fields[0], ("ID".into(), "AD".into()));
        assert_eq!(structured("<ID=AD,Description=\"open>"), None);
    }
}
