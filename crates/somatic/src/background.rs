//! What is known of alleles beside the reads of the pair: how common they are, who else shows them, who else called them.

use std::collections::BTreeMap;

use marv_model::variant::SmallVariant;

/// One allele's background.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Known {
    /// Its frequency in the population, 0 to 1; none where it is not listed.
    pub population: Option<f64>,
    /// Normals of the panel that show it; none where it is not listed.
    pub normals: Option<u32>,
    /// Supplied files' callers that pass it.
    pub callers: u32,
    /// Supplied files' callers of such changes that do not pass it; counted only where there are no reads to judge by.
    pub dissenting: u32,
}

/// What is known of the alleles of a region. Empty: nothing was consulted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Background {
    /// By allele; what is not listed is not known.
    pub alleles: BTreeMap<SmallVariant, Known>,
    /// Whether a list of population frequencies was consulted: an allele that it lacks is rare.
    pub population: bool,
    /// Normals of the panel that was consulted; none without one.
    pub normals: Option<u32>,
}

/// METHOD: the probability that a person carries a given change in one copy though a large population's list lacks it:
/// a hundredth or two of the differences of a genome (1e-3 a base) are not listed, of three possible changes a base.
const PRIVATE: f64 = 5e-6;

impl Background {
    pub(crate) fn of(&self, variant: &SmallVariant) -> Known {
        self.alleles.get(variant).copied().unwrap_or_default()
    }
    /// The probabilities that a person carries it in one copy and in both, by Hardy and Weinberg; none where no list was
    /// consulted.
    pub(crate) fn carriers(&self, known: Known) -> Option<[f64; 2]> {
        let frequency = known.population.unwrap_or(0.0).clamp(0.0, 1.0);
        let one = 2.0 * frequency * (1.0 - frequency);
        self.population.then(|| [one.max(PRIVATE), (frequency * frequency).max(PRIVATE / 100.0)])
    }
}

impl Known {
    /// By how much other callers raise the prior odds of an acquired allele.
    ///
    /// METHOD: three times for each, at most 27: they read the same reads, so that what they say is mostly said already.
    /// Where nothing but counts is known, each that does not pass it lowers them as much: it saw the reads.
    pub(crate) fn support(self) -> f64 {
        let power = |callers: u32| (0..callers.min(3)).fold(1.0, |odds, _| 3.0 * odds);
        power(self.callers) / power(self.dissenting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listed_allele_is_as_common_as_it_says_and_a_missing_one_is_rare() {
        let consulted = Background { population: true, ..Background::default() };
        let common = Known { population: Some(0.1), ..Known::default() };
        // 2 * 0.1 * 0.9, and 0.1 squared.
        let [one, both] = consulted.carriers(common).unwrap();
        assert!((one - 0.18).abs() < 1e-12 && (both - 0.01).abs() < 1e-12);
        let [one, both] = consulted.carriers(Known::default()).unwrap();
        assert!((one - 5e-6).abs() < 1e-18 && (both - 5e-8).abs() < 1e-18);
        assert_eq!(Background::default().carriers(common), None);
        let said = |callers, dissenting| Known { callers, dissenting, ..Known::default() }.support();
        assert!((said(8, 0) - 27.0).abs() < 1e-12 && (said(1, 2) - 1.0 / 3.0).abs() < 1e-12);
    }
}
