//! A karyotype band by band: copies, what is lost and gained, and which bands are joined.

use super::{
    END,
    cytobands::{Resolution, stretch, stretches, table},
    maker::{BreakIn17p13, Maker, Piece, Rounding, balanced},
};
use crate::{
    clones::{CellClone, clonal, clones},
    karyotype::{Arm, Base, Breakpoint, Change, Chromosome, Item, Karyotype, Place, Sign, Structural, Symbol},
};

/// Copies of a band in a cell of the clone. They differ where a break lies in the band: a part of it has the one number and
/// a part the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandCopies {
    /// The least that any part of it may have.
    pub low: u32,
    /// The most.
    pub high: u32,
}

/// Two places that an abnormal chromosome joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandJunction {
    /// The item that tells of it, as written.
    pub item: String,
    /// The one side: chromosome, arm, and the band as written.
    pub one: (Chromosome, Arm, String),
    /// The other; none where the notation does not know it (`add`).
    pub other: Option<(Chromosome, Arm, String)>,
}

/// One clone over all bands of a resolution; the lists run along [`table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloneBands {
    /// Of the bands.
    pub resolution: Resolution,
    /// Copies that a cell of this ploidy level and sex has where nothing is lost or gained.
    pub expected: Vec<u32>,
    /// Copies in the clone, all items together. A loss and a gain of the same band make up for each other here.
    pub copies: Vec<BandCopies>,
    /// How many times items take the band away, in part or whole.
    pub lost: Vec<u32>,
    /// How many times items add it, in part or whole.
    pub gained: Vec<u32>,
    /// How many joined ends lie in it.
    pub fused: Vec<u32>,
    /// The junctions that the items tell of.
    pub junctions: Vec<BandJunction>,
    /// Chromosomes of which the notation does not tell how much is there, such as 14 in `der(14)`: their bands are counted as
    /// if whole.
    pub unclear: Vec<Chromosome>,
}

/// Each clone of the patient band by band, with its clonal items only, in the order written.
///
/// ```
/// use marv_karyotype::{Karyotype, projection::{Resolution, bands, table}};
///
/// let clones = bands(&Karyotype::read("46,XX,del(5)(q13q33)[20]").karyotype, Resolution::Bands400);
/// let at = |name: &str| table(Resolution::Bands400).iter().position(|b| b.chromosome.to_string() == "5" && b.name == name);
/// let copies = |name| at(name).map(|at| (clones[0].copies[at].low, clones[0].copies[at].high));
/// assert_eq!(copies("q12"), Some((2, 2)));
/// assert_eq!(copies("q13"), Some((1, 2))); // the break lies in it
/// assert_eq!(copies("q31"), Some((1, 1)));
/// ```
pub fn bands(karyotype: &Karyotype, resolution: Resolution) -> Vec<CloneBands> {
    let male = is_male(karyotype);
    clonal(&clones(karyotype)).iter().map(|clone| of_clone(clone, male, resolution)).collect()
}

/// As [`bands`], with items that were seen in too few cells to be clonal.
pub(crate) fn bands_in_any_cell(karyotype: &Karyotype, resolution: Resolution) -> Vec<CloneBands> {
    let male = is_male(karyotype);
    clones(karyotype).iter().map(|clone| of_clone(clone, male, resolution)).collect()
}

/// Whether any line has or loses a Y.
fn is_male(karyotype: &Karyotype) -> bool {
    karyotype.lines.iter().any(|line| {
        let written = matches!(&line.base, Base::Sex { chromosomes, .. } if chromosomes.contains('Y'));
        written
            || line.items.iter().any(|item| match &item.change {
                Change::Whole(chromosome) => *chromosome == Chromosome::Y && item.sign == Some(Sign::Loss),
                Change::Structural { head, .. } => head.chromosomes.contains(&Chromosome::Y) && item.sign.is_none(),
                _ => false,
            })
    })
}

