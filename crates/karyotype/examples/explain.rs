//! What a karyotype says: how it was read, its clones, its counts, its lesions.
//!
//! `cargo run -p marv-karyotype --example explain -- '45,xx,-7,del(5)(q13q33)[12]/46,xx[8]'`
#![allow(clippy::print_stdout)]

use marv_karyotype::{
    CountScheme, Karyotype,
    clones::{clonal, clones},
    count::count,
};
use marv_model::{cytogenetics::Lesion, finding::Finding};

fn main() {
    let iscn = std::env::args().nth(1).unwrap_or_else(|| "45,xx,-7,del(5)(q13q33)[12]/46,xx[8]".to_owned());
    let reading = Karyotype::read(&iscn);
    println!("read as   {} ({})", reading.karyotype, reading.fidelity);
    for warning in &reading.warnings {
        println!("  {warning}");
    }
    let clonal = clonal(&clones(&reading.karyotype));
    for (number, clone) in (1..).zip(&clonal) {
        let items: Vec<String> = clone.items.iter().map(ToString::to_string).collect();
        println!("clone {number}   {}n, cells {:?}: {}", clone.level, clone.cells, items.join(" "));
    }
    for scheme in [CountScheme::Token, CountScheme::Events, CountScheme::Iscn2024, CountScheme::MostComplexClone] {
        println!("count     {scheme:?} {}", count(&clonal, scheme));
    }
    let findings = reading.cytogenetics();
    for lesion in Lesion::ALL.iter().copied() {
        match findings.get(lesion) {
            Finding::Present { evidence } => println!("present   {lesion}: {}", evidence.join(", ")),
            Finding::Absent { .. } => {}
            Finding::NotAssessable { reason } => println!("open      {lesion}: {reason:?}"),
        }
    }
}
