//! HGVS coding positions and the description of an edit on them.

use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
};

use super::edit::{Edit, on_strand};
use crate::transcript::{Strand, Transcript};

/// The HGVS position of a genomic position, such as `524`, `-12`, `*5`, `993+1`, `994-2`; none outside the transcript.
pub(crate) fn position(t: &Transcript, genomic: u32) -> Option<String> {
    if let Some(spliced) = t.spliced(genomic) {
        return Some(exonic(t, spliced));
    }
    let after = t.exons().partition_point(|e| e.end <= genomic);
    let (left, right) = (t.exons().get(after.checked_sub(1)?)?, t.exons().get(after)?);
    let (from_left, from_right) = (genomic - (left.end - 1), right.start - genomic);
    let (before, after, from_before, from_after) = match t.strand() {
        Strand::Forward => (left.end - 1, right.start, from_left, from_right),
        Strand::Reverse => (right.start, left.end - 1, from_right, from_left),
    };
    Some(if from_before <= from_after {
        format!("{}+{from_before}", exonic(t, t.spliced(before)?))
    } else {
        format!("{}-{from_after}", exonic(t, t.spliced(after)?))
    })
}

fn exonic(t: &Transcript, spliced: u32) -> String {
    let coding = t.coding();
    if spliced < coding.start {
        format!("-{}", coding.start - spliced)
    } else if spliced >= coding.end {
        format!("*{}", spliced - coding.end + 1)
    } else {
        (spliced - coding.start + 1).to_string()
    }
}

/// The coding description of an edit that stands at its 3'-most place, such as `c.524G>A`. None where an end lies
/// outside the transcript, or where a base that tells a duplication from an insertion is not known.
pub(crate) fn describe(
    t: &Transcript,
    contig: ContigId,
    edit: &Edit,
    reference: Option<&dyn ReferenceSource>,
) -> Option<String> {
    let (removed, inserted) = (edit.removed_on(t.strand()), edit.inserted_on(t.strand()));
    let text = |bases: &[u8]| String::from_utf8_lossy(bases).into_owned();
    let range = |start: u32, end: u32| -> Option<String> {
        let (first, last) = match t.strand() {
            Strand::Forward => (start, end.checked_sub(1)?),
            Strand::Reverse => (end.checked_sub(1)?, start),
        };
        let (a, b) = (position(t, first)?, position(t, last)?);
        Some(if a == b { a } else { format!("{a}_{b}") })
    };
    let place = || range(edit.start, edit.end());
    match (removed.len(), inserted.len()) {
        (0, 0) => None,
        (1, 1) => Some(format!("c.{}{}>{}", place()?, text(&removed), text(&inserted))),
        (0, length) => {
            let length = u32::try_from(length).ok()?;
            let (start, end) = match t.strand() {
                Strand::Forward => (edit.start.saturating_sub(length), edit.start),
                Strand::Reverse => (edit.start, edit.start.checked_add(length)?),
            };
            let copied = on_strand(&reference?.bases(Interval::new(contig, start, end).ok()?)?, t.strand());
            if copied.iter().zip(&inserted).all(|(c, i)| c == i || *c == b'N') && copied.contains(&b'N') {
                return None; // a duplication, or not: the bases that tell are not known
            }
            if copied == inserted {
                return Some(format!("c.{}dup", range(start, end)?));
            }
            let flanks = range(edit.start.checked_sub(1)?, edit.start.checked_add(1)?)?;
            Some(format!("c.{flanks}ins{}", text(&inserted)))
        }
        (_, 0) => Some(format!("c.{}del", place()?)),
        (r, i) if r == i && on_strand(&removed, Strand::Reverse) == inserted => Some(format!("c.{}inv", place()?)),
        _ => Some(format!("c.{}delins{}", place()?, text(&inserted))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Role;

    /// Exons 100..110, 200..210, 300..310; coding 105..305.
    fn model(strand: Strand) -> Transcript {
        let exons = vec![100..110, 200..210, 300..310];
        Transcript::new("G", None, "NM_1.1", None, Role::ManeSelect, "chr1", strand, 105..305, exons).unwrap()
    }

    #[test]
    fn positions_forward() {
        let t = model(Strand::Forward);
        let at = |p| position(&t, p);
        assert_eq!(at(105).as_deref(), Some("1"));
        assert_eq!(at(104).as_deref(), Some("-1"));
        assert_eq!(at(100).as_deref(), Some("-5"));
        assert_eq!(at(110).as_deref(), Some("5+1"));
        assert_eq!(at(199).as_deref(), Some("6-1"));
        assert_eq!(at(154).as_deref(), Some("5+45")); // 45 from both sides: the count goes on from before
        assert_eq!(at(155).as_deref(), Some("6-45"));
        assert_eq!(at(304).as_deref(), Some("20"));
        assert_eq!(at(305).as_deref(), Some("*1"));
        assert_eq!((at(99), at(310)), (None, None));
    }

    #[test]
    fn positions_reverse() {
        let t = model(Strand::Reverse);
        let at = |p| position(&t, p);
        assert_eq!(at(304).as_deref(), Some("1"));
        assert_eq!(at(305).as_deref(), Some("-1"));
        assert_eq!(at(299).as_deref(), Some("5+1"));
        assert_eq!(at(210).as_deref(), Some("6-1"));
        assert_eq!(at(105).as_deref(), Some("20"));
        assert_eq!(at(104).as_deref(), Some("*1"));
    }
}
