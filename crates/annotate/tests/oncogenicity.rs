//! The points of another program's codes, and codes of known variants by hand.
//!
//! `cargo test -p marv-annotate --test oncogenicity -- --nocapture` prints the table for the documentation.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "test code")]

use std::{collections::BTreeMap, path::PathBuf};

use marv_annotate::{
    Bundle,
    oncogenicity::{Assessor, HotspotCount, Observed, points},
};
use marv_model::{
    annotation::{Consequence as C, HaemRule, TranscriptConsequence},
    oncogenicity::{CodeOutcome, OncogenicityClass as Class, OncogenicityCode as Code},
};

fn shared() -> PathBuf {
    std::env::var_os("MARV_SHARED")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into(), PathBuf::from)
}

fn class(words: &str) -> Class {
    match words {
        "Benign" => Class::Benign,
        "Likely Benign" => Class::LikelyBenign,
        "VUS" => Class::Uncertain,
        "Likely Oncogenic" => Class::LikelyOncogenic,
        "Oncogenic" => Class::Oncogenic,
        other => panic!("a class that the table should not have: {other}"),
    }
}

struct Row {
    gene: String,
    change: String,
    consequence: String,
    frequency: f64,
    codes: Vec<Code>,
    points: i32,
    class: Class,
}

fn rows() -> Option<Vec<Row>> {
    let path = shared().join("vectors/oncogenicity/oncovi_SOP_prediction.tsv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("absent: {}: NOT TESTED", path.display());
        return None;
    };
    let mut lines = text.lines();
    let header: BTreeMap<&str, usize> = lines.next()?.split('\t').enumerate().map(|(at, name)| (name, at)).collect();
    let read = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |name: &str| cells[header[name]].trim();
        let frequency = |name: &str| cell(name).parse().unwrap_or(0.0);
        Row {
            gene: cell("SYMBOL").to_owned(),
            change: cell("HGVSp").split_once(':').map_or("", |(_, p)| p).to_owned(),
            consequence: cell("Consequence").to_owned(),
            frequency: f64::max(frequency("gnomADe_AF"), frequency("gnomADg_AF")),
            codes: cell("Criteria").split(',').map(|code| code.trim().parse().unwrap()).collect(),
            points: cell("Points").parse().unwrap(),
            class: class(cell("Classification")),
        }
    };
    Some(lines.filter(|line| !line.is_empty()).map(read).collect())
}

/// Codes to points to class, as the other program has them.
#[test]
fn sums_and_classes_of_the_standards_variants() {
    let Some(rows) = rows() else { return };
    for row in &rows {
        assert_eq!(points(&row.codes), row.points, "{} {}", row.gene, row.change);
        assert_eq!(Class::of(row.points), row.class, "{} {}", row.gene, row.change);
    }
    println!("sums and classes: {} of {} equal", rows.len(), rows.len());
    assert_eq!(rows.len(), 93);
}

/// Our codes for the same variants, from consequence and name alone. Compared, and printed; what is asserted is that no
/// code that needs what is not at hand is ever called met.
#[test]
fn codes_beside_the_other_program() {
    let Some(rows) = rows() else { return };
    let assessor = Assessor::new(Bundle::embedded());
    let mut table: BTreeMap<Code, [u32; 4]> = BTreeMap::new();
    for row in &rows {
        let terms: Vec<C> =
            row.consequence.split('&').filter_map(|name| C::ALL.into_iter().find(|term| term.name() == name)).collect();
        let Some(transcript) = Bundle::embedded().transcripts().iter().find(|t| t.gene() == row.gene) else { continue };
        let impact = terms.iter().map(|term| term.impact()).min();
        let mut rules = Vec::new();
        if impact <= Some(marv_model::annotation::Impact::Moderate) {
            rules.push(HaemRule::ProteinAltering);
        }
        if impact == Some(marv_model::annotation::Impact::High) {
            rules.push(HaemRule::Truncating);
        }
        let digits: String =
            row.change.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let on = TranscriptConsequence {
            gene: row.gene.clone(),
            transcript: transcript.accession().to_owned(),
            mane_select: true,
            consequences: terms,
            hgvs_p: Some(row.change.clone()).filter(|text| !text.is_empty()),
            protein_position: digits.parse().ok(),
            rules,
            ..TranscriptConsequence::default()
        };
        let seen = Observed { highest_frequency: Some(row.frequency), ..Observed::default() };
        let result = assessor.assess(&on, &seen);
        assert!(result.reachable[0] <= result.class && result.class <= result.reachable[1]);
        for found in &result.codes {
            let needs = matches!(found.code, Code::Os3 | Code::Om3 | Code::Op1 | Code::Op3 | Code::Sbp1);
            assert!(!needs || found.outcome == CodeOutcome::NotAssessed, "{} {:?}", row.change, found);
            let theirs = row.codes.contains(&found.code);
            let cell = match (found.outcome, theirs) {
                (CodeOutcome::Met | CodeOutcome::Yields, true) => 0,
                (CodeOutcome::Met | CodeOutcome::Yields, false) => 1,
                (CodeOutcome::NotMet, true) => 2,
                (CodeOutcome::NotAssessed, true) => 3,
                _ => continue,
            };
            table.entry(found.code).or_default()[cell] += 1;
        }
    }
    println!("code   both  only ours  only theirs  theirs, not assessed here");
    for (code, [both, ours, theirs, open]) in &table {
        println!("{:<6} {both:>4} {ours:>10} {theirs:>12} {open:>26}", code.name());
    }
}

