//! The pair, how it is read, and what is known of the case beside the reads.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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
    /// The same for rearrangements (BEDPE, made by `marv pon build --structural`, or GRIDSS's).
    #[arg(long = "pon-structural", value_name = "BEDPE")]
    pub(crate) panel_of_junctions: Option<PathBuf>,
    /// Do not put reads together where alignments disagree: faster by a quarter, and misses long insertions.
    #[arg(long)]
    pub(crate) no_assembly: bool,
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
    /// The sample of the tumour's file: which to take when its read groups name several, how to call it when they name none.
    #[arg(long, value_name = "NAME")]
    pub(crate) tumour_sample: Option<String>,
    /// The sample of the normal's file: which to take when its read groups name several, how to call it when they name none.
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
    /// A folder of knowledge (made by `marv knowledge build`): gene models, frequencies, ClinVar, panel of normals, roles of genes, fusions, evidence.
    #[arg(long, value_name = "DIR")]
    pub(crate) knowledge: Option<PathBuf>,
    /// A list of trials (TOML) to hold against the case.
    #[arg(long, value_name = "TOML")]
    pub(crate) trials: Option<PathBuf>,
    /// The patient consented to a look at inherited predisposition. Without it nothing of it is computed.
    #[arg(long)]
    pub(crate) consent_predisposition: bool,
    /// The family's pedigree (PED).
    #[arg(long, value_name = "PED", requires = "relative")]
    pub(crate) ped: Option<PathBuf>,
    /// The patient in the pedigree, PERSON or FAMILY:PERSON; the normal's sample name when not given.
    #[arg(long, value_name = "PERSON", requires = "ped")]
    pub(crate) patient: Option<String>,
    /// A parent or another relative, by name in the pedigree; may be given several times.
    #[arg(long, value_name = "PERSON=FILE", requires = "ped")]
    pub(crate) relative: Vec<String>,
    /// The donor of stem cells: BAM or CRAM, or PERSON=FILE where the donor stands in the pedigree.
    #[arg(long, value_name = "FILE")]
    pub(crate) donor: Option<String>,
    /// The donor consented to a look at predisposition that the patient need not share. Without it none is computed.
    #[arg(long, requires = "donor")]
    pub(crate) consent_donor: bool,
}
