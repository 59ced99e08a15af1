//! Bases of the reference, walked along and across a junction.

use marv_model::{
    genome::{ContigId, Contigs, Interval},
    sequence::{ReferenceSource, complement},
    structure::{Breakend, Kept},
};

/// The reference with its contigs' lengths.
#[derive(Clone, Copy)]
pub struct Genome<'a> {
    /// The contigs.
    pub contigs: &'a Contigs,
    /// Their bases.
    pub source: &'a dyn ReferenceSource,
}

impl std::fmt::Debug for Genome<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Genome").field("contigs", &self.contigs.len()).finish_non_exhaustive()
    }
}

impl Genome<'_> {
    /// The bases from `from` to `to` (0-based, half-open), N where the contig has none.
    pub(crate) fn window(&self, contig: ContigId, from: i64, to: i64) -> Vec<u8> {
        let length = i64::from(self.contigs.length(contig));
        let (start, end) = (from.clamp(0, length), to.clamp(0, length));
        let mut bases = vec![b'N'; usize::try_from(to - from).unwrap_or(0)];
        let inside = u32::try_from(start).ok().zip(u32::try_from(end).ok());
        let interval = inside.and_then(|(start, end)| Interval::new(contig, start, end).ok());
        if let Some(read) = interval.and_then(|interval| self.source.bases(interval)) {
            let at = usize::try_from(start - from).unwrap_or(0);
            if let Some(into) = bases.get_mut(at..at + read.len()) {
                into.copy_from_slice(&read);
            }
        }
        bases
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
