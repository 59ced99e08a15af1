//! Tables of patients in, the same rows with answers out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, outside of what clippy takes for tests")]

mod support;

use std::{collections::BTreeMap, path::Path};

use marv::{
    ClassifyTable, classify_table, karyotype_table,
    marv_guidelines::{
        Choices,
        table::{TableOptions, scheme_of_word},
    },
};
use support::vectors;

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn classified(input: &Path, scheme: &str) -> (marv::TableOutcome, Vec<BTreeMap<String, String>>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out.tsv");
    let how = ClassifyTable {
        scheme: scheme_of_word(scheme).unwrap(),
        options: TableOptions::default(),
        karyotype_column: None,
        choices: Choices::default(),
    };
    let outcome = classify_table(input, &out, &how).unwrap();
    (outcome, rows(&std::fs::read_to_string(&out).unwrap()))
}

#[test]
fn ipssm_of_a_file_is_the_authors_package_row_by_row() {
    let Some(file) = vectors("ipssm/public.tsv") else { return };
    let expected = rows(&std::fs::read_to_string(&file).unwrap());
    let (outcome, answered) = classified(&file, "ipss-m");
    assert_eq!((answered.len(), outcome.refused.len()), (expected.len(), 0));
    assert!(expected.len() > 2_000);
    for (ours, theirs) in answered.iter().zip(&expected) {
        for column in ["IPSSMcat_best", "IPSSMcat_mean", "IPSSMcat_worst", "IPSSMcat_final", "Comment"] {
            assert_eq!(ours[column], theirs[column], "{} {column}", theirs["ID"]);
        }
        for column in ["raw_best", "raw_mean", "raw_worst"] {
            let (a, b): (f64, f64) = (ours[column].parse().unwrap(), theirs[column].parse().unwrap());
            assert!((a - b).abs() < 1e-9, "{} {column}: {a} {b}", theirs["ID"]);
        }
    }
}

#[test]
fn a_wrong_value_refuses_its_row_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.tsv");
    std::fs::write(
        &input,
        "ID\tAGE\tHB\tPLT\tANC\tBM_BLAST\tCYTO\n\
         a\t64\t7.6\t119\t0.2\t14\tGood\n\
         b\t64\t-1\t119\t0.2\t14\tgoodish\n\
         c\t64\t7.6\t119\n\
         010190-1234\t64\t7.6\t119\t0.2\t14\tGood\n",
    )
    .unwrap();
    let (outcome, answered) = classified(&input, "ipss-r");
    // Hand calculation: cytogenetics Good 1, blasts above 10 % 3, Hb below 8 1.5, platelets 100 or more 0, ANC below 0.8
    // 0.5; together 6, High. IPSS-RA 6 + (64 - 70) * (0.05 - 0.005 * 6) = 5.88.
    assert_eq!((answered[0]["IPSSR_SCORE"].as_str(), answered[0]["IPSSRA_SCORE"].as_str()), ("6", "5.88"));
    assert_eq!(outcome.refused.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
    assert!(outcome.refused[0].note.contains("column HB") && outcome.refused[0].note.contains("column CYTO"));
    assert!(answered[1]["IPSSR_SCORE"].is_empty() && answered[1]["refused"].contains("column HB"));
    assert_eq!(answered[3]["IPSSR_SCORE"], "6");
    assert!(!answered[3]["ID"].contains("010190"), "a civil registration number is not repeated");
}

#[test]
fn karyotypes_of_a_column_are_answered_beside_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("in.csv"), folder.path().join("out.tsv"));
    std::fs::write(
        &input,
        "ID;sex;k\n1;m;\"45,X,-Y[20]\"\n2;f;\"46,XX,del(5)(q13q33),-7,+8[12]\"\n3;f;no metaphases\n",
    )
    .unwrap();
    let outcome = karyotype_table(&input, &out, "k", Some("sex")).unwrap();
    let answered = rows(&std::fs::read_to_string(&out).unwrap());
    assert_eq!(outcome.rows, 3);
    // IPSS-R: -Y alone is Very Good; three abnormalities are Poor; without metaphases every group is possible.
    assert_eq!(answered[0]["ipssr_cyto"], "Very Good");
    assert_eq!((answered[1]["ipssr_cyto"].as_str(), answered[1]["complex"].as_str()), ("Poor", "yes"));
    assert_eq!((answered[2]["fidelity"].as_str(), answered[2]["complex"].as_str()), ("unparsed", "unknown"));
    assert!(
        karyotype_table(&input, &out, "karyotype", None).unwrap_err().to_string().contains("choose from ID, sex, k")
    );
}
