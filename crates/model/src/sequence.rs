//! Bases as upper-case letters.

use std::{fmt, ops::Deref, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Error, genome::Interval};

/// A sequence of A, C, G, T and N, upper case. It may be empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Bases(Box<[u8]>);

impl Bases {
    /// From letters of either case.
    pub fn new(letters: impl AsRef<[u8]>) -> Result<Self, Error> {
        letters
            .as_ref()
            .iter()
            .map(|letter| match letter.to_ascii_uppercase() {
                base @ (b'A' | b'C' | b'G' | b'T' | b'N') => Ok(base),
                other => Err(Error::Base { letter: char::from(other) }),
            })
            .collect::<Result<Box<[u8]>, Error>>()
            .map(Self)
    }
    /// From letters of either case; every letter that is no base (IUPAC codes among them) becomes N.
    pub fn lossy(letters: impl AsRef<[u8]>) -> Self {
        let base = |letter: &u8| match letter.to_ascii_uppercase() {
            base @ (b'A' | b'C' | b'G' | b'T') => base,
            _ => b'N',
        };
        Self(letters.as_ref().iter().map(base).collect())
    }
    /// The other strand, read in its own direction.
    #[must_use]
    pub fn reverse_complement(&self) -> Self {
        Self(self.0.iter().rev().map(|base| complement(*base)).collect())
    }
    /// As text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("") // upper-case ASCII by construction
    }
}

/// The base that pairs with this one; N for anything else.
pub fn complement(base: u8) -> u8 {
    match base {
        b'A' => b'T',
        b'C' => b'G',
        b'G' => b'C',
        b'T' => b'A',
        _ => b'N',
    }
}

impl Deref for Bases {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Bases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Bases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl FromStr for Bases {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl TryFrom<String> for Bases {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(text)
    }
}

impl From<Bases> for String {
    fn from(bases: Bases) -> String {
        bases.to_string()
    }
}

/// A stretch of the reference with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    interval: Interval,
    bases: Bases,
}

impl Window {
    /// The bases of `interval`, one each.
    pub fn new(interval: Interval, bases: Bases) -> Result<Self, Error> {
        if bases.len() == interval.length() as usize {
            Ok(Self { interval, bases })
        } else {
            Err(Error::Range {
                what: "bases of a reference window",
                value: bases.len().to_string(),
                expected: "one a position of its interval",
            })
        }
    }
    /// Where.
    pub fn interval(&self) -> Interval {
        self.interval
    }
    /// What.
    pub fn bases(&self) -> &Bases {
        &self.bases
    }
    /// The base at `position` (0-based on the contig); none outside.
    pub fn base(&self, position: u32) -> Option<u8> {
        self.bases.get(position.checked_sub(self.interval.start())? as usize).copied()
    }
}

/// Whoever can give the bases of a genome: a FASTA file, or a map in a test.
pub trait ReferenceSource: Sync {
    /// The bases of `interval`, upper case, letters other than ACGT as N; none when it cannot be read or lies outside.
    fn bases(&self, interval: Interval) -> Option<Bases>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_checked_and_made_upper_case() {
        assert_eq!(Bases::new("acgTN").unwrap().as_str(), "ACGTN");
        assert_eq!(Bases::new("ACR"), Err(Error::Base { letter: 'R' }));
        assert_eq!(Bases::lossy("acR").as_str(), "ACN");
        assert_eq!(Bases::new("AACG").unwrap().reverse_complement().as_str(), "CGTT");
    }
}
