//! The pieces of which an abnormal chromosome is made.

use super::{CENTROMERE, END, cytobands};
use crate::karyotype::{Arm, Breakpoint, Chromosome, Place, Structural, Symbol};

/// A stretch of one chromosome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    pub(super) chromosome: Chromosome,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Piece {
    pub(super) fn whole(chromosome: Chromosome) -> Self {
        Self { chromosome, from: -END, to: END }
    }
}

/// One abnormal chromosome.
#[derive(Debug, Default)]
pub(super) struct Abnormal {
    pub(super) pieces: Vec<Piece>,
    /// Chromosomes that it stands in place of, where it is not an extra one.
    pub(super) replaces: Vec<Chromosome>,
    /// Chromosomes of which it may hold less than is counted.
    pub(super) unclear: Vec<Chromosome>,
}

/// How a break that only tells the band 17p13 is read: TP53 lies in that band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BreakIn17p13 {
    /// Distal to TP53, which is kept.
    Distal,
    /// Proximal to TP53, which is lost.
    Proximal,
}

/// Where in its band a break is taken to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    /// At the band's number, which is its end towards the centromere.
    AsWritten,
    /// At the band's end towards the centromere.
    Proximal,
    /// At the band's end away from the centromere.
    Distal,
}

/// Changes that lose and gain nothing.
pub(super) fn balanced(symbol: Symbol) -> bool {
    matches!(symbol, Symbol::T | Symbol::Inv | Symbol::Ins | Symbol::Tas | Symbol::Fis | Symbol::Hsr)
}

pub(super) struct Maker {
    pub(super) in_17p13: BreakIn17p13,
    pub(super) rounding: Rounding,
}

impl Maker {
    /// Where a breakpoint lies; none where the notation does not tell. An arm alone is its beginning.
    fn place(&self, chromosome: Chromosome, symbol: Symbol, point: &Breakpoint) -> Option<f64> {
        match &point.place {
            Place::Band(arm, band) => {
                let digits = band.replace('?', "");
                if digits.is_empty() && band.contains('?') {
                    return None;
                }
                if self.rounding != Rounding::AsWritten {
                    let (from, to) = cytobands::stretch(chromosome, *arm, &digits)?;
                    let place = if self.rounding == Rounding::Proximal { from } else { to };
                    return Some(if *arm == Arm::P { -place } else { place });
                }
                let number: f64 = if digits.is_empty() { CENTROMERE } else { digits.parse().ok()? };
                // METHOD: del(17)(p13) is written for losses that take TP53 (17p13.1) along; of other breaks in p13 the
                // notation does not tell on which side of TP53 they are.
                let tells_band_only = digits == "13" && *arm == Arm::P && chromosome == Chromosome::Autosome(17);
                if tells_band_only && symbol != Symbol::Del && self.in_17p13 == BreakIn17p13::Distal {
                    return Some(-13.9);
                }
                Some(if *arm == Arm::P { -number } else { number })
            }
            Place::Terminus(Arm::P) => Some(-END),
            Place::Terminus(Arm::Q) => Some(END),
            Place::Centromere => Some(0.0),
            Place::Unknown => None,
        }
    }
    /// Whether pieces that hold nothing stay: breaks at the two ends of their bands give the same list of pieces so.
    fn keeps_empty(&self) -> bool {
        self.rounding != Rounding::AsWritten
    }
    fn without_empty(&self, pieces: &mut Vec<Piece>) {
        pieces.retain(|piece| self.keeps_empty() || piece.from < piece.to);
    }
    fn places(&self, change: &Structural, group: usize) -> Option<Vec<f64>> {
        let chromosome = *change.chromosomes.get(group)?;
        let points = change.breakpoints.get(group)?;
        let places: Option<Vec<f64>> = points.iter().map(|p| self.place(chromosome, change.symbol, p)).collect();
        places.filter(|places| !places.is_empty())
    }

