//! Copy-number segments of a laboratory or another program: SEG, or a table with named columns.
//!
//! A SEG file has the columns sample, chromosome, start, end, (markers,) log2 ratio, by position. A table is known by
//! its header: `chromosome`, `start`, `end` and at least one of `total_copy_number`, `sample_copy_number`, `log2_ratio`;
//! `minor_copy_number` and `cell_fraction` are read where present. Starts are 1-based, ends inclusive, in both.

use std::path::Path;

use marv_model::{
    genome::{Contigs, Interval},
    structure::Segment,
};

use crate::{
    Error,
    error::{Place, Problem},
};

/// Which column holds what.
#[derive(Debug, Default)]
struct Columns {
    chromosome: usize,
    start: usize,
    end: usize,
    total: Option<usize>,
    minor: Option<usize>,
    log2: Option<usize>,
    fraction: Option<usize>,
}

const CHROMOSOME: [&str; 5] = ["chromosome", "chrom", "chr", "#chrom", "contig"];
const START: [&str; 4] = ["start", "loc.start", "startpos", "position_start"];
const END: [&str; 4] = ["end", "loc.end", "endpos", "position_end"];
const TOTAL: [&str; 5] = ["total_copy_number", "sample_copy_number", "copynumber", "tcn", "total_copies"];
const MINOR: [&str; 4] = ["minor_copy_number", "minorallelecopynumber", "lcn", "minor_copies"];
const LOG2: [&str; 4] = ["log2_ratio", "seg.mean", "log2", "segmean"];
const FRACTION: [&str; 3] = ["cell_fraction", "cf", "cellular_fraction"];

impl Columns {
    fn of_header(header: &str) -> Option<Self> {
        let names: Vec<String> = header
            .split('\t')
            .map(|name| name.trim().trim_matches('"').to_ascii_lowercase().replace(' ', "_"))
            .collect();
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        Some(Self {
            chromosome: find(&CHROMOSOME)?,
            start: find(&START)?,
            end: find(&END)?,
            total: find(&TOTAL),
            minor: find(&MINOR),
            log2: find(&LOG2),
            fraction: find(&FRACTION),
        })
    }
    /// Sample, chromosome, start, end, (markers,) log2 ratio.
    fn of_seg(columns: usize) -> Self {
        Self { chromosome: 1, start: 2, end: 3, log2: Some(columns - 1), ..Self::default() }
    }
}

/// Reads the segments of one sample, in the genome's order. Segments on contigs that the reference lacks are refused: a
/// lost segment would read as a normal one.
pub fn read(path: impl AsRef<Path>, contigs: &Contigs) -> Result<Vec<Segment>, Error> {
    let path = path.as_ref();
    let text = std::fs::read_to_string(path).map_err(|error| Error::new(path, error))?;
    let mut lines = (1u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("##"));
    let Some((first_number, first)) = lines.clone().next() else {
        return Err(malformed(path, 1, "an empty file", "segments"));
    };
    let fields = first.split('\t').count();
    let columns = match Columns::of_header(first) {
        Some(columns) => {
            lines.next();
            columns
        }
        None if (5..=6).contains(&fields)
            && first.split('\t').nth(2).is_some_and(|f| f.trim().parse::<f64>().is_ok()) =>
        {
            Columns::of_seg(fields)
        }
        None => {
            return Err(malformed(
                path,
                first_number,
                "no header that names chromosome, start and end",
                "a SEG file, or a tab-separated table with the columns chromosome, start, end and log2_ratio or total_copy_number",
            ));
        }
    };
    if columns.total.is_none() && columns.log2.is_none() {
        return Err(malformed(
            path,
            first_number,
            "no column for the copy number",
            "one of total_copy_number, sample_copy_number, log2_ratio, seg.mean",
        ));
    }
    let mut segments =
        lines.map(|(number, line)| segment(path, number, line, &columns, contigs)).collect::<Result<Vec<_>, _>>()?;
    segments.sort_by_key(|segment| segment.interval);
    Ok(segments)
}

