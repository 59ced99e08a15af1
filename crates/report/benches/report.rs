//! How long a report takes: `cargo bench -p marv-report`, with PDF `cargo bench -p marv-report --features pdf`.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/cases/mod.rs"]
mod cases;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use marv_report::{Language, changes, fhir, html, read, workbook, write};

fn forms(c: &mut Criterion) {
    let mut group = c.benchmark_group("report");
    group.sample_size(20);
    for name in ["aml", "schemes"] {
        let case = cases::case(name).unwrap();
        let stored = write(&case).unwrap();
        group.bench_function(format!("{name}/read case.json"), |b| b.iter(|| read(black_box(&stored)).unwrap()));
        group.bench_function(format!("{name}/html, Danish and English"), |b| {
            b.iter(|| Language::ALL.map(|language| html(black_box(&case), language).unwrap().len()));
        });
        group.bench_function(format!("{name}/xlsx"), |b| {
            b.iter(|| workbook(black_box(&case), Language::Danish).unwrap());
        });
        group.bench_function(format!("{name}/fhir"), |b| b.iter(|| fhir(black_box(&case), Language::Danish).unwrap()));
        group.bench_function(format!("{name}/diff"), |b| {
            b.iter(|| changes(black_box(&case), &cases::empty(), Language::English).unwrap());
        });
        #[cfg(feature = "pdf")]
        group.bench_function(format!("{name}/pdf"), |b| {
            b.iter(|| marv_report::pdf(black_box(&case), Language::Danish).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, forms);
criterion_main!(benches);
