//! Sums of all regions become what belongs to the whole sample.

use marv_model::{case::Estimate, variant::VariantKind};
use serde::{Deserialize, Serialize};

use crate::{
    config::{SomaticConfig, Thresholds},
    evidence::{Candidate, RegionEvidence},
    likelihood::{errors::ErrorModel, explain::ContaminationPrior},
    statistics::{PairStatistics, SampleStatistics},
};

mod another_person;
mod candidates;
mod contamination;
mod cut;
mod mixture;
mod quality;
mod slippage;
pub(crate) mod strands;
pub(crate) mod substitutions;

pub use candidates::CandidateSums;
pub use contamination::Carried;
pub use mixture::{Mixture, Rates};
pub use strands::StrandContexts;
pub use substitutions::SubstitutionRates;

/// What was learned of a pair, from integers alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Error rates of the tumour and of the normal.
    pub errors: [ErrorModel; 2],
    /// How often each explanation is right, and the fractions of acquired alleles; substitutions and indels.
    pub mixtures: [Mixture; 2],
    /// The largest probability of an artefact, among artefact and somatic, that a substitution, and that an insertion or
    /// deletion may have: see
    /// [`crate::Thresholds::max_false_discovery`].
    pub max_error_probability: [f64; 2],
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
    /// Of the tumour's proper pairs those of each template length or shorter, bases.
    pub templates: Vec<u64>,
    /// Share of homozygous germline sites of the normal that the tumour shares; none without a site.
    pub identity: Option<f64>,
    /// The share of the tumour's DNA that is another person's; none where too few sites tell.
    pub another_person: Option<Estimate>,
    /// The share of the normal's DNA that is another person's; none where too few sites tell.
    pub another_in_normal: Option<Estimate>,
    /// Substitutions that the tumour, and that the normal shows and the other one lacks.
    pub one_sided: [u64; 2],
}

/// METHOD: fewer templates than this do not show how long a library's are.
const TEMPLATES: u64 = 1_000;

/// Running sums.
fn up_to(counts: &[u64]) -> Vec<u64> {
    counts
        .iter()
        .scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        })
        .collect()
}

impl Default for Learned {
    /// What is expected before any read is seen.
    fn default() -> Self {
        Self::fit(&PairStatistics::default(), &SomaticConfig::default())
    }
}

impl Learned {
    /// What is learned of reads: all but the mixtures and the line, which [`Learned::with_candidates`] adds. Equal sums give
    /// equal values, whatever they are the sums of.
    pub fn fit(statistics: &PairStatistics, config: &SomaticConfig) -> Self {
        let (contamination, estimate) = match config.tumour_in_normal {
            Some(share) => (ContaminationPrior(vec![(share.clamp(0.0, 1.0), 1.0)]), None),
            None => contamination::estimate(&statistics.contamination),
        };
        let sites = statistics.identity[0] + statistics.identity[1];
        let float = crate::maths::float;
        Self {
            errors: [&statistics.tumour, &statistics.normal].map(quality::errors),
            mixtures: Mixture::expected(),
            max_error_probability: [config.thresholds.max_error_probability; 2],
            contamination,
            tumour_in_normal: estimate,
            tumour_in_normal_set: config.tumour_in_normal.is_some(),
            mean_depth: [even_depth(&statistics.tumour), even_depth(&statistics.normal)],
            typical_base_quality: statistics.tumour.median_base_quality().unwrap_or(30),
            templates: up_to(&statistics.tumour.template_lengths),
            identity: (sites > 0).then(|| float(statistics.identity[0]) / float(sites)),
            another_person: another_person::estimate(&statistics.homozygous),
            another_in_normal: another_person::estimate_in_normal(&statistics.homozygous_in_tumour),
            one_sided: one_sided(statistics),
        }
    }
}

