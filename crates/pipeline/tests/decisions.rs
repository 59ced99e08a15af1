//! What the signer decides of a variant is in force throughout the case: its class, its tier, the state of TP53, what guidelines say;
//! and what the rules say comes back where the decision is taken back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod support;

use marv::{
    CaseFile, Overruling, PanelValue, Reinterpretation, Settings,
    marv_model::{
        case::{Case, ReportedVariant},
        finding::{Finding, NotAssessed, Status},
        interpretation::{Decision, Judgement, Tier},
        oncogenicity::OncogenicityClass,
    },
    marv_report::Language,
    overrule,
    progress::Silent,
    reinterpret, run_case,
};
use support::small;

fn decision(finding: &str, judgement: Judgement) -> Decision {
    Decision {
        finding: finding.to_owned(),
        judgement,
        reason: "segregates with nothing".to_owned(),
        by: "consultant, haematology".to_owned(),
        time: None,
    }
}

/// The passing variants of a gene.
fn of<'a>(case: &'a Case, gene: &str) -> Vec<&'a ReportedVariant> {
    let of_gene = |one: &&ReportedVariant| one.filters.is_empty() && one.consequences.iter().any(|on| on.gene == gene);
    case.variants.iter().filter(of_gene).collect()
}

fn tier(case: &Case, key: &str) -> Tier {
    case.interpretation.as_ref().unwrap().findings.iter().find(|one| one.key == key).unwrap().tier
}

fn tp53(case: &Case) -> Status {
    case.tp53.as_ref().unwrap().mutations.status()
}

/// A criterion of ELN 2022.
fn criterion(case: &Case, name: &str) -> Status {
    let eln = case.verdicts.iter().find(|one| one.scheme_id == "eln2022").unwrap();
    let ids: Vec<&str> = eln.trace.iter().map(|one| one.id.as_str()).collect();
    let found = eln.trace.iter().find(|one| one.id.ends_with(&format!(".{name}")));
    found.unwrap_or_else(|| panic!("{name}: {ids:?}")).status
}

fn with(case: &CaseFile, decisions: Vec<Decision>) -> CaseFile {
    CaseFile { decisions, ..case.clone() }
}

#[test]
fn a_class_is_in_force_throughout_and_gives_way_to_the_rules_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let file = small::case(&small::simulated(&at("pair")));
    let run = |file: &CaseFile, name: &str| run_case(file, &Settings::default(), &at(name), &Silent).unwrap().case;
    let decide = |name: &str, decision: Decision| overrule(&at(name), &[decision], &Overruling::default());
    let before = run(&file, "run");
    let found: Vec<(String, OncogenicityClass)> =
        of(&before, "TP53").iter().map(|one| (one.key(), one.oncogenicity.as_ref().unwrap().class)).collect();
    assert!(!found.is_empty() && tp53(&before) == Status::Present);
    assert_eq!(before.decisions, []);

    // Benign by the signer, each of them: TP53 has no mutation, guidelines count none, and each is of tier IV.
    let benign = |(key, _): &(String, OncogenicityClass)| decision(key, Judgement::Class(OncogenicityClass::Benign));
    for one in &found {
        decide("run", benign(one)).unwrap();
    }
    let after = marv::read_case(&at("run/case.json")).unwrap();
    assert_eq!(tp53(&after), Status::Absent);
    for (key, by_points) in &found {
        let variant = after.variants.iter().find(|one| one.key() == *key).unwrap();
        let judged = variant.oncogenicity.as_ref().unwrap();
        assert_eq!((judged.class, judged.class_by_points()), (OncogenicityClass::Benign, *by_points));
        assert_eq!(judged.decision.as_ref().unwrap().reason, "segregates with nothing");
        assert_eq!(tier(&after, key), Tier::Benign);
    }
    // ELN 2022, table 6: mutated TP53 is adverse.
    assert_eq!([criterion(&before, "tp53"), criterion(&after, "tp53")], [Status::Present, Status::Absent]);
    for name in ["run/report.en.html", "run/report.da.html"] {
        assert!(std::fs::read_to_string(at(name)).unwrap().contains("segregates with nothing"), "{name}");
    }
    // What the run's own file decides is the same case.
    let by_file = run(&with(&file, found.iter().map(benign).collect()), "file");
    assert_eq!((&by_file.verdicts, &by_file.tp53), (&after.verdicts, &after.tp53));
    assert_eq!(by_file.interpretation, after.interpretation);
    // Interpreted again it is the same to the last field.
    let again = reinterpret(&at("file"), &Reinterpretation::default(), &at("again"), Language::English, &Silent);
    assert!(again.unwrap()[0].changes.is_empty());

    // The class of the points, decided: everything is as it was.
    for (key, class) in &found {
        decide("run", decision(key, Judgement::Class(*class))).unwrap();
    }
    let back = marv::read_case(&at("run/case.json")).unwrap();
    assert_eq!((&back.verdicts, &back.tp53), (&before.verdicts, &before.tp53));
    assert_eq!(back.decisions.len(), found.len(), "a decision stands in place of the earlier one");
}

