//! One spelling for each variant: trimmed, and moved as far left as the reference allows.

use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
    variant::SmallVariant,
};

/// Reference bases that are fetched at a time when moving left.
const STEP: u32 = 200;
/// How far a variant is moved at most, in bases; no repeat of the genome that a caller resolves is as long.
const MAX_SHIFT: u32 = 20_000;

/// What became of an allele.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Normalised {
    /// Its one spelling.
    Variant(SmallVariant),
    /// REF is not what the reference has there; the reference's bases.
    Mismatch(String),
    /// It reaches outside the contig, or the reference cannot be read there.
    Outside,
    /// The alleles are equal, or say nothing.
    NoVariant,
}

/// Brings one allele to its one spelling.
///
/// Alleles are bases of A, C, G, T and N; `position` is 0-based. Without a reference the alleles are only trimmed. Several
/// adjacent substituted bases stay one event. N, in REF or in the reference, agrees with any base.
pub fn normalise(
    contig: ContigId,
    position: u32,
    reference: &[u8],
    alternate: &[u8],
    source: Option<&dyn ReferenceSource>,
) -> Normalised {
    let Ok(variant) = SmallVariant::new(contig, position, reference, alternate) else { return Normalised::NoVariant };
    let Some(source) = source else { return Normalised::Variant(variant.trimmed()) };
    let Some(interval) = variant.interval() else { return Normalised::Outside };
    let Some(there) = source.bases(interval) else { return Normalised::Outside };
    let agrees = |(a, b): (&u8, &u8)| a == b || *a == b'N' || *b == b'N';
    if there.len() != variant.reference().len() || !there.iter().zip(variant.reference().iter()).all(agrees) {
        return Normalised::Mismatch(there.to_string());
    }
    match shifted(&variant, source) {
        Some(variant) => Normalised::Variant(variant),
        None => Normalised::Outside,
    }
}

/// Cut equal last bases, lengthening to the left when an allele would become empty; then cut equal first bases (the
/// procedure of Tan, Abecasis and Kang, Bioinformatics 31:2202, 2015).
fn shifted(variant: &SmallVariant, source: &dyn ReferenceSource) -> Option<SmallVariant> {
    let contig = variant.contig();
    let mut start = variant.position();
    let (mut r, mut a) = (variant.reference().to_vec(), variant.alternate().to_vec());
    let mut left: Vec<u8> = Vec::new();
    while r.last() == a.last() {
        if r.len() == 1 || a.len() == 1 {
            if variant.position() - start >= MAX_SHIFT {
                break;
            }
            if left.is_empty() {
                if start == 0 {
                    break;
                }
                let from = start.saturating_sub(STEP);
                left = source.bases(Interval::new(contig, from, start).ok()?)?.to_vec();
            }
            let base = left.pop()?;
            if base == b'N' {
                break; // METHOD: nothing is known of what lies there, so nothing moves into it.
            }
            start -= 1;
            r.insert(0, base);
            a.insert(0, base);
        }
        r.pop();
        a.pop();
    }
    let mut skip = 0;
    while r.len() - skip > 1 && a.len() - skip > 1 && r[skip] == a[skip] {
        skip += 1;
    }
    SmallVariant::new(contig, start + u32::try_from(skip).ok()?, &r[skip..], &a[skip..]).ok()
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

    fn of(text: &'static str, position: u32, reference: &str, alternate: &str) -> (u32, String, String) {
        match normalise(ContigId(0), position, reference.as_bytes(), alternate.as_bytes(), Some(&Text(text))) {
            Normalised::Variant(v) => (v.position(), v.reference().to_string(), v.alternate().to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn indels_move_left_to_the_start_of_their_repeat() {
        // GGGCACACACAGGG: deleting the last CA of CACACACA is deleting the first, anchored at the G before (index 2).
        assert_eq!(of("GGGCACACACAGGG", 6, "ACA", "A"), (2, "GCA".into(), "G".into()));
        assert_eq!(of("GGGCACACACAGGG", 7, "C", "CAC"), (2, "G".into(), "GCA".into()));
    }

    #[test]
    fn at_the_first_base_of_a_contig_the_anchor_lies_behind() {
        // AAAC: deleting one A cannot move before the contig: VCF then anchors on the base after.
        assert_eq!(of("AAAC", 1, "AA", "A"), (0, "AA".into(), "A".into()));
    }

    #[test]
    fn substitutions_are_trimmed_and_stay_one_event() {
        assert_eq!(of("GCAGT", 0, "GCAGT", "GTTGT"), (1, "CA".into(), "TT".into()));
        assert_eq!(of("GCAGT", 1, "CA", "CG"), (2, "A".into(), "G".into()));
    }

    #[test]
    fn another_reference_is_seen() {
        let seen = normalise(ContigId(0), 1, b"T", b"G", Some(&Text("GCAGT")));
        assert_eq!(seen, Normalised::Mismatch("C".into()));
        assert_eq!(normalise(ContigId(0), 9, b"T", b"G", Some(&Text("GCAGT"))), Normalised::Outside);
    }
}
