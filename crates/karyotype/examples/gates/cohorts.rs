//! Labels of real patients.

use std::{collections::BTreeMap, fmt::Write as _};

use marv_karyotype::{
    ComplexDefinition, CountScheme, Fidelity, Karyotype,
    groups::{AmlCytogenetics, Chromosome17, Patient},
};
use marv_model::{
    cytogenetics::{CytogeneticFindings, Group, Lesion},
    finding::{Finding, Status},
};

use crate::{gate::Gate, shared};

type Row = BTreeMap<String, String>;

fn rows(file: &str, column: &str) -> Vec<Row> {
    let rows = shared::table(&format!("vectors/cohorts/{file}.public.tsv")).unwrap_or_default();
    let missing = ["", "na", "nan", "n/a", "none"];
    rows.into_iter().filter(|row| !missing.contains(&row[column].trim().to_ascii_lowercase().as_str())).collect()
}

fn labelled<'a>(rows: &'a [Row], label: &'a str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| !row[label].is_empty() && row[label] != "NA")
}

fn yes_no(status: Status) -> Vec<String> {
    match status {
        Status::Present => vec!["yes".to_owned()],
        Status::Absent => vec!["no".to_owned()],
        Status::Unknown => vec!["yes".to_owned(), "no".to_owned()],
    }
}

fn as_yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Whether a cell is more than words such as `no metaphases`: two digits and then a comma, a range or a sex chromosome.
fn holds_a_karyotype(text: &str) -> bool {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    characters.windows(3).any(|three| {
        three[0].is_ascii_digit() && three[1].is_ascii_digit() && matches!(three[2], ',' | '~' | '-' | '<' | 'x' | 'X')
    })
}

pub(crate) fn run(gates: &mut Vec<Gate>) {
    let amlsg = rows("amlsg2016", "karyotype");
    let iwg = rows("iwg_mds2022", "CYTOGENETICS");
    let tp53 = rows("mds_tp53_2020", "CYTOGENETICS");
    let tcga = rows("tcga_laml2013", "Cytogenetics");
    let beat = rows("beataml2_2022", "karyotype");
    let all = [
        ("AMLSG", &amlsg, "karyotype", "PDID", 0.98),
        ("IWG-MDS", &iwg, "CYTOGENETICS", "ID", 0.98),
        ("MDS-TP53", &tp53, "CYTOGENETICS", "LEUKID", 0.98),
        ("TCGA", &tcga, "Cytogenetics", "patient", 0.98),
        ("BeatAML", &beat, "karyotype", "dbgap_subject_id", 0.97),
    ];
    for (name, rows, column, id, asked) in all.into_iter().filter(|one| !one.1.is_empty()) {
        let mut gate = Gate::new(&format!("{name}: parsed"), asked);
        for row in rows.iter().filter(|row| holds_a_karyotype(&row[column])) {
            let read = Karyotype::read(&row[column]).fidelity != Fidelity::Unparsed;
            gate.judge(&row[id], &row[column], "read", &[if read { "read" } else { "not read" }.to_owned()]);
        }
        gates.push(gate);
    }
    complex(gates, "AMLSG", &amlsg, ["karyotype", "PDID", "complex"], "1", &ComplexDefinition::ELN_2017, 0.987);
    complex(gates, "IWG-MDS", &iwg, ["CYTOGENETICS", "ID", "complex"], "complex", &ComplexDefinition::MDS, 0.985);
    complex(gates, "MDS-TP53", &tp53, ["CYTOGENETICS", "LEUKID", "complex"], "complex", &ComplexDefinition::MDS, 0.985);
    let label = "Cytogenetic Classification";
    let columns = ["Cytogenetics", "patient", label];
    complex(gates, "TCGA", &tcga, columns, "Complex Cytogenetics", &ComplexDefinition::ELN_2017, 0.98);
    complex_beside_fusions(gates, &tcga, columns);
    ipssr(gates, "IWG-MDS", &iwg, "ID");
    ipssr(gates, "MDS-TP53", &tp53, "LEUKID");
    chr17(gates, "IWG-MDS", &iwg, "ID");
    chr17(gates, "MDS-TP53", &tp53, "LEUKID");
    if !amlsg.is_empty() {
        let mut gate = Gate::new("AMLSG: cytogenetic risk, ELN 2010", 0.985);
        for row in labelled(&amlsg, "ELN2010_cyto_C_Risk") {
            let reading = Karyotype::read(&row["karyotype"]);
            let here: Vec<String> = reading
                .aml_cytogenetics(AmlCytogenetics::Eln2010)
                .into_iter()
                .map(|risk| risk.word().to_owned())
                .collect();
            let label = match row["ELN2010_cyto_C_Risk"].as_str() {
                "Favorable" => "favourable",
                "Adverse" => "adverse",
                _ => "intermediate",
            };
            gate.judge(&row["PDID"], &row["karyotype"], label, &here);
        }
        gates.push(gate);
        flags(gates, &amlsg);
    }
}

