//! What the person who signs decides otherwise than the rules.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Tier;
use crate::oncogenicity::OncogenicityClass;

/// What the person who signs decides otherwise than the rules.
///
/// ```
/// use marv_model::interpretation::{Decision, Judgement, Tier};
///
/// let decision = Decision {
///     finding: "IDH1 p.(Arg132His)".to_owned(),
///     judgement: Judgement::Tier(Tier::Unknown),
///     reason: "seen in the donor".to_owned(),
///     by: "consultant, haematology".to_owned(),
///     time: None,
/// };
/// assert_eq!(serde_json::to_value(&decision)?["tier"], "III");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The finding, by its key or its name.
    pub finding: String,
    /// What it shall be.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// Why.
    pub reason: String,
    /// Who: a role, never a name.
    pub by: String,
    /// When, RFC 3339 in UTC, where it was decided on a report that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

/// What a decision sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The tier of a finding.
    Tier(Tier),
    /// How oncogenic a variant is, in place of the class of its points.
    Class(OncogenicityClass),
    /// The mutations that guidelines ask for of which a variant is one, by the names of markers such as `CEBPA-bZIP`; none of
    /// them where it is empty.
    MutationOf(Vec<String>),
}

impl Decision {
    /// Whether both decide the same of the same finding, so that the later stands in place of the earlier.
    pub fn replaces(&self, earlier: &Self) -> bool {
        self.finding == earlier.finding
            && std::mem::discriminant(&self.judgement) == std::mem::discriminant(&earlier.judgement)
    }
}

/// Another tier, decided by the person who signs, as it stands with its finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TierDecision {
    /// The finding, by its key or its name.
    pub finding: String,
    /// The tier that it shall have.
    pub tier: Tier,
    /// Why.
    pub reason: String,
    /// Who: a role, never a name.
    pub by: String,
    /// When, RFC 3339 in UTC, where it was decided on a report that was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The tier by the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Tier>,
}
