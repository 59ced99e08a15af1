//! A read as a line of SAM text, to be held against samtools.

use marv_model::{
    genome::Contigs,
    read::{CigarOp, ReadRecord},
};

/// The line, with the auxiliary fields in their order, less those named in `without`.
pub(crate) fn line(read: &ReadRecord, contigs: &Contigs, without: &[&str]) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let or_star = |text: String| if text.is_empty() { "*".to_owned() } else { text };
    let name = |contig: Option<_>| contig.map_or("*", |id| contigs.name(id));
    let position = |contig: Option<_>, start: u32| if contig.is_some() { start + 1 } else { 0 };
    let mate = match (read.contig, read.mate_contig) {
        (Some(own), Some(mate)) if own == mate => "=",
        (_, mate) => name(mate),
    };
    let mut fields = vec![
        or_star(text(&read.name)),
        read.flags.0.to_string(),
        name(read.contig).to_owned(),
        position(read.contig, read.start).to_string(),
        read.mapping_quality.to_string(),
        or_star(read.cigar.iter().copied().map(cigar).collect()),
        mate.to_owned(),
        position(read.mate_contig, read.mate_start).to_string(),
        read.template_length.to_string(),
        or_star(text(&read.view().bases.letters().collect::<Vec<u8>>())),
        or_star(text(&read.qualities.iter().map(|quality| quality + 33).collect::<Vec<u8>>())),
    ];
    fields.extend(tags(&read.tags).into_iter().filter(|tag| !without.contains(&&tag[..2])));
    fields.join("\t")
}

fn cigar(op: CigarOp) -> String {
    format!("{}{}", op.length(), char::from(b"MIDNSHP=X"[(op.0 & 0xf) as usize]))
}

/// `TAG:TYPE:VALUE` of each auxiliary field.
fn tags(mut bytes: &[u8]) -> Vec<String> {
    let mut fields = Vec::new();
    while bytes.len() > 3 {
        let (tag, kind) = (String::from_utf8_lossy(&bytes[..2]).into_owned(), bytes[2]);
        bytes = &bytes[3..];
        let value = match kind {
            b'A' => format!("A:{}", char::from(take(&mut bytes, 1)[0])),
            b'Z' | b'H' => {
                let length = bytes.iter().position(|byte| *byte == 0).unwrap();
                let value = format!("{}:{}", char::from(kind), String::from_utf8_lossy(take(&mut bytes, length)));
                take(&mut bytes, 1);
                value
            }
            b'B' => {
                let element = take(&mut bytes, 1)[0];
                let count = u32::from_le_bytes(take(&mut bytes, 4).try_into().unwrap());
                let values: Vec<String> = (0..count).map(|_| number(element, &mut bytes)).collect();
                format!("B:{},{}", char::from(element), values.join(","))
            }
            b'f' => format!("f:{}", number(b'f', &mut bytes)),
            _ => format!("i:{}", number(kind, &mut bytes)),
        };
        fields.push(format!("{tag}:{value}"));
    }
    fields
}

fn number(kind: u8, bytes: &mut &[u8]) -> String {
    match kind {
        b'c' => i8::from_le_bytes(take(bytes, 1).try_into().unwrap()).to_string(),
        b'C' => take(bytes, 1)[0].to_string(),
        b's' => i16::from_le_bytes(take(bytes, 2).try_into().unwrap()).to_string(),
        b'S' => u16::from_le_bytes(take(bytes, 2).try_into().unwrap()).to_string(),
        b'i' => i32::from_le_bytes(take(bytes, 4).try_into().unwrap()).to_string(),
        b'I' => u32::from_le_bytes(take(bytes, 4).try_into().unwrap()).to_string(),
        b'f' => f32::from_le_bytes(take(bytes, 4).try_into().unwrap()).to_string(),
        other => panic!("type {other}"),
    }
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}
