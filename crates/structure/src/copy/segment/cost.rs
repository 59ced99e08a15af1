//! What a stretch costs when it is taken for one segment.

use crate::{
    copy::{
        balance::{Counting, GRID, Profile},
        correct::{Ratios, winsorised},
        maths::float,
        tracks::Site,
    },
    sweep::WINDOW,
};

/// A contig's two signals, summed from its start, so that any stretch is a difference.
#[derive(Debug)]
pub(crate) struct Signal {
    ratio: Vec<f64>,
    square: Vec<f64>,
    balance: Vec<Profile>,
    precision: f64,
}

/// METHOD: a single window farther than this many standard deviations from the running median of the nine around it is
/// drawn in to there.
const LIMIT: f64 = 3.5;

impl Signal {
    pub(crate) fn new(ratios: &Ratios, sites: &[Site], counting: Counting) -> Self {
        let noise = ratios.noise;
        let values = winsorised(&ratios.ratio, 4, LIMIT * noise);
        let (mut ratio, mut square) = (vec![0.0], vec![0.0]);
        let (mut sum, mut of_squares) = (0.0, 0.0);
        for value in values {
            sum += value;
            of_squares += value * value;
            ratio.push(sum);
            square.push(of_squares);
        }
        let expected = counting.grid();
        let mut balance = Vec::with_capacity(ratio.len());
        let mut total: Profile = [0.0; GRID.len()];
        balance.push(total);
        let mut rest = sites.iter().peekable();
        for (at, _) in ratios.windows.iter().enumerate() {
            // Sites of windows that are left out belong to the next one that is not.
            let end = match ratios.windows.get(at + 1) {
                Some(_) => (ratios.windows[at] + 1).saturating_mul(WINDOW),
                None => u32::MAX,
            };
            while let Some(site) = rest.next_if(|site| site.position < end) {
                for (sum, value) in total.iter_mut().zip(counting.profile(site, &expected)) {
                    *sum += value;
                }
            }
            balance.push(total);
        }
        Self { ratio, square, balance, precision: 1.0 / (noise * noise) }
    }
    /// Usable windows.
    pub(crate) fn len(&self) -> usize {
        self.ratio.len() - 1
    }
    /// Of the windows `from` up to (not including) `to`.
    pub(crate) fn cost(&self, from: usize, to: usize) -> f64 {
        let sum = self.ratio[to] - self.ratio[from];
        let squares = self.square[to] - self.square[from] - sum * sum / float(to - from);
        squares * self.precision - 2.0 * self.best(from, to)
    }
    /// What two stretches side by side save over one: a chi-square where nothing changes.
    pub(crate) fn gain(&self, from: usize, middle: usize, to: usize) -> f64 {
        let of = |a: usize, b: usize| ((self.ratio[b] - self.ratio[a]) / float(b - a), float(b - a));
        let ((left, n), (right, m)) = (of(from, middle), of(middle, to));
        let depth = (left - right) * (left - right) * n * m / (n + m) * self.precision;
        depth + 2.0 * (self.best(from, middle) + self.best(middle, to) - self.best(from, to))
    }
    /// The ln likelihood of a stretch's sites at the grid's best deviation.
    fn best(&self, from: usize, to: usize) -> f64 {
        let (low, high) = (&self.balance[from], &self.balance[to]);
        high.iter().zip(low).map(|(high, low)| high - low).fold(f64::NEG_INFINITY, f64::max)
    }
}
