//! UCSC's tables of gene predictions: genePred, genePredExt and refFlat, with a `bin` column or without, with a header or
//! without.

use std::{ops::Range, path::Path};

use marv_ingest::Error as FileError;
use marv_model::genome::Build;

use super::{
    draft::{Draft, Marks},
    features::Read,
    place::placed,
};
use crate::store::lines::Lines;

/// Columns from `chrom` on that every form has: strand, txStart, txEnd, cdsStart, cdsEnd, exonCount, exonStarts, exonEnds.
const CORE: usize = 9;

/// Reads a table.
pub(super) fn read(path: &Path, build: Build) -> Result<Read, FileError> {
    let mut lines = Lines::open(path)?;
    let mut drafts = Vec::new();
    while let Some((number, line)) = lines.next_line()? {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.to_owned();
        let cells: Vec<&str> = line.split('\t').collect();
        let is_header = number == 1 && cells.contains(&"chrom") && cells.contains(&"exonStarts");
        if is_header {
            continue;
        }
        drafts.push(row(&lines, &cells, build)?);
    }
    Ok(Read { drafts, told: Vec::new() })
}

fn row(lines: &Lines, cells: &[&str], build: Build) -> Result<Draft, FileError> {
    let expected = "a line of genePred: name, chrom, strand (+ or -), txStart, txEnd, cdsStart, cdsEnd, exonCount, \
                    exonStarts, exonEnds";
    // The strand tells where the columns begin: behind the name and contig, and behind a bin or a gene's name before them.
    let strand = (2..=3).find(|at| matches!(cells.get(*at), Some(&("+" | "-"))));
    let strand = strand.filter(|at| cells.len() >= at + CORE - 1);
    let Some(strand) = strand else {
        return Err(lines.refuse("the line", &format!("{} columns", cells.len()), expected));
    };
    let cell = |offset: usize| cells.get(strand + offset).copied().unwrap_or_default();
    let number = |offset: usize, name: &str| {
        cell(offset).parse::<u32>().map_err(|_| lines.refuse(name, cell(offset), "a whole number"))
    };
    let (cds_start, cds_end) = (number(3, "cdsStart")?, number(4, "cdsEnd")?);
    let count = number(5, "exonCount")?;
    let list = |offset: usize, name: &str| -> Result<Vec<u32>, FileError> {
        let values: Result<Vec<u32>, _> =
            cell(offset).split(',').filter(|text| !text.is_empty()).map(str::parse).collect();
        let values = values.map_err(|_| lines.refuse(name, cell(offset), "whole numbers by comma"))?;
        if u32::try_from(values.len()) == Ok(count) {
            return Ok(values);
        }
        Err(lines.refuse(name, &format!("{} values", values.len()), &format!("{count}, as exonCount says")))
    };
    let (starts, ends) = (list(6, "exonStarts")?, list(7, "exonEnds")?);
    if let Some((start, end)) = starts.iter().zip(&ends).find(|(start, end)| start >= end) {
        return Err(lines.refuse("exonEnds", &end.to_string(), &format!("an end behind the start {start}")));
    }
    let exons: Vec<Range<u32>> = starts.into_iter().zip(ends).map(|(start, end)| start..end).collect();
    let name = cells.get(strand - 2).copied().unwrap_or_default();
    let contig = cells.get(strand - 1).copied().unwrap_or_default();
    let place = placed(contig, build).map_err(|expected| lines.refuse("chrom", contig, &expected))?;
    // Beside the core genePredExt has score, name2, cdsStartStat, cdsEndStat, exonFrames; refFlat has its gene first.
    let extended = cells.len() >= strand + CORE + 4;
    let bin = strand == 3 && cells.first().is_some_and(|first| first.parse::<u32>().is_ok());
    let gene = match (extended, strand, bin) {
        (true, ..) => cell(9),
        (false, 3, false) => cells.first().copied().unwrap_or_default(),
        _ => name,
    };
    let incomplete = extended && [cell(10), cell(11)].contains(&"incmpl");
    let frames: Vec<Option<u8>> = if extended { frames(cell(12)) } else { Vec::new() };
    let phases = exons.iter().enumerate().map(|(at, _)| frames.get(at).copied().flatten());
    let coding = exons
        .iter()
        .zip(phases)
        .map(|(exon, phase)| (exon.start.max(cds_start)..exon.end.min(cds_end), phase))
        .filter(|(part, _)| part.start < part.end)
        .collect();
    Ok(Draft {
        gene: gene.to_owned(),
        accession: name.to_owned(),
        ensembl: name.starts_with("ENST").then(|| name.to_owned()),
        chromosome: place.chromosome,
        reverse: cell(0) == "-",
        exons,
        coding,
        marks: Marks { incomplete, ..Marks::default() },
        ..Draft::default()
    })
}

/// exonFrames as phases: a frame counts the bases of a codon before the exon, a phase those to the next codon.
fn frames(text: &str) -> Vec<Option<u8>> {
    let phase = |frame: &str| match frame {
        "0" => Some(0),
        "1" => Some(2),
        "2" => Some(1),
        _ => None,
    };
    text.split(',').filter(|frame| !frame.is_empty()).map(phase).collect()
}
