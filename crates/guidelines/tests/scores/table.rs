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

/// By hand: a second gene of high molecular risk adds 2 points to the 1 of the first, or by the option makes 2 in all.
#[test]
fn two_genes_of_high_molecular_risk_by_the_option() {
    let two = Choices::default().with("mipss70_two_high_risk_genes", "two_points");
    for (changes, usual, by_option) in
        [("ASXL1=1", 1.0, 1.0), ("ASXL1=1, SRSF2=1", 3.0, 2.0), ("ASXL1=1, EZH2=1, IDH1=1", 3.0, 2.0)]
    {
        let profile = profile(&case("mipss70", changes));
        let score = |choices| listed("mipss70").judged_by(&profile, choices).unwrap().scores[0].value;
        assert_eq!((score(&Choices::default()), score(&two)), (Some(usual), Some(by_option)), "{changes}");
    }
    let wrong = Choices::default().with("mipss70_two_high_risk_genes", "four");
    let unknown = listed("mipss70").judged_by(&profile(&case("mipss70", "")), &wrong).unwrap_err();
    assert_eq!(unknown.expected, ["three_points", "two_points"]);
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
