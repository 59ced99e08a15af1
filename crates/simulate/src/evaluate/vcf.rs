//! What of a VCF a comparison needs.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;
use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

use super::{
    Candidate,
    contamination::{ESTIMATE_KEY, estimate},
};
use crate::{Error, donor::LONGEST_ALLELE};

/// What a file holds.
#[derive(Debug)]
pub(super) struct File {
    /// Its small variants.
    pub(super) candidates: Vec<Candidate>,
    /// Alleles that are none.
    pub(super) not_compared: u32,
    /// The header's estimate of tumour in the normal: share, 95 % interval, observations.
    pub(super) estimate: Option<(f64, [f64; 2], u64)>,
}

/// Reads a file, plain text or gzip.
pub(super) fn read(path: &Path, contigs: &Contigs, source: &dyn ReferenceSource) -> Result<File, Error> {
    let mut file = fs::File::open(path).map_err(|error| Error::file(path, error))?;
    let mut magic = [0u8; 2];
    let filled = file.read(&mut magic).map_err(|error| Error::file(path, error))?;
    let start = std::io::Cursor::new(magic[..filled].to_vec());
    let whole = start.chain(file);
    let text: Box<dyn BufRead> = if magic == [0x1f, 0x8b] {
        Box::new(BufReader::new(MultiGzDecoder::new(whole)))
    } else {
        Box::new(BufReader::new(whole))
    };
    let (mut candidates, mut not_compared, mut is_vcf, mut share) = (Vec::new(), 0, false, None);
    for (number, line) in text.lines().enumerate() {
        let line = line.map_err(|error| Error::file(path, error))?;
        let refuse = |problem: String| Error::Vcf { path: path.to_owned(), line: number + 1, problem };
        if line.starts_with('#') {
            is_vcf |= line.starts_with("##fileformat=VCF");
            let value = line.strip_prefix("##").and_then(|line| line.strip_prefix(ESTIMATE_KEY)?.strip_prefix('='));
            share = value.and_then(estimate).or(share);
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
        not_compared += record(&line, contigs, source, &mut candidates).map_err(refuse)?;
    }
    Ok(File { candidates, not_compared, estimate: share })
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
    let (of_tumour, of_normal) = (fractions(&fields, info, 0), fractions(&fields, info, 1));
    let somatic = info_value(info, "SPP").and_then(|text| text.parse::<f64>().ok());
    let somatic = somatic.map(|quality| (1.0 - 10f64.powf(-quality / 10.0)).clamp(0.0, 1.0));
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
                fraction: of_tumour.get(number).copied().flatten(),
                normal_fraction: of_normal.get(number).copied().flatten(),
                somatic,
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

/// The fractions of each allele in a sample (0 the tumour, 1 the normal): FORMAT AF, or INFO AF or VAF (tumour) and NVAF
/// (normal).
fn fractions(fields: &[&str], info: &str, sample: usize) -> Vec<Option<f64>> {
    let of_sample = || {
        let index = fields.get(8)?.split(':').position(|key| key == "AF")?;
        fields.get(9 + sample)?.split(':').nth(index)
    };
    let of_info = || match sample {
        0 => info_value(info, "AF").or_else(|| info_value(info, "VAF")),
        _ => info_value(info, "NVAF"),
    };
    let list = of_sample().or_else(of_info).unwrap_or("");
    list.split(',').map(|value| value.parse().ok().filter(|fraction| (0.0..=1.0).contains(fraction))).collect()
}
