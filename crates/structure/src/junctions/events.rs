//! Junctions of one event: the two of a balanced translocation or of an inversion.

use marv_model::structure::{Breakend, Junction, JunctionCall, JunctionFilter, JunctionKind};

use super::keeps_before;

/// METHOD: bases that may be lost or doubled between the two junctions of one exchange.
const APART: u32 = 1_000;

/// Gives the junctions of one exchange one number.
pub(crate) fn join(calls: &mut [JunctionCall]) {
    let mut next = 1;
    for first in 0..calls.len() {
        if !joinable(&calls[first]) {
            continue;
        }
        let partner = (first + 1..calls.len()).find(|second| {
            joinable(&calls[*second]) && reciprocal(&calls[first].junction, &calls[*second].junction, APART)
        });
        if let Some(second) = partner {
            calls[first].event = Some(next);
            calls[second].event = Some(next);
            next += 1;
        }
    }
}

/// METHOD: an exchange leaves two junctions at the same two breaks. Chance, or a library that turns molecules back on themselves,
/// makes one: where one passes, the other with both of its breaks within so many bases needs less.
const SAME_BREAK: u32 = 50;

/// The junctions that do not pass and are the other one of an exchange of which one does, by place in the list.
pub(crate) fn fellows_of_what_passes(calls: &[JunctionCall]) -> Vec<usize> {
    let passing: Vec<&Junction> =
        calls.iter().filter(|call| call.passes() && is_exchange(call)).map(|call| &call.junction).collect();
    let exchanged = |call: &JunctionCall| {
        let fellow = || passing.iter().any(|other| reciprocal(&call.junction, other, SAME_BREAK));
        !call.passes() && is_exchange(call) && fellow()
    };
    (0..calls.len()).filter(|at| exchanged(&calls[*at])).collect()
}

/// The two junctions of an exchange, by place in the list, of which neither passes, for want of fragments alone.
///
/// METHOD: two fragments each, at the same two breaks, are four of one event.
pub(crate) fn weak_exchanges(calls: &[JunctionCall]) -> Vec<[usize; 2]> {
    let wanting = |call: &JunctionCall| {
        let few = |filter: &JunctionFilter| matches!(filter, JunctionFilter::WeakEvidence | JunctionFilter::FoldBack);
        !call.passes() && is_exchange(call) && call.uncertainty.is_none() && call.filters.iter().all(few)
    };
    let weak: Vec<usize> = (0..calls.len()).filter(|at| wanting(&calls[*at])).collect();
    let fellow = |(nth, first): (usize, &usize)| {
        let of = |second: &&usize| reciprocal(&calls[*first].junction, &calls[**second].junction, SAME_BREAK);
        weak[nth + 1..].iter().find(of).map(|second| [*first, *second])
    };
    weak.iter().enumerate().filter_map(fellow).collect()
}

fn joinable(call: &JunctionCall) -> bool {
    call.event.is_none() && call.passes() && is_exchange(call)
}

fn is_exchange(call: &JunctionCall) -> bool {
    matches!(call.junction.kind(), JunctionKind::Translocation | JunctionKind::Inversion)
}

/// Whether the sides of two junctions are those of the same two breaks, within `apart` bases.
fn reciprocal(a: &Junction, b: &Junction, apart: u32) -> bool {
    let broken = |a: Breakend, b: Breakend| {
        a.locus.contig == b.locus.contig
            && keeps_before(a) != keeps_before(b)
            && a.locus.position.abs_diff(b.locus.position) <= apart
    };
    broken(a.one, b.one) && broken(a.other, b.other)
}
