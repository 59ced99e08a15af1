//! The workbook, read back by a reader of other hands.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use marv_model::case::Case;
use marv_report::{Language, workbook};

fn open(case: &Case, language: Language) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(workbook(case, language).unwrap())).unwrap()
}

/// The cell of a column in the first row whose first cell is `first`.
fn value<'a>(sheet: &'a Range<Data>, first: &str, column: &str) -> &'a Data {
    let heads = sheet.rows().next().unwrap();
    let at = heads.iter().position(|head| *head == column).unwrap_or_else(|| panic!("no {column} in {heads:?}"));
    &sheet.rows().find(|row| row[0] == first).unwrap_or_else(|| panic!("no row {first}"))[at]
}

#[test]
fn numbers_are_numbers_and_the_unknown_is_empty() {
    let mut book = open(&cases::aml(), Language::English);
    let variants = book.worksheet_range("Variants").unwrap();
    assert_eq!(variants.rows().count(), cases::aml().variants.len() + 1);
    assert_eq!(value(&variants, "TP53", "Protein (HGVS)"), &"p.(Arg175His)");
    assert_eq!(value(&variants, "TP53", "Position"), &Data::Float(7_675_088.0));
    // 43 of 93 fragments.
    let Data::Float(fraction) = value(&variants, "TP53", "VAF") else { panic!("the fraction is no number") };
    assert!((fraction - 43.0 / 93.0).abs() < 1e-12);
    let mut unpaired = open(&cases::unpaired(), Language::English);
    let variants = unpaired.worksheet_range("Variants").unwrap();
    assert_eq!(value(&variants, "TP53", "Normal: fragments"), &Data::Empty);
}

#[test]
fn every_sheet_has_a_head_for_each_column_in_both_languages() {
    for name in cases::NAMES {
        let case = cases::case(name).unwrap();
        for language in Language::ALL {
            let mut book = open(&case, language);
            let names = book.sheet_names();
            assert!(names.len() >= 4, "{name}: {names:?}");
            for sheet in names {
                let range = book.worksheet_range(&sheet).unwrap();
                let heads = range.rows().next().unwrap();
                assert!(heads.iter().all(|head| matches!(head, Data::String(_))), "{name}, {sheet}: {heads:?}");
                // A key that no catalogue has would show as it stands.
                assert!(!heads.iter().any(|head| head.to_string().starts_with("workbook.")), "{heads:?}");
            }
        }
    }
}

#[test]
fn text_of_a_case_is_text_whatever_it_begins_with() {
    let mut case = cases::hostile();
    let run = "=cmd|' /C calc'!A0";
    case.variants[0].consequences[0].gene = run.to_owned();
    case.variants[0].consequences[0].transcript = format!("\u{1}\u{fffe}{run}");
    let mut book = open(&case, Language::Danish);
    let mut seen = false;
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "{sheet} holds a formula");
        let range = book.worksheet_range(&sheet).unwrap();
        for (_, _, cell) in range.used_cells() {
            let text = cell.to_string();
            assert!(text.chars().count() <= 32_767, "{sheet}: longer than a cell holds");
            assert!(!text.chars().any(char::is_control), "{sheet}: {text:?}");
            seen |= text == run;
        }
    }
    assert!(seen, "the text is there, as text");
}

#[test]
fn equal_cases_give_equal_bytes() {
    assert_eq!(workbook(&cases::aml(), Language::Danish).unwrap(), workbook(&cases::aml(), Language::Danish).unwrap());
}
