//! The scores held at the gates of the shared vectors. The figures: `cargo run -p marv-guidelines --example score_gates`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, unreachable_pub)]

#[path = "support/score_gates.rs"]
mod gates;

use gates::{Agreement, Gate};

fn with_shared(test: impl FnOnce(&std::path::Path)) {
    match gates::shared() {
        Some(shared) => test(&shared),
        None => println!("NOT TESTED: the shared folder with vectors/ is absent (set MARV_SHARED)"),
    }
}

fn exact(gate: &Gate, rows: usize, checks: &[(&str, usize)]) {
    assert_eq!(gate.rows, rows, "{}", gate.name);
    for (check, of) in checks {
        let expected = Agreement { agree: *of, of: *of };
        assert_eq!(gate.check(check), expected, "{} {check}: {:#?}", gate.name, gate.disagreements);
    }
}

#[test]
fn ipssm_is_the_package() {
    with_shared(|shared| {
        let gate = gates::ipssm_public(shared);
        let three = 3 * 2200;
        exact(
            &gate,
            2200,
            &[
                ("raw to 1e-9", three),
                ("scores", three),
                ("categories", three),
                ("final score", 2200),
                ("final category", 2200),
                ("comment", 2200),
            ],
        );
    });
}

#[test]
fn ipssm_is_the_package_on_real_patients() {
    with_shared(|shared| {
        let gate = gates::ipssm_cohort(shared);
        exact(&gate, 1971, &[("scores", 3 * 1971), ("categories", 3 * 1971)]);
        // The specification counts four patients of the whole cohort whose published score the package does not give.
        let published = gate.check("published score");
        assert!(published.of > 1000 && published.of - published.agree <= 4, "{published:?} {:#?}", gate.disagreements);
    });
}

#[test]
fn ipssm_gives_the_packages_example() {
    with_shared(|shared| {
        let checks = [("scores", 9), ("categories", 9), ("final score", 3), ("final category", 3)];
        exact(&gates::ipssm_example(shared), 3, &checks);
    });
}

#[test]
fn ipssr_is_the_published() {
    with_shared(|shared| {
        let gate = gates::ipssr_cohort(shared);
        exact(&gate, 1772, &[("score", 1772), ("category", 1772)]);
        let age = gate.check("age-adjusted category");
        assert!(age.of == 1771 && age.share() >= 0.995, "{age:?} {:#?}", gate.disagreements);
    });
}
