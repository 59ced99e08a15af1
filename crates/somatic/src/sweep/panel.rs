//! Depth over the panel.

use marv_model::{genome::Interval, variant::SmallVariant};

use super::sample::SampleSweep;
use crate::evidence::PanelDepth;

/// One interval of a panel, numbered by whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PanelInterval {
    /// Returned with its depth.
    pub index: u32,
    /// Where.
    pub interval: Interval,
}

/// Bases beside an exon in which splicing is lost.
const SPLICE_SITE: u32 = 2;

/// Whether a variant changes a base of `panel`, or of the splice sites beside it.
pub(crate) fn changes(variant: &SmallVariant, panel: &[PanelInterval]) -> bool {
    let reach = variant.interval().map(|interval| interval.padded(SPLICE_SITE, u32::MAX));
    reach.is_some_and(|reach| panel.iter().any(|part| part.interval.overlaps(&reach)))
}

/// Depth over the parts of `panel` that lie in `region`.
pub(crate) fn depths(
    panel: &[PanelInterval],
    region: Interval,
    tumour: &SampleSweep,
    normal: Option<&SampleSweep>,
) -> Vec<PanelDepth> {
    panel
        .iter()
        .filter_map(|part| {
            let shared = part.interval.intersection(&region)?;
            let of = |sample: &SampleSweep| histogram(sample, shared);
            Some(PanelDepth { index: part.index, tumour: of(tumour), normal: normal.map(of).unwrap_or_default() })
        })
        .collect()
}

fn histogram(sample: &SampleSweep, interval: Interval) -> Vec<(u32, u32)> {
    let offset = |position: u32| (position - sample.window_start) as usize;
    let mut depths: Vec<u32> = sample.depth[offset(interval.start())..offset(interval.end())]
        .iter()
        .map(|depth| u32::try_from(*depth).unwrap_or(0))
        .collect();
    depths.sort_unstable();
    depths.chunk_by(|a, b| a == b).map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX))).collect()
}
