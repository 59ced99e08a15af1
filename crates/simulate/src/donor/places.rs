//! Where reads lie: the regions that a scenario names, windows over the genome, and surroundings of junctions.

use marv_annotate::Bundle;
use marv_model::genome::{Contigs, Interval, bare_name};

use crate::{
    Error,
    catalogue::Catalogue,
    donor::{TrueJunction, interval},
    scenario::{Region, Scenario, Spread},
};

/// Bases around the sides of a junction where reads lie.
const AROUND_SIDE: u32 = 2_000;

/// The places of a scenario, in order and merged where they touch.
pub(crate) fn regions(
    scenario: &Scenario,
    contigs: &Contigs,
    catalogue: &Catalogue,
    junctions: &[TrueJunction],
) -> Result<Vec<Interval>, Error> {
    let mut found = named(&scenario.regions, contigs, catalogue)?;
    for side in junctions.iter().flat_map(|junction| junction.sides) {
        let (contig, at) = (side.locus.contig, side.locus.position);
        found.push(Interval::new(contig, at, at + 1)?.padded(AROUND_SIDE, contigs.length(contig)));
    }
    if let Some(spread) = scenario.spread {
        found.extend(windows(spread, contigs)?);
    }
    Ok(merged(found))
}

/// Short arms without sequence that reads map to.
const ACROCENTRIC: [&str; 5] = ["chr13", "chr14", "chr15", "chr21", "chr22"];
/// Large heterochromatin (UCSC cytoBand, hg38: the bands of stain `gvar` beside centromeres, and Yq12).
const HETEROCHROMATIN: [(&str, &str); 4] = [("chr1", "q12"), ("chr9", "q12"), ("chr16", "q11.2"), ("chrY", "q12")];

/// The windows of a spread, the first half a step from a chromosome's start.
fn windows(spread: Spread, contigs: &Contigs) -> Result<Vec<Interval>, Error> {
    let unread = |chrom: &str, stain: &str, band: &str| {
        matches!(stain, "acen" | "stalk")
            || (ACROCENTRIC.contains(&chrom) && band.starts_with('p'))
            || HETEROCHROMATIN.contains(&(chrom, band))
    };
    let mut found = Vec::new();
    for (id, contig) in contigs.iter() {
        let bare = bare_name(&contig.name);
        if !matches!(bare, "X" | "Y") && !bare.parse::<u8>().is_ok_and(|number| (1..=22).contains(&number)) {
            continue;
        }
        let chrom = format!("chr{bare}");
        let holes: Vec<_> = Bundle::embedded()
            .bands()
            .iter()
            .filter(|band| *band.chrom == *chrom && unread(&chrom, &band.stain, &band.name))
            .map(|band| band.range.clone())
            .collect();
        let mut at = spread.every / 2;
        while at + spread.length < contig.length.saturating_sub(20_000) {
            if !holes.iter().any(|hole| hole.start < at + spread.length && at < hole.end) {
                found.push(Interval::new(id, at, at + spread.length)?);
            }
            at += spread.every;
        }
    }
    Ok(found)
}

/// Genes, intervals and contigs as intervals.
fn named(chosen: &[Region], contigs: &Contigs, catalogue: &Catalogue) -> Result<Vec<Interval>, Error> {
    let mut found = Vec::new();
    for (number, region) in chosen.iter().enumerate() {
        let field = format!("regions[{number}]");
        match (&region.gene, &region.contig) {
            (Some(symbol), None) => {
                let gene = catalogue.gene(symbol).ok_or_else(|| {
                    Error::scenario(format!("{field}.gene"), format!("{symbol:?} is no gene of the bundle"))
                })?;
                let flank = region.flank.unwrap_or(1_000);
                let parts = if region.exons_only { gene.coding_exons().collect() } else { vec![gene.coding] };
                for (start, end) in parts {
                    let part = interval(&field, contigs, &gene.contig, Some(start + 1), Some(end))?;
                    found.push(part.padded(flank, contigs.length(part.contig())));
                }
            }
            (None, Some(contig)) => found.push(interval(&field, contigs, contig, region.start, region.end)?),
            _ => return Err(Error::scenario(field, "names a gene or a contig, one of the two")),
        }
    }
    Ok(found)
}

/// In order, merged where they touch.
pub(crate) fn merged(mut found: Vec<Interval>) -> Vec<Interval> {
    found.sort_by_key(|interval| (interval.contig(), interval.start(), interval.end()));
    let mut merged: Vec<Interval> = Vec::new();
    for next in found {
        if let Some(last) =
            merged.last_mut().filter(|last| last.contig() == next.contig() && next.start() <= last.end())
        {
            *last = Interval::new(last.contig(), last.start(), last.end().max(next.end())).unwrap_or(*last);
            continue;
        }
        merged.push(next);
    }
    merged
}
