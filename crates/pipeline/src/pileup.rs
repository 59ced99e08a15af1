//! The reads around a variant, as a picture's values.

use marv_model::{
    case::{Pileup, PileupRead},
    genome::Interval,
    read::{CigarKind, ReadSink, ReadView},
    sequence::Window,
    variant::SmallVariant,
};

/// Bases shown on each side of a variant.
pub(crate) const FLANK: u32 = 40;
/// Reads shown a sample; more are sampled evenly by rank, those with the variant kept first.
pub(crate) const MOST_READS: usize = 40;

/// Collects the rows of one sample for one variant.
#[derive(Debug)]
pub(crate) struct PileupSink<'a> {
    window: &'a Window,
    variant: &'a SmallVariant,
    rows: Vec<(Vec<u8>, u16, PileupRead)>,
}

impl<'a> PileupSink<'a> {
    /// For the reads over `window`, which holds the variant.
    pub(crate) fn new(window: &'a Window, variant: &'a SmallVariant) -> Self {
        Self { window, variant, rows: Vec::new() }
    }
    /// The rows in a stable order, and how many there were.
    pub(crate) fn finish(mut self) -> (Vec<PileupRead>, u32) {
        self.rows.sort_by(|a, b| (!a.2.alternate, &a.2.row, &a.0, a.1).cmp(&(!b.2.alternate, &b.2.row, &b.0, b.1)));
        let total = self.rows.len();
        let carriers = self.rows.iter().filter(|row| row.2.alternate).count();
        let rows = self.rows.into_iter().map(|row| row.2).collect::<Vec<_>>();
        let (with, without) = rows.split_at(carriers);
        // Carriers take at most three quarters of the picture when there is anything else to show.
        let share = if without.is_empty() {
            MOST_READS
        } else {
            (MOST_READS * 3 / 4).max(MOST_READS.saturating_sub(without.len()))
        };
        let mut shown = thinned(with, share);
        let rest = MOST_READS - shown.len();
        shown.extend(thinned(without, rest));
        (shown, u32::try_from(total).unwrap_or(u32::MAX))
    }
    fn row_of(&self, read: &ReadView<'_>) -> PileupRead {
        let interval = self.window.interval();
        let mut row = vec![b' '; interval.length() as usize];
        let mut insertions = Vec::new();
        let (mut position, mut index) = (read.start, 0usize);
        for op in read.cigar {
            let length = op.length();
            match op.kind() {
                CigarKind::Match | CigarKind::Equal | CigarKind::Different => {
                    for step in 0..length {
                        let at = position.saturating_add(step);
                        if let Some(reference) = self.window.base(at) {
                            let read_index = index + step as usize;
                            let base = read.bases.base(read_index);
                            let low = read.qualities.get(read_index).is_none_or(|quality| *quality < 20);
                            let letter = match (base == reference, low) {
                                (true, false) => b'.',
                                (true, true) => b',',
                                (false, false) => base,
                                (false, true) => base.to_ascii_lowercase(),
                            };
                            row[(at - interval.start()) as usize] = letter;
                        }
                    }
                }
                CigarKind::Deletion | CigarKind::Skip => {
                    for at in position.max(interval.start())..position.saturating_add(length).min(interval.end()) {
                        row[(at - interval.start()) as usize] = b'-';
                    }
                }
                CigarKind::Insertion => {
                    if let Some(before) = position.checked_sub(1).filter(|at| self.window.base(*at).is_some()) {
                        let bases = (index..index + length as usize).map(|i| char::from(read.bases.base(i))).collect();
                        insertions.push((before - interval.start(), bases));
                    }
                }
                CigarKind::SoftClip | CigarKind::HardClip | CigarKind::Padding => {}
            }
            if op.kind().consumes_reference() {
                position = position.saturating_add(length);
            }
            if op.kind().consumes_read() {
                index += length as usize;
            }
        }
        let alternate = self.carries(&row, &insertions);
        PileupRead {
            row: String::from_utf8_lossy(&row).into_owned(),
            insertions,
            reverse: read.flags.is_reverse(),
            mapping_quality: read.mapping_quality,
            alternate,
        }
    }
    /// Whether the row shows the alternate allele as the aligner placed it. It orders the picture; counts come from the
    /// evidence, not from here.
    fn carries(&self, row: &[u8], insertions: &[(u32, String)]) -> bool {
        let Some(offset) = self.variant.position().checked_sub(self.window.interval().start()) else { return false };
        let (reference, alternate) = (self.variant.reference(), self.variant.alternate());
        let shared = reference.len().min(alternate.len());
        let at = |i: usize| row.get(offset as usize + i).copied().unwrap_or(b' ');
        let substituted = (0..shared).all(|i| match at(i) {
            b'.' | b',' => reference[i] == alternate[i],
            letter => letter.to_ascii_uppercase() == alternate[i],
        });
        let deleted = (shared..reference.len()).all(|i| at(i) == b'-');
        let inserted = alternate.len() <= reference.len()
            || insertions.iter().any(|(before, bases)| {
                *before as usize == offset as usize + shared - 1 && bases.as_bytes() == &alternate[shared..]
            });
        substituted && deleted && inserted
    }
}

