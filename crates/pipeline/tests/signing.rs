//! A report from draft to signed to corrected, and what is refused on the way.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::{collections::BTreeMap, fs, path::Path};

use marv::{
    CASE, Checked, Format, MANIFEST, Manifest, Overruling, SIGNATURE, Seal, Signing, amend,
    marv_model::{
        case::{
            CASE_VERSION, CallCounts, Case, Disease, Provenance, Quality, ReferenceUsed, ReportState, SignatureAct,
        },
        clinical::Clinical,
        genome::Build,
        interpretation::{Decision, FindingOrigin, Interpretation, InterpretedFinding, Judgement, Tier, TierByKind},
    },
    marv_report::Language,
    overrule, read_case, report_case, sign, verify,
};

fn case() -> Case {
    Case {
        version: CASE_VERSION.to_owned(),
        id: "CASE-1".to_owned(),
        state: ReportState::Draft,
        disease: Disease::Aml,
        reference: ReferenceUsed { file: "reference.fa".to_owned(), build: Build::Grch38, contigs: 25 },
        counts: CallCounts::default(),
        clinical: Clinical::unknown(),
        quality: Quality::default(),
        provenance: Provenance::default(),
        ..serde_json::from_value(serde_json::json!({
            "version": CASE_VERSION, "id": "", "state": "draft", "disease": "aml", "demonstration": false, "samples": [],
            "reference": { "file": "", "build": "GRCh38", "contigs": 0 }, "variants": [],
            "counts": { "candidates": 0, "passed": 0, "filtered": {} }, "tp53": null, "karyotype": null, "verdicts": [],
            "genes": [], "not_assessed": [],
            "quality": Quality::default(), "provenance": Provenance::default(),
        }))
        .unwrap()
    }
}

/// A run's folder with its case, its reports and its manifest.
fn run(folder: &Path) {
    write_run(&case(), folder);
}

fn write_run(case: &Case, folder: &Path) {
    let files = report_case(case, folder, &[Format::Json, Format::Html], &Language::ALL).unwrap();
    let outputs: BTreeMap<String, String> = files
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, sha256(path))
        })
        .collect();
    let manifest = Manifest {
        marv_version: "0".to_owned(),
        bundle_hash: String::new(),
        started: None,
        inputs: BTreeMap::new(),
        settings: serde_json::Value::Null,
        outputs,
    };
    fs::write(folder.join(MANIFEST), serde_json::to_string_pretty(&manifest).unwrap()).unwrap();
}

/// By another program.
fn sha256(path: &Path) -> String {
    let answer = std::process::Command::new("sha256sum").arg(path).output().unwrap();
    String::from_utf8(answer.stdout).unwrap().split(' ').next().unwrap().to_owned()
}

fn by(act: SignatureAct, remark: Option<&str>) -> Signing {
    Signing {
        act,
        role: "consultant, clinical genetics".to_owned(),
        time: "2026-11-22T10:00:00Z".to_owned(),
        remark: remark.map(str::to_owned),
    }
}

fn whole(folder: &Path) -> bool {
    verify(folder).unwrap().values().all(|checked| *checked == Checked::Same)
}

