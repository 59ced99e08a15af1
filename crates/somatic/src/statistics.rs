//! What belongs to the whole sample, as integers: sums of regions are the same however the genome was cut.

use std::collections::BTreeMap;

use marv_model::case::ReadTally;
use serde::{Deserialize, Serialize};

/// Qualities that are told apart, 0 to 93.
pub(crate) const QUALITIES: usize = 94;
/// Template lengths that are told apart; longer ones are not counted.
pub(crate) const TEMPLATE_LENGTHS: usize = 2_001;
/// Repeat units that are told apart: 1 to 4 bases.
pub const REPEAT_UNITS: usize = 4;
/// Repeat counts that are told apart; the last holds all longer ones.
pub const REPEAT_COUNTS: usize = 32;
/// Fewest units of a repeat that slips, by bases of a unit.
pub(crate) const FEWEST_UNITS: [usize; REPEAT_UNITS] = [4, 3, 3, 3];

/// One sample's sums.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SampleStatistics {
    /// What became of the records that start in the regions.
    pub tally: ReadTally,
    /// By reported base quality: bases compared, and bases that differed where no variant explains it. From one read in
    /// eight, chosen by name.
    pub qualities: Vec<[u64; 2]>,
    /// Properly paired templates by length in bases.
    pub template_lengths: Vec<u64>,
    /// Sum of the fragment depth over `loci`.
    pub depth: u64,
    /// Reference bases (not N) in the regions.
    pub loci: u64,
    /// Those of them with a depth of eight or more.
    pub covered: u64,
    /// By repeat unit (1 to 4 bases) and count, for longer and for shorter: fragments over such a repeat, and those whose
    /// alignment makes it so by one unit or more where no variant explains it.
    pub repeats: Vec<[[u64; 2]; 2]>,
    /// Repeats that several fragments of this sample alone show longer or shorter: slippage, or an acquired variant of a
    /// small fraction. They are not in `repeats`.
    pub doubtful_repeats: BTreeMap<SlippageBin, u64>,
    /// Changes of length outside repeats that a single read of the pair shows: of one or two bases, and of more.
    pub gaps: [u64; 2],
}

/// A repeat as fragments show it longer or shorter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlippageBin {
    /// Its row in [`SampleStatistics::repeats`].
    pub row: u8,
    /// 0 for longer, 1 for shorter.
    pub direction: u8,
    /// Fragments that show it so, at most 255; larger counts are scaled down with the depth.
    pub changed: u8,
    /// Fragments over it, at most 255.
    pub depth: u8,
}

/// A confident somatic allele, as the estimate of tumour in the normal sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContaminationBin {
    /// Alternate fragments in the tumour, at most 255; larger counts are scaled down with the depth.
    pub tumour_alternate: u8,
    /// Fragments in the tumour, at most 255.
    pub tumour_depth: u8,
    /// Fragments in the normal, at most 255.
    pub normal_depth: u8,
    /// Alternate fragments in the normal, at most 255.
    pub normal_alternate: u8,
}

/// A site where one sample is homozygous for another base than the reference, as the other one shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HomozygousBin {
    /// Fragments with the reference's base, at most 255; larger counts are scaled down with the depth.
    pub reference: u8,
    /// Fragments with either base, at most 255.
    pub depth: u8,
}

/// Changes that one sample of a pair shows and the other, with enough depth, does not show at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OneSided {
    /// Substitutions that the tumour, and that the normal shows clearly, of which the other one has no fragment.
    pub alone: [u64; 2],
    /// Substitutions that the tumour, and that the normal shows beside the reference's base, of which the other one has next to
    /// nothing else: of what is inherited and lost on one copy there, this half.
    pub other_lost: [u64; 2],
    /// Hotspots that the tumour alone, and that the normal alone shows.
    pub hotspots: [u64; 2],
}

/// A pair's sums.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PairStatistics {
    /// The tumour's.
    pub tumour: SampleStatistics,
    /// The normal's.
    pub normal: SampleStatistics,
    /// Loci with enough depth in each sample to be judged.
    pub assessed_loci: u64,
    /// Loci by the four bases that a read of the forward strand passes before them.
    pub contexts: Vec<u64>,
    /// For the estimate of tumour in the normal.
    pub contamination: BTreeMap<ContaminationBin, u64>,
    /// Sites where the normal is homozygous for another base than the reference and the tumour is, or is not, too.
    pub identity: [u64; 2],
    /// For the estimate of another person's DNA in the tumour.
    pub homozygous: BTreeMap<HomozygousBin, u64>,
    /// For the estimate of another person's DNA in the normal: the same of the normal, where the tumour is homozygous.
    pub homozygous_in_tumour: BTreeMap<HomozygousBin, u64>,
    /// For what tells that tumour and normal are exchanged.
    pub one_sided: OneSided,
    /// Alleles that were set aside as germline: counted, and not judged.
    pub germline_sites: u64,
}

