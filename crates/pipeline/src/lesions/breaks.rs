//! Breaks within TP53: a gene that is broken is a gene that is hit.

use marv_annotate::{Bundle, fusion::model};
use marv_ingest::variants::junction_id;
use marv_model::{structure::Breakend, tp53::Tp53Mutation};

use super::{Structural, deletions::copies, stretches};

/// METHOD: an edge of a lost segment so near to a break is that break's own.
const SAME_BREAK: u32 = 100_000;
/// Copies below which a segment is lost.
const LOST_BELOW: f64 = 1.5;

/// Junctions that pass and break TP53.
///
/// RULE: a break within TP53 is a hit like a mutation that truncates it (ICC 2022 counts structural disruption). One at the
/// edge of a lost segment is the loss itself, which the locus tells: one event is one hit. A junction with both sides in
/// one intron leaves the exons as they are.
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
    let mut found = Vec::new();
    for (index, call) in structural.calls.iter().enumerate().filter(|(_, call)| call.passes()) {
        let (one, other) = (call.junction.one, call.junction.other);
        let broken: Vec<Breakend> = [one, other].into_iter().filter(|side| within(*side)).collect();
        let one_intron = broken.len() == 2 && intron(one) == intron(other) && !in_exon(one) && !in_exon(other);
        if broken.is_empty() || one_intron || broken.iter().any(|side| lost_edge(*side)) {
            continue;
        }
        if let Some(fraction) = call.tumour.fraction {
            let place = structural.contigs.show(&broken[0].locus);
            found.push(Tp53Mutation { label: format!("{} ({place})", junction_id(index)), fraction });
        }
    }
    found
}
