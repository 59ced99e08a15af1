//! ISCN text to [`Karyotype`], with what had to be repaired.
//!
//! The data's way: `text` evens out signs and spaces and keeps each character's place; `lines` finds the cell lines;
//! `line` reads one, `line_items` its items, `items` one of them, `breakpoints` their chromosomes and bands, `suffixes` what stands behind. Nothing is guessed: what is repaired is
//! said, and what cannot be read is kept as it is, and makes the reading partial.

mod breakpoints;
mod items;
mod line;
mod line_items;
mod lines;
mod suffixes;
mod text;
mod warnings;

pub use warnings::{Fidelity, Warning, WarningKind};

use crate::karyotype::Karyotype;

/// A karyotype as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What was understood; without a cell line where nothing was, or where all are a donor's.
    pub karyotype: Karyotype,
    /// How well.
    pub fidelity: Fidelity,
    /// What had to be repaired or could not be read, in the order of the text.
    pub warnings: Vec<Warning>,
}

/// Longer texts, in characters, are no karyotypes; the longest real one that was met has about 1,000.
const LONGEST: usize = 10_000;

impl Karyotype {
    /// Reads a karyotype in ISCN. Never fails: what cannot be read is told by the fidelity and the warnings.
    ///
    /// ```
    /// use marv_karyotype::{Fidelity, Karyotype};
    ///
    /// let reading = Karyotype::read("47,XX,+8[14]/46,XX[6]");
    /// assert_eq!(reading.fidelity, Fidelity::Exact);
    /// assert_eq!(reading.karyotype.lines.len(), 2);
    ///
    /// let repaired = Karyotype::read("46,xx,t(9;22)(q34:q11.2)");
    /// assert_eq!(repaired.fidelity, Fidelity::Repaired);
    /// assert_eq!(repaired.karyotype.to_string(), "46,XX,t(9;22)(q34;q11.2)");
    /// ```
    pub fn read(iscn: &str) -> Reading {
        let mut warnings = Vec::new();
        let karyotype = if iscn.chars().nth(LONGEST).is_some() {
            warnings.push(Warning { position: LONGEST + 1, kind: WarningKind::UnreadLine, text: String::new() });
            Karyotype::default()
        } else {
            let text = text::Text::new(iscn, &mut warnings);
            lines::karyotype(&text, &mut warnings)
        };
        warnings.sort_by_key(|warning| warning.position);
        warnings.dedup();
        let of_donor_only = karyotype.donor.as_ref().is_some_and(|donor| !donor.is_empty());
        let fidelity = if karyotype.lines.is_empty() && !of_donor_only {
            Fidelity::Unparsed
        } else if warnings.iter().any(|warning| warning.kind.is_loss()) {
            Fidelity::Partial
        } else if warnings.is_empty() {
            Fidelity::Exact
        } else {
            Fidelity::Repaired
        };
        Reading { karyotype, fidelity, warnings }
    }
}
