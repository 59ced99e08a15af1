//! Every score against brute force: unknown columns filled with every value that can matter.

use std::collections::BTreeSet;

use marv_guidelines::table::Row;
use marv_model::clinical::{Circumstance, Measure};
use proptest::{prelude::*, sample::subsequence};

use super::inputs::{case, categories, judge};

/// The inputs of a score, each with a value for every level that its table knows, rising in risk or from absent to present.
fn columns(id: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    const YES_NO: [&str; 2] = ["0", "1"];
    let gene = |name: &'static str| (name, vec!["0", "0.3"]);
    let stated = |name: &'static str| (name, YES_NO.to_vec());
    let ipssr = || {
        vec![
            ("ipssr_cytogenetics", vec!["Very Good", "Good", "Intermediate", "Poor", "Very Poor"]),
            ("marrow_blasts", vec!["1", "3", "7", "15"]),
            ("haemoglobin", vec!["12", "9", "7"]),
            ("platelets", vec!["150", "70", "20"]),
            ("neutrophils", vec!["2", "0.4"]),
        ]
    };
    let karyotype = ("myelofibrosis_karyotype", vec!["Favourable", "Unfavourable", "Very high risk"]);
    match id {
        "ipssr" => ipssr(),
        "cpss_mol" => vec![
            ("cpss_cytogenetics", vec!["Low", "Intermediate", "High"]),
            gene("ASXL1"),
            gene("NRAS"),
            gene("SETBP1"),
            gene("RUNX1"),
            ("marrow_blasts", vec!["1", "9"]),
            ("leukocytes", vec!["5", "20"]),
            stated("transfusion_dependent"),
        ],
        "mipss70" => vec![
            ("haemoglobin", vec!["12", "9"]),
            ("leukocytes", vec!["10", "30"]),
            ("platelets", vec!["200", "50"]),
            ("blood_blasts", vec!["0", "5"]),
            ("marrow_fibrosis", vec!["0", "3"]),
            stated("constitutional_symptoms"),
            gene("CALR-type1"),
            gene("ASXL1"),
            gene("EZH2"),
            gene("SRSF2"),
            gene("IDH1"),
            gene("IDH2"),
        ],
        "mipss70_plus_v2" => vec![
            ("haemoglobin", vec!["12", "10.5", "9.5", "8.5", "7"]),
            stated("male"),
            ("blood_blasts", vec!["0", "5"]),
            stated("constitutional_symptoms"),
            gene("CALR-type1"),
            gene("ASXL1"),
            gene("IDH2"),
            gene("U2AF1-Q157"),
            karyotype,
        ],
        "gipss" => vec![karyotype, gene("CALR-type1"), gene("ASXL1"), gene("SRSF2"), gene("U2AF1-Q157")],
        "cll_ipi" => vec![
            gene("TP53"),
            stated("loss of 17p13"),
            stated("ighv_unmutated"),
            ("beta2_microglobulin", vec!["2", "5"]),
            stated("advanced_stage"),
            ("age", vec!["50", "80"]),
        ],
        "r_iss" | "iss" | "r2_iss" => vec![
            ("beta2_microglobulin", vec!["2", "4", "6"]),
            ("albumin", vec!["42", "30"]),
            ("lactate_dehydrogenase", vec!["0.8", "2"]),
            stated("loss of 17p13"),
            stated("IGH::NSD2"),
            stated("IGH::MAF"),
            stated("+1q"),
        ],
        other => panic!("{other}"),
    }
}

const SCHEMES: [&str; 9] =
    ["ipssr", "cpss_mol", "mipss70", "mipss70_plus_v2", "gipss", "cll_ipi", "iss", "r_iss", "r2_iss"];

