//! Rearrangements of a genome, in the form in which a case holds them. Positions are 1-based.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    call::{LedgerEntry, Posterior},
    cytogenetics::Lesion,
    finding::Finding,
    structure::{JunctionKind, JunctionSupport, Kept},
    units::Phred,
};

/// What a genome's junctions say.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RearrangementResult {
    /// Junctions that a report lists: by relevance, then place. All are in `structural.vcf.gz`.
    pub junctions: Vec<ReportedJunction>,
    /// How many there were, whatever is listed.
    pub counts: JunctionCounts,
    /// Junctions that belong together.
    pub events: Vec<RearrangementEvent>,
    /// The recurrent rearrangements and small deletions of blood cancers, each looked for.
    pub recurrent: Vec<RecurrentResult>,
}

/// How many junctions there were and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct JunctionCounts {
    /// Junctions that at least two fragments show.
    pub candidates: u64,
    /// Without a filter.
    pub passed: u64,
    /// By FILTER identifier; a candidate may have several.
    pub filtered: BTreeMap<String, u64>,
}

/// A junction in the report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportedJunction {
    /// Its identifier in `structural.vcf.gz`; of a pair of breakends, what both have before the last underscore.
    pub id: String,
    /// What it does to the order of the genome.
    pub kind: JunctionKind,
    /// The two sides, in the genome's order.
    pub sides: [JunctionSide; 2],
    /// For people: the genes by the HGNC recommendation (`RUNX1::RUNX1T1`), or the bands (`14q32.33::18q21.33`).
    pub notation: String,
    /// Genes joined head to tail.
    pub fusions: Vec<FusedGenes>,
    /// Why it is listed.
    pub relevance: JunctionRelevance,
    /// Recurrent rearrangements that it is, by the name in [`RearrangementResult::recurrent`].
    pub recurrent: Vec<String>,
    /// Bases between the sides, on the forward strand of the first.
    pub inserted: String,
    /// Bases that may belong to either side.
    pub homology: String,
    /// Whether no read crosses it, so that its sides are known roughly.
    pub imprecise: bool,
    /// In the tumour.
    pub tumour: JunctionSupport,
    /// In the normal; none in tumour-only work.
    pub normal: Option<JunctionSupport>,
    /// Share of the tumour's cells that have it, 0 to 1; none without a purity.
    pub cell_fraction: Option<f64>,
    /// What explains it.
    pub posterior: Posterior,
    /// Phred probability that it is not somatic.
    pub quality: Phred,
    /// FILTER identifiers; empty is PASS.
    pub filters: Vec<String>,
    /// Junctions of one exchange, such as the two of a balanced translocation, share a number.
    pub event: Option<u32>,
    /// Every rule that was applied.
    pub ledger: Vec<LedgerEntry>,
}

/// One side of a junction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JunctionSide {
    /// Contig name.
    pub contig: String,
    /// The last base that is joined, 1-based.
    pub position: u32,
    /// On which side of the break it lies.
    pub kept: Kept,
    /// Cytogenetic band, such as `21q22.12`; empty where the build has no bands.
    pub band: String,
    /// The genes that hold it.
    pub genes: Vec<BrokenGene>,
}

/// A gene that a side of a junction lies in, on its MANE Select transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BrokenGene {
    /// HGNC symbol.
    pub gene: String,
    /// Versioned RefSeq accession.
    pub transcript: String,
    /// Whether it is read along the forward strand.
    pub forward: bool,
    /// The exon that holds the break, counted from 1.
    pub exon: Option<u32>,
    /// The intron that holds it, counted from 1.
    pub intron: Option<u32>,
}

/// Two genes joined head to tail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FusedGenes {
    /// The gene that gives the 5' part.
    pub five: String,
    /// The gene that gives the 3' part.
    pub three: String,
    /// The last whole exon of the 5' part, counted from 1.
    pub last_exon: Option<u32>,
    /// The first whole exon of the 3' part, counted from 1.
    pub first_exon: Option<u32>,
    /// Whether the reading frame goes on across the joined exons; none where it cannot be told.
    pub in_frame: Option<bool>,
    /// What a department's table of fusions says of the pair, empty where it only lists it; none where it does not, or none
    /// was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
}

impl std::fmt::Display for FusedGenes {
    /// By the HGNC recommendation, 5' gene first.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}::{}", self.five, self.three)
    }
}

/// Why a junction is listed, the weightiest reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JunctionRelevance {
    /// It is a recurrent rearrangement of blood cancers.
    Recurrent,
    /// It joins two genes head to tail.
    Fusion,
    /// It breaks a gene of the panel.
    Gene,
    /// It joins two chromosomes, or places far apart.
    Far,
}

/// Junctions, and segments, that are one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RearrangementEvent {
    /// What it is.
    pub kind: EventKind,
    /// Chromosomes without prefix, in the genome's order.
    pub chromosomes: Vec<String>,
    /// Junctions by their identifier.
    pub junctions: Vec<String>,
    /// Segments whose edge is a side of one of its junctions, as `chr5:1-20000000`.
    pub segments: Vec<String>,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Both derivatives of an exchange between two chromosomes are there.
    BalancedTranslocation,
    /// One derivative, or copies change at its sides.
    UnbalancedTranslocation,
    /// Both ends of a stretch that is turned round.
    Inversion,
    /// A stretch of one chromosome within another; with the junction that closes its gap where it is seen.
    Insertion,
    /// Several junctions, one beside the other: a derivative of several pieces.
    Chain,
    /// Many junctions and oscillating copies on one chromosome.
    Chromothripsis,
}

/// A recurrent rearrangement or small deletion and what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecurrentResult {
    /// Such as `RUNX1::RUNX1T1`, `KMT2A-r` or `IKZF1 deletion`.
    pub name: String,
    /// How it is told.
    pub group: RecurrentGroup,
    /// As laboratories write it; empty where banding does not show it.
    pub iscn: String,
    /// Present: the junctions or segments that show it. Absent: down to this share of the sample's cells.
    pub finding: Finding<Vec<String>>,
    /// Where it is absent: the genes or loci that were found unbroken. One of two, where that one was read whole and the
    /// rearrangement breaks it in any form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<String>,
    /// The lesions of guidelines that it is.
    pub lesions: Vec<Lesion>,
}

/// How a recurrent rearrangement is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecurrentGroup {
    /// Two genes joined head to tail.
    Fusion,
    /// A gene brought beside the enhancer of another, told by place.
    Enhancer,
    /// A gene with many partners.
    Partners,
    /// A small deletion that hits a gene.
    Deletion,
    /// A part of a gene doubled in tandem.
    Duplication,
}
