//! Prints the table of docs/validation/hgvs.md: the vectors of other programs against the annotator.
//!
//! ```sh
//! cargo run -p marv-annotate --example hgvs_gate
//! ```
#![expect(clippy::print_stdout, reason = "its output is its purpose")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "shares the code of the tests")]

#[path = "../tests/support/gate.rs"]
mod gate;
#[path = "../tests/support/mod.rs"]
mod support;

fn main() {
    let Some(shared) = support::shared() else {
        println!("the shared folder with vectors/hgvs is absent: set MARV_SHARED");
        return;
    };
    let report = gate::run(&shared);
    println!("{}\nNot compared: {:?}\n\nDifferences:\n", report.table(), report.skipped);
    for difference in &report.differences {
        println!("- {difference}");
    }
}
