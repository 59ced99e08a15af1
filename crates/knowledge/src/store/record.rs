//! One allele as a key, and ClinVar's words as a number.

use super::chromosome;

/// Bytes of a record: contig, position, alleles, value.
pub(super) const BYTES: usize = 18;

/// An allele's key: its order is the genome's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Allele {
    contig: u16,
    position: u32,
    /// A hash of both alleles' bases.
    bases: u64,
}

impl Allele {
    /// Of an allele as a VCF writes it (position 1-based), trimmed to its one spelling. None for contigs other than 1 to 22,
    /// X, Y and M, and for symbolic alleles.
    pub fn of(contig: &str, position: u32, reference: &str, alternate: &str) -> Option<Self> {
        let contig = chromosome::number(contig)?;
        let (mut r, mut a) = (reference.as_bytes(), alternate.as_bytes());
        let plain = |bases: &[u8]| !bases.is_empty() && bases.iter().all(u8::is_ascii_alphabetic);
        if !plain(r) || !plain(a) || r.eq_ignore_ascii_case(a) {
            return None;
        }
        let same = |x: Option<&u8>, y: Option<&u8>| x.zip(y).is_some_and(|(x, y)| x.eq_ignore_ascii_case(y));
        while r.len() > 1 && a.len() > 1 && same(r.last(), a.last()) {
            (r, a) = (&r[..r.len() - 1], &a[..a.len() - 1]);
        }
        let mut position = position;
        while r.len() > 1 && a.len() > 1 && same(r.first(), a.first()) {
            (r, a) = (&r[1..], &a[1..]);
            position = position.checked_add(1)?;
        }
        Some(Self { contig, position, bases: hash(r, a) })
    }
    /// 1-based.
    pub(super) fn position(self) -> u32 {
        self.position
    }
    /// Whether both lie on one contig within so many bases.
    pub(super) fn is_near(self, other: Self, bases: u32) -> bool {
        self.contig == other.contig && self.position.abs_diff(other.position) <= bases
    }
    pub(super) fn contig(self) -> u16 {
        self.contig
    }
    pub(super) fn to_bytes(self, value: u32) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[..2].copy_from_slice(&self.contig.to_be_bytes());
        bytes[2..6].copy_from_slice(&self.position.to_be_bytes());
        bytes[6..14].copy_from_slice(&self.bases.to_be_bytes());
        bytes[14..].copy_from_slice(&value.to_be_bytes());
        bytes
    }
    /// The key and the value of a record; none for fewer bytes.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Self, u32)> {
        let part = |from: usize, to: usize| bytes.get(from..to);
        Some((
            Self {
                contig: u16::from_be_bytes(part(0, 2)?.try_into().ok()?),
                position: u32::from_be_bytes(part(2, 6)?.try_into().ok()?),
                bases: u64::from_be_bytes(part(6, 14)?.try_into().ok()?),
            },
            u32::from_be_bytes(part(14, BYTES)?.try_into().ok()?),
        ))
    }
}

/// METHOD: FNV-1a of 64 bits over `REF>ALT`. Only alleles of one position are told apart by it; the chance that two of a
/// hundred there share a value is 3 in 10^16.
fn hash(reference: &[u8], alternate: &[u8]) -> u64 {
    let bytes = reference.iter().chain(b">").chain(alternate);
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_uppercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

macro_rules! significances {
    ($($(#[$doc:meta])+ $name:ident = $code:literal, $word:literal;)+) => {
        /// ClinVar's clinical significance, as one word.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Significance { $($(#[$doc])+ $name,)+ }
        impl Significance {
            /// All.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            pub(super) fn code(self) -> u32 {
                match self { $(Self::$name => $code,)+ }
            }
            pub(super) fn from_code(code: u32) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
            /// As ClinVar's file writes it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

significances! {
    /// Benign.
    Benign = 1, "Benign";
    /// Likely benign.
    LikelyBenign = 2, "Likely_benign";
    /// Of uncertain significance.
    Uncertain = 3, "Uncertain_significance";
    /// Likely pathogenic.
    LikelyPathogenic = 4, "Likely_pathogenic";
    /// Pathogenic.
    Pathogenic = 5, "Pathogenic";
    /// Submitters do not agree.
    Conflicting = 6, "Conflicting_classifications_of_pathogenicity";
    /// Another word, such as a drug's response.
    Other = 7, "other";
}

impl Significance {
    /// Of a CLNSIG value.
    ///
    /// RULE: of two words joined by a slash the stronger claim is not taken: `Pathogenic/Likely_pathogenic` is likely
    /// pathogenic, `Benign/Likely_benign` likely benign. What follows a bar (a risk, a drug) is left aside.
    pub fn read(value: &str) -> Self {
        let main = value.split(['|', ',']).next().unwrap_or(value).to_ascii_lowercase();
        let words: Vec<&str> = main.split('/').collect();
        let has = |word: &str| words.contains(&word);
        if main.starts_with("conflicting") {
            Self::Conflicting
        } else if has("likely_pathogenic") {
            Self::LikelyPathogenic
        } else if has("pathogenic") {
            Self::Pathogenic
        } else if has("likely_benign") {
            Self::LikelyBenign
        } else if has("benign") {
            Self::Benign
        } else if has("uncertain_significance") {
            Self::Uncertain
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_allele_has_one_key_and_the_genome_s_order() {
        let of = |contig, at, r, a| Allele::of(contig, at, r, a);
        assert_eq!(of("chr17", 100, "GCAGT", "GCT"), of("17", 101, "CAG", "c"));
        assert_ne!(of("chr17", 100, "C", "T"), of("chr17", 100, "C", "G"));
        assert!(
            of("chr2", 500, "C", "T") < of("chr10", 1, "C", "T") && of("chrX", 1, "C", "T") < of("chrY", 1, "C", "T")
        );
        for (contig, r, a) in [("chrUn_1", "C", "T"), ("chr1", "C", "<DEL>"), ("chr1", "C", "C"), ("chr1", "C", "*")] {
            assert_eq!(of(contig, 5, r, a), None, "{contig} {r}>{a}");
        }
        let key = of("chr7", 1_000, "A", "AT").unwrap();
        assert_eq!(Allele::from_bytes(&key.to_bytes(77)), Some((key, 77)));
    }

    #[test]
    fn the_words_of_clinvar() {
        for (value, word) in [
            ("Pathogenic", Significance::Pathogenic),
            ("Pathogenic/Likely_pathogenic", Significance::LikelyPathogenic),
            ("Pathogenic|risk_factor", Significance::Pathogenic),
            ("Conflicting_interpretations_of_pathogenicity", Significance::Conflicting),
            ("Likely_pathogenic,_low_penetrance", Significance::LikelyPathogenic),
            ("Benign/Likely_benign", Significance::LikelyBenign),
            ("drug_response", Significance::Other),
        ] {
            assert_eq!(Significance::read(value), word, "{value}");
        }
        for one in Significance::ALL {
            assert_eq!(Significance::from_code(one.code()), Some(*one));
        }
    }
}
