//! Where to draw the line so that few of the calls are false.

/// The largest probability of an artefact that a call may have, so that of all calls up to it no more than the share
/// `discovery` is expected to be false, and no more than `per_megabase` of them a megabase of `loci`; at most `limit`.
///
/// `candidates` are probabilities of an artefact with counts, in any order. Where nothing can be learned of (no candidate
/// is likely somatic), `limit` holds.
pub(super) fn line(
    mut candidates: Vec<(f64, u64)>,
    loci: u64,
    discovery: Option<f64>,
    per_megabase: Option<f64>,
    limit: f64,
) -> f64 {
    use crate::maths::float;
    candidates.retain(|(artefact, _)| *artefact <= limit);
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let megabases = float(loci) / 1e6;
    let (mut calls, mut false_calls, mut line) = (0.0, 0.0, None);
    for (artefact, count) in &candidates {
        calls += float(*count);
        false_calls += artefact * float(*count);
        let few = discovery.is_none_or(|share| false_calls <= share * calls)
            && per_megabase.is_none_or(|most| false_calls <= most * megabases.max(1.0));
        if !few {
            // Half way to the first that is too much.
            return line.map_or(limit, |last: f64| f64::midpoint(last, *artefact)).min(limit);
        }
        line = Some(*artefact);
    }
    limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_lies_where_the_share_is_used_up() {
        let candidates = vec![(0.4, 10), (0.001, 90), (0.2, 10)];
        // 0.09 of 90, 2.09 of 100, 6.09 of 110 expected to be false.
        let at = |share| line(candidates.clone(), 1_000_000, Some(share), None, 0.45);
        assert!((at(0.06) - 0.45).abs() < 1e-12);
        assert!((at(0.03) - 0.3).abs() < 1e-12);
        assert!((at(0.01) - 0.1005).abs() < 1e-12);
        // 2.09 in one megabase.
        assert!((line(candidates.clone(), 1_000_000, None, Some(3.0), 0.45) - 0.3).abs() < 1e-12);
        assert!((line(Vec::new(), 1_000_000, Some(0.01), Some(1.0), 0.45) - 0.45).abs() < 1e-12);
    }
}
