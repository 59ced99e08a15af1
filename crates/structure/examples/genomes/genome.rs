//! Evidence of a simulated genome, as sums of a sweep: no reads, but their counts in windows and at sites.

use std::collections::BTreeMap;

use marv_model::genome::{ContigId, Contigs, Interval, Locus};
use marv_structure::{
    RegionStructure, SampleStructure,
    copy::{Composition, Fraction, Site, Tracks},
    sweep::WINDOW,
};

use crate::{
    chance::Chance,
    scenarios::{Place, Scenario},
};

/// How a sample was made.
pub(crate) struct Recipe {
    pub(crate) purity: f64,
    pub(crate) depth: [f64; 2],
    /// The share of the normal that is the tumour's sample.
    pub(crate) tumour_in_normal: f64,
    pub(crate) seed: u64,
}

/// A stretch with its truth.
#[derive(Debug, Clone)]
pub(crate) struct Truth {
    pub(crate) interval: Interval,
    pub(crate) major: u8,
    pub(crate) minor: u8,
    pub(crate) fraction: f64,
}

pub(crate) struct Evidence {
    pub(crate) tracks: Tracks,
    pub(crate) composition: BTreeMap<ContigId, Composition>,
    pub(crate) fractions: Vec<Fraction>,
    pub(crate) truth: Vec<Truth>,
}

