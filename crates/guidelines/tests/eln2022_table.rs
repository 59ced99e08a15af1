//! ELN 2022 against cases written by hand from the published table, row by row and footnote by footnote.
#![allow(clippy::unwrap_used, clippy::panic)]

use marv_guidelines::{
    KeyKind,
    eln2022::{
        CebpaWithAdverse, CoreBindingWithAdverse, Eln2022Policies, KEYS, Kmt2aWithAdverse, Npm1ItdWithMrGene, eln2022,
        scheme,
    },
    keys,
    profile::{Marker, MarkerEvidence, Profile},
};
use marv_model::{
    case::Disease,
    cytogenetics::{CytogeneticFindings, Lesion},
    finding::{Finding, NotAssessed, Status},
    units::AlleleFraction,
    verdict::{Outcome, Verdict},
};

fn fraction(text: &str) -> AlleleFraction {
    AlleleFraction::new(text.parse().unwrap()).unwrap()
}
fn unknown<E>() -> Finding<E> {
    Finding::unknown(NotAssessed::NotExamined)
}
fn normal() -> Profile {
    Marker::ALL.iter().fold(
        Profile::unknown().disease(Disease::Aml).cytogenetics(CytogeneticFindings::all_absent()),
        |profile, (marker, _)| profile.marker(*marker, Finding::absent()),
    )
}
fn lesion_named(name: &str) -> Lesion {
    Lesion::ALL.iter().copied().find(|l| l.name() == name).unwrap_or_else(|| panic!("{name} is no lesion"))
}
fn marker_named(name: &str) -> Marker {
    Marker::from_name(name).unwrap_or_else(|| panic!("{name} is no marker"))
}

fn profile(markers: &str, lesions: &str) -> Profile {
    let mut profile = normal();
    for word in markers.split_whitespace() {
        profile = if let Some((name, limit)) = word.split_once('<') {
            profile.marker(marker_named(name), Finding::absent_below(fraction(limit)))
        } else {
            let (name, value) = word.split_once('=').unwrap();
            let finding = match value {
                "?" => unknown(),
                value => Finding::present(vec![MarkerEvidence::new("p.?", fraction(value))]),
            };
            profile.marker(marker_named(name), finding)
        };
    }
    if !lesions.is_empty() {
        profile = profile.lesion(Lesion::AnyAbnormality, unknown());
    }
    for word in lesions.split('|').filter(|word| !word.is_empty()) {
        profile = match word.strip_suffix('?') {
            Some("all") => profile.cytogenetics(CytogeneticFindings::unknown()),
            Some(name) => profile.lesion(lesion_named(name), unknown()),
            None => profile.lesion(lesion_named(word), Finding::present(vec![word.to_owned()])),
        };
    }
    profile
}
fn policies(text: &str) -> Eln2022Policies {
    let mut policies = Eln2022Policies::default();
    match text {
        "" => {}
        "cbf=adverse" => policies.core_binding_with_adverse = CoreBindingWithAdverse::Adverse,
        "kmt2a=adverse" => policies.kmt2a_with_adverse = Kmt2aWithAdverse::Adverse,
        "cebpa=favorable" => policies.cebpa_with_adverse = CebpaWithAdverse::Favorable,
        "mr=intermediate" => policies.npm1_itd_with_mr_gene = Npm1ItdWithMrGene::Intermediate,
        other => panic!("{other} is no policy"),
    }
    policies
}
fn outcome(verdict: &Verdict) -> String {
    match &verdict.outcome {
        Outcome::Decided { category } => category.clone(),
        Outcome::Reachable { categories } => categories.join("|"),
        Outcome::NotApplicable { reason } => reason.clone(),
    }
}
fn classify(markers: &str, lesions: &str) -> Verdict {
    eln2022(&profile(markers, lesions), &Eln2022Policies::default())
}

#[test]
fn every_row_and_footnote() {
    let mut cases = 0;
    for line in include_str!("eln2022_cases.tsv").lines().filter(|line| !line.starts_with('#')).skip(1) {
        let [case, markers, lesions, policy, expected, reasoning] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six columns expected: {line}");
        };
        let verdict = eln2022(&profile(markers, lesions), &policies(policy));
        assert_eq!(outcome(&verdict), expected, "{case}: {reasoning}\n{verdict:#?}");
        assert_eq!(verdict.missing.is_empty(), !expected.contains('|'), "{case}: {:?}", verdict.missing);
        let decisive: Vec<_> = verdict.trace.iter().filter(|c| c.decisive).collect();
        assert_eq!(decisive.len(), usize::from(!expected.contains('|')), "{case}");
        assert!(decisive.iter().all(|c| c.status == Status::Present), "{case}");
        cases += 1;
    }
    assert!(cases > 100, "{cases} cases");
}

#[test]
fn the_trace_names_what_decided_and_what_it_rests_on() {
    let verdict = classify("TP53=0.412 NPM1=0.30", "");
    let decisive = verdict.trace.iter().find(|c| c.decisive).unwrap();
    assert_eq!(decisive.id, "eln2022.adverse.tp53");
    assert_eq!(decisive.evidence, ["TP53 p.? 41.2 %"]);
    assert!(decisive.source.contains("(i)"));
    let npm1 = verdict.trace.iter().find(|c| c.id == "eln2022.favorable.npm1").unwrap();
    assert_eq!((npm1.status, npm1.decisive), (Status::Present, false));
}

