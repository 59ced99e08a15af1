//! Junctions of the tumour's cells: their sides on haplotypes, and whether the copies around them can be as they are said
//! to be.

use marv_model::{
    genome::{Contigs, Interval, Locus},
    structure::{Breakend, Kept},
};

use crate::{
    Error,
    donor::{Population, Populations},
    scenario::Rearrangement,
};

/// A junction with its sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrueJunction {
    pub(crate) sides: [Breakend; 2],
    /// 0 or 1, of each side.
    pub(crate) haplotypes: [usize; 2],
    /// Read from the first side to the second.
    pub(crate) inserted: Vec<u8>,
    /// The clone's number.
    pub(crate) clone: usize,
    pub(crate) copies: u8,
}

/// Sides that lie so near to each other are taken together when copies are counted: an exchange may lose or double a few
/// bases.
const NEAR: u32 = 1_000;

impl TrueJunction {
    /// As the scenario says it.
    pub(super) fn read(
        field: &str,
        chosen: &Rearrangement,
        contigs: &Contigs,
        populations: &Populations,
    ) -> Result<Self, Error> {
        let sides = [side(&format!("{field}.first"), &chosen.first, contigs)?, {
            side(&format!("{field}.second"), &chosen.second, contigs)?
        }];
        let haplotypes = chosen.haplotypes.unwrap_or([1, 1]);
        if let Some(wrong) = haplotypes.iter().find(|haplotype| !(1..=2).contains(*haplotype)) {
            return Err(Error::scenario(format!("{field}.haplotypes"), format!("holds {wrong}, expected 1 or 2")));
        }
        let inserted = chosen.inserted.to_ascii_uppercase().into_bytes();
        if inserted.len() > 200 || inserted.iter().any(|base| !b"ACGT".contains(base)) {
            let problem = "expected at most 200 bases of A, C, G and T";
            return Err(Error::scenario(format!("{field}.inserted"), problem));
        }
        let copies = chosen.copies.unwrap_or(1);
        if !(1..=20).contains(&copies) {
            return Err(Error::scenario(format!("{field}.copies"), format!("is {copies}, expected 1 to 20")));
        }
        Ok(Self {
            sides,
            haplotypes: haplotypes.map(|haplotype| usize::from(haplotype - 1)),
            inserted,
            clone: populations.clone_number(field, chosen.clone.as_deref())?,
            copies,
        })
    }

    /// Copies in a cell of `population`: no more than it has of either haplotype.
    pub(crate) fn carried(&self, population: &Population, populations: &Populations) -> u8 {
        if !population.is_of(self.clone) {
            return 0;
        }
        let there = |side: usize| {
            base(self.sides[side].locus).map_or(0, |place| populations.copies(population, place)[self.haplotypes[side]])
        };
        self.copies.min(there(0)).min(there(1))
    }

    /// The side at which copies of `haplotype` end towards the contig's end, for each: the first base that is not kept.
    pub(crate) fn ends(&self, haplotype: usize) -> impl Iterator<Item = Locus> + '_ {
        let ends = move |side: &usize| self.haplotypes[*side] == haplotype && self.sides[*side].kept == Kept::Before;
        [0, 1].into_iter().filter(ends).map(|side| {
            let last = self.sides[side].locus;
            Locus::new(last.contig, last.position + 1)
        })
    }
}

/// Refuses junctions around which copies do not add up: where a copy ends at a side, the segments must have one less
/// behind it, or another junction must begin one there.
pub(super) fn check(junctions: &[TrueJunction], contigs: &Contigs, populations: &Populations) -> Result<(), Error> {
    for (number, junction) in junctions.iter().enumerate() {
        for side in 0..2 {
            let (place, haplotype) = (junction.sides[side].locus, junction.haplotypes[side]);
            let near: Vec<(&TrueJunction, Breakend)> = junctions
                .iter()
                .flat_map(|other| (0..2).map(move |at| (other, other.sides[at], other.haplotypes[at])))
                .filter(|(_, end, on)| {
                    let same = end.locus.contig == place.contig && *on == haplotype;
                    same && end.locus.position.abs_diff(place.position) <= NEAR
                })
                .map(|(other, end, _)| (other, end))
                .collect();
            let positions = || near.iter().map(|(_, end)| end.locus.position);
            let first = positions().min().unwrap_or(place.position).saturating_sub(1);
            let last = (positions().max().unwrap_or(place.position) + 1).min(contigs.length(place.contig) - 1);
            for population in populations.iter() {
                let at = |position| {
                    let copies = base(Locus::new(place.contig, position))
                        .map_or(0, |place| populations.copies(population, place)[haplotype]);
                    i32::from(copies)
                };
                let change: i32 = near
                    .iter()
                    .map(|(other, end)| {
                        let carried = i32::from(other.carried(population, populations));
                        if end.kept == Kept::Before { -carried } else { carried }
                    })
                    .sum();
                if at(first) + change != at(last) {
                    let field = format!("rearrangements[{number}].{}", ["first", "second"][side]);
                    let problem = format!(
                        "cells of {} have {} copies of haplotype {} before {} and {} behind it, expected {}: give the \
                         segment that is lost or gained there, or the junction that takes the other part",
                        population.name,
                        at(first),
                        haplotype + 1,
                        contigs.show(&place),
                        at(last),
                        at(first) + change
                    );
                    return Err(Error::scenario(field, problem));
                }
            }
        }
    }
    Ok(())
}

