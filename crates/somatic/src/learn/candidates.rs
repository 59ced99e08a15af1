//! Candidates as the whole sample counts them, under what was learned of its reads.

use std::collections::BTreeMap;

use marv_model::{units::ln_add, variant::VariantKind};

use super::{
    Learned,
    substitutions::{Channel, channel},
};
use crate::{
    evidence::{Candidate, RegionEvidence},
    likelihood::explain::{Explanations, PairLikelihood},
};

/// How well each explanation fits a candidate: log-likelihoods less that of the best, in half nats, rounded, 0 to -60
/// nats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ExplanationBin {
    pub(super) somatic: i16,
    /// Of an artefact on the forward strand, and on the reverse strand.
    pub(super) strand: [i16; 2],
    /// Of damage that shows in F1R2, and in F2R1.
    pub(super) orientation: [i16; 2],
    pub(super) shared: i16,
    pub(super) germline: i16,
    /// Of an allele that another person carries: in one copy two times in three.
    pub(super) another: i16,
    /// Of the reference and independent errors.
    pub(super) error: i16,
    /// Whether its reads' places are in doubt.
    pub(super) doubtful: bool,
    /// Alternate fragments in the tumour and all of them, at most 255; larger counts are scaled down.
    pub(super) tumour: [u8; 2],
    /// As in [`Candidate::context`].
    pub(super) context: [u32; 2],
    /// Which substitution it is; none for all else.
    pub(super) channel: Option<Channel>,
}

impl ExplanationBin {
    /// Log-likelihoods in nats.
    pub(super) fn nats(value: i16) -> f64 {
        f64::from(value) / 2.0
    }
    fn new(explained: &Explanations, candidate: &Candidate) -> Self {
        let Explanations { somatic, strand, orientation, shared, .. } = *explained;
        let germline = explained.heterozygous.max(explained.homozygous);
        let [one, both] = explained.another;
        let another = ln_add(one + (2.0f64 / 3.0).ln(), both - 3f64.ln());
        let best = [somatic, strand[0], strand[1], orientation[0], orientation[1], shared, germline, another]
            .into_iter()
            .fold(0.0, f64::max);
        let summary = &candidate.tumour.summary;
        Self {
            somatic: binned(somatic - best),
            strand: strand.map(|strand| binned(strand - best)),
            orientation: orientation.map(|orientation| binned(orientation - best)),
            shared: binned(shared - best),
            germline: binned(germline - best),
            another: binned(another - best),
            error: binned(-best),
            doubtful: candidate.is_doubtful(),
            tumour: scaled(summary.alternate, summary.depth()),
            context: candidate.context,
            channel: channel(&candidate.variant, candidate.context),
        }
    }
}

/// Half nats, rounded, within -60 nats and 0.
#[allow(clippy::cast_possible_truncation)] // within range by the clamp
fn binned(ratio: f64) -> i16 {
    (2.0 * ratio.clamp(-60.0, 0.0)).round() as i16
}

/// A count of a depth, both at most 255.
fn scaled(count: u32, depth: u32) -> [u8; 2] {
    let times = depth.div_ceil(255).max(1);
    [(count + times / 2) / times, depth / times].map(|n| u8::try_from(n).unwrap_or(u8::MAX))
}

/// Counts of candidates by how well each explanation fits them. They add up to the same however the genome was cut, and
/// in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CandidateSums {
    pub(super) substitutions: BTreeMap<ExplanationBin, u64>,
    pub(super) indels: BTreeMap<ExplanationBin, u64>,
}

impl CandidateSums {
    /// Of a region's own candidates. Of `learned` the error rates and the tumour in the normal count.
    pub fn of(evidence: &RegionEvidence, learned: &Learned) -> Self {
        let mut sums = Self::default();
        let all = evidence.candidates.iter().chain(&evidence.parts);
        for candidate in all.filter(|c| c.owned && !c.contested && !c.assembled) {
            let likelihood = PairLikelihood::new(candidate, &learned.errors[0], &learned.errors[1]);
            let mixture = learned.mixture(candidate);
            let explained = likelihood.explain(
                candidate,
                &learned.contamination,
                learned.another_share(),
                [&mixture.acquired, &mixture.one_sided],
            );
            let bin = ExplanationBin::new(&explained, candidate);
            let indel = !matches!(candidate.variant.kind(), VariantKind::Snv | VariantKind::Mnv);
            let bins = if indel { &mut sums.indels } else { &mut sums.substitutions };
            *bins.entry(bin).or_default() += 1;
        }
        sums
    }
    /// Adds another region's.
    pub fn merge(&mut self, other: &Self) {
        for (into, from) in [(&mut self.substitutions, &other.substitutions), (&mut self.indels, &other.indels)] {
            for (bin, n) in from {
                *into.entry(*bin).or_default() += n;
            }
        }
    }
}
