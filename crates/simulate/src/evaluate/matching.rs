//! Which call is which variant of the truth.

use std::collections::BTreeMap;

use marv_model::{genome::Interval, sequence::ReferenceSource, variant::SmallVariant};

use crate::{
    donor::{Edit, left_aligned},
    evaluate::Candidate,
};

/// Variants farther apart than this are not compared as one haplotype, in bases.
const NEAR: u32 = 30;
/// At most this many variants are taken together for one.
const TOGETHER: usize = 4;
/// A crowd of more unmatched variants than this is compared one by one only.
const CROWD: usize = 12;

/// Left-aligned and in the genome's order. What the reference does not agree with stays as it is. A variant listed
/// twice stays once, with the fewest filters.
pub(super) fn normalised(candidates: &[Candidate], source: &dyn ReferenceSource) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = candidates
        .iter()
        .map(|candidate| Candidate {
            variant: left_aligned(&candidate.variant, source).unwrap_or_else(|| candidate.variant.clone()),
            ..candidate.clone()
        })
        .collect();
    list.sort_by(|a, b| (&a.variant, a.filters.len()).cmp(&(&b.variant, b.filters.len())));
    list.dedup_by(|later, first| later.variant == first.variant);
    list
}

/// For every variant of the truth and every call, the first of its partners.
#[derive(Debug)]
pub(super) struct Pairs {
    pub(super) of_truth: Vec<Option<usize>>,
    pub(super) of_call: Vec<Option<usize>>,
}

/// Pairs those of `truth` and of `calls` that are numbered.
pub(super) fn pair(
    truth: &[Candidate],
    known: &[usize],
    calls: &[Candidate],
    called: &[usize],
    source: &dyn ReferenceSource,
) -> Pairs {
    let mut pairs = Pairs { of_truth: vec![None; truth.len()], of_call: vec![None; calls.len()] };
    let by_allele: BTreeMap<&SmallVariant, usize> =
        called.iter().map(|index| (&calls[*index].variant, *index)).collect();
    for index in known {
        if let Some(call) = by_allele.get(&truth[*index].variant) {
            pairs.of_truth[*index] = Some(*call);
            pairs.of_call[*call] = Some(*index);
        }
    }
    let mut left: Vec<(Interval, bool, usize)> = Vec::new();
    for (is_truth, candidates, numbers) in [(true, truth, known), (false, calls, called)] {
        for index in numbers {
            let free = if is_truth { pairs.of_truth[*index] } else { pairs.of_call[*index] }.is_none();
            left.extend(candidates[*index].variant.interval().filter(|_| free).map(|at| (at, is_truth, *index)));
        }
    }
    left.sort_by_key(|(at, is_truth, index)| (at.contig(), at.start(), *is_truth, *index));
    let near = |a: &(Interval, bool, usize), b: &(Interval, bool, usize)| {
        a.0.contig() == b.0.contig() && b.0.start() <= a.0.end() + NEAR
    };
    for crowd in left.chunk_by(near) {
        let part = |wanted: bool| crowd.iter().filter(|(_, is, _)| *is == wanted).map(|(_, _, index)| *index).collect();
        let (known, called): (Vec<usize>, Vec<usize>) = (part(true), part(false));
        if !known.is_empty() && !called.is_empty() && crowd.len() <= CROWD {
            pair_haplotypes(truth, &known, calls, &called, source, &mut pairs);
        }
    }
    pairs
}

/// Pairs groups of a crowd that make the same sequence of the reference, the smallest groups first: one of the truth for
/// several calls, several for one, several for several.
fn pair_haplotypes(
    truth: &[Candidate],
    known: &[usize],
    calls: &[Candidate],
    called: &[usize],
    source: &dyn ReferenceSource,
    pairs: &mut Pairs,
) {
    let variants = known.iter().map(|index| &truth[*index]).chain(called.iter().map(|index| &calls[*index]));
    let span = variants
        .filter_map(|one| one.variant.interval())
        .reduce(|a, b| Interval::new(a.contig(), a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a));
    let Some((span, reference)) = span.and_then(|span| Some((span, source.bases(span)?))) else { return };
    let made = |candidates: &[Candidate], free: &[usize]| -> Vec<(Vec<u8>, Vec<usize>)> {
        let sequence = |group: Vec<usize>| {
            let variants: Vec<&SmallVariant> = group.iter().map(|index| &candidates[*index].variant).collect();
            let bases = haplotype(&reference, span.start(), &variants).filter(|bases| bases[..] != reference[..])?;
            Some((bases, group))
        };
        groups(free).into_iter().filter_map(sequence).collect()
    };
    let mut by_sequence: BTreeMap<Vec<u8>, Vec<Vec<usize>>> = BTreeMap::new();
    for (bases, group) in made(calls, called) {
        by_sequence.entry(bases).or_default().push(group);
    }
    let mut equal: Vec<(Vec<usize>, &Vec<usize>)> = Vec::new();
    for (bases, group) in made(truth, known) {
        equal.extend(by_sequence.get(&bases).into_iter().flatten().map(|calls| (group.clone(), calls)));
    }
    equal.sort_by_key(|(known, calls)| known.len() + calls.len());
    for (known, called) in equal {
        let free = known.iter().all(|index| pairs.of_truth[*index].is_none())
            && called.iter().all(|index| pairs.of_call[*index].is_none());
        if free {
            for index in &known {
                pairs.of_truth[*index] = called.first().copied();
            }
            for index in called {
                pairs.of_call[*index] = known.first().copied();
            }
        }
    }
}

/// Every group of at most [`TOGETHER`], in order.
fn groups(free: &[usize]) -> Vec<Vec<usize>> {
    let subsets = 1..1u32 << free.len().min(CROWD);
    let chosen = |subset: u32| (0..free.len()).filter(|bit| subset >> bit & 1 == 1).map(|bit| free[bit]).collect();
    subsets.filter(|subset| subset.count_ones() as usize <= TOGETHER).map(chosen).collect()
}

/// The reference with these variants, which are in order; none when they overlap.
fn haplotype(reference: &[u8], start: u32, variants: &[&SmallVariant]) -> Option<Vec<u8>> {
    let mut bases = Vec::with_capacity(reference.len());
    let mut at = start;
    for variant in variants {
        let edit = Edit::new(variant);
        let unchanged = edit.start.checked_sub(at)? as usize;
        let from = (at - start) as usize;
        bases.extend_from_slice(reference.get(from..from + unchanged)?);
        bases.extend_from_slice(&edit.inserted);
        at = edit.end();
    }
    bases.extend_from_slice(reference.get((at - start) as usize..)?);
    Some(bases)
}
