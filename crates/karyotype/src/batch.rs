//! Karyotypes by the table: what one string says, as the cells of a row.

use marv_model::{
    cytogenetics::{Group, Lesion, Possible},
    finding::Status,
};

use crate::{
    complex::ComplexDefinition,
    count::{CountScheme, Counted, counted},
    groups::{AmlCytogenetics, Chromosome17, Patient, aml_risk},
    karyotype::Karyotype,
    read::{Fidelity, Reading},
};

/// The columns that a row adds, in order.
pub const COLUMNS: [&str; 11] = [
    "fidelity",
    "warnings",
    "clones",
    "abnormalities",
    "complex",
    "complex_as_read",
    "monosomal",
    "ipssr_cyto",
    "eln2022_cyto",
    "chr17",
    "events",
];

/// The cells of one row, in the order of [`COLUMNS`].
///
/// * `fidelity`: `exact`, `repaired`, `partial` or `unparsed`.
/// * `warnings`: what was repaired or lost, `kind:character`, joined by `;`.
/// * `clones`: abnormal clones, with clonal abnormalities.
/// * `abnormalities`: clonal abnormalities as ELN and ICC count them, one an event; `>=` before it where more may be there.
/// * `complex`, `monosomal`: ELN 2022; `yes`, `no` or `unknown`.
/// * `complex_as_read`: `yes` or `no`, as the words stand: what could not be read or is not clonal adds nothing; as `complex` where
///   that is decided, empty where nothing was read.
/// * `ipssr_cyto`, `eln2022_cyto`: the groups that are possible, joined by `|`.
/// * `chr17`: `normal`, `del`, `iso17q`, `abnormal` or `unknown`.
/// * `events`: the abnormalities that were counted, joined by `;`.
///
/// Of an unparsed string all is unknown; an empty cell has nothing to tell.
///
/// ```
/// let row = marv_karyotype::batch::row("45,xx,-7[18]/46,xx[2]", Default::default());
/// assert_eq!(row[0], "repaired");
/// assert_eq!(row[1], "lower_case:4;lower_case:5;lower_case:17;lower_case:18");
/// assert_eq!(row[2..], ["1", "1", "no", "no", "no", "Poor", "adverse", "normal", "-7"]);
/// ```
pub fn row(iscn: &str, patient: Patient) -> [String; 11] {
    let reading = Karyotype::read(iscn);
    let fidelity = reading.fidelity.to_string();
    let warnings = warnings(&reading);
    let looked = if reading.fidelity == Fidelity::Unparsed { None } else { reading.looked() };
    let Some(looked) = looked else {
        let unknown = || "unknown".to_owned();
        let every =
            || words(Possible::<marv_model::cytogenetics::IpssrCytogenetics>::unknown().groups().map(Group::word));
        let risks = aml_risk(&crate::cytogenetics::nothing_read(), Status::Unknown, AmlCytogenetics::Eln2022);
        return [
            fidelity,
            warnings,
            String::new(),
            ">=0".to_owned(),
            unknown(),
            String::new(),
            unknown(),
            every(),
            words(risks.iter().map(|risk| risk.word())),
            unknown(),
            String::new(),
        ];
    };
    let findings = looked.findings();
    let counted = counted(&looked.clonal, CountScheme::Events);
    let complex = findings.status(Lesion::ComplexKaryotype);
    let abnormal = looked.clonal.iter().filter(|clone| !clone.items.is_empty()).count();
    [
        fidelity,
        warnings,
        abnormal.to_string(),
        if looked.extent.complete() { counted.total.to_string() } else { format!(">={}", counted.total) },
        yes_no(complex).to_owned(),
        reading
            .complex_as_read(&ComplexDefinition::ELN_2022)
            .map_or("", |yes| if yes { "yes" } else { "no" })
            .to_owned(),
        yes_no(findings.status(Lesion::MonosomalKaryotype)).to_owned(),
        words(reading.groups_by(&looked, patient).ipssr.groups().map(Group::word)),
        words(aml_risk(&findings, complex, AmlCytogenetics::Eln2022).iter().map(|risk| risk.word())),
        Chromosome17::of(&findings).word().to_owned(),
        events(&counted),
    ]
}

fn warnings(reading: &Reading) -> String {
    let told: Vec<String> = reading
        .warnings
        .iter()
        .map(|warning| {
            let key = warning.kind.key();
            format!("{}:{}", key.strip_prefix("iscn.warning.").unwrap_or(key), warning.position)
        })
        .collect();
    told.join(";")
}

fn events(counted: &Counted) -> String {
    let listed = counted.items.iter().filter(|one| one.weight > 0).filter_map(|one| one.item.as_ref());
    listed.map(ToString::to_string).collect::<Vec<_>>().join(";")
}

fn words(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join("|")
}

fn yes_no(status: Status) -> &'static str {
    match status {
        Status::Present => "yes",
        Status::Absent => "no",
        Status::Unknown => "unknown",
    }
}
