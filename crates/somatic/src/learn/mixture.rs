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

/// Probabilities of one particular allele at a locus: of the three other bases each, or of one insertion or deletion.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Rates {
    /// Acquired by the tumour.
    pub somatic: f64,
    /// An error on one strand.
    pub strand: f64,
    /// An error in one read-pair orientation, as damage leaves it.
    pub orientation: f64,
    /// An error that both samples share: where the reads with the allele are placed for certain, and where they are not.
    pub shared: [f64; 2],
    /// Inherited in one copy.
    pub heterozygous: f64,
    /// Inherited in both.
    pub homozygous: f64,
}

/// METHOD: the expected rates weigh as much as this many loci, so that a panel's few loci do not overturn them.
const LOCI: f64 = 1e5;
/// What a base can become.
const OTHER_BASES: f64 = 3.0;
/// METHOD: the share of loci where reads are placed for certain, and where they are not: segmental duplications are a twentieth
/// of the genome (Bailey and others 2002, doi 10.1126/science.1072047).
const PLACED: [f64; 2] = [0.95, 0.05];

/// What is expected of errors that both samples share, of a rate over all loci.
///
/// METHOD: half of them stand on the twentieth of the loci where reads are placed in doubt.
fn shared(rate: f64) -> [f64; 2] {
    PLACED.map(|share| 0.5 * rate / share)
}

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
    /// fewer: Alexandrov 2013, doi 10.1038/nature12477); inherited 1e-3 (human heterozygosity), half as many homozygous; errors of a site 2e-6, half of them where reads are placed in doubt, of one strand or orientation 1e-6, about as rare as what they are mistaken for.
    /// A third of each to each of the other bases.
    pub fn substitutions() -> Self {
        let locus = Self {
            somatic: 3e-6,
            strand: 1e-6,
            orientation: 1e-6,
            shared: shared(2e-6),
            heterozygous: 1e-3,
            homozygous: 5e-4,
        };
        locus.each_of(OTHER_BASES)
    }
    fn each_of(self, alleles: f64) -> Self {
        Self {
            somatic: self.somatic / alleles,
            strand: self.strand / alleles,
            orientation: self.orientation / alleles,
            shared: self.shared.map(|rate| rate / alleles),
            heterozygous: self.heterozygous / alleles,
            homozygous: self.homozygous / alleles,
        }
    }
    /// METHOD: a tenth of the substitutions', as in germline and cancer genomes; all to one allele, since a locus' repeat
    /// mostly gains or loses one unit.
    pub fn indels() -> Self {
        Self {
            somatic: 5e-7,
            strand: 5e-7,
            orientation: 1e-8,
            shared: shared(2e-6),
            heterozygous: 1e-4,
            homozygous: 5e-5,
        }
    }
    /// Whether no rate differs by more than [`SETTLED`] of itself.
    fn near(&self, other: &Self) -> bool {
        let each = |rates: &Self| {
            let [certain, doubtful] = rates.shared;
            [rates.somatic, rates.strand, rates.orientation, certain, doubtful]
        };
        each(self).iter().zip(each(other)).all(|(a, b)| (a - b).abs() <= SETTLED * b)
    }
}

/// METHOD: an allele of a small fraction often shows in fewer fragments than a candidate needs, so that those that are
/// candidates stand for the others, too (Horvitz and Thompson's estimator); none for more than so many, where next to
/// all are hidden.
const STANDS_FOR: f64 = 10.0;