    pub(super) fn make(&self, head: &Structural, made_by: &[Structural]) -> Abnormal {
        let mut abnormal = Abnormal { replaces: head.chromosomes.clone(), ..Abnormal::default() };
        let made = if head.detailed.is_some() { None } else { self.pieces(head, made_by) };
        if let Some(pieces) = made {
            abnormal.pieces = pieces;
        } else {
            // What it holds is not told: all of its chromosomes are counted, none of them is certain.
            abnormal.pieces = head.chromosomes.iter().copied().map(Piece::whole).collect();
            abnormal.unclear =
                std::iter::once(head).chain(made_by).flat_map(|change| change.chromosomes.iter().copied()).collect();
        }
        abnormal
    }

    fn pieces(&self, head: &Structural, made_by: &[Structural]) -> Option<Vec<Piece>> {
        let first = *head.chromosomes.first()?;
        let mut pieces = match head.symbol {
            Symbol::Del | Symbol::Add | Symbol::Dup | Symbol::InvDup | Symbol::Trp | Symbol::Qdp | Symbol::Amp => {
                let mut pieces = vec![Piece::whole(first)];
                self.apply(head, &mut pieces, first)?;
                pieces
            }
            Symbol::I => {
                let arm = arm_of(self.places(head, 0)?[0], first);
                vec![arm, arm]
            }
            Symbol::Idic => {
                let side = centromere_side(first, self.places(head, 0)?[0]);
                vec![side, side]
            }
            Symbol::R if head.chromosomes.len() == 1 => {
                let (from, to) = ordered(&self.places(head, 0)?)?;
                vec![Piece { chromosome: first, from, to }]
            }
            Symbol::Dic | Symbol::Psudic => (0..head.chromosomes.len())
                .map(|i| Some(centromere_side(head.chromosomes[i], self.places(head, i)?[0])))
                .collect::<Option<Vec<Piece>>>()?,
            Symbol::Der | Symbol::Rob if head.chromosomes.len() > 1 => (0..head.chromosomes.len())
                .map(|i| {
                    let place = self.places(head, i)?[0];
                    let whole_arm = place.abs() <= CENTROMERE;
                    let chromosome = head.chromosomes[i];
                    Some(if whole_arm { arm_of(place, chromosome) } else { centromere_side(chromosome, place) })
                })
                .collect::<Option<Vec<Piece>>>()?,
            Symbol::Der | Symbol::Ider if !made_by.is_empty() => vec![Piece::whole(first)],
            _ => return None,
        };
        for made in made_by {
            self.apply(made, &mut pieces, first)?;
        }
        if head.symbol == Symbol::Ider {
            let arm = arm_of(self.places(head, 0)?[0], first);
            let mut arms: Vec<Piece> = pieces
                .into_iter()
                .filter_map(|piece| {
                    if piece.chromosome != first {
                        return Some(piece);
                    }
                    let (from, to) = (piece.from.max(arm.from), piece.to.min(arm.to));
                    (from < to || self.keeps_empty()).then_some(Piece { from, to, ..piece })
                })
                .collect();
            arms.extend_from_within(..);
            return Some(arms);
        }
        Some(pieces)
    }

    /// Applies one change to the pieces of a derivative of `main`.
    fn apply(&self, made: &Structural, pieces: &mut Vec<Piece>, main: Chromosome) -> Option<()> {
        if made.detailed.is_some() {
            return None;
        }
        match made.symbol {
            Symbol::T => self.translocate(made, pieces, main),
            Symbol::Ins => self.insert(made, pieces, main),
            Symbol::Del | Symbol::Add => {
                let chromosome = *made.chromosomes.first()?;
                let places = self.places(made, 0)?;
                match places[..] {
                    [place] => {
                        for piece in pieces.iter_mut().filter(|piece| piece.chromosome == chromosome) {
                            let side = centromere_side(chromosome, place);
                            (piece.from, piece.to) = (piece.from.max(side.from), piece.to.min(side.to));
                        }
                    }
                    [_, _] => {
                        let (from, to) = ordered(&places)?;
                        // Both breaks in one arm; a deletion from arm to arm would take the centromere.
                        if from.signum() * to.signum() < 0.0 {
                            return None;
                        }
                        cut(pieces, chromosome, from, to);
                    }
                    _ => return None,
                }
                self.without_empty(pieces);
                Some(())
            }
            Symbol::Dup | Symbol::InvDup | Symbol::Trp | Symbol::Qdp | Symbol::Amp => {
                let chromosome = *made.chromosomes.first()?;
                let (from, to) = ordered(&self.places(made, 0)?)?;
                let extra = match made.symbol {
                    Symbol::Trp => 2,
                    Symbol::Qdp => 3,
                    // At least so many.
                    Symbol::Amp => 4,
                    _ => 1,
                };
                pieces.extend(std::iter::repeat_n(Piece { chromosome, from, to }, extra));
                Some(())
            }
            Symbol::Inv | Symbol::Hsr => Some(()),
            _ => None,
        }
    }

