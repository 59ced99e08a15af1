//! A VCF line as a BCF record (VCF 4.3 specification, § 6.3). Text is stored as it stands, escapes included, as HTSlib does.

use std::collections::HashMap;

use crate::variants::header::{Declaration, structured};

/// The first bytes of a BCF 2.2 file.
const MAGIC: [u8; 5] = *b"BCF\x02\x02";
const INT8: u8 = 1;
const INT16: u8 = 2;
const INT32: u8 = 3;
const FLOAT: u8 = 5;
const TEXT: u8 = 7;
const FLOAT_MISSING: u32 = 0x7f80_0001;
const FLOAT_END: u32 = 0x7f80_0002;

/// What a header says of the names in its records.
pub(super) struct Encoder {
    strings: HashMap<String, i32>,
    contigs: HashMap<String, i32>,
    info: HashMap<String, Declaration>,
    format: HashMap<String, Declaration>,
    samples: usize,
}

impl Encoder {
    /// From the header's text, and the bytes that the file starts with.
    pub(super) fn new(text: &str) -> Result<(Self, Vec<u8>), String> {
        let mut encoder = Self {
            strings: HashMap::from([("PASS".to_owned(), 0)]),
            contigs: HashMap::new(),
            info: HashMap::new(),
            format: HashMap::new(),
            samples: text.lines().last().map_or(0, |line| line.split('\t').count().saturating_sub(9)),
        };
        for line in text.lines().filter_map(|line| line.strip_prefix("##")) {
            let Some((key @ ("FILTER" | "INFO" | "FORMAT" | "contig"), value)) = line.split_once('=') else { continue };
            let Some(fields) = structured(value) else { continue };
            let field = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
            if !field("IDX").is_empty() {
                return Err("a header that numbers its lines (IDX)".to_owned());
            }
            let list = if key == "contig" { &mut encoder.contigs } else { &mut encoder.strings };
            let next = i32::try_from(list.len()).map_err(|_| "so many header lines".to_owned())?;
            list.entry(field("ID")).or_insert(next);
            let declaration = Declaration { number: field("Number"), kind: field("Type"), description: String::new() };
            match key {
                "INFO" => drop(encoder.info.insert(field("ID"), declaration)),
                "FORMAT" => drop(encoder.format.insert(field("ID"), declaration)),
                _ => {}
            }
        }
        let length = u32::try_from(text.len() + 1).map_err(|_| "a header of more than 4 GB".to_owned())?;
        let mut start = MAGIC.to_vec();
        start.extend_from_slice(&length.to_le_bytes());
        start.extend_from_slice(text.as_bytes());
        start.push(0);
        Ok((encoder, start))
    }

