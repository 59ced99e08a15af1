//! The share of the tumour's cells that have a junction.

use marv_model::{
    genome::Locus,
    structure::{Breakend, JunctionCall, Kept},
    units::AlleleFraction,
};
use marv_structure::copy::{Carrier, CopyNumber};

/// METHOD: copies are read a little way into what is kept beside a break, where a window of depth no longer holds the break.
const INTO: u32 = 1_500;

/// METHOD: junctions whose share of the copies speaks of the purity span so many bases: shorter ones are told from their
/// neighbourhood less exactly.
const FAR: u32 = 5_000;

/// The shares of the junctions that pass, for the purity.
pub(crate) fn carriers(calls: &[JunctionCall]) -> Vec<Carrier> {
    let carrier = |call: &JunctionCall| {
        let far = call.junction.span().is_none_or(|span| span >= FAR);
        let fraction = call.tumour.fraction.filter(|_| far && call.passes())?.get();
        let sides = [call.junction.one.locus, call.junction.other.locus];
        Some(Carrier { sides, fraction, fragments: call.tumour.fragments() })
    };
    calls.iter().filter_map(carrier).collect()
}

/// Sets the cell fraction of each junction, where the purity and the copies at a side are known.
///
/// METHOD: one copy a cell carries a junction. Its share of the copies at a side, times the mean copies a cell of the
/// sample there, is the share of the sample's cells; over the purity, that of the tumour's. The mean of both sides, at most
/// 1.
pub(crate) fn set_cell_fractions(calls: &mut [JunctionCall], copies: &CopyNumber) {
    let Some(purity) = copies.fit.purity().filter(|purity| *purity > 0.0) else { return };
    for call in calls {
        let sides = [call.junction.one, call.junction.other].into_iter();
        let found: Vec<f64> = sides.filter_map(|side| beside(side, copies)).collect();
        let sides = f64::from(u32::try_from(found.len()).unwrap_or(2));
        call.junction.cell_fraction = call
            .tumour
            .fraction
            .filter(|_| !found.is_empty())
            .map(AlleleFraction::get)
            .map(|fraction| (fraction * found.iter().sum::<f64>() / sides / purity).min(1.0))
            .map(|share| (share * 1_000.0).round() / 1_000.0);
    }
}

/// Mean copies a cell of the sample of what is kept beside a break.
fn beside(side: Breakend, copies: &CopyNumber) -> Option<f64> {
    let position = match side.kept {
        Kept::Before => side.locus.position.saturating_sub(INTO),
        Kept::From => side.locus.position.saturating_add(INTO),
    };
    let locus = Locus::new(side.locus.contig, position);
    copies.segments.iter().find(|segment| segment.interval.contains(locus)).map(|segment| segment.sample_copies)
}
