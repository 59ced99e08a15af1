//! Rows of a table: what is accepted, what is refused and how, what a karyotype adds.

use marv_guidelines::table::{
    HaemoglobinUnit, IPSSM_COLUMNS, Karyotype, Row, TableOptions, answer, ipssm_row, ipssr_row, profile_from_row,
    scheme_of_word,
};
use marv_model::{
    clinical::Measure,
    cytogenetics::{CytogeneticFindings, IpssrCytogenetics, KaryotypeGroups, Lesion, Possible},
    finding::{Finding, Status},
};

fn row(columns: &[(&str, &str)]) -> Row {
    columns.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())).collect()
}
/// The package's example pp564.
fn pp564() -> Row {
    let mut row: Row = IPSSM_COLUMNS.iter().map(|column| ((*column).to_owned(), "0".to_owned())).collect();
    for (column, text) in [
        ("HB", "7.5"),
        ("PLT", "23"),
        ("BM_BLAST", "16"),
        ("del5q", "1"),
        ("del7_7q", "1"),
        ("complex", "1"),
        ("CYTO_IPSSR", "Very Poor"),
        ("TP53mut", "1"),
        ("TP53maxvaf", "0.85"),
        ("TP53loh", "1"),
        ("NF1", "1"),
    ] {
        row.insert(column.to_owned(), text.to_owned());
    }
    row
}
fn grams() -> TableOptions {
    TableOptions::default()
}

#[test]
fn the_authors_missing_words_are_unknown_and_a_lacking_column_too() {
    let mut expected = None;
    for word in ["", " ", "NA", "N/A", "n/a", "na"] {
        let mut row = pp564();
        row.insert("WT1".to_owned(), word.to_owned());
        let answer = ipssm_row(&row, &grams(), &Karyotype::default()).unwrap();
        assert_eq!(*expected.get_or_insert(answer.clone()), answer, "{word:?}");
        row.remove("WT1");
        assert_eq!(ipssm_row(&row, &grams(), &Karyotype::default()).unwrap(), answer);
    }
}

#[test]
fn a_wrong_value_is_refused_by_its_column_and_all_of_a_row_at_once() {
    let mut row = pp564();
    for (column, text) in [
        ("HB", "-1"),
        ("PLT", "12,5"),
        ("CYTO_IPSSR", "Bad"),
        ("TP53mut", "3"),
        ("TP53maxvaf", "85"),
        ("NPM1", "yes"),
        ("BM_BLAST", "NaN"),
    ] {
        row.insert(column.to_owned(), text.to_owned());
    }
    let errors = ipssm_row(&row, &grams(), &Karyotype::default()).unwrap_err();
    let columns: Vec<&str> = errors.0.iter().map(|error| error.column.as_str()).collect();
    assert_eq!(columns, ["HB", "PLT", "BM_BLAST", "CYTO_IPSSR", "TP53mut", "TP53maxvaf", "NPM1"]);
    let text = errors.to_string();
    assert!(text.contains("column TP53maxvaf: \"85\"; expected a number from 0 to 1"), "{text}");
    assert!(text.contains("Very Good, Good, Intermediate, Poor, Very Poor or NA"), "{text}");
}

#[test]
fn haemoglobin_is_converted_only_where_the_unit_says_so() {
    let danish = TableOptions { haemoglobin: HaemoglobinUnit::MillimolesPerLitre, ..grams() };
    // 5.9 mmol/L is 9.51 g/dL: 1 point. As 5.9 g/dL it would be 1.5.
    let patient =
        row(&[("AGE", "70"), ("HB", "5.9"), ("PLT", "150"), ("ANC", "2"), ("BM_BLAST", "1"), ("CYTO", "Very Good")]);
    let score =
        |options| ipssr_row(&patient, &options, &Karyotype::default()).unwrap().get("IPSSR_SCORE").unwrap().to_owned();
    assert_eq!((score(danish), score(grams())), ("1".to_owned(), "1.5".to_owned()));
    // A value in g/dL under the other unit is refused rather than taken for 21 g/dL or more.
    let mut wrong = patient.clone();
    wrong.insert("HB".to_owned(), "19".to_owned());
    assert!(ipssr_row(&wrong, &danish, &Karyotype::default()).is_err());
    // Below 4 g/dL is taken, and told.
    let low = row(&[("HB", "3.2")]);
    assert_eq!(ipssm_row(&low, &grams(), &Karyotype::default()).unwrap().warnings.len(), 1);
}

