//! The bands of the chromosomes, and where they lie in GRCh38.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{CENTROMERE, END};
use crate::karyotype::{Arm, Chromosome};

/// How finely chromosomes are banded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// About 400 bands a haploid set: bands without sub-bands.
    Bands400,
    /// About 550: sub-bands of one digit.
    Bands550,
    /// About 850: all.
    Bands850,
}

impl Resolution {
    // METHOD: the levels below 850 are made by leaving out digits behind the point, not by the ideograms of those levels.
    fn collapsed(self, name: &str) -> &str {
        let Some(point) = name.find('.') else { return name };
        match self {
            Self::Bands400 => &name[..point],
            Self::Bands550 => name.get(..point + 2).unwrap_or(name),
            Self::Bands850 => name,
        }
    }
}

/// One band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The chromosome.
    pub chromosome: Chromosome,
    /// The arm.
    pub arm: Arm,
    /// Arm and number, such as `q31.1`; `p10` and `q10` are the centromere's two sides.
    pub name: String,
    /// The first base in GRCh38, 0-based; that of the border for `p10` and `q10`, which hold none.
    pub start: u32,
    /// The base behind the last, 0-based.
    pub end: u32,
}

/// A band and its stretch on the line of [`super`].
#[derive(Debug)]
struct Placed {
    band: Band,
    from: f64,
    to: f64,
}

/// The table as UCSC has it, made by `scripts/karyotype_bands.py`.
const TEXT: &str = include_str!("../../data/bands.txt");

struct Tables {
    finest: Vec<Placed>,
    bands: BTreeMap<Resolution, Vec<Band>>,
    /// Stretches of the finest bands, for each of a table's bands.
    stretches: BTreeMap<Resolution, Vec<(f64, f64)>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let finest = finest();
    let mut tables = BTreeMap::new();
    let mut stretches = BTreeMap::new();
    for resolution in [Resolution::Bands400, Resolution::Bands550, Resolution::Bands850] {
        let mut bands: Vec<Band> = Vec::new();
        let mut places: Vec<(f64, f64)> = Vec::new();
        for Placed { band, from, to } in &finest {
            let name = resolution.collapsed(&band.name);
            match (bands.last_mut(), places.last_mut()) {
                (Some(last), Some(place)) if last.chromosome == band.chromosome && last.name == name => {
                    last.end = band.end;
                    *place = (place.0.min(*from), place.1.max(*to));
                }
                _ => {
                    bands.push(Band { name: name.to_owned(), ..band.clone() });
                    places.push((*from, *to));
                }
            }
        }
        tables.insert(resolution, bands);
        stretches.insert(resolution, places);
    }
    Tables { finest, bands: tables, stretches }
});

/// All bands at a resolution: chromosomes 1 to 22, X, Y, each from pter to qter, with `p10` and `q10`.
///
/// Source: UCSC, table cytoBand of hg38.
pub fn table(resolution: Resolution) -> &'static [Band] {
    TABLES.bands.get(&resolution).map_or(&[], Vec::as_slice)
}

/// The number, in [`table`], of the band that holds a base (0-based) of GRCh38. None beyond the chromosome's end.
pub fn band_at(resolution: Resolution, chromosome: Chromosome, position: u32) -> Option<usize> {
    table(resolution)
        .iter()
        .position(|band| band.chromosome == chromosome && (band.start..band.end).contains(&position))
}

/// The stretch of each band of [`table`] on its chromosome's line, signed: the short arm is negative.
pub(super) fn stretches(resolution: Resolution) -> &'static [(f64, f64)] {
    TABLES.stretches.get(&resolution).map_or(&[], Vec::as_slice)
}

/// From where to where, away from the centromere, the bands lie that a written band stands for: `31` for all of q31. An arm
/// alone is all of it. None where the chromosome has no such band.
pub(super) fn stretch(chromosome: Chromosome, arm: Arm, digits: &str) -> Option<(f64, f64)> {
    match digits {
        "" => return Some((CENTROMERE, END)),
        // A break in the centromere divides the arms.
        "10" => return Some((CENTROMERE, CENTROMERE)),
        _ => {}
    }
    let mut found: Option<(f64, f64)> = None;
    for Placed { band, from, to } in &TABLES.finest {
        let name = band.name.get(1..).unwrap_or("");
        if band.chromosome != chromosome || band.arm != arm || !stands_for(digits, name) {
            continue;
        }
        let (near, far) = (from.abs().min(to.abs()), from.abs().max(to.abs()));
        found = Some(found.map_or((near, far), |(a, b)| (a.min(near), b.max(far))));
    }
    found
}

