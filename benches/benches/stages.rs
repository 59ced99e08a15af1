//! Each stage on a generated 100x/40x pair, one thread, and its ratio to the decode floor.
//!
//! `MARV_BENCH_MB` sets the length (20 megabases when not set); the pair is made once and kept under `target`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run must say so and stop")]
#![expect(clippy::print_stdout, reason = "the ratios are the result")]

use std::{
    hint::black_box,
    path::PathBuf,
    sync::LazyLock,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use marv::{
    marv_annotate::Annotator,
    marv_model::{call::SmallVariantCall, sequence::ReferenceSource},
    marv_report::{self, Language},
    marv_somatic::{Learned, RegionEvidence, SomaticConfig, decide},
};
use marv_benches::BenchPair;

fn data() -> BenchPair {
    let folder =
        PathBuf::from(std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "../target".into())).join("bench-data");
    let length = std::env::var("MARV_BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(20);
    BenchPair::open(&folder, length).unwrap()
}

fn calls(evidence: &[RegionEvidence], config: &SomaticConfig) -> Vec<SmallVariantCall> {
    let learned = Learned::of(evidence, config);
    evidence.iter().flat_map(|region| decide(region, &learned, config)).collect()
}

/// A case of the size of a real one: the demonstration's form, as the pipeline stores it.
fn case(pair: &BenchPair) -> Option<marv::marv_model::case::Case> {
    marv::read_case(&pair.folder.join("run/case.json")).ok()
}

fn stages(criterion: &mut Criterion) {
    let pair = data();
    let config = SomaticConfig::default();
    let evidence = pair.sweep().unwrap();
    let called = calls(&evidence, &config);
    let annotator = Annotator::new(&pair.bundle);
    let reference = &pair.reference as &dyn ReferenceSource;

    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).measurement_time(Duration::from_secs(30)).warm_up_time(Duration::from_secs(1));
    group.bench_function("decode_floor", |b| b.iter(|| black_box(pair.decode().unwrap())));
    group.bench_function("evidence_pass", |b| b.iter(|| black_box(pair.sweep().unwrap())));
    group.bench_function("calls", |b| b.iter(|| black_box(calls(&evidence, &config))));
    group.bench_function("annotation", |b| {
        b.iter(|| called.iter().map(|call| annotator.annotate(&call.variant, Some(reference)).len()).sum::<usize>());
    });
    if let Some(case) = case(&pair) {
        group.bench_function("report", |b| b.iter(|| black_box(marv_report::html(&case, Language::Danish).unwrap())));
    }
    group.finish();
    ratios(&pair, &evidence, &called, &config);
}

/// The time this thread was on a processor, so that a shared machine does not bend the ratio; where the system does not
/// tell, the time since the first call.
fn cpu_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// Floor and stage in turn, so that a machine whose speed drifts does not bend the ratio.
fn ratios(pair: &BenchPair, evidence: &[RegionEvidence], called: &[SmallVariantCall], config: &SomaticConfig) {
    const ROUNDS: usize = 5;
    let time = |work: &dyn Fn()| {
        let start = cpu_seconds();
        work();
        cpu_seconds() - start
    };
    let annotator = Annotator::new(&pair.bundle);
    let reference = &pair.reference as &dyn ReferenceSource;
    let stages: [(&str, &dyn Fn()); 4] = [
        ("scan, no sink", &|| {
            black_box(pair.scan().unwrap());
        }),
        ("evidence pass", &|| {
            black_box(pair.sweep().unwrap());
        }),
        ("calls", &|| {
            black_box(calls(evidence, config));
        }),
        ("annotation", &|| {
            black_box(
                called.iter().map(|call| annotator.annotate(&call.variant, Some(reference)).len()).sum::<usize>(),
            );
        }),
    ];
    let records = pair.decode().unwrap();
    println!(
        "\nratio to the decode floor ({records} records, {} candidates, medians of {ROUNDS} rounds)",
        called.len()
    );
    for (name, work) in stages {
        let mut floors: Vec<f64> = Vec::new();
        let mut ratios: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let floor = time(&|| {
                    black_box(pair.decode().unwrap());
                });
                floors.push(floor);
                time(work) / floor
            })
            .collect();
        ratios.sort_by(f64::total_cmp);
        floors.sort_by(f64::total_cmp);
        println!(
            "{name:<14} {:.3}  ({:.3} to {:.3}; floor {:.3} CPU s)",
            ratios[ROUNDS / 2],
            ratios[0],
            ratios[ROUNDS - 1],
            floors[ROUNDS / 2]
        );
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
