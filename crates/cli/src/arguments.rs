//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    Filter(FilterArguments),
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
    /// Signs the report of a run: from then on nothing of it changes unseen.
    Sign(SignArguments),
    /// Opens a signed report again, as a draft in a folder of its own that is to replace it.
    Amend(AmendArguments),
    /// Says what differs between two runs of a case, and why.
    Diff(DiffArguments),
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

/// The pair and how to read it.
#[derive(Debug, Args)]
pub(crate) struct PairArguments {
    /// The tumour: BAM or CRAM with its index.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) tumour: Option<PathBuf>,
    /// The matched normal: BAM or CRAM with its index. Without it the run is tumour-only.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) normal: Option<PathBuf>,
    /// The reference: FASTA, plain or bgzipped, with its index.
    #[arg(long, short, value_name = "FASTA")]
    pub(crate) reference: Option<PathBuf>,
    /// Restrict to these regions.
    #[arg(long, value_name = "BED")]
    pub(crate) regions: Option<PathBuf>,
    /// Another caller's variants, recounted from the reads; may be given several times.
    #[arg(long, value_name = "VCF")]
    pub(crate) variants: Vec<PathBuf>,
    /// A panel of normals (VCF, made by `marv pon build`): what unrelated normals show is flagged.
    #[arg(long = "pon", value_name = "VCF")]
    pub(crate) panel_of_normals: Option<PathBuf>,
    /// Also assemble the reads where alignments disagree: finds events that no alignment shows, takes a third longer.
    #[arg(long)]
    pub(crate) assemble: bool,
    /// How common alleles are in the population (VCF with INFO/AF; large ones with .tbi).
    #[arg(long, value_name = "VCF")]
    pub(crate) population: Option<PathBuf>,
    /// What the filters are set for: clinical (the default), discovery (misses less, more of it is false), balsamic (clinical
    /// cuts of the pipeline of that name: 10 fragments, 3 with the allele, 5 %).
    #[arg(long, value_enum, default_value_t = Preset::Clinical, value_name = "NAME")]
    pub(crate) preset: Preset,
    /// Tumour in the normal as a share of its DNA, 0 to 1; estimated when not given.
    #[arg(long, value_name = "SHARE")]
    pub(crate) tumour_in_normal: Option<f64>,
    /// The sample to take from the tumour's file when its read groups name several.
    #[arg(long, value_name = "NAME")]
    pub(crate) tumour_sample: Option<String>,
    /// The sample to take from the normal's file when its read groups name several.
    #[arg(long, value_name = "NAME")]
    pub(crate) normal_sample: Option<String>,
    /// Accept a tumour and a normal of the same sample name.
    #[arg(long)]
    pub(crate) allow_same_sample: bool,
    /// Who decodes CRAM: htslib is about three times faster, noodles is memory-safe for files of unknown origin.
    #[arg(long, value_enum, default_value_t = CramDecoder::Htslib, value_name = "DECODER")]
    pub(crate) cram_decoder: CramDecoder,
    /// Bases of the genome a worker reads at a time. The result does not depend on it.
    #[arg(long, default_value_t = 250_000, value_name = "BASES")]
    pub(crate) region_size: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CramDecoder {
    Htslib,
    Noodles,
}

/// What the filters are set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Preset {
    Clinical,
    Discovery,
    Balsamic,
}

