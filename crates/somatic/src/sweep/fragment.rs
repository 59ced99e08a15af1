//! Reads become fragments: overlapping mates are one observation.

use marv_model::{call::AlleleEvidence, units::AlleleFraction};

use super::{
    sides::{self, BOTH, Sides},
    store::Read,
};
use crate::{
    evidence::{Observations, SampleEvidence},
    maths::median,
};

/// What a fragment speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allele {
    Reference,
    Alternate,
    Other,
    /// Mates that contradict each other, or a call too poor to count.
    SetAside,
    /// The place is deleted on it.
    Deleted,
}

/// One fragment at one locus.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fragment {
    pub(crate) name: u64,
    start: u32,
    mate_start: u32,
    meets_mate: bool,
    pub(crate) allele: Allele,
    /// Phred.
    pub(crate) quality: u8,
    /// What two agreeing readings of the template are worth together; of one, its quality. Phred.
    trust: u8,
    pub(crate) mapping_quality: u8,
    /// Bit 0 forward, bit 1 reverse.
    strands: u8,
    /// F1R2 or not; none unpaired.
    orientation: Option<bool>,
    /// Bases from the nearer end of the aligned part.
    end_distance: u32,
    /// Other differences around.
    differences: u32,
    clipped: bool,
    /// Bases; none of what is no proper pair.
    template: Option<u32>,
    key: (u32, u32),
    sides: Sides,
}

impl Fragment {
    pub(crate) fn new(read: &Read, allele: Allele, quality: u8, end_distance: u32, differences: u32) -> Self {
        Self {
            name: read.name,
            start: read.start,
            mate_start: read.mate_start,
            meets_mate: read.meets_mate,
            allele,
            quality,
            trust: quality,
            mapping_quality: read.mapping_quality,
            strands: if read.flags.is_reverse() { 2 } else { 1 },
            orientation: read.orientation(),
            end_distance,
            differences,
            clipped: read.clips != [0, 0],
            template: read.flags.is_proper_pair().then_some(read.template).filter(|length| *length > 0),
            key: read.fragment(),
            sides: BOTH,
        }
    }
    /// Of an event whose sides are counted.
    pub(crate) fn at_sides(self, sides: Sides) -> Self {
        Self { sides, ..self }
    }
    /// Looked for beside its mate wherever that lies on the contig.
    pub(crate) fn with_mate_of(self, read: &Read) -> Self {
        Self { meets_mate: read.mate_start != u32::MAX, ..self }
    }
}

/// METHOD: an error of the template, about one in 1e6 bases of a kind, is what two readings share. Phred.
const MOST_TRUST: u8 = 60;

/// The fragments over one locus.
#[derive(Debug, Default, Clone)]
pub(crate) struct Fragments(pub(crate) Vec<Fragment>);

impl Fragments {
    /// Adds a read's observation, or joins it to its mate's.
    ///
    /// METHOD: mates are found by the hash of their name and by each pointing at the other's start. Agreeing mates are
    /// one observation: both must have been misread alike, up to what the template itself may have wrong, which a second
    /// reading does not remove.
    /// Where one speaks and the other does not, the one that speaks counts; where they contradict, neither.
    pub(crate) fn add(&mut self, next: Fragment) {
        if next.meets_mate {
            let mate = self.0.iter_mut().find(|f| {
                f.name == next.name && f.meets_mate && f.mate_start == next.start && next.mate_start == f.start
            });
            if let Some(first) = mate {
                let speaks = |allele| matches!(allele, Allele::Reference | Allele::Alternate | Allele::Other);
                if first.allele == next.allele || !speaks(next.allele) {
                    if first.allele == next.allele {
                        first.quality = first.quality.max(next.quality);
                        first.trust = first.trust.saturating_add(next.trust).min(MOST_TRUST);
                        first.strands |= next.strands;
                        first.end_distance = first.end_distance.max(next.end_distance);
                        first.mapping_quality = first.mapping_quality.max(next.mapping_quality);
                        (0..2).for_each(|side| first.sides[side] |= next.sides[side]);
                    }
                } else if speaks(first.allele) {
                    first.allele = Allele::SetAside;
                } else {
                    *first = Fragment { name: first.name, ..next };
                }
                return;
            }
        }
        self.0.push(next);
    }

