//! Where several insertions and deletions compete for the same reads, each read speaks for the one that it fits best; and
//! where changed bases that stand side by side do.

use std::collections::BTreeMap;

use marv_model::{sequence::Bases, variant::SmallVariant};

use super::{
    fragment::size,
    haplotype::{Haplotype, MAX_SHIFT, Together},
    sample::SampleSweep,
    store::{Read, Shown},
};

/// Other insertions and deletions of the tumour's alignments that a read may carry instead.
pub(super) struct Rivals<'a> {
    seen: &'a BTreeMap<SmallVariant, u32>,
    sample: &'a SampleSweep,
    letters: &'a [u8],
    start: u32,
}

/// What a read may carry instead of an event, or beside it.
#[derive(Debug)]
pub(crate) struct Rival {
    /// Without the event.
    pub(crate) alone: Haplotype,
    /// With it; none where the two meet.
    pub(crate) together: Option<Together>,
}

/// Bases between an event and its rivals.
const RIVAL_WITHIN: u32 = 30;
/// Reads that make an allele a rival.
const RIVAL_READS: u32 = 3;
/// Rivals that are asked, those with the most reads.
const RIVALS: usize = 2;
/// Bases on either side of an event that may be changed instead of it, and of the whole stretch.
const BESIDE: u32 = 2;
const MOST_BESIDE: u32 = 20;

impl<'a> Rivals<'a> {
    pub(super) fn new(seen: &'a BTreeMap<SmallVariant, u32>, sample: &'a SampleSweep) -> Self {
        Self { seen, sample, letters: sample.reference.letters(), start: sample.window_start }
    }
    /// Those near by that more reads show, and these inherited bases.
    pub(super) fn of(&self, variant: &SmallVariant, bases: &[SmallVariant]) -> Vec<Rival> {
        let own = self.seen.get(variant).copied().unwrap_or(0);
        let Some(event) = Haplotype::new(variant, self.letters, self.start) else { return Vec::new() };
        let mut rivals = self.shifted(variant, own);
        rivals.extend(self.substituted(&event, own, variant));
        rivals.extend(bases.iter().filter_map(|base| Haplotype::new(base, self.letters, self.start)));
        let rival = |alone| Rival { together: Together::new(&event, &alone), alone };
        rivals.into_iter().map(rival).collect()
    }
    /// Other insertions and deletions.
    fn shifted(&self, variant: &SmallVariant, own: u32) -> Vec<Haplotype> {
        let place = variant.position();
        let near = |(other, reads): &(&SmallVariant, &u32)| {
            other.position().abs_diff(place) <= RIVAL_WITHIN && *other != variant && **reads >= RIVAL_READS.max(own)
        };
        let mut rivals: Vec<(&SmallVariant, &u32)> = self.seen.iter().filter(near).collect();
        rivals.sort_by_key(|(_, reads)| std::cmp::Reverse(**reads));
        rivals.iter().take(RIVALS).filter_map(|(rival, _)| Haplotype::new(rival, self.letters, self.start)).collect()
    }
    /// Bases about the event that are changed side by side on more reads without a gap.
    ///
    /// METHOD: beside a run of one base two changed bases look like a base lost or gained to a read that ends in the run.
    /// An aligner then opens a gap, and a gap costs less than two mismatches.
    fn substituted(&self, event: &Haplotype, own: u32, variant: &SmallVariant) -> Option<Haplotype> {
        let from = event.event.0.saturating_sub(BESIDE).max(self.start);
        let to = (event.event.1 + BESIDE).min(from + MOST_BESIDE);
        let enough = RIVAL_READS.max(own);
        let base = |position: u32| {
            let tallies = self.sample.tallies.get((position - self.start) as usize)?;
            let (base, tally) = b"ACGT".iter().zip(tallies).max_by_key(|(_, tally)| tally.reads())?;
            (tally.reads() >= enough).then_some((position, *base))
        };
        let changed: Vec<(u32, u8)> = (from..to).filter_map(base).collect();
        let ((first, _), (last, _)) = (changed.first()?, changed.last()?);
        if last == first || size(self.carriers(&changed)) < enough {
            return None;
        }
        let reference = self.letters.get((first - self.start) as usize..=(last - self.start) as usize)?;
        let mut alternate = reference.to_vec();
        for (position, base) in &changed {
            alternate[(position - first) as usize] = *base;
        }
        let rival = SmallVariant::new(variant.contig(), *first, Bases::lossy(reference).as_ref(), &alternate).ok()?;
        Haplotype::new(&rival, self.letters, self.start)
    }
    /// Reads without a gap that show every one of the bases.
    fn carriers(&self, changed: &[(u32, u8)]) -> usize {
        let store = &self.sample.store;
        let (Some((first, _)), Some((last, _))) = (changed.first(), changed.last()) else { return 0 };
        let mut indices = Vec::new();
        store.overlapping(*first, *last + 1, 0, &mut indices);
        let shows = |read: &Read| {
            changed.iter().all(|(position, base)| match store.shown(read, *position) {
                Shown::Base(index) => store.base(read, index) == *base,
                Shown::Deleted | Shown::Nothing => false,
            })
        };
        indices.iter().map(|index| &store.reads[*index as usize]).filter(|read| read.is_simple() && shows(read)).count()
    }
}