fn missense(gene: &str, transcript: &str, change: &str, at: u32) -> TranscriptConsequence {
    TranscriptConsequence {
        gene: gene.into(),
        transcript: transcript.into(),
        mane_select: true,
        consequences: vec![C::MissenseVariant],
        hgvs_p: Some(format!("p.({change})")),
        protein_position: Some(at),
        rules: vec![HaemRule::ProteinAltering],
        ..TranscriptConsequence::default()
    }
}

fn met(gene: &str, on: &TranscriptConsequence, seen: &Observed) -> (Vec<Code>, i32, Class) {
    let result = Assessor::new(Bundle::embedded()).assess(on, seen);
    let codes = result.codes.iter().filter(|found| found.outcome == CodeOutcome::Met).map(|found| found.code).collect();
    assert_eq!(result.codes.len(), 17, "{gene}: every code is answered");
    (codes, result.points, result.class)
}

/// By hand from the standard's table 2, for variants of blood cancer.
#[test]
fn by_hand() {
    let none = Observed::default();
    // A listed change with a functional study: 4 + 4; with counts and a database beside it, OM3 counts too, and OS3 does not.
    let v617f = missense("JAK2", "NM_004972.4", "Val617Phe", 617);
    assert_eq!(met("JAK2", &v617f, &none), (vec![Code::Os1, Code::Os2], 8, Class::LikelyOncogenic));
    let known =
        Observed { hotspot: Some(HotspotCount { residue: 900, change: 890 }), highest_frequency: Some(0.0004), ..none };
    assert_eq!(
        met("JAK2", &v617f, &known),
        (vec![Code::Os1, Code::Os2], 8, Class::LikelyOncogenic),
        "OS3 yields to OS1"
    );
    let known =
        Observed { hotspot: Some(HotspotCount { residue: 40, change: 12 }), highest_frequency: Some(0.0), ..none };
    assert_eq!(met("JAK2", &v617f, &known), (vec![Code::Os1, Code::Os2, Code::Om3, Code::Op4], 11, Class::Oncogenic));
    // Runt domain, not listed: OM1 alone.
    let runt = missense("RUNX1", "NM_001754.5", "Ala160Pro", 160);
    assert_eq!(met("RUNX1", &runt, &none), (vec![Code::Om1], 2, Class::Uncertain));
    // A common change is benign whatever else.
    let common = Observed { highest_frequency: Some(0.2), ..none };
    let silent = missense("TET2", "NM_001127208.3", "Ile1762Val", 1762);
    let (codes, points, _) = met("TET2", &silent, &common);
    assert_eq!((codes, points), (vec![Code::Om1, Code::Sbvs1], -6));

    let stop = |gene: &str, exon: &str, rules: &[HaemRule]| TranscriptConsequence {
        gene: gene.into(),
        mane_select: true,
        consequences: vec![C::StopGained],
        exon: Some(exon.into()),
        rules: [rules, &[HaemRule::Truncating, HaemRule::ProteinAltering]].concat(),
        ..TranscriptConsequence::default()
    };
    assert_eq!(met("TET2", &stop("TET2", "3/11", &[]), &none), (vec![Code::Ovs1], 8, Class::LikelyOncogenic));
    // A truncation of an oncogene is none of a suppressor; PPM1D's activates; a stop in the last exon escapes decay.
    assert_eq!(met("FLT3", &stop("FLT3", "6/24", &[]), &none).1, 0);
    assert_eq!(met("PPM1D", &stop("PPM1D", "6/6", &[]), &none).1, 0);
    assert_eq!(met("RUNX1", &stop("RUNX1", "9/9", &[]), &none).1, 0);
    let asxl1 = stop("ASXL1", "13/13", &[HaemRule::Asxl1Truncation]);
    assert_eq!(met("ASXL1", &asxl1, &none), (vec![Code::Ovs1], 8, Class::LikelyOncogenic));
    assert_eq!(met("CEBPA", &stop("CEBPA", "1/1", &[]), &none).1, 8, "one exon: decay does not come into it");
}
