//! Whether an artefact explains it.

use super::{Case, Judged};
use crate::maths::binomial_tail;

/// The probability of an error on one strand, against all other explanations.
pub(super) fn strand(case: &Case<'_>) -> Judged {
    if !case.shown() {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_most(case.detail.strand, case.thresholds().max_strand_probability)
}

/// The probability of an error in one read-pair orientation, against all other explanations.
pub(super) fn orientation(case: &Case<'_>) -> Judged {
    if case.tumour().summary.alternate_orientation == [0, 0] {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_most(case.detail.orientation, case.thresholds().max_orientation_probability)
}

/// SAGE: of three alternate fragments two, of five three must lie differently.
pub(super) fn duplicate(case: &Case<'_>) -> Judged {
    let summary = &case.tumour().summary;
    let [of_three, of_five] = case.thresholds().min_starts;
    let wanted = match summary.alternate {
        0 => return Judged::NOT_ASSESSED,
        1 | 2 => 1,
        3 | 4 => of_three,
        _ => of_five,
    };
    Judged::at_least(f64::from(summary.alternate_starts), f64::from(wanted))
}

/// Templates that a median must be of: of five the third is below the library's first percentile by chance in one of 100,000.
const TEMPLATES: u32 = 5;

/// The share of the library's templates that are as short as the alternate's median or shorter.
///
/// METHOD: hairpins of enzymatic fragmentation, and templates that a read passes through to the adapter, make false bases on
/// short templates. Longer ones than the library's are left alone: a deletion beside the variant makes them, and Mutect2's
/// filter of either (filters.md, section 1) is as good as off for that. Changes of length change their templates', and are
/// not concerned.
pub(super) fn fragment_length(case: &Case<'_>) -> Judged {
    let sample = case.tumour();
    if case.candidate.variant.length_change() != 0 {
        return Judged::NOT_CONCERNED;
    }
    match case.learned.template_share(sample.template_length).filter(|_| sample.templates >= TEMPLATES) {
        Some(share) => Judged::at_least(share, case.thresholds().min_template_share),
        None => Judged::NOT_ASSESSED,
    }
}

/// Mutect2's slippage, with the sample's own rate: the probability that slippage alone makes as many alternate fragments
/// of one unit more or less, in a repeat of eight bases or more.
pub(super) fn slippage(case: &Case<'_>) -> Judged {
    let repeat = case.candidate.repeat;
    let bases = u32::from(repeat.unit) * u32::from(repeat.count);
    if repeat.change.abs() != 1 || bases < case.thresholds().min_repeat {
        return Judged::NOT_CONCERNED;
    }
    let summary = &case.tumour().summary;
    let rate = case.learned.errors[0].length_change(repeat);
    let probability = binomial_tail(summary.alternate, summary.alternate + summary.reference, rate);
    Judged::at_most(probability, case.thresholds().max_slippage_probability)
}

/// The probability of an error of the site that both samples share.
pub(super) fn shared(case: &Case<'_>) -> Judged {
    if case.normal().is_none() {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_most(case.detail.shared, case.thresholds().max_shared_probability)
}
