//! Seven callers' variants of one simulated pair, judged without a read by what they counted, beside each caller's own.
//!
//! The files and the truth are another project's example (one contig of 300 kb, every variant of it acquired). Its reads and
//! its reference are not there: the reference is what the files say of their own places, N elsewhere.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use marv::{
    Settings, filter_without_reads,
    marv_ingest::variants::{GenericRecord, VariantReader},
    progress::Silent,
};
use support::{pair, real, reference::Known};

/// What a caller passes: its name, its files, and which of its records it takes for acquired.
type Caller = (&'static str, &'static [&'static str], fn(&GenericRecord) -> bool);

const CALLERS: [Caller; 7] = [
    ("Mutect2", &["MuTect2.vcf.gz"], passes),
    ("VarDict", &["VarDict.vcf.gz"], |record| {
        passes(record) && record.info("STATUS").is_some_and(|status| status.ends_with("Somatic"))
    }),
    ("Strelka2", &["Strelka.snv.vcf.gz", "Strelka.indel.vcf.gz"], passes),
    ("SomaticSniper", &["SomaticSniper.vcf.gz"], passes),
    ("MuSE", &["MuSE.vcf.gz"], passes),
    ("LoFreq", &["LoFreq.snv.vcf.gz", "LoFreq.indel.vcf.gz"], passes),
    ("Scalpel", &["Scalpel.vcf.gz"], passes),
];

/// Place (1-based) and bases: what differs and no more, substitutions base by base.
type Alleles = BTreeSet<(usize, String, String)>;

fn passes(record: &GenericRecord) -> bool {
    record.filters.iter().flatten().all(|filter| filter == "PASS")
}

fn records(path: &Path) -> Vec<GenericRecord> {
    let mut reader = VariantReader::open(path).unwrap();
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

fn alleles(path: &Path, wanted: impl Fn(&GenericRecord) -> bool) -> Alleles {
    let mut found = Alleles::new();
    for record in records(path).iter().filter(|record| wanted(record)) {
        for alternate in record.alternates.iter().filter(|bases| bases.bytes().all(|base| b"ACGT".contains(&base))) {
            let (mut r, mut a, mut at) = (record.reference.as_bytes(), alternate.as_bytes(), record.position as usize);
            while r.len() > 1 && a.len() > 1 && r.last() == a.last() {
                (r, a) = (&r[..r.len() - 1], &a[..a.len() - 1]);
            }
            while r.len() > 1 && a.len() > 1 && r[0] == a[0] {
                (r, a, at) = (&r[1..], &a[1..], at + 1);
            }
            let text = |bases: &[u8]| String::from_utf8(bases.to_vec()).unwrap();
            if r.len() == a.len() {
                let changed = r.iter().zip(a).enumerate().filter(|(_, (r, a))| r != a);
                found.extend(changed.map(|(n, (r, a))| (at + n, text(&[*r]), text(&[*a]))));
            } else {
                found.insert((at, text(r), text(a)));
            }
        }
    }
    found
}

/// Precision, recall and F1 of substitutions, or of the others.
fn score(called: &Alleles, truth: &Alleles, substitutions: bool) -> (usize, [f64; 3]) {
    let of = |alleles: &Alleles| -> Alleles {
        alleles.iter().filter(|(_, r, a)| (r.len() == a.len()) == substitutions).cloned().collect()
    };
    let (called, truth) = (of(called), of(truth));
    let count = |n: usize| f64::from(u32::try_from(n).unwrap());
    let right = count(called.intersection(&truth).count());
    let (precision, recall) = (right / count(called.len()).max(1.0), right / count(truth.len()));
    (called.len(), [precision, recall, 2.0 * right / count(called.len() + truth.len())])
}

fn row(name: &str, called: &Alleles, truth: &Alleles) {
    let cell = |substitutions| match score(called, truth, substitutions) {
        (0, _) => "-".to_owned(),
        (calls, [p, r, f]) => format!("{calls}: {p:.3} / {r:.3} / {f:.3}"),
    };
    println!("| {name} | {} | {} |", cell(true), cell(false));
}

#[test]
fn several_callers_together_are_better_on_substitutions_than_each() {
    let Some(root) = real("vcf_snv/somaticseq_example") else { return };
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> =
        CALLERS.iter().flat_map(|(_, files, _)| files.iter().map(|file| root.join(file))).collect();
    let truth_file = root.join("Varsim.somatic.truth.vcf");
    let mut known = Known::slice("1", 300_000, 0, b"");
    for record in files.iter().chain([&truth_file]).flat_map(|file| records(file)) {
        for (at, base) in (record.position..).zip(record.reference.bytes()) {
            known.set("1", at, base.to_ascii_uppercase());
        }
    }
    let (reference, _) = known.write(folder.path());
    let truth = alleles(&truth_file, |_| true);
    println!(
        "| {} substitutions, {} others | substitutions: P / R / F1 | others: P / R / F1 |\n|---|---|---|",
        truth.iter().filter(|(_, r, a)| r.len() == a.len()).count(),
        truth.iter().filter(|(_, r, a)| r.len() != a.len()).count()
    );
    let mut best = 0.0f64;
    for (name, files, wanted) in CALLERS {
        let called: Alleles = files.iter().flat_map(|file| alleles(&root.join(file), wanted)).collect();
        row(name, &called, &truth);
        best = best.max(score(&called, &truth, true).1[2]);
    }
    let mut case = pair(&reference, Path::new("none"), None);
    case.variants = files;
    let out = folder.path().join("filtered.vcf");
    filter_without_reads(&case, &Settings::default(), &out, None, &Silent).unwrap();
    let called = alleles(&out, passes);
    row("Marv, of their counts", &called, &truth);
    let [own, others] = [true, false].map(|substitutions| score(&called, &truth, substitutions).1);
    assert!(own[2] > best, "{own:?} against {best}");
    assert!(own[0] >= 0.99 && others[1] >= 0.99, "{own:?} {others:?}");
}
