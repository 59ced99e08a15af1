//! Small deletions that drive a disease, from segments and deletion junctions.

use std::ops::Range;

use marv_annotate::{
    Bundle,
    fusion::{Recurrent, Told, exons_within, model},
};
use marv_model::{
    finding::{Finding, NotAssessed},
    genome::Interval,
    structure::{Junction, JunctionKind, Segment},
};

use super::{Source, Structural, Weight, label, recurrent::within, stretches};
use crate::rearrangements::{Asked, Stretch};

/// METHOD: the share of a gene that reads must cover for a deletion in it to be called absent.
pub(super) const COVERED: f64 = 0.8;
/// RULE: deletions of ERG are those within the gene; what takes so many bases with it is another matter.
const WITHIN: u32 = 5_000_000;

/// What is known of a row, and the measured junctions that show it; none for rows of rearrangements.
pub(super) fn finding(row: &Recurrent, structural: &Structural<'_>) -> Option<(Finding<Vec<String>>, Vec<usize>)> {
    let stretches = stretches(structural.contigs, &row.one, 0);
    match row.told {
        Told::Deletion => Some(deletion(row, structural, &stretches)),
        Told::Duplication => Some(super::duplications::finding(row, structural, &stretches)),
        _ => None,
    }
}

/// Bases between the sides of a junction of one contig, 0-based half-open: lost by a deletion, doubled by a duplication.
pub(super) fn between(junction: &Junction, stretch: &Stretch) -> Option<Range<u32>> {
    if junction.one.locus.contig != stretch.0 || junction.other.locus.contig != stretch.0 {
        return None;
    }
    let (first, last) = (junction.one.locus.position, junction.other.locus.position);
    let (first, last) = (first.min(last), first.max(last));
    Some(match junction.kind() {
        JunctionKind::Deletion => first + 1..last,
        _ => first..last + 1,
    })
}

/// Whether a stretch of the chromosome hits the gene: one of its exons, or any base of a locus without a model.
fn hits(row: &Recurrent, stretch: &Stretch, range: &Range<u32>) -> bool {
    match model(Bundle::embedded(), &row.one) {
        Some(model) => !exons_within(model, range).is_empty(),
        None => range.start < stretch.1.end && stretch.1.start < range.end,
    }
}

fn deletion(row: &Recurrent, structural: &Structural<'_>, stretches: &[Stretch]) -> (Finding<Vec<String>>, Vec<usize>) {
    let Some(stretch) = stretches.first() else { return (Finding::unknown(NotAssessed::NotExamined), Vec::new()) };
    let only_small = &*row.one == "ERG";
    let mut evidence = Vec::new();
    let (mut by, mut held) = (Vec::new(), Vec::new());
    for (source, junction, weight) in structural.junctions() {
        let Some(range) = between(junction, stretch).filter(|_| junction.kind() == JunctionKind::Deletion) else {
            continue;
        };
        if !hits(row, stretch, &range) || only_small && range.end - range.start > WITHIN {
            continue;
        }
        if let Source::Measured(index) = source {
            if weight == Weight::Held {
                held.push(index);
                continue;
            }
            by.push(index);
        }
        evidence.push(label(structural.contigs, source, junction));
    }
    let (mut reached, mut kept) = (stretch.1.start, true);
    for segment in structural.segments.iter().filter(|segment| segment.interval.contig() == stretch.0) {
        let (start, end) = (segment.interval.start(), segment.interval.end());
        if end <= stretch.1.start || start >= stretch.1.end {
            continue;
        }
        if start <= reached {
            reached = reached.max(end);
        }
        match copies(segment) {
            Some(copies) if copies < LOST_BELOW => {
                if hits(row, stretch, &(start..end)) && !(only_small && end - start > WITHIN) {
                    evidence.push(shown(structural, segment.interval, copies));
                }
            }
            Some(copies) if copies >= KEPT_FROM && segment.total_copies.is_some() => {}
            _ => kept = false,
        }
    }
    if !evidence.is_empty() {
        return (Finding::present(evidence), by);
    }
    if !held.is_empty() {
        return (Finding::unknown(NotAssessed::CallUnclear), held);
    }
    let covered = reached >= stretch.1.end && kept;
    let finding = match structural.limit(stretches, Asked::share(COVERED)) {
        // RULE: absent only where both the copies and the junctions say so.
        Ok(limit) if covered => within(limit),
        Ok(_) => Finding::unknown(NotAssessed::NotExamined),
        Err(reason) => Finding::unknown(reason),
    };
    (finding, Vec::new())
}

/// Below so many copies a clone has lost one, and from so many it has not: as for TP53.
const LOST_BELOW: f64 = 1.5;
const KEPT_FROM: f64 = 1.8;
/// RULE: the smallest share of the tumour's cells that makes a clone's loss a finding: one in ten, as for TP53.
const CLONE: f64 = 0.1;

/// Copies of a segment in the clone that differs; none where only a ratio without a purity is known and says nothing.
pub(super) fn copies(segment: &Segment) -> Option<f64> {
    let copies = segment.total_copies.or_else(|| segment.log2_ratio.map(|ratio| 2.0 * ratio.exp2()))?;
    Some(match segment.cell_fraction {
        Some(share) if (CLONE..1.0).contains(&share) => (2.0 - (2.0 - copies) / share).max(0.0),
        _ => copies,
    })
}

/// Such as `chr9:21000001-23000000 ×0.1`.
pub(super) fn shown(structural: &Structural<'_>, interval: Interval, copies: f64) -> String {
    let name = structural.contigs.name(interval.contig());
    format!("{name}:{}-{} ×{copies:.1}", u64::from(interval.start()) + 1, interval.end())
}
