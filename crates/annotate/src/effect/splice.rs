//! Splice windows and the regions of a transcript, as Sequence Ontology terms.

use std::ops::Range;

use marv_model::annotation::Consequence;

use super::edit::Edit;
use crate::transcript::{Strand, Transcript};

/// Introns shorter than this are gaps of the alignment, not introns, in bases.
const SHORTEST_INTRON: u32 = 13;

/// Whether an edit touches a stretch: it takes out one of its bases, or adds between two of them.
fn touches(edit: &Edit, range: &Range<u32>) -> bool {
    if edit.is_insertion() {
        range.start < edit.start && edit.start < range.end
    } else {
        edit.start < range.end && range.start < edit.end()
    }
}

/// The splice and intron terms of an edit.
///
/// RULE: Sequence Ontology SO:0001575, SO:0001574, SO:0001787, SO:0002170, SO:0002169, SO:0001630: donor +1 to +2,
/// acceptor -2 to -1, donor fifth base, donor +3 to +6, polypyrimidine tract -17 to -3, region exon 3 and intron 3 to 8.
/// An insertion exactly at the junction counts as splice region.
pub(crate) fn terms(t: &Transcript, edit: &Edit) -> Vec<Consequence> {
    use Consequence as C;
    let mut found = Vec::new();
    for pair in t.exons().windows(2) {
        let intron = pair[0].end..pair[1].start;
        let length = intron.end.saturating_sub(intron.start);
        if length < SHORTEST_INTRON || edit.start > intron.end + 3 || edit.end() + 3 < intron.start {
            continue;
        }
        let forward = t.strand() == Strand::Forward;
        let from_left = |a: u32, b: u32| intron.start + a.min(length)..intron.start + b.min(length);
        let from_right = |a: u32, b: u32| intron.end - b.min(length)..intron.end - a.min(length);
        let donor = |a, b| if forward { from_left(a, b) } else { from_right(a, b) };
        let acceptor = |a, b| if forward { from_right(a, b) } else { from_left(a, b) };
        let hit = |range: Range<u32>| touches(edit, &range);
        let essential_donor = hit(donor(0, 2));
        let essential_acceptor = hit(acceptor(0, 2));
        let (fifth, donor_region) = (hit(donor(4, 5)), hit(donor(2, 6)));
        let exon_side = hit(intron.start.saturating_sub(3)..intron.start) || hit(intron.end..intron.end + 3);
        let junction =
            edit.is_insertion() && [intron.start, intron.end, intron.start + 2, intron.end - 2].contains(&edit.start);
        if essential_donor {
            found.push(C::SpliceDonorVariant);
        }
        if essential_acceptor {
            found.push(C::SpliceAcceptorVariant);
        }
        if !essential_donor && !essential_acceptor {
            if fifth {
                found.push(C::SpliceDonor5thBaseVariant);
            } else if donor_region {
                found.push(C::SpliceDonorRegionVariant);
            }
            if exon_side || junction || (!donor_region && !fifth && hit(donor(2, 8))) || hit(acceptor(2, 8)) {
                found.push(C::SpliceRegionVariant);
            }
            if hit(acceptor(2, 17)) {
                found.push(C::SplicePolypyrimidineTractVariant);
            }
        }
        let inner = edit.is_insertion() && [intron.start + 2, intron.end - 2].contains(&edit.start);
        if hit(intron.start + 2..intron.end - 2) || inner {
            found.push(C::IntronVariant);
        }
    }
    found
}

/// Where an edit lies with respect to exons and the coding sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Region {
    /// Within one exon and touching the coding sequence: the spliced coordinate of the edit.
    Coding(u32),
    /// Over an exon's edge, touching the coding sequence.
    CodingEdge,
    /// In an exon before the coding sequence.
    FivePrime,
    /// In an exon behind the coding sequence.
    ThreePrime,
    /// In no exon.
    NotExonic,
}

/// The region of an edit. An insertion at an exon's edge counts with the exon.
pub(crate) fn region(t: &Transcript, edit: &Edit) -> Region {
    let (start, end) = (edit.start, edit.end());
    let cds = t.cds();
    let exon = t.exons().iter().find(|e| {
        if edit.is_insertion() { e.start <= start && start <= e.end } else { start < e.end && e.start < end }
    });
    let Some(exon) = exon else { return Region::NotExonic };
    let coding = if edit.is_insertion() {
        cds.start < start && start < cds.end
    } else {
        let exonic_coding = |e: &Range<u32>| {
            let (a, b) = (e.start.max(cds.start), e.end.min(cds.end));
            a < b && start < b && a < end
        };
        t.exons().iter().any(exonic_coding)
    };
    if coding {
        if !edit.is_insertion() && (start < exon.start || end > exon.end) {
            return Region::CodingEdge;
        }
        // Of an insertion: behind the base before it, or at an exon's first base, where there is none in the exon.
        let behind = |base: u32| t.spliced(base).map(|s| s + 1);
        let spliced = match t.strand() {
            Strand::Forward if edit.is_insertion() && start > exon.start => behind(start - 1),
            Strand::Forward => t.spliced(start),
            Strand::Reverse if edit.is_insertion() && start < exon.end => behind(start),
            Strand::Reverse => t.spliced(end - 1),
        };
        return spliced.map_or(Region::CodingEdge, Region::Coding);
    }
    let before_start = match t.strand() {
        Strand::Forward => start <= cds.start && end <= cds.start,
        Strand::Reverse => start >= cds.end,
    };
    if before_start { Region::FivePrime } else { Region::ThreePrime }
}

