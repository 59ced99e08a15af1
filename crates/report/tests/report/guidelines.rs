//! How classes, risks and oncogenicity stand in the page.

use marv_model::verdict::{Comparison, Outcome};
use marv_report::{Language, explain, html, text};

use super::{cases, conclusion::conclusion};

#[test]
fn the_argument_of_a_verdict_says_what_decided_what_was_not_there_and_what_is_open() {
    let decided = explain(&cases::case("aml").unwrap().verdicts, None, Language::English).unwrap();
    let because: Vec<&str> = decided.lines().filter(|line| line.starts_with("- Because: ")).collect();
    assert!(!because.is_empty(), "{decided}");
    assert!(decided.contains("- Looked for and not there: "), "{decided}");
    let open = explain(&cases::case("open").unwrap().verdicts, None, Language::Danish).unwrap();
    assert!(open.starts_with("ELN 2022: Uafklaret: gunstig, intermediær, ugunstig eller APL"), "{open}");
    assert!(open.contains("- Ikke kendt: ") && open.contains("Mangler: cytogenetik."), "{open}");
    assert!(!open.contains("- Fordi: "), "nothing decided: {open}");
    assert!(explain(&[], None, Language::English).unwrap().contains("No guideline"));
}

/// The part of a page that is about the guidelines.
fn classification(page: &str) -> &str {
    let (_, rest) = page.split_once("<section id=\"classification\"").unwrap();
    rest.split_once("</section>").unwrap().0
}

#[test]
fn many_schemes_stand_in_one_table_with_their_outcome_first() {
    let case = cases::case("schemes").unwrap();
    let page = html(&case, Language::English).unwrap();
    let section = classification(&page);
    let (_, table) = section.split_once("<table class=\"schemes\">").unwrap();
    let (table, details) = table.split_once("</table>").unwrap();
    let rows: Vec<&str> = table.split("<tr").skip(2).collect();
    let applying = case.verdicts.iter().filter(|one| !matches!(one.outcome, Outcome::NotApplicable { .. })).count();
    assert_eq!(rows.len(), applying);
    assert_eq!(details.matches("<article").count(), applying, "and each has its details");
    for (number, row) in rows.iter().enumerate() {
        let (first, _) = row.split_once("<th").unwrap();
        assert!(first.contains("class=\"outcome\""), "the outcome stands first: {row}");
        assert!(row.contains(&format!("href=\"#scheme-{}\"", number + 1)));
        assert!(details.contains(&format!("id=\"scheme-{}\"", number + 1)));
    }
    let who =
        rows.iter().find(|row| row.contains("lymphoma_who5") || row.contains("WHO 5th edition, lymphoma")).unwrap();
    assert!(who.contains("categories are possible"), "many are counted: {who}");
    assert!(details.contains("consistent with Burkitt lymphoma"), "and named in the details");
}

#[test]
fn what_does_not_apply_is_told_in_one_line() {
    let case = cases::case("schemes").unwrap();
    for (language, start) in [(Language::English, "Not applicable: "), (Language::Danish, "Ikke relevant: ")] {
        let page = html(&case, language).unwrap();
        let section = classification(&page);
        assert_eq!(section.matches(start).count(), 1);
        let (_, line) = section.split_once(start).unwrap();
        let (line, rest) = line.split_once("</p>").unwrap();
        assert!(line.contains("ELN 2022") && line.contains("IMS/IMWG 2025"), "{line}");
        assert!(!rest.contains("ELN 2022") && !rest.contains("IMS/IMWG 2025"), "nothing more is told of them");
    }
}

#[test]
fn a_score_stands_with_its_best_and_worst_where_it_is_open() {
    let case = cases::case("schemes").unwrap();
    let english = html(&case, Language::English).unwrap();
    assert!(english.contains("0.42 (best \u{2212}0.13, worst 1.5)"), "a value for an open score");
    assert!(english.contains("undecided (best 2, worst 4.5)"), "no value for an open score");
    assert!(english.contains("example4.points: 3<"), "one value where best and worst are the same");
    let danish = html(&case, Language::Danish).unwrap();
    assert!(danish.contains("0,42 (bedst \u{2212}0,13, værst 1,5)"));
    assert!(danish.contains("uafklaret (bedst 2, værst 4,5)"));
    let summary = text(&case, Language::English).unwrap();
    assert!(summary.contains("example2.points: 0.42 (best \u{2212}0.13, worst 1.5)"), "{summary}");
}

#[test]
fn many_categories_are_counted_where_a_sentence_would_drown_in_them() {
    let said = conclusion(&cases::case("schemes").unwrap(), Language::English);
    // CCND2/CCND3, MYC with BCL6, with IG and otherwise, IRF4, 11q, ALK, DUSP22 or TP63, MALT1 twice, MYD88: ten, since
    // BCL2 is absent and MYD88 is mutated; ICC tells DUSP22 from TP63.
    assert!(said.contains("WHO 5th edition, lymphoma by genetics is undecided: 10 categories remain"), "{said}");
    assert!(said.contains("ICC 2022, lymphoma by genetics is undecided: 11 categories remain"), "{said}");
    let few = conclusion(&cases::case("open").unwrap(), Language::English);
    assert!(few.contains("favourable, intermediate, adverse and APL (not in the table) remain possible"), "{few}");
}

#[test]
fn oncogenicity_stands_with_its_codes_and_what_stays_open() {
    let case = cases::aml();
    let english = html(&case, Language::English).unwrap();
    assert!(english.contains("Likely oncogenic (8 points): OS1, OS2. 2 codes could not be assessed"));
    assert!(english.contains("from “Of uncertain significance” to “Likely oncogenic”"));
    assert!(english.contains("shown by a study: Science 2019;365:599"));
    assert!(english.contains("met, does not count beside a stronger code"));
    let danish = html(&case, Language::Danish).unwrap();
    assert!(danish.contains("Formodet onkogen (8 point): OS1, OS2. 2 koder kunne ikke vurderes"));
    // A variant without an assessment says nothing of one.
    let mut without = cases::aml();
    without.variants.iter_mut().for_each(|variant| variant.oncogenicity = None);
    assert!(!html(&without, Language::English).unwrap().contains("Oncogenicity"));
}

#[test]
fn two_classifications_stand_beside_each_other_with_what_makes_the_difference() {
    let mut case = cases::case("aml").unwrap();
    // RULE: 10 to 19 % blasts with NPM1: AML in both; without a defining lesion MDS/AML in ICC and MDS-IB2 in WHO.
    case.side_by_side = Some(Comparison {
        schemes: ["icc2022".to_owned(), "who5".to_owned()],
        first: vec!["mds_aml_nos".to_owned()],
        second: vec!["mds_ib2".to_owned()],
        same_entity: Some(false),
        differences: vec!["icc_who.mds_aml".to_owned()],
    });
    let danish = html(&case, Language::Danish).unwrap();
    for said in ["De stiller forskellige diagnoser", "10-19 % blaster er MDS/AML i ICC og MDS i WHO."] {
        assert!(danish.contains(said), "{said}");
    }
    let english = explain(&case.verdicts, case.side_by_side.as_ref(), Language::English).unwrap();
    assert!(english.contains("They name different entities"), "{english}");
    assert!(
        english.contains("What makes the difference: 10 to 19 % blasts are MDS/AML in ICC and MDS in WHO."),
        "{english}"
    );
    case.side_by_side = case.side_by_side.map(|both| Comparison { same_entity: None, differences: Vec::new(), ..both });
    assert!(html(&case, Language::English).unwrap().contains("Not decided: one of them is open"));
}
