//! Amino acids by one and by three letters, and a substitution of one for another, as labels spell it.

/// One amino acid for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Substitution {
    /// One letter.
    pub from: char,
    /// 1-based, on the protein that the label is of.
    pub residue: u32,
    /// One letter; `*` for a stop.
    pub to: char,
}

/// Amino acids by three letters and by one; `Ter` and `*` for a stop (HGVS).
pub const AMINO_ACIDS: [(&str, char); 21] = [
    ("Ala", 'A'),
    ("Arg", 'R'),
    ("Asn", 'N'),
    ("Asp", 'D'),
    ("Cys", 'C'),
    ("Gln", 'Q'),
    ("Glu", 'E'),
    ("Gly", 'G'),
    ("His", 'H'),
    ("Ile", 'I'),
    ("Leu", 'L'),
    ("Lys", 'K'),
    ("Met", 'M'),
    ("Phe", 'F'),
    ("Pro", 'P'),
    ("Ser", 'S'),
    ("Thr", 'T'),
    ("Trp", 'W'),
    ("Tyr", 'Y'),
    ("Val", 'V'),
    ("Ter", '*'),
];

/// The letter of a name of three letters.
pub fn one_letter(name: &str) -> Option<char> {
    AMINO_ACIDS.iter().find(|(three, _)| *three == name).map(|(_, one)| *one)
}

/// The three letters of a letter.
pub fn three_letters(letter: char) -> Option<&'static str> {
    AMINO_ACIDS.iter().find(|(_, one)| *one == letter).map(|(three, _)| *three)
}

impl Substitution {
    /// Reads `p.(Thr315Ile)`, `p.Thr315Ile`, `p.T315I` and `T315I`, also behind an accession and a colon. None for
    /// anything else, such as a frameshift, and for a change to the same amino acid.
    ///
    /// ```
    /// use marv_model::protein::Substitution;
    ///
    /// let change = Substitution::parse("NP_005148.2:p.(Thr315Ile)").unwrap();
    /// assert_eq!(change, Substitution::parse("T315I").unwrap());
    /// assert_eq!((change.from, change.residue, change.to), ('T', 315, 'I'));
    /// assert_eq!(Substitution::parse("p.(Trp288CysfsTer12)"), None);
    /// ```
    pub fn parse(label: &str) -> Option<Self> {
        let text = label.trim().rsplit(':').next()?.trim();
        let text = text.strip_prefix("p.").unwrap_or(text);
        let text = match text.strip_prefix('(') {
            Some(inner) => inner.strip_suffix(')')?,
            None => text,
        };
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (from, rest) = text.split_at(digits);
        let after = rest.find(|c: char| !c.is_ascii_digit())?;
        let (residue, to) = rest.split_at(after);
        let change = Self { from: amino_acid(from)?, residue: residue.parse().ok()?, to: amino_acid(to)? };
        (change.residue > 0 && change.from != change.to).then_some(change)
    }
}

impl std::fmt::Display for Substitution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}{}", self.from, self.residue, self.to)
    }
}

fn amino_acid(text: &str) -> Option<char> {
    let letter = text.chars().next().filter(|_| text.len() == 1);
    one_letter(text).or_else(|| letter.filter(|letter| three_letters(*letter).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_substitution_is_one_value() {
        for label in
            ["p.(Thr315Ile)", "p.Thr315Ile", "p.T315I", "T315I", " T315I ", "NP_005148.2:p.(Thr315Ile)", "Thr315Ile"]
        {
            assert_eq!(Substitution::parse(label), Some(Substitution { from: 'T', residue: 315, to: 'I' }), "{label}");
        }
    }

    #[test]
    fn what_is_no_substitution_is_none() {
        for label in [
            "",
            "p.?",
            "p.(=)",
            "p.(Thr315=)",
            "p.(Trp288CysfsTer12)",
            "T315",
            "315I",
            "p.(Thr315Ile",
            "T0I",
            "T315T",
            "p.(Lys27_Glu30del)",
            "c.944C>T",
            "B315I",
            "T99999999999I",
            "é315I",
            "p.(Thr315Ilé)",
        ] {
            assert_eq!(Substitution::parse(label), None, "{label}");
        }
    }
}
