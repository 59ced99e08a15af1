//! The kinase domain, drug by drug: cases written from guidelines table 6.5, and the labels that HGVS and short forms give.

use marv_guidelines::{
    Substitution,
    cml_kinase::{Drug, Effect, effect, overall},
    scheme,
};
use marv_model::finding::Status;

use crate::inputs::profile;

fn change(label: &str) -> Substitution {
    Substitution::parse(label).unwrap_or_else(|| panic!("{label}"))
}

/// Mutation, then a letter a drug (imatinib, nilotinib, dasatinib, bosutinib, ponatinib, asciminib): `x` avoid, `l` less
/// sensitive, `a` active, `-` the tables are silent.
const BY_HAND: &[(&str, &str)] = &[
    ("T315I", "xxxxaa"),
    ("V299L", "laxxa-"),
    ("F317L", "laxla-"),
    ("F317V", "laxla-"),
    ("F317I", "laxla-"),
    ("F317C", "laxla-"),
    ("T315A", "-ax-a-"),
    ("Y253H", "xxaaa-"),
    ("Y253F", "xxaaa-"),
    ("E255K", "xxlla-"),
    ("E255V", "xxlla-"),
    ("F359V", "xxllal"),
    ("F359I", "xxllal"),
    ("F359C", "xxllal"),
    ("A337T", "aaaaax"),
    ("P465S", "aaaaax"),
    ("V468F", "aaaaal"),
    ("I502L", "aaaaal"),
    ("M244V", "laaaal"),
    ("M351T", "l-----"),
    ("G250E", "l-----"),
    ("H396R", "l-----"),
    ("H396P", "l-----"),
    ("Q252H", "l-----"),
    ("E355G", "l-----"),
    ("F486S", "l-----"),
    ("F317S", "------"),
    ("T315V", "------"),
    ("K247R", "------"),
];

fn letter(effect: Effect) -> char {
    match effect {
        Effect::Avoid => 'x',
        Effect::LessSensitive => 'l',
        Effect::Active => 'a',
        Effect::NoStatement => '-',
    }
}

#[test]
fn every_mutation_of_the_table_drug_by_drug() {
    for (label, expected) in BY_HAND {
        let found: String = Drug::ALL.iter().map(|drug| letter(effect(change(label), *drug))).collect();
        assert_eq!(found, *expected, "{label}");
    }
    println!("{} mutations by six drugs, every one as written", BY_HAND.len());
}

#[test]
fn the_most_cautious_mutation_speaks_for_the_case() {
    let said = |labels: &[&str], compound, drug| {
        let changes: Vec<_> = labels.iter().map(|label| Substitution::parse(label)).collect();
        overall(&changes, compound, drug).map(|said| (said.effect, said.may_be_worse))
    };
    assert_eq!(said(&[], Status::Absent, Drug::Imatinib), None);
    assert_eq!(said(&["F317L", "Y253H"], Status::Absent, Drug::Dasatinib), Some((Effect::Avoid, false)));
    assert_eq!(said(&["F317L", "K247R"], Status::Absent, Drug::Nilotinib), Some((Effect::NoStatement, false)));
    assert_eq!(said(&["F317L", "p.?"], Status::Absent, Drug::Nilotinib), Some((Effect::NoStatement, true)));
    assert_eq!(said(&["F317L", "p.?"], Status::Absent, Drug::Dasatinib), Some((Effect::Avoid, false)));
    // Compound: ponatinib is weak; where the phase is not known it may be.
    assert_eq!(said(&["T315I", "E255K"], Status::Present, Drug::Ponatinib), Some((Effect::LessSensitive, false)));
    assert_eq!(said(&["T315I", "E255K"], Status::Unknown, Drug::Ponatinib), Some((Effect::Active, true)));
    assert_eq!(said(&["T315I", "E255K"], Status::Absent, Drug::Ponatinib), Some((Effect::Active, false)));
    // And no drug is listed as active against both on one molecule, though each mutation alone leaves nilotinib active.
    assert_eq!(said(&["V299L", "F317L"], Status::Present, Drug::Nilotinib), Some((Effect::NoStatement, false)));
    assert_eq!(said(&["V299L", "F317L"], Status::Unknown, Drug::Nilotinib), Some((Effect::Active, true)));
    assert_eq!(said(&["V299L", "F317L"], Status::Absent, Drug::Nilotinib), Some((Effect::Active, false)));
    assert_eq!(said(&["V299L", "F317L"], Status::Present, Drug::Dasatinib), Some((Effect::Avoid, false)));
}

