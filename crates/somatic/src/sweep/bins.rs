//! A candidate as the sums of the sample count it.

use marv_model::{call::AlleleEvidence, variant::VariantKind};

use crate::{
    evidence::{Candidate, SampleEvidence},
    statistics::{ContaminationBin, HomozygousBin},
};

/// What a site, where the other sample is homozygous for another base than the reference, says of another person's DNA in
/// this one; none where few fragments speak.
pub(super) fn homozygous_bin(sample: &AlleleEvidence) -> Option<HomozygousBin> {
    let depth = sample.reference + sample.alternate;
    let times = depth.div_ceil(255).max(1);
    let byte = |value: u32| u8::try_from(value / times).unwrap_or(u8::MAX);
    (depth >= 12).then(|| HomozygousBin { reference: byte(sample.reference), depth: byte(depth) })
}

/// The fewest alternate fragments of the tumour that make a substitution confident.
pub(crate) fn fewest_alternate(depth: u32) -> u32 {
    depth.div_ceil(10).max(8)
}

/// The fewest fragments of one sample that say that it lacks what the other one shows.
///
/// METHOD: an inherited allele in one of two copies hides from 20 fragments once in a million sites.
const LACKING: u32 = 20;

/// Whether a sample plainly shows an allele: eight fragments and a fifth of them at least.
///
/// METHOD: a fifth, because a change of most of a tumour's cells is asked for; what mapping and sequencing err is rarer.
pub(super) fn is_shown(alternate: u32, depth: u32) -> bool {
    alternate >= fewest_alternate(depth) && alternate * 5 >= depth
}

/// Whether a sample of so many fragments, none of them with the allele, lacks it.
pub(super) fn is_lacking(alternate: u32, depth: u32) -> bool {
    alternate == 0 && depth >= LACKING
}

/// Whether a sample shows next to nothing but the allele: all but a twentieth of its fragments.
///
/// METHOD: errors, to any base, and the last normal cells are let through here and not where an allele is lacking, so that a
/// loss makes more sites of this kind than of the other.
pub(super) fn is_nearly_alone(alternate: u32, depth: u32) -> bool {
    depth >= LACKING && (depth - alternate) * 20 <= depth
}

/// Whether a sample plainly shows a substitution, on clean reads of both strands.
pub(super) fn is_clean(sample: &SampleEvidence) -> bool {
    let reads = &sample.summary;
    is_shown(reads.alternate, reads.depth())
        && reads.alternate_strands.iter().all(|strand| *strand >= 2)
        && reads.mapping_quality[1] >= 50.0
        && sample.other_differences[0] <= 2.0
}

/// METHOD: shorter tandem duplications are slips of a repeat as often as events.
const SLIPS: u32 = 12;

/// What a confident somatic substitution or tandem duplication says of tumour in the normal.
///
/// METHOD: after SAGE's and deTiN's estimates: well-mapped substitutions with both strands and eight fragments in the
/// tumour at 10 % or more, whose reads are otherwise clean, and ten fragments of depth in the normal.
pub(super) fn contamination_bin(candidate: &Candidate) -> Option<ContaminationBin> {
    let (tumour, normal): (&SampleEvidence, &SampleEvidence) = (&candidate.tumour, candidate.normal.as_ref()?);
    let (t, n) = (&tumour.summary, &normal.summary);
    let duplication = candidate.tandem.as_ref().is_some_and(|tandem| tandem.length() >= SLIPS);
    let clean = (candidate.variant.kind() == VariantKind::Snv || duplication)
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
