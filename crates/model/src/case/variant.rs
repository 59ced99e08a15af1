//! A variant of a case, with its evidence and the reads around it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    annotation::{HaemRule, TranscriptConsequence},
    call::{AlleleEvidence, LedgerEntry, Posterior},
    interpretation::KnownElsewhere,
    oncogenicity::Oncogenicity,
    units::{AlleleFraction, Phred},
    variant::VariantKind,
};

/// A variant in the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedVariant {
    /// Contig name.
    pub contig: String,
    /// 1-based, of the first reference base.
    pub position: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// What it does to the sequence.
    pub kind: VariantKind,
    /// The transcript to report it on, then the others.
    pub consequences: Vec<TranscriptConsequence>,
    /// In the tumour.
    pub tumour: AlleleEvidence,
    /// Fraction in the tumour; none without a read.
    pub tumour_fraction: Option<AlleleFraction>,
    /// In the normal.
    pub normal: Option<AlleleEvidence>,
    /// What explains it.
    pub posterior: Posterior,
    /// Phred probability that it is not somatic.
    pub quality: Phred,
    /// FILTER identifiers; empty is PASS.
    pub filters: Vec<String>,
    /// Listed whatever its filters: a hotspot.
    pub hotspot: bool,
    /// Callers whose VCF had it.
    pub callers: Vec<String>,
    /// Seen in the normal within what tumour in the normal explains.
    pub seen_in_normal_as_contamination: bool,
    /// How oncogenic it is on the transcript to report it on; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oncogenicity: Option<Oncogenicity>,
    /// What the department's knowledge says of it; none where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownElsewhere>,
    /// Every rule that was applied.
    pub ledger: Vec<LedgerEntry>,
    /// A sample of the reads around it, for the picture.
    pub pileup: Option<Pileup>,
}

impl ReportedVariant {
    /// What a decision of the signer names it by: `chr13:28018505 C>A`.
    pub fn key(&self) -> String {
        format!("{}:{} {}>{}", self.contig, self.position, self.reference, self.alternate)
    }
    /// For people, such as `FLT3 p.(Asp835Tyr)`; the key where no transcript names it.
    pub fn name(&self) -> String {
        let named = self.consequences.first().and_then(|on| {
            let change = on.hgvs_p.as_deref().or(on.hgvs_c.as_deref())?;
            let itd = if on.rules.contains(&HaemRule::Flt3Itd) { "-ITD" } else { "" };
            Some(format!("{}{itd} {change}", on.gene))
        });
        named.unwrap_or_else(|| self.key())
    }
    /// Whether a decision of the signer, which names a finding by its key or its name, is about it.
    pub fn is_named(&self, finding: &str) -> bool {
        self.key() == finding || self.name() == finding
    }
}

/// The reads around a variant, a row a fragment's read, sampled when there are many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pileup {
    /// 1-based first base of the window.
    pub start: u32,
    /// Reference bases of the window.
    pub reference: String,
    /// Tumour reads.
    pub tumour: Vec<PileupRead>,
    /// Normal reads.
    pub normal: Vec<PileupRead>,
    /// Reads there were before sampling, tumour and normal.
    pub total: [u32; 2],
}

/// One read in a picture, cut to the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PileupRead {
    /// Bases by reference position of the window: `.` equal, a letter where different, `-` deleted, space outside the
    /// read; where the base quality is below 20 or missing, `,` for equal and a lower-case letter for different.
    pub row: String,
    /// Insertions: offset in the window of the base before, and the inserted bases.
    pub insertions: Vec<(u32, String)>,
    /// Lies on the reverse strand.
    pub reverse: bool,
    /// Mapping quality.
    pub mapping_quality: u8,
    /// Carries the alternate allele.
    pub alternate: bool,
}
