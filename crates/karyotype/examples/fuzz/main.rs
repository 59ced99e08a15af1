//! A mutational fuzzer of the reader and of all that stands on it: seeded and deterministic, with a dictionary of the
//! notation's words and, where they lie beside the workspace, the strings of the vectors as corpus.
//!
//! ```text
//! cargo run --release -p marv-karyotype --example fuzz -- --minutes 30 [--seed 1] [--executions N]
//! cargo run -p marv-karyotype --example fuzz -- --replay < FILE
//! ```
//!
//! Checked of every text: nothing panics; a warning points into the text; what was read whole is written and read back the
//! same; copies and counts are in bounds; a text that is cut off excludes nothing. A finding is printed with its text, and the
//! exit code says so.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

#[path = "../../tests/shared/mod.rs"]
mod shared;

mod mutate;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use marv_karyotype::{
    CountScheme, Fidelity, Karyotype, MonosomalPolicy, WarningKind, batch,
    clones::{clonal, clones},
    count::counted,
    groups::Patient,
    projection::{Resolution, bands},
};
use marv_model::{cytogenetics::Lesion, finding::Status};
use mutate::{Mutator, corpus};

fn argument(name: &str) -> Option<u64> {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|argument| argument == name)?;
    Some(arguments.get(at + 1)?.parse().unwrap_or_else(|_| panic!("{name} takes a whole number")))
}

fn main() {
    // A finding again: each line of standard input is checked.
    if std::env::args().any(|argument| argument == "--replay") {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            println!("{} {line:?}", if check(&line) { "whole" } else { "in part" });
        }
        return;
    }
    let until = argument("--minutes").map(|minutes| Instant::now() + Duration::from_secs(60 * minutes));
    let executions = argument("--executions").unwrap_or(if until.is_some() { u64::MAX } else { 100_000 });
    let seed = argument("--seed").unwrap_or(1);
    let corpus = corpus();
    println!("{} strings of corpus, seed {seed}", corpus.len());
    let mut mutator = Mutator::new(seed, corpus);
    let (mut done, mut findings, mut whole) = (0u64, 0u64, 0u64);
    std::panic::set_hook(Box::new(|_| {}));
    let begin = Instant::now();
    while done < executions && until.is_none_or(|until| Instant::now() < until) {
        let text = mutator.next();
        match catch_unwind(AssertUnwindSafe(|| check(&text))) {
            Ok(read_whole) => {
                whole += u64::from(read_whole);
                // What is read whole is worth mutating on.
                if read_whole && done % 64 == 0 {
                    mutator.keep(text);
                }
            }
            Err(cause) => {
                findings += 1;
                let cause =
                    cause.downcast_ref::<String>().cloned().or(cause.downcast_ref::<&str>().map(|s| (*s).to_owned()));
                println!("FINDING {text:?}: {}", cause.unwrap_or_default());
                if findings >= 20 {
                    break;
                }
            }
        }
        done += 1;
        if done % 1_000_000 == 0 {
            println!("{done} executions, {whole} read whole, {findings} findings, {:?}", begin.elapsed());
        }
    }
    println!("{done} executions, {whole} read whole, {findings} findings, {:?}", begin.elapsed());
    std::process::exit(i32::from(findings > 0));
}

/// Whether the text was read whole.
fn check(text: &str) -> bool {
    let reading = Karyotype::read(text);
    let length = text.chars().count();
    for warning in &reading.warnings {
        assert!((1..=length + 1).contains(&warning.position), "a warning points at {} of {length}", warning.position);
    }
    let whole = reading.fidelity <= Fidelity::Repaired;
    let written = reading.karyotype.to_string();
    if whole {
        let again = Karyotype::read(&written);
        assert_eq!(again.karyotype, reading.karyotype, "written {written:?}");
        assert!(again.fidelity <= Fidelity::Repaired, "written {written:?}: {:?}", again.warnings);
    }
    let all = clones(&reading.karyotype);
    let clonal = clonal(&all);
    assert_eq!(all.len(), clonal.len());
    for (scheme, _) in CountScheme::ALL {
        let counted = counted(&clonal, scheme);
        let sum = counted.items.iter().fold(0u32, |sum, item| sum.saturating_add(item.weight));
        assert_eq!(sum, counted.total, "{scheme}");
    }
    let findings = reading.cytogenetics();
    if reading.warnings.iter().any(|warning| warning.kind == WarningKind::Truncated) {
        for lesion in Lesion::ALL {
            assert_ne!(findings.status(*lesion), Status::Absent, "{lesion} absent in a text that was cut off");
        }
    }
    for policy in &MonosomalPolicy::ALL {
        let _ = reading.monosomal_evidence(policy);
    }
    let groups = reading.groups();
    assert!(groups.ipssr.groups().next().is_some());
    assert!(groups.abnormalities.at_most.is_none_or(|most| groups.abnormalities.at_least <= most));
    for clone in bands(&reading.karyotype, Resolution::Bands400) {
        assert!(clone.copies.iter().all(|copies| copies.low <= copies.high));
    }
    let row = batch::row(text, Patient::default());
    assert_eq!(row[0], reading.fidelity.to_string());
    whole
}
