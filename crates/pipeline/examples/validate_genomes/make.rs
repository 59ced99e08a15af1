//! A genome of cells as a scenario of reads.

use std::collections::{BTreeMap, BTreeSet};

use marv::marv_simulate::{
    Scenario,
    scenario::{Clone, CopyNumber, RandomSomatic, Rearrangement, Region, Sex, Spread, Unevenness},
};
use marv_karyotype::karyotype::Chromosome;

use crate::{
    cases::{CASES, Case},
    genomes::{
        cells::{Cell, Part, Piece, centromere, length},
        numbers, parts, sex,
    },
};

/// One side of a junction: chromosome, 1-based last kept base, whether the kept bases lie before it, parent.
pub(crate) type Side = (Chromosome, u32, bool, u8);
/// The sides in the direction of reading, and how often a cell has the junction.
pub(crate) type Junctions = BTreeMap<(Side, Side), u8>;

/// Copies of two parents over a stretch, 0-based and half-open.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    pub(crate) chromosome: Chromosome,
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) copies: [u8; 2],
}

/// What a case holds.
pub(crate) struct Genome {
    pub(crate) parts: Vec<Part>,
    pub(crate) scenario: Scenario,
    /// Those of the recurrent events, with the share of the tumour's cells.
    pub(crate) junctions: Vec<(Side, Side, f64)>,
}

