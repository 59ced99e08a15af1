//! Small variants: an allele in place of the reference's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    genome::{ContigId, Interval, Locus},
    sequence::Bases,
};

/// A substitution, insertion, deletion or a mixture of them in place of a reference allele.
///
/// As in VCF, an insertion or deletion carries the base before it, so neither allele is empty. The order is the genome's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SmallVariant {
    locus: Locus,
    reference: Bases,
    alternate: Bases,
}

/// What a small variant does to the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VariantKind {
    /// One base for another.
    Snv,
    /// Several adjacent bases for as many, one event.
    Mnv,
    /// Bases added after the anchor.
    Insertion,
    /// Bases removed after the anchor.
    Deletion,
    /// Both removed and added, of different length.
    Complex,
}

impl SmallVariant {
    /// A variant at `position` (0-based) of `contig`. The alleles must differ and hold a base each.
    pub fn new(
        contig: ContigId,
        position: u32,
        reference: impl AsRef<[u8]>,
        alternate: impl AsRef<[u8]>,
    ) -> Result<Self, Error> {
        let (reference, alternate) = (Bases::new(reference)?, Bases::new(alternate)?);
        let refuse = |expected| {
            Err(Error::Alleles { reference: reference.to_string(), alternate: alternate.to_string(), expected })
        };
        if reference.is_empty() || alternate.is_empty() {
            return refuse("neither allele may be empty: an insertion or deletion carries the base before it");
        }
        if reference == alternate {
            return refuse("the alleles must differ");
        }
        Ok(Self { locus: Locus::new(contig, position), reference, alternate })
    }
    /// Of the first reference base.
    pub fn locus(&self) -> Locus {
        self.locus
    }
    /// The contig.
    pub fn contig(&self) -> ContigId {
        self.locus.contig
    }
    /// 0-based, of the first reference base.
    pub fn position(&self) -> u32 {
        self.locus.position
    }
    /// The reference's bases, anchor included.
    pub fn reference(&self) -> &Bases {
        &self.reference
    }
    /// The bases in their place, anchor included.
    pub fn alternate(&self) -> &Bases {
        &self.alternate
    }
    /// The reference bases it stands for.
    pub fn interval(&self) -> Option<Interval> {
        let length = u32::try_from(self.reference.len()).ok()?;
        Interval::new(self.contig(), self.position(), self.position().checked_add(length)?).ok()
    }
    /// What it does.
    pub fn kind(&self) -> VariantKind {
        let anchored = self.reference[0] == self.alternate[0];
        match (self.reference.len(), self.alternate.len()) {
            (1, 1) => VariantKind::Snv,
            (r, a) if r == a => VariantKind::Mnv,
            (1, _) if anchored => VariantKind::Insertion,
            (_, 1) if anchored => VariantKind::Deletion,
            _ => VariantKind::Complex,
        }
    }
    /// Alternate less reference length in bases: positive for a gain.
    pub fn length_change(&self) -> i64 {
        let length = |bases: &Bases| i64::try_from(bases.len()).unwrap_or(i64::MAX);
        length(&self.alternate) - length(&self.reference)
    }
    /// Without the bases that both alleles share, at the end first, then at the start, down to one base each. Does not
    /// shift; shifting needs the reference.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let (mut r, mut a): (&[u8], &[u8]) = (&self.reference, &self.alternate);
        while r.len() > 1 && a.len() > 1 && r.last() == a.last() {
            r = &r[..r.len() - 1];
            a = &a[..a.len() - 1];
        }
        let mut skipped = 0;
        while r.len() > 1 && a.len() > 1 && r[0] == a[0] {
            r = &r[1..];
            a = &a[1..];
            skipped += 1;
        }
        Self {
            locus: Locus::new(self.contig(), self.position() + skipped),
            reference: Bases::lossy(r),
            alternate: Bases::lossy(a),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(reference: &str, alternate: &str) -> VariantKind {
        SmallVariant::new(ContigId(0), 9, reference, alternate).unwrap().kind()
    }

    #[test]
    fn kinds() {
        assert_eq!(kind("C", "T"), VariantKind::Snv);
        assert_eq!(kind("CC", "TT"), VariantKind::Mnv);
        assert_eq!(kind("C", "CTCTG"), VariantKind::Insertion);
        assert_eq!(kind("CAG", "C"), VariantKind::Deletion);
        assert_eq!(kind("CAG", "TT"), VariantKind::Complex);
        assert_eq!(kind("C", "TA"), VariantKind::Complex);
    }

    #[test]
    fn trimming_keeps_an_anchor() {
        let v = SmallVariant::new(ContigId(0), 9, "GCAGT", "GCT").unwrap().trimmed();
        assert_eq!((v.position(), v.reference().as_str(), v.alternate().as_str()), (10, "CAG", "C"));
    }

    #[test]
    fn empty_or_equal_alleles_are_refused() {
        assert!(SmallVariant::new(ContigId(0), 9, "", "T").is_err());
        assert!(SmallVariant::new(ContigId(0), 9, "t", "T").is_err());
    }
}
