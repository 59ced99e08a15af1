//! Variants: inherited and acquired, chosen and at random.

use serde::{Deserialize, Serialize};

/// Rates of inherited variation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Germline {
    /// Single-base variants a base (about 1e-3 in a European genome).
    pub snv_rate: f64,
    /// Insertions and deletions a base (about 1.2e-4).
    pub indel_rate: f64,
    /// Heterozygous for each homozygous variant (about 1.6).
    pub het_per_hom: f64,
}

/// An inherited variant at a chosen place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GermlineVariant {
    /// What.
    pub allele: AlleleChoice,
    /// On both haplotypes.
    pub homozygous: bool,
    /// 1 or 2 for a heterozygous one (default 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
}

/// An allele by gene and name, or by coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlleleChoice {
    /// HGNC symbol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gene: Option<String>,
    /// With a gene: a hotspot of the bundle by its protein change, such as `p.Arg175His` or `R175H`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hotspot: Option<String>,
    /// Name of a contig.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contig: Option<String>,
    /// 1-based, of the first reference base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// The reference's bases, as in VCF; must agree with the reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The bases in their place, as in VCF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternate: Option<String>,
}

/// An acquired variant at a chosen place. Its fraction follows from its clone, its copies and the copy number there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SomaticVariant {
    /// What.
    pub allele: AlleleChoice,
    /// The clone it arose in (default: the first).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// 1 or 2 (default 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
    /// Where the haplotype has several copies: on how many of them (default: all, as when it came before the gain).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
}

/// Acquired variants at random places, spread evenly over clones and haplotypes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RandomSomatic {
    /// Single-base variants in a megabase.
    pub snv_per_mb: f64,
    /// Insertions and deletions in a megabase.
    pub indel_per_mb: f64,
    /// Substitutions of two or three adjacent bases in a megabase.
    pub mnv_per_mb: f64,
    /// Share of them that came after all gains: on one copy of their haplotype. 0 (default) to 1.
    #[serde(skip_serializing_if = "is_zero")]
    pub late: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// A stretch that stands twice in a row, with or without bases between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TandemDuplication {
    /// Name of a contig.
    pub contig: String,
    /// 1-based, first duplicated base.
    pub start: u32,
    /// 1-based, last duplicated base.
    pub end: u32,
    /// Bases between the two copies that come from neither.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filler: String,
    /// The clone it arose in (default: the first).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clone: Option<String>,
    /// 1 or 2 (default 1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub haplotype: Option<u8>,
    /// As in [`SomaticVariant`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u8>,
}

impl Default for Germline {
    fn default() -> Self {
        Self { snv_rate: 1e-3, indel_rate: 1.2e-4, het_per_hom: 1.6 }
    }
}

impl Default for RandomSomatic {
    fn default() -> Self {
        Self { snv_per_mb: 0.0, indel_per_mb: 0.0, mnv_per_mb: 0.0, late: 0.0 }
    }
}