/// What is known of the case beside the reads.
#[derive(Debug, Args)]
pub(crate) struct AboutArguments {
    /// A pseudonym for the case.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// The indication: aml, mds, mds_mpn, mpn, cml, all, cll, lymphoma, plasma_cell.
    #[arg(long, value_name = "DISEASE")]
    pub(crate) disease: Option<String>,
    /// The laboratory's karyotype.
    #[arg(long, value_name = "ISCN")]
    pub(crate) karyotype: Option<String>,
    /// Copy-number segments that another program found.
    #[arg(long, value_name = "FILE")]
    pub(crate) segments: Option<PathBuf>,
    /// Rearrangements that another program found (VCF of structural variants).
    #[arg(long, value_name = "VCF")]
    pub(crate) junctions: Option<PathBuf>,
    /// A folder of knowledge (made by `marv knowledge build`): population frequencies, ClinVar, hotspots, CIViC.
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
    /// A list of trials (TOML) to hold against the case.
    #[arg(long, value_name = "TOML")]
    pub(crate) trials: Option<PathBuf>,
}

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
    /// The folder for segments.tsv, segments.seg, purity.tsv, structural.vcf.gz and karyotype.txt.
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
pub(crate) struct FilterArguments {
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
pub(crate) struct PonArguments {
    #[command(subcommand)]
    pub(crate) command: PonCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PonCommand {
    /// Makes a panel from the calls of two normals or more, one file each (`marv call --tumour NORMAL`, no --normal).
    Build {
        /// The calls of each normal: VCF or BCF.
        #[arg(value_name = "VCF", required = true)]
        normals: Vec<PathBuf>,
        /// The reference: FASTA with its index.
        #[arg(long, short, value_name = "FASTA")]
        reference: PathBuf,
        /// Where the panel goes (.vcf.gz, with .tbi).
        #[arg(long, short, value_name = "VCF.GZ")]
        out: PathBuf,
    },
    /// Says what a panel holds.
    Show {
        /// The panel.
        #[arg(value_name = "VCF.GZ")]
        panel: PathBuf,
    },
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
    /// A folder of knowledge (made by `marv knowledge build`): adds INFO/MARV_AF and INFO/MARV_CLNSIG.
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// A run's case.json.
    #[arg(value_name = "CASE.json")]
    pub(crate) case: PathBuf,
    /// The folder for the report.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Formats: html, pdf, json, text, tsv, xlsx, maf, cbioportal, multiqc, fhir, scout.
    #[arg(long, value_delimiter = ',', default_value = "html", value_name = "LIST")]
    pub(crate) format: Vec<String>,
    /// Languages: da, en.
    #[arg(long, value_delimiter = ',', default_value = "da,en", value_name = "LIST")]
    pub(crate) language: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ClassifyArguments {
    /// A run's case.json; or a case file (TOML) with what the laboratory knows, whose alignments are not read; or, with
    /// --scheme, a table of patients (.tsv, .csv).
    #[arg(value_name = "FILE", required_unless_present = "list")]
    pub(crate) input: Option<PathBuf>,
    /// List the schemes.
    #[arg(long)]
    pub(crate) list: bool,
    /// Print the argument, criterion by criterion.
    #[arg(long, conflicts_with = "scheme")]
    pub(crate) explain: bool,
    /// Language of the explanation: da or en.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    pub(crate) language: String,
    /// One scheme over a table of patients, such as ipss-m, ipss-r, eln2022; see --list.
    #[arg(long, value_name = "NAME")]
    pub(crate) scheme: Option<String>,
    /// Where the table goes: .tsv, .csv, or - for stdout.
    #[arg(long, short, value_name = "FILE", requires = "scheme")]
    pub(crate) out: Option<PathBuf>,
    /// The table's column of karyotypes (ISCN).
    #[arg(long, value_name = "COLUMN", requires = "scheme")]
    pub(crate) karyotype_column: Option<String>,
    /// The unit of the table's haemoglobin: g/dL or mmol/L. Never guessed.
    #[arg(long, value_name = "UNIT", default_value = "g/dL")]
    pub(crate) haemoglobin: String,
    /// The disease of the table's rows whose column `disease` does not say.
    #[arg(long, value_name = "DISEASE", requires = "scheme")]
    pub(crate) disease: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct KaryotypeArguments {
    /// A karyotype in quotes; or, with --column, a table (.tsv, .csv).
    #[arg(value_name = "ISCN or TABLE")]
    pub(crate) input: String,
    /// The table's column of karyotypes.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) column: Option<String>,
    /// The table's column of the patients' sex (m, f), for what 45,X leaves open.
    #[arg(long, value_name = "COLUMN", requires = "column")]
    pub(crate) sex_column: Option<String>,
    /// Where the table goes: .tsv, .csv, or - for stdout.
    #[arg(long, short, value_name = "FILE", requires = "column")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct WhyArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// A place (chr17:7675088) or a variant ("chr17:7675088 C>T").
    #[arg(value_name = "VARIANT")]
    pub(crate) variant: String,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SignArguments {
    /// A run's folder.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The signer's role, such as "consultant, clinical genetics"; never a name or a civil registration number.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// Note that the report was interpreted, and leave it a draft until it is approved.
    #[arg(long)]
    pub(crate) interpreted: bool,
    /// What else is to be said beside the signature.
    #[arg(long, value_name = "TEXT")]
    pub(crate) remark: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AmendArguments {
    /// The folder of the signed report. It stays as it is.
    #[arg(value_name = "DIR")]
    pub(crate) run: PathBuf,
    /// The new folder.
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Another run of the same case, whose findings the corrected report is to have.
    #[arg(long, value_name = "DIR")]
    pub(crate) from: Option<PathBuf>,
    /// The role of who opens it again.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The earlier run: its folder or its case.json.
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,
    /// The later one.
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,
    /// Language of words and sentences: da or en.
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    pub(crate) language: String,
    /// JSON instead of text.
    #[arg(long)]
    pub(crate) json: bool,
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
    #[arg(long, short, value_name = "DIR")]
    pub(crate) out: PathBuf,
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

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// Which: case.
    #[arg(value_name = "NAME", default_value = "case")]
    pub(crate) name: String,
}
