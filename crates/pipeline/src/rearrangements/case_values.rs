//! Junctions in the form in which a case holds them, and which of them a report lists.

use std::collections::BTreeMap;

use marv_annotate::fusion::GeneFusion;
use marv_ingest::variants::junction_id;
use marv_model::{
    rearrangement::{
        FusedGenes, JunctionCounts, JunctionRelevance, JunctionSide, RearrangementResult, ReportedJunction,
    },
    structure::{JunctionCall, JunctionKind},
};

use super::genes::{Hijack, Models, hijacked, joined, placed};
use crate::{Error, lesions::Found};

/// RULE: a junction without a gene is listed where it joins two chromosomes or spans so many bases (structure.md 6.5).
const FAR: u32 = 10_000;
/// RULE: shorter events are told by the small variants.
const SHORT: u32 = 50;

/// The values of a case. A junction that a filter holds back is listed where a recurrent rearrangement is open for it.
pub(crate) fn rearrangement_result(
    calls: &[JunctionCall],
    found: &Found,
    models: Models<'_>,
) -> Result<RearrangementResult, Error> {
    let mut junctions: Vec<ReportedJunction> = calls
        .iter()
        .enumerate()
        .filter(|(index, call)| call.passes() || found.of_junction.contains_key(index))
        .filter_map(|(index, call)| {
            let recurrent = found.of_junction.get(&index).cloned().unwrap_or_default();
            reported(index, call, recurrent, models).transpose()
        })
        .collect::<Result<_, _>>()?;
    junctions.sort_by_key(|one| one.relevance);
    Ok(RearrangementResult {
        junctions,
        counts: counts(calls),
        events: found.events.clone(),
        recurrent: found.recurrent.clone(),
    })
}

fn counts(calls: &[JunctionCall]) -> JunctionCounts {
    let total = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let mut filtered: BTreeMap<String, u64> = BTreeMap::new();
    for filter in calls.iter().flat_map(|call| &call.filters) {
        *filtered.entry(filter.id().to_owned()).or_default() += 1;
    }
    JunctionCounts {
        candidates: total(calls.len()),
        passed: total(calls.iter().filter(|call| call.passes()).count()),
        filtered,
    }
}

/// The junction, where it is one to list.
fn reported(
    index: usize,
    call: &JunctionCall,
    recurrent: Vec<String>,
    models: Models<'_>,
) -> Result<Option<ReportedJunction>, Error> {
    let sides = [placed(call.junction.one, models)?, placed(call.junction.other, models)?];
    let mut fusions: Vec<FusedGenes> =
        joined(call, models)?.iter().map(|fusion| fused(fusion, models.listed(fusion))).collect();
    // What the department lists stands before what merely joins two genes.
    fusions.splice(0..0, hijacked(call, models)?.into_iter().map(driven));
    let relevance = match relevance(call, &sides, &fusions) {
        _ if !recurrent.is_empty() => JunctionRelevance::Recurrent,
        Some(relevance) => relevance,
        None => return Ok(None),
    };
    Ok(Some(ReportedJunction {
        id: junction_id(index),
        kind: call.junction.kind(),
        notation: notation(&sides, &fusions, &recurrent),
        sides,
        fusions,
        relevance,
        recurrent,
        inserted: call.inserted.to_string(),
        homology: call.homology.to_string(),
        imprecise: call.uncertainty.is_some(),
        tumour: call.tumour,
        normal: call.normal,
        cell_fraction: call.junction.cell_fraction,
        posterior: call.posterior,
        quality: call.posterior.quality(),
        filters: call.filters.iter().map(|filter| filter.id().to_owned()).collect(),
        event: call.event,
        ledger: call.ledger.clone(),
    }))
}

fn fused(fusion: &GeneFusion, listed: Option<String>) -> FusedGenes {
    let exon = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok());
    FusedGenes {
        five: fusion.five.clone(),
        three: fusion.three.clone(),
        last_exon: exon(fusion.last_exon),
        first_exon: exon(fusion.first_exon),
        in_frame: fusion.in_frame,
        listed,
    }
}

/// A gene under a receptor locus's enhancer: no exons are joined, and no frame.
fn driven(hijack: Hijack) -> FusedGenes {
    FusedGenes {
        five: hijack.locus,
        three: hijack.gene,
        last_exon: None,
        first_exon: None,
        in_frame: None,
        listed: Some(hijack.note),
    }
}

fn relevance(call: &JunctionCall, sides: &[JunctionSide; 2], fusions: &[FusedGenes]) -> Option<JunctionRelevance> {
    let span = call.junction.span();
    if span.is_some_and(|span| span < SHORT) && call.junction.kind() != JunctionKind::Insertion {
        return None;
    }
    if !fusions.is_empty() {
        return Some(JunctionRelevance::Fusion);
    }
    // Both sides in one intron leave the gene's exons as they are.
    let [one, other] = sides;
    let one_intron = one.genes == other.genes && one.genes.iter().all(|gene| gene.exon.is_none());
    let in_genes = !one.genes.is_empty() || !other.genes.is_empty();
    if in_genes && !one_intron {
        return Some(JunctionRelevance::Gene);
    }
    span.is_none_or(|span| span >= FAR).then_some(JunctionRelevance::Far)
}

/// The genes by the HGNC recommendation, or the sides by their gene or band.
fn notation(sides: &[JunctionSide; 2], fusions: &[FusedGenes], recurrent: &[String]) -> String {
    // A named rearrangement goes by its name: the other derivative too, and a break beside the gene.
    if let Some(name) = recurrent.iter().find(|name| name.contains("::")) {
        return name.clone();
    }
    if let Some(fusion) = fusions.first() {
        return fusion.to_string();
    }
    let [one, other] = sides.each_ref().map(|side| match side.genes.first() {
        Some(gene) => gene.gene.clone(),
        None if side.band.is_empty() => format!("{}:{}", side.contig, side.position),
        None => side.band.clone(),
    });
    if one == other { one } else { format!("{one}::{other}") }
}
