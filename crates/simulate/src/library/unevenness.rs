//! What makes depth uneven: which fragments of those that there would be are not read.

use std::f64::consts::TAU;

use rand::{Rng, RngExt};

use crate::{
    donor::SampleKind,
    library::molecule::Molecule,
    scenario::Unevenness,
    streams::{Purpose, mixed},
};

/// Blocks in which reads find a place or not.
const BLOCK: u32 = 5_000;
/// Fragments that are read in a block where nine in ten find no place.
const IN_HOLES: f64 = 0.1;
/// G and C at which nothing is lost.
const BEST: f64 = 0.42;
/// Lengths of the slow waves in bases, with their share of the height.
const WAVES: [(f64, f64); 3] = [(3.1e6, 0.3), (9.7e6, 0.4), (41e6, 0.3)];

/// One sample's unevenness on one contig.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Thinning {
    settings: Unevenness,
    seed: u64,
    key: u64,
    tumour: bool,
}

impl Thinning {
    pub(crate) fn new(settings: Unevenness, seed: u64, key: u64, sample: SampleKind) -> Self {
        Self { settings, seed, key, tumour: sample == SampleKind::Tumour }
    }

    /// How much more often fragments are drawn, so that the crest of a wave has its depth; 1 where depth is even.
    pub(crate) fn surplus(&self) -> f64 {
        1.0 + self.settings.waves
    }

    /// Whether a fragment is read. Draws nothing where depth is even.
    pub(crate) fn keeps(&self, random: &mut impl Rng, molecule: &Molecule, from: u32, length: u32, place: u32) -> bool {
        let Unevenness { composition, waves, holes } = self.settings;
        let mut share = 1.0;
        if composition > 0.0 {
            let end = (from + length).min(molecule.length());
            let part = &molecule.bases[from as usize..end as usize];
            let gc = part.iter().filter(|base| matches!(base, b'G' | b'C')).count();
            let away = f64::from(crate::count::bases(gc)) / f64::from(length.max(1)) - BEST;
            let strength = composition * if self.tumour { 4.0 / 3.0 } else { 1.0 };
            share *= (1.0 - strength * (away / 0.1).powi(2)).max(0.05);
        }
        if waves > 0.0 {
            let own = if self.tumour { 0.5 * self.wave(place, 1) } else { 0.0 };
            share *= (1.0 + waves * (0.5 * self.wave(place, 0) + own)) / self.surplus();
        }
        if holes > 0.0 {
            let hash = mixed(self.seed, Purpose::Unevenness, self.key, place / BLOCK);
            share *= if crate::count::unit(hash) < holes { IN_HOLES } else { 1.0 };
        }
        share >= 1.0 || random.random_bool(share.max(0.0))
    }

    /// -1 to 1.
    fn wave(&self, place: u32, number: u64) -> f64 {
        (0u32..)
            .zip(WAVES)
            .map(|(at, (length, height))| {
                let phase = crate::count::unit(mixed(self.seed, Purpose::Unevenness, self.key ^ (number << 8), at));
                height * (TAU * (f64::from(place) / length + phase)).sin()
            })
            .sum()
    }
}
