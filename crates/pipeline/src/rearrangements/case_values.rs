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
use crate::{
    Error,
    lesions::{Found, is_held},
};

/// RULE: a junction without a gene is listed where it joins two chromosomes or spans so many bases (structure.md 6.5).
const FAR: u32 = 10_000;
/// RULE: shorter events are told by the small variants.
const SHORT: u32 = 50;

/// The values of a case.
///
/// RULE: a junction that a filter holds back is listed where a recurrent rearrangement is open for it, or where the department's table
/// has the pair that it joins.
pub(crate) fn rearrangement_result(
    calls: &[JunctionCall],
    found: &Found,
    models: Models<'_>,
) -> Result<RearrangementResult, Error> {
    let mut junctions: Vec<ReportedJunction> = calls
        .iter()
        .enumerate()
        .filter_map(|(index, call)| {
            let recurrent = found.of_junction.get(&index).cloned();
            let listed_only = !call.passes() && recurrent.is_none();
            if listed_only && !(models.lists_fusions() && is_held(call)) {
                return None;
            }
            let one = reported(index, call, recurrent.unwrap_or_default(), models).transpose()?;
            let is_listed = |one: &ReportedJunction| one.fusions.iter().any(|fusion| fusion.listed.is_some());
            if listed_only && one.as_ref().is_ok_and(|one| !is_listed(one)) { None } else { Some(one) }
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

#[cfg(test)]
mod tests {
    use marv_knowledge::{
        Knowledge,
        store::{Sources, build},
    };
    use marv_model::{
        genome::Contigs,
        structure::{JunctionFilter, JunctionSupport, Kept::Before},
    };

    use super::*;
    use crate::rearrangements::made;

    /// CCND1 lies at chr11:69,641,156-69,654,474 and IGH at chr14:105,586,437-106,879,844 of GRCh38 (NCBI Gene).
    #[test]
    fn a_departments_pair_that_a_filter_holds_back_is_listed_unless_the_filter_makes_it_false() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("fusions.txt");
        std::fs::write(&table, "IGH@::CCND1\tmantle cell\n").unwrap();
        let out = folder.path().join("knowledge");
        build(&Sources { fusions: Some(table), ..Sources::default() }, &out).unwrap();
        let knowledge = Knowledge::open(&out).unwrap();
        let contigs = Contigs::grch38();
        let listed = |filters: &[JunctionFilter], fragments: u32, knowledge: Option<&Knowledge>| {
            let mut call = made::call(("chr11", 69_531_000, Before), ("chr14", 105_860_000, Before), None);
            call.filters = filters.to_vec();
            call.tumour = JunctionSupport { split: fragments, ..JunctionSupport::default() };
            let models = Models { contigs: &contigs, knowledge };
            let found = rearrangement_result(&[call], &Found::default(), models).unwrap();
            found.junctions.iter().map(|one| (one.notation.clone(), one.filters.clone())).collect::<Vec<_>>()
        };
        let told = |filter: &str| vec![("IGH@::CCND1".to_owned(), vec![filter.to_owned()])];
        assert_eq!(listed(&[JunctionFilter::WeakEvidence], 2, Some(&knowledge)), told("weak_evidence"));
        assert_eq!(listed(&[JunctionFilter::LowAlleleFrac], 3, Some(&knowledge)), told("low_allele_frac"));
        assert_eq!(listed(&[JunctionFilter::WeakEvidence], 1, Some(&knowledge)), Vec::new(), "one fragment");
        assert_eq!(listed(&[JunctionFilter::Germline], 9, Some(&knowledge)), Vec::new(), "inherited");
        assert_eq!(listed(&[JunctionFilter::WeakEvidence], 2, None), Vec::new(), "nobody listed it");
    }
}
