//! A step of depth within a gene: what the duplication of a part of it leaves where no read shows its ends.

use marv_model::genome::Interval;

use super::{
    correct::{Corrected, Ratios},
    maths::float,
};
use crate::sweep::WINDOW;

/// A stretch, and another of the same contig that it is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// The stretch.
    pub part: Interval,
    /// What it is held against.
    pub rest: Interval,
}

/// How the tumour's depth over a stretch differs from that beside it, each over the normal's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepthStep {
    /// log2 of the one over the other: log2(1 + rho / 2) for one more copy in a share rho of the cells.
    pub log2: f64,
    /// Its standard error.
    pub error: f64,
    /// Windows of 1 kb of the stretch, and beside it.
    pub windows: [usize; 2],
}

/// METHOD: fewer windows than these give no mean.
const FEWEST: usize = 3;

impl DepthStep {
    /// In standard errors.
    pub fn z(&self) -> f64 {
        self.log2 / self.error
    }
    /// None where a side has too few windows that can be used.
    pub(super) fn of(beside: &Beside, corrected: &Corrected) -> Option<Self> {
        let ratios = corrected.contigs.get(&beside.part.contig())?;
        let [part, rest] = [windows(ratios, beside.part), windows(ratios, beside.rest)];
        if part.len() < FEWEST || rest.len() < FEWEST {
            return None;
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / float(values.len());
        let error = ratios.noise * (1.0 / float(part.len()) + 1.0 / float(rest.len())).sqrt();
        Some(Self { log2: mean(part) - mean(rest), error, windows: [part.len(), rest.len()] })
    }
}

/// log2 ratios of the windows that lie wholly within an interval.
fn windows(ratios: &Ratios, interval: Interval) -> &[f64] {
    let (first, behind) = (interval.start().div_ceil(WINDOW), interval.end() / WINDOW);
    let at = |number: u32| ratios.windows.partition_point(|window| *window < number);
    ratios.ratio.get(at(first)..at(behind)).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use marv_model::genome::ContigId;

    use super::*;

    #[test]
    fn a_step_is_the_difference_of_means_in_errors_of_both() {
        // Windows 100 to 119, of which 103 cannot be used; the first ten at log2(1.25), the others at 0; noise 0.1.
        let numbers: Vec<u32> = (100..120).filter(|window| *window != 103).collect();
        let ratio = numbers.iter().map(|window| if *window < 110 { 0.321_928 } else { 0.0 }).collect();
        let contig = ContigId(0);
        let ratios = Ratios { windows: numbers, ratio, noise: 0.1, ..Ratios::default() };
        let corrected = Corrected { contigs: [(contig, ratios)].into(), ..Corrected::default() };
        let of = |part: (u32, u32), rest: (u32, u32)| {
            let interval = |(start, end)| Interval::new(contig, start, end).unwrap();
            DepthStep::of(&Beside { part: interval(part), rest: interval(rest) }, &corrected)
        };
        // Whole windows of 101,500 to 108,200: 102 to 107 less 103, five; of 111,000 to 119,000: eight.
        // Error 0.1 * sqrt(1/5 + 1/8) = 0.057009; 0.321928 / 0.057009 = 5.647.
        let step = of((101_500, 108_200), (111_000, 119_000)).unwrap();
        assert_eq!(step.windows, [5, 8]);
        assert!((step.log2 - 0.321_928).abs() < 1e-9 && (step.z() - 5.647).abs() < 1e-3, "{step:?}");
        assert_eq!(of((101_500, 104_500), (111_000, 119_000)), None, "102 alone is whole and usable");
    }
}
