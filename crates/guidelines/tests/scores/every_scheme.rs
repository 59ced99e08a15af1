//! Laws of every scheme that there is: one datum more never adds a category, and what was decided without a datum is decided so
//! with it.
//!
//! Under the choices that put nothing in for what is not known: by default some schemes take a stated indication for blasts that
//! nobody gave, or the authors' mean for an unknown input, and say so.

use std::collections::BTreeSet;

use marv_guidelines::{Choices, Listed, SCHEMES, profile::Marker, scheme, table::Row};
use marv_model::{
    clinical::{Circumstance, Measure},
    cytogenetics::{Group, IpssrCytogenetics, Lesion, Possible},
    verdict::{Outcome, Verdict},
};
use proptest::prelude::*;

use super::inputs::{profile, unremarkable};

const MISSING: &str = "NA";

fn choices(listed: &Listed) -> Choices {
    match listed.id {
        "icc2022" | "who5" => Choices::default()
            .with("blasts_and_cytopenia_not_given", "open")
            .with("auer_rods_and_pure_erythroid_not_stated", "open"),
        "ipssm" => Choices::default().with("ipssm_uncertain_category", "completions"),
        "eln2017" => Choices::default().with("flt3_itd_ratio_from", "measure"),
        _ => Choices::default(),
    }
}

/// The columns, each with values on both sides of what schemes ask.
fn columns() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut columns: Vec<(&str, Vec<&str>)> = Vec::new();
    columns.extend(Marker::ALL.iter().map(|(_, name)| (*name, vec!["0.4", "1", "0.1", "0.05", "0.7", "0.4;0.3"])));
    let counted = |lesion: &&Lesion| **lesion != Lesion::ComplexKaryotype;
    columns.extend(Lesion::ALL.iter().filter(counted).map(|lesion| (lesion.name(), vec!["1"])));
    let stated = |circumstance: &&Circumstance| **circumstance != Circumstance::Cytopenia;
    columns.extend(Circumstance::ALL.iter().filter(stated).map(|circumstance| (circumstance.word(), vec!["1"])));
    columns.extend([
        ("age", vec!["66", "75"]),
        ("haemoglobin", vec!["7.5", "9", "10", "12.5"]),
        ("platelets", vec!["40", "90", "450"]),
        ("neutrophils", vec!["0.5", "0.8", "1.5"]),
        ("leukocytes", vec!["13", "26"]),
        ("monocytes", vec!["0.6", "1.2"]),
        ("marrow_blasts", vec!["5", "10", "15", "20"]),
        ("blood_blasts", vec!["1", "2", "5", "25"]),
        ("ring_sideroblasts", vec!["15", "30"]),
        ("marrow_fibrosis", vec!["2"]),
        ("flt3_itd_ratio", vec!["0.3", "0.5"]),
        ("beta2_microglobulin", vec!["3.5", "4", "5.5"]),
        ("albumin", vec!["34.9"]),
        ("lactate_dehydrogenase", vec!["1.2"]),
        ("creatinine", vec!["120"]),
        ("deletion_17p_cells", vec!["20", "40"]),
        ("ipssr_cytogenetics", vec!["Very Good", "Poor", "Very Poor"]),
        ("cpss_cytogenetics", vec!["Intermediate", "High"]),
        ("myelofibrosis_karyotype", vec!["Unfavourable", "Very high risk"]),
        ("abnormalities", vec!["1", "2", "3", "5"]),
    ]);
    columns
}

/// Everything is known of the row, and what one column says of another fits.
fn known(listed: &Listed, changes: &[(&'static str, &'static str)]) -> Row {
    let mut row = unremarkable(if listed.diseases.is_empty() { "eln2022" } else { listed.id });
    for (column, text) in [
        ("monocytes", "0.3"),
        ("ring_sideroblasts", "0"),
        ("flt3_itd_ratio", "0"),
        ("creatinine", "80"),
        ("deletion_17p_cells", "0"),
    ] {
        row.insert(column.to_owned(), text.to_owned());
    }
    row.extend(changes.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())));
    // In chronic myeloid leukaemia the fusion is the diagnosis: not stated, it is taken to be there.
    if listed.id == "cml_kinase" {
        row.insert(Lesion::BcrAbl1.name().to_owned(), "1".to_owned());
    }
    // RULE: IPSS-R: three abnormalities are Poor, more Very Poor, and nothing else is Very Poor. The column counts events, which
    // may be more abnormalities (four markers are one event), so that any number but none may be Very Poor.
    let group = match (row["abnormalities"].as_str(), row["ipssr_cytogenetics"].as_str()) {
        ("0", "Very Poor") => Some(("abnormalities", "1")),
        (_, "Very Poor") => None,
        ("3", _) => Some(("ipssr_cytogenetics", "Poor")),
        ("5", _) => Some(("ipssr_cytogenetics", "Very Poor")),
        _ => None,
    };
    row.extend(group.map(|(column, text)| (column.to_owned(), text.to_owned())));
    let is = |column: &str| row.get(column).is_some_and(|text| text == "1");
    // RULE: ICC 2022 and WHO 5: below 13 g/dL in a man, 12 in a woman; 1.8; 150.
    let below = |column: &str, limit: f64| row[column].parse::<f64>().unwrap() < limit;
    let anaemic = below("haemoglobin", if is("male") { 13.0 } else { 12.0 });
    let cytopenia = anaemic || below("neutrophils", 1.8) || below("platelets", 150.0);
    let excused = Lesion::CLASS_DEFINING.iter().chain([&Lesion::HyperdiploidTrisomies]).any(|lesion| is(lesion.name()));
    let complex = !excused && ["3", "5"].contains(&row["abnormalities"].as_str());
    row.insert(Circumstance::Cytopenia.word().to_owned(), if cytopenia { "1" } else { "0" }.to_owned());
    row.insert(Lesion::ComplexKaryotype.name().to_owned(), if complex { "1" } else { "0" }.to_owned());
    row
}

