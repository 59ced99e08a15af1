//! Breaks within TP53: a gene that is broken is a gene that is hit.

use marv_annotate::{Bundle, fusion::model};
use marv_ingest::variants::junction_id;
use marv_model::{
    structure::{Breakend, JunctionCall},
    tp53::Tp53Mutation,
};

use super::{Structural, deletions::copies, stretches};

/// METHOD: an edge of a lost segment so near to a break is that break's own.
const SAME_BREAK: u32 = 100_000;
/// Copies below which a segment is lost.
const LOST_BELOW: f64 = 1.5;

/// Junctions that pass and break TP53.
///
/// RULE: a break within TP53 is a hit like a mutation that truncates it (ICC 2022 counts structural disruption). One at the
/// edge of a lost segment is the loss itself, which the locus tells: one event is one hit, and so are the two junctions of an
/// exchange, on one allele both. A junction with both sides in one intron leaves the exons as they are.
pub(super) fn in_tp53(structural: &Structural<'_>) -> Vec<Tp53Mutation> {
    let stretches = stretches(structural.contigs, "TP53", 0);
    let (Some((contig, range)), Some(model)) = (stretches.first(), model(Bundle::embedded(), "TP53")) else {
        return Vec::new();
    };
    let within = |side: Breakend| side.locus.contig == *contig && range.contains(&side.locus.position);
    let intron = |side: Breakend| model.exons().partition_point(|exon| exon.start <= side.locus.position);
    let in_exon = |side: Breakend| model.exons().iter().any(|exon| exon.contains(&side.locus.position));
    let lost_edge = |side: Breakend| {
        structural.segments.iter().any(|segment| {
            let near = |edge: u32| edge.abs_diff(side.locus.position) <= SAME_BREAK;
            segment.interval.contig() == *contig
                && copies(segment).is_some_and(|copies| copies < LOST_BELOW)
                && (near(segment.interval.start()) || near(segment.interval.end()))
        })
    };
    let mut found: Vec<(Vec<usize>, &JunctionCall, Breakend, Tp53Mutation)> = Vec::new();
    for (index, call) in structural.calls.iter().enumerate().filter(|(_, call)| call.passes()) {
        let (one, other) = (call.junction.one, call.junction.other);
        let broken: Vec<Breakend> = [one, other].into_iter().filter(|side| within(*side)).collect();
        let one_intron = broken.len() == 2 && intron(one) == intron(other) && !in_exon(one) && !in_exon(other);
        if broken.is_empty() || one_intron || broken.iter().any(|side| lost_edge(*side)) {
            continue;
        }
        let Some(fraction) = call.tumour.fraction else { continue };
        let known = found.iter_mut().find(|(_, other, side, _)| are_one_event((other, *side), (call, broken[0])));
        if let Some((all, _, _, hit)) = known {
            all.push(index);
            if fraction > hit.fraction {
                hit.fraction = fraction;
            }
        } else {
            let hit = Tp53Mutation { label: structural.contigs.show(&broken[0].locus).to_string(), fraction };
            found.push((vec![index], call, broken[0], hit));
        }
    }
    let named = |(all, _, _, hit): (Vec<usize>, &JunctionCall, Breakend, Tp53Mutation)| {
        let names: Vec<String> = all.into_iter().map(junction_id).collect();
        Tp53Mutation { label: format!("{} ({})", names.join(" + "), hit.label), ..hit }
    };
    found.into_iter().map(named).collect()
}

/// Whether two junctions that break the gene are the two sides of one break: told as one event, or both leave it for the same
/// chromosome, each with the other part of the gene.
fn are_one_event((one, at): (&JunctionCall, Breakend), (other, from): (&JunctionCall, Breakend)) -> bool {
    let partner = |call: &JunctionCall, side: Breakend| {
        let beyond = if call.junction.one == side { call.junction.other } else { call.junction.one };
        (beyond.locus.contig != side.locus.contig).then_some(beyond.locus.contig)
    };
    let told = one.event.is_some() && one.event == other.event;
    told || at.kept != from.kept && partner(one, at).is_some() && partner(one, at) == partner(other, from)
}
