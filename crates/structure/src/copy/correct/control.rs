//! The normal as control: what both samples share is no event of the tumour's.

use std::collections::BTreeMap;

use marv_model::genome::ContigId;

use super::Ratios;
use crate::copy::{
    genome::{Karyogram, Part},
    maths::{float, median, spread},
};

/// METHOD: windows to either side of the running median that holds the normal's slow waves: at 30x its own error is then
/// below 0.8 %, so that it makes no segments.
const WAVE: usize = 150;

/// METHOD: standard deviations of the normal's residual from which more than its shared part is taken away, and from which
/// all of it.
const PLAIN: (f64, f64) = (2.0, 3.5);

/// Takes the normal away from the tumour.
///
/// METHOD: slow waves (a running median over 301 windows) are taken away whole. What is left of a window of the normal is
/// counting noise and a part that both samples share (how well reads map, inherited copy number); the shared part is
/// estimated from the covariance of the two samples' residuals, and as much of the residual is taken away as is shared:
/// the regression of the tumour's on the normal's. A normal of 30x would otherwise add more noise than it takes away. Where
/// the normal's residual is far outside of its noise, all of it is taken away: few places map badly or are inherited in
/// other copies, but those by much.
pub(super) fn apply(contigs: &mut BTreeMap<ContigId, Ratios>, karyogram: &Karyogram) {
    let slow: BTreeMap<ContigId, [Vec<f64>; 2]> = contigs
        .iter()
        .map(|(id, ratios)| (*id, [running_median(&ratios.normal, WAVE), running_median(&ratios.tumour, WAVE)]))
        .collect();
    let share = shared(contigs, &slow, karyogram);
    let noise = spread(
        contigs
            .iter()
            .flat_map(|(id, ratios)| ratios.normal.iter().zip(&slow[id][0]).map(|(normal, wave)| normal - wave)),
    )
    .unwrap_or(1.0);
    for (id, ratios) in contigs.iter_mut() {
        let Some([waves, _]) = slow.get(id) else { continue };
        let taken: Vec<f64> = ratios
            .normal
            .iter()
            .zip(waves)
            .map(|(normal, wave)| {
                let left = normal - wave;
                let plain = ((left / noise).abs() - PLAIN.0) / (PLAIN.1 - PLAIN.0);
                wave + left * (share + (1.0 - share) * plain.clamp(0.0, 1.0))
            })
            .collect();
        ratios.ratio = ratios.tumour.iter().zip(&taken).map(|(tumour, taken)| tumour - taken).collect();
        ratios.excess = ratios.normal.iter().zip(&taken).map(|(normal, taken)| normal - taken).collect();
    }
}

/// How much of the normal's residual the tumour shares, 0 to 1: a regression's slope over residuals within four standard
/// deviations.
fn shared(
    contigs: &BTreeMap<ContigId, Ratios>,
    slow: &BTreeMap<ContigId, [Vec<f64>; 2]>,
    karyogram: &Karyogram,
) -> f64 {
    let residuals = || {
        contigs.iter().filter(|(id, _)| karyogram.part(**id) == Part::Autosome).flat_map(|(id, ratios)| {
            let [of_normal, of_tumour] = &slow[id];
            let normal = ratios.normal.iter().zip(of_normal).map(|(value, slow)| value - slow);
            normal.zip(ratios.tumour.iter().zip(of_tumour).map(|(value, slow)| value - slow))
        })
    };
    let (Some(n), Some(t)) = (spread(residuals().map(|r| r.0)), spread(residuals().map(|r| r.1))) else { return 0.0 };
    let (mut xx, mut xy) = (0.0, 0.0);
    for (normal, tumour) in residuals().filter(|r| r.0.abs() < 4.0 * n && r.1.abs() < 4.0 * t) {
        xx += normal * normal;
        xy += normal * tumour;
    }
    if xx > 0.0 { (xy / xx).clamp(0.0, 1.0) } else { 0.0 }
}

/// The median over `reach` values to either side; fewer at the ends.
pub(crate) fn running_median(values: &[f64], reach: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().take(reach).copied().collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut medians = Vec::with_capacity(values.len());
    for at in 0..values.len() {
        if let Some(entering) = values.get(at + reach) {
            let place = sorted.partition_point(|value| value.total_cmp(entering).is_lt());
            sorted.insert(place, *entering);
        }
        if let Some(leaving) = at.checked_sub(reach + 1).map(|at| values[at]) {
            let place = sorted.partition_point(|value| value.total_cmp(&leaving).is_lt());
            if place < sorted.len() {
                sorted.remove(place);
            }
        }
        let middle = sorted.len() / 2;
        let even = sorted.len().is_multiple_of(2) && middle > 0;
        medians.push(if even { f64::midpoint(sorted[middle - 1], sorted[middle]) } else { sorted[middle] });
    }
    medians
}

/// Values no farther than `limit` from the running median around them.
pub(crate) fn winsorised(values: &[f64], reach: usize, limit: f64) -> Vec<f64> {
    let around = running_median(values, reach);
    values.iter().zip(around).map(|(value, middle)| value.clamp(middle - limit, middle + limit)).collect()
}

/// The mean; 0 of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / float(values.len().max(1))
}

/// The mean of the middle nine tenths, which a few odd windows do not move; 0 of nothing.
pub(crate) fn trimmed_mean(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let cut = sorted.len() / 20;
    let kept = &sorted[cut..sorted.len() - cut];
    // Few values: the median.
    if kept.len() < 8 { median(&mut sorted).unwrap_or(0.0) } else { mean(kept) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_median_keeps_edges_and_drops_single_values() {
        let values = [0.0, 0.0, 9.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        assert_eq!(running_median(&values, 1), [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
        assert!((winsorised(&values, 2, 0.5)[2] - 0.5).abs() < 1e-12);
        assert!(running_median(&[], 3).is_empty());
    }
}
