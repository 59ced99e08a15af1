//! Counts and lesions against tables and labels of others.

mod shared;

use marv_guidelines::{
    eln2022::{Eln2022Policies, eln2022},
    profile::{AmlProfile, Marker},
};
use marv_karyotype::{
    CountScheme, Karyotype,
    clones::{clonal, clones},
    count::count,
};
use marv_model::{
    case::Disease,
    cytogenetics::Lesion,
    finding::{Finding, Status},
    verdict::Outcome,
};

#[test]
fn the_published_counts_of_iscn_2024() {
    let Some(rows) = shared::table("vectors/iscn/iscn_counts_table8.tsv") else { return };
    let mut wrong = Vec::new();
    for row in &rows {
        let iscn = &row["iscn"];
        let counted = count(&clonal(&clones(&Karyotype::read(iscn).karyotype)), CountScheme::Iscn2024);
        if counted.to_string() != row["abnormality_count"] {
            wrong.push(format!("{iscn}: {counted} for {}", row["abnormality_count"]));
        }
    }
    println!("ISCN 2024 table 8: {} of {}", rows.len() - wrong.len(), rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn normal_genes() -> AmlProfile {
    Marker::ALL.iter().fold(AmlProfile::unknown().disease(Disease::Aml), |p, (m, _)| p.marker(*m, Finding::absent()))
}

#[test]
fn eln_2022_cytogenetics_as_another_parser_tests_it() {
    let Some(rows) = shared::table("vectors/iscn/karyoparser_risk_cases.tsv") else { return };
    let mut wrong = Vec::new();
    let rows: Vec<_> = rows.iter().filter(|row| row["scheme"] == "eln2022_cyto").collect();
    for row in &rows {
        let profile = normal_genes().cytogenetics(Karyotype::read(&row["karyotype"]).cytogenetics());
        let outcome = eln2022(&profile, &Eln2022Policies::default()).outcome;
        if outcome != (Outcome::Decided { category: row["expected"].to_lowercase() }) {
            wrong.push(format!("{}: {outcome:?} for {}", row["karyotype"], row["expected"]));
        }
    }
    println!("ELN 2022, another parser's cases: {} of {}", rows.len() - wrong.len(), rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Agreement of a lesion with a label; unknown is told apart. Gate on what is decided.
fn agreement(name: &str, rows: &[(String, bool)], lesion: impl Fn(&str) -> Status, gate: f64) {
    let (mut right, mut unknown, mut wrong) = (0u32, 0u32, Vec::new());
    for (iscn, label) in rows {
        match lesion(iscn) {
            Status::Unknown => unknown += 1,
            status if (status == Status::Present) == *label => right += 1,
            status => wrong.push(format!("{status:?}, label {label}: {iscn}")),
        }
    }
    let decided = right + u32::try_from(wrong.len()).unwrap();
    let share = f64::from(right) / f64::from(decided);
    println!("{name}: {right} of {decided} ({:.2} %), {unknown} left open", 100.0 * share);
    if std::env::var_os("MARV_LIST").is_some() {
        println!("{wrong:#?}");
    }
    assert!(share >= gate, "{name}: {share:.4}\n{wrong:#?}");
}

fn of(lesion: Lesion) -> impl Fn(&str) -> Status {
    move |iscn| {
        let reading = Karyotype::read(iscn);
        if reading.karyotype.lines.is_empty() { Status::Unknown } else { reading.cytogenetics().status(lesion) }
    }
}

/// Three or more, with no exclusion: what the MDS labels call complex.
fn three_or_more(iscn: &str) -> Status {
    let reading = Karyotype::read(iscn);
    let complete = matches!(reading.fidelity, marv_karyotype::Fidelity::Exact | marv_karyotype::Fidelity::Repaired);
    match (marv_karyotype::abnormalities(&reading.karyotype) >= 3, complete) {
        _ if reading.karyotype.lines.is_empty() => Status::Unknown,
        (true, _) => Status::Present,
        (false, true) => Status::Absent,
        (false, false) => Status::Unknown,
    }
}

fn labelled(file: &str, iscn: &str, label: &str, present: &[&str]) -> Option<Vec<(String, bool)>> {
    Some(
        shared::table(file)?
            .into_iter()
            .filter(|row| !row[iscn].is_empty() && row[iscn] != "NA" && !row[label].is_empty() && row[label] != "NA")
            .map(|row| (row[iscn].clone(), present.contains(&row[label].as_str())))
            .collect(),
    )
}

#[test]
fn complex_karyotypes_against_labels() {
    let amlsg = "vectors/cohorts/amlsg2016.public.tsv";
    if let Some(rows) = labelled(amlsg, "karyotype", "complex", &["1"]) {
        agreement("AMLSG complex", &rows, of(Lesion::ComplexKaryotype), 0.987);
    }
    for file in ["iwg_mds2022", "mds_tp53_2020"] {
        if let Some(rows) =
            labelled(&format!("vectors/cohorts/{file}.public.tsv"), "CYTOGENETICS", "complex", &["complex"])
        {
            agreement(&format!("{file} complex"), &rows, three_or_more, 0.985);
        }
    }
}

#[test]
fn lesions_against_the_flags_of_a_trial() {
    let amlsg = "vectors/cohorts/amlsg2016.public.tsv";
    for (column, lesion, gate) in [
        ("t_8_21", Lesion::Runx1Runx1t1, 0.99),
        ("inv16_t16_16", Lesion::CbfbMyh11, 0.99),
        ("t_15_17", Lesion::PmlRara, 0.99),
        ("t_9_11", Lesion::Kmt2aMllt3, 0.99),
        ("t_6_9", Lesion::DekNup214, 0.99),
        ("t_9_22", Lesion::BcrAbl1, 0.99),
        ("inv3_t3_3", Lesion::MecomInv3, 0.99),
        ("minus5_5q", Lesion::Loss5q, 0.97),
        ("minus7", Lesion::Monosomy7, 0.97),
        ("mono17_17p_abn17p", Lesion::Abnormal17p, 0.97),
    ] {
        if let Some(rows) = labelled(amlsg, "karyotype", column, &["1"]) {
            agreement(&format!("AMLSG {column}"), &rows, of(lesion), gate);
        }
    }
}
