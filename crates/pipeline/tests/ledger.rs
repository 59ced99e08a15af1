//! The ledger tells of each call what its VCF record says, and the manifest of each file.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, outside of what clippy takes for tests"
)]

mod support;

use std::sync::Mutex;

use marv::{
    Checked, Settings,
    marv_model::call::RuleVerdict,
    progress::{Event, Progress, Silent},
    run_case,
};
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
    // Reads over a few genes' exons tell nothing of the genome's copies, and TP53's are not taken from them.
    let copies = run.case.copy_number.as_ref().unwrap();
    assert_eq!((copies.segments.len(), copies.purity, copies.arms.len()), (0, None, 0));
    assert!(run.case.not_assessed.iter().any(|item| item.item == "copy_number" && item.reason == "few_windows"));
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
    // A contig by its other name is the same contig; a place that is not in the genome is no place without candidates.
    let place = rows.iter().find(|row| row.contig == "chr17").unwrap().position;
    let by_alias = marv::why(&out, &format!("17:{place}")).unwrap();
    assert!(!by_alias.is_empty() && by_alias == marv::why(&out, &format!("chr17:{place}")).unwrap());
    for nowhere in ["chr99:1000", "chr17:99999999"] {
        assert_eq!(marv::why(&out, nowhere).unwrap_err().exit_code(), 2, "{nowhere}");
    }
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

/// Keeps the warnings.
#[derive(Default)]
struct Warnings(Mutex<Vec<String>>);

impl Progress for Warnings {
    fn event(&self, event: Event) {
        if let Event::Warning { message } = event {
            self.0.lock().unwrap().push(message);
        }
    }
}

#[test]
fn a_supplied_allele_is_judged_or_said_to_be_not() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = small::simulated(&scratch.path().join("pair"));
    let mut case = small::case(&pair);
    // A hotspot of TP53 that no read shows (GRCh38 chr17:7675076 T>C, H179R), and a place outside of the regions.
    let variants = scratch.path().join("supplied.vcf");
    let text = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n\
                chr17\t7675076\t.\tT\tC\t.\t.\t.\nchr1\t1000000\t.\tN\tA\t.\t.\t.\n";
    std::fs::write(&variants, text).unwrap();
    case.variants = vec![variants];
    let (out, ledger) = (scratch.path().join("calls.vcf"), scratch.path().join("ledger.tsv.gz"));
    let warnings = Warnings::default();
    marv::call(&case, &Settings::default(), &out, Some(&ledger), &warnings).unwrap();
    let rows = calls::read(&std::fs::read_to_string(out).unwrap());
    let row = rows.iter().find(|row| row.is("chr17", 7_675_076, "T", "C")).unwrap();
    assert_eq!(row.tumour.alternate, 0);
    assert!(!row.passes() && row.info.contains_key("CALLERS"));
    let warnings = warnings.0.into_inner().unwrap();
    println!("{warnings:?}");
    assert!(warnings.iter().any(|warning| warning.starts_with("1 supplied alleles lie outside")), "{warnings:?}");
}

/// RULE: what no read shows is absent at a depth, and what no read covers is not known (three values). The counts are held
/// against samtools' over the same reads.
#[test]
fn every_hotspot_is_told_with_its_depth_seen_or_not() {
    let scratch = tempfile::tempdir().unwrap();
    let pair = small::simulated(&scratch.path().join("pair"));
    let out = scratch.path().join("run");
    run_case(&small::case(&pair), &Settings::default(), &out, &Silent).unwrap();
    let table = std::fs::read_to_string(out.join("hotspots.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let named = |name: &str| rows.iter().find(|row| row[1] == name).unwrap();
    // The demonstration's own mutations are called; a gene without reads is not known.
    assert_eq!(named("TP53 R175H")[10], "called", "{:?}", named("TP53 R175H"));
    assert_eq!(named("JAK2 V617F")[6..12], [".", ".", ".", ".", "not_read", "."]);
    let unseen: Vec<_> = rows.iter().filter(|row| row[10] == "not_seen").collect();
    assert!(unseen.len() > 200, "{}", unseen.len());
    // `marv why` has the depth too, where there was "no reason to look" before.
    let row = unseen.iter().find(|row| row[1].starts_with("NRAS G12")).unwrap();
    let explained = marv::why(&out, &format!("{}:{} {}>{}", row[2], row[3], row[4], row[5])).unwrap();
    let depths: Vec<_> = explained[0].rules.iter().map(|rule| (rule.rule.as_str(), rule.value)).collect();
    let told = |column: &str| column.parse::<f64>().ok();
    assert_eq!(depths, [("unseen_in_tumour", told(row[7])), ("unseen_in_normal", told(row[9]))]);
    // Fragments with a base of quality 15 or more: of mates that overlap samtools takes one base away.
    for (column, alignment) in [(7, &pair.tumour), (9, &pair.normal)] {
        for row in unseen.iter().filter(|row| row[4].len() == 1 && row[5].len() == 1).step_by(25) {
            let place = format!("{}:{}-{}", row[2], row[3], row[3]);
            let arguments = ["mpileup", "-q", "20", "-Q", "15", "-B", "-r", &place, program::text(alignment)];
            let Some((pileup, _)) = program::run("samtools", &arguments) else { return };
            let pileup = String::from_utf8(pileup).unwrap();
            let depth: u32 = pileup.split('\t').nth(3).map_or(0, |depth| depth.parse().unwrap());
            assert!(row[column].parse::<u32>().unwrap().abs_diff(depth) <= 1, "{row:?}: samtools counts {depth}");
        }
    }
}
