//! Settings. `Default` is the clinical setting.

use marv_model::{
    genome::{Interval, Locus},
    tandem::TandemDuplication,
};
use serde::{Deserialize, Serialize};

/// What a sweep takes for evidence. Every shard of a run must be swept with the same values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepConfig {
    /// Reads below this mapping quality are only counted. Phred.
    pub min_mapping_quality: u8,
    /// What a missing mapping quality (255) is taken for. Phred. METHOD: 20, the lowest that is used at all: SAM says
    /// "not available", which is neither perfect nor absent.
    pub missing_mapping_quality: u8,
    /// Bases below this quality say nothing. Phred.
    pub min_base_quality: u8,
    /// Tumour reads that must carry an allele before it is looked at.
    pub min_alternate_reads: u32,
    /// Their base qualities must add up to this. Phred.
    pub min_alternate_quality: u32,
    /// Tumour log10 odds (allele against error, at reported qualities) below which a candidate is not kept.
    pub min_log_odds: f64,
    /// A site whose normal shows the allele at least at this fraction, in at least `germline_reads` of at least
    /// `germline_depth` reads, is set aside as germline and not judged, where the tumour agrees: see `germline_margin`.
    pub germline_fraction: f64,
    /// See `germline_fraction`.
    pub germline_reads: u32,
    /// See `germline_fraction`.
    pub germline_depth: u32,
    /// Standard errors by which the tumour's fraction must lie below twice the normal's for a site to be set aside.
    /// METHOD: 1.64, so that of somatic alleles at the very edge (half of the normal is tumour) one in twenty is lost to
    /// it, and fewer of all others.
    pub germline_margin: f64,
    /// Longest insertion or deletion taken from an alignment, bases.
    pub max_indel: u32,
    /// Longest deletion proposed from clipped reads, bases.
    pub max_clip_event: u32,
    /// Whether places where alignments disagree are assembled, which proposes events that no alignment shows.
    pub assemble: bool,
    /// Longest tandem duplication or insertion proposed from clipped reads, bases; at most 1,000, which a region's margin
    /// holds.
    pub max_tandem: u32,
}

impl Default for SweepConfig {
    fn default() -> Self {
        Self {
            min_mapping_quality: 20,
            missing_mapping_quality: 20,
            min_base_quality: 15,
            min_alternate_reads: 2,
            min_alternate_quality: 50,
            min_log_odds: 2.0,
            germline_fraction: 0.25,
            germline_reads: 4,
            germline_depth: 12,
            germline_margin: 1.64,
            max_indel: 200,
            max_clip_event: 200,
            assemble: true,
            max_tandem: 1_000,
        }
    }
}

/// How evidence becomes calls. `Default` is the clinical setting for 80x and 40x genomes and panels deeper than that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SomaticConfig {
    /// The share of the normal that is tumour, 0 to 1, set instead of estimated.
    pub tumour_in_normal: Option<f64>,
    /// METHOD: a hotspot is somatic with at least this prior probability: 1e-4, between a base's and a driver's
    /// frequency among patients.
    pub hotspot_prior: f64,
    /// METHOD: an allele of the panel's coding bases is somatic with at least this prior probability: 2e-6, for of the 3.4
    /// drivers of a patient (5,234 in 1,540 with AML: Papaemmanuil 2016, doi 10.1056/NEJMoa1516192) each is one of the about
    /// 1.8 million substitutions of 222 genes' coding bases.
    pub panel_prior: f64,
    /// Where somatic hypermutation clusters (targets of AID such as BCL2, BCL6, MYC, IGH), or real events may otherwise
    /// crowd: rules about neighbours and depth flag there and do not filter.
    pub exempt_regions: Vec<Interval>,
    /// Where tandem duplications recur as drivers and are not inherited, such as FLT3's exons 13 to 15. Rules about neighbours
    /// and depth only flag them.
    pub tandem_regions: Vec<Interval>,
    /// Each soft filter's threshold.
    pub thresholds: Thresholds,
}

impl Default for SomaticConfig {
    fn default() -> Self {
        Self {
            tumour_in_normal: None,
            hotspot_prior: 1e-4,
            panel_prior: 2e-6,
            exempt_regions: Vec::new(),
            tandem_regions: Vec::new(),
            thresholds: Thresholds::default(),
        }
    }
}

impl SomaticConfig {
    /// Whether rules about neighbours and depth only flag here.
    pub fn is_exempt(&self, locus: Locus) -> bool {
        self.exempt_regions.iter().any(|region| region.contains(locus))
    }
    /// Whether a duplication touches a region where such recur.
    pub fn is_recurrent(&self, tandem: &TandemDuplication) -> bool {
        self.tandem_regions.iter().any(|region| region.overlaps(&tandem.interval))
    }
    /// For discovery: one call in ten may be false.
    pub fn discovery() -> Self {
        let thresholds =
            Thresholds { max_false_discovery: Some(0.1), max_false_per_megabase: None, ..Thresholds::default() };
        Self { thresholds, ..Self::default() }
    }
    /// The cuts of BALSAMIC's tumour/normal workflow that reads alone can answer (its documentation of filters, version
    /// 19): 10 fragments, 3 of them with the allele, 5 %.
    pub fn balsamic() -> Self {
        let thresholds = Thresholds { min_depth: 10, min_alternate: 3, min_fraction: 0.05, ..Thresholds::default() };
        Self { thresholds, ..Self::default() }
    }
    /// For measuring and for research: candidates down to three in ten, no floor on the fraction.
    pub fn sensitive() -> Self {
        let thresholds = Thresholds {
            max_error_probability: 0.7,
            max_false_discovery: None,
            max_false_per_megabase: None,
            min_fraction: 0.0,
            ..Thresholds::default()
        };
        Self { thresholds, ..Self::default() }
    }
    /// For reports where a false call costs more than a missed one: nine in ten must be right.
    pub fn strict() -> Self {
        let thresholds = Thresholds { max_error_probability: 0.1, min_fraction: 0.05, ..Thresholds::default() };
        Self { thresholds, ..Self::default() }
    }
}

