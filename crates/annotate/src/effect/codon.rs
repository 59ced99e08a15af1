//! The standard genetic code, with unknown bases.

use marv_model::protein;

/// One-letter residues of the 64 codons, bases in the order T, C, A, G. Source: NCBI translation table 1.
const STANDARD: &[u8; 64] = b"FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";

/// Stands for a residue that the known bases do not tell.
pub(crate) const UNKNOWN: u8 = b'X';
/// Stands for a stop codon.
pub(crate) const STOP: u8 = b'*';

/// The residue of a codon; [`UNKNOWN`] unless all codons that agree with its known bases give the same.
pub(crate) fn residue(codon: &[u8]) -> u8 {
    if codon.len() != 3 {
        return UNKNOWN;
    }
    let choices = |base: u8| -> &'static [usize] {
        match base {
            b'T' => &[0],
            b'C' => &[1],
            b'A' => &[2],
            b'G' => &[3],
            _ => &[0, 1, 2, 3],
        }
    };
    let mut found = None;
    for a in choices(codon[0]) {
        for b in choices(codon[1]) {
            for c in choices(codon[2]) {
                let residue = STANDARD[16 * a + 4 * b + c];
                if found.is_some_and(|f| f != residue) {
                    return UNKNOWN;
                }
                found = Some(residue);
            }
        }
    }
    found.unwrap_or(UNKNOWN)
}

/// Residues of whole codons, in order; bases left over at the end are not read.
pub(crate) fn translate(bases: &[u8]) -> Vec<u8> {
    bases.chunks_exact(3).map(residue).collect()
}

/// As HGVS writes it.
pub(crate) fn three_letters(residue: u8) -> &'static str {
    protein::three_letters(char::from(residue)).unwrap_or("Xaa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_bases_count_only_where_they_matter() {
        assert_eq!(residue(b"ATG"), b'M');
        assert_eq!(residue(b"TAA"), STOP);
        assert_eq!(residue(b"CTN"), b'L');
        assert_eq!(residue(b"ATN"), UNKNOWN);
        assert_eq!(residue(b"TAN"), UNKNOWN);
        assert_eq!(translate(b"ATGGTTTAGC"), b"MV*");
    }
}
