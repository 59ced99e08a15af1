//! The knowledge that a department builds from files it downloaded: alleles by place, counts of hotspots, clinical evidence.
//!
//! **Design.** A folder with tables and a manifest. What is small is read whole; what is large (population frequencies,
//! ClinVar) is a sorted table of fixed records with a sparse index, so that a lookup reads one block and memory does not grow
//! with the source. Nothing is fetched; a source that was not given leaves its question open.

mod alleles;
mod build;
mod civic;
mod hotspots;
mod manifest;
mod record;

use std::path::{Path, PathBuf};

use marv_ingest::Error as FileError;

pub use alleles::{Alleles, Lookup};
pub use build::{Sources, build};
pub use civic::{Civic, CivicRow};
pub use hotspots::Hotspots;
pub use manifest::{Change, MANIFEST, Manifest, SourceFile, TableFile, Verdict, diff, verify};
pub use record::{Allele, Significance};

/// File names in the folder.
pub(crate) const POPULATION: &str = "population.alleles";
pub(crate) const CLINVAR: &str = "clinvar.alleles";
pub(crate) const HOTSPOTS: &str = "hotspots.tsv";
pub(crate) const CIVIC: &str = "civic.tsv";

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
