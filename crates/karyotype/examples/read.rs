//! Reads karyotypes, one a line from standard input, and prints how each was understood.
#![allow(clippy::print_stdout)]

use std::io::BufRead as _;

use marv_karyotype::{CountScheme, Karyotype};

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let reading = Karyotype::read(&line);
        println!("{line}\n    {} {}", reading.fidelity, reading.karyotype);
        for warning in &reading.warnings {
            println!("    {warning}");
        }
        let complexity = reading.complexity();
        let counts: Vec<String> = CountScheme::ALL
            .iter()
            .filter_map(|(s, _)| complexity.count(*s))
            .map(|c| format!("{} {}", c.scheme, c.total))
            .collect();
        println!("    {}", counts.join(", "));
        println!("    {:?}", reading.groups());
    }
}
