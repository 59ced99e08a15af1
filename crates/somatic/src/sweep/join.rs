//! Adjacent changes on the same fragments are one event.

use std::collections::BTreeMap;

use marv_model::{sequence::Bases, variant::SmallVariant};

use super::fragment::{Allele, Fragments};

/// Of the fragments that carry one of two neighbours and show the place of the other, this share must carry both.
const SHARED: (usize, usize) = (4, 5);

/// Whether two neighbours are on the same fragments, but for one in five. A fragment on which one of them is not readable
/// (a poor base) speaks neither for nor against.
pub(crate) fn together(a: &Fragments, b: &Fragments) -> bool {
    let alleles = |fragments: &Fragments| -> BTreeMap<u64, Allele> {
        fragments.0.iter().map(|fragment| (fragment.name, fragment.allele)).collect()
    };
    let (a, b) = (alleles(a), alleles(b));
    let (mut both, mut one) = (0, 0);
    for (name, allele) in &a {
        match (allele, b.get(name)) {
            (Allele::Alternate, Some(Allele::Alternate)) => both += 1,
            (Allele::Alternate, Some(Allele::Reference | Allele::Other))
            | (Allele::Reference | Allele::Other, Some(Allele::Alternate)) => one += 1,
            _ => {}
        }
    }
    both >= 2 && both * SHARED.1 >= (both + one) * SHARED.0
}

/// Whether the fragments of a joined event are those of its parts: it has four in five of those that carry both.
pub(crate) fn whole(event: &[u64], a: &[u64], b: &[u64]) -> bool {
    let both: Vec<u64> = a.iter().filter(|name| b.binary_search(name).is_ok()).copied().collect();
    shared(event, &both) * SHARED.1 >= both.len() * SHARED.0
}

/// Whether four in five of the names of the first are among those of the second.
pub(crate) fn most(of: &[u64], among: &[u64]) -> bool {
    shared(of, among) * SHARED.1 >= of.len() * SHARED.0
}

/// How many names two sorted lists share.
pub(crate) fn shared(a: &[u64], b: &[u64]) -> usize {
    a.iter().filter(|name| b.binary_search(name).is_ok()).count()
}

/// Two changes as one, where no reference base lies between the bases that they change.
pub(crate) fn joined(a: &SmallVariant, b: &SmallVariant, letters: &[u8], window_start: u32) -> Option<SmallVariant> {
    let (a, b) = if changed(a) <= changed(b) { (a, b) } else { (b, a) };
    let ((a_from, a_to), (b_from, b_to)) = (changed(a), changed(b));
    if a_to != b_from {
        return None;
    }
    let mut alternate = [new_bases(a), new_bases(b)].concat();
    let mut from = a_from;
    let slice = |from: u32, to: u32| {
        letters.get(from.checked_sub(window_start)? as usize..to.checked_sub(window_start)? as usize)
    };
    // An allele is never empty: the base before joins in.
    if from == b_to || alternate.is_empty() {
        from = from.checked_sub(1)?;
        alternate.insert(0, *slice(from, from + 1)?.first()?);
    }
    let reference = slice(from, b_to)?;
    let variant = SmallVariant::new(a.contig(), from, Bases::lossy(reference).as_ref(), &alternate).ok()?;
    Some(variant.trimmed())
}

/// The reference bases that it takes away: half-open, empty for an insertion.
fn changed(variant: &SmallVariant) -> (u32, u32) {
    let end = variant.position() + u32::try_from(variant.reference().len()).unwrap_or(0);
    (variant.position() + anchor(variant), end)
}

fn new_bases(variant: &SmallVariant) -> &[u8] {
    &variant.alternate()[anchor(variant) as usize..]
}

fn anchor(variant: &SmallVariant) -> u32 {
    u32::from(variant.reference()[0] == variant.alternate()[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    fn variant(position: u32, r: &str, a: &str) -> SmallVariant {
        SmallVariant::new(ContigId(0), position, r, a).unwrap()
    }

    #[test]
    fn neighbours_join_and_strangers_do_not() {
        let letters = b"ACGTACGT";
        let join = |a, b| joined(&a, &b, letters, 0);
        assert_eq!(join(variant(2, "G", "T"), variant(3, "T", "A")), Some(variant(2, "GT", "TA")));
        assert_eq!(join(variant(2, "G", "T"), variant(4, "A", "C")), None);
        // The base before a deletion changes with it: CGTA with its G changed to T and TA lost.
        assert_eq!(join(variant(2, "G", "T"), variant(2, "GTA", "G")), Some(variant(2, "GTA", "T")));
        // An insertion and the base behind it.
        assert_eq!(join(variant(3, "T", "TCC"), variant(4, "A", "G")), Some(variant(4, "A", "CCG")));
    }

    #[test]
    fn an_event_has_most_of_the_fragments_that_carry_both_parts() {
        assert!(whole(&[1, 2, 3, 4], &[1, 2, 3, 4, 5], &[1, 2, 3, 4, 5, 6]));
        assert!(!whole(&[1, 2, 3], &[1, 2, 3, 4, 5], &[1, 2, 3, 4, 5]));
    }
}
