//! How often each explanation is right, and which fractions acquired alleles have: the mixture that makes all candidates
//! most probable.

use std::collections::BTreeMap;

use marv_model::units::ln_sum;
use serde::{Deserialize, Serialize};

use super::{
    StrandContexts, SubstitutionRates,
    candidates::ExplanationBin,
    strands::agreed,
    substitutions::{ALIKE, ALIKE_DAMAGE, CHANNELS, Channel, channel},
};
use crate::{evidence::Candidate, likelihood::spectrum::Spectrum, maths::float};

/// Probabilities a locus.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rates {
    /// Acquired by the tumour.
    pub somatic: f64,
    /// An error on one strand.
    pub strand: f64,
    /// An error in one read-pair orientation, as damage leaves it.
    pub orientation: f64,
    /// An error that both samples share.
    pub shared: f64,
    /// Inherited in one copy.
    pub heterozygous: f64,
    /// Inherited in both.
    pub homozygous: f64,
}

/// METHOD: the expected rates weigh as much as this many loci, so that a panel's few loci do not overturn them.
const LOCI: f64 = 1e5;
/// Rounds at most, and the relative change of every rate below which no further one is made.
const ROUNDS: usize = 60;
const SETTLED: f64 = 1e-3;

/// What explains the candidates of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mixture {
    /// How often each explanation is right, a locus.
    pub rates: Rates,
    /// The fractions of acquired alleles.
    pub acquired: Spectrum,
    /// The fractions of errors of one strand or orientation.
    pub one_sided: Spectrum,
    /// Where errors of one strand stand.
    pub strands: StrandContexts,
    /// Which substitutions are acquired.
    pub substitutions: SubstitutionRates,
    /// Which errors of one orientation there are.
    pub damage: SubstitutionRates,
}

impl Rates {
    /// METHOD: acquired 3e-6 a base (a few to ten a megabase are the upper end of haematological genomes, most have
    /// fewer: Alexandrov 2013, doi 10.1038/nature12477); inherited 1e-3 (human heterozygosity), half as many homozygous; errors of a site 2e-6, of one strand or orientation half as much, about as rare as what they are mistaken for.
    pub fn substitutions() -> Self {
        Self { somatic: 3e-6, strand: 1e-6, orientation: 1e-6, shared: 2e-6, heterozygous: 1e-3, homozygous: 5e-4 }
    }
    /// METHOD: a tenth of the substitutions', as in germline and cancer genomes.
    pub fn indels() -> Self {
        Self { somatic: 5e-7, strand: 5e-7, orientation: 1e-8, shared: 2e-6, heterozygous: 1e-4, homozygous: 5e-5 }
    }
    /// Whether no rate differs by more than [`SETTLED`] of itself.
    fn near(&self, other: &Self) -> bool {
        let each = |rates: &Self| [rates.somatic, rates.strand, rates.orientation, rates.shared];
        each(self).iter().zip(each(other)).all(|(a, b)| (a - b).abs() <= SETTLED * b)
    }
}

/// A spectrum as it is learned from alleles of one count and depth.
struct Fitted {
    /// How well each fraction fits.
    fit: Vec<f64>,
    /// The probability under what is expected, by which the bins were made.
    expected: f64,
    /// What the explanation changes by as the spectrum is learned, nats.
    change: f64,
    /// How many alleles it explains.
    explains: f64,
}

impl Fitted {
    fn new(expected: &Spectrum, tumour: [u8; 2]) -> Self {
        let fit = expected.fit(tumour);
        let expected = expected.parts(&fit).sum();
        Self { fit, expected, change: 0.0, explains: 0.0 }
    }
    /// Before a round.
    fn begin(&mut self, now: &Spectrum) {
        self.change = (now.parts(&self.fit).sum::<f64>() / self.expected).ln();
        self.explains = 0.0;
    }
    /// After a round: this one's alleles by fraction.
    fn share(&self, now: &Spectrum, shares: &mut [f64]) {
        let all: f64 = now.parts(&self.fit).sum();
        shares.iter_mut().zip(now.parts(&self.fit)).for_each(|(share, part)| *share += self.explains * part / all);
    }
}