    /// One record with its lengths. `end` is the 1-based last base that it stands for.
    pub(super) fn encode(&self, line: &str, end: u32) -> Result<Vec<u8>, String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [chrom, pos, id, reference, alternate, quality, filter, info, ..] = columns[..] else {
            return Err("fewer than eight columns".to_owned());
        };
        let contig = self.contigs.get(chrom).ok_or_else(|| format!("the contig {chrom}, which the header lacks"))?;
        let position: i32 = pos.parse().map_err(|_| format!("the position {pos}"))?;
        let length = i32::try_from(end).map_or(1, |end| (end - position + 1).max(1));
        let alleles: Vec<&str> =
            [reference].into_iter().chain(alternate.split(',').filter(|allele| *allele != ".")).collect();
        let fields: Vec<&str> = info.split(';').filter(|field| !field.is_empty() && *field != ".").collect();
        let keys: Vec<&str> =
            columns.get(8).map(|keys| keys.split(':').filter(|k| *k != ".").collect()).unwrap_or_default();
        let count = |n: usize, limit: u32| u32::try_from(n).ok().filter(|n| *n < limit).ok_or("too many values");
        let mut shared = Vec::new();
        shared.extend_from_slice(&contig.to_le_bytes());
        shared.extend_from_slice(&(position - 1).to_le_bytes());
        shared.extend_from_slice(&length.to_le_bytes());
        let missing = f32::from_bits(FLOAT_MISSING);
        let quality = if quality == "." { missing } else { quality.parse().map_err(|_| format!("QUAL {quality}"))? };
        shared.extend_from_slice(&quality.to_bits().to_le_bytes());
        shared.extend_from_slice(&(count(alleles.len(), 1 << 16)? << 16 | count(fields.len(), 1 << 16)?).to_le_bytes());
        let samples = if keys.is_empty() { 0 } else { columns.len() - 9 };
        let named = count(self.samples, 1 << 24)?;
        shared.extend_from_slice(&(count(keys.len(), 1 << 8)? << 24 | named).to_le_bytes());
        text(&mut shared, if id == "." { "" } else { id });
        for allele in alleles {
            text(&mut shared, allele);
        }
        self.filters(&mut shared, filter)?;
        for field in fields {
            self.info_field(&mut shared, field)?;
        }
        let mut individual = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            let values: Vec<&str> =
                columns[9..9 + samples].iter().map(|c| c.split(':').nth(place).unwrap_or(".")).collect();
            self.format_field(&mut individual, key, &values)?;
        }
        let mut out = Vec::with_capacity(8 + shared.len() + individual.len());
        out.extend_from_slice(&count(shared.len(), u32::MAX)?.to_le_bytes());
        out.extend_from_slice(&count(individual.len(), u32::MAX)?.to_le_bytes());
        out.extend_from_slice(&shared);
        out.extend_from_slice(&individual);
        Ok(out)
    }

    fn key(&self, name: &str) -> Result<i32, String> {
        self.strings.get(name).copied().ok_or_else(|| format!("{name}, which the header does not declare"))
    }

    fn filters(&self, out: &mut Vec<u8>, filter: &str) -> Result<(), String> {
        if filter == "." || filter.is_empty() {
            out.push(0);
            return Ok(());
        }
        let numbers: Vec<Integer> =
            filter.split(';').map(|name| self.key(name).map(Integer::Value)).collect::<Result<_, _>>()?;
        integers(out, &[numbers]);
        Ok(())
    }

    fn info_field(&self, out: &mut Vec<u8>, field: &str) -> Result<(), String> {
        let (key, value) = field.split_once('=').map_or((field, None), |(key, value)| (key, Some(value)));
        integers(out, &[vec![Integer::Value(self.key(key)?)]]);
        let kind = self.info.get(key).map_or("", |declaration| declaration.kind.as_str());
        match value {
            None => out.push(0),
            Some(_) if kind == "Flag" => out.push(0),
            Some(value) => match kind {
                "Integer" => integers(out, &[list(value)?]),
                "Float" => floats(out, &[list(value)?]),
                _ => text(out, value),
            },
        }
        Ok(())
    }

    fn format_field(&self, out: &mut Vec<u8>, key: &str, values: &[&str]) -> Result<(), String> {
        integers(out, &[vec![Integer::Value(self.key(key)?)]]);
        let kind = self.format.get(key).map_or("", |declaration| declaration.kind.as_str());
        match kind {
            _ if key == "GT" => integers(out, &values.iter().map(|gt| genotype(gt)).collect::<Result<Vec<_>, _>>()?),
            "Integer" => integers(out, &values.iter().map(|v| list(v)).collect::<Result<Vec<_>, _>>()?),
            "Float" => floats(out, &values.iter().map(|v| list(v)).collect::<Result<Vec<_>, _>>()?),
            _ => {
                let width = values.iter().map(|value| value.len()).max().unwrap_or(0);
                descriptor(out, TEXT, width);
                for value in values {
                    out.extend_from_slice(value.as_bytes());
                    out.resize(out.len() + width - value.len(), 0);
                }
            }
        }
        Ok(())
    }
}

