//! The sex chromosomes that a patient was born with, from the normal.

use marv_model::genome::{ContigId, Contigs, Locus};

use super::{
    composition::Composition,
    genome::{Karyogram, Part},
    maths::median,
    tracks::Tracks,
};

/// Inherited copies of X and of Y.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SexChromosomes {
    /// Copies of X.
    pub x: u8,
    /// Copies of Y.
    pub y: u8,
}

/// Windows below which a chromosome's depth says nothing.
const FEWEST: usize = 30;

/// From the depth of X and Y in the normal; none where either is too little seen.
///
/// METHOD: copies are twice the median depth over that of the autosomes; of X the nearest whole number from 0.65 of a
/// diploid depth (PURPLE's bound for two), Y is there from a tenth. Both are medians over windows that are known sequence,
/// so that repeats and the few stretches that X and Y share do not decide.
pub(crate) fn sex_chromosomes(
    tracks: &Tracks,
    composition: &std::collections::BTreeMap<ContigId, Composition>,
    contigs: &Contigs,
    karyogram: &Karyogram,
) -> Option<SexChromosomes> {
    let typical = |part: Part| {
        let mut depths = Vec::new();
        for (id, _) in contigs.iter().filter(|(id, _)| karyogram.part(*id) == part) {
            let (Some(track), Some(composition)) = (tracks.get(id), composition.get(&id)) else { continue };
            for (window, bases) in track.normal.iter().enumerate() {
                let Some((known, _)) = composition.at(window) else { continue };
                if known >= 500 && track.swept[window] >= 500 {
                    depths.push(f64::from(*bases) / f64::from(known));
                }
            }
        }
        (depths.len() >= FEWEST).then(|| median(&mut depths)).flatten()
    };
    let autosomes = typical(Part::Autosome).filter(|depth| *depth > 0.0)?;
    let x = 2.0 * typical(Part::X)? / autosomes;
    let y = 2.0 * typical(Part::Y)? / autosomes;
    let x = if x < 1.3 { 1 } else { (2..=4u8).rev().find(|copies| x >= f64::from(*copies) - 0.5).unwrap_or(2) };
    let y = if y < 0.1 { 0 } else { (1..=3u8).rev().find(|copies| y >= f64::from(*copies) - 0.5).unwrap_or(1) };
    Some(SexChromosomes { x, y })
}

impl SexChromosomes {
    /// Inherited copies of a chromosome, but for where X and Y pair.
    pub(crate) fn copies(self, part: Part) -> u8 {
        match part {
            Part::X => self.x,
            Part::Y => self.y,
            Part::Autosome | Part::Other => 2,
        }
    }
}

/// Inherited copies of a place; two where the sex chromosomes are not known.
pub(crate) fn inherited(sex: Option<SexChromosomes>, karyogram: &Karyogram, locus: Locus) -> u8 {
    match sex {
        Some(sex) if !karyogram.pairs_at(locus) => sex.copies(karyogram.part(locus.contig)),
        _ => 2,
    }
}

/// Where inherited copies change within a chromosome: the ends of what X and Y share in somebody who has not two of that
/// chromosome. No segment holds both sides.
pub(crate) fn borders(sex: Option<SexChromosomes>, karyogram: &Karyogram) -> Vec<Locus> {
    let Some(sex) = sex else { return Vec::new() };
    karyogram
        .pseudoautosomal()
        .iter()
        .filter(|region| sex.copies(karyogram.part(region.contig())) != 2)
        .flat_map(|region| [region.start(), region.end()].map(|place| Locus::new(region.contig(), place)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ends of what X and Y share in GRCh38 (Genome Reference Consortium): X to 2,781,479 and from 155,701,383 on, 1-based.
    #[test]
    fn a_mans_x_has_two_copies_where_it_pairs_with_y() {
        let contigs = Contigs::grch38();
        let karyogram = Karyogram::new(&contigs, std::collections::BTreeMap::new());
        let x = contigs.id("chrX").unwrap();
        let man = Some(SexChromosomes { x: 1, y: 1 });
        let woman = Some(SexChromosomes { x: 2, y: 0 });
        let copies = |sex, place: u32| inherited(sex, &karyogram, Locus::new(x, place - 1));
        let places = [1_300_000, 2_781_479, 2_781_480, 155_701_382, 155_701_383];
        assert_eq!(places.map(|place| copies(man, place)), [2, 2, 1, 1, 2]);
        assert_eq!(places.map(|place| copies(woman, place)), [2; 5]);
        assert_eq!(copies(None, 50_000_000), 2, "not known");
        let on_x = |sex| -> Vec<u32> {
            borders(sex, &karyogram).iter().filter(|locus| locus.contig == x).map(|locus| locus.position).collect()
        };
        assert_eq!(on_x(man), [10_000, 2_781_479, 155_701_382, 156_030_895]);
        assert!(on_x(woman).is_empty() && borders(None, &karyogram).is_empty());
    }
}
