//! What the person who signs decided otherwise than the rules: from decisions to a case that holds them throughout.
//!
//! A decision is one of three ([`Judgement`]): the tier of a finding, the class of a variant, the mutations of which guidelines are to
//! count a variant. What the rules say is never lost: it stands beside each decision, and without the decision it is in force again.

mod markers;
mod overrule;

use std::path::Path;

use marv_guidelines::profile::{Marker, MarkerEvidence, Profile};
use marv_karyotype::tp53;
use marv_model::{
    case::{Case, GuidelineInputs, MarkerCall, ReportedVariant},
    finding::Finding,
    interpretation::{Decision, Judgement},
    oncogenicity::ClassDecision,
    tp53::{Tp53Mutation, Tp53Report},
};

pub use self::overrule::{Overruling, overrule};
use crate::{
    Error,
    case_file::judged,
    findings::{IN_PANEL, mutations_of_known_fraction, with_breaks},
};

/// Whether a decision is about more than the tier of a finding, so that guidelines and tiers are to be asked again.
pub(crate) fn is_of_variant(decision: &Decision) -> bool {
    !matches!(decision.judgement, Judgement::Tier(_))
}

/// Puts the decisions about variants in force: their classes, the state of TP53, and what guidelines say. Tiers follow when the case
/// is interpreted. `path` is where the case lies, for messages.
pub(crate) fn put_in_force(case: &mut Case, path: &Path) -> Result<(), Error> {
    for variant in &mut case.variants {
        classify(variant, &case.decisions);
    }
    let Some(inputs) = &case.guideline_inputs else { return Ok(()) };
    let found = markers::decided(&inputs.markers, &case.variants, &case.panel, &case.decisions);
    let tp53 = match (&case.tp53, found.get(Marker::Tp53.name())) {
        (Some(report), Some(calls)) => Some(assess_tp53(report, calls, case)),
        (report, _) => report.clone(),
    };
    let profile = Profile::unknown()
        .disease(case.disease)
        .cytogenetics(case.lesions.clone())
        .groups(inputs.groups.clone())
        .tp53_states(tp53.as_ref().map_or_else(Vec::new, |report| report.states.clone()))
        .clinical(case.clinical.clone());
    let profile = Marker::ALL.iter().fold(profile, |profile, (marker, name)| match found.get(*name) {
        Some(finding) => profile.marker(*marker, finding.clone().map(evidence)),
        None => profile, // a marker of a later version: not asked of the reads, and so not known
    });
    let choices = inputs.policies.iter().map(|(option, value)| (option.as_str(), value.as_str())).collect();
    (case.verdicts, case.side_by_side) = judged(&profile, &choices, path)?;
    case.tp53 = tp53;
    Ok(())
}

/// The signer's class, or else that of the points.
fn classify(variant: &mut ReportedVariant, decisions: &[Decision]) {
    let class = decisions.iter().rev().filter(|decision| variant.is_named(&decision.finding)).find_map(|decision| {
        let Judgement::Class(class) = decision.judgement else { return None };
        let Decision { reason, by, time, .. } = decision.clone();
        Some((class, ClassDecision { reason, by, time }))
    });
    if let Some(found) = &mut variant.oncogenicity {
        (found.class, found.decision) = match class {
            Some((class, decision)) => (class, Some(decision)),
            None => (found.class_by_points(), None),
        };
    }
}

/// TP53 by the mutations that count now, and by breaks within the gene, which are no variants.
fn assess_tp53(report: &Tp53Report, calls: &Finding<Vec<MarkerCall>>, case: &Case) -> Tp53Report {
    let by_rules = case.guideline_inputs.iter().filter_map(|inputs| inputs.markers.get(Marker::Tp53.name()));
    let small = |mutation: &Tp53Mutation| {
        by_rules.clone().filter_map(Finding::evidence).flatten().any(|call| call.label == mutation.label)
            || case.variants.iter().any(|variant| markers::label(variant) == mutation.label)
            || mutation.label == IN_PANEL
    };
    let all = report.mutations.evidence().map_or(&[][..], Vec::as_slice);
    let breaks: Vec<Tp53Mutation> = all.iter().filter(|mutation| !small(mutation)).cloned().collect();
    let called = mutations_of_known_fraction(calls.clone().map(evidence));
    tp53::assess(with_breaks(called, &breaks), report.locus.clone())
}

fn evidence(calls: Vec<MarkerCall>) -> Vec<MarkerEvidence> {
    calls.into_iter().map(|call| MarkerEvidence { label: call.label, fraction: call.fraction }).collect()
}

/// What guidelines are asked with beside lesions, TP53 and the clinic, by the rules alone, for the case to hold.
pub(crate) fn inputs(
    profile: &Profile,
    groups: &marv_model::cytogenetics::KaryotypeGroups,
    choices: &marv_guidelines::Choices,
) -> GuidelineInputs {
    let policies = choices.each().map(|(option, value)| (option.to_owned(), value.to_owned())).collect();
    let of = |(marker, name): &(Marker, &str)| {
        let calls = |all: Vec<MarkerEvidence>| {
            all.into_iter().map(|one| MarkerCall { label: one.label, fraction: one.fraction }).collect()
        };
        ((*name).to_owned(), profile.finding(*marker).map(calls))
    };
    GuidelineInputs { markers: Marker::ALL.iter().map(of).collect(), groups: groups.clone(), policies }
}
