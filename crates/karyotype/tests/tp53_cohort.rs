//! The allelic state of TP53 against the published states of real patients.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

mod shared;

use std::collections::BTreeMap;

use marv_karyotype::{
    Karyotype,
    tp53::{assess, combined, locus_from_cytogenetics},
};
use marv_model::{
    finding::Finding,
    tp53::{Tp53Hits, Tp53Locus, Tp53Mutation},
    units::AlleleFraction,
};

fn mutations(row: &BTreeMap<String, String>) -> Finding<Vec<Tp53Mutation>> {
    let all: Vec<Tp53Mutation> = row["TP53_mutations"]
        .split(';')
        .filter(|text| !text.is_empty())
        .map(|text| {
            let label = text.split('|').next().unwrap().to_owned();
            let fraction = text.split('|').find_map(|part| part.strip_prefix("vaf=")).unwrap();
            Tp53Mutation { label, fraction: AlleleFraction::new(fraction.parse().unwrap()).unwrap() }
        })
        .collect();
    if all.is_empty() { Finding::absent() } else { Finding::present(all) }
}

fn seen(there: bool, what: &str) -> Finding<String> {
    if there { Finding::present(what.to_owned()) } else { Finding::absent() }
}

/// The published state: none without a mutation, `1mut` single, `multi` multi.
fn label(row: &BTreeMap<String, String>) -> Tp53Hits {
    match row["TP53_allelic_status"].as_str() {
        "multi" => Tp53Hits::Multi,
        "1mut" => Tp53Hits::Single,
        _ => Tp53Hits::None,
    }
}

/// Of all patients, those with a mutation apart: without one the state is trivial.
fn compare(name: &str, locus: impl Fn(&BTreeMap<String, String>) -> Tp53Locus, gate: f64) {
    let Some(rows) = shared::table("vectors/cohorts/mds_tp53_2020.public.tsv") else { return };
    let (mut right, mut open, mut wrong) = (0u32, 0u32, Vec::new());
    let (mut right_mutated, mut mutated) = (0u32, 0u32);
    for row in &rows {
        let report = assess(mutations(row), locus(row));
        // The authors' definition has no floor and takes no fraction for a loss: the WHO's.
        let state = &report.states[1];
        assert_eq!(state.definition, "WHO 5 biallelic");
        match state.possible[..] {
            [hits] => {
                let agrees = hits == label(row);
                right += u32::from(agrees);
                if label(row) != Tp53Hits::None {
                    mutated += 1;
                    right_mutated += u32::from(agrees);
                }
                if !agrees {
                    wrong.push(format!(
                        "{hits:?} for {:?}: {} {}",
                        label(row),
                        row["TP53_mutations"],
                        row["CYTOGENETICS"]
                    ));
                }
            }
            // Open is right only where the true state is among those left.
            _ if state.possible.contains(&label(row)) => open += 1,
            _ => wrong.push(format!("{:?} for {:?}: {}", state.possible, label(row), row["CYTOGENETICS"])),
        }
    }
    let decided = right + u32::try_from(wrong.len()).unwrap();
    let share = f64::from(right) / f64::from(decided);
    println!(
        "{name}: {right} of {decided} decided ({:.2} %), of those with a mutation {right_mutated} of {mutated}; {open} left open",
        100.0 * share
    );
    for line in &wrong {
        println!("  {line}");
    }
    assert!(share >= gate, "{name}: {share}");
}

#[test]
fn with_the_authors_call_of_chromosome_17() {
    compare(
        "TP53 state, authors' locus",
        |row| Tp53Locus {
            deletion: seen(matches!(row["chr17"].as_str(), "del" | "iso17q"), "17p"),
            copy_neutral_loh: seen(row["chr17"] == "cnloh", "17p"),
            ..Tp53Locus::not_examined()
        },
        0.99,
    );
}

/// From what the laboratory had: the arms lost and of one parent by sequencing, and the karyotype.
#[test]
fn with_arms_by_sequencing_and_the_karyotype() {
    let arms = |row: &BTreeMap<String, String>, column: &str| -> Vec<String> {
        row[column].split(',').map(|arm| arm.trim().trim_start_matches("del").to_owned()).collect()
    };
    compare(
        "TP53 state, sequencing and karyotype",
        |row| {
            let on_17p = |column: &str| arms(row, column).iter().any(|arm| arm == "17p" || arm == "17");
            let sequencing = Tp53Locus {
                deletion: seen(on_17p("CNACS_chrarm_loss") || on_17p("NGS_CHRARM_LOSS"), "17p"),
                copy_neutral_loh: seen(on_17p("CNACS_chrarm_upd"), "17p"),
                ..Tp53Locus::not_examined()
            };
            combined(&sequencing, &locus_from_cytogenetics(&Karyotype::read(&row["CYTOGENETICS"]).cytogenetics()))
        },
        0.99,
    );
}

/// From the karyotype alone: one mutation without a visible deletion stays open, since LOH cannot be seen; what is decided
/// must be right.
#[test]
fn with_the_karyotype_alone() {
    compare(
        "TP53 state, karyotype alone",
        |row| match row["CYTOGENETICS"].as_str() {
            "" | "NA" => Tp53Locus::not_examined(),
            iscn => locus_from_cytogenetics(&Karyotype::read(iscn).cytogenetics()),
        },
        0.99,
    );
}
