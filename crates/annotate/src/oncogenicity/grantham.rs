//! Grantham's distance between amino acids (Science 1974;185:862, tables 1 and 2), from composition, polarity and volume.

/// Composition, polarity, volume.
fn properties(residue: &str) -> Option<[f64; 3]> {
    Some(match residue {
        "Ser" => [1.42, 9.2, 32.0],
        "Arg" => [0.65, 10.5, 124.0],
        "Leu" => [0.0, 4.9, 111.0],
        "Pro" => [0.39, 8.0, 32.5],
        "Thr" => [0.71, 8.6, 61.0],
        "Ala" => [0.0, 8.1, 31.0],
        "Val" => [0.0, 5.9, 84.0],
        "Gly" => [0.74, 9.0, 3.0],
        "Ile" => [0.0, 5.2, 111.0],
        "Phe" => [0.0, 5.2, 132.0],
        "Tyr" => [0.20, 6.2, 136.0],
        "Cys" => [2.75, 5.5, 55.0],
        "His" => [0.58, 10.4, 96.0],
        "Gln" => [0.89, 10.5, 85.0],
        "Asn" => [1.33, 11.6, 56.0],
        "Lys" => [0.33, 11.3, 119.0],
        "Asp" => [1.38, 13.0, 54.0],
        "Glu" => [0.92, 12.3, 83.0],
        "Met" => [0.0, 5.7, 105.0],
        "Trp" => [0.13, 5.4, 170.0],
        _ => return None,
    })
}

/// The distance between two residues in three-letter code, 0 to 215. None where one is no amino acid of the table.
pub(super) fn distance(one: &str, other: &str) -> Option<f64> {
    let (a, b) = (properties(one)?, properties(other)?);
    let weights = [1.833, 0.1018, 0.000_399];
    let sum: f64 = weights.iter().zip(a.iter().zip(b)).map(|(weight, (a, b))| weight * (a - b).powi(2)).sum();
    Some(50.723 * sum.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of the paper's table 2.
    #[test]
    fn distances_of_the_paper() {
        let cells = [
            ("Ser", "Arg", 110.0),
            ("Leu", "Ile", 5.0),
            ("Cys", "Trp", 215.0),
            ("Arg", "Lys", 26.0),
            ("Val", "Phe", 50.0),
            ("Gly", "Trp", 184.0),
            ("Asp", "Glu", 45.0),
            ("Arg", "His", 29.0),
            ("Pro", "Leu", 98.0),
        ];
        for (one, other, published) in cells {
            let found = distance(one, other).unwrap();
            assert!((found - published).abs() < 1.0, "{one} {other}: {found}, published {published}");
        }
        assert_eq!(distance("Ter", "Arg"), None);
    }
}
