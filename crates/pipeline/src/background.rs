//! What is known of alleles beside the pair's reads: a panel of normals, and how common they are in the population.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use marv_ingest::{table, variants::VariantReader};
use marv_knowledge::Knowledge;
use marv_model::{
    genome::{Contigs, Interval, bare_name},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use marv_somatic::{Background, Known, RegionEvidence};

use crate::{CaseFile, Error, pon::PanelOfNormals, same_genome, supplied::Supplied};

/// The files of a case, opened.
#[derive(Debug, Default)]
pub(crate) struct Backgrounds {
    normals: Option<Normals>,
    population: Option<Population>,
}

/// A panel of normals.
#[derive(Debug)]
enum Normals {
    /// The case's own.
    Held(PanelOfNormals),
    /// The department's, in its knowledge: asked allele by allele.
    Department { knowledge: Box<Mutex<Knowledge>>, samples: u32 },
}

impl Normals {
    fn samples(&self) -> u32 {
        match self {
            Self::Held(panel) => panel.samples(),
            Self::Department { samples, .. } => *samples,
        }
    }
    /// The carriers of a region's candidates; alleles that no normal shows are left out.
    fn carriers(&self, evidence: &RegionEvidence, contigs: &Contigs) -> Result<BTreeMap<SmallVariant, u32>, Error> {
        let variants = evidence.candidates.iter().map(|candidate| &candidate.variant);
        match self {
            Self::Held(panel) => {
                Ok(variants.filter_map(|variant| Some((variant.clone(), panel.carriers(variant)?))).collect())
            }
            Self::Department { knowledge, .. } => {
                let mut knowledge = knowledge.lock().unwrap_or_else(PoisonError::into_inner);
                let contig = contigs.name(evidence.region.contig());
                let mut found = BTreeMap::new();
                for variant in variants {
                    let (r, a) = (variant.reference().as_str(), variant.alternate().as_str());
                    match knowledge.normals(contig, variant.position() + 1, r, a)? {
                        Some(carriers) if carriers > 0 => {
                            found.insert(variant.clone(), carriers);
                        }
                        _ => {}
                    }
                }
                Ok(found)
            }
        }
    }
}

/// Frequencies of alleles.
#[derive(Debug)]
enum Population {
    /// Asked place by place.
    Indexed(PathBuf),
    /// A small file without an index, held whole.
    Held(BTreeMap<SmallVariant, f64>),
}

impl Backgrounds {
    pub(crate) fn open(file: &CaseFile, contigs: &Contigs, reference: &dyn ReferenceSource) -> Result<Self, Error> {
        let normals = match (&file.panel_of_normals, &file.knowledge) {
            (Some(path), _) => Some(Normals::Held(PanelOfNormals::read(path, contigs, reference)?)),
            (None, Some(folder)) => {
                let knowledge = Knowledge::open(folder)?;
                knowledge
                    .normals_of()
                    .map(|samples| Normals::Department { knowledge: Box::new(Mutex::new(knowledge)), samples })
            }
            (None, None) => None,
        };
        let population = file.population.as_deref().map(|path| Population::open(path, contigs)).transpose()?;
        Ok(Self { normals, population })
    }

    /// What is known of the candidates of a region.
    pub(crate) fn of(
        &self,
        evidence: &RegionEvidence,
        supplied: &Supplied,
        contigs: &Contigs,
    ) -> Result<Background, Error> {
        let mut alleles: BTreeMap<SmallVariant, Known> = BTreeMap::new();
        let frequencies = match &self.population {
            Some(population) => population.around(evidence, contigs)?,
            None => BTreeMap::new(),
        };
        let carriers = match &self.normals {
            Some(normals) => normals.carriers(evidence, contigs)?,
            None => BTreeMap::new(),
        };
        for candidate in &evidence.candidates {
            let variant = &candidate.variant;
            let known = Known {
                population: frequencies.get(variant).copied(),
                normals: carriers.get(variant).copied(),
                callers: supplied.passing(variant),
                dissenting: 0,
            };
            if known != Known::default() {
                alleles.insert(variant.clone(), known);
            }
        }
        Ok(Background {
            alleles,
            population: self.population.is_some(),
            normals: self.normals.as_ref().map(Normals::samples),
        })
    }
}

impl Population {
    fn open(path: &Path, contigs: &Contigs) -> Result<Self, Error> {
        let mut reader = VariantReader::open(path)?;
        same_genome::refuse_other(path, &reader, contigs)?;
        if !reader.header().info.contains_key("AF") {
            return Err(Error::file(
                path,
                Some("header"),
                "it declares no INFO/AF",
                "give a VCF of allele frequencies, one AF an alternate allele, such as the population's sites with AF kept",
            ));
        }
        let mut index = path.as_os_str().to_owned();
        index.push(".tbi");
        if Path::new(&index).exists() {
            return Ok(Self::Indexed(path.to_owned()));
        }
        let mut held = BTreeMap::new();
        while let Some(record) = reader.next_record()? {
            let Some(contig) = contigs.id_or_alias(&record.contig) else { continue };
            let frequencies = record.info("AF").unwrap_or_default();
            let place = record.position.checked_sub(1);
            for (alternate, frequency) in record.alternates.iter().zip(frequencies.split(',')) {
                let variant =
                    place.and_then(|at| SmallVariant::new(contig, at, &*record.reference, alternate.as_str()).ok());
                if let (Some(variant), Ok(frequency)) = (variant, frequency.parse::<f64>()) {
                    held.insert(variant.trimmed(), frequency);
                }
            }
        }
        Ok(Self::Held(held))
    }

    /// The frequencies of the alleles around a region's candidates.
    fn around(&self, evidence: &RegionEvidence, contigs: &Contigs) -> Result<BTreeMap<SmallVariant, f64>, Error> {
        let path = match self {
            Self::Held(held) => {
                let known = |variant: &SmallVariant| Some((variant.clone(), *held.get(variant)?));
                return Ok(evidence.candidates.iter().filter_map(|c| known(&c.variant)).collect());
            }
            Self::Indexed(path) => path,
        };
        let mut found = BTreeMap::new();
        for stretch in stretches(evidence) {
            let name = contigs.name(stretch.contig());
            let other = if bare_name(name) == name { format!("chr{name}") } else { bare_name(name).to_owned() };
            let rows = |name: &str| table::query(path, name, stretch.start() + 1, stretch.end());
            let mut lines = rows(name)?;
            if lines.is_empty() {
                lines = rows(&other)?;
            }
            for line in lines {
                let fields: Vec<&str> = line.split('\t').take(8).collect();
                let [_, position, _, reference, alternates, _, _, info] = fields[..] else { continue };
                let frequencies = info.split(';').find_map(|field| field.strip_prefix("AF=")).unwrap_or_default();
                let Some(place) = position.parse::<u32>().ok().and_then(|at| at.checked_sub(1)) else { continue };
                for (alternate, frequency) in alternates.split(',').zip(frequencies.split(',')) {
                    let variant = SmallVariant::new(stretch.contig(), place, reference, alternate);
                    if let (Ok(variant), Ok(frequency)) = (variant, frequency.parse::<f64>()) {
                        found.insert(variant.trimmed(), frequency);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Candidates further apart than this are asked for one by one.
const TOGETHER: u32 = 5_000;

/// The parts of a region that hold candidates.
fn stretches(evidence: &RegionEvidence) -> Vec<Interval> {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for candidate in &evidence.candidates {
        let start = candidate.variant.position();
        let end = start + u32::try_from(candidate.variant.reference().len()).unwrap_or(1);
        match parts.last_mut() {
            Some(last) if start <= last.1 + TOGETHER => last.1 = last.1.max(end),
            _ => parts.push((start, end)),
        }
    }
    let contig = evidence.region.contig();
    parts.into_iter().filter_map(|(start, end)| Interval::new(contig, start, end).ok()).collect()
}
