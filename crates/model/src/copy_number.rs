//! Copy number as measured from the genome, in the form in which a case holds it. Positions are 1-based.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::Estimate;

/// Copy number, allele balance, purity and ploidy of a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyNumberResult {
    /// Share of the sample's cells that are the tumour's, 0 to 1; none where neither copy number nor substitutions tell.
    pub purity: Option<f64>,
    /// Its 95 % interval.
    pub purity_interval: Option<[f64; 2]>,
    /// Mean copies of a tumour cell's autosomes.
    pub ploidy: Option<f64>,
    /// How purity was found: `copy_number`, `somatic_fractions` or `not_assessable`.
    pub method: String,
    /// Whether another ploidy explains the genome nearly as well.
    pub ambiguous: bool,
    /// Other solutions, by falling likelihood.
    pub alternatives: Vec<PurityAlternative>,
    /// Where the purity is not known and nothing has changed as far as is seen: the share of the sample's cells, 0 to 1, from
    /// which a loss or gain of any chromosome would have been seen. None otherwise, and where too little is seen to say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// Tumour in the normal, as a share of the normal's DNA, from lost alleles.
    pub tumour_in_normal: Option<Estimate>,
    /// Inherited copies of X and of Y; none where they were not seen.
    pub sex_chromosomes: Option<[u8; 2]>,
    /// Standard deviation of the log2 ratio of a window of 1 kb around its neighbours'.
    pub noise: f64,
    /// Windows of 1 kb and heterozygous sites that it rests on.
    pub windows: u64,
    /// See `windows`.
    pub sites: u64,
    /// The genome in segments, in its order.
    pub segments: Vec<CopyNumberSegment>,
    /// By arm of each chromosome.
    pub arms: Vec<CopyNumberArm>,
    /// Genes of the panel in changed segments.
    pub genes: Vec<CopyNumberGene>,
    /// Chromosomes a cell of the main clone, where all were seen and the purity is known.
    pub chromosomes: Option<u32>,
    /// Classes of chromosome number that are possible: one, or two where a clone and its doubled form look alike (keys of
    /// the message catalogue).
    pub ploidy_classes: Vec<String>,
    /// Amplification within chromosome 21 (iAMP21); none where it was not assessable.
    pub iamp21: Option<bool>,
    /// What a figure shows, by chromosome.
    pub figure: Vec<CopyNumberTrack>,
}

/// Another purity and ploidy that explain the genome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PurityAlternative {
    /// Share of the sample's cells.
    pub purity: f64,
    /// Mean copies of a tumour cell's autosomes.
    pub ploidy: f64,
    /// ln likelihood under the best solution's, 0 or below.
    pub under_best: f64,
}

/// A stretch of one copy number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyNumberSegment {
    /// Contig name.
    pub contig: String,
    /// First base, 1-based.
    pub start: u32,
    /// Last base.
    pub end: u32,
    /// log2 of the sample's copies over the inherited ones.
    pub log2_ratio: f64,
    /// Share of the more frequent parent's allele, 0.5 to 1; none without a heterozygous site.
    pub balance: Option<f64>,
    /// Mean copies a cell of the sample.
    pub sample_copies: f64,
    /// Copies of the tumour's cells, or of those that differ.
    pub total: Option<u8>,
    /// Copies of the rarer parent's allele, where sites tell.
    pub minor: Option<u8>,
    /// Share of the tumour's cells with these copies.
    pub cell_fraction: Option<f64>,
    /// Probability of these copies, 0 to 1.
    pub confidence: f64,
    /// Inherited copies.
    pub inherited: u8,
    /// Whether the copies are not the inherited ones.
    pub changed: bool,
}

/// A chromosome's arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyNumberArm {
    /// Such as `5q`; a chromosome's name alone where its centromere is not known.
    pub arm: String,
    /// `loss`, `gain`, `copy_neutral_loh`, `normal`, or `mixed` where no state holds 70 % of the arm.
    pub state: String,
    /// Copies of the state that holds most of the arm.
    pub total: u8,
    /// Of the rarer allele, where sites tell.
    pub minor: Option<u8>,
    /// Share of the arm in that state, 0 to 1.
    pub share: f64,
    /// Share of the tumour's cells.
    pub cell_fraction: f64,
}

/// A gene in a changed segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyNumberGene {
    /// HGNC symbol.
    pub gene: String,
    /// Copies; of the lowest segment where the gene is cut.
    pub total: u8,
    /// Of the rarer allele, where sites tell.
    pub minor: Option<u8>,
    /// Share of the tumour's cells.
    pub cell_fraction: f64,
}

/// Copies by the segments that another program found, which stand before measured ones.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SuppliedCopies {
    /// As they were given, in the genome's order.
    pub segments: Vec<CopyNumberSegment>,
    /// Genes of the panel in changed segments.
    pub genes: Vec<CopyNumberGene>,
}

/// One chromosome of the figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CopyNumberTrack {
    /// Contig name.
    pub contig: String,
    /// In bases.
    pub length: u32,
    /// First base of the long arm, 1-based, where known.
    pub centromere: Option<u32>,
    /// Depth as copies of the sample: position and value.
    pub depth: Vec<(u32, f64)>,
    /// Share of the alternate allele at heterozygous sites: position and value.
    pub balance: Vec<(u32, f64)>,
}
