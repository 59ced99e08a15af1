//! Reads that may show breakends become junctions: candidates, counted in both samples, judged.
//!
//! The way: `reads` puts the evidence of all regions in order; `candidates` reads junctions out of the tumour's split
//! reads, gaps, clips (`clips`, by the words of `seeds`; `insertions` between those that fit nowhere) and pairs (`pairs`), each
//! in one spelling (`adjacency`); `support` counts fragments of both samples for and against each; `judge` weighs them.

use std::collections::{BTreeMap, BTreeSet};

use marv_model::{
    sequence::Bases,
    structure::{Breakend, Junction, JunctionCall, JunctionKind, JunctionSupport, Kept},
};

mod adjacency;
mod candidates;
mod clips;
mod events;
mod genome;
mod insertions;
mod judge;
mod pairs;
mod reads;
mod seeds;
mod support;

pub use genome::Genome;
pub use judge::{JunctionConfig, Recurrence};
pub use reads::{Library, PlacedRead, SampleReads};

use self::{
    adjacency::Adjacency,
    candidates::Candidate,
    judge::{Known, Observed, judge},
    support::{Counted, Opportunity},
};

/// Reads and pairs that cross the unbroken places, of one sample: asked for by contig and 0-based position.
pub trait Unbroken {
    /// Reads and pairs over the cell of the genome that holds the place.
    fn crossing(&self, side: Breakend) -> (u32, u32);
}

/// A junction found, before what speaks against it is known.
#[derive(Debug, Clone)]
pub struct FoundJunction {
    candidate: Candidate,
    tumour: Counted,
    normal: Option<Counted>,
}

impl FoundJunction {
    /// The two sides, whose unbroken reads are to be counted.
    pub fn sides(&self) -> [Breakend; 2] {
        [self.candidate.adjacency.one, self.candidate.adjacency.other]
    }
}

/// METHOD: fragments below which a junction is not followed up.
const MIN_FRAGMENTS: usize = 2;

/// The junctions that the tumour's reads show, with what speaks for them in both samples, in the genome's order.
pub fn find(tumour: &SampleReads, normal: Option<&SampleReads>, genome: &Genome<'_>) -> Vec<FoundJunction> {
    let followed = |candidate: Candidate| {
        let support = support::count(&candidate, tumour, genome);
        (support.fragments() >= MIN_FRAGMENTS).then_some((candidate, support))
    };
    let all = candidates::candidates(tumour, genome);
    let known: BTreeSet<Adjacency> = all.iter().map(|candidate| candidate.adjacency.clone()).collect();
    let mut counted: Vec<(Candidate, Counted)> = all.into_iter().filter_map(followed).collect();
    let fits_better = |(candidate, support): &(Candidate, Counted)| {
        let score = support.score();
        let elsewhere = candidates::past_a_mismatch(candidate, genome).into_iter();
        let new = elsewhere.filter(|other| !known.contains(&other.adjacency)).filter_map(followed);
        new.filter(|(_, theirs)| theirs.score() > score).collect::<Vec<_>>()
    };
    let better: Vec<(Candidate, Counted)> = counted.iter().flat_map(fits_better).collect();
    counted.extend(better);
    // An exchange leaves two junctions; of the other one a single read may tell, or clips that are looked for only near by.
    let halves = counted.iter().flat_map(|(candidate, _)| candidates::other_half(candidate, genome));
    let halves: BTreeMap<Adjacency, Candidate> = halves.map(|half| (half.adjacency.clone(), half)).collect();
    counted.extend(halves.into_values().filter(|half| !known.contains(&half.adjacency)).filter_map(followed));
    // Where the same fragments would show several junctions, the one that they fit best stands: of equals the nearest.
    counted.sort_by(|(a, for_a), (b, for_b)| {
        let key = |candidate: &Candidate, support: &Counted| {
            let span = candidate.adjacency.junction().span().unwrap_or(u32::MAX);
            let imprecise = candidate.uncertainty.is_some();
            (imprecise, std::cmp::Reverse((support.score(), support.pairs.len())), span)
        };
        key(a, for_a).cmp(&key(b, for_b)).then_with(|| a.adjacency.cmp(&b.adjacency))
    });
    let mut taken: Vec<(Candidate, Counted)> = Vec::new();
    let mut by_fragment: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (candidate, support) in counted {
        let names: BTreeSet<u64> = support.split.keys().chain(&support.pairs).copied().collect();
        let others: BTreeSet<usize> =
            names.iter().filter_map(|name| by_fragment.get(name)).flatten().copied().collect();
        let rival = others.into_iter().any(|other| {
            let (theirs, with) = &taken[other];
            alike(&candidate, theirs) && names.iter().filter(|name| with.has(**name)).count() * 2 >= names.len()
        });
        if !rival {
            for name in &names {
                by_fragment.entry(*name).or_default().push(taken.len());
            }
            taken.push((candidate, support));
        }
    }
    taken.sort_by(|(a, _), (b, _)| a.adjacency.cmp(&b.adjacency));
    taken
        .into_iter()
        .map(|(candidate, tumour)| {
            let normal = normal.map(|normal| support::count(&candidate, normal, genome));
            FoundJunction { candidate, tumour, normal }
        })
        .collect()
}