/// The events as intervals. `centromeres` part the arms.
pub(crate) fn truth(scenario: &Scenario, contigs: &Contigs, centromeres: &BTreeMap<ContigId, u32>) -> Vec<Truth> {
    let place = |(name, place, major, minor, fraction): &crate::scenarios::Event| {
        let contig = contigs.id_or_alias(name)?;
        let length = contigs.length(contig);
        let centre = centromeres.get(&contig).copied().unwrap_or(0);
        let (start, end) = match place {
            Place::Whole => (0, length),
            Place::P => (0, centre),
            Place::Q => (centre, length),
            Place::Between(start, end) => (megabases(*start), megabases(*end).min(length)),
        };
        let interval = Interval::new(contig, start, end).ok()?;
        Some(Truth { interval, major: *major, minor: *minor, fraction: *fraction })
    };
    scenario.events.iter().filter_map(place).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places of a chromosome")]
fn megabases(value: f64) -> u32 {
    (value * 1e6).round() as u32
}

/// Mean copies of the two parents' alleles in the sample at a place.
fn copies(scenario: &Scenario, truth: &[Truth], locus: Locus, inherited: [f64; 2], purity: f64) -> [f64; 2] {
    let base = if scenario.doubled { inherited.map(|copies| 2.0 * copies) } else { inherited };
    let mut tumour = base;
    // The last event that holds a place is the one that counts: an event inside of another one is listed behind it.
    if let Some(event) = truth.iter().rev().find(|event| event.interval.contains(locus)) {
        let [a, b] = [event.major, event.minor].map(f64::from);
        tumour = [0, 1].map(|at| event.fraction * [a, b][at] + (1.0 - event.fraction) * base[at]);
    }
    [0, 1].map(|at| purity * tumour[at] + (1.0 - purity) * inherited[at])
}

/// Makes the evidence of a pair.
pub(crate) fn evidence(
    scenario: &Scenario,
    recipe: &Recipe,
    contigs: &Contigs,
    centromeres: &BTreeMap<ContigId, u32>,
) -> Evidence {
    let truth = truth(scenario, contigs, centromeres);
    let mut chance = Chance::new(recipe.seed);
    let mut tracks = Tracks::new(contigs, true);
    let (mut composition, mut fractions) = (BTreeMap::new(), Vec::new());
    // Bias by composition: shared in kind, different in strength.
    let bend = [-3.0 - 3.0 * chance.uniform(), -3.0 - 3.0 * chance.uniform()];
    let (mut ploidy, mut length) = (0.0, 0.0);
    for (id, contig) in contigs.iter() {
        for at in (0..contig.length).step_by(1_000_000) {
            let sum: f64 =
                copies(scenario, &truth, Locus::new(id, at), inherited(scenario, &contig.name), recipe.purity)
                    .iter()
                    .sum();
            ploidy += sum;
            length += 1.0;
        }
    }
    let mean_copies = ploidy / length;
    for (id, contig) in contigs.iter().filter(|(_, contig)| &*contig.name != "chrM") {
        let own = inherited(scenario, &contig.name);
        let windows = contig.length / WINDOW;
        let (mut gc, mut wave, mut timing) = (0.0, 0.0, 0.0);
        let mut sums = [SampleStructure::default(), SampleStructure::default()];
        let mut made = Composition::default();
        let mut sites = Vec::new();
        let centre = centromeres.get(&id).copied().unwrap_or(0);
        for window in 0..windows {
            let position = window * WINDOW;
            // Slow and fast parts of composition, of replication timing (tumour only) and of mapping (both).
            gc = 0.995 * gc + 0.1 * chance.normal() * 0.05;
            wave = 0.999 * wave + 0.045 * chance.normal();
            timing = 0.9995 * timing + 0.032 * chance.normal();
            let share = (0.41 + gc + 0.03 * chance.normal()).clamp(0.22, 0.68);
            let hole = position.abs_diff(centre) < 1_500_000 || chance.uniform() < 0.02;
            made.known.push(1_000);
            made.gc.push(thousandths(share));
            let mapping = if hole { 0.1 } else { (0.05 * chance.normal()).exp() };
            let here = copies(scenario, &truth, Locus::new(id, position), own, recipe.purity);
            let total: f64 = here.iter().sum();
            let normal: f64 = own.iter().sum();
            let tau = recipe.tumour_in_normal;
            let bias = |sample: usize| (bend[sample] * (share - 0.42) * (share - 0.42) * 2.0).exp() * mapping;
            let slow = [(0.006 * wave + 0.008 * timing).exp(), (0.006 * wave).exp()];
            let levels = [
                recipe.depth[0] * total / mean_copies * bias(0) * slow[0],
                recipe.depth[1] * ((1.0 - tau) * normal / 2.0 + tau * total / mean_copies) * bias(1) * slow[1],
            ];
            for sample in 0..2 {
                // Fragments of two reads: noise of a fragment's 300 bases.
                let fragments = chance.poisson(levels[sample] * 1_000.0 / 300.0);
                sums[sample].depth.bases.push(fragments * 300);
            }
            if !hole && normal > 1.5 && chance.uniform() < 0.62 {
                let swap = chance.uniform() < 0.5;
                let alternate = if swap { here[0] } else { here[1] };
                let share = 0.49 * alternate / (0.49 * alternate + 0.51 * (total - alternate)).max(1e-9);
                let reads = [chance.poisson(levels[0]), chance.poisson(levels[1])];
                let in_normal = (1.0 - tau) * 0.49 + tau * share;
                let tumour = [chance.binomial(reads[0], share.clamp(0.002, 0.998)), reads[0]];
                let normal = [chance.binomial(reads[1], in_normal), reads[1]];
                sites.push(Site { position: position + 500, tumour, normal });
            }
            // Acquired substitutions, one a megabase: most of all cells, some of a subclone, on one copy.
            if !hole && chance.uniform() < 0.001 && normal > 1.5 {
                let of = if chance.uniform() < 0.65 { 1.0 } else { 0.3 };
                let depth = chance.poisson(levels[0]);
                let alternate = chance.binomial(depth, (recipe.purity * of / total.max(0.1)).min(0.99));
                if alternate >= 4 {
                    fractions.push(Fraction { locus: Locus::new(id, position), alternate, depth });
                }
            }
        }
        let [tumour, normal] = sums;
        let region = contigs.whole(id);
        tracks.add(&RegionStructure { region, tumour, normal: Some(normal) });
        tracks.add_sites(id, sites);
        composition.insert(id, made);
    }
    tracks.sort();
    Evidence { tracks, composition, fractions, truth }
}

fn inherited(scenario: &Scenario, name: &str) -> [f64; 2] {
    match name {
        "chrX" if scenario.male => [1.0, 0.0],
        "chrY" => [f64::from(u8::from(scenario.male)), 0.0],
        _ => [1.0, 1.0],
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a thousand")]
fn thousandths(share: f64) -> u16 {
    (share * 1_000.0).round() as u16
}
