//! How far and how often right the estimate of tumour in the normal is, by what a genome offers: draws the counts of many
//! genomes from binomials, without reads, and prints as Markdown what is estimated of them.
//!
//!     cargo run --profile quick -p marv-somatic --example tumour_in_normal -- [KEY=VALUE]...
//!
//! Keys: `genomes` of a row (400), `substitutions` acquired by each (100,300,1000), `shares` (0,0.02,0.05,0.1,0.2,0.3),
//! `tumour` and `normal` depth (100, 40), `seed` (1).
//!
//! A genome's substitutions lie in clones of 45, 22, 11 and 7 % of the fragments, 35, 35, 20 and 10 in a hundred; depth
//! is Poisson's. Two in a hundred are inherited ones of which the normal shows little by chance.

#![allow(clippy::print_stdout)] // it prints a table

use std::{collections::BTreeMap, error::Error};

use marv_somatic::{ContaminationBin, Learned, PairStatistics, SomaticConfig};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Fraction of the tumour's fragments, and how many of a hundred substitutions have it.
const CLONES: [(f64, u32); 4] = [(0.45, 35), (0.225, 35), (0.1125, 20), (0.07, 10)];
/// Of a hundred sites.
const INHERITED: f64 = 0.02;

struct Asked {
    genomes: usize,
    substitutions: Vec<usize>,
    shares: Vec<f64>,
    depths: [f64; 2],
    seed: u64,
}

fn asked() -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked {
        genomes: 400,
        substitutions: vec![100, 300, 1000],
        shares: vec![0.0, 0.02, 0.05, 0.1, 0.2, 0.3],
        depths: [100.0, 40.0],
        seed: 1,
    };
    for argument in std::env::args().skip(1) {
        let (key, value) = argument.split_once('=').ok_or_else(|| format!("{argument}: expected KEY=VALUE"))?;
        match key {
            "genomes" => asked.genomes = value.parse()?,
            "substitutions" => asked.substitutions = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "shares" => asked.shares = value.split(',').map(str::parse).collect::<Result<_, _>>()?,
            "tumour" => asked.depths[0] = value.parse()?,
            "normal" => asked.depths[1] = value.parse()?,
            "seed" => asked.seed = value.parse()?,
            _ => return Err(format!("{key}: choose from genomes, substitutions, shares, tumour, normal, seed").into()),
        }
    }
    Ok(asked)
}

/// Fragments with an allele of so many, each with probability `p`.
fn binomial(random: &mut ChaCha8Rng, n: u32, p: f64) -> u32 {
    (0..n).map(|_| u32::from(random.random_bool(p))).sum()
}

/// Poisson's, by the product of uniform numbers (Knuth); enough for a depth.
fn poisson(random: &mut ChaCha8Rng, mean: f64) -> u32 {
    let (limit, mut product, mut n) = ((-mean).exp(), random.random::<f64>(), 0);
    while product > limit {
        product *= random.random::<f64>();
        n += 1;
    }
    n
}

/// The counts of a genome's sites that the estimate is made from: plain in the tumour, and not set aside as inherited.
fn genome(random: &mut ChaCha8Rng, asked: &Asked, substitutions: usize, share: f64) -> PairStatistics {
    let mut contamination = BTreeMap::new();
    let byte = |n: u32| u8::try_from(n.min(255)).unwrap_or(u8::MAX);
    for _ in 0..substitutions {
        let [tumour, normal] = asked.depths.map(|mean| poisson(random, mean));
        let inherited = random.random_bool(INHERITED);
        let mut number = random.random_range(0..100);
        let clone = CLONES.iter().find(|(_, of)| {
            let here = number < *of;
            number = number.saturating_sub(*of);
            here
        });
        let fraction = clone.map_or(0.45, |(fraction, _)| *fraction);
        let seen = binomial(random, tumour, if inherited { 0.46 } else { fraction });
        let left = binomial(random, normal, if inherited { 0.46 } else { share * fraction + 3e-4 });
        let contested = normal >= 12 && left >= 4 && f64::from(left) >= 0.25 * f64::from(normal);
        if seen >= tumour.div_ceil(10).max(8) && normal >= 10 && !contested {
            let bin = ContaminationBin {
                tumour_alternate: byte(seen),
                tumour_depth: byte(tumour),
                normal_depth: byte(normal),
                normal_alternate: byte(left),
            };
            *contamination.entry(bin).or_default() += 1;
        }
    }
    PairStatistics { contamination, ..PairStatistics::default() }
}

fn main() -> Result<(), Box<dyn Error>> {
    let asked = asked()?;
    let Asked { genomes, depths: [tumour, normal], seed, .. } = &asked;
    println!(
        "{genomes} genomes a row, tumour {tumour}x, normal {normal}x, seed {seed}. In per cent of the normal's DNA.\n"
    );
    println!(
        "| substitutions | share | rests on | mean estimate | 95 of 100 within | within 1.5 | interval's mean width | holds the share |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut random = ChaCha8Rng::seed_from_u64(*seed);
    for substitutions in &asked.substitutions {
        for share in &asked.shares {
            let estimates: Vec<_> = (0..*genomes)
                .filter_map(|_| {
                    let statistics = genome(&mut random, &asked, *substitutions, *share);
                    Learned::fit(&statistics, &SomaticConfig::default()).tumour_in_normal
                })
                .collect();
            #[allow(clippy::cast_precision_loss)] // some hundred
            let of = |n: usize| n as f64;
            let all = of(estimates.len());
            let mean = |value: &dyn Fn(usize) -> f64| (0..estimates.len()).map(value).sum::<f64>() / all;
            let mut errors: Vec<f64> = estimates.iter().map(|e| (e.value - share).abs()).collect();
            errors.sort_by(f64::total_cmp);
            let near = errors.iter().filter(|error| **error <= 0.015).count();
            let within = errors.get((errors.len() * 95).div_ceil(100).saturating_sub(1)).copied().unwrap_or(f64::NAN);
            let held = estimates.iter().filter(|e| e.interval[0] <= *share && *share <= e.interval[1]).count();
            println!(
                "| {substitutions} | {:.0} | {:.0} | {:.2} | {:.2} | {:.1} | {:.2} | {:.1} |",
                100.0 * share,
                mean(&|i| of(usize::try_from(estimates[i].observations).unwrap_or(0))),
                100.0 * mean(&|i| estimates[i].value),
                100.0 * within,
                100.0 * of(near) / all,
                100.0 * mean(&|i| estimates[i].interval[1] - estimates[i].interval[0]),
                100.0 * of(held) / all,
            );
        }
    }
    Ok(())
}
