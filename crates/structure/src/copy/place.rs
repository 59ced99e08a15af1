//! Where a stretch of windows lies on the genome, and what of it the fit sees.

use marv_model::genome::{Contigs, Interval, Locus};

use super::{
    correct::{Corrected, Ratios},
    genome::Karyogram,
    segment::{Level, Opens, Stretch},
    sex::{SexChromosomes, inherited},
    states::Seen,
};
use crate::sweep::WINDOW;

/// First base and the one behind the last of a stretch's own windows.
pub(super) fn bounds(stretch: &Stretch, ratios: &Ratios) -> (u32, u32) {
    (ratios.windows[stretch.from] * WINDOW, ratios.windows[stretch.to - 1].saturating_add(1).saturating_mul(WINDOW))
}

/// A stretch of usable windows as a stretch of the genome. Between two segments, windows that cannot be used are shared
/// evenly; a contig's first and last segment reach its ends where at most a megabase there cannot be used. `next` is why the
/// next segment of the contig begins; what was not looked at is in none.
fn interval(
    stretch: &Stretch,
    next: Option<Opens>,
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
    let start = match (stretch.opens, stretch.from.checked_sub(1)) {
        (Opens::Anchored(base) | Opens::Inherited(base), _) => base,
        (Opens::Measured, Some(before)) => border((ratios.windows[before] + 1) * WINDOW, start),
        (Opens::Measured, None) if start <= END => 0,
        (Opens::Measured | Opens::Unseen, _) => start,
    };
    let end = match (next, ratios.windows.get(stretch.to)) {
        (Some(Opens::Anchored(base) | Opens::Inherited(base)), _) => base,
        (Some(Opens::Unseen), _) => end,
        (_, Some(after)) => border(end.min(after * WINDOW), after * WINDOW),
        (_, None) if length.saturating_sub(end) <= END => length,
        (_, None) => end.min(length),
    };
    Interval::new(stretch.contig, start, end).ok()
}

pub(super) fn place(
    stretch: &Stretch,
    next: Option<Opens>,
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
    let middle = Locus::new(interval.contig(), interval.start().midpoint(interval.end()));
    let inherited = inherited(sex, karyogram, middle);
    // METHOD: a normal that is tumour sample by tau shows (1 - tau) * 2 + tau * S copies, so S = 2 r (1 - tau) / (1 - tau r)
    // where r is the sample's depth over the normal's.
    let r = level.ratio.exp2();
    let freed = r * (1.0 - tumour_in_normal) / (1.0 - tumour_in_normal * r).max(0.05);
    let ratio = freed.max(1e-3).log2();
    (Seen { interval, ratio, error: level.error, deviation: level.deviation, windows: level.windows }, inherited)
}