fn complex(
    gates: &mut Vec<Gate>,
    name: &str,
    rows: &[Row],
    [column, id, label]: [&str; 3],
    word: &str,
    definition: &ComplexDefinition,
    asked: f64,
) {
    let mut gate = Gate::new(&format!("{name}: complex ({})", definition.name), asked);
    let as_read = Gate::new(&format!("{name}: complex as read ({})", definition.name), asked);
    let mut as_read = Gate { required: false, ..as_read };
    for row in labelled(rows, label) {
        let reading = Karyotype::read(&row[column]);
        if reading.fidelity != Fidelity::Unparsed {
            let label = as_yes_no(row[label] == word);
            let here = yes_no(reading.complex_karyotype(definition).status());
            gate.judge(&row[id], &row[column], label, &here);
            let here = reading.complex_as_read(definition).map(|yes| as_yes_no(yes).to_owned());
            as_read.judge(&row[id], &row[column], label, here.as_slice());
        }
    }
    if !rows.is_empty() {
        gates.extend([gate, as_read]);
    }
}

/// Complex as read against the labels, under each way of counting: a table of shares, the definitions otherwise those of the gates.
pub(crate) fn by_policy() -> String {
    let cohorts = [
        ("AMLSG", rows("amlsg2016", "karyotype"), ["karyotype", "PDID", "complex"], "1", ComplexDefinition::ELN_2017),
        (
            "TCGA",
            rows("tcga_laml2013", "Cytogenetics"),
            ["Cytogenetics", "patient", "Cytogenetic Classification"],
            "Complex Cytogenetics",
            ComplexDefinition::ELN_2017,
        ),
        (
            "IWG-MDS",
            rows("iwg_mds2022", "CYTOGENETICS"),
            ["CYTOGENETICS", "ID", "complex"],
            "complex",
            ComplexDefinition::MDS,
        ),
        (
            "MDS-TP53",
            rows("mds_tp53_2020", "CYTOGENETICS"),
            ["CYTOGENETICS", "LEUKID", "complex"],
            "complex",
            ComplexDefinition::MDS,
        ),
    ];
    let mut text = String::from("| counting | AMLSG | TCGA | IWG-MDS | MDS-TP53 |\n|---|---|---|---|---|\n");
    for (scheme, name) in CountScheme::ALL {
        let _ = write!(text, "| `{name}` |");
        for (cohort, rows, columns, word, definition) in &cohorts {
            let mut gates = Vec::new();
            complex(&mut gates, cohort, rows, *columns, word, &ComplexDefinition { scheme, ..*definition }, 0.0);
            let cell =
                gates.get(1).map_or_else(String::new, |gate: &Gate| format!(" {} of {} |", gate.agree, gate.rows()));
            text += &cell;
        }
        text.push('\n');
    }
    text
}

/// The label of this cohort is one class a patient, and a fusion that RNA shows comes before the number of abnormalities. With what
/// the published table says of fusions beside the karyotype.
fn complex_beside_fusions(gates: &mut Vec<Gate>, rows: &[Row], [column, id, label]: [&str; 3]) {
    let mut gate = Gate::new("TCGA: complex, with the table's fusions (eln2017)", 0.98);
    for row in labelled(rows, label) {
        let reading = Karyotype::read(&row[column]);
        if reading.fidelity != Fidelity::Unparsed {
            let here = reading.complex_karyotype_beside(&ComplexDefinition::ELN_2017, &fusions(row));
            let label = as_yes_no(row[label] == "Complex Cytogenetics");
            gate.judge(&row[id], &row[column], label, &yes_no(here.status()));
        }
    }
    if !rows.is_empty() {
        gates.push(gate);
    }
}

/// The fusions that a row of the cohort tells; none of them is excluded where RNA told none at all, or was not sequenced.
fn fusions(row: &Row) -> CytogeneticFindings {
    let mut findings = CytogeneticFindings::unknown();
    let sequenced = !row["Gene Fusions by RNA-Seq"].trim().is_empty();
    let kmt2a = row["MLL-partner"].trim();
    let mllt3 = kmt2a.ends_with("MLLT3");
    for (lesion, shown) in [
        (Lesion::PmlRara, !row["PML-RARA"].trim().is_empty()),
        (Lesion::Runx1Runx1t1, !row["RUNX1-RUNX1T1"].trim().is_empty()),
        (Lesion::CbfbMyh11, !row["MYH11-CBFB"].trim().is_empty()),
        (Lesion::BcrAbl1, !row["BCR-ABL"].trim().is_empty()),
        (Lesion::Kmt2aMllt3, mllt3),
        (Lesion::Kmt2aOther, !kmt2a.is_empty() && !mllt3),
    ] {
        if shown {
            findings.set(lesion, Finding::present(vec!["RNA".to_owned()]));
        } else if sequenced {
            findings.set(lesion, Finding::absent());
        }
    }
    findings
}

