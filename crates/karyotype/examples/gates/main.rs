//! Every gate of the karyotype vectors, and every disagreement beside its label:
//!
//! ```text
//! cargo run -p marv-karyotype --example gates              # the table and the disagreements, with the strings
//! cargo run -p marv-karyotype --example gates -- FILE.md   # also written to FILE.md, rows by their identifiers
//! ```
//!
//! The vectors are read where they lie (`MARV_SHARED`); without them nothing is shown as tested.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/shared/mod.rs"]
mod shared;

mod cohorts;
mod gate;
mod lists;
mod reasons;

use gate::Gate;

fn main() {
    let mut gates: Vec<Gate> = Vec::new();
    cohorts::run(&mut gates);
    lists::run(&mut gates);
    for gate in &gates {
        println!("{}", gate.line());
        for miss in &gate.misses {
            println!("    {}: {} | label {} | here {} | {}", miss.row, miss.text, miss.label, miss.here, miss.reason());
        }
    }
    if std::env::var_os("MARV_LIST").is_some() {
        for gate in &gates {
            println!("left open: {}", gate.name);
            gate.left_open.iter().for_each(|(row, text)| println!("    {row}: {text}"));
        }
    }
    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(&file, gate::page(&gates, &cohorts::by_policy())).unwrap();
        println!("written to {file}");
    }
    let failed: Vec<&str> =
        gates.iter().filter(|gate| gate.required && !gate.holds()).map(|gate| gate.name.as_str()).collect();
    println!("{} gates, below theirs: {failed:?}", gates.len());
    if !failed.is_empty() || gates.is_empty() {
        std::process::exit(1);
    }
}
