//! Prints how many karyotypes of made genomes are those written by hand, and the rest, as docs/validation/virtual_karyotype.md:
//! `cargo run -p marv-karyotype --example virtual_genomes`.
#![allow(clippy::print_stdout)]

#[path = "../tests/genomes/mod.rs"]
mod genomes;

use genomes::CASES;
use marv_karyotype::{
    Fidelity, Karyotype,
    virtual_karyotype::{WritingPolicy, virtual_karyotype},
};

const SEEDS: u64 = 20;

fn main() {
    println!("# The virtual karyotype of made genomes\n");
    println!("Printed by `cargo run -p marv-karyotype --example virtual_genomes`.\n");
    println!(
        "Each genome is made of chromosomes as lists of pieces (`crates/karyotype/tests/genomes`), which know nothing of the \
         writer. Its karyotype is written by hand, with bands from the published table. Borders of segments lie up to 15 kb \
         off, shares of cells up to 0.02. The values are those of a perfect caller of segments and junctions: what is shown \
         is the writing, not the calling.\n"
    );
    let (mut equal, mut exact, mut all) = (0, 0, 0);
    let mut rows = Vec::new();
    for case in CASES {
        let mut lines = Vec::new();
        for seed in 1..=SEEDS {
            let found = virtual_karyotype(&case.genome(0.7, seed), &WritingPolicy::default());
            let line = found.clinical_line.unwrap_or_default();
            all += 1;
            exact += u64::from(Karyotype::read(&line).fidelity == Fidelity::Exact);
            equal += u64::from(line == case.truth);
            if line != case.truth && !lines.contains(&line) {
                lines.push(line);
            }
        }
        rows.push((case, lines));
    }
    println!(
        "{equal} of {all} lines ({} genomes, {SEEDS} seeds) are those written by hand; {exact} are read back exactly.\n",
        CASES.len()
    );
    println!("| genome | clones and events (Mb) | by hand | written otherwise |\n|---|---|---|---|");
    for (case, lines) in rows {
        let clones = if case.clones.is_empty() { "none".to_owned() } else { case.clones.replace('|', "/") };
        println!("| {} | {} {clones} | `{}` | {} |", case.name, case.sex, case.truth, lines.join("; "));
    }
}
