//! The cases of `cases.tsv`, and what a verdict tells beside its category.

use std::collections::BTreeSet;

use marv_guidelines::{
    Choices, KeyKind,
    ipssm::{IpssmPolicies, UncertainCategory, ipssm},
    keys,
};
use marv_model::finding::Status;

use super::inputs::{case, judge, listed, profile, told};

const SCHEMES: [&str; 10] =
    ["ipssm", "ipssr", "ipssra", "cpss_mol", "mipss70", "mipss70_plus_v2", "gipss", "cll_ipi", "iss", "r2_iss"];

#[test]
fn every_case_by_hand() {
    let text = include_str!("cases.tsv");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [id, changes, expected, score, reasoning] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not five columns: {line}")
        };
        seen += 1;
        let verdict = judge(id, &case(id, changes));
        let scored = verdict.scores.first().map_or_else(String::new, |score| match score.value {
            Some(value) => round(value),
            None => format!("{}-{}", round(score.best), round(score.worst)),
        });
        if told(&verdict) != expected || scored != score {
            wrong.push(format!(
                "{id} [{changes}]: {} {scored}, by hand {expected} {score} ({reasoning})",
                told(&verdict)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 140, "{seen}");
}

/// To a thousandth, without trailing zeros.
fn round(value: f64) -> String {
    ((value * 1000.0).round() / 1000.0).to_string()
}

/// By hand: two genes of high molecular risk are 2 points as the table is printed, or by the option the 1 of the first and 2 for the
/// second, with which the most that there is becomes 12.
#[test]
fn two_genes_of_high_molecular_risk_by_the_option() {
    let three = Choices::default().with("mipss70_two_high_risk_genes", "three_points");
    let most = "haemoglobin=9, leukocytes=30, platelets=50, blood_blasts=2, marrow_fibrosis=2, constitutional_symptoms=1, \
                CALR-type1=0, ASXL1=1, EZH2=1";
    for (changes, usual, by_option, flagged) in [
        ("ASXL1=1", 1.0, 1.0, false),
        ("ASXL1=1, SRSF2=1", 2.0, 3.0, true),
        ("ASXL1=1, EZH2=1, IDH1=1", 2.0, 3.0, true),
        (most, 11.0, 12.0, true),
    ] {
        let profile = profile(&case("mipss70", changes));
        for (choices, points) in [(&Choices::default(), usual), (&three, by_option)] {
            let verdict = listed("mipss70").judged_by(&profile, choices).unwrap();
            assert_eq!(verdict.scores[0].value, Some(points), "{changes}");
            assert_eq!(verdict.flags.contains(&"mipss70.flag.two_high_risk_genes".to_owned()), flagged, "{changes}");
        }
    }
    let wrong = Choices::default().with("mipss70_two_high_risk_genes", "four");
    let unknown = listed("mipss70").judged_by(&profile(&case("mipss70", "")), &wrong).unwrap_err();
    assert_eq!(unknown.expected, ["two_points", "three_points"]);
}

/// By hand: CLL-IPI names no least fraction of a TP53 mutation; by the option it is the 10 % of ERIC.
#[test]
fn tp53_below_ten_percent_in_cll_ipi_by_the_option() {
    let not = Choices::default().with("cll_ipi_tp53_below_10_percent", "does_not_count");
    for (changes, usual, by_option, flagged) in [
        ("TP53=0.099", Some(4.0), Some(0.0), true),
        ("TP53=0.1", Some(4.0), Some(4.0), false),
        ("TP53=0.05, loss of 17p13=1", Some(4.0), Some(4.0), true),
        ("TP53=0.05;0.4", Some(4.0), Some(4.0), false),
        // Mutated, but at which fraction?
        ("TP53=1", Some(4.0), None, false),
    ] {
        let profile = profile(&case("cll_ipi", changes));
        for (choices, points) in [(&Choices::default(), usual), (&not, by_option)] {
            let verdict = listed("cll_ipi").judged_by(&profile, choices).unwrap();
            assert_eq!(verdict.scores[0].value, points, "{changes}");
            assert_eq!(verdict.flags.contains(&"cll_ipi.flag.tp53_below_threshold".to_owned()), flagged, "{changes}");
        }
    }
}

#[test]
fn what_decided_is_marked() {
    // 4 points by TP53 of 6: without them 2 is intermediate; without the 2 of IGHV it stays high.
    let verdict = judge("cll_ipi", &case("cll_ipi", "TP53=0.4, ighv_unmutated=1"));
    let decisive: Vec<&str> = verdict.trace.iter().filter(|c| c.decisive).map(|c| c.id.as_str()).collect();
    assert_eq!(decisive, ["cll_ipi.tp53"]);
    let tp53 = &verdict.trace[0];
    assert_eq!(
        (tp53.status, &tp53.evidence[..]),
        (Status::Present, &["TP53 + 40.0 %".to_owned(), "+4".to_owned()][..])
    );
}

#[test]
fn the_most_decisive_missing_input_comes_first() {
    // 0 known. TP53: 4 to 6 or 0 to 2; IGHV: 2 or 6, 0 or 4.
    let verdict = judge("cll_ipi", &case("cll_ipi", "TP53=NA, ighv_unmutated=NA"));
    let missing: Vec<(&str, String, String)> =
        verdict.missing.iter().map(|m| (m.datum.as_str(), m.if_present.join("|"), m.if_absent.join("|"))).collect();
    assert_eq!(
        missing,
        [
            ("TP53", "high".to_owned(), "low|intermediate".to_owned()),
            ("ighv_unmutated", "intermediate|high".to_owned(), "low|high".to_owned()),
        ]
    );
}

#[test]
fn ipssm_says_where_the_authors_rule_and_completions_part() {
    // By hand, over ln 2: 13 g/dL -0.535, 200 -0.131, blasts 1 % -0.254, Good -0.112, no gene -0.477; together -2.18.
    let known = judge("ipssm", &case("ipssm", ""));
    assert_eq!((told(&known), known.scores[0].value), ("very_low".to_owned(), Some(-2.18)));
    // 8 g/dL +0.320, 100 +0.091, and SETBP1 unknown: -0.62 without it, -0.29 with it (0.231), -0.61 at its mean.
    let row = case("ipssm", "haemoglobin=8, platelets=100, SETBP1=NA");
    let authors = ipssm(&profile(&row), &IpssmPolicies::default());
    let choice = IpssmPolicies { uncertain_category: UncertainCategory::Completions, ..IpssmPolicies::default() };
    let completions = ipssm(&profile(&row), &choice);
    assert_eq!((told(&authors).as_str(), told(&completions).as_str()), ("low", "low|moderate_low"));
    let score = &authors.scores[0];
    assert_eq!((score.best, score.value, score.worst), (-0.62, Some(-0.61), -0.29));
    assert_eq!(authors.flags, ["ipssm.flag.range_below_limit", "ipssm.flag.completions_reach_others"]);
    for verdict in [&authors, &completions] {
        let [missing] = &verdict.missing[..] else { panic!("{:?}", verdict.missing) };
        let told = (missing.datum.as_str(), missing.if_present.join("|"), missing.if_absent.join("|"));
        assert_eq!(told, ("SETBP1", "moderate_low".to_owned(), "low".to_owned()));
    }
}

#[test]
fn every_key_that_is_emitted_is_listed() {
    let known: BTreeSet<(&str, &str)> = keys().map(|key| (key.kind.name(), key.key)).collect();
    let lists = |kind: KeyKind, word: &str| known.contains(&(kind.name(), word));
    let input = |datum: &str| {
        lists(KeyKind::Datum, datum)
            || marv_guidelines::profile::Marker::from_name(datum).is_some()
            || marv_model::cytogenetics::Lesion::ALL.iter().any(|lesion| lesion.name() == datum)
            || marv_model::clinical::Measure::ALL.iter().any(|measure| measure.word() == datum)
            || marv_model::clinical::Circumstance::ALL.iter().any(|one| one.word() == datum)
    };
    for id in SCHEMES.into_iter().chain(["r_iss"]) {
        let mut nothing = case(id, "");
        nothing.retain(|column, _| column == "disease");
        for row in [
            case(id, ""),
            nothing,
            case(id, "disease=cml"),
            case(id, "ASXL1=<0.4, age=80, TP53=0.05, marrow_blasts=25"),
        ] {
            let verdict = judge(id, &row);
            for criterion in &verdict.trace {
                assert!(lists(KeyKind::Criterion, &criterion.id), "{}", criterion.id);
            }
            for flag in &verdict.flags {
                assert!(lists(KeyKind::Flag, flag), "{flag}");
            }
            for policy in &verdict.policies {
                assert!(lists(KeyKind::Policy, &policy.option), "{}", policy.option);
            }
            for score in &verdict.scores {
                assert!(lists(KeyKind::Score, &score.name), "{}", score.name);
            }
            for missing in &verdict.missing {
                assert!(input(&missing.datum), "{}", missing.datum);
                for word in missing.if_present.iter().chain(&missing.if_absent) {
                    assert!(lists(KeyKind::Category, &format!("{id}.{word}")), "{id}.{word}");
                }
            }
            match &verdict.outcome {
                marv_model::verdict::Outcome::NotApplicable { reason } => {
                    assert!(lists(KeyKind::Reason, reason), "{reason}");
                }
                _ => {
                    for word in told(&verdict).split('|') {
                        assert!(lists(KeyKind::Category, &format!("{id}.{word}")), "{id}.{word}");
                    }
                }
            }
        }
    }
}
