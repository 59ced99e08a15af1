//! Where an aligner puts a read: its blocks on the reference, with ends clipped or laid on as a local alignment would.

use marv_model::read::{CigarKind, CigarOp};

use crate::library::molecule::{Block, Stretch};

/// bwa mem's default scores (its manual, options -A -B -O -E -L): what a local alignment gains and loses.
const MATCH: i64 = 1;
const MISMATCH: i64 = -4;
const GAP_OPEN: i64 = -6;
const GAP_EXTEND: i64 = -1;
/// What clipping an end costs against aligning it whole.
const CLIP: i64 = 5;

/// A piece of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    kind: CigarKind,
    length: u32,
    /// The place of its first base, for a match.
    place: u32,
}

/// An alignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placement {
    /// 0-based, of the first aligned base.
    pub(crate) start: u32,
    pub(crate) cigar: Vec<CigarOp>,
}

impl Placement {
    /// All of a read at one place.
    pub(crate) fn whole(start: u32, length: u32) -> Self {
        Self { start, cigar: vec![CigarOp::new(CigarKind::Match, length)] }
    }
    /// Of a read that comes from `blocks`, with `adapter` foreign bases before and after them. None when nothing of it
    /// lies on the reference.
    pub(crate) fn new(
        blocks: impl IntoIterator<Item = Block>,
        adapter: [u32; 2],
        read: &[u8],
        reference: &Stretch,
    ) -> Option<Self> {
        let mut pieces = Vec::with_capacity(4);
        clip(&mut pieces, adapter[0]);
        let mut reached = None;
        for block in blocks {
            if block.inserted {
                let kind = if reached.is_none() { CigarKind::SoftClip } else { CigarKind::Insertion };
                pieces.push(Piece { kind, length: block.length, place: block.place });
            } else {
                if let Some(reached) = reached.filter(|reached| *reached < block.place) {
                    pieces.push(Piece { kind: CigarKind::Deletion, length: block.place - reached, place: reached });
                }
                pieces.push(Piece { kind: CigarKind::Match, length: block.length, place: block.place });
                reached = Some(block.place + block.length);
            }
        }
        if let Some(last) = pieces.last_mut().filter(|last| last.kind == CigarKind::Insertion) {
            last.kind = CigarKind::SoftClip;
        }
        clip(&mut pieces, adapter[1]);
        reached?;
        settle(&mut pieces, read, reference, End::Left);
        pieces.reverse();
        settle(&mut pieces, read, reference, End::Right);
        pieces.reverse();
        let start = pieces.iter().find(|piece| piece.kind == CigarKind::Match)?.place;
        Some(Self { start, cigar: joined(&pieces) })
    }
    /// 0-based, exclusive end on the reference.
    pub(crate) fn end(&self) -> u32 {
        self.start + self.cigar.iter().filter(|op| op.kind().consumes_reference()).map(|op| op.length()).sum::<u32>()
    }
}

fn clip(pieces: &mut Vec<Piece>, length: u32) {
    if length > 0 {
        pieces.push(Piece { kind: CigarKind::SoftClip, length, place: 0 });
    }
}

/// Equal neighbours as one operation.
fn joined(pieces: &[Piece]) -> Vec<CigarOp> {
    let mut cigar: Vec<CigarOp> = Vec::with_capacity(pieces.len());
    for piece in pieces.iter().filter(|piece| piece.length > 0) {
        match cigar.last_mut() {
            Some(last) if last.kind() == piece.kind => *last = CigarOp::new(piece.kind, last.length() + piece.length),
            _ => cigar.push(CigarOp::new(piece.kind, piece.length)),
        }
    }
    cigar
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Left,
    Right,
}

