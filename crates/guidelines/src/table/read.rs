//! The texts of a row as values, with every refusal kept.

use marv_model::{clinical::haemoglobin_from_mmol_per_litre, cytogenetics::Group};

use super::{HaemoglobinUnit, Row, RowError, RowErrors};

/// Words for a missing value, as in the authors' reader of IPSS-M.
const MISSING: [&str; 5] = ["", "NA", "N/A", "n/a", "na"];

pub(super) fn is_missing(text: &str) -> bool {
    MISSING.contains(&text.trim())
}

/// Reads one row.
pub(super) struct Reader<'a> {
    row: &'a Row,
    errors: Vec<RowError>,
    pub(super) warnings: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(row: &'a Row) -> Self {
        Self { row, errors: Vec::new(), warnings: Vec::new() }
    }
    /// The text of a column; none where it is missing.
    pub(super) fn text(&self, column: &str) -> Option<&'a str> {
        self.row.get(column).map(|text| text.trim()).filter(|text| !is_missing(text))
    }
    pub(super) fn refuse(&mut self, column: &str, value: &str, expected: impl Into<String>) {
        let (column, value) = (column.to_owned(), value.to_owned());
        self.errors.push(RowError { column, value, expected: expected.into() });
    }
    /// A number within bounds, in this unit.
    pub(super) fn number(&mut self, column: &str, (low, high): (f64, f64), unit: &str) -> Option<f64> {
        let text = self.text(column)?;
        match text.parse::<f64>() {
            Ok(value) if (low..=high).contains(&value) => Some(value),
            _ => {
                let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
                self.refuse(column, text, format!("a number from {low} to {high}{unit}, with a decimal point, or NA"));
                None
            }
        }
    }
    /// Haemoglobin in g/dL.
    pub(super) fn haemoglobin(&mut self, column: &str, unit: HaemoglobinUnit) -> Option<f64> {
        match unit {
            HaemoglobinUnit::GramsPerDecilitre => self.number(column, (0.0, 30.0), "g/dL"),
            HaemoglobinUnit::MillimolesPerLitre => {
                self.number(column, (0.0, 18.0), "mmol/L").map(haemoglobin_from_mmol_per_litre)
            }
        }
    }
    pub(super) fn yes_or_no(&mut self, column: &str) -> Option<bool> {
        match self.text(column)? {
            "0" => Some(false),
            "1" => Some(true),
            text => {
                self.refuse(column, text, "0, 1 or NA");
                None
            }
        }
    }
    /// A group by its word, whatever its case.
    pub(super) fn group<G: Group>(&mut self, column: &str) -> Option<G> {
        let text = self.text(column)?;
        let group = G::ALL.iter().copied().find(|group| group.word().eq_ignore_ascii_case(text));
        if group.is_none() {
            let words: Vec<&str> = G::ALL.iter().map(|group| group.word()).collect();
            self.refuse(column, text, format!("{} or NA", words.join(", ")));
        }
        group
    }
    /// The answer, unless something was refused.
    pub(super) fn done<T>(self, value: T) -> Result<(T, Vec<String>), RowErrors> {
        if self.errors.is_empty() { Ok((value, self.warnings)) } else { Err(RowErrors(self.errors)) }
    }
}

/// A number as tables write it: `0.3`, never `-0`; NA where there is none.
pub(super) fn number_text(value: Option<f64>) -> String {
    value.map_or_else(|| "NA".to_owned(), |number| (number + 0.0).to_string())
}

/// With twelve significant digits.
pub(super) fn twelve_digits(value: f64) -> String {
    let rounded = format!("{value:.11e}").parse().unwrap_or(value);
    number_text(Some(rounded))
}
