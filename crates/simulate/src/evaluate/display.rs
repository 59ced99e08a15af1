//! An evaluation as text.

use std::fmt;

use crate::evaluate::{BIN_EDGES, Counts, Evaluation};

/// Lines of missed and of extra variants shown.
const SHOWN: usize = 40;

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<12}{:>8}{:>8}{:>8}{:>8}{:>11}{:>8}{:>8}",
            "", "truth", "found", "calls", "true", "precision", "recall", "F1"
        )?;
        for (name, counts) in [("all", &self.all), ("SNV", &self.snv), ("MNV", &self.mnv), ("indel", &self.indel)] {
            row(f, name, counts)?;
        }
        writeln!(f, "by fraction")?;
        for (bin, counts) in self.by_fraction.iter().enumerate() {
            let percent = |index: usize| BIN_EDGES.get(index).map(|edge| format!("{:.0}", 100.0 * edge));
            let name = match (bin.checked_sub(1).and_then(percent), percent(bin)) {
                (Some(low), Some(high)) => format!("{low}-{high} %"),
                (None, Some(high)) => format!("< {high} %"),
                (Some(low), None) => format!(">= {low} %"),
                (None, None) => String::new(),
            };
            row(f, &name, counts)?;
        }
        if !self.missed.is_empty() {
            writeln!(f, "missed: {}, of which called with a filter: {}", self.missed.len(), self.found_but_filtered)?;
        }
        for missed in self.missed.iter().take(SHOWN) {
            let why = match &missed.filters {
                None => "not called".to_owned(),
                Some(filters) => format!("filtered: {}", filters.join(";")),
            };
            let label = missed.label.as_ref().map_or(String::new(), |label| format!(" {label}"));
            writeln!(f, "  {}{label}{}: {why}", missed.variant, fraction(missed.fraction))?;
        }
        more(f, self.missed.len())?;
        if !self.extra.is_empty() {
            writeln!(f, "extra: {}", self.extra.len())?;
        }
        for extra in self.extra.iter().take(SHOWN) {
            let filters =
                if extra.filters.is_empty() { String::new() } else { format!(" {}", extra.filters.join(";")) };
            writeln!(f, "  {}{}{filters}", extra.variant, fraction(extra.fraction))?;
        }
        more(f, self.extra.len())?;
        if self.not_compared > 0 {
            writeln!(f, "not compared, no small variants: {}", self.not_compared)?;
        }
        Ok(())
    }
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, counts: &Counts) -> fmt::Result {
    let Counts { truth, found, calls, true_calls } = counts;
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
    let (precision, recall, f1) = (share(counts.precision()), share(counts.recall()), share(counts.f1()));
    writeln!(f, "{name:<12}{truth:>8}{found:>8}{calls:>8}{true_calls:>8}{precision:>11}{recall:>8}{f1:>8}")
}

fn fraction(fraction: Option<f64>) -> String {
    fraction.map_or(String::new(), |fraction| format!(" ({:.1} %)", 100.0 * fraction))
}

fn more(f: &mut fmt::Formatter<'_>, all: usize) -> fmt::Result {
    if all > SHOWN { writeln!(f, "  and {} more", all - SHOWN) } else { Ok(()) }
}
