//! The knowledge bundle: tables with a manifest, and the same bound to the contigs of a genome.

mod bound;
pub(crate) mod genes;
mod manifest;
mod moved;
mod tables;

use std::sync::LazyLock;

use marv_model::genome::{Build, Contigs};
use sha2::{Digest, Sha256};

pub use bound::{BoundBundle, CodonContext, Hotspot, PanelInterval, ReferenceMismatch};
pub use genes::{FunctionalStudy, GeneKnowledge, GeneRole};
pub use manifest::{Input, Manifest, Table};
pub use tables::{Band, HotspotRecord};

use crate::{
    error::{Error, WrongBuild},
    fusion::Recurrent,
    transcript::Transcript,
};

const EMBEDDED: [(&str, &str); 8] = [
    ("transcripts.tsv", include_str!("../../data/transcripts.tsv")),
    ("partners.tsv", include_str!("../../data/partners.tsv")),
    ("rearrangements.tsv", include_str!("../../data/rearrangements.tsv")),
    ("bands.tsv", include_str!("../../data/bands.tsv")),
    ("hotspots.tsv", include_str!("../../data/hotspots.tsv")),
    ("genes.tsv", include_str!("../../data/genes.tsv")),
    ("functional.tsv", include_str!("../../data/functional.tsv")),
    ("dropped.tsv", include_str!("../../data/dropped.tsv")),
];
const MANIFEST: &str = include_str!("../../data/manifest.json");

#[expect(clippy::expect_used, reason = "the tables are part of the program, and a test reads them")]
static HAEMATOLOGY: LazyLock<Bundle> =
    LazyLock::new(|| Bundle::parse(MANIFEST, &EMBEDDED).expect("the embedded bundle is whole"));

/// Gene models, bands and hotspots of one genome build. Independent of the contig names and order of a reference;
/// [`Bundle::for_contigs`] binds it to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    manifest: Manifest,
    hash: String,
    transcripts: Vec<Transcript>,
    partners: Vec<Transcript>,
    recurrent: Vec<Recurrent>,
    bands: Vec<Band>,
    hotspots: Vec<HotspotRecord>,
    genes: Vec<GeneKnowledge>,
    studies: Vec<FunctionalStudy>,
    /// Genes of the panel without a model here.
    absent: Vec<Box<str>>,
}

