//! The explanations of a candidate, each as a likelihood ratio against "the reference, and errors".

use marv_model::{
    units::{ln_add, ln_sum},
    variant::VariantKind,
};

use super::{
    errors::ErrorModel,
    sample::SampleLikelihood,
    spectrum::{FRACTIONS, Spectrum},
};
use crate::evidence::{Candidate, SampleEvidence};

/// ln P(evidence | explanation) - ln P(evidence | reference, and errors).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Explanations {
    /// Acquired by the tumour; the normal holds it as far as it holds tumour.
    pub(crate) somatic: f64,
    /// An error on the forward strand, and on the reverse strand.
    pub(crate) strand: [f64; 2],
    /// An error of fragments in F1R2 orientation, and of those in F2R1.
    pub(crate) orientation: [f64; 2],
    /// An error of the site that both samples share.
    pub(crate) shared: f64,
    /// Inherited in one copy; the tumour may have lost either.
    pub(crate) heterozygous: f64,
    /// Inherited in both copies.
    pub(crate) homozygous: f64,
    /// Carried by another person, in one copy and in both, whose DNA is in the tumour; the normal has none of it.
    pub(crate) another: [f64; 2],
    /// The tumour alone: its best fraction against none.
    pub(crate) tumour: f64,
}

/// The share of the normal that is tumour, as values with their probabilities.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContaminationPrior(pub Vec<(f64, f64)>);

impl Default for ContaminationPrior {
    /// METHOD: without an estimate, half on none and half spread to 50 %, more on less: skin, saliva and T cells of
    /// leukaemia patients hold blasts more often than not.
    fn default() -> Self {
        let shares = [0.0, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5].into_iter();
        Self(shares.zip([0.48, 0.11, 0.11, 0.09, 0.07, 0.05, 0.04, 0.025, 0.02, 0.005]).collect())
    }
}

/// METHOD: on an artefact's other strand or orientation, a read shows the same by chance this often: some base errors of
/// a kind, and as many again for what the qualities do not tell.
const LEAK: f64 = 2e-4;

/// METHOD: an error of one strand reads the base wrong that comes behind its context; that it reads the next one wrong as
/// well, on the same reads, is this much rarer.
const BESIDE_EACH_OTHER: f64 = 1e-2;

/// Everything that the two samples say of one candidate.
pub(crate) struct PairLikelihood {
    tumour: SampleLikelihood,
    normal: Option<SampleLikelihood>,
}

impl PairLikelihood {
    pub(crate) fn new(candidate: &Candidate, tumour: &ErrorModel, normal: &ErrorModel) -> Self {
        let kind = candidate.variant.kind();
        let of = |sample: &SampleEvidence, errors| {
            SampleLikelihood::new(&sample.observations, kind, candidate.repeat, errors)
        };
        Self { tumour: of(&candidate.tumour, tumour), normal: candidate.normal.as_ref().map(|n| of(n, normal)) }
    }
    /// ln P(normal | fraction); 0 without a normal.
    fn normal_at(&self, fraction: f64) -> f64 {
        self.normal.as_ref().map_or(0.0, |normal| normal.at(fraction))
    }
    /// All explanations. `another` is the share of the tumour's DNA that is another person's, where there is some; the
    /// spectra are those of acquired alleles and of errors of one strand or orientation.
    pub(crate) fn explain(
        &self,
        candidate: &Candidate,
        contamination: &ContaminationPrior,
        another: Option<f64>,
        [acquired, one_sided]: [&Spectrum; 2],
    ) -> Explanations {
        let tumour: Vec<f64> = FRACTIONS.iter().map(|f| self.tumour.at(*f)).collect();
        let (tumour_none, normal_none) = (self.tumour.at(0.0), self.normal_at(0.0));
        let nothing = tumour_none + normal_none;
        // METHOD: P(somatic) = sum over f and tau of w(f) p(tau) L_T(f) L_N(tau f).
        let somatic = ln_sum(acquired.ln().zip(&tumour).map(|((f, ln_w), lt)| {
            let normal = ln_sum(contamination.0.iter().filter(|(_, p)| *p > 0.0).map(|(tau, p)| {
                let share = tau * f;
                p.ln() + if share == 0.0 { normal_none } else { self.normal_at(share) }
            }));
            ln_w + lt + normal
        }));
        let artefact = |spectrum: &Spectrum, joint: &dyn Fn(f64) -> f64| {
            ln_sum(spectrum.ln().map(|(a, ln_w)| ln_w + self.tumour.at(a) + joint(a)))
        };
        let shared = artefact(&Spectrum::artefacts(), &|a| self.normal_at(a));
        // METHOD: an error of one strand or orientation may belong to the site (both samples) or to one library.
        let one_sided = artefact(one_sided, &|a| ln_add(self.normal_at(a), normal_none) - 2f64.ln());
        let free = ln_sum(FRACTIONS.iter().zip(&tumour).filter(|(f, _)| **f >= 0.04).map(|(_, lt)| *lt)) - 21f64.ln();
        // METHOD: a heterozygous site keeps its half in the tumour, or, as with loss of either copy, takes any fraction.
        // Reads of the reference map a little better: by a few per cent for a base, by more for a change of length.
        let single = matches!(candidate.variant.kind(), VariantKind::Snv | VariantKind::Mnv);
        let halves = if single { [0.46, 0.48, 0.5, 0.52] } else { [0.40, 0.45, 0.5, 0.53] };
        let het = |at: &dyn Fn(f64) -> f64| ln_sum(halves.map(&at)) - 4f64.ln();
        let kept = het(&|f| self.tumour.at(f));
        let normal_het = if self.normal.is_some() { het(&|f| self.normal_at(f)) } else { 0.0 };
        let heterozygous = ln_add(kept + 0.6f64.ln(), free + 0.4f64.ln()) + normal_het;
        let homozygous = ln_add(self.tumour.at(0.99), free + 0.01f64.ln()) + self.normal_at(0.99);
        Explanations {
            somatic: somatic - nothing,
            strand: strand_factors(candidate).map(|factor| one_sided + factor - nothing),
            orientation: orientation_factors(candidate).map(|factor| one_sided + factor - nothing),
            shared: shared - nothing,
            heterozygous: heterozygous - nothing,
            homozygous: homozygous - nothing,
            another: [0.5, 1.0]
                .map(|copies| another.map_or(f64::NEG_INFINITY, |share| self.tumour.at(copies * share) - tumour_none)),
            tumour: tumour.iter().copied().fold(f64::NEG_INFINITY, f64::max) - tumour_none,
        }
    }
}

