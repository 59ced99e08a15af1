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
    /// Makes a folder of knowledge (GRCh38) from files that were downloaded: nothing is fetched. Give it to `run --knowledge`.
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
    /// Frequencies of alleles (VCF with AF or AF_afr, AF_eas, ...); may be given several times, such as a file a chromosome.
    #[arg(long, value_name = "VCF")]
    pub(crate) population: Vec<PathBuf>,
    /// ClinVar's VCF.
    #[arg(long, value_name = "VCF")]
    pub(crate) clinvar: Option<PathBuf>,
    /// The table of cancerhotspots.org, as Genome Nexus publishes it.
    #[arg(long, value_name = "TSV")]
    pub(crate) hotspots: Option<PathBuf>,
    /// CIViC's table of clinical evidence.
    #[arg(long, value_name = "TSV")]
    pub(crate) civic: Option<PathBuf>,
    /// The release of a source, such as clinvar=2026-11-01.
    #[arg(long, value_name = "SOURCE=RELEASE")]
    pub(crate) release: Vec<String>,
    /// The terms of a source, such as "civic=CC0".
    #[arg(long, value_name = "SOURCE=TERMS")]
    pub(crate) terms: Vec<String>,
    /// The date for the manifest, YYYY-MM-DD; today when not given.
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
}
