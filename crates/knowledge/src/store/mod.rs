//! The knowledge that a department builds from files it downloaded: gene models, alleles by place, counts of hotspots, roles
//! of genes, fusions, clinical evidence.
//!
//! **Design.** A folder with tables and a manifest. What is small is read whole; what is large (population frequencies,
//! ClinVar) is a sorted table of fixed records with a sparse index, so that a lookup reads one block and memory does not grow
//! with the source. Nothing is fetched; a source that was not given leaves its question open.

mod alleles;
mod bands;
mod build;
mod chromosome;
mod civic;
mod evidence;
mod frequency;
mod fusions;
mod hotspots;
mod lines;
mod manifest;
mod named;
mod record;
mod roles;
mod sources;
mod transcripts;

use std::path::{Path, PathBuf};

use marv_annotate::{GeneRole, bundle::Band};
use marv_ingest::Error as FileError;
use marv_model::genome::Build;

use crate::Evidence;

pub use alleles::{Alleles, Lookup};
pub use build::build;
pub use civic::{Civic, CivicRow};
pub use fusions::Fusions;
pub use hotspots::Hotspots;
pub use manifest::{Change, MANIFEST, Manifest, SourceFile, TableFile, Verdict, diff, verify};
pub use record::{Allele, Significance};
pub use roles::Roles;
pub use sources::Sources;
pub use transcripts::Transcripts;

/// The words by which the sources of a folder are named: on the command line and in the manifest.
pub const ROLES: [&str; 11] = [
    "transcripts",
    "mane",
    "bands",
    "population",
    "clinvar",
    "normals",
    "hotspots",
    "civic",
    "genes",
    "fusions",
    "evidence",
];

/// File names in the folder.
pub(crate) const POPULATION: &str = "population.alleles";
pub(crate) const CLINVAR: &str = "clinvar.alleles";
pub(crate) const HOTSPOTS: &str = "hotspots.tsv";
pub(crate) const CIVIC: &str = "civic.tsv";
pub(crate) const TRANSCRIPTS: &str = "transcripts.tsv";
pub(crate) const TRANSCRIPTS_INDEX: &str = "transcripts.index";
pub(crate) const BANDS: &str = "bands.tsv";
pub(crate) const NORMALS: &str = "normals.alleles";
pub(crate) const GENES: &str = "genes.tsv";
pub(crate) const FUSIONS: &str = "fusions.tsv";
pub(crate) const EVIDENCE: &str = "evidence.tsv";

/// A build by the word of a manifest.
pub(crate) fn build_of(word: &str) -> Build {
    [Build::Grch37, Build::Grch38, Build::Chm13]
        .into_iter()
        .find(|build| build.to_string() == word)
        .unwrap_or(Build::Unknown)
}

/// A folder of knowledge, opened.
#[derive(Debug)]
pub struct Knowledge {
    folder: PathBuf,
    manifest: Manifest,
    manifest_hash: String,
    population: Option<Alleles>,
    clinvar: Option<Alleles>,
    hotspots: Option<Hotspots>,
    civic: Option<Civic>,
    transcripts: Option<Transcripts>,
    bands: Vec<Band>,
    normals: Option<Alleles>,
    roles: Option<Roles>,
    fusions: Option<Fusions>,
    evidence: Option<Evidence>,
}

/// What is known of one allele. None: the source was not given, or does not cover the place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KnownAllele {
    /// Its highest frequency in a population, 0 to 1; 0 where the source covers the place and does not have it.
    pub frequency: Option<f64>,
    /// ClinVar's significance, where it has the allele.
    pub clinvar: Option<Significance>,
}