#[test]
fn the_most_decisive_missing_input_comes_first() {
    // NPM1 mutated, FLT3-ITD and SRSF2 unknown. By hand: with ITD, SRSF2 decides between intermediate and adverse;
    // without, favorable. SRSF2 present: favorable or adverse; absent: favorable or intermediate.
    let verdict = classify("NPM1=0.4 FLT3-ITD=? SRSF2=?", "");
    assert_eq!(outcome(&verdict), "favorable|intermediate|adverse");
    let itd = &verdict.missing[0];
    assert_eq!(itd.datum, "FLT3-ITD");
    assert_eq!(itd.if_present, ["intermediate", "adverse"]);
    assert_eq!(itd.if_absent, ["favorable"]);
    let srsf2 = &verdict.missing[1];
    assert_eq!((srsf2.datum.as_str(), srsf2.if_present.join("|").as_str()), ("SRSF2", "favorable|adverse"));
    assert_eq!(srsf2.if_absent, ["favorable", "intermediate"]);
    assert_eq!(verdict.missing.len(), 2);
}

#[test]
fn an_unknown_karyotype_is_one_datum() {
    let verdict = classify("NPM1=0.4", "all?");
    assert_eq!(verdict.missing.len(), 1);
    assert_eq!(verdict.missing[0].datum, "cytogenetics");
    assert_eq!(verdict.missing[0].if_absent, ["favorable"]);
    assert_eq!(verdict.missing[0].if_present, ["favorable", "intermediate", "adverse", "not_applicable"]);
}

#[test]
fn a_normal_karyotype_as_a_word_excludes_what_metaphases_show() {
    // Only "no abnormality" is said; fusions and lesions are not.
    let profile = profile("", "all?").lesion(Lesion::AnyAbnormality, Finding::absent());
    let verdict = eln2022(&profile, &Eln2022Policies::default());
    let status = |id: &str| verdict.trace.iter().find(|c| c.id == id).unwrap().status;
    assert_eq!(status("eln2022.adverse.complex_karyotype"), Status::Absent);
    assert_eq!(status("eln2022.adverse.monosomy_7"), Status::Absent);
    assert_eq!(status("eln2022.favorable.cbfb_myh11"), Status::Unknown, "may be cryptic");
}

#[test]
fn out_of_scope_is_said() {
    for (disease, reason) in [(Disease::Mds, "not_aml"), (Disease::Unspecified, "disease_not_stated")] {
        let verdict = eln2022(&normal().disease(disease), &Eln2022Policies::default());
        assert_eq!(verdict.outcome, Outcome::NotApplicable { reason: reason.to_owned() });
    }
    assert!(matches!(eln2022(&Profile::unknown(), &Eln2022Policies::default()).outcome, Outcome::NotApplicable { .. }));
}

#[test]
fn flags_tell_what_the_category_does_not() {
    for (markers, lesions, flag) in [
        ("TP53=0.4", "RUNX1::RUNX1T1", "core_binding_factor_with_adverse"),
        ("KIT=0.4", "RUNX1::RUNX1T1", "core_binding_factor_with_kit_or_flt3"),
        ("TP53=0.4", "MLLT3::KMT2A", "mllt3_kmt2a_with_adverse_gene"),
        ("", "MLLT3::KMT2A|-7", "mllt3_kmt2a_with_adverse_cytogenetics"),
        ("NPM1=0.4", "-7", "npm1_with_adverse_cytogenetics"),
        ("CEBPA-bZIP=0.4", "-7", "cebpa_with_adverse"),
        ("NPM1=0.4 ASXL1=0.3", "", "favorable_with_myelodysplasia_gene"),
        ("NPM1=0.4 FLT3-ITD=0.3 ASXL1=0.3", "", "npm1_flt3_itd_with_myelodysplasia_gene"),
        ("", "hyperdiploid, trisomies only", "hyperdiploid_not_complex"),
        ("", "del(7q)", "deletion_7q_not_adverse"),
        ("TP53=0.09", "", "tp53_below_threshold"),
        ("TP53<0.12", "", "tp53_limit_above_threshold"),
        ("NPM1<0.3", "", "limit_too_high"),
        ("", "RUNX1::RUNX1T1|complex karyotype", "contradictory_inputs"),
    ] {
        let flag = format!("eln2022.flag.{flag}");
        assert!(classify(markers, lesions).flags.contains(&flag), "{markers} {lesions} should raise {flag}");
        assert!(!classify("", "").flags.contains(&flag), "{flag} is raised without cause");
    }
}

#[test]
fn every_key_that_can_be_emitted_is_listed_once_and_no_other_criterion() {
    let listed = |kind| keys().filter(move |key| key.kind == kind).map(|key| key.key).collect::<Vec<_>>();
    let mut emitted: Vec<&str> = Vec::new();
    for policy in ["", "cbf=adverse", "kmt2a=adverse", "cebpa=favorable", "mr=intermediate"] {
        emitted.extend(scheme(&policies(policy)).rows.iter().map(|row| row.id));
    }
    emitted.sort_unstable();
    emitted.dedup();
    let mut criteria: Vec<&str> = KEYS.iter().filter(|key| key.kind == KeyKind::Criterion).map(|key| key.key).collect();
    criteria.sort_unstable();
    assert_eq!(criteria, emitted);
    for policy in Eln2022Policies::default().listed() {
        assert!(listed(KeyKind::Policy).contains(&policy.option.as_str()), "{}", policy.option);
    }
}

#[test]
fn every_key_of_the_crate_is_listed_once() {
    let mut all: Vec<_> = keys().map(|key| (key.kind, key.key)).collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}
