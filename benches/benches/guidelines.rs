//! Guidelines: one case through every scheme (at most a millisecond), and rows of a table of IPSS-M.
//!
//! `cargo bench -p marv-benches --bench guidelines`

#![expect(clippy::unwrap_used, reason = "a bench that cannot run must say so and stop")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use marv::{
    marv_guidelines::{
        Listed, SCHEMES,
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

/// The schemes of one indication, or each of all schemes under its first indication.
fn judged(profiles: &[(Disease, Profile)], of_one: bool) -> usize {
    let judged = |scheme: &Listed| {
        let asked = |disease: &Disease| {
            if of_one {
                scheme.diseases.contains(disease)
            } else {
                scheme.diseases.first().unwrap_or(&Disease::Aml) == disease
            }
        };
        let profile = profiles.iter().find(|(disease, _)| asked(disease));
        profile.map_or(0, |(_, profile)| {
            let verdict = (scheme.judge)(profile);
            verdict.trace.len() + verdict.missing.len()
        })
    };
    SCHEMES.iter().map(judged).sum()
}

fn guidelines(criterion: &mut Criterion) {
    let mut cases = criterion.benchmark_group("guidelines/one case through all");
    let all: fn() -> Vec<Disease> = || Disease::ALL.iter().map(|(disease, _)| *disease).collect();
    // Nothing is known but the indication: the most that can be open.
    for (name, diseases) in [("AML", vec![Disease::Aml]), ("MDS", vec![Disease::Mds]), ("all schemes", all())] {
        for (how_much, make) in
            [("known", known as fn(Disease) -> Profile), ("nothing known", |d| Profile::unknown().disease(d))]
        {
            let profiles: Vec<(Disease, Profile)> = diseases.iter().map(|d| (*d, make(*d))).collect();
            cases.bench_function(format!("{name}, {how_much}"), |bench| {
                bench.iter(|| black_box(judged(&profiles, diseases.len() == 1)));
            });
        }
    }
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
