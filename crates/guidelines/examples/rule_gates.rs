//! The rule tables against the labels of cohorts: the table of the gates, and every disagreement by its row.
//!
//! `cargo run -p marv-guidelines --example rule_gates`
#![allow(clippy::print_stdout)]

#[path = "../tests/cohorts/mod.rs"]
mod cohorts;

fn main() {
    let gates = cohorts::gates();
    println!("| cohort and scheme | gate | agreement of what is decided | left open | not applicable |");
    println!("|---|---|---|---|---|");
    for gate in &gates {
        println!("{}", gate.line());
    }
    for gate in &gates {
        println!("\n{}:", gate.name);
        for (datum, count) in &gate.open {
            println!("* left open, {datum} missing: {count}");
        }
        for one in &gate.wrong {
            println!("* {}: label {}, here {} ({})", one.row, one.label, one.here, one.because);
        }
    }
    if gates.is_empty() || !gates.iter().all(cohorts::Gate::holds) {
        std::process::exit(1);
    }
}
