//! Acquired variants: at chosen places, tandem duplications, and at random places.

use marv_model::{
    genome::{Interval, Locus},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use rand::RngExt;

use crate::{
    donor::{
        drawing::{Draw, draw, gap},
        germline::spaced,
        populations::Acquired,
    },
    scenario::RandomSomatic,
    streams::{Purpose, stream},
};

/// An acquired variant, where it sits, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Somatic {
    pub(crate) variant: SmallVariant,
    pub(crate) acquired: Acquired,
    /// For people, such as `TP53 p.Arg175His`.
    pub(crate) label: Option<String>,
    /// Written as a tandem duplication of this many bases.
    pub(crate) duplicated: Option<u32>,
}

/// Blocks in which variants are drawn from one stream.
const BLOCK: u32 = 65_536;

/// Variants at random places of a region, in order, spread evenly over `clones` clones and two haplotypes.
pub(crate) fn draw_acquired(
    rates: &RandomSomatic,
    seed: u64,
    contig_key: u64,
    region: Interval,
    source: &dyn ReferenceSource,
    clones: usize,
    taken: &mut Vec<Interval>,
) -> Vec<Somatic> {
    let mut found = Vec::new();
    let per_base = [rates.snv_per_mb, rates.mnv_per_mb, rates.indel_per_mb].map(|rate| rate / 1e6);
    let rate: f64 = per_base.iter().sum();
    for block in region.start() / BLOCK..region.end().div_ceil(BLOCK) {
        let mut random = stream(seed, Purpose::Somatic, contig_key, block, 0);
        let mut at = f64::from(block) * f64::from(BLOCK);
        loop {
            at += gap(&mut random, rate);
            if at >= (f64::from(block) + 1.0) * f64::from(BLOCK) {
                break;
            }
            let place = Locus::new(region.contig(), crate::count::rounded(at.floor()));
            let which = random.random::<f64>() * rate;
            let kind = if which < per_base[0] {
                Draw::Snv
            } else if which < per_base[0] + per_base[1] {
                Draw::Mnv
            } else {
                Draw::Indel
            };
            let mut acquired =
                Acquired { clone: random.random_range(0..clones), haplotype: random.random_range(0..2), copies: None };
            let mut own = stream(seed, Purpose::Somatic, contig_key, place.position, 1);
            // Away from a region's ends, where depth falls.
            let inner = (region.start() + 300..region.end().saturating_sub(300)).contains(&place.position);
            let Some(variant) = inner.then(|| draw(&mut own, kind, place, source)).flatten() else { continue };
            let Some(span) = spaced(&variant) else { continue };
            if variant.position() <= region.start() || taken.iter().any(|stretch| stretch.overlaps(&span)) {
                continue;
            }
            taken.push(span);
            if rates.late > 0.0 && own.random::<f64>() < rates.late {
                acquired.copies = Some(1);
            }
            found.push(Somatic { variant, acquired, label: None, duplicated: None });
        }
    }
    found.sort_by(|a, b| a.variant.cmp(&b.variant));
    found
}
