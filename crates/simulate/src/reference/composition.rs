//! Bases that look like a genome's: about 41 % GC that wanders, few CpG, homopolymers and short tandem repeats.

use rand::{Rng, RngExt};

use crate::streams::{Purpose, mixed, stream};

/// Bases are drawn in blocks of this length, each from a stream of its own.
pub(crate) const BLOCK: u32 = 4_096;

/// Mean distance between drawn homopolymers and short tandem repeats in bases.
// METHOD: about one homopolymer of 8 or more in 1.5 kb and one repeat of units of 2-4 in 3 kb, as in a human genome.
const HOMOPOLYMER_EVERY: f64 = 1_500.0;
const REPEAT_EVERY: f64 = 3_000.0;

/// The bases of block `number` of a contig, into `out`, which must be [`BLOCK`] long.
pub(crate) fn draw_block(seed: u64, contig: u64, number: u32, out: &mut [u8]) {
    let mut random = stream(seed, Purpose::Composition, contig, number, 0);
    let wander = |place: u32| crate::count::unit(mixed(seed, Purpose::Composition, contig, place)) - 0.5;
    let gc = (0.41 + 0.14 * wander(number / 16) + 0.08 * wander(number | 1 << 31)).clamp(0.25, 0.65);
    let threshold = crate::count::rounded(gc * 65_536.0);
    let mut previous = b'A';
    let mut at = 0;
    while at < out.len() {
        let draw = random.next_u32();
        if f64::from(draw) < 4_294_967_296.0 * (1.0 / HOMOPOLYMER_EVERY + 1.0 / REPEAT_EVERY) {
            at = draw_repeat(&mut random, out, at);
            previous = out[at - 1];
            continue;
        }
        let strong = (draw & 0xffff) < threshold;
        let mut base = match (strong, draw >> 16 & 1 == 1) {
            (true, true) => b'G',
            (true, false) => b'C',
            (false, true) => b'A',
            (false, false) => b'T',
        };
        // METHOD: CpG is found at about a quarter of its expectation; what was methylated became TpG or CpA.
        if previous == b'C' && base == b'G' && draw >> 17 & 3 != 0 {
            base = b'A';
        }
        out[at] = base;
        previous = base;
        at += 1;
    }
}

/// Writes one repeat at `at` and returns where it ends.
fn draw_repeat(random: &mut impl Rng, out: &mut [u8], at: usize) -> usize {
    let homopolymer = random.random_bool(REPEAT_EVERY / (REPEAT_EVERY + HOMOPOLYMER_EVERY));
    let (unit, length): (Vec<u8>, usize) = if homopolymer {
        let base =
            if random.random_bool(0.85) { b"AT"[random.random_range(0..2)] } else { b"CG"[random.random_range(0..2)] };
        let mut length = 7;
        while length < 28 && random.random_bool(0.78) {
            length += 1;
        }
        (vec![base], length)
    } else {
        let width = [2, 2, 2, 3, 4, 4][random.random_range(0..6)];
        let unit: Vec<u8> = (0..width).map(|_| b"ACGTAT"[random.random_range(0..6)]).collect();
        (unit, width * random.random_range(5..18))
    };
    let end = (at + length).min(out.len());
    for (offset, base) in out[at..end].iter_mut().enumerate() {
        *base = unit[offset % unit.len()];
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_the_same_each_time_and_look_like_a_genome() {
        let mut all = Vec::new();
        for number in 0..256 {
            let mut block = vec![0; BLOCK as usize];
            draw_block(7, 3, number, &mut block);
            all.extend(block);
        }
        let mut again = vec![0; BLOCK as usize];
        draw_block(7, 3, 200, &mut again);
        assert_eq!(again, all[200 * BLOCK as usize..201 * BLOCK as usize]);

        let count =
            |wanted: &[u8]| f64::from(crate::count::bases(all.windows(wanted.len()).filter(|w| *w == wanted).count()));
        let length = f64::from(crate::count::bases(all.len()));
        let gc = (count(b"G") + count(b"C")) / length;
        assert!((0.37..0.44).contains(&gc), "GC {gc}");
        let cpg = count(b"CG") * length / (count(b"C") * count(b"G"));
        assert!((0.15..0.40).contains(&cpg), "CpG observed/expected {cpg}");
        // One of ten or more adenines or thymines in about 5 kb: more than chance gives (2 x 0.3^10 a base), less than one a kb.
        let long = all.chunk_by(|a, b| a == b).filter(|run| run.len() >= 10).count();
        assert!((100..1_000).contains(&long), "{long} long homopolymers in 1 Mb");
    }
}
