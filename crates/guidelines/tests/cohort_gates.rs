//! The rule tables against the labels of cohorts. `examples/rule_gates.rs` prints each disagreement.
#![allow(clippy::print_stdout)]

mod cohorts;

#[test]
fn the_tables_agree_with_the_labels_of_cohorts() {
    for gate in cohorts::gates() {
        println!("{}", gate.line());
        let wrong: Vec<String> = gate
            .wrong
            .iter()
            .map(|one| format!("{}: {} here {} {}", one.row, one.label, one.here, one.because))
            .collect();
        assert!(gate.holds(), "{}: {:.4}\n{wrong:#?}", gate.name, gate.share());
    }
}
