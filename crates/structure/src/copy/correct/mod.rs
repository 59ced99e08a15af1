//! Depth becomes log2 ratios: windows that say little are left out, the composition's bias and the normal's waves are taken
//! away.

mod control;
mod even;
mod gc;

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Contigs, Interval};

use super::{
    composition::Composition,
    genome::{Karyogram, Part},
    maths::{float, median, spread},
    tracks::{Track, Tracks},
};
use crate::sweep::WINDOW;
pub(crate) use control::{mean, trimmed_mean, winsorised};
use gc::Curve;

/// A contig's corrected depth, by usable window.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Ratios {
    /// Numbers of the usable windows, ascending.
    pub(crate) windows: Vec<u32>,
    /// Of these, by index, those before which a stretch of the contig was not looked at.
    pub(crate) unseen: Vec<usize>,
    /// log2 of tumour over what is expected, for segmentation: the normal taken away as far as it tells more than noise.
    pub(crate) ratio: Vec<f64>,
    /// log2 of the tumour's depth over its curve.
    pub(crate) tumour: Vec<f64>,
    /// log2 of the normal's depth over its curve; zeros without a normal.
    pub(crate) normal: Vec<f64>,
    /// What the normal shows beyond what was taken away: noise, and inherited copy number.
    pub(crate) excess: Vec<f64>,
    /// Share of G and C.
    pub(crate) gc: Vec<f64>,
    /// Standard deviation of a window's ratio around its neighbours', on this contig.
    pub(crate) noise: f64,
}

/// All contigs' ratios with what they share.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Corrected {
    pub(crate) contigs: BTreeMap<ContigId, Ratios>,
    /// Standard deviation of a window's ratio around its neighbours'.
    pub(crate) noise: f64,
    /// The same of the normal's excess.
    pub(crate) normal_noise: f64,
    /// Windows with reads that were left out.
    pub(crate) masked: usize,
    /// Whether the usable windows are spread over the genome evenly.
    pub(crate) even: bool,
    /// Whether most of them lie in stretches of the genome.
    pub(crate) in_stretches: bool,
}

/// METHOD: below a tenth of a megabase, nothing is said of a genome's copies, and what lies in shorter stretches is single
/// places: their composition is not told from their level.
const FEWEST_WINDOWS: usize = 100;

impl Corrected {
    /// Windows that can be used.
    pub(crate) fn usable(&self) -> usize {
        self.contigs.values().map(|ratios| ratios.windows.len()).sum()
    }
    /// METHOD: a genome's reads fill their windows but for a few in a hundred; where more windows are left out than used,
    /// reads lie on targets, whose capture and edges are not corrected for, and their depth is no measure of copies; so do
    /// those of which most lie in single places. A sample of a genome, windows spread evenly over all of it, is no set of
    /// targets, though the edges of its windows are left out.
    pub(crate) fn tells_copies(&self) -> bool {
        self.usable() >= FEWEST_WINDOWS && (self.usable() > self.masked && self.in_stretches || self.even)
    }
}

/// METHOD: windows outside of these shares of G and C hold too few fragments to correct (COBALT's range).
const GC_RANGE: (f64, f64) = (0.22, 0.70);
/// Known bases a window must have.
const LEAST_KNOWN: u16 = 500;
/// METHOD: a normal below this share of its median depth is a place where reads do not map; above the other, one where
/// reads of several places pile up.
const NORMAL_RANGE: (f64, f64) = (0.35, 2.2);
/// See [`Corrected::of`].
const ROUNDS: usize = 4;
const LOCAL: usize = 200;
/// Lowest log2 ratio: no reads at all.
const FLOOR: f64 = -6.0;

