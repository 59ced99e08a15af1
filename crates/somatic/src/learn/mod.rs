//! Sums of all regions become what belongs to the whole sample.

use marv_model::case::Estimate;
use serde::{Deserialize, Serialize};

use crate::{
    config::SomaticConfig,
    likelihood::{errors::ErrorModel, explain::ContaminationPrior},
    statistics::{PairStatistics, SampleStatistics},
};

mod contamination;
mod quality;
mod rates;

pub use rates::Rates;

/// What was learned of a pair, from integers alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Error rates of the tumour and of the normal.
    pub errors: [ErrorModel; 2],
    /// How often each explanation is right, a locus; substitutions and indels.
    pub rates: [Rates; 2],
    /// The share of the normal that is tumour, as probabilities.
    pub contamination: ContaminationPrior,
    /// The same as an estimate with its interval; none where too few somatic substitutions tell.
    pub tumour_in_normal: Option<Estimate>,
    /// Whether the user set it.
    pub tumour_in_normal_set: bool,
    /// Mean fragment depth, tumour and normal; none where coverage is too uneven for a mean to mean anything.
    pub mean_depth: [Option<f64>; 2],
    /// The base quality that half of the tumour's bases reach, Phred; 30 where no base was compared.
    pub typical_base_quality: u8,
    /// Share of homozygous germline sites of the normal that the tumour shares; none without a site.
    pub identity: Option<f64>,
}

impl Default for Learned {
    /// What is expected before any read is seen.
    fn default() -> Self {
        Self::fit(&PairStatistics::default(), &SomaticConfig::default())
    }
}

impl Learned {
    /// Fits everything. Equal sums give equal values, whatever they are the sums of.
    pub fn fit(statistics: &PairStatistics, config: &SomaticConfig) -> Self {
        let (contamination, estimate) = match config.tumour_in_normal {
            Some(share) => (ContaminationPrior(vec![(share.clamp(0.0, 1.0), 1.0)]), None),
            None => contamination::estimate(&statistics.contamination),
        };
        let sites = statistics.identity[0] + statistics.identity[1];
        let float = crate::maths::float;
        Self {
            errors: [&statistics.tumour, &statistics.normal].map(quality::errors),
            rates: [
                rates::fit(&statistics.substitutions, statistics.assessed_loci, Rates::substitutions()),
                rates::fit(&statistics.indels, statistics.assessed_loci, Rates::indels()),
            ],
            contamination,
            tumour_in_normal: estimate,
            tumour_in_normal_set: config.tumour_in_normal.is_some(),
            mean_depth: [even_depth(&statistics.tumour), even_depth(&statistics.normal)],
            typical_base_quality: statistics.tumour.median_base_quality().unwrap_or(30),
            identity: (sites > 0).then(|| float(statistics.identity[0]) / float(sites)),
        }
    }
}

/// METHOD: a captured exome or panel covers islands; there the mean over all loci says nothing of a locus. Four in five
/// loci must be covered for it to count.
fn even_depth(statistics: &SampleStatistics) -> Option<f64> {
    (statistics.covered * 5 >= statistics.loci * 4).then(|| statistics.mean_depth()).flatten()
}
