//! What a department writes down of a patient beside the files: blood counts and history, FISH, gene panel.

use std::{collections::BTreeMap, path::Path};

use marv_guidelines::profile::Marker;
use marv_model::{
    clinical::{Circumstance, Clinical, Measure, haemoglobin_from_mmol_per_litre},
    cytogenetics::Lesion,
    finding::Status,
    laboratory::{FishResult, PanelResult},
    units::AlleleFraction,
};
use serde::{Deserialize, Serialize};

use crate::Error;

/// A value of `[clinical]`: a number in the measure's own unit, a text with a unit, or whether a circumstance is so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ClinicalValue {
    /// A circumstance is so, or is not.
    So(bool),
    /// In the measure's own unit.
    Number(f64),
    /// With its unit, such as `5.8 mmol/L`.
    WithUnit(String),
}

/// A value of `[fish]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FishValue {
    /// `positive`, `negative` or `no result`.
    Word(String),
    /// Counted nuclei.
    Counted {
        /// With the abnormal pattern.
        positive: u32,
        /// Scored.
        of: u32,
        /// The share from which the laboratory calls the probe positive, 0 to 1.
        cutoff: f64,
    },
}

/// A value of `[panel]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PanelValue {
    /// Whether it is mutated.
    So(bool),
    /// The allele fraction of its mutation, 0 to 1.
    Fraction(f64),
    /// The allele fractions of its mutations, 0 to 1.
    Fractions(Vec<f64>),
    /// `present`, `absent` or `no result`.
    Word(String),
}

/// What was written down, understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Known {
    /// Blood counts and history.
    pub(crate) clinical: Clinical,
    /// FISH results, in the order of the lesions.
    pub(crate) fish: Vec<FishResult>,
    /// Gene panel, in the order of the markers.
    pub(crate) panel: Vec<PanelResult>,
}

/// Understands the tables of a case file; `path` is where they stand, for messages.
pub(crate) fn read(
    clinical_table: &BTreeMap<String, ClinicalValue>,
    fish_table: &BTreeMap<String, FishValue>,
    panel_table: &BTreeMap<String, PanelValue>,
    path: &Path,
) -> Result<Known, Error> {
    let mut clinical = Clinical::unknown();
    for (name, value) in clinical_table {
        clinical = entered(clinical, name, value)
            .map_err(|(problem, advice)| Error::file(path, Some(&format!("clinical.{name}")), problem, advice))?;
    }
    let mut fish = Vec::new();
    for (name, value) in fish_table {
        fish.push(
            fish_result(name, value)
                .map_err(|(problem, advice)| Error::file(path, Some(&format!("fish.{name}")), problem, advice))?,
        );
    }
    fish.sort_by_key(|result| result.lesion);
    let mut panel = Vec::new();
    for (name, value) in panel_table {
        let marker = Marker::from_name(name);
        let result = marker.ok_or_else(unknown_marker).and_then(|marker| panel_result(marker, value));
        let entry =
            result.map_err(|(problem, advice)| Error::file(path, Some(&format!("panel.{name}")), problem, advice))?;
        panel.push((marker, entry));
    }
    panel.sort_by_key(|(marker, _)| *marker);
    Ok(Known { clinical, fish, panel: panel.into_iter().map(|(_, entry)| entry).collect() })
}

/// What is wrong and what to do.
type Wrong = (String, String);

fn wrong(problem: impl Into<String>, advice: impl Into<String>) -> Wrong {
    (problem.into(), advice.into())
}

