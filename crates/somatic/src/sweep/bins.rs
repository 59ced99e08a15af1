//! A candidate as the sums of the sample count it.

use marv_model::{call::AlleleEvidence, variant::VariantKind};

use crate::{
    evidence::{Candidate, SampleEvidence},
    statistics::{ContaminationBin, HomozygousBin},
};

/// What a site, where the normal is homozygous for another base than the reference, says of another person's DNA in the
/// tumour; none where few fragments speak.
pub(super) fn homozygous_bin(tumour: &AlleleEvidence) -> Option<HomozygousBin> {
    let depth = tumour.reference + tumour.alternate;
    let times = depth.div_ceil(255).max(1);
    let byte = |value: u32| u8::try_from(value / times).unwrap_or(u8::MAX);
    (depth >= 12).then(|| HomozygousBin { reference: byte(tumour.reference), depth: byte(depth) })
}

/// The fewest alternate fragments of the tumour that make a substitution confident.
pub(crate) fn fewest_alternate(depth: u32) -> u32 {
    depth.div_ceil(10).max(8)
}

/// What a confident somatic substitution says of tumour in the normal.
///
/// METHOD: after SAGE's and deTiN's estimates: well-mapped substitutions with both strands and eight fragments in the
/// tumour at 10 % or more, whose reads are otherwise clean, and ten fragments of depth in the normal.
pub(super) fn contamination_bin(candidate: &Candidate) -> Option<ContaminationBin> {
    let (tumour, normal): (&SampleEvidence, &SampleEvidence) = (&candidate.tumour, candidate.normal.as_ref()?);
    let (t, n) = (&tumour.summary, &normal.summary);
    let clean = candidate.variant.kind() == VariantKind::Snv
        && t.alternate >= fewest_alternate(t.depth())
        && t.alternate_strands.iter().all(|strand| *strand >= 2)
        && t.mapping_quality[0] >= 50.0
        && tumour.other_differences[0] <= 2.0
        && n.depth() >= 10;
    let byte = |value: u32| u8::try_from(value.min(255)).unwrap_or(u8::MAX);
    let times = t.depth().div_ceil(255).max(1);
    clean.then(|| ContaminationBin {
        tumour_alternate: byte(t.alternate / times),
        tumour_depth: byte(t.depth() / times),
        normal_depth: byte(n.depth()),
        normal_alternate: byte(n.alternate),
    })
}
