//! What differs between two cases, and why.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use marv_model::{call::RuleVerdict, case::Case, finding::Status, verdict::Outcome};
use marv_report::{Change, Changes, Language, changes};

fn differ(after: impl Fn(&mut Case)) -> Changes {
    let mut case = cases::aml();
    after(&mut case);
    changes(&cases::aml(), &case, Language::English).unwrap()
}

fn only(list: &[Change]) -> &Change {
    assert_eq!(list.len(), 1, "{list:?}");
    &list[0]
}

#[test]
fn equal_cases_do_not_differ() {
    for name in cases::NAMES {
        let case = cases::case(name).unwrap();
        let found = changes(&case, &case, Language::Danish).unwrap();
        assert!(found.is_empty(), "{name}: {found}");
        assert_eq!(found.to_string(), "no difference\n");
    }
}

#[test]
fn a_variant_that_a_rule_now_holds_back_names_the_rule_with_its_numbers() {
    let found = differ(|case| {
        let variant = &mut case.variants[0];
        variant.filters = vec!["strand_bias".to_owned()];
        let rule = variant.ledger.iter_mut().find(|entry| entry.rule == "strand_bias").unwrap();
        (rule.verdict, rule.value) = (RuleVerdict::Fail, Some(0.0004));
    });
    let change = only(&found.findings);
    assert_eq!(change.what, "TP53 p.(Arg175His) (chr17:7675088 C>T)");
    assert!(change.before.as_ref().unwrap().starts_with("PASS; VAF 46.0%"), "{change:?}");
    assert!(change.after.as_ref().unwrap().starts_with("strand_bias; "), "{change:?}");
    assert_eq!(
        change.why,
        ["rule strand_bias: pass (0.7100 against 0.0010, version 1) -> fail (0.0004 against 0.0010, version 1)"]
    );
    // The sentence that named it is another now.
    assert!(found.sentences.iter().any(|one| one.before.as_ref().is_some_and(|text| text.contains("Arg175His"))));
    assert!(found.causes.is_empty() && found.classes.is_empty(), "{found}");
}

#[test]
fn a_new_bundle_explains_a_variant_that_is_gone() {
    let found = differ(|case| {
        case.variants.remove(1);
        case.provenance.bundle_version = "haematology 2027-01-01".to_owned();
    });
    assert_eq!(only(&found.causes).what, "knowledge bundle");
    let change = only(&found.findings);
    assert!(change.what.starts_with("NPM1 ") && change.after.is_none(), "{change:?}");
    assert_eq!(change.why, ["knowledge bundle"]);
}

#[test]
fn a_class_that_changes_names_the_criterion_and_the_version_of_the_rules() {
    let found = differ(|case| {
        let verdict = &mut case.verdicts[0];
        verdict.rules_version = "2".to_owned();
        verdict.outcome = Outcome::Decided { category: "favourable".to_owned() };
        let criterion = verdict.trace.iter_mut().find(|one| one.decisive && one.status == Status::Present).unwrap();
        criterion.status = Status::Absent;
    });
    let change = only(&found.classes);
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("adverse"), Some("favourable")));
    assert!(change.why[0].starts_with("rules ") && change.why[0].ends_with("-> 2"), "{:?}", change.why);
    assert!(change.why.iter().any(|why| why.contains(": Met -> Not met")), "{:?}", change.why);
}

/// A field that no list speaks of is told by its path.
#[test]
fn nothing_that_changed_goes_unsaid() {
    let found = differ(|case| case.quality.identity = Some(0.5));
    let change = only(&found.others);
    assert_eq!((change.what.as_str(), change.after.as_deref()), ("quality.identity", Some("0.5")));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["others"][0]["before"], "0.998");
    // Depth that wavers within half a percent of VAF is no other finding.
    assert!(differ(|case| case.variants[0].tumour.other += 1).findings.is_empty());
}
