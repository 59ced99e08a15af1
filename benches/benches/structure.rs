//! Copies of a whole genome (3 million windows, 2 million heterozygous sites), and breakpoints found and assembled, one
//! thread.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run must say so and stop")]
#![expect(clippy::print_stdout, reason = "what was measured stands beside its time")]

use std::{collections::BTreeMap, hint::black_box, path::PathBuf, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use marv::marv_structure::copy::{Inputs, Karyogram, measure};
use marv_benches::structure::{JunctionPair, genome};

fn copies(criterion: &mut Criterion) {
    let (contigs, tracks, composition, sites) = genome();
    let karyogram = Karyogram::new(&contigs, BTreeMap::new());
    let inputs = Inputs {
        tracks: &tracks,
        composition: &composition,
        contigs: &contigs,
        karyogram: &karyogram,
        breaks: &[],
        fractions: &[],
        carriers: &[],
        tumour_in_normal: None,
        beside: &[],
    };
    let found = measure(&inputs);
    println!("{} windows, {sites} sites, {} segments", found.windows[0], found.segments.len());
    let mut group = criterion.benchmark_group("structure");
    group.sample_size(10).measurement_time(Duration::from_secs(50)).warm_up_time(Duration::from_secs(1));
    group.bench_function("copies_of_a_genome", |b| b.iter(|| black_box(measure(&inputs))));
    group.finish();
}

fn junctions(criterion: &mut Criterion) {
    let folder =
        PathBuf::from(std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "../target".into())).join("bench-data");
    let pair = JunctionPair::open(&folder).unwrap();
    let (reads, found) = (pair.reads(), pair.find().len());
    println!("{} junctions simulated, {reads} reads kept as evidence, {found} junctions found", pair.simulated);
    let mut group = criterion.benchmark_group("structure");
    group.sample_size(10).measurement_time(Duration::from_secs(10)).warm_up_time(Duration::from_secs(1));
    group.bench_function("breakpoints", |b| b.iter(|| black_box(pair.find())));
    group.finish();
}

criterion_group!(benches, copies, junctions);
criterion_main!(benches);
