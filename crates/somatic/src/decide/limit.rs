//! How small an allele could be and still be called.

use marv_model::{genome::ContigId, units::AlleleFraction, variant::SmallVariant};

use super::Weighed;
use crate::{
    background::{Background, Known},
    config::SomaticConfig,
    evidence::{Candidate, Repeat, SampleEvidence},
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
    let candidate = Candidate {
        variant,
        tandem: None,
        owned: true,
        in_panel: true,
        forced: None,
        contested: false,
        assembled: false,
        tumour: SampleEvidence::clear(alternate, depth - alternate, quality),
        normal: Some(SampleEvidence::clear(0, NORMAL_DEPTH, quality)),
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
