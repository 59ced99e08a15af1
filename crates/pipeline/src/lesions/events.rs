//! Junctions that are one event: exchanges between two chromosomes, balanced or not, inversions, insertions, chains of
//! pieces, and chromothripsis.

use std::collections::{BTreeMap, BTreeSet};

use marv_ingest::variants::junction_id;
use marv_model::{
    genome::{ContigId, bare_name},
    rearrangement::{EventKind, RearrangementEvent},
    structure::{Breakend, JunctionCall, JunctionKind, Kept, Segment},
};

use super::Structural;

/// METHOD: an edge of a segment so near to a side is that junction's: windows have 1 kb, and edges are placed to a few.
const AT_EDGE: u32 = 10_000;
/// METHOD: a piece of a derivative chromosome between two junctions is at most so long; longer ones are whole arms.
const LONGEST_PIECE: u32 = 5_000_000;
/// Junctions that span less are events of their own.
const SHORT: u32 = 10_000;
/// RULE: chromothripsis (structure.md 8): so many segments that change between two or three states, and so many junctions
/// across each other, on one chromosome.
const OSCILLATING: usize = 10;
const INTERLEAVED: usize = 8;

/// The events of a genome's measured junctions, in its order.
pub(super) fn joined(structural: &Structural<'_>) -> Vec<RearrangementEvent> {
    let calls: Vec<(usize, &JunctionCall)> = structural
        .calls
        .iter()
        .enumerate()
        .filter(|(_, call)| call.passes() && call.junction.span().is_none_or(|span| span >= SHORT))
        .collect();
    let mut events = Vec::new();
    let mut taken: BTreeSet<u32> = BTreeSet::new();
    let moved = insertions(&calls);
    for (index, call) in &calls {
        if let Some(all) = moved.iter().find(|all| all.contains(index)) {
            if all[0] == *index {
                let both: Vec<_> = calls.iter().copied().filter(|(other, _)| all.contains(other)).collect();
                let segments: BTreeSet<String> = both.iter().flat_map(|(_, call)| edges(structural, call)).collect();
                events.push(event(structural, EventKind::Insertion, &both, segments.into_iter().collect()));
            }
            continue;
        }
        let both: Vec<(usize, &JunctionCall)> = match call.event {
            Some(event) if !taken.insert(event) => continue,
            Some(event) => calls.iter().copied().filter(|(_, other)| other.event == Some(event)).collect(),
            None => vec![(*index, *call)],
        };
        let translocation = call.junction.kind() == JunctionKind::Translocation;
        let segments: BTreeSet<String> = both.iter().flat_map(|(_, call)| edges(structural, call)).collect();
        let kind = match (translocation, both.len() >= 2) {
            (true, true) if segments.is_empty() => EventKind::BalancedTranslocation,
            (true, _) => EventKind::UnbalancedTranslocation,
            (false, true) => EventKind::Inversion,
            (false, false) => continue,
        };
        events.push(event(structural, kind, &both, segments.into_iter().collect()));
    }
    events.extend(chains(structural, &calls));
    events.extend(chromothripsis(structural, &calls));
    events
}

fn event(
    structural: &Structural<'_>,
    kind: EventKind,
    calls: &[(usize, &JunctionCall)],
    segments: Vec<String>,
) -> RearrangementEvent {
    let contigs: BTreeSet<ContigId> =
        calls.iter().flat_map(|(_, call)| [call.junction.one.locus.contig, call.junction.other.locus.contig]).collect();
    RearrangementEvent {
        kind,
        chromosomes: contigs.into_iter().map(|one| bare_name(structural.contigs.name(one)).to_owned()).collect(),
        junctions: calls.iter().map(|(index, _)| junction_id(*index)).collect(),
        segments,
    }
}

/// METHOD: bases that may be lost or doubled where a stretch has been put in or taken out.
const AT_BREAK: u32 = 1_000;