impl Mixture {
    /// Before any candidate is seen, of substitutions and of indels.
    pub(super) fn expected() -> [Self; 2] {
        [Rates::substitutions(), Rates::indels()].map(Self::of)
    }
    fn of(rates: Rates) -> Self {
        Self {
            rates,
            acquired: Spectrum::acquired(),
            one_sided: Spectrum::artefacts(),
            strands: StrandContexts::default(),
            substitutions: SubstitutionRates::default(),
            damage: SubstitutionRates::default(),
        }
    }
    /// The probability a locus that such a candidate is acquired.
    pub(crate) fn somatic(&self, candidate: &Candidate) -> f64 {
        self.rates.somatic * self.substitutions.of(channel(&candidate.variant, candidate.context).map(Channel::number))
    }

    /// Expectation and maximisation over the bins of candidates; loci without a candidate count as nothing at all. What is
    /// inherited is given, not fitted: clear germline sites are not among the candidates. `contexts` are the loci by the
    /// bases before them; none for what does not depend on them.
    pub(super) fn fit(
        bins: &BTreeMap<ExplanationBin, u64>,
        loci: u64,
        expected: Rates,
        contexts: Option<&[u64]>,
    ) -> Self {
        let total = float(loci) + LOCI;
        let mut mixture = Self::of(expected);
        let (acquired, one_sided) = (Spectrum::acquired(), Spectrum::artefacts());
        let mut fitted: BTreeMap<[u8; 2], [Fitted; 2]> = BTreeMap::new();
        for bin in bins.keys() {
            let of = |spectrum| Fitted::new(spectrum, bin.tumour);
            fitted.entry(bin.tumour).or_insert_with(|| [of(&acquired), of(&one_sided)]);
        }
        // What each bin's candidates were found to add to their contexts, each.
        let mut own = vec![[0.0; 2]; bins.len()];
        for _ in 0..ROUNDS {
            for [of_acquired, of_one_sided] in fitted.values_mut() {
                of_acquired.begin(&mixture.acquired);
                of_one_sided.begin(&mixture.one_sided);
            }
            let mut sums =
                [expected.somatic, expected.strand, expected.orientation, expected.shared].map(|rate| rate * LOCI);
            let mut errors = Vec::with_capacity(2 * bins.len());
            let (mut by_channel, mut by_damage) = ([0.0; CHANNELS], [0.0; 2 * CHANNELS]);
            for ((bin, count), own) in bins.iter().zip(&mut own) {
                let Some(alleles) = fitted.get_mut(&bin.tumour) else { continue };
                let parts = mixture.parts(bin, alleles.each_ref().map(|one| one.change), *own);
                *own = parts.strand;
                let count = float(*count);
                alleles[0].explains += count * parts.somatic;
                alleles[1].explains += count * (parts.strand[0] + parts.strand[1]);
                sums[0] += count * parts.somatic;
                sums[1] += count * (parts.strand[0] + parts.strand[1]);
                sums[2] += count * (parts.orientation[0] + parts.orientation[1]);
                sums[3] += count * parts.shared;
                if let Some(channel) = bin.channel {
                    by_channel[channel.number()] += count * parts.somatic;
                    for (side, part) in parts.orientation.into_iter().enumerate() {
                        by_damage[channel.oriented(side)] += count * part;
                    }
                }
                errors.extend(bin.context.into_iter().zip(parts.strand.map(|part| count * part)));
            }
            let [somatic, strand, orientation, shared] = sums.map(|sum| sum / total);
            let rates = Rates { somatic, strand, orientation, shared, ..expected };
            let settled = rates.near(&mixture.rates);
            let shares = |which: usize, expected: &Spectrum, now: &Spectrum| {
                let mut shares = vec![0.0; expected.ln().count()];
                for alleles in fitted.values() {
                    alleles[which].share(now, &mut shares);
                }
                expected.learned(&shares)
            };
            mixture.acquired = shares(0, &acquired, &mixture.acquired);
            mixture.one_sided = shares(1, &one_sided, &mixture.one_sided);
            mixture.rates = rates;
            if let Some(contexts) = contexts {
                mixture.strands = StrandContexts::learned(&errors, contexts);
                mixture.substitutions = SubstitutionRates::learned(&by_channel, contexts, ALIKE);
                mixture.damage = SubstitutionRates::learned(&by_damage, contexts, ALIKE_DAMAGE);
            }
            if settled {
                break;
            }
        }
        mixture
    }