/// Whether a written band stands for a band of the table: `13` for 13.1 and 13.31, `13.3` for 13.31, and `22.11` for 22.1
/// where the table is coarser.
fn stands_for(written: &str, name: &str) -> bool {
    let covers = |whole: &str, part: &str| {
        part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || whole.contains('.'))
    };
    covers(written, name) || covers(name, written) && name.contains('.')
}

fn finest() -> Vec<Placed> {
    let mut all = Vec::new();
    for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(chromosome) = words.next().and_then(named) else { continue };
        let bands: Vec<(&str, u32)> = words
            .filter_map(|word| {
                let (name, end) = word.split_once(':')?;
                Some((name, end.parse().ok()?))
            })
            .collect();
        let numbers: Vec<f64> = bands.iter().filter_map(|(name, _)| name.get(1..)?.parse().ok()).collect();
        let mut start = 0;
        for (at, (name, end)) in bands.iter().enumerate() {
            let Some(number) = numbers.get(at) else { continue };
            let short = name.starts_with('p');
            let arm = if short { Arm::P } else { Arm::Q };
            // The neighbour away from the centromere.
            let neighbour = if short { at.checked_sub(1) } else { Some(at + 1) };
            let far = neighbour.and_then(|at| numbers.get(at)).copied().unwrap_or(END);
            let far = if far > *number { far } else { END };
            let (from, to) = if short { (-far, -number) } else { (*number, far) };
            let border = |arm, name: &str, from, to| Placed {
                band: Band { chromosome, arm, name: name.to_owned(), start, end: start },
                from,
                to,
            };
            let first_long = !short && bands.get(at.wrapping_sub(1)).is_none_or(|(before, _)| before.starts_with('p'));
            if first_long {
                all.push(border(Arm::P, "p10", -11.0, -CENTROMERE));
                all.push(border(Arm::Q, "q10", CENTROMERE, 11.0));
            }
            let band = Band { chromosome, arm, name: (*name).to_owned(), start, end: *end };
            all.push(Placed { band, from, to });
            start = *end;
        }
    }
    all
}

fn named(name: &str) -> Option<Chromosome> {
    match name {
        "X" => Some(Chromosome::X),
        "Y" => Some(Chromosome::Y),
        number => Chromosome::autosome(number.parse().ok()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_in_order() {
        assert_eq!(table(Resolution::Bands850).len(), 862 + 48);
        for resolution in [Resolution::Bands400, Resolution::Bands550, Resolution::Bands850] {
            let bands = table(resolution);
            for pair in bands.windows(2).filter(|pair| pair[0].chromosome == pair[1].chromosome) {
                assert_eq!(pair[0].end, pair[1].start, "{pair:?}");
            }
            for (pair, bands) in stretches(resolution).windows(2).zip(bands.windows(2)) {
                if bands[0].chromosome == bands[1].chromosome {
                    assert!(pair[0].1 <= pair[1].0, "{bands:?} {pair:?}");
                }
            }
        }
        assert!(table(Resolution::Bands400).len() < table(Resolution::Bands550).len());
    }

    /// By hand from the published table: 5q31 is q31.1, q31.2, q31.3 and ends where q32 begins; TP53 lies in 17p13.1.
    #[test]
    fn bands_stand_for_their_sub_bands() {
        let five = Chromosome::Autosome(5);
        assert_eq!(stretch(five, Arm::Q, "31"), Some((31.1, 32.0)));
        assert_eq!(stretch(five, Arm::Q, "31.2"), Some((31.2, 31.3)));
        assert_eq!(stretch(five, Arm::Q, "45"), None);
        assert_eq!(stretch(five, Arm::Q, "35"), Some((35.1, END)));
        let tp53 = band_at(Resolution::Bands850, Chromosome::Autosome(17), 7_675_000).unwrap();
        assert_eq!(table(Resolution::Bands850)[tp53].name, "p13.1");
        let coarse = band_at(Resolution::Bands400, Chromosome::Autosome(17), 7_675_000).unwrap();
        assert_eq!(table(Resolution::Bands400)[coarse].name, "p13");
    }
}
