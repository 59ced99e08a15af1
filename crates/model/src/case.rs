//! The case: everything a report may say, in the form in which it is stored (`case.json`) and published (`marv schema
//! case`). What is not here cannot be in a report. Positions are 1-based, as people read them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    clinical::Clinical,
    copy_number::{CopyNumberResult, SuppliedCopies},
    cytogenetics::{CytogeneticFindings, KaryotypeGroups},
    finding::Finding,
    genome::Build,
    interpretation::{Decision, Interpretation},
    laboratory::{Discordance, FishResult, KaryotypeComparison, PanelResult},
    predisposition::Predisposition,
    rearrangement::RearrangementResult,
    tp53::Tp53Report,
    units::AlleleFraction,
    verdict::{Comparison, Verdict},
    virtual_karyotype::VirtualKaryotypeResult,
};

mod disease;
mod quality;
mod unexamined;
mod variant;

pub use disease::Disease;
pub use quality::{Estimate, ExpectedFalse, FalseDiscovery, OneSided, Quality};
pub use variant::{Pileup, PileupRead, ReportedVariant};

/// The version of this form. Raised on every change that a reader of the file could notice.
pub const CASE_VERSION: &str = "1";

/// One patient's case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// The form's version, [`CASE_VERSION`].
    pub version: String,
    /// A pseudonym; never a civil registration number.
    pub id: String,
    /// Draft until a person signs.
    pub state: ReportState,
    /// Who interpreted, approved and amended it, in the order in which they did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// Whether only what a fast track asks for was looked at: an answer before the answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub preliminary: bool,
    /// What the question was.
    pub disease: Disease,
    /// Whether this is the demonstration, which no patient stands behind.
    pub demonstration: bool,
    /// Tumour and normal.
    pub samples: Vec<Sample>,
    /// The reference genome.
    pub reference: ReferenceUsed,
    /// Small variants that passed, or are listed because they must never be dropped silently. By gene relevance, then place.
    pub variants: Vec<ReportedVariant>,
    /// How many candidates and calls there were, whatever is listed.
    pub counts: CallCounts,
    /// The state of TP53.
    pub tp53: Option<Tp53Report>,
    /// What the department knows of the patient: blood counts, blasts, history.
    #[serde(default)]
    pub clinical: Clinical,
    /// The laboratory's karyotype as given and as read, where supplied.
    pub karyotype: Option<KaryotypeGiven>,
    /// The laboratory's FISH results, where given.
    #[serde(default)]
    pub fish: Vec<FishResult>,
    /// The laboratory's gene panel, where given.
    #[serde(default)]
    pub panel: Vec<PanelResult>,
    /// The karyotype beside the genome's segments and junctions, where both were given.
    #[serde(default)]
    pub comparison: Option<KaryotypeComparison>,
    /// Copy number as measured; none where it was not looked at.
    #[serde(default)]
    pub copy_number: Option<CopyNumberResult>,
    /// Copies by the segments that another program found; none where none were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplied_copies: Option<SuppliedCopies>,
    /// Rearrangements as measured; none where they were not looked for.
    #[serde(default)]
    pub rearrangements: Option<RearrangementResult>,
    /// The karyotype that segments and junctions imply; none where nothing of the genome's copies was assessed.
    #[serde(default)]
    pub virtual_karyotype: Option<VirtualKaryotypeResult>,
    /// Where the laboratory and the genome do not say the same.
    #[serde(default)]
    pub discordances: Vec<Discordance>,
    /// What is known of the lesions that guidelines and treatments ask for, from all methods together.
    #[serde(default)]
    pub lesions: CytogeneticFindings,
    /// The same by segments and junctions alone, whatever the laboratory gave; none in a case of an earlier form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genome_lesions: Option<CytogeneticFindings>,
    /// What the findings mean; none where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<Interpretation>,
    /// Inherited predisposition; none without consent, and then nothing of it was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predisposition: Option<Predisposition>,
    /// What the signer decided otherwise than the rules, in force throughout the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// What guidelines were asked with beside lesions, TP53 and the clinic; none in a case of an earlier form, which cannot be
    /// classified again without its reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guideline_inputs: Option<GuidelineInputs>,
    /// What each guideline says.
    pub verdicts: Vec<Verdict>,
    /// ICC 2022 and WHO 5 held against each other, where both were asked.
    #[serde(default)]
    pub side_by_side: Option<Comparison>,
    /// The panel's genes: what was found in each, or how small it could be and still have been seen.
    pub genes: Vec<GeneResult>,
    /// Analyses that this run did not do, each with a reason (keys of the message catalogue).
    pub not_assessed: Vec<NotAssessedItem>,
    /// Quality of the run.
    pub quality: Quality,
    /// What was run.
    pub provenance: Provenance,
}

