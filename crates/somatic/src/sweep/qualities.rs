//! How many bases have which quality.

use crate::statistics::QUALITIES;

/// Qualities that are looked for by name. Recent sequencers write four to eight.
const COMMON: usize = 8;

/// Bases by quality. Counting a base at a time waits for the sum before, because neighbours share a quality. So the
/// qualities that were seen are asked for one after another, each of a whole read at once; and a read that has others
/// still, or of a sequencer that writes many, is counted base by base, on four counters in turn.
#[derive(Debug)]
pub(super) struct QualityCounts {
    counts: Box<[[u32; 256]; 4]>,
    /// In the order in which they were seen; full where there are too many to ask for.
    seen: Vec<u8>,
}

impl Default for QualityCounts {
    fn default() -> Self {
        Self { counts: Box::new([[0; 256]; 4]), seen: Vec::with_capacity(COMMON) }
    }
}

impl QualityCounts {
    /// Adds the bases of a read.
    #[inline]
    pub(super) fn count(&mut self, qualities: &[u8]) {
        if self.seen.len() < COMMON && self.all_seen(qualities) {
            return;
        }
        self.count_each(qualities);
        for quality in qualities {
            if self.seen.len() < COMMON && !self.seen.contains(quality) {
                self.seen.push(*quality);
            }
        }
    }
    /// Adds the bases whose quality was seen before; all or, when false, none.
    #[inline]
    fn all_seen(&mut self, qualities: &[u8]) -> bool {
        let mut found = [0; COMMON];
        let mut left = qualities.len();
        for (wanted, found) in self.seen.iter().zip(&mut found) {
            *found = times(qualities, *wanted);
            left -= *found as usize;
            if left == 0 {
                break;
            }
        }
        if left > 0 {
            return false;
        }
        for (quality, found) in self.seen.iter().zip(found) {
            self.counts[0][usize::from(*quality)] += found;
        }
        true
    }
    fn count_each(&mut self, qualities: &[u8]) {
        let [a, b, c, d] = &mut *self.counts;
        let (fours, rest) = qualities.as_chunks::<4>();
        for [p, q, r, s] in fours {
            a[usize::from(*p)] += 1;
            b[usize::from(*q)] += 1;
            c[usize::from(*r)] += 1;
            d[usize::from(*s)] += 1;
        }
        for quality in rest {
            a[usize::from(*quality)] += 1;
        }
    }
    /// The sums, which are zero from now on.
    pub(super) fn take(&mut self) -> [u64; QUALITIES] {
        let sums = std::array::from_fn(|quality| self.counts.iter().map(|counts| u64::from(counts[quality])).sum());
        *self.counts = [[0; 256]; 4];
        self.seen.clear();
        sums
    }
}

/// How often a byte occurs. Sums of 128 fit a byte, so that sixteen bytes are counted at a time.
#[inline]
fn times(bytes: &[u8], wanted: u8) -> u32 {
    bytes.chunks(128).map(|part| u32::from(part.iter().map(|byte| u8::from(*byte == wanted)).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_qualities_are_counted_alike() {
        let reads: Vec<Vec<u8>> = [4u32, 7, 8, 9, 41]
            .into_iter()
            .flat_map(|kinds| {
                (0..40u32)
                    .map(move |read| (0..read * 9).map(move |i| u8::try_from(i * i / 7 % kinds + 2).unwrap()).collect())
            })
            .collect();
        let mut counts = QualityCounts::default();
        for read in &reads {
            counts.count(read);
        }
        let taken = counts.take();
        for (quality, count) in (0u8..).zip(taken) {
            let expected = reads.iter().flatten().fold(0, |sum, q| sum + usize::from(*q == quality));
            assert_eq!(count, expected as u64, "{quality}");
        }
        assert_eq!(counts.take().iter().sum::<u64>(), 0);
    }
}
