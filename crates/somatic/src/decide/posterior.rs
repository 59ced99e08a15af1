//! Explanations, weighted by how often each is right.

use marv_model::{call::Forced, units::ln_sum, variant::VariantKind};

use crate::{config::SomaticConfig, evidence::Candidate, learn::Learned, likelihood::explain::Explanations};

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
}

impl Detail {
    pub(crate) fn new(
        explained: &Explanations,
        candidate: &Candidate,
        learned: &Learned,
        config: &SomaticConfig,
    ) -> Self {
        let substitution = matches!(candidate.variant.kind(), VariantKind::Snv | VariantKind::Mnv);
        let rates = learned.rates[usize::from(!substitution)];
        let somatic = match candidate.forced {
            Some(Forced::Hotspot) => rates.somatic.max(config.hotspot_prior),
            _ => rates.somatic,
        };
        // METHOD: sequencing does not write the same five bases or more into many reads of one strand; such changes are
        // not judged by strand or orientation, as in Mutect2 (indels above 4 bases, filters.md, section 2).
        let one_sided = if candidate.variant.length_change().unsigned_abs() > 4 { f64::NEG_INFINITY } else { 0.0 };
        let terms = [
            somatic.ln() + explained.somatic,
            rates.heterozygous.ln() + explained.heterozygous,
            rates.homozygous.ln() + explained.homozygous,
            0.0,
            rates.strand.ln() + explained.strand + one_sided,
            rates.orientation.ln() + explained.orientation + one_sided,
            rates.shared.ln() + explained.shared,
        ];
        let all = ln_sum(terms);
        let [somatic, heterozygous, homozygous, error, strand, orientation, shared] = terms.map(|t| (t - all).exp());
        Self { somatic, germline: heterozygous + homozygous, error, strand, orientation, shared }
    }
    /// All that is made, not carried.
    pub(crate) fn artefact(&self) -> f64 {
        self.error + self.strand + self.orientation + self.shared
    }
}
