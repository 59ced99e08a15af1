//! What a region counts for what is learned of the sample: depth, slippage, homozygous sites, contamination, changes of one sample alone.

use std::collections::BTreeMap;

use marv_model::{
    call::{AlleleEvidence, Forced},
    variant::SmallVariant,
};

use super::Finish;
use crate::{
    context,
    evidence::{Candidate, SampleEvidence},
    sweep::{
        bins::{contamination_bin, homozygous_bin, is_clean, is_lacking, is_nearly_alone, is_shown},
        germline::Reads,
        repeats::{repeat_at, tracts},
        slippage::{Changes, count_slippage},
    },
};

/// Loci with fewer fragments than this in either sample are not counted as assessed.
const ASSESSED_DEPTH: i32 = 8;

impl Finish<'_> {
    /// Depth of the region's own loci.
    pub(super) fn count_loci(&mut self) {
        let (sweep, start) = (self.sweep, self.sweep.tumour.window_start);
        let own = (self.region.start() - start) as usize..(self.region.end() - start) as usize;
        let (tumour, normal) = (&sweep.tumour.depth[own.clone()], &sweep.normal.depth[own.clone()]);
        context::count(sweep.tumour.reference.letters(), own.clone(), &mut self.statistics.contexts);
        let letters = &sweep.tumour.reference.letters()[own];
        let Loci { known, assessed, covered, depth } = Loci::of(letters, [tumour, normal], sweep.with_normal);
        self.statistics.assessed_loci += assessed;
        for (index, sample) in [&mut self.statistics.tumour, &mut self.statistics.normal].into_iter().enumerate() {
            sample.loci += known;
            sample.covered += covered[index];
            sample.depth += depth[index];
        }
    }

    /// Slippage in the region's own repeats, and gaps outside of them.
    pub(super) fn count_repeats(&mut self, [tumour, normal]: [&BTreeMap<SmallVariant, u32>; 2]) {
        let sweep = self.sweep;
        let start = sweep.tumour.window_start;
        let letters = sweep.tumour.reference.letters();
        let tracts = tracts(letters, self.region.start() - start..self.region.end() - start);
        self.count_gaps([tumour, normal]);
        let [of_tumour, of_normal] = [tumour, normal].map(|reads| Changes::of(reads, letters, start));
        count_slippage(&sweep.tumour, &tracts, &of_tumour, &of_normal, &mut self.statistics.tumour);
        if sweep.with_normal {
            count_slippage(&sweep.normal, &tracts, &of_normal, &of_tumour, &mut self.statistics.normal);
        }
    }

    /// Errors outside repeats: changes of length that one read of the pair shows.
    fn count_gaps(&mut self, [tumour, normal]: [&BTreeMap<SmallVariant, u32>; 2]) {
        let (letters, start) = (self.sweep.tumour.reference.letters(), self.sweep.tumour.window_start);
        let region = self.region;
        let count = |own: &BTreeMap<SmallVariant, u32>, other: &BTreeMap<SmallVariant, u32>| {
            let mut gaps = [0; 2];
            for (variant, _) in own.iter().filter(|(variant, reads)| **reads == 1 && region.contains(variant.locus())) {
                let repeat = repeat_at(variant, letters, start);
                if !repeat.slips() && !other.contains_key(variant) {
                    gaps[usize::from(repeat.is_long())] += 1;
                }
            }
            gaps
        };
        self.statistics.tumour.gaps = count(tumour, normal);
        self.statistics.normal.gaps = count(normal, tumour);
    }

    /// The region's own candidates and what assembly put into a whole, for what is learned of the sample.
    pub(super) fn count_candidates(&mut self, candidates: &[Candidate], parts: &[Candidate]) {
        for candidate in candidates.iter().chain(parts).filter(|c| c.owned && !c.contested && !c.assembled) {
            if let Some(bin) = contamination_bin(candidate) {
                *self.statistics.contamination.entry(bin).or_default() += 1;
            }
        }
        for candidate in candidates.iter().filter(|c| c.owned && c.forced == Some(Forced::Hotspot)) {
            let Some(normal) = candidate.normal.as_ref().map(|normal| &normal.summary) else { continue };
            let tumour = &candidate.tumour.summary;
            let alone = |shows: &AlleleEvidence, lacks: &AlleleEvidence| {
                u64::from(is_shown(shows.alternate, shows.depth()) && is_lacking(lacks.alternate, lacks.depth()))
            };
            self.statistics.one_sided.hotspots[0] += alone(tumour, normal);
            self.statistics.one_sided.hotspots[1] += alone(normal, tumour);
        }
    }

    /// What the tumour (0) or the normal (1) shows at a base.
    fn look_at_base(&mut self, sample: usize, position: u32, base: u8) -> SampleEvidence {
        let sweep = self.sweep;
        let of = [&sweep.tumour, &sweep.normal][sample];
        let reference = of.reference.letter(position - of.window_start);
        let (quality, realigned) = (sweep.config.min_base_quality, &self.realigned[sample]);
        of.look(position, reference, base, quality, realigned, &mut self.indices).evidence()
    }

    /// What the tumour shows of the reference's base where the normal has none.
    pub(super) fn count_homozygous(&mut self, position: u32, base: u8) {
        if let Some(bin) = homozygous_bin(&self.look_at_base(0, position, base).summary) {
            *self.statistics.homozygous.entry(bin).or_default() += 1;
        }
    }

    /// The same of the normal, where the tumour has none.
    pub(super) fn count_homozygous_in_tumour(&mut self, position: u32, base: u8) {
        if let Some(bin) = homozygous_bin(&self.look_at_base(1, position, base).summary) {
            *self.statistics.homozygous_in_tumour.entry(bin).or_default() += 1;
        }
    }

    /// A base that one sample plainly shows and of which the other one has nothing, or has nothing else.
    pub(super) fn count_one_sided(&mut self, position: u32, base: u8, reads: [Reads; 2]) {
        for (sample, other) in [(0, 1), (1, 0)] {
            let (shows, lacks) = (reads[sample], reads[other]);
            let beside = shows.alternate * 10 <= shows.depth * 8;
            let mostly = beside && lacks.alternate * 10 >= lacks.depth * 9;
            if !is_shown(shows.alternate, shows.depth) || !(is_lacking(lacks.alternate, lacks.depth) || mostly) {
                continue;
            }
            if !is_clean(&self.look_at_base(sample, position, base)) {
                continue;
            }
            let seen = self.look_at_base(other, position, base).summary;
            let counted = &mut self.statistics.one_sided;
            counted.alone[sample] += u64::from(is_lacking(seen.alternate, seen.depth()));
            counted.other_lost[sample] += u64::from(is_nearly_alone(seen.alternate, seen.depth()));
        }
    }
}