impl Learned {
    /// Tumour in the normal with what acquired rearrangements add to the substitutions; what the user set stands.
    ///
    /// They must be such that nobody inherits, chosen without regard to the normal: a fusion that recurs in blood cancer.
    pub fn tumour_in_normal_with(&self, carried: &[Carried]) -> Option<Estimate> {
        if self.tumour_in_normal_set {
            return self.tumour_in_normal;
        }
        contamination::with_carried(self.tumour_in_normal, &self.contamination, carried)
    }
    /// Everything, of evidence that is at hand as a whole.
    pub fn of(regions: &[RegionEvidence], config: &SomaticConfig) -> Self {
        let mut statistics = PairStatistics::default();
        for region in regions {
            statistics.merge(&region.statistics);
        }
        let learned = Self::fit(&statistics, config);
        let mut sums = CandidateSums::default();
        for region in regions {
            sums.merge(&CandidateSums::of(region, &learned));
        }
        learned.with_candidates(&sums, &statistics, config)
    }
    /// Adds what is learned of candidates, which were weighed by what was learned of reads.
    #[must_use]
    pub fn with_candidates(self, sums: &CandidateSums, statistics: &PairStatistics, config: &SomaticConfig) -> Self {
        let loci = statistics.assessed_loci;
        let mixtures = [
            Mixture::fit(&sums.substitutions, loci, Rates::substitutions(), Some(&statistics.contexts)),
            Mixture::fit(&sums.indels, loci, Rates::indels(), None),
        ];
        let Thresholds { max_false_discovery, max_false_per_megabase, max_error_probability, .. } = config.thresholds;
        let line = |kind: usize, bins| {
            let per_megabase = max_false_per_megabase.map(|most| most[kind]);
            cut::line(mixtures[kind].artefacts(bins), loci, max_false_discovery, per_megabase, max_error_probability)
        };
        let lines = [line(0, &sums.substitutions), line(1, &sums.indels)];
        Self { mixtures, max_error_probability: lines, ..self }
    }
    /// The share of the library's templates that are as short as this (bases) or shorter; none for a length that is not known,
    /// or where too few templates tell.
    pub(crate) fn template_share(&self, length: f32) -> Option<f64> {
        let all = self.templates.last().copied().filter(|all| *all >= TEMPLATES)?;
        let shorter = self.templates.iter().zip(0u16..).take_while(|(_, bases)| f32::from(*bases) <= length).last()?.0;
        // One more, so that no length is impossible.
        (length > 0.0).then(|| (crate::maths::float(*shorter) + 1.0) / (crate::maths::float(all) + 1.0))
    }
    /// The share of another person's DNA, where the estimate excludes that there is none.
    ///
    /// METHOD: from half a per cent at the lower end of the interval; below, errors and misplaced reads explain as much.
    pub(crate) fn another_share(&self) -> Option<f64> {
        self.another_person.filter(|estimate| estimate.interval[0] >= 0.005).map(|estimate| estimate.value)
    }
    /// Of the candidate's kind.
    pub(crate) fn mixture(&self, candidate: &Candidate) -> &Mixture {
        &self.mixtures[kind(candidate)]
    }
    /// The largest probability of an artefact that a candidate of the kind may have.
    pub(crate) fn line(&self, candidate: &Candidate) -> f64 {
        self.max_error_probability[kind(candidate)]
    }
}

/// 0 for substitutions, 1 for insertions and deletions.
fn kind(candidate: &Candidate) -> usize {
    usize::from(!matches!(candidate.variant.kind(), VariantKind::Snv | VariantKind::Mnv))
}

/// Substitutions of the tumour alone, and of the normal alone.
///
/// METHOD: those are taken off that a loss in the other sample explains: an inherited site loses the reference's base as often
/// as the other one, so each site that kept the other one alone stands for one that lost it; two are taken off for one, since
/// the halves differ by chance and inherited sites lie together on a copy.
fn one_sided(statistics: &PairStatistics) -> [u64; 2] {
    let counted = statistics.one_sided;
    [0, 1].map(|sample| counted.alone[sample].saturating_sub(2 * counted.other_lost[sample]))
}

/// METHOD: a captured exome or panel covers islands; there the mean over all loci says nothing of a locus. Four in five
/// loci must be covered for it to count.
fn even_depth(statistics: &SampleStatistics) -> Option<f64> {
    (statistics.covered * 5 >= statistics.loci * 4).then(|| statistics.mean_depth()).flatten()
}