impl Corrected {
    /// Corrects all contigs.
    ///
    /// METHOD: composition and copy number are confounded, so the tumour's curve is learned beside its local level (a
    /// running median over 401 windows), each without the other, four times in turn. It starts at the normal's curve, which
    /// no acquired copy number bends.
    pub(crate) fn of(
        tracks: &Tracks,
        composition: &BTreeMap<ContigId, Composition>,
        contigs: &Contigs,
        karyogram: &Karyogram,
    ) -> Self {
        let mut corrected = Self::default();
        let mut raw: BTreeMap<ContigId, Ratios> = BTreeMap::new();
        let typical = typical_normal(tracks, composition, contigs, karyogram);
        for (id, _) in contigs.iter() {
            let (Some(track), Some(composition)) = (tracks.get(id), composition.get(&id)) else { continue };
            let normal = |start: u32| typical.at(id, start);
            let (ratios, masked) = usable(track, composition, tracks.with_normal().then_some(&normal));
            corrected.masked += masked;
            if !ratios.windows.is_empty() {
                raw.insert(id, ratios);
            }
        }
        let autosomes: Vec<&Ratios> =
            raw.iter().filter(|(id, _)| karyogram.part(**id) == Part::Autosome).map(|(_, ratios)| ratios).collect();
        let all = |of: fn(&Ratios) -> &[f64]| autosomes.iter().flat_map(move |ratios| of(ratios).iter().copied());
        let normal = Curve::fit(all(|ratios| &ratios.gc).zip(all(|ratios| &ratios.normal)));
        let mut tumour = normal.clone();
        for _ in 0..ROUNDS {
            let mut points = Vec::new();
            for ratios in &autosomes {
                let left: Vec<f64> =
                    ratios.gc.iter().zip(&ratios.tumour).map(|(gc, depth)| depth - tumour.at(*gc)).collect();
                let local = control::running_median(&left, LOCAL);
                points.extend(ratios.gc.iter().zip(&ratios.tumour).zip(local).map(|((gc, depth), l)| (*gc, depth - l)));
            }
            tumour = Curve::fit(points.into_iter());
        }
        for ratios in raw.values_mut() {
            for at in 0..ratios.windows.len() {
                ratios.tumour[at] = (ratios.tumour[at] - tumour.at(ratios.gc[at])).max(FLOOR);
                if tracks.with_normal() {
                    ratios.normal[at] = (ratios.normal[at] - normal.at(ratios.gc[at])).max(FLOOR);
                }
            }
        }
        if tracks.with_normal() {
            control::apply(&mut raw, karyogram);
        } else {
            for ratios in raw.values_mut() {
                ratios.ratio.clone_from(&ratios.tumour);
                ratios.excess = vec![0.0; ratios.windows.len()];
            }
        }
        let mut all: Vec<f64> = raw
            .iter()
            .filter(|(id, _)| karyogram.part(**id) == Part::Autosome)
            .flat_map(|(_, ratios)| ratios.ratio.iter().copied())
            .collect();
        let centre = median(&mut all).unwrap_or(0.0);
        for ratios in raw.values_mut() {
            ratios.ratio.iter_mut().for_each(|ratio| *ratio -= centre);
        }
        corrected.noise = noise(raw.values().map(|ratios| ratios.ratio.as_slice()));
        corrected.normal_noise = noise(raw.values().map(|ratios| ratios.excess.as_slice()));
        for ratios in raw.values_mut() {
            // One inherited copy has half of the reads, and so has one copy that is left.
            let own = noise(std::iter::once(ratios.ratio.as_slice()));
            ratios.noise = if ratios.windows.len() < OWN_NOISE { corrected.noise } else { own };
        }
        corrected.even = even::spread_evenly(&raw, contigs, karyogram);
        for (id, ratios) in raw.iter_mut().filter(|_| !corrected.even) {
            let swept = tracks.get(*id).map_or(&[][..], |track| track.swept.as_slice());
            ratios.unseen = even::unseen(&ratios.windows, swept);
        }
        corrected.in_stretches = even::in_stretches(&raw, FEWEST_WINDOWS);
        corrected.contigs = raw;
        corrected
    }
}

/// Windows from which a contig's noise is its own.
const OWN_NOISE: usize = 500;

/// The standard deviation of values around their neighbours, which no level moves: that of their differences, over √2.
fn noise<'a>(series: impl Iterator<Item = &'a [f64]>) -> f64 {
    let steps = series.flat_map(|values| values.windows(2).map(|pair| pair[1] - pair[0]));
    spread(steps).map_or(1.0, |spread| spread / std::f64::consts::SQRT_2).max(0.005)
}

/// log2 of aligned bases a known base; half a read's bases are added, so that no reads have a logarithm.
fn depth(bases: u32, known: u16) -> f64 {
    ((f64::from(bases) + 50.0) / f64::from(known)).log2()
}