fn add(into: &mut Vec<u64>, from: &[u64]) {
    into.resize(into.len().max(from.len()), 0);
    into.iter_mut().zip(from).for_each(|(a, b)| *a += b);
}

fn add_pair(into: &mut [u64; 2], from: [u64; 2]) {
    into[0] += from[0];
    into[1] += from[1];
}

/// Rows of two tables side by side, the first as long as the second at least.
fn resized<'a, T: Copy + Default>(into: &'a mut Vec<T>, from: &'a [T]) -> impl Iterator<Item = (&'a mut T, &'a T)> {
    into.resize(into.len().max(from.len()), T::default());
    into.iter_mut().zip(from)
}

impl SampleStatistics {
    /// Adds another region's.
    pub fn merge(&mut self, other: &Self) {
        let (tally, t) = (&mut self.tally, &other.tally);
        tally.records += t.records;
        tally.used += t.used;
        tally.duplicates += t.duplicates;
        tally.secondary += t.secondary;
        tally.supplementary += t.supplementary;
        tally.qc_fail += t.qc_fail;
        tally.low_mapping_quality += t.low_mapping_quality;
        tally.unusable += t.unusable;
        resized(&mut self.qualities, &other.qualities).for_each(|(into, from)| add_pair(into, *from));
        add(&mut self.template_lengths, &other.template_lengths);
        for (longer_or_shorter, other) in resized(&mut self.repeats, &other.repeats) {
            longer_or_shorter.iter_mut().zip(other).for_each(|(into, from)| add_pair(into, *from));
        }
        other.doubtful_repeats.iter().for_each(|(bin, n)| *self.doubtful_repeats.entry(*bin).or_default() += n);
        self.gaps.iter_mut().zip(other.gaps).for_each(|(into, from)| *into += from);
        self.depth += other.depth;
        self.loci += other.loci;
        self.covered += other.covered;
    }
    /// Median length of properly paired templates, bases; none without one.
    pub fn median_template_length(&self) -> Option<u32> {
        let total: u64 = self.template_lengths.iter().sum();
        let mut below = 0;
        (0u32..)
            .zip(&self.template_lengths)
            .find(|(_, count)| {
                below += **count;
                below * 2 >= total && below > 0
            })
            .map(|(length, _)| length)
    }
    /// Mismatches a base that no variant explains; none where no base was compared.
    pub fn error_rate(&self) -> Option<f64> {
        let (bases, errors) = self.qualities.iter().fold((0, 0), |sum, q| (sum.0 + q[0], sum.1 + q[1]));
        (bases > 0).then(|| crate::maths::float(errors) / crate::maths::float(bases))
    }
    /// The base quality that half of the bases reach, Phred; none where no base was compared.
    pub fn median_base_quality(&self) -> Option<u8> {
        let total: u64 = self.qualities.iter().map(|row| row[0]).sum();
        let mut below = 0;
        (0u8..)
            .zip(&self.qualities)
            .find(|(_, row)| {
                below += row[0];
                below * 2 >= total && below > 0
            })
            .map(|(quality, _)| quality)
    }
    /// Mean fragment depth over the regions; none without a base.
    pub fn mean_depth(&self) -> Option<f64> {
        (self.loci > 0).then(|| crate::maths::float(self.depth) / crate::maths::float(self.loci))
    }
}

impl PairStatistics {
    /// Adds another region's.
    pub fn merge(&mut self, other: &Self) {
        self.tumour.merge(&other.tumour);
        self.normal.merge(&other.normal);
        self.assessed_loci += other.assessed_loci;
        self.germline_sites += other.germline_sites;
        self.identity[0] += other.identity[0];
        self.identity[1] += other.identity[1];
        add(&mut self.contexts, &other.contexts);
        other.homozygous.iter().for_each(|(bin, n)| *self.homozygous.entry(*bin).or_default() += n);
        for (bin, n) in &other.homozygous_in_tumour {
            *self.homozygous_in_tumour.entry(*bin).or_default() += n;
        }
        add_pair(&mut self.one_sided.alone, other.one_sided.alone);
        add_pair(&mut self.one_sided.other_lost, other.one_sided.other_lost);
        add_pair(&mut self.one_sided.hotspots, other.one_sided.hotspots);
        other.contamination.iter().for_each(|(bin, n)| *self.contamination.entry(*bin).or_default() += n);
    }
}