/// What guidelines are asked with that stands nowhere else in a case.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct GuidelineInputs {
    /// By the marker's name: what reads and the laboratory's panel say together.
    pub markers: BTreeMap<String, Finding<Vec<MarkerCall>>>,
    /// Groups and counts of the karyotype: the laboratory's, else the genome's.
    pub groups: KaryotypeGroups,
    /// What was chosen where a guideline is silent, by the option's name; the documented defaults of the others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, String>,
}

/// One mutation that shows a marker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MarkerCall {
    /// For people, without the gene.
    pub label: String,
    /// In the tumour; none where the source does not say.
    pub fraction: Option<AlleleFraction>,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportState {
    /// Not for clinical use before approval.
    Draft,
    /// A draft that is to replace a signed report.
    Amended,
    /// Approved by a person.
    Signed,
}

/// What a person did with a report. Never a name or a number: who it was stands in the department's own records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// What was done.
    pub act: SignatureAct,
    /// The person's role, such as `consultant, clinical genetics`.
    pub role: String,
    /// When, RFC 3339, UTC.
    pub time: String,
    /// Why, or what else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The seal of the signed report that an amended one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// What can be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignatureAct {
    /// Read and interpreted.
    Interpreted,
    /// Approved: the report is signed.
    Approved,
    /// A signed report was opened again, to be replaced.
    Amended,
}

/// One sequenced sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// Its part in the case.
    pub role: SampleRole,
    /// The name in the file's header, or a replacement where that looked like a civil registration number.
    pub name: String,
    /// The file's name without folders; none where there was no alignment.
    pub file: Option<String>,
    /// Mean depth in fragments over the panel's coding bases that the regions cover, the mean of its genes.
    pub mean_depth: Option<f64>,
    /// Records read, and what became of them.
    pub reads: Option<ReadTally>,
    /// Read groups in the header.
    pub read_groups: u32,
}

/// The part of a sample in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SampleRole {
    /// The cancer.
    Tumour,
    /// The patient's matched normal.
    Normal,
}

/// What became of a file's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReadTally {
    /// Records read, each counted where it starts.
    pub records: u64,
    /// Used as evidence.
    pub used: u64,
    /// Marked as duplicates.
    pub duplicates: u64,
    /// Secondary alignments.
    pub secondary: u64,
    /// Supplementary alignments.
    pub supplementary: u64,
    /// Failed by the sequencer.
    pub qc_fail: u64,
    /// Below the lowest mapping quality.
    pub low_mapping_quality: u64,
    /// Without base qualities or bases.
    pub unusable: u64,
}

/// The reference that was used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceUsed {
    /// The file's name without folders.
    pub file: String,
    /// As told by the contigs.
    pub build: Build,
    /// Contigs in it.
    pub contigs: u32,
}

/// How many candidates there were and what became of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CallCounts {
    /// Loci with a candidate allele that were judged.
    pub candidates: u64,
    /// Without a filter.
    pub passed: u64,
    /// By FILTER identifier; a candidate may have several.
    pub filtered: BTreeMap<String, u64>,
    /// Alleles that both samples plainly show as inherited, not among the candidates: set aside, and listed in the ledger.
    #[serde(default)]
    pub set_aside: u64,
}

/// The laboratory's karyotype.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KaryotypeGiven {
    /// As given.
    pub iscn: String,
    /// As understood, written again.
    pub read_as: Option<String>,
    /// `exact`, `repaired`, `partial` or `unparsed`.
    pub fidelity: String,
    /// What had to be repaired or could not be read.
    pub warnings: Vec<String>,
}

/// What was found in one gene of the panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GeneResult {
    /// HGNC symbol.
    pub gene: String,
    /// The transcript whose coding bases were measured.
    pub transcript: String,
    /// Present: the labels of its reported variants. Absent: the fraction that would have been seen over 95 % of its bases.
    pub finding: Finding<Vec<String>>,
    /// Mean fragment depth over the coding bases, tumour.
    pub mean_depth: f64,
    /// Mean fragment depth over the coding bases, normal.
    pub normal_mean_depth: Option<f64>,
    /// Share of the coding bases where a variant at the stated limit would be seen, 0 to 1.
    pub callable: f64,
    /// Whether this gene is one that the disease's guidelines ask for.
    pub guideline_gene: bool,
}

/// An analysis that was not done, or a thing that could not be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotAssessedItem {
    /// What, as a key of the message catalogue (such as `copy_number`).
    pub item: String,
    /// Why, as a key of the message catalogue.
    pub reason: String,
}

/// What was run, on what.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Marv's version.
    pub marv_version: String,
    /// Hash of the knowledge bundle.
    pub bundle_hash: String,
    /// Version and date of the knowledge bundle.
    pub bundle_version: String,
    /// Inputs: file name without folders, and SHA-256 of the content (for alignments, of the header and the index).
    pub inputs: BTreeMap<String, String>,
    /// Settings that differ from the default, and the thresholds in force.
    pub settings: BTreeMap<String, String>,
    /// When the run started, RFC 3339, UTC; given from outside, so that equal inputs give equal bytes.
    pub started: Option<String>,
}
