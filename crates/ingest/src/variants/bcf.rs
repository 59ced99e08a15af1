//! BCF, the binary form of VCF (VCF 4.3 specification, § 6.3), to the same records. Every length is checked against
//! what is there before it is believed.

use std::collections::HashSet;

use super::{
    header::{VariantHeader, structured},
    input::Input,
    notice::Notices,
    record::{Fault, GenericRecord},
};
use crate::error::{Error, Place, Problem};

/// The largest block of one record that is read, in bytes.
const MAX_BLOCK: u32 = 512 << 20;
/// The largest header that is read, in bytes.
const MAX_HEADER: u32 = 256 << 20;

/// The numbers that records use in place of names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionary {
    strings: Vec<Option<String>>,
    contigs: Vec<Option<String>>,
}

/// Reads the header of a BCF file, from its first byte.
pub(crate) fn read_header(input: &mut Input, notices: &mut Notices) -> Result<(VariantHeader, Dictionary), Error> {
    let mut magic = [0; 9];
    input.fill(&mut magic)?;
    if magic[..3] != *b"BCF" || magic[3] != 2 {
        return Err(Error::new(
            input.file(),
            Problem::Format { found: "BCF of another version".into(), expected: "BCF 2".into() },
        )
        .advice("`bcftools view -Ob` writes it again"));
    }
    let length = u32::from_le_bytes([magic[5], magic[6], magic[7], magic[8]]);
    if length > MAX_HEADER {
        return Err(broken(input, "header", format!("a header of {length} bytes"), format!("at most {MAX_HEADER}")));
    }
    let mut text = Vec::new();
    input.take(length as usize, &mut text)?;
    let text = String::from_utf8_lossy(&text);
    let header = VariantHeader::parse(&text, input, notices)?;
    let dictionary = Dictionary::new(&header);
    Ok((header, dictionary))
}

impl Dictionary {
    /// Strings are numbered as FILTER, INFO and FORMAT lines come, PASS first; `IDX` overrides (§ 6.2.1).
    fn new(header: &VariantHeader) -> Self {
        let mut dictionary = Self { strings: vec![Some("PASS".into())], contigs: Vec::new() };
        let mut known = HashSet::from([(false, "PASS".to_owned())]);
        for line in &header.meta {
            let Some((key, value)) = line[2..].split_once('=') else { continue };
            if !matches!(key, "FILTER" | "INFO" | "FORMAT" | "contig") {
                continue;
            }
            let fields = structured(value).unwrap_or_default();
            let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
            let Some(id) = field("ID") else { continue };
            let list = if key == "contig" { &mut dictionary.contigs } else { &mut dictionary.strings };
            if !known.insert((key == "contig", id.to_owned())) {
                continue;
            }
            let index = field("IDX").and_then(|text| text.parse().ok()).unwrap_or(list.len());
            if index > (1 << 24) {
                continue;
            }
            if list.len() <= index {
                list.resize(index + 1, None);
            }
            list[index] = Some(id.to_owned());
        }
        dictionary
    }
    fn string(&self, index: usize) -> Option<&str> {
        self.strings.get(index)?.as_deref()
    }
}

/// Reads the raw blocks of the next record; `false` at the end.
pub(crate) fn read_blocks(
    input: &mut Input,
    number: u64,
    shared: &mut Vec<u8>,
    individual: &mut Vec<u8>,
) -> Result<bool, Error> {
    let mut lengths = [0; 8];
    if !input.fill(&mut lengths)? {
        return Ok(false);
    }
    let l_shared = u32::from_le_bytes([lengths[0], lengths[1], lengths[2], lengths[3]]);
    let l_individual = u32::from_le_bytes([lengths[4], lengths[5], lengths[6], lengths[7]]);
    if l_shared < 24 || l_shared > MAX_BLOCK || l_individual > MAX_BLOCK {
        let found = format!("blocks of {l_shared} and {l_individual} bytes");
        return Err(broken(input, "length", found, format!("24 to {MAX_BLOCK} bytes")).at(Place::Record(number)));
    }
    input.take(l_shared as usize, shared)?;
    input.take(l_individual as usize, individual)?;
    Ok(true)
}

fn broken(input: &Input, field: &str, found: String, expected: String) -> Error {
    Error::new(input.file(), Problem::Malformed { found, expected })
        .field(field)
        .advice("`bcftools view` tells whether it reads the file; write it again from its source")
}

