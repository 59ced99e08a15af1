//! Variants at random places.

use marv_model::{
    genome::{Interval, Locus},
    sequence::ReferenceSource,
    variant::SmallVariant,
};
use rand::{Rng, RngExt};

use crate::donor::left_aligned;

/// Kinds of random variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Draw {
    Snv,
    Mnv,
    Indel,
}

/// The distance to the next of events that come at `rate` a base; more than any contig for a rate of 0.
pub(crate) fn gap(random: &mut impl Rng, rate: f64) -> f64 {
    if rate <= 0.0 { f64::INFINITY } else { -(1.0 - random.random::<f64>()).ln() / rate }
}

/// A variant of this kind at a place, left-aligned; none where the reference has no bases to change.
pub(crate) fn draw(
    random: &mut impl Rng,
    kind: Draw,
    place: Locus,
    source: &dyn ReferenceSource,
) -> Option<SmallVariant> {
    let at = |start: u32, end: u32| source.bases(Interval::new(place.contig, start, end).ok()?);
    let position = place.position;
    let variant = match kind {
        Draw::Snv | Draw::Mnv => {
            let length = if kind == Draw::Snv { 1 } else { random.random_range(2..=3) };
            let reference = at(position, position + length)?;
            let alternate: Vec<u8> = reference.iter().map(|base| substitute(random, *base)).collect();
            SmallVariant::new(place.contig, position, &*reference, alternate).ok()?
        }
        Draw::Indel => {
            let mut length = 1;
            // METHOD: half of all indels are of one base, and each further base is a little less than half as frequent.
            while length < 40 && random.random_bool(0.45) {
                length += if length < 4 { 1 } else { 3 };
            }
            if random.random_bool(0.5) {
                let reference = at(position, position + 1 + length)?;
                SmallVariant::new(place.contig, position, &*reference, &reference[..1]).ok()?
            } else {
                let anchor = at(position, position + 1)?;
                let inserted = if random.random_bool(0.6) {
                    at(position + 1, position + 1 + length)?.to_vec()
                } else {
                    (0..length).map(|_| b"ACGT"[random.random_range(0..4)]).collect()
                };
                SmallVariant::new(place.contig, position, &*anchor, [&*anchor, &inserted].concat()).ok()?
            }
        }
    };
    let holds_n = variant.reference().contains(&b'N') || variant.alternate().contains(&b'N');
    if holds_n { None } else { left_aligned(&variant, source) }
}

/// Another base; a transition twice as often as either transversion together would be by chance.
// METHOD: transitions to transversions about 2 to 1, as in germline variation.
fn substitute(random: &mut impl Rng, base: u8) -> u8 {
    let transition = match base {
        b'A' => b'G',
        b'G' => b'A',
        b'C' => b'T',
        b'T' => b'C',
        _ => return b'N',
    };
    if random.random_bool(2.0 / 3.0) {
        return transition;
    }
    let purine = matches!(base, b'A' | b'G');
    let second = random.random_bool(0.5);
    match (purine, second) {
        (true, false) => b'C',
        (true, true) => b'T',
        (false, false) => b'A',
        (false, true) => b'G',
    }
}
