//! Random streams by name: what is drawn depends on the seed and on what is drawn, never on the order of drawing.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What a stream is for. The numbers are part of the meaning of a seed: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Composition = 1,
    Codons = 2,
    Germline = 3,
    Somatic = 4,
    Fragments = 5,
    Qualities = 6,
    Paralog = 7,
    Junction = 8,
    Unevenness = 9,
}

/// The stream of `purpose` for one place: a contig's key (see [`contig_key`]), a position and a number.
pub(crate) fn stream(seed: u64, purpose: Purpose, contig: u64, position: u32, number: u32) -> ChaCha8Rng {
    let mut key = [0u8; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[8..16].copy_from_slice(&(purpose as u64).to_le_bytes());
    key[16..24].copy_from_slice(&contig.to_le_bytes());
    key[24..28].copy_from_slice(&position.to_le_bytes());
    key[28..].copy_from_slice(&number.to_le_bytes());
    ChaCha8Rng::from_seed(key)
}

/// A number for a name (FNV-1a, 64 bits), so that the order of contigs or genes does not matter.
pub(crate) fn contig_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A well-mixed number for one place (SplitMix64), where a stream would cost too much.
pub(crate) fn mixed(seed: u64, purpose: Purpose, contig: u64, position: u32) -> u64 {
    let mut z = seed
        ^ contig.rotate_left(17)
        ^ (purpose as u64) << 56
        ^ u64::from(position).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    #[test]
    fn streams_differ_by_every_part_of_their_key() {
        let first =
            |seed, purpose, contig, position, number| stream(seed, purpose, contig, position, number).next_u64();
        let base = first(1, Purpose::Germline, 2, 3, 4);
        assert_eq!(base, first(1, Purpose::Germline, 2, 3, 4));
        for other in [
            first(2, Purpose::Germline, 2, 3, 4),
            first(1, Purpose::Somatic, 2, 3, 4),
            first(1, Purpose::Germline, 3, 3, 4),
            first(1, Purpose::Germline, 2, 4, 4),
            first(1, Purpose::Germline, 2, 3, 5),
        ] {
            assert_ne!(base, other);
        }
    }
}
