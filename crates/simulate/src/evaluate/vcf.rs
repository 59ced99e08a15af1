//! What of a VCF a comparison needs.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

use crate::{Error, donor::LONGEST_ALLELE, evaluate::Candidate};

/// The small variants of a file, and how many alleles are none.
pub(super) fn read(
    path: &Path,
    contigs: &Contigs,
    source: &dyn ReferenceSource,
) -> Result<(Vec<Candidate>, u32), Error> {
    let mut file = File::open(path).map_err(|error| Error::file(path, error))?;
    let mut magic = [0u8; 2];
    let filled = file.read(&mut magic).map_err(|error| Error::file(path, error))?;
    let start = std::io::Cursor::new(magic[..filled].to_vec());
    let whole = start.chain(file);
    let text: Box<dyn BufRead> = if magic == [0x1f, 0x8b] {
        Box::new(BufReader::new(MultiGzDecoder::new(whole)))
    } else {
        Box::new(BufReader::new(whole))
    };
    let (mut found, mut others, mut is_vcf) = (Vec::new(), 0, false);
    for (number, line) in text.lines().enumerate() {
        let line = line.map_err(|error| Error::file(path, error))?;
        let refuse = |problem: String| Error::Vcf { path: path.to_owned(), line: number + 1, problem };
        if line.starts_with('#') {
            is_vcf |= line.starts_with("##fileformat=VCF");
            continue;
        }
        if !is_vcf {
            return Err(refuse(
                "no VCF: expected ##fileformat=VCFv4.x first (BCF: convert it with bcftools view)".into(),
            ));
        }
        if line.is_empty() {
            continue;
        }
        others += record(&line, contigs, source, &mut found).map_err(refuse)?;
    }
    Ok((found, others))
}

/// Adds the alleles of a line, and returns how many could not be compared.
fn record(
    line: &str,
    contigs: &Contigs,
    source: &dyn ReferenceSource,
    found: &mut Vec<Candidate>,
) -> Result<u32, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let field = |index: usize, name: &str| {
        fields.get(index).copied().filter(|text| !text.is_empty()).ok_or_else(|| format!("{name} is missing"))
    };
    let contig = field(0, "CHROM")?;
    let contig =
        contigs.id_or_alias(contig).ok_or_else(|| format!("CHROM {contig:?} is no contig of the reference"))?;
    let position = field(1, "POS")?;
    let position = position.parse::<u32>().ok().and_then(|at| at.checked_sub(1));
    let position = position.ok_or_else(|| format!("POS {:?} is no position from 1", fields[1]))?;
    let (reference, alternates) = (field(3, "REF")?, field(4, "ALT")?);
    let filters: Vec<String> = match fields.get(6).copied().unwrap_or(".") {
        "." | "PASS" => Vec::new(),
        list => list.split(';').map(str::to_owned).collect(),
    };
    let info = fields.get(7).copied().unwrap_or(".");
    let label = info_value(info, "LABEL").map(|label| label.replace('_', " "));
    let fractions = fractions(&fields, info);
    let mut others = 0;
    for (number, alternate) in alternates.split(',').enumerate() {
        if alternate == "." || alternate == "<*>" || alternate == "<NON_REF>" {
            continue;
        }
        let variant = if alternate.bytes().all(|base| base.is_ascii_alphabetic()) {
            SmallVariant::new(contig, position, reference, alternate).ok()
        } else {
            duplication(contig, position, alternate, info, source)
        };
        match variant {
            Some(variant) => found.push(Candidate {
                variant,
                fraction: fractions.get(number).copied().flatten(),
                filters: filters.clone(),
                label: label.clone(),
            }),
            None => others += 1,
        }
    }
    Ok(others)
}

/// A short tandem duplication as the insertion that it is.
fn duplication(
    contig: ContigId,
    position: u32,
    alternate: &str,
    info: &str,
    source: &dyn ReferenceSource,
) -> Option<SmallVariant> {
    let end: u32 = info_value(info, "END")?.parse().ok()?;
    let length = end.checked_sub(position + 1)?;
    if !alternate.starts_with("<DUP") || length == 0 || length > LONGEST_ALLELE {
        return None;
    }
    let bases = source.bases(Interval::new(contig, position, end).ok()?)?;
    SmallVariant::new(contig, position, &bases[..1], [&bases[..1], &bases[1..]].concat()).ok()
}

fn info_value<'a>(info: &'a str, key: &str) -> Option<&'a str> {
    info.split(';').find_map(|entry| entry.strip_prefix(key)?.strip_prefix('='))
}

/// AF of the first sample an allele, or of INFO.
fn fractions(fields: &[&str], info: &str) -> Vec<Option<f64>> {
    let of_sample = || {
        let index = fields.get(8)?.split(':').position(|key| key == "AF")?;
        fields.get(9)?.split(':').nth(index)
    };
    let list = of_sample().or_else(|| info_value(info, "AF")).unwrap_or("");
    list.split(',').map(|value| value.parse().ok().filter(|fraction| (0.0..=1.0).contains(fraction))).collect()
}
