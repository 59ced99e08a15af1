//! The soft filters: each a rule with a value, a threshold and a version. None drops a candidate; each says what it
//! thinks, and the ledger keeps it.
//!
//! Order and identifiers are [`Filter::ALL`]'s: what the reads cost to trust first, then artefacts, then origin, then
//! the neighbourhood.

use marv_model::call::{Filter, LedgerEntry, RuleVerdict};

use crate::{
    background::Known,
    config::{SomaticConfig, Thresholds},
    decide::Detail,
    evidence::{Candidate, SampleEvidence},
    learn::Learned,
};

mod artefact;
mod depth;
mod neighbourhood;
mod origin;
mod quality;
mod values;

pub use values::value_of;

/// A candidate with all that a rule may look at.
pub(crate) struct Case<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) detail: &'a Detail,
    pub(crate) learned: &'a Learned,
    pub(crate) config: &'a SomaticConfig,
    pub(crate) known: Known,
    /// Normals of the panel that was consulted.
    pub(crate) panel_of_normals: Option<u32>,
    /// Other likely somatic candidates within the cluster window.
    pub(crate) neighbours: u32,
    /// Other strong alternate alleles at the place.
    pub(crate) other_alleles: u32,
    /// A hotspot, in a region where somatic hypermutation clusters, or a duplication where such recur.
    pub(crate) exempt: bool,
}

impl Case<'_> {
    fn thresholds(&self) -> &Thresholds {
        &self.config.thresholds
    }
    fn tumour(&self) -> &SampleEvidence {
        &self.candidate.tumour
    }
    fn normal(&self) -> Option<&SampleEvidence> {
        self.candidate.normal.as_ref()
    }
    /// Whether any tumour fragment shows it.
    fn shown(&self) -> bool {
        self.tumour().summary.alternate > 0
    }
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Judged {
    value: Option<f64>,
    threshold: Option<f64>,
    verdict: RuleVerdict,
}

impl Judged {
    /// The evidence does not let it be judged.
    const NOT_ASSESSED: Self = Self { value: None, threshold: None, verdict: RuleVerdict::NotAssessed };
    /// It has nothing to say of such a candidate.
    const NOT_CONCERNED: Self = Self { value: None, threshold: None, verdict: RuleVerdict::Pass };

    fn fails(self) -> bool {
        self.verdict == RuleVerdict::Fail
    }
    fn of(value: f64, threshold: f64, fails: bool) -> Self {
        let verdict = if fails { RuleVerdict::Fail } else { RuleVerdict::Pass };
        Self { value: Some(value), threshold: Some(threshold), verdict }
    }
    /// Fails below the threshold.
    fn at_least(value: f64, threshold: f64) -> Self {
        Self::of(value, threshold, value < threshold)
    }
    /// Fails above the threshold.
    fn at_most(value: f64, threshold: f64) -> Self {
        Self::of(value, threshold, value > threshold)
    }
    /// As it is, but flagged instead of failed for an exempt candidate.
    fn or_exempt(self, exempt: bool) -> Self {
        if exempt && self.verdict == RuleVerdict::Fail { Self { verdict: RuleVerdict::Exempt, ..self } } else { self }
    }
}

/// One rule.
pub(crate) struct Rule {
    filter: Filter,
    /// Raised when its outcome may change.
    version: u32,
    judge: fn(&Case<'_>) -> Judged,
}

/// All rules, in the order of [`Filter::ALL`].
pub(crate) const RULES: [Rule; 22] = [
    Rule { filter: Filter::LowDepth, version: 1, judge: depth::low_depth },
    Rule { filter: Filter::LowNormalDepth, version: 1, judge: depth::low_normal_depth },
    Rule { filter: Filter::HighDepth, version: 2, judge: depth::high_depth },
    Rule { filter: Filter::BaseCallNoise, version: 1, judge: depth::base_call_noise },
    Rule { filter: Filter::SpanningDeletion, version: 1, judge: depth::spanning_deletion },
    Rule { filter: Filter::BaseQual, version: 1, judge: quality::base_quality },
    Rule { filter: Filter::MapQual, version: 1, judge: quality::mapping_quality },
    Rule { filter: Filter::MapQualDifference, version: 1, judge: quality::mapping_quality_drop },
    Rule { filter: Filter::Position, version: 1, judge: quality::position },
    Rule { filter: Filter::StrandBias, version: 2, judge: artefact::strand },
    Rule { filter: Filter::Orientation, version: 2, judge: artefact::orientation },
    Rule { filter: Filter::Duplicate, version: 1, judge: artefact::duplicate },
    Rule { filter: Filter::FragmentLength, version: 1, judge: artefact::fragment_length },
    Rule { filter: Filter::Slippage, version: 1, judge: artefact::slippage },
    Rule { filter: Filter::PanelOfNormals, version: 1, judge: origin::panel_of_normals },
    Rule { filter: Filter::NormalArtifact, version: 1, judge: artefact::shared },
    Rule { filter: Filter::Contamination, version: 2, judge: origin::contamination },
    Rule { filter: Filter::Germline, version: 1, judge: origin::germline },
    Rule { filter: Filter::WeakEvidence, version: 2, judge: origin::weak_evidence },
    Rule { filter: Filter::LowAlleleFrac, version: 1, judge: origin::low_fraction },
    Rule { filter: Filter::ClusteredEvents, version: 1, judge: neighbourhood::clustered },
    Rule { filter: Filter::Multiallelic, version: 1, judge: neighbourhood::multiallelic },
];

/// Applies every rule: the filters that hold, and a line of the ledger for each.
pub(crate) fn apply(case: &Case<'_>, ledger: &mut Vec<LedgerEntry>) -> Vec<Filter> {
    RULES
        .iter()
        .filter_map(|rule| {
            let judged = (rule.judge)(case);
            ledger.push(LedgerEntry {
                rule: rule.filter.id().to_owned(),
                value: judged.value,
                threshold: judged.threshold,
                verdict: judged.verdict,
                version: rule.version,
            });
            (judged.verdict == RuleVerdict::Fail).then_some(rule.filter)
        })
        .collect()
}

#[cfg(test)]
mod tests;
