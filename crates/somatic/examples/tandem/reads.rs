//! Pairs of reads of a patient's copies of the locus.

use std::fmt::Write;

use crate::patient::{Locus, Patient};

/// Bases of a read.
const READ: usize = 150;
/// Mean and spread of a fragment's length, bases.
const FRAGMENT: (f64, f64) = (380.0, 70.0);

/// A stream of numbers, the same everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed ^ 0x5851_f42d_4c95_7f2d)
    }
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
    /// Below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }
    /// 0 to 1.
    fn unit(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
    /// A sum of twelve, which is nearly normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Both reads of every fragment as FASTQ, one behind the other, named by the patient's number. A share `fraction` of the
/// copies carries the duplication: one of the two inherited copies up to one half, beyond that also in place of the other.
/// Fragments start everywhere alike, so that a longer copy gives more of them.
pub(crate) fn draw(locus: &Locus, patients: &[Patient], fraction: f64, depth: f64, seed: u64) -> String {
    let mut text = String::new();
    for patient in patients {
        let mut numbers = Numbers::new(seed.wrapping_mul(7_919).wrapping_add(patient.number as u64));
        let mutated = patient.copy(locus, 0, true);
        let plain = [patient.copy(locus, 0, false), patient.copy(locus, 1, false)];
        let share = if patient.length().is_some() { fraction } else { 0.0 };
        let bases = [share * float(mutated.len()), (1.0 - share) * float(plain[0].len())];
        let fragments = (depth * (bases[0] + bases[1]) / float(2 * READ)).round();
        for number in 0..whole(fragments) {
            let letters = if numbers.unit() * (bases[0] + bases[1]) < bases[0] {
                &mutated
            } else {
                // Of the copies without it, one half of all is the other inherited copy, as far as there is room.
                &plain[usize::from(numbers.unit() * (1.0 - share) < 0.5)]
            };
            let length = whole((FRAGMENT.0 + FRAGMENT.1 * numbers.normal()).max(float(READ) + 10.0));
            let start = numbers.below(letters.len() - length);
            let left = letters[start..start + READ].to_vec();
            let right = reverse_complement(&letters[start + length - READ..start + length]);
            let pair = if numbers.below(2) == 0 { [left, right] } else { [right, left] };
            for read in pair {
                let (letters, qualities) = sequenced(read, &mut numbers);
                let _ = writeln!(text, "@{}.{number}\n{letters}\n+\n{qualities}", patient.number);
            }
        }
    }
    text
}

/// With errors as often as the qualities say, which fall towards the end.
fn sequenced(mut letters: Vec<u8>, numbers: &mut Numbers) -> (String, String) {
    let mut qualities = String::new();
    for (cycle, letter) in letters.iter_mut().enumerate() {
        let poor = 0.02 + 0.08 * float(cycle * cycle) / float(READ * READ);
        let drawn = numbers.unit();
        let quality: u8 = if drawn < poor / 3.0 {
            12
        } else if drawn < poor {
            25
        } else {
            37
        };
        if numbers.unit() < 10f64.powf(-f64::from(quality) / 10.0) {
            let others: Vec<u8> = b"ACGT".iter().filter(|base| *base != letter).copied().collect();
            *letter = others[numbers.below(3)];
        }
        qualities.push(char::from(quality + 33));
    }
    (String::from_utf8_lossy(&letters).into_owned(), qualities)
}

fn reverse_complement(letters: &[u8]) -> Vec<u8> {
    letters.iter().rev().map(|letter| marv_model::sequence::complement(*letter)).collect()
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // lengths and counts, far below the limit
fn whole(value: f64) -> usize {
    value as usize
}
