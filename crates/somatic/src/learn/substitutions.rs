//! Which substitutions the tumour acquires.

use marv_model::variant::{SmallVariant, VariantKind};
use serde::{Deserialize, Serialize};

use crate::context::{self, Shares, code};

/// Substitutions that are told apart: of C or T, with the base before and the base behind it; those of G and A are read on
/// the other strand.
pub(super) const CHANNELS: usize = 96;
/// Substitutions of one kind among them, such as C>T: by the bases around.
const AROUND: usize = 16;

/// A substitution as it is read on the strand where its base is C or T.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Channel {
    /// Below [`CHANNELS`].
    number: u8,
    /// That strand is the reverse one.
    reverse: bool,
}

impl Channel {
    pub(super) fn number(self) -> usize {
        usize::from(self.number)
    }
    /// As damage of one strand leaves it in fragments of one orientation (0 for F1R2, 1 for F2R1), below twice [`CHANNELS`]:
    /// G>T in the one is C>A in the other.
    pub(super) fn oriented(self, orientation: usize) -> usize {
        self.number() + if self.reverse == (orientation == 1) { 0 } else { CHANNELS }
    }
}

/// The channel of a candidate with its context; none for all but single substitutions, and where a base is not known.
pub(crate) fn channel(variant: &SmallVariant, context: [u32; 2]) -> Option<Channel> {
    if variant.kind() != VariantKind::Snv {
        return None;
    }
    let [before, behind] = context.map(|context| context::short(context).map(|bases| bases & 3));
    let (before, behind) = (before?, 3 - behind?);
    let [from, to] = [variant.reference()[0], variant.alternate()[0]].map(|base| usize::from(code(base)));
    if from > 3 || to > 3 {
        return None;
    }
    // A, C, G, T are 0 to 3, and complements add up to 3.
    let reverse = from % 2 == 0;
    let (from, to, before, behind) =
        if reverse { (3 - from, 3 - to, 3 - behind, 3 - before) } else { (from, to, before, behind) };
    let kind = from / 2 * 3 + (0..4).filter(|base| *base != from).position(|base| base == to)?;
    u8::try_from(AROUND * kind + 4 * before + behind).ok().map(|number| Channel { number, reverse })
}

/// How many times as often as if all were alike each substitution is acquired, or left by damage of one strand.
///
/// Mutational processes prefer some substitutions in some contexts, such as C to T before G, and each genome has its own
/// mixture of them (Alexandrov and others 2013, doi 10.1038/nature12477), while errors of reads have another. Damage before
/// the library was made, such as oxidation of G, has its own, in one orientation of the read pairs (Costello and others 2013,
/// doi 10.1093/nar/gks1443).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct SubstitutionRates(Vec<f64>);

/// METHOD: that all kinds are alike weighs as much as this many acquired substitutions, and as this many that damage left:
/// there are few of those, and most of them are other things as likely.
pub(super) const ALIKE: f64 = 20.0;
pub(super) const ALIKE_DAMAGE: f64 = 100.0;
/// METHOD: and that the bases around do not matter to a kind as much as this many of it.
const ANYWHERE: f64 = 100.0;