/// Whether two candidates have a side in common, so that reads of the one may be taken for the other's.
fn alike(a: &Candidate, b: &Candidate) -> bool {
    let reach = if a.uncertainty.is_some() || b.uncertainty.is_some() { 1_000 } else { 150 };
    let near = |x: Breakend, y: Breakend| {
        x.locus.contig == y.locus.contig && x.locus.position.abs_diff(y.locus.position) <= reach
    };
    let sides = |candidate: &Candidate| [candidate.adjacency.one, candidate.adjacency.other];
    sides(a).into_iter().any(|mine| sides(b).into_iter().any(|theirs| near(mine, theirs)))
}

/// Judges what was found. `recurrence` says which junctions are rearrangements that are known to recur.
pub fn decide(
    found: &[FoundJunction],
    tumour: (&SampleReads, &dyn Unbroken),
    normal: Option<(&SampleReads, &dyn Unbroken)>,
    recurrence: &dyn Fn(&Junction) -> Recurrence,
    config: &JunctionConfig,
) -> Vec<JunctionCall> {
    let judged = |one: &FoundJunction, exchanged: bool| {
        let known = Known { recurrence: recurrence(&one.candidate.adjacency.junction()), exchanged };
        call(one, tumour, normal, known, config)
    };
    let mut calls: Vec<JunctionCall> = found.iter().map(|one| judged(one, false)).collect();
    for at in events::fellows_of_what_passes(&calls) {
        calls[at] = judged(&found[at], true);
    }
    for pair in events::weak_exchanges(&calls) {
        let both = pair.map(|at| judged(&found[at], true));
        if both.iter().all(JunctionCall::passes) {
            for (at, call) in pair.into_iter().zip(both) {
                calls[at] = call;
            }
        }
    }
    events::join(&mut calls);
    calls
}

fn call(
    found: &FoundJunction,
    tumour: (&SampleReads, &dyn Unbroken),
    normal: Option<(&SampleReads, &dyn Unbroken)>,
    known: Known,
    config: &JunctionConfig,
) -> JunctionCall {
    let candidate = &found.candidate;
    let (in_tumour, tumour_counts) = sample(candidate, &found.tumour, tumour);
    let in_normal = found.normal.as_ref().zip(normal).map(|(counted, normal)| sample(candidate, counted, normal));
    let observed = Observed {
        candidate,
        split: in_tumour.split,
        pairs: in_tumour.pairs,
        mated: u32::try_from(found.tumour.mated.len()).unwrap_or(u32::MAX),
        unmated: u32::try_from(found.tumour.unmated()).unwrap_or(u32::MAX),
        known,
        mapping_quality: in_tumour.mapping_quality,
        tumour: tumour_counts,
        normal: in_normal.map(|(_, counts)| counts),
        fraction: in_tumour.fraction.map_or(0.0, marv_model::units::AlleleFraction::get),
    };
    let (posterior, filters, ledger) = judge(&observed, config);
    JunctionCall {
        junction: candidate.adjacency.junction(),
        inserted: Bases::lossy(candidate.adjacency.inserted_forward()),
        homology: Bases::lossy(&candidate.homology),
        uncertainty: candidate.uncertainty,
        tumour: in_tumour,
        normal: in_normal.map(|(support, _)| support),
        posterior,
        filters,
        event: None,
        ledger,
    }
}

/// One sample's support, and its fragments for the junction among the informative ones.
fn sample(
    candidate: &Candidate,
    counted: &Counted,
    (reads, unbroken): (&SampleReads, &dyn Unbroken),
) -> (JunctionSupport, (f64, f64)) {
    let sides = [candidate.adjacency.one, candidate.adjacency.other].map(|side| unbroken.crossing(side));
    let count = |fragments: usize| u32::try_from(fragments).unwrap_or(u32::MAX);
    let (split, pairs) = (count(counted.split.len()), count(counted.pairs.len()));
    let mut reference_split = f64::midpoint(f64::from(sides[0].0), f64::from(sides[1].0));
    let mut reference_pairs = f64::midpoint(f64::from(sides[0].1), f64::from(sides[1].1));
    let opportunity = Opportunity::new(candidate, reads.library());
    if candidate.adjacency.junction().kind() == JunctionKind::TandemDuplication {
        // The copy that has the duplication still has both of its outer edges unbroken.
        let own = f64::from(split + pairs) / opportunity.informative(1.0, 0.0).max(f64::MIN_POSITIVE);
        let total = reference_split + reference_pairs;
        let left = if total > 0.0 { ((total - own) / total).max(0.0) } else { 1.0 };
        reference_split *= left;
        reference_pairs *= left;
    }
    let support = JunctionSupport {
        split,
        pairs,
        reference_split,
        reference_pairs,
        fraction: opportunity.fraction(split + pairs, reference_split, reference_pairs),
        mapping_quality: counted.mapping_quality(),
    };
    let for_it = f64::from(split + pairs);
    (support, (for_it, for_it + opportunity.informative(reference_split, reference_pairs)))
}

/// Whether a side keeps what lies before it.
pub(crate) fn keeps_before(side: Breakend) -> bool {
    side.kept == Kept::Before
}