impl Knowledge {
    /// Opens a folder that `marv knowledge build` made. The tables that the manifest lists must be there; their hashes are
    /// [`verify`]'s to check.
    pub fn open(folder: &Path) -> Result<Self, FileError> {
        let (manifest, manifest_hash) = Manifest::read(folder)?;
        let path = |name: &str| manifest.tables.iter().any(|table| table.file == name).then(|| folder.join(name));
        Ok(Self {
            population: path(POPULATION).map(|path| Alleles::open(&path)).transpose()?,
            clinvar: path(CLINVAR).map(|path| Alleles::open(&path)).transpose()?,
            hotspots: path(HOTSPOTS).map(|path| Hotspots::open(&path)).transpose()?,
            civic: path(CIVIC).map(|path| Civic::open(&path)).transpose()?,
            transcripts: path(TRANSCRIPTS)
                .map(|path| Transcripts::open(&path, &folder.join(TRANSCRIPTS_INDEX)))
                .transpose()?,
            bands: path(BANDS).map(|path| bands::open(&path)).transpose()?.unwrap_or_default(),
            normals: path(NORMALS).map(|path| Alleles::open(&path)).transpose()?,
            roles: path(GENES).map(|path| Roles::open(&path)).transpose()?,
            fusions: path(FUSIONS).map(|path| Fusions::open(&path)).transpose()?,
            evidence: path(EVIDENCE).map(|path| evidence::open(&path)).transpose()?,
            folder: folder.to_owned(),
            manifest,
            manifest_hash,
        })
    }
    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// Sources, terms, dates and hashes.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    /// SHA-256 of the manifest, which holds those of the tables.
    pub fn hash(&self) -> &str {
        &self.manifest_hash
    }
    /// What is known of an allele, as a VCF writes it: contig with or without `chr`, position 1-based. Lookups in the
    /// genome's order are the fastest.
    pub fn allele(
        &mut self,
        contig: &str,
        position: u32,
        reference: &str,
        alternate: &str,
    ) -> Result<KnownAllele, FileError> {
        let Some(allele) = Allele::of(contig, position, reference, alternate) else {
            return Ok(KnownAllele::default());
        };
        let frequency = match &mut self.population {
            Some(table) => match table.find(allele)? {
                Lookup::Found(bits) => Some(f64::from(f32::from_bits(bits))),
                Lookup::Absent { covered: true } => Some(0.0),
                Lookup::Absent { covered: false } => None,
            },
            None => None,
        };
        let clinvar = match &mut self.clinvar {
            Some(table) => match table.find(allele)? {
                Lookup::Found(code) => Significance::from_code(code),
                Lookup::Absent { .. } => None,
            },
            None => None,
        };
        Ok(KnownAllele { frequency, clinvar })
    }
    /// The build of its coordinates.
    pub fn build(&self) -> Build {
        build_of(&self.manifest.build)
    }
    /// Gene models, where they were given.
    pub fn transcripts(&self) -> Option<&Transcripts> {
        self.transcripts.as_ref()
    }
    /// Cytogenetic bands; empty where they were not given.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }
    /// How many of a panel's normals show an allele, and of how many people the panel is; the count is `u32::MAX` where
    /// the panel does not count. None where no panel was given, zero where it does not have the allele.
    pub fn normals(
        &mut self,
        contig: &str,
        position: u32,
        reference: &str,
        alternate: &str,
    ) -> Result<Option<u32>, FileError> {
        let (Some(table), Some(allele)) = (&mut self.normals, Allele::of(contig, position, reference, alternate))
        else {
            return Ok(None);
        };
        Ok(Some(match table.find(allele)? {
            Lookup::Found(count) => count,
            Lookup::Absent { .. } => 0,
        }))
    }
    /// Of how many people the panel of normals is; one where it does not say. None without a panel.
    pub fn normals_of(&self) -> Option<u32> {
        self.normals.as_ref().map(|_| self.manifest.normals.unwrap_or(1))
    }
    /// A gene's part in cancer. None where no table was given or the table does not have it.
    pub fn role(&self, gene: &str) -> Option<GeneRole> {
        self.roles.as_ref()?.of(gene)
    }
    /// Fusions that a department's table lists.
    pub fn fusions(&self) -> Option<&Fusions> {
        self.fusions.as_ref()
    }
    /// What the literature says of findings: the embedded table, and the department's rows behind it.
    pub fn evidence(&self) -> &Evidence {
        self.evidence.as_ref().unwrap_or_else(|| Evidence::embedded())
    }
    /// How many tumours have a change: with any change of the residue, and with this one. None where no table was given; 0
    /// where the table does not have it.
    pub fn hotspot(&self, gene: &str, hgvs_p: Option<&str>) -> Option<(u32, u32)> {
        Some(self.hotspots.as_ref()?.counts(gene, hgvs_p))
    }
    /// Accepted evidence of CIViC for a gene's change.
    pub fn civic(&self, gene: &str, hgvs_p: Option<&str>) -> Vec<&CivicRow> {
        self.civic.as_ref().map_or_else(Vec::new, |civic| civic.of(gene, hgvs_p))
    }
}
