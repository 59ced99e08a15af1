//! Which breaks are taken: the partition of least cost among the candidates.

use super::{cost::Signal, scan::SHORTEST};

/// The ends of the segments, the first and the last candidate among them. Exact over the candidates, but for the
/// shortest length: dynamic programming, leaving out starts that can win no more (PELT; Killick, Fearnhead and Eckley
/// 2012).
pub(super) fn partition(
    signal: &Signal,
    candidates: &[usize],
    anchors: &[usize],
    penalty: f64,
    anchored: f64,
) -> Vec<usize> {
    if candidates.is_empty() {
        return Vec::new();
    }
    let starting = |at: usize| match candidates[at] {
        _ if at == 0 => 0.0,
        place if anchors.binary_search(&place).is_ok() => anchored,
        _ => penalty,
    };
    let mut least = vec![0.0; candidates.len()];
    let mut before = vec![0usize; candidates.len()];
    let mut open: Vec<usize> = vec![0];
    for end in 1..candidates.len() {
        let (mut best, mut from) = (f64::INFINITY, 0);
        let mut totals = Vec::with_capacity(open.len());
        for &start in &open {
            let length = candidates[end] - candidates[start];
            let total = least[start] + signal.cost(candidates[start], candidates[end]) + starting(start);
            totals.push(total);
            let whole = start == 0 && end == candidates.len() - 1;
            if total < best && (length >= SHORTEST || whole) {
                (best, from) = (total, start);
            }
        }
        (least[end], before[end]) = (best, from);
        if best.is_finite() {
            let bound = best + starting(end);
            let mut totals = totals.into_iter();
            open.retain(|_| totals.next().is_none_or(|total| total < bound));
            open.push(end);
        }
    }
    let mut ends = vec![candidates.len() - 1];
    while let Some(last) = ends.last().copied().filter(|last| *last > 0) {
        ends.push(before[last]);
    }
    ends.iter().rev().map(|at| candidates[*at]).collect()
}

/// METHOD: windows to either side within which a break is moved to its best place, once which segments it parts is known.
const REACH: usize = 64;

/// Breaks at their best places, two rounds. Anchors stay.
pub(super) fn refined(signal: &Signal, mut ends: Vec<usize>, anchors: &[usize]) -> Vec<usize> {
    for _ in 0..2 {
        for at in 1..ends.len().saturating_sub(1) {
            if anchors.binary_search(&ends[at]).is_ok() {
                continue;
            }
            let (from, to) = (ends[at - 1], ends[at + 1]);
            let low = ends[at].saturating_sub(REACH).max(from + SHORTEST);
            let high = (ends[at] + REACH).min(to.saturating_sub(SHORTEST));
            let best = (low..=high)
                .map(|place| (place, signal.cost(from, place) + signal.cost(place, to)))
                .min_by(|a, b| a.1.total_cmp(&b.1));
            if let Some((place, _)) = best {
                ends[at] = place;
            }
        }
    }
    ends
}
