//! Another file's records with INFO fields added, and nothing else changed.

use std::{collections::HashSet, path::Path};

use super::{
    sink::{Sink, SinkContig},
    text::{escaped, one_line},
};
use crate::{
    error::{Error, Place, Problem},
    variants::{header::structured, notice::Notice, reader::VariantReader, record::GenericRecord},
};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// Records written, as many as read.
    pub records: u64,
    /// Records to which something was added.
    pub changed: u64,
    /// Whether the output has an index: it is compressed and its records are in order.
    pub indexed: bool,
    /// What was odd in the input.
    pub notices: Vec<Notice>,
}

/// Copies a VCF or BCF file and adds INFO fields to its records.
///
/// `header_lines` (such as `##INFO=<ID=CSQ,...>`) are put before the line `#CHROM`. `add` gives the fields to add to each
/// record: key and value; an empty value makes a flag. Values are escaped; `,` keeps its meaning. All other bytes of a
/// VCF's lines stay as they are; a BCF's values do. The form of the output follows its name as in
/// [`CallWriter`](super::CallWriter), and it stands there only when all of the input was read.
///
/// # Errors
/// When a line cannot be read, or the input already declares one of the fields: two values of one key cannot be told apart.
pub fn annotate_file(
    input: &Path,
    output: &Path,
    header_lines: &[String],
    mut add: impl FnMut(&GenericRecord) -> Result<Vec<(String, String)>, Error>,
) -> Result<Appended, Error> {
    let mut reader = VariantReader::open(input)?;
    refuse_same_file(input, output)?;
    let header = reader.header();
    let added_keys = new_keys(header_lines);
    if let Some(key) = added_keys.iter().find(|key| header.info.contains_key(*key)) {
        return Err(Error::new(input, Problem::Mismatch { detail: format!("it already has INFO/{key}") })
            .field("INFO")
            .advice(format!("remove it first: `bcftools annotate -x INFO/{key}`")));
    }
    let contigs: Vec<SinkContig> =
        header.contigs.iter().map(|c| SinkContig { name: c.name.clone(), length: c.length.unwrap_or(0) }).collect();
    let text = header_text(&reader, header_lines);
    let mut sink = Sink::create(output, &text, &contigs, false)?;
    let (mut records, mut changed) = (0, 0);
    while let Some(record) = reader.next_record()? {
        let fields = add(&record)?;
        if let Some((key, _)) = fields.iter().find(|(key, _)| record.has_info(key)) {
            return Err(Error::new(input, Problem::Mismatch { detail: format!("the record already has INFO/{key}") })
                .at(Place::Line(record.line))
                .field("INFO")
                .advice(format!("remove it first: `bcftools annotate -x INFO/{key}`")));
        }
        let line = if reader.is_bcf() { record.to_line().into_bytes() } else { reader.raw_line().to_vec() };
        changed += u64::from(!fields.is_empty());
        records += 1;
        let (start, end) = extent(&record);
        sink.write(&appended(&line, &fields), &record.contig, start, end)?;
    }
    let indexed = sink.finish()?;
    Ok(Appended { records, changed, indexed, notices: reader.notices().list() })
}

fn refuse_same_file(input: &Path, output: &Path) -> Result<(), Error> {
    let same = match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) => input == output,
        _ => false,
    };
    if same && output.as_os_str() != "-" {
        return Err(Error::new(output, Problem::Mismatch { detail: "input and output are one file".into() })
            .advice("write to another name"));
    }
    Ok(())
}

fn new_keys(header_lines: &[String]) -> HashSet<String> {
    header_lines
        .iter()
        .filter_map(|line| structured(line.strip_prefix("##INFO=")?))
        .filter_map(|fields| fields.into_iter().find(|(name, _)| name == "ID").map(|(_, id)| id))
        .collect()
}

fn header_text(reader: &VariantReader, header_lines: &[String]) -> String {
    let header = reader.header();
    let (columns, before) = header.lines.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
    let mut out = String::new();
    for line in before.iter().map(String::as_str).chain(header_lines.iter().map(String::as_str)).chain([columns]) {
        let line = one_line(line);
        // BCF numbers its header's lines for its own records; what is written numbers anew.
        out.push_str(if reader.is_bcf() { without_number(&line) } else { line }.as_str());
        out.push_str(header.line_end);
    }
    out
}

/// A structured line without its field `IDX`, which stands last.
fn without_number(line: &str) -> String {
    match line.strip_suffix('>').and_then(|inner| inner.rsplit_once(",IDX=")) {
        Some((before, digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => format!("{before}>"),
        _ => line.to_owned(),
    }
}

/// A record's line with fields behind its INFO.
fn appended(line: &[u8], fields: &[(String, String)]) -> Vec<u8> {
    if fields.is_empty() {
        return line.to_vec();
    }
    let (body, end) = line.strip_suffix(b"\r").map_or((line, &b""[..]), |body| (body, &b"\r"[..]));
    let tabs: Vec<usize> = body.iter().enumerate().filter(|(_, b)| **b == b'\t').map(|(at, _)| at).take(8).collect();
    let start = tabs.get(6).map_or(body.len(), |at| at + 1);
    let stop = tabs.get(7).copied().unwrap_or(body.len());
    let mut out = body[..start].to_vec();
    let old = &body[start..stop];
    let mut first = old.trim_ascii() == b"." || old.trim_ascii().is_empty();
    if !first {
        out.extend_from_slice(old);
        first = old.ends_with(b";");
    }
    for (key, value) in fields {
        if !first {
            out.push(b';');
        }
        first = false;
        out.extend_from_slice(key.as_bytes());
        if !value.is_empty() {
            out.push(b'=');
            out.extend_from_slice(escaped(value, false).as_bytes());
        }
    }
    out.extend_from_slice(&body[stop..]);
    out.extend_from_slice(end);
    out
}

/// 1-based first and last base: to the end of REF, or to INFO/END where that is further.
fn extent(record: &GenericRecord) -> (u32, u32) {
    let length = u32::try_from(record.reference.len()).unwrap_or(1).max(1);
    let end = record.position.saturating_add(length - 1);
    let stated = record.info("END").and_then(|end| end.parse().ok()).unwrap_or(end);
    (record.position, end.max(stated))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_info_changes() {
        let fields = [("CSQ".to_owned(), "T|x y".to_owned()), ("DB".to_owned(), String::new())];
        let line = b"1\t5\t.\tA\tC\t.\tPASS\tDP=3\tGT\t0/1";
        assert_eq!(appended(line, &fields), b"1\t5\t.\tA\tC\t.\tPASS\tDP=3;CSQ=T|x%20y;DB\tGT\t0/1");
        assert_eq!(appended(b"1\t5\t.\tA\tC\t.\tPASS\t.\r", &fields[1..]), b"1\t5\t.\tA\tC\t.\tPASS\tDB\r");
        assert_eq!(appended(line, &[]), line);
    }
}
