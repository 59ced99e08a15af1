//! Regions of a genome: from BED, sorted and merged; and the division of a genome into regions of work.

mod bed;
mod shards;

use marv_model::genome::{ContigId, Interval, Locus};

pub use shards::shards;

/// Stretches of a genome: sorted, none touching another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regions {
    intervals: Vec<Interval>,
}

impl Regions {
    /// From intervals in any order; those that overlap or touch become one, empty ones are left out.
    pub fn new(intervals: impl IntoIterator<Item = Interval>) -> Self {
        let mut sorted: Vec<Interval> = intervals.into_iter().filter(|interval| !interval.is_empty()).collect();
        sorted.sort_unstable();
        let mut merged: Vec<Interval> = Vec::with_capacity(sorted.len());
        for interval in sorted {
            match merged.last_mut() {
                Some(last) if last.contig() == interval.contig() && interval.start() <= last.end() => {
                    let end = last.end().max(interval.end());
                    *last = Interval::new(last.contig(), last.start(), end).unwrap_or(*last);
                }
                _ => merged.push(interval),
            }
        }
        Self { intervals: merged }
    }
    /// In the genome's order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Interval> {
        self.intervals.iter().copied()
    }
    /// How many stretches.
    pub fn len(&self) -> usize {
        self.intervals.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }
    /// Bases in all.
    pub fn bases(&self) -> u64 {
        self.intervals.iter().map(|interval| u64::from(interval.length())).sum()
    }
    /// Whether the base lies in one of them.
    pub fn contains(&self, locus: Locus) -> bool {
        let behind = self.intervals.partition_point(|i| (i.contig(), i.start()) <= (locus.contig, locus.position));
        behind.checked_sub(1).is_some_and(|at| self.intervals[at].contains(locus))
    }
    /// The parts of `interval` that lie in them.
    pub fn intersect(&self, interval: Interval) -> Vec<Interval> {
        let first = self.intervals.partition_point(|i| (i.contig(), i.end()) <= (interval.contig(), interval.start()));
        self.intervals[first..]
            .iter()
            .take_while(|own| own.contig() == interval.contig() && own.start() < interval.end())
            .filter_map(|own| own.intersection(&interval))
            .collect()
    }
    /// Those of one contig.
    pub fn of_contig(&self, contig: ContigId) -> &[Interval] {
        let from = self.intervals.partition_point(|interval| interval.contig() < contig);
        let to = self.intervals.partition_point(|interval| interval.contig() <= contig);
        &self.intervals[from..to]
    }
}

impl FromIterator<Interval> for Regions {
    fn from_iter<T: IntoIterator<Item = Interval>>(intervals: T) -> Self {
        Self::new(intervals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(contig: u32, start: u32, end: u32) -> Interval {
        Interval::new(ContigId(contig), start, end).unwrap()
    }

    #[test]
    fn overlapping_and_touching_become_one() {
        let regions = Regions::new([
            interval(1, 5, 9),
            interval(0, 20, 30),
            interval(0, 10, 20),
            interval(0, 12, 15),
            interval(0, 7, 7),
        ]);
        assert_eq!(regions.iter().collect::<Vec<_>>(), [interval(0, 10, 30), interval(1, 5, 9)]);
        assert_eq!(regions.bases(), 24);
        assert_eq!(regions.of_contig(ContigId(1)), [interval(1, 5, 9)]);
    }

    #[test]
    fn membership_is_half_open() {
        let regions = Regions::new([interval(0, 10, 20), interval(0, 30, 40)]);
        let holds = |position| regions.contains(Locus::new(ContigId(0), position));
        assert_eq!([9, 10, 19, 20, 29, 30, 39, 40].map(holds), [false, true, true, false, false, true, true, false]);
        assert!(!regions.contains(Locus::new(ContigId(1), 15)));
    }

    #[test]
    fn intersections_are_cut_to_size() {
        let regions = Regions::new([interval(0, 10, 20), interval(0, 30, 40), interval(1, 0, 100)]);
        assert_eq!(regions.intersect(interval(0, 15, 35)), [interval(0, 15, 20), interval(0, 30, 35)]);
        assert_eq!(regions.intersect(interval(0, 20, 30)), []);
        assert_eq!(regions.intersect(interval(1, 50, 200)), [interval(1, 50, 100)]);
    }
}
