//! The mutations that guidelines ask for, by the rules and by what the signer decided of single variants.

use std::collections::BTreeMap;

use marv_guidelines::profile::Marker;
use marv_model::{
    case::{MarkerCall, ReportedVariant},
    finding::{Finding, NotAssessed, Status},
    interpretation::{Decision, Judgement},
    laboratory::PanelResult,
    oncogenicity::OncogenicityClass,
};

use crate::{
    findings::IN_PANEL,
    markers::{Counts, cebpa_biallelic_of, counts_on},
    select::called,
};

/// What a marker's finding is in a stored case.
type Calls = Finding<Vec<MarkerCall>>;

/// Every marker as guidelines are asked with it: `by_rules` but where the signer decided of a variant of its gene.
pub(super) fn decided(
    by_rules: &BTreeMap<String, Calls>,
    variants: &[ReportedVariant],
    panel: &[PanelResult],
    decisions: &[Decision],
) -> BTreeMap<String, Calls> {
    let one = |marker: Marker| {
        let finding = by_rules.get(marker.name())?;
        Some(decide(marker, finding, variants, panel, decisions).unwrap_or_else(|| finding.clone()))
    };
    Marker::ALL
        .iter()
        .filter_map(|(marker, name)| {
            let finding = match marker {
                Marker::CebpaBiallelic => biallelic(by_rules, variants, panel, decisions).or_else(|| one(*marker)),
                _ => one(*marker),
            };
            Some(((*name).to_owned(), finding?))
        })
        .collect()
}

/// A marker where the signer decided of a variant of its gene; none where nobody did.
///
/// RULE: a variant that counts by the signer is present. One that does not is as if it were not there: the marker is then what the
/// gene's other variants make of it, and where these make nothing of it what the laboratory's panel leaves of it; else absent,
/// without a limit of detection.
fn decide(
    marker: Marker,
    by_rules: &Calls,
    variants: &[ReportedVariant],
    panel: &[PanelResult],
    decisions: &[Decision],
) -> Option<Calls> {
    let of_gene: Vec<(&ReportedVariant, Option<Counts>)> = variants
        .iter()
        .filter(|variant| variant.consequences.iter().any(|on| on.gene == marker.gene()))
        .map(|variant| (variant, by_signer(marker, variant, decisions)))
        .collect();
    if of_gene.iter().all(|(_, decided)| decided.is_none()) {
        return None;
    }
    let mut calls: Vec<MarkerCall> = by_rules.evidence().cloned().unwrap_or_default();
    for (variant, decided) in &of_gene {
        let Some(decided) = decided else { continue };
        let call = call(variant);
        let there = calls.iter().position(|one| *one == call);
        match (there, decided) {
            (None, Counts::Yes) => calls.push(call),
            (Some(at), Counts::No | Counts::Perhaps) => drop(calls.remove(at)),
            _ => {}
        }
    }
    if !calls.is_empty() {
        return Some(Finding::present(calls));
    }
    let rejected = of_gene.iter().filter(|(_, decided)| *decided == Some(Counts::No)).count();
    if let Some(by_panel) = left_of_panel(marker, panel, rejected) {
        return Some(by_panel);
    }
    let left: Vec<Option<NotAssessed>> = of_gene
        .iter()
        .map(|(variant, decided)| match decided {
            Some(decided) => (*decided == Counts::Perhaps).then_some(NotAssessed::SignificanceUnclear),
            None => open(marker, variant),
        })
        .collect();
    Some(match (left.into_iter().flatten().next(), by_rules) {
        (Some(reason), _) => Finding::unknown(reason),
        (None, Finding::Absent { .. }) => by_rules.clone(),
        (None, Finding::NotAssessable { reason })
            if !matches!(reason, NotAssessed::SignificanceUnclear | NotAssessed::CallUnclear) =>
        {
            by_rules.clone()
        }
        (None, _) => Finding::absent(),
    })
}

/// What the laboratory's panel says of a marker of which the signer counts none of the genome's mutations; none where the panel saw no
/// mutation.
///
/// RULE: a panel does not say which mutation it saw. Each that it saw may be one of those that the signer counts for nothing, and the
/// marker is then open until a person says so; a panel that saw more than these saw a mutation that still counts.
fn left_of_panel(marker: Marker, panel: &[PanelResult], rejected: usize) -> Option<Calls> {
    let result = panel.iter().find(|one| one.marker == marker.name() && one.result == Status::Present)?;
    let more = result.fractions.len().max(1).saturating_sub(rejected);
    if more == 0 {
        return Some(Finding::unknown(NotAssessed::SignificanceUnclear));
    }
    let call = |fraction| MarkerCall { label: IN_PANEL.to_owned(), fraction };
    // Whose fraction is whose is only known where none is counted out.
    let calls = if rejected == 0 && !result.fractions.is_empty() {
        result.fractions.iter().map(|fraction| call(Some(*fraction))).collect()
    } else {
        vec![call(None); more]
    };
    Some(Finding::present(calls))
}

