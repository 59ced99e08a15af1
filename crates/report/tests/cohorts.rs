//! The forms for cohorts and portals: a study of cBioPortal, a load file of Scout.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

#[allow(dead_code, reason = "shared with the report's own tests")]
mod cases;

use std::collections::BTreeMap;

use marv_model::copy_number::{CopyNumberGene, CopyNumberResult, CopyNumberSegment};
use marv_report::{cbioportal, scout};

/// One lost arm and one gene in it.
fn copies() -> CopyNumberResult {
    CopyNumberResult {
        limit: None,
        purity: Some(0.8),
        purity_interval: Some([0.75, 0.85]),
        ploidy: Some(1.97),
        method: "copy_number".to_owned(),
        ambiguous: false,
        alternatives: Vec::new(),
        tumour_in_normal: None,
        sex_chromosomes: Some([1, 1]),
        noise: 0.1,
        windows: 2_000,
        sites: 900,
        segments: vec![CopyNumberSegment {
            contig: "chr17".to_owned(),
            start: 1,
            end: 22_700_000,
            log2_ratio: -0.737,
            balance: Some(0.83),
            sample_copies: 1.2,
            total: Some(1),
            minor: Some(0),
            cell_fraction: Some(1.0),
            confidence: 0.99,
            inherited: 2,
            changed: true,
        }],
        arms: Vec::new(),
        genes: vec![CopyNumberGene { gene: "TP53".to_owned(), total: 1, minor: Some(0), cell_fraction: 1.0 }],
        chromosomes: None,
        ploidy_classes: Vec::new(),
        iamp21: None,
        figure: Vec::new(),
    }
}

fn study(case: &marv_model::case::Case) -> BTreeMap<String, String> {
    cbioportal(case).into_iter().map(|file| (file.name, file.content)).collect()
}

/// RULE: each data file has a meta file that names it, and every meta file names the same study.
#[test]
fn every_data_file_has_its_meta_file() {
    let mut case = cases::aml();
    case.copy_number = Some(copies());
    let files = study(&case);
    for (name, content) in &files {
        if name.starts_with("meta_") || name.starts_with("case_lists/") {
            assert!(content.starts_with("cancer_study_identifier: marv_demo-2026-001\n"), "{name}: {content}");
            if let Some(data) = content.lines().find_map(|line| line.strip_prefix("data_filename: ")) {
                assert!(files.contains_key(data), "{name} names {data}");
            }
        } else {
            let named = files.values().filter(|text| text.contains(&format!("data_filename: {name}\n"))).count();
            assert_eq!(named, 1, "{name}");
        }
    }
    assert!(files["data_cna.txt"].contains("TP53\t-1\n"));
    // By hand from the segment above.
    assert_eq!(
        files["data_cna.seg"],
        "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nDEMO-2026-001-T\t17\t1\t22700000\t22700\t-0.7370\n"
    );
    let sample = files["data_clinical_sample.txt"].lines().nth(5).unwrap();
    assert!(sample.starts_with("DEMO-2026-001\tDEMO-2026-001-T\tAML\t0.800\t1.97\t"), "{sample}");
}

#[test]
fn what_was_not_measured_has_no_file() {
    let files = study(&cases::aml());
    // Of five variants one did not pass; a portal would show it as a mutation.
    let mutations = &files["data_mutations.txt"];
    assert_eq!(mutations.lines().count(), 2 + 4, "{mutations}");
    assert!(!mutations.contains("IDH2"));
    assert!(!files.keys().any(|name| name.contains("cna")), "{:?}", files.keys());
    let mut open = cases::aml();
    open.copy_number = Some(CopyNumberResult { purity: None, genes: Vec::new(), ..copies() });
    let files = study(&open);
    assert!(files.contains_key("data_cna.seg") && !files.contains_key("data_cna.txt"), "no copies without a purity");
}

/// Rows of a hostile case have as many cells as their heads, and sample names agree between the files.
#[test]
fn hostile_text_breaks_no_row() {
    let mut case = cases::hostile();
    case.copy_number = Some(copies());
    case.copy_number.as_mut().unwrap().genes[0].gene = "=cmd\t\n".to_owned();
    let files = study(&case);
    for (name, content) in files.iter().filter(|(name, _)| name.starts_with("data_")) {
        let lines: Vec<&str> = content.lines().filter(|line| !line.starts_with("#version")).collect();
        let width = lines[0].split('\t').count();
        for line in lines {
            assert_eq!(line.split('\t').count(), width, "{name}: {line:.200}");
            assert!(line.split('\t').all(|cell| !cell.starts_with(['=', '@'])), "{name}: {line:.200}");
        }
    }
    let sample = files["data_cna.txt"].lines().next().unwrap().split('\t').nth(1).unwrap();
    assert!(files["data_mutations.txt"].contains(&format!("\t{sample}\t")));
    assert!(sample.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{sample}");
}

/// The lines of Scout's guide that are mandatory, as this case has them; a hostile name stays within its quotes.
#[test]
fn the_load_file_of_scout_has_what_it_asks_for() {
    let mut case = cases::aml();
    case.copy_number = Some(copies());
    let text = scout(&case);
    for line in [
        "owner: \"OWNER\"",
        "family: \"DEMO-2026-001\"",
        "human_genome_build: \"38\"",
        "analysis_date: \"2026-11-22T09:30:00Z\"",
        "  - sample_id: \"DEMO-2026-001-T\"",
        "    phenotype: \"affected\"",
        "    sex: \"male\"",
        "    tumor_purity: 0.800",
        "  - sample_id: \"DEMO-2026-001-N\"",
        "    phenotype: \"unaffected\"",
    ] {
        assert!(text.lines().any(|there| there == line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("DEMO-T"), "no name from a file's header");
    let count = |text: &str| text.lines().count();
    let mut odd = case.clone();
    odd.id = "a\"\nowner: \"x\u{2028}\u{85}\\".to_owned();
    assert_eq!(count(&scout(&odd)), count(&text), "a name adds no line");
    assert!(scout(&odd).contains(r#"family: "a\"\u000aowner: \"x\u2028\u0085\\""#));
}
