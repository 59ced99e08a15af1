//! A chromosome's copies as steps, arm by arm: what a clone has more or less than expected, as banding and below it.

use super::{chromosomes::ArmStretch, genome::MeasuredSegment};

/// Segments of one state that follow each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) total: u8,
    pub(super) minor: Option<u8>,
    pub(super) inherited: u8,
    pub(super) fraction: f64,
    pub(super) confidence: f64,
    /// The clone that it is of; none where it is as expected.
    pub(super) clone: Option<usize>,
}

impl Run {
    pub(super) fn length(&self) -> u32 {
        self.end - self.start
    }
    pub(super) fn is_loh(&self) -> bool {
        self.minor == Some(0) && self.inherited == 2 && self.total >= 2
    }
    pub(super) fn is_changed(&self) -> bool {
        self.total != self.inherited || self.is_loh()
    }
    fn continues(&self, other: &Run) -> bool {
        /// METHOD: segments of one state whose shares of cells differ by less are one: a border that noise made.
        const ALIKE: f64 = 0.15;
        let minor = self.minor == other.minor || self.minor.is_none() || other.minor.is_none();
        self.total == other.total
            && minor
            && self.inherited == other.inherited
            && (self.fraction - other.fraction).abs() <= ALIKE
    }
}

/// Sorted segments of a chromosome as runs.
///
/// METHOD: where X and Y pair a man has two copies, one of each, and reads do not tell which; his X (or Y) is read off the rest of it, and
/// the paired ends go with what lies beside them.
pub(super) fn runs(segments: impl Iterator<Item = MeasuredSegment>) -> Vec<Run> {
    let segments: Vec<MeasuredSegment> = segments.filter(|segment| segment.total.is_some()).collect();
    let single = segments.iter().any(|segment| segment.inherited == 1);
    let (paired, segments): (Vec<_>, Vec<_>) =
        segments.into_iter().partition(|segment| single && segment.inherited != 1);
    let mut runs: Vec<Run> = Vec::new();
    for segment in segments {
        let Some(total) = segment.total else { continue };
        // What an earlier segment covers is its.
        let start = runs.last().map_or(segment.start, |last| segment.start.max(last.end));
        if segment.end <= start {
            continue;
        }
        let run = Run {
            start,
            end: segment.end,
            total,
            minor: segment.minor,
            inherited: segment.inherited,
            fraction: segment.cell_fraction.unwrap_or(1.0),
            confidence: segment.confidence,
            clone: None,
        };
        match runs.last_mut() {
            Some(last) if last.continues(&run) => {
                let (a, b) = (f64::from(last.length()), f64::from(run.length()));
                last.fraction = (last.fraction * a + run.fraction * b) / (a + b);
                last.confidence = last.confidence.min(run.confidence);
                last.minor = last.minor.or(run.minor);
                last.end = run.end;
            }
            _ => runs.push(run),
        }
    }
    // What lies between them and was not assessed stays so.
    for end in paired {
        if let Some(first) = runs.first_mut().filter(|first| end.end >= first.start) {
            first.start = first.start.min(end.start);
        }
        if let Some(last) = runs.last_mut().filter(|last| end.start <= last.end) {
            last.end = last.end.max(end.end);
        }
    }
    runs
}

/// A stretch of an arm with one difference from what is expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    pub(super) start: u32,
    pub(super) end: u32,
    /// Copies above (or below) what is expected.
    pub(super) delta: i32,
    /// Copies of most of it.
    pub(super) total: u8,
    pub(super) minor: Option<u8>,
    pub(super) confidence: f64,
}

impl Step {
    pub(super) fn length(&self) -> u32 {
        self.end - self.start
    }
    /// Takes a neighbour in, whatever it is.
    fn swallow(&mut self, other: &Step) {
        if other.delta == self.delta {
            self.confidence = self.confidence.min(other.confidence);
            if other.length() > self.length() {
                (self.total, self.minor) = (other.total, other.minor);
            }
        }
        (self.start, self.end) = (self.start.min(other.start), self.end.max(other.end));
    }
}