#[test]
fn an_open_row_says_what_is_reached() {
    let patient = row(&[("HB", "12"), ("PLT", "150"), ("ANC", "2"), ("BM_BLAST", "1")]);
    let answer = ipssr_row(&patient, &grams(), &Karyotype::default()).unwrap();
    assert_eq!((answer.get("IPSSR"), answer.get("IPSSR_SCORE")), (Some("NA"), Some("NA")));
    assert_eq!(answer.get("IPSSR_reachable"), Some("Very-Low|Low|Int"));
    assert_eq!((answer.get("IPSSR_SCORE_best"), answer.get("IPSSR_SCORE_worst")), (Some("0"), Some("4")));
}

#[test]
fn a_karyotype_fills_in_what_the_columns_do_not_say() {
    let karyotype = Karyotype {
        findings: CytogeneticFindings::unknown().with(Lesion::Loss5q, Finding::present(vec!["del(5q)".to_owned()])),
        groups: KaryotypeGroups { ipssr: Possible::only(IpssrCytogenetics::Poor), ..KaryotypeGroups::unknown() },
    };
    let patient = row(&[("HB", "12"), ("PLT", "150"), ("ANC", "2"), ("BM_BLAST", "1"), ("AGE", "70")]);
    assert_eq!(ipssr_row(&patient, &grams(), &karyotype).unwrap().get("IPSSR_SCORE"), Some("3"));
    let stated = row(&[("HB", "12"), ("PLT", "150"), ("ANC", "2"), ("BM_BLAST", "1"), ("CYTO", "Good")]);
    assert_eq!(ipssr_row(&stated, &grams(), &karyotype).unwrap().get("IPSSR_SCORE"), Some("1"));
    let profile = profile_from_row(&Row::new(), &grams(), &karyotype.findings, &karyotype.groups).unwrap();
    assert_eq!(profile.lesions().status(Lesion::Loss5q), Status::Present);
}

#[test]
fn a_row_for_any_scheme_takes_names_whatever_their_case() {
    let eln = scheme_of_word("ELN-2022").unwrap();
    let patient = row(&[("npm1", "0.41"), ("FLT3_ITD", "<0.05"), ("TP53", "0"), ("disease", "AML"), ("hb", "9.1")]);
    let answer = answer(eln, &patient, &grams(), &Karyotype::default()).unwrap();
    // Nothing is known of the karyotype.
    assert_eq!(answer.get("eln2022"), Some("NA"));
    assert!(answer.get("eln2022_reachable").unwrap().contains("favorable"), "{answer:?}");
    assert!(answer.get("eln2022_missing").unwrap().contains("cytogenetics"), "{answer:?}");
    let profile =
        profile_from_row(&patient, &grams(), &CytogeneticFindings::unknown(), &KaryotypeGroups::unknown()).unwrap();
    assert_eq!(profile.patient().value(Measure::Haemoglobin), Some(9.1));
}

#[test]
fn profiles_refuse_what_is_no_finding() {
    let patient =
        row(&[("NPM1", "wt"), ("TP53", "0.4;1.2"), ("-7", "yes"), ("sex", "x"), ("disease", "flu"), ("age", "930")]);
    let errors = profile_from_row(&patient, &grams(), &CytogeneticFindings::unknown(), &KaryotypeGroups::unknown());
    let mut columns: Vec<String> = errors.unwrap_err().0.into_iter().map(|error| error.column).collect();
    columns.sort();
    assert_eq!(columns, ["-7", "NPM1", "TP53", "age", "disease", "sex"]);
}