#[test]
fn guidelines_count_a_variant_as_the_signer_says() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let file = small::case(&small::simulated(&at("pair")));
    let before = run_case(&file, &Settings::default(), &at("run"), &Silent).unwrap().case;
    let decide = |finding: &str, judgement: Judgement| {
        overrule(&at("run"), &[decision(finding, judgement)], &Overruling::default())
    };
    let mutation_of = |names: &[&str]| Judgement::MutationOf(names.iter().map(|&name| name.to_owned()).collect());
    let idh2 = of(&before, "IDH2")[0];
    let npm1 = of(&before, "NPM1")[0];
    let by_rules = |marker: &str| before.guideline_inputs.as_ref().unwrap().markers[marker].status();
    assert_eq!([by_rules("NPM1"), by_rules("IDH2")], [Status::Present; 2]);
    // Without its only mutation, NPM1 decides nothing any more; its tier, by evidence of its own, stays.
    let after = decide(&npm1.name(), mutation_of(&[])).unwrap();
    assert_eq!(tier(&after, &npm1.key()), tier(&before, &npm1.key()));
    // ELN 2022, table 6: NPM1 without FLT3-ITD. The regions hold no FLT3, so that it was open as long as NPM1 was mutated.
    assert_eq!([criterion(&before, "npm1"), criterion(&after, "npm1")], [Status::Unknown, Status::Absent]);
    // The rules' answer is kept beside the decision.
    assert_eq!(after.guideline_inputs, before.guideline_inputs);
    let back = decide(&npm1.key(), mutation_of(&["NPM1"])).unwrap();
    assert_eq!((back.verdicts, back.decisions.len()), (before.verdicts.clone(), 1));

    // What is refused says what to choose from, and changes nothing.
    let stored = std::fs::read(at("run/case.json")).unwrap();
    let refused = |finding: &str, judgement| decide(finding, judgement).unwrap_err().to_string();
    let wrong = refused(&idh2.key(), mutation_of(&["NPM1"]));
    assert!(wrong.contains(&idh2.name()) && wrong.contains("choose from IDH2"), "{wrong}");
    let lesion = refused("-7", Judgement::Class(OncogenicityClass::Benign));
    assert!(lesion.contains("no small variant"), "{lesion}");
    assert!(refused("KIT p.(Asp816Val)", mutation_of(&[])).contains(&idh2.key()));
    assert_eq!(std::fs::read(at("run/case.json")).unwrap(), stored);
}

/// A variant of uncertain significance by the signer leaves open what it counted for: neither mutated nor not.
#[test]
fn an_uncertain_variant_leaves_guidelines_open() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let file = small::case(&small::simulated(&at("pair")));
    let before = run_case(&file, &Settings::default(), &at("run"), &Silent).unwrap().case;
    let all = of(&before, "TP53")
        .into_iter()
        .map(|one| decision(&one.name(), Judgement::Class(OncogenicityClass::Uncertain)));
    let after = overrule(&at("run"), &all.collect::<Vec<_>>(), &Overruling::default()).unwrap();
    let open = Finding::NotAssessable { reason: NotAssessed::SignificanceUnclear };
    assert_eq!(after.tp53.unwrap().mutations, open);
}

/// A panel does not say which mutation it saw: the one that the signer counts for nothing may be it, and the marker is open then. A
/// panel that saw two saw one that counts.
#[test]
fn what_the_laboratorys_panel_saw_is_not_lost_with_the_genomes_only_mutation() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let file = small::case(&small::simulated(&at("pair")));
    let seen = |panel: &str, values: &[f64]| {
        let panel = [(panel.to_owned(), PanelValue::Fractions(values.to_vec()))].into();
        let file = CaseFile { panel, ..file.clone() };
        let before = run_case(&file, &Settings::default(), &at("run"), &Silent).unwrap().case;
        let npm1 = of(&before, "NPM1")[0].key();
        let after = overrule(&at("run"), &[decision(&npm1, Judgement::MutationOf(Vec::new()))], &Overruling::default());
        criterion(&after.unwrap(), "npm1")
    };
    // ELN 2022, table 6: NPM1 without FLT3-ITD, of which nothing is known here. Without NPM1 it is absent.
    assert_eq!(seen("IDH2", &[0.4]), Status::Absent);
    assert_eq!(seen("NPM1", &[0.4]), Status::Unknown);
    assert_eq!(seen("NPM1", &[]), Status::Absent, "the panel saw none");
}