/// Whether alignments of several reads show another near by of the same length.
pub(super) fn beside(variant: &SmallVariant, seen: &BTreeMap<SmallVariant, u32>) -> bool {
    let close = |other: &SmallVariant| other.position().abs_diff(variant.position()) <= RIVAL_WITHIN;
    near(variant, seen).any(|(other, reads)| {
        other != variant && *reads > 1 && other.length_change() == variant.length_change() && close(other)
    })
}

/// An allele with this many times the reads makes one that differs from it by a base or two its misreading.
const MISREAD: u32 = 4;
/// Bases by which two haplotypes may differ for one of them to be the other misread.
const MISREAD_BASES: usize = 2;

/// Whether an insertion or deletion is another of the same length with errors in its bases, which an aligner may place
/// elsewhere. `letters` are the window's, from `start`.
pub(super) fn misread(
    variant: &SmallVariant,
    own: u32,
    seen: &BTreeMap<SmallVariant, u32>,
    letters: &[u8],
    start: u32,
) -> bool {
    near(variant, seen).any(|(other, reads)| {
        other != variant
            && *reads >= MISREAD * own
            && other.length_change() == variant.length_change()
            && reaches(other, variant.position(), letters, start)
            && different_bases(variant, other, letters, start).is_some_and(|bases| bases <= MISREAD_BASES)
    })
}

/// Bases by which the haplotypes of two variants of the same length change differ; none where the window does not hold
/// them.
fn different_bases(a: &SmallVariant, b: &SmallVariant, letters: &[u8], start: u32) -> Option<usize> {
    let end = |variant: &SmallVariant| variant.position() as usize + variant.reference().len() - start as usize;
    let (from, to) = (a.position().min(b.position()).checked_sub(start)? as usize, end(a).max(end(b)));
    let haplotype = |variant: &SmallVariant| -> Option<Vec<u8>> {
        let before = letters.get(from..(variant.position() - start) as usize)?;
        Some([before, variant.alternate(), letters.get(end(variant)..to)?].concat())
    };
    let (a, b) = (haplotype(a)?, haplotype(b)?);
    Some(a.iter().zip(&b).filter(|(a, b)| a != b).count())
}

/// Whether an insertion or deletion lies near a place, wherever it may be placed in its repeat.
///
/// METHOD: alignments show one of a long repeat at the repeat's beginning, and one with an error in its bases, which no
/// repeat makes, where the aligner put it.
fn reaches(other: &SmallVariant, place: u32, letters: &[u8], start: u32) -> bool {
    other.position().abs_diff(place) <= RIVAL_WITHIN
        || (other.position() < place
            && Haplotype::new(other, letters, start).is_some_and(|event| event.ambiguous.1 + RIVAL_WITHIN >= place))
}

/// The insertions and deletions within [`RIVAL_WITHIN`] bases, and before that as far as one may be shifted.
fn near<'a>(
    variant: &SmallVariant,
    seen: &'a BTreeMap<SmallVariant, u32>,
) -> impl Iterator<Item = (&'a SmallVariant, &'a u32)> {
    let (contig, place) = (variant.contig(), variant.position());
    let from = SmallVariant::new(contig, place.saturating_sub(RIVAL_WITHIN + MAX_SHIFT), "A", "C").ok();
    let inside = move |(other, _): &(&SmallVariant, &u32)| {
        other.contig() == contig && other.position() <= place.saturating_add(RIVAL_WITHIN)
    };
    from.into_iter().flat_map(move |from| seen.range(from..).take_while(inside))
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    fn variant(position: u32, reference: &str, alternate: &str) -> SmallVariant {
        SmallVariant::new(ContigId(0), position, reference, alternate).unwrap()
    }

    #[test]
    fn an_insertion_with_an_error_in_its_bases_is_no_other_allele() {
        // Bases 96 to 115 of the window, which begins at 96: 100 is A.
        let letters = b"GGTTACAGTCTAGCATTGCA";
        let seen = BTreeMap::from([
            (variant(100, "A", "ACCGT"), 12),
            (variant(100, "A", "ACCGA"), 2),
            (variant(100, "A", "ATTTT"), 2),
            (variant(101, "C", "CCGTC"), 2),
            (variant(160, "ACC", "A"), 1),
        ]);
        let misread = |variant, own| misread(&variant, own, &seen, letters, 96);
        assert!(misread(variant(100, "A", "ACCGA"), 2));
        assert!(!misread(variant(100, "A", "ATTTT"), 2));
        assert!(!misread(variant(100, "A", "ACCGT"), 12));
        // A C + CGTC against A CCGT + C: placed one further, and the same bases.
        assert!(misread(variant(101, "C", "CCGTC"), 2));
        // At the end of a repeat of 44 bases, twelve units, and four bases with an error in them: T TTTG for T TTTA.
        let letters = [b"GCACTTCCTAC", &b"TTTA".repeat(11)[..], b"CTTTTATGAAAGAGTC"].concat();
        let seen = BTreeMap::from([(variant(10, "C", "CTTTA"), 8)]);
        assert!(super::misread(&variant(54, "A", "ATTTG"), 2, &seen, &letters, 0));
        assert!(!super::misread(&variant(66, "A", "ACCCG"), 2, &seen, &letters, 0));
    }

    #[test]
    fn others_of_the_same_length_near_by_are_told() {
        let seen = BTreeMap::from([(variant(100, "A", "ACCGT"), 12)]);
        assert!(beside(&variant(120, "A", "AGGGG"), &seen));
        assert!(!beside(&variant(120, "A", "AGGG"), &seen));
        assert!(!beside(&variant(132, "A", "AGGGG"), &seen));
    }
}