/// Copies of a chromosome without any change. Of sex chromosomes in another ploidy: X, XXY or XXX, XXYY or XXXX.
fn expected(chromosome: Chromosome, level: u8, male: bool) -> u32 {
    let level = u32::from(level);
    match (chromosome, male) {
        (Chromosome::Y, true) => level / 2,
        (Chromosome::Y, false) => 0,
        (Chromosome::X, true) => level - level / 2,
        _ => level,
    }
}

/// Of one band: what items surely and possibly change.
#[derive(Debug, Clone, Copy, Default)]
struct Shift {
    low: i64,
    high: i64,
}

fn of_clone(clone: &CellClone, male: bool, resolution: Resolution) -> CloneBands {
    let table = table(resolution);
    let stretches = stretches(resolution);
    let expected: Vec<u32> = table.iter().map(|band| expected(band.chromosome, clone.level, male)).collect();
    let mut net = vec![Shift::default(); table.len()];
    let mut found = CloneBands {
        resolution,
        expected,
        copies: Vec::new(),
        lost: vec![0; table.len()],
        gained: vec![0; table.len()],
        fused: vec![0; table.len()],
        junctions: Vec::new(),
        unclear: Vec::new(),
    };
    for item in &clone.items {
        found.junctions.extend(junctions(item));
        let Some(effect) = effect(item, &mut found.unclear) else { continue };
        let copies = i64::from(item.copies());
        for (at, (band, (from, to))) in table.iter().zip(stretches).enumerate() {
            let (low, high) = effect.at(band.chromosome, *from, *to);
            let (low, high) = (low.saturating_mul(copies), high.saturating_mul(copies));
            net[at].low = net[at].low.saturating_add(low);
            net[at].high = net[at].high.saturating_add(high);
            add(&mut found.lost[at], -low);
            add(&mut found.gained[at], high);
        }
    }
    for junction in &found.junctions {
        for (chromosome, arm, band) in std::iter::once(&junction.one).chain(&junction.other) {
            let Some((near, far)) = stretch(*chromosome, *arm, band.as_str()) else { continue };
            let (near, far) = if near < far { (near, far) } else { (near, near + 1.0) };
            let (from, to) = if *arm == Arm::P { (-far, -near) } else { (near, far) };
            for (at, (band, (start, end))) in table.iter().zip(stretches).enumerate() {
                if band.chromosome == *chromosome && *start < to && from < *end {
                    found.fused[at] += 1;
                }
            }
        }
    }
    found.copies = net
        .iter()
        .zip(&found.expected)
        .map(|(change, expected)| {
            let number = |by: i64| u32::try_from(i64::from(*expected).saturating_add(by).max(0)).unwrap_or(u32::MAX);
            BandCopies { low: number(change.low), high: number(change.high) }
        })
        .collect();
    found
}

fn add(sum: &mut u32, by: i64) {
    *sum = sum.saturating_add(u32::try_from(by.max(0)).unwrap_or(u32::MAX));
}

/// What one item takes away and adds.
struct Effect {
    /// With breaks as near to and as far from the centromere as their bands allow.
    pieces: Vec<(Piece, Piece)>,
    replaces: Vec<Chromosome>,
}

impl Effect {
    /// The change of copies between `from` and `to`: sure and possible.
    fn at(&self, chromosome: Chromosome, from: f64, to: f64) -> (i64, i64) {
        let replaced = self.replaces.iter().filter(|c| **c == chromosome).count();
        let replaced = i64::try_from(replaced).unwrap_or(i64::MAX);
        let (mut low, mut high) = (0, 0);
        for (one, other) in self.pieces.iter().filter(|(piece, _)| piece.chromosome == chromosome) {
            let sure = (one.from.max(other.from), one.to.min(other.to));
            let possible = (one.from.min(other.from), one.to.max(other.to));
            low += i64::from(sure.0 <= from && to <= sure.1);
            high += i64::from(possible.0 < to && from < possible.1);
        }
        (low - replaced, high - replaced)
    }
}

