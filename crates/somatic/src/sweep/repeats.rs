//! Short tandem repeats of the reference: where lengths slip.

use std::collections::BTreeMap;

use marv_model::variant::{SmallVariant, VariantKind};

use super::sample::SampleSweep;
use crate::{
    evidence::Repeat,
    likelihood::errors::repeat_row,
    statistics::{REPEAT_COUNTS, REPEAT_UNITS},
};

/// The shortest sequence that makes up `bases` when repeated.
fn unit_of(bases: &[u8]) -> &[u8] {
    (1..=bases.len())
        .find(|n| bases.len().is_multiple_of(*n) && bases.chunks(*n).all(|chunk| chunk == &bases[..*n]))
        .map_or(bases, |n| &bases[..n])
}

/// The repeat that an insertion or deletion (left-aligned) changes; nothing for other variants.
pub(crate) fn repeat_at(variant: &SmallVariant, letters: &[u8], window_start: u32) -> Repeat {
    let (moved, sign): (&[u8], i16) = match variant.kind() {
        VariantKind::Insertion => (&variant.alternate()[1..], 1),
        VariantKind::Deletion => (&variant.reference()[1..], -1),
        _ => return Repeat::default(),
    };
    let unit = unit_of(moved);
    if unit.len() > REPEAT_UNITS {
        return Repeat::default();
    }
    let from = (variant.position() + 1).saturating_sub(window_start) as usize;
    let count = letters.get(from..).unwrap_or(&[]).chunks(unit.len()).take_while(|chunk| *chunk == unit).count();
    let change = i16::try_from(moved.len() / unit.len()).unwrap_or(i16::MAX);
    Repeat {
        unit: u8::try_from(unit.len()).unwrap_or(0),
        count: u8::try_from(count.min(255)).unwrap_or(u8::MAX),
        change: sign * change,
    }
}

/// Fewest units of a repeat that is counted, by unit length.
const FEWEST: [usize; REPEAT_UNITS] = [3, 2, 2, 2];

/// Adds, for every repeat that starts in `owned` (offsets), the fragments over it and those that change its length.
/// `changes` holds, by the anchor's offset, reads of left-aligned insertions and deletions, with their unit's length.
pub(crate) fn count_slippage(
    sample: &SampleSweep,
    owned: std::ops::Range<u32>,
    changes: &BTreeMap<(u32, usize), u32>,
    variant_sites: &BTreeMap<(u32, usize), u32>,
) -> Vec<[u64; 2]> {
    let letters = sample.reference.letters();
    let mut rows = vec![[0u64; 2]; REPEAT_UNITS * REPEAT_COUNTS];
    for unit in 1..=REPEAT_UNITS {
        let mut at = owned.start as usize;
        let end = (owned.end as usize).min(letters.len());
        while at < end {
            // A repeat starts where the unit before does not continue into it.
            let run = letters[at..]
                .iter()
                .zip(letters.get(at + unit..).unwrap_or(&[]))
                .take_while(|(a, b)| a == b && **a != b'N');
            let run = run.take(unit * REPEAT_COUNTS * 2).count();
            let starts = at == 0 || at < unit || letters[at - 1] != letters[at - 1 + unit];
            let count = run / unit + 1;
            if starts && count >= FEWEST[unit - 1] && run >= unit && !shorter_unit(&letters[at..at + unit]) {
                let depth = sample.depth.get(at).copied().unwrap_or(0);
                let depth = u32::try_from(depth).unwrap_or(0);
                let key = (u32::try_from(at).unwrap_or(0).saturating_sub(1), unit);
                let changed = changes.get(&key).copied().unwrap_or(0);
                // METHOD: three reads or more and above 15 % of the depth, in either sample, is a variant, not slippage.
                let variant = (changed >= 3 && changed * 100 > depth * 15)
                    || variant_sites.get(&key).is_some_and(|n| *n >= 3 && n * 100 > depth * 15);
                if let (Some(row), false, true) = (repeat_row(unit, count), variant, depth > 0) {
                    rows[row][0] += u64::from(depth);
                    rows[row][1] += u64::from(changed.min(depth));
                }
            }
            at += run.max(1);
        }
    }
    rows
}

/// Whether the unit is itself a repeat (`AA` is a repeat of `A`).
fn shorter_unit(unit: &[u8]) -> bool {
    unit_of(unit).len() < unit.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    #[test]
    fn the_repeat_of_an_indel_is_its_smallest_unit() {
        let letters = b"GGTACACACACATTT";
        let of = |position, r: &str, a: &str| {
            repeat_at(&SmallVariant::new(ContigId(0), position, r, a).unwrap(), letters, 0)
        };
        assert_eq!(of(2, "T", "TACAC"), Repeat { unit: 2, count: 4, change: 2 });
        assert_eq!(of(2, "TAC", "T"), Repeat { unit: 2, count: 4, change: -1 });
        assert_eq!(of(11, "A", "AT"), Repeat { unit: 1, count: 3, change: 1 });
        assert_eq!(of(11, "A", "AGGCTA"), Repeat::default());
    }
}
