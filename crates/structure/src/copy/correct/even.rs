//! Whether windows are a sample of the whole genome, and whether they lie in stretches of it.

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Contigs};

use super::Ratios;
use crate::{
    copy::{
        genome::{Karyogram, Part},
        maths::{float, median},
    },
    sweep::WINDOW,
};

/// Bases of a stretch.
const STRETCH: u32 = 5_000_000;
/// METHOD: the share of the autosomes' stretches that must hold half of the windows that the median stretch holds, and the
/// fewest that one holds. Of GRCh38 a sixteenth has no sequence that reads map to. Exons lie unevenly: of the stretches
/// a fifth holds few.
const SHARE: f64 = 0.9;
const FEWEST: f64 = 4.0;

/// Whether usable windows are spread evenly over all autosomes.
pub(super) fn spread_evenly(ratios: &BTreeMap<ContigId, Ratios>, contigs: &Contigs, karyogram: &Karyogram) -> bool {
    let mut counts = Vec::new();
    for (id, contig) in contigs.iter().filter(|(id, _)| karyogram.part(*id) == Part::Autosome) {
        let mut own = vec![0usize; contig.length.div_ceil(STRETCH) as usize];
        for window in ratios.get(&id).map_or(&[][..], |ratios| ratios.windows.as_slice()) {
            if let Some(count) = own.get_mut((window * WINDOW / STRETCH) as usize) {
                *count += 1;
            }
        }
        // The last stretch is a part of one.
        if own.len() > 1 {
            own.pop();
        }
        counts.extend(own.into_iter().map(float));
    }
    let Some(typical) = median(&mut counts.clone()).filter(|typical| *typical >= FEWEST) else { return false };
    let held = counts.iter().filter(|count| **count >= 0.5 * typical).count();
    float(held) >= SHARE * float(counts.len())
}

/// METHOD: windows that so many bases part belong to one stretch: a repeat that reads do not map to.
const GAP: u32 = 10 * WINDOW;

/// Whether at least half of the usable windows lie in stretches of `fewest` or more.
pub(super) fn in_stretches(ratios: &BTreeMap<ContigId, Ratios>, fewest: usize) -> bool {
    let stretches = || ratios.values().flat_map(|own| own.windows.chunk_by(|a, b| (b - a) * WINDOW <= GAP));
    let held: usize = stretches().map(<[u32]>::len).filter(|length| *length >= fewest).sum();
    let all: usize = stretches().map(<[u32]>::len).sum();
    held * 2 >= all
}

/// Windows, by index among those that can be used, before which more than a repeat was not looked at: a run over single genes of
/// a genome says nothing of what lies between them. `swept` are bases looked at, by window of the contig.
pub(super) fn unseen(windows: &[u32], swept: &[u16]) -> Vec<usize> {
    let looked_at = |window: u32| swept.get(window as usize).is_some_and(|bases| *bases > 0);
    let apart = |a: u32, b: u32| {
        let dark = (a + 1..b).filter(|window| !looked_at(*window)).count();
        (b - a) * WINDOW > GAP && dark * WINDOW as usize > GAP as usize
    };
    (1..windows.len()).filter(|at| apart(windows[at - 1], windows[*at])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Windows of a genome by a rule of chromosome (0 to 21) and window.
    fn even(rule: impl Fn(u32, u32) -> bool) -> bool {
        let contigs = Contigs::grch38();
        let karyogram = Karyogram::new(&contigs, BTreeMap::new());
        let ratios = (0..22u32)
            .map(|number| {
                let last = contigs.length(ContigId(number)) / WINDOW;
                let windows = (0..last).filter(|window| rule(number, *window)).collect();
                (ContigId(number), Ratios { windows, ..Ratios::default() })
            })
            .collect();
        spread_evenly(&ratios, &contigs, &karyogram)
    }

    #[test]
    fn a_sample_of_the_genome_is_told_from_targets() {
        assert!(even(|_, _| true));
        assert!(even(|_, window| window % 1_000 < 2), "two windows a megabase");
        let acrocentric = |number| [12, 13, 14, 20, 21].contains(&number);
        assert!(even(|number, window| window % 1_000 < 2 && !(acrocentric(number) && window < 17_000)));
        assert!(!even(|number, window| number < 14 && window % 1_000 < 2), "eight chromosomes are not there");
        // Genes lie in clusters: half of the stretches hold nearly all.
        assert!(!even(|_, window| window % 10_000 < 5_000 && window % 100 < 2));
        assert!(!even(|_, window| window % 4_000 == 0), "fewer than four a stretch");
    }

    /// Windows 0 to 19 and 40 to 59 are looked at and used; then 60 to 99, which reads do not map to, and 100 on.
    #[test]
    fn what_was_not_looked_at_parts_and_a_repeat_does_not() {
        let windows: Vec<u32> = (0..20).chain(40..60).chain(100..120).collect();
        let swept: Vec<u16> = (0..120).map(|window| if (20..40).contains(&window) { 0 } else { 1_000 }).collect();
        assert_eq!(unseen(&windows, &swept), [20]);
        let few: Vec<u16> = (0..120).map(|window| if (20..30).contains(&window) { 0 } else { 1_000 }).collect();
        assert!(unseen(&windows, &few).is_empty(), "ten windows are no more than a repeat");
    }

    #[test]
    fn places_of_ten_kilobases_are_no_stretches() {
        let of =
            |windows: Vec<u32>| in_stretches(&[(ContigId(0), Ratios { windows, ..Ratios::default() })].into(), 100);
        let places = |length: u32| (0..30_000u32).filter(|window| window % 1_000 < length).collect::<Vec<_>>();
        assert!(!of(places(10)), "thirty places");
        assert!(!of(places(99)) && of(places(100)));
        assert!(of((0..1_000).filter(|window| window % 12 < 3).collect()), "a repeat of nine kilobases in twelve");
        // As many windows in places as in one stretch: half.
        let stretch = 50_000..50_300;
        assert!(of(places(10).into_iter().chain(stretch.clone()).collect()));
        assert!(!of(places(11).into_iter().chain(stretch).collect()));
    }
}
