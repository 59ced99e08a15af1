//! What a sweep of one region yields, and its stored form.

use marv_model::{
    call::{AlleleEvidence, Forced},
    genome::Interval,
    tandem::TandemDuplication,
    variant::SmallVariant,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    statistics::{FEWEST_UNITS, PairStatistics},
};

/// The stored form's version. Raised on every change of any type below.
pub const EVIDENCE_VERSION: u32 = 12;

/// What the reads of a pair show in one region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionEvidence {
    /// The region; its loci and no others are its own.
    pub region: Interval,
    /// Sums.
    pub statistics: PairStatistics,
    /// Candidates in the genome's order, of the region and a little beyond it.
    pub candidates: Vec<Candidate>,
    /// What assembly put into a whole: learned from as if assembly were off, and no call.
    pub parts: Vec<Candidate>,
    /// Alleles of the region that were set aside as germline, in the genome's order.
    pub germline: Vec<GermlineSite>,
    /// Depth over the panel's intervals that lie in the region, by their index.
    pub panel: Vec<PanelDepth>,
}

/// An allele that both samples plainly show as inherited: counted, and not judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GermlineSite {
    /// The allele.
    pub variant: SmallVariant,
    /// Its reads, and all reads over the place, in the tumour.
    pub tumour: [u32; 2],
    /// The same in the normal.
    pub normal: [u32; 2],
}

/// An allele that earned a full look.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact by itself")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The allele, left-aligned.
    pub variant: SmallVariant,
    /// What it duplicates; its fragments are then counted at the junction and at the ends of the duplicated stretch.
    pub tandem: Option<TandemDuplication>,
    /// Whether its locus lies in the region; others are there for their neighbours' sake.
    pub owned: bool,
    /// Whether it changes the panel, that is, coding bases of the genes that were asked for, or the two beside an exon.
    pub in_panel: bool,
    /// Why it is looked at in any case.
    pub forced: Option<Forced>,
    /// The normal shows it as often as a germline site, but the tumour leaves it open. It is judged, and nothing is learned
    /// from it.
    pub contested: bool,
    /// Only the assembly proposed it. It is judged by what was learned of others and by its own reads; nothing is learned from
    /// it, and it is nobody's neighbour but its own kind's, so that assembly never takes a call away.
    pub assembled: bool,
    /// In the tumour.
    pub tumour: SampleEvidence,
    /// In the normal.
    pub normal: Option<SampleEvidence>,
    /// The repeat that it lies in.
    pub repeat: Repeat,
    /// The eight bases that a read of the forward strand, and one of the reverse strand, passes before it, two bits a base
    /// (A, C, G, T), the last one lowest; 65,536 where one is not known.
    pub context: [u32; 2],
    /// Candidates in phase with it: their indices in the region's list, and shared alternate fragments in the tumour.
    pub in_phase: Vec<(u32, u32)>,
}

/// METHOD: an aligner that gives half of the reads with the allele less than this is in doubt where they belong: one in
/// 10,000 is elsewhere. BWA-MEM, minimap2 and Bowtie 2 give 60, 60 and 42 where they are not.
const CERTAIN_PLACE: f32 = 40.0;

impl Candidate {
    /// Whether it is in doubt that the reads which show the allele belong here.
    pub(crate) fn is_doubtful(&self) -> bool {
        let [_, alternate] = self.tumour.summary.mapping_quality;
        self.tumour.summary.alternate > 0 && alternate < CERTAIN_PLACE
    }
}

/// One sample's observations of one allele.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SampleEvidence {
    /// As reported.
    pub summary: AlleleEvidence,
    /// Equal observations, counted.
    pub observations: Vec<Observations>,
    /// Fragments whose alignment deletes the place.
    pub deleted: u32,
    /// Fragments whose observation was set aside: low base quality, or too many differences around.
    pub set_aside: u32,
    /// Median number of other differences within 50 bases on the alternate reads, and on the reference reads.
    pub other_differences: [f32; 2],
    /// Alternate observations on reads with a soft clip.
    pub alternate_clipped: u32,
    /// Alternate fragments seen on the forward strand only, the reverse strand only, both.
    pub alternate_strand_sets: [u32; 3],
    /// The same of the reference fragments.
    pub reference_strand_sets: [u32; 3],
    /// Reference fragments in F1R2 and F2R1 orientation.
    pub reference_orientation: [u32; 2],
    /// Alternate fragments that are proper pairs.
    pub templates: u32,
    /// Their median template length, bases; 0 without one.
    pub template_length: f32,
}

