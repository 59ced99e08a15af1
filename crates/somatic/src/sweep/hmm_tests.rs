//! The cost of a read's best alignment with at most one gap, held against the sum over all alignments.
//!
//! The sum is a pair hidden Markov model (match, insertion, deletion; a gap goes on with 0.9, and opens so that one of a
//! single base, opened and closed, costs 45 as here). It is written out twice: by dynamic programming, and, for tiny sequences, alignment by
//! alignment; and held against another's implementation. What the crate's likelihood leaves out: gaps beyond the first; that a gap may stand at several places; and
//! that the sum may explain a read that has an error of its own by another, longer gap at its end, for less.

use bio::stats::{
    LogProb, Prob,
    pairhmm::{EmissionParameters, GapParameters, PairHMM, StartEndGapParameters, XYEmission},
};
use marv_model::{genome::ContigId, variant::SmallVariant};

use super::haplotype::Haplotype;

/// 10^-4.5 over the 0.1 with which a gap closes.
const OPEN: f64 = 3.162_277_66e-4;
const EXTEND: f64 = 0.9;

/// A base's probability given the sequence's: as a mismatch costs its quality here, at most 40.
fn emits(base: u8, letter: u8, quality: u8) -> f64 {
    let error = 10f64.powf(-f64::from(quality.min(40)) / 10.0);
    if base == letter { 1.0 - error } else { error }
}

/// ln P(read | sequence): every base of the read, any part of the sequence, summed over all alignments.
fn forward(read: &[u8], qualities: &[u8], sequence: &[u8]) -> f64 {
    // A gap at the read's end closes, too.
    forward_to(1.0 - EXTEND, read, qualities, sequence)
}

/// The same, where a gap at the read's end is worth `open`.
fn forward_to(open: f64, read: &[u8], qualities: &[u8], sequence: &[u8]) -> f64 {
    let columns = sequence.len();
    let start = 1.0 / f64::from(u32::try_from(columns).unwrap());
    // States before the first base: a match may begin at any letter.
    let mut before = [vec![0.0; columns + 1], vec![0.0; columns + 1], vec![0.0; columns + 1]];
    for (row, (base, quality)) in read.iter().zip(qualities).enumerate() {
        let mut next = [vec![0.0; columns + 1], vec![0.0; columns + 1], vec![0.0; columns + 1]];
        for column in 0..=columns {
            if column > 0 {
                let came = if row == 0 {
                    start
                } else {
                    before[0][column - 1] * (1.0 - 2.0 * OPEN)
                        + (before[1][column - 1] + before[2][column - 1]) * (1.0 - EXTEND)
                };
                next[0][column] = came * emits(*base, sequence[column - 1], *quality);
                // A deletion takes a letter and no base: it comes from this row.
                next[2][column] = next[0][column - 1] * OPEN + next[2][column - 1] * EXTEND;
            }
            // An inserted base is certain, as its letters cost nothing beyond the gap.
            next[1][column] = before[0][column] * OPEN + before[1][column] * EXTEND;
        }
        before = next;
    }
    (before[0].iter().sum::<f64>() + before[1].iter().sum::<f64>() * open).ln()
}

/// The same, alignment by alignment.
fn written_out(read: &[u8], qualities: &[u8], sequence: &[u8]) -> f64 {
    /// The sum over the ways on from a state: 0 match, 1 insertion, 2 deletion; `base` and `letter` are the next ones.
    fn ways(state: usize, base: usize, letter: usize, read: &[u8], qualities: &[u8], sequence: &[u8]) -> f64 {
        let ends = if state == 0 { 1.0 } else { 1.0 - EXTEND };
        let mut sum = if base == read.len() && state != 2 { ends } else { 0.0 };
        let to_match = if state == 0 { 1.0 - 2.0 * OPEN } else { 1.0 - EXTEND };
        if base < read.len() && letter < sequence.len() {
            let emitted = emits(read[base], sequence[letter], qualities[base]);
            sum += to_match * emitted * ways(0, base + 1, letter + 1, read, qualities, sequence);
        }
        if base < read.len() && state != 2 {
            let into = if state == 0 { OPEN } else { EXTEND };
            sum += into * ways(1, base + 1, letter, read, qualities, sequence);
        }
        // Behind the last base nothing is deleted.
        if base < read.len() && letter < sequence.len() && state != 1 {
            let into = if state == 0 { OPEN } else { EXTEND };
            sum += into * ways(2, base, letter + 1, read, qualities, sequence);
        }
        sum
    }
    let start = 1.0 / f64::from(u32::try_from(sequence.len()).unwrap());
    let from = |letter: usize| {
        start * emits(read[0], sequence[letter], qualities[0]) * ways(0, 1, letter + 1, read, qualities, sequence)
    };
    (0..sequence.len()).map(from).sum::<f64>().ln()
}

/// The same by another's hand: the sequence is x, of which any part may be passed over, and the read y.
struct Others<'a> {
    read: &'a [u8],
    qualities: &'a [u8],
    sequence: &'a [u8],
}

impl GapParameters for Others<'_> {
    fn prob_gap_x(&self) -> LogProb {
        LogProb::from(Prob(OPEN))
    }
    fn prob_gap_y(&self) -> LogProb {
        LogProb::from(Prob(OPEN))
    }
    fn prob_gap_x_extend(&self) -> LogProb {
        LogProb::from(Prob(EXTEND))
    }
    fn prob_gap_y_extend(&self) -> LogProb {
        LogProb::from(Prob(EXTEND))
    }
}