fn segment(path: &Path, number: u64, line: &str, columns: &Columns, contigs: &Contigs) -> Result<Segment, Error> {
    let fields: Vec<&str> = line.split('\t').map(|field| field.trim().trim_matches('"')).collect();
    let text = |column: usize, name: &str| {
        fields
            .get(column)
            .copied()
            .ok_or_else(|| malformed(path, number, "too few columns", "as many as the header has").field(name))
    };
    let position = |column: usize, name: &str| {
        let text = text(column, name)?;
        text.parse::<f64>()
            .ok()
            .filter(|value| (0.0..=f64::from(u32::MAX)).contains(value) && value.fract() == 0.0)
            .and_then(|value| format!("{value}").parse::<u32>().ok())
            .ok_or_else(|| malformed(path, number, text, "a position").field(name))
    };
    let value = |column: Option<usize>, name: &str| {
        let Some(column) = column else { return Ok(None) };
        let text = text(column, name)?;
        if matches!(text, "" | "." | "NA" | "NaN" | "na" | "nan") {
            return Ok(None);
        }
        text.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .map(Some)
            .ok_or_else(|| malformed(path, number, text, "a number or NA").field(name))
    };
    let name = text(columns.chromosome, "chromosome")?;
    // Some programs number the sex chromosomes.
    let name = match name {
        "23" => "X",
        "24" => "Y",
        other => other,
    };
    let contig = contigs.id_or_alias(name).ok_or_else(|| {
        malformed(path, number, name, "a contig of the reference")
            .field("chromosome")
            .advice("give segments of the same genome build as the reference")
    })?;
    let (start, end) = (position(columns.start, "start")?, position(columns.end, "end")?);
    let interval = Interval::new(contig, start.saturating_sub(1), end)
        .map_err(|_| malformed(path, number, &format!("{start}-{end}"), "a start that does not lie behind the end"))?;
    Ok(Segment {
        interval,
        total_copies: value(columns.total, "copy number")?,
        minor_copies: value(columns.minor, "minor copy number")?,
        log2_ratio: value(columns.log2, "log2 ratio")?,
        cell_fraction: value(columns.fraction, "cell fraction")?,
    })
}

fn malformed(path: &Path, line: u64, found: &str, expected: &str) -> Error {
    let shown: String = found.chars().take(60).collect();
    Error::new(path, Problem::Malformed { found: format!("{shown:?}"), expected: expected.into() })
        .at(Place::Line(line))
}

#[cfg(test)]
mod tests {
    use marv_model::genome::Contig;

    use super::*;

    fn of(text: &str) -> Result<Vec<Segment>, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("segments.tsv");
        std::fs::write(&path, text).unwrap();
        read(&path, &Contigs::new([Contig::new("chr7", 1_000), Contig::new("chrX", 1_000)]).unwrap())
    }

    #[test]
    fn a_seg_file_and_a_table_are_told_apart() {
        let seg =
            of("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\ns\t7\t1\t500\t20\t-0.9\ns\t23\t1\t10\t2\tNA\n")
                .unwrap();
        assert_eq!((seg[0].interval.start(), seg[0].interval.end(), seg[0].log2_ratio), (0, 500, Some(-0.9)));
        assert_eq!((seg[1].log2_ratio, seg[1].total_copies), (None, None));
        let bare = of("s\t7\t1\t500\t20\t-0.9\n").unwrap();
        assert_eq!(bare[0], seg[0]);
        let table = of("chromosome\tstart\tend\ttotal_copy_number\tminor_copy_number\nchr7\t11\t20\t1\t0\n").unwrap();
        assert_eq!(
            (table[0].interval.length(), table[0].total_copies, table[0].minor_copies),
            (10, Some(1.0), Some(0.0))
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_field() {
        let error = of("chromosome\tstart\tend\tlog2_ratio\nchr7\t1\tx\t0\n").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("end") && error.contains("\"x\""), "{error}");
        assert!(of("chromosome\tstart\tend\tlog2_ratio\nchr9\t1\t2\t0\n").is_err());
        assert!(of("chromosome\tstart\tend\nchr7\t1\t2\n").is_err());
        assert!(of("").is_err());
    }
}
