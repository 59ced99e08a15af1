//! Alleles as edits of the reference, left-aligned as an aligner and a VCF write them.

use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

/// Bases put in place of reference bases: `removed` may be 0 (insertion), `inserted` may be empty (deletion).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edit {
    /// 0-based, of the first removed base, or of the base that an insertion stands before.
    pub(crate) start: u32,
    /// Reference bases taken away.
    pub(crate) removed: u32,
    /// Bases in their place.
    pub(crate) inserted: Vec<u8>,
}

impl Edit {
    /// Without the bases that both alleles share at either end.
    pub(crate) fn new(variant: &SmallVariant) -> Self {
        let (mut reference, mut alternate): (&[u8], &[u8]) = (variant.reference(), variant.alternate());
        let mut start = variant.position();
        while let ([.., r], [.., a]) = (reference, alternate) {
            if r != a {
                break;
            }
            reference = &reference[..reference.len() - 1];
            alternate = &alternate[..alternate.len() - 1];
        }
        while let ([r, ..], [a, ..]) = (reference, alternate) {
            if r != a {
                break;
            }
            reference = &reference[1..];
            alternate = &alternate[1..];
            start += 1;
        }
        Self { start, removed: crate::count::bases(reference.len()), inserted: alternate.to_vec() }
    }
    /// 0-based, exclusive, of the last removed base.
    pub(crate) fn end(&self) -> u32 {
        self.start + self.removed
    }
}

/// How many reference bases are read at a time while an allele moves.
const STRIDE: u32 = 256;

/// The same haplotype written at the leftmost place, without shared bases, with the base before it where one allele
/// would be empty (VCF 4.3, § 1.6.1; Tan, Abecasis & Kang, Bioinformatics 2015). None where the reference cannot be read
/// or does not hold the reference allele.
pub(crate) fn left_aligned(variant: &SmallVariant, source: &dyn ReferenceSource) -> Option<SmallVariant> {
    let contig = variant.contig();
    if source.bases(variant.interval()?)? != *variant.reference() {
        return None;
    }
    let Edit { mut start, removed, inserted } = Edit::new(variant);
    let mut reference = source.bases(Interval::new(contig, start, start + removed).ok()?)?.to_vec();
    let mut alternate = inserted;
    if reference.is_empty() || alternate.is_empty() {
        let mut before = Before { contig, source, start: 0, bases: Vec::new() };
        // Round the end: while the base before equals the last base of the allele that is not empty, move.
        while let Some(previous) = before.base(start) {
            let allele = if reference.is_empty() { &mut alternate } else { &mut reference };
            if allele.last() != Some(&previous) || previous == b'N' {
                break;
            }
            allele.rotate_right(1);
            start -= 1;
        }
        let previous = before.base(start)?;
        reference.insert(0, previous);
        alternate.insert(0, previous);
        start -= 1;
    }
    SmallVariant::new(contig, start, reference, alternate).ok()
}

/// The bases before a place, read in strides.
struct Before<'a> {
    contig: ContigId,
    source: &'a dyn ReferenceSource,
    start: u32,
    bases: Vec<u8>,
}

impl Before<'_> {
    /// The base at `position - 1`.
    fn base(&mut self, position: u32) -> Option<u8> {
        let wanted = position.checked_sub(1)?;
        if wanted < self.start || wanted - self.start >= crate::count::bases(self.bases.len()) {
            self.start = position.saturating_sub(STRIDE);
            self.bases = self.source.bases(Interval::new(self.contig, self.start, position).ok()?)?.to_vec();
        }
        self.bases.get((wanted - self.start) as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use marv_model::sequence::Bases;

    use super::*;

    struct Text(&'static str);
    impl ReferenceSource for Text {
        fn bases(&self, interval: Interval) -> Option<Bases> {
            Bases::new(self.0.get(interval.start() as usize..interval.end() as usize)?).ok()
        }
    }

    fn aligned(text: &'static str, position: u32, reference: &str, alternate: &str) -> Option<(u32, String, String)> {
        let variant = SmallVariant::new(ContigId(0), position, reference, alternate).unwrap();
        left_aligned(&variant, &Text(text))
            .map(|v| (v.position(), v.reference().to_string(), v.alternate().to_string()))
    }

    #[test]
    fn indels_move_to_the_left_end_of_their_repeat() {
        // The example of Tan et al. 2015, figure 1: GGGCACACACAGGG, deletion of one CA, written in several ways.
        let expected = Some((2, "GCA".to_owned(), "G".to_owned()));
        assert_eq!(aligned("GGGCACACACAGGG", 7, "ACA", "A"), None, "the reference allele must agree");
        assert_eq!(aligned("GGGCACACACAGGG", 8, "ACA", "A"), expected);
        assert_eq!(aligned("GGGCACACACAGGG", 2, "GCACA", "GCA"), expected);
        assert_eq!(aligned("GGGCACACACAGGG", 5, "CAC", "C"), expected);
        // An inserted T into a run of T.
        assert_eq!(aligned("ACGTTTTG", 6, "T", "TT"), Some((2, "G".into(), "GT".into())));
        assert_eq!(aligned("ACGTTTTG", 1, "CG", "CT"), Some((2, "G".into(), "T".into())));
    }

    #[test]
    fn an_allele_at_the_contigs_start_has_no_base_before() {
        assert_eq!(aligned("TTTTG", 2, "TT", "T"), None);
    }
}
