//! Copies of stretches of a clone's chromosomes, for the lesions that guidelines ask for.

use std::collections::BTreeSet;

use super::maker::{BreakIn17p13, Maker, Piece, Rounding, balanced};
use crate::{
    clones::CellClone,
    karyotype::{Change, Chromosome, Item, Sign},
};

/// The copies of a clone's chromosomes.
#[derive(Debug)]
pub(crate) struct Projection {
    level: i64,
    pieces: Vec<(Piece, i64)>,
    normals: Vec<(Chromosome, i64)>,
    unclear: BTreeSet<Chromosome>,
    centromeres: Vec<(Chromosome, i64)>,
}

impl Projection {
    pub(crate) fn of(clone: &CellClone, in_17p13: BreakIn17p13) -> Self {
        let level = i64::from(clone.level);
        let mut projection = Self {
            level,
            pieces: Vec::new(),
            normals: (1..=22).filter_map(Chromosome::autosome).map(|c| (c, level)).collect(),
            unclear: BTreeSet::new(),
            centromeres: Vec::new(),
        };
        for item in &clone.items {
            projection.add(item, in_17p13);
        }
        projection
    }

    fn add(&mut self, item: &Item, in_17p13: BreakIn17p13) {
        let copies = i64::from(item.copies());
        match &item.change {
            Change::Whole(chromosome) => {
                let sign = if item.sign == Some(Sign::Loss) { -1 } else { 1 };
                self.change_normals(*chromosome, sign * copies);
            }
            Change::Structural { head, made_by } => {
                if balanced(head.symbol) {
                    return;
                }
                let abnormal = Maker { in_17p13, rounding: Rounding::AsWritten }.make(head, made_by);
                if item.sign.is_none() {
                    for chromosome in &abnormal.replaces {
                        self.change_normals(*chromosome, -copies);
                    }
                }
                for chromosome in &abnormal.replaces {
                    self.centromeres.push((*chromosome, copies));
                }
                self.pieces.extend(abnormal.pieces.into_iter().map(|piece| (piece, copies)));
                self.unclear.extend(abnormal.unclear);
            }
            _ => {}
        }
    }

    fn change_normals(&mut self, chromosome: Chromosome, by: i64) {
        if let Some((_, normals)) = self.normals.iter_mut().find(|(c, _)| *c == chromosome) {
            *normals += by;
        }
    }
    fn normals(&self, chromosome: Chromosome) -> i64 {
        self.normals.iter().find(|(c, _)| *c == chromosome).map_or(self.level, |(_, n)| (*n).max(0))
    }
    /// The ploidy level.
    pub(crate) fn level(&self) -> i64 {
        self.level
    }
    /// Chromosomes with this centromere, normal or not.
    pub(crate) fn centromeres(&self, chromosome: Chromosome) -> i64 {
        let abnormal: i64 = self.centromeres.iter().filter(|(c, _)| *c == chromosome).map(|(_, n)| n).sum();
        self.normals(chromosome) + abnormal
    }
    /// Normal copies of the chromosome.
    pub(crate) fn normal_copies(&self, chromosome: Chromosome) -> i64 {
        self.normals(chromosome)
    }
    /// Whether an item leaves open how much of the chromosome it holds.
    pub(crate) fn unclear(&self, chromosome: Chromosome) -> bool {
        self.unclear.contains(&chromosome)
    }
    fn copies_at(&self, chromosome: Chromosome, place: f64) -> i64 {
        let pieces: i64 = self
            .pieces
            .iter()
            .filter(|(piece, _)| piece.chromosome == chromosome && piece.from < place && place < piece.to)
            .map(|(_, copies)| copies)
            .sum();
        self.normals(chromosome) + pieces
    }
    /// Whether any stretch between `from` and `to` has fewer copies than the ploidy level.
    pub(crate) fn lost_within(&self, chromosome: Chromosome, from: f64, to: f64) -> bool {
        self.any_within(chromosome, from, to, |copies| copies < self.level)
    }
    /// Whether any has no more than so many copies.
    pub(crate) fn lost_within_to(&self, chromosome: Chromosome, from: f64, to: f64, copies: i64) -> bool {
        self.any_within(chromosome, from, to, |here| here <= copies)
    }
    /// Whether any has more copies than the ploidy level.
    pub(crate) fn gained_within(&self, chromosome: Chromosome, from: f64, to: f64) -> bool {
        self.any_within(chromosome, from, to, |copies| copies > self.level)
    }
    fn any_within(&self, chromosome: Chromosome, from: f64, to: f64, wanted: impl Fn(i64) -> bool) -> bool {
        let mut borders: Vec<f64> = self
            .pieces
            .iter()
            .filter(|(piece, _)| piece.chromosome == chromosome)
            .flat_map(|(piece, _)| [piece.from, piece.to])
            .filter(|border| (from..to).contains(border))
            .chain([from, to])
            .collect();
        borders.sort_by(f64::total_cmp);
        borders
            .windows(2)
            .any(|pair| pair[1] > pair[0] && wanted(self.copies_at(chromosome, f64::midpoint(pair[0], pair[1]))))
    }
}
