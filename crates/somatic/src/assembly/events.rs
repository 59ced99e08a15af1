//! A way off the reference as a variant.

use marv_model::{genome::ContigId, sequence::Bases, variant::SmallVariant};

use super::bubbles::Walk;
use crate::sweep::haplotype::left_aligned;

/// Longest deletion and insertion, bases.
const LONGEST: [usize; 2] = [200, 400];

/// The change of length that a way makes, left-aligned; none for substitutions, which are judged base by base and joined,
/// and for what is longer than can be put together. `place` is where the way's reference begins in the window's letters.
pub(super) fn variant(
    walk: &Walk,
    place: u32,
    letters: &[u8],
    window_start: u32,
    contig: ContigId,
) -> Option<SmallVariant> {
    let [left, back] = [walk.left, walk.back].map(|at| at + place as usize);
    // A way back reads what lies between a second time.
    let (end, inserted) = if back < left {
        (left, [&walk.letters[..], letters.get(back..left)?].concat())
    } else {
        (back, walk.letters.clone())
    };
    let deleted = end - left;
    if deleted == inserted.len() || deleted > LONGEST[0] || inserted.len() > LONGEST[1] {
        return None;
    }
    let anchor = left.checked_sub(1)?;
    let reference = letters.get(anchor..end)?;
    let alternate = [&reference[..1], &inserted].concat();
    let position = window_start + u32::try_from(anchor).ok()?;
    let variant =
        SmallVariant::new(contig, position, Bases::lossy(reference).as_ref(), Bases::lossy(alternate).as_ref());
    Some(left_aligned(&variant.ok()?, letters, window_start))
}
