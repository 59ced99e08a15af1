//! What stands beside an inherited change of length: told apart from it, and judged as what it is on the inherited sequence.

use std::collections::BTreeMap;

use marv_model::{
    sequence::Bases,
    variant::{SmallVariant, VariantKind},
};

use super::{
    fragment::size,
    germline::{self, Reads},
    haplotype::{Haplotype, MAX_SHIFT, Together, left_aligned},
    repeats::repeat_at,
    sample::SampleSweep,
};
use crate::{evidence::Repeat, likelihood::errors::ErrorModel};

/// Bases between an event and what is inherited beside it.
const WITHIN: u32 = 30;
/// Bases between a repeat and an inherited base that makes it longer or shorter.
const NEXT: u32 = 2;
/// Bases on either side in which two sequences are compared: a change may be placed anywhere in its repeat.
const AROUND: u32 = MAX_SHIFT + WITHIN;

/// What the normal shows as inherited.
pub(super) struct Inherited<'a> {
    lengths: Vec<SmallVariant>,
    normal: Option<&'a SampleSweep>,
    letters: &'a [u8],
    start: u32,
}

impl<'a> Inherited<'a> {
    /// Of the normal's alignments: `reads` are those of its insertions and deletions.
    pub(super) fn new(
        window: &'a SampleSweep,
        normal: Option<&'a SampleSweep>,
        reads: &BTreeMap<SmallVariant, u32>,
    ) -> Self {
        let (letters, start) = (window.reference.letters(), window.window_start);
        let shown = |(variant, reads): &(&SmallVariant, &u32)| {
            normal.is_some_and(|normal| {
                let depth = normal.depth.get((variant.position() - start) as usize).copied().unwrap_or(0);
                let reads = Reads { alternate: **reads, depth: depth.max(0).unsigned_abs() };
                germline::in_normal(reads, &normal.config)
            })
        };
        let lengths = reads.iter().filter(shown).map(|(variant, _)| variant.clone()).collect();
        Self { lengths, normal, letters, start }
    }

