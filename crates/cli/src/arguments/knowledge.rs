//! Folders of knowledge.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct KnowledgeArguments {
    #[command(subcommand)]
    pub(crate) command: KnowledgeCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KnowledgeCommand {
    /// Makes a folder of knowledge from files that were downloaded: nothing is fetched. Give it to `run --knowledge`.
    Build(Box<KnowledgeBuildArguments>),
    /// What the embedded bundle, or a folder of knowledge, holds, from which sources, under which terms.
    Show {
        /// A folder of knowledge; the embedded bundle when not given.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Holds the tables of a folder of knowledge against their hashes.
    Verify {
        /// A folder of knowledge.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// What differs between two folders of knowledge.
    Diff {
        /// The one.
        #[arg(value_name = "DIR")]
        one: PathBuf,
        /// The other.
        #[arg(value_name = "DIR")]
        other: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct KnowledgeBuildArguments {
    /// The folder.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The build of all coordinates: GRCh38, GRCh37 or T2T-CHM13v2.0.
    #[arg(long, value_name = "BUILD", default_value = "GRCh38")]
    pub(crate) build: String,
    /// Gene models: GFF3 (RefSeq, Ensembl, GENCODE, MANE), GTF or UCSC's genePred, plain or gz; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) transcripts: Vec<PathBuf>,
    /// Which transcripts are MANE Select, where the models do not say (NCBI's MANE.GRCh38.vX.summary.txt.gz).
    #[arg(long, value_name = "TSV")]
    pub(crate) mane: Option<PathBuf>,
    /// UCSC's cytoBand table, for a build other than GRCh38.
    #[arg(long, value_name = "TSV")]
    pub(crate) bands: Option<PathBuf>,
    /// Frequencies of alleles (VCF with AF or AF_afr, AF_eas, ...); may be given several times, such as a file a chromosome.
    #[arg(long, value_name = "VCF")]
    pub(crate) population: Vec<PathBuf>,
    /// ClinVar's VCF.
    #[arg(long, value_name = "VCF")]
    pub(crate) clinvar: Option<PathBuf>,
    /// A panel of normals (made by `marv pon build`, or another program's sites).
    #[arg(long, value_name = "VCF")]
    pub(crate) normals: Option<PathBuf>,
    /// The table of cancerhotspots.org, as Genome Nexus publishes it.
    #[arg(long, value_name = "TSV")]
    pub(crate) hotspots: Option<PathBuf>,
    /// CIViC's table of clinical evidence.
    #[arg(long, value_name = "TSV")]
    pub(crate) civic: Option<PathBuf>,
    /// The parts of genes in cancer: OncoKB's, IntOGen's or COSMIC's table, or columns gene and role.
    #[arg(long, value_name = "TSV")]
    pub(crate) genes: Option<PathBuf>,
    /// Fusions: columns five and three (or gene5 and gene3), or lines that begin with BCR::ABL1.
    #[arg(long, value_name = "TSV")]
    pub(crate) fusions: Option<PathBuf>,
    /// The department's own rows of evidence, in the form of the embedded table (docs/BUNDLE.md).
    #[arg(long, value_name = "TSV")]
    pub(crate) evidence: Option<PathBuf>,
    /// The release of a source, such as clinvar=2026-11-01.
    #[arg(long, value_name = "SOURCE=RELEASE")]
    pub(crate) release: Vec<String>,
    /// The terms of a source, such as "civic=CC0".
    #[arg(long, value_name = "SOURCE=TERMS")]
    pub(crate) terms: Vec<String>,
    /// The day of a source's release, such as clinvar=2026-11-01.
    #[arg(long, value_name = "SOURCE=DATE")]
    pub(crate) dated: Vec<String>,
    /// The date for the manifest, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
}