    /// Names of the alternate fragments, sorted.
    pub(crate) fn alternate_names(&self) -> Vec<u64> {
        let mut names: Vec<u64> = self.0.iter().filter(|f| f.allele == Allele::Alternate).map(|f| f.name).collect();
        names.sort_unstable();
        names
    }

    /// What is kept of them.
    pub(crate) fn evidence(&self) -> SampleEvidence {
        let mut evidence = SampleEvidence::default();
        let mut summary = AlleleEvidence { raw_depth: size(self.0.len()), ..AlleleEvidence::default() };
        let mut groups: Vec<Observations> = Vec::new();
        let (mut qualities, mut distances, mut templates, mut keys) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut mapping = [Vec::new(), Vec::new()];
        let mut differences = [Vec::new(), Vec::new()];
        // Fragments without the allele and with it, over the left side and the right one.
        let mut over = [[0; 2]; 2];
        for f in &self.0 {
            if matches!(f.allele, Allele::Reference | Allele::Alternate | Allele::Other) {
                let over = &mut over[usize::from(f.allele == Allele::Alternate)];
                (0..2).for_each(|side| over[side] += u32::from(f.sides[side]));
            }
            let alternate = match f.allele {
                Allele::Reference => false,
                Allele::Alternate => true,
                // A third allele: it is not this one, and weighs so, though it is not the reference either.
                Allele::Other => {
                    summary.other += 1;
                    add(&mut groups, false, f);
                    continue;
                }
                Allele::SetAside => {
                    evidence.set_aside += 1;
                    continue;
                }
                Allele::Deleted => {
                    evidence.deleted += 1;
                    continue;
                }
            };
            add(&mut groups, alternate, f);
            let set = usize::from(f.strands) - 1;
            let strands = [u32::from(f.strands & 1), u32::from(f.strands >> 1)];
            mapping[usize::from(alternate)].push(u32::from(f.mapping_quality));
            differences[usize::from(alternate)].push(f.differences);
            if alternate {
                summary.alternate += 1;
                summary.alternate_strands[0] += strands[0];
                summary.alternate_strands[1] += strands[1];
                evidence.alternate_strand_sets[set] += 1;
                if let Some(f1r2) = f.orientation {
                    summary.alternate_orientation[usize::from(!f1r2)] += 1;
                }
                qualities.push(u32::from(f.quality));
                distances.push(f.end_distance);
                templates.extend(f.template);
                keys.push(f.key);
                evidence.alternate_clipped += u32::from(f.clipped);
            } else {
                summary.reference += 1;
                summary.reference_strands[0] += strands[0];
                summary.reference_strands[1] += strands[1];
                evidence.reference_strand_sets[set] += 1;
                if let Some(f1r2) = f.orientation {
                    evidence.reference_orientation[usize::from(!f1r2)] += 1;
                }
            }
        }
        groups.sort_unstable();
        keys.sort_unstable();
        keys.dedup();
        let [reference_mapping, alternate_mapping] = &mut mapping;
        summary.alternate_base_quality = median(&mut qualities);
        summary.mapping_quality = [median(alternate_mapping), median(reference_mapping)];
        summary.alternate_end_distance = median(&mut distances);
        summary.alternate_starts = size(keys.len());
        let counted = self.0.iter().any(|f| f.sides != BOTH);
        let share = if counted { sides::share(over[1], over[0]) } else { None };
        summary.share = share.and_then(|share| AlleleFraction::new(share).ok());
        evidence.templates = size(templates.len());
        evidence.template_length = median(&mut templates);
        let [reference_differences, alternate_differences] = &mut differences;
        evidence.other_differences = [median(alternate_differences), median(reference_differences)];
        evidence.summary = summary;
        evidence.observations = groups;
        evidence
    }
}

/// Adds a fragment to the group of its like.
fn add(groups: &mut Vec<Observations>, alternate: bool, f: &Fragment) {
    let next = Observations { alternate, quality: f.trust, mapping_quality: f.mapping_quality, count: 1 };
    match groups.iter_mut().find(|g| Observations { count: 1, ..**g } == next) {
        Some(group) => group.count += 1,
        None => groups.push(next),
    }
}

/// A count of fragments.
pub(crate) fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
