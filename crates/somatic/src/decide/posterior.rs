//! Explanations, weighted by how often each is right.

use marv_model::{
    call::Forced,
    units::{ln_add, ln_sum},
};

use crate::{
    background::Background,
    config::SomaticConfig,
    evidence::Candidate,
    learn::{Learned, strands::agreed, substitutions::channel},
    likelihood::explain::Explanations,
};

/// The probability of each explanation; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Detail {
    pub(crate) somatic: f64,
    pub(crate) germline: f64,
    /// The reference, and independent errors.
    pub(crate) error: f64,
    pub(crate) strand: f64,
    pub(crate) orientation: f64,
    pub(crate) shared: f64,
    /// Carried by another person whose DNA is in the tumour.
    pub(crate) another: f64,
}

/// How much rarer inherited duplications and shared errors are where duplications recur.
const RECURRENT: f64 = 1e-3;

impl Detail {
    pub(crate) fn new(
        explained: &Explanations,
        candidate: &Candidate,
        learned: &Learned,
        config: &SomaticConfig,
        background: &Background,
    ) -> Self {
        let known = background.of(&candidate.variant);
        let mixture = learned.mixture(candidate);
        let rates = mixture.rates;
        let recurrent = candidate.tandem.as_ref().is_some_and(|tandem| config.is_recurrent(tandem));
        let at_least = if recurrent || candidate.forced == Some(Forced::Hotspot) {
            config.hotspot_prior
        } else if candidate.in_panel {
            config.panel_prior
        } else {
            0.0
        };
        let somatic = mixture.somatic(candidate).max(at_least);
        let somatic = (somatic * known.support()).min(0.5);
        let [heterozygous, homozygous] = background.carriers(known).unwrap_or([rates.heterozygous, rates.homozygous]);
        // METHOD: where duplications recur as drivers none is known to be inherited, and the places map uniquely, so that
        // both samples share no error there: either is a thousand times rarer than elsewhere. What the normal shows is
        // tumour in the normal rather.
        let elsewhere = if recurrent { RECURRENT.ln() } else { 0.0 };
        // METHOD: sequencing does not write the same five bases or more into many reads of one strand; such changes are
        // not judged by strand or orientation, as in Mutect2 (indels above 4 bases, filters.md, section 2).
        let one_sided = if candidate.variant.length_change().unsigned_abs() > 4 { f64::NEG_INFINITY } else { 0.0 };
        let damage = mixture.damage.each(explained.orientation, channel(&candidate.variant, candidate.context));
        let detail = |own: [f64; 2]| {
            let [forward, reverse] = mixture.strands.each(explained.strand, candidate.context, own);
            let terms = [
                somatic.ln() + explained.somatic,
                heterozygous.ln() + elsewhere + explained.heterozygous,
                homozygous.ln() + elsewhere + explained.homozygous,
                0.0,
                rates.strand.ln() + forward + one_sided,
                rates.strand.ln() + reverse + one_sided,
                rates.orientation.ln() + damage[0] + one_sided,
                rates.orientation.ln() + damage[1] + one_sided,
                rates.shared[usize::from(candidate.is_doubtful())].ln() + elsewhere + explained.shared,
                ln_add(heterozygous.ln() + explained.another[0], homozygous.ln() + explained.another[1]),
            ];
            let all = ln_sum(terms);
            let [somatic, heterozygous, homozygous, error, forward, reverse, one, two, shared, another] =
                terms.map(|t| (t - all).exp());
            let (germline, strand, orientation) = (heterozygous + homozygous, forward + reverse, one + two);
            (Self { somatic, germline, error, strand, orientation, shared, another }, [forward, reverse])
        };
        agreed(!candidate.contested, detail, |(_, strands)| *strands).0
    }
    /// All that the patient does not carry: what is made, and what another person carries.
    pub(crate) fn not_of_patient(&self) -> f64 {
        self.artefact() + self.another
    }
    /// All that is made, not carried.
    pub(crate) fn artefact(&self) -> f64 {
        self.error + self.strand + self.orientation + self.shared
    }
}
