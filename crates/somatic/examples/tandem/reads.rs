//! Pairs of reads of a patient's copies of the locus.

use crate::{
    patient::{Locus, Patient},
    sequencer::{self, Numbers, READ, float, whole},
};

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
            text += &sequencer::pair(letters, &format!("{}.{number}", patient.number), &mut numbers);
        }
    }
    text
}