/// A spectrum as it is learned from alleles of one count and depth.
struct Fitted {
    /// How well each fraction fits.
    fit: Vec<f64>,
    /// For how many alleles of each fraction one that shows stands, at this depth.
    stands_for: Vec<f64>,
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
        let depth = i32::from(tumour[1]);
        // A candidate needs two fragments (`SweepConfig::min_alternate_reads`): one less the chance of none and of one.
        let shown = |fraction: f64| {
            let others = (1.0 - fraction).powi(depth - 1);
            1.0 - (1.0 - fraction) * others - f64::from(depth) * fraction * others
        };
        let stands_for = expected.ln().map(|(f, _)| 1.0 / shown(f).max(1.0 / STANDS_FOR)).collect();
        let expected = expected.parts(&fit).sum();
        Self { fit, stands_for, expected, change: 0.0, explains: 0.0 }
    }
    /// Before a round.
    fn begin(&mut self, now: &Spectrum) {
        self.change = (now.parts(&self.fit).sum::<f64>() / self.expected).ln();
        self.explains = 0.0;
    }
    /// After a round: the alleles by fraction that this one's stand for.
    fn share(&self, now: &Spectrum, shares: &mut [f64]) {
        let all: f64 = now.parts(&self.fit).sum();
        for ((share, part), stands_for) in shares.iter_mut().zip(now.parts(&self.fit)).zip(&self.stands_for) {
            *share += self.explains * part / all * stands_for;
        }
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
    /// The probability that such an allele is acquired at a locus.
    pub(crate) fn somatic(&self, candidate: &Candidate) -> f64 {
        self.rates.somatic * self.substitutions.of(channel(&candidate.variant, candidate.context).map(Channel::number))
    }

    /// Expectation and maximisation over the bins of candidates; loci without a candidate count as nothing at all. What is
    /// inherited is given, not fitted: clear germline sites are not among the candidates. `contexts` are the loci by the
    /// bases before them; none for what does not depend on them, as insertions and deletions.
    pub(super) fn fit(
        bins: &BTreeMap<ExplanationBin, u64>,
        loci: u64,
        expected: Rates,
        contexts: Option<&[u64]>,
    ) -> Self {
        let alleles_a_locus = if contexts.is_some() { OTHER_BASES } else { 1.0 };
        let weight = LOCI * alleles_a_locus;
        let total = float(loci) * alleles_a_locus + weight;
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
            let mut sums = [expected.somatic, expected.strand, expected.orientation].map(|rate| rate * weight);
            let mut of_shared = expected.shared.map(|rate| rate * weight);
            let mut errors = Vec::with_capacity(2 * bins.len());
            let (mut by_channel, mut by_damage) = ([0.0; CHANNELS], [0.0; 2 * CHANNELS]);
            for ((bin, count), own) in bins.iter().zip(&mut own) {
                let Some(alleles) = fitted.get_mut(&bin.tumour) else { continue };
                let parts = mixture.parts(bin, alleles.each_ref().map(|one| one.change), *own);
                *own = parts.strand;
                let count = float(*count);
                alleles[0].explains += count * parts.somatic;
                alleles[1].explains += count * (parts.strand[0] + parts.strand[1]);
                sums[2] += count * (parts.orientation[0] + parts.orientation[1]);
                of_shared[usize::from(bin.doubtful)] += count * parts.shared / PLACED[usize::from(bin.doubtful)];
                if let Some(channel) = bin.channel {
                    by_channel[channel.number()] += count * parts.somatic;
                    for (side, part) in parts.orientation.into_iter().enumerate() {
                        by_damage[channel.oriented(side)] += count * part;
                    }
                }
                errors.extend(bin.context.into_iter().zip(parts.strand.map(|part| count * part)));
            }
            let shares = |which: usize, now: &Spectrum| {
                let mut shares = vec![0.0; now.ln().count()];
                for alleles in fitted.values() {
                    alleles[which].share(now, &mut shares);
                }
                shares
            };
            let by_fraction = [shares(0, &mixture.acquired), shares(1, &mixture.one_sided)];
            for (sum, shares) in sums.iter_mut().zip(&by_fraction) {
                *sum += shares.iter().sum::<f64>();
            }
            let [somatic, strand, orientation] = sums.map(|sum| sum / total);
            let shared = of_shared.map(|sum| sum / total);
            let rates = Rates { somatic, strand, orientation, shared, ..expected };
            let settled = rates.near(&mixture.rates);
            mixture.acquired = acquired.learned(&by_fraction[0]);
            mixture.one_sided = one_sided.learned(&by_fraction[1]);
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
            rates.shared[usize::from(bin.doubtful)].ln() + ExplanationBin::nats(bin.shared),
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
    fn alleles_that_show_stand_for_those_that_do_not() {
        let fitted = Fitted::new(&Spectrum::acquired(), [2, 40]);
        let stands_for = |fraction: f64| {
            let at = Spectrum::acquired().ln().position(|(other, _)| (other - fraction).abs() < 1e-9).unwrap();
            fitted.stands_for[at]
        };
        // At 5 % none of 40 fragments shows it with 0.95^40 = 0.12851, one with 40 * 0.05 * 0.95^39 = 0.27055.
        assert!((stands_for(0.05) - 1.0 / 0.60094).abs() < 1e-4, "{}", stands_for(0.05));
        assert!((stands_for(0.5) - 1.0).abs() < 1e-9);
        // At 1 % 1 / 0.0607 = 16.5: more than any stands for.
        assert!((stands_for(0.01) - STANDS_FOR).abs() < 1e-9);
    }

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
            doubtful: false,
            tumour: [20, 80],
            context: [3, 7],
            channel: None,
        };
        let clear = BTreeMap::from([(clear, 200)]);
        let rates = Mixture::fit(&clear, 1_000_000, Rates::substitutions(), Some(&[])).rates;
        // Of three bases at each locus: (200 + 3e-6 * 1e5) / 1.1e6 / 3 = 6.07e-5.
        assert!((rates.somatic - 6.07e-5).abs() < 1e-7, "{rates:?}");
        let rates = Mixture::fit(&clear, 1_000_000, Rates::indels(), None).rates;
        // (200 + 5e-7 * 1e5) / 1.1e6 = 1.8186e-4.
        assert!((rates.somatic - 1.8186e-4).abs() < 1e-7, "{rates:?}");
    }
}