#[test]
fn the_trace_has_a_row_a_drug() {
    let judged = |inputs: &str| {
        let verdict = (scheme("cml_kinase").unwrap().judge)(&profile("cml", inputs));
        let rows: Vec<(Status, Option<String>)> = Drug::ALL
            .iter()
            .map(|drug| {
                let row = verdict.trace.iter().find(|criterion| criterion.id == drug.criterion()).unwrap();
                (row.status, row.leads_to.clone())
            })
            .collect();
        rows
    };
    let words = |rows: &[(Status, Option<String>)]| -> String {
        rows.iter().map(|(_, word)| word.clone().unwrap_or("none".to_owned())).collect::<Vec<_>>().join(" ")
    };
    let t315i = judged("[BCR::ABL1];ABL1:p.(Thr315Ile)=0.3");
    assert_eq!(words(&t315i), "avoid avoid avoid avoid active active");
    assert!(t315i[..4].iter().all(|(status, _)| *status == Status::Present));
    assert!(t315i[4..].iter().all(|(status, _)| *status == Status::Absent));
    let none = judged("[BCR::ABL1];ABL1<0.05");
    assert!(none.iter().all(|row| *row == (Status::Absent, None)));
    let unknown = judged("[BCR::ABL1];ABL1=?");
    assert!(unknown.iter().all(|row| *row == (Status::Unknown, None)), "unknown is never active");
    let unread = judged("[BCR::ABL1];ABL1:p.(Lys247del)=0.3");
    assert!(unread.iter().all(|(status, word)| *status == Status::Unknown && word.as_deref() == Some("no_statement")));
}

#[test]
fn the_drugs_of_each_effect_are_named_beside_the_category() {
    let flags = |inputs: &str| {
        let verdict = (scheme("cml_kinase").unwrap().judge)(&profile("cml", inputs));
        let drugs = ["avoid", "less_sensitive", "active"].map(|effect| format!("cml_kinase.flag.{effect}: "));
        let told = verdict.flags.iter().filter(|flag| drugs.iter().any(|start| flag.starts_with(start)));
        told.map(|flag| flag.replace("cml_kinase.flag.", "")).collect::<Vec<_>>()
    };
    // T315I and E255K, phase not known: ponatinib may be weak, so it is not told as active. Asciminib: E255K is silent.
    assert_eq!(
        flags("[BCR::ABL1];ABL1:T315I=0.1;ABL1:E255K=0.1"),
        ["avoid: imatinib, nilotinib, dasatinib, bosutinib"]
    );
    assert_eq!(
        flags("[BCR::ABL1];ABL1:T315I=0.3"),
        ["avoid: imatinib, nilotinib, dasatinib, bosutinib", "active: ponatinib, asciminib"]
    );
    // V299L and F317L whose fractions add up to more than the fused alleles: possibly compound, nothing is told as active.
    assert_eq!(
        flags("[BCR::ABL1];ABL1:V299L=0.3;ABL1:F317L=0.3"),
        ["avoid: dasatinib, bosutinib", "less_sensitive: imatinib, ponatinib"]
    );
    assert_eq!(
        flags("[BCR::ABL1];ABL1:p.(Phe317Leu)=0.3"),
        ["avoid: dasatinib", "less_sensitive: imatinib, bosutinib", "active: nilotinib, ponatinib"]
    );
    assert!(flags("[BCR::ABL1];ABL1=?").is_empty());
    assert!(flags("[BCR::ABL1];ABL1<0.05").is_empty());
}
