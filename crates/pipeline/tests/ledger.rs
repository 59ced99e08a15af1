//! The ledger tells of each call what its VCF record says, and the manifest of each file.

mod support;

use marv::{Checked, Settings, marv_model::call::RuleVerdict, progress::Silent, run_case};
use support::{calls, program, small};

#[test]
fn why_tells_what_filter_says_for_every_call() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = small::simulated(&scratch.path().join("pair"));
    let mut case = small::case(&pair);
    // The inherited variants too: calls that filters hold back are wanted here.
    case.variants = vec![pair.germline_truth.clone(), pair.somatic_truth.clone()];
    let out = scratch.path().join("run");
    let run = run_case(&case, &Settings::default(), &out, &Silent).unwrap();
    let Some((text, _)) = program::run("bgzip", &["-dc", program::text(&out.join("small.vcf.gz"))]) else { return };
    let rows = calls::read(&String::from_utf8(text).unwrap());
    let (mut held, mut passed) = (0, 0);
    for row in &rows {
        let explained = marv::why(&out, &row.allele()).unwrap();
        assert_eq!(explained.len(), 1, "{}", row.allele());
        let mut failed: Vec<&str> = Vec::new();
        for entry in explained[0].rules.iter().filter(|entry| entry.verdict == RuleVerdict::Fail) {
            failed.push(&entry.rule);
        }
        let filters: Vec<&str> = row.filters.iter().map(String::as_str).filter(|filter| *filter != "PASS").collect();
        failed.retain(|rule| marv::marv_model::call::Filter::ALL.iter().any(|filter| filter.id() == *rule));
        failed.sort_unstable();
        let mut sorted = filters.clone();
        sorted.sort_unstable();
        assert_eq!(failed, sorted, "{}", row.allele());
        let reported = run.case.variants.iter().any(|v| row.is(&v.contig, v.position, &v.reference, &v.alternate));
        assert_eq!(explained[0].reported, reported, "{}", row.allele());
        held += usize::from(!filters.is_empty());
        passed += usize::from(filters.is_empty());
    }
    println!("{} calls: {passed} pass, {held} are held back; {} in the report", rows.len(), run.case.variants.len());
    assert!(held > 20 && passed > 20 && run.case.variants.len() >= 4);
    // The demonstration's mutations of these genes are in the report.
    for gene in small::GENES {
        assert!(run.case.variants.iter().any(|variant| variant.consequences.iter().any(|c| c.gene == gene)), "{gene}");
    }
    assert!(marv::why(&out, "chr17:1000").unwrap().is_empty());
    assert_eq!(marv::why(&out, "TP53").unwrap_err().exit_code(), 2);
}

#[test]
fn verify_tells_a_changed_and_a_lost_file() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = small::simulated(&scratch.path().join("pair"));
    let out = scratch.path().join("run");
    let run = run_case(&small::case(&pair), &Settings::default(), &out, &Silent).unwrap();
    let checked = marv::verify(&out).unwrap();
    assert_eq!(checked.len(), run.files.len());
    assert!(checked.values().all(|checked| *checked == Checked::Same), "{checked:?}");
    let report = out.join("report.en.html");
    let text = std::fs::read_to_string(&report).unwrap();
    std::fs::write(&report, text.replacen("TP53", "TP54", 1)).unwrap();
    std::fs::remove_file(out.join("case.json")).unwrap();
    let checked = marv::verify(&out).unwrap();
    assert_eq!((checked["report.en.html"], checked["case.json"]), (Checked::Changed, Checked::Absent));
    assert_eq!(checked["report.da.html"], Checked::Same);
}
