//! What the reference is made of, by window: known bases, and those of them that are G or C.

use marv_model::{
    genome::{ContigId, Interval},
    sequence::ReferenceSource,
};

use crate::sweep::WINDOW;

/// A contig's composition by window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Composition {
    /// The number of the first window that was looked at.
    pub first: u32,
    /// Bases that are no N, by window.
    pub known: Vec<u16>,
    /// G and C, by window.
    pub gc: Vec<u16>,
}

/// Windows read at a time.
const CHUNK: u32 = 1_000;

impl Composition {
    /// Of the windows `from` up to (not including) `to` of a contig of `length` bases. Windows that cannot be read hold no
    /// known base.
    pub fn of(reference: &dyn ReferenceSource, contig: ContigId, length: u32, from: u32, to: u32) -> Self {
        let mut composition = Self { first: from, ..Self::default() };
        let mut at = from;
        while at < to {
            let until = (at + CHUNK).min(to);
            let end = until.saturating_mul(WINDOW).min(length);
            let bases = Interval::new(contig, at * WINDOW, end).ok().and_then(|interval| reference.bases(interval));
            let letters: &[u8] = bases.as_deref().unwrap_or(&[]);
            for window in 0..until - at {
                let start = (window * WINDOW) as usize;
                let part = letters.get(start..letters.len().min(start + WINDOW as usize)).unwrap_or(&[]);
                let count = |wanted: fn(u8) -> bool| part.iter().filter(|letter| wanted(**letter)).count();
                let known = count(|letter| letter != b'N');
                let gc = count(|letter| matches!(letter, b'G' | b'C'));
                composition.known.push(u16::try_from(known).unwrap_or(0));
                composition.gc.push(u16::try_from(gc).unwrap_or(0));
            }
            at = until;
        }
        composition
    }
    /// Known bases of a window, and the share of G and C among them; none where nothing is known.
    pub(crate) fn at(&self, window: usize) -> Option<(u16, f64)> {
        let index = window.checked_sub(self.first as usize)?;
        let known = *self.known.get(index)?;
        (known > 0).then(|| (known, f64::from(self.gc[index]) / f64::from(known)))
    }
}

#[cfg(test)]
mod tests {
    use marv_model::sequence::Bases;

    use super::*;

    struct Text(String);
    impl ReferenceSource for Text {
        fn bases(&self, interval: Interval) -> Option<Bases> {
            Bases::new(self.0.get(interval.start() as usize..interval.end() as usize)?).ok()
        }
    }

    #[test]
    fn windows_are_counted_and_the_last_is_short() {
        let text = Text(["G".repeat(400), "N".repeat(100), "A".repeat(500), "CT".repeat(200)].concat());
        let composition = Composition::of(&text, ContigId(0), 1_400, 0, 2);
        assert_eq!((composition.known, composition.gc), (vec![900, 400], vec![400, 200]));
    }
}