fn base(locus: Locus) -> Option<Interval> {
    Interval::new(locus.contig, locus.position, locus.position + 1).ok()
}

/// Such as `chr8:92017363+`.
fn side(field: &str, text: &str, contigs: &Contigs) -> Result<Breakend, Error> {
    let refuse = |problem: &str| {
        Err(Error::scenario(
            field,
            format!("is {text:?}, {problem}, expected such as chr8:92017363+ or chr21:34859474-"),
        ))
    };
    let Some((contig, rest)) = text.rsplit_once(':') else { return refuse("without a colon") };
    let (number, kept) = match (rest.strip_suffix('-'), rest.strip_suffix('+')) {
        (Some(number), _) => (number, Kept::Before),
        (_, Some(number)) => (number, Kept::From),
        _ => return refuse("without the side that is kept"),
    };
    let Some(id) = contigs.id_or_alias(contig) else { return refuse("no contig of the reference") };
    match number.parse::<u32>() {
        // A side lies within its contig, not at its very end.
        Ok(position) if position > 1 && position < contigs.length(id) => {
            Ok(Breakend { locus: Locus::new(id, position - 1), kept })
        }
        _ => refuse("no place within the contig"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scenario;

    fn checked(text: &str) -> Result<Vec<TrueJunction>, String> {
        let scenario: Scenario = toml::from_str(text).unwrap();
        let contigs = Contigs::grch38();
        let populations = Populations::new(&scenario, &contigs).unwrap();
        let read = |(number, one): (usize, &Rearrangement)| {
            TrueJunction::read(&format!("rearrangements[{number}]"), one, &contigs, &populations)
        };
        let junctions: Result<Vec<_>, _> = scenario.rearrangements.iter().enumerate().map(read).collect();
        let junctions = junctions.map_err(|error| error.to_string())?;
        check(&junctions, &contigs, &populations).map_err(|error| error.to_string())?;
        Ok(junctions)
    }

    const LEFT: &str = "[[rearrangements]]\nfirst = \"chr5:80000000-\"\nsecond = \"chr5:150000001+\"\n";

    #[test]
    fn a_deletion_needs_its_loss_and_an_exchange_its_other_half() {
        let error = checked(LEFT).unwrap_err();
        assert!(error.contains("rearrangements[0].first") && error.contains("expected 0"), "{error}");
        let lost = "[[segments]]\ncontig = \"chr5\"\nstart = 80000001\nend = 150000000\ncopies = [0, 1]\n";
        assert_eq!(checked(&format!("{LEFT}{lost}")).unwrap().len(), 1);
        let other = lost.replace("[0, 1]", "[1, 0]");
        assert!(checked(&format!("{LEFT}{other}")).is_err(), "the other haplotype is lost");
        let exchange = "[[rearrangements]]\nfirst = \"chr8:92000000-\"\nsecond = \"chr21:34859474-\"\n\
                        [[rearrangements]]\nfirst = \"chr8:92000004+\"\nsecond = \"chr21:34859475+\"\n";
        let found = checked(exchange).unwrap();
        assert_eq!(found[0].sides[1].locus.position, 34_859_473);
        assert_eq!(found[0].ends(0).count(), 2);
        assert_eq!(found[1].ends(0).count(), 0);
        // A tandem duplication: the copy that is gained begins at its start and ends at its end.
        let doubled = "[[rearrangements]]\nfirst = \"chr11:118500000-\"\nsecond = \"chr11:118480001+\"\n\
                       [[segments]]\ncontig = \"chr11\"\nstart = 118480001\nend = 118500000\ncopies = [2, 1]\n";
        assert_eq!(checked(doubled).unwrap().len(), 1);
    }

    #[test]
    fn a_side_that_is_none_is_refused_by_name() {
        for (text, word) in
            [("chr5:80000000", "kept"), ("chr99:80-", "contig"), ("chr5-", "colon"), ("chr5:0+", "place")]
        {
            let error = checked(&LEFT.replace("chr5:80000000-", text)).unwrap_err();
            assert!(error.contains("rearrangements[0].first") && error.contains(word), "{text}: {error}");
        }
    }
}
