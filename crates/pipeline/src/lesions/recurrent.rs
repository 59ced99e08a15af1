//! Rearrangements of two genes, and of genes with many partners, from junctions.

use std::collections::BTreeMap;

use marv_annotate::{
    Bundle,
    fusion::{Plainness, Recurrent, Side, Told, receptor_locus, recurrences},
};
use marv_model::{
    finding::{Finding, NotAssessed},
    structure::{Breakend, JunctionKind},
    units::AlleleFraction,
};

use super::{Source, Structural, Weight, label, stretches};
use crate::rearrangements::chromosome;

/// A junction that a row of the table may be.
pub(super) struct Seen {
    source: Source,
    label: String,
    plainness: Plainness,
    weight: Weight,
}

/// By the row's name: the junctions that it may be.
pub(super) fn seen(structural: &Structural<'_>) -> BTreeMap<String, Vec<Seen>> {
    let contigs = structural.contigs;
    let mut found: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
    for (source, junction, weight) in structural.junctions() {
        let names = [junction.one, junction.other].map(|side| chromosome(contigs, side));
        let side = |chrom, end: Breakend| Side { chrom, position: end.locus.position, kept: end.kept };
        let (one, other) = (side(&names[0], junction.one), side(&names[1], junction.other));
        // RULE: V(D)J recombination is what B and T cells do, and never a finding.
        let locus = |side: &Side<'_>| receptor_locus(contigs.build(), side.chrom, side.position);
        if locus(&one).is_some() && locus(&one) == locus(&other) {
            continue;
        }
        if junction.kind() == JunctionKind::Insertion {
            continue;
        }
        for (row, plainness) in recurrences(Bundle::embedded(), one, other) {
            let label = label(contigs, source, junction);
            found.entry(row.name.to_string()).or_default().push(Seen { source, label, plainness, weight });
        }
    }
    found
}

/// METHOD: the share of a gene's stretch that reads must cover for a junction to be called absent from it; of receptor loci,
/// a part of which no read maps to, less.
const COVERED: f64 = 0.8;
const COVERED_RECEPTOR: f64 = 0.6;

/// What is known of a row, and the measured junctions that show it; none for rows of deletions and duplications.
pub(super) fn finding(
    row: &Recurrent,
    structural: &Structural<'_>,
    seen: &BTreeMap<String, Vec<Seen>>,
) -> Option<(Finding<Vec<String>>, Vec<usize>)> {
    if matches!(row.told, Told::Deletion | Told::Duplication) {
        return None;
    }
    let here = seen.get(&*row.name).map_or(&[][..], Vec::as_slice);
    let plainly = |one: &&Seen| one.plainness == Plainness::Plain && one.weight == Weight::Passing;
    let measured = |list: &[&Seen]| {
        let index = |one: &&Seen| if let Source::Measured(index) = one.source { Some(index) } else { None };
        list.iter().filter_map(index).collect::<Vec<usize>>()
    };
    let plain: Vec<&Seen> = here.iter().filter(plainly).collect();
    if !plain.is_empty() {
        let labels = plain.iter().map(|one| one.label.clone()).collect();
        return Some((Finding::present(labels), measured(&plain)));
    }
    // RULE: of a named rearrangement two fragments that a filter holds back are enough to have a person look; of a gene with
    // many partners a junction without a known one is.
    let named = !matches!(row.told, Told::Partners(_));
    let held: Vec<&Seen> =
        here.iter().filter(|one| named && one.weight == Weight::Held && one.plainness == Plainness::Plain).collect();
    if !held.is_empty() {
        return Some((Finding::unknown(NotAssessed::CallUnclear), measured(&held)));
    }
    if here.iter().any(|one| one.weight == Weight::Passing) {
        return Some((Finding::unknown(NotAssessed::SignificanceUnclear), Vec::new()));
    }
    Some((absent(row, structural), Vec::new()))
}

/// Absent down to the limit of the side that is seen worse.
fn absent(row: &Recurrent, structural: &Structural<'_>) -> Finding<Vec<String>> {
    let limit_of = |name: &str, pad: u32| {
        let stretches = stretches(structural.contigs, name, pad);
        let receptor = name.starts_with("IG") || name.starts_with("TR");
        structural.limit(&stretches, if receptor { COVERED_RECEPTOR } else { COVERED })
    };
    let one = limit_of(&row.one, row.pads[0]);
    // A gene with many partners: what it is joined to lies anywhere, and is taken to be as well covered as the gene.
    let other = row.other.as_deref().map(|name| limit_of(name, row.pads[1]));
    match (one, other.transpose()) {
        (Ok(one), Ok(other)) => within(one.max(other.unwrap_or(0.0))),
        (Err(reason), _) | (_, Err(reason)) => Finding::unknown(reason),
    }
}

/// Absent down to a share of the sample's cells.
pub(super) fn within(limit: f64) -> Finding<Vec<String>> {
    AlleleFraction::new(limit.min(1.0)).map_or(Finding::unknown(NotAssessed::LowCoverage), Finding::absent_below)
}