/// The windows of a contig that can be compared, and how many with reads cannot. `typical`: the normal's median depth by a window's
/// start; none without a normal.
fn usable(track: &Track, composition: &Composition, typical: Option<&impl Fn(u32) -> Option<f64>>) -> (Ratios, usize) {
    let with_normal = typical.is_some();
    let mut ratios = Ratios::default();
    let mut masked = 0;
    for (window, bases) in track.tumour.iter().enumerate() {
        let of_normal = track.normal.get(window).copied().unwrap_or(0);
        let (known, gc) = composition.at(window).unwrap_or((0, 0.0));
        let start = u32::try_from(window).unwrap_or(u32::MAX).saturating_mul(WINDOW);
        let whole = u32::from(track.swept[window]) >= WINDOW.min(track.length.saturating_sub(start));
        let maps = typical.is_none_or(|typical| {
            typical(start).is_some_and(|typical| {
                let share = f64::from(of_normal) / f64::from(known.max(1)) / typical;
                (NORMAL_RANGE.0..=NORMAL_RANGE.1).contains(&share)
            })
        });
        let shown = with_normal || *bases > 0;
        if known < LEAST_KNOWN || !(GC_RANGE.0..=GC_RANGE.1).contains(&gc) || !whole || !maps || !shown {
            masked += usize::from(*bases > 0 || of_normal > 0);
            continue;
        }
        ratios.windows.push(u32::try_from(window).unwrap_or(u32::MAX));
        ratios.tumour.push(depth(*bases, known));
        ratios.normal.push(if with_normal { depth(of_normal, known) } else { 0.0 });
        ratios.gc.push(gc);
    }
    (ratios, masked)
}

/// The normal's median depth over windows with reads.
#[derive(Debug, Default)]
struct Typical {
    of_contig: BTreeMap<ContigId, f64>,
    autosomal: f64,
    /// Where X and Y have two copies in everyone.
    shared: Vec<Interval>,
}

impl Typical {
    /// At a window's start, 0-based; none on a contig without a normal copy.
    ///
    /// METHOD: where X and Y pair, everyone has two copies: a man's depth there is that of his autosomes, twice that of the rest of his X.
    fn at(&self, contig: ContigId, start: u32) -> Option<f64> {
        let typical = *self.of_contig.get(&contig)?;
        let shared = self.shared.iter().any(|one| one.contig() == contig && (one.start()..one.end()).contains(&start));
        Some(if shared { self.autosomal.max(typical) } else { typical })
    }
}

/// Of all autosomes for an autosome, its own for a sex chromosome. A contig without a normal copy (below a tenth of the autosomes) has
/// none.
fn typical_normal(
    tracks: &Tracks,
    composition: &BTreeMap<ContigId, Composition>,
    contigs: &Contigs,
    karyogram: &Karyogram,
) -> Typical {
    let depths = |id: ContigId| -> Vec<f64> {
        let (Some(track), Some(composition)) = (tracks.get(id), composition.get(&id)) else { return Vec::new() };
        let windows = track.normal.iter().enumerate().filter(|(_, bases)| **bases > 0);
        windows
            .filter_map(|(window, bases)| {
                let (known, _) = composition.at(window)?;
                (known >= LEAST_KNOWN).then(|| f64::from(*bases) / f64::from(known))
            })
            .collect()
    };
    let of = |part: Part| contigs.iter().map(|(id, _)| id).filter(move |id| karyogram.part(*id) == part);
    let Some(autosomal) = median(&mut of(Part::Autosome).flat_map(depths).collect::<Vec<_>>()) else {
        return Typical::default();
    };
    let mut typical: BTreeMap<ContigId, f64> = of(Part::Autosome).map(|id| (id, autosomal)).collect();
    for id in of(Part::X).chain(of(Part::Y)) {
        let mut own = depths(id);
        // METHOD: a sex chromosome is there where most of it has a tenth of the autosomes' depth or more; what a genome
        // without Y shows on Y are reads of X and of repeats.
        let windows = float(own.len());
        let Some(middle) = median(&mut own) else { continue };
        let all = tracks.get(id).map_or(0.0, |track| float(track.normal.iter().filter(|bases| **bases > 0).count()));
        if middle >= 0.1 * autosomal && windows >= 0.5 * all {
            typical.insert(id, middle);
        }
    }
    Typical { of_contig: typical, autosomal, shared: karyogram.pseudoautosomal().to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A man's X at half of the autosomes' 30 bases a base: where it pairs with Y the depth is the autosomes', beyond it its own.
    #[test]
    fn where_x_and_y_pair_the_normal_is_typical_at_the_autosomes_depth() {
        let x = ContigId(22);
        let typical = Typical {
            of_contig: BTreeMap::from([(ContigId(0), 30.0), (x, 15.0)]),
            autosomal: 30.0,
            shared: vec![Interval::new(x, 10_000, 2_781_479).unwrap()],
        };
        let at = |contig, start| typical.at(contig, start);
        assert_eq!([at(x, 1_200_000), at(x, 2_781_479), at(x, 5_000)], [Some(30.0), Some(15.0), Some(15.0)]);
        assert_eq!([at(ContigId(0), 1_200_000), at(ContigId(23), 0)], [Some(30.0), None]);
    }
}
