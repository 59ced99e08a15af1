//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod knowledge;
mod pair;
mod show;
mod work;

pub(crate) use knowledge::{KnowledgeArguments, KnowledgeBuildArguments, KnowledgeCommand};
pub(crate) use pair::{AboutArguments, CramDecoder, PairArguments, Preset};
pub(crate) use show::{
    AmendArguments, ClassifyArguments, DecideArguments, DiffArguments, KaryotypeArguments, ReinterpretArguments,
    ReportArguments, SignArguments, VerifyArguments, WhyArguments,
};
pub(crate) use work::{
    CallArguments, GatherArguments, PonArguments, PonCommand, RunArguments, StructureArguments, SweepArguments,
};

/// Two genomes in, one answer out: the tumour and the normal genome of a patient with blood cancer, read once.
#[derive(Debug, Parser)]
#[command(name = "marv", version, propagate_version = true, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Threads; all cores when not given.
    #[arg(long, short = '@', global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// No progress and no warnings; errors only.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// How progress and warnings are written to stderr.
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub(crate) log_format: LogFormat,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people; bars on a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a demonstration pair, runs the whole job on it, compares with the truth and says where the report is.
    Demo(DemoArguments),
    /// The whole job: a tumour and a normal alignment in, a report out.
    Run(Box<RunArguments>),
    /// Small variants of a pair, as VCF.
    Call(CallArguments),
    /// Copy number, loss of heterozygosity, purity and rearrangements of a pair.
    Structure(StructureArguments),
    /// The one pass over some regions, kept as a shard of evidence for `gather`.
    Sweep(SweepArguments),
    /// The shards of all regions to calls or to a whole run, as if one machine had swept them.
    Gather(Box<GatherArguments>),
    /// Judges other callers' variants by the pair's reads; without alignments, by the callers' own counts.
    Filter(CallArguments),
    /// The panel of normals.
    Pon(PonArguments),
    /// Writes HGVS and consequences into a VCF (INFO/CSQ).
    Annotate(AnnotateArguments),
    /// Renders a stored case as a report.
    Report(ReportArguments),
    /// Classifies a stored case under every guideline that applies.
    Classify(ClassifyArguments),
    /// Reads a karyotype (ISCN) and says what was understood.
    Karyotype(KaryotypeArguments),
    /// Says why a variant is, or is not, in a run's report.
    Why(WhyArguments),
    /// Checks the hashes of a run's files, and the signature of its report.
    Verify(VerifyArguments),
    /// Gives a finding of a draft another tier, with a reason and a role; without a finding, lists them.
    Decide(DecideArguments),
    /// Signs the report of a run: from then on nothing of it changes unseen.
    Sign(SignArguments),
    /// Opens a signed report again, as a draft in a folder of its own that is to replace it.
    Amend(AmendArguments),
    /// Says what differs between two runs of a case, and why.
    Diff(DiffArguments),
    /// Interprets the stored cases of a folder again, with other knowledge: writes the drafts that differ and says what changed.
    Reinterpret(ReinterpretArguments),
    /// Reads any input whole: says what it is, or what is wrong, where, and what to do.
    Doctor(DoctorArguments),
    /// Makes a tumour/normal pair with a written truth.
    Simulate(SimulateArguments),
    /// Compares calls with a truth.
    Evaluate(EvaluateArguments),
    /// The knowledge bundle.
    Knowledge(KnowledgeArguments),
    /// Prints a published JSON schema.
    Schema(SchemaArguments),
}

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// The folder for the pair and the run.
    #[arg(long, short, default_value = "marv-demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Another invented patient: aml-tp53, aml-npm1-flt3, mds-5q-sf3b1, myeloma-relapse, ph-like-all.
    #[arg(long, value_name = "NAME")]
    pub(crate) case: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AnnotateArguments {
    /// VCF or BCF.
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where it goes: .vcf.gz, .vcf, .bcf, or -.
    #[arg(long, short, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// The reference, for protein changes and for shifting; without it the header says what is missing.
    #[arg(long, short, value_name = "FASTA")]
    pub(crate) reference: Option<PathBuf>,
    /// A folder of knowledge (made by `marv knowledge build`): its gene models, INFO/MARV_AF and INFO/MARV_CLNSIG.
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Alignments, variants, references, indexes, BED, PED, case files.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The reference, for CRAM and to compare contigs with.
    #[arg(long, short, value_name = "FASTA")]
    pub(crate) reference: Option<PathBuf>,
    /// One JSON object a file.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateArguments {
    /// A scenario (TOML); the demonstration's when not given.
    #[arg(value_name = "SCENARIO.toml")]
    pub(crate) scenario: Option<PathBuf>,
    /// The folder for the pair and its truth.
    #[arg(long, short, value_name = "DIR", required_unless_present = "print_scenario")]
    pub(crate) out: Option<PathBuf>,
    /// A reference to use; one is generated at real coordinates when not given.
    #[arg(long, short, value_name = "FASTA")]
    pub(crate) reference: Option<PathBuf>,
    /// Another seed than the scenario's.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Print the scenario with every default filled in, and make nothing.
    #[arg(long)]
    pub(crate) print_scenario: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EvaluateArguments {
    /// The calls.
    #[arg(long, value_name = "VCF")]
    pub(crate) calls: PathBuf,
    /// The truth.
    #[arg(long, value_name = "VCF")]
    pub(crate) truth: PathBuf,
    /// The reference, to compare alleles that are written in different ways.
    #[arg(long, short, value_name = "FASTA")]
    pub(crate) reference: PathBuf,
    /// Compare in these regions only; false calls per megabase are then of their bases.
    #[arg(long, value_name = "BED")]
    pub(crate) regions: Option<PathBuf>,
    /// The true share of tumour in the normal (0 to 1), where the truth has no fractions of the normal.
    #[arg(long, value_name = "SHARE")]
    pub(crate) tumour_in_normal: Option<f64>,
    /// Count filtered calls too.
    #[arg(long)]
    pub(crate) all: bool,
    /// JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write every measure with its interval as a table.
    #[arg(long, short, value_name = "TSV")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// Which: case.
    #[arg(value_name = "NAME", default_value = "case")]
    pub(crate) name: String,
}
