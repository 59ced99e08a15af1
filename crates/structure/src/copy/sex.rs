//! The sex chromosomes that a patient was born with, from the normal.

use marv_model::genome::{ContigId, Contigs};

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
    /// Inherited copies of a place, where it is known.
    pub(crate) fn copies(self, part: Part) -> u8 {
        match part {
            Part::X => self.x,
            Part::Y => self.y,
            Part::Autosome | Part::Other => 2,
        }
    }
}
