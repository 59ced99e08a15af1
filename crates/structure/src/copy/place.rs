//! Where a stretch of windows lies on the genome, and what of it the fit sees.

use marv_model::genome::{Contigs, Interval};

use super::{
    correct::{Corrected, Ratios},
    genome::Karyogram,
    segment::{Level, Stretch},
    sex::SexChromosomes,
    states::Seen,
};
use crate::sweep::WINDOW;

/// First base and the one behind the last of a stretch's own windows.
pub(super) fn bounds(stretch: &Stretch, ratios: &Ratios) -> (u32, u32) {
    (ratios.windows[stretch.from] * WINDOW, ratios.windows[stretch.to - 1].saturating_add(1).saturating_mul(WINDOW))
}

/// A stretch of usable windows as a stretch of the genome. Between two segments, windows that cannot be used are shared
/// evenly; a contig's first and last segment reach its ends where at most a megabase there cannot be used. `next` is where
/// a junction has the next segment start.
fn interval(
    stretch: &Stretch,
    next: Option<u32>,
    ratios: &Ratios,
    length: u32,
    centromere: Option<u32>,
) -> Option<Interval> {
    const END: u32 = 1_000_000;
    let (start, end) = bounds(stretch, ratios);
    let border = |before: u32, after: u32| match centromere {
        Some(centre) if before <= centre && centre <= after => centre,
        _ => before + (after - before) / 2,
    };
    let start = match (stretch.anchor, stretch.from.checked_sub(1)) {
        (Some(anchor), _) => anchor,
        (None, Some(before)) => border((ratios.windows[before] + 1) * WINDOW, start),
        (None, None) if start <= END => 0,
        (None, None) => start,
    };
    let end = match (next, ratios.windows.get(stretch.to)) {
        (Some(anchor), _) => anchor,
        (None, Some(after)) => border(end.min(after * WINDOW), after * WINDOW),
        (None, None) if length.saturating_sub(end) <= END => length,
        (None, None) => end.min(length),
    };
    Interval::new(stretch.contig, start, end).ok()
}

pub(super) fn place(
    stretch: &Stretch,
    next: Option<u32>,
    corrected: &Corrected,
    contigs: &Contigs,
    karyogram: &Karyogram,
) -> Interval {
    let whole = contigs.whole(stretch.contig);
    let centromere = karyogram.centromere(stretch.contig);
    let ratios = corrected.contigs.get(&stretch.contig);
    ratios.and_then(|ratios| interval(stretch, next, ratios, whole.end(), centromere)).unwrap_or(whole)
}

/// The fit's view of a segment, and its inherited copies.
pub(super) fn seen(
    interval: Interval,
    level: &Level,
    karyogram: &Karyogram,
    sex: Option<SexChromosomes>,
    tumour_in_normal: f64,
) -> (Seen, u8) {
    let contig = interval.contig();
    let paired: u32 = karyogram
        .pseudoautosomal()
        .iter()
        .filter_map(|region| region.intersection(&interval))
        .map(|shared| shared.length())
        .sum();
    let part = karyogram.part(contig);
    let inherited = match sex {
        Some(sex) if paired * 2 < interval.length() => sex.copies(part),
        _ => 2,
    };
    // METHOD: a normal that is tumour sample by tau shows (1 - tau) * 2 + tau * S copies, so S = 2 r (1 - tau) / (1 - tau r)
    // where r is the sample's depth over the normal's.
    let r = level.ratio.exp2();
    let freed = r * (1.0 - tumour_in_normal) / (1.0 - tumour_in_normal * r).max(0.05);
    let ratio = freed.max(1e-3).log2();
    (Seen { interval, ratio, error: level.error, deviation: level.deviation, windows: level.windows }, inherited)
}
