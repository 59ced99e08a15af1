//! Stored cases interpreted again: the same version says the same, other knowledge changes what it bears on, and a signed report
//! stays as it was signed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod support;

use std::{fs, path::Path};

use marv::{
    CASE, Checked, Reinterpretation, Settings, Signing, amend, build_knowledge,
    marv_knowledge::store::Sources,
    marv_model::{
        case::{Case, ReportState, SignatureAct},
        interpretation::Tier,
    },
    marv_report::Language,
    progress::Silent,
    read_case, reinterpret, run_case, sign, verify,
};
use support::small;

fn by(act: SignatureAct) -> Signing {
    Signing {
        act,
        role: "consultant, clinical genetics".to_owned(),
        time: "2026-11-23T10:00:00Z".to_owned(),
        remark: Some("new knowledge".to_owned()),
    }
}

/// Every file of a folder with its bytes.
fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect();
    all.sort();
    all
}

#[test]
fn cases_are_interpreted_again_and_what_is_signed_stands() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pair = small::simulated(&at("pair"));
    let (signed, draft) = (at("cases/2026/signed"), at("cases/2026/draft"));
    let mut file = small::case(&pair);
    file.policies.insert("icc2022_tp53_fraction".to_owned(), "above_10".to_owned());
    let case = run_case(&file, &Settings::default(), &draft, &Silent).unwrap().case;
    // What was chosen is listed by the verdict, and stored for the next interpretation.
    let chosen = |case: &Case| {
        let policies = case.verdicts.iter().flat_map(|verdict| &verdict.policies);
        policies.filter(|policy| policy.value == "above_10").count()
    };
    assert_eq!(chosen(&case), 1);
    fs::create_dir_all(&signed).unwrap();
    for (name, content) in bytes(&draft) {
        fs::write(signed.join(name), content).unwrap();
    }
    sign(&signed, &by(SignatureAct::Approved)).unwrap();
    let before = bytes(&signed);
    let again = |with: &Reinterpretation, out: &str| {
        reinterpret(&at("cases"), with, &at(out), Language::English, &Silent).unwrap()
    };

    // Stored, a case holds all that its interpretation needs: worked out again it is the same to the last field.
    let same = again(&Reinterpretation::default(), "same");
    assert_eq!(same.iter().map(|one| one.folder.as_str()).collect::<Vec<_>>(), ["2026/draft", "2026/signed"]);
    for one in &same {
        assert!(one.changes.is_empty() && one.draft.is_none() && !one.classes_kept, "{}", one.changes);
    }
    assert!(!case.verdicts.is_empty() && case.guideline_inputs.is_some());

    // A frequency of one in five makes the first passing variant's tier IV, and of nothing else another.
    let passing =
        |one: &&marv::marv_model::case::ReportedVariant| one.filters.is_empty() && !one.consequences.is_empty();
    let common = case.variants.iter().find(passing).unwrap();
    let vcf = format!(
        "##fileformat=VCFv4.2\n##INFO=<ID=AF,Number=A,Type=Float,Description=\"x\">\n##contig=<ID={0}>\n\
         #CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n{0}\t{1}\t.\t{2}\t{3}\t.\t.\tAF=0.2\n",
        common.contig, common.position, common.reference, common.alternate
    );
    fs::write(at("population.vcf"), vcf).unwrap();
    let sources =
        Sources { population: vec![at("population.vcf")], date: "2026-11-23".to_owned(), ..Sources::default() };
    build_knowledge(&sources, &at("knowledge")).unwrap();
    let with = Reinterpretation { knowledge: Some(at("knowledge")), ..Reinterpretation::default() };
    let changed = again(&with, "new");
    for one in &changed {
        let drafted = read_case(&one.draft.as_ref().unwrap().join(CASE)).unwrap();
        assert_eq!((drafted.state, drafted.signatures.len()), (ReportState::Draft, 0));
        let key = format!("{}:{} {}>{}", common.contig, common.position, common.reference, common.alternate);
        let tier = |case: &Case| {
            let meaning = case.interpretation.as_ref().unwrap();
            meaning.findings.iter().find(|one| one.key == key).map(|one| one.tier)
        };
        assert_ne!(tier(&case), Some(Tier::Benign));
        assert_eq!(tier(&drafted), Some(Tier::Benign), "{}", one.changes);
        assert!(one.changes.tiers.iter().any(|change| change.after.as_deref() == Some("IV")), "{}", one.changes);
        assert_eq!(drafted.verdicts, case.verdicts, "guidelines ask for no frequency");
        assert_eq!(chosen(&drafted), 1);
    }
    assert_eq!((changed[0].signed, changed[1].signed), (false, true));

    // The signed folder is as it was, and a draft replaces it by an amendment alone.
    assert_eq!(bytes(&signed), before);
    assert!(verify(&signed).unwrap().values().all(|checked| *checked == Checked::Same));
    let from = changed[1].draft.clone().unwrap();
    let amended = amend(&signed, Some(&from), &at("amended"), &by(SignatureAct::Amended)).unwrap();
    assert_eq!(amended.state, ReportState::Amended);

    // Nothing is written over, and a folder without a case is told.
    assert!(reinterpret(&at("cases"), &with, &at("new"), Language::English, &Silent).is_err());
    assert!(reinterpret(&at("knowledge"), &with, &at("other"), Language::English, &Silent).is_err());
}

#[test]
fn a_case_of_an_earlier_form_keeps_its_classes_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let pair = small::simulated(&at("pair"));
    run_case(&small::case(&pair), &Settings::default(), &at("run"), &Silent).unwrap();
    let path = at("run").join(CASE);
    let mut stored: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    stored.as_object_mut().unwrap().remove("guideline_inputs");
    stored["verdicts"][0]["rules_version"] = "of old".into();
    let before = stored.clone();
    fs::write(&path, serde_json::to_string(&stored).unwrap()).unwrap();
    let done = reinterpret(&at("run"), &Reinterpretation::default(), &at("out"), Language::English, &Silent);
    let Ok(done) = done else { panic!("{before:#?}") };
    assert!(done[0].classes_kept && done[0].changes.classes.is_empty(), "{}", done[0].changes);
}