/// An arm's steps from its one end to the other. Gaps between runs are shared, those at the ends are the nearest run's.
pub(super) fn steps(arm: ArmStretch, runs: &[Run], delta: impl Fn(&Run) -> i32) -> Vec<Step> {
    let inside: Vec<&Run> = runs.iter().filter(|run| run.start < arm.end && arm.start < run.end).collect();
    let mut steps: Vec<Step> = Vec::new();
    for (at, run) in inside.iter().enumerate() {
        let start = steps.last().map_or(arm.start, |last| last.end);
        let end = match inside.get(at + 1) {
            Some(next) => run.end.midpoint(next.start.max(run.end)).min(arm.end),
            None => arm.end,
        };
        if end <= start {
            continue;
        }
        let step =
            Step { start, end, delta: delta(run), total: run.total, minor: run.minor, confidence: run.confidence };
        match steps.last_mut() {
            Some(last) if last.delta == step.delta => last.swallow(&step),
            _ => steps.push(step),
        }
    }
    steps
}

/// Steps as banding may show them, and the changed ones that are below its limit.
///
/// METHOD: the shortest step below the limit is taken into its neighbours until none is left: into both where they are of
/// one state, else into the longer one. An unchanged end of the arm stays from `end_limit` bases on: it tells an
/// interstitial change from one that begins at the centromere or reaches the telomere.
pub(super) fn as_banding(mut steps: Vec<Step>, limit: u32, end_limit: u32) -> (Vec<Step>, Vec<Step>) {
    let mut below = Vec::new();
    while steps.len() > 1 {
        let last = steps.len() - 1;
        let small = |at: &usize| {
            let step: &Step = &steps[*at];
            let is_end = (*at == 0 || *at == last) && step.delta == 0;
            step.length() < if is_end { end_limit } else { limit }
        };
        let Some(at) = (0..steps.len()).filter(small).min_by_key(|at| steps[*at].length()) else { break };
        let small = steps.remove(at);
        let before = at.checked_sub(1);
        let into = match (before, steps.get(at)) {
            (Some(before), Some(after)) if after.length() > steps[before].length() => at,
            (Some(before), _) => before,
            (None, _) => at,
        };
        if small.delta != steps[into].delta && small.delta != 0 {
            below.push(small);
        }
        steps[into].swallow(&Step { delta: i32::MIN, ..small });
        if let (Some(before), true) = (before, at < steps.len())
            && steps[before].delta == steps[at].delta
        {
            let after = steps.remove(at);
            steps[before].swallow(&after);
        }
    }
    below.sort_by_key(|step| (step.start, step.end));
    (steps, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(start: u32, end: u32, delta: i32) -> Step {
        Step { start: start * 1_000_000, end: end * 1_000_000, delta, total: 2, minor: None, confidence: 1.0 }
    }
    fn shown(steps: &[Step]) -> Vec<(u32, u32, i32)> {
        steps.iter().map(|step| (step.start / 1_000_000, step.end / 1_000_000, step.delta)).collect()
    }

    #[test]
    fn what_banding_does_not_show_is_told_apart() {
        // A loss of 40 Mb with an island of 2 Mb in it, and a loss of 1 Mb far from it.
        let steps = vec![step(0, 10, 0), step(10, 30, -1), step(30, 32, 0), step(32, 50, -1), step(50, 80, 0)];
        let (seen, below) = as_banding(steps, 5_000_000, 1_000_000);
        assert_eq!(shown(&seen), [(0, 10, 0), (10, 50, -1), (50, 80, 0)]);
        assert!(below.is_empty(), "an island is no change");
        let (seen, below) = as_banding(vec![step(0, 30, 0), step(30, 31, -1), step(31, 80, 0)], 5_000_000, 1_000_000);
        assert_eq!(shown(&seen), [(0, 80, 0)]);
        assert_eq!(shown(&below), [(30, 31, -1)]);
        // Three megabases beside the centromere are kept: the loss does not begin there.
        let steps = vec![step(0, 3, 0), step(3, 60, -1)];
        assert_eq!(shown(&as_banding(steps.clone(), 5_000_000, 1_000_000).0), [(0, 3, 0), (3, 60, -1)]);
        assert_eq!(shown(&as_banding(steps, 5_000_000, 5_000_000).0), [(0, 60, -1)]);
    }
}