impl SubstitutionRates {
    /// From substitutions by channel, or by channel and orientation, each counted with its probability, and the loci by short
    /// context; `alike` is how much it weighs that all kinds are.
    pub(super) fn learned(seen: &[f64], loci: &[u64], alike: f64) -> Self {
        let Some(shares) = Shares::new(loci) else { return Self::default() };
        // Each place of C or T may become any of three others.
        let chances: Vec<f64> = (0..seen.len())
            .map(|at| {
                let (kind, before, behind) = (at % CHANNELS / AROUND, at / 4 % 4, at % 4);
                let middle = 1 + 2 * (kind / 3);
                let three: f64 = (0..4).map(|last| shares.short(before << 6 | middle << 4 | behind << 2 | last)).sum();
                three.max(1e-9)
            })
            .collect();
        let sum = |values: &[f64]| values.iter().sum::<f64>();
        let (all, chance) = (sum(seen), sum(&chances));
        let mut rates = Vec::with_capacity(seen.len());
        for (seen, chances) in seen.chunks(AROUND).zip(chances.chunks(AROUND)) {
            let (of_kind, chance_of_kind) = (sum(seen), sum(chances));
            let kind = (of_kind * chance / chance_of_kind + alike) / (all + alike);
            rates.extend(seen.iter().zip(chances).map(|(seen, chance)| {
                let around = (seen * chance_of_kind / chance + ANYWHERE) / (of_kind + ANYWHERE);
                kind * around
            }));
        }
        Self(rates)
    }
    /// Of a channel's number, oriented or not; 1 where nothing is known.
    pub(super) fn of(&self, number: Option<usize>) -> f64 {
        number.and_then(|number| self.0.get(number)).copied().unwrap_or(1.0)
    }
    /// Damage that shows in F1R2 and in F2R1, each with half of the probability, weighed by what it did.
    pub(crate) fn each(&self, orientation: [f64; 2], channel: Option<Channel>) -> [f64; 2] {
        std::array::from_fn(|side| {
            orientation[side] + (0.5 * self.of(channel.map(|channel| channel.oriented(side)))).ln()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::CONTEXTS;
    use marv_model::genome::ContigId;

    /// The channel of the middle one of three bases as it becomes another.
    fn of(three: [u8; 3], to: u8) -> Option<Channel> {
        let letters = [&b"TTTTTTT"[..], &three, b"TTTTTTT"].concat();
        let variant = SmallVariant::new(ContigId(0), 8, [three[1]], [to]).unwrap();
        channel(&variant, context::around(&letters, 8))
    }

    #[test]
    fn both_strands_of_a_substitution_are_one_channel() {
        let numbered = |three: [u8; 3], to| of(three, to).map(Channel::number);
        // ACG>ATG is CGT>CAT on the other strand: C>T is the third of C's (A, G, T), before 0, behind 2.
        assert_eq!(numbered(*b"ACG", b'T'), Some(2 * 16 + 2));
        assert_eq!(numbered(*b"CGT", b'A'), numbered(*b"ACG", b'T'));
        // T>A is the first of T's: kind 3; A before G on the other strand is T behind C.
        assert_eq!(numbered(*b"CTA", b'A'), Some(3 * 16 + 4));
        assert_eq!(numbered(*b"TAG", b'T'), numbered(*b"CTA", b'A'));
        // G>T in F1R2 is what C>A is in F2R1.
        let [forward, reverse] = [of(*b"AGC", b'T'), of(*b"GCT", b'A')].map(Option::unwrap);
        assert_eq!([0, 1].map(|side| forward.oriented(side)), [1, 0].map(|side| reverse.oriented(side)));
        assert_ne!(forward.oriented(0), forward.oriented(1));
        assert_eq!(of(*b"ANG", b'T'), None);
        let every: std::collections::BTreeSet<_> = b"ACGT"
            .iter()
            .flat_map(|a| b"CT".iter().map(move |b| (*a, *b)))
            .flat_map(|(a, b)| b"ACGT".iter().map(move |c| [a, b, *c]))
            .flat_map(|three| b"ACGT".iter().filter(move |to| **to != three[1]).map(move |to| of(three, *to)))
            .collect();
        assert_eq!(every.len(), CHANNELS);
    }

    #[test]
    fn rates_follow_what_is_acquired_and_weigh_one_on_the_average() {
        let loci = vec![1_000; CONTEXTS];
        let nothing = SubstitutionRates::learned(&[0.0; CHANNELS], &loci, ALIKE);
        assert!((0..96).all(|channel| (nothing.of(Some(channel)) - 1.0).abs() < 1e-9));
        // 300 C>T, of which 160 stand in one of its sixteen contexts, and 180 others, evenly: 480 in all.
        let mut acquired = [180.0 / 80.0; CHANNELS];
        acquired[32..48].fill(140.0 / 15.0);
        acquired[32 + 2] = 160.0;
        let rates = SubstitutionRates::learned(&acquired, &loci, ALIKE);
        // The kind: (300 * 6 + 20) / 500 = 3.64; the context: (160 * 16 + 100) / 400 = 6.65.
        assert!((rates.of(Some(34)) - 3.64 * 6.65).abs() < 1e-9, "{}", rates.of(Some(34)));
        // Another kind: (36 * 6 + 20) / 500 = 0.472, evenly.
        assert!((rates.of(Some(0)) - 0.472).abs() < 1e-9, "{}", rates.of(Some(0)));
        assert!((rates.of(None) - 1.0).abs() < f64::EPSILON);
        assert_eq!(SubstitutionRates::learned(&acquired, &[], ALIKE), SubstitutionRates::default());
    }
}
