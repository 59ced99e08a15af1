//! A case → what its findings mean, and why they mean no more.

mod antigens;
mod clonal;
mod context;
mod findings;
mod tiers;

use marv_model::{
    case::Case,
    interpretation::{Decision, FindingOrigin, Interpretation, InterpretedFinding, Judgement, TierDecision},
};

use crate::Evidence;

/// Every key that an interpretation may carry for the report's catalogue, with its section.
pub const KEYS: &[&str] = &[
    "tier_reason.best_therapeutic",
    "tier_reason.best_diagnostic",
    "tier_reason.best_prognostic",
    "tier_reason.none_therapeutic",
    "tier_reason.none_diagnostic",
    "tier_reason.none_prognostic",
    "tier_reason.not_counted_therapeutic",
    "tier_reason.not_counted_diagnostic",
    "tier_reason.not_counted_prognostic",
    "tier_reason.benign",
    "tier_reason.frequent",
    "tier_reason.other_disease",
    "tier_reason.disease_not_stated",
    "tier_reason.to_judge",
    "tier_reason.context_absent",
    "tier_reason.context_unknown",
    "tier_reason.low_fraction",
    "tier_reason.no_row",
    "tier_reason.unconfirmed",
    "evidence_because.this_disease",
    "evidence_because.other_disease",
    "evidence_because.other_disease_early",
    "evidence_because.other_disease_weak",
    "evidence_because.other_disease_bound",
    "evidence_because.other_disease_kind",
    "evidence_because.to_judge",
    "evidence_because.benign",
    "evidence_because.context_absent",
    "evidence_because.context_unknown",
    "evidence_because.low_fraction",
    "tier_flag.clonal_haematopoiesis",
    "tier_flag.beside_lymphoid",
    "tier_flag.persists_in_remission",
    "tier_flag.in_normal",
    "tier_flag.no_normal",
    "tier_flag.cebpa_bzip_other",
    "clonal_state.chip",
    "clonal_state.ccus",
    "clonal_state.chip_or_ccus",
    "clonal_state.beside_lymphoid",
    "clonal_state.within_myeloid",
    "antigen_copies.no_copy",
    "antigen_copies.one_copy",
    "antigen_copies.allele_lost",
];

/// What every finding of a case means in its disease. Looks at the case alone: a stored one gives the same answer.
///
/// A finding that a filter holds back is told as unconfirmed; a change that a person must judge gives no tier but III.
/// Decisions of the signer ([`Case::decisions`]) are applied last and keep the tier that they stand in place of.
pub fn interpret(case: &Case, evidence: &Evidence) -> Interpretation {
    let findings = findings::of(case, evidence).into_iter().map(|finding| tiers::weigh(finding, case)).collect();
    let mut meaning = Interpretation {
        disease: case.disease,
        evidence_version: evidence.version().to_owned(),
        evidence_hash: evidence.hash().to_owned(),
        findings,
        antigens: antigens::of(case, evidence),
        unused_decisions: Vec::new(),
        clonal_haematopoiesis: clonal::of(case),
        trials: Vec::new(),
    };
    decide(&mut meaning, &case.decisions);
    meaning
}

/// Puts the signer's tiers in force, and none but these: what an earlier decision changed has the tier by the rules again. Keeps
/// which decisions name no finding, and the order of the findings. What is decided of a variant's class stands in the variant.
pub fn decide(meaning: &mut Interpretation, decisions: &[Decision]) {
    let findings = &mut meaning.findings;
    for finding in findings.iter_mut() {
        finding.tier = finding.decision.take().and_then(|earlier| earlier.instead_of).unwrap_or(finding.tier);
    }
    let mut unused = Vec::new();
    for decision in decisions {
        let of_variant = !matches!(decision.judgement, Judgement::Tier(_));
        let named = |finding: &&mut InterpretedFinding| {
            (finding.key == decision.finding || finding.name == decision.finding)
                && (!of_variant || finding.origin == FindingOrigin::Variant)
        };
        match (findings.iter_mut().find(named), &decision.judgement) {
            (Some(finding), Judgement::Tier(tier)) => {
                let by_rules = finding.decision.as_ref().and_then(|earlier| earlier.instead_of).unwrap_or(finding.tier);
                finding.decision = Some(TierDecision {
                    finding: decision.finding.clone(),
                    tier: *tier,
                    reason: decision.reason.clone(),
                    by: decision.by.clone(),
                    time: decision.time.clone(),
                    instead_of: Some(by_rules),
                });
                finding.tier = *tier;
            }
            (Some(_), _) => {}
            (None, _) => unused.push(decision.finding.clone()),
        }
    }
    findings.sort_by(|a, b| (a.unconfirmed, a.tier, &a.name, &a.key).cmp(&(b.unconfirmed, b.tier, &b.name, &b.key)));
    meaning.unused_decisions = unused;
}
