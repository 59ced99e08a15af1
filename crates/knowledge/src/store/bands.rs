//! Cytogenetic bands, as UCSC's cytoBand tables have them.

use std::path::Path;

use marv_annotate::bundle::Band;
use marv_ingest::Error as FileError;

use super::{chromosome, lines::Lines};

/// Reads a table: chromosome, start, end, band, stain; no header. Bands of other contigs are left out.
pub(super) fn open(path: &Path) -> Result<Vec<Band>, FileError> {
    Ok(read(path)?.0)
}

/// The bands, and how many lines there were.
pub(super) fn read(path: &Path) -> Result<(Vec<Band>, u64), FileError> {
    let mut lines = Lines::open(path)?;
    let (mut bands, mut count) = (Vec::new(), 0);
    while let Some((_, line)) = lines.next_line()? {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        count += 1;
        let [chrom, start, end, name, stain] = &cells[..] else {
            return Err(lines.refuse(
                "the line",
                &format!("{} columns", cells.len()),
                "chrom, start, end, band, stain",
            ));
        };
        let number =
            |text: &str, column: &str| text.parse::<u32>().map_err(|_| lines.refuse(column, text, "a whole number"));
        let range = number(start, "start")?..number(end, "end")?;
        if range.is_empty() {
            return Err(lines.refuse("end", end, "a place behind the start"));
        }
        let Some(chromosome) = chromosome::number(chrom).filter(|_| !name.is_empty()) else { continue };
        bands.push(Band {
            chrom: chromosome::name(chromosome).into(),
            range,
            name: name.as_str().into(),
            stain: stain.as_str().into(),
        });
    }
    Ok((bands, count))
}

/// As the folder's table.
pub(super) fn text(bands: &[Band]) -> String {
    let line = |band: &Band| {
        format!("{}\t{}\t{}\t{}\t{}\n", band.chrom, band.range.start, band.range.end, band.name, band.stain)
    };
    bands.iter().map(line).collect()
}
