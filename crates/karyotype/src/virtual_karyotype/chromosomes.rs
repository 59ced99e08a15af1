//! The chromosomes as a karyotype sees them: arms without the repeats that no read maps to, and the names of bands.

use crate::{
    karyotype::{Arm, Breakpoint, Chromosome, Place},
    projection::{Resolution, band_at, table},
};

/// All, in the order in which a karyotype lists them: sex chromosomes first.
pub(super) fn in_order() -> impl Iterator<Item = Chromosome> {
    [Chromosome::X, Chromosome::Y].into_iter().chain((1..=22).filter_map(Chromosome::autosome))
}

/// The place of a chromosome in a karyotype's order.
pub(super) fn order(chromosome: Chromosome) -> u8 {
    match chromosome {
        Chromosome::X => 0,
        Chromosome::Y => 1,
        Chromosome::Autosome(number) => number.saturating_add(1),
        Chromosome::Unknown => u8::MAX,
    }
}

/// Chromosomes whose short arm is repeats only: what the long arm says is said of the chromosome.
const ACROCENTRIC: [u8; 5] = [13, 14, 15, 21, 22];

/// Heterochromatin beside the centromere, which no read maps to: chromosome, the band that it ends with.
const HETEROCHROMATIN: [(Chromosome, &str); 3] =
    [(Chromosome::Autosome(1), "q12"), (Chromosome::Autosome(9), "q12"), (Chromosome::Autosome(16), "q11.2")];

/// The end of what Y shares with X on its short arm (Genome Reference Consortium, GRCh38): reads of it lie on X.
const SHARED_WITH_X: u32 = 2_781_479;

/// An arm's stretch that reads map to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ArmStretch {
    pub(super) chromosome: Chromosome,
    pub(super) arm: Arm,
    /// First base, 0-based, and the base behind the last.
    pub(super) start: u32,
    pub(super) end: u32,
}

impl ArmStretch {
    pub(super) fn length(self) -> u32 {
        self.end - self.start
    }
}

/// The arms of a chromosome that sequencing assesses, the short one first.
pub(super) fn arms(chromosome: Chromosome) -> Vec<ArmStretch> {
    [Arm::P, Arm::Q].into_iter().filter_map(|arm| stretch(chromosome, arm)).collect()
}

/// One arm, less its centromere's repeats; none of an acrocentric short arm.
pub(super) fn stretch(chromosome: Chromosome, arm: Arm) -> Option<ArmStretch> {
    if arm == Arm::P && matches!(chromosome, Chromosome::Autosome(number) if ACROCENTRIC.contains(&number)) {
        return None;
    }
    let of_arm =
        |band: &&crate::projection::Band| band.chromosome == chromosome && band.arm == arm && band.end > band.start;
    let bands: Vec<_> = table(Resolution::Bands850).iter().filter(of_arm).collect();
    // The band beside the centromere is its repeats.
    let (start, end) = match arm {
        Arm::P => {
            let first = if chromosome == Chromosome::Y { SHARED_WITH_X } else { bands.first()?.start };
            (first, bands.last()?.start)
        }
        Arm::Q => {
            let behind = HETEROCHROMATIN.iter().find(|(c, _)| *c == chromosome).map_or("", |(_, band)| band);
            let repeats = bands.iter().rfind(|band| band.name == behind).or(bands.first())?;
            // The long arm of Y ends in heterochromatin.
            let last = if chromosome == Chromosome::Y { bands.last()?.start } else { bands.last()?.end };
            (repeats.end, last)
        }
    };
    (start < end).then_some(ArmStretch { chromosome, arm, start, end })
}

/// The arm that a base lies in; the centromere's repeats count with the nearer one.
pub(super) fn arm_at(chromosome: Chromosome, position: u32) -> Arm {
    let long = table(Resolution::Bands850)
        .iter()
        .find(|band| band.chromosome == chromosome && band.name == "q10")
        .map_or(0, |band| band.start);
    if position < long { Arm::P } else { Arm::Q }
}

/// How finely bands are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// As banding at about 400 bands: no sub-bands, but for those that divide the centromere's repeats from what follows.
    Banding,
    /// As banding at about 550 bands: sub-bands of one digit.
    SubBands,
    /// All digits.
    Finest,
}

