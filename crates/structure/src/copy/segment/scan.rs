//! Where a break may lie.

use super::cost::Signal;

/// METHOD: side by side, stretches of 3, 6, 12, ... windows are compared at each place (at every eighth of their length
/// for long ones); a place is a candidate where they differ more than within half a length around it, by at least 9 of
/// chi-square. The partition decides with a much larger penalty, so that the scan need only not miss.
const LEAST_GAIN: f64 = 9.0;
/// Windows of the shortest stretch.
pub(super) const SHORTEST: usize = 3;

/// Candidates in order: the start, the end, the anchors and what the scan finds.
pub(super) fn candidates(signal: &Signal, anchors: &[usize]) -> Vec<usize> {
    let length = signal.len();
    let mut found = vec![0, length];
    found.extend(anchors);
    let mut scale = SHORTEST;
    while scale <= length / 2 {
        let stride = (scale / 8).max(1);
        let places: Vec<usize> = (SHORTEST..=length.saturating_sub(SHORTEST)).step_by(stride).collect();
        let gains: Vec<f64> =
            places.iter().map(|at| signal.gain(at.saturating_sub(scale), *at, (at + scale).min(length))).collect();
        let reach = (scale / 2 / stride).max(1);
        for (index, gain) in gains.iter().enumerate() {
            let around = &gains[index.saturating_sub(reach)..gains.len().min(index + reach + 1)];
            if *gain >= LEAST_GAIN && around.iter().all(|other| other <= gain) {
                found.push(places[index]);
            }
        }
        scale *= 2;
    }
    found.sort_unstable();
    found.dedup();
    found
}