/// The case with its places moved by up to 300 bases, as the seed says.
pub(crate) fn moved(case: &Case, seed: u64) -> String {
    let mut number = numbers(seed.wrapping_mul(1_009) + 17);
    let words = case.clones.split(' ').map(|word| {
        let digits = word.trim_end_matches(',');
        match digits.parse::<f64>() {
            Ok(place) if digits.contains('.') && place > 1.0 => {
                format!("{:.6}{}", place + (number() - 0.5) * 0.000_6, &word[digits.len()..])
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The genome and its scenario.
pub(crate) fn genome(case: &Case, seed: u64, name: &str) -> Genome {
    let born = sex(case.sex);
    let (parts, _) = parts(&moved(case, seed), born);
    let normal = Cell::normal(born);
    let mut segments = Vec::new();
    let mut rearrangements = Vec::new();
    let mut junctions = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let before = part.parent.map_or(&normal, |parent| &parts[parent].cell);
        for stretch in changed(&part.cell, before) {
            segments.push(CopyNumber {
                contig: format!("chr{}", stretch.chromosome),
                start: stretch.from + 1,
                end: stretch.to,
                clone: Some(format!("clone{number}")),
                copies: stretch.copies,
            });
        }
        let known = of_cell(before);
        for ((one, other), copies) in of_cell(&part.cell) {
            if known.contains_key(&(one, other)) {
                continue;
            }
            let text = |side: Side| format!("chr{}:{}{}", side.0, side.1, if side.2 { '-' } else { '+' });
            rearrangements.push(Rearrangement {
                first: text(one),
                second: text(other),
                inserted: String::new(),
                clone: Some(format!("clone{number}")),
                haplotypes: Some([one.3 + 1, other.3 + 1]),
                copies: Some(copies),
            });
            junctions.push((one, other, part.fraction));
        }
    }
    let clone = |(number, part): (usize, &Part)| Clone {
        name: format!("clone{number}"),
        cell_fraction: part.fraction,
        parent: part.parent.map(|parent| format!("clone{parent}")),
    };
    let clones: Vec<Clone> = parts.iter().enumerate().map(clone).collect();
    let pick = |of: [f64; 3]| of[usize::try_from(seed % 3).unwrap_or(0)];
    let scenario = Scenario {
        name: name.to_owned(),
        seed,
        regions: places(2_000),
        spread: Some(Spread { every: 1_000_000, length: 2_200 }),
        margin: 450,
        sex: Some(if born.y > 0 { Sex::Male } else { Sex::Female }),
        tumour_depth: pick([60.0, 80.0, 100.0]),
        normal_depth: pick([30.0, 35.0, 40.0]),
        purity: case.purity,
        clones: if clones.is_empty() { Scenario::default().clones } else { clones },
        // A doubled clone lives on: half of what it acquires comes after the doubling.
        random_somatic: RandomSomatic {
            snv_per_mb: 10.0,
            late: if case.clones.contains("double") { 0.5 } else { 0.0 },
            ..RandomSomatic::default()
        },
        segments,
        rearrangements,
        unevenness: Unevenness { composition: 0.08, waves: 0.02, holes: 0.02 },
        ..Scenario::default()
    };
    Genome { parts, scenario, junctions }
}

/// Where breaks of all cases lie, with so many bases on both sides: each genome has reads there, so that each could show a rearrangement that it has not.
pub(crate) fn places(reach: u32) -> Vec<Region> {
    let mut found = BTreeSet::new();
    for case in CASES {
        for event in case.clones.split([',', ':', '|']).filter(|event| event.contains('!')) {
            let words: Vec<&str> = event.split_whitespace().collect();
            let mut chromosome = "";
            for word in &words[1..] {
                match word.parse::<f64>() {
                    Ok(place) if word.contains('.') => {
                        found.insert((format!("chr{chromosome}"), bases(place)));
                    }
                    _ => chromosome = word,
                }
            }
        }
    }
    found
        .into_iter()
        .map(|(contig, at)| Region {
            contig: Some(contig),
            start: Some(at - reach),
            end: Some(at + reach),
            ..Region::default()
        })
        .collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "megabases of a chromosome")]
fn bases(megabases: f64) -> u32 {
    (megabases * 1e6) as u32
}

fn pieces(cell: &Cell) -> impl Iterator<Item = &Piece> {
    cell.0.iter().flatten()
}

/// Copies of a cell over the borders of both cells, where they are not those of the other.
pub(crate) fn changed(cell: &Cell, before: &Cell) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let all = (1..=22).map(Chromosome::Autosome).chain([Chromosome::X, Chromosome::Y]);
    for chromosome in all {
        let mut borders = BTreeSet::from([0, length(chromosome)]);
        for piece in pieces(cell).chain(pieces(before)).filter(|piece| piece.chromosome == chromosome) {
            borders.extend([piece.from, piece.to]);
        }
        let borders: Vec<u32> = borders.into_iter().collect();
        for pair in borders.windows(2) {
            let copies = |cell: &Cell| {
                let mut copies = [0u8; 2];
                for piece in pieces(cell).filter(|piece| piece.chromosome == chromosome) {
                    if piece.from <= pair[0] && pair[1] <= piece.to {
                        copies[usize::from(piece.parent)] += 1;
                    }
                }
                copies
            };
            let (now, then) = (copies(cell), copies(before));
            if now == then {
                continue;
            }
            match found.last_mut() {
                Some(last) if (last.chromosome, last.to, last.copies) == (chromosome, pair[0], now) => {
                    last.to = pair[1];
                }
                _ => found.push(Stretch { chromosome, from: pair[0], to: pair[1], copies: now }),
            }
        }
    }
    found
}

/// What adjacent pieces join, but for what lies in centromeres and what goes on as the other parent's copy.
fn of_cell(cell: &Cell) -> Junctions {
    let mut found = Junctions::new();
    for pair in cell.0.iter().flat_map(|chain| chain.windows(2)) {
        let (a, b) = (pair[0], pair[1]);
        let one: Side = (a.chromosome, if a.forward { a.to } else { a.from + 1 }, a.forward, a.parent);
        let other: Side = (b.chromosome, if b.forward { b.from + 1 } else { b.to }, !b.forward, b.parent);
        let neighbours = one.0 == other.0 && one.2 != other.2 && one.1.abs_diff(other.1) == 1;
        let in_centromere = |side: &Side| side.1.abs_diff(centromere(side.0)) < 1_000_000;
        if neighbours || (in_centromere(&one) && in_centromere(&other)) {
            continue;
        }
        *found.entry(if one <= other { (one, other) } else { (other, one) }).or_default() += 1;
    }
    found
}