    /// The probability of each explanation of a bin's candidates. `change` is what the learned spectra add to the somatic
    /// explanation, and to errors of one strand or orientation; `own` what one of them adds to its contexts.
    fn parts(&self, bin: &ExplanationBin, change: [f64; 2], own: [f64; 2]) -> Parts {
        let rates = &self.rates;
        let strand = self.strands.each(bin.strand.map(ExplanationBin::nats), bin.context, own);
        let damage = self.damage.each(bin.orientation.map(ExplanationBin::nats), bin.channel);
        let terms = [
            (rates.somatic * self.substitutions.of(bin.channel.map(Channel::number))).ln()
                + ExplanationBin::nats(bin.somatic)
                + change[0],
            rates.strand.ln() + strand[0] + change[1],
            rates.strand.ln() + strand[1] + change[1],
            rates.orientation.ln() + damage[0] + change[1],
            rates.orientation.ln() + damage[1] + change[1],
            rates.shared.ln() + ExplanationBin::nats(bin.shared),
            rates.heterozygous.ln() + ExplanationBin::nats(bin.germline),
            (rates.heterozygous + rates.homozygous).ln() + ExplanationBin::nats(bin.another),
            ExplanationBin::nats(bin.error),
        ];
        let all = ln_sum(terms);
        let [somatic, forward, reverse, one, two, shared, germline, another, error] =
            terms.map(|term| (term - all).exp());
        Parts {
            somatic,
            strand: [forward, reverse],
            orientation: [one, two],
            shared,
            germline: germline + another,
            error,
        }
    }

    /// Each bin's count with its probability of an artefact, among artefact and somatic; bins that are rather inherited
    /// are left out.
    pub(super) fn artefacts(&self, bins: &BTreeMap<ExplanationBin, u64>) -> Vec<(f64, u64)> {
        let expected = [Spectrum::acquired(), Spectrum::artefacts()];
        let change = |bin: &ExplanationBin| {
            let change = |expected: &Spectrum, now: &Spectrum| {
                let mut fitted = Fitted::new(expected, bin.tumour);
                fitted.begin(now);
                fitted.change
            };
            [change(&expected[0], &self.acquired), change(&expected[1], &self.one_sided)]
        };
        bins.iter()
            .map(|(bin, count)| {
                let change = change(bin);
                (agreed(true, |own| self.parts(bin, change, own), |parts| parts.strand), *count)
            })
            .filter(|(parts, _)| parts.germline < 0.5)
            .map(|(parts, count)| {
                let artefact = parts.strand[0]
                    + parts.strand[1]
                    + parts.orientation[0]
                    + parts.orientation[1]
                    + parts.shared
                    + parts.error;
                (artefact / (artefact + parts.somatic), count)
            })
            .collect()
    }
}

/// The probability of each explanation; they add up to 1.
struct Parts {
    somatic: f64,
    strand: [f64; 2],
    orientation: [f64; 2],
    shared: f64,
    germline: f64,
    error: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_somatic_candidates_raise_the_rate_to_their_share() {
        let clear = ExplanationBin {
            somatic: 0,
            strand: [-80; 2],
            orientation: [-80; 2],
            shared: -80,
            germline: -120,
            another: -120,
            error: -100,
            tumour: [20, 80],
            context: [3, 7],
            channel: None,
        };
        let rates = Mixture::fit(&BTreeMap::from([(clear, 200)]), 1_000_000, Rates::substitutions(), None).rates;
        // (200 + 3e-6 * 1e5) / 1.1e6 = 1.821e-4.
        assert!((rates.somatic - 1.821e-4).abs() < 1e-7, "{rates:?}");
    }
}
