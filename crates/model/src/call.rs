//! A small variant as judged: the evidence of both samples, the posterior, the filters and the ledger.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    tandem::TandemDuplication,
    units::{AlleleFraction, Phred},
    variant::SmallVariant,
};

/// What one sample's reads say of one allele. Counts are of fragments: overlapping mates are one observation.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct AlleleEvidence {
    /// Fragments that speak for the reference allele.
    pub reference: u32,
    /// Fragments that speak for this alternate allele.
    pub alternate: u32,
    /// Fragments that speak for another allele.
    pub other: u32,
    /// Reference fragments seen on the forward and the reverse strand.
    pub reference_strands: [u32; 2],
    /// Alternate fragments seen on the forward and the reverse strand.
    pub alternate_strands: [u32; 2],
    /// Alternate fragments in F1R2 and F2R1 orientation; unpaired reads in neither.
    pub alternate_orientation: [u32; 2],
    /// Median base quality of the alternate observations, Phred; 0 without one.
    pub alternate_base_quality: f32,
    /// Median mapping quality of the alternate and the reference observations; 0 without one.
    pub mapping_quality: [f32; 2],
    /// Median distance in bases of the allele from the nearer read end; 0 without an observation.
    pub alternate_end_distance: f32,
    /// Distinct alternate fragment starts.
    pub alternate_starts: u32,
    /// Depth before base-quality filters, fragments.
    pub raw_depth: u32,
    /// The share of the copies that carry the allele, where the counts do not say it: of insertions and deletions of ten
    /// bases and more, whose longer allele more fragments meet.
    #[serde(default)]
    pub share: Option<AlleleFraction>,
}

impl AlleleEvidence {
    /// Informative fragments.
    pub fn depth(&self) -> u32 {
        self.reference + self.alternate + self.other
    }
    /// The share of the copies that carry the allele: alternate among informative fragments where nothing else is said; none
    /// without a fragment.
    pub fn fraction(&self) -> Option<AlleleFraction> {
        self.share.or_else(|| AlleleFraction::of(self.alternate, self.depth()))
    }
}

/// The probability of each explanation of a candidate; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Posterior {
    /// Acquired by the tumour, in a normal that may hold tumour.
    pub somatic: f64,
    /// Inherited, in one or both copies.
    pub germline: f64,
    /// Made by sequencing, library or mapping.
    pub artefact: f64,
}

impl Posterior {
    /// The probability that it is not somatic, as Phred (at most 100).
    pub fn quality(&self) -> Phred {
        Phred::from_probability(self.germline + self.artefact, 100.0)
    }
}

/// A soft filter. The name is what stands in the VCF's FILTER column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// The sequencing-error posterior is too high.
    WeakEvidence,
    /// Median alternate base quality too low.
    BaseQual,
    /// Median alternate mapping quality too low.
    MapQual,
    /// Alternate mapping quality far below the reference's.
    MapQualDifference,
    /// Too near the read ends.
    Position,
    /// Alternate observations on one strand.
    StrandBias,
    /// Alternate observations in one read-pair orientation.
    Orientation,
    /// Too few distinct alternate fragments.
    Duplicate,
    /// On fragments far shorter than the library's.
    FragmentLength,
    /// A repeat's length changed by one unit, as slippage does.
    Slippage,
    /// Too many events together.
    ClusteredEvents,
    /// Several alternate alleles at one site.
    Multiallelic,
    /// The normal shows the same artefact.
    NormalArtifact,
    /// Inherited.
    Germline,
    /// From another person's DNA.
    Contamination,
    /// In the panel of normals.
    PanelOfNormals,
    /// Fraction in the tumour below the threshold.
    LowAlleleFrac,
    /// Too few informative fragments in the tumour.
    LowDepth,
    /// Too few informative fragments in the normal to call it somatic.
    LowNormalDepth,
    /// Depth far above the region's.
    HighDepth,
    /// Too many base calls removed.
    BaseCallNoise,
    /// Too many reads end or clip here, or span a deletion.
    SpanningDeletion,
}

