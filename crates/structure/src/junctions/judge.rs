//! Somatic, inherited or artefact: the posterior of a junction, and the filters.

use marv_model::{
    call::{LedgerEntry, Posterior, RuleVerdict},
    structure::{JunctionFilter, JunctionKind},
    units::ln_sum,
};
use serde::Serialize;

use super::candidates::Candidate;

/// Thresholds and priors of junctions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct JunctionConfig {
    /// The share of the normal's DNA that is the tumour sample's: 0 to 1.
    pub tumour_in_normal: f64,
    /// Phred; below it the evidence is weak.
    pub min_quality: f64,
    /// Mean mapping quality of the supporting reads; below it they map badly.
    pub min_mapping_quality: f64,
    /// The same where two chromosomes are joined by clipped reads alone.
    pub min_clipped_mapping_quality: f64,
    /// Informative fragments of the normal; below it nothing is called somatic.
    pub min_normal_fragments: f64,
    /// Share of the copies in the tumour.
    pub min_fraction: f64,
    /// Inversions shorter than this may be made by the library, in bases.
    pub fold_back_span: u32,
    /// They need so many fragments.
    pub fold_back_fragments: u32,
}

impl Default for JunctionConfig {
    fn default() -> Self {
        Self {
            tumour_in_normal: 0.0,
            min_quality: 12.0,
            min_mapping_quality: 15.0,
            min_clipped_mapping_quality: 30.0,
            min_normal_fragments: 8.0,
            min_fraction: 0.005,
            fold_back_span: 1_000,
            fold_back_fragments: 4,
        }
    }
}

/// Whether a junction is a rearrangement that recurs in blood cancer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recurrence {
    /// None that is known.
    None,
    /// It joins two stretches that recur, in any direction, as a gene and an enhancer: nobody inherits it.
    Named,
    /// It joins two genes head to tail, as they are known to be: less evidence is enough, too.
    Fusion,
}

/// What is known of a junction beside its reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Whether rearrangements that recur join these places.
    pub(crate) recurrence: Recurrence,
    /// The other junction of the same exchange passes by itself.
    pub(crate) exchanged: bool,
}

impl Known {
    fn is_fusion(self) -> bool {
        self.recurrence == Recurrence::Fusion
    }
    fn is_acquired(self) -> bool {
        self.recurrence != Recurrence::None
    }
}

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Observed<'a> {
    pub(crate) candidate: &'a Candidate,
    pub(crate) split: u32,
    pub(crate) pairs: u32,
    /// Of the split fragments, those whose mates lie on both sides as well.
    pub(crate) mated: u32,
    /// Of the split fragments with a placed mate, those whose mates do not.
    pub(crate) unmated: u32,
    pub(crate) known: Known,
    pub(crate) mapping_quality: f64,
    /// Fragments for it, and informative fragments in all, by sample.
    pub(crate) tumour: (f64, f64),
    pub(crate) normal: Option<(f64, f64)>,
    pub(crate) fraction: f64,
}

/// The version of these rules.
const VERSION: u32 = 4;
/// METHOD: shares over which the fractions are summed: fifty, evenly from 0.5 % to 100 %.
const STEPS: u32 = 50;

/// The judgement.
pub(crate) fn judge(
    seen: &Observed<'_>,
    config: &JunctionConfig,
) -> (Posterior, Vec<JunctionFilter>, Vec<LedgerEntry>) {
    let posterior = posterior(seen, config);
    let mut filters = Vec::new();
    let mut ledger = Vec::new();
    let mut rule = |filter: JunctionFilter, value: f64, threshold: f64, fails: bool| {
        let verdict = if fails { RuleVerdict::Fail } else { RuleVerdict::Pass };
        let (value, threshold) = (Some(value), Some(threshold));
        ledger.push(LedgerEntry { rule: filter.id().to_owned(), value, threshold, verdict, version: VERSION });
        if fails {
            filters.push(filter);
        }
    };
    let quality = evidence_quality(seen);
    let weak = quality < config.min_quality || posterior.artefact > 0.5 || is_mateless(seen);
    rule(JunctionFilter::WeakEvidence, quality, config.min_quality, weak);
    let mapping = seen.mapping_quality;
    let least = if clips_alone(seen) { config.min_clipped_mapping_quality } else { config.min_mapping_quality };
    rule(JunctionFilter::MapQual, mapping, least, mapping < least);
    let letters = complexity(seen.candidate);
    rule(JunctionFilter::LowComplexity, letters, MIN_COMPLEXITY, letters < MIN_COMPLEXITY);
    let junction = seen.candidate.adjacency.junction();
    let span = junction.span().filter(|_| junction.kind() == JunctionKind::Inversion);
    let short = span.is_some_and(|span| span < config.fold_back_span);
    let fragments = seen.split + seen.pairs;
    if short && !seen.known.exchanged {
        let few = fragments < config.fold_back_fragments;
        rule(JunctionFilter::FoldBack, f64::from(fragments), f64::from(config.fold_back_fragments), few);
    }
    rule(JunctionFilter::Germline, posterior.germline, 0.5, posterior.germline > 0.5);
    if let Some((_, informative)) = seen.normal {
        let least = config.min_normal_fragments;
        rule(JunctionFilter::LowNormalDepth, informative, least, informative < least);
    }
    rule(JunctionFilter::LowAlleleFrac, seen.fraction, config.min_fraction, seen.fraction < config.min_fraction);
    (posterior, filters, ledger)
}

