//! The panel of normals: alleles that unrelated normals show, made from their calls and read for a case. Junctions have a
//! panel of their own.

pub(crate) mod junctions;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

use marv_ingest::{
    reference::Reference,
    table::IndexedTableWriter,
    variants::{SampleNames, VariantReader, read_supplied},
};
use marv_model::{genome::Contigs, sequence::ReferenceSource, variant::SmallVariant};
use serde::Serialize;

use crate::{
    Error,
    error::file_name,
    progress::{Event, Progress},
    same_genome,
};

/// The header line that says how many normals a panel is made of.
const SAMPLES: &str = "marvPanelOfNormals";
/// INFO: how many normals show the allele.
const CARRIERS: &str = "NS";

/// Alleles of normals, with how many show each.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PanelOfNormals {
    samples: u32,
    carriers: BTreeMap<SmallVariant, u32>,
}

impl PanelOfNormals {
    /// A panel as [`build_panel_of_normals`] writes it, or another program's sites: a VCF without INFO/NS counts each of
    /// its alleles as seen often enough.
    pub(crate) fn read(path: &Path, contigs: &Contigs, reference: &dyn ReferenceSource) -> Result<Self, Error> {
        let mut reader = VariantReader::open(path)?;
        same_genome::refuse_other(path, &reader, contigs)?;
        let samples = samples(&reader);
        let mut carriers = BTreeMap::new();
        while let Some(record) = reader.next_record()? {
            let Some(contig) = contigs.id_or_alias(&record.contig) else { continue };
            let Some(place) = record.position.checked_sub(1) else { continue };
            let seen = record.info(CARRIERS).and_then(|text| text.parse().ok()).unwrap_or(u32::MAX);
            for alternate in &record.alternates {
                let Ok(variant) = SmallVariant::new(contig, place, &*record.reference, alternate.as_str()) else {
                    continue; // symbolic, or with other letters
                };
                let there = variant.interval().and_then(|interval| reference.bases(interval));
                if there.is_some_and(|bases| bases != *variant.reference()) {
                    return Err(Error::file(
                        path,
                        Some(&format!("line {}", record.line)),
                        format!("REF {} is not the reference's", record.reference),
                        "make the panel from normals of this reference",
                    ));
                }
                carriers.insert(variant.trimmed(), seen);
            }
        }
        Ok(Self { samples: samples.unwrap_or(1), carriers })
    }
    pub(crate) fn samples(&self) -> u32 {
        self.samples
    }
    pub(crate) fn carriers(&self, variant: &SmallVariant) -> Option<u32> {
        self.carriers.get(variant).copied()
    }
}

fn samples(reader: &VariantReader) -> Option<u32> {
    reader.header().values(SAMPLES).next().and_then(|text| text.parse().ok())
}

/// What a panel counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PanelOf {
    /// Alleles of small variants.
    Alleles,
    /// Junctions of rearrangements.
    Junctions,
}

impl fmt::Display for PanelOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Alleles => "alleles",
            Self::Junctions => "junctions",
        })
    }
}

/// What a panel holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PanelSummary {
    /// Where it lies.
    pub path: PathBuf,
    /// What it counts.
    pub of: PanelOf,
    /// Normals that it is made of; none where the file does not say.
    pub samples: Option<u32>,
    /// Alleles by how many normals show them.
    pub carriers: BTreeMap<u32, u64>,
}

impl fmt::Display for PanelSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let samples = self.samples.map_or("an unknown number of".to_owned(), |samples| samples.to_string());
        let all: u64 = self.carriers.values().sum();
        let several: u64 = self.carriers.range(2..).map(|(_, count)| count).sum();
        let of = self.of;
        writeln!(f, "{}: {all} {of} of {samples} normals, {several} in two or more", file_name(&self.path))?;
        writeln!(f, "normals\t{of}")?;
        self.carriers.iter().try_for_each(|(normals, count)| writeln!(f, "{normals}\t{count}"))
    }
}

