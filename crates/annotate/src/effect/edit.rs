//! A variant less its shared bases, and its 3'-most place.

use marv_model::{
    genome::{ContigId, Interval},
    sequence::{Bases, ReferenceSource, Window},
    variant::SmallVariant,
};

use crate::transcript::Strand;

/// Bases taken out at `start` and others put in, on the genome's forward strand; one of them may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// 0-based; of an insertion, the base behind it.
    pub(crate) start: u32,
    pub(crate) removed: Vec<u8>,
    pub(crate) inserted: Vec<u8>,
}

/// How far a place may be shifted before it is given up as unknown, in bases.
const FARTHEST: u32 = 20_000;

impl Edit {
    pub(crate) fn of(variant: &SmallVariant) -> Self {
        let (mut removed, mut inserted): (&[u8], &[u8]) = (variant.reference(), variant.alternate());
        while let (Some((r, rest_r)), Some((i, rest_i))) = (removed.split_last(), inserted.split_last()) {
            if r != i {
                break;
            }
            (removed, inserted) = (rest_r, rest_i);
        }
        let mut start = variant.position();
        while let (Some((r, rest_r)), Some((i, rest_i))) = (removed.split_first(), inserted.split_first()) {
            if r != i {
                break;
            }
            (removed, inserted, start) = (rest_r, rest_i, start.saturating_add(1));
        }
        Self { start, removed: removed.to_vec(), inserted: inserted.to_vec() }
    }
    /// Behind the last base taken out.
    pub(crate) fn end(&self) -> u32 {
        self.start.saturating_add(u32::try_from(self.removed.len()).unwrap_or(u32::MAX))
    }
    pub(crate) fn is_insertion(&self) -> bool {
        self.removed.is_empty()
    }
    /// Whether equal descriptions elsewhere are possible.
    pub(crate) fn can_shift(&self) -> bool {
        self.removed.is_empty() != self.inserted.is_empty()
    }
    pub(crate) fn removed_on(&self, strand: Strand) -> Vec<u8> {
        on_strand(&self.removed, strand)
    }
    pub(crate) fn inserted_on(&self, strand: Strand) -> Vec<u8> {
        on_strand(&self.inserted, strand)
    }
    /// The equal description farthest in the direction of `strand`'s 3' end, along the genome: introns are crossed, and
    /// no base is moved from one exon to another. None when a base that decides is not known.
    pub(crate) fn shifted(&self, contig: ContigId, strand: Strand, reference: &dyn ReferenceSource) -> Option<Self> {
        if !self.can_shift() {
            return Some(self.clone());
        }
        let mut bases = Reader { reference, contig, window: None };
        let deletion = self.inserted.is_empty();
        let mut allele: std::collections::VecDeque<u8> =
            if deletion { self.removed.iter() } else { self.inserted.iter() }.copied().collect();
        let (mut start, mut end) = (self.start, self.end());
        for _ in 0..FARTHEST {
            match strand {
                Strand::Forward => {
                    let next = bases.base(end)?;
                    if allele.front() != Some(&next) {
                        return Some(Self::at(start, allele.into(), deletion));
                    }
                    allele.rotate_left(1);
                    (start, end) = (start.checked_add(1)?, end.checked_add(1)?);
                }
                Strand::Reverse => {
                    let next = bases.base(start.checked_sub(1)?)?;
                    if allele.back() != Some(&next) {
                        return Some(Self::at(start, allele.into(), deletion));
                    }
                    allele.rotate_right(1);
                    (start, end) = (start - 1, end - 1);
                }
            }
        }
        None
    }
    /// This edit's equal description `steps` bases towards the 5' end of `strand`. They must be equal over all of the way.
    pub(crate) fn moved_back(&self, steps: u32, strand: Strand) -> Option<Self> {
        let deletion = self.inserted.is_empty();
        let mut allele = if deletion { self.removed.clone() } else { self.inserted.clone() };
        let turn = steps as usize % allele.len().max(1);
        let start = match strand {
            Strand::Forward => {
                allele.rotate_right(turn);
                self.start.checked_sub(steps)?
            }
            Strand::Reverse => {
                allele.rotate_left(turn);
                self.start.checked_add(steps)?
            }
        };
        Some(Self::at(start, allele, deletion))
    }
    fn at(start: u32, allele: Vec<u8>, deletion: bool) -> Self {
        let (removed, inserted) = if deletion { (allele, Vec::new()) } else { (Vec::new(), allele) };
        Self { start, removed, inserted }
    }
    /// As VCF has it: leftmost, with the base before where an allele is empty. None when a base is not known.
    pub(crate) fn left_aligned(&self, contig: ContigId, reference: &dyn ReferenceSource) -> Option<SmallVariant> {
        let edit = self.shifted(contig, Strand::Reverse, reference)?;
        if edit.removed.is_empty() || edit.inserted.is_empty() {
            let before = edit.start.checked_sub(1)?;
            let base = Reader { reference, contig, window: None }.base(before)?;
            let with = |allele: &[u8]| [&[base], allele].concat();
            SmallVariant::new(contig, before, with(&edit.removed), with(&edit.inserted)).ok()
        } else {
            SmallVariant::new(contig, edit.start, edit.removed, edit.inserted).ok()
        }
    }
}

pub(crate) fn on_strand(bases: &[u8], strand: Strand) -> Vec<u8> {
    match strand {
        Strand::Forward => bases.to_vec(),
        Strand::Reverse => Bases::lossy(bases).reverse_complement().to_vec(),
    }
}

/// Single bases, fetched in stretches.
struct Reader<'a> {
    reference: &'a dyn ReferenceSource,
    contig: ContigId,
    window: Option<Window>,
}

impl Reader<'_> {
    /// None for N and for what cannot be read.
    fn base(&mut self, position: u32) -> Option<u8> {
        let held = self.window.as_ref().and_then(|w| w.base(position));
        let base = held.or_else(|| {
            self.fetch(position.saturating_sub(64), position.saturating_add(64));
            let wide = self.window.as_ref().and_then(|w| w.base(position));
            wide.or_else(|| {
                self.fetch(position, position.saturating_add(1)); // at the end of a contig
                self.window.as_ref().and_then(|w| w.base(position))
            })
        });
        base.filter(|b| *b != b'N')
    }
    fn fetch(&mut self, start: u32, end: u32) {
        self.window = Interval::new(self.contig, start, end)
            .ok()
            .and_then(|interval| Window::new(interval, self.reference.bases(interval)?).ok());
    }
}