/// A person finds IDH1 p.(Arg132His) in the donor: tier III in place of the rules' I-A, with reason, role and time, from the draft to
/// the signed report, in both languages.
#[test]
fn a_tier_is_decided_on_a_draft_and_never_on_a_signed_report() {
    let folder = tempfile::tempdir().unwrap();
    let mut found = case();
    let finding = InterpretedFinding {
        key: "chr2:208248388 C>T".to_owned(),
        name: "IDH1 p.(Arg132His)".to_owned(),
        gene: Some("IDH1".to_owned()),
        origin: FindingOrigin::Variant,
        unconfirmed: false,
        tier: Tier::StrongA,
        by_kind: TierByKind::default(),
        escat: None,
        evidence: Vec::new(),
        reasons: Vec::new(),
        flags: Vec::new(),
        decision: None,
    };
    let other = InterpretedFinding { key: "-7".to_owned(), name: "-7".to_owned(), ..finding.clone() };
    found.interpretation = Some(Interpretation {
        disease: Disease::Aml,
        evidence_version: "1".to_owned(),
        evidence_hash: String::new(),
        findings: vec![other, finding],
        antigens: Vec::new(),
        unused_decisions: Vec::new(),
        clonal_haematopoiesis: None,
        trials: Vec::new(),
    });
    write_run(&found, folder.path());
    let decision = |finding: &str, tier, reason: &str| Decision {
        finding: finding.to_owned(),
        judgement: Judgement::Tier(tier),
        reason: reason.to_owned(),
        by: "consultant, haematology".to_owned(),
        time: Some("2026-11-22T10:00:00Z".to_owned()),
    };
    let decided = overrule(
        folder.path(),
        &[decision("IDH1 p.(Arg132His)", Tier::Unknown, "seen in the donor")],
        &Overruling::default(),
    )
    .unwrap();
    let tiers = |case: &Case| -> Vec<(String, Tier, Option<Tier>)> {
        let findings = &case.interpretation.as_ref().unwrap().findings;
        let instead = |one: &InterpretedFinding| one.decision.as_ref().and_then(|decision| decision.instead_of);
        findings.iter().map(|one| (one.key.clone(), one.tier, instead(one))).collect()
    };
    let idh1 = "chr2:208248388 C>T".to_owned();
    let expected = [("-7".to_owned(), Tier::StrongA, None), (idh1.clone(), Tier::Unknown, Some(Tier::StrongA))];
    assert_eq!(tiers(&decided), expected);
    assert!(whole(folder.path()));
    for name in ["report.en.html", "report.da.html"] {
        let page = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(page.contains("seen in the donor") && page.contains("consultant, haematology"), "{name}");
    }
    // Decided once more, by the key: the tier by the rules is still that of the rules.
    let again =
        overrule(folder.path(), &[decision(&idh1, Tier::PotentialC, "a trial")], &Overruling::default()).unwrap();
    assert_eq!(tiers(&again)[1], (idh1, Tier::PotentialC, Some(Tier::StrongA)));
    assert_eq!(again.decisions.len(), 1);
    // What it refuses, and that a refusal changes nothing.
    let refused =
        |decision: Decision| overrule(folder.path(), &[decision], &Overruling::default()).unwrap_err().to_string();
    assert!(refused(decision("KIT p.(Asp816Val)", Tier::Unknown, "x")).contains("-7; chr2:208248388 C>T"));
    assert!(refused(decision("-7", Tier::Unknown, " ")).contains("--reason is empty"));
    assert!(refused(decision("-7", Tier::Unknown, "the patient, 010190-1234")).contains("CPR"));
    assert!(refused(decision("-7", Tier::Unknown, "born 12-03-1985")).contains("as of birth"));
    assert_eq!(read_case(&folder.path().join(CASE)).unwrap(), again);
    sign(folder.path(), &by(SignatureAct::Approved, None)).unwrap();
    assert!(whole(folder.path()));
    let signed = fs::read(folder.path().join(CASE)).unwrap();
    assert!(refused(decision("-7", Tier::Unknown, "too late")).contains("never changed"));
    assert_eq!(fs::read(folder.path().join(CASE)).unwrap(), signed);
}

#[test]
fn a_signed_report_says_so_and_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path());
    assert!(whole(folder.path()) && !verify(folder.path()).unwrap().contains_key(SIGNATURE));
    sign(folder.path(), &by(SignatureAct::Interpreted, None)).unwrap();
    assert_eq!(read_case(&folder.path().join(CASE)).unwrap().state, ReportState::Draft);
    let signed = sign(folder.path(), &by(SignatureAct::Approved, None)).unwrap();
    assert_eq!((signed.state, signed.signatures.len()), (ReportState::Signed, 2));
    assert!(whole(folder.path()) && verify(folder.path()).unwrap().contains_key(SIGNATURE));
    let page = fs::read_to_string(folder.path().join("report.da.html")).unwrap();
    assert!(page.contains("consultant, clinical genetics") && page.contains("22-11-2026"));
    assert!(!page.contains("KLADDE"));
    assert!(fs::metadata(folder.path().join(CASE)).unwrap().permissions().readonly());
    // Each file's hash in the seal is that of another program.
    for (name, hash) in Seal::read(folder.path()).unwrap().unwrap().files {
        assert_eq!(sha256(&folder.path().join(&name)), hash, "{name}");
    }
    assert!(sign(folder.path(), &by(SignatureAct::Approved, None)).is_err(), "signed twice");
}

