//! SAM text, line by line (SAM specification, § 1.3 to 1.5).

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use marv_model::{
    genome::{Contig, Contigs},
    read::Flags,
};

use super::diagnosis::Diagnosis;
use crate::{
    error::{Error, Place, Problem},
    variants::{
        Notices,
        header::{shortened, text_of},
        input::Input,
    },
};

/// What is wrong in a line: the field, what stands there, what was expected.
struct Fault(&'static str, String, &'static str);

#[derive(Default)]
struct Header {
    /// Length and place in the header.
    contigs: HashMap<String, (u32, usize)>,
    order: Vec<Contig>,
    groups: HashSet<String>,
    programs: HashSet<String>,
    samples: Vec<String>,
    sorted: Option<String>,
}

/// Reads a SAM file.
pub(super) fn examine(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let mut notices = Notices::default();
    let (mut header, mut line, mut records) = (Header::default(), Vec::new(), 0u64);
    let (mut last, mut ordered) = (None, true);
    let mut outcome = Ok(());
    while input.next_line(&mut line)? {
        let number = input.line();
        let text = text_of(&line, number, &mut notices);
        let checked = if text.starts_with('@') && records == 0 {
            header.take(&text, number, &mut notices)
        } else if text.is_empty() {
            Err(Fault("line", "an empty line".into(), "a record"))
        } else {
            records += 1;
            record(&text, number, &header, &mut notices).map(|place| {
                ordered &= last.is_none_or(|last| last <= place);
                last = Some(place);
            })
        };
        if let Err(Fault(field, found, expected)) = checked {
            let problem = Problem::Malformed { found, expected: expected.into() };
            outcome = Err(Error::new(path, problem)
                .at(Place::Line(number))
                .field(field)
                .advice("write the file again from its source"));
            break;
        }
    }
    diagnosis.know("contigs", header.order.len());
    diagnosis
        .know("build", Contigs::new(header.order.clone()).map_or_else(|e| e.to_string(), |c| c.build().to_string()));
    diagnosis.know("samples", if header.samples.is_empty() { "none".to_owned() } else { header.samples.join(", ") });
    diagnosis.know("sorted", header.sorted.clone().unwrap_or_else(|| "not said".into()));
    diagnosis.know("records", records);
    diagnosis.notices(&notices.list(), "line");
    outcome?;
    if header.sorted.as_deref() == Some("coordinate") && !ordered {
        diagnosis.warn("the header says that it is sorted by coordinate, and it is not", "`samtools sort` sorts it");
    }
    diagnosis.note("a run reads BAM or CRAM: `samtools sort -o FILE.bam --write-index` makes one of it");
    Ok(())
}

