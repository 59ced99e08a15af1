//! Copy-number segments of a laboratory or another program: SEG, or a table with named columns.
//!
//! A SEG file has the columns sample, chromosome, start, end, (markers,) log2 ratio, by position. A table is known by its
//! header: chromosome, start, end, and copies or a log2 ratio, by the names that PURPLE, ASCAT, FACETS, Sequenza, CNVkit,
//! ichorCNA and GATK give them; `docs/GUIDE.md` lists them. Starts are 1-based and ends inclusive, but for CNVkit, which
//! counts starts from 0. Of a file of several samples the tumour's rows are read. Plain or compressed.

mod clones;
mod samples;

use std::path::Path;

use marv_model::{
    genome::{Contigs, Interval},
    structure::Segment,
};

use crate::{
    Error,
    error::{Place, Problem},
    variants::input::Input,
};

/// Which column holds what.
#[derive(Debug, Default)]
struct Columns {
    sample: Option<usize>,
    chromosome: usize,
    start: usize,
    end: usize,
    total: Option<usize>,
    minor: Option<usize>,
    /// Copies of each parent's allele, where a program gives those: their sum is the total, the smaller the minor.
    alleles: Option<[usize; 2]>,
    log2: Option<usize>,
    fraction: Option<usize>,
    /// Share of the sample's cells that have the segment's copies, where a program gives that (FACETS): see [`clones`].
    clone: Option<usize>,
    /// Starts are counted from 0.
    from_zero: bool,
}

const SAMPLE: [&str; 4] = ["sample", "id", "samplename", "sampleid"];
const CHROMOSOME: [&str; 5] = ["chromosome", "chrom", "chr", "#chrom", "contig"];
const START: [&str; 5] = ["start", "loc.start", "startpos", "start.pos", "position_start"];
const END: [&str; 5] = ["end", "loc.end", "endpos", "end.pos", "position_end"];
/// In this order: copies of the tumour's cells before those that are rounded or not corrected for purity.
const TOTAL: [&str; 11] = [
    "total_copy_number",
    "copynumber",
    "tcn.em",
    "tcn",
    "cnt",
    "total_copies",
    "sample_copy_number",
    "corrected_copy_number",
    "copy.number",
    "copy_number",
    "cn",
];
const MINOR: [&str; 7] =
    ["minor_copy_number", "minorallelecopynumber", "minoralleleploidy", "lcn.em", "lcn", "minor_copies", "b"];
const ALLELES: [[&str; 2]; 2] = [["nmajor", "nminor"], ["cn1", "cn2"]];
const LOG2: [&str; 10] = [
    "log2_ratio",
    "seg.mean",
    "log2",
    "segmean",
    "segment_mean",
    "mean_log2_copy_ratio",
    "log2_copy_ratio_posterior_50",
    "seg.median.logr",
    "cnlr.median",
    "mean",
];
const FRACTION: [&str; 2] = ["cell_fraction", "cellular_fraction"];
const CLONE: &str = "cf.em";

impl Columns {
    fn of_header(header: &str) -> Option<Self> {
        let names: Vec<String> = header
            .split('\t')
            .map(|name| name.trim().trim_matches('"').to_ascii_lowercase().replace(' ', "_"))
            .collect();
        let at = |name: &str| names.iter().position(|known| known == name);
        let find = |known: &[&str]| known.iter().find_map(|name| at(name));
        // ichorCNA puts the sample before the name: `S1.Corrected_Copy_Number`.
        let behind = |name: &str| names.iter().position(|known| known.ends_with(&format!(".{name}")));
        let total = find(&TOTAL).or_else(|| behind("corrected_copy_number")).or_else(|| behind("copy.number"));
        Some(Self {
            sample: find(&SAMPLE),
            chromosome: find(&CHROMOSOME)?,
            start: find(&START)?,
            end: find(&END)?,
            total,
            minor: find(&MINOR),
            alleles: ALLELES.iter().find_map(|[one, other]| Some([at(one)?, at(other)?])),
            log2: find(&LOG2).or_else(|| behind("logr")),
            fraction: find(&FRACTION),
            clone: at(CLONE),
            from_zero: is_cnvkit(&names),
        })
    }
    /// Sample, chromosome, start, end, (markers,) log2 ratio.
    fn of_seg(columns: usize) -> Self {
        Self { sample: Some(0), chromosome: 1, start: 2, end: 3, log2: Some(columns - 1), ..Self::default() }
    }
}

fn is_cnvkit(names: &[String]) -> bool {
    ["gene", "log2"].iter().all(|name| names.iter().any(|known| known == name))
}

