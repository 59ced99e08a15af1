//! Each case of the table, and what the rows' identifiers and keys must be.

use std::collections::BTreeSet;

use marv_guidelines::{KeyKind, keys};
use marv_model::verdict::{Outcome, Verdict};

use crate::case::{judge, outcome, profile};

const SCHEMES: [&str; 7] =
    ["eln2017", "eln2010", "eln2024_less_intensive", "ruecker2012", "aml_tp53_monosomal", "icc2022", "who5"];

fn verdicts() -> Vec<(String, String, Verdict)> {
    include_str!("cases.tsv")
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [scheme, disease, genes, lesions, patient, expected, _] = fields[..] else { panic!("{line}") };
            let verdict = judge(scheme, &profile(disease, genes, lesions, patient));
            (line.to_owned(), expected.to_owned(), verdict)
        })
        .collect()
}

#[test]
fn every_case_written_by_hand_from_the_published_tables() {
    let verdicts = verdicts();
    let wrong: Vec<String> = verdicts
        .iter()
        .filter(|(_, expected, verdict)| outcome(verdict) != *expected)
        .map(|(line, _, verdict)| format!("here {}: {line}", outcome(verdict)))
        .collect();
    println!("{} cases", verdicts.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), verdicts.len(), wrong.join("\n"));
}

#[test]
fn what_is_decided_names_the_row_that_decides() {
    for (line, _, verdict) in verdicts() {
        if let Outcome::Decided { category } = &verdict.outcome {
            let decisive: Vec<_> = verdict.trace.iter().filter(|criterion| criterion.decisive).collect();
            assert!(decisive.len() <= 1, "{line}");
            for criterion in decisive {
                assert_eq!(criterion.leads_to.as_ref(), Some(category), "{line}");
            }
            assert!(verdict.missing.is_empty(), "{line}");
        }
    }
}

#[test]
fn every_key_that_a_case_meets_is_listed() {
    let listed = |kind| keys().filter(move |key| key.kind == kind).map(|key| key.key).collect::<BTreeSet<_>>();
    let (criteria, categories) = (listed(KeyKind::Criterion), listed(KeyKind::Category));
    let (flags, policies, reasons) = (listed(KeyKind::Flag), listed(KeyKind::Policy), listed(KeyKind::Reason));
    for (line, _, verdict) in verdicts() {
        for criterion in &verdict.trace {
            assert!(criteria.contains(criterion.id.as_str()), "{}", criterion.id);
            let leads_to = criterion.leads_to.as_deref().unwrap();
            assert!(leads_to == "not_applicable" || categories.contains(leads_to), "{leads_to}");
        }
        for flag in &verdict.flags {
            assert!(flags.contains(flag.as_str()), "{flag}");
        }
        for policy in &verdict.policies {
            assert!(policies.contains(policy.option.as_str()), "{}", policy.option);
        }
        if let Outcome::NotApplicable { reason } = &verdict.outcome {
            assert!(reasons.contains(reason.as_str()), "{reason}: {line}");
        }
    }
}

#[test]
fn every_row_of_every_table_decides_a_case() {
    let mut decisive = BTreeSet::new();
    let mut rows = BTreeSet::new();
    for (_, _, verdict) in verdicts() {
        for criterion in &verdict.trace {
            rows.insert(criterion.id.clone());
            if criterion.decisive {
                decisive.insert(criterion.id.clone());
            }
        }
    }
    let idle: Vec<_> = rows.difference(&decisive).collect();
    assert!(idle.is_empty(), "no case is decided by {idle:?}");
    assert!(SCHEMES.iter().all(|scheme| rows.iter().any(|row| row.starts_with(scheme))));
}