impl Header {
    fn take(&mut self, line: &str, number: u64, notices: &mut Notices) -> Result<(), Fault> {
        let mut fields = line.split('\t');
        let kind = fields.next().unwrap_or_default();
        if kind == "@CO" {
            return Ok(());
        }
        let mut tags: HashMap<&str, &str> = HashMap::new();
        for field in fields {
            let (tag, value) = field.split_once(':').ok_or_else(|| Fault("header", shortened(field), "TAG:VALUE"))?;
            if tag.len() != 2 || !tag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(Fault("header", shortened(field), "a tag of two letters"));
            }
            if value.is_empty() {
                notices.add("an empty value in the header", number);
            }
            if tags.insert(tag, value).is_some() {
                return Err(Fault("header", format!("{tag} twice"), "each tag once in a line"));
            }
        }
        match kind {
            "@HD" => self.first(&tags, number),
            "@SQ" => self.contig(&tags),
            "@RG" => self.group(&tags),
            "@PG" => {
                let id = tags.get("ID").ok_or_else(|| Fault("@PG", "no ID".into(), "ID"))?;
                if !self.programs.insert((*id).to_owned()) {
                    return Err(Fault("@PG ID", shortened(id), "each ID once"));
                }
                Ok(())
            }
            _ => {
                notices.add("a header line of another kind than HD, SQ, RG, PG and CO", number);
                Ok(())
            }
        }
    }

    fn first(&mut self, tags: &HashMap<&str, &str>, number: u64) -> Result<(), Fault> {
        if number != 1 {
            return Err(Fault("@HD", format!("line {number}"), "@HD as the first line"));
        }
        let version = tags.get("VN").ok_or_else(|| Fault("@HD", "no VN".into(), "VN"))?;
        let parts: Vec<&str> = version.split('.').collect();
        if parts.len() != 2 || !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())) {
            return Err(Fault("@HD VN", shortened(version), "a version such as 1.6"));
        }
        if let Some(order) = tags.get("SO") {
            if !matches!(*order, "unknown" | "unsorted" | "queryname" | "coordinate") {
                return Err(Fault("@HD SO", shortened(order), "unknown, unsorted, queryname or coordinate"));
            }
            self.sorted = Some((*order).to_owned());
        }
        if let Some(group) = tags.get("GO")
            && !matches!(*group, "none" | "query" | "reference")
        {
            return Err(Fault("@HD GO", shortened(group), "none, query or reference"));
        }
        Ok(())
    }

    fn contig(&mut self, tags: &HashMap<&str, &str>) -> Result<(), Fault> {
        let name = tags.get("SN").ok_or_else(|| Fault("@SQ", "no SN".into(), "SN"))?;
        if !is_contig_name(name) {
            return Err(Fault(
                "@SQ SN",
                shortened(name),
                "a name of printable letters that starts with neither * nor =",
            ));
        }
        let length = tags.get("LN").ok_or_else(|| Fault("@SQ", "no LN".into(), "LN"))?;
        let parsed: u32 = length
            .parse()
            .ok()
            .filter(|length| (1..=i32::MAX.cast_unsigned()).contains(length))
            .ok_or_else(|| Fault("@SQ LN", shortened(length), "a length from 1 to 2,147,483,647"))?;
        if let Some(sum) = tags.get("M5").filter(|sum| sum.len() != 32 || !sum.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Err(Fault("@SQ M5", shortened(sum), "32 hexadecimal digits"));
        }
        if self.contigs.insert((*name).to_owned(), (parsed, self.order.len())).is_some() {
            return Err(Fault("@SQ SN", shortened(name), "each name once"));
        }
        self.order.push(Contig::new(name, parsed));
        Ok(())
    }

    fn group(&mut self, tags: &HashMap<&str, &str>) -> Result<(), Fault> {
        let id = tags.get("ID").ok_or_else(|| Fault("@RG", "no ID".into(), "ID"))?;
        if !self.groups.insert((*id).to_owned()) {
            return Err(Fault("@RG ID", shortened(id), "each ID once"));
        }
        if let Some(sample) = tags.get("SM").filter(|sample| !self.samples.iter().any(|known| known == *sample)) {
            self.samples.push((*sample).to_owned());
        }
        Ok(())
    }
}

fn is_contig_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['*', '='])
        && name.bytes().all(|b| b.is_ascii_graphic() && !b"\\,\"`'()[]{}<>".contains(&b))
}

/// Checks a record; gives its contig's and its own place for the order.
fn record(line: &str, number: u64, header: &Header, notices: &mut Notices) -> Result<(usize, u32), Fault> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, flags, contig, position, quality, cigar, mate, mate_position, template, bases, qualities] = fields[..]
        .first_chunk::<11>()
        .copied()
        .ok_or_else(|| Fault("columns", format!("{} columns", fields.len()), "at least 11 separated by tabs"))?;
    if name.is_empty() || name.len() > 254 || !name.bytes().all(|b| b.is_ascii_graphic() && b != b'@') {
        return Err(Fault("QNAME", shortened(name), "1 to 254 printable letters without @"));
    }
    let bits: u16 = flags.parse().map_err(|_| Fault("FLAG", shortened(flags), "0 to 65535"))?;
    let position = integer("POS", position, 0)?;
    let mate_position = integer("PNEXT", mate_position, 0)?;
    integer("TLEN", template, -i64::from(i32::MAX))?;
    quality.parse::<u8>().map_err(|_| Fault("MAPQ", shortened(quality), "0 to 255"))?;
    let place = on_contig("RNAME", contig, position, header, number, notices)?;
    if mate != "=" {
        on_contig("RNEXT", mate, mate_position, header, number, notices)?;
    }
    if bases != "*" && (bases.is_empty() || !bases.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'=' | b'.')))
    {
        return Err(Fault("SEQ", shortened(bases), "letters, = and ., or *"));
    }
    if qualities != "*" || bases.len() == 1 {
        let right = qualities.len() == bases.len() && bases != "*" || qualities == "*";
        if !right || !qualities.bytes().all(|b| (b'!'..=b'~').contains(&b)) {
            return Err(Fault("QUAL", shortened(qualities), "a character a base from ! to ~, or *"));
        }
    }
    let length = cigar_length(cigar)?;
    if let Some(length) = length
        && bases != "*"
        && length != bases.len() as u64
    {
        return Err(Fault(
            "CIGAR",
            format!("{length} bases of the read in {}", shortened(cigar)),
            "as many as SEQ has",
        ));
    }
    if cigar == "*" && !Flags(bits).is_unmapped() {
        notices.add("a mapped record without CIGAR", number);
    }
    tags(&fields[11..])?;
    Ok((if contig == "*" { usize::MAX } else { place }, u32::try_from(position).unwrap_or(0)))
}

