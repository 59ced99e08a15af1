//! FASTA and FASTQ.

use std::{collections::HashSet, path::Path};

use marv_model::genome::{Contig, Contigs};

use super::diagnosis::Diagnosis;
use crate::{
    error::{Error, Place, Problem},
    reference::Reference,
    variants::{header::shortened, input::Input},
};

/// What is known of the sequence that is being read.
#[derive(Default)]
struct Open {
    name: String,
    length: u64,
    width: usize,
    /// A line shorter than the width was seen: it must be the last.
    short: bool,
}

/// Reads a FASTA whole: names once, lines of one width, letters of IUPAC.
pub(super) fn fasta(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let (mut line, mut names, mut list) = (Vec::new(), HashSet::new(), Vec::new());
    let (mut open, mut even): (Option<Open>, bool) = (None, true);
    while input.next_line(&mut line)? {
        let number = input.line();
        let text = line.strip_suffix(b"\r").unwrap_or(&line);
        let fault = |found: String, expected: &str| {
            Error::new(path, Problem::Malformed { found, expected: expected.into() }).at(Place::Line(number))
        };
        if let Some(head) = text.strip_prefix(b">") {
            close(open.take(), &mut list);
            let name = String::from_utf8_lossy(head).split_whitespace().next().unwrap_or_default().to_owned();
            if name.is_empty() {
                return Err(fault("no name".into(), "a name behind >"));
            }
            if !names.insert(name.clone()) {
                return Err(fault(format!("{} twice", shortened(&name)), "each name once"));
            }
            open = Some(Open { name, ..Open::default() });
        } else if let Some(sequence) = &mut open {
            if let Some(letter) = text.iter().find(|b| !b.is_ascii_alphabetic() && !matches!(b, b'*' | b'-')) {
                return Err(fault(format!("the byte {letter:#04x}"), "letters of bases"));
            }
            if sequence.width == 0 {
                sequence.width = text.len();
            }
            even &= !sequence.short && text.len() <= sequence.width || text.is_empty();
            sequence.short |= text.len() < sequence.width;
            sequence.length += text.len() as u64;
        } else if !text.is_empty() {
            return Err(fault(shortened(&String::from_utf8_lossy(text)), "a name behind > first"));
        }
    }
    close(open, &mut list);
    diagnosis.know("contigs", list.len());
    diagnosis.know("bases", list.iter().map(|(_, length)| length).sum::<u64>());
    let table = Contigs::new(list.iter().map(|(n, l)| Contig::new(n, u32::try_from(*l).unwrap_or(u32::MAX))));
    diagnosis.know("build", table.map_or_else(|e| e.to_string(), |contigs| contigs.build().to_string()));
    if list.is_empty() {
        diagnosis.error("it has no sequence", "ask for the file again");
    }
    if !even {
        diagnosis.error("its lines are of unequal width: it cannot be indexed", "`fold` its sequences to one width");
    }
    match Reference::open(path) {
        Ok(reference) => diagnosis.know("index", format!("fits, {} contigs", reference.contigs().len())),
        Err(error) => diagnosis.warn(
            &format!("it cannot be read by region: {}", error.problem),
            error.advice.as_deref().unwrap_or("`samtools faidx FILE` makes its index"),
        ),
    }
    Ok(())
}

fn close(open: Option<Open>, list: &mut Vec<(String, u64)>) {
    list.extend(open.map(|sequence| (sequence.name, sequence.length)));
}

/// Reads a FASTQ whole. Marv works from aligned reads, so a whole one is no input either.
pub(super) fn fastq(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let mut lines: [Vec<u8>; 4] = Default::default();
    let mut reads = 0u64;
    'file: loop {
        for (part, line) in lines.iter_mut().enumerate() {
            if !input.next_line(line)? {
                if part == 0 {
                    break 'file;
                }
                let detail = format!("it ends in line {part} of a read's four");
                return Err(Error::new(path, Problem::Truncated { detail }).advice("transfer it again"));
            }
        }
        let wrong = if !lines[0].starts_with(b"@") {
            Some((3, "@ and a name"))
        } else if !lines[2].starts_with(b"+") {
            Some((1, "+"))
        } else if lines[1].len() != lines[3].len() {
            Some((0, "a quality a base"))
        } else {
            None
        };
        if let Some((back, expected)) = wrong {
            let found = shortened(&String::from_utf8_lossy(&lines[3 - back]));
            return Err(Error::new(path, Problem::Malformed { found, expected: expected.into() })
                .at(Place::Line(input.line() - back as u64)));
        }
        reads += 1;
    }
    diagnosis.know("reads", reads);
    diagnosis.error("its reads are not aligned", "align them to the reference first, mark duplicates, and sort");
    Ok(())
}