/// Whether the signer says that a variant is a mutation of the marker's kind; none where the rules say it.
///
/// RULE: what the signer names the mutations of stands before the class. By its class a variant that is (likely) benign counts for
/// nothing, one of uncertain significance leaves open what it counted for, and a (likely) oncogenic one that passes counts for what a
/// person had to judge.
fn by_signer(marker: Marker, variant: &ReportedVariant, decisions: &[Decision]) -> Option<Counts> {
    let about = || decisions.iter().rev().filter(|decision| variant.is_named(&decision.finding));
    let named = about().find_map(|decision| match &decision.judgement {
        Judgement::MutationOf(markers) => Some(markers.iter().any(|name| name == marker.name())),
        _ => None,
    });
    if let Some(named) = named {
        return Some(if named { Counts::Yes } else { Counts::No });
    }
    let class = about().find_map(|decision| match decision.judgement {
        Judgement::Class(class) => Some(class),
        _ => None,
    })?;
    let by_rules = counts_on(marker, &variant.consequences, length_change(variant));
    match (class, by_rules) {
        (OncogenicityClass::Benign | OncogenicityClass::LikelyBenign, _) => Some(Counts::No),
        (_, Counts::No) => None,
        (OncogenicityClass::Uncertain, _) => Some(Counts::Perhaps),
        (OncogenicityClass::LikelyOncogenic | OncogenicityClass::Oncogenic, _) => {
            variant.filters.is_empty().then_some(Counts::Yes)
        }
    }
}

/// Why a variant that nobody decided on leaves a marker open.
fn open(marker: Marker, variant: &ReportedVariant) -> Option<NotAssessed> {
    /// As [`unclear`](crate::select::unclear) has it of calls.
    const LIKELY: (u32, f64) = (3, 0.1);
    let passes = variant.filters.is_empty();
    let likely = variant.tumour.alternate >= LIKELY.0 && variant.posterior.somatic >= LIKELY.1;
    match counts_on(marker, &variant.consequences, length_change(variant)) {
        Counts::Yes if !passes && likely => Some(NotAssessed::CallUnclear),
        Counts::Perhaps if passes || likely => Some(NotAssessed::SignificanceUnclear),
        _ => None,
    }
}

/// Two mutations of CEBPA where the signer decided of one of its variants; none where nobody did.
fn biallelic(
    by_rules: &BTreeMap<String, Calls>,
    variants: &[ReportedVariant],
    panel: &[PanelResult],
    decisions: &[Decision],
) -> Option<Calls> {
    let single = decide(Marker::Cebpa, by_rules.get(Marker::Cebpa.name())?, variants, panel, decisions)?;
    Some(match single {
        Finding::Present { evidence } => {
            let fractions: Vec<_> = evidence.iter().map(|call| call.fraction).collect();
            match cebpa_biallelic_of(&fractions) {
                Counts::Yes => Finding::present(evidence),
                Counts::Perhaps => Finding::unknown(NotAssessed::SignificanceUnclear),
                Counts::No => Finding::absent(),
            }
        }
        other => other,
    })
}

fn call(variant: &ReportedVariant) -> MarkerCall {
    MarkerCall { label: label(variant), fraction: variant.tumour_fraction }
}

/// As the call was named when it was found.
pub(super) fn label(variant: &ReportedVariant) -> String {
    called(variant.consequences.first(), &variant.reference, &variant.alternate)
}

fn length_change(variant: &ReportedVariant) -> i64 {
    let length = |allele: &str| i64::try_from(allele.len()).unwrap_or(i64::MAX);
    length(&variant.alternate) - length(&variant.reference)
}

#[cfg(test)]
mod tests {
    use marv_model::units::AlleleFraction;

    use super::*;

    fn panel(result: Status, fractions: &[f64]) -> [PanelResult; 1] {
        let fractions = fractions.iter().map(|one| AlleleFraction::new(*one).unwrap()).collect();
        [PanelResult { marker: "NPM1".to_owned(), result, fractions }]
    }

    #[test]
    fn a_panel_that_saw_more_mutations_than_the_signer_counts_out_saw_one_that_counts() {
        let open = Some(Finding::unknown(NotAssessed::SignificanceUnclear));
        let left = |panel: &[PanelResult], rejected| left_of_panel(Marker::Npm1, panel, rejected);
        let fraction = |found: &Option<Calls>| found.as_ref().and_then(|one| one.evidence()?.first()?.fraction);
        let two = panel(Status::Present, &[0.4, 0.1]);
        assert_eq!(left(&two, 2), open);
        let one = left(&two, 1);
        assert_eq!(one.as_ref().map(|one| one.evidence().unwrap().len()), Some(1));
        assert_eq!(fraction(&one), None, "either of the two");
        assert_eq!(fraction(&left(&two, 0)).map(AlleleFraction::get), Some(0.4));
        assert_eq!(left(&panel(Status::Present, &[]), 1), open, "mutated, fraction not given");
        assert_eq!(left(&panel(Status::Absent, &[]), 1), None);
        assert_eq!(left_of_panel(Marker::Idh2, &two, 1), None);
    }
}
