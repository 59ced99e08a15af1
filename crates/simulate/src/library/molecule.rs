//! The DNA molecules of one stretch: the reference with a haplotype's edits, and where every base of it came from.

use crate::donor::Edit;

/// A stretch of the reference in memory.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    /// 0-based.
    pub(crate) start: u32,
    pub(crate) bases: Vec<u8>,
}

impl Stretch {
    /// The base at a place; N outside.
    pub(crate) fn base(&self, position: u32) -> u8 {
        position.checked_sub(self.start).and_then(|offset| self.bases.get(offset as usize)).copied().unwrap_or(b'N')
    }
    /// 0-based, exclusive.
    pub(crate) fn end(&self) -> u32 {
        self.start + crate::count::bases(self.bases.len())
    }
}

/// A part of a molecule that lies on the reference as it is, or that the reference lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    /// Offset in the molecule.
    pub(crate) at: u32,
    /// In bases of the molecule.
    pub(crate) length: u32,
    /// The place of its first base; for an insertion the place of the base behind it.
    pub(crate) place: u32,
    pub(crate) inserted: bool,
}

/// A molecule with its blocks in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Molecule {
    pub(crate) bases: Vec<u8>,
    pub(crate) blocks: Vec<Block>,
}

impl Molecule {
    /// The reference from `from` to the end of the stretch with these edits, which are in order and apart. An edit
    /// that begins before `from` is taken for what of it lies behind: its insertion belongs to the stretch before.
    pub(crate) fn new<'a>(reference: &Stretch, from: u32, edits: impl IntoIterator<Item = &'a Edit>) -> Self {
        let mut molecule = Self::default();
        let mut place = from;
        for edit in edits {
            if edit.end() > reference.end() {
                break;
            }
            if edit.start < place || (edit.start == from && edit.removed == 0) {
                place = place.max(edit.end());
                continue;
            }
            molecule.lay(
                &reference.bases[(place - reference.start) as usize..(edit.start - reference.start) as usize],
                place,
            );
            // As many bases as both have are substitutions in place, as an aligner shows them.
            let shared = edit.inserted.len().min(edit.removed as usize);
            molecule.lay(&edit.inserted[..shared], edit.start);
            place = edit.end();
            if edit.inserted.len() > shared {
                molecule.blocks.push(Block {
                    at: crate::count::bases(molecule.bases.len()),
                    length: crate::count::bases(edit.inserted.len() - shared),
                    place,
                    inserted: true,
                });
                molecule.bases.extend_from_slice(&edit.inserted[shared..]);
            }
        }
        if place < reference.end() {
            molecule.lay(&reference.bases[(place - reference.start) as usize..], place);
        }
        molecule
    }

    /// Adds bases that lie on the reference at `place`.
    fn lay(&mut self, bases: &[u8], place: u32) {
        let length = crate::count::bases(bases.len());
        if length == 0 {
            return;
        }
        let at = crate::count::bases(self.bases.len());
        self.bases.extend_from_slice(bases);
        match self.blocks.last_mut() {
            Some(last) if !last.inserted && last.place + last.length == place => last.length += length,
            _ => self.blocks.push(Block { at, length, place, inserted: false }),
        }
    }

    /// Length in bases.
    pub(crate) fn length(&self) -> u32 {
        crate::count::bases(self.bases.len())
    }

    /// How many of its first bases belong to places before `end`.
    pub(crate) fn owned_before(&self, end: u32) -> u32 {
        for block in &self.blocks {
            if block.inserted {
                // An insertion belongs with the base before it.
                if block.place > end {
                    return block.at;
                }
            } else if block.place + block.length > end {
                return block.at + end.saturating_sub(block.place);
            }
        }
        self.length()
    }

    /// The blocks of a part of the molecule, cut to it.
    pub(crate) fn part(&self, from: u32, length: u32) -> impl Iterator<Item = Block> {
        let end = from + length;
        let first = self.blocks.partition_point(|block| block.at + block.length <= from);
        self.blocks[first..].iter().take_while(move |block| block.at < end).map(move |block| {
            let skipped = from.saturating_sub(block.at);
            Block {
                at: (block.at + skipped) - from,
                length: (block.at + block.length).min(end) - (block.at + skipped),
                place: if block.inserted { block.place } else { block.place + skipped },
                inserted: block.inserted,
            }
        })
    }

    /// A part of the molecule on its own.
    pub(crate) fn fragment(&self, from: u32, length: u32) -> Self {
        Self {
            bases: self.bases[from as usize..(from + length) as usize].to_vec(),
            blocks: self.part(from, length).collect(),
        }
    }

    /// Takes out or repeats `unit` bases at `at`, within one block that lies on the reference; otherwise nothing.
    pub(crate) fn slip(&mut self, at: u32, unit: u32, gain: bool) {
        let Some(number) = self.blocks.iter().position(|block| block.at < at && at + unit < block.at + block.length)
        else {
            return;
        };
        let block = self.blocks[number];
        if block.inserted {
            return;
        }
        let (from, to) = (at as usize, (at + unit) as usize);
        let left = Block { length: at - block.at, ..block };
        let mut pieces = vec![left];
        let shift = if gain {
            let copy = self.bases[from..to].to_vec();
            self.bases.splice(from..from, copy);
            let place = left.place + left.length;
            pieces.push(Block { at, length: unit, place, inserted: true });
            pieces.push(Block { at: at + unit, length: block.length - left.length, place, inserted: false });
            i64::from(unit)
        } else {
            self.bases.drain(from..to);
            let place = left.place + left.length + unit;
            pieces.push(Block { at, length: block.length - left.length - unit, place, inserted: false });
            -i64::from(unit)
        };
        for later in &mut self.blocks[number + 1..] {
            later.at = u32::try_from(i64::from(later.at) + shift).unwrap_or(0);
        }
        self.blocks.splice(number..=number, pieces);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, removed: u32, inserted: &[u8]) -> Edit {
        Edit { start, removed, inserted: inserted.to_vec() }
    }

    fn stretch() -> Stretch {
        Stretch { start: 100, bases: b"AACCGGTTAACCGGTT".to_vec() }
    }

    #[test]
    fn edits_are_applied_and_their_blocks_told() {
        // At 102 C>T, before 105 an insertion AAA, 108-109 taken away.
        let edits = [edit(102, 1, b"T"), edit(105, 0, b"AAA"), edit(108, 2, b"")];
        let molecule = Molecule::new(&stretch(), 100, &edits);
        assert_eq!(molecule.bases, b"AATCGAAAGTTCCGGTT");
        let told: Vec<_> = molecule.blocks.iter().map(|b| (b.at, b.length, b.place, b.inserted)).collect();
        assert_eq!(told, [(0, 5, 100, false), (5, 3, 105, true), (8, 3, 105, false), (11, 6, 110, false)]);
        assert_eq!(molecule.owned_before(105), 8, "the insertion belongs with the base before it");
        assert_eq!(molecule.owned_before(104), 4);
        assert_eq!(molecule.owned_before(109), 11, "a deleted place owns nothing");
        assert_eq!(molecule.owned_before(200), 17);
        let part: Vec<_> = molecule.part(6, 4).map(|b| (b.at, b.length, b.place, b.inserted)).collect();
        assert_eq!(part, [(0, 2, 105, true), (2, 2, 105, false)]);
    }

    #[test]
    fn a_stretch_that_starts_at_or_in_an_edit_leaves_it_to_the_one_before() {
        assert_eq!(Molecule::new(&stretch(), 105, &[edit(105, 0, b"AAA")]).bases, b"GTTAACCGGTT");
        assert_eq!(Molecule::new(&stretch(), 105, &[edit(103, 4, b"")]).bases, b"TAACCGGTT");
        assert_eq!(Molecule::new(&stretch(), 105, &[edit(105, 1, b"A")]).bases, b"ATTAACCGGTT");
    }

    #[test]
    fn slipping_gains_or_loses_a_unit() {
        let mut molecule = Molecule::new(&stretch(), 100, &[edit(110, 0, b"A")]);
        molecule.slip(4, 1, false);
        assert_eq!(molecule.bases, b"AACCGTTAAACCGGTT");
        assert_eq!(molecule.blocks[1], Block { at: 4, length: 5, place: 105, inserted: false });
        assert_eq!(molecule.blocks[2].at, 9);
        molecule.slip(1, 2, true);
        assert_eq!(molecule.bases, b"AACACCGTTAAACCGGTT");
        assert_eq!(molecule.blocks[1], Block { at: 1, length: 2, place: 101, inserted: true });
        assert_eq!(molecule.blocks[2], Block { at: 3, length: 3, place: 101, inserted: false });
    }
}
