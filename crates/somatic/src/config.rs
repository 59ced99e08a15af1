//! Settings. `Default` is the clinical setting.

use serde::{Deserialize, Serialize};

/// What a sweep takes for evidence. Every shard of a run must be swept with the same values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepConfig {
    /// Reads below this mapping quality are only counted. Phred.
    pub min_mapping_quality: u8,
    /// What a missing mapping quality (255) is taken for. Phred. METHOD: 20, the lowest that is used at all: SAM says
    /// "not available", which is neither perfect nor absent.
    pub missing_mapping_quality: u8,
    /// Bases below this quality say nothing. Phred.
    pub min_base_quality: u8,
    /// Tumour reads that must carry an allele before it is looked at.
    pub min_alternate_reads: u32,
    /// Their base qualities must add up to this. Phred.
    pub min_alternate_quality: u32,
    /// Tumour log10 odds (allele against error, at reported qualities) below which a candidate is not kept.
    pub min_log_odds: f64,
    /// A site whose normal shows the allele at least at this fraction, in at least `germline_reads` of at least
    /// `germline_depth` reads, is counted as germline and not judged.
    pub germline_fraction: f64,
    /// See `germline_fraction`.
    pub germline_reads: u32,
    /// See `germline_fraction`.
    pub germline_depth: u32,
    /// Longest insertion or deletion taken from an alignment, bases.
    pub max_indel: u32,
    /// Longest tandem duplication or deletion proposed from clipped reads, bases.
    pub max_clip_event: u32,
}

impl Default for SweepConfig {
    fn default() -> Self {
        Self {
            min_mapping_quality: 20,
            missing_mapping_quality: 20,
            min_base_quality: 15,
            min_alternate_reads: 2,
            min_alternate_quality: 50,
            min_log_odds: 2.0,
            germline_fraction: 0.25,
            germline_reads: 4,
            germline_depth: 12,
            max_indel: 200,
            max_clip_event: 200,
        }
    }
}