    fn translocate(&self, made: &Structural, pieces: &mut Vec<Piece>, main: Chromosome) -> Option<()> {
        let on_it = |chromosome: &Chromosome| pieces.iter().any(|piece| piece.chromosome == *chromosome);
        let here = made
            .chromosomes
            .iter()
            .position(|chromosome| *chromosome == main)
            .or_else(|| made.chromosomes.iter().position(on_it))?;
        let chromosome = made.chromosomes[here];
        let place = self.places(made, here)?[0];
        // RULE: ISCN 2024, whole-arm translocations: the arm that is written is the arm that the derivative has.
        let whole_arms = self.whole_arms(made);
        let side = if whole_arms { arm_of(place, chromosome) } else { centromere_side(chromosome, place) };
        for piece in pieces.iter_mut().filter(|piece| piece.chromosome == chromosome) {
            (piece.from, piece.to) = (piece.from.max(side.from), piece.to.min(side.to));
        }
        self.without_empty(pieces);
        // ISCN 2024: the segment of each chromosome goes to the next in the list, that of the last to the first.
        let giver = if here == 0 { made.chromosomes.len() - 1 } else { here - 1 };
        let donor = made.chromosomes[giver];
        if let Some(places) = self.places(made, giver) {
            let place = places[0];
            let (from, to) = if place < 0.0 { (-END, place) } else { (place, END) };
            pieces.push(Piece { chromosome: donor, from, to });
        }
        Some(())
    }

    /// Whether every break is in a centromere: `t(1;7)(q10;p10)`.
    fn whole_arms(&self, made: &Structural) -> bool {
        (0..made.chromosomes.len()).all(|group| self.places(made, group).is_some())
            && made
                .breakpoints
                .iter()
                .flatten()
                .all(|point| matches!(&point.place, Place::Band(_, band) if band == "10"))
    }

    fn insert(&self, made: &Structural, pieces: &mut Vec<Piece>, main: Chromosome) -> Option<()> {
        // The receiver stands first. Within one chromosome an insertion moves and keeps.
        if made.chromosomes.len() == 1 {
            return Some(());
        }
        let donor = *made.chromosomes.get(1)?;
        let places = self.places(made, 1);
        if donor == main {
            let (from, to) = ordered(&places?)?;
            cut(pieces, donor, from, to);
            self.without_empty(pieces);
        } else if let Some((from, to)) = places.as_deref().and_then(ordered) {
            pieces.push(Piece { chromosome: donor, from, to });
        }
        Some(())
    }
}

/// The part with the centromere, of a chromosome broken at `place`.
fn centromere_side(chromosome: Chromosome, place: f64) -> Piece {
    if place < 0.0 { Piece { chromosome, from: place, to: END } } else { Piece { chromosome, from: -END, to: place } }
}

fn arm_of(place: f64, chromosome: Chromosome) -> Piece {
    if place < 0.0 {
        Piece { chromosome, from: -END, to: -CENTROMERE }
    } else {
        Piece { chromosome, from: CENTROMERE, to: END }
    }
}

fn ordered(places: &[f64]) -> Option<(f64, f64)> {
    match places {
        [a, b] => Some((a.min(*b), a.max(*b))),
        _ => None,
    }
}

fn cut(pieces: &mut Vec<Piece>, chromosome: Chromosome, from: f64, to: f64) {
    let mut kept = Vec::with_capacity(pieces.len() + 1);
    for piece in pieces.drain(..) {
        if piece.chromosome != chromosome || piece.to <= from || piece.from >= to {
            kept.push(piece);
            continue;
        }
        kept.push(Piece { to: piece.to.min(from), ..piece });
        kept.push(Piece { from: piece.from.max(to), ..piece });
    }
    *pieces = kept;
}
