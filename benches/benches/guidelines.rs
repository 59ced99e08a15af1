//! Guidelines: one case through every scheme (at most a millisecond), and rows of a table of IPSS-M.
//!
//! `cargo bench -p marv-benches --bench guidelines`

#![expect(clippy::unwrap_used, reason = "a bench that cannot run must say so and stop")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use marv::{
    marv_guidelines::{
        SCHEMES,
        profile::{Marker, Profile},
        table::{IPSSM_COLUMNS, Karyotype, Row, TableOptions, ipssm_row},
    },
    marv_model::{
        case::Disease,
        clinical::{Circumstance, Clinical, Measure},
        cytogenetics::{CytogeneticFindings, IpssrCytogenetics, KaryotypeGroups, Lesion, Possible},
        finding::Finding,
        units::AlleleFraction,
    },
};

/// Every gene sequenced and ASXL1 mutated, a karyotype with del(5q), counts known.
fn known(disease: Disease) -> Profile {
    let limit = AlleleFraction::new(0.05).unwrap();
    let patient = Clinical::unknown()
        .measured(Measure::Age, 71.0)
        .and_then(|p| p.measured(Measure::Haemoglobin, 9.1))
        .and_then(|p| p.measured(Measure::Platelets, 88.0))
        .and_then(|p| p.measured(Measure::Neutrophils, 1.1))
        .and_then(|p| p.measured(Measure::MarrowBlasts, 7.0))
        .unwrap();
    let patient = Circumstance::ALL.iter().fold(patient, |p, circumstance| p.circumstance(*circumstance, false));
    let lesions = CytogeneticFindings::all_absent()
        .with(Lesion::Loss5q, Finding::present(vec!["del(5)(q13q33)".to_owned()]))
        .with(Lesion::AnyAbnormality, Finding::present(vec!["del(5)(q13q33)".to_owned()]));
    let groups = KaryotypeGroups { ipssr: Possible::only(IpssrCytogenetics::Good), ..KaryotypeGroups::unknown() };
    let genes =
        Marker::ALL.iter().fold(Profile::unknown(), |p, (marker, _)| p.marker(*marker, Finding::absent_below(limit)));
    genes.disease(disease).clinical(patient).cytogenetics(lesions).groups(groups)
}

fn through_all(profile: impl Fn(Disease) -> Profile) -> usize {
    SCHEMES
        .iter()
        .map(|scheme| {
            let verdict = (scheme.judge)(&profile(scheme.diseases.first().copied().unwrap_or(Disease::Unspecified)));
            verdict.trace.len() + verdict.missing.len()
        })
        .sum()
}

fn guidelines(criterion: &mut Criterion) {
    let profiles: Vec<(Disease, Profile, Profile)> = Disease::ALL
        .iter()
        .map(|(disease, _)| (*disease, known(*disease), Profile::unknown().disease(*disease)))
        .collect();
    let of = |disease: Disease| profiles.iter().find(|(one, _, _)| *one == disease).unwrap();
    let mut cases = criterion.benchmark_group("guidelines/one case through all");
    cases.bench_function("known", |bench| bench.iter(|| black_box(through_all(|disease| of(disease).1.clone()))));
    cases.bench_function("nothing known", |bench| {
        bench.iter(|| black_box(through_all(|disease| of(disease).2.clone())));
    });
    cases.finish();

    let mut row: Row = IPSSM_COLUMNS.iter().map(|column| ((*column).to_owned(), "0".to_owned())).collect();
    for (column, text) in
        [("HB", "9.1"), ("PLT", "88"), ("BM_BLAST", "7"), ("CYTO_IPSSR", "Good"), ("ASXL1", "1"), ("WT1", "NA")]
    {
        row.insert(column.to_owned(), text.to_owned());
    }
    let mut rows = criterion.benchmark_group("guidelines/ipss-m");
    rows.throughput(Throughput::Elements(1));
    rows.bench_function("row", |bench| {
        bench.iter(|| ipssm_row(black_box(&row), &TableOptions::default(), &Karyotype::default()).unwrap());
    });
    rows.finish();
}

criterion_group!(benches, guidelines);
criterion_main!(benches);
