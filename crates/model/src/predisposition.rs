//! Inherited variants of predisposition genes, looked at only where the patient consented.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    annotation::TranscriptConsequence,
    family::{Carrier, Family, Inheritance},
    finding::Finding,
    oncogenicity::CodeOutcome,
};

/// What the normal shows in the genes of predisposition. Not computed, and not there, without consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Predisposition {
    /// Variants, the weightiest class first.
    pub variants: Vec<GermlineVariant>,
    /// Each gene: present with the labels of what is reported, absent, or why it is not known.
    pub genes: Vec<PredispositionGene>,
    /// Parents, relatives and donor; none where nobody else was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
}

/// A gene of predisposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PredispositionGene {
    /// HGNC symbol.
    pub gene: String,
    /// What the normal shows.
    pub finding: Finding<Vec<String>>,
}

/// An inherited variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GermlineVariant {
    /// Contig name.
    pub contig: String,
    /// 1-based.
    pub position: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// On the MANE Select transcript.
    pub consequence: TranscriptConsequence,
    /// Fragments with the allele, and all, in the normal.
    pub normal: [u32; 2],
    /// The same in the tumour.
    pub tumour: [u32; 2],
    /// Every code that was asked, with its outcome.
    pub codes: Vec<AcmgResult>,
    /// The sum of their points.
    pub points: i32,
    /// The class of the sum.
    pub class: AcmgClass,
    /// Second hits of the gene in the tumour: acquired mutations by label, `one_copy`, `allele_lost`.
    pub second_hits: Vec<String>,
    /// ClinVar's word, where the department's knowledge has the allele.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinvar: Option<String>,
    /// The highest frequency in a population, 0 to 1, where the department's knowledge covers the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<f64>,
    /// What the family's other members carry of it, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Carrier>,
    /// Where it comes from; none where no parent was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inheritance: Option<Inheritance>,
}

/// What a donor's own cells show in the genes of predisposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DonorPredisposition {
    /// Variants, the weightiest class first.
    pub variants: Vec<DonorVariant>,
    /// Each gene: present with the labels of what is reported, absent, or why it is not known.
    pub genes: Vec<PredispositionGene>,
}

/// A donor's variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DonorVariant {
    /// Contig name.
    pub contig: String,
    /// 1-based.
    pub position: u32,
    /// Reference allele.
    pub reference: String,
    /// Alternate allele.
    pub alternate: String,
    /// On the MANE Select transcript.
    pub consequence: TranscriptConsequence,
    /// Fragments with the allele, and all, in the donor.
    pub fragments: [u32; 2],
    /// Every code that was asked, with its outcome.
    pub codes: Vec<AcmgResult>,
    /// The sum of their points.
    pub points: i32,
    /// The class of the sum.
    pub class: AcmgClass,
    /// ClinVar's word, where the department's knowledge has the allele.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinvar: Option<String>,
    /// The highest frequency in a population, 0 to 1, where the department's knowledge covers the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<f64>,
    /// Whether the patient's normal has it too.
    pub in_patient: bool,
}

/// A code of ACMG and AMP (Richards, Genet Med 2015;17:405).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcmgResult {
    /// Such as `PVS1`.
    pub code: String,
    /// What it counts when it is met.
    pub points: i32,
    /// Whether it is met.
    pub outcome: CodeOutcome,
    /// Why, as a key of the message catalogue.
    pub reason: String,
}

/// The five classes, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AcmgClass {
    /// 10 points and more.
    Pathogenic,
    /// 6 to 9.
    LikelyPathogenic,
    /// 0 to 5.
    Uncertain,
    /// -6 to -1.
    LikelyBenign,
    /// -7 and fewer.
    Benign,
}

impl AcmgClass {
    /// The class of a sum of points.
    ///
    /// RULE: Tavtigian, Hum Mutat 2020;41:1734, table 2.
    pub fn of(points: i32) -> Self {
        match points {
            10.. => Self::Pathogenic,
            6..=9 => Self::LikelyPathogenic,
            0..=5 => Self::Uncertain,
            -6..=-1 => Self::LikelyBenign,
            _ => Self::Benign,
        }
    }
    /// The word that case.json and the catalogue use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pathogenic => "pathogenic",
            Self::LikelyPathogenic => "likely_pathogenic",
            Self::Uncertain => "uncertain",
            Self::LikelyBenign => "likely_benign",
            Self::Benign => "benign",
        }
    }
}
