//! Evidence and learned values become calls. A pure function of both: any region, in any order, gives the same.

use marv_model::call::{Filter, Forced, LedgerEntry, Posterior, RuleVerdict, SmallVariantCall};

use crate::{
    background::Background,
    config::SomaticConfig,
    evidence::{Candidate, RegionEvidence},
    filters::{self, Case},
    learn::Learned,
    likelihood::explain::{Explanations, PairLikelihood},
    maths::binomial_tail,
};

mod germline;
mod limit;
mod posterior;

pub use germline::set_aside;
pub use limit::limit_of_detection;
pub(crate) use posterior::Detail;

/// A candidate as weighed, before its neighbours are looked at.
struct Weighed {
    explained: Explanations,
    detail: Detail,
}

impl Weighed {
    fn new(candidate: &Candidate, learned: &Learned, config: &SomaticConfig, background: &Background) -> Self {
        let likelihood = PairLikelihood::new(candidate, &learned.errors[0], &learned.errors[1]);
        let mixture = learned.mixture(candidate);
        let spectra = [&mixture.acquired, &mixture.one_sided];
        let explained = likelihood.explain(candidate, &learned.contamination, learned.another_share(), spectra);
        let detail = Detail::new(&explained, candidate, learned, config, background);
        Self { explained, detail }
    }
    /// More likely somatic than anything else.
    fn likely(&self) -> bool {
        self.detail.somatic >= 0.5
    }
}

/// Judges every candidate of a region: posterior, filters, ledger. Calls are in the genome's order, filtered ones too.
pub fn decide(evidence: &RegionEvidence, learned: &Learned, config: &SomaticConfig) -> Vec<SmallVariantCall> {
    decide_with(evidence, learned, config, &Background::default())
}

/// The same, with what is known of the alleles beside the reads.
pub fn decide_with(
    evidence: &RegionEvidence,
    learned: &Learned,
    config: &SomaticConfig,
    background: &Background,
) -> Vec<SmallVariantCall> {
    let candidates = &evidence.candidates;
    let weighed: Vec<Weighed> = candidates.iter().map(|c| Weighed::new(c, learned, config, background)).collect();
    candidates
        .iter()
        .enumerate()
        .filter(|(_, candidate)| candidate.owned)
        .map(|(index, candidate)| {
            let case = Case {
                candidate,
                detail: &weighed[index].detail,
                learned,
                config,
                known: background.of(&candidate.variant),
                panel_of_normals: background.normals,
                neighbours: neighbours(index, candidates, &weighed, config.thresholds.cluster_window),
                other_alleles: other_alleles(index, candidates, &weighed, config.thresholds.strong_log_odds),
                exempt: candidate.forced == Some(Forced::Hotspot)
                    || config.is_exempt(candidate.variant.locus())
                    || candidate.tandem.as_ref().is_some_and(|tandem| config.is_recurrent(tandem)),
            };
            call(&case, phase_set(index, candidates, &weighed))
        })
        .collect()
}

fn call(case: &Case<'_>, phase_set: Option<u32>) -> SmallVariantCall {
    let candidate = case.candidate;
    let entry = |rule: &str, value: f64, threshold: Option<f64>, verdict| LedgerEntry {
        rule: rule.to_owned(),
        value: Some(value),
        threshold,
        verdict,
        version: 1,
    };
    let posterior = Posterior {
        somatic: case.detail.somatic,
        germline: case.detail.germline,
        artefact: case.detail.not_of_patient(),
    };
    let mut ledger = vec![
        entry("candidate", f64::from(candidate.tumour.summary.alternate), None, RuleVerdict::Pass),
        entry("posterior", posterior.somatic, None, RuleVerdict::Pass),
    ];
    if candidate.normal.is_none() {
        // Tumour-only: inherited and acquired are told apart by allele balance alone.
        ledger.push(LedgerEntry {
            rule: "matched_normal".to_owned(),
            value: None,
            threshold: None,
            verdict: RuleVerdict::NotAssessed,
            version: 1,
        });
    }
    let filters: Vec<Filter> = filters::apply(case, &mut ledger);
    SmallVariantCall {
        variant: candidate.variant.clone(),
        tandem: candidate.tandem.clone(),
        tumour: candidate.tumour.summary,
        normal: candidate.normal.as_ref().map(|normal| normal.summary),
        posterior,
        filters,
        forced: candidate.forced,
        seen_in_normal_as_contamination: seen_as_contamination(case),
        phase_set,
        ledger,
    }
}

/// Whether the normal shows it, and not more often than tumour in the normal explains.
///
/// METHOD: at the upper end of the estimate (without one, of the expectation) as many or more fragments must have a
/// probability of at least 1 %.
fn seen_as_contamination(case: &Case<'_>) -> bool {
    let (Some(normal), Some(fraction)) = (&case.candidate.normal, case.candidate.tumour.summary.fraction()) else {
        return false;
    };
    let share = match &case.learned.tumour_in_normal {
        Some(estimate) => estimate.interval[1],
        None => case.learned.contamination.0.iter().filter(|(_, p)| *p > 0.0).map(|(tau, _)| *tau).fold(0.0, f64::max),
    };
    let n = &normal.summary;
    n.alternate > 0
        && share > 0.005
        && case.detail.somatic >= 0.5
        && binomial_tail(n.alternate, n.alternate + n.reference, share * fraction.get() + 1e-3) >= 0.01
}

/// Whether another candidate may speak against this one by being there: what only the assembly proposes speaks against
/// nothing that alignments show.
fn counts_beside(candidate: &Candidate, other: &Candidate) -> bool {
    candidate.assembled || !other.assembled
}

/// Other likely somatic candidates around, of other places.
fn neighbours(index: usize, candidates: &[Candidate], weighed: &[Weighed], window: u32) -> u32 {
    let here = candidates[index].variant.position();
    let near = |other: &usize| {
        let there = candidates[*other].variant.position();
        let counts = counts_beside(&candidates[index], &candidates[*other]);
        counts && there != here && there.abs_diff(here) <= window && weighed[*other].likely()
    };
    u32::try_from((0..candidates.len()).filter(near).count()).unwrap_or(u32::MAX)
}

/// Other alleles at the place whose odds in the tumour are strong.
fn other_alleles(index: usize, candidates: &[Candidate], weighed: &[Weighed], log_odds: f64) -> u32 {
    let here = candidates[index].variant.locus();
    let strong = log_odds * std::f64::consts::LN_10;
    let counts = (0..candidates.len())
        .filter(|other| *other != index && candidates[*other].variant.locus() == here)
        .filter(|other| counts_beside(&candidates[index], &candidates[*other]))
        .filter(|other| weighed[*other].explained.tumour > strong)
        .count();
    u32::try_from(counts).unwrap_or(u32::MAX)
}

/// The number that calls in phase share: the 1-based place of the leftmost of them. Chains are followed two steps, which
/// is what a region's neighbourhood holds; none without a partner.
fn phase_set(index: usize, candidates: &[Candidate], weighed: &[Weighed]) -> Option<u32> {
    let partners = |of: usize| {
        candidates[of]
            .in_phase
            .iter()
            .map(|(other, _)| *other as usize)
            .filter(|other| weighed.get(*other).is_some_and(Weighed::likely))
    };
    if !weighed[index].likely() || partners(index).next().is_none() {
        return None;
    }
    let leftmost = |of: usize| partners(of).chain([of]).min().unwrap_or(of);
    Some(candidates[leftmost(leftmost(index))].variant.position() + 1)
}