/// A number of a vector, or none (`.`).
#[derive(Clone, Copy)]
enum Integer {
    Missing,
    Value(i32),
}

trait Item: Sized {
    fn parse(text: &str) -> Option<Self>;
}

impl Item for Integer {
    fn parse(text: &str) -> Option<Self> {
        if text == "." { Some(Self::Missing) } else { text.parse().ok().map(Self::Value) }
    }
}

impl Item for f32 {
    fn parse(text: &str) -> Option<Self> {
        if text == "." { Some(f32::from_bits(FLOAT_MISSING)) } else { text.parse().ok() }
    }
}

fn list<T: Item>(text: &str) -> Result<Vec<T>, String> {
    text.split(',')
        .map(|item| T::parse(item).ok_or_else(|| format!("{item:?}, which is not of the declared type")))
        .collect()
}

/// (allele + 1) << 1 | phased (§ 6.3.3).
fn genotype(text: &str) -> Result<Vec<Integer>, String> {
    let mut phased = 0;
    let mut out = Vec::new();
    for part in text.split_inclusive(['/', '|']) {
        let allele = part.trim_end_matches(['/', '|']);
        let number = match allele {
            "." => 0,
            _ => allele
                .parse::<i32>()
                .ok()
                .filter(|n| *n < (1 << 20))
                .map(|n| n + 1)
                .ok_or_else(|| format!("GT {text}"))?,
        };
        out.push(Integer::Value(number << 1 | phased));
        phased = i32::from(part.ends_with('|'));
    }
    Ok(out)
}

/// The type and the length of a typed value.
fn descriptor(out: &mut Vec<u8>, kind: u8, length: usize) {
    match u8::try_from(length) {
        Ok(short) if short < 15 => out.push(short << 4 | kind),
        _ => {
            out.push(0xf0 | kind);
            let length = i32::try_from(length).unwrap_or(i32::MAX);
            integers(out, &[vec![Integer::Value(length)]]);
        }
    }
}

fn text(out: &mut Vec<u8>, value: &str) {
    descriptor(out, TEXT, value.len());
    out.extend_from_slice(value.as_bytes());
}

/// One vector a sample, in the smallest width that holds all, padded to the longest.
fn integers(out: &mut Vec<u8>, vectors: &[Vec<Integer>]) {
    let values = || vectors.iter().flatten().filter_map(|v| if let Integer::Value(v) = v { Some(*v) } else { None });
    let (low, high) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let length = vectors.iter().map(Vec::len).max().unwrap_or(0);
    // The eight lowest values of each width are reserved.
    let (kind, width, missing) = if low >= i32::from(i8::MIN) + 8 && high <= i32::from(i8::MAX) {
        (INT8, 1, i32::from(i8::MIN))
    } else if low >= i32::from(i16::MIN) + 8 && high <= i32::from(i16::MAX) {
        (INT16, 2, i32::from(i16::MIN))
    } else {
        (INT32, 4, i32::MIN)
    };
    descriptor(out, kind, length);
    for vector in vectors {
        for place in 0..length {
            let value = match vector.get(place) {
                Some(Integer::Value(value)) => *value,
                Some(Integer::Missing) => missing,
                None if place == 0 => missing,
                None => missing + 1,
            };
            out.extend_from_slice(&value.to_le_bytes()[..width]);
        }
    }
}

fn floats(out: &mut Vec<u8>, vectors: &[Vec<f32>]) {
    let length = vectors.iter().map(Vec::len).max().unwrap_or(0);
    descriptor(out, FLOAT, length);
    for vector in vectors {
        for place in 0..length {
            let bits = match vector.get(place) {
                Some(value) => value.to_bits(),
                None if place == 0 => FLOAT_MISSING,
                None => FLOAT_END,
            };
            out.extend_from_slice(&bits.to_le_bytes());
        }
    }
}
