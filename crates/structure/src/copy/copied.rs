//! Segments with their copies.

use std::collections::BTreeMap;

use marv_model::{
    genome::{ContigId, Interval},
    structure::Segment,
};

use super::{
    fit::Fit,
    maths::float,
    segment::{Level, Stretch},
    states::{Called, Seen, State, call, call_single},
};

/// A stretch of the genome with its copies.
#[derive(Debug, Clone, PartialEq)]
pub struct CopySegment {
    /// Where.
    pub interval: Interval,
    /// log2 of the sample's copies over what the patient inherited.
    pub log2_ratio: f64,
    /// Share of the more frequent parent's allele, 0.5 to 1; none without a heterozygous site.
    pub balance: Option<f64>,
    /// Windows of 1 kb and heterozygous sites that it rests on.
    pub windows: u32,
    /// See `windows`.
    pub sites: u32,
    /// Mean copies a cell of the sample, normal cells among them.
    pub sample_copies: f64,
    /// The state of the tumour's cells, or of those that differ; none where the purity is not known.
    pub state: Option<State>,
    /// Whether sites tell how the copies divide between the parents.
    pub minor_known: bool,
    /// Share of the tumour's cells in that state.
    pub cell_fraction: Option<f64>,
    /// Probability of the state among all, 0 to 1.
    pub confidence: f64,
    /// Copies that the patient inherited: 2, or 1 of X and Y in a man.
    pub inherited: u8,
}
/// A segment as it is measured, with its inherited copies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inherited {
    pub(super) seen: Seen,
    pub(super) copies: u8,
    /// The segment's share of the windows of its contig that have as many inherited copies.
    pub(super) part: f64,
}

/// Segments with their share of the contig.
pub(super) fn parts(seen: &[(Seen, u8)]) -> Vec<Inherited> {
    let mut windows: BTreeMap<(ContigId, u8), usize> = BTreeMap::new();
    for (one, copies) in seen {
        *windows.entry((one.interval.contig(), *copies)).or_default() += one.windows;
    }
    let part = |(seen, copies): &(Seen, u8)| {
        let all = windows.get(&(seen.interval.contig(), *copies)).copied().unwrap_or_default().max(1);
        Inherited { seen: *seen, copies: *copies, part: float(seen.windows.max(1)) / float(all) }
    };
    seen.iter().map(part).collect()
}

/// A segment's state.
pub(super) fn called(one: &Inherited, fit: &Fit) -> Option<Called> {
    match one.copies {
        2 => call(&one.seen, fit),
        1 => call_single(&one.seen, one.part, fit),
        _ => None,
    }
}

/// METHOD: shares of the cells that are one clone's.
const SAME_CLONE: f64 = 0.08;

/// Joins neighbours of one contig that have one state in one share of the cells; what has changed is measured again.
pub(super) fn join(
    stretches: Vec<Stretch>,
    levels: Vec<Level>,
    states: &[Option<Called>],
    measure: impl Fn(&Stretch) -> Level,
) -> (Vec<Stretch>, Vec<Level>) {
    let mut joined: Vec<(Stretch, Level, Option<Called>, bool)> = Vec::new();
    for ((stretch, level), state) in stretches.into_iter().zip(levels).zip(states) {
        if let (Some((before, _, Some(known), longer)), Some(own)) = (joined.last_mut(), state) {
            let alike = known.state == own.state && (known.cell_fraction - own.cell_fraction).abs() <= SAME_CLONE;
            if before.contig == stretch.contig && !stretch.opens.is_apart() && alike {
                (before.to, *longer) = (stretch.to, true);
                continue;
            }
        }
        joined.push((stretch, level, *state, false));
    }
    joined
        .into_iter()
        .map(|(stretch, level, _, longer)| (stretch, if longer { measure(&stretch) } else { level }))
        .unzip()
}

/// A segment with its copies.
pub(super) fn copies(measured: &Inherited, fit: &Fit) -> CopySegment {
    let called = called(measured, fit);
    let Inherited { seen: one, copies: inherited, .. } = *measured;
    let share = f64::from(inherited) / 2.0;
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    CopySegment {
        interval: one.interval,
        log2_ratio: one.ratio + (fit.base / 2.0).log2(),
        balance: one.deviation.map(|deviation| 0.5 + deviation.value),
        windows: counted(one.windows),
        sites: counted(one.deviation.map_or(0, |deviation| deviation.sites)),
        sample_copies: one.sample_copies(fit.base) * share,
        state: called.map(|called| called.state),
        minor_known: called.is_some_and(|called| called.minor_known),
        cell_fraction: called.map(|called| called.cell_fraction),
        confidence: called.map_or(0.0, |called| called.confidence),
        inherited,
    }
}

impl CopySegment {
    /// Mean copies of a tumour cell; none where the purity is not known.
    pub fn tumour_copies(&self) -> Option<f64> {
        let (state, share) = (self.state?, self.cell_fraction?);
        Some(share * f64::from(state.total()) + (1.0 - share) * f64::from(self.inherited))
    }
    /// Mean copies of the rarer allele in a tumour cell, where sites tell.
    pub fn tumour_minor_copies(&self) -> Option<f64> {
        let (state, share) = (self.state?, self.cell_fraction?);
        let inherited = f64::from(self.inherited / 2);
        self.minor_known.then(|| share * f64::from(state.minor) + (1.0 - share) * inherited)
    }
    /// Whether the tumour's cells, or a part of them, have other copies than were inherited.
    pub fn is_changed(&self) -> bool {
        let normal = if self.inherited == 1 { State { major: 1, minor: 0 } } else { State::NORMAL };
        self.state.is_some_and(|state| state != normal)
    }
    /// The value that other stages take.
    pub fn segment(&self) -> Segment {
        Segment {
            interval: self.interval,
            total_copies: self.tumour_copies(),
            minor_copies: self.tumour_minor_copies(),
            log2_ratio: Some(self.log2_ratio),
            cell_fraction: self.cell_fraction,
        }
    }
}
