//! Inherited variants.

use marv_model::{
    genome::{Interval, Locus},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use rand::{Rng, RngExt};

use crate::{
    donor::{
        Edit,
        drawing::{Draw, draw, gap},
    },
    scenario::Germline,
    streams::{Purpose, stream},
};

/// A variant and the haplotypes that carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inherited {
    pub(crate) variant: SmallVariant,
    pub(crate) on: [bool; 2],
}

/// Blocks in which variants are drawn from one stream.
const BLOCK: u32 = 65_536;

/// Bases that stay as they are between two variants, so that each is a variant of its own.
pub(crate) const SPACE: u32 = 6;

/// Variants at random places of a region, in order. `taken` are stretches that stay as they are.
pub(crate) fn draw_inherited(
    rates: &Germline,
    seed: u64,
    contig_key: u64,
    region: Interval,
    source: &dyn ReferenceSource,
    taken: &[Interval],
) -> Vec<Inherited> {
    let rate = rates.snv_rate + rates.indel_rate;
    let homozygous = 1.0 / (1.0 + rates.het_per_hom);
    let mut found: Vec<Inherited> = Vec::new();
    let mut free_from = region.start() + 1;
    for block in region.start() / BLOCK..region.end().div_ceil(BLOCK) {
        let mut random = stream(seed, Purpose::Germline, contig_key, block, 0);
        let mut at = f64::from(block) * f64::from(BLOCK);
        loop {
            at += gap(&mut random, rate);
            if at >= (f64::from(block) + 1.0) * f64::from(BLOCK) {
                break;
            }
            let place = Locus::new(region.contig(), crate::count::rounded(at.floor()));
            let kind = if random.random_bool(rates.snv_rate / rate) { Draw::Snv } else { Draw::Indel };
            let mut own = stream(random.next_u64(), Purpose::Germline, contig_key, place.position, 1);
            let on = if own.random_bool(homozygous) {
                [true, true]
            } else {
                let first = own.random_bool(0.5);
                [first, !first]
            };
            if !region.contains(place) {
                continue;
            }
            let Some(variant) = draw(&mut own, kind, place, source) else { continue };
            let edit = Edit::new(&variant);
            let Some(span) = spaced(&variant) else { continue };
            if variant.position() < free_from
                || edit.end() + SPACE > region.end()
                || taken.iter().any(|stretch| stretch.overlaps(&span))
            {
                continue;
            }
            free_from = span.end();
            found.push(Inherited { variant, on });
        }
    }
    found
}

/// The reference bases of a variant with the space around them.
pub(crate) fn spaced(variant: &SmallVariant) -> Option<Interval> {
    let interval = variant.interval()?;
    Some(interval.padded(SPACE, u32::MAX))
}
