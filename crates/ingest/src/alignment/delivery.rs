//! The last step of every scan, whatever the format: checks the order, keeps what overlaps, counts, hands out.

use marv_model::{
    genome::Interval,
    read::{ReadSink, ReadView},
};

use super::{place::FilePlace, scan::ScanSummary};

/// Takes the records of one scan in the file's order.
pub(super) struct Delivery<'s, 'd> {
    region: Option<Interval>,
    /// The read groups that are wanted; none for all.
    groups: Option<&'s [Vec<u8>]>,
    sinks: &'s mut [&'d mut dyn ReadSink],
    /// Whether records must come in order.
    sorted: bool,
    last: FilePlace,
    pub(super) summary: ScanSummary,
}

/// What the scan shall do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Hand this record in.
    Wanted,
    /// The region lies behind.
    Finished,
    /// This record lies before its predecessor, whose 0-based start is given.
    Unsorted(u32),
}

impl<'s, 'd> Delivery<'s, 'd> {
    /// All records, or those of a region.
    pub(super) fn new(
        region: Option<Interval>,
        groups: Option<&'s [Vec<u8>]>,
        sorted: bool,
        sinks: &'s mut [&'d mut dyn ReadSink],
    ) -> Self {
        Self { region, groups, sinks, sorted, last: FilePlace::FIRST, summary: ScanSummary::default() }
    }
    /// Judges a record by its place in the file alone. `contig` is the region's number in the file; none for a whole scan.
    #[inline]
    pub(super) fn judge(&mut self, place: FilePlace, contig: Option<u32>) -> Verdict {
        if self.sorted && place < self.last || contig.is_some_and(|contig| place.contig_key() < contig) {
            return Verdict::Unsorted(self.last.start());
        }
        self.last = place;
        match (self.region, contig) {
            (Some(region), Some(contig)) if place.contig_key() != contig || place.start() >= region.end() => {
                Verdict::Finished
            }
            _ => Verdict::Wanted,
        }
    }
    /// Hands a record to every sink, if it overlaps the region. `place` tells a read of a contig that the reference lacks
    /// from one without a place.
    #[inline]
    pub(super) fn hand_out(&mut self, read: &ReadView<'_>, place: FilePlace) {
        if let Some(groups) = self.groups
            && !read.text_tag(*b"RG").is_some_and(|group| groups.iter().any(|wanted| wanted == group))
        {
            self.summary.other_samples += 1;
            return;
        }
        match self.region {
            Some(region) => {
                if read.contig != Some(region.contig()) || !overlaps(read, region) {
                    return;
                }
                self.summary.starting += u64::from(region.start() <= read.start && read.start < region.end());
            }
            None if place.is_placed() && read.contig.is_none() => {
                self.summary.elsewhere += 1;
                return;
            }
            None => self.summary.starting += 1,
        }
        self.summary.records += 1;
        for sink in self.sinks.iter_mut() {
            sink.accept(read);
        }
    }
}

/// What starts inside needs no look at where it ends.
#[inline]
fn overlaps(read: &ReadView<'_>, region: Interval) -> bool {
    let begins = read.start < region.end();
    begins && (read.start >= region.start() || super::record::end_on_contig(read) > region.start())
}