#[test]
fn no_change_of_a_signed_folder_goes_unseen() {
    let change = |what: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        run(folder.path());
        sign(folder.path(), &by(SignatureAct::Approved, None)).unwrap();
        what(folder.path());
        verify(folder.path()).map(|checked| checked[SIGNATURE])
    };
    let edit = |path: std::path::PathBuf, from: &str, to: &str| {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::remove_file(&path).unwrap();
        fs::write(&path, text.replace(from, to)).unwrap();
    };
    assert_eq!(change(&|_| ()).unwrap(), Checked::Same);
    // A sentence of the report; the same with the manifest made to fit; the role in the signature; the signature taken away.
    assert_eq!(change(&|run| edit(run.join("report.da.html"), "Konklusion", "konklusion")).unwrap(), Checked::Changed);
    let fitted = |run: &Path| {
        let before = sha256(&run.join("report.da.html"));
        edit(run.join("report.da.html"), "Konklusion", "konklusion");
        edit(run.join(MANIFEST), &before, &sha256(&run.join("report.da.html")));
    };
    assert_eq!(change(&fitted).unwrap(), Checked::Changed);
    assert_eq!(change(&|run| edit(run.join(SIGNATURE), "consultant", "professor")).unwrap(), Checked::Changed);
    assert_eq!(change(&|run| fs::remove_file(run.join(SIGNATURE)).unwrap()).unwrap(), Checked::Absent);
    assert_eq!(change(&|run| fs::remove_file(run.join("report.en.html")).unwrap()).unwrap(), Checked::Changed);
}

#[test]
fn a_correction_names_what_it_replaces_and_leaves_it_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    run(&first);
    assert!(amend(&first, None, &second, &by(SignatureAct::Amended, Some("x"))).is_err(), "a draft needs none");
    sign(&first, &by(SignatureAct::Approved, None)).unwrap();
    assert!(amend(&first, None, &second, &by(SignatureAct::Amended, None)).is_err(), "no reason");
    let amended = amend(&first, None, &second, &by(SignatureAct::Amended, Some("wrong sample"))).unwrap();
    assert_eq!(amended.state, ReportState::Amended);
    let seal = Seal::read(&first).unwrap().unwrap().seal;
    assert_eq!(amended.signatures.last().unwrap().replaces.as_deref(), Some(seal.as_str()));
    let page = fs::read_to_string(second.join("report.en.html")).unwrap();
    assert!(page.contains("DRAFT OF A CORRECTED REPORT") && page.contains("wrong sample") && page.contains(&seal));
    assert!(whole(&first) && whole(&second));
    let signed = sign(&second, &by(SignatureAct::Approved, None)).unwrap();
    assert_eq!(signed.signatures.last().unwrap().replaces.as_deref(), Some(seal.as_str()));
    assert!(whole(&first) && whole(&second));
}

#[test]
fn nobody_signs_what_nobody_made_and_no_number_gets_into_the_record() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path());
    for role in ["", "010190-1234", "a\nb", &"x".repeat(201)] {
        let error = sign(folder.path(), &Signing { role: role.to_owned(), ..by(SignatureAct::Approved, None) });
        assert!(!error.unwrap_err().to_string().contains("010190"), "{role}");
    }
    let path = folder.path().join("report.en.html");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("Conclusion", "conclusion")).unwrap();
    assert!(sign(folder.path(), &by(SignatureAct::Approved, None)).is_err());
}