fn integer(field: &'static str, text: &str, low: i64) -> Result<i64, Fault> {
    text.parse::<i64>()
        .ok()
        .filter(|value| (low..=i64::from(i32::MAX)).contains(value))
        .ok_or_else(|| Fault(field, shortened(text), "a number of 31 bits"))
}

fn on_contig(
    field: &'static str,
    name: &str,
    position: i64,
    header: &Header,
    number: u64,
    notices: &mut Notices,
) -> Result<usize, Fault> {
    if name == "*" {
        return Ok(0);
    }
    if !is_contig_name(name) {
        return Err(Fault(field, shortened(name), "a contig's name, or *"));
    }
    if header.contigs.is_empty() {
        notices.add("no contig in the header", number);
        return Ok(0);
    }
    let (length, place) =
        header.contigs.get(name).ok_or_else(|| Fault(field, shortened(name), "a contig of the header"))?;
    if position > i64::from(*length) {
        notices.add("a position behind the end of its contig", number);
    }
    Ok(*place)
}

/// Bases of the read that a CIGAR uses; none for `*`.
fn cigar_length(cigar: &str) -> Result<Option<u64>, Fault> {
    if cigar == "*" {
        return Ok(None);
    }
    let fault = || Fault("CIGAR", shortened(cigar), "lengths and operations MIDNSHP=X, or *");
    let inner = cigar.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('H');
    let inner = inner.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('S');
    let inner = inner.strip_suffix('H').map_or(inner, |rest| rest.trim_end_matches(|c: char| c.is_ascii_digit()));
    let inner = inner.strip_suffix('S').unwrap_or(inner);
    if inner.contains(['H', 'S']) {
        return Err(Fault("CIGAR", shortened(cigar), "clipping at the ends only"));
    }
    let (mut length, mut digits, mut total) = (0u64, 0, 0u64);
    for byte in cigar.bytes() {
        match byte {
            b'0'..=b'9' => {
                length = length * 10 + u64::from(byte - b'0');
                digits += 1;
                if digits > 10 {
                    return Err(fault());
                }
            }
            b'M' | b'I' | b'S' | b'=' | b'X' | b'D' | b'N' | b'H' | b'P' if digits > 0 => {
                if matches!(byte, b'M' | b'I' | b'S' | b'=' | b'X') {
                    total += length;
                }
                (length, digits) = (0, 0);
            }
            _ => return Err(fault()),
        }
    }
    if digits > 0 || cigar.is_empty() { Err(fault()) } else { Ok(Some(total)) }
}

fn tags(fields: &[&str]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for field in fields {
        let bytes = field.as_bytes();
        let shape = matches!(bytes, [a, b, b':', _, b':', ..] if a.is_ascii_alphabetic() && b.is_ascii_alphanumeric());
        if !shape {
            return Err(Fault("tags", shortened(field), "TAG:TYPE:VALUE"));
        }
        if !seen.insert(&bytes[..2]) {
            return Err(Fault("tags", shortened(field), "each tag once"));
        }
        let value = &field[5..];
        let good = match bytes[3] {
            b'A' => value.len() == 1 && value.bytes().all(|b| b.is_ascii_graphic()),
            b'i' => value.parse::<i64>().is_ok_and(|v| (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(&v)),
            b'f' => is_float(value),
            b'Z' => value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()),
            b'H' => value.len().is_multiple_of(2) && value.bytes().all(|b| b.is_ascii_hexdigit()),
            b'B' => is_array(value),
            _ => false,
        };
        if !good {
            return Err(Fault("tags", shortened(field), "a value of its type"));
        }
    }
    Ok(())
}

fn is_float(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.bytes().any(|b| b.is_ascii_digit())
}

fn is_array(text: &str) -> bool {
    let mut items = text.split(',');
    let range = match items.next() {
        Some("c") => -128..=127,
        Some("C") => 0..=255,
        Some("s") => -32_768..=32_767,
        Some("S") => 0..=65_535,
        Some("i") => i64::from(i32::MIN)..=i64::from(i32::MAX),
        Some("I") => 0..=i64::from(u32::MAX),
        Some("f") => return items.all(is_float),
        _ => return false,
    };
    items.all(|item| item.parse::<i64>().is_ok_and(|value| range.contains(&value)))
}
