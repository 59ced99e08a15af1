//! Cohorts whose authors state a risk group, each row as a profile, and the agreement of a scheme with the labels.
#![allow(dead_code, unreachable_pub, clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

#[path = "../../../karyotype/tests/shared/mod.rs"]
pub mod shared;

use std::collections::BTreeMap;

use marv_guidelines::{
    eln2010::{Eln2010Policies, eln2010},
    eln2017::{Eln2017Policies, eln2017},
    eln2022::{Eln2022Policies, eln2022},
    profile::{Marker, MarkerEvidence, MarkerFinding, Profile},
};
use marv_karyotype::Karyotype;
use marv_model::{
    case::Disease,
    clinical::{Clinical, Measure},
    cytogenetics::Lesion,
    finding::{Finding, NotAssessed, Status},
    verdict::{Outcome, Verdict},
};

pub type Row = BTreeMap<String, String>;

/// One cohort against one scheme.
pub struct Gate {
    pub name: &'static str,
    pub least: f64,
    pub right: u32,
    /// Left open, with the label among what is reached: how many for each input that is missing most.
    pub open: BTreeMap<String, u32>,
    /// The scheme says that it is not for this case.
    pub not_applicable: u32,
    pub wrong: Vec<Disagreement>,
}

pub struct Disagreement {
    pub row: String,
    pub label: String,
    pub here: String,
    pub because: String,
}

impl Gate {
    fn new(name: &'static str, least: f64) -> Self {
        Self { name, least, right: 0, open: BTreeMap::new(), not_applicable: 0, wrong: Vec::new() }
    }
    fn add(&mut self, row: &str, label: &str, verdict: &Verdict) {
        let mut miss = |here: String| {
            let decisive = verdict.trace.iter().filter(|criterion| criterion.decisive);
            let because: Vec<String> = decisive.map(|one| format!("{} {}", one.id, one.evidence.join("; "))).collect();
            let because = because.join("; ");
            self.wrong.push(Disagreement { row: row.to_owned(), label: label.to_owned(), here, because });
        };
        match &verdict.outcome {
            Outcome::Decided { category } if category == label => self.right += 1,
            Outcome::Decided { category } => miss(category.clone()),
            Outcome::Reachable { categories } if categories.iter().any(|one| one == label) => {
                let missing = verdict.missing.first().map_or("contradictory inputs", |first| first.datum.as_str());
                *self.open.entry(missing.to_owned()).or_default() += 1;
            }
            // Open, and the label is not among what is reached: a disagreement too.
            Outcome::Reachable { categories } => miss(categories.join("|")),
            Outcome::NotApplicable { .. } => self.not_applicable += 1,
        }
    }
    pub fn judged(&self) -> u32 {
        self.right + u32::try_from(self.wrong.len()).unwrap()
    }
    pub fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.judged())
    }
    pub fn holds(&self) -> bool {
        self.share() >= self.least
    }
    /// A row of the table in the documentation.
    pub fn line(&self) -> String {
        format!(
            "| {} | {:.1} % | {} of {}, {:.1} % | {} | {} |",
            self.name,
            100.0 * self.least,
            self.right,
            self.judged(),
            100.0 * self.share(),
            self.open.values().sum::<u32>(),
            self.not_applicable
        )
    }
}

fn seen(label: &str) -> MarkerFinding {
    Finding::present(vec![MarkerEvidence::of_unknown_fraction(label)])
}
fn told<E>(value: &str, present: Finding<E>, yes: &[&str], no: &[&str]) -> Finding<E> {
    if yes.contains(&value) {
        present
    } else if no.contains(&value) {
        Finding::absent()
    } else {
        Finding::unknown(NotAssessed::NotExamined)
    }
}

/// AML with this karyotype. A karyotype that says nothing leaves its lesions and counts open.
fn with_karyotype(iscn: &str) -> Profile {
    let reading = Karyotype::read(iscn);
    let profile = Profile::unknown().disease(Disease::Aml);
    if reading.karyotype.lines.is_empty() {
        return profile;
    }
    profile.cytogenetics(reading.cytogenetics()).groups(reading.groups())
}

