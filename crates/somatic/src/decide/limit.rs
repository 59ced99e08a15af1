//! How small an allele could be and still be called.

use marv_model::{call::AlleleEvidence, genome::ContigId, units::AlleleFraction, variant::SmallVariant};

use super::Weighed;
use crate::{
    background::{Background, Known},
    config::SomaticConfig,
    evidence::{Candidate, Observations, Repeat, SampleEvidence},
    filters::{self, Case},
    learn::Learned,
    maths::binomial_tail,
};

/// The depth of a clean normal that the limit supposes, fragments. Any other from 8 on gives the same limit, since what is rare
/// in the tumour is not inherited.
const NORMAL_DEPTH: u32 = 30;
/// Fractions are tried in steps of one in a thousand.
const STEPS: u32 = 1_000;

/// The lowest fraction of a substitution of the panel that would be called without a filter with a probability of 95 % at
/// `depth` fragments in the tumour; none where no fraction would be.
///
/// METHOD: the fewest alternate fragments that pass every rule (the sample's median base quality, mapping quality 60, both
/// strands, a clean normal of 30 fragments), by the rules themselves; then the fraction at which the binomial shows as many.
pub fn limit_of_detection(depth: u32, learned: &Learned, config: &SomaticConfig) -> Option<AlleleFraction> {
    let fewest = (1..=depth.min(200)).find(|alternate| passes(*alternate, depth, learned, config))?;
    let fraction = |step: u32| f64::from(step) / f64::from(STEPS);
    // The probability grows with the fraction: bisection over the steps.
    let (mut low, mut high) = (0, STEPS);
    while low < high {
        let middle = u32::midpoint(low, high);
        if binomial_tail(fewest, depth, fraction(middle)) >= 0.95 {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    AlleleFraction::new(fraction(low)).ok()
}

fn passes(alternate: u32, depth: u32, learned: &Learned, config: &SomaticConfig) -> bool {
    let Ok(variant) = SmallVariant::new(ContigId(0), 0, "A", "C") else { return false };
    let quality = learned.typical_base_quality;
    let halves = |count: u32| [count / 2, count - count / 2];
    let sample = |alternate: u32, reference: u32| {
        let sets = |count: u32| [halves(count)[0], halves(count)[1], 0];
        let group = |alternate, count| Observations { alternate, quality, mapping_quality: 60, count };
        SampleEvidence {
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
            ..SampleEvidence::default()
        }
    };
    let candidate = Candidate {
        variant,
        tandem: None,
        owned: true,
        in_panel: true,
        forced: None,
        contested: false,
        tumour: sample(alternate, depth - alternate),
        normal: Some(sample(0, NORMAL_DEPTH)),
        repeat: Repeat::default(),
        context: [crate::context::UNKNOWN; 2],
        in_phase: Vec::new(),
    };
    // The depth rule compares with the run's mean, which a supposed normal does not have.
    let learned = Learned { mean_depth: [None, None], ..learned.clone() };
    let weighed = Weighed::new(&candidate, &learned, config, &Background::default());
    let case = Case {
        candidate: &candidate,
        detail: &weighed.detail,
        learned: &learned,
        config,
        known: Known::default(),
        panel_of_normals: None,
        neighbours: 0,
        other_alleles: 0,
        exempt: false,
    };
    filters::apply(&case, &mut Vec::new()).is_empty()
}
