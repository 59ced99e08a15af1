//! The reads around a variant, as a picture's values.

use marv_model::{
    case::{Pileup, PileupRead},
    genome::Interval,
    read::{CigarKind, CigarOp, ReadSink, ReadView},
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
        let mut alternate = self.carries(&row, &insertions);
        if !alternate && let Some(clipped) = self.clipped_insertion(read) {
            // What the read shows of the insertion, as far as it reaches.
            insertions.push(clipped);
            alternate = true;
        }
        PileupRead {
            row: String::from_utf8_lossy(&row).into_owned(),
            insertions,
            reverse: read.flags.is_reverse(),
            mapping_quality: read.mapping_quality,
            alternate,
        }
    }
    /// The inserted bases of a read that was clipped where an insertion begins or ends, as aligners do with long ones: the
    /// clipped bases must go on as the changed sequence does, eight of them at least, at most one in ten different.
    fn clipped_insertion(&self, read: &ReadView<'_>) -> Option<(u32, String)> {
        const FEWEST: usize = 8;
        let inserted =
            self.variant.alternate().len().checked_sub(self.variant.reference().len()).filter(|n| *n >= FEWEST)?;
        let start = self.window.interval().start();
        let anchor = self.variant.position().checked_sub(start)? as usize;
        let bases = self.window.bases();
        let after = bases.get(anchor + self.variant.reference().len()..)?;
        let changed = [bases.get(..anchor)?, self.variant.alternate(), after].concat();
        let fits = |clip: &[u8], there: &[u8]| {
            let differing = clip.iter().zip(there).filter(|(a, b)| a != b).count();
            clip.len() >= FEWEST && clip.len() == there.len() && differing * 10 <= clip.len()
        };
        let clip_of =
            |op: Option<&CigarOp>| op.filter(|op| op.kind() == CigarKind::SoftClip).map(|op| op.length() as usize);
        let text = |clip: &[u8]| String::from_utf8_lossy(&clip[..clip.len().min(inserted)]).into_owned();
        if let Some(length) = clip_of(read.cigar.last()) {
            let at = read.end().checked_sub(start)? as usize;
            let first = read.bases.len().checked_sub(length)?;
            let clip: Vec<u8> =
                (first..read.bases.len()).map(|i| read.bases.base(i)).take(changed.len().saturating_sub(at)).collect();
            if at > anchor && at <= anchor + 1 + inserted && fits(&clip, changed.get(at..at + clip.len())?) {
                return Some((u32::try_from(at).ok()?.checked_sub(1)?, text(&clip)));
            }
        }
        if let Some(length) = clip_of(read.cigar.first()) {
            let at = read.start.checked_sub(start)? as usize + inserted;
            let taken = length.min(at);
            let clip: Vec<u8> = (length - taken..length).map(|i| read.bases.base(i)).collect();
            if at > anchor && at <= anchor + 1 + 2 * inserted && fits(&clip, changed.get(at - taken..at)?) {
                let shown: Vec<u8> = clip.iter().rev().take(inserted).rev().copied().collect();
                return Some((u32::try_from(at - inserted).ok()?.saturating_sub(1), text(&shown)));
            }
        }
        None
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
        if !read.flags.is_usable() {
            return;
        }
        let covers = Interval::new(self.variant.contig(), read.start, read.end())
            .is_ok_and(|interval| interval.contains(self.variant.locus()));
        if read.contig == Some(self.variant.contig()) {
            let row = self.row_of(read);
            // A read clipped where a duplication's second copy begins lies beside the place and shows it all the same.
            if covers || row.alternate {
                self.rows.push((read.name.to_vec(), read.flags.0, row));
            }
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
    use marv_model::{genome::ContigId, read::ReadRecord, sequence::Bases};

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

    #[test]
    fn a_read_clipped_at_a_duplication_carries_it() {
        // The window 100-139 with its bases 110-119 twice: ...AAAAAAAAAA|CAGTCCATGT|CAGTCCATGT|GGGG...
        let interval = Interval::new(ContigId(0), 100, 140).unwrap();
        let letters = "AAAAAAAAAACAGTCCATGTGGGGGGGGGGTTTTTTTTTT";
        let window = Window::new(interval, Bases::new(letters).unwrap()).unwrap();
        let variant = SmallVariant::new(ContigId(0), 109, "A", "ACAGTCCATGT").unwrap();
        let carriers = |start: u32, bases: &str, cigar: &[(CigarKind, u32)]| {
            let mut sink = PileupSink::new(&window, &variant);
            sink.accept(&read(start, bases, cigar).view());
            let (rows, _) = sink.finish();
            rows.first().map(|row| (row.alternate, row.insertions.clone()))
        };
        // Aligned to the end of the first copy, clipped in the second.
        let right = carriers(105, "AAAAACAGTCCATGTCAGTCCAT", &[(CigarKind::Match, 15), (CigarKind::SoftClip, 8)]);
        assert_eq!(right, Some((true, vec![(19, "CAGTCCAT".to_owned())])));
        // Clipped bases of another sequence, and bases that go on as the reference does.
        let other = carriers(105, "AAAAACAGTCCATGTTTTTTTTT", &[(CigarKind::Match, 15), (CigarKind::SoftClip, 8)]);
        assert_eq!(other, Some((false, vec![])));
        let reference = carriers(105, "AAAAACAGTCCATGTGGGGGGGG", &[(CigarKind::Match, 15), (CigarKind::SoftClip, 8)]);
        assert_eq!(reference, Some((false, vec![])));
    }
}