impl Bundle {
    /// The haematology bundle for GRCh38 that is part of the program.
    ///
    /// ```
    /// let bundle = marv_annotate::Bundle::embedded();
    /// assert!(bundle.genes().any(|gene| gene == "TP53"));
    /// ```
    pub fn embedded() -> &'static Bundle {
        &HAEMATOLOGY
    }
    /// From the text of a manifest and of the tables it lists (name and content). The tables must be those of the
    /// manifest, byte by byte.
    pub fn parse(manifest: &str, files: &[(&str, &str)]) -> Result<Self, Error> {
        let parsed: Manifest =
            serde_json::from_str(manifest).map_err(|e| Error::Manifest { problem: e.to_string() })?;
        for table in &parsed.tables {
            let (_, content) = files
                .iter()
                .find(|(n, _)| *n == table.file)
                .ok_or_else(|| Error::Absent { file: table.file.clone() })?;
            let found = sha256(content.as_bytes());
            if found != table.sha256 {
                return Err(Error::Hash { file: table.file.clone(), expected: table.sha256.clone(), found });
            }
        }
        let content = |name: &str| {
            let listed = parsed.tables.iter().any(|table| table.file == name);
            let file = files.iter().find(|(n, _)| *n == name).filter(|_| listed);
            file.map(|(_, text)| *text).ok_or_else(|| Error::Absent { file: name.to_owned() })
        };
        Ok(Self {
            transcripts: tables::transcripts("transcripts.tsv", content("transcripts.tsv")?)?,
            partners: tables::transcripts("partners.tsv", content("partners.tsv")?)?,
            recurrent: tables::recurrent(content("rearrangements.tsv")?)?,
            bands: tables::bands(content("bands.tsv")?)?,
            hotspots: tables::hotspots(content("hotspots.tsv")?)?,
            genes: tables::genes(content("genes.tsv")?)?,
            studies: tables::studies(content("functional.tsv")?)?,
            hash: sha256(manifest.as_bytes()),
            manifest: parsed,
            absent: Vec::new(),
        })
    }
    /// Panel genes that a department's models of another build do not have; none in the embedded bundle.
    pub fn absent(&self) -> &[Box<str>] {
        &self.absent
    }
    /// Sources, terms, dates and hashes.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    /// The SHA-256 of the manifest, which holds those of the tables: one value for the whole bundle, lower-case
    /// hexadecimal.
    pub fn hash(&self) -> &str {
        &self.hash
    }
    /// The build of the coordinates.
    pub fn build(&self) -> Build {
        self.manifest.build
    }
    /// Symbols of the panel genes, in alphabetical order, each once.
    pub fn genes(&self) -> impl Iterator<Item = &str> {
        let mut last = "";
        self.transcripts.iter().map(Transcript::gene).filter(move |gene| {
            let new = *gene != last;
            last = gene;
            new
        })
    }
    /// By gene, MANE Select first.
    pub fn transcripts(&self) -> &[Transcript] {
        &self.transcripts
    }
    /// The MANE Select transcripts that rearrangements are told by: the panel's, then those of genes that only
    /// rearrangements ask for.
    pub fn fusion_models(&self) -> impl Iterator<Item = &Transcript> {
        self.transcripts.iter().filter(|model| model.is_mane_select()).chain(&self.partners)
    }
    /// The recurrent rearrangements and small deletions of blood cancers.
    pub fn recurrent(&self) -> &[Recurrent] {
        &self.recurrent
    }
    /// The transcript of this accession, with or without version.
    pub fn transcript(&self, accession: &str) -> Option<&Transcript> {
        let bare = accession.split('.').next().unwrap_or(accession);
        self.transcripts.iter().find(|t| t.accession() == accession).or_else(|| {
            self.transcripts.iter().find(|t| bare == accession && t.accession().split('.').next() == Some(bare))
        })
    }
    /// Cytogenetic bands in the genome's order.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }
    /// Hotspots as the table has them.
    pub fn hotspot_records(&self) -> &[HotspotRecord] {
        &self.hotspots
    }
    /// What is known of a gene's part in cancer; none where the bundle says nothing of it.
    pub fn gene_knowledge(&self, gene: &str) -> Option<&GeneKnowledge> {
        self.genes.iter().find(|known| &*known.gene == gene)
    }
    /// Functional studies of single changes.
    pub fn studies(&self) -> &[FunctionalStudy] {
        &self.studies
    }
    /// The bundle with the contig numbers of a genome. Fails when the lengths of the contigs tell another build, or
    /// none: coordinates of an unknown genome are not to be annotated.
    pub fn for_contigs(&self, contigs: &Contigs) -> Result<BoundBundle, WrongBuild> {
        if contigs.build() != self.build() || self.build() == Build::Unknown {
            return Err(WrongBuild::new(self.build(), contigs.build()));
        }
        Ok(BoundBundle::new(self, contigs))
    }
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a string cannot fail
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_table_is_refused() {
        let mut files = EMBEDDED;
        files[3].1 = "chrom\tstart\tend\tband\tstain\n";
        assert!(matches!(Bundle::parse(MANIFEST, &files), Err(Error::Hash { file, .. }) if file == "bands.tsv"));
        assert!(
            matches!(Bundle::parse(MANIFEST, &files[4..]), Err(Error::Absent { file }) if file == "transcripts.tsv")
        );
    }

    #[test]
    fn another_build_is_told_with_the_command_that_builds_a_bundle() {
        use marv_model::genome::Contig;
        let contigs = Contigs::new([Contig::new("17", 81_195_210)]).unwrap(); // GRCh37
        let refused = Bundle::embedded().for_contigs(&contigs).unwrap_err();
        assert_eq!((refused.bundle, refused.contigs), (Build::Grch38, Build::Grch37));
        assert!(refused.to_string().contains("marv knowledge build --build GRCh37 --transcripts"), "{refused}");
        let unknown = Contigs::new([Contig::new("demo20", 5_000)]).unwrap();
        assert_eq!(Bundle::embedded().for_contigs(&unknown).unwrap_err().contigs, Build::Unknown);
        // A part of the genome: genes elsewhere are listed as missing, not passed over.
        let part = Contigs::new([Contig::new("chr17", 83_257_441)]).unwrap();
        let bound = Bundle::embedded().for_contigs(&part).unwrap();
        assert!(bound.missing_genes().iter().any(|gene| &**gene == "FLT3"));
        assert!(bound.coding_intervals().iter().all(|p| p.interval.contig() == part.id("chr17").unwrap()));
        assert_eq!(bound.coding_intervals().iter().filter(|p| &*p.gene == "TP53").count(), 10); // exons 2 to 11
    }

    #[test]
    fn the_embedded_bundle_is_the_panel() {
        let bundle = Bundle::embedded();
        assert_eq!(bundle.genes().count(), 222);
        for gene in bundle.genes() {
            let mane = bundle.transcripts().iter().filter(|t| t.gene() == gene && t.is_mane_select()).count();
            assert_eq!(mane, 1, "{gene}");
        }
        assert_eq!(bundle.hash().len(), 64);
    }
}