/// The equal description that tells what becomes of the protein, between the 3'-most and the 5'-most: the 3'-most, unless
/// only another lies wholly within an exon.
///
/// METHOD: the new sequence is the same for all of them. Where one lies wholly within an exon, the splice site stands as
/// it stood, and the exon is longer or shorter by the edit. HGVS c. still takes the 3'-most place: of 249 real FLT3-ITDs,
/// one in nine is a duplication whose 3'-most place is in intron 14 (such as c.1780_1837+2dup), in frame and within exon
/// 14 for the protein.
pub(crate) fn telling(t: &Transcript, last: &Edit, first: &Edit) -> Edit {
    if !last.can_shift() || matches!(region(t, last), Region::Coding(_)) {
        return last.clone();
    }
    let steps = last.start.abs_diff(first.start);
    (1..=steps)
        .filter_map(|back| last.moved_back(back, t.strand()))
        .find(|edit| matches!(region(t, edit), Region::Coding(_)))
        .unwrap_or_else(|| last.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Role;

    fn model(strand: Strand) -> Transcript {
        let exons = vec![100..200, 300..400];
        Transcript::new("G", None, "NM_1.1", None, Role::ManeSelect, "chr1", strand, 150..350, exons).unwrap()
    }
    fn snv(start: u32) -> Edit {
        Edit { start, removed: b"A".to_vec(), inserted: b"C".to_vec() }
    }

    /// The intron is 200..300, so +n is 199+n and -n is 300-n; on the other strand -n is 199+n and +n is 300-n.
    #[test]
    fn windows_are_those_of_the_sequence_ontology() {
        use Consequence as C;
        let plus = |n: u32| terms(&model(Strand::Forward), &snv(199 + n));
        let minus = |n: u32| terms(&model(Strand::Forward), &snv(300 - n));
        assert_eq!(plus(1), [C::SpliceDonorVariant]);
        assert_eq!(plus(2), [C::SpliceDonorVariant]);
        assert_eq!(plus(3), [C::SpliceDonorRegionVariant, C::IntronVariant]);
        assert_eq!(plus(5), [C::SpliceDonor5thBaseVariant, C::IntronVariant]);
        assert_eq!(plus(6), [C::SpliceDonorRegionVariant, C::IntronVariant]);
        assert_eq!(plus(8), [C::SpliceRegionVariant, C::IntronVariant]);
        assert_eq!(plus(9), [C::IntronVariant]);
        assert_eq!(minus(2), [C::SpliceAcceptorVariant]);
        assert_eq!(minus(3), [C::SpliceRegionVariant, C::SplicePolypyrimidineTractVariant, C::IntronVariant]);
        assert_eq!(minus(9), [C::SplicePolypyrimidineTractVariant, C::IntronVariant]);
        assert_eq!(minus(18), [C::IntronVariant]);
        let reverse = |n: u32| terms(&model(Strand::Reverse), &snv(199 + n));
        assert_eq!(reverse(1), [C::SpliceAcceptorVariant]);
        assert_eq!(terms(&model(Strand::Reverse), &snv(299)), [C::SpliceDonorVariant]);
        assert_eq!(terms(&model(Strand::Forward), &snv(197)), [C::SpliceRegionVariant]);
        assert_eq!(terms(&model(Strand::Forward), &snv(196)), []);
        assert_eq!(terms(&model(Strand::Forward), &snv(302)), [C::SpliceRegionVariant]);
    }

    #[test]
    fn regions() {
        let t = model(Strand::Forward);
        let ins = |start| Edit { start, removed: vec![], inserted: b"A".to_vec() };
        assert_eq!(region(&t, &snv(149)), Region::FivePrime);
        assert_eq!(region(&t, &ins(150)), Region::FivePrime);
        assert_eq!(region(&t, &ins(151)), Region::Coding(51));
        assert_eq!(region(&t, &ins(350)), Region::ThreePrime);
        assert_eq!(region(&t, &ins(200)), Region::Coding(100));
        assert_eq!(region(&t, &ins(300)), Region::Coding(100));
        assert_eq!(region(&t, &snv(250)), Region::NotExonic);
        let long = Edit { start: 195, removed: vec![b'A'; 10], inserted: vec![] };
        assert_eq!(region(&t, &long), Region::CodingEdge);
        let r = model(Strand::Reverse);
        assert_eq!(region(&r, &ins(350)), Region::FivePrime);
        assert_eq!(region(&r, &ins(150)), Region::ThreePrime);
        assert_eq!(region(&r, &ins(349)), Region::Coding(51));
    }
}