fn ipssr(gates: &mut Vec<Gate>, name: &str, rows: &[Row], id: &str) {
    let mut gate = Gate::new(&format!("{name}: IPSS-R group"), 0.96);
    for row in labelled(rows, "CYTO_IPSSR") {
        let reading = Karyotype::read(&row["CYTOGENETICS"]);
        if reading.fidelity == Fidelity::Unparsed {
            continue;
        }
        let male = match row["SEX"].as_str() {
            "M" => Some(true),
            "F" => Some(false),
            _ => None,
        };
        let here: Vec<String> =
            reading.groups_of(Patient { male }).ipssr.groups().map(|g| g.word().to_owned()).collect();
        let label = match row["CYTO_IPSSR"].to_ascii_lowercase().replace('-', " ").as_str() {
            "int" => "Intermediate".to_owned(),
            other => {
                let known = marv_model::cytogenetics::IpssrCytogenetics::from_word(other);
                known.map_or(other.to_owned(), |group| group.word().to_owned())
            }
        };
        gate.judge(&row[id], &row["CYTOGENETICS"], &label, &here);
    }
    if !rows.is_empty() {
        gates.push(gate);
    }
}

/// The label comes from sequencing too: reported, held at no gate.
fn chr17(gates: &mut Vec<Gate>, name: &str, rows: &[Row], id: &str) {
    let mut gate = Gate::new(&format!("{name}: chromosome 17 (label also from sequencing, no gate)"), 0.0);
    for row in labelled(rows, "chr17") {
        let reading = Karyotype::read(&row["CYTOGENETICS"]);
        let label = match row["chr17"].as_str() {
            // Not visible by banding.
            "WT" | "normal" | "cnloh" | "gain" => "normal",
            other => other,
        };
        if reading.fidelity == Fidelity::Unparsed {
            continue;
        }
        let here = match Chromosome17::of(&reading.cytogenetics()) {
            Chromosome17::Unknown => vec!["normal".to_owned(), "del".to_owned(), "iso17q".to_owned()],
            // A break in 17p without a known loss.
            Chromosome17::Abnormal => vec!["normal".to_owned(), "del".to_owned()],
            known => vec![known.word().to_owned()],
        };
        gate.judge(&row[id], &row["CYTOGENETICS"], label, &here);
    }
    if !rows.is_empty() {
        gates.push(gate);
    }
}

/// Flags of the trial, by lesion.
fn flags(gates: &mut Vec<Gate>, amlsg: &[Row]) {
    for (column, lesion, asked) in [
        ("t_8_21", Lesion::Runx1Runx1t1, 0.99),
        ("inv16_t16_16", Lesion::CbfbMyh11, 0.99),
        ("t_15_17", Lesion::PmlRara, 0.99),
        ("t_9_11", Lesion::Kmt2aMllt3, 0.99),
        ("t_v_11", Lesion::Kmt2aOther, 0.99),
        ("t_6_9", Lesion::DekNup214, 0.99),
        ("t_9_22", Lesion::BcrAbl1, 0.99),
        ("inv3_t3_3", Lesion::MecomInv3, 0.99),
        ("minus5_5q", Lesion::Loss5q, 0.97),
        ("minus7", Lesion::Monosomy7, 0.97),
        ("minus7q", Lesion::Loss7q, 0.97),
        ("mono17_17p_abn17p", Lesion::Abnormal17p, 0.97),
        ("minus20_20q", Lesion::Loss20q, 0.97),
        ("mono12_12p_abn12p", Lesion::Loss12p, 0.97),
        ("minusY", Lesion::LossY, 0.97),
    ] {
        let mut gate = Gate::new(&format!("AMLSG flag {column}"), asked);
        for row in labelled(amlsg, column).filter(|row| ["0", "1", "FALSE", "TRUE"].contains(&row[column].as_str())) {
            let reading = Karyotype::read(&row["karyotype"]);
            if reading.fidelity != Fidelity::Unparsed {
                let here = yes_no(reading.cytogenetics().status(lesion));
                gate.judge(
                    &row["PDID"],
                    &row["karyotype"],
                    as_yes_no(matches!(row[column].as_str(), "1" | "TRUE")),
                    &here,
                );
            }
        }
        gates.push(gate);
    }
}