impl Filter {
    /// The FILTER identifier in VCF.
    pub fn id(self) -> &'static str {
        match self {
            Filter::WeakEvidence => "weak_evidence",
            Filter::BaseQual => "base_qual",
            Filter::MapQual => "map_qual",
            Filter::MapQualDifference => "map_qual_difference",
            Filter::Position => "position",
            Filter::StrandBias => "strand_bias",
            Filter::Orientation => "orientation",
            Filter::Duplicate => "duplicate",
            Filter::FragmentLength => "fragment_length",
            Filter::Slippage => "slippage",
            Filter::ClusteredEvents => "clustered_events",
            Filter::Multiallelic => "multiallelic",
            Filter::NormalArtifact => "normal_artifact",
            Filter::Germline => "germline",
            Filter::Contamination => "contamination",
            Filter::PanelOfNormals => "panel_of_normals",
            Filter::LowAlleleFrac => "low_allele_frac",
            Filter::LowDepth => "low_depth",
            Filter::LowNormalDepth => "low_normal_depth",
            Filter::HighDepth => "high_depth",
            Filter::BaseCallNoise => "base_call_noise",
            Filter::SpanningDeletion => "spanning_deletion",
        }
    }
    /// All, in the order in which they are applied.
    pub const ALL: [Filter; 22] = [
        Filter::LowDepth,
        Filter::LowNormalDepth,
        Filter::HighDepth,
        Filter::BaseCallNoise,
        Filter::SpanningDeletion,
        Filter::BaseQual,
        Filter::MapQual,
        Filter::MapQualDifference,
        Filter::Position,
        Filter::StrandBias,
        Filter::Orientation,
        Filter::Duplicate,
        Filter::FragmentLength,
        Filter::Slippage,
        Filter::PanelOfNormals,
        Filter::NormalArtifact,
        Filter::Contamination,
        Filter::Germline,
        Filter::WeakEvidence,
        Filter::LowAlleleFrac,
        Filter::ClusteredEvents,
        Filter::Multiallelic,
    ];
}

impl std::fmt::Display for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

/// What a rule said of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleVerdict {
    /// No objection.
    Pass,
    /// The filter applies.
    Fail,
    /// It would apply, but a hotspot or an exemption keeps the call; flagged.
    Exempt,
    /// The evidence does not let it be judged.
    NotAssessed,
}

/// One line of the ledger: what one rule did with one candidate, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerEntry {
    /// The rule: a filter's id, or a step such as `candidate` or `posterior`.
    pub rule: String,
    /// The value that was judged; none where there was none.
    pub value: Option<f64>,
    /// What it was compared with; none for a rule without one.
    pub threshold: Option<f64>,
    /// What it said.
    pub verdict: RuleVerdict,
    /// The rule's version, raised when its outcome may change.
    pub version: u32,
}

/// Why a call is looked at regardless of how it scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Forced {
    /// A hotspot of the bundle.
    Hotspot,
    /// In a VCF that the user supplied.
    Supplied,
}

/// A candidate as judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmallVariantCall {
    /// The allele.
    pub variant: SmallVariant,
    /// What it duplicates. The fragments are then counted at the duplication's junction and ends, so that their share is
    /// that of the copies whatever its length.
    pub tandem: Option<TandemDuplication>,
    /// In the tumour.
    pub tumour: AlleleEvidence,
    /// In the normal; none in tumour-only work.
    pub normal: Option<AlleleEvidence>,
    /// What explains it.
    pub posterior: Posterior,
    /// Filters that apply, in the order of [`Filter::ALL`]; empty is PASS.
    pub filters: Vec<Filter>,
    /// Why it is listed whatever its filters.
    pub forced: Option<Forced>,
    /// Whether the normal shows it within what tumour in the normal explains.
    pub seen_in_normal_as_contamination: bool,
    /// Calls of this sample in phase with it share a number, where reads show it.
    pub phase_set: Option<u32>,
    /// Every rule that was applied, in order.
    pub ledger: Vec<LedgerEntry>,
}

impl SmallVariantCall {
    /// No filter applies.
    pub fn passes(&self) -> bool {
        self.filters.is_empty()
    }
}
