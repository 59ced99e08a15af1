//! Copy number over simulated genomes of GRCh38's size, against their truth:
//!
//! `cargo run --release -p marv-structure --example genomes -- FIRST_SEED ROUNDS [BANDS]`
//!
//! Each round makes every scenario once, at purities from 10 to 95 % and depths of 60 to 100 and 30 to 40. Evidence is made
//! as a sweep sums it, 3.1 million windows and about 1.8 million heterozygous sites a genome, without reads.

#![expect(clippy::print_stdout, reason = "a report")]

mod chance;
mod genome;
mod scenarios;

use std::{collections::BTreeMap, time::Instant};

use genome::{Evidence, Recipe, Truth};
use marv_model::genome::{ContigId, Contigs, Interval};
use marv_structure::copy::{CopyNumber, CopySegment, Inputs, Karyogram, measure};

/// First base of each long arm in GRCh38, megabases (UCSC cytoBand, hg38), chromosomes 1 to 22, X, Y.
const CENTROMERES: [f64; 24] = [
    123.4, 93.9, 90.9, 50.0, 48.8, 59.8, 60.1, 45.2, 43.0, 39.8, 53.4, 35.5, 17.7, 17.2, 19.0, 36.8, 25.1, 18.5, 26.2,
    28.1, 12.0, 15.0, 61.0, 10.4,
];

#[derive(Default)]
struct Sums {
    large: [usize; 2],
    small_share: [usize; 2],
    neutral: [usize; 2],
    called: [usize; 2],
    exact: [f64; 2],
    purity: Vec<f64>,
}

