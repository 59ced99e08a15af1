//! Genomes made at random: the line is read back exactly, has the number of chromosomes that the cells have, and leaves the
//! copies of each band that they have.
#![allow(clippy::unwrap_used)]

mod genomes;

use genomes::cells::{Cell, Part, centromere, length, measured};
use marv_karyotype::{
    Fidelity, Karyotype,
    karyotype::{Arm, Chromosome},
    projection::{Resolution, bands, table},
    virtual_karyotype::{SexChromosomes, WritingPolicy, virtual_karyotype},
};

/// Chromosomes with two arms that sequencing reads, long enough for every event.
const LONG: [u8; 14] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 18];
const ALL: [u8; 22] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22];

/// Events on different chromosomes: each has its own.
fn events(next: &mut impl FnMut() -> f64) -> Vec<String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "small numbers"
    )]
    let mut below = |limit: usize| (next() * limit as f64) as usize;
    let mut free: Vec<u8> = LONG.to_vec();
    let count = 1 + below(5);
    let mut events = Vec::new();
    for _ in 0..count {
        if free.len() < 2 {
            break;
        }
        let number = free.remove(below(free.len()));
        let other = free[below(free.len())];
        // A break in the long arm, 34 Mb and more from the centromere.
        let mut in_long = |number: u8| {
            let chromosome = Chromosome::Autosome(number);
            let (from, to) = (centromere(chromosome) / 1_000_000 + 34, length(chromosome) / 1_000_000 - 12);
            from + u32::try_from(below(usize::try_from(to.saturating_sub(from).max(1)).unwrap())).unwrap()
        };
        let (at, bt) = (in_long(number), in_long(other));
        // Behind the heterochromatin of 1q and 9q, which no read maps to.
        let heterochromatin = if matches!(number, 1 | 9) { 12 } else { 0 };
        let least = centromere(Chromosome::Autosome(number)) / 1_000_000 + 10 + heterochromatin;
        let event = match below(12) {
            0 => format!("loss {number}"),
            1 => format!("gain {number}"),
            2 => format!("del {number} {least} {at}"),
            3 => format!("del {number} {at} end"),
            4 => format!("dup {number} {least} {at}"),
            5 => format!("iso {number} q"),
            6 => format!("iso {number} p"),
            7 => format!("inv {number} {least} {at}"),
            8 => format!("idic {number} {at}"),
            kind => {
                free.retain(|one| *one != other);
                match kind {
                    9 => format!("t {number} {at} {other} {bt}"),
                    10 => format!("der {number} {at} {other} {bt}"),
                    _ => format!("dic {number} {at} {other} {bt}"),
                }
            }
        };
        events.push(event);
    }
    events
}

#[test]
fn lines_of_any_genome_are_read_back_and_leave_its_copies() {
    let sex = SexChromosomes { x: 1, y: 1 };
    let mut wrong = Vec::new();
    for seed in 0..600 {
        let mut next = genomes::numbers(seed);
        let events = events(&mut next);
        let mut cell = Cell::normal(sex);
        for event in &events {
            cell.apply(event);
        }
        let part = Part { fraction: 1.0, parent: None, cell: cell.clone() };
        let genome = measured(sex, 0.8, &[part], &[], &mut next);
        let found = virtual_karyotype(&genome, &WritingPolicy::default());
        let line = found.clinical_line.clone().unwrap();
        let reading = Karyotype::read(&line);
        let told = format!("seed {seed}, {events:?}: {line}");
        if reading.fidelity != Fidelity::Exact || reading.karyotype != found.karyotype {
            wrong.push(format!("{told}: {:?}", reading.warnings));
            continue;
        }
        // Chromosomes: chains with a centromere, one or two.
        let holds = |chain: &genomes::cells::Chain| {
            chain.iter().any(|piece| {
                let at = centromere(piece.chromosome);
                // An arm that ends at its centromere has half of it.
                piece.from <= at && at <= piece.to
            })
        };
        let number = cell.0.iter().filter(|chain| holds(chain)).count();
        if found.modal != Some((number.try_into().unwrap(), number.try_into().unwrap())) {
            wrong.push(format!("{told}: the cells have {number} chromosomes"));
        }
        let clones = bands(&reading.karyotype, Resolution::Bands850);
        let all = table(Resolution::Bands850);
        for (at, band) in
            all.iter().enumerate().filter(|(_, band)| band.end > band.start && band.chromosome.is_autosome())
        {
            // The centromere's repeats and acrocentric short arms are not read.
            let beside = [at.wrapping_sub(1), at + 1]
                .iter()
                .any(|n| all.get(*n).is_some_and(|other| other.name == "p10" || other.name == "q10"));
            let unread = beside
                || band.arm == Arm::P
                    && ALL[12..15].iter().chain(&[21, 22]).any(|n| band.chromosome == Chromosome::Autosome(*n));
            if unread || clones[0].unclear.contains(&band.chromosome) {
                continue;
            }
            let middle = band.start.midpoint(band.end);
            let copies = cell
                .0
                .iter()
                .flatten()
                .filter(|piece| piece.chromosome == band.chromosome && piece.from <= middle && middle < piece.to)
                .count();
            let written = clones[0].copies[at];
            let range = usize::try_from(written.low).unwrap()..=usize::try_from(written.high).unwrap();
            // Bands of one whole number stand for their neighbours of that number: a break in q31 leaves q31.1 open.
            if !range.contains(&copies) {
                wrong.push(format!("{told}: {}{} has {copies}, written {written:?}", band.chromosome, band.name));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} of 600\n{}", wrong.len(), wrong.join("\n"));
}