/// One record from its two blocks.
pub(crate) fn decode(
    shared: &[u8],
    individual: &[u8],
    number: u64,
    header: &VariantHeader,
    dictionary: &Dictionary,
    notices: &mut Notices,
) -> Result<GenericRecord, Fault> {
    let mut record = GenericRecord { line: number, ..GenericRecord::default() };
    let mut site = Cursor { bytes: shared };
    let chrom = site.u32("CHROM")?;
    record.contig = dictionary
        .contigs
        .get(chrom as usize)
        .and_then(Clone::clone)
        .ok_or_else(|| unexpected("CHROM", format!("contig number {chrom}"), "one of the header"))?;
    let position = site.u32("POS")?.cast_signed();
    record.position = u32::try_from(i64::from(position) + 1)
        .map_err(|_| unexpected("POS", position.to_string(), "a position from 0"))?;
    site.u32("rlen")?;
    let quality = site.u32("QUAL")?;
    record.quality = (quality != FLOAT_MISSING)
        .then(|| f32::from_bits(quality).to_string().parse().ok())
        .flatten()
        .filter(|q: &f64| q.is_finite());
    let allele_info = site.u32("n_allele")?;
    let (n_info, n_allele) = (allele_info & 0xffff, allele_info >> 16);
    let format_sample = site.u32("n_sample")?;
    let (n_sample, n_format) = (format_sample & 0x00ff_ffff, format_sample >> 24);
    record.ids = match site.typed("ID")?.text() {
        text if text.is_empty() || text == "." => Vec::new(),
        text => text.split(';').map(str::to_owned).collect(),
    };
    let mut alleles = Vec::new();
    for _ in 0..n_allele {
        alleles.push(site.typed("REF")?.text());
    }
    let Some((reference, alternates)) = alleles.split_first() else {
        return Err(unexpected("REF", "no allele".into(), "a reference allele"));
    };
    let alternates = if alternates.is_empty() { ".".to_owned() } else { alternates.join(",") };
    record.set_alleles(reference, &alternates, notices)?;
    record.filters = match site.typed("FILTER")? {
        value if value.is_empty() => None,
        value => {
            let mut names = Vec::new();
            for index in value.indices("FILTER")? {
                names.push(name(dictionary, index, "FILTER")?);
            }
            names.retain(|name| name != "PASS");
            Some(names)
        }
    };
    for _ in 0..n_info {
        let key = name(dictionary, site.key("INFO")?, "INFO")?;
        let value = site.typed("INFO")?;
        let flag = value.is_empty() || header.info.get(&key).is_some_and(|d| d.kind == "Flag");
        record.info.push((key, (!flag).then(|| value.text())));
    }
    if !site.bytes.is_empty() {
        notices.add("bytes behind the INFO of a record, left out", number);
    }
    if n_sample as usize != header.samples.len() {
        return Err(unexpected("samples", format!("{n_sample}"), "as many as the header names"));
    }
    let mut columns = Cursor { bytes: individual };
    record.samples = vec![Vec::new(); header.samples.len()];
    for _ in 0..n_format {
        let key = name(dictionary, columns.key("FORMAT")?, "FORMAT")?;
        let (kind, length) = columns.descriptor("FORMAT")?;
        let genotype = key == "GT";
        record.format.push(key);
        for sample in &mut record.samples {
            let value = columns.value(kind, length, "FORMAT")?;
            sample.push(if genotype { value.genotype() } else { value.text() });
        }
    }
    if record.format.is_empty() {
        record.samples.clear();
    }
    Ok(record)
}

const FLOAT_MISSING: u32 = 0x7f80_0001;
const FLOAT_END: u32 = 0x7f80_0002;

fn unexpected(field: &'static str, found: String, expected: &str) -> Fault {
    Fault { field, found, expected: expected.to_owned() }
}

fn name(dictionary: &Dictionary, index: usize, field: &'static str) -> Result<String, Fault> {
    dictionary
        .string(index)
        .map(str::to_owned)
        .ok_or_else(|| unexpected(field, format!("the number {index}"), "a number that the header gives a name to"))
}

