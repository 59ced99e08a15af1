//! Short tandem repeats of the reference: where lengths slip.

use marv_model::variant::{SmallVariant, VariantKind};

use crate::{
    evidence::Repeat,
    statistics::{FEWEST_UNITS, REPEAT_UNITS},
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

/// A short tandem repeat of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tract {
    /// Offset of its first base.
    pub(crate) at: u32,
    /// Bases of its unit.
    pub(crate) unit: usize,
    /// Whole units.
    pub(crate) count: usize,
}

/// Longer repeats are cut here, so that no window's end shows.
const LONGEST: usize = 150;

/// The repeats that start in `owned` (offsets), by unit, then place.
pub(crate) fn tracts(letters: &[u8], owned: std::ops::Range<u32>) -> Vec<Tract> {
    let mut found = Vec::new();
    let (from, end) = (owned.start as usize, owned.end as usize);
    let mut equal = Vec::new();
    for unit in 1..=REPEAT_UNITS {
        let enough = (FEWEST_UNITS[unit - 1] - 1) * unit;
        let Some(shifted) = letters.get(from + unit..) else { continue };
        // Bases that equal the one a unit further on, as bits; runs of them begin where a base before differs.
        agreements(&letters[from..], &shifted[..shifted.len().min(end - from + LONGEST)], &mut equal);
        for (word, bits) in equal.iter().enumerate() {
            let next = equal.get(word + 1).copied().unwrap_or(0);
            let mut runs = (1..enough).fold(*bits, |runs, step| runs & (bits >> step | next << (64 - step)));
            while runs != 0 {
                let at = from + 64 * word + runs.trailing_zeros() as usize;
                runs &= runs - 1;
                let starts = at < end && (at == 0 || letters[at - 1] != letters[at - 1 + unit]);
                if !starts || letters[at + enough - 1] == b'N' || shorter_unit(&letters[at..at + unit]) {
                    continue;
                }
                let equal = letters[at..].iter().zip(&letters[at + unit..]).take(LONGEST).take_while(|(a, b)| a == b);
                found.push(Tract { at: u32::try_from(at).unwrap_or(u32::MAX), unit, count: equal.count() / unit + 1 });
            }
        }
    }
    found
}

/// Where two sequences hold the same byte, as bits: the first of 64 in the lowest. What one of them lacks is not the same.
fn agreements(one: &[u8], other: &[u8], bits: &mut Vec<u64>) {
    let length = one.len().min(other.len());
    let (one, one_rest) = one[..length].as_chunks::<64>();
    let (other, other_rest) = other[..length].as_chunks::<64>();
    bits.clear();
    bits.extend(one.iter().zip(other).map(|(a, b)| equal_of_64(a, b)));
    if !one_rest.is_empty() {
        let (mut a, mut b) = ([0; 64], [1; 64]);
        a[..one_rest.len()].copy_from_slice(one_rest);
        b[..other_rest.len()].copy_from_slice(other_rest);
        bits.push(equal_of_64(&a, &b));
    }
}

/// The bits of [`agreements`] for 64 bytes, eight at a time: a byte of the exclusive-or is zero where they agree.
fn equal_of_64(one: &[u8; 64], other: &[u8; 64]) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    // Each byte's bit to its place in the top byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let (one, other) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    one.iter().zip(other).enumerate().fold(0, |bits, (word, (a, b))| {
        let x = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        let zero = !(((x & LOW) + LOW) | x | LOW);
        bits | ((zero >> 7).wrapping_mul(GATHER) >> 56) << (8 * word)
    })
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

    #[test]
    fn agreeing_bytes_are_the_bits_of_a_comparison_one_by_one() {
        for length in [0, 1, 7, 63, 64, 65, 130, 200] {
            let byte = |i: usize| u8::try_from(i * i % 251).unwrap();
            let one: Vec<u8> = (0..length).map(byte).collect();
            let other: Vec<u8> = (0..length + 3).map(|i| byte(i) ^ [0, 1, 16, 128, 0, 0, 2][i % 7]).collect();
            let mut bits = Vec::new();
            agreements(&one, &other, &mut bits);
            let found: Vec<usize> = (0..bits.len() * 64).filter(|i| bits[i / 64] >> (i % 64) & 1 == 1).collect();
            let expected: Vec<usize> = (0..one.len()).filter(|i| one[*i] == other[*i]).collect();
            assert_eq!(found, expected, "{length}");
        }
    }

    #[test]
    fn repeats_are_found_where_they_start() {
        //             0123456789012345678
        let letters = b"GAAAAACACACATTAGTAG";
        let of = |from, to| tracts(letters, from..to).iter().map(|t| (t.at, t.unit, t.count)).collect::<Vec<_>>();
        assert_eq!(of(0, 19), vec![(1, 1, 5), (5, 2, 3)]);
        assert_eq!(of(0, 4), vec![(1, 1, 5)]);
        assert_eq!(of(2, 19), vec![(5, 2, 3)]);
    }
}