    /// Insertions and deletions near by.
    fn near<'b>(&'b self, variant: &'b SmallVariant) -> impl Iterator<Item = &'b SmallVariant> + 'b {
        let from = self.lengths.partition_point(|other| other.position() + WITHIN < variant.position());
        let near = move |other: &&SmallVariant| other.position() <= variant.position() + WITHIN;
        self.lengths[from..].iter().take_while(near).filter(move |other| *other != variant)
    }

    /// Reads of the tumour's insertions and deletions, where what alignments show as one change of length and is an inherited
    /// one with another beside it counts for that other.
    ///
    /// METHOD: an aligner opens one gap where two are near each other. The sequence is the same, and what was acquired is the
    /// part that is not inherited.
    pub(super) fn apart(&self, seen: BTreeMap<SmallVariant, u32>) -> BTreeMap<SmallVariant, u32> {
        let mut apart = BTreeMap::new();
        for (variant, reads) in seen {
            let other = self.near(&variant).find_map(|inherited| self.without(&variant, inherited));
            *apart.entry(other.unwrap_or(variant)).or_default() += reads;
        }
        apart
    }

    /// What makes up the variant together with the inherited one; none where nothing apart from it does.
    fn without(&self, variant: &SmallVariant, inherited: &SmallVariant) -> Option<SmallVariant> {
        let (difference, _) = self.difference(variant, inherited)?;
        if !matches!(difference.kind(), VariantKind::Insertion | VariantKind::Deletion) {
            return None;
        }
        let whole = Haplotype::new(variant, self.letters, self.start)?;
        let inherited_whole = Haplotype::new(inherited, self.letters, self.start)?;
        let behind = i64::from(difference.position()) - inherited.length_change();
        [i64::from(difference.position()), behind].into_iter().find_map(|position| {
            let position = u32::try_from(position).ok()?;
            let (reference, alternate) = (&difference.reference()[..], &difference.alternate()[..]);
            let from = position.checked_sub(self.start)? as usize;
            if self.letters.get(from..from + reference.len())? != reference {
                return None;
            }
            let (reference, alternate) = (Bases::lossy(reference), Bases::lossy(alternate));
            let other = SmallVariant::new(variant.contig(), position, reference.as_ref(), alternate.as_ref()).ok()?;
            let other = left_aligned(&other, self.letters, self.start);
            let both = Together::new(&Haplotype::new(&other, self.letters, self.start)?, &inherited_whole)?;
            both.is(&whole, self.letters, self.start).then_some(other)
        })
    }

    /// The repeat that the variant changes, on the reference or on what is inherited, where it is likelier an error.
    ///
    /// METHOD: beside an inherited change of length reads slip from the inherited length, not from the reference's.
    pub(super) fn repeat(&self, variant: &SmallVariant, errors: &ErrorModel) -> Repeat {
        let mut likeliest = repeat_at(variant, self.letters, self.start);
        let bases = self.bases(variant);
        for inherited in self.near(variant).chain(&bases) {
            let Some((difference, sequence)) = self.difference(variant, inherited) else { continue };
            let repeat = repeat_at(&difference, &sequence.0, sequence.1);
            if repeat.slips() && errors.length_change(repeat) > errors.length_change(likeliest) {
                likeliest = repeat;
            }
        }
        likeliest
    }

    /// Inherited single bases within the repeat of an insertion or deletion, or next to it.
    pub(super) fn bases(&self, variant: &SmallVariant) -> Vec<SmallVariant> {
        let event = Haplotype::new(variant, self.letters, self.start).filter(|event| event.change() != 0);
        let (Some(event), Some(normal)) = (event, self.normal) else { return Vec::new() };
        let from = event.event.0.saturating_sub(NEXT).max(self.start);
        let shown = |position: u32| {
            let at = (position - self.start) as usize;
            let depth = normal.depth.get(at).copied().unwrap_or(0).max(0).unsigned_abs();
            let (base, tally) = b"ACGT".iter().zip(normal.tallies.get(at)?).max_by_key(|(_, tally)| tally.reads())?;
            let inherited = germline::in_normal(Reads { alternate: tally.reads(), depth }, &normal.config);
            let reference = self.letters.get(at..=at).filter(|_| inherited)?;
            SmallVariant::new(variant.contig(), position, Bases::lossy(reference).as_ref(), [*base]).ok()
        };
        (from..event.ambiguous.1 + NEXT).filter_map(shown).collect()
    }

    /// The variant as it changes the inherited sequence, left-aligned there, and that sequence with the place of its first
    /// base.
    fn difference(&self, variant: &SmallVariant, inherited: &SmallVariant) -> Option<(SmallVariant, (Vec<u8>, u32))> {
        let end = |variant: &SmallVariant| variant.position() + size(variant.reference().len());
        let from = variant.position().min(inherited.position()).saturating_sub(AROUND).max(self.start);
        let window_end = self.start + size(self.letters.len());
        let to = (end(variant).max(end(inherited)) + AROUND).min(window_end);
        let letters = |a: u32, b: u32| self.letters.get((a - self.start) as usize..(b - self.start) as usize);
        let with = |one: &SmallVariant| {
            Some([letters(from, one.position())?, one.alternate(), letters(end(one), to)?].concat())
        };
        let (sequence, changed) = (with(inherited)?, with(variant)?);
        let alike = sequence.iter().zip(&changed).take_while(|(a, b)| a == b).count();
        let shorter = sequence.len().min(changed.len());
        let behind = sequence.iter().rev().zip(changed.iter().rev()).take_while(|(a, b)| a == b).count();
        let behind = behind.min(shorter - alike);
        // With the base before, which both have.
        let first = alike.checked_sub(1)?;
        let part = |bases: &[u8]| Bases::lossy(&bases[first..bases.len() - behind]);
        let (reference, alternate) = (part(&sequence), part(&changed));
        let place = from + size(first);
        let difference = SmallVariant::new(variant.contig(), place, reference.as_ref(), alternate.as_ref()).ok()?;
        Some((left_aligned(&difference, &sequence, from), (sequence, from)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    fn variant(position: u32, reference: &str, alternate: &str) -> SmallVariant {
        SmallVariant::new(ContigId(0), position, reference, alternate).unwrap()
    }

    /// 20 bases, eight A, four times GAA, a G and 15 other bases.
    const LETTERS: &[u8] = b"GGCTTACCGATCGGATTCAGAAAAAAAAGAAGAAGAAGAAGCATTGCACCTGATCC";

    fn inherited(lengths: Vec<SmallVariant>) -> Inherited<'static> {
        Inherited { lengths, normal: None, letters: LETTERS, start: 0 }
    }

    #[test]
    fn one_gap_that_is_an_inherited_one_and_another_is_the_other() {
        // Of the eight A (20 to 27) and what follows AAGAAG (26 to 31) is lost by inheritance: two units less. A read with one
        // A less as well has a gap of seven, AAAGAAG (25 to 31).
        let beside = inherited(vec![variant(25, "AAAGAAG", "A")]);
        let seen = BTreeMap::from([
            (variant(24, "AAAAGAAG", "A"), 9),
            (variant(25, "AAAGAAG", "A"), 50),
            (variant(3, "TTA", "T"), 2),
        ]);
        let expected = BTreeMap::from([
            (variant(19, "GA", "G"), 9),
            (variant(25, "AAAGAAG", "A"), 50),
            (variant(3, "TTA", "T"), 2),
        ]);
        assert_eq!(beside.apart(seen.clone()), expected);
        assert_eq!(inherited(Vec::new()).apart(seen.clone()), seen);
    }

    #[test]
    fn a_repeat_slips_from_its_inherited_length() {
        let errors = ErrorModel::default();
        let two_less = variant(19, "GAA", "G");
        assert_eq!(inherited(Vec::new()).repeat(&two_less, &errors), Repeat { unit: 1, count: 8, change: -2 });
        // One A is lost by inheritance: of the seven that are left one more.
        let shorter = inherited(vec![variant(19, "GA", "G")]);
        assert_eq!(shorter.repeat(&two_less, &errors), Repeat { unit: 1, count: 7, change: -1 });
        // It has no part in what stands elsewhere.
        assert_eq!(shorter.repeat(&variant(3, "TTA", "T"), &errors), Repeat { unit: 2, count: 1, change: -1 });
    }
}