fn effect(item: &Item, unclear: &mut Vec<Chromosome>) -> Option<Effect> {
    match &item.change {
        Change::Whole(chromosome) => {
            let whole = Piece { chromosome: *chromosome, from: -END, to: END };
            Some(match item.sign {
                Some(Sign::Loss) => Effect { pieces: Vec::new(), replaces: vec![*chromosome] },
                _ => Effect { pieces: vec![(whole, whole)], replaces: Vec::new() },
            })
        }
        Change::Structural { head, made_by } => {
            if item.sign == Some(Sign::Loss) {
                return None;
            }
            let gained = item.sign == Some(Sign::Gain);
            if balanced(head.symbol) {
                let whole = |c: &Chromosome| (Piece::whole(*c), Piece::whole(*c));
                // The gain of an inverted chromosome is the gain of the chromosome; of a translocation it is not told which.
                if gained && head.chromosomes.len() == 1 {
                    return Some(Effect { pieces: head.chromosomes.iter().map(whole).collect(), replaces: Vec::new() });
                }
                if gained {
                    note(unclear, &head.chromosomes);
                }
                return None;
            }
            let made = |rounding| Maker { in_17p13: BreakIn17p13::Proximal, rounding }.make(head, made_by);
            let (near, far) = (made(Rounding::Proximal), made(Rounding::Distal));
            let alike = near.pieces.len() == far.pieces.len()
                && near.pieces.iter().zip(&far.pieces).all(|(a, b)| a.chromosome == b.chromosome);
            note(unclear, &near.unclear);
            note(unclear, &far.unclear);
            let replaces = if gained { Vec::new() } else { near.replaces.clone() };
            if alike {
                return Some(Effect { pieces: near.pieces.into_iter().zip(far.pieces).collect(), replaces });
            }
            // A piece that is there or not by where its breaks lie in their bands.
            note(unclear, &head.chromosomes);
            let pieces = head.chromosomes.iter().map(|c| (Piece::whole(*c), Piece::whole(*c))).collect();
            Some(Effect { pieces, replaces })
        }
        _ => None,
    }
}

fn note(unclear: &mut Vec<Chromosome>, chromosomes: &[Chromosome]) {
    for chromosome in chromosomes {
        if !unclear.contains(chromosome) {
            unclear.push(*chromosome);
        }
    }
}

/// The places that an item's changes join.
fn junctions(item: &Item) -> Vec<BandJunction> {
    let Change::Structural { head, made_by } = &item.change else { return Vec::new() };
    if item.sign == Some(Sign::Loss) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let text = item.to_string();
    let mut join = |one: Option<Side>, other: Option<Option<Side>>| {
        if let (Some(one), Some(other)) = (one, other) {
            found.push(BandJunction { item: text.clone(), one, other });
        }
    };
    for change in std::iter::once(head).chain(made_by) {
        let first = |group: usize| side(change, group, 0);
        match change.symbol {
            Symbol::T | Symbol::Dic | Symbol::Psudic | Symbol::Der | Symbol::Rob | Symbol::Trc
                if change.chromosomes.len() > 1 =>
            {
                let number = change.chromosomes.len();
                let circle = number > 2 && change.symbol == Symbol::T;
                for at in 0..if circle { number } else { number - 1 } {
                    join(first(at), first((at + 1) % number).map(Some));
                }
            }
            Symbol::Ins if change.chromosomes.len() > 1 => {
                for end in 0..2 {
                    join(first(0), side(change, 1, end).map(Some));
                }
                join(side(change, 1, 0), side(change, 1, 1).map(Some));
            }
            Symbol::Add | Symbol::Hsr => join(first(0), Some(None)),
            Symbol::I | Symbol::Idic | Symbol::Ider => join(first(0), first(0).map(Some)),
            Symbol::Del | Symbol::Inv | Symbol::Dup | Symbol::InvDup | Symbol::Trp | Symbol::Qdp | Symbol::R => {
                join(first(0), side(change, 0, 1).map(Some));
            }
            _ => {}
        }
    }
    found
}

type Side = (Chromosome, Arm, String);

fn side(change: &Structural, group: usize, point: usize) -> Option<Side> {
    let chromosome = *change.chromosomes.get(group)?;
    let point: &Breakpoint = change.breakpoints.get(group)?.get(point)?;
    match &point.place {
        Place::Band(arm, band) => Some((chromosome, *arm, band.replace('?', ""))),
        _ => None,
    }
}