/// Whether a header is that of CNVkit's bins, of which there are many to a segment.
fn is_bins(header: &str) -> bool {
    let names: Vec<String> = header.split('\t').map(|name| name.trim().to_ascii_lowercase()).collect();
    is_cnvkit(&names) && !names.iter().any(|name| name == "probes")
}

/// Reads the segments of a file with one sample, in the genome's order. Segments on contigs that the reference lacks are
/// refused: a lost segment would read as a normal one.
pub fn read(path: impl AsRef<Path>, contigs: &Contigs) -> Result<Vec<Segment>, Error> {
    read_tumour(path.as_ref(), None, contigs)
}

/// The same of a file that may hold several samples: of those the rows of `tumour`. A file of one sample is read whatever
/// its name; one of several without that name is refused, and the error lists the names.
pub fn read_of(path: impl AsRef<Path>, tumour: &str, contigs: &Contigs) -> Result<Vec<Segment>, Error> {
    read_tumour(path.as_ref(), Some(tumour), contigs)
}

fn read_tumour(path: &Path, tumour: Option<&str>, contigs: &Contigs) -> Result<Vec<Segment>, Error> {
    let text = text(path)?;
    // Comments of tables, and the SAM header that GATK writes.
    let is_comment = |line: &str| line.starts_with("##") || line.starts_with('@') && line.get(3..4) == Some("\t");
    let mut lines = (1u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !is_comment(line));
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
    if is_bins(first) {
        return Err(malformed(path, first_number, "CNVkit's bins (.cnr)", "its segments (.cns)"));
    }
    if columns.total.is_none() && columns.alleles.is_none() && columns.log2.is_none() {
        return Err(malformed(
            path,
            first_number,
            "no column for the copy number",
            "one of total_copy_number, sample_copy_number, log2_ratio, seg.mean",
        ));
    }
    let rows = samples::of_tumour(path, lines.collect(), &columns, tumour)?;
    let mut segments = rows
        .into_iter()
        .map(|(number, line)| segment(path, number, line, &columns, contigs))
        .collect::<Result<Vec<_>, _>>()?;
    if columns.clone.is_some() && columns.fraction.is_none() {
        clones::to_means(&mut segments, contigs);
    }
    segments.sort_by_key(|segment| segment.interval);
    Ok(segments)
}

/// A plain or compressed file as text.
fn text(path: &Path) -> Result<String, Error> {
    let mut input = Input::open(path)?;
    let mut bytes = Vec::new();
    let mut line = Vec::new();
    while input.next_line(&mut line)? {
        bytes.extend_from_slice(&line);
        bytes.push(b'\n');
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let number = before.split(|byte| *byte == b'\n').count() as u64;
        malformed(path, number, "bytes that are no text", "a table as UTF-8 text")
    })
}

/// A name as a message may show it.
fn shown_name(name: &str) -> String {
    crate::privacy::redact(name).into_owned()
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
    let from = if columns.from_zero { start } else { start.saturating_sub(1) };
    let interval = Interval::new(contig, from, end)
        .map_err(|_| malformed(path, number, &format!("{start}-{end}"), "a start that does not lie behind the end"))?;
    let alleles = match columns.alleles {
        Some([one, other]) => value(Some(one), "copies of one allele")?.zip(value(Some(other), "copies of the other")?),
        None => None,
    };
    Ok(Segment {
        interval,
        total_copies: value(columns.total, "copy number")?.or(alleles.map(|(one, other)| one + other)),
        minor_copies: value(columns.minor, "minor copy number")?.or(alleles.map(|(one, other)| one.min(other))),
        log2_ratio: value(columns.log2, "log2 ratio")?,
        cell_fraction: value(columns.fraction.or(columns.clone), "cell fraction")?,
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
    fn of_several_samples_the_tumours_rows_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cohort.seg");
        let head = "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n";
        std::fs::write(&path, format!("{head}other\t7\t1\t500\t20\t0.5\nmine\t7\t1\t500\t20\t-0.9\n")).unwrap();
        let contigs = Contigs::new([Contig::new("chr7", 1_000)]).unwrap();
        let mine = read_of(&path, "mine", &contigs).unwrap();
        assert_eq!(mine.iter().map(|one| one.log2_ratio).collect::<Vec<_>>(), [Some(-0.9)]);
        for refused in [read_of(&path, "nobody", &contigs), read(&path, &contigs)] {
            let message = refused.unwrap_err().to_string();
            assert!(message.contains("line 3") && message.contains("mine, other"), "{message}");
        }
        std::fs::write(&path, format!("{head}file17\t7\t1\t500\t20\t-0.9\n")).unwrap();
        assert_eq!(read_of(&path, "mine", &contigs).unwrap(), mine, "one sample, whatever its name");
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
