//! Two sides and what lies between them, in one spelling for each junction.
//!
//! Reads show a junction in as many spellings as its bases allow: bases that are equal on both sides (microhomology) may
//! be counted to either. Of all equal spellings the one with its first side furthest left is taken, and inserted bases
//! that are a copy of the bases beside them become a tandem duplication.

use marv_model::{
    genome::Locus,
    structure::{Breakend, Junction, JunctionKind, Kept},
};

use super::genome::{Genome, moved, reverse_complement};
use crate::sweep::breakends::MIN_GAP;

/// Bases that are looked at for homology.
const REACH: u32 = 400;

/// A junction as reads show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Adjacency {
    /// The first side in the genome's order.
    pub(crate) one: Breakend,
    /// The other.
    pub(crate) other: Breakend,
    /// Bases between, in the direction of travel from `one` to `other`.
    pub(crate) inserted: Vec<u8>,
}

impl Adjacency {
    /// From a walk: what was left, what came between, what was entered.
    pub(crate) fn new(left: Breakend, inserted: Vec<u8>, entered: Breakend) -> Self {
        if left <= entered {
            Self { one: left, other: entered, inserted }
        } else {
            Self { one: entered, other: left, inserted: reverse_complement(&inserted) }
        }
    }
    pub(crate) fn junction(&self) -> Junction {
        Junction { one: self.one, other: self.other, cell_fraction: None }
    }
    /// The inserted bases on the forward strand of the first side's contig.
    pub(crate) fn inserted_forward(&self) -> Vec<u8> {
        if self.one.kept == Kept::Before { self.inserted.clone() } else { reverse_complement(&self.inserted) }
    }

    /// The one spelling, and the bases of homology on the forward strand of the first side's contig.
    pub(crate) fn normalised(mut self, genome: &Genome<'_>) -> (Self, Vec<u8>) {
        self.absorb(genome);
        if let Some(insertion) = self.as_insertion(genome) {
            self = insertion;
        }
        // The first side furthest left keeps fewer bases where it keeps those before, more where it keeps those behind.
        let towards_other = self.one.kept == Kept::From;
        self.shift(genome, towards_other);
        if let Some(copy) = self.is_insertion().then(|| self.as_duplication(genome)).flatten() {
            self = copy;
        }
        if self.one > self.other {
            self = Self::new(self.one, std::mem::take(&mut self.inserted), self.other);
        }
        let mut furthest = self.clone();
        let shifted = furthest.shift(genome, self.one.kept == Kept::Before);
        let homology = if self.one.kept == Kept::Before {
            genome.beyond(self.one, shifted)
        } else {
            // Moving right keeps fewer of the first side's bases: those at its break.
            reverse_complement(&genome.towards(self.one, shifted))
        };
        let homology = if self.inserted.is_empty() { homology } else { Vec::new() };
        (self, homology)
    }

    /// Inserted bases that continue a side belong to it. Between neighbours they are a copy, which is judged by itself.
    fn absorb(&mut self, genome: &Genome<'_>) {
        if self.is_insertion() {
            return;
        }
        let continued = |side: Breakend, inserted: &[u8]| {
            let beyond = genome.beyond(side, u32::try_from(inserted.len()).unwrap_or(REACH));
            let length =
                beyond.iter().zip(inserted).take_while(|(base, other)| **base != b'N' && base == other).count();
            moved(side, i64::try_from(length).unwrap_or(0)).map_or((side, 0), |side| (side, length))
        };
        let (one, length) = continued(self.one, &self.inserted);
        self.inserted.drain(..length);
        let (other, length) = continued(self.other, &reverse_complement(&self.inserted));
        self.inserted.truncate(self.inserted.len() - length);
        (self.one, self.other) = (one, other);
    }
    fn is_insertion(&self) -> bool {
        self.one.kept == Kept::Before && self.junction().kind() == JunctionKind::Insertion
    }

    /// Moves the break as far as the bases allow, towards the other side (the first keeps more) or away; gives the bases.
    fn shift(&mut self, genome: &Genome<'_>, towards_other: bool) -> u32 {
        // What the growing side would read on, and what the path has there instead: the insertion, then the shrinking side.
        let (growing, shrinking) = if towards_other { (self.one, self.other) } else { (self.other, self.one) };
        let beyond = genome.beyond(growing, REACH);
        let entered = reverse_complement(&genome.towards(shrinking, REACH));
        let inserted = if towards_other { self.inserted.clone() } else { reverse_complement(&self.inserted) };
        let path: Vec<u8> = inserted.iter().chain(&entered).copied().collect();
        let length = beyond.iter().zip(&path).take_while(|(base, other)| **base != b'N' && base == other).count();
        let length = length.min(entered.len());
        let by = i64::try_from(length).unwrap_or(0);
        let (Some(grown), Some(shrunk)) = (moved(growing, by), moved(shrinking, -by)) else { return 0 };
        let rest = path[length..length + inserted.len()].to_vec();
        if towards_other {
            (self.one, self.other, self.inserted) = (grown, shrunk, rest);
        } else {
            (self.other, self.one, self.inserted) = (grown, shrunk, reverse_complement(&rest));
        }
        u32::try_from(length).unwrap_or(0)
    }

