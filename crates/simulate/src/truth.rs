//! What is true of a pair, written as VCF and TSV.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use marv_model::{
    genome::{Contigs, Interval},
    structure::Kept,
    variant::SmallVariant,
};
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    donor::{Donor, Inherited},
};

/// A variant of the truth, with the fraction of fragments that is expected to carry it in each sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrueVariant {
    /// Left-aligned.
    pub variant: SmallVariant,
    /// 0 to 1.
    pub tumour_fraction: f64,
    /// 0 to 1; above 0 where tumour cells are in the normal sample.
    pub normal_fraction: f64,
    /// The clone it arose in.
    pub clone: String,
    /// For people, such as `TP53 p.Arg175His`, where the scenario named it.
    pub label: Option<String>,
    /// Bases of a tandem duplication, filler included.
    pub duplicated: Option<u32>,
}

const HEADER: &str = "##fileformat=VCFv4.3\n\
    ##INFO=<ID=CLONE,Number=1,Type=String,Description=\"Clone in which the variant arose\">\n\
    ##INFO=<ID=LABEL,Number=1,Type=String,Description=\"Name that the scenario gives, with _ for spaces\">\n\
    ##INFO=<ID=DUPLEN,Number=1,Type=Integer,Description=\"Length of the tandem duplication, bases between the copies included\">\n\
    ##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype of the founding cells; haplotype 1 first where phased\">\n\
    ##FORMAT=<ID=AF,Number=A,Type=Float,Description=\"Expected fraction of fragments that carry the allele\">\n";

/// The acquired variants of a pair.
pub(crate) fn somatic(donor: &Donor) -> Vec<TrueVariant> {
    let of = |somatic: &crate::donor::Somatic| {
        let place = somatic.variant.interval()?;
        let [tumour_fraction, normal_fraction] = donor.populations.fractions(&somatic.acquired, place);
        Some(TrueVariant {
            variant: somatic.variant.clone(),
            tumour_fraction,
            normal_fraction,
            clone: donor.populations.clone_names().get(somatic.acquired.clone).cloned().unwrap_or_default(),
            label: somatic.label.clone(),
            duplicated: somatic.duplicated,
        })
    };
    donor.somatic.iter().filter_map(of).collect()
}

/// The acquired variants as VCF text; samples are in the order tumour, normal.
pub(crate) fn somatic_vcf(donor: &Donor, truth: &[TrueVariant], samples: [&str; 2]) -> String {
    let mut text = header(&donor.contigs, samples);
    for (known, somatic) in truth.iter().zip(&donor.somatic) {
        let mut info = format!("CLONE={}", value(&known.clone));
        if let Some(label) = &known.label {
            let _ = write!(info, ";LABEL={}", value(label));
        }
        if let Some(length) = known.duplicated {
            let _ = write!(info, ";DUPLEN={length}");
        }
        let genotype = if somatic.acquired.haplotype == 0 { "1|0" } else { "0|1" };
        let samples = format!("{genotype}:{:.6}\t0|0:{:.6}", known.tumour_fraction, known.normal_fraction);
        record(&mut text, &donor.contigs, &known.variant, &info, &samples);
    }
    text
}

/// The inherited variants as VCF text.
pub(crate) fn germline_vcf(donor: &Donor, samples: [&str; 2]) -> String {
    let mut text = header(&donor.contigs, samples);
    for Inherited { variant, on } in &donor.inherited {
        let place = variant.interval().unwrap_or(donor.contigs.whole(variant.contig()));
        let fractions = donor.populations.haplotype_fractions(*on, place);
        let genotype = format!("{}|{}", u8::from(on[0]), u8::from(on[1]));
        let samples = format!("{genotype}:{:.6}\t{genotype}:{:.6}", fractions[0], fractions[1]);
        record(&mut text, &donor.contigs, variant, ".", &samples);
    }
    text
}

/// The copy numbers of the clones, as the scenario gives them: 1-based, closed.
pub(crate) fn segments_tsv(scenario: &crate::scenario::Scenario) -> String {
    let mut text = "contig\tstart\tend\tclone\tcopies_haplotype_1\tcopies_haplotype_2\n".to_owned();
    let first = scenario.clones.first().map_or("founder", |clone| &clone.name);
    for segment in &scenario.segments {
        let clone = segment.clone.as_deref().unwrap_or(first);
        let [one, two] = segment.copies;
        let _ = writeln!(text, "{}\t{}\t{}\t{clone}\t{one}\t{two}", segment.contig, segment.start, segment.end);
    }
    text
}

/// The junctions: 1-based last kept bases, `-` where the kept bases lie before the place and `+` where they lie from it
/// on, and the share of each sample's cells that have them.
pub(crate) fn junctions_tsv(donor: &Donor) -> String {
    let mut text = "contig\tposition\tkept\tother_contig\tother_position\tother_kept\tinserted\tclone\tcopies\t\
                    tumour_cells\tnormal_cells\n"
        .to_owned();
    for junction in &donor.junctions {
        for side in junction.sides {
            let kept = if side.kept == Kept::Before { '-' } else { '+' };
            let position = u64::from(side.locus.position) + 1;
            let _ = write!(text, "{}\t{position}\t{kept}\t", donor.contigs.name(side.locus.contig));
        }
        let [tumour, normal] = donor.cells_with(junction);
        let inserted = String::from_utf8_lossy(&junction.inserted);
        let clone = donor.populations.clone_names().get(junction.clone).map_or("", String::as_str);
        let _ = writeln!(text, "{inserted}\t{clone}\t{}\t{tumour:.6}\t{normal:.6}", junction.copies);
    }
    text
}

/// Regions as BED: 0-based, half-open.
pub(crate) fn regions_bed(contigs: &Contigs, regions: &[Interval]) -> String {
    let mut text = String::new();
    for region in regions {
        let _ = writeln!(text, "{}\t{}\t{}", contigs.name(region.contig()), region.start(), region.end());
    }
    text
}

fn header(contigs: &Contigs, samples: [&str; 2]) -> String {
    let mut text = HEADER.to_owned();
    for (_, contig) in contigs.iter() {
        let _ = writeln!(text, "##contig=<ID={},length={}>", contig.name, contig.length);
    }
    let _ = writeln!(text, "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{}\t{}", samples[0], samples[1]);
    text
}

fn record(text: &mut String, contigs: &Contigs, variant: &SmallVariant, info: &str, samples: &str) {
    let name = contigs.name(variant.contig());
    let (reference, alternate) = (variant.reference(), variant.alternate());
    let position = u64::from(variant.position()) + 1;
    let _ = writeln!(text, "{name}\t{position}\t.\t{reference}\t{alternate}\t.\tPASS\t{info}\tGT:AF\t{samples}");
}

/// A name as the value of an INFO field, which may hold no space, `;`, `,` or `=`.
fn value(name: &str) -> String {
    name.replace(|letter: char| letter.is_whitespace() || matches!(letter, ';' | ',' | '='), "_")
}

/// Writes a file beside its place and renames it.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<PathBuf, Error> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    let partial = PathBuf::from(partial);
    fs::write(&partial, text).map_err(|error| Error::file(&partial, error))?;
    fs::rename(&partial, path).map_err(|error| Error::file(path, error))?;
    Ok(path.to_owned())
}