fn entered(clinical: Clinical, name: &str, value: &ClinicalValue) -> Result<Clinical, Wrong> {
    if let Some(measure) = Measure::ALL.iter().copied().find(|measure| measure.word() == name) {
        let number = match value {
            ClinicalValue::Number(number) => *number,
            ClinicalValue::WithUnit(text) => in_its_unit(measure, text)?,
            ClinicalValue::So(_) => {
                return Err(wrong(
                    "it is a number, not true or false",
                    format!("give it in {}, such as {name} = 10", measure.unit()),
                ));
            }
        };
        return clinical
            .measured(measure, number)
            .map_err(|error| wrong(error.to_string(), "correct the value or give its unit, such as \"5.8 mmol/L\""));
    }
    match (Circumstance::ALL.iter().copied().find(|one| one.word() == name), value) {
        (Some(circumstance), ClinicalValue::So(is_so)) => Ok(clinical.circumstance(circumstance, *is_so)),
        (Some(_), _) => Err(wrong("it is so or it is not", format!("give {name} = true or {name} = false"))),
        (None, _) => {
            let names: Vec<&str> =
                Measure::ALL.iter().map(|m| m.word()).chain(Circumstance::ALL.iter().map(|c| c.word())).collect();
            Err(wrong("no measure and no circumstance has this name", format!("choose from {}", names.join(", "))))
        }
    }
}

/// A number with its unit, in the measure's own unit.
fn in_its_unit(measure: Measure, text: &str) -> Result<f64, Wrong> {
    let split = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    let (number, unit) = (text[..split].trim(), text[split..].trim());
    let number: f64 = number
        .parse()
        .map_err(|_| wrong(format!("{text:?} does not start with a number"), "give a number and its unit"))?;
    let same = |a: &str, b: &str| a.replace('µ', "u").eq_ignore_ascii_case(b);
    if unit.is_empty() || same(unit, measure.unit()) {
        return Ok(number);
    }
    match (measure, unit) {
        (Measure::Haemoglobin, unit) if same(unit, "mmol/L") => Ok(haemoglobin_from_mmol_per_litre(number)),
        (Measure::Haemoglobin, unit) if same(unit, "g/L") => Ok(number / 10.0),
        (Measure::Albumin, unit) if same(unit, "g/dL") => Ok(number * 10.0),
        // 1 mg/dL of creatinine (113.12 g/mol) is 88.4 umol/L.
        (Measure::Creatinine, unit) if same(unit, "mg/dL") => Ok(number * 88.4),
        _ => Err(wrong(format!("{unit:?} is no unit that is known for it"), format!("give it in {}", measure.unit()))),
    }
}

fn fish_result(name: &str, value: &FishValue) -> Result<FishResult, Wrong> {
    let lesion = Lesion::ALL.iter().copied().find(|lesion| lesion.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Lesion::ALL.iter().map(|lesion| lesion.name()).collect();
        wrong("no lesion has this name", format!("choose from {}", names.join("; ")))
    })?;
    match value {
        FishValue::Word(word) => {
            Ok(FishResult { lesion, result: status(word, "positive", "negative")?, positive_share: None, cells: None })
        }
        FishValue::Counted { positive, of, cutoff } => {
            if positive > of || *of == 0 || !(0.0..=1.0).contains(cutoff) {
                return Err(wrong(
                    format!("{positive} of {of} nuclei at a cutoff of {cutoff}"),
                    "give positive nuclei, nuclei scored, and the laboratory's cutoff as a share from 0 to 1",
                ));
            }
            let share = f64::from(*positive) / f64::from(*of);
            let result = if share >= *cutoff { Status::Present } else { Status::Absent };
            Ok(FishResult { lesion, result, positive_share: Some(share), cells: Some(*of) })
        }
    }
}

fn unknown_marker() -> Wrong {
    let names: Vec<&str> = Marker::ALL.iter().map(|(_, name)| *name).collect();
    wrong("no marker has this name", format!("choose from {}", names.join(", ")))
}

fn panel_result(marker: Marker, value: &PanelValue) -> Result<PanelResult, Wrong> {
    let fractions = |values: &[f64]| -> Result<Vec<AlleleFraction>, Wrong> {
        values
            .iter()
            .map(|value| AlleleFraction::new(*value))
            .collect::<Result<_, _>>()
            .map_err(|error| wrong(error.to_string(), "give allele fractions from 0 to 1, such as 0.41"))
    };
    let (result, fractions) = match value {
        PanelValue::So(true) => (Status::Present, Vec::new()),
        PanelValue::So(false) => (Status::Absent, Vec::new()),
        PanelValue::Word(word) => (status(word, "present", "absent")?, Vec::new()),
        PanelValue::Fraction(value) => (Status::Present, fractions(&[*value])?),
        PanelValue::Fractions(values) if values.is_empty() => (Status::Absent, Vec::new()),
        PanelValue::Fractions(values) => (Status::Present, fractions(values)?),
    };
    if fractions.iter().any(|fraction| fraction.get() <= 0.0) {
        return Err(wrong("an allele fraction of 0 is no mutation", "give false where it is not mutated"));
    }
    Ok(PanelResult { marker: marker.name().to_owned(), result, fractions })
}

