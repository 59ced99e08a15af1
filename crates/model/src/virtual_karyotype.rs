//! The karyotype that a genome implies, in the form in which a case holds it. Positions are 1-based.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What segments and junctions say as a karyotype.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VirtualKaryotypeResult {
    /// The line in the words of banding, such as `46,XY,del(5)(q14q33)`; it ends in `inc` where not all was assessed. None
    /// where nothing was.
    pub clinical_line: Option<String>,
    /// The `seq` line of ISCN 2024, with the share of the sample's cells in square brackets.
    pub seq_line: Option<String>,
    /// Whether all of the genome was assessed: only then what is not in the line is absent.
    pub complete: bool,
    /// Whether guidelines took their cytogenetics from it, since no laboratory karyotype was given.
    pub used_for_guidelines: bool,
    /// Inherited sex chromosomes as written; `?` where they were not seen.
    pub sex: String,
    /// The least and the highest number of chromosomes of the clones.
    pub chromosomes: Option<[u32; 2]>,
    /// Chromosomes and arms that no segment covers, such as `7q`.
    pub not_assessed: Vec<String>,
    /// By falling share of cells.
    pub clones: Vec<VirtualCloneResult>,
    /// What banding would not show.
    pub cryptic: Vec<AbnormalityResult>,
    /// Junctions that neither copies nor a second junction explain, by their identifier in `structural.vcf.gz`.
    pub unexplained: Vec<String>,
    /// Abnormalities of at least 5 Mb, and of at least 10 Mb; what recurs counts in both.
    pub counts: [u32; 2],
    /// What must be said beside the lines.
    pub statements: Vec<KaryotypeStatement>,
}

/// One clone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VirtualCloneResult {
    /// Share of the tumour's cells, 0 to 1.
    pub cell_fraction: f64,
    /// Share of the sample's cells; none without a purity.
    pub sample_fraction: Option<f64>,
    /// The number among the clones, from 0, of that which it arose in; none where it stands by itself.
    pub parent: Option<u32>,
    /// Chromosomes of a cell.
    pub chromosomes: u32,
    /// Its own abnormalities in the line.
    pub abnormalities: Vec<AbnormalityResult>,
}

/// One abnormality with what shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AbnormalityResult {
    /// What it is, as a key of the message catalogue, such as `deletion`.
    pub kind: String,
    /// As banding would write it; none where banding has no word for it.
    pub item: Option<String>,
    /// As the `seq` line writes it.
    pub sequence: String,
    /// Bases that it gains, loses or moves.
    pub bases: u64,
    /// Share of the tumour's cells, 0 to 1.
    pub cell_fraction: f64,
    /// Told by copies that fit, not by a junction that was read.
    pub inferred: bool,
    /// A rearrangement that recurs in blood cancers.
    pub recurrent: bool,
    /// Why banding would not show it, as a key of the message catalogue; none where it would.
    pub cryptic: Option<String>,
    /// Stretches with the copies that show it.
    pub stretches: Vec<AbnormalityStretch>,
    /// Junctions that show it, by their identifier in `structural.vcf.gz`.
    pub junctions: Vec<String>,
    /// Genes that these join, such as `BCR::ABL1`.
    pub genes: Vec<String>,
    /// The least probability among its stretches' copies, 0 to 1; 1 without a stretch.
    pub confidence: f64,
}

/// A stretch that shows an abnormality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AbnormalityStretch {
    /// Without prefix, such as `5`.
    pub chromosome: String,
    /// First base, 1-based.
    pub start: u32,
    /// Last base.
    pub end: u32,
    /// Copies.
    pub total: u8,
    /// Of the rarer parent's allele, where known.
    pub minor: Option<u8>,
}

/// A sentence beside the lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KaryotypeStatement {
    /// A key of the message catalogue.
    pub key: String,
    /// What the sentence holds.
    pub values: BTreeMap<String, String>,
}
