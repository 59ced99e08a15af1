//! IPSS-M with the columns of the authors' package, in and out.

use marv_model::{
    cytogenetics::{Lesion, Possible},
    finding::Status,
};

use super::{
    Karyotype, Row, RowAnswer, RowErrors, TableOptions,
    read::{Reader, number_text, twelve_digits},
};
use crate::ipssm::{IpssmGene, IpssmInputs, Scored, Tp53Count, score};

/// The columns that are read. Each may be absent from a table, which is: unknown.
pub const IPSSM_COLUMNS: [&str; 41] = [
    "HB",
    "PLT",
    "BM_BLAST",
    "del5q",
    "del7_7q",
    "complex",
    "CYTO_IPSSR",
    "del17_17p",
    "TP53mut",
    "TP53maxvaf",
    "TP53loh",
    "MLL_PTD",
    "FLT3",
    "ASXL1",
    "BCOR",
    "BCORL1",
    "CBL",
    "CEBPA",
    "DNMT3A",
    "ETV6",
    "EZH2",
    "IDH1",
    "IDH2",
    "KRAS",
    "NF1",
    "NPM1",
    "NRAS",
    "RUNX1",
    "SETBP1",
    "SF3B1",
    "SRSF2",
    "STAG2",
    "U2AF1",
    "ETNK1",
    "GATA2",
    "GNB1",
    "PHF6",
    "PPM1D",
    "PRPF8",
    "PTPN11",
    "WT1",
];

/// The inputs of a row, and what is odd of it. What the row does not say of cytogenetics is taken from the karyotype.
pub fn ipssm_inputs(
    row: &Row,
    options: &TableOptions,
    karyotype: &Karyotype,
) -> Result<(IpssmInputs, Vec<String>), RowErrors> {
    let mut reader = Reader::new(row);
    let mut inputs = IpssmInputs::unknown();
    inputs.haemoglobin = reader.haemoglobin("HB", options.haemoglobin);
    inputs.platelets = reader.number("PLT", (0.0, 10_000.0), "x 10^9/L");
    inputs.marrow_blasts = reader.number("BM_BLAST", (0.0, 100.0), "%");
    let lesion = |all: &[Lesion]| {
        let statuses: Vec<Status> = all.iter().map(|lesion| karyotype.findings.status(*lesion)).collect();
        if statuses.contains(&Status::Present) {
            Some(true)
        } else {
            statuses.iter().all(|status| *status == Status::Absent).then_some(false)
        }
    };
    inputs.del5q = reader.yes_or_no("del5q").or_else(|| lesion(&[Lesion::Loss5q]));
    inputs.del7_7q = reader.yes_or_no("del7_7q").or_else(|| lesion(&[Lesion::Monosomy7, Lesion::Loss7q]));
    inputs.del17_17p = reader.yes_or_no("del17_17p").or_else(|| lesion(&[Lesion::Loss17p]));
    let counted = karyotype.groups.abnormalities;
    inputs.complex = reader.yes_or_no("complex").or(if counted.at_least >= 3 {
        Some(true)
    } else {
        counted.at_most.is_some_and(|most| most < 3).then_some(false)
    });
    inputs.cytogenetics = reader.group("CYTO_IPSSR").map_or_else(|| karyotype.groups.ipssr.clone(), Possible::only);
    inputs.tp53_mutations = match reader.text("TP53mut") {
        None => None,
        Some("0") => Some(Tp53Count::None),
        Some("1") => Some(Tp53Count::One),
        Some("2 or more") => Some(Tp53Count::TwoOrMore),
        Some(text) => {
            reader.refuse("TP53mut", text, "0, 1, 2 or more, or NA");
            None
        }
    };
    inputs.tp53_max_fraction = reader.number("TP53maxvaf", (0.0, 1.0), "");
    inputs.tp53_loh = reader.yes_or_no("TP53loh");
    for gene in IpssmGene::ALL {
        let mutated = reader.yes_or_no(gene.column());
        inputs.set(gene, mutated);
    }
    if let Some(value) = inputs.haemoglobin.filter(|value| !(4.0..=20.0).contains(value)) {
        let bound = if value < 4.0 { 4 } else { 20 };
        reader.warnings.push(format!("column HB: {value:.1} g/dL counts as {bound}; check the value and its unit"));
    }
    reader.done(inputs)
}

/// IPSS-M of a row, with the authors' output columns.
pub fn ipssm_row(row: &Row, options: &TableOptions, karyotype: &Karyotype) -> Result<RowAnswer, RowErrors> {
    let (inputs, warnings) = ipssm_inputs(row, options, karyotype)?;
    let result = score(&inputs);
    let all = [("best", result.best), ("mean", result.mean), ("worst", result.worst)];
    let each = |stem: &str, text: fn(Scored) -> String| {
        all.iter().map(|(name, scored)| (format!("{stem}_{name}"), text(*scored))).collect::<Vec<(String, String)>>()
    };
    let mut columns = each("IPSSMscore", |scored| number_text(Some(scored.score)));
    columns.extend(each("IPSSMcat", |scored| scored.category.authors_word().to_owned()));
    let category = result.last.category.map_or("NA", |category| category.authors_word());
    columns.push(("IPSSMscore_final".to_owned(), number_text(result.last.score)));
    columns.push(("IPSSMcat_final".to_owned(), category.to_owned()));
    columns.push(("Comment".to_owned(), result.last.comment.text().to_owned()));
    columns.extend(each("raw", |scored| twelve_digits(scored.raw)));
    Ok(RowAnswer { columns, warnings })
}
