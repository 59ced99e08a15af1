//! Lists of cases: published counts, other parsers' tests, messy strings.

use marv_karyotype::{
    CountScheme, Fidelity, Karyotype,
    clones::{clonal, clones},
    count::count,
    groups::AmlCytogenetics,
};
use marv_model::cytogenetics::Group;

use crate::{gate::Gate, shared};

pub(crate) fn run(gates: &mut Vec<Gate>) {
    if let Some(rows) = shared::table("vectors/iscn/iscn_counts_table8.tsv") {
        let mut gate = Gate::new("ISCN 2024, published counts", 1.0);
        for row in &rows {
            let here = count(&clonal(&clones(&Karyotype::read(&row["iscn"]).karyotype)), CountScheme::Iscn2024);
            gate.judge(&row["n"], &row["iscn"], &row["abnormality_count"], &[here.to_string()]);
        }
        gates.push(gate);
    }
    if let Some(rows) = shared::table("vectors/iscn/karyoparser_risk_cases.tsv") {
        for (scheme, name) in [("ipssr_cyto", "IPSS-R group"), ("eln2022_cyto", "ELN 2022")] {
            let mut gate = Gate::new(&format!("another parser's cases: {name}"), 1.0);
            for (number, row) in rows.iter().enumerate().filter(|(_, row)| row["scheme"] == scheme) {
                let reading = Karyotype::read(&row["karyotype"]);
                let here: Vec<String> = if scheme == "ipssr_cyto" {
                    reading.groups().ipssr.groups().map(|group| group.word().to_owned()).collect()
                } else {
                    reading
                        .aml_cytogenetics(AmlCytogenetics::Eln2022)
                        .iter()
                        .map(|risk| risk.word().to_owned())
                        .collect()
                };
                let expected = match row["expected"].as_str() {
                    "Favorable" => "favourable".to_owned(),
                    other if scheme == "eln2022_cyto" => other.to_lowercase(),
                    other => other.to_owned(),
                };
                gate.judge(&(number + 1).to_string(), &row["karyotype"], &expected, &here);
            }
            gates.push(gate);
        }
    }
    if let Some(text) = shared::read("vectors/iscn/iscn_authenticator_validity.json") {
        let mut gate = Gate::new("another validator's cases", 1.0);
        let (valid, invalid) = text.split_once("\"invalid\"").unwrap();
        for (part, label) in [(valid, "valid"), (invalid, "invalid")] {
            for (number, rest) in part.split("\"input\": \"").skip(1).enumerate() {
                let iscn = rest.split('"').next().unwrap();
                let here = if Karyotype::read(iscn).fidelity == Fidelity::Exact { "valid" } else { "invalid" };
                gate.judge(&format!("{label} {}", number + 1), iscn, label, &[here.to_owned()]);
            }
        }
        gates.push(gate);
    }
    if let Some(strings) = shared::column("vectors/iscn/rcytogps_startKaryotypes.csv", "Karyotype") {
        // CytoGPS made something of 258 of them.
        let mut gate = Gate::new("messy strings, read whole (CytoGPS 258)", 258.0 / 555.0);
        for (number, iscn) in strings.iter().enumerate() {
            let whole = Karyotype::read(iscn).fidelity <= Fidelity::Repaired;
            if whole {
                gate.agree += 1;
            } else {
                gate.open += 1;
                let _ = number;
            }
        }
        gates.push(gate);
    }
}
