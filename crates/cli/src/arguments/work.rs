//! What reads alignments.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::pair::{AboutArguments, PairArguments};

#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// A case file (TOML). Or give --tumour, --normal and --reference.
    #[arg(value_name = "CASE.toml")]
    pub(crate) case: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pair: PairArguments,
    /// The run's folder.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) about: AboutArguments,
    /// Go on from the regions that an interrupted run finished.
    #[arg(long)]
    pub(crate) resume: bool,
    /// Answer FLT3, NPM1, IDH1, IDH2, TP53 and the recurrent fusions' genes alone, in minutes; the report is marked preliminary.
    #[arg(long, conflicts_with = "regions")]
    pub(crate) fast_track: bool,
    /// Without a laboratory karyotype leave cytogenetics unknown to guidelines, instead of taking the genome's.
    #[arg(long)]
    pub(crate) no_virtual_karyotype: bool,
}

/// A pair and where its small variants go.
#[derive(Debug, Args)]
pub(crate) struct CallArguments {
    #[command(flatten)]
    pub(crate) pair: PairArguments,
    /// Where the variants go: .vcf.gz (with .tbi), .vcf, .bcf (with .csi), or - for text on stdout.
    #[arg(long, short, value_name = "VCF")]
    pub(crate) out: PathBuf,
    /// Also write the ledger of every rule and candidate (.tsv.gz).
    #[arg(long, value_name = "TSV.GZ")]
    pub(crate) ledger: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct StructureArguments {
    #[command(flatten)]
    pub(crate) pair: PairArguments,
    /// The folder for segments.tsv, segments.seg, purity.tsv, arms.tsv, genes.tsv, genome.svg, structural.vcf.gz and karyotype.txt.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    #[command(flatten)]
    pub(crate) pair: PairArguments,
    /// The shard.
    #[arg(long, short, value_name = "EVIDENCE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct GatherArguments {
    /// The shards that `marv sweep` wrote: each region in one of them, and all of them.
    #[arg(value_name = "EVIDENCE", required = true)]
    pub(crate) shards: Vec<PathBuf>,
    /// A case file (TOML). Or give --tumour, --normal and --reference.
    #[arg(long, value_name = "CASE.toml")]
    pub(crate) case: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) pair: PairArguments,
    /// Calls alone: .vcf.gz, .vcf, .bcf, or - for text on stdout. Any other name: the folder of a whole run.
    #[arg(long, short, value_name = "VCF or DIR")]
    pub(crate) out: PathBuf,
    /// With calls: also write the ledger of every rule and candidate (.tsv.gz).
    #[arg(long, value_name = "TSV.GZ")]
    pub(crate) ledger: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) about: AboutArguments,
}

#[derive(Debug, Args)]
pub(crate) struct PonArguments {
    #[command(subcommand)]
    pub(crate) command: PonCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PonCommand {
    /// Makes a panel from the calls of two normals or more, one file each (`marv call --tumour NORMAL`, no --normal).
    Build {
        /// A panel of junctions, from each normal's structural variants (`marv structure --tumour NORMAL`): BEDPE.
        #[arg(long)]
        structural: bool,
        /// The calls of each normal: VCF or BCF.
        #[arg(value_name = "VCF", required = true)]
        normals: Vec<PathBuf>,
        /// The reference: FASTA with its index.
        #[arg(long, short, value_name = "FASTA")]
        reference: PathBuf,
        /// Where the panel goes: .vcf.gz, with .tbi; of junctions .bedpe or .bedpe.gz.
        #[arg(long, short, value_name = "FILE")]
        out: PathBuf,
    },
    /// Says what a panel holds.
    Show {
        /// The panel.
        #[arg(value_name = "VCF.GZ")]
        panel: PathBuf,
    },
}