/// Fragments that say the same with the same trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Observations {
    /// Whether they show the alternate allele; the reference or a third allele otherwise.
    pub alternate: bool,
    /// Phred, as reported, of agreeing mates the sum, at most 60; for insertions and deletions the difference between the two alleles' alignments.
    pub quality: u8,
    /// Phred.
    pub mapping_quality: u8,
    /// How many.
    pub count: u32,
}

/// A short tandem repeat of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Repeat {
    /// Bases of a unit, 1 to 4; 0 where there is no repeat.
    pub unit: u8,
    /// Units in a row.
    pub count: u8,
    /// Units gained or lost, when the variant does exactly that; 0 otherwise.
    pub change: i16,
}

impl SampleEvidence {
    /// Fragments as clear as they can be, for limits and tests: in the middle of reads, placed for certain, half of them on
    /// either strand and in either orientation, each base of this quality (Phred).
    pub fn clear(alternate: u32, reference: u32, quality: u8) -> Self {
        let halves = |count: u32| [count / 2, count - count / 2];
        let sets = |count: u32| [count / 2, count - count / 2, 0];
        let group = |alternate, count| Observations { alternate, quality, mapping_quality: 60, count };
        Self {
            summary: AlleleEvidence {
                reference,
                alternate,
                reference_strands: halves(reference),
                alternate_strands: halves(alternate),
                alternate_orientation: halves(alternate),
                alternate_base_quality: f32::from(quality),
                mapping_quality: [60.0, 60.0],
                alternate_end_distance: 40.0,
                alternate_starts: alternate,
                raw_depth: reference + alternate,
                ..AlleleEvidence::default()
            },
            observations: [group(false, reference), group(true, alternate)]
                .into_iter()
                .filter(|g| g.count > 0)
                .collect(),
            alternate_strand_sets: sets(alternate),
            reference_strand_sets: sets(reference),
            reference_orientation: halves(reference),
            ..Self::default()
        }
    }
}

impl Repeat {
    /// Whether it is long enough to slip, and the variant does just that.
    pub(crate) fn slips(self) -> bool {
        let unit = usize::from(self.unit).checked_sub(1);
        let fewest = unit.and_then(|unit| FEWEST_UNITS.get(unit));
        self.change != 0 && fewest.is_some_and(|fewest| usize::from(self.count) >= *fewest)
    }
    /// Whether more than two bases are gained or lost.
    pub(crate) fn is_long(self) -> bool {
        self.unit == 0 || u16::from(self.unit) * self.change.unsigned_abs() > 2
    }
}

/// Depth over a part of a panel's interval.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PanelDepth {
    /// As given in the task.
    pub index: u32,
    /// Bases by fragment depth, tumour: (depth, bases), ascending.
    pub tumour: Vec<(u32, u32)>,
    /// The same in the normal; empty without one.
    pub normal: Vec<(u32, u32)>,
}

impl PanelDepth {
    /// Adds another part of the same interval.
    pub fn merge(&mut self, other: &Self) {
        for (into, from) in [(&mut self.tumour, &other.tumour), (&mut self.normal, &other.normal)] {
            for (depth, bases) in from {
                match into.binary_search_by_key(depth, |(depth, _)| *depth) {
                    Ok(at) => into[at].1 += bases,
                    Err(at) => into.insert(at, (*depth, *bases)),
                }
            }
        }
    }
}

impl RegionEvidence {
    /// The stored form: the version, four bytes little-endian, then the values in postcard's wire format.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        let form = |error: postcard::Error| Error::EvidenceForm { reason: error.to_string() };
        postcard::to_extend(self, EVIDENCE_VERSION.to_le_bytes().to_vec()).map_err(form)
    }
    /// Reads the stored form back.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        let (version, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or_else(|| Error::EvidenceForm { reason: format!("{} bytes are too few", bytes.len()) })?;
        let found = u32::from_le_bytes(*version);
        if found != EVIDENCE_VERSION {
            return Err(Error::EvidenceVersion { found, expected: EVIDENCE_VERSION });
        }
        postcard::from_bytes(rest).map_err(|error| Error::EvidenceForm { reason: error.to_string() })
    }
}
