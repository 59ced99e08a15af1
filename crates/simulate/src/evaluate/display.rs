//! An evaluation as text.

use std::fmt;

use super::{BIN_NAMES, Counts, Evaluation};

/// Lines of missed and of extra variants shown.
const SHOWN: usize = 40;

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<12}{:>8}{:>8}{:>8}{:>8}{:>11}{:>14}{:>8}{:>14}{:>8}{:>13}",
            "", "truth", "found", "calls", "true", "precision", "95 %", "recall", "95 %", "F1", "false per Mb"
        )?;
        for (name, counts) in self.kinds() {
            self.row(f, name, &counts.all)?;
        }
        for (name, counts) in self.kinds().into_iter().filter(|(_, counts)| counts.all != Counts::default()) {
            writeln!(f, "{name}, by fraction")?;
            for (bin, counts) in BIN_NAMES.iter().zip(&counts.by_fraction) {
                self.row(f, &format!("  {bin}"), counts)?;
            }
        }
        self.calibration(f)?;
        self.contamination(f)?;
        self.differences(f)
    }
}

impl Evaluation {
    fn row(&self, f: &mut fmt::Formatter<'_>, name: &str, counts: &Counts) -> fmt::Result {
        let Counts { truth, found, calls, true_calls } = counts;
        let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
        let range = |interval: Option<[f64; 2]>| {
            interval.map_or_else(|| "-".to_owned(), |[low, high]| format!("{low:.3}-{high:.3}"))
        };
        let (precision, recall, f1) = (share(counts.precision()), share(counts.recall()), share(counts.f1()));
        let (around_precision, around_recall) = (range(counts.precision_interval()), range(counts.recall_interval()));
        let rate =
            counts.false_per_megabase(self.bases).map_or_else(|| "-".to_owned(), |(rate, _)| format!("{rate:.2}"));
        writeln!(
            f,
            "{name:<12}{truth:>8}{found:>8}{calls:>8}{true_calls:>8}{precision:>11}{around_precision:>14}{recall:>8}{around_recall:>14}{f1:>8}{rate:>13}"
        )
    }

    fn calibration(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(error) = self.calibration.error() else { return Ok(()) };
        let candidates = self.calibration.candidates();
        write!(f, "P(somatic) of {candidates} candidates: expected calibration error {error:.4}")?;
        if let Some(error) = self.calibration.error_from_a_tenth() {
            write!(f, ", {error:.4} over those from 0.1")?;
        }
        writeln!(f, "\n{:<12}{:>11}{:>8}{:>8}{:>8}{:>14}", "  P", "candidates", "mean", "true", "share", "95 %")?;
        for (tenth, bin) in (0u32..).zip(&self.calibration.bins) {
            let (Some(mean), Some((share, [low, high]))) = (bin.mean(), bin.share()) else { continue };
            let name = format!("  0.{tenth}-{:.1}", f64::from(tenth + 1) / 10.0);
            let range = format!("{low:.3}-{high:.3}");
            writeln!(f, "{name:<12}{:>11}{mean:>8.3}{:>8}{share:>8.3}{range:>14}", bin.candidates, bin.truth)?;
        }
        Ok(())
    }

    fn contamination(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = &self.tumour_in_normal;
        if share.truth.is_none() && share.estimate.is_none() {
            return Ok(());
        }
        let truth = share.truth.map_or_else(|| "not known".to_owned(), |truth| format!("{:.1} %", 100.0 * truth));
        let estimate = share.estimate.map_or_else(
            || "none".to_owned(),
            |(value, [low, high])| {
                let [value, low, high] = [value, low, high].map(|share| 100.0 * share);
                format!("{value:.1} % ({low:.1} to {high:.1}), from {} substitutions", share.observations)
            },
        );
        writeln!(f, "tumour in the normal: true {truth}, estimated {estimate}")
    }

    fn differences(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

fn fraction(fraction: Option<f64>) -> String {
    fraction.map_or(String::new(), |fraction| format!(" ({:.1} %)", 100.0 * fraction))
}

fn more(f: &mut fmt::Formatter<'_>, all: usize) -> fmt::Result {
    if all > SHOWN { writeln!(f, "  and {} more", all - SHOWN) } else { Ok(()) }
}