/// Decides over the outermost gap or clip of one end until it stays: the gap with the flank behind it, or the flank laid
/// on without a gap as far as that scores, and clipped from there. `pieces` run from this end inwards.
// METHOD: the comparison that a local alignment with bwa mem's scores makes, flank by flank.
fn settle(pieces: &mut Vec<Piece>, read: &[u8], reference: &Stretch, end: End) {
    loop {
        let Some(gap) = pieces.iter().position(|piece| piece.kind != CigarKind::Match) else { return };
        let Some(inner) = (gap..pieces.len()).find(|index| pieces[*index].kind == CigarKind::Match) else { return };
        // Read bases of the pieces outside the inner match.
        let outside: u32 = pieces[..inner].iter().filter(|p| p.kind.consumes_read()).map(|p| p.length).sum();
        let base_of_read = |index: u32| match end {
            End::Left => read.get(index as usize),
            End::Right => read.len().checked_sub(1 + index as usize).and_then(|index| read.get(index)),
        };
        let agrees = |index: u32, place: Option<u32>| {
            place.is_some_and(|place| base_of_read(index).is_some_and(|base| *base == reference.base(place)))
        };
        let score = |same: bool| if same { MATCH } else { MISMATCH };
        // The flank as it came, with its gaps.
        let mut as_it_came = if pieces[0].kind == CigarKind::SoftClip { 0 } else { CLIP };
        let mut index = 0;
        for piece in &pieces[..inner] {
            match piece.kind {
                CigarKind::Match => {
                    for offset in 0..piece.length {
                        let place = match end {
                            End::Left => piece.place.checked_add(offset),
                            End::Right => (piece.place + piece.length).checked_sub(1 + offset),
                        };
                        as_it_came += score(agrees(index + offset, place));
                    }
                }
                CigarKind::SoftClip => {}
                _ => as_it_came += GAP_OPEN + GAP_EXTEND * i64::from(piece.length),
            }
            if piece.kind.consumes_read() {
                index += piece.length;
            }
        }
        // The same bases laid on without a gap, outwards from the inner match.
        let edge = pieces[inner];
        let (mut best, mut laid, mut running) = (0, 0, 0);
        for step in 1..=outside {
            let place = match end {
                End::Left => edge.place.checked_sub(step).filter(|place| *place >= reference.start),
                End::Right => Some(edge.place + edge.length + step - 1).filter(|place| *place < reference.end()),
            };
            let Some(place) = place else { break };
            running += score(agrees(outside - step, Some(place)));
            let total = running + if step == outside { CLIP } else { 0 };
            if total > best {
                (best, laid) = (total, step);
            }
        }
        let clipped_only = inner == 1 && pieces[0].kind == CigarKind::SoftClip;
        if !clipped_only && as_it_came >= best {
            return;
        }
        pieces[inner].length += laid;
        if end == End::Left {
            pieces[inner].place -= laid;
        }
        let rest = (outside > laid).then_some(Piece { kind: CigarKind::SoftClip, length: outside - laid, place: 0 });
        pieces.splice(..inner, rest);
        if clipped_only || pieces.first().is_some_and(|piece| piece.kind == CigarKind::SoftClip) {
            return;
        }
    }
}

/// NM and MD (SAM optional fields specification) of a placed read.
pub(crate) fn differences(placement: &Placement, read: &[u8], reference: &Stretch, md: &mut Vec<u8>) -> u32 {
    md.clear();
    let (mut place, mut index, mut edits, mut run) = (placement.start, 0usize, 0u32, 0u32);
    for op in &placement.cigar {
        let length = op.length();
        match op.kind() {
            CigarKind::Match => {
                for offset in 0..length {
                    let expected = reference.base(place + offset);
                    if read.get(index + offset as usize) == Some(&expected) {
                        run += 1;
                    } else {
                        number(md, run);
                        md.push(expected);
                        (run, edits) = (0, edits + 1);
                    }
                }
            }
            CigarKind::Insertion => edits += length,
            CigarKind::Deletion => {
                number(md, run);
                md.push(b'^');
                md.extend((place..place + length).map(|place| reference.base(place)));
                (run, edits) = (0, edits + length);
            }
            _ => {}
        }
        if op.kind().consumes_reference() {
            place += length;
        }
        if op.kind().consumes_read() {
            index += length as usize;
        }
    }
    number(md, run);
    edits
}

