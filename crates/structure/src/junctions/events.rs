//! Junctions of one event: the two of a balanced translocation or of an inversion.

use marv_model::structure::{Breakend, JunctionCall, JunctionKind};

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
            joinable(&calls[*second])
                && reciprocal(calls[first].junction.one, calls[*second].junction.one)
                && reciprocal(calls[first].junction.other, calls[*second].junction.other)
        });
        if let Some(second) = partner {
            calls[first].event = Some(next);
            calls[second].event = Some(next);
            next += 1;
        }
    }
}

fn joinable(call: &JunctionCall) -> bool {
    call.event.is_none()
        && call.passes()
        && matches!(call.junction.kind(), JunctionKind::Translocation | JunctionKind::Inversion)
}

/// The two sides of one break.
fn reciprocal(a: Breakend, b: Breakend) -> bool {
    a.locus.contig == b.locus.contig
        && keeps_before(a) != keeps_before(b)
        && a.locus.position.abs_diff(b.locus.position) <= APART
}
