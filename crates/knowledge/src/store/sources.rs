//! What a department downloads, as a folder of knowledge is built from it.

use std::{collections::BTreeMap, path::PathBuf};

use marv_model::genome::Build;

/// The files to build from, of one build. None of them has to be there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources {
    /// The build of every coordinate; GRCh38 where none is given.
    pub build: Option<Build>,
    /// Gene models: GFF3 (RefSeq, Ensembl, GENCODE, MANE), GTF, or UCSC's genePred with a `bin` column or without.
    pub transcripts: Vec<PathBuf>,
    /// Which transcripts are MANE Select, where the models do not say: NCBI's MANE summary.
    pub mane: Option<PathBuf>,
    /// UCSC's cytoBand table, for a build other than GRCh38.
    pub bands: Option<PathBuf>,
    /// Frequencies of alleles: VCFs with positions in order within each contig, such as a file a chromosome.
    pub population: Vec<PathBuf>,
    /// ClinVar's VCF.
    pub clinvar: Option<PathBuf>,
    /// A panel of normals, as `marv pon build` makes it, or another program's sites.
    pub normals: Option<PathBuf>,
    /// The table of cancerhotspots.org as Genome Nexus publishes it.
    pub hotspots: Option<PathBuf>,
    /// CIViC's table of clinical evidence.
    pub civic: Option<PathBuf>,
    /// The parts of genes in cancer: OncoKB's, IntOGen's or COSMIC's table, or columns `gene` and `role`.
    pub genes: Option<PathBuf>,
    /// Fusions: columns of both genes, or lines that begin with `BCR::ABL1`.
    pub fusions: Option<PathBuf>,
    /// The department's own rows of evidence, in the form of the embedded table.
    pub evidence: Option<PathBuf>,
    /// Terms of a source, as the department knows them; sources by [`super::ROLES`].
    pub terms: BTreeMap<String, String>,
    /// Release of a source.
    pub releases: BTreeMap<String, String>,
    /// The day of a source's release, `YYYY-MM-DD`.
    pub dates: BTreeMap<String, String>,
    /// The day of building, `YYYY-MM-DD`, for the manifest.
    pub date: String,
}

impl Sources {
    /// Whether the source of this role ([`super::ROLES`]) is given.
    pub fn has(&self, role: &str) -> bool {
        match role {
            "transcripts" => !self.transcripts.is_empty(),
            "population" => !self.population.is_empty(),
            "mane" => self.mane.is_some(),
            "bands" => self.bands.is_some(),
            "clinvar" => self.clinvar.is_some(),
            "normals" => self.normals.is_some(),
            "hotspots" => self.hotspots.is_some(),
            "civic" => self.civic.is_some(),
            "genes" => self.genes.is_some(),
            "fusions" => self.fusions.is_some(),
            "evidence" => self.evidence.is_some(),
            _ => false,
        }
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        !super::ROLES.iter().any(|role| self.has(role))
    }
}
