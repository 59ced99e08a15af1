//! Tables and texts: BED, pedigree, case files.

use std::path::Path;

use super::{DoctorOptions, diagnosis::Diagnosis};
use crate::{
    error::{Error, Place, Problem},
    pedigree::Pedigree,
    reference::Reference,
    regions::Regions,
    variants::{Notices, header::shortened, header::text_of, input::Input},
};

/// The largest case file that is read, in bytes.
const MAX_CASE: usize = 256 << 20;

/// Reads a BED; with a reference also as a run does.
pub(super) fn bed(path: &Path, options: &DoctorOptions, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let mut notices = Notices::default();
    let (mut line, mut intervals, mut bases) = (Vec::new(), 0u64, 0u64);
    while input.next_line(&mut line)? {
        let number = input.line();
        let text = text_of(&line, number, &mut notices);
        let first = text.split_whitespace().next().unwrap_or_default();
        if first.is_empty() || first.starts_with('#') || matches!(first, "track" | "browser") {
            continue;
        }
        let fault = |field: &str, found: &str, expected: &str| {
            Error::new(path, Problem::Malformed { found: shortened(found), expected: expected.into() })
                .at(Place::Line(number))
                .field(field)
                .advice("BED is contig, 0-based start and exclusive end, separated by tabs")
        };
        if !text.contains('\t') {
            notices.add("blanks where tabs should be", number);
        }
        let columns: Vec<&str> =
            if text.contains('\t') { text.split('\t').collect() } else { text.split_whitespace().collect() };
        let [_, start, end, ..] = columns[..] else {
            return Err(fault("columns", &text, "at least three columns"));
        };
        let start: u32 = start.trim().parse().map_err(|_| fault("start", start, "a number from 0"))?;
        let stop: u32 = end.trim().parse().map_err(|_| fault("end", end, "a number from 0"))?;
        if stop < start {
            return Err(fault("end", end, "an end that does not lie before the start"));
        }
        if stop == start {
            notices.add("an empty interval", number);
        }
        intervals += 1;
        bases += u64::from(stop - start);
    }
    diagnosis.know("intervals", intervals);
    diagnosis.know("bases", bases);
    diagnosis.notices(&notices.list(), "line");
    if intervals == 0 {
        diagnosis.warn("it has no interval", "a run restricted to it would look at nothing");
    }
    if let Some(reference) = &options.reference {
        let regions = Regions::from_bed(path, Reference::open(reference)?.contigs())?;
        diagnosis.know("intervals when joined", regions.len());
    }
    Ok(())
}

/// Reads a pedigree.
pub(super) fn pedigree(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let pedigree = Pedigree::read(path)?;
    diagnosis.know("people", pedigree.people().len());
    diagnosis.notices(pedigree.notices(), "line");
    if pedigree.people().is_empty() {
        diagnosis.error("it has nobody", "ask for the file again");
    }
    Ok(())
}

/// Reads a case file as text. What it says is for the caller to judge, who knows cases.
pub(super) fn case_file(path: &Path, diagnosis: &mut Diagnosis) -> Result<(), Error> {
    let mut input = Input::open(path)?;
    let (mut all, mut part) = (Vec::new(), vec![0; 1 << 16]);
    loop {
        match input.read_some(&mut part)? {
            0 => break,
            read => all.extend_from_slice(&part[..read]),
        }
        if all.len() > MAX_CASE {
            let problem = Problem::Malformed { found: "more than 256 MB".into(), expected: "a case".into() };
            return Err(Error::new(path, problem));
        }
    }
    let Ok(text) = String::from_utf8(all) else {
        let problem = Problem::Malformed { found: "bytes that are no UTF-8".into(), expected: "text".into() };
        return Err(Error::new(path, problem).advice("save it as UTF-8"));
    };
    let json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) || text.starts_with('{');
    diagnosis.know("form", if json { "JSON" } else { "TOML" });
    if json && let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&text) {
        let problem = Problem::Malformed { found: error.to_string(), expected: "JSON".into() };
        return Err(Error::new(path, problem).at(Place::Line(error.line() as u64)));
    }
    Ok(())
}