fn judged(listed: &Listed, row: &Row) -> Verdict {
    listed.judged_by(&profile(row), &choices(listed)).unwrap()
}

fn reached(verdict: &Verdict) -> BTreeSet<String> {
    match &verdict.outcome {
        Outcome::Decided { category } => BTreeSet::from([category.clone()]),
        Outcome::Reachable { categories } => categories.iter().cloned().collect(),
        Outcome::NotApplicable { .. } => BTreeSet::from(["not_applicable".to_owned()]),
    }
}

fn hidden(row: &Row, columns: &[&str]) -> Row {
    let mut open = row.clone();
    open.extend(columns.iter().map(|column| ((*column).to_owned(), MISSING.to_owned())));
    open
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12_000, max_global_rejects: 120_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_datum_more_never_adds_and_never_changes_what_was_decided(
        which in 0..SCHEMES.len(),
        drawn in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..9),
        others in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let listed = &SCHEMES[which];
        let columns = columns();
        let changes: Vec<(&str, &str)> = drawn.iter().map(|(column, value, _)| {
            let (name, values) = column.get(&columns);
            (*name, *value.get(values))
        }).collect();
        let row = known(listed, &changes);
        let all = judged(listed, &row);
        prop_assume!(!all.flags.iter().any(|flag| flag.contains("contradictory")));
        // What is hidden: some of what was found, and some of the rest.
        let mut unknown: Vec<&str> = drawn.iter().zip(&changes).filter(|(one, _)| one.2).map(|(_, change)| change.0).collect();
        unknown.extend(others.iter().map(|column| column.get(&columns).0));
        prop_assume!(!unknown.is_empty());
        let least = judged(listed, &hidden(&row, &unknown));
        let more = judged(listed, &hidden(&row, &unknown[1..]));
        prop_assert!(reached(&more).is_subset(&reached(&least)), "{}: {changes:?} without {unknown:?}: {:?} and {:?}", listed.id, reached(&least), reached(&more));
        if reached(&least).len() == 1 {
            prop_assert_eq!(reached(&all), reached(&least), "{}: {:?} without {:?}", listed.id, changes, unknown);
        }
        prop_assert!(reached(&all).is_subset(&reached(&least)), "{}: {changes:?} without {unknown:?}", listed.id);
    }
}

/// Every pair of events and cytogenetic group that is one patient's, without SF3B1, and with it mutated and 5q lost, where it matters
/// to IPSS-M by itself whether the karyotype is complex; each of the two hidden in turn, and both.
#[test]
fn ipssm_never_decides_by_events_what_the_group_then_says_otherwise() {
    let listed = scheme("ipssm").unwrap();
    let groups: Vec<&'static str> = Possible::<IpssrCytogenetics>::unknown().groups().map(Group::word).collect();
    let [events_column, group_column] = ["abnormalities", "ipssr_cytogenetics"];
    let mut seen = 0;
    let events_by_sf3b1 = ["0", "0.4"].into_iter().flat_map(|sf3b1| ["0", "1", "2", "3", "5"].map(|n| (sf3b1, n)));
    for (sf3b1, events) in events_by_sf3b1 {
        for group in &groups {
            let changes =
                [("SF3B1", sf3b1), (Lesion::Loss5q.name(), "1"), (events_column, events), (group_column, group)];
            let row = known(listed, &changes);
            let score = |row: &Row| judged(listed, row).scores.iter().map(|s| (s.best, s.worst)).collect::<Vec<_>>();
            let all = judged(listed, &row);
            assert!(!all.flags.iter().any(|flag| flag.contains("contradictory")), "{events} {group}");
            for unknown in [&[events_column][..], &[group_column], &[events_column, group_column]] {
                let open = hidden(&row, unknown);
                assert!(reached(&all).is_subset(&reached(&judged(listed, &open))), "{events} {group} {unknown:?}");
                for ((best, worst), (least, most)) in score(&row).into_iter().zip(score(&open)) {
                    assert!(least <= best && worst <= most, "{events} {group} without {unknown:?}");
                }
            }
            seen += 1;
        }
    }
    assert_eq!(seen, 50);
}

/// Every scheme is among those of the law, with every disease of which it is asked.
#[test]
fn no_scheme_is_left_out() {
    for listed in SCHEMES {
        let verdict = judged(listed, &known(listed, &[]));
        assert!(!reached(&verdict).is_empty(), "{}", listed.id);
        let nothing =
            listed.judged_by(&marv_guidelines::profile::Profile::unknown(), &Choices::default().with("no_such", "x"));
        assert_eq!(nothing.unwrap_err().option, "no_such", "{}", listed.id);
    }
    assert!(
        Measure::ALL
            .iter()
            .all(|measure| *measure == Measure::MonocyteShare
                || columns().iter().any(|(name, _)| *name == measure.word()))
    );
}
