//! Bases of the reference, walked along and across a junction.

use std::cell::RefCell;

use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::{Bases, ReferenceSource, complement},
    structure::{Breakend, Kept},
};

/// Bases of a stretch that is read at once. A compressed reference inflates a block of this size for any base of it.
const STRETCH: u32 = 1 << 16;
/// Stretches held at a time: both sides of a junction, and where the mates of its reads lie.
const HELD: usize = 32;

/// The reference with its contigs' lengths. Keep one a thread: it holds the stretches that were asked for last.
pub struct Genome<'a> {
    /// The contigs.
    pub(crate) contigs: &'a Contigs,
    source: &'a dyn ReferenceSource,
    held: RefCell<Held>,
}

/// Stretches by contig and number, with the turn at which each was asked for last.
#[derive(Default)]
struct Held {
    stretches: Vec<((ContigId, u32), Option<Bases>, u64)>,
    turn: u64,
}

impl std::fmt::Debug for Genome<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Genome").field("contigs", &self.contigs.len()).finish_non_exhaustive()
    }
}

impl<'a> Genome<'a> {
    /// `source` gives the bases of `contigs`.
    pub fn new(contigs: &'a Contigs, source: &'a dyn ReferenceSource) -> Self {
        Self { contigs, source, held: RefCell::default() }
    }
    /// The bases from `from` to `to` (0-based, half-open), N where the contig has none.
    pub(crate) fn window(&self, contig: ContigId, from: i64, to: i64) -> Vec<u8> {
        let length = i64::from(self.contigs.length(contig));
        let mut bases = vec![b'N'; usize::try_from(to - from).unwrap_or(0)];
        let inside = u32::try_from(from.clamp(0, length)).ok().zip(u32::try_from(to.clamp(0, length)).ok());
        let Some((mut start, end)) = inside else { return bases };
        while start < end {
            let number = start / STRETCH;
            let first = number * STRETCH;
            let upto = end.min(first.saturating_add(STRETCH));
            let at = usize::try_from(i64::from(start) - from).unwrap_or(usize::MAX);
            self.with_stretch(contig, number, |stretch| {
                let read = stretch.get((start - first) as usize..(upto - first) as usize).unwrap_or_default();
                if let Some(into) = bases.get_mut(at..at.saturating_add(read.len())) {
                    into.copy_from_slice(read);
                }
            });
            start = upto;
        }
        bases
    }
    /// Hands a stretch on where the source has it.
    fn with_stretch(&self, contig: ContigId, number: u32, take: impl FnOnce(&[u8])) {
        let held = &mut *self.held.borrow_mut();
        held.turn += 1;
        let key = (contig, number);
        let index = held.stretches.iter().position(|(other, ..)| *other == key).unwrap_or_else(|| {
            if held.stretches.len() >= HELD {
                let oldest = held.stretches.iter().enumerate().min_by_key(|(_, (.., turn))| *turn);
                if let Some((index, _)) = oldest {
                    held.stretches.swap_remove(index);
                }
            }
            let start = number * STRETCH;
            let end = start.saturating_add(STRETCH).min(self.contigs.length(contig));
            let read = Interval::new(contig, start, end).ok().and_then(|interval| self.source.bases(interval));
            held.stretches.push((key, read, 0));
            held.stretches.len() - 1
        });
        if let Some((_, read, turn)) = held.stretches.get_mut(index) {
            *turn = held.turn;
            if let Some(read) = read {
                take(read);
            }
        }
    }
    /// The `length` bases that lead up to a break and are kept, in the direction of travel.
    pub(crate) fn towards(&self, side: Breakend, length: u32) -> Vec<u8> {
        let (at, length) = (i64::from(side.locus.position), i64::from(length));
        match side.kept {
            Kept::Before => self.window(side.locus.contig, at + 1 - length, at + 1),
            Kept::From => reverse_complement(&self.window(side.locus.contig, at, at + length)),
        }
    }
    /// The `length` bases that follow a break where nothing is broken, in the direction of travel.
    pub(crate) fn beyond(&self, side: Breakend, length: u32) -> Vec<u8> {
        let (at, length) = (i64::from(side.locus.position), i64::from(length));
        match side.kept {
            Kept::Before => self.window(side.locus.contig, at + 1, at + 1 + length),
            Kept::From => reverse_complement(&self.window(side.locus.contig, at - length, at)),
        }
    }
}

/// The other strand.
pub(crate) fn reverse_complement(bases: &[u8]) -> Vec<u8> {
    bases.iter().rev().map(|base| complement(*base)).collect()
}

/// A side moved by `by` bases in the direction of travel towards the break: positive keeps more.
pub(crate) fn moved(side: Breakend, by: i64) -> Option<Breakend> {
    let at = i64::from(side.locus.position);
    let position = u32::try_from(if side.kept == Kept::Before { at + by } else { at - by }).ok()?;
    let mut side = side;
    side.locus.position = position;
    Some(side)
}