/// Beat AML: a blank gene column is a gene without a mutation, as the authors' label takes it.
pub fn beataml(row: &Row) -> Profile {
    let mut profile = with_karyotype(&row["karyotype"]);
    for (names, lesion) in [
        (["RUNX1-RUNX1T1", "RUNX1T1-RUNX1"], Lesion::Runx1Runx1t1),
        (["CBFB-MYH11", "MYH11-CBFB"], Lesion::CbfbMyh11),
        (["PML-RARA", "RARA-PML"], Lesion::PmlRara),
        (["MLLT3-KMT2A", "KMT2A-MLLT3"], Lesion::Kmt2aMllt3),
        (["DEK-NUP214", "NUP214-DEK"], Lesion::DekNup214),
        (["GATA2-MECOM", "MECOM-GATA2"], Lesion::MecomInv3),
    ] {
        if names.contains(&row["consensusAMLFusions"].as_str()) {
            profile = profile.lesion(lesion, Finding::present(vec![row["consensusAMLFusions"].clone()]));
        }
    }
    // By FISH, without the partner: t(9;11) is seen by banding, so where it is excluded the partner is another.
    let no_mllt3 = profile.lesions().status(Lesion::Kmt2aMllt3) == Status::Absent;
    if row["consensusAMLFusions"] == "KMT2A_re" && no_mllt3 {
        profile = profile.lesion(Lesion::Kmt2aOther, Finding::present(vec!["KMT2A_re".to_owned()]));
    }
    for (marker, column) in [(Marker::Npm1, "NPM1"), (Marker::Flt3Itd, "FLT3.ITD")] {
        profile = profile.marker(marker, told(&row[column], seen("positive"), &["positive"], &["negative"]));
    }
    profile = profile
        .marker(Marker::CebpaBiallelic, told(&row["CEBPA_Biallelic"], seen("biallelic"), &["bi"], &["", "mono"]));
    for (marker, column) in [(Marker::Runx1, "RUNX1"), (Marker::Asxl1, "ASXL1"), (Marker::Tp53, "TP53")] {
        let finding = if row[column].is_empty() { Finding::absent() } else { seen(&row[column]) };
        profile = profile.marker(marker, finding);
    }
    match row["allelic_ratio"].parse::<f64>() {
        Ok(ratio) => profile.clinical(Clinical::unknown().measured(Measure::Flt3ItdRatio, ratio).unwrap()),
        Err(_) => profile,
    }
}

/// The trial's patients.
pub fn amlsg(row: &Row) -> Profile {
    let mut profile = with_karyotype(&row["karyotype"]);
    for (marker, column) in [(Marker::Npm1, "NPM1"), (Marker::Flt3Itd, "FLT3_ITD")] {
        profile = profile.marker(marker, told(&row[column], seen("1"), &["1"], &["0"]));
    }
    profile.marker(Marker::Cebpa, told(&row["CEBPA"], seen(&row["CEBPA"]), &["1", "2"], &["0"]))
}

/// Every gate whose table lies where it should; none where the folder is absent.
pub fn gates() -> Vec<Gate> {
    let mut gates = Vec::new();
    if let Some(rows) = shared::table("vectors/cohorts/beataml2_2022.public.tsv") {
        let mut gate = Gate::new("Beat AML, ELN 2017", 0.975);
        for row in &rows {
            let label = row["ELN2017"].to_lowercase();
            if ["favorable", "intermediate", "adverse"].contains(&label.as_str()) {
                let id = format!("{}/{}", row["dbgap_subject_id"], row["dbgap_dnaseq_sample"]);
                gate.add(&id, &label, &eln2017(&beataml(row), &Eln2017Policies::default()));
            }
        }
        gates.push(gate);
    }
    if let Some(rows) = shared::table("vectors/cohorts/amlsg2016.public.tsv") {
        let mut gate = Gate::new("AMLSG, ELN 2010 molecular risk", 0.965);
        for row in &rows {
            let label = match row["ELN2010_M_Risk"].as_str() {
                "Favorable" => "favorable",
                "Inter-1" => "intermediate_1",
                "Inter-2" => "intermediate_2",
                "Adverse" => "adverse",
                _ => continue,
            };
            gate.add(&row["PDID"], label, &eln2010(&amlsg(row), &Eln2010Policies::default()));
        }
        gates.push(gate);
    }
    if let Some(rows) = shared::table("vectors/iscn/karyoparser_risk_cases.tsv") {
        let mut gate = Gate::new("Another parser's cases, ELN 2022 cytogenetics", 1.0);
        for (number, row) in rows.iter().enumerate().filter(|(_, row)| row["scheme"] == "eln2022_cyto") {
            let profile = Marker::ALL.iter().fold(with_karyotype(&row["karyotype"]), |profile, (marker, _)| {
                profile.marker(*marker, Finding::absent())
            });
            let verdict = eln2022(&profile, &Eln2022Policies::default());
            gate.add(&format!("row {}", number + 1), &row["expected"].to_lowercase(), &verdict);
        }
        gates.push(gate);
    }
    gates
}