/// Stretches of one chromosome within another: two junctions that leave one break and hold a stretch of another chromosome between
/// them, and the junction that closes its gap. By the junctions' numbers, in rising order.
fn insertions(calls: &[(usize, &JunctionCall)]) -> Vec<Vec<usize>> {
    let sides = |call: &JunctionCall| [call.junction.one, call.junction.other];
    let broken = |a: Breakend, b: Breakend| {
        a.locus.contig == b.locus.contig && a.kept != b.kept && a.locus.position.abs_diff(b.locus.position) <= AT_BREAK
    };
    let single: Vec<(usize, [Breakend; 2])> = calls
        .iter()
        .filter(|(_, call)| call.event.is_none() && call.junction.kind() == JunctionKind::Translocation)
        .map(|(index, call)| (*index, sides(call)))
        .collect();
    let mut found: Vec<Vec<usize>> = Vec::new();
    for (at, (first, ends)) in single.iter().enumerate() {
        for (second, others) in &single[at + 1..] {
            if found.iter().flatten().any(|known| known == first || known == second) {
                continue;
            }
            let held = |into: usize| {
                let mut stretch = [ends[1 - into], others[1 - into]];
                stretch.sort_by_key(|side| side.locus.position);
                let holds = stretch[0].locus.contig == stretch[1].locus.contig
                    && [stretch[0].kept, stretch[1].kept] == [Kept::From, Kept::Before]
                    && stretch[0].locus.position < stretch[1].locus.position;
                (holds && broken(ends[into], others[into])).then_some(stretch)
            };
            let Some(stretch) = held(0).or_else(|| held(1)) else { continue };
            let closes = |call: &JunctionCall| {
                let [low, high] = sides(call);
                broken(low, stretch[0]) && broken(high, stretch[1])
            };
            let gap = calls.iter().find(|(_, call)| call.event.is_none() && closes(call)).map(|(index, _)| *index);
            let mut all: Vec<usize> = [*first, *second].into_iter().chain(gap).collect();
            all.sort_unstable();
            found.push(all);
        }
    }
    found
}

/// Segments that begin or end at a side of a junction, where the copies change: of the two the one that has not two copies, and
/// where neither or both have, the one that the junction does not keep.
fn edges(structural: &Structural<'_>, call: &JunctionCall) -> Vec<String> {
    let mut found = Vec::new();
    for side in [call.junction.one, call.junction.other] {
        let near = |edge: u32| edge.abs_diff(side.locus.position) <= AT_EDGE;
        for pair in structural.segments.windows(2) {
            let [left, right] = pair else { continue };
            let here = left.interval.contig() == side.locus.contig && right.interval.contig() == side.locus.contig;
            if here && near(left.interval.end()) && state(left) != state(right) {
                let (kept, other) = if side.kept == Kept::Before { (left, right) } else { (right, left) };
                let changed = if state(other) == Some(2) && state(kept) != Some(2) { kept } else { other };
                let name = structural.contigs.name(side.locus.contig);
                let interval = changed.interval;
                found.push(format!("{name}:{}-{}", u64::from(interval.start()) + 1, interval.end()));
            }
        }
    }
    found
}

/// Whole copies of a segment.
fn state(segment: &Segment) -> Option<i64> {
    let copies = segment.total_copies?.round().clamp(0.0, 1_000.0);
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1,000")]
    Some(copies as i64)
}