    /// Where fewer bases stand twice than make a duplication, and more come between them, bases are inserted: those that
    /// come between, and the few again, as at the target of what moves about a genome.
    fn as_insertion(&self, genome: &Genome<'_>) -> Option<Self> {
        let (first, last) = (self.one.locus.position, self.other.locus.position);
        let twice = last.checked_sub(first)?.saturating_add(1);
        let few = twice < MIN_GAP && self.inserted.len() > twice as usize;
        if !few || self.junction().kind() != JunctionKind::TandemDuplication {
            return None;
        }
        let again = genome.window(self.one.locus.contig, i64::from(first), i64::from(last) + 1);
        let entry = Breakend { locus: Locus::new(self.one.locus.contig, last + 1), kept: Kept::From };
        Some(Self { one: self.other, other: entry, inserted: [self.inserted_forward(), again].concat() })
    }

    /// An insertion, furthest left, whose bases are those that follow it.
    fn as_duplication(&self, genome: &Genome<'_>) -> Option<Self> {
        let length = u32::try_from(self.inserted.len()).ok().filter(|length| *length > 0)?;
        if genome.beyond(self.one, length) != self.inserted {
            return None;
        }
        let contig = self.one.locus.contig;
        let side = |position, kept| Breakend { locus: Locus::new(contig, position), kept };
        let first = self.one.locus.position + 1;
        Some(Self { one: side(first, Kept::From), other: side(first + length - 1, Kept::Before), inserted: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{
        genome::{Contig, ContigId, Contigs, Interval},
        sequence::{Bases, ReferenceSource},
    };

    use super::*;

    struct Text(&'static [u8]);
    impl ReferenceSource for Text {
        fn bases(&self, interval: Interval) -> Option<Bases> {
            Bases::new(self.0.get(interval.start() as usize..interval.end() as usize)?).ok()
        }
    }
    fn side(position: u32, kept: Kept) -> Breakend {
        Breakend { locus: Locus::new(ContigId(0), position), kept }
    }
    fn normal(text: &'static [u8], left: (u32, Kept), inserted: &[u8], right: (u32, Kept)) -> (Adjacency, String) {
        let contigs = Contigs::new([Contig::new("c", u32::try_from(text.len()).unwrap())]).unwrap();
        let text = Text(text);
        let genome = Genome::new(&contigs, &text);
        let (adjacency, homology) =
            Adjacency::new(side(left.0, left.1), inserted.to_vec(), side(right.0, right.1)).normalised(&genome);
        (adjacency, String::from_utf8(homology).unwrap())
    }

    #[test]
    fn a_deletion_goes_left_through_its_homology() {
        // 0 ACC 3 TGAG 7 TT 9 TGAG 13 ATTCC: bases 3 to 6 are those of 9 to 12. Without 6 to 11, or without 3 to 8, it reads
        // ACC TGAG ATTCC: the first side lies between 2 and 6.
        let text = b"ACCTGAGTTTGAGATTCC";
        let (adjacency, homology) = normal(text, (5, Kept::Before), b"", (12, Kept::From));
        assert_eq!((adjacency.one.locus.position, adjacency.other.locus.position), (2, 9));
        assert_eq!(homology, "TGAG");
    }

    #[test]
    fn an_insertion_that_copies_its_neighbour_is_a_duplication() {
        let text = b"ACCTGAGTCTACG";
        // GAGTC (4 to 8) twice.
        let expected = (side(4, Kept::From), side(8, Kept::Before));
        for (place, bases) in [(3, b"GAGTC"), (8, b"GAGTC"), (6, b"TCGAG")] {
            let (found, _) = normal(text, (place, Kept::Before), bases, (place + 1, Kept::From));
            assert_eq!((found.one, found.other, found.inserted.len()), (expected.0, expected.1, 0), "{place}");
        }
        let (found, _) = normal(text, (8, Kept::Before), b"", (4, Kept::From));
        assert_eq!((found.one, found.other), expected);
    }

    /// ACCTGAGTC CATTCATTCA GTCTACG...: thirteen bases more than the text has; furthest left, ACCTG AGTCCATTCATTC AGTCTACG...
    #[test]
    fn a_few_bases_twice_around_more_that_are_new_are_an_insertion() {
        let text = b"ACCTGAGTCTACGAATTGGCCAACC";
        let (found, _) = normal(text, (8, Kept::Before), b"CATTCATTCA", (6, Kept::From));
        assert_eq!((found.one, found.other), (side(4, Kept::Before), side(5, Kept::From)));
        assert_eq!(found.inserted, b"AGTCCATTCATTC");
        let (dup, _) = normal(text, (8, Kept::Before), b"CC", (6, Kept::From));
        assert_eq!(
            (dup.one, dup.other),
            (side(6, Kept::From), side(8, Kept::Before)),
            "fewer are new than stand twice"
        );
    }

    #[test]
    fn the_walk_back_is_the_same_junction() {
        let text = b"ACCTGAGTCTACGTTGCAACTTGACCA";
        // Two places before which bases are kept: an inversion; three bases are inserted.
        let (there, _) = normal(text, (5, Kept::Before), b"CCC", (20, Kept::Before));
        let (back, _) = normal(text, (20, Kept::Before), b"GGG", (5, Kept::Before));
        assert_eq!(there, back);
        assert_eq!(there.inserted_forward(), b"CCC");
    }
}
