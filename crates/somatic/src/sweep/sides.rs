//! Which fragments hold a change of length at its left side and at its right one, so that both alleles are counted alike.
//!
//! A read tells of a change wherever it meets it, and the allele with more bases is met by more reads: counted so, an
//! insertion's share comes out too high and a deletion's too low. Each allele has two sides, where what is around the
//! change ends: the fragments over a side by one rule are as many as the copies, whatever lies between the sides.

use super::{haplotype::Haplotype, store::Read};

/// Changes of so many bases and more are counted so; of shorter ones the difference is less than chance's.
pub(crate) const SHORTEST: u64 = 10;
/// Bases that a read must hold of what is around the change.
///
/// METHOD: 30; an aligner places no read by fewer, so that fragments of a long insertion would be missing.
const AROUND: i64 = 30;
/// And bases beyond the side. METHOD: eight, as at the junction of a tandem duplication.
const BEYOND: i64 = 8;

/// Of a fragment: whether it holds the left side, and the right one.
pub(crate) type Sides = [bool; 2];

/// Both, of what is counted as it is.
pub(crate) const BOTH: Sides = [true; 2];

/// Of an event: the places of its two sides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    /// On the contig.
    reference: [i64; 2],
    /// On the haplotype with the event, from its first base.
    alternate: [i64; 2],
    /// Bases by which they can be shifted.
    shift: i64,
}

impl Places {
    /// None of an event that is counted as it is.
    pub(crate) fn of(haplotype: &Haplotype) -> Option<Self> {
        let [(from, to), (_, ambiguous)] =
            [haplotype.event, haplotype.ambiguous].map(|(a, b)| (i64::from(a), i64::from(b)));
        (haplotype.change().unsigned_abs() >= SHORTEST).then_some(Self {
            reference: [from, to],
            alternate: haplotype.joins(),
            shift: ambiguous - to,
        })
    }
    /// What a read without the event holds.
    pub(crate) fn without(&self, read: &Read) -> Sides {
        self.held(self.reference, i64::from(read.start), i64::from(read.end))
    }
    /// What one holds that lies on the haplotype with the event from `at` on.
    pub(crate) fn with(&self, at: i64, read: &Read) -> Sides {
        self.held(self.alternate, at, at + i64::from(read.length))
    }
    fn held(&self, [left, right]: [i64; 2], from: i64, to: i64) -> Sides {
        [
            from + AROUND <= left && left + self.shift + BEYOND <= to,
            from + BEYOND <= right && right + self.shift + AROUND <= to,
        ]
    }
}

/// The share of the copies that carry the allele, of the fragments with it and without it; none where no fragment with it
/// holds a side.
///
/// METHOD: the mean of both sides of one allele over that of both alleles.
pub(crate) fn share(with: [u32; 2], without: [u32; 2]) -> Option<f64> {
    let [with, without] = [with, without].map(|[left, right]| f64::from(left) + f64::from(right));
    (with > 0.0).then(|| with / (with + without))
}
