//! Karyotypes worked by hand: counts under each published policy, complex (ELN 2022) and monosomal (Breems 2008), each with
//! its reasoning in `data/worked.tsv`. Written for the awkward cases of the counting rules, none is a patient's.
#![allow(clippy::unwrap_used, clippy::panic)]

use marv_karyotype::{
    CountScheme, Karyotype, MonosomalPolicy,
    clones::{CellClone, clonal, clones},
    count::count,
};
use marv_model::{cytogenetics::Lesion, finding::Status};
use proptest::prelude::*;

fn word(status: Status) -> &'static str {
    match status {
        Status::Present => "yes",
        Status::Absent => "no",
        Status::Unknown => "unknown",
    }
}

#[test]
fn worked_by_hand() {
    let mut lines = include_str!("data/worked.tsv").lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        rows += 1;
        let reading = Karyotype::read(cells[0]);
        let findings = reading.cytogenetics();
        let clonal = clonal(&clones(&reading.karyotype));
        for (name, expected) in header.iter().zip(&cells).skip(1) {
            let here = match *name {
                "complex" => word(findings.status(Lesion::ComplexKaryotype)).to_owned(),
                "monosomal" => word(findings.status(Lesion::MonosomalKaryotype)).to_owned(),
                "reasoning" => continue,
                policy => count(&clonal, CountScheme::by_name(policy).unwrap()).to_string(),
            };
            if here != **expected {
                wrong.push(format!("{}: {name} {here}, by hand {expected}", cells[0]));
            }
        }
    }
    assert!(rows >= 60, "{rows}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// guidelines.md 4.2: the worked examples of each policy.
#[test]
fn examples_of_the_policies() {
    let counted = |iscn: &str, scheme| count(&clonal(&clones(&Karyotype::read(iscn).karyotype)), scheme);
    for (iscn, scheme, expected) in [
        ("46,XY,der(5)t(5;7)(q31;q22)", CountScheme::Iscn2024, 2),
        ("47~49,XY,+1~3mar", CountScheme::Iscn2024, 3),
        ("46,XX,t(9;22)(q34;q11.2)", CountScheme::Iscn2024, 1),
        ("47~49,XX,del(7)(q22),+1~3mar", CountScheme::Chun2010, 4),
        ("46,XX,+1,der(1;7)(q10;p10)", CountScheme::Haase2019, 2),
        ("46,XX,add(14)(q32)x2", CountScheme::Grimwade2010, 2),
        ("50,XX,+4mar", CountScheme::Grimwade2010, 4),
        ("46,XX,+1,der(1;7)(q10;q10)", CountScheme::EventCollapsed, 2),
        ("46,XX,+der(1;7)(q10;q10),-7", CountScheme::EventCollapsed, 2),
    ] {
        assert_eq!(counted(iscn, scheme), expected, "{iscn} {scheme}");
    }
}

/// Choices where Breems 2008 is silent change the answer, and are told apart by name.
#[test]
fn policies_of_monosomal_karyotypes() {
    let monosomal = |iscn: &str, policy| {
        Karyotype::read(iscn).monosomal_evidence(&policy).iter().any(marv_karyotype::MonosomalEvidence::is_monosomal)
    };
    assert!(!monosomal("46,XX,-7,+mar", MonosomalPolicy::BREEMS_2008));
    assert!(monosomal("46,XX,-7,+mar", MonosomalPolicy::MARKERS_STRUCTURAL));
    assert!(!monosomal("46,XX,-7,+der(7)t(1;7)(q21;p15)", MonosomalPolicy::BREEMS_2008));
    assert!(monosomal("46,XX,-7,+der(7)t(1;7)(q21;p15)", MonosomalPolicy::EVERY_WRITTEN_LOSS));
    let composite = Karyotype::read("43,XX,-5,-7,-17,+mar[cp10]").monosomal_evidence(&MonosomalPolicy::BREEMS_2008);
    assert!(composite[0].composite && composite[0].marker_beside_monosomy());
}

const ITEMS: [&str; 14] = [
    "+8",
    "-7",
    "-5",
    "+21",
    "-Y",
    "del(5)(q13q33)",
    "i(17)(q10)",
    "t(1;2)(p36;p21)",
    "+mar",
    "der(5)t(5;7)(q31;q22)",
    "add(3)(p21)",
    "dmin",
    "inv(7)(p15q22)",
    "+der(9)t(3;9)(q21;p13)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// One more item never lowers a count that takes nothing along. (The others may fall: the second derivative of a
    /// translocation makes it balanced, a gained derivative takes its losses along.)
    #[test]
    fn counting_is_monotone_where_every_item_stands_for_itself(
        items in prop::collection::vec(prop::sample::select(ITEMS.to_vec()), 0..6),
        more in prop::sample::select(ITEMS.to_vec()),
    ) {
        let clones_of = |items: &[&str]| -> Vec<CellClone> {
            let text = items.iter().fold("46,XY".to_owned(), |text, item| text + "," + item);
            clonal(&clones(&Karyotype::read(&text).karyotype))
        };
        let before = clones_of(&items);
        let mut with = items.clone();
        with.push(more);
        let after = clones_of(&with);
        for scheme in [CountScheme::Token, CountScheme::MostComplexClone, CountScheme::Chun2010] {
            prop_assert!(count(&before, scheme) <= count(&after, scheme), "{scheme}: {items:?} and {more}");
        }
    }

    /// A whole chromosome gained or lost never lowers any count.
    #[test]
    fn counting_is_monotone_in_whole_chromosomes(
        items in prop::collection::vec(prop::sample::select(ITEMS.to_vec()), 0..6),
        chromosome in 1u8..=22,
        gained in any::<bool>(),
    ) {
        let text = items.iter().fold("46,XY".to_owned(), |text, item| text + "," + item);
        let more = format!("{text},{}{chromosome}", if gained { '+' } else { '-' });
        let counted = |text: &str, scheme| count(&clonal(&clones(&Karyotype::read(text).karyotype)), scheme);
        for (scheme, _) in CountScheme::ALL {
            let (before, after) = (counted(&text, scheme), counted(&more, scheme));
            // A loss that a gained derivative takes along says that the derivative is no gain: one less, and none more.
            let taken = scheme == CountScheme::EventCollapsed && !gained;
            prop_assert!(before <= after + u32::from(taken), "{scheme}: {text} and {more}: {before} {after}");
        }
    }
}
