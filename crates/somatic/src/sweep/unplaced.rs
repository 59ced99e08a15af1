//! Reads that an aligner placed nowhere and whose mates lie in the window: of a long insertion they hold the middle.

use marv_model::{
    read::{Flags, ReadView},
    sequence::complement,
};

/// Such reads, as they would lie on the forward strand.
#[derive(Debug, Default)]
pub(crate) struct Unplaced {
    /// Where each mate starts, and where the read's letters and qualities lie.
    reads: Vec<(u32, usize, usize)>,
    letters: Vec<u8>,
    qualities: Vec<u8>,
}

/// Records that are no evidence: secondary, failed, duplicate, supplementary.
const NO_EVIDENCE: u16 = 0xf00;

impl Unplaced {
    pub(crate) fn clear(&mut self) {
        self.reads.clear();
        self.letters.clear();
        self.qualities.clear();
    }

    /// Takes a read over whose mate is placed and that has qualities. Mates look at each other: the read lies on the strand
    /// that its mate does not.
    pub(crate) fn take(&mut self, read: &ReadView<'_>) {
        let Flags(flags) = read.flags;
        let usable =
            read.qualities.len() == read.bases.len() && read.qualities.first().is_some_and(|first| *first != 0xff);
        if flags & NO_EVIDENCE != 0 || !read.flags.is_paired() || read.flags.is_mate_unmapped() || !usable {
            return;
        }
        let from = self.letters.len();
        self.letters.extend(read.bases.letters());
        self.qualities.extend_from_slice(read.qualities);
        if !read.flags.is_mate_reverse() {
            let letters = &mut self.letters[from..];
            letters.reverse();
            for letter in letters {
                *letter = complement(*letter);
            }
            self.qualities[from..].reverse();
        }
        self.reads.push((read.start, from, self.letters.len()));
    }

    /// In the order of their mates; those of one place by what they spell, so that a file's order shows nowhere.
    pub(crate) fn settle(&mut self) {
        let letters = &self.letters;
        self.reads.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| letters[a.1..a.2].cmp(&letters[b.1..b.2])));
    }

    /// Letters and qualities of those whose mates start in `from..to`.
    pub(crate) fn near(&self, from: u32, to: u32) -> impl Iterator<Item = (&[u8], &[u8])> {
        let first = self.reads.partition_point(|(mate, ..)| *mate < from);
        let near = self.reads[first..].iter().take_while(move |(mate, ..)| *mate < to);
        near.map(|(_, from, to)| (&self.letters[*from..*to], &self.qualities[*from..*to]))
    }
}