/// Sums over loci.
#[derive(Debug, Default, PartialEq, Eq)]
struct Loci {
    /// With a base in the reference.
    known: u64,
    /// Of enough fragments in both samples, or in the tumour when it is alone.
    assessed: u64,
    /// Of enough fragments, by sample.
    covered: [u64; 2],
    /// Fragments over the known ones, by sample.
    depth: [u64; 2],
}

/// Loci that are summed in 32 bits, so that several are summed at a time; no depth reaches 33 million.
const AT_ONCE: usize = 128;

impl Loci {
    /// Of as many letters as there are depths of the tumour and of the normal.
    fn of(letters: &[u8], [tumour, normal]: [&[i32]; 2], with_normal: bool) -> Self {
        let mut sums = Self::default();
        let alone = u32::from(!with_normal);
        for ((letters, tumour), normal) in
            letters.chunks(AT_ONCE).zip(tumour.chunks(AT_ONCE)).zip(normal.chunks(AT_ONCE))
        {
            let (mut all, mut assessed, mut covered, mut depth) = (0u32, 0u32, [0u32; 2], [0u32; 2]);
            for ((letter, t), n) in letters.iter().zip(tumour).zip(normal) {
                let known = u32::from(*letter != b'N');
                let enough = [t, n].map(|depth| known & u32::from(*depth >= ASSESSED_DEPTH));
                all += known;
                assessed += enough[0] & (enough[1] | alone);
                for (sample, value) in [t, n].into_iter().enumerate() {
                    covered[sample] += enough[sample];
                    depth[sample] = depth[sample].wrapping_add(known * value.max(&0).unsigned_abs());
                }
            }
            sums.known += u64::from(all);
            sums.assessed += u64::from(assessed);
            for sample in 0..2 {
                sums.covered[sample] += u64::from(covered[sample]);
                sums.depth[sample] += u64::from(depth[sample]);
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_over_loci_are_those_of_a_count_one_by_one() {
        // 300 loci: every seventh an N (0, 7, ..., 294: 43), the tumour at 0 to 19 in turn, the normal at 10 or, in the
        // second half, at 7.
        let letters: Vec<u8> = (0..300).map(|at| if at % 7 == 0 { b'N' } else { b'A' }).collect();
        let tumour: Vec<i32> = (0..300).map(|at| at % 20).collect();
        let normal: Vec<i32> = (0..300).map(|at| if at < 150 { 10 } else { 7 }).collect();
        let of = |range: std::ops::Range<usize>, enough: &dyn Fn(usize) -> bool| {
            range.filter(|at| letters[*at] == b'A' && enough(*at)).count() as u64
        };
        let sums = Loci::of(&letters, [&tumour, &normal], true);
        assert_eq!(sums.known, 257);
        assert_eq!(sums.covered, [of(0..300, &|at| tumour[at] >= 8), of(0..150, &|_| true)]);
        assert_eq!(sums.assessed, of(0..150, &|at| tumour[at] >= 8));
        // 128 of the first 150 are known (22 are N), 129 of the others.
        assert_eq!(sums.depth[1], 128 * 10 + 129 * 7);
        assert_eq!(Loci::of(&letters, [&tumour, &normal], false).assessed, sums.covered[0]);
    }
}
