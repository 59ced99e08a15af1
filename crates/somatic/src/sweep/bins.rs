//! A candidate as the sums of the sample count it.

use marv_model::variant::VariantKind;

use crate::{
    evidence::{Candidate, SampleEvidence},
    likelihood::explain::Explanations,
    statistics::{ContaminationBin, ExplanationBin},
};

/// How well each explanation fits.
pub(super) fn explanation_bin(explained: &Explanations) -> ExplanationBin {
    let Explanations { somatic, strand, orientation, shared, .. } = *explained;
    let germline = explained.heterozygous.max(explained.homozygous);
    let best = [somatic, strand, orientation, shared, germline].into_iter().fold(0.0, f64::max);
    ExplanationBin {
        somatic: binned(somatic - best),
        strand: binned(strand - best),
        orientation: binned(orientation - best),
        shared: binned(shared - best),
        germline: binned(germline - best),
        error: binned(-best),
    }
}

/// Nats, rounded, within -60 and 0.
#[allow(clippy::cast_possible_truncation)] // within range by the clamp
fn binned(ratio: f64) -> i16 {
    ratio.clamp(-60.0, 0.0).round() as i16
}

/// What a confident somatic substitution says of tumour in the normal.
///
/// METHOD: after SAGE's and deTiN's estimates: well-mapped substitutions with both strands and eight fragments in the
/// tumour at 10 % or more, whose reads are otherwise clean, and ten fragments of depth in the normal.
pub(super) fn contamination_bin(candidate: &Candidate) -> Option<ContaminationBin> {
    let (tumour, normal): (&SampleEvidence, &SampleEvidence) = (&candidate.tumour, candidate.normal.as_ref()?);
    let (t, n) = (&tumour.summary, &normal.summary);
    let clean = candidate.variant.kind() == VariantKind::Snv
        && t.alternate >= 8
        && t.alternate * 10 >= t.depth()
        && t.alternate_strands.iter().all(|strand| *strand >= 2)
        && t.mapping_quality[0] >= 50.0
        && tumour.other_differences[0] <= 2.0
        && n.depth() >= 10;
    let byte = |value: u32| u8::try_from(value.min(255)).unwrap_or(u8::MAX);
    clean.then(|| ContaminationBin {
        tumour_fraction: byte((t.alternate * 50 + t.depth() / 2) / t.depth().max(1)),
        normal_depth: byte(n.depth()),
        normal_alternate: byte(n.alternate),
    })
}
