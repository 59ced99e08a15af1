//! Whether it is acquired, and by whom.

use marv_model::call::Forced;

use super::{Case, Judged};

/// Mutect2's panel of normals: two of them show it. Hotspots are only flagged: normals carry clones, too.
pub(super) fn panel_of_normals(case: &Case<'_>) -> Judged {
    if case.panel_of_normals.is_none() {
        return Judged::NOT_ASSESSED;
    }
    let carriers = f64::from(case.known.normals.unwrap_or(0));
    let hotspot = case.candidate.forced == Some(Forced::Hotspot);
    Judged::at_most(carriers, f64::from(case.thresholds().max_normals)).or_exempt(hotspot)
}

/// The probability that another person carries it, whose DNA is in the tumour. Hotspots are only flagged: another
/// person's are rare.
pub(super) fn contamination(case: &Case<'_>) -> Judged {
    if case.learned.another_person.is_none() {
        return Judged::NOT_ASSESSED;
    }
    let hotspot = case.candidate.forced == Some(Forced::Hotspot);
    Judged::at_most(case.detail.another, case.thresholds().max_another_probability).or_exempt(hotspot)
}

/// The probability that it is inherited.
pub(super) fn germline(case: &Case<'_>) -> Judged {
    Judged::at_most(case.detail.germline, case.thresholds().max_germline_probability)
}

/// The probability of an artefact (errors, of whatever kind), where the choice is between that and somatic.
pub(super) fn weak_evidence(case: &Case<'_>) -> Judged {
    let artefact = case.detail.artefact();
    let either = artefact + case.detail.somatic;
    let value = if either > 0.0 { artefact / either } else { 1.0 };
    // RULE: what is asked for by name, hotspots above all, is not held to the line of what is searched for.
    let line = match case.candidate.forced {
        Some(_) => case.thresholds().max_error_probability,
        None => case.learned.line(case.candidate).min(case.thresholds().max_error_probability),
    };
    Judged::at_most(value, line)
}

/// Hotspots are only flagged: a small clone of a driver is still a driver.
pub(super) fn low_fraction(case: &Case<'_>) -> Judged {
    let hotspot = case.candidate.forced == Some(Forced::Hotspot);
    case.tumour().summary.fraction().map_or(Judged::NOT_ASSESSED, |fraction| {
        Judged::at_least(fraction.get(), case.thresholds().min_fraction).or_exempt(hotspot)
    })
}