/// What each filter compares with. Sources: filters of Mutect2, Strelka2 and SAGE, and haematological pipelines, as each
/// filter says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// `low_depth`: fewest informative fragments in the tumour.
    pub min_depth: u32,
    /// `low_depth`: fewest of them with the allele.
    pub min_alternate: u32,
    /// `low_normal_depth`: fewest informative fragments in the normal.
    pub min_normal_depth: u32,
    /// `high_depth`: most fragments in the normal (tumour without one), as a multiple of the sample's mean; none is off,
    /// as for panels.
    pub max_relative_depth: Option<f64>,
    /// `base_call_noise`: largest share of fragments set aside in either sample.
    pub max_set_aside: f64,
    /// `spanning_deletion`: largest share of the tumour's fragments that delete the place of a substitution.
    pub max_deleted: f64,
    /// `base_qual`: lowest median alternate quality, Phred.
    pub min_base_quality: f64,
    /// `map_qual`: lowest median alternate mapping quality, Phred. Below Mutect2's 30, since the likelihood weighs it too.
    pub min_mapping_quality: f64,
    /// `map_qual_difference`: largest drop of the alternate's mapping quality below the reference's, Phred.
    pub max_mapping_quality_drop: f64,
    /// `position`: least median distance from the nearer read end, bases.
    pub min_end_distance: f64,
    /// `strand_bias`: largest probability of an error on one strand.
    pub max_strand_probability: f64,
    /// `orientation`: largest probability of an error in one orientation.
    pub max_orientation_probability: f64,
    /// `duplicate`: distinct fragments wanted of at least three, and of at least five, alternate ones.
    pub min_starts: [u32; 2],
    /// `fragment_length`: least share of the library's templates that are as short as the alternate's median.
    pub min_template_share: f64,
    /// `slippage`: shortest repeat in bases that is judged.
    pub min_repeat: u32,
    /// `slippage`: largest probability that slippage alone makes as many.
    pub max_slippage_probability: f64,
    /// `normal_artifact`: largest probability of an error that both samples share.
    pub max_shared_probability: f64,
    /// `contamination`: largest probability that another person carries it.
    pub max_another_probability: f64,
    /// `germline`: largest probability that it is inherited.
    pub max_germline_probability: f64,
    /// `weak_evidence`: largest probability of an artefact, among artefact and somatic, whatever the false-discovery rate
    /// would allow; the only line for hotspots and supplied variants. METHOD: 0.45: the cut that maximises the expected F1
    /// lies near half of the F1 that is reached, 0.9.
    pub max_error_probability: f64,
    /// `weak_evidence`: the share of all calls of a kind (substitutions; insertions and deletions) that may be expected to be
    /// false; none is off. The line follows from the sample's own candidates.
    pub max_false_discovery: Option<f64>,
    /// `weak_evidence`: false substitutions, and false insertions and deletions, that may be expected in a megabase of judged
    /// loci; none is off.
    pub max_false_per_megabase: Option<[f64; 2]>,
    /// `panel_of_normals`: most normals of the panel that may show it.
    pub max_normals: u32,
    /// `low_allele_frac`: lowest fraction in the tumour.
    pub min_fraction: f64,
    /// `clustered_events`: most other candidates within `cluster_window` bases.
    pub max_cluster: u32,
    /// `clustered_events`: bases on each side.
    pub cluster_window: u32,
    /// `multiallelic`: most other strong alternate alleles at the place.
    pub max_other_alleles: u32,
    /// `multiallelic`: log10 odds that make another allele strong.
    pub strong_log_odds: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            min_depth: 8,
            min_alternate: 0,
            min_normal_depth: 8,
            max_relative_depth: Some(4.0),
            max_set_aside: 0.4,
            max_deleted: 0.75,
            min_base_quality: 20.0,
            min_mapping_quality: 25.0,
            max_mapping_quality_drop: 15.0,
            min_end_distance: 3.0,
            max_strand_probability: 0.5,
            max_orientation_probability: 0.5,
            min_starts: [2, 3],
            min_template_share: 0.01,
            min_repeat: 8,
            max_slippage_probability: 1e-3,
            max_shared_probability: 0.5,
            max_another_probability: 0.5,
            max_germline_probability: 0.5,
            max_error_probability: 0.45,
            max_false_discovery: Some(0.02),
            max_false_per_megabase: Some([0.5, 0.75]),
            max_normals: 1,
            min_fraction: 0.01,
            max_cluster: 3,
            cluster_window: 50,
            max_other_alleles: 1,
            strong_log_odds: 5.0,
        }
    }
}
