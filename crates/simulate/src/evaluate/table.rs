//! An evaluation as a table: one measure a line.

use std::{fmt::Write as _, path::Path};

use super::{BIN_NAMES, Counts, Evaluation, KindCounts};
use crate::{Error, truth::write_file};

/// The table's columns: what was measured, of which kind, at which fraction; the value, its 95 % interval, and the counts
/// that it comes from. Empty fields are values that there are none of.
pub const COLUMNS: &str = "measure\tkind\tfraction\tvalue\tlow\thigh\tcount\tof";

/// One line.
struct Row<'a> {
    measure: &'a str,
    kind: &'a str,
    fraction: &'a str,
    value: Option<f64>,
    interval: Option<[f64; 2]>,
    count: Option<u64>,
    of: Option<u64>,
}

impl Evaluation {
    /// The table as tab-separated text with its head ([`COLUMNS`]).
    pub fn to_tsv(&self) -> String {
        let mut text = format!("{COLUMNS}\n");
        for (kind, counts) in self.kinds() {
            self.kind_rows(&mut text, kind, counts);
        }
        let blank = Row { measure: "", kind: "", fraction: "", value: None, interval: None, count: None, of: None };
        for (index, bin) in self.calibration.bins.iter().enumerate() {
            let name = format!("P {:.1}-{:.1}", decimal(index) / 10.0, decimal(index + 1) / 10.0);
            let share = bin.share();
            let (count, of) = (Some(u64::from(bin.truth)), Some(u64::from(bin.candidates)));
            let (value, interval) = (share.map(|share| share.0), share.map(|share| share.1));
            row(&mut text, &Row { measure: "true_share", fraction: &name, value, interval, count, of, ..blank });
            row(&mut text, &Row { measure: "mean_probability", fraction: &name, value: bin.mean(), of, ..blank });
        }
        let candidates = Some(u64::from(self.calibration.candidates()));
        let (all, high) = (self.calibration.error(), self.calibration.error_from_a_tenth());
        row(&mut text, &Row { measure: "calibration_error", value: all, of: candidates, ..blank });
        row(&mut text, &Row { measure: "calibration_error", fraction: "P 0.1-1.0", value: high, ..blank });
        let share = &self.tumour_in_normal;
        row(&mut text, &Row { measure: "tumour_in_normal_truth", value: share.truth, ..blank });
        let (value, interval) = (share.estimate.map(|estimate| estimate.0), share.estimate.map(|estimate| estimate.1));
        let count = share.estimate.map(|_| share.observations);
        row(&mut text, &Row { measure: "tumour_in_normal", value, interval, count, ..blank });
        text
    }

    /// Writes the table; the file appears whole or not at all.
    pub fn write_tsv(&self, path: &Path) -> Result<(), Error> {
        write_file(path, &self.to_tsv()).map(drop)
    }

    fn kind_rows(&self, text: &mut String, kind: &str, counts: &KindCounts) {
        let bins = counts.by_fraction.iter().zip(BIN_NAMES).map(|(bin, name)| (name, bin));
        for (fraction, counts) in [("all", &counts.all)].into_iter().chain(bins) {
            let Counts { truth, found, calls, true_calls } = *counts;
            let numbers = |count: u32, of: u32| (Some(u64::from(count)), Some(u64::from(of)));
            let mut add = |measure, value, interval, (count, of)| {
                row(text, &Row { measure, kind, fraction, value, interval, count, of });
            };
            add("precision", counts.precision(), counts.precision_interval(), numbers(true_calls, calls));
            add("recall", counts.recall(), counts.recall_interval(), numbers(found, truth));
            add("f1", counts.f1(), None, (None, None));
            let rate = counts.false_per_megabase(self.bases);
            let (value, interval) = (rate.map(|rate| rate.0), rate.map(|rate| rate.1));
            let count = Some(u64::from(counts.false_calls()));
            add("false_per_megabase", value, interval, (count, Some(self.bases)));
        }
    }
}

fn decimal(index: usize) -> f64 {
    u32::try_from(index).map_or(f64::NAN, f64::from)
}

fn row(text: &mut String, row: &Row<'_>) {
    let number = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.6}"));
    let whole = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
    let Row { measure, kind, fraction, value, interval, count, of } = row;
    let [low, high] = [0, 1].map(|end| number(interval.map(|interval| interval[end])));
    let (value, count, of) = (number(*value), whole(*count), whole(*of));
    let _ = writeln!(text, "{measure}\t{kind}\t{fraction}\t{value}\t{low}\t{high}\t{count}\t{of}");
}