fn main() {
    let arguments: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (first, rounds) = (arguments.first().copied().unwrap_or(1), arguments.get(1).copied().unwrap_or(1));
    let only = arguments.get(2).copied();
    let contigs = Contigs::grch38();
    let centromeres: BTreeMap<ContigId, u32> =
        (0u32..).zip(CENTROMERES).map(|(id, centre)| (ContigId(id), thousands(centre) * 1_000)).collect();
    let karyogram = Karyogram::new(&contigs, centromeres.clone());
    let mut sums = Sums::default();
    println!("| genome | purity | found | ploidy | segments | events found | seconds |\n|---|---|---|---|---|---|---|");
    for round in 0..rounds {
        for (number, scenario) in (0u64..).zip(scenarios::scenarios()) {
            if only.is_some_and(|only| only != number) {
                continue;
            }
            let seed = first * 10_000 + round * 100 + number;
            let purity =
                [0.95, 0.8, 0.6, 0.4, 0.3, 0.2, 0.1][usize::try_from((number * 3 + round * 2) % 7).unwrap_or(0)];
            let recipe = Recipe {
                purity,
                depth: [
                    [60.0, 80.0, 100.0][usize::try_from(seed % 3).unwrap_or(0)],
                    30.0 + f64::from(u8::from(seed % 2 == 0)) * 10.0,
                ],
                tumour_in_normal: if seed % 5 == 0 { 0.05 } else { 0.0 },
                seed,
            };
            let evidence = genome::evidence(&scenario, &recipe, &contigs, &centromeres);
            let start = Instant::now();
            let measured = measure(&Inputs {
                tracks: &evidence.tracks,
                composition: &evidence.composition,
                contigs: &contigs,
                karyogram: &karyogram,
                breaks: &[],
                fractions: &evidence.fractions,
                carriers: &[],
                tumour_in_normal: None,
                beside: &[],
            });
            let seconds = start.elapsed().as_secs_f64();
            let found = score(&evidence, &measured, purity, scenario.doubled, &mut sums);
            let fit = &measured.fit;
            println!(
                "| {} ({seed}) | {purity:.2} | {} {}{} | {:.2} | {} | {found} | {seconds:.1} |",
                scenario.name,
                fit.purity().map_or("none".into(), |p| format!("{p:.2}")),
                fit.method.name(),
                if fit.ambiguous { ", ambiguous" } else { "" },
                fit.best.map_or(0.0, |best| best.ploidy),
                measured.segments.len(),
            );
            if only.is_some() {
                show(&measured, &evidence.truth, &contigs);
            }
        }
    }
    let share = |[part, all]: [usize; 2]| format!("{part} of {all}");
    println!("\nevents of 5 Mb or more, share >= 20 %: {}", share(sums.large));
    println!("events of 5 Mb or more, share of 10 to 20 %: {}", share(sums.small_share));
    println!("copy-neutral losses of 10 Mb or more, share >= 20 %: {}", share(sums.neutral));
    println!("called segments of 5 Mb or more that are true: {}", share(sums.called));
    println!(
        "bases of changed stretches with both copies right, purity >= 40 %: {:.4}",
        sums.exact[0] / sums.exact[1].max(1.0)
    );
    let worst = sums.purity.iter().copied().fold(0.0, f64::max);
    println!("purity: {} genomes, largest error {worst:.3}", sums.purity.len());
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places of a chromosome")]
fn thousands(megabases: f64) -> u32 {
    (megabases * 1_000.0) as u32
}

fn overlap(one: &Interval, other: &Interval) -> f64 {
    one.intersection(other).map_or(0.0, |shared| f64::from(shared.length()))
}

/// Whether a segment says of a stretch what is true: the direction of depth and of the balance.
fn agrees(segment: &CopySegment, truth: &Truth) -> bool {
    let Some(state) = segment.state else { return false };
    let changed = segment.is_changed();
    let (mine, theirs) = (state.total(), truth.major + truth.minor);
    let normal = segment.inherited;
    changed && mine.cmp(&normal) == theirs.cmp(&normal)
}

fn score(evidence: &Evidence, measured: &CopyNumber, purity: f64, doubled: bool, sums: &mut Sums) -> String {
    let (mut found, mut all) = (0, 0);
    for event in &evidence.truth {
        let length = f64::from(event.interval.length());
        let seen: f64 = measured
            .segments
            .iter()
            .filter(|segment| agrees(segment, event) || doubled)
            .map(|segment| overlap(&segment.interval, &event.interval))
            .sum();
        let hit = seen >= 0.7 * length;
        all += 1;
        found += usize::from(hit);
        let share = event.fraction * purity;
        let count = |[part, whole]: &mut [usize; 2]| {
            *part += usize::from(hit);
            *whole += 1;
        };
        if length >= 5e6 && !doubled {
            if share >= 0.2 {
                count(&mut sums.large);
            } else if share >= 0.1 {
                count(&mut sums.small_share);
            }
        }
        if length >= 10e6 && event.major == 2 && event.minor == 0 && share >= 0.2 && !doubled {
            count(&mut sums.neutral);
        }
        if purity >= 0.4 {
            sums.exact[1] += length;
            for segment in &measured.segments {
                let right = segment.state.is_some_and(|state| (state.major, state.minor) == (event.major, event.minor))
                    && segment.cell_fraction.is_some_and(|fraction| (fraction - event.fraction).abs() < 0.15);
                if right {
                    sums.exact[0] += overlap(&segment.interval, &event.interval);
                }
            }
        }
    }
    if !doubled {
        for segment in measured.segments.iter().filter(|one| one.is_changed() && one.interval.length() >= 5_000_000) {
            let true_part: f64 = evidence
                .truth
                .iter()
                .filter(|event| agrees(segment, event))
                .map(|event| overlap(&segment.interval, &event.interval))
                .sum();
            sums.called[1] += 1;
            sums.called[0] += usize::from(true_part >= 0.5 * f64::from(segment.interval.length()));
        }
    }
    if let Some(value) = measured.fit.purity() {
        sums.purity.push((value - purity).abs());
    }
    format!("{found} of {all}")
}

fn show(measured: &CopyNumber, truth: &[Truth], contigs: &Contigs) {
    for one in &measured.segments {
        println!(
            "{} log2 {:.4} balance {:.4} state {:?} fraction {:.2} confidence {:.2} windows {} sites {}",
            contigs.show(&one.interval),
            one.log2_ratio,
            one.balance.unwrap_or(0.0),
            one.state.map(|state| (state.major, state.minor)),
            one.cell_fraction.unwrap_or(0.0),
            one.confidence,
            one.windows,
            one.sites
        );
    }
    for event in truth {
        println!("truth {} {}+{} in {:.2}", contigs.show(&event.interval), event.major, event.minor, event.fraction);
    }
    let _ = measured.fit.alternatives.iter().map(|one| println!("alternative {one:?}")).count();
    println!("noise {:.4}, tumour in normal {:?}, sex {:?}", measured.noise, measured.tumour_in_normal, measured.sex);
}
