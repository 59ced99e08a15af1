//! The karyotypes of made genomes against the ones written by hand.
#![allow(clippy::unwrap_used)]

mod genomes;

use genomes::CASES;
use marv_karyotype::{
    Fidelity, Karyotype,
    virtual_karyotype::{WritingPolicy, virtual_karyotype},
};

/// Written otherwise: one abnormality for each of two shares of cells that lie 0.2 apart is not enough to tell two clones.
const OTHERWISE: [&str; 1] = ["AML, clones in clones"];

#[test]
fn lines_are_those_written_by_hand() {
    let mut other = Vec::new();
    let mut count = 0;
    for seed in 1..=3 {
        for case in CASES {
            count += 1;
            let found = virtual_karyotype(&case.genome(0.7, seed), &WritingPolicy::default());
            let line = found.clinical_line.clone().unwrap_or_default();
            if (line != case.truth) != OTHERWISE.contains(&case.name) {
                other.push(format!("{} (seed {seed}): {line}, by hand {}", case.name, case.truth));
            }
            assert!(found.complete, "{}", case.name);
            let reading = Karyotype::read(&line);
            assert_eq!(reading.fidelity, Fidelity::Exact, "{line} {:?}", reading.warnings);
            assert_eq!(reading.karyotype, found.karyotype, "{line}");
        }
    }
    println!("{} of {count} lines are the truth's", count - other.len());
    assert!(other.is_empty(), "{} of {count}\n{}", other.len(), other.join("\n"));
}