/// The name of the band that holds a base, arm and number apart.
pub(super) fn band(chromosome: Chromosome, position: u32, naming: Naming) -> (Arm, String) {
    let bands = table(Resolution::Bands850);
    let found = band_at(Resolution::Bands850, chromosome, position)
        .and_then(|at| bands.get(at))
        .or_else(|| bands.iter().rfind(|band| band.chromosome == chromosome));
    let Some(found) = found else { return (Arm::Q, String::new()) };
    let digits = found.name.get(1..).unwrap_or("");
    let name = match naming {
        Naming::Finest => digits,
        // METHOD: at 400 bands 11.1 is the centromere's repeats and 11.2 what is beside them, so that 22q11.2 and 20q11.2
        // keep their digit; all others lose theirs.
        Naming::Banding if digits.starts_with("11.") => digits.get(..4).unwrap_or(digits),
        Naming::Banding => digits.split('.').next().unwrap_or(digits),
        Naming::SubBands => digits.find('.').and_then(|point| digits.get(..point + 2)).unwrap_or(digits),
    };
    (found.arm, name.to_owned())
}

/// A plain breakpoint.
pub(super) fn breakpoint((arm, digits): (Arm, String)) -> Breakpoint {
    Breakpoint { place: Place::Band(arm, digits), questioned: false, until: None }
}

/// The centromere's side of an arm: `p10`, `q10`.
pub(super) fn centromere(arm: Arm) -> Breakpoint {
    breakpoint((arm, "10".to_owned()))
}

/// The two ends of a stretch from pter to qter. Where the bands of banding are one the finer ones are told.
pub(super) fn ends(chromosome: Chromosome, start: u32, end: u32, naming: Naming) -> [Breakpoint; 2] {
    let last = end.saturating_sub(1).max(start);
    let named = |naming| [band(chromosome, start, naming), band(chromosome, last, naming)];
    let finer = [naming, Naming::SubBands, Naming::Finest].map(named);
    let told = finer.iter().find(|names| names[0] != names[1]).unwrap_or(&finer[2]);
    told.clone().map(breakpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn number(number: u8) -> Chromosome {
        Chromosome::Autosome(number)
    }

    /// By hand from the published table of bands.
    #[test]
    fn arms_end_where_repeats_begin() {
        // 17p11.1 is 22.7 to 25.1 Mb, 17q11.1 is 25.1 to 27.4 Mb.
        let (p, q) = (stretch(number(17), Arm::P).unwrap(), stretch(number(17), Arm::Q).unwrap());
        assert_eq!((p.start, p.end), (0, 22_700_000));
        assert_eq!((q.start, q.end), (27_400_000, 83_257_441));
        assert_eq!(stretch(number(21), Arm::P), None);
        // 1q12 ends at 143.2 Mb.
        assert_eq!(stretch(number(1), Arm::Q).unwrap().start, 143_200_000);
        assert_eq!((arm_at(number(17), 20_000_000), arm_at(number(17), 26_000_000)), (Arm::P, Arm::Q));
    }

    #[test]
    fn bands_are_named_as_banding_does() {
        let name = |chromosome, position, naming| {
            let (arm, digits) = band(chromosome, position, naming);
            format!("{arm}{digits}")
        };
        // BCR and ABL1: 22q11.23 and 9q34.12.
        assert_eq!(name(number(22), 23_200_000, Naming::Finest), "q11.23");
        assert_eq!(name(number(22), 23_200_000, Naming::Banding), "q11.2");
        assert_eq!(name(number(9), 130_800_000, Naming::Finest), "q34.12");
        assert_eq!(name(number(9), 130_800_000, Naming::Banding), "q34");
        // Beyond the end it is the last band.
        assert_eq!(name(number(21), 200_000_000, Naming::Banding), "q22");
        let within = ends(number(13), 49_500_000, 50_200_000, Naming::Banding).map(|point| point.to_string());
        assert_eq!(within, ["q14.2", "q14.2"], "one band of all digits");
        let within = ends(number(8), 124_000_000, 131_000_000, Naming::Banding).map(|point| point.to_string());
        assert_eq!(within, ["q24.1", "q24.2"], "8q24.13 and 8q24.22");
    }
}