/// Junctions that follow each other along a derivative: one enters a piece where the other leaves it.
fn chains(structural: &Structural<'_>, calls: &[(usize, &JunctionCall)]) -> Vec<RearrangementEvent> {
    let mut sides: Vec<(Breakend, usize)> = Vec::new();
    for (at, (_, call)) in calls.iter().enumerate() {
        sides.push((call.junction.one, at));
        sides.push((call.junction.other, at));
    }
    sides.sort_unstable();
    let mut group: Vec<usize> = (0..calls.len()).collect();
    let root = |mut at: usize, group: &[usize]| {
        while group[at] != at {
            at = group[at];
        }
        at
    };
    for pair in sides.windows(2) {
        let [(enter, first), (leave, second)] = pair else { continue };
        let piece = enter.locus.contig == leave.locus.contig
            && enter.kept == Kept::From
            && leave.kept == Kept::Before
            && leave.locus.position - enter.locus.position <= LONGEST_PIECE;
        // A tandem duplication enters and leaves its own piece, and an exchange may double a few bases.
        let [a, b] = [first, second].map(|at| calls[*at].1.event);
        let exchange = a.is_some() && a == b;
        if piece && first != second && !exchange {
            let (a, b) = (root(*first, &group), root(*second, &group));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut members: BTreeMap<usize, Vec<(usize, &JunctionCall)>> = BTreeMap::new();
    for (at, call) in calls.iter().enumerate() {
        members.entry(root(at, &group)).or_default().push(*call);
    }
    members
        .into_values()
        .filter(|of| of.len() >= 2)
        .map(|of| event(structural, EventKind::Chain, &of, Vec::new()))
        .collect()
}

fn chromothripsis(structural: &Structural<'_>, calls: &[(usize, &JunctionCall)]) -> Vec<RearrangementEvent> {
    let mut found = Vec::new();
    for (contig, _) in structural.contigs.iter() {
        let within: Vec<(usize, &JunctionCall)> = calls
            .iter()
            .copied()
            .filter(|(_, call)| call.junction.one.locus.contig == contig && call.junction.other.locus.contig == contig)
            .collect();
        let across: Vec<(usize, &JunctionCall)> =
            within.iter().copied().filter(|(_, one)| within.iter().any(|(_, other)| interleaved(one, other))).collect();
        if across.len() >= INTERLEAVED && oscillating(structural.segments, contig) >= OSCILLATING {
            found.push(event(structural, EventKind::Chromothripsis, &across, Vec::new()));
        }
    }
    found
}

/// Whether each of two junctions has one side between the sides of the other.
fn interleaved(one: &JunctionCall, other: &JunctionCall) -> bool {
    let ends = |call: &JunctionCall| {
        let (a, b) = (call.junction.one.locus.position, call.junction.other.locus.position);
        (a.min(b), a.max(b))
    };
    let ((a, b), (c, d)) = (ends(one), ends(other));
    a < c && c < b && b < d || c < a && a < d && d < b
}

/// The longest run of neighbouring segments of a contig that change their copies at each edge and have two or three states.
fn oscillating(segments: &[Segment], contig: ContigId) -> usize {
    let mut states: Vec<i64> =
        segments.iter().filter(|segment| segment.interval.contig() == contig).filter_map(state).collect();
    states.dedup();
    let mut longest = 0;
    for first in 0..states.len() {
        let mut kinds: BTreeSet<i64> = BTreeSet::new();
        let run = states[first..]
            .iter()
            .take_while(|state| {
                kinds.insert(**state);
                kinds.len() <= 3
            })
            .count();
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use marv_model::genome::{Contigs, Interval};

    use super::*;
    use crate::rearrangements::made::call;

    fn events(calls: &[JunctionCall], segments: &[(&str, u32, u32, f64)]) -> Vec<RearrangementEvent> {
        let contigs = Contigs::grch38();
        let segments: Vec<Segment> = segments
            .iter()
            .map(|(name, start, end, copies)| Segment {
                interval: Interval::new(contigs.id(name).unwrap(), *start, *end).unwrap(),
                total_copies: Some(*copies),
                minor_copies: None,
                log2_ratio: None,
                cell_fraction: None,
            })
            .collect();
        let structural = Structural { calls, purity: None, ..Structural::of_segments(&contigs, &segments) };
        joined(&structural)
    }

    fn kinds(calls: &[JunctionCall], segments: &[(&str, u32, u32, f64)]) -> Vec<(EventKind, usize, usize)> {
        let all = events(calls, segments);
        all.iter().map(|one| (one.kind, one.junctions.len(), one.segments.len())).collect()
    }

    #[test]
    fn an_exchange_is_balanced_where_both_derivatives_are_there_and_no_copies_change() {
        use Kept::{Before, From};
        let pair = |event| {
            [
                call(("chr8", 92_030_000, Before), ("chr21", 34_850_000, From), event),
                call(("chr8", 92_030_001, From), ("chr21", 34_849_999, Before), event),
            ]
        };
        assert_eq!(kinds(&pair(Some(1)), &[]), [(EventKind::BalancedTranslocation, 2, 0)]);
        let one = [call(("chr1", 164_600_000, From), ("chr19", 1_620_000, From), None)];
        // der(19)t(1;19): 1q from the break is there three times.
        let gained = [("chr1", 0, 164_598_000, 2.0), ("chr1", 164_598_000, 248_956_422, 3.0)];
        assert_eq!(kinds(&one, &gained), [(EventKind::UnbalancedTranslocation, 1, 1)]);
        // What is named is the part with three copies, and of a loss the part with one.
        assert_eq!(events(&one, &gained)[0].segments, ["chr1:164598001-248956422"]);
        let lost = [("chr19", 0, 1_620_000, 1.0), ("chr19", 1_620_000, 58_617_616, 2.0)];
        assert_eq!(events(&one, &lost)[0].segments, ["chr19:1-1620000"]);
    }

    /// ins(3;2)(p24;q21q24): 30 Mb of chromosome 2 lie in 3p24, and what was beside them on 2 is joined.
    #[test]
    fn a_stretch_in_another_chromosome_and_the_gap_that_it_leaves_are_one_event() {
        use Kept::{Before, From};
        let all = [
            call(("chr2", 129_999_999, Before), ("chr2", 160_000_000, From), None),
            call(("chr2", 130_000_000, From), ("chr3", 29_999_999, Before), None),
            call(("chr2", 159_999_999, Before), ("chr3", 30_000_000, From), None),
        ];
        assert_eq!(kinds(&all, &[]), [(EventKind::Insertion, 3, 0)]);
        // Of a copied stretch there is no gap; without the second end nothing says that it is one.
        assert_eq!(kinds(&all[1..], &[]), [(EventKind::Insertion, 2, 0)]);
        assert_eq!(kinds(&all[1..2], &[]), [(EventKind::UnbalancedTranslocation, 1, 0)]);
    }

    #[test]
    fn many_junctions_across_each_other_and_oscillating_copies_are_chromothripsis() {
        use Kept::{Before, From};
        // Sides at 10, 20, 30 ... Mb, each junction across the next; copies go 2, 1, 2, 1.
        let calls: Vec<JunctionCall> = (1..=9u32)
            .map(|n| call(("chr5", n * 10_000_000, Before), ("chr5", n * 10_000_000 + 15_000_000, From), None))
            .collect();
        let segments: Vec<(&str, u32, u32, f64)> = (0..12u32)
            .map(|n| ("chr5", n * 10_000_000, (n + 1) * 10_000_000, if n % 2 == 0 { 2.0 } else { 1.0 }))
            .collect();
        let all = kinds(&calls, &segments);
        assert!(all.contains(&(EventKind::Chromothripsis, 9, 0)), "{all:?}");
        let few = kinds(&calls[..5], &segments);
        assert!(few.iter().all(|(kind, ..)| *kind != EventKind::Chromothripsis), "{few:?}");
        let flat: Vec<_> = segments.iter().map(|(name, start, end, _)| (*name, *start, *end, 2.0)).collect();
        assert!(kinds(&calls, &flat).iter().all(|(kind, ..)| *kind != EventKind::Chromothripsis));
    }
}