/// METHOD: Phred of the chance that all fragments are false: a read across a junction that another shows to the base is
/// false once in a hundred, a pair once in thirty, less what looking at so many places costs. The place of the second junction of
/// an exchange is told by the first.
fn evidence_quality(seen: &Observed<'_>) -> f64 {
    const SPLIT: f64 = 18.0;
    const PAIR: f64 = 14.0;
    const SEARCH: f64 = 22.0;
    /// What more it costs where no mate agrees with clips that fit another chromosome.
    const ALONE: f64 = 25.0;
    /// RULE: and where these are two genes that are known to be joined, in that direction: clips of a repeat fit them by chance
    /// a millionth as often as they fit anywhere. Three fragments are enough then, two are not.
    const ALONE_LISTED: f64 = 5.0;
    let alone = if seen.known.is_fusion() { ALONE_LISTED } else { ALONE };
    let search = match (clips_alone(seen), seen.known.exchanged) {
        (true, _) => SEARCH + alone,
        (false, true) => 0.0,
        (false, false) => SEARCH,
    };
    let mapped = (seen.mapping_quality / 40.0).min(1.0);
    (mapped * (SPLIT * f64::from(seen.split) + PAIR * f64::from(seen.pairs)) - search).max(0.0)
}

/// METHOD: clips in a repeat fit another chromosome as well as their own; of a junction between chromosomes mates tell too,
/// those of the fragments with a read across it or others'.
fn clips_alone(seen: &Observed<'_>) -> bool {
    seen.pairs == 0 && seen.mated == 0 && seen.candidate.adjacency.junction().kind() == JunctionKind::Translocation
}

/// METHOD: of a fragment with a read across a junction the mate lies beyond it in one of two. So many without any come of a
/// clip that a repeat elsewhere fits: less than one real junction in ten, and of one that is expected one in a hundred.
fn is_mateless(seen: &Observed<'_>) -> bool {
    clips_alone(seen) && seen.unmated >= if seen.known.is_fusion() { 7 } else { 4 }
}

/// METHOD: kinds of three-base words among those of a break's homology or insertion, over what there could be.
const MIN_COMPLEXITY: f64 = 0.2;

fn complexity(candidate: &Candidate) -> f64 {
    let words = |bases: &[u8]| {
        let mut words: Vec<&[u8]> = bases.windows(3).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        let share = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        if all < 12 { 1.0 } else { share(words.len()) / share(all.min(64)) }
    };
    words(&candidate.homology).min(words(&candidate.adjacency.inserted))
}

/// RULE: nobody inherits two genes, or a gene and an enhancer, joined as they are in blood cancer. Such a junction in the normal is the
/// tumour's, however much of it there is: it is not to be lost to a normal that holds blasts.
const RECURRENT_INHERITED: f64 = 1e-4;
const ANY_IN_NORMAL: [f64; 6] = [0.05, 0.1, 0.2, 0.4, 0.7, 1.0];

/// METHOD: fragments for the junction are binomial among the informative ones. Somatic: any share in the tumour, and in the
/// normal what tumour in it explains. Inherited: half or all of the normal's copies (or a share of them, for copies lost and
/// gained), any share in the tumour. Artefact: one small share in both.
fn posterior(seen: &Observed<'_>, config: &JunctionConfig) -> Posterior {
    const FLOOR: f64 = 2e-4;
    let (tumour, normal) = (seen.tumour, seen.normal.unwrap_or((0.0, 0.0)));
    let shares = || (1..=STEPS).map(|step| (f64::from(step) - 0.5) / f64::from(STEPS));
    let mean = |terms: Vec<f64>| {
        let count = f64::from(u32::try_from(terms.len()).unwrap_or(1));
        ln_sum(terms) - count.ln()
    };
    // The tumour in the normal is itself an estimate: none of it, as much, and half as much again.
    let mut in_normal: Vec<f64> = [0.0, 1.0, 1.5].map(|factor| factor * config.tumour_in_normal).to_vec();
    if seen.known.is_acquired() {
        in_normal.extend(ANY_IN_NORMAL);
    }
    let of_share = |share: f64| {
        let expected = in_normal.iter().map(move |part| (share * part).clamp(FLOOR, 1.0));
        expected.map(move |expected| binomial(tumour, share) + binomial(normal, expected)).collect::<Vec<_>>()
    };
    let somatic = mean(shares().flat_map(of_share).collect());
    let any_tumour = mean(shares().map(|share| binomial(tumour, share)).collect());
    // METHOD: below a sixth of the copies the normal is no carrier.
    let carriers =
        mean((0..=16).map(|step| binomial(normal, (1.0 / 6.0 + f64::from(step) * 0.05).min(0.99))).collect());
    let artefact = mean(
        (0..20)
            .map(|step| {
                let share = 10f64.powf(-3.0 + f64::from(step) * 0.1);
                binomial(tumour, share) + binomial(normal, share)
            })
            .collect(),
    );
    let doubt = 10f64.powf(-evidence_quality(seen) / 10.0).clamp(1e-6, 0.9);
    // METHOD: among junctions that a tumour shows, inherited ones are ten times as many as acquired ones.
    let inherited: f64 = if seen.known.is_acquired() { RECURRENT_INHERITED } else { 0.91 };
    let weights = [somatic + (1.0 - inherited).ln(), any_tumour + carriers + inherited.ln(), artefact + doubt.ln()];
    let total = ln_sum(weights);
    let [somatic, germline, artefact] = weights.map(|weight| (weight - total).exp());
    Posterior { somatic, germline, artefact }
}

/// ln of the binomial likelihood less its constant: `seen` of `all`, at `share`.
fn binomial((seen, all): (f64, f64), share: f64) -> f64 {
    seen * share.ln() + (all - seen).max(0.0) * (1.0 - share).max(1e-9).ln()
}