impl ReadSink for PileupSink<'_> {
    fn accept(&mut self, read: &ReadView<'_>) {
        let flags = read.flags;
        if flags.is_unmapped()
            || flags.is_secondary()
            || flags.is_supplementary()
            || flags.is_duplicate()
            || flags.is_qc_fail()
        {
            return;
        }
        let covers = Interval::new(self.variant.contig(), read.start, read.end())
            .is_ok_and(|interval| interval.contains(self.variant.locus()));
        if covers && read.contig == Some(self.variant.contig()) {
            let row = self.row_of(read);
            self.rows.push((read.name.to_vec(), flags.0, row));
        }
    }
}

/// At most `most` rows, evenly by rank.
fn thinned(rows: &[PileupRead], most: usize) -> Vec<PileupRead> {
    if rows.len() <= most {
        return rows.to_vec();
    }
    (0..most).map(|i| rows[i * rows.len() / most].clone()).collect()
}

/// A picture from the rows of both samples.
pub(crate) fn picture(window: &Window, tumour: (Vec<PileupRead>, u32), normal: (Vec<PileupRead>, u32)) -> Pileup {
    Pileup {
        start: window.interval().start() + 1,
        reference: window.bases().to_string(),
        tumour: tumour.0,
        normal: normal.0,
        total: [tumour.1, normal.1],
    }
}

#[cfg(test)]
mod tests {
    use marv_model::{
        genome::ContigId,
        read::{CigarOp, ReadRecord},
        sequence::Bases,
    };

    use super::*;

    fn window() -> Window {
        let interval = Interval::new(ContigId(0), 100, 110).unwrap();
        Window::new(interval, Bases::new("ACGTACGTAC").unwrap()).unwrap()
    }

    fn read(start: u32, bases: &str, cigar: &[(CigarKind, u32)]) -> ReadRecord {
        let mut read = ReadRecord::default();
        read.name = b"r".to_vec();
        read.contig = Some(ContigId(0));
        read.start = start;
        read.mapping_quality = 60;
        read.cigar = cigar.iter().map(|(kind, length)| CigarOp::new(*kind, *length)).collect();
        read.qualities = vec![37; bases.len()];
        read.set_bases(bases.as_bytes());
        read
    }

    #[test]
    fn rows_show_what_differs() {
        let variant = SmallVariant::new(ContigId(0), 103, "T", "G").unwrap();
        let window = window();
        let mut sink = PileupSink::new(&window, &variant);
        sink.accept(&read(98, "TTACGGAC", &[(CigarKind::Match, 8)]).view());
        sink.accept(
            &read(102, "GTCG", &[(CigarKind::Match, 2), (CigarKind::Deletion, 1), (CigarKind::Match, 2)]).view(),
        );
        let (rows, total) = sink.finish();
        assert_eq!(total, 2);
        assert_eq!((rows[0].row.as_str(), rows[0].alternate), ("...G..    ", true));
        assert_eq!((rows[1].row.as_str(), rows[1].alternate), ("  ..-..   ", false));
    }

    #[test]
    fn an_insertion_is_carried_where_the_aligner_placed_it() {
        let variant = SmallVariant::new(ContigId(0), 103, "T", "TGG").unwrap();
        let window = window();
        let mut sink = PileupSink::new(&window, &variant);
        sink.accept(
            &read(102, "GTGGAC", &[(CigarKind::Match, 2), (CigarKind::Insertion, 2), (CigarKind::Match, 2)]).view(),
        );
        sink.accept(&read(102, "GTAC", &[(CigarKind::Match, 4)]).view());
        let (rows, _) = sink.finish();
        assert!(rows[0].alternate && rows[0].insertions == [(3, "GG".to_owned())]);
        assert!(!rows[1].alternate);
    }
}
