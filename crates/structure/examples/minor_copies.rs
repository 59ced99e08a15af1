//! Copies of the rarer allele in `segments.tsv` against the `cn.tsv` of a truth bench, by base: those that most of the tumour's
//! cells have, whether the mean of all of the tumour's cells is right within 0.2, and whether any cells have those of the state
//! that is told.
//!
//! `minor_copies CN.tsv SEGMENTS.tsv SHARE...`: for each clone, in the order of the truth's columns, the share of the tumour's
//! cells that belong to it and to no clone within it. Stretches of the truth below 10 kb are left out, as by the bench's own
//! scorer of copies.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the developer")]

use std::{collections::BTreeMap, process::ExitCode};

/// Bases of the shortest stretch that counts.
const SHORTEST: u64 = 10_000;
/// The truth's columns before those of the clones.
const FIRST_CLONE: usize = 5;

/// A stretch of a contig, 0-based and half-open, with the copies of the rarer allele; none where nothing is said.
struct Stretch {
    contig: String,
    start: u64,
    end: u64,
    minor: Option<u64>,
    /// The mean of the tumour's cells.
    mean: Option<f64>,
    /// Of any of the tumour's cells; of ours the one that is told.
    any: Vec<u64>,
}

/// Copies by which a mean may be off: the margin of the bench's own scorer.
const MARGIN: f64 = 0.2;

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("minor_copies: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    let [truth, ours, shares @ ..] = arguments else {
        return Err("expected CN.tsv SEGMENTS.tsv and the clones' shares of the cells".to_owned());
    };
    let shares: Vec<f64> = shares
        .iter()
        .map(|text| text.parse().map_err(|_| format!("{text:?} is no share of the cells, such as 0.25")))
        .collect::<Result<_, _>>()?;
    let truth = table(truth, |row| of_truth(row, &shares))?;
    let ours = table(ours, of_segment)?;
    let (mut right, mut wrong, mut silent, mut near, mut held) = (0, 0, 0, 0, 0);
    for stretch in truth.iter().filter(|stretch| stretch.end - stretch.start >= SHORTEST) {
        let mut rest = stretch.end - stretch.start;
        for segment in ours.iter().filter(|segment| segment.contig == stretch.contig) {
            let (start, end) = (segment.start.max(stretch.start), segment.end.min(stretch.end));
            if start >= end {
                continue;
            }
            rest -= end - start;
            if stretch.mean.zip(segment.mean).is_some_and(|(truth, ours)| (truth - ours).abs() <= MARGIN) {
                near += end - start;
            }
            if segment.any.iter().any(|minor| stretch.any.contains(minor)) {
                held += end - start;
            }
            match segment.minor {
                None => silent += end - start,
                minor if minor == stretch.minor => right += end - start,
                minor => {
                    wrong += end - start;
                    let show = |minor: Option<u64>| minor.map_or_else(|| "?".to_owned(), |minor| minor.to_string());
                    println!(
                        "{}:{}-{}: {} for {}, in {}:{}-{}",
                        stretch.contig,
                        start + 1,
                        end,
                        show(minor),
                        show(stretch.minor),
                        segment.contig,
                        segment.start + 1,
                        segment.end
                    );
                }
            }
        }
        silent += rest;
    }
    let all = right + wrong + silent;
    println!(
        "most cells: right {right}, wrong {wrong}, nothing said {silent}: {:.4}; mean within {MARGIN}: {:.4}; some cells: {:.4}",
        share(right, all),
        share(near, all),
        share(held, all)
    );
    Ok(())
}

/// Of a row of the truth: the copies of the rarer allele that the most cells have.
fn of_truth(row: &Row<'_>, shares: &[f64]) -> Result<Stretch, String> {
    let clones = row.fields.get(FIRST_CLONE..).unwrap_or_default();
    if clones.len() != shares.len() {
        return Err(format!("{} clones, but {} shares of the cells were given", clones.len(), shares.len()));
    }
    let (mut cells, mut mean): (BTreeMap<u64, f64>, f64) = (BTreeMap::new(), 0.0);
    for (copies, share) in clones.iter().zip(shares) {
        let pair = copies.split_once(',').and_then(|(a, b)| Some((a.parse::<u64>().ok()?, b.parse::<u64>().ok()?)));
        let (a, b) = pair.ok_or_else(|| format!("{copies:?} is no pair of copies, such as 1,0"))?;
        *cells.entry(a.min(b)).or_default() += share;
        mean += f64::from(u32::try_from(a.min(b)).unwrap_or(u32::MAX)) * share;
    }
    let any = cells.keys().copied().collect();
    let minor = cells.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(minor, _)| minor);
    let contig = row.text("chrom")?.to_owned();
    Ok(Stretch { contig, start: row.number("start")?, end: row.number("end")?, minor, mean: Some(mean), any })
}

/// Of one of our segments: its state's where half of the cells or more have it, otherwise the inherited one.
fn of_segment(row: &Row<'_>) -> Result<Stretch, String> {
    let of_state = row.text("minor_copy_number")?.parse::<u64>().ok();
    let cells = row.text("cell_fraction")?.parse::<f64>().ok();
    let minor = match (of_state, cells) {
        (Some(_), Some(cells)) if cells < 0.5 => Some(row.number("inherited_copies")? / 2),
        (of_state, _) => of_state,
    };
    let start = row.number("start")?.saturating_sub(1);
    let mean = row.text("tumour_minor_copies")?.parse().ok();
    Ok(Stretch {
        contig: row.text("chromosome")?.to_owned(),
        start,
        end: row.number("end")?,
        minor,
        mean,
        any: of_state.into_iter().collect(),
    })
}

/// A row with the names of its columns.
struct Row<'a> {
    names: &'a [&'a str],
    fields: Vec<&'a str>,
}

impl Row<'_> {
    fn text(&self, name: &str) -> Result<&str, String> {
        let at = self.names.iter().position(|column| *column == name);
        at.and_then(|at| self.fields.get(at)).copied().ok_or_else(|| format!("no column {name}"))
    }
    fn number(&self, name: &str) -> Result<u64, String> {
        let text = self.text(name)?;
        text.parse().map_err(|_| format!("column {name}: {text:?} is no whole number"))
    }
}

fn table(path: &str, of: impl Fn(&Row<'_>) -> Result<Stretch, String>) -> Result<Vec<Stretch>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut lines = text.lines().enumerate();
    let names: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    lines
        .map(|(number, line)| {
            let row = Row { names: &names, fields: line.split('\t').collect() };
            of(&row).map_err(|error| format!("{path}, line {}: {error}", number + 1))
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "bases of a genome stay far below 2^53")]
fn share(part: u64, of: u64) -> f64 {
    part as f64 / of.max(1) as f64
}