fn status(word: &str, yes: &str, no: &str) -> Result<Status, Wrong> {
    match word.trim().to_ascii_lowercase().as_str() {
        word if word == yes => Ok(Status::Present),
        word if word == no => Ok(Status::Absent),
        "no result" => Ok(Status::Unknown),
        _ => Err(wrong(format!("{word:?} is no result"), format!("give \"{yes}\", \"{no}\" or \"no result\""))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Known, Error> {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Tables {
            clinical: BTreeMap<String, ClinicalValue>,
            fish: BTreeMap<String, FishValue>,
            panel: BTreeMap<String, PanelValue>,
        }
        let tables: Tables = toml::from_str(text).unwrap();
        super::read(&tables.clinical, &tables.fish, &tables.panel, Path::new("case.toml"))
    }

    #[test]
    fn units_are_converted_and_said() {
        let known =
            read("clinical = { haemoglobin = \"5.0 mmol/L\", albumin = \"3.5 g/dL\", platelets = 42, male = true }")
                .unwrap();
        // 5.0 * 1.6114 = 8.057 g/dL; 3.5 g/dL = 35 g/L.
        assert!((known.clinical.value(Measure::Haemoglobin).unwrap() - 8.057).abs() < 1e-9);
        assert_eq!(known.clinical.value(Measure::Albumin), Some(35.0));
        assert_eq!(known.clinical.status(Circumstance::Male), Status::Present);
        assert_eq!(known.clinical.status(Circumstance::Cytopenia), Status::Unknown);
    }

    #[test]
    fn a_value_that_no_patient_can_have_is_refused_with_its_field() {
        for (text, field) in [
            ("clinical = { haemoglobin = 94 }", "clinical.haemoglobin"),
            ("clinical = { haemoglobin = \"94 kg\" }", "clinical.haemoglobin"),
            ("clinical = { hemoglobin = 9 }", "clinical.hemoglobin"),
            ("clinical = { male = 1 }", "clinical.male"),
            ("fish = { \"TP53\" = \"positive\" }", "fish.TP53"),
            ("fish = { \"+8\" = { positive = 30, of = 20, cutoff = 0.05 } }", "fish.+8"),
            ("panel = { NPM1 = 41 }", "panel.NPM1"),
            ("panel = { NPM2 = true }", "panel.NPM2"),
            ("panel = { NPM1 = 0.0 }", "panel.NPM1"),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.contains(field), "{message}");
        }
    }

    #[test]
    fn a_probe_is_positive_from_its_cutoff() {
        let known =
            read("[fish]\n\"loss of 17p13\" = { positive = 20, of = 200, cutoff = 0.10 }\n\"+8\" = \"negative\"\n")
                .unwrap();
        assert_eq!(known.fish[0].lesion, Lesion::Loss17p);
        assert_eq!((known.fish[0].result, known.fish[0].positive_share), (Status::Present, Some(0.1)));
        assert_eq!(known.fish[1].result, Status::Absent);
    }

    #[test]
    fn a_panel_result_keeps_its_fractions() {
        let known = read("panel = { TP53 = [0.38, 0.12], NPM1 = false, FLT3-ITD = \"no result\" }").unwrap();
        assert_eq!(
            known.panel.iter().map(|entry| entry.marker.as_str()).collect::<Vec<_>>(),
            ["NPM1", "FLT3-ITD", "TP53"]
        );
        assert_eq!(known.panel[2].fractions.len(), 2);
        assert_eq!(known.panel[1].result, Status::Unknown);
    }
}
