//! Whether the alternate fragments can be trusted.

use super::{Case, Judged};

/// Changes of length from here on are judged by whether reads reach into them, bases.
const LONG_EVENT: u64 = 10;

/// Mutect2's base_qual: median below 20.
pub(super) fn base_quality(case: &Case<'_>) -> Judged {
    if !case.shown() {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_least(f64::from(case.tumour().summary.alternate_base_quality), case.thresholds().min_base_quality)
}

/// Mutect2's map_qual, with a lower threshold; of the reference's reads for changes of length of five bases or more, whose own
/// reads map worse for being so.
pub(super) fn mapping_quality(case: &Case<'_>) -> Judged {
    let [alternate, reference] = case.tumour().summary.mapping_quality;
    let long = case.candidate.variant.length_change().unsigned_abs() >= 5;
    let judged = if long && case.tumour().summary.reference > 0 { reference } else { alternate };
    if !case.shown() {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_least(f64::from(judged), case.thresholds().min_mapping_quality)
}

/// SAGE: the alternate's reads map more than 15 worse than the reference's. Reads that carry a tandem duplication are placed
/// by one side of its junction, and are not concerned.
pub(super) fn mapping_quality_drop(case: &Case<'_>) -> Judged {
    let summary = &case.tumour().summary;
    if case.candidate.tandem.is_some() {
        return Judged::NOT_CONCERNED;
    }
    if summary.alternate == 0 || summary.reference == 0 {
        return Judged::NOT_ASSESSED;
    }
    let [alternate, reference] = summary.mapping_quality.map(f64::from);
    Judged::at_most(reference - alternate, case.thresholds().max_mapping_quality_drop)
}

/// Mutect2's position, with a longer distance: a median of three bases from the read's end. Long changes of length are
/// told by reads that end in them, and are not concerned.
pub(super) fn position(case: &Case<'_>) -> Judged {
    if case.candidate.variant.length_change().unsigned_abs() >= LONG_EVENT {
        return Judged::NOT_CONCERNED;
    }
    if !case.shown() {
        return Judged::NOT_ASSESSED;
    }
    Judged::at_least(f64::from(case.tumour().summary.alternate_end_distance), case.thresholds().min_end_distance)
}
