//! The case: everything a report may say, in the form in which it is stored (`case.json`) and published (`marv schema
//! case`). What is not here cannot be in a report. Positions are 1-based, as people read them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    annotation::TranscriptConsequence,
    call::{AlleleEvidence, LedgerEntry, Posterior},
    clinical::Clinical,
    copy_number::CopyNumberResult,
    cytogenetics::CytogeneticFindings,
    finding::Finding,
    genome::Build,
    interpretation::{Gate, Interpretation, KnownElsewhere, TierDecision, WeakExon},
    laboratory::{Discordance, FishResult, KaryotypeComparison, PanelResult},
    oncogenicity::Oncogenicity,
    predisposition::Predisposition,
    rearrangement::RearrangementResult,
    tp53::Tp53Report,
    units::{AlleleFraction, Phred},
    variant::VariantKind,
    verdict::{Comparison, Verdict},
    virtual_karyotype::VirtualKaryotypeResult,
};

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
    /// What the findings mean; none where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpretation: Option<Interpretation>,
    /// Inherited predisposition; none without consent, and then nothing of it was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predisposition: Option<Predisposition>,
    /// Tiers that the signer decided otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<TierDecision>,
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

/// The indication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disease {
    /// Acute myeloid leukaemia.
    Aml,
    /// Myelodysplastic syndrome.
    Mds,
    /// Overlap of MDS and myeloproliferative neoplasm.
    MdsMpn,
    /// Myeloproliferative neoplasm.
    Mpn,
    /// Chronic myeloid leukaemia.
    Cml,
    /// Acute lymphoblastic leukaemia.
    All,
    /// Chronic lymphocytic leukaemia.
    Cll,
    /// Lymphoma.
    Lymphoma,
    /// Plasma-cell disease.
    PlasmaCell,
    /// Acute lymphoblastic leukaemia of B lineage.
    BAll,
    /// Acute lymphoblastic leukaemia of T lineage.
    TAll,
    /// Chronic myelomonocytic leukaemia.
    Cmml,
    /// Myelofibrosis, primary or after another myeloproliferative neoplasm.
    Myelofibrosis,
    /// Not stated.
    Unspecified,
}

impl Disease {
    /// All, with the word that the command line and the case file use.
    pub const ALL: [(Disease, &'static str); 14] = [
        (Disease::Aml, "aml"),
        (Disease::Mds, "mds"),
        (Disease::MdsMpn, "mds_mpn"),
        (Disease::Mpn, "mpn"),
        (Disease::Cml, "cml"),
        (Disease::All, "all"),
        (Disease::Cll, "cll"),
        (Disease::Lymphoma, "lymphoma"),
        (Disease::PlasmaCell, "plasma_cell"),
        (Disease::BAll, "b_all"),
        (Disease::TAll, "t_all"),
        (Disease::Cmml, "cmml"),
        (Disease::Myelofibrosis, "myelofibrosis"),
        (Disease::Unspecified, "unspecified"),
    ];
    /// The word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(disease, _)| *disease == self).map_or("unspecified", |(_, word)| word)
    }
}

impl std::str::FromStr for Disease {
    type Err = crate::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = text.to_ascii_lowercase().replace(['-', '/', ' '], "_");
        Self::ALL
            .iter()
            .find(|(_, word)| *word == wanted)
            .map(|(disease, _)| *disease)
            .ok_or_else(|| crate::Error::Word { what: "disease", text: text.to_owned() })
    }
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
    /// Mean depth in fragments over the panel's coding bases.
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

/// How many calls of one kind pass, and how many of them are expected to be false.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExpectedFalse {
    /// Calls without a filter that were searched for, not asked for by name.
    pub passed: u64,
    /// The sum of their probabilities of not being somatic.
    pub expected: f64,
    /// The line that was used: the largest probability of an artefact, among artefact and somatic, that a call may have.
    pub line: f64,
}

/// The calls that are expected to be false, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct FalseDiscovery {
    /// Substitutions.
    pub substitutions: ExpectedFalse,
    /// Insertions, deletions and mixtures.
    pub indels: ExpectedFalse,
}

/// The quality of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Quality {
    /// Tumour in the normal, as a share of the normal's DNA: estimate and 95 % interval.
    pub tumour_in_normal: Option<Estimate>,
    /// Whether it was set by the user instead of estimated.
    pub tumour_in_normal_set: bool,
    /// Mismatches a base that no variant explains, tumour and normal.
    pub error_rate: [Option<f64>; 2],
    /// Median fragment length in bases, tumour and normal.
    pub fragment_length: [Option<f64>; 2],
    /// Share of the germline sites, seen in both, where tumour and normal agree: 1 for one person.
    pub identity: Option<f64>,
    /// Germline sites that `identity` rests on.
    pub identity_sites: u64,
    /// Another person's DNA in the tumour, as a share: estimate and 95 % interval; none where too few sites tell.
    #[serde(default)]
    pub another_person: Option<Estimate>,
    /// How many of the calls that pass are expected to be false; none where it was not worked out.
    #[serde(default)]
    pub false_discovery: Option<FalseDiscovery>,
    /// What a reader must know, as keys of the message catalogue.
    pub warnings: Vec<String>,
    /// Gates, each with what it means for the answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    /// Exons of the panel of which less than 95 % could be read at the gene's limit; the genes that guidelines ask for first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak_exons: Vec<WeakExon>,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The best value.
    pub value: f64,
    /// 95 % interval, lower and upper.
    pub interval: [f64; 2],
    /// Observations it rests on.
    pub observations: u64,
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