/// Makes a panel of normals from the calls of normals, one file each: `marv call --tumour NORMAL` without a normal, or
/// another caller's. Every allele of a file counts once, whatever its filters: what normals show again and again is
/// inherited or an artefact, and neither is acquired. `out` is a VCF (`.vcf.gz`, with an index) with INFO/NS.
///
/// # Errors
/// When a file cannot be read or is of another genome.
pub fn build_panel_of_normals(
    normals: &[PathBuf],
    reference: &Path,
    out: &Path,
    progress: &dyn Progress,
) -> Result<PanelSummary, Error> {
    refuse_too_few(normals)?;
    let reference = Reference::open(reference)?;
    let contigs = reference.contigs();
    let mut carriers: BTreeMap<SmallVariant, u32> = BTreeMap::new();
    let mut lists: BTreeMap<Vec<SmallVariant>, &Path> = BTreeMap::new();
    for path in normals {
        let read = read_supplied(path, contigs, Some(&reference), &SampleNames::default())?;
        for notice in &read.tally.skipped {
            let message = format!("{}: {} ({} alleles)", file_name(path), notice.what, notice.count);
            progress.event(Event::Warning { message });
        }
        let mut alleles: Vec<SmallVariant> = read.variants.into_iter().map(|supplied| supplied.variant).collect();
        alleles.sort();
        alleles.dedup();
        for allele in &alleles {
            *carriers.entry(allele.clone()).or_default() += 1;
        }
        // Another person's calls are never the same to the last.
        if !alleles.is_empty()
            && let Some(other) = lists.insert(alleles, path)
        {
            return Err(Error::file(
                path,
                None,
                format!("it holds the same alleles as {}: one person would count as two", file_name(other)),
                "give the calls of each normal once",
            ));
        }
    }
    let mut writer = IndexedTableWriter::create(out, &head(contigs, normals.len())).map_err(Error::output)?;
    let mut summary = BTreeMap::new();
    for (variant, seen) in &carriers {
        let contig = contigs.name(variant.contig());
        let position = variant.position() + 1;
        let (r, a) = (variant.reference(), variant.alternate());
        let row = format!("{contig}\t{position}\t.\t{r}\t{a}\t.\t.\t{CARRIERS}={seen}");
        writer.write(contig, position, &row).map_err(Error::output)?;
        *summary.entry(*seen).or_default() += 1;
    }
    writer.finish().map_err(Error::output)?;
    let samples = u32::try_from(normals.len()).ok();
    Ok(PanelSummary { path: out.to_owned(), of: PanelOf::Alleles, samples, carriers: summary })
}

fn refuse_too_few(normals: &[PathBuf]) -> Result<(), Error> {
    if normals.len() >= 2 {
        return Ok(());
    }
    Err(Error::Usage {
        problem: "a panel of normals is made of two normals or more".into(),
        advice: "give the calls of each normal as a file".into(),
    })
}

fn head(contigs: &Contigs, normals: usize) -> String {
    let mut lines = vec!["##fileformat=VCFv4.3".to_owned(), format!("##{SAMPLES}={normals}")];
    lines.extend(contigs.iter().map(|(_, contig)| format!("##contig=<ID={},length={}>", contig.name, contig.length)));
    lines.push(format!("##INFO=<ID={CARRIERS},Number=1,Type=Integer,Description=\"Normals that show the allele\">"));
    lines.push("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO".to_owned());
    lines.join("\n")
}

/// What a panel holds, without a reference.
///
/// # Errors
/// When the file cannot be read.
pub fn show_panel_of_normals(path: &Path) -> Result<PanelSummary, Error> {
    if junctions::is_named_as_one(path) {
        return junctions::show(path);
    }
    let mut reader = VariantReader::open(path)?;
    let samples = samples(&reader);
    let mut carriers = BTreeMap::new();
    while let Some(record) = reader.next_record()? {
        let seen = record.info(CARRIERS).and_then(|text| text.parse().ok()).unwrap_or(1);
        *carriers.entry(seen).or_default() += u64::try_from(record.alternates.len()).unwrap_or(0);
    }
    Ok(PanelSummary { path: path.to_owned(), of: PanelOf::Alleles, samples, carriers })
}