/// What [`Explanations::tumour`] says, without the rest.
pub(crate) fn tumour_odds(candidate: &Candidate, errors: &ErrorModel) -> f64 {
    let kind = candidate.variant.kind();
    let tumour = SampleLikelihood::new(&candidate.tumour.observations, kind, candidate.repeat, errors);
    FRACTIONS.iter().map(|f| tumour.at(*f)).fold(f64::NEG_INFINITY, f64::max) - tumour.at(0.0)
}

fn sums<const N: usize>(candidate: &Candidate, pick: impl Fn(&SampleEvidence) -> [u32; N]) -> [f64; N] {
    let (t, n) = (pick(&candidate.tumour), candidate.normal.as_ref().map_or([0; N], &pick));
    std::array::from_fn(|i| f64::from(t[i]) + f64::from(n[i]))
}

/// ln P(`own` alternate fragments on an artefact's side and `other` ones not on it), where `against` fragments of the other
/// side show the reference.
fn sided(own: f64, other: f64, against: f64) -> f64 {
    let by_chance = (against + other + 1.0) * LEAK;
    let leak = (by_chance / (own + by_chance)).min(0.5);
    own * (1.0 - leak).ln() + other * leak.ln()
}

/// ln P(strands of the alternate fragments | error of the forward, or of the reverse strand) - ln P(... | any real allele,
/// which lies on strands as the reference does).
pub(crate) fn strand_factors(candidate: &Candidate) -> [f64; 2] {
    let alternate = sums(candidate, |s| s.alternate_strand_sets);
    let reference = sums(candidate, |s| s.reference_strand_sets);
    let total: f64 = reference.iter().sum::<f64>() + 4.0;
    let [forward, reverse, both] = alternate;
    let neighbours = if candidate.variant.kind() == VariantKind::Mnv { BESIDE_EACH_OTHER.ln() } else { 0.0 };
    let real = forward * ((reference[0] + 1.8) / total).ln()
        + reverse * ((reference[1] + 1.8) / total).ln()
        + both * ((reference[2] + 0.4) / total).ln();
    let (on_forward, on_reverse) = (reference[0] + reference[2], reference[1] + reference[2]);
    [sided(forward, reverse + both, on_reverse), sided(reverse, forward + both, on_forward)]
        .map(|sided| sided + neighbours - real)
}

/// The same for read-pair orientation; nothing to say of insertions and deletions.
pub(crate) fn orientation_factors(candidate: &Candidate) -> [f64; 2] {
    if candidate.variant.kind() != VariantKind::Snv {
        return [-20.0; 2];
    }
    let [one, two] = sums(candidate, |s| s.summary.alternate_orientation);
    let reference = sums(candidate, |s| s.reference_orientation);
    let total = reference[0] + reference[1] + 4.0;
    let real = one * ((reference[0] + 2.0) / total).ln() + two * ((reference[1] + 2.0) / total).ln();
    [sided(one, two, reference[1]) - real, sided(two, one, reference[0]) - real]
}