fn with(row: &Row, column: &str, text: &str) -> Row {
    let mut changed = row.clone();
    changed.insert(column.to_owned(), text.to_owned());
    changed
}
/// Every filling of these columns.
fn completions(row: &Row, hidden: &[(&'static str, Vec<&'static str>)]) -> Vec<Row> {
    hidden.iter().fold(vec![row.clone()], |rows, (column, values)| {
        rows.iter().flat_map(|row| values.iter().map(|value| with(row, column, value))).collect()
    })
}
fn hide(row: &Row, hidden: &[(&'static str, Vec<&'static str>)]) -> Row {
    hidden.iter().fold(row.clone(), |row, (column, _)| with(&row, column, "NA"))
}
fn is_measure(column: &str) -> bool {
    Measure::ALL.iter().any(|measure| measure.word() == column)
}
fn is_circumstance(column: &str) -> bool {
    Circumstance::ALL.iter().any(|circumstance| circumstance.word() == column)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn categories_and_missing_inputs_are_those_of_all_completions(
        which in 0..SCHEMES.len(),
        levels in prop::collection::vec(any::<prop::sample::Index>(), 12),
        hidden in subsequence((0..12usize).collect::<Vec<_>>(), 0..5),
    ) {
        let id = SCHEMES[which];
        let columns = columns(id);
        let known = columns.iter().zip(&levels).fold(case(id, ""), |row, ((column, values), level)| {
            with(&row, column, values[level.index(values.len())])
        });
        let hidden: Vec<_> = hidden.iter().filter_map(|index| columns.get(*index)).cloned().collect();
        let row = hide(&known, &hidden);
        let verdict = judge(id, &row);

        let expected: BTreeSet<String> = completions(&row, &hidden).iter().flat_map(|r| categories(&judge(id, r))).collect();
        prop_assert_eq!(categories(&verdict), expected.clone(), "{}", id);
        prop_assert!(categories(&judge(id, &known)).is_subset(&expected));
        let verdict_of = |score: &marv_model::verdict::Score| (score.best, score.worst);
        if let Some(ends) = verdict.scores.first().map(verdict_of) {
            let all: Vec<f64> = completions(&row, &hidden).iter().map(|r| judge(id, r).scores[0].value.unwrap()).collect();
            let low = all.iter().copied().fold(f64::INFINITY, f64::min);
            let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!((ends.0 - low).abs() < 1e-9 && (ends.1 - high).abs() < 1e-9);
        }

        // Hiding one more never takes a category away, and a decided verdict stays with every completion.
        for (column, _) in &columns {
            prop_assert!(expected.is_subset(&categories(&judge(id, &with(&row, column, "NA")))));
        }

        // Only an input whose change alone changes the category is missing, and what it would do is exact.
        for (column, values) in &hidden {
            let others: Vec<_> = hidden.iter().filter(|(other, _)| other != column).cloned().collect();
            let matters = completions(&row, &others).iter().any(|rest| {
                let seen: BTreeSet<_> = values.iter().map(|value| categories(&judge(id, &with(rest, column, value)))).collect();
                seen.len() > 1
            });
            let cytogenetic = !is_measure(column) && !is_circumstance(column) && column.contains(|c: char| c.is_lowercase() || c == ':' || c == '+');
            let named = verdict.missing.iter().find(|missing| missing.datum == *column);
            // Cytogenetic inputs of stages stand together under one name.
            if cytogenetic {
                if matters {
                    prop_assert!(named.is_some() || verdict.missing.iter().any(|m| m.datum == "cytogenetics"), "{} {}", id, column);
                }
                continue;
            }
            prop_assert_eq!(named.is_some(), matters, "{} {}", id, column);
            if let Some(missing) = named {
                let ends = [(values.last(), &missing.if_present), (values.first(), &missing.if_absent)];
                // Stages by rows count a measure from its threshold: present is at or above one of its cut-offs.
                if id == "iss" || id == "r_iss" {
                    continue;
                }
                for (value, told) in ends {
                    let then = categories(&judge(id, &with(&row, column, value.unwrap())));
                    prop_assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), then, "{} {}", id, column);
                }
            }
        }
    }
}