/// Decimal digits.
pub(crate) fn number(out: &mut Vec<u8>, value: u32) {
    if value >= 10 {
        number(out, value / 10);
    }
    out.push(b"0123456789"[(value % 10) as usize]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{donor::Edit, library::molecule::Molecule};

    fn text(placement: &Placement) -> String {
        let letters = |op: &CigarOp| {
            let letter = match op.kind() {
                CigarKind::Match => 'M',
                CigarKind::Insertion => 'I',
                CigarKind::Deletion => 'D',
                _ => 'S',
            };
            format!("{}{letter}", op.length())
        };
        format!("{}:{}", placement.start, placement.cigar.iter().map(letters).collect::<String>())
    }

    /// 200 bases without repeats: de Bruijn-like, by a linear congruence.
    fn reference() -> Stretch {
        let mut state = 12_345u32;
        let bases = (0..200)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b"ACGT"[(state >> 30) as usize]
            })
            .collect();
        Stretch { start: 1_000, bases }
    }

    fn placed(edit: &Edit, from: u32, length: u32) -> (String, String, u32) {
        let reference = reference();
        let molecule = Molecule::new(&reference, 1_000, [edit]);
        let read = &molecule.bases[from as usize..(from + length) as usize];
        let placement = Placement::new(molecule.part(from, length), [0, 0], read, &reference).unwrap();
        let mut md = Vec::new();
        let edits = differences(&placement, read, &reference, &mut md);
        (text(&placement), String::from_utf8(md).unwrap(), edits)
    }

    #[test]
    fn a_deletion_stays_where_its_flanks_pay_for_it_and_is_clipped_where_not() {
        let deletion = Edit { start: 1_050, removed: 5, inserted: Vec::new() };
        let gone = String::from_utf8(reference().bases[50..55].to_vec()).unwrap();
        // 40 + 35 bases: a gap of 5 costs 11.
        assert_eq!(placed(&deletion, 10, 75), ("1010:40M5D35M".into(), format!("40^{gone}35"), 5));
        // 3 bases behind the gap cannot pay 11: clipped, or laid on; no deletion is seen.
        let (cigar, _, _) = placed(&deletion, 10, 43);
        assert!(!cigar.contains('D'), "{cigar}");
        let (cigar, _, _) = placed(&deletion, 47, 60);
        assert!(
            !cigar.contains('D')
                && cigar.ends_with("57M") | cigar.ends_with("58M") | cigar.ends_with("59M") | cigar.ends_with("60M"),
            "{cigar}"
        );
    }

    #[test]
    fn a_long_insertion_is_seen_whole_or_clipped() {
        let insertion = Edit { start: 1_100, removed: 0, inserted: b"ACGGTTACCATGCCGGATTACCAGGTTCAACGGT".to_vec() };
        // 34 inserted bases cost 40: flanks of 60 and 50 pay, a flank of 20 does not.
        assert_eq!(placed(&insertion, 40, 144).0, "1040:60M34I50M");
        let (cigar, _, _) = placed(&insertion, 40, 114);
        assert!(cigar.starts_with("1040:6") && cigar.ends_with('S'), "{cigar}");
        // A read that starts in the insertion has it clipped.
        let (cigar, _, _) = placed(&insertion, 110, 90);
        assert!(cigar.contains('S') && !cigar.contains('I'), "{cigar}");
    }

    #[test]
    fn adapters_are_clipped() {
        let reference = reference();
        let mut read = reference.bases[20..80].to_vec();
        read.extend_from_slice(b"AGATCGGAAGAGCACACGTCTGAACTCCAGTCA");
        let block = Block { at: 0, length: 60, place: 1_020, inserted: false };
        let placement = Placement::new([block], [0, 33], &read, &reference).unwrap();
        let clipped = placement.cigar.last().unwrap();
        assert_eq!(clipped.kind(), CigarKind::SoftClip);
        assert!((28..=33).contains(&clipped.length()), "at most a few bases of adapter agree by chance: {placement:?}");
    }
}
