//! What an insertion duplicates.

use marv_model::{genome::Interval, sequence::Bases, tandem::TandemDuplication, variant::SmallVariant};

/// Shorter insertions are judged as any other: a read holds them whole, and the share needs no correction.
const SHORTEST: usize = 10;
/// Bases of the insertion that must stand beside it.
const DUPLICATED: usize = 6;
/// And their share of it, one in so many: what is filled in between the copies may be longer than the copy.
const SHARE: usize = 4;
/// Junctions that can be shifted further than this are those of repeats, whose copies cannot be told apart.
const MOST_HOMOLOGY: usize = 40;

/// Two copies, and between them where one ends and the other begins.
///
/// Of the duplicated stretch `reference[from..to]` the carrier reads `..to`, then the filler, then `from..`.
pub(crate) fn duplication(variant: &SmallVariant, letters: &[u8], window_start: u32) -> Option<TandemDuplication> {
    let (reference, alternate) = (variant.reference(), variant.alternate());
    if reference.len() != 1 || alternate.len() <= SHORTEST || reference[0] != alternate[0] {
        return None;
    }
    let inserted = &alternate[1..];
    let site = (variant.position() + 1).checked_sub(window_start)? as usize;
    let (before, after) = letters.split_at_checked(site)?;
    let ahead = equal(inserted.iter(), after.iter());
    let behind = equal(inserted.iter().rev(), before.iter().rev()).min(inserted.len() - ahead);
    let duplicated = ahead + behind;
    if duplicated < DUPLICATED || duplicated * SHARE < inserted.len() {
        return None;
    }
    let filler = &inserted[ahead..inserted.len() - behind];
    let (mut from, mut to) = (site - behind, site + ahead);
    let homology = if filler.is_empty() { homology(letters, from, to) } else { [0, 0] };
    from -= homology[0];
    to -= homology[0];
    if homology[0] + homology[1] > MOST_HOMOLOGY {
        return None;
    }
    let place = |offset: usize| Some(window_start + u32::try_from(offset).ok()?);
    Some(TandemDuplication {
        interval: Interval::new(variant.contig(), place(from)?, place(to)?).ok()?,
        filler: Bases::lossy(filler),
        homology: u32::try_from(homology[0] + homology[1]).ok()?,
    })
}

/// Bases by which a junction between `..to` and `from..` can move to the left and to the right.
pub(crate) fn homology(letters: &[u8], from: usize, to: usize) -> [usize; 2] {
    let (Some(before_from), Some(before_to)) = (letters.get(..from), letters.get(..to)) else { return [0, 0] };
    let (Some(after_from), Some(after_to)) = (letters.get(from..), letters.get(to..)) else { return [0, 0] };
    [equal(before_from.iter().rev(), before_to.iter().rev()), equal(after_from.iter(), after_to.iter())]
}

/// How many of the first are equal.
fn equal<'a>(a: impl Iterator<Item = &'a u8>, b: impl Iterator<Item = &'a u8>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use marv_model::genome::ContigId;

    //                         0         1         2         3
    //                         0123456789012345678901234567890123456789
    const LETTERS: &[u8] = b"ACGTTGCAACCGGTATTCGAGCATCGATTCGGACTAAGCTTGAACGTCC";

    fn of(position: u32, inserted: &str) -> Option<(u32, u32, String, u32)> {
        let anchor = [LETTERS[position as usize]];
        let alternate = [&anchor, inserted.as_bytes()].concat();
        let variant = SmallVariant::new(ContigId(0), position, anchor, alternate).unwrap();
        let found = duplication(&variant, LETTERS, 0)?;
        Some((found.interval.start(), found.interval.end(), found.filler.as_str().to_owned(), found.homology))
    }

    #[test]
    fn an_insertion_of_what_follows_is_a_duplication() {
        // Bases 10 to 22 (CGGTATTCGAGC) again. Before 10 stands C as before 22: the junction can move by one to the left;
        // behind 22 stands A, at 10 stands C: not to the right. The leftmost placement is 9 to 21.
        assert_eq!(of(9, "CGGTATTCGAGC"), Some((9, 21, String::new(), 1)));
        // The same, written behind the stretch.
        assert_eq!(of(21, "CGGTATTCGAGC"), Some((9, 21, String::new(), 1)));
    }

    #[test]
    fn bases_of_neither_copy_are_filler() {
        // ..22, then TTT, then 10..: written before 10 it is the stretch and then the filler.
        assert_eq!(of(9, "CGGTATTCGAGCTTT"), Some((10, 22, "TTT".to_owned(), 0)));
        assert_eq!(of(21, "TTTCGGTATTCGAGC"), Some((10, 22, "TTT".to_owned(), 0)));
    }

    #[test]
    fn what_stands_nowhere_beside_it_is_none() {
        assert_eq!(of(9, "TTTTGGGGAAAATTTT"), None);
        assert_eq!(of(9, "CGGTA"), None);
    }
}