impl EmissionParameters for Others<'_> {
    fn prob_emit_xy(&self, i: usize, j: usize) -> XYEmission {
        let emitted = LogProb::from(Prob(emits(self.read[j], self.sequence[i], self.qualities[j])));
        if self.read[j] == self.sequence[i] { XYEmission::Match(emitted) } else { XYEmission::Mismatch(emitted) }
    }
    fn prob_emit_x(&self, _: usize) -> LogProb {
        LogProb::ln_one()
    }
    fn prob_emit_y(&self, _: usize) -> LogProb {
        LogProb::ln_one()
    }
    fn len_x(&self) -> usize {
        self.sequence.len()
    }
    fn len_y(&self) -> usize {
        self.read.len()
    }
}

impl StartEndGapParameters for Others<'_> {
    fn free_start_gap_x(&self) -> bool {
        true
    }
    fn free_end_gap_x(&self) -> bool {
        true
    }
}

impl Others<'_> {
    /// ln P(read | sequence), each place to begin as likely.
    fn probability(&self) -> f64 {
        let places = f64::from(u32::try_from(self.sequence.len()).unwrap());
        *PairHMM::new(self).prob_related(self, self, None) - places.ln()
    }
}

/// A stream of numbers, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }
    fn letters(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| b"ACGT"[self.next(4)]).collect()
    }
}

#[test]
fn the_sum_is_that_of_every_alignment() {
    let mut numbers = Numbers(5);
    for _ in 0..200 {
        let (bases, letters) = (2 + numbers.next(3), 2 + numbers.next(4));
        let (read, sequence) = (numbers.letters(bases), numbers.letters(letters));
        let qualities: Vec<u8> = (0..bases).map(|_| [10, 20, 30, 37][numbers.next(4)]).collect();
        let (a, b) = (forward(&read, &qualities, &sequence), written_out(&read, &qualities, &sequence));
        assert!((a - b).abs() < 1e-9, "{a} {b}");
    }
}

/// Reads of both alleles of insertions and deletions of 1 to 6 bases, with a misread base every other time. The other
/// implementation leaves a gap at the read's end open, lets letters be passed over behind it (three in a thousand of the sum),
/// and takes sums where one part is e^10 times the next for that part.
#[test]
fn the_sum_is_that_of_another_implementation() {
    let mut numbers = Numbers(29);
    for _ in 0..60 {
        let letters = numbers.letters(160);
        let length = 1 + numbers.next(6);
        let alternate = if numbers.next(2) == 0 {
            [&letters[..80], &letters[80 + length..]].concat()
        } else {
            [&letters[..80], &numbers.letters(length), &letters[80..]].concat()
        };
        let source = if numbers.next(2) == 0 { &letters } else { &alternate };
        let start = 20 + numbers.next(40);
        let mut read = source[start..start + 70].to_vec();
        let qualities: Vec<u8> = (0..70).map(|_| [20, 30, 37][numbers.next(3)]).collect();
        if numbers.next(2) == 0 {
            read[10 + numbers.next(50)] = b"ACGT"[numbers.next(4)];
        }
        for sequence in [&letters, &alternate] {
            let own = forward_to(1.0, &read, &qualities, sequence);
            let others = Others { read: &read, qualities: &qualities, sequence }.probability();
            assert!((own - others).abs() < 0.05, "{own} {others}");
        }
    }
}

/// 300 reads without an error over insertions and deletions of 1 to 6 bases: where a read says anything of the two alleles, the
/// sum over all alignments says the same, by 10 more or less at most, beside the number of places at which the event may
/// stand.
#[test]
fn the_best_alignment_says_what_the_sum_says() {
    let mut numbers = Numbers(17);
    let mut compared = 0;
    while compared < 300 {
        let letters = numbers.letters(400);
        let (at, length) = (200, 1 + numbers.next(6));
        let (removed, added) = if numbers.next(2) == 0 { (length, Vec::new()) } else { (0, numbers.letters(length)) };
        let text = |bases: &[u8]| String::from_utf8(bases.to_vec()).unwrap();
        let alternate = [&letters[at - 1..at], &added].concat();
        let (r, a) = (text(&letters[at - 1..at + removed]), text(&alternate));
        let variant = SmallVariant::new(ContigId(0), 199, r.as_str(), a.as_str()).unwrap();
        let haplotype = Haplotype::new(&variant, &letters, 0).unwrap();
        // A read of 100 bases of either allele that has the event 20 to 80 bases behind its start.
        let carried = numbers.next(2) == 1;
        let start = 120 + numbers.next(60);
        let source =
            if carried { [&letters[..at], &added, &letters[at + removed..]].concat() } else { letters.clone() };
        let read = source[start..start + 100].to_vec();
        let qualities: Vec<u8> = (0..100).map(|_| [20, 30, 37, 37][numbers.next(4)]).collect();
        let end = if carried { start + 100 + removed - added.len() } else { start + 100 };
        let place = |at: usize| u32::try_from(at).unwrap();
        let fit = haplotype.fit(&read, &qualities, place(start), place(end), [0, 0]);
        let own = f64::from(fit.reference) - f64::from(fit.alternate);
        let sum = 10.0 / std::f64::consts::LN_10
            * (forward(&read, &qualities, &haplotype.alternate) - forward(&read, &qualities, &haplotype.reference));
        if own.abs() >= 15.0 {
            assert!(own * sum > 0.0, "{own} {sum} {fit:?} {variant:?} {start} {carried}");
            let places = f64::from(haplotype.ambiguous.1 - haplotype.event.1 + 1);
            assert!(
                (own - sum).abs() < 10.0 + 10.0 * places.log10(),
                "{own} {sum} {fit:?} {variant:?} {start} {carried}"
            );
            compared += 1;
        }
    }
}
