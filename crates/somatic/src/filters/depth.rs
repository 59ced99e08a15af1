//! Whether there are enough fragments, and enough of them usable.

use marv_model::variant::VariantKind;

use super::{Case, Judged};

/// Strelka2 asks for 2, haematological pipelines for 10; between them, since the posterior weighs depth as well.
pub(super) fn low_depth(case: &Case<'_>) -> Judged {
    let depth = case.tumour().summary.depth();
    let few = Judged::at_least(f64::from(depth), f64::from(case.thresholds().min_depth));
    let alternate = case.tumour().summary.alternate;
    if few.fails() || alternate >= case.thresholds().min_alternate {
        return few;
    }
    Judged::at_least(f64::from(alternate), f64::from(case.thresholds().min_alternate))
}

/// SAGE asks for 10 on autosomes and 6 on sex chromosomes.
pub(super) fn low_normal_depth(case: &Case<'_>) -> Judged {
    case.normal().map_or(Judged::NOT_ASSESSED, |normal| {
        Judged::at_least(f64::from(normal.summary.depth()), f64::from(case.thresholds().min_normal_depth))
    })
}

/// Strelka2 and Manta compare the normal with three times its mean. Hotspots and exempt regions are only flagged: the
/// rule has cost real duplications of FLT3.
pub(super) fn high_depth(case: &Case<'_>) -> Judged {
    let (sample, mean) = match case.normal() {
        Some(normal) => (normal, case.learned.mean_depth[1]),
        None => (case.tumour(), case.learned.mean_depth[0]),
    };
    match (mean, case.thresholds().max_relative_depth) {
        (Some(mean), Some(times)) if mean > 0.0 => {
            Judged::at_most(f64::from(sample.summary.raw_depth) / mean, times).or_exempt(case.exempt)
        }
        _ => Judged::NOT_ASSESSED,
    }
}

/// Strelka2's BCNoise: 0.4.
pub(super) fn base_call_noise(case: &Case<'_>) -> Judged {
    let share = |sample: &crate::evidence::SampleEvidence| {
        let all = sample.summary.raw_depth;
        (all > 0).then(|| f64::from(sample.set_aside) / f64::from(all))
    };
    let worst = [share(case.tumour()), case.normal().and_then(share)].into_iter().flatten().reduce(f64::max);
    worst.map_or(Judged::NOT_ASSESSED, |worst| Judged::at_most(worst, case.thresholds().max_set_aside))
}

/// Strelka2's SpanDel: 0.75. Only a substitution can be deleted.
pub(super) fn spanning_deletion(case: &Case<'_>) -> Judged {
    if case.candidate.variant.kind() != VariantKind::Snv {
        return Judged::NOT_CONCERNED;
    }
    let tumour = case.tumour();
    if tumour.summary.raw_depth == 0 {
        return Judged::NOT_ASSESSED;
    }
    let share = f64::from(tumour.deleted) / f64::from(tumour.summary.raw_depth);
    Judged::at_most(share, case.thresholds().max_deleted)
}