/// What is left of a block.
struct Cursor<'a> {
    bytes: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize, field: &'static str) -> Result<&'a [u8], Fault> {
        let (head, rest) = self.bytes.split_at_checked(length).ok_or_else(|| {
            unexpected(field, format!("{} bytes", self.bytes.len()), "more: the record ends in this field")
        })?;
        self.bytes = rest;
        Ok(head)
    }
    fn u32(&mut self, field: &'static str) -> Result<u32, Fault> {
        let bytes = self.take(4, field)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }
    /// The type and the count of a typed value.
    fn descriptor(&mut self, field: &'static str) -> Result<(u8, usize), Fault> {
        let byte = self.take(1, field)?[0];
        let (kind, length) = (byte & 0xf, usize::from(byte >> 4));
        if !matches!(kind, 0 | 1 | 2 | 3 | 5 | 7) {
            return Err(unexpected(field, format!("a value of type {kind}"), "type 0, 1, 2, 3, 5 or 7"));
        }
        if length < 15 {
            return Ok((kind, length));
        }
        let (inner, count) = match self.take(1, field)?[0] {
            byte if byte >> 4 == 1 => (byte & 0xf, 1),
            byte => return Err(unexpected(field, format!("a length of type {byte}"), "one integer")),
        };
        let values = self.value(inner, count, field)?;
        match values.indices(field)?.first() {
            Some(length) => Ok((kind, *length)),
            None => Err(unexpected(field, "no length".into(), "one integer")),
        }
    }
    fn value(&mut self, kind: u8, length: usize, field: &'static str) -> Result<Typed<'a>, Fault> {
        let width = match kind {
            1 | 7 => 1,
            2 => 2,
            3 | 5 => 4,
            _ => 0,
        };
        let bytes = self.take(length.saturating_mul(width), field)?;
        Ok(Typed { kind, bytes })
    }
    fn typed(&mut self, field: &'static str) -> Result<Typed<'a>, Fault> {
        let (kind, length) = self.descriptor(field)?;
        self.value(kind, length, field)
    }
    fn key(&mut self, field: &'static str) -> Result<usize, Fault> {
        let indices = self.typed(field)?.indices(field)?;
        indices.first().copied().ok_or_else(|| unexpected(field, "no key".into(), "one key"))
    }
}

/// A typed value: integers of 1, 2 or 4 bytes, floats or text.
struct Typed<'a> {
    kind: u8,
    bytes: &'a [u8],
}

/// An integer of a vector.
#[derive(Clone, Copy, PartialEq)]
enum Integer {
    Missing,
    Value(i32),
}

impl Typed<'_> {
    fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
    /// Up to the end-of-vector mark.
    fn integers(&self) -> Vec<Integer> {
        let read = |value: i32, missing: i32| match value {
            v if v == missing => Some(Integer::Missing),
            v if v == missing + 1 => None,
            v => Some(Integer::Value(v)),
        };
        let narrow = |b: &u8| read(i32::from(b.cast_signed()), i32::from(i8::MIN));
        match self.kind {
            1 => self.bytes.iter().map_while(narrow).collect(),
            2 => self
                .bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map_while(|b| read(i32::from(i16::from_le_bytes(*b)), i32::from(i16::MIN)))
                .collect(),
            3 => self.bytes.as_chunks::<4>().0.iter().map_while(|b| read(i32::from_le_bytes(*b), i32::MIN)).collect(),
            _ => Vec::new(),
        }
    }
    fn indices(&self, field: &'static str) -> Result<Vec<usize>, Fault> {
        self.integers()
            .into_iter()
            .map(|integer| match integer {
                Integer::Value(value) => {
                    usize::try_from(value).map_err(|_| unexpected(field, value.to_string(), "a number from 0"))
                }
                Integer::Missing => Err(unexpected(field, "a missing number".into(), "a number from 0")),
            })
            .collect()
    }
    /// As VCF writes it.
    fn text(&self) -> String {
        let joined = |values: Vec<String>| if values.is_empty() { ".".to_owned() } else { values.join(",") };
        match self.kind {
            7 => {
                let end = self.bytes.iter().position(|b| *b == 0).unwrap_or(self.bytes.len());
                let text = String::from_utf8_lossy(&self.bytes[..end]).into_owned();
                if text.is_empty() { ".".into() } else { text.trim_start_matches(',').to_owned() }
            }
            5 => joined(
                self.bytes
                    .as_chunks::<4>()
                    .0
                    .iter()
                    .map(|b| u32::from_le_bytes(*b))
                    .take_while(|bits| *bits != FLOAT_END)
                    .map(|bits| if bits == FLOAT_MISSING { ".".into() } else { f32::from_bits(bits).to_string() })
                    .collect(),
            ),
            0 => ".".to_owned(),
            _ => joined(
                self.integers()
                    .into_iter()
                    .map(|integer| match integer {
                        Integer::Missing => ".".to_owned(),
                        Integer::Value(value) => value.to_string(),
                    })
                    .collect(),
            ),
        }
    }
    /// GT: (allele + 1) << 1 | phased (§ 6.3.3).
    fn genotype(&self) -> String {
        if self.kind == 7 {
            return self.text();
        }
        let mut out = String::new();
        for (place, integer) in self.integers().into_iter().enumerate() {
            let value = if let Integer::Value(value) = integer { value } else { 0 };
            if place > 0 {
                out.push(if value & 1 == 1 { '|' } else { '/' });
            }
            match value >> 1 {
                allele if allele > 0 => out.push_str(&(allele - 1).to_string()),
                _ => out.push('.'),
            }
        }
        if out.is_empty() { ".".to_owned() } else { out }
    }
}
